"""Blocs of a network's file: the numbers of ../shared/expected/frustration, proven, the JSON that
programs rely on, and equal values beside Cbc on random networks.

usage: blocs_test.py ENTENTE
"""
import csv
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ENTENTE = os.path.abspath(sys.argv[1])
EXPECTED = Path(__file__).resolve().parent.parent.parent / "shared" / "expected" / "frustration"


def run(*arguments, text=None):
    return subprocess.run([ENTENTE, "blocs", *map(str, arguments)], input=text,
                          capture_output=True, encoding="utf-8", timeout=600)


def blocs(*arguments, text=None):
    result = run("--format", "json", *arguments, text=text)
    if result.returncode != 0:
        raise AssertionError(f"{arguments}: {result.returncode} {result.stderr}")
    return json.loads(result.stdout)


def frustration(rows, parts):
    side = {name: i for i, part in enumerate(parts) for name in part}
    return sum(abs(w) for a, b, w in rows if (side[a] == side[b]) != (w > 0))


class Output(unittest.TestCase):
    SQUARE = "from,to,sign\na,b,+\nb,c,+\nc,d,+\na,d,-\n"

    def test_json_has_exactly_the_promised_keys(self):
        answer = blocs("--network", "-", text=self.SQUARE)
        self.assertEqual(list(answer), ["nodes", "ties", "negative", "frustration", "partitions",
                                        "blocs"])
        self.assertEqual((answer["nodes"], answer["ties"], answer["negative"]), (4, 4, 1))
        self.assertEqual(answer["frustration"], {"lower": 1, "upper": 1})
        self.assertEqual(answer["partitions"], 4)
        self.assertEqual(sorted(sum(answer["blocs"], [])), ["a", "b", "c", "d"])

    def test_all_optimal_partitions_are_listed_on_demand(self):
        optimal = blocs("--network", "-", "--limit", 10, text=self.SQUARE)["optimal"]
        self.assertEqual({frozenset(map(frozenset, one)) for one in optimal},
                         {frozenset(map(frozenset, one)) for one in
                          (["abcd"], ["a", "bcd"], ["ab", "cd"], ["abc", "d"])})

    def test_decimal_weights_are_exact_and_in_the_unit_of_the_file(self):
        rows = "from,to,weight\na,b,0.1\nb,c,0.2\na,c,-0.25\na,c,-0.05\nc,c,7\n"
        answer = blocs("--network", "-", text=rows)
        self.assertEqual(answer["frustration"], {"lower": 0.1, "upper": 0.1})
        self.assertEqual(answer["ties"], 3)

    def test_gzip_and_files_without_a_header(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "ties.csv.gz"
            path.write_bytes(gzip.compress(b"a,b,1\nb,c,1\na,c,-1\n"))
            self.assertEqual(blocs("--network", path)["frustration"], {"lower": 1, "upper": 1})

    def test_blocs_may_be_more_than_two(self):
        camps = "from,to,sign\n" + "".join(
            f"{a},{b},{'+' if a[0] == b[0] else '-'}\n"
            for a in ("x1", "x2", "y1", "y2", "z1", "z2") for b in ("x1", "x2", "y1", "y2", "z1", "z2")
            if a < b)
        two, three, free = (blocs("--network", "-", "--blocs", n, text=camps) for n in (2, 3, "free"))
        self.assertEqual(two["frustration"], {"lower": 4, "upper": 4})
        for answer in (three, free):
            self.assertEqual(answer["frustration"], {"lower": 0, "upper": 0})
            self.assertEqual(sorted(map(sorted, answer["blocs"])),
                             [["x1", "x2"], ["y1", "y2"], ["z1", "z2"]])

    def test_csv_and_table_say_the_same(self):
        table = run("--network", "-", text=self.SQUARE).stdout
        self.assertIn("proven", table)
        self.assertIn("1 of 1 shown", table)
        rows = list(csv.DictReader(run("--network", "-", "--format", "csv",
                                       text=self.SQUARE).stdout.splitlines()))
        self.assertEqual(sorted(row["node"] for row in rows), ["a", "b", "c", "d"])

    def test_errors_say_where_and_exit_codes_what(self):
        result = run("--network", "-", text="from,to,sign\na,b,+\na,c,maybe\n")
        self.assertEqual(result.returncode, 1)
        self.assertIn("standard input:3: 'maybe' is no sign", result.stderr)
        self.assertEqual(run("--network", "no such file.csv").returncode, 1)
        self.assertEqual(run("--network", "-", "--blocs", "many", text="").returncode, 2)
        self.assertEqual(run("--network", "-", "--seconds", "-1", text="").returncode, 2)

    @staticmethod
    def hard_network():
        r = random.Random(1)
        rows = [(str(a), str(b), r.choice((-1, 1)) * r.randint(1, 100))
                for a in range(120) for b in range(a)]
        return rows, "from,to,weight\n" + "".join(f"{a},{b},{w}\n" for a, b, w in rows)

    def test_interrupt_gives_what_has_been_found(self):
        rows, text = self.hard_network()
        with subprocess.Popen([ENTENTE, "blocs", "--network", "-", "--format", "json"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              encoding="utf-8") as process:
            process.stdin.write(text)
            process.stdin.close()
            time.sleep(1.5)
            process.send_signal(signal.SIGINT)
            answer = json.loads(process.stdout.read())
        self.assertEqual(process.returncode, 130)
        self.assertEqual(answer["frustration"]["upper"], frustration(rows, answer["blocs"]))

    def test_time_limit_leaves_an_honest_interval(self):
        rows, text = self.hard_network()
        answer = blocs("--network", "-", "--seconds", 0.5, text=text)
        self.assertLess(answer["frustration"]["lower"], answer["frustration"]["upper"])
        self.assertEqual(answer["frustration"]["upper"], frustration(rows, answer["blocs"]))
        self.assertIsNone(answer["partitions"])


@unittest.skipUnless(EXPECTED.is_dir(), f"{EXPECTED} is not here")
class Expected(unittest.TestCase):
    COUNTS = {"01": 2, "13": 1, "25": 16, "45": 4, "51": 24}
    OTHERS = {"highlandtribes": 7, "congress": 18, "cloister": 34, "bitcoinalpha": 720,
              "unga_s15": 4372, "unga_s74": 7130}

    def check(self, path, least):
        answer = blocs("--network", path)
        self.assertEqual(answer["frustration"], {"lower": least, "upper": least}, path)
        with open(path, encoding="utf-8") as file:
            rows = [(a, b, int(w)) for a, b, w in list(csv.reader(file))[1:]]
        self.assertEqual(frustration(rows, answer["blocs"]), least, path)
        return answer

    def test_correlates_of_war(self):
        with open(EXPECTED / "cow_exact.csv", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                answer = self.check(EXPECTED / row["file"], int(row["frustration_index"]))
                self.assertEqual(answer["negative"], int(row["m_negative"]))
                count = self.COUNTS.get(row["file"][-6:-4])
                if count:
                    self.assertEqual(answer["partitions"], count, row["file"])

    def test_others(self):
        for name, least in self.OTHERS.items():
            self.check(EXPECTED / f"{name}.csv", least)


def xor_model(networks):
    """Aref, Mason and Wilson's XOR model (2020) with its triangle rows, as one linear program: the
    networks' objectives add up, and each network's own is told by the columns of its ties."""
    objective, rows, binaries = [], [], []
    for k, ties in enumerate(networks):
        sign = {(a, b): w for a, b, w in ties}
        for (a, b), w in sign.items():
            f, x, y = f"f{k}_{a}_{b}", f"x{k}_{a}", f"x{k}_{b}"
            objective.append(f"{abs(w)} {f}")
            if w > 0:
                rows += [f"{f} - {x} + {y} >= 0", f"{f} + {x} - {y} >= 0"]
            else:
                rows += [f"{f} - {x} - {y} >= -1", f"{f} + {x} + {y} >= 1"]
            binaries.append(f)
        for (a, b), w in sign.items():
            for c in {b for pair in sign for b in pair}:
                if (b, c) in sign and (a, c) in sign and w * sign[b, c] * sign[a, c] < 0:
                    rows.append(f"f{k}_{a}_{b} + f{k}_{b}_{c} + f{k}_{a}_{c} >= 1")
        binaries += sorted({f"x{k}_{a}" for pair in sign for a in pair})
    lines = ["Minimize", " obj: " + "\n + ".join(objective), "Subject To"]
    lines += [f" c{i}: {row}" for i, row in enumerate(rows)]
    return "\n".join(lines + ["Binaries", *(f" {b}" for b in binaries), "End", ""])


@unittest.skipUnless(shutil.which("cbc"), "Cbc is not installed (Debian: coinor-cbc)")
class BesideCbc(unittest.TestCase):
    """500 small random networks. Side by side they are one network, whose frustration is the sum;
    each one's own is read off the columns of Cbc's solution."""

    def test_500_random_networks(self):
        r = random.Random(20261122)
        networks = []
        for _ in range(500):
            n = r.randint(4, 9)
            pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
            chosen = r.sample(pairs, r.randint(n - 1, min(len(pairs), 3 * n)))
            networks.append([(a, b, r.choice((-1, 1)) * r.randint(1, 5)) for a, b in chosen])
        own = []
        for ties in networks:
            own.append({f"f{len(own)}_{a}_{b}": abs(w) for a, b, w in ties})
        by_cbc = [0] * len(networks)
        with tempfile.TemporaryDirectory() as folder:
            for first in range(0, 500, 50):
                part = range(first, first + 50)
                model, solution = Path(folder) / "model.lp", Path(folder) / "solution.txt"
                model.write_text(xor_model([networks[i] for i in part]), encoding="ascii")
                subprocess.run(["cbc", model, "solve", "solu", solution], check=True,
                               stdout=subprocess.DEVNULL, timeout=300)
                lines = solution.read_text(encoding="ascii").splitlines()
                self.assertIn("Optimal", lines[0])
                for line in lines[1:]:
                    name, value = line.replace("**", "").split()[1:3]
                    if name.startswith("f") and float(value) > 0.5:
                        k, a, b = name[1:].split("_")
                        by_cbc[first + int(k)] += own[first + int(k)][f"f{first + int(k)}_{a}_{b}"]
        text = "from,to,weight\n" + "".join(
            f"{k}_{a},{k}_{b},{w}\n" for k, ties in enumerate(networks) for a, b, w in ties)
        answer = blocs("--network", "-", text=text)
        self.assertEqual(answer["frustration"]["lower"], answer["frustration"]["upper"])
        rows = {k: [(f"{k}_{a}", f"{k}_{b}", w) for a, b, w in ties]
                for k, ties in enumerate(networks)}
        ours = [frustration(rows[k], answer["blocs"]) for k in range(500)]
        self.assertEqual(ours, by_cbc)
        self.assertGreater(sum(value > 0 for value in by_cbc), 100)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
