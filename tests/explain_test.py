"""`entente explain` from outside: what it shows on a screen, in a pipe and to programs."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

ENTENTE = os.path.abspath(sys.argv[1])
DISPATCHES = Path(__file__).resolve().parent.parent / "worlds" / "eurasia" / "dispatches"
SENTENCE = "China may supply Pakistan with fighter jets, Turkish officials said on Monday."


def run_it(*arguments, text=None, code=0):
    result = subprocess.run([ENTENTE, "explain", *arguments], input=text, capture_output=True,
                            encoding="utf-8", timeout=300, env={**os.environ, "NO_COLOR": ""})
    if result.returncode != code:
        raise AssertionError(f"{arguments}: {result.returncode} {result.stderr}")
    return result.stdout if code == 0 else result.stderr


def as_json(*arguments, text=None):
    lines = run_it("--format", "jsonl", *arguments, text=text).splitlines()
    return [json.loads(line) for line in lines]


def rows(explanation, word):
    return [row for w in explanation["words"] if w["text"] == word and w["as"] != "operator"
            for row in w["rows"]]


class ForPeople(unittest.TestCase):
    def test_a_page_shows_everything(self):
        page = run_it("--date", "2019-05-14", SENTENCE)
        for part in ["└─", "VERB_BASE", "countries.tsv", "2019-05-13", "✓ triggers_", "“may”",
                     "“said”", "subj of “supply”"]:
            self.assertIn(part, page)

    def test_a_pipe_gets_no_colours_and_no_trailing_blanks(self):
        page = run_it(SENTENCE)
        self.assertNotIn("\x1b", page)
        self.assertEqual([line for line in page.splitlines() if line != line.rstrip()], [])
        self.assertIn("\x1b[", run_it("--color", "always", SENTENCE))

    def test_the_tree_has_every_word_in_order(self):
        page = run_it(SENTENCE)
        tree = page.split("\ntree\n")[1].split("\n\n")[0].splitlines()
        words = [re.sub(r"^[ │┌├└─]*", "", line).split()[0] for line in tree]
        self.assertEqual(words, re.findall(r"\w+|[.,]", SENTENCE))

    def test_all_shows_rows_that_missed_by_far(self):
        self.assertNotIn("missing beside it", run_it("Norway ended it."))
        self.assertIn("missing beside it", run_it("--all", "Norway ended it."))

    def test_control_characters_are_not_shown(self):
        self.assertNotIn("\x1b", run_it("Norway\x1b[31m accused Rus\x07sia of it."))


class ForPrograms(unittest.TestCase):
    def test_claims_carry_their_words_and_the_row_that_made_them(self):
        for path in sorted(DISPATCHES.glob("*.txt"))[:8]:
            text = path.read_text(encoding="utf-8")
            body = text.split("---\n", 2)[-1] if text.startswith("---") else text
            date = re.search(r"^date: (\S+)", text, re.M)
            day = ["--date", date.group(1)] if date else []
            for explanation in as_json(*day, "-", text=body):
                for claim in explanation["claims"]:
                    start, end = claim["trigger"]["start"], claim["trigger"]["end"]
                    self.assertEqual(body[start:end], claim["trigger"]["text"])
                    fired = [row["where"] for w in explanation["words"] for row in w["rows"]
                             if row.get("outcome") == "fired"]
                    if not claim["pattern"].startswith("codebook"):
                        self.assertIn(claim["pattern"], fired)
                    self.assertIn("layer", claim["why"])

    def test_claims_are_those_of_read(self):
        text = SENTENCE + " Norway condemned it and expelled two of its diplomats."
        read = subprocess.run([ENTENTE, "read", "-", "--no-record", "--format", "jsonl"],
                              input=text, capture_output=True, encoding="utf-8", timeout=60)
        expected = [json.loads(line) for line in read.stdout.splitlines()]
        self.assertGreater(len(expected), 1)
        explained = [claim for e in as_json(text) for claim in e["claims"]]
        for claim in explained:
            del claim["why"], claim["pattern"]
        for claim in expected + explained:
            del claim["document"]
        self.assertEqual(explained, expected)

    def test_a_row_that_did_not_fire_says_why(self):
        [explanation] = as_json("Norway lambasted the weather.")
        [row] = rows(explanation, "lambasted")
        self.assertEqual(row["outcome"], "no_recipient")
        self.assertIn("weather", row["why"])
        self.assertEqual(explanation["claims"], [])

    def test_sentences_refer_to_one_another(self):
        first, second = as_json("Norway invited Sweden.", "It praised Finland.")
        self.assertEqual(second["actors"][0]["stands_for"], ["NOR"])
        self.assertEqual(second["claims"][0]["actor"]["id"], "NOR")
        self.assertEqual(first["sentence"]["start"], 0)

    def test_offsets_count_code_points(self):
        text = "“Très bien”: Norway accused Russia of it."
        [explanation] = [e for e in as_json("-", text=text) if e["claims"]]
        actor = explanation["claims"][0]["actor"]
        self.assertEqual(text[actor["start"]:actor["end"]], "Norway")

    def test_csv_has_one_row_of_knowledge_a_line(self):
        lines = list(csv.DictReader(io.StringIO(run_it("--format", "csv", SENTENCE))))
        self.assertTrue(any(line["outcome"] == "fired" for line in lines))
        self.assertTrue(all(re.match(r"triggers_\w+\.tsv:\d+$", line["where"])
                            for line in lines))


class Misuse(unittest.TestCase):
    def test_errors(self):
        run_it(code=2)
        run_it("--date", "yesterday", SENTENCE, code=2)
        self.assertIn("no sentence", run_it("", code=1))
        result = subprocess.run([ENTENTE, "explain", "-"], input=b"Norway \xff\xfe", timeout=60,
                                capture_output=True)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"UTF-8", result.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
