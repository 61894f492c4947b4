"""kill -9 in the middle of a read, again and again: the record always opens, holds whole documents
with all their claims, and reading on ends where an undisturbed read ends."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
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


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
