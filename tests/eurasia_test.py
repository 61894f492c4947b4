"""The knowledge of bodies and the world Eurasia: members against what is known of them, links against
other people's lists, and scenarios against what their pages say that comes out."""

import csv
import functools
import gzip
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import unittest
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path

import yaml

ENTENTE = os.path.abspath(sys.argv[1])
HOME = Path(__file__).resolve().parent.parent
BODIES = HOME / "knowledge" / "bodies"
EURASIA = HOME / "worlds" / "eurasia"
SHARED = Path(os.environ.get("ENTENTE_SHARED", HOME.parent / "shared")) / "data"
with_shared = unittest.skipUnless(SHARED.is_dir(), "the data of ../shared are not there")


def rows(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines()
             if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def day(text, last=False):
    """A date of a body's file: a year or month alone means its first or last day."""
    text = str(text or ("9999" if last else "0001"))
    if len(text) == 4:
        text += "-12-31" if last else "-01-01"
    return date.fromisoformat(text)


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@functools.cache
def members(body):
    """[(actor, first day, last day, row)] of a body."""
    path = BODIES / f"{body}.yaml"
    file = load(path)
    listed = file.get("members") or rows(BODIES / file["members table"])
    return [(row["actor"], day(row.get("from")), day(row.get("to"), last=True), row)
            for row in listed]


def sitting(body, on):
    return {actor: row for actor, first, last, row in members(body) if first <= on <= last}


def groups(row):
    return row["groups"].split("|")


KNOWN_STATES = {row["id"] for row in rows(HOME / "knowledge" / "countries.tsv")}


class SecurityCouncil(unittest.TestCase):
    def test_members_of_every_year(self):
        for year in range(1946, 2027):
            for on in (date(year, 2, 1), date(year, 7, 1), date(year, 12, 31)):
                council = sitting("UNSC", on)
                kinds = Counter(groups(row)[0] for row in council.values())
                self.assertEqual(kinds, {"permanent": 5, "elected": 6 if year < 1966 else 10}, on)

    def test_geography_since_1966(self):
        expected = {"africa and asia": 5, "eastern europe": 1, "latin america": 2,
                    "western europe and others": 2}
        for year in range(1966, 2027):
            council = sitting("UNSC", date(year, 7, 1))
            seats = Counter(groups(row)[1] for row in council.values() if "elected" in row["groups"])
            self.assertEqual(seats, expected, year)

    def test_nobody_is_elected_twice_running(self):
        terms = defaultdict(list)
        for actor, first, last, row in members("UNSC"):
            self.assertIn(actor, KNOWN_STATES)
            if "elected" in row["groups"]:
                terms[actor].append((first, last))
        for actor, ones in terms.items():
            for (_, left), (came, _) in zip(sorted(ones), sorted(ones)[1:]):
                self.assertGreater(came.year, left.year + 1 - (left.month < 12), actor)

    def test_seats_that_changed_hands(self):
        for on, present, absent in [("1971-10-24", "TWN", "CHN"), ("1971-10-25", "CHN", "TWN"),
                                    ("1991-12-23", "SUN", "RUS"), ("1991-12-24", "RUS", "SUN"),
                                    ("1990-05-21", "YMD", "YEM"), ("1990-05-22", "YEM", "YMD"),
                                    ("1956-07-01", "YUG", "PHL"), ("1957-07-01", "PHL", "YUG"),
                                    ("2017-07-01", "ITA", "NLD"), ("2018-07-01", "NLD", "ITA")]:
            council = sitting("UNSC", date.fromisoformat(on))
            self.assertIn(present, council, on)
            self.assertNotIn(absent, council, on)

    @with_shared
    def test_who_vetoed_was_permanent(self):
        states = {"China": ("TWN", "CHN"), "France": ("FRA",), "Russia": ("RUS",),
                  "USSR": ("SUN",), "USA": ("USA",), "UK": ("GBR",)}
        vetoes = 0
        with open(SHARED / "unsc-vetoes" / "unsc_vetoes_1946_sept2022.csv", newline="") as file:
            for row in csv.DictReader(file):
                council = sitting("UNSC", datetime.strptime(row["date"], "%m/%d/%Y").date())
                for column, ids in states.items():
                    if row[column] == "1":
                        vetoes += 1
                        holders = [actor for actor in ids if actor in council]
                        self.assertEqual(len(holders), 1, row)
                        self.assertEqual(council[holders[0]]["groups"], "permanent", row)
        self.assertGreater(vetoes, 200)

    @with_shared
    def test_who_sat_also_voted_in_the_assembly(self):
        """Whoever is on the Council is a member of the United Nations: it votes in the Assembly."""
        names = {}
        for row in rows(HOME / "knowledge" / "countries.tsv"):
            for name in row["names"].split("|"):
                names.setdefault(name, row["id"])
        for row in rows(HOME / "knowledge" / "data_names.tsv"):
            for name in row["names"].split("|"):
                names.setdefault(name, row["id"])
        with open(SHARED / "un-votes" / "un_roll_calls.csv", newline="", encoding="latin-1") as file:
            year_of = {row["rcid"]: int(row["date"][:4]) for row in csv.DictReader(file)}
        voted = defaultdict(set)
        with gzip.open(SHARED / "un-votes" / "un_votes.csv.gz", "rt", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                name = row["country"].replace(" & ", " and ")
                voted[names.get(row["country"]) or names.get(name)].add(year_of[row["rcid"]])
        missing = []
        for actor, first, last, row in members("UNSC"):
            autumns = {year for year in range(first.year, min(last.year, 2019) + 1)
                       if first <= date(year, 11, 1) <= last and year != 1964}  # 1964: no votes
            if "elected" in row["groups"] and autumns and not autumns & voted[actor]:
                missing.append((actor, first.year))
        self.assertEqual(missing, [])


class OtherBodies(unittest.TestCase):
    def listed(self, organisation):
        """{member: accession} of knowledge/organisations.tsv, today's members alone."""
        row = next(r for r in rows(HOME / "knowledge" / "organisations.tsv")
                   if r["id"] == organisation)
        return {cell.split(":")[0]: cell.split(":")[1]
                for cell in row["members"].split("|") if ".." not in cell}

    def test_members_agree_with_the_organisations(self):
        for body in ("SCO", "NATO", "EU"):
            here = {actor: row["from"] for actor, row in sitting(body, date(2026, 1, 1)).items()}
            there = self.listed(body)
            self.assertEqual(set(here), set(there), body)
            for actor, since in there.items():
                if (body, since) != ("NATO", "1949-04-04"):  # signed; in force on 24 August
                    self.assertEqual(str(here[actor]), since, (body, actor))

    def test_counts(self):
        for body, on, count in [("SCO", "2001-06-15", 6), ("SCO", "2017-06-09", 8),
                                ("SCO", "2023-07-04", 9), ("SCO", "2024-07-04", 10),
                                ("NATO", "1949-08-24", 12), ("NATO", "1952-02-18", 14),
                                ("NATO", "1955-05-06", 15), ("NATO", "1982-05-30", 16),
                                ("NATO", "1999-03-12", 19), ("NATO", "2004-03-29", 26),
                                ("NATO", "2009-04-01", 28), ("NATO", "2017-06-05", 29),
                                ("NATO", "2020-03-27", 30), ("NATO", "2023-04-04", 31),
                                ("NATO", "2024-03-07", 32),
                                ("EU", "1958-01-01", 6), ("EU", "1973-01-01", 9),
                                ("EU", "1981-01-01", 10), ("EU", "1986-01-01", 12),
                                ("EU", "1995-01-01", 15), ("EU", "2004-05-01", 25),
                                ("EU", "2007-01-01", 27), ("EU", "2013-07-01", 28),
                                ("EU", "2020-01-31", 28), ("EU", "2020-02-01", 27)]:
            self.assertEqual(len(sitting(body, date.fromisoformat(on))), count, (body, on))

    def test_votes_in_the_council_of_the_union(self):
        """The totals that the treaties themselves state or imply."""
        for column, on, total in [("votes_1958", "1958-01-01", 17), ("votes_1973", "1973-01-01", 58),
                                  ("votes_1973", "1981-01-01", 63), ("votes_1973", "1986-01-01", 76),
                                  ("votes_1973", "1995-01-01", 87), ("votes_2004", "2004-05-01", 124),
                                  ("votes_nice", "2004-11-01", 321),
                                  ("votes_nice", "2007-01-01", 345),
                                  ("votes_nice", "2013-07-01", 352)]:
            council = sitting("EU", date.fromisoformat(on))
            self.assertEqual(sum(int(row[column]) for row in council.values()), total, on)
        for column, on in [("share_2016", "2016-01-01"), ("share_2025", "2025-01-01")]:
            council = sitting("EU", date.fromisoformat(on))
            self.assertAlmostEqual(sum(int(row[column]) for row in council.values()), 10000, delta=2)

    @with_shared
    def test_shares_of_population_against_the_factbook(self):
        """Each share of 2025 is within a seventh of what the Factbook's populations give."""
        codes = dict(AUT="au", BEL="be", BGR="bu", CYP="cy", CZE="ez", DEU="gm", DNK="da", ESP="sp",
                     EST="en", FIN="fi", FRA="fr", GRC="gr", HRV="hr", HUN="hu", IRL="ei", ITA="it",
                     LTU="lh", LUX="lu", LVA="lg", MLT="mt", NLD="nl", POL="pl", PRT="po", ROU="ro",
                     SVK="lo", SVN="si", SWE="sw")
        people = {}
        for actor, code in codes.items():
            path = next((SHARED / "factbook").glob(f"*/{code}.json"))
            text = json.loads(path.read_text())["People and Society"]["Population"]
            text = text.get("total", text).get("text")
            number = re.match(r"[\d,]+(\.\d+ million)?", text)[0]
            people[actor] = (float(number.split()[0]) * 1e6 if "million" in number
                             else float(number.replace(",", "")))
        total = sum(people.values())
        council = sitting("EU", date(2025, 1, 1))
        self.assertEqual(set(people), set(council))
        for actor, row in council.items():
            if actor == "CYP":  # the Factbook counts the whole island
                continue
            share = 10000 * people[actor] / total
            self.assertLess(abs(int(row["share_2025"]) / share - 1), 1 / 7, (actor, share))


# Links of gas.yaml and the pipelines of Global Energy Monitor's tracker (May 2024, CC BY 4.0) that they are: name, unit, and how
# far our capacity may be from theirs, in parts of it. 0.01 is rounding of cubic feet.
TRACKED = {
    "tapi-herat": ("Turkmenistan-Afghanistan-Pakistan-India Gas Pipeline", "", 0),
    "pakistan-stream": ("Pakistan Stream Gas Pipeline", "", 0),
    "iran-pakistan-gwadar": ("Iran-Pakistan Pipeline", "", 0.01),
    "power-of-siberia-2": ("Power of Siberia 2 Gas Pipeline", "Soyuz Vostok Gas Pipeline", 0),
    "china-russia-east": ("China–Russia East Pipeline", "Phase I", 0),
    "central-asia-china-a": ("Central Asia–China Gas Pipeline", "Line A", 0),
    "central-asia-china-b": ("Central Asia–China Gas Pipeline", "Line B", 0),
    "central-asia-china-c": ("Central Asia–China Gas Pipeline", "Line C", 0),
    "central-asia-china-d": ("Central Asia–China Gas Pipeline", "Line D", 0),
    "dauletabad-khangiran": ("Dauletabad-Sarakhs-Khangiran Gas Pipeline", "", 0),
    "korpeje-kordkuy": ("Korpeje-Kordkuy Gas Pipeline", "", 0),
    "rlng-south": ("Karachi–Sawan Gas Pipeline", "", 0.01),
    "rlng-north": ("Sawan–Lahore Gas Pipeline", "", 0.01),
}
# Where the status on the tracker's day is another one, and why.
OTHER_STATUS = {
    "iran-pakistan-gwadar": ("construction", "proposed"),  # a ceremony in 2013, nothing laid since
    "rlng-north": ("construction", "operating"),           # the two Sui companies report its flows
    "dauletabad-khangiran": ("operating", "idle"),         # stopped on 1 January 2017
    "korpeje-kordkuy": ("operating", "idle"),
}
BCM = 0.0283168466 * 365 / 1000  # of a million cubic feet a day, in bcm a year


def kilometres(a, b):
    (u, v), (x, y) = ([math.radians(d) for d in p] for p in (a, b))
    h = math.sin((x - u) / 2) ** 2 + math.cos(u) * math.cos(x) * math.sin((y - v) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))


def status_on(link, on):
    if isinstance(link["status"], str):
        return link["status"]
    held = [word for since, word in link["status"].items() if day(since_text(since)) <= on]
    return held[-1] if held else "absent"


def since_text(since):
    text = str(since)
    return text + "-01" if len(text) == 7 else text


def answer(*arguments):
    """What a command that succeeds prints as JSON, one value a line."""
    done = subprocess.run([ENTENTE, *map(str, arguments), "--format", "jsonl"],
                          capture_output=True, encoding="utf-8", timeout=300)
    if done.returncode != 0:
        raise AssertionError(f"{arguments}: {done.returncode} {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


class BodiesAnswer(unittest.TestCase):
    """The program finds these bodies by name, and its exact answers are those of the literature."""

    def power(self, body, on, rule):
        found, = answer("body", body, "--at", on, "--rule", rule)
        return {member["actor"]: member for member in found["members"]}

    def test_members_are_the_same_to_the_program(self):
        for body, on, rule in [("UNSC", "1961-07-01", "substantive"), ("SCO", "2025-01-01", "consensus"),
                               ("UNSC", "1990-05-22", "procedural"), ("NATO", "2020-03-27", "consensus"),
                               ("EU", "2004-06-01", "qualified majority")]:
            self.assertEqual(set(self.power(body, on, rule)),
                             set(sitting(body, date.fromisoformat(on))), (body, on))

    def test_power(self):
        """Shapley-Shubik of the Council before and after 1966 and of the six; swings of the nine."""
        for body, on, rule, actor, index in [
                ("UNSC", "2017-09-01", "substantive", "FRA", "421/2145"),
                ("UNSC", "2017-09-01", "substantive", "JPN", "4/2145"),
                ("UNSC", "1950-07-01", "substantive", "SUN", "76/385"),
                ("UNSC", "1950-07-01", "substantive", "IND", "1/462"),
                ("EU", "1960-01-01", "qualified majority", "DEU", "7/30"),
                ("EU", "1960-01-01", "qualified majority", "BEL", "3/20"),
                ("EU", "1960-01-01", "qualified majority", "LUX", "0")]:
            self.assertIn(f'"{index}"', json.dumps(self.power(body, on, rule)[actor]), (body, actor))
        nine = self.power("EU", "1975-01-01", "qualified majority")
        self.assertEqual([nine[a]["swings"] for a in ("GBR", "NLD", "DNK", "LUX")], [53, 29, 21, 5])

    def test_nine_votes_of_2017(self):
        """What un-sanctions-2017.md says, worked out from its own command, and here by convolution."""
        page = (EURASIA / "scenarios" / "un-sanctions-2017.md").read_text(encoding="utf-8")
        command = page[page.index("entente body UNSC"):].split("```")[0].replace("\\\n", " ").split()
        found, = answer(*command[1:])
        chances = [vote["yes"] for vote in found["votes"]]
        ways = [1.0]
        for chance in chances:
            ways = [(ways[n] * (1 - chance) if n < len(ways) else 0) +
                    (ways[n - 1] * chance if n else 0) for n in range(len(ways) + 1)]
        self.assertAlmostEqual(found["probability"], sum(ways[9:]), places=12)
        self.assertIn(f"a probability of {found['probability']:.3f}", " ".join(page.split()))


class LinkNetworks(unittest.TestCase):
    def test_blockade_of_tapi(self):
        """What gas-without-tapi.md says of it."""
        found, = answer("links", "gas", "--at", "2026-01-01", "--from", "TKM", "--to", "lahore",
                        "--open", "TAPI", "--block", "TAPI")
        self.assertEqual((found["before"], found["after"], found["verdict"]), (28, 0, "no substitute"))
        self.assertEqual(found["substitutes"], [{"open": "Karakoram branch", "after": 10}])

    def test_ways_of_the_corridor(self):
        """The western alignment is 2,463 km from the pass to Gwadar, as the Highway Authority has it."""
        routes = answer("links", "corridors", "--at", "2026-01-01", "--from", "khunjerab", "--to",
                        "gwadar", "--routes", "3")
        western, = [route for route in routes if "zhob" in route["nodes"]]
        self.assertTrue(western["measured"])
        self.assertLess(abs(western["km"] / 2463 - 1), 0.02)

    def files(self):
        paths = sorted((EURASIA / "links").glob("*.yaml"))
        self.assertEqual([p.stem for p in paths], ["corridors", "gas"])
        return [(path.name, load(path)) for path in paths]

    def test_links_hang_together(self):
        for name, file in self.files():
            nodes = {node["node"]: node for node in file["nodes"]}
            ends = Counter(link[end] for link in file["links"] for end in ("from", "to"))
            self.assertEqual(set(ends), set(nodes), f"{name}: nodes without a link, or the reverse")
            for node in nodes.values():
                self.assertIn(node["state"], KNOWN_STATES, node)
            for link in file["links"]:
                where = (name, link["link"])
                self.assertGreater(link["capacity"], 0, where)
                for owner in link["owners"]:
                    self.assertIn(owner, KNOWN_STATES, where)
                straight = kilometres(nodes[link["from"]]["at"], nodes[link["to"]]["at"])
                if "km" in link:  # no road is shorter than the straight line, few are thrice as long
                    self.assertGreater(link["km"], 0.85 * straight, where)
                    self.assertLess(link["km"], max(3 * straight, straight + 500), where)

    def test_what_was_asked_for_is_there(self):
        parts = {link.get("part of") for _, file in self.files() for link in file["links"]}
        for project in ["TAPI", "Pakistan Stream", "Altai", "Power of Siberia", "Power of Siberia 2",
                        "Central Asia–China", "Central Asia–China D", "Iran–Pakistan", "Chabahar",
                        "INSTC western", "INSTC eastern", "INSTC trans-Caspian", "ML-1",
                        "CPEC western", "CPEC central", "CPEC eastern", "New Eurasian Land Bridge",
                        "China–Mongolia–Russia", "China–Central Asia–West Asia",
                        "China–Indochina Peninsula", "Bangladesh–China–India–Myanmar", "CPEC"]:
            self.assertIn(project, parts)

    @with_shared
    def test_gas_against_the_tracker(self):
        ours = {link["link"]: link for link in load(EURASIA / "links" / "gas.yaml")["links"]}
        theirs = {}
        with open(SHARED / "gem-pipelines" / "asia_gas_tracker_data.utf8.csv", newline="",
                  encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["type"] == "gas_pipeline":
                    theirs[row["project"], row["unit"]] = row
        for id, (project, unit, tolerance) in TRACKED.items():
            row = theirs[project, unit]
            capacity = float(row["capacity"]) * (BCM if row["units"] == "MMcf/d" else 1)
            self.assertLessEqual(abs(ours[id]["capacity"] / capacity - 1), tolerance, id)
            expected = (row["status_tabular"], status_on(ours[id], date(2024, 5, 1)))
            self.assertEqual(expected, OTHER_STATUS.get(id, (expected[0],) * 2), id)

    @with_shared
    def test_capitals_lie_where_the_factbook_has_them(self):
        codes = dict(kabul="af", ashgabat="tx", tashkent="uz", tehran="ir", beijing="ch",
                     ulaanbaatar="mg", moscow="rs", baku="aj", tbilisi="gg", dhaka="bg",
                     vientiane="la", bangkok="th", singapore="sn", astana="kz", islamabad="pk")
        nodes = {node["node"]: node["at"] for _, file in self.files() for node in file["nodes"]}
        for id, code in codes.items():
            path = next((SHARED / "factbook").glob(f"*/{code}.json"))
            text = json.loads(path.read_text())["Government"]["Capital"]["geographic coordinates"]
            parts = re.match(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text["text"]).groups()
            there = [(int(parts[i]) + int(parts[i + 1]) / 60) * (1 if parts[i + 2] in "NE" else -1)
                     for i in (0, 3)]
            self.assertLess(kilometres(nodes[id], there), 30, id)


class GasPage(unittest.TestCase):
    def test_flows_of_the_page(self):
        """Its table of flows, worked out by networkx; the link's names are what the program calls them."""
        try:
            import networkx
        except ImportError:
            self.skipTest("python3-networkx is not there")
        links = load(EURASIA / "links" / "gas.yaml")["links"]
        sources = {"from Turkmenistan": "galkynysh", "from Iran": "asaluyeh",
                   "by sea": "ras-laffan", "from Russia": "urengoy"}
        page = (EURASIA / "scenarios" / "gas-without-tapi.md").read_text(encoding="utf-8").split("\n")
        start = next(i for i, line in enumerate(page) if line.startswith("| open besides"))
        columns = [cell.strip() for cell in page[start].strip("|").split("|")]
        self.assertEqual(columns[1:], [*sources, "together"])
        checked = 0
        for line in page[start + 2:]:
            if not line.startswith("|"):
                break
            opened, *figures = [cell.strip() for cell in line.strip("|").split("|")]
            opened = {} if opened == "nothing" else set(opened.split(", "))
            net = networkx.DiGraph()
            for link in links:
                names = {link["link"], link.get("part of")}
                if not (names & set(opened) or status_on(link, date(2026, 1, 1)) == "operating"):
                    continue
                ends = [(link["from"], link["to"])]
                if link.get("both ways"):
                    ends.append(ends[0][::-1])
                for a, b in ends:
                    before = net.get_edge_data(a, b, {"capacity": 0})["capacity"]
                    net.add_edge(a, b, capacity=before + round(1000 * link["capacity"]))
            net.add_nodes_from(sources.values())
            flows = [networkx.maximum_flow_value(net, node, "lahore") for node in sources.values()]
            net.add_edges_from(("all", node) for node in sources.values())  # without a limit
            flows.append(networkx.maximum_flow_value(net, "all", "lahore"))
            self.assertEqual([float(cell) for cell in figures], [f / 1000 for f in flows], line)
            checked += 1
        self.assertGreaterEqual(checked, 9)


class Scenarios(unittest.TestCase):
    """Every scenario is well formed, cites claims that there are, and gives what its page says."""

    names = ["afghan-broker-2021", "gas-without-tapi", "pakistan-four-options", "proxy-relocation",
             "triangle", "un-sanctions-2017"]

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="entente-eurasia-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.record = Path(cls.folder.name) / "dispatches.duckdb"
        cls.output("read", EURASIA / "dispatches", "--record", cls.record)

    @classmethod
    def output(cls, *arguments):
        done = subprocess.run([ENTENTE, *map(str, arguments)], cwd=cls.folder.name,
                              capture_output=True, encoding="utf-8", timeout=300)
        if done.returncode != 0:
            raise AssertionError(f"{arguments}: {done.returncode} {done.stderr}")
        return done.stdout

    @staticmethod
    def file(name):
        return EURASIA / "scenarios" / f"{name}.yaml"

    def test_these_are_all_and_each_has_a_page(self):
        self.assertEqual(sorted(p.stem for p in (EURASIA / "scenarios").glob("*.yaml")), self.names)
        self.assertEqual(sorted(p.stem for p in (EURASIA / "scenarios").glob("*.md")), self.names)

    def test_each_is_well_formed(self):
        for name in self.names:
            self.output("scenario", "check", self.file(name))

    def test_claims_are_in_the_record_of_the_dispatches(self):
        listed = self.output("claims", "--record", self.record, "--limit", 0, "--format", "csv")
        known = {row["claim"] for row in csv.DictReader(listed.splitlines())}
        cited = [(name, id) for name in self.names
                 for id in re.findall(r"\b[0-9a-f]{16}\b", self.file(name).read_text("utf-8"))]
        self.assertGreater(len(cited), 60)
        self.assertEqual([one for one in cited if one[1] not in known], [],
                         "the reader no longer makes these claims: cite others, or say it is judgement")

    def test_no_scenario_knows_its_future(self):
        """No claim that it cites is of a document later than the period in which it starts."""
        listed = self.output("claims", "--record", self.record, "--limit", 0, "--format", "csv")
        published = {row["claim"]: row["document"][:10] for row in csv.DictReader(listed.splitlines())}
        for name in self.names:
            text = self.file(name).read_text(encoding="utf-8")
            start = str(load(self.file(name))["from"])
            for id in re.findall(r"\b[0-9a-f]{16}\b", text):
                self.assertLessEqual(published[id][:len(start)], start, (name, id))

    @functools.cache
    def run_it(self, name, variant):
        chosen = ["--variant", variant] if variant else []
        return json.loads(self.output("scenario", "run", self.file(name), *chosen,
                                      "--format", "jsonl"))

    def probability(self, name, variant, slot, value):
        """At the last step, in hundredths."""
        run = self.run_it(name, variant)
        values = next(s["values"] for s in run["slots"] if s["slot"] == slot)
        return 100 * next(v["steps"][-1]["probability"] for v in values if v["value"] == value)

    def test_what_comes_out_is_what_the_pages_say(self):
        """Tables with the columns variant, slot, value, per cent; an empty cell repeats the one above."""
        for name in self.names:
            page = self.file(name).with_suffix(".md").read_text(encoding="utf-8")
            lines = page.split("\n")
            start = lines.index("| variant | slot | value | per cent |")
            above, rows_read = ["", "", ""], 0
            for line in lines[start + 2:]:
                if not line.startswith("|"):
                    break
                cells = [cell.strip() for cell in line.strip("|").split("|")]
                above = [cell or old for cell, old in zip(cells[:3], above)]
                variant = "" if above[0] == "as written" else above[0]
                got = self.probability(name, variant, above[1], above[2])
                self.assertAlmostEqual(got, float(cells[3]), delta=0.06, msg=(name, line))
                rows_read += 1
            self.assertGreaterEqual(rows_read, 8, name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
