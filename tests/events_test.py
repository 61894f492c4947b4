"""What is said twice, from outside: `entente claims --events` and `--contested`."""

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
DISPATCHES = Path(__file__).resolve().parent.parent / "worlds" / "eurasia" / "dispatches"
EVENT_KEYS = ["event", "type", "trend", "actor", "recipient", "realis", "layers", "date", "reports",
              "documents", "sources", "denials", "contested", "confidence", "claims", "denied_by"]
CONTESTED_KEYS = EVENT_KEYS[:8] + ["asserted", "denied"]
ARGUMENT_KEYS = ["claim", "document", "claimant", "aux", "sign", "date", "confidence", "quote"]

PAPERS = [  # name, date, source, text
    ("times-1", "2021-03-03", "Times",
     "India bombed Pakistan on Monday. Delhi said that Pakistan attacked India on Sunday."),
    ("post-1", "2021-03-03", "Post",
     "India bombed Pakistan on 1 March. Islamabad denied that Pakistan attacked India."),
    ("herald-1", "2021-03-04", "Herald", "India  bombed Pakistan on 1 March."),
    ("times-2", "2021-03-09", "Times",
     "India bombed Pakistan on Monday. China met Russia on Monday."),
    ("post-2", "2021-03-05", "Post", "Russia said that India bombed Pakistan on Monday."),
    ("herald-2", "2021-03-05", "Herald", "Russia said that India had attacked Pakistan on Monday."),
    ("herald-3", "2021-03-16", "Herald", "China met Russia on Monday. Turkey is an ally of Qatar. "
     "Turkey may attack Greece. Greece did not attack Turkey."),
    ("times-3", "2021-03-20", "Times", "Turkey is a rival of Qatar. Turkey attacked Greece."),
]


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="entente-events-"))
        cls.record = cls.folder / "record.duckdb"
        cls.fill()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def run_it(cls, *arguments, text=None):
        return subprocess.run([ENTENTE, *map(str, arguments), "--record", cls.record], input=text,
                              cwd=cls.folder, capture_output=True, encoding="utf-8", timeout=300)

    @classmethod
    def output(cls, *arguments, text=None):
        result = cls.run_it(*arguments, text=text)
        if result.returncode != 0:
            raise AssertionError(f"{arguments}: {result.returncode} {result.stderr}")
        return result.stdout

    def listed(self, *arguments):
        lines = self.output("claims", "--format", "jsonl", *arguments)
        return [json.loads(line) for line in lines.splitlines()]

    def event(self, actor, recipient, kind, *arguments):
        """The only event of that kind."""
        found = [event for event in self.listed("--events", "--type", kind, *arguments)
                 if (event["actor"]["id"], event["recipient"]["id"]) == (actor, recipient)]
        self.assertEqual(len(found), 1, found)
        return found[0]


class Papers(Base):
    @classmethod
    def fill(cls):
        lines = "".join(json.dumps({"id": name, "date": date, "source": source, "text": text}) + "\n"
                        for name, date, source, text in PAPERS)
        cls.output("read", "-", text=lines)

    def test_five_reports_of_three_sources(self):
        event = self.event("IND", "PAK", "ASSAULT", "--to", "2021-03-05")
        self.assertEqual(list(event), EVENT_KEYS)
        self.assertEqual(event["date"], {"start": "2021-03-01", "end": "2021-03-01",
                                         "precision": "day"})
        self.assertEqual((event["reports"], event["documents"]), (5, 5))
        # The Times; the sentence that Post and Herald share; Moscow's word in both.
        self.assertEqual(event["sources"], 3)
        self.assertEqual(len(event["claims"]), 5)
        claims = {claim["claim"]: claim for claim in self.listed()}
        self.assertEqual({claims[id]["document"] for id in event["claims"]},
                         {"times-1", "post-1", "herald-1", "post-2", "herald-2"})

    def test_a_week_apart_is_another_event(self):
        self.assertEqual([event["date"]["start"] for event in
                          self.listed("--events", "--pair", "IND", "PAK", "--from", "2021-03-06")],
                         ["2021-03-08"])
        self.assertEqual([event["date"]["start"] for event in
                          self.listed("--events", "--pair", "China", "Russia", "--reverse")],
                         ["2021-03-08", "2021-03-15"])

    def test_a_possibility_is_apart_from_the_deed(self):
        self.assertEqual({event["realis"] for event in
                          self.listed("--events", "--pair", "TUR", "GRC")},
                         {"asserted", "hypothetical"})
        self.assertEqual([event["realis"] for event in
                          self.listed("--events", "--pair", "TUR", "GRC", "--facts")],
                         ["asserted"])

    def test_contested_shows_both_sides(self):
        contested = self.listed("--contested")
        self.assertEqual([(event["type"], event["trend"]) for event in contested],
                         [("TIE", "standing"), ("ASSAULT", None)])
        for event in contested:
            self.assertEqual(list(event), CONTESTED_KEYS)
            for side in ("asserted", "denied"):
                self.assertEqual(list(event[side]), ["documents", "sources", "claims"])
                for claim in event[side]["claims"]:
                    self.assertEqual(list(claim), ARGUMENT_KEYS)
        attack = contested[1]
        self.assertEqual([claim["claimant"] for claim in attack["asserted"]["claims"]], ["IND"])
        self.assertEqual([(claim["claimant"], claim["document"], claim["quote"])
                          for claim in attack["denied"]["claims"]],
                         [("PAK", "post-1", "Islamabad denied that Pakistan attacked India.")])
        listed = self.event("PAK", "IND", "ASSAULT")
        self.assertEqual((listed["event"], listed["denials"], listed["contested"]),
                         (attack["event"], 1, True))

    def test_what_people_see(self):
        table = self.output("claims", "--events", "--pair", "IND", "PAK", "--limit", "2")
        self.assertIn("[bombed]", table)
        self.assertIn("2 of 3 events; --limit 0 shows all", table)
        table = self.output("claims", "--contested")
        self.assertIn("Islamabad denied that Pakistan [attacked] India.", table)
        self.assertIn("2 of 2 contested events", table)
        self.assertIn("0 of 0 contested events",
                      self.output("claims", "--contested", "--from", "2022"))

    def test_csv_says_the_same(self):
        rows = list(csv.DictReader(io.StringIO(
            self.output("claims", "--events", "--format", "csv"))))
        events = self.listed("--events")
        self.assertEqual([row["event"] for row in rows], [event["event"] for event in events])
        self.assertEqual([row["claims"].split() for row in rows],
                         [event["claims"] for event in events])
        sides = list(csv.DictReader(io.StringIO(
            self.output("claims", "--contested", "--format", "csv"))))
        self.assertEqual([row["side"] for row in sides], ["asserted", "denied"] * 2)
        self.assertTrue(all(row["sentence"] and row["document"] for row in sides))

    def test_either_or(self):
        self.assertEqual(self.run_it("claims", "--events", "--contested").returncode, 2)


class Dispatches(Base):
    @classmethod
    def fill(cls):
        cls.output("read", DISPATCHES)

    def test_every_report_is_in_one_event(self):
        claims = {claim["claim"]: claim for claim in self.listed()}
        events = self.listed("--events")
        ids = [id for event in events for id in event["claims"]]
        self.assertEqual(len(ids), len(set(ids)))
        reports = {id for id, claim in claims.items()
                   if "negation" not in claim["aux"] and claim["trend"] != "standing"}
        self.assertEqual(set(ids), reports)
        self.assertLess(len(events), len(ids))
        for event in events:
            self.check(event, [claims[id] for id in event["claims"]])

    def check(self, event, reports):
        """The event is what all its reports say."""
        self.assertEqual(event["reports"], len(reports))
        self.assertEqual(event["documents"], len({claim["document"] for claim in reports}))
        self.assertTrue(1 <= event["sources"] <= len(reports))
        ends = {event["actor"]["id"], event["recipient"]["id"]}
        for claim in reports:
            self.assertEqual(claim["type"], event["type"])
            self.assertEqual({claim["actor"]["id"], claim["recipient"]["id"]}, ends)
            self.assertIn(claim["layer"], event["layers"])
            self.assertEqual("hypothetical" in claim["aux"], event["realis"] == "hypothetical")
        days = [claim["date"]["start"] for claim in reports
                if claim["date"] and claim["date"]["precision"] == "day"]
        if days:
            self.assertLessEqual(int(max(days)[:4]) - int(min(days)[:4]), 1)

    def test_the_same_whoever_asks(self):
        events = {event["event"]: event for event in self.listed("--events")}
        for filters in (["--pair", "PAK", "RUS"], ["--type", "AGREE"], ["--facts"],
                        ["--claimant", "IND"], ["--from", "2014", "--to", "2016"],
                        ["--layer", "arms"]):
            some = self.listed("--events", *filters)
            self.assertTrue(some, filters)
            self.assertLess(len(some), len(events))
            for event in some:
                self.assertEqual(event, events[event["event"]])

    def test_dispatches_meet_in_events(self):
        # The accord of November 2014 is told on the morrow, and again "three weeks ago".
        self.assertTrue([event for event in self.listed("--events") if event["documents"] > 1])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
