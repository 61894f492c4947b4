"""What goes wrong is said clearly, the rest is read, and nothing that was kept is lost.

A record of a newer form is tested in src/entente/record/record_test.cpp, which can make one.
"""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ENTENTE = os.path.abspath(sys.argv[1])
GOOD = "Russia attacked Ukraine on Monday. China condemned the attack.\n"


def lines_of(count, start=0):
    """JSON Lines of so many small documents, no two alike."""
    return "".join(json.dumps({"id": f"d{i}", "text": f"{GOOD}This is number {i}.", "date":
                               "2017-09-08"}) + "\n" for i in range(start, start + count))


class Base(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="entente-errors-"))
        self.record = self.folder / "record.duckdb"
        self.addCleanup(shutil.rmtree, self.folder)

    def run_it(self, *arguments, text=None, **more):
        return subprocess.run([ENTENTE, *map(str, arguments)], input=text, cwd=self.folder,
                              stderr=subprocess.PIPE, encoding="utf-8", timeout=300,
                              **{"stdout": subprocess.PIPE, **more})

    def fails(self, result, *parts):
        """Exit code 1, and an error of one line that has these parts."""
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertTrue(result.stderr.startswith("entente: "), result.stderr)
        for part in parts:
            self.assertIn(part, result.stderr)

    def documents(self, record=None):
        status = self.run_it("status", "--record", record or self.record, "--format", "jsonl")
        self.assertEqual(status.returncode, 0, status.stderr)
        return json.loads(status.stdout)["documents"]


class Inputs(Base):
    def read_with(self, name, content):
        """Reads a bad file amid good ones: these have to be read."""
        inputs = self.folder / "inputs"
        inputs.mkdir()
        (inputs / "a.txt").write_text(GOOD)
        (inputs / "z.txt").write_text(GOOD + "Again.\n")
        if content is not None:
            (inputs / name).write_bytes(content)
        result = self.run_it("read", inputs / "a.txt", inputs / name, inputs / "z.txt",
                             "--record", self.record)
        self.assertEqual(self.documents(), 2)
        return result

    def test_not_utf8(self):
        result = self.read_with("latin.txt", "Frau Müller traf Macron.".encode("latin-1"))
        self.fails(result, "latin.txt", "byte 6", "not UTF-8", "1 of 3 inputs could not be read")

    def test_empty(self):
        self.fails(self.read_with("empty.txt", b""), "empty.txt", "empty")

    def test_white_space(self):
        self.fails(self.read_with("blank.txt", b" \n\n\t\n"), "blank.txt")

    def test_binary(self):
        self.fails(self.read_with("program", b"\x7fELF\0\0\1\2" * 1000), "program", "binary")

    def test_missing(self):
        self.fails(self.read_with("gone.txt", None), "gone.txt", "no such file")

    def test_truncated_pdf(self):
        pdf = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type"
        self.fails(self.read_with("cut.pdf", pdf), "cut.pdf")

    def test_too_large(self):
        inputs = self.folder / "huge.txt"
        with inputs.open("wb") as file:
            file.write(GOOD.encode() * 1000)
            file.truncate(200 << 20)  # sparse: takes no room
        self.fails(self.run_it("read", inputs, "--record", self.record), "huge.txt", "too large")

    def test_broken_json_line(self):
        inputs = self.folder / "news.jsonl"
        inputs.write_text(lines_of(2) + '{"id": "x", "text": \n' + lines_of(2, start=2))
        result = self.run_it("read", inputs, "--record", self.record)
        self.fails(result, "news.jsonl:3", "not JSON", "1 of 5 inputs")
        self.assertEqual(self.documents(), 4)

    def test_filter_goes_on(self):
        result = self.run_it("read", "gone.txt", "-", "--no-record", "--format", "jsonl",
                             text=lines_of(1))
        self.fails(result, "gone.txt")
        self.assertEqual(json.loads(result.stdout.splitlines()[0])["document"], "d0")

    def test_empty_folder(self):
        (self.folder / "none").mkdir()
        self.fails(self.run_it("read", "none", "--record", self.record), "none", "no files")


class Records(Base):
    def read(self, record, count=3, **more):
        return self.run_it("read", "-", "--record", record, text=lines_of(count), **more)

    def test_unwritable(self):  # by what holds for root too
        (self.folder / "file").write_text("x")
        self.fails(self.read(self.folder / "file" / "r.duckdb"), "r.duckdb")
        self.fails(self.read(self.folder / "nowhere" / "r.duckdb"), "r.duckdb")
        self.fails(self.read(self.folder), "is a folder", "--record")

    def test_not_a_record(self):
        for name, content in (("text", b"x" * 9000), ("small", b"x"), ("zeros", bytes(20000))):
            path = self.folder / name
            path.write_bytes(content)
            self.fails(self.read(path), name, "not a record")
            self.fails(self.run_it("claims", "--record", path), name, "not a record")
            self.assertEqual(path.read_bytes(), content)

    def test_damaged(self):
        self.assertEqual(self.read(self.record, 300).returncode, 0)
        whole = self.record.read_bytes()
        for damage in (whole[: len(whole) // 2],
                       whole[:8192] + os.urandom(len(whole) - 8192),
                       whole[: len(whole) // 3] + bytes(8192) + whole[len(whole) // 3 + 8192:]):
            self.record.write_bytes(damage)
            for command in (["claims"], ["status"]):
                result = self.run_it(*command, "--record", self.record, "--format", "jsonl")
                self.assertIn(result.returncode, (0, 1), result.stderr)  # never a crash
                if result.returncode == 1:
                    self.assertTrue(result.stderr.startswith("entente: "), result.stderr)
            self.assertEqual(self.record.read_bytes(), damage)

    def test_second_writer(self):
        with subprocess.Popen([ENTENTE, "read", "-", "--record", str(self.record)],
                              stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as first:
            while not self.record.exists():
                time.sleep(0.05)
            time.sleep(0.5)
            second = self.read(self.record)
            self.fails(second, "another process", str(first.pid), "--record")
            first.communicate(lines_of(2).encode())
        self.assertEqual(first.returncode, 0)
        self.assertEqual(self.documents(), 2)

    def test_no_knowledge(self):
        result = self.read(self.record, env={**os.environ, "ENTENTE_HOME": str(self.folder)})
        self.fails(result, str(self.folder))


class FullDisk(Base):
    def test_standard_output(self):
        with open("/dev/full", "w") as full:
            result = self.run_it("read", "-", "--no-record", "--format", "jsonl",
                                 text=lines_of(200), stdout=full)
        self.fails(result, "standard output", "No space left")

    def grow_until_full(self, record, **more):
        """Reads until the disk is full, then looks at what is left."""
        self.assertEqual(self.run_it("read", "-", "--record", record,
                                     text=lines_of(20)).returncode, 0)
        noise = [{"id": f"n{i}", "text": GOOD + os.urandom(6000).hex()} for i in range(2000)]
        text = "".join(json.dumps(line) + "\n" for line in noise)
        result = self.run_it("read", "-", "--record", record, text=text, **more)
        self.fails(result, str(record), "disk is full", "keeps")
        return result

    def test_file_size_limit(self):
        limit = 4 << 20

        def limited():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        result = self.grow_until_full(self.record, preexec_fn=limited)
        kept = int(re.search(r"written before: (\d+) documents", result.stderr)[1])
        self.assertEqual(self.documents(), 20 + kept)
        again = self.run_it("read", "-", "--record", self.record, text=lines_of(30))
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(self.documents(), 30 + kept)

    def test_small_disk(self):
        disk = self.folder / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
            self.skipTest("may not mount a small disk")
        self.addCleanup(subprocess.run, ["umount", str(disk)], check=True)
        record = disk / "r.duckdb"
        self.grow_until_full(record)
        elsewhere = self.folder / "copy.duckdb"
        for suffix in ("", ".wal"):
            if Path(str(record) + suffix).exists():
                shutil.copy(str(record) + suffix, str(elsewhere) + suffix)
        self.assertGreaterEqual(self.documents(elsewhere), 20)


class Interrupt(Base):
    def start(self, *arguments):
        return subprocess.Popen([ENTENTE, "read", "-", *map(str, arguments)], cwd=self.folder,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, encoding="utf-8")

    def interrupt(self, process, text):
        """Ctrl-C while it waits for more input: what came has been read."""
        process.stdin.write(text)
        process.stdin.flush()
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        errors = process.stderr.read()
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()
        self.assertEqual(process.returncode, 130, errors)
        return errors

    def test_ctrl_c_keeps_what_was_read(self):
        text = lines_of(500)
        errors = self.interrupt(self.start("--record", self.record), text + '{"id": "half')
        kept = int(re.search(r"interrupted; (\d+) documents kept in the record", errors)[1])
        self.assertGreater(kept, 0)
        self.assertNotIn("JSON", errors)
        self.assertEqual(self.documents(), kept)
        again = self.run_it("read", "-", "--record", self.record, "--format", "jsonl", text=text)
        summary = json.loads(again.stdout)
        self.assertEqual((summary["known"], summary["added"]), (kept, 500 - kept))

    def test_ctrl_c_ends_a_filter(self):
        errors = self.interrupt(self.start("--no-record", "--format", "csv"), lines_of(3))
        self.assertIn("interrupted", errors)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
