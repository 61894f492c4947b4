"""`entente scenario solve`: cross-impact systems with known answers, as a program would ask."""

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
EXPECTED = Path(__file__).resolve().parent.parent / ".." / "shared/expected/cross-impact"

# A and B promote each other's state of the same number; C follows nobody.
SYSTEM = """\
$ ScenarioWizard 4.0
two.scw
&A
 -a1
 -a2
&B
 -b1
 -b2
&C
 -c1
 -c2
#
#
FFFFFF
#
#
 0, 0, 2,-1, 0, 0
 0, 0,-1, 2, 0, 0
 1,-1, 0, 0, 0, 0
-1, 1, 0, 0, 0, 0
 0, 0, 0, 0, 0, 0
 0, 0, 0, 0, 0, 0
#
"""


def solve(*arguments):
    return subprocess.run([ENTENTE, "scenario", "solve", *map(str, arguments)],
                          capture_output=True, encoding="utf-8", timeout=300)


class Solve(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="entente-cross-impact-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.file = self.folder / "two.scw"
        self.file.write_text(SYSTEM)

    def output(self, *arguments):
        result = solve(*arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def test_scenarios_and_cycles(self):
        found = json.loads(self.output(self.file, "--format", "json"))
        self.assertEqual((found["configurations"], found["consistent"], found["cycles_found"]),
                         (8, 4, 2))
        self.assertEqual([s["numbers"] for s in found["scenarios"]],
                         [[1, 1, 1], [1, 1, 2], [2, 2, 1], [2, 2, 2]])
        self.assertEqual({s["total_score"] for s in found["scenarios"]}, {3})
        self.assertEqual(found["cycles"][0]["numbers"], [[1, 2, 1], [2, 1, 1]])
        self.assertEqual(sum(x["weight"] for x in found["scenarios"] + found["cycles"]), 8)
        rows = list(csv.DictReader(io.StringIO(self.output(self.file, "--format", "csv"))))
        self.assertEqual([r["kind"] for r in rows], ["scenario"] * 4 + ["cycle"] * 4)
        self.assertEqual(rows[0]["A"], "a1")

    def test_what_is_cut_is_said(self):
        self.assertIn("2 of 4 scenarios and 2 of 2 cycles shown",
                      self.output(self.file, "--limit", "2"))
        self.assertNotIn("shown", self.output(self.file))

    def test_balance_of_a_configuration(self):
        balance = json.loads(self.output(self.file, "--balance", "1,2,1", "--format", "json"))
        self.assertEqual(balance["balance"], [[-1, 1], [2, -1], [0, 0]])
        self.assertEqual((balance["inconsistency"], balance["successor"]), (3, [2, 1, 1]))
        self.assertIn("inconsistent by 3", self.output(self.file, "--balance", "1,2,1"))

    def test_errors(self):
        self.file.write_text(SYSTEM.replace("-1, 1, 0, 0, 0, 0", "-1, 1, 0, 0, 0"))
        result = solve(self.file)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr, f"entente: {self.file}:20: 5 numbers where there are 6 "
                                        "states\n")
        self.file.write_text(SYSTEM)
        self.assertIn("'B' has no state 3", solve(self.file, "--balance", "1,3,1").stderr)
        self.assertEqual(solve(self.folder / "none.scw").returncode, 1)


@unittest.skipUnless(EXPECTED.is_dir(), f"{EXPECTED} is not here")
class Published(unittest.TestCase):
    def test_scenario_wizards_own_solutions(self):
        """Every system that has a .sl file beside it: states, weight, two unused, total score."""
        files = sorted(EXPECTED.glob("*.sl"))
        self.assertTrue(files)
        for file in files:
            expected = set()
            for cells in csv.reader(file.read_text().splitlines()[4:]):
                if len(cells) >= 5:
                    expected.add((tuple(map(int, cells[0].split())), int(cells[1]),
                                  int(cells[4])))
            result = solve(file.with_suffix(".scw"), "--limit", 0, "--format", "json")
            self.assertEqual(result.returncode, 0, result.stderr)
            found = {(tuple(s["numbers"]), s["weight"], s["total_score"])
                     for s in json.loads(result.stdout)["scenarios"]}
            self.assertEqual(found, expected, file.name)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
