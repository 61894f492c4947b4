"""`entente links`: flows, cuts, blockades and routes, from a file that the test writes."""

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

NETWORK = """\
network: gas
name: Gas for the city
unit: bcm/y
nodes:
  - {node: field, name: The field, state: AAA, at: [0, 0]}
  - {node: port, state: CCC, at: [1, 1]}
  - {node: city, state: BBB, at: [0, 2]}
links:
  - {link: trunk-1, part of: Trunk, from: field, to: city, capacity: 10.5, km: 200,
     status: {2010: proposed, 2012: operating}}
  - {link: coast, from: field, to: port, capacity: 7, km: 300, status: operating, owners: [CCC]}
  - {link: road, from: port, to: city, capacity: 4, both ways: yes, status: operating}
  - {link: second, name: The second line, from: field, to: city, capacity: 6, status: proposed}
  - {link: trail, from: field, to: city, km: 150, status: operating}
"""


class Base(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="entente-links-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.file = self.folder / "gas.yaml"
        self.file.write_text(NETWORK)

    def run_it(self, *arguments):
        return subprocess.run([ENTENTE, "links", *map(str, arguments)], cwd=self.folder,
                              capture_output=True, encoding="utf-8", timeout=300)

    def output(self, *arguments):
        result = self.run_it(self.file, "--at", "2020", *arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def lines(self, *arguments):
        return [json.loads(line)
                for line in self.output(*arguments, "--format", "jsonl").splitlines()]

    def flow(self, *arguments):
        return self.lines("--from", "AAA", "--to", "city", *arguments)[0]


class Flows(Base):
    def test_what_can_arrive_and_what_limits_it(self):
        flow = self.flow()
        self.assertEqual((flow["before"], flow["after"]), (14.5, 14.5))
        self.assertEqual(flow["cut"], ["trunk-1", "road"])
        self.assertEqual(flow["capacity_unknown"], ["trail"])
        self.assertEqual({l["link"]: l["carried"] for l in flow["links"]},
                         {"trunk-1": 10.5, "coast": 4, "road": 4})

    def test_a_blockade_without_substitute(self):
        flow = self.flow("--block", "Trunk")
        self.assertEqual((flow["after"], flow["lost"], flow["verdict"]), (4, 10.5, "no substitute"))
        self.assertEqual(flow["substitutes"], [{"open": "The second line", "after": 10}])
        self.assertIn("trunk-1", flow["closed_across_the_cut"])

    def test_what_other_links_replace(self):
        flow = self.flow("--open", "The second line", "--block", "coast", "--block", "second")
        self.assertEqual((flow["before"], flow["after"]), (20.5, 10.5))
        part = self.lines("--from", "field", "--to", "port", "--block", "coast")[0]
        self.assertEqual((part["before"], part["after"], part["replaced"]), (11, 4, 0))
        # Before 2012 the trunk was not there: all that arrives comes by the coast.
        early = subprocess.run([ENTENTE, "links", self.file, "--at", "2011", "--from", "field",
                                "--to", "city", "--format", "json"], capture_output=True,
                               encoding="utf-8", check=True)
        self.assertEqual(json.loads(early.stdout)["after"], 4)

    def test_table_and_csv(self):
        table = self.output("--from", "field", "--to", "city", "--block", "trunk-1")
        for part in ("At most 4 bcm/y can arrive; 14.5 bcm/y before", "no substitute",
                     "road", "The second line: 10 bcm/y would arrive", "trail"):
            self.assertIn(part, table)
        rows = list(csv.DictReader(io.StringIO(
            self.output("--from", "field", "--to", "city", "--format", "csv"))))
        self.assertEqual([r["link"] for r in rows if r["in_cut"] == "true"],
                         ["trunk-1", "road", "second"])


class Routes(Base):
    def test_shortest_first(self):
        routes = self.lines("--from", "field", "--to", "city", "--routes", "5")
        self.assertEqual([r["links"] for r in routes],
                         [["trail"], ["trunk-1"], ["coast", "road"]])
        self.assertIsNone(routes[0]["capacity"])
        self.assertEqual(routes[2]["capacity"], 4)
        self.assertIn("There are no others", self.output("--from", "field", "--to", "city",
                                                         "--routes", "5"))
        self.assertIn("The 2 shortest", self.output("--from", "field", "--to", "city",
                                                    "--routes", "2"))

    def test_no_route(self):
        self.assertIn("There is no route", self.output("--from", "city", "--to", "field",
                                                       "--routes", "1"))


class Lists(Base):
    def test_links_by_date(self):
        self.assertEqual(len(self.lines()), 5)
        self.assertEqual({l["link"]: l["status"] for l in self.lines()}["second"], "proposed")
        self.assertIn("5 links, capacities in bcm/y", self.output())

    def test_networks_of_the_repository_are_listed(self):
        result = self.run_it("--format", "jsonl")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(all("unit" in json.loads(line) for line in result.stdout.splitlines()))


class Errors(Base):
    def test_what_where_and_what_to_do(self):
        self.file.write_text(NETWORK.replace("to: port", "to: prot"))
        result = self.run_it(self.file)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr, f"entente: {self.file}:11: unknown node 'prot'; "
                                        "did you mean 'port'?\n")
        self.file.write_text(NETWORK)
        for arguments, part in (
                (("--from", "AAA", "--to", "BBC"), "no node or state 'BBC'; did you mean 'BBB'?"),
                (("--from", "AAA", "--to", "field"), "'The field' is at both ends"),
                (("--from", "AAA", "--to", "BBB", "--block", "trnk-1"), "did you mean 'trunk-1'?"),
                (("--at", "soon"), "no date")):
            result = self.run_it(self.file, *arguments)
            self.assertEqual(result.returncode, 1, result.stdout)
            self.assertIn(part, result.stderr)
        self.assertEqual(self.run_it(self.file, "--from", "AAA").returncode, 2)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
