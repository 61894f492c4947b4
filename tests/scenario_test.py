"""`entente scenario` from outside: the documented example, errors, parts of a run, honesty."""

import csv
import io
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ENTENTE = os.path.abspath(sys.argv[1])
EXAMPLE = Path(__file__).resolve().parent.parent / "docs" / "examples" / "pipeline.yaml"
CLUSTERS = ("SLURM_", "OMPI_", "PMI_", "PARALLEL_")


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="entente-scenario-"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def environment(cls, **more):
        plain = {k: v for k, v in os.environ.items() if not k.startswith(CLUSTERS)}
        return {**plain, "NO_COLOR": "1", **more}

    @classmethod
    def run_it(cls, *arguments, **environment):
        return subprocess.run([ENTENTE, "scenario", *map(str, arguments)], cwd=cls.folder,
                              capture_output=True, encoding="utf-8", timeout=300,
                              env=cls.environment(**environment))

    def output(self, *arguments, **environment):
        result = self.run_it(*arguments, **environment)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def json(self, *arguments):
        lines = self.output(*arguments, "--format", "json").splitlines()
        self.assertEqual(len(lines), 1)
        return json.loads(lines[0], object_pairs_hook=self.without_doubles)

    def without_doubles(self, pairs):
        self.assertEqual(len(dict(pairs)), len(pairs), [key for key, _ in pairs])
        return dict(pairs)

    def csv(self, *arguments):
        return list(csv.DictReader(io.StringIO(self.output(*arguments, "--format", "csv"))))

    def file(self, text, name="scenario.yaml"):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


SMALL = """scenario: Two slots
from: 2000
to: 2003
paths: 2000
judgement: made for a test
slots:
  patron:
    values: [east, west]
    start: west
  pipeline:
    values: [planned, built]
    start: planned
influences:
  - name: the east pays
    when: {patron: east}
    then: {pipeline: {built: 2}}
  - then: {patron: {east: 1}}
"""


class Example(Base):
    def test_check_says_on_what_it_rests(self):
        found = self.json("check", EXAMPLE)
        self.assertEqual(len(found["assumptions"]), found["basis"]["judgements"])
        self.assertEqual(found["steps"], 6)
        table = self.output("check", EXAMPLE)
        for word in ("council", "vote", "the east pays", "Rests on judgement"):
            self.assertIn(word, table)

    def test_a_sketch_on_judgement_alone_says_so(self):
        sketch = EXAMPLE.parent / "nile-dam.yaml"
        found = self.json("check", sketch)
        self.assertEqual(found["basis"]["judgements"], len(found["assumptions"]))
        self.assertIn("Rests on judgement", self.output("compare", sketch, "--paths", 1000))

    def test_run_gives_probabilities(self):
        found = self.json("run", EXAMPLE, "--paths", 5000)
        self.assertEqual(found["paths"], 5000)
        for slot in found["slots"]:
            for step in range(7):
                shares = [value["steps"][step] for value in slot["values"]]
                self.assertEqual(sum(share["paths"] for share in shares), 5000)
                for share in shares:
                    self.assertLessEqual(share["low"], share["probability"])
                    self.assertGreaterEqual(share["high"], share["probability"])
        self.assertEqual(len(found["ends"]), found["ends_shown"])
        everything = self.json("run", EXAMPLE, "--paths", 5000, "--ends", 0)["ends"]
        self.assertEqual(sum(end["paths"] for end in everything), 5000)
        some = self.json("run", EXAMPLE, "--paths", 5000, "--slot", "patron", "--slot", "pipeline")
        self.assertEqual([slot["slot"] for slot in some["slots"]], ["patron", "pipeline"])
        self.assertIn(some["slots"][0], found["slots"])
        self.assertEqual(some["slots_in_all"], len(found["slots"]))
        self.assertIn(f"1 of {len(found['slots'])} slots shown",
                      self.output("run", EXAMPLE, "--paths", 5000, "--slot", "patron"))
        wrong = self.run_it("run", EXAMPLE, "--paths", 10, "--slot", "patrn")
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("did you mean 'patron'?", wrong.stderr)
        # elections are in 2025 and 2028: between them the government stays
        years = {slot["slot"]: slot for slot in found["slots"]}["government"]["values"][0]["steps"]
        self.assertEqual(years[1]["paths"], years[3]["paths"])
        self.assertNotEqual(years[3]["paths"], years[4]["paths"])
        # what is final never becomes less
        built = {slot["slot"]: slot for slot in found["slots"]}["pipeline"]["values"][1]["steps"]
        counts = [step["paths"] for step in built]
        self.assertEqual(counts, sorted(counts))

    def test_csv_is_the_same(self):
        rows = self.csv("run", EXAMPLE, "--paths", 1000)
        found = self.json("run", EXAMPLE, "--paths", 1000)
        first = found["slots"][0]["values"][0]["steps"][2]
        row = next(row for row in rows if row["step"] == first["step"])
        self.assertEqual(int(row["paths"]), first["paths"])
        self.assertEqual(row["scenario"], found["scenario"])

    def test_every_output_says_that_it_rests_on_judgement_and_how_to_repeat_it(self):
        for command in (["run"], ["compare"], ["explain"], ["sensitivity", "--paths", "300"]):
            more = [] if "--paths" in command else ["--paths", "1000"]
            text = self.output(command[0], EXAMPLE, *command[1:], *more)
            for word in ("Rests on judgement", "seed 1", "scenario ", "entente "):
                self.assertIn(word, text)
            found = self.json(command[0], EXAMPLE, *command[1:], *more)
            for key in ("basis", "scenario", "seed", "paths", "version"):
                self.assertIn(key, found)
            rows = self.csv(command[0], EXAMPLE, *command[1:], *more)
            self.assertTrue(rows[0]["basis"].startswith("judgement"))

    def test_runs_repeat_to_the_byte(self):
        a, b = (self.output("run", EXAMPLE, "--paths", 3000) for _ in range(2))
        self.assertEqual(a, b)
        self.assertNotEqual(a, self.output("run", EXAMPLE, "--paths", 3000, "--seed", 2))

    def test_a_pipe_has_no_colours(self):
        self.assertNotIn("\x1b", self.output("run", EXAMPLE, "--paths", 300))
        self.assertIn("\x1b", self.output("run", EXAMPLE, "--paths", 300, "--color", "always"))

    def test_compare_shows_what_variants_change(self):
        found = self.json("compare", EXAMPLE, "--paths", 4000)
        names = [variant["variant"] for variant in found["variants"]]
        self.assertEqual(names, ["the neighbour pays in advance", "elections bring the bold",
                                 "no word of sanctions"])
        bold = found["variants"][1]["differences"]
        last = next(line for line in bold if line["step"] == "2030" and line["value"] == "bold")
        self.assertEqual(last["with"], 1)
        self.assertAlmostEqual(last["difference"], last["with"] - last["without"], places=5)
        self.assertGreater(last["low"], 0)
        one = self.json("compare", EXAMPLE, "--paths", 1000, "--with", "no word of sanctions")
        self.assertEqual(len(one["variants"]), 1)
        alone = self.json("run", EXAMPLE, "--paths", 4000, "--variant", "elections bring the bold")
        cell = next(slot for slot in alone["slots"] if slot["slot"] == "pipeline")["values"][1]
        line = next(line for line in bold if line["step"] == "2030" and line["value"] == "built")
        self.assertAlmostEqual(cell["steps"][-1]["probability"], line["with"], places=6)

    def test_explain_names_influences_and_sources(self):
        text = self.output("explain", EXAMPLE, "--slot", "pipeline", "--to", "built")
        self.assertIn("pipeline: planned → built", text)
        self.assertIn("the east pays", text)
        self.assertIn("a patron with money finishes what it began", text)
        self.assertNotIn("patron: ", text.split("Rests on")[0].replace("when patron: ", ""))

    def test_sensitivity_ranks(self):
        found = self.json("sensitivity", EXAMPLE, "--on", "pipeline: built", "--paths", 2000)
        sizes = [abs(effect["difference"]) for effect in found["effects"]]
        self.assertEqual(sizes, sorted(sizes, reverse=True))
        self.assertTrue(all(effect["slot"] == "pipeline" for effect in found["effects"]))
        self.assertLess(found["effects_shown"], found["effects_in_all"])
        start = next(e for e in found["effects"] if e["assumption"] == "start of pipeline")
        self.assertEqual(start["instead"], "built")


class Errors(Base):
    def error(self, text, *arguments):
        result = self.run_it(*(arguments or ("check",)), self.file(text))
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertEqual(result.stdout, "")
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        return result.stderr

    def changed(self, old, new):
        self.assertIn(old, SMALL)
        text = SMALL.replace(old, new, 1)
        line = SMALL[:SMALL.index(old)].count("\n") + 1
        return self.error(text), f"scenario.yaml:{line}: "

    def test_errors_name_file_line_and_what_was_expected(self):
        for old, new, *words in (
                ("{patron: east}", "{patrn: east}", "unknown slot 'patrn'", "did you mean 'patron'"),
                ("{patron: east}", "{patron: eest}", "eest", "did you mean 'east'"),
                ("built: 2", "built: two", "expected a weight", "'two'"),
                ("built: 2", "built: 3 to 1", "write 1 to 3"),
                ("built: 2", "built: 200", "-99 to 99"),
                ("start: west", "start: {west: 0}", "the shares are all 0"),
                ("start: west", "begin: west", "unknown key 'begin'"),
                ("to: 2003", "to: 1999", "ends before its first step"),
                ("to: 2003", "to: soon", "expected a year or a month", "'soon'"),
                ("from: 2000", "from: 2000-05-01", "expected a year or a month"),
                ("    start: planned", "    start: planned\n    tempo: slowly", "expected a tempo"),
                ("    start: planned", "    start: planned\n    tempo: 3 months", "shorter than"),
                ("values: [east, west]", "values: [east, east]", "stands here twice"),
                ("values: [east, west]", "values: [west]", "2 to 32 values"),
                ("paths: 2000", "paths: many", "whole number"),
                ("name: the east pays", "nme: the east pays", "did you mean 'name'")):
            with self.subTest(new=new):
                message, where = self.changed(old, new)
                for word in words:
                    self.assertIn(word, message)
                if "\n" not in new:
                    self.assertIn(where, message)

    def test_what_rests_on_nothing_is_refused(self):
        message = self.error(SMALL.replace("judgement: made for a test\n", ""))
        self.assertIn("rests on nothing", message)
        self.assertIn("judgement: TEXT", message)

    def test_no_yaml(self):
        self.assertIn("scenario.yaml:2: ", self.error("scenario: x\n  from: [2000\n"))
        self.assertIn("empty", self.error(""))

    def test_names_of_the_command_line(self):
        path = self.file(SMALL)
        for arguments, word in (
                (("run", path, "--variant", "x"), "variant"),
                (("explain", path, "--slot", "patrn"), "did you mean 'patron'"),
                (("sensitivity", path, "--on", "patron: est"), "did you mean 'east'"),
                (("compare", path), "no variants")):
            result = self.run_it(*arguments)
            self.assertEqual(result.returncode, 1)
            self.assertIn(word, result.stderr)
        self.assertEqual(self.run_it("explain", path, "--to", "east").returncode, 2)
        self.assertEqual(self.run_it("run").returncode, 2)
        self.assertEqual(self.run_it("check", "nowhere.yaml").returncode, 1)


class Parts(Base):
    PATHS = 20001

    def whole(self, *arguments):
        return self.output("run", EXAMPLE, "--paths", self.PATHS, "--ends", 0, *arguments)

    def part(self, k, n, **environment):
        name = f"part-{k}-of-{n}.json"
        self.output("run", EXAMPLE, "--paths", self.PATHS, "--shard", f"{k}/{n}", "--out", name,
                    **environment)
        return name

    def test_any_number_of_parts_gives_the_same_bytes(self):
        for form in ("table", "json", "csv"):
            whole = self.whole("--format", form)
            for n in (1, 2, 7):
                parts = [self.part(k, n) for k in range(n, 0, -1)]
                merged = self.output("merge", *parts, "--ends", 0, "--format", form)
                self.assertEqual(merged, whole)

    def test_a_part_that_was_killed_is_run_again(self):
        command = [ENTENTE, "scenario", "run", str(EXAMPLE), "--paths", "3000000"]
        names = []
        for k in (1, 2):
            names.append(f"long-{k}.json")
            shard = [*command, "--shard", f"{k}/2", "--out", names[-1]]
            if k == 2:
                process = subprocess.Popen(shard, cwd=self.folder, env=self.environment())
                time.sleep(0.1)
                process.send_signal(signal.SIGKILL)
                self.assertEqual(process.wait(), -signal.SIGKILL)
                self.assertFalse((self.folder / names[-1]).exists())
                result = self.run_it("merge", names[0])
                self.assertEqual(result.returncode, 1)
                self.assertIn("part 2 of 2 is missing; make it with --shard 2/2", result.stderr)
            subprocess.run(shard, cwd=self.folder, env=self.environment(), check=True,
                           capture_output=True)
        merged = self.output("merge", *names, "--format", "json")
        self.assertEqual(merged, self.output("run", EXAMPLE, "--paths", 3000000, "--format", "json"))

    def test_parts_that_do_not_belong_together(self):
        first, second = self.part(1, 2), self.part(2, 2)
        other = "other.json"
        self.output("run", EXAMPLE, "--paths", self.PATHS, "--seed", 9, "--shard", "2/2", "--out",
                    other)
        for parts, word in (((first,), "part 2 of 2 is missing"),
                            ((first, first), "part 1 is in"),
                            ((first, other), "of another run")):
            result = self.run_it("merge", *parts)
            self.assertEqual(result.returncode, 1)
            self.assertIn(word, result.stderr)
        text = (self.folder / second).read_text()
        for name, broken in (("cut.json", text[:len(text) // 2]), ("empty.json", ""),
                             ("wrong.json", text.replace('"counts":[', '"counts":[1,', 1))):
            (self.folder / name).write_text(broken)
            result = self.run_it("merge", first, name)
            self.assertEqual(result.returncode, 1, name)
            self.assertIn("no whole part", result.stderr)

    def test_clusters_say_which_part(self):
        for n, environment in (
                (3, lambda k: {"SLURM_ARRAY_TASK_ID": str(k + 4), "SLURM_ARRAY_TASK_COUNT": "3",
                               "SLURM_ARRAY_TASK_MIN": "5"}),
                (2, lambda k: {"SLURM_PROCID": str(k - 1), "SLURM_NTASKS": "2"}),
                (2, lambda k: {"OMPI_COMM_WORLD_RANK": str(k - 1), "OMPI_COMM_WORLD_SIZE": "2"}),
                (2, lambda k: {"PMI_RANK": str(k - 1), "PMI_SIZE": "2"})):
            for k in range(1, n + 1):
                self.output("run", EXAMPLE, "--paths", self.PATHS, "--out", "at-%.json",
                            **environment(k))
                self.assertEqual((self.folder / f"at-{k}.json").read_bytes(),
                                 (self.folder / self.part(k, n)).read_bytes())
        lines = "".join(self.output("run", EXAMPLE, "--paths", self.PATHS, "--shard", "/2",
                                    PARALLEL_SEQ=str(k)) for k in (1, 2))
        (self.folder / "lines.json").write_text(lines)
        self.assertEqual(self.output("merge", "lines.json", "--ends", 0), self.whole())
        self.assertEqual(self.run_it("run", EXAMPLE, "--shard", "/2").returncode, 1)
        self.assertEqual(self.run_it("run", EXAMPLE, "--shard", "3/2").returncode, 1)


class Flows(Base):
    LINKS = """network: gas
unit: bcm/y
nodes:
  - {node: field, at: [37, 62]}
  - {node: town, at: [30, 71]}
  - {node: port, at: [25, 62]}
links:
  - {link: line, from: field, to: town, capacity: 30, status: construction}
  - {link: ships, from: port, to: town, capacity: 4.5, status: operating}
"""
    TEXT = """scenario: Gas
from: 2000
to: 2004
paths: 1000
judgement: made for a test
slots:
  line: {values: [planned, built], start: planned, final: built, tempo: 2 years}
flows:
  gas:
    links: gas.yaml
    from: field
    to: town
    open: {line: {line: built}}
    bands: {plenty: 25}
influences: [{then: {line: {built: 0}}}]
variants: {blocked: {block: [line]}}
"""

    def test_a_link_that_is_built_carries(self):
        self.file(self.LINKS, "gas.yaml")
        found = self.json("run", self.file(self.TEXT))
        line, gas = found["slots"]
        self.assertEqual([s["paths"] for s in line["values"][1]["steps"]],
                         [s["paths"] for s in gas["values"][1]["steps"]])
        self.assertGreater(gas["values"][1]["steps"][-1]["paths"], 0)
        blocked = self.json("run", self.file(self.TEXT), "--variant", "blocked")
        self.assertEqual(blocked["slots"][1]["values"][1]["steps"][-1]["paths"], 0)

    def test_errors_of_links(self):
        self.file(self.LINKS, "gas.yaml")
        for old, new, word in (("{line: {line: built}}", "{lne: {line: built}}", "line"),
                               ("to: town", "to: twn", "town"),
                               ("block: [line]", "block: [lne]", "line"),
                               ("plenty: 25", "plenty: -1", "above 0"),
                               ("links: gas.yaml", "links: none.yaml", "none.yaml")):
            result = self.run_it("check", self.file(self.TEXT.replace(old, new)))
            self.assertEqual(result.returncode, 1, new)
            self.assertIn(word, result.stderr)


class CrossImpact(Base):
    SYSTEM = EXAMPLE.parents[3] / "shared" / "expected" / "cross-impact" / "somewhereland.scw"

    def test_ends_are_as_frequent_as_basins_are_large(self):
        if not self.SYSTEM.exists():
            self.skipTest(f"{self.SYSTEM} is not there")
        found = self.json("run", self.SYSTEM, "--paths", 200000, "--ends", 0)
        weights = [178, 127, 55, 35, 28, 24, 19, 14, 3, 3]  # computed.txt beside it
        self.assertEqual([end["consistent"] for end in found["ends"]], [True] * 10)
        for end, weight in zip(found["ends"], weights):
            self.assertAlmostEqual(end["probability"], weight / 486, delta=0.005)
        self.assertEqual(found["beta"], "infinite")
        warm = self.json("run", self.SYSTEM, "--paths", 2000, "--beta", 0.3, "--ends", 0)
        self.assertGreater(len(warm["ends"]), 10)
        self.assertEqual(self.run_it("run", self.SYSTEM, "--beta", "-1").returncode, 2)


class FromRecord(Base):
    DISPATCHES = EXAMPLE.parents[2] / "worlds" / "eurasia" / "dispatches"

    def entente(self, *arguments):
        result = subprocess.run([ENTENTE, *map(str, arguments)], cwd=self.folder,
                                capture_output=True, encoding="utf-8", timeout=300,
                                env=self.environment())
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def test_starts_and_quotes_come_from_the_record(self):
        files = sorted(self.DISPATCHES.glob("*shoigu*")) + sorted(self.DISPATCHES.glob("*lavrov*"))
        self.assertTrue(files)
        self.entente("read", *files, "--record", "r.duckdb")
        claim = json.loads(self.entente("claims", "--record", "r.duckdb", "--pair", "PAK", "RUS",
                                        "--format", "jsonl").splitlines()[0])
        text = SMALL.replace("    values: [east, west]\n    start: west", """    values: [east, west]
    start: {alignment: [PAK, RUS], at: 2015-01-01, bands: {east: 0}}""")
        text = text.replace("then: {pipeline: {built: 2}}",
                            "then: {pipeline: {built: 2}}\n    claim: " + claim["claim"][:8])
        path = self.file(text)
        found = self.json("run", path, "--record", "r.duckdb")
        self.assertEqual(found["basis"]["claims"], 1)
        self.assertEqual(found["basis"]["measures"], 1)
        start = found["slots"][0]["values"][0]["steps"][0]["probability"]
        alignment = json.loads(self.entente("alignment", "PAK", "RUS", "--from", "2015-01-01", "--to",
                                            "2015-01-01", "--record", "r.duckdb", "--format",
                                            "json").splitlines()[0])
        point = alignment["points"][0]
        above = 0.5 * math.erfc(-point["mean"] / point["sd"] / math.sqrt(2))
        self.assertAlmostEqual(start, above, delta=4 * math.sqrt(above * (1 - above) / 2000))
        self.assertIn("alignment of PAK and RUS", self.output("check", path, "--record", "r.duckdb"))
        explained = self.json("explain", path, "--slot", "pipeline", "--record", "r.duckdb")
        quotes = [quote for move in explained["transitions"] for influence in move["influences"]
                  for quote in influence["source"]["quotes"]]
        self.assertTrue(quotes)
        self.assertIn(quotes[0], (self.DISPATCHES / claim["document"]).read_text("utf-8"))

    def test_what_the_record_does_not_have(self):
        files = sorted(self.DISPATCHES.glob("*shoigu*"))
        self.entente("read", *files, "--record", "s.duckdb")
        path = self.file(SMALL.replace("then: {pipeline: {built: 2}}",
                                       "then: {pipeline: {built: 2}}\n    claim: 00000000"))
        result = self.run_it("check", path, "--record", "s.duckdb")
        self.assertEqual(result.returncode, 1)
        self.assertIn("00000000", result.stderr)
        path = self.file(SMALL.replace("start: west", "start: {alignment: [BRA, CHL], at: 2015-01-01, "
                                                      "bands: {east: 0}}"))
        self.assertIn("nothing on BRA and CHL", self.run_it("run", path, "--record", "s.duckdb").stderr)
        self.assertEqual(self.run_it("run", path, "--record", "none.duckdb").returncode, 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
