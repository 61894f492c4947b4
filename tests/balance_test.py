"""Blocs of the record, balance and landscapes from outside: the numbers against brute force, the
forms, the claims behind them, the errors."""

import csv
import io
import itertools
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ENTENTE = os.path.abspath(sys.argv[1])
ROOT = Path(__file__).resolve().parent.parent
DISPATCHES = ROOT / "worlds" / "eurasia" / "dispatches"
EXPECTED = ROOT.parent / "shared" / "expected"


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="entente-balance-"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def run_it(cls, *arguments, text=None):
        return subprocess.run([ENTENTE, *map(str, arguments)], input=text, cwd=cls.folder,
                              capture_output=True, encoding="utf-8", timeout=300,
                              env={**os.environ, "NO_COLOR": ""})

    @classmethod
    def output(cls, *arguments, **more):
        result = cls.run_it(*arguments, **more)
        if result.returncode != 0:
            raise AssertionError(f"{arguments}: {result.returncode} {result.stderr}")
        return result.stdout

    @classmethod
    def answer(cls, *arguments, **more):
        """The JSON document that a command prints."""
        return json.loads(cls.output(*arguments, "--format", "json", **more))

    def file(self, name, lines):
        path = self.folder / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def fails(self, code, *arguments, **more):
        result = self.run_it(*arguments, **more)
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(result.stdout, "")
        return result.stderr


def random_ties(seed, nodes, density, largest):
    chance = random.Random(seed)
    return {(a, b): chance.choice((-1, 1)) * chance.randint(1, largest)
            for a, b in itertools.combinations(range(nodes), 2) if chance.random() < density}


class Networks(Base):
    """`balance --network`."""

    def network(self, ties):
        return self.file("ties.csv", ["from,to,weight"] +
                         [f"n{a},n{b},{w}" for (a, b), w in ties.items()])

    def test_measures_and_pressures_are_those_of_brute_force(self):
        for seed in range(5):
            ties = random_ties(seed, 9, 0.7, 5)
            found = self.answer("balance", "--network", self.network(ties))
            weight = {**ties, **{(b, a): w for (a, b), w in ties.items()}}
            triads = [t for t in itertools.combinations(range(9), 3)
                      if all(pair in weight for pair in itertools.combinations(t, 2))]
            balanced = [t for t in triads
                        if math.prod(weight[p] for p in itertools.combinations(t, 2)) > 0]
            self.assertEqual(sum(found["triads"].values()), len(triads))
            self.assertAlmostEqual(found["triangle_index"], len(balanced) / len(triads), 6)
            self.assertEqual(found["unbalanced"], len(triads) - len(balanced))
            self.assertEqual(len(found["unbalanced_triads"]), len(triads) - len(balanced))
            least = min(sum(abs(w) for (a, b), w in ties.items() if (s[a] == s[b]) != (w > 0))
                        for s in itertools.product((0, 1), repeat=9))
            self.assertEqual(found["frustration"], {"lower": least, "upper": least})
            self.assertAlmostEqual(found["line_index"]["upper"],
                                   1 - 2 * least / sum(map(abs, ties.values())), 6)
            pressed = {tuple(sorted(int(n[1:]) for n in p["tie"])): p for p in found["pressures"]}
            for (a, b), w in ties.items():
                pulls = {f"n{c}": math.copysign(min(abs(weight[a, c]), abs(weight[b, c])),
                                                weight[a, c] * weight[b, c])
                         for c in range(9) if (a, c) in weight and (b, c) in weight}
                net = sum(pulls.values())
                self.assertEqual((a, b) in pressed, net * w < 0)
                if net * w < 0:
                    self.assertEqual(pressed[a, b]["net"], net)
                    self.assertEqual({p["actor"]: p["pull"] for p in pressed[a, b]["by"]}, pulls)

    def test_one_actor(self):
        ties = random_ties(3, 9, 0.8, 5)
        path = self.network(ties)
        everything = self.answer("balance", "--network", path)
        own = self.answer("balance", "--network", path, "--actor", "n4")
        self.assertEqual(own["pressures"], [p for p in everything["pressures"] if "n4" in p["tie"]])
        self.assertEqual(own["unbalanced_triads"],
                         [t for t in everything["unbalanced_triads"] if "n4" in t["actors"]])
        self.assertEqual(own["unbalanced"], len(own["unbalanced_triads"]))
        self.assertGreater(own["unbalanced"], 0)

    def test_csv_has_all_ties(self):
        ties = random_ties(4, 8, 0.6, 3)
        rows = list(csv.DictReader(io.StringIO(
            self.output("balance", "--network", self.network(ties), "--format", "csv"))))
        self.assertEqual(len(rows), len(ties))
        for row in rows:
            self.assertEqual(int(row["together"]) - int(row["apart"]), int(row["net"]))

    def test_table_says_how_many_of_how_many(self):
        path = self.network(random_ties(5, 12, 0.9, 5))
        table = self.output("balance", "--network", path, "--limit", "2")
        found = self.answer("balance", "--network", path)
        self.assertIn(f"2 of {found['under_pressure']} ties under pressure shown", table)
        self.assertIn(f"2 of {found['unbalanced']} unbalanced triads shown", table)

    def test_figures_of_the_literature(self):
        path = EXPECTED / "frustration" / "highlandtribes.csv"
        if not path.exists():
            self.skipTest("expected/frustration is not at hand")
        found = self.answer("balance", "--network", path)
        self.assertAlmostEqual(found["triangle_index"], 0.8676471, 6)
        self.assertAlmostEqual(found["walk_balance"], 0.3575761, 6)
        self.assertAlmostEqual(found["line_index"]["upper"], 0.7586207, 6)

    def test_errors(self):
        self.assertIn("none.csv", self.fails(1, "balance", "--network", "none.csv"))
        bad = self.file("bad.csv", ["from,to,sign", "A,B,1", "A,C,friend"])
        self.assertIn("bad.csv:3: 'friend' is no sign or weight",
                      self.fails(1, "balance", "--network", bad))
        good = self.network({(0, 1): 1})
        self.assertIn("n9: the network has no such node",
                      self.fails(1, "balance", "--network", good, "--actor", "n9"))
        self.fails(2, "balance", "--network", good, "--at", "2018")
        self.fails(2, "balance", "--network", good, "--limit", "-1")


class Landscapes(Base):
    def unix(self):
        path = EXPECTED / "landscape" / "unix_1988.csv"
        if not path.exists():
            self.skipTest("expected/landscape is not at hand")
        firms = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        lines = [f"{a['firm']},{b['firm']},-1" for a, b in itertools.combinations(firms, 2)
                 if a["type"] == b["type"]]
        return path, self.file("rivals.csv", lines)

    def test_the_unix_case(self):
        sizes, rivals = self.unix()
        found = self.answer("landscape", "--propensities", rivals, "--sizes", sizes)
        self.assertEqual(found["configurations"], 256)
        self.assertEqual([m["basin"] for m in found["minima"]], [128, 128])
        self.assertEqual(found["minima"][0]["energy"], found["minima"][1]["energy"])

    def test_five_rival_powers(self):
        sizes = {"GBR": 7.45, "FRA": 5.32, "DEU": 11.49, "ITA": 4.03, "RUS": 15.01}
        table = self.file("s.csv", ["power,size", *(f"{n},{s}" for n, s in sizes.items())])
        rivals = self.file("p.csv", [f"{a},{b},-1" for a, b in itertools.combinations(sizes, 2)])
        found = self.answer("landscape", "--sizes", table, "--propensities", rivals)
        self.assertEqual(found["found"], 4)
        self.assertEqual(sum(m["basin"] for m in found["minima"]), 16)
        for minimum in found["minima"]:
            first, second = (sum(sizes[n] for n in side) for side in minimum["sides"])
            # Rivals that settle apart: the energy is what lies between the sides, twice.
            self.assertAlmostEqual(minimum["energy"], -2 * first * second, 6)
            self.assertTrue(all(cost >= 0 for cost in minimum["cost"].values()))

    def test_forms(self):
        pairs = self.file("p.csv", ["A,B,1", "B,C,-0.5", "A,D,-1"])
        rows = list(csv.DictReader(io.StringIO(
            self.output("landscape", "--propensities", pairs, "--format", "csv"))))
        self.assertEqual({row["actor"] for row in rows}, set("ABCD"))
        self.assertIn("8 configurations", self.output("landscape", "--propensities", pairs))

    def test_errors(self):
        pairs = self.file("p.csv", ["A,B,1"])
        self.assertIn("s.csv:2: 'many' is no size",
                      self.fails(1, "landscape", "--propensities", pairs, "--sizes",
                                 self.file("s.csv", ["actor,size", "A,many"])))
        self.assertIn("no size: B", self.fails(1, "landscape", "--propensities", pairs, "--sizes",
                                               self.file("s.csv", ["actor,size", "A,1"])))
        many = self.file("m.csv", [f"a{i},b{i},1" for i in range(13)])
        self.assertIn("at most 25", self.fails(1, "landscape", "--propensities", many))


class Record(Base):
    """Blocs, balance and landscape of the dispatches."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.output("read", DISPATCHES, "--record", cls.folder / "entente.duckdb")

    def test_blocs_have_everybody_once_with_probabilities(self):
        found = self.answer("blocs", "--at", "2018", "--draws", "200")
        self.assertEqual(found["at"], "2018-12-31")
        named = [name for bloc in found["blocs"] for name in bloc]
        self.assertEqual(sorted(named), sorted(a["actor"] for a in found["actors"]))
        self.assertEqual(len(named), found["nodes"])
        self.assertEqual(found["frustration"]["lower"], found["frustration"]["upper"])
        for actor in found["actors"]:
            self.assertAlmostEqual(sum(actor["with"].values()), 1, 3)
            self.assertEqual(actor["with"][actor["bloc"]], actor["probability"])
            self.assertEqual(actor["swings"], actor["probability"] < 0.8)
            self.assertGreaterEqual(actor["hold"], 0)
        self.assertGreater(found["unchanged"], 0)

    def test_frustrated_ties_are_the_frustration_and_quote_claims(self):
        found = self.answer("blocs", "--at", "2018", "--draws", "10", "--claims", "2")
        self.assertEqual(found["frustrated"], len(found["frustrated_ties"]))
        self.assertAlmostEqual(sum(abs(t["weight"]) for t in found["frustrated_ties"]),
                               found["frustration"]["upper"], 6)
        bloc = {a["actor"]: a["bloc"] for a in found["actors"]}
        for tie in found["frustrated_ties"]:
            a, b = tie["tie"]
            self.assertEqual(bloc[a] == bloc[b], tie["weight"] < 0)
            self.assertTrue(-10 <= tie["mean"] <= 10)
        quoted = [c for t in found["frustrated_ties"] for c in t["claims"]]
        self.assertTrue(quoted)
        for claim in quoted:
            text = (DISPATCHES / claim["claim"]["document"]).read_text(encoding="utf-8")
            span = claim["claim"]["sentence"]
            self.assertEqual(text[span["start"]:span["end"]], claim["quote"])

    def test_the_same_question_has_the_same_answer(self):
        first, second = (self.output("blocs", "--at", "2020", "--draws", "50", "--format", "json")
                         for _ in range(2))
        self.assertEqual(first, second)

    def test_several_blocs(self):
        two, three = (self.answer("blocs", "--at", "2018", "--draws", "20", "--blocs", n)
                      for n in ("2", "3"))
        self.assertLessEqual(len(three["blocs"]), 3)
        self.assertLessEqual(three["frustration"]["upper"], two["frustration"]["upper"])
        self.assertLessEqual(three["frustration"]["lower"], three["frustration"]["upper"])
        for actor in three["actors"]:
            self.assertAlmostEqual(sum(actor["with"].values()), 1, 3)

    def test_neutral_moves_the_line_between_friend_and_foe(self):
        def negative(*arguments):
            found = self.answer("blocs", "--at", "2018", "--draws", "2", *arguments)
            return found["neutral"], found["negative"]
        usual, some = negative()
        self.assertEqual(negative("--neutral", usual)[1], some)
        self.assertLess(negative("--neutral", "-9")[1], some)
        self.assertGreater(negative("--neutral", "9")[1], some)

    def test_one_actor(self):
        found = self.answer("blocs", "--at", "2018", "--actor", "Turkey", "--draws", "100")
        asked = found["asked"]
        self.assertEqual(asked["actor"], "TUR")
        self.assertEqual(asked["together"]["TUR"], 1)
        self.assertTrue(all("TUR" in tie["tie"] for tie in asked["ties"]))
        table = self.output("blocs", "--at", "2018", "--actor", "Turkey", "--draws", "100")
        self.assertRegex(table, r"Turkey \(TUR\) stands with bloc [A-Z]")

    def test_over_time_labels_hold_and_moves_are_those_of_the_table(self):
        course = self.answer("blocs", "--from", "2015", "--to", "2021", "--draws", "20")
        self.assertEqual([s["at"] for s in course["steps"]],
                         [f"{year}-12-31" for year in range(2015, 2022)])
        last, moves = {}, []
        for step in course["steps"]:
            for bloc in step["blocs"]:
                for member in bloc["members"]:
                    name = member["actor"]
                    if last.get(name, bloc["bloc"]) != bloc["bloc"]:
                        moves.append((step["at"], name, last[name], bloc["bloc"]))
                    last[name] = bloc["bloc"]
        self.assertEqual(sorted(moves),
                         sorted((m["at"], m["actor"], m["from"], m["to"]) for m in course["moves"]))
        rows = list(csv.DictReader(io.StringIO(self.output(
            "blocs", "--from", "2015", "--to", "2021", "--draws", "20", "--format", "csv"))))
        self.assertEqual(len(rows), sum(s["nodes"] for s in course["steps"]))
        # The blocs of a single date are those of the same date in the course.
        single = self.answer("blocs", "--at", "2021", "--draws", "20")
        self.assertEqual(sorted(sorted(b) for b in single["blocs"]),
                         sorted(sorted(m["actor"] for m in b["members"])
                                for b in course["steps"][-1]["blocs"]))

    def test_balance_leads_to_claims(self):
        found = self.answer("balance", "--at", "2018", "--claims", "1")
        self.assertEqual(found["at"], "2018-12-31")
        self.assertTrue(found["pressures"])
        for pressure in found["pressures"]:
            self.assertLess(pressure["net"] * pressure["weight"], 0)
            self.assertLessEqual(len(pressure["claims"]), 1)
        self.assertTrue(any(p["claims"] for p in found["pressures"]))

    def test_landscape_of_a_few(self):
        found = self.answer("landscape", "--actors", "USA", "RUS", "CHN", "IND", "PAK",
                            "--at", "2018")
        self.assertEqual(found["configurations"], 16)
        self.assertEqual(sum(m["basin"] for m in found["minima"]), 16)

    def test_errors(self):
        self.assertIn("nobody knows this actor",
                      self.fails(1, "blocs", "--actors", "PAK", "Atlantis"))
        self.assertIn("has no tie in this network",
                      self.fails(1, "blocs", "--actors", "PAK", "IND", "RUS", "--actor", "Turkey"))
        self.fails(2, "blocs", "--at", "yesterday")
        self.assertIn("no date lies between",
                      self.fails(1, "blocs", "--from", "2020", "--to", "2019"))
        self.assertIn("none.duckdb", self.fails(1, "balance", "--record", "none.duckdb"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
