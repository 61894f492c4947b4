"""The command line from outside: commands, formats, filters, exit codes, idempotence."""

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
DISPATCHES = Path(__file__).resolve().parent.parent / "worlds" / "eurasia" / "dispatches"
KEYS = ["document", "sentence", "actor", "recipient", "type", "mode", "layer", "sign", "trend",
        "aux", "claimant", "trigger", "date", "confidence"]


class Base(unittest.TestCase):
    """Runs in a folder of its own, whose record `dispatches.duckdb` holds the dispatches."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="entente-cli-"))
        cls.record = cls.folder / "dispatches.duckdb"
        cls.read_summary = json.loads(
            cls.output("read", DISPATCHES, "--record", cls.record, "--format", "jsonl"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def run_it(cls, *arguments, text=None, **environment):
        return subprocess.run([ENTENTE, *map(str, arguments)], input=text, cwd=cls.folder,
                              capture_output=True, encoding="utf-8", timeout=300,
                              env={**os.environ, "NO_COLOR": "", **environment})

    @classmethod
    def output(cls, *arguments, **more):
        """What a command that succeeds prints."""
        result = cls.run_it(*arguments, **more)
        if result.returncode != 0:
            raise AssertionError(f"{arguments}: {result.returncode} {result.stderr}")
        return result.stdout

    def claims(self, *arguments):
        lines = self.output("claims", "--record", self.record, "--format", "jsonl", *arguments)
        return [json.loads(line) for line in lines.splitlines()]


class Reading(Base):
    def test_every_dispatch_is_read_once(self):
        files = len(list(DISPATCHES.glob("*.txt")))
        self.assertEqual(self.read_summary["added"], files)
        self.assertEqual(self.read_summary["failed"], 0)
        self.assertGreater(self.read_summary["claims"], files)

    def test_reading_again_changes_nothing(self):
        before = self.record.read_bytes()
        again = json.loads(self.output("read", DISPATCHES, DISPATCHES, "--record", self.record,
                                       "--format", "jsonl"))
        self.assertEqual(again["known"], again["inputs"])
        self.assertEqual(again["added"] + again["replaced"] + again["claims"], 0)
        self.assertEqual(self.record.read_bytes(), before)

    def test_reading_again_on_demand(self):
        copy = self.folder / "again.duckdb"
        shutil.copy(self.record, copy)
        again = json.loads(self.output("read", DISPATCHES, "--record", copy, "--again",
                                       "--format", "jsonl"))
        self.assertEqual(again["replaced"], self.read_summary["added"])
        before, after = (self.output("claims", "--record", record, "--format", "jsonl")
                         for record in (self.record, copy))
        self.assertEqual(after, before)

    def test_filter_prints_the_contract(self):
        lines = self.output("read", DISPATCHES, "--no-record", "--format", "jsonl").splitlines()
        self.assertEqual(len(lines), self.read_summary["claims"])
        for line in lines:
            claim = json.loads(line)
            file = DISPATCHES / claim["document"]
            self.check_form(claim, file.name, file.read_text(encoding="utf-8"))

    def check_form(self, claim, name, text):
        self.assertEqual(list(claim), KEYS)
        self.assertEqual(claim["document"], name)
        for party in ("actor", "recipient"):
            self.assertEqual(list(claim[party]), ["id", "sector", "text", "start", "end"])
        self.assertEqual(list(claim["claimant"]), ["id", "text", "start", "end"])
        for part in ("actor", "recipient", "claimant", "trigger"):
            quote = claim[part]
            if quote["text"] is None:
                self.assertIsNone(quote["start"])
            else:
                self.assertEqual(text[quote["start"]:quote["end"]], quote["text"])
        sentence = claim["sentence"]
        self.assertIn(claim["trigger"]["text"], text[sentence["start"]:sentence["end"]])
        if claim["type"] == "TIE":
            self.assertIn(claim["sign"], ("+", "-"))
            self.assertIn(claim["trend"], ("standing", "closer", "apart"))
        else:
            self.assertIsNone(claim["sign"])
            self.assertIsNone(claim["trend"])
        order = ["negation", "future", "hypothetical", "historical"]
        self.assertEqual(claim["aux"], [mode for mode in order if mode in claim["aux"]])
        if claim["date"] is not None:
            self.assertEqual(list(claim["date"]), ["start", "end", "precision", "text"])
            self.assertLessEqual(claim["date"]["start"], claim["date"]["end"])
        self.assertTrue(0 <= claim["confidence"] <= 1)

    def test_offsets_count_code_points(self):
        text = "“Größe” \U0001f600 — Ōsaka. Russia sold helicopters to Pakistan on Monday."
        line = json.dumps({"id": "x", "text": text, "date": "2017-09-08"})
        claims = self.output("read", "-", "--no-record", "--format", "jsonl", text=line)
        found = [json.loads(claim) for claim in claims.splitlines()]
        self.assertTrue(found)
        self.assertEqual(found[0]["actor"]["start"], text.index("Russia"))
        for claim in found:
            self.check_form(claim, "x", text)

    def test_filter_keeps_nothing(self):
        empty = Path(tempfile.mkdtemp(dir=self.folder))
        subprocess.run([ENTENTE, "read", DISPATCHES, "--no-record", "--format", "csv"], cwd=empty,
                       check=True, stdout=subprocess.DEVNULL)
        self.assertEqual(list(empty.iterdir()), [])

    def test_threads_do_not_change_the_output(self):
        one, two = (self.output("read", DISPATCHES, "--no-record", "--format", "jsonl",
                                "--threads", n) for n in (1, 4))
        self.assertEqual(one, two)

    def test_same_text_twice_is_one_document(self):
        lines = "".join(json.dumps({"id": name, "text": "Russia attacked Ukraine."}) + "\n"
                        for name in "ab")
        record = self.folder / "twice.duckdb"
        summary = json.loads(self.output("read", "-", "--record", record, "--format", "jsonl",
                                         text=lines))
        self.assertEqual((summary["added"], summary["known"]), (1, 1))

    def test_quiet_and_stats(self):
        file = next(DISPATCHES.glob("*.txt"))
        record = self.folder / "quiet.duckdb"
        quiet = self.run_it("read", file, "--record", record, "--quiet", "--stats")
        self.assertEqual((quiet.returncode, quiet.stdout), (0, ""))
        self.assertIn("sentences/s", quiet.stderr)


class Claims(Base):
    def test_record_gives_back_what_the_filter_prints(self):
        lines = self.output("read", DISPATCHES, "--no-record", "--format", "jsonl").splitlines()
        stored = self.claims("--sort", "document")
        ids = [claim.pop("claim") for claim in stored]
        self.assertEqual(stored, [json.loads(line) for line in lines])
        self.assertEqual(len(set(ids)), len(ids))
        self.assertTrue(all(re.fullmatch("[0-9a-f]{16}", claim_id) for claim_id in ids))

    def test_filters(self):
        everything = self.claims()

        def check(arguments, keeps):
            found = self.claims(*arguments)
            want = {claim["claim"] for claim in everything if keeps(claim)}
            self.assertEqual({claim["claim"] for claim in found}, want, arguments)
            self.assertTrue(want, arguments)

        def ends(claim):
            return {claim["actor"]["id"], claim["recipient"]["id"]}

        check(["--actor", "PAK"], lambda c: "PAK" in ends(c))
        check(["--actor", "Pakistan", "--actor", "india"], lambda c: ends(c) & {"PAK", "IND"})
        check(["--pair", "RUS", "Pakistan"], lambda c: ends(c) == {"PAK", "RUS"})
        check(["--type", "AGREE", "--type", "tie"], lambda c: c["type"] in ("AGREE", "TIE"))
        check(["--layer", "military"], lambda c: c["layer"] == "military")
        check(["--claimant", "unnamed"], lambda c: c["claimant"]["id"] == "unnamed")
        check(["--min-confidence", "0.6"], lambda c: c["confidence"] >= 0.6)
        check(["--facts"], lambda c: not c["aux"])
        check(["--aux", "future", "--aux", "negation"], lambda c: {"future", "negation"} & {*c["aux"]})
        check(["--document", everything[0]["document"]],
              lambda c: c["document"] == everything[0]["document"])
        check(["--from", "2014", "--to", "2015-06"],
              lambda c: c["date"] and c["date"]["end"] >= "2014-01-01"
              and c["date"]["start"] <= "2015-06-30")

    def test_order(self):
        days = [claim["date"]["start"] if claim["date"] else "" for claim in self.claims()]
        self.assertEqual(days, sorted(days, reverse=True))
        oldest = [day for day in (c["date"] and c["date"]["start"]
                                  for c in self.claims("--reverse")) if day]
        self.assertEqual(oldest, sorted(oldest))
        sure = [claim["confidence"] for claim in self.claims("--sort", "confidence")]
        self.assertEqual(sure, sorted(sure, reverse=True))

    def test_table_says_how_many_of_how_many(self):
        total = len(self.claims())
        table = self.output("claims", "--record", self.record, "--limit", "7")
        self.assertIn(f"7 of {total} claims", table)
        self.assertNotIn("\x1b", table)
        self.assertEqual(len(self.claims("--limit", "7")), 7)

    def test_csv_is_flat(self):
        text = self.output("claims", "--record", self.record, "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(text)))
        claims = self.claims()
        self.assertEqual([row["claim"] for row in rows], [claim["claim"] for claim in claims])
        for row, claim in zip(rows, claims):
            self.assertEqual(row["actor"], claim["actor"]["id"])
            self.assertEqual(row["trigger"], claim["trigger"]["text"] or "")
            self.assertEqual(row["aux"].split(), claim["aux"])

    def test_unknown_actor_gets_suggestions(self):
        wrong = self.run_it("claims", "--record", self.record, "--actor", "Pakisten")
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("did you mean Pakistan (PAK)", wrong.stderr)


class Show(Base):
    def test_document_with_its_claims(self):
        claim = self.claims("--sort", "confidence", "--limit", "1")[0]
        page = self.output("show", claim["document"], "--record", self.record)
        self.assertIn("[" + claim["trigger"]["text"] + "]", page)
        self.assertIn(claim["claim"][:8], page)
        self.assertNotIn("\x1b", page)
        lines = self.output("show", claim["document"], "--record", self.record, "--format",
                            "jsonl").splitlines()
        document = json.loads(lines[0])
        self.assertEqual(document["text"], (DISPATCHES / claim["document"]).read_text("utf-8"))
        self.assertIn(claim, [json.loads(line) for line in lines[1:]])
        by_hash = self.output("show", document["hash"][:10], "--record", self.record)
        self.assertEqual(by_hash, page)

    def test_claim_with_its_provenance(self):
        claim = self.claims("--sort", "confidence", "--limit", "1")[0]
        page = self.output("show", claim["claim"][:8], "--record", self.record)
        for part in (claim["claim"], claim["document"], "[" + claim["trigger"]["text"] + "]",
                     "confidence", "rule", "knowledge/", "by reader", "published"):
            self.assertIn(part, page)
        line = self.output("show", claim["claim"], "--record", self.record, "--format", "jsonl")
        self.assertEqual(json.loads(line), claim)

    def test_colours_only_where_wanted(self):
        claim = self.claims("--limit", "1")[0]["claim"]
        show = ["show", claim, "--record", self.record, "--color"]
        self.assertIn("\x1b[", self.output(*show, "always"))
        self.assertNotIn("\x1b[", self.output(*show, "never"))
        self.assertNotIn("\x1b[", self.output(*show, "auto"))

    def test_text_cannot_steer_the_terminal(self):
        text = "Russia attacked \x1b]0;owned\x07 Ukraine on Monday.\n"
        record = self.folder / "escape.duckdb"
        line = json.dumps({"id": "e\x1b[2J", "text": text, "title": "\x1b[31mred"})
        self.output("read", "-", "--record", record, text=line)
        for command in (["show", "e\x1b[2J"], ["claims"], ["status"]):
            self.assertNotRegex(self.output(*command, "--record", record), "[\x00-\x09\x0b-\x1f]")

    def test_unknown_name(self):
        wrong = self.run_it("show", "nothing-of-the-kind", "--record", self.record)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("nothing-of-the-kind", wrong.stderr)


class UndatedDocuments(Base):
    TEXT = ("President Joe Biden met Imran Khan and Boris Johnson. Antony Blinken stayed away. "
            "The United States criticised Russia.\n")

    def record_of(self, name, *options):
        record = self.folder / f"{name}.duckdb"
        self.output("read", "-", "--record", record, "--quiet", *options, text=self.TEXT)
        document, *claims = map(json.loads, self.output("show", "-", "--record", record, "--format", "jsonl").splitlines())
        return record, document, claims

    def test_its_text_dates_it(self):
        record, document, claims = self.record_of("undated")
        self.assertIsNone(document["date"])
        estimate = document["estimated_date"]
        self.assertLess("2021-01", estimate["start"])  # Blinken has come into office, and Johnson not left it for long
        self.assertLess(estimate["end"], "2023-12")
        dates = [claim["date"] for claim in claims]
        self.assertIn({**estimate, "precision": "estimate", "text": None}, dates)
        self.assertIn("estimated from its text", self.output("show", "-", "--record", record))
        self.assertIn("~" + estimate["start"][:7], self.output("claims", "--record", record))
        status = json.loads(self.output("status", "--record", record, "--format", "jsonl"))
        self.assertEqual((status["estimated_dates"], status["undated"]), (1, 0))
        pair = self.output("alignment", "USA", "RUS", "--record", record)
        self.assertNotIn("without a date", pair)

    def test_a_given_date_goes_first(self):
        _, document, claims = self.record_of("given", "--date", "2021-02-03")
        self.assertEqual((document["date"], document["estimated_date"]), ("2021-02-03", None))
        self.assertIn("2021-02-03", [claim["date"]["start"] for claim in claims if claim["date"]])
        lines = json.dumps({"id": "own", "text": self.TEXT, "date": "2021-03-04"}) + "\n"
        own = json.loads(self.output("read", "-", "--no-record", "--format", "jsonl", "--date", "2021-02-03",
                                     text=lines).splitlines()[-1])
        self.assertEqual(own["date"]["start"], "2021-03-04")
        self.assertEqual(self.run_it("read", "-", "--date", "yesterday", text="").returncode, 2)


class Status(Base):
    def test_counts(self):
        status = json.loads(self.output("status", "--record", self.record, "--format", "jsonl"))
        claims = self.claims()
        self.assertEqual(status["documents"], self.read_summary["added"])
        self.assertEqual(status["claims"], len(claims))
        self.assertEqual(sum(status["types"].values()), len(claims))
        days = [claim["date"]["start"] for claim in claims if claim["date"]]
        self.assertEqual((status["first"], status["last"]), (min(days), max(days)))
        table = self.output("status", "--record", self.record)
        self.assertRegex(table, r"\b%d\s+claims" % len(claims))
        rows = self.output("status", "--record", self.record, "--format", "csv").splitlines()
        self.assertIn(f"claims,,{len(claims)}", rows)


class Shell(Base):
    def test_version_and_help(self):
        self.assertRegex(self.output("--version"), r"^entente \d+\.\d+\.\d+ ")
        self.assertIn("First steps", self.output("--help"))
        for command in ("read", "claims", "show", "status", "completion", "man"):
            self.assertIn(f"Usage: entente {command}", self.output(command, "--help"))

    def test_misuse(self):
        for wrong in ([], ["nonsense"], ["read"], ["show"], ["claims", "--type", "LOVE"],
                      ["claims", "--pair", "PAK"], ["claims", "--from", "2017-13"],
                      ["claims", "--min-confidence", "2"], ["claims", "--limit", "-3"],
                      ["claims", "--facts", "--aux", "future"], ["status", "--format", "xml"],
                      ["read", "-", "--threads", "0"], ["completion", "tcsh"]):
            result = self.run_it(*wrong)
            self.assertEqual(result.returncode, 2, wrong)
            self.assertTrue(result.stderr.startswith("entente: "), result.stderr)
            self.assertEqual(result.stdout, "")

    def test_common_options_stand_before_or_after_the_command(self):
        after = self.output("status", "--record", self.record, "--format", "csv")
        before = self.output("--record", self.record, "--format", "csv", "status")
        self.assertEqual(before, after)

    def test_missing_record(self):
        for command in (["claims"], ["show", "x"], ["status"]):
            result = self.run_it(*command, "--record", "none.duckdb")
            self.assertEqual(result.returncode, 1)
            self.assertIn("entente read", result.stderr)
        self.assertFalse((self.folder / "none.duckdb").exists())

    def test_reader_that_leaves_early(self):
        lines = [ENTENTE, "claims", "--record", str(self.record), "--format", "jsonl"]
        with subprocess.Popen(lines, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            process.stdout.readline()
            process.stdout.close()
            self.assertEqual(process.stderr.read(), b"")

    def test_completion(self):
        script = self.output("completion", "bash")
        for shell, check in (("bash", ["bash", "-n"]), ("zsh", ["zsh", "-n"]),
                             ("fish", ["fish", "--no-execute"])):
            if shutil.which(shell):
                subprocess.run(check, input=self.output("completion", shell), check=True,
                               encoding="utf-8")
        for line, words in (("claims --lay", ["--layer"]), ("claims --layer mil", ["military"]),
                            ("scenario se", ["sensitivity"]), ("scenario run --format js", ["json", "jsonl"]),
                            ("scenario solve --form", ["--format"])):
            words_of = line.split()
            complete = (f"{script}\nCOMP_WORDS=(entente {line}); COMP_CWORD={len(words_of)}; _entente; "
                        'echo "${COMPREPLY[@]}"')
            done = subprocess.run(["bash"], input=complete, capture_output=True, encoding="utf-8")
            self.assertEqual(done.stdout.split(), words, (line, done.stderr))

    def test_manual_page(self):
        page = self.output("man")
        for word in ("SH NAME", "entente claims", "entente scenario run", "\\-\\-min\\-confidence", "EXIT STATUS"):
            self.assertIn(word, page)
        if shutil.which("man"):
            (self.folder / "entente.1").write_text(page, encoding="utf-8")
            shown = subprocess.run(["man", "--warnings", "-l", "entente.1"], cwd=self.folder,
                                   capture_output=True, encoding="utf-8",
                                   env={**os.environ, "MANPAGER": "cat", "LC_ALL": "C.UTF-8"})
            self.assertEqual((shown.returncode, shown.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
