"""Alignment and turning points from outside, over a record of the dispatches and of rows of a data set."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ENTENTE = os.path.abspath(sys.argv[1])
HOME = Path(__file__).resolve().parent.parent
DISPATCHES = HOME / "worlds" / "eurasia" / "dispatches"

# Two actors that work together until 2014 and fight from then on, and two that stay friends, in
# PLOVER's JSON: (source, target, from month, types).
COURSES = [("ARM", "GEO", 0, ["COOPERATE", "CONSULT", "AID"]), ("ARM", "GEO", 48, ["ASSAULT", "ACCUSE"]),
           ("ARM", "KAZ", 0, ["COOPERATE", "CONSULT", "AID"]), ("ARM", "KAZ", 48, ["COOPERATE", "CONSULT"])]


def coded_rows():
    rows = []
    for source, target, first, types in COURSES:
        for month in range(first, first + 48):
            for number, name in enumerate(types):
                rows.append({"id": f"{source}{target}{month}{number}",
                             "date": f"{2010 + month // 12}-{month % 12 + 1:02}-{5 + 7 * number:02}",
                             "source": [{"code": source}], "recipient": [{"code": target}],
                             "event": name, "context": "political"})
    return "".join(json.dumps(row) + "\n" for row in rows)


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="entente-alignment-"))
        cls.record = cls.folder / "dispatches.duckdb"
        cls.output("read", DISPATCHES)
        cls.coded = cls.folder / "coded.duckdb"
        rows = cls.folder / "rows.jsonl"
        rows.write_text(coded_rows(), encoding="utf-8")
        cls.output("import", "plover", rows, "--record", cls.coded)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def run_it(cls, *arguments, **environment):
        named = [] if "--record" in arguments else ["--record", cls.record]
        return subprocess.run([ENTENTE, *map(str, arguments), *map(str, named)], cwd=cls.folder,
                              capture_output=True, encoding="utf-8", timeout=600,
                              env={**os.environ, "NO_COLOR": "1", **environment})

    @classmethod
    def output(cls, *arguments, **environment):
        """What a command that succeeds prints."""
        result = cls.run_it(*arguments, **environment)
        if result.returncode != 0:
            raise AssertionError(f"{arguments}: {result.returncode} {result.stderr}")
        return result.stdout

    @classmethod
    def json(cls, *arguments, **environment):
        return json.loads(cls.output(*arguments, "--format", "json", **environment))

    @classmethod
    def csv(cls, *arguments):
        return list(csv.DictReader(io.StringIO(cls.output(*arguments, "--format", "csv"))))


class Course(Base):
    def test_a_course_is_a_json_document_with_mean_and_interval(self):
        course = self.json("alignment", "PAK", "RUS", "--from", "2010", "--to", "2020", "--step", "year")
        self.assertEqual(course["actors"], ["PAK", "RUS"])
        self.assertEqual(len(course["points"]), 12)  # each 1 January, and the last day
        for point in course["points"]:
            self.assertLessEqual(-10, point["low"])
            self.assertLess(point["low"], point["mean"])
            self.assertLess(point["mean"], point["high"])
            self.assertLessEqual(point["high"], 10)
            self.assertAlmostEqual(point["high"] - point["low"], 2 * 1.6449 * point["sd"], delta=0.01)
        self.assertGreater(course["claims"], 20)

    def test_the_order_and_names_of_the_actors_do_not_matter(self):
        one = self.csv("alignment", "PAK", "RUS", "--step", "year")
        other = self.csv("alignment", "Russia", "Pakistan", "--step", "year")
        self.assertEqual(one, other)

    def test_friends_stand_above_enemies(self):
        def level(a, b, at):
            return self.json("alignment", a, b, "--explain", at)["mean"]
        self.assertGreater(level("PAK", "CHN", "2016"), level("IND", "PAK", "2016"))
        self.assertGreater(level("PAK", "RUS", "2016"), level("USA", "IRN", "2016"))

    def test_a_chart_has_axes_and_claims(self):
        chart = self.output("alignment", "PAK", "RUS")
        self.assertIn("+10 ┤", chart)
        self.assertIn("-10 ┤", chart)
        self.assertRegex(chart, r"20\d\d +20\d\d")
        self.assertIn("░", chart)
        self.assertRegex(chart, r"\d+ claims")

    def test_since_when_two_have_stood_on_their_side(self):
        turned = self.json("alignment", "ARM", "GEO", "--record", self.coded)["since"]
        self.assertEqual(turned["side"], "opposed")
        self.assertGreater(turned["probability"], 0.95)
        self.assertLessEqual("2013-07", turned["from"])
        self.assertLessEqual(turned["from"], turned["date"])
        self.assertLessEqual(turned["date"], turned["to"])
        self.assertLess(turned["to"], "2014-07")
        before = self.json("alignment", "ARM", "GEO", "--to", "2013-06", "--record", self.coded)["since"]
        self.assertEqual((before["side"], before["date"], before["known_from"]), ("aligned", None, "2010-01-05"))
        self.assertRegex(self.output("alignment", "ARM", "GEO", "--record", self.coded),
                         r"opposed since 201[34]-\d\d \[201\d-\d\d, 201\d-\d\d\] with 90 %, probability (0\.9|1\.)")
        self.assertRegex(self.output("alignment", "ARM", "KAZ", "--record", self.coded),
                         r"aligned with probability [01]\.\d\d, as far back as the record knows of it \(2010-01\)")

    def test_a_layer_has_its_claims_alone(self):
        course = self.json("alignment", "PAK", "RUS", "--layer", "arms")
        self.assertLess(course["claims"], self.json("alignment", "PAK", "RUS")["claims"])
        self.assertEqual(course["layer"], "arms")

    def test_all_pairs_and_one_actor_agree_with_the_pair(self):
        pair = self.json("alignment", "PAK", "RUS", "--explain", "2016")
        for pairs in (self.json("alignment", "--all", "--at", "2016")["pairs"],
                      self.json("alignment", "--actor", "PAK", "--at", "2016")["pairs"]):
            same = [p for p in pairs if p["actors"] == ["PAK", "RUS"]]
            self.assertEqual(len(same), 1)
            self.assertAlmostEqual(same[0]["mean"], pair["mean"], places=4)
            self.assertEqual(same[0]["claims"], pair["claims"])

    def test_a_table_says_what_it_leaves_out(self):
        self.assertRegex(self.output("alignment", "--actor", "PAK", "--limit", "5"), r"5 of \d+ pairs shown")
        self.assertRegex(self.output("alignment", "--all", "--limit", "4"), r"4 of \d+ actors shown")


class Explanation(Base):
    def test_what_carries_a_mean_adds_up_to_it(self):
        found = self.json("alignment", "PAK", "RUS", "--explain", "2015", "--limit", "0")
        self.assertEqual(len(found["evidence"]), found["claims"])
        shares = sum(one["share"] for one in found["evidence"])
        self.assertAlmostEqual(shares + found["level"]["share"], 1, places=4)
        pulls = sum(one["pull"] for one in found["evidence"])
        self.assertAlmostEqual(found["level"]["level"] + pulls, found["mean"], places=3)

    def test_every_claim_can_be_shown_and_quotes_its_document(self):
        found = self.json("alignment", "PAK", "RUS", "--explain", "2015", "--limit", "3")
        for one in found["evidence"]:
            claim = one["claim"]
            self.assertEqual({claim["actor"]["id"], claim["recipient"]["id"]}, {"PAK", "RUS"})
            text = (DISPATCHES / claim["document"]).read_text(encoding="utf-8")
            self.assertEqual(text[claim["sentence"]["start"]:claim["sentence"]["end"]], one["quote"])
            self.assertIn(claim["claim"], self.output("show", claim["claim"]))

    def test_coded_claims_name_their_row(self):
        found = self.json("alignment", "ARM", "GEO", "--explain", "2013-06", "--record", self.coded)
        coded = found["evidence"][0]["coded"]
        self.assertEqual((coded["format"], coded["dataset"]), ("plover", "rows.jsonl"))
        self.assertEqual(coded["type"] in ("COOPERATE", "CONSULT", "AID"), True)
        self.assertGreater(coded["row"], 0)

    def test_claimants_are_told_apart(self):
        found = self.json("alignment", "PAK", "USA", "--by", "claimant")
        names = [voice["claimant"] for voice in found["voices"]]
        self.assertEqual(names[0], "author")
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual(sum(voice["claims"] for voice in found["voices"]), found["all"]["claims"])
        sources = self.json("alignment", "PAK", "USA", "--by", "source")
        self.assertEqual(sum(voice["claims"] for voice in sources["voices"]), found["all"]["claims"])
        self.assertGreater(len(sources["voices"]), 5)


class Spread(Base):
    def test_vectors_are_between_one_and_the_number_of_powers(self):
        course = self.json("alignment", "--actor", "PAK", "--spread", "--over", "USA", "CHN", "RUS",
                           "--from", "2010", "--to", "2020", "--step", "year")
        self.assertEqual(course["powers"], ["USA", "CHN", "RUS"])
        for point in course["points"]:
            self.assertLessEqual(1, point["low"])
            self.assertLessEqual(point["low"], point["vectors"])
            self.assertLessEqual(point["vectors"], point["high"])
            self.assertLessEqual(point["high"], 3)
            self.assertAlmostEqual(sum(point["shares"]), 1, places=2)

    def test_powers_of_which_nothing_is_known_are_named_and_not_counted(self):
        found = self.json("alignment", "--actor", "ARM", "--spread", "--over", "GEO", "KAZ", "USA",
                          "--at", "2013", "--record", self.coded)
        self.assertEqual(found["unknown"], ["USA"])
        self.assertEqual(len(found["points"]), 1)


class TurningPoints(Base):
    def test_a_break_is_found_with_its_date_and_claims(self):
        found = self.json("turning-points", "ARM", "GEO", "--record", self.coded)
        self.assertEqual(len(found["points"]), 1)
        point = found["points"][0]
        self.assertTrue(point["established"])
        self.assertRegex(self.output("alignment", "ARM", "GEO", "--record", self.coded),
                         f"◆ turning point: {point['date'][:7]}\n")
        self.assertLess("2013-11", point["date"])
        self.assertLess(point["date"], "2014-02")
        self.assertGreater(point["before"], 0)
        self.assertLess(point["after"], 0)
        self.assertGreater(point["probability"], 0.9)
        self.assertEqual(len(point["evidence"]), 5)
        self.assertLessEqual(point["from"], point["date"])
        self.assertLessEqual(point["date"], point["to"])
        for one in point["evidence"]:  # each adds to a fall: friendly before, hostile after
            self.assertLess(one["pull"], 0)

    def test_no_break_is_an_answer(self):
        found = self.json("turning-points", "ARM", "KAZ", "--record", self.coded)
        self.assertEqual(found["points"], [])
        self.assertIn("No break", self.output("turning-points", "ARM", "KAZ", "--record", self.coded))

    def test_what_comes_nearest_is_told_as_not_established(self):
        found = self.json("turning-points", "ARM", "KAZ", "--record", self.coded)
        self.assertTrue(found["candidates"])
        for candidate in found["candidates"]:
            self.assertFalse(candidate["established"])
            self.assertGreater(candidate["p"], 0.05)
            self.assertTrue(candidate["evidence"])
        day = found["candidates"][0]["date"]
        text = self.output("turning-points", "ARM", "KAZ", "--record", self.coded)
        self.assertRegex(text, rf"◇ {day}  .*p [01][.\d]*, probability 0\.\d+, not established")
        chart = self.output("alignment", "ARM", "KAZ", "--record", self.coded)
        self.assertIn(f"◇ nearest to one, not established: {day[:7]}", chart)
        self.assertNotIn("◆", text + chart)
        none = self.json("turning-points", "ARM", "KAZ", "--candidates", "0", "--record", self.coded)
        self.assertEqual(none["candidates"], [])

    def test_the_rate_is_stated(self):
        text = self.output("turning-points", "--actor", "ARM", "--record", self.coded)
        self.assertRegex(text, r"1 of 1 turning point shown\. Over the \d+ tests .* at most 10 %")
        self.assertEqual(self.json("turning-points", "--rate", "0.05", "--record", self.coded)["rate"], 0.05)

    def test_csv_has_a_row_a_claim(self):
        rows = [row for row in self.csv("turning-points", "--record", self.coded)
                if row["established"] == "true"]
        self.assertEqual(len(rows), 5)
        self.assertEqual({(row["a"], row["b"]) for row in rows}, {("ARM", "GEO")})


class Parameters(Base):
    def test_parameters_are_stored_and_shown(self):
        self.output("alignment", "PAK", "RUS")
        status = self.json("status")
        stored = status["alignment"]
        self.assertEqual(stored["claims"], status["claims"] + status["coded_claims"])
        self.assertEqual(self.json("alignment", "PAK", "RUS")["parameters"], stored)
        self.assertIn("Alignment", self.output("status"))

    def test_the_record_is_not_written_to_again(self):
        self.output("alignment", "PAK", "RUS")
        before = self.record.read_bytes()
        self.output("alignment", "--all")
        self.output("turning-points")
        self.assertEqual(self.record.read_bytes(), before)

    def test_parameters_are_estimated_again_when_the_record_has_grown_by_a_tenth(self):
        record = self.folder / "growing.duckdb"
        files = sorted(DISPATCHES.glob("*.txt"))
        self.output("read", *files[:60], "--record", record)
        first = self.json("alignment", "--fit", "--record", record)
        self.output("read", files[60], "--record", record)
        self.assertEqual(self.json("alignment", "PAK", "USA", "--record", record)["parameters"], first)
        self.output("read", *files[60:90], "--record", record)
        grown = self.json("alignment", "PAK", "USA", "--record", record)["parameters"]
        self.assertGreater(grown["claims"], 1.1 * first["claims"])

    def test_weights_are_read_from_knowledge_and_errors_name_the_line(self):
        home = self.folder / "home"
        home.mkdir()
        for folder in ("models", "worlds"):
            (home / folder).symlink_to(HOME / folder)
        shutil.copytree(HOME / "knowledge", home / "knowledge")
        table = home / "knowledge" / "alignment.tsv"
        own = table.read_text(encoding="utf-8")
        record = self.folder / "own.duckdb"
        shutil.copy(self.coded, record)
        usual = self.json("alignment", "ARM", "KAZ", "--explain", "2015", "--record", record)["mean"]
        table.write_text(re.sub(r"(?m)^event\tCOOPERATE\t\t.*$", "event\tCOOPERATE\t\t-9\t1", own),
                         encoding="utf-8")
        turned = self.json("alignment", "ARM", "KAZ", "--explain", "2015", "--record", record,
                           ENTENTE_HOME=str(home))["mean"]
        self.assertGreater(usual, 0)
        self.assertLess(turned, 0)
        table.write_text(own + "event\tHUG\t\t4\t1\n", encoding="utf-8")
        failed = self.run_it("alignment", "ARM", "KAZ", "--record", record, ENTENTE_HOME=str(home))
        self.assertEqual(failed.returncode, 1)
        self.assertIn(f"alignment.tsv:{own.count(chr(10)) + 1}: 'HUG' is no type of event", failed.stderr)


class Misuse(Base):
    def fails(self, code, words, *arguments):
        result = self.run_it(*arguments)
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertIn(words, result.stderr)
        self.assertEqual(result.stdout, "")

    def test_questions_that_make_no_sense(self):
        self.fails(2, "Name two actors", "alignment")
        self.fails(2, "Name two actors", "alignment", "PAK")
        self.fails(2, "exclude", "alignment", "PAK", "RUS", "--all")
        self.fails(2, "Needs --actor", "alignment", "PAK", "RUS", "--spread")
        self.fails(2, "no date", "alignment", "PAK", "RUS", "--from", "someday")
        self.fails(2, "Name two actors", "turning-points", "PAK")

    def test_who_is_not_known(self):
        self.fails(1, "nobody knows this actor", "alignment", "PAK", "Rusia-x")
        self.fails(1, "is one actor", "alignment", "PAK", "Pakistan")
        self.fails(1, "says nothing", "alignment", "FJI", "PRY")
        self.fails(1, "there is no record here", "alignment", "PAK", "RUS", "--record", "none.duckdb")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
