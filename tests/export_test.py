"""`entente export` from outside: what comes out is what the record holds, read back by programs that
are not ours: DuckDB's readers, networkx, igraph, xmllint."""

import csv
import ctypes
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from pathlib import Path

try:
    import igraph
    import networkx
except ImportError:  # Debian's modules are those of Debian's Python
    if sys.executable != "/usr/bin/python3":
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    print("skipped: python3-networkx and python3-igraph are not installed", file=sys.stderr)
    sys.exit(77)

ENTENTE = os.path.abspath(sys.argv[1])
HERE = Path(__file__).resolve().parent
DISPATCHES = HERE.parent / "worlds" / "eurasia" / "dispatches"
FRIENDLY = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
MODES = ("negation", "future", "hypothetical", "historical")

# Two articles with what formats have to escape.
ARTICLES = [
    {"id": "größe & <co>.txt", "title": "50% of {Ōsaka} & \"co\": \\o/ #1_a^b~c $",
     "author": "Łukasz {Nowak}; Khan, Aisha", "source": "Le Monde; diplomatique",
     "url": "https://example.org/a?b=1&c={2}", "date": "2017-09-08",
     "text": "“Größe” \U0001f600 — Ōsaka.\n\nRussia sold helicopters to Pakistan on Monday. "
             "China & India signed an agreement <on trade>; the United States condemned Iran.\n"},
    {"id": "plain.txt", "text": "Russia attacked Ukraine. Turkey may sanction Israel.\n"},
]
PLOVER = [
    {"id": "p1", "date": "2016-07-24", "event": "COOPERATE", "mode": "", "context": ["military"],
     "event_scale": 7.4, "source": [{"code": "USA", "sector": "GOV", "text": "Washington"}],
     "recipient": [{"code": "CAN"}]},
    {"id": "p2", "date": "2016-07-25", "event": "ASSAULT", "mode": "aerial", "context":
     ["territorial", "historical"], "source": [{"code": "tata-motors", "text": "Tata  Motors"}],
     "recipient": [{"code": "UNK", "sector": "CVL", "text": "tab\there; there"}]},
    {"id": "p3", "date": "2016-08-25", "event": "ACCUSE", "context": ["patronage", "negation"],
     "source": [{"code": "IRN"}], "recipient": [{"code": "NATO", "text": "the alliance"}]},
    {"id": "p4", "date": "2017-08-25", "event": "CONSULT", "context": ["membership"],
     "source": [{"code": "côte-d’or", "text": "Côte d’Or"}], "recipient": [{"code": "RUS"}]},
]


class Duck:
    """DuckDB by the library that the program itself uses, for its readers of CSV, JSON, Parquet."""

    class Result(ctypes.Structure):
        _fields_ = [("columns", ctypes.c_uint64), ("rows", ctypes.c_uint64),
                    ("changed", ctypes.c_uint64), ("data", ctypes.c_void_p),
                    ("message", ctypes.c_char_p), ("internal", ctypes.c_void_p)]

    def __init__(self):
        linked = subprocess.run(["ldd", ENTENTE], capture_output=True, text=True, check=True).stdout
        path = next(line.split()[2] for line in linked.splitlines() if "libduckdb" in line)
        self.library = ctypes.CDLL(path)
        self.library.duckdb_value_varchar.restype = ctypes.c_void_p
        self.library.duckdb_value_varchar.argtypes = [ctypes.c_void_p, ctypes.c_uint64,
                                                      ctypes.c_uint64]
        self.library.duckdb_result_error.restype = ctypes.c_char_p
        self.database, self.connection = ctypes.c_void_p(), ctypes.c_void_p()
        assert self.library.duckdb_open(None, ctypes.byref(self.database)) == 0
        assert self.library.duckdb_connect(self.database, ctypes.byref(self.connection)) == 0

    def close(self):
        self.library.duckdb_disconnect(ctypes.byref(self.connection))
        self.library.duckdb_close(ctypes.byref(self.database))

    def value(self, sql):
        """The first cell of the first row, as text."""
        result = self.Result()
        failed = self.library.duckdb_query(self.connection, sql.encode(), ctypes.byref(result))
        try:
            if failed:
                raise AssertionError(
                    self.library.duckdb_result_error(ctypes.byref(result)).decode() + "\n" + sql)
            text = self.library.duckdb_value_varchar(ctypes.byref(result), 0, 0)
            return ctypes.string_at(text).decode() if text else None
        finally:
            self.library.duckdb_destroy_result(ctypes.byref(result))


class Base(unittest.TestCase):
    """Runs in a folder of its own, with a record of the dispatches and of some data sets."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="entente-export-"))
        cls.record = cls.folder / "entente.duckdb"
        cls.output("read", DISPATCHES)
        cls.output("read", "-", text="".join(json.dumps(a) + "\n" for a in ARTICLES))
        cls.write("p.jsonl", "".join(json.dumps(event) + "\n" for event in PLOVER))
        cls.output("import", "plover", "p.jsonl")
        cls.write("net.csv", "from,to,sign\nA-land,B-land,1\nB-land,C-land,-1\n")
        cls.output("import", "signed-network", "net.csv")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def run_it(cls, *arguments, text=None, **more):
        return subprocess.run([ENTENTE, *map(str, arguments)], input=text, cwd=cls.folder,
                              capture_output=True, encoding="utf-8", timeout=300, **more)

    @classmethod
    def output(cls, *arguments, **more):
        result = cls.run_it(*arguments, **more)
        if result.returncode != 0:
            raise AssertionError(f"{arguments}: {result.returncode} {result.stderr}")
        return result.stdout

    @classmethod
    def write(cls, name, text):
        (cls.folder / name).write_text(text, encoding="utf-8")

    def exported(self, what, name, *options):
        """The text of an exported file."""
        self.output("export", what, name, *options)
        return (self.folder / name).read_bytes().decode("utf-8")

    def claims(self, *options):
        lines = self.output("claims", "--sort", "document", "--format", "jsonl", *options)
        return [json.loads(line) for line in lines.splitlines()]


class Tables(Base):
    WHATS = ("claims", "coded-claims", "measures", "mentions")
    TABLES = {  # as a file has them, out of the record
        "claims": "SELECT c.*, d.name, d.title, d.date, d.source, d.url FROM r.claims c "
                  "JOIN r.documents d ON d.hash = c.document",
        "coded-claims": "SELECT d.format, d.name, c.* EXCLUDE (dataset) FROM r.coded_claims c "
                        "JOIN r.datasets d ON d.number = c.dataset",
        "measures": "SELECT d.format, d.name, m.* EXCLUDE (dataset) FROM r.measures m "
                    "JOIN r.datasets d ON d.number = m.dataset",
        "mentions": "SELECT d.format, d.name, m.* EXCLUDE (dataset) FROM r.mentions m "
                    "JOIN r.datasets d ON d.number = m.dataset",
    }

    def test_all_forms_come_back_equal(self):
        for what in self.WHATS:
            for form in ("csv", "jsonl", "parquet"):
                self.output("export", what, f"{what}.{form}")
        duck = Duck()
        self.addCleanup(duck.close)
        duck.value(f"ATTACH '{self.record}' AS r (READ_ONLY)")
        self.assertGreater(int(duck.value("SELECT count(*) FROM r.claims")), 500)
        for what in self.WHATS:
            stored = self.TABLES[what]
            rows = int(duck.value(f"SELECT count(*) FROM ({stored})"))
            types = duck.value("SELECT '{' || string_agg('''' || column_name || ''': ''' || "
                               f"column_type || '''', ', ') || '}}' FROM (DESCRIBE SELECT * FROM "
                               f"'{self.folder}/{what}.parquet')")
            for form, reader in {
                    "parquet": "read_parquet('{}')",
                    "jsonl": "read_json('{}', format='newline_delimited', columns={types})",
                    "csv": "read_csv('{}', header=true, columns={types})"}.items():
                read = reader.replace("{}", f"{self.folder}/{what}.{form}")
                read = read.replace("{types}", types)
                with self.subTest(what=what, form=form):
                    self.assertEqual(int(duck.value(f"SELECT count(*) FROM {read}")), rows)
                    for a, b in ((stored, f"FROM {read}"), (f"FROM {read}", stored)):
                        self.assertEqual(
                            duck.value(f"SELECT count(*) FROM (({a}) EXCEPT ALL ({b}))"), "0")

    def test_events_are_those_of_claims(self):
        listed = {json.loads(line)["event"]: json.loads(line) for line in
                  self.output("claims", "--events", "--format", "jsonl").splitlines()}
        self.assertGreater(len(listed), 100)
        for form in ("csv", "jsonl", "parquet"):
            self.output("export", "events", f"events.{form}")
        rows = [json.loads(line) for line in (self.folder / "events.jsonl").read_text(
            encoding="utf-8").splitlines()]
        self.assertEqual({row["event"] for row in rows}, set(listed))
        for row in rows:
            event = listed[row["event"]]
            for key in ("type", "trend", "realis", "layers", "reports", "documents", "sources",
                        "denials", "contested", "confidence", "claims", "denied_by"):
                self.assertEqual(row[key], event[key], key)
            self.assertEqual((row["actor"], row["recipient"]),
                             (event["actor"]["id"], event["recipient"]["id"]))
            self.assertEqual(row["date_from"], event["date"] and event["date"]["start"])
        with open(self.folder / "events.csv", encoding="utf-8", newline="") as file:
            self.assertEqual([(row["event"], row["claims"].split()) for row in csv.DictReader(file)],
                             [(row["event"], row["claims"]) for row in rows])
        duck = Duck()
        self.addCleanup(duck.close)
        parquet, lines = (f"SELECT * FROM '{self.folder}/events.{form}'"
                          for form in ("parquet", "jsonl"))
        columns = "event, date_from, actor, recipient, type, layers, reports, claims"
        self.assertEqual(duck.value(
            f"SELECT count(*) FROM ((SELECT {columns} FROM ({parquet})) EXCEPT ALL "
            f"(SELECT {columns} FROM ({lines})))"), "0")
        self.assertEqual(int(duck.value(f"SELECT count(*) FROM ({parquet})")), len(rows))

    def test_numbers_are_short(self):
        rows = self.exported("claims", "s.jsonl").splitlines()
        found = {row.split('"confidence":')[1].split(",")[0] for row in rows}
        self.assertTrue(all(len(number) <= 4 for number in found), found)

    def test_order_is_that_of_the_record(self):
        ids = [json.loads(line)["id"] for line in self.exported("claims", "o.jsonl").splitlines()]
        self.assertEqual(ids, [claim["claim"] for claim in self.claims()])

    def test_options_choose(self):
        for options in (["--actor", "Pakistan"], ["--pair", "PAK", "RUS", "--facts"],
                        ["--type", "SANCTION", "--from", "2015", "--to", "2017-06"],
                        ["--claimant", "CHN"], ["--min-confidence", "0.8", "--aux", "future"],
                        ["--document", "plain.txt"]):
            rows = self.output("export", "claims", "-", "--as", "jsonl", *options).splitlines()
            expected = [claim["claim"] for claim in self.claims(*options)]
            self.assertTrue(expected or "--claimant" in options, options)
            self.assertEqual([json.loads(row)["id"] for row in rows], expected, options)
        coded = self.output("export", "coded-claims", "-", "--as", "jsonl", "--actor", "Iran")
        self.assertEqual([json.loads(row)["event"] for row in coded.splitlines()], ["p3"])
        coded = self.output("export", "coded-claims", "-", "--as", "jsonl", "--actor", "tata-motors")
        self.assertEqual([json.loads(row)["event"] for row in coded.splitlines()], ["p2"])

    def test_what_a_table_cannot_be_chosen_by_is_an_error(self):
        for what, options in (("measures", ["--type", "AID"]), ("mentions", ["--from", "2017"])):
            result = self.run_it("export", what, "x.csv", *options)
            self.assertEqual(result.returncode, 1)
            self.assertIn("cannot be chosen by", result.stderr)
            self.assertFalse((self.folder / "x.csv").exists())


class Writing(Base):
    ALL = [("claims", "csv"), ("claims", "jsonl"), ("claims", "parquet"), ("coded-claims", "parquet"),
           ("events", "csv"), ("events", "parquet"), ("measures", "csv"), ("network", "gexf"), ("network", "graphml"),
           ("annotations", "jsonld"), ("plover", "jsonl"), ("polecat", "tsv"),
           ("bibliography", "bib"), ("bibliography", "ris")]

    def test_same_bytes_again_and_in_a_pipe(self):
        for what, form in self.ALL:
            with self.subTest(what=what, form=form):
                files = []
                for name in ("a", "b"):
                    self.output("export", what, f"{name}.{form}")
                    files.append((self.folder / f"{name}.{form}").read_bytes())
                piped = subprocess.run([ENTENTE, "export", what, "-", "--as", form],
                                       cwd=self.folder, stdout=subprocess.PIPE, check=True,
                                       stderr=subprocess.DEVNULL).stdout
                self.assertEqual(files[0], files[1])
                self.assertEqual(files[0], piped)
                self.assertGreater(len(piped), 100)

    def test_standard_output_is_appended_to_not_emptied(self):
        with open(self.folder / "log", "wb") as log:
            log.write(b"before\n")
        with open(self.folder / "log", "ab") as log:
            subprocess.run([ENTENTE, "export", "measures", "-"], cwd=self.folder, stdout=log,
                           check=True)
        lines = (self.folder / "log").read_text().splitlines()
        self.assertEqual((lines[0], len(lines)), ("before", 4))

    def test_a_full_disk_leaves_the_old_file(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        for what, form in self.ALL:
            name = f"full.{form}"
            self.write(name, "old")
            result = self.run_it("export", what, name, preexec_fn=limit)
            if result.returncode == 0:  # smaller than the limit
                self.assertLess((self.folder / name).stat().st_size, 20_000)
                continue
            with self.subTest(what=what, form=form):
                self.assertEqual(result.returncode, 1)
                self.assertIn("/tmp" if what == "events" else name, result.stderr)
                self.assertIn("free some space", result.stderr)
                self.assertEqual((self.folder / name).read_text(), "old")
                self.assertFalse((self.folder / (name + ".part")).exists())

    def test_a_kill_leaves_the_old_file(self):
        for what, form in self.ALL:
            name = f"kill.{form}"
            self.write(name, "old")
            whole = (self.output("export", what, f"whole.{form}"),
                     (self.folder / f"whole.{form}").read_bytes())[1]
            for delay in (0.005, 0.02, 0.05):
                process = subprocess.Popen([ENTENTE, "export", what, name], cwd=self.folder,
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(delay)
                process.send_signal(signal.SIGKILL)
                process.wait()
                self.assertIn((self.folder / name).read_bytes(), (b"old", whole))
            self.output("export", what, name)  # whatever the killed ones left does not disturb
            self.assertEqual((self.folder / name).read_bytes(), whole)

    def test_a_reader_who_goes_away_ends_it(self):
        for what, form in (("claims", "parquet"), ("annotations", "jsonld")):
            process = subprocess.Popen([ENTENTE, "export", what, "-", "--as", form],
                                       cwd=self.folder, stdout=subprocess.PIPE)
            process.stdout.read(10)
            process.stdout.close()
            self.assertNotEqual(process.wait(timeout=60), 1)

    def test_devices_are_written_to_and_links_followed(self):
        self.output("export", "measures", "/dev/null", "--as", "csv")
        self.assertTrue(Path("/dev/null").is_char_device())
        self.write("target.csv", "old")
        (self.folder / "link.csv").symlink_to("target.csv")
        self.output("export", "measures", "link.csv")
        self.assertTrue((self.folder / "link.csv").is_symlink())
        self.assertIn("A-land", (self.folder / "target.csv").read_text())

    def test_misuse(self):
        for arguments, says in ((["claims", "x.doc"], "csv, jsonl, parquet"),
                                (["claims", "x.csv", "--as", "gexf"], "csv, jsonl, parquet"),
                                (["claims"], "FILE"), (["nothing", "x.csv"], "WHAT"),
                                (["network", "x.gexf", "--at", "2017"], "no day"),
                                (["network", "x.gexf", "--at", "2017-01-01", "--to", "2018"],
                                 "--to")):
            result = self.run_it("export", *arguments)
            self.assertEqual(result.returncode, 2, arguments)
            self.assertIn(says, result.stderr)
        result = self.run_it("export", "claims", "no/such/folder/x.csv")
        self.assertEqual(result.returncode, 1)
        self.assertIn("no/such/folder/x.csv: No such file or directory", result.stderr)
        result = self.run_it("export", "claims", self.folder, "--as", "csv")
        self.assertIn("is a folder", result.stderr)

    def test_report_says_what_was_left_out(self):
        self.assertEqual(self.output("export", "measures", "m.csv"), "m.csv: 2 rows\n")
        report = self.output("export", "polecat", "x.tsv", "--only", "coded")
        self.assertEqual(report, "x.tsv: 2 events; 2 claims left out: 2 not asserted as fact\n")
        piped = self.run_it("export", "polecat", "-", "--only", "coded")
        self.assertEqual(piped.stderr, "entente: -: 2 events; 2 claims left out: "
                                       "2 not asserted as fact\n")


class Network(Base):
    def expected(self, *options):
        """Pairs with their claims, worked out from `entente claims` and the data set."""
        pairs = defaultdict(list)
        for claim in self.claims("--facts", *options):
            pair = tuple(sorted((claim["actor"]["id"], claim["recipient"]["id"])))
            if pair[0] == pair[1] or "UNK" in pair or claim["date"] is None:
                continue
            pairs[pair].append(claim)
        return pairs

    @staticmethod
    def is_friendly(claim):
        return claim["type"] in FRIENDLY or claim["sign"] == "+"

    def check(self, edges, pairs):
        """`edges`: pair → attributes."""
        self.assertGreater(len(pairs), 30)
        self.assertEqual(set(edges), set(pairs))
        for pair, claims in pairs.items():
            edge = edges[pair]
            friendly = sum(map(self.is_friendly, claims))
            self.assertEqual(int(edge["claims"]), len(claims), pair)
            self.assertEqual(float(edge["weight"]), len(claims))
            self.assertEqual(int(edge["cooperative"]), friendly)
            self.assertEqual(int(edge["conflictual"]), len(claims) - friendly)
            self.assertAlmostEqual(float(edge["balance"]), 2 * friendly / len(claims) - 1)
            self.assertEqual(edge["layers"], "|".join(sorted({c["layer"] for c in claims})))
            self.assertEqual(edge["first"], min(c["date"]["start"] for c in claims))
            self.assertEqual(edge["last"], max(c["date"]["end"] for c in claims))
            for kind, count in Counter(c["type"] for c in claims).items():
                self.assertEqual(int(edge[kind]), count, pair)

    def read_gexf(self, name):
        """networkx 2.8 knows GEXF up to 1.2, whose elements are the same."""
        text = (self.folder / name).read_text(encoding="utf-8")
        text = text.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft")
        return networkx.read_gexf(io.BytesIO(text.replace('version="1.3"', 'version="1.2"').encode()))

    def validate(self, name):
        schema = HERE / "schemas" / (name.rsplit(".", 1)[1] + ".rng")
        done = subprocess.run(["xmllint", "--noout", "--nonet", "--relaxng", schema, name],
                              cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])

    def test_gexf_in_networkx(self):
        self.output("export", "network", "n.gexf", "--only", "read")
        self.validate("n.gexf")
        graph = self.read_gexf("n.gexf")
        self.assertFalse(graph.is_directed())
        pairs = self.expected()
        edges = {tuple(sorted(pair)): data for *pair, data in graph.edges(data=True)}
        self.check({pair: defaultdict(int, data) for pair, data in edges.items()}, pairs)
        self.assertEqual(set(graph), {actor for pair in pairs for actor in pair})
        self.assertEqual(graph.nodes["PAK"]["label"], "Pakistan")
        self.assertEqual((graph.nodes["PAK"]["kind"], graph.nodes["PAK"]["country"]),
                         ("state", "PAK"))
        self.assertEqual((graph.nodes["NATO"]["kind"], graph.nodes["NATO"]["sector"]),
                         ("alliance", "IGO"))
        for actor, data in graph.nodes(data=True):
            self.assertEqual(data["claims"], sum(len(c) for p, c in pairs.items() if actor in p))
        self.check_months(edges, pairs)

    def check_months(self, edges, pairs):
        """A claim counts in every month that it touches; an edge is there in months with claims."""
        for pair, claims in pairs.items():
            months = defaultdict(list)
            for claim in claims:
                month, last = claim["date"]["start"][:7], claim["date"]["end"][:7]
                while month <= last:
                    months[month].append(claim)
                    year, number = int(month[:4]), int(month[5:])
                    month = f"{year + number // 12:04}-{number % 12 + 1:02}"
            counted = {start[:7]: value for value, start, _ in edges[pair]["claims by month"]}
            self.assertEqual(counted, {month: len(found) for month, found in months.items()}, pair)
            for value, start, end in edges[pair]["balance by month"]:
                found = months[start[:7]]
                self.assertAlmostEqual(
                    value, 2 * sum(map(self.is_friendly, found)) / len(found) - 1)
                self.assertEqual(start[:7], end[:7])
            spells = edges[pair]["spells"]
            for (_, end), (start, _) in zip(spells, spells[1:]):
                self.assertLess(end, start)
            for month in months:
                self.assertTrue(any(a[:7] <= month <= b[:7] for a, b in spells), (pair, month))

    def test_graphml_in_networkx_and_igraph(self):
        self.output("export", "network", "n.graphml", "--only", "read")
        self.validate("n.graphml")
        pairs = self.expected()
        graph = networkx.read_graphml(self.folder / "n.graphml")
        self.assertFalse(graph.is_directed())
        self.check({tuple(sorted(pair)): data for *pair, data in graph.edges(data=True)}, pairs)
        self.assertEqual(graph.nodes["PAK"]["label"], "Pakistan")
        other = igraph.Graph.Read_GraphML(str(self.folder / "n.graphml"))
        self.assertFalse(other.is_directed())
        self.assertEqual(other.vcount(), graph.number_of_nodes())
        self.check({tuple(sorted((other.vs[e.source]["actor"], other.vs[e.target]["actor"]))):
                    e.attributes() for e in other.es}, pairs)

    def test_period_and_layer(self):
        options = ["--from", "2014", "--to", "2016", "--layer", "military"]
        self.output("export", "network", "p.gexf", "--only", "read", "--step", "year", *options)
        self.validate("p.gexf")
        graph = self.read_gexf("p.gexf")
        pairs = self.expected(*options)
        self.assertGreater(len(pairs), 3)
        self.assertEqual({tuple(sorted(pair)) for pair in graph.edges}, set(pairs))
        for *_, data in graph.edges(data=True):
            self.assertEqual(data["layers"], "military")
            for start, end in data["spells"]:
                self.assertTrue("2014-01-01" <= start <= end <= "2016-12-31")
        self.output("export", "network", "at.graphml", "--only", "read", "--at", "2016-02-29")
        year = self.expected("--from", "2015-03-01", "--to", "2016-02-29")
        self.assertEqual({tuple(sorted(pair)) for pair in
                          networkx.read_graphml(self.folder / "at.graphml").edges}, set(year))

    def test_coded_claims_and_strange_names(self):
        report = self.output("export", "network", "c.graphml", "--only", "coded")
        self.assertEqual(report, "c.graphml: 4 actors, 2 pairs\n")
        self.validate("c.graphml")
        graph = networkx.read_graphml(self.folder / "c.graphml")
        names = {data["actor"]: (node, data["label"]) for node, data in graph.nodes(data=True)}
        self.assertEqual(names["côte-d’or"], ("c_00F4_te-d_2019_or", "Côte d’Or"))
        self.output("export", "network", "c.gexf", "--only", "coded")
        self.validate("c.gexf")
        self.assertIn("côte-d’or", self.read_gexf("c.gexf"))

    def test_empty(self):
        for form in ("gexf", "graphml"):
            self.output("export", "network", f"e.{form}", "--from", "1700", "--to", "1701")
            self.validate(f"e.{form}")


class Annotations(Base):
    def test_every_selector_points_at_the_words(self):
        collection = json.loads(self.exported("annotations", "a.jsonld"))
        self.assertEqual(collection["@context"], "http://www.w3.org/ns/anno.jsonld")
        self.assertEqual(collection["type"], "AnnotationCollection")
        items = collection["first"]["items"]
        claims = self.claims()
        self.assertEqual(collection["total"], len(items))
        texts = {file.name: file.read_text(encoding="utf-8") for file in DISPATCHES.glob("*.txt")}
        texts.update({article["id"]: article["text"] for article in ARTICLES})
        self.assertEqual(len(items), len(claims))
        for item, claim in zip(items, claims):
            self.assertEqual(item["id"], "urn:x-entente:claim:" + claim["claim"])
            described = [body for body in item["body"] if body["purpose"] == "describing"]
            self.assertEqual([json.loads(body["value"]) for body in described], [claim])
            tags = [body["value"] for body in item["body"] if body["purpose"] == "tagging"]
            self.assertEqual(tags, [claim["type"], claim["layer"], claim["actor"]["id"],
                                    claim["recipient"]["id"]])
            position, quote = item["target"]["selector"]
            self.assertEqual((position["type"], quote["type"]),
                             ("TextPositionSelector", "TextQuoteSelector"))
            text, start, end = texts[claim["document"]], position["start"], position["end"]
            self.assertEqual(text[start:end], quote["exact"])
            self.assertEqual(text[max(0, start - 32):start], quote["prefix"])
            self.assertEqual(text[end:end + 32], quote["suffix"])
            self.assertIn(claim["trigger"]["text"], quote["exact"])
        sources = {item["target"]["source"]["id"] for item in items}
        self.assertIn("https://example.org/a?b=1&c={2}", sources)
        self.assertTrue(any(source.startswith("urn:x-entente:document:") for source in sources))


class EventData(Base):
    def events(self, lines):
        return [json.loads(line) for line in lines.splitlines()]

    def test_plover_comes_back_equal(self):
        """Out, in, and out again: the same lines but for the sentence, which nobody imports."""
        first = self.exported("plover", "first.jsonl")
        other = self.folder / "other.duckdb"
        report = json.loads(self.output("import", "plover", "first.jsonl", "--record", other,
                                        "--format", "jsonl"))
        self.assertEqual((report["malformed"], report["left_out"]), (0, 0))
        self.assertGreater(report["taken"], 400)
        second = self.output("export", "plover", "-", "--record", other)
        kept = ("id", "date", "event", "mode", "context", "event_scale", "source", "recipient")
        self.assertEqual(*([{key: event[key] for key in kept if key in event}
                            for event in self.events(text)] for text in (first, second)))

    def test_plover_says_what_the_claims_say(self):
        events = {event["id"]: event for event in self.events(self.exported("plover", "p.jsonl",
                                                                            "--only", "read"))}
        claims = [c for c in self.claims() if c["type"] != "TIE" and c["date"]]
        self.assertEqual(set(events), {claim["claim"] for claim in claims})
        for claim in claims:
            event = events[claim["claim"]]
            self.assertEqual((event["event"], event["date"], event["context"]),
                             (claim["type"], claim["date"]["start"],
                              [claim["layer"], *claim["aux"]]))
            for end, party in (("source", "actor"), ("recipient", "recipient")):
                (given,), said = event[end], claim[party]
                self.assertEqual((given["code"], given.get("sector"), given.get("text")),
                                 (said["id"], said["sector"], said["text"]))

    def test_polecat_has_its_columns_and_comes_back(self):
        rows = [line.split("\t") for line in self.exported("polecat", "x.tsv").splitlines()]
        self.assertEqual({len(row) for row in rows}, {40})
        self.assertEqual(rows[0][:7], ["Event ID", "Event Date", "Event Type", "Event Mode",
                                       "Intensity", "Quad Code", "Contexts"])
        events = {row[0]: row for row in rows[1:]}
        self.assertEqual(events["p1"][7:14], ["United States", "USA", "2", "GOV", "GOV", "None",
                                              "Washington"])
        self.assertEqual(events["p1"][4:7], ["7.4", "MATERIAL COOPERATION", "military"])
        other = self.folder / "polecat.duckdb"
        report = json.loads(self.output("import", "polecat", "x.tsv", "--record", other,
                                        "--format", "jsonl"))
        self.assertEqual((report["taken"], report["malformed"]), (len(rows) - 1, 0))
        back = self.output("export", "polecat", "-", "--record", other).splitlines()[1:]
        columns = (*range(0, 6), 8, 9, 10, 16, 17, 18)  # not contexts' and names' own words
        for before, after in zip(rows[1:], back):
            after = after.split("\t")
            self.assertEqual([before[i] for i in columns], [after[i] for i in columns])


class Bibliography(Base):
    def test_ris(self):
        text = self.exported("bibliography", "x.ris")
        entries = [entry.split("\r\n") for entry in text.split("\r\nER  - \r\n\r\n")[:-1]]
        self.assertEqual(len(entries), len(list(DISPATCHES.glob("*.txt"))) + len(ARTICLES))
        for entry in entries:
            self.assertTrue(entry[0].startswith("TY  - "))
            for line in entry:
                self.assertRegex(line, r"^[A-Z][A-Z0-9]  - .")
        hard = next(entry for entry in entries if any("Ōsaka" in line for line in entry))
        for line in ("TI  - " + ARTICLES[0]["title"], "AU  - Łukasz {Nowak}", "AU  - Khan, Aisha",
                     "PY  - 2017", "DA  - 2017/09/08/", "T2  - Le Monde; diplomatique",
                     "UR  - https://example.org/a?b=1&c=%7B2%7D"):
            self.assertIn(line, hard)

    def test_bibtex(self):
        text = self.exported("bibliography", "x.bib")
        self.assertEqual(text.count("{"), text.count("}"))
        entries = text.strip().split("\n\n")
        keys = [entry.split("{", 1)[1].split(",", 1)[0] for entry in entries]
        self.assertEqual(len(set(keys)), len(list(DISPATCHES.glob("*.txt"))) + len(ARTICLES))
        hard = next(entry for entry in entries if "Ōsaka" in entry)
        self.assertIn("title = {{50\\% of \\textbraceleft{}Ōsaka\\textbraceright{} \\& \"co\": "
                      "\\textbackslash{}o/ \\#1\\_a\\textasciicircum{}b\\textasciitilde{}c \\$}}",
                      hard)
        self.assertIn("author = {Łukasz \\textbraceleft{}Nowak\\textbraceright{} and Khan, Aisha}",
                      hard)
        self.assertIn("url = {https://example.org/a?b=1&c=%7B2%7D}", hard)

    def test_only_of_the_claims_chosen(self):
        text = self.output("export", "bibliography", "-", "--document", "plain.txt")
        self.assertEqual(text.count("@misc{"), 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
