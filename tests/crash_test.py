"""kill -9 in the middle of a read, again and again: the record always opens, holds whole documents
with all their claims, and reading on ends where an undisturbed read ends."""

import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

ENTENTE = os.path.abspath(sys.argv[1])
DISPATCHES = Path(__file__).resolve().parent.parent / "worlds" / "eurasia" / "dispatches"
DOCUMENTS = 2000
KILLS = 8


def corpus(random_numbers):
    """JSON Lines: documents put together from the paragraphs of the dispatches."""
    paragraphs = []
    for file in sorted(DISPATCHES.glob("*.txt")):
        paragraphs += file.read_text(encoding="utf-8").split("---", 2)[2].strip().split("\n\n")
    for i in range(DOCUMENTS):
        text = "\n\n".join(random_numbers.sample(paragraphs, 3)) + f"\n\nNumber {i}.\n"
        yield json.dumps({"id": f"d{i:05}", "text": text, "date": "2017-09-08"})


class Crash(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="entente-crash-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.random = random.Random(1648)
        self.corpus = self.folder / "corpus.jsonl"
        self.corpus.write_text("\n".join(corpus(self.random)) + "\n", encoding="utf-8")

    def output(self, *arguments):
        done = subprocess.run([ENTENTE, *map(str, arguments)], capture_output=True,
                              encoding="utf-8", timeout=600)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def claims(self, record):
        lines = self.output("claims", "--record", record, "--sort", "document", "--format", "jsonl")
        return lines.splitlines()

    def documents(self, record):
        return json.loads(self.output("status", "--record", record, "--format",
                                      "jsonl"))["documents"]

    def read_and_kill(self, record, seconds):
        process = subprocess.Popen([ENTENTE, "read", str(self.corpus), "--record", str(record)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def test_kill(self):
        whole = self.folder / "whole.duckdb"
        start = time.monotonic()
        self.output("read", self.corpus, "--record", whole)
        duration = time.monotonic() - start
        expected = self.claims(whole)
        self.assertEqual(self.documents(whole), DOCUMENTS)

        record, counts = self.folder / "killed.duckdb", []
        for _ in range(KILLS):
            self.read_and_kill(record, self.random.uniform(0.02, duration / 2))
            try:
                count = self.documents(record)
            except AssertionError as nothing_yet:  # killed before the tables stood
                self.assertEqual(counts, [], nothing_yet)
                continue
            counts.append(count)
            # Documents are kept in the order of the corpus, so the record holds its first ones.
            kept = [line for line in expected if json.loads(line)["document"] < f"d{count:05}"]
            self.assertEqual(self.claims(record), kept)
        self.assertEqual(counts, sorted(counts))
        self.assertGreater(counts[-1], 0, "every kill came before the first commit")

        self.output("read", self.corpus, "--record", record)
        self.assertEqual(self.documents(record), DOCUMENTS)
        self.assertEqual(self.claims(record), expected)
        print(f"killed {KILLS} times, with {counts} documents in the record", file=sys.stderr)

    def review_until_killed(self, record, ids, reviewed):
        """Lets the page's server take reviews, kills it in the middle of one, and notes in `reviewed` what it
        has confirmed: the claim of each review by its number."""
        server = subprocess.Popen([ENTENTE, "serve", "--port", "0", "--format", "json", "--record", str(record)],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        connection = http.client.HTTPConnection("127.0.0.1", json.loads(server.stdout.readline())["port"])
        kill = threading.Timer(self.random.uniform(0.05, 0.6), server.send_signal, [signal.SIGKILL])
        try:
            while ids:
                claim = ids[-1]
                connection.request("POST", "/api/v1/reviews",
                                   json.dumps({"verdict": "rejected", "id": claim, "reviewer": "crash"}),
                                   {"Content-Type": "application/json"})
                answer = connection.getresponse()
                body = json.loads(answer.read())
                self.assertEqual(answer.status, 200, body)
                reviewed[body["review"]] = ids.pop()
                if kill.ident is None:
                    kill.start()  # with the first review
        except (http.client.HTTPException, OSError):
            pass  # killed
        kill.join()
        server.wait()
        server.stdout.close()

    def test_kill_in_a_review(self):
        some = self.folder / "some.jsonl"
        some.write_text("\n".join(self.corpus.read_text(encoding="utf-8").splitlines()[:200]) + "\n", encoding="utf-8")
        record, reviewed = self.folder / "reviewed.duckdb", {}
        self.output("read", some, "--record", record)
        whole = self.claims(record)
        ids = [json.loads(line)["claim"] for line in whole]
        self.random.shuffle(ids)
        for _ in range(3):
            self.review_until_killed(record, ids, reviewed)
            listed = {row["number"]: row for row in map(json.loads, self.output(
                "review", "--list", "--record", record, "--format", "jsonl").splitlines())}
            # All that was confirmed is there; of what was not, at most the one that the kill has met.
            self.assertLessEqual(reviewed.keys(), listed.keys())
            self.assertLessEqual(len(listed), len(reviewed) + 1)
            gone = {row["before"]["claim"] for row in listed.values()}
            self.assertLessEqual(set(reviewed.values()), gone)
            self.assertEqual(self.claims(record), [line for line in whole if json.loads(line)["claim"] not in gone])
            reviewed.update({number: row["before"]["claim"] for number, row in listed.items()})
            ids = [claim for claim in ids if claim not in gone]
        print(f"killed 3 times, after {len(reviewed)} reviews", file=sys.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
