"""`entente body`: power and votes, from a file that the test writes; errors name their line."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ENTENTE = os.path.abspath(sys.argv[1])

COUNCIL = """\
body: COUNCIL
name: A council of fifteen
sources: [its charter]
members table: members.tsv
rules:
  - rule: substantive
    from: 1966
    passes if:
      - at least: 9
      - no veto: permanent
  - rule: procedural
    passes if:
      - at least: 9
"""


class Base(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="entente-body-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.file = self.folder / "council.yaml"
        self.file.write_text(COUNCIL)
        rows = ["actor\tfrom\tto\tgroups"]
        rows += [f"P{i}\t\t\tpermanent" for i in range(5)]
        rows += [f"E{i}\t2020\t2021\telected" for i in range(10)]
        rows += [f"F{i}\t2022\t\telected" for i in range(9)]
        (self.folder / "members.tsv").write_text("\n".join(rows) + "\n")

    def run_it(self, *arguments):
        return subprocess.run([ENTENTE, "body", *map(str, arguments)], cwd=self.folder,
                              capture_output=True, encoding="utf-8", timeout=300)

    def output(self, *arguments):
        result = self.run_it(*arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def answer(self, *arguments):
        return json.loads(self.output(*arguments, "--format", "json"))

    def fails(self, *arguments):
        result = self.run_it(*arguments)
        self.assertEqual(result.returncode, 1, result.stdout)
        return result.stderr


class Power(Base):
    def test_exact_indices(self):
        power = self.answer(self.file, "--at", "2020-06-01")
        self.assertEqual((power["winning"], power["coalitions"]), (848, 32768))
        members = {m["actor"]: m for m in power["members"]}
        self.assertEqual(members["P0"]["shapley_shubik"]["fraction"], "421/2145")
        self.assertAlmostEqual(members["E9"]["banzhaf"]["value"], 21 / 1270, 15)
        self.assertEqual(members["E9"]["swings"], 84)
        self.assertAlmostEqual(sum(m["shapley_shubik"]["value"] for m in power["members"]), 1)

    def test_members_and_rule_of_the_day(self):
        power = self.answer(self.file, "--at", "2022", "--rule", "procedural")
        self.assertEqual(len(power["members"]), 14)
        self.assertEqual({m["shapley_shubik"]["fraction"] for m in power["members"]}, {"1/14"})
        self.assertIn("has no rule 'substantive' on 1965-01-01; its rules are",
                      self.fails(self.file, "--at", "1965", "--rule", "substantive"))

    def test_table_and_csv_say_the_same(self):
        table = self.output(self.file, "--at", "2020")
        for part in ("A council of fifteen", "at least 9 of 15 votes", "848 of 32768",
                     "421/2145", "source: its charter"):
            self.assertIn(part, table)
        rows = list(csv.DictReader(io.StringIO(self.output(self.file, "--at", "2020",
                                                           "--format", "csv"))))
        self.assertEqual(len(rows), 15)
        self.assertAlmostEqual(float(rows[0]["shapley_shubik"]), 421 / 2145)

    def test_bodies_of_the_repository_are_listed_and_valid(self):
        for body in self.output("--format", "jsonl").splitlines():
            json.loads(body)
        self.assertIn("UNSC", self.output())
        self.assertEqual(self.answer("UNSC", "--at", "2017-09-01")["winning"], 848)


class Votes(Base):
    def vote(self, *votes):
        return self.answer(self.file, "--at", "2020", "--vote", *votes)

    def test_certain_votes(self):
        self.assertEqual(self.vote("P0=no", "others=yes")["outcome"], "is vetoed")
        self.assertEqual(self.vote("P0=abstain", "others=yes")["outcome"], "passes")
        fails = self.vote("P0=no", "P1=yes", "others=abstain")
        self.assertEqual((fails["outcome"], fails["holds"]), ("fails", [False, False]))

    def test_probability_is_exact(self):
        # All others say yes: it passes when P0 does not veto, and P0 votes no with probability 0.3.
        self.assertAlmostEqual(self.vote("P0=0.5/0.2", "others=yes")["probability"], 0.7, 12)
        # Nine of nine must say yes where the rest abstains.
        some = [f"E{i}=0.9" for i in range(9)]
        self.assertAlmostEqual(self.vote(*some, "others=abstain")["probability"], 0.9 ** 9, 12)
        self.assertIn("passes with probability 0.700000",
                      self.output(self.file, "--at", "2020", "--vote", "P0=0.5/0.2", "others=yes"))

    def test_errors(self):
        at = (self.file, "--at", "2020", "--vote")
        self.assertIn("'P1' has no vote; name it, or give the rest one by others=yes",
                      self.fails(*at, "P0=no"))
        self.assertIn("'F0' is no member of COUNCIL on 2020-01-01", self.fails(*at, "F0=no"))
        self.assertIn("no vote", self.fails(*at, "P0=perhaps", "others=yes"))
        self.assertIn("no vote", self.fails(*at, "P0=0.8/0.4", "others=yes"))


class ByAlignment(Base):
    """Votes worked out of a record: of the dispatches of 2014 to 2016."""

    def setUp(self):
        super().setUp()
        self.record = self.folder / "r.duckdb"
        home = Path(__file__).parent.parent
        files = sorted((home / "worlds/eurasia/dispatches").glob("201[4-6]*.txt"))
        subprocess.run([ENTENTE, "read", *files, "--record", self.record, "--quiet"], check=True)

    def ask(self, *options):
        done = self.run_it("UNSC", "--at", "2016-06-01", "--record", self.record, "--format", "json", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        answer = json.loads(done.stdout)
        return answer, {v["actor"]: v for v in answer["votes"]}

    def test_friends_vote_no_and_strangers_alike(self):
        answer, votes = self.ask("--against", "RUS")
        self.assertIn("judgement", answer["basis"])
        self.assertEqual((votes["RUS"]["yes"], votes["RUS"]["abstain"]), (0, 0))
        self.assertEqual(answer["probability"], 0)  # its own veto
        self.assertLess(votes["CHN"]["yes"], votes["UKR"]["yes"])
        self.assertEqual(votes["URY"], votes["SEN"] | {"actor": "URY"})  # nothing is known of either

    def test_votes_that_are_given_come_first(self):
        _, votes = self.ask("--against", "PAK", "--vote", "CHN=abstain", "USA=yes")
        self.assertEqual((votes["CHN"]["abstain"], votes["USA"]["yes"]), (1, 1))

    def test_the_band_is_where_members_abstain(self):
        _, narrow = self.ask("--against", "PAK", "--band", "0")
        _, wide = self.ask("--against", "PAK", "--band", "10")
        self.assertAlmostEqual(narrow["USA"]["abstain"], 0)
        self.assertGreater(wide["USA"]["abstain"], 0.9)

    def test_nobody_known(self):
        done = self.run_it("UNSC", "--against", "Atlantis", "--record", self.record)
        self.assertEqual(done.returncode, 1)
        self.assertIn("Atlantis: the record has nothing", done.stderr)


class Errors(Base):
    def test_file_and_line(self):
        self.file.write_text(COUNCIL.replace("at least: 9", "at leats: 9", 1))
        self.assertEqual(self.fails(self.file),
                         f"entente: {self.file}:9: unknown key 'at leats'; "
                         "did you mean 'at least'?\n")
        self.file.write_text(COUNCIL)
        (self.folder / "members.tsv").write_text("actor\tfrom\nA\tsoon\n")
        self.assertIn("members.tsv:2: 'soon' is no date", self.fails(self.file))

    def test_no_such_body(self):
        self.assertIn("of bodies there are", self.fails("NOBODY"))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
