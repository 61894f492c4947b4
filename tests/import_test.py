"""`entente import` from outside: reports, streams, the side file, exit codes; and, where the samples
lie beside the repository, every file of theirs, reconciled to the row."""

import csv
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ENTENTE = os.path.abspath(sys.argv[1])
SAMPLES = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def event(number, actor="USA", recipient="CHN", code="042"):
    """A row of GDELT 2.0."""
    cells = [""] * 61
    cells[0], cells[1], cells[5], cells[15], cells[26] = str(number), "20181024", actor, recipient, code
    return "\t".join(cells) + "\n"


class Base(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="entente-import-"))

    def tearDown(self):
        shutil.rmtree(self.folder)

    def run_it(self, *arguments, data=None):
        result = subprocess.run([ENTENTE, *map(str, arguments)], input=data, cwd=self.folder,
                                capture_output=True, timeout=600)
        return result.returncode, result.stdout.decode(), result.stderr.decode()

    def reports(self, *arguments, data=None):
        code, out, error = self.run_it("import", *arguments, "--format", "jsonl", data=data)
        self.assertEqual((code, error), (0, ""), arguments)
        reports = [json.loads(line) for line in out.splitlines()]
        for r in reports:
            self.assertEqual(r["rows"], r["taken"] + r["left_out"] + r["malformed"], r)
            self.assertEqual(sum(r["reasons"].values()), r["left_out"] + r["malformed"], r)
        return reports

    def file(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return name


class Importing(Base):
    def test_report_counts_and_names_what_is_wrong(self):
        name = self.file("a.CSV", event(1) + event(2, recipient="") + event(3) + event(5) + "junk\n")
        code, out, _ = self.run_it("import", "gdelt2", name)
        self.assertEqual(code, 0)
        self.assertIn("a.CSV: 3 of 5 rows in; 3 claims", out)
        self.assertIn("1 left out, 1 malformed", out)
        self.assertIn("line 5: not as many cells as the first row has: junk", out)

    def test_side_file_has_line_reason_and_row(self):
        name = self.file("a.CSV", event(1) + "junk\n" + event(2) + event(3, code="9999"))
        self.reports("gdelt2", name, "--rejects", "bad.tsv")
        rows = [line.split("\t", 3) for line in (self.folder / "bad.tsv").read_text().splitlines()]
        self.assertEqual([r[:3] for r in rows], [
            ["a.CSV", "2", "not as many cells as the first row has"],
            ["a.CSV", "4", "the code is not one of CAMEO's"]])
        self.assertEqual(rows[1][3] + "\n", event(3, code="9999"))

    def test_again_changes_nothing_and_corrected_replaces(self):
        name = self.file("a.CSV", event(1))
        self.assertFalse(self.reports("gdelt2", name)[0]["known"])
        before = (self.folder / "entente.duckdb").read_bytes()
        self.assertTrue(self.reports("gdelt2", name)[0]["known"])
        self.assertEqual((self.folder / "entente.duckdb").read_bytes(), before)
        self.file("a.CSV", event(1) + event(2))
        self.assertTrue(self.reports("gdelt2", name)[0]["replaced"])

    def test_streams(self):
        for data in (event(1).encode(), gzip.compress((event(1) + event(2)).encode())):
            self.assertFalse(self.reports("gdelt2", "-", data=data)[0]["known"])
            self.assertTrue(self.reports("gdelt2", "-", data=data)[0]["known"])
        # Two streams without a name stand side by side; of one name the second replaces the first.
        self.assertFalse(self.reports("gdelt2", "-", data=event(7).encode())[0]["replaced"])
        self.reports("gdelt2", "-", "--name", "x", data=event(8).encode())
        self.assertTrue(self.reports("gdelt2", "-", "--name", "x", data=event(9).encode())[0]["replaced"])

    def test_a_broken_file_does_not_stop_the_others(self):
        good, bad = self.file("good.CSV", event(1)), self.file("bad.CSV", "prose\n")
        code, out, error = self.run_it("import", "gdelt2", bad, good)
        self.assertEqual(code, 1)
        self.assertIn("good.CSV: 1 of 1 row in", out)
        self.assertIn("entente: bad.CSV:1:", error)

    def test_truncated_archive_leaves_the_record_alone(self):
        self.reports("gdelt2", self.file("a.CSV", event(1)))
        packed = gzip.compress("".join(event(i) for i in range(20000)).encode())
        (self.folder / "b.CSV.gz").write_bytes(packed[:len(packed) // 2])
        code, _, error = self.run_it("import", "gdelt2", "b.CSV.gz")
        self.assertEqual(code, 1)
        self.assertIn("cannot be unpacked", error)
        self.assertTrue(self.reports("gdelt2", "a.CSV")[0]["known"])

    def test_list_says_what_and_on_what_terms(self):
        code, out, _ = self.run_it("import", "--list", "--format", "csv")
        self.assertEqual(code, 0)
        rows = list(csv.DictReader(out.splitlines()))
        self.assertGreaterEqual(len(rows), 20)
        for row in rows:
            self.assertTrue(row["source"] and row["terms"] and row["title"], row)

    def test_misuse(self):
        for arguments in ([], ["gdelt2"], ["nonsense", "a"], ["quadruples", "a", "--start", "soon"],
                          ["gdelt2", "a", "b", "--name", "x"]):
            self.assertEqual(self.run_it("import", *arguments)[0], 2, arguments)
        code, _, error = self.run_it("import", "gdelt2", "missing.CSV")
        self.assertEqual((code, error), (1, "entente: missing.CSV: No such file or directory\n"))


def lines(path):
    """Rows of a file of lines, without those that are blank."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
        return sum(1 for line in file if line.strip())


def records(path):
    """Rows of a table with a header, as Python's own reader counts them."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="latin-1", newline="") as file:
        return sum(1 for row in csv.reader(file) if row) - 1


@unittest.skipUnless(SAMPLES.is_dir(), "the samples of ../shared are not there")
class Samples(Base):
    def check(self, of, files, count, *more):
        paths = [SAMPLES / file for file in files]
        for path, report in zip(paths, self.reports(of, *paths, *more), strict=True):
            with self.subTest(file=path.name):
                self.assertEqual(report["rows"], count(path))
                self.assertEqual(report["malformed"], 0)

    def test_events(self):
        self.check("icews", ["icews-raw/events.2018.sample.tab"], lambda p: lines(p) - 1)
        self.check("gdelt2", ["gdelt/20191024143000.export.CSV"], lines)
        self.check("gdelt-mentions", ["gdelt/mentionssamp.csv"], lambda p: lines(p) - 1)

    def test_quadruples(self):
        self.check("quadruples", [f"icews14/{part}.txt" for part in ("train", "valid", "test")],
                   lines, "--start", "2014-01-01")
        self.check("quadruples", ["icews18/train.txt.gz", "icews18/valid.txt"], lines,
                   "--start", "2018-01-01")

    def test_measures(self):
        self.check("cow-alliances", ["cow/cow_alliance.csv.gz"], records)
        self.check("atop-alliances", ["cow/atop_alliance.csv.gz"], records)
        self.check("disputes", ["cow/cow_mid_ddydisps.csv", "cow/cow_mid_disps.csv",
                                "cow/gml_dirdisp.csv.gz"], records)
        self.check("cow-wars", ["cow/cow_war_inter.csv"], records)
        self.check("rivalries", ["cow/td_rivalries.csv", "cow/tss_rivalries.csv"], records)
        self.check("cow-capabilities", ["cow/cow_nmc.csv"], records)
        self.check("cow-contiguity", ["cow/cow_contdir.csv"], records)
        self.check("cow-igos", ["cow/cow_igo_ndy.csv.gz"], records)
        self.check("cow-states", ["cow/cow_states.csv", "cow/cow_majors.csv"], records)
        self.check("un-votes", ["un-votes/un_votes.csv.gz", "un-votes/un_roll_calls.csv",
                                "un-votes/un_roll_call_issues.csv"], records)
        self.check("un-ideal-points", ["un-votes/IdealpointestimatesAll_Apr2020.csv"], records)
        self.check("unsc-vetoes", ["unsc-vetoes/unsc_vetoes_1946_sept2022.csv"], records)
        self.check("exercises", ["military-exercises/mme_v7.csv", "military-exercises/jme_v3.csv"],
                   records)
        self.check("us-defense-visits", ["military-exercises/visits.csv"], records)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
