"""The API of `entente serve`, asked over HTTP on a record of real documents; and the rules that keep
it safe.

usage: workbench_test.py ENTENTE
"""
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from random import Random

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}; ./dev test installs python3-jsonschema and python3-yaml")
    sys.exit(77)

HOME = Path(__file__).parent.parent
DISPATCHES = sorted((HOME / "worlds/eurasia/dispatches").glob("201[4-6]*.txt"))
ENTENTE = ""


class Contract:
    """docs/api.yaml: every answer that a test gets has to be as it says, and no other."""

    def __init__(self):
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.spec = yaml.load((HOME / "docs/api.yaml").read_text("utf8"), loader)
        jsonschema.Draft202012Validator.check_schema({"$defs": self.spec["components"]["schemas"]})
        self.seen = set()  # (method, path) that have been answered

    def operations(self):
        return {(method, path) for path, methods in self.spec["paths"].items() for method in methods}

    def operation(self, method, path):
        """The documented path that fits, and what is said of it; those without {…} first."""
        for pattern in sorted(self.spec["paths"], key=lambda p: "{" in p):
            if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(pattern)), path):
                return pattern, self.spec["paths"][pattern].get(method)
        return None, None

    def check(self, method, path, status, answer, body=None):
        pattern, operation = self.operation(method, path)
        if status != 200:
            self.fits({"$ref": "#/components/schemas/Problem"}, answer, path)
            return
        assert operation, f"{method} {path} is answered, but not documented"
        self.fits(operation["responses"]["200"]["content"]["application/json"]["schema"], answer, path)
        if body is not None:
            self.fits(operation["requestBody"]["content"]["application/json"]["schema"], body, path)
        self.seen.add((method, pattern))

    def fits(self, schema, value, what):
        validator = jsonschema.Draft202012Validator({**schema, "components": self.spec["components"]})
        wrong = jsonschema.exceptions.best_match(validator.iter_errors(value))
        assert wrong is None, f"{what}: {wrong.json_path}: {wrong.message}"


CONTRACT = Contract()


class Server:
    """`entente serve` on a free port; ends with `with`."""

    def __init__(self, record, *options):
        self.process = subprocess.Popen(
            [ENTENTE, "serve", "--port", "0", "--record", record, "--format", "json", *options],
            stdout=subprocess.PIPE, text=True)
        self.told = json.loads(self.process.stdout.readline())
        self.port = self.told["port"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()

    def ask(self, path, body=None, headers=None, host=None):
        """Status, headers and body of an answer."""
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        if host:
            request.add_header("Host", host)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def get(self, path, expected=200, **parameters):
        query = "?" + urllib.parse.urlencode(parameters, doseq=True) if parameters else ""
        for _ in range(60):
            status, headers, body = self.ask("/api/v1" + path + query)
            if status != 503 or not headers.get("Retry-After"):
                break
            time.sleep(float(headers["Retry-After"]))  # not worked out yet
        assert status == expected, (path, status, body)
        answer = json.loads(body)
        CONTRACT.check("get", path, status, answer)
        return answer

    def post(self, path, body, expected=200):
        status, _, answer = self.ask("/api/v1" + path, body)
        assert status == expected, (path, status, answer)
        answer = json.loads(answer)
        CONTRACT.check("post", path, status, answer, body)
        return answer


class Workbench(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="entente-workbench-")
        cls.record = os.path.join(cls.folder.name, "r.duckdb")
        subprocess.run([ENTENTE, "read", *DISPATCHES, "--record", cls.record, "--quiet"], check=True)
        cls.server = Server(cls.record)

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()
        cls.folder.cleanup()

    def test_status_and_documents_agree(self):
        status = self.server.get("/status")
        documents = self.server.get("/documents", limit=1000)
        self.assertGreaterEqual(status["documents"], len(DISPATCHES))
        self.assertEqual(documents["total"], status["documents"])
        self.assertEqual(sum(d["claims"] for d in documents["documents"]), status["claims"])

    def test_claims_carry_their_words(self):
        answer = self.server.get("/claims", pair="Pakistan,RUS", limit=5)
        self.assertGreater(answer["total"], 5)
        self.assertEqual(answer["shown"], 5)
        for claim in answer["claims"]:
            text = self.server.get("/documents/" + claim["hash"])["text"]
            for part in ("actor", "recipient", "trigger", "sentence"):
                quote = claim[part]
                self.assertEqual(text[quote["start"]:quote["end"]], quote["text"])
        second = self.server.get("/claims", pair="PAK,RUS", limit=5, offset=5)
        self.assertFalse({c["claim"] for c in answer["claims"]} & {c["claim"] for c in second["claims"]})

    def test_counts_add_up_to_the_claims(self):
        counts = self.server.get("/counts", actor="India")
        total = self.server.get("/claims", actor="IND", limit=1)["total"]
        self.assertEqual(counts["total"], total)
        self.assertEqual(sum(m["claims"] for m in counts["months"]) + counts["undated"], total)

    def test_alignment_has_an_interval_around_its_mean(self):
        answer = self.server.get("/alignment", pair="PAK,RUS", steps=30)
        self.assertGreater(len(answer["points"]), 20)
        for point in answer["points"]:
            self.assertLessEqual(point["low"], point["mean"])
            self.assertLessEqual(point["mean"], point["high"])
        at = answer["points"][-1]
        around = self.server.get("/standings", actor="PAK", at=at["date"])["standings"]
        self.assertEqual([s["mean"] for s in around if s["actor"]["id"] == "RUS"], [at["mean"]])

    def test_what_does_not_count_is_told(self):
        for pair in ("PAK,RUS", "IND,PAK", "RUS,USA"):
            answer = self.server.get("/alignment", pair=pair)
            told = subprocess.run([ENTENTE, "alignment", *pair.split(","), "--record", self.record, "--format", "json"],
                                  capture_output=True, text=True, check=True)
            told = json.loads(told.stdout)
            self.assertEqual(answer["claims"], told["claims"])
            self.assertEqual(answer["left_out"], sum(told["left_out"].values()))
            self.assertEqual(answer["claims"] + answer["left_out"], self.server.get("/claims", pair=pair, limit=1)["total"])

    def test_evidence_leads_to_claims(self):
        answer = self.server.get("/evidence", pair="PAK,RUS", at="2016-06-01", limit=5)
        self.assertEqual(len(answer["claims"]), 5)
        shares = [c["share"] for c in answer["claims"]]
        self.assertEqual(shares, sorted(shares, reverse=True))
        for carried in answer["claims"]:
            self.server.get("/claims/" + carried["claim"]["claim"])

    def test_a_pair_is_taken_apart_by_layer_and_by_voice(self):
        layers = self.server.get("/layers", pair="PAK,RUS")["layers"]
        self.assertIn("military", {x["layer"] for x in layers})
        for x in layers:
            alone = self.server.get("/alignment", pair="PAK,RUS", layer=x["layer"], steps=2)
            self.assertEqual(x["claims"], alone["claims"])
            self.assertEqual(x["mean"], alone["points"][-1]["mean"])
        for by in ("claimant", "source"):
            voices = self.server.get("/voices", pair="PAK,RUS", by=by)
            self.assertEqual(sum(v["claims"] for v in voices["voices"]), voices["all"]["claims"])
        self.server.get("/voices", pair="PAK,RUS", by="rumour", expected=400)

    def test_documents_of_a_period(self):
        years = [self.server.get("/documents", **{"from": y, "to": y}) for y in ("2014", "2015", "2016")]
        self.assertEqual(sum(y["total"] for y in years), len(DISPATCHES))
        self.assertTrue(all(d["date"].startswith("2015") for d in years[1]["documents"]))

    def test_why_a_scenario_moves(self):
        base = "/scenarios/eurasia.gas-without-tapi"
        answer = self.server.get(base + "/moves", paths=2000, limit=3)
        self.assertEqual((len(answer["moves"]), answer["shown"]), (3, 3))
        frequent = [m["a_path"] for m in answer["moves"]]
        self.assertEqual(frequent, sorted(frequent, reverse=True))
        for move in answer["moves"]:
            for influence in move["influences"]:
                self.assertTrue(influence["source"]["texts"])
        slot = answer["moves"][0]["slot"]
        of_slot = self.server.get(base + "/moves", paths=2000, slot=slot)
        self.assertEqual({m["slot"] for m in of_slot["moves"]}, {slot})
        self.server.get(base + "/moves", slot="Atlantis", expected=404)
        effects = self.server.get(base + "/sensitivity", paths=200, limit=4)["effects"]
        sizes = [abs(e["difference"]) for e in effects]
        self.assertEqual(sizes, sorted(sizes, reverse=True))

    def test_network_keeps_everybody_in_place(self):
        a = self.server.get("/network", at="2014-12-31", actors=15)
        b = self.server.get("/network", at="2016-12-31", actors=15)
        where = lambda n: {x["id"]: (x["x"], x["y"]) for x in n["actors"]}
        self.assertEqual(where(a), where(b))
        self.assertEqual(len(set(where(a).values())), 15)
        self.assertTrue(all(0 <= x <= 1 and 0 <= y <= 1 for x, y in where(a).values()))
        for actor in a["actors"]:
            if "bloc" in actor:
                self.assertIn(actor["bloc"], (0, 1))
                self.assertTrue(0 <= actor["probability"] <= 1)

    def test_links_and_scenarios(self):
        links = self.server.get("/links", at="2020")
        self.assertIn("operating", {x["status"] for n in links["networks"] for x in n["links"]})
        scenarios = self.server.get("/scenarios")["scenarios"]
        one = self.server.get("/scenarios/eurasia.gas-without-tapi")
        self.assertIn("eurasia.gas-without-tapi", {s["id"] for s in scenarios})
        run = self.server.get("/scenarios/eurasia.gas-without-tapi/run", paths=2000)
        again = self.server.get("/scenarios/eurasia.gas-without-tapi/run", paths=2000)
        self.assertEqual(run, again)
        self.assertEqual(run["hash"], one["hash"])
        self.assertGreater(run["basis"]["judgements"], 0)
        for slot in run["slots"]:
            for step in range(len(run["steps"])):
                self.assertAlmostEqual(sum(v["steps"][step][0] for v in slot["values"]), 1, places=6)
        name = one["influences"][0]["assumption"]
        moved = self.server.get("/scenarios/eurasia.gas-without-tapi/run", paths=2000, weight=f"{name}:-10")
        self.assertNotEqual(run["slots"], moved["slots"])

    def test_reviews_change_everything_at_once_and_are_undone(self):
        claim = self.server.get("/claims", pair="IND,PAK", limit=1)["claims"][0]
        before = self.server.get("/claims", pair="IND,PAK", limit=1)["total"]
        done = self.server.post("/reviews", {"verdict": "rejected", "id": claim["claim"], "reviewer": "A"})
        self.assertEqual(self.server.get("/claims", pair="IND,PAK", limit=1)["total"], before - 1)
        self.server.get("/claims/" + claim["claim"], expected=404)
        self.server.post(f"/reviews/{done['review']}/undo", {"reviewer": "B"})
        self.assertEqual(self.server.get("/claims/" + claim["claim"])["claim"], claim["claim"])
        done = self.server.post("/reviews", {"verdict": "corrected", "id": claim["claim"],
                                             "claim": {"type": "ACCUSE", "layer": "economic"}})
        after = self.server.get("/claims/" + done["claim"])
        self.assertEqual((after["type"], after["layer"], after["confidence"]), ("ACCUSE", "economic", 1))
        self.assertEqual(after["actor"], claim["actor"])
        self.server.post(f"/reviews/{done['review']}/undo", {})
        self.server.post(f"/reviews/{done['review']}/undo", {}, expected=409)

    def test_a_missed_claim_can_be_added(self):
        document = self.server.get("/documents", limit=1)["documents"][0]
        text = self.server.get("/documents/" + document["hash"])
        sentence = text["claims"][0]["sentence"]
        word = re.search(r"\w+", sentence["text"])
        start = sentence["start"] + word.start()
        body = {"verdict": "added", "document": document["hash"],
                "claim": {"actor": {"id": "NPL"}, "recipient": {"id": "BTN"}, "type": "SUPPORT",
                          "trigger": {"start": start, "end": start + len(word[0])}}}
        done = self.server.post("/reviews", body)
        added = self.server.get("/claims/" + done["claim"])
        self.assertEqual(added["sentence"], sentence)
        self.assertEqual(added["trigger"]["text"], word[0])
        self.server.post(f"/reviews/{done['review']}/undo", {})
        self.assertEqual((added["actor"]["id"], added["recipient"]["id"]), ("NPL", "BTN"))
        # Names are taken for ids; an actor whom nobody knows is named in small letters, or refused.
        for name, wanted in (("Nepal", "NPL"), ("nepal", "NPL"), ("everest-climbers", "everest-climbers")):
            body["claim"]["actor"] = {"id": name}
            done = self.server.post("/reviews", body)
            self.assertEqual(self.server.get("/claims/" + done["claim"])["actor"]["id"], wanted)
            self.server.post(f"/reviews/{done['review']}/undo", {})
        body["claim"]["actor"] = {"id": "Nepaal"}
        self.assertIn("Nepaal", self.server.post("/reviews", body, expected=400)["error"])
        body["claim"]["actor"] = {"id": "NPL"}
        body["claim"]["trigger"] = {"start": 10 ** 9, "end": 10 ** 9 + 3}
        self.server.post("/reviews", body, expected=400)

    def test_a_corrected_date_is_as_exact_as_it_is_written(self):
        claim = self.server.get("/claims", pair="IND,PAK", limit=1)["claims"][0]
        for written, start, end, precision in (({"start": "2014-02"}, "2014-02-01", "2014-02-28", "month"),
                                               ({"start": "2014"}, "2014-01-01", "2014-12-31", "year"),
                                               ({"start": "2014-02-03"}, "2014-02-03", "2014-02-03", "day"),
                                               ({"start": "2014", "end": "2015-03"}, "2014-01-01", "2015-03-31", "range")):
            done = self.server.post("/reviews", {"verdict": "corrected", "id": claim["claim"], "claim": {"date": written}})
            date = self.server.get("/claims/" + done["claim"])["date"]
            self.assertEqual((date["start"], date["end"], date["precision"]), (start, end, precision))
            self.server.post(f"/reviews/{done['review']}/undo", {})
        for wrong in ({"start": "2014-02-03", "precision": "estimate"}, {"start": "2015", "end": "2014"},
                      {"start": "2014", "precision": "roughly"}, {"start": "soon"}):
            answer = self.server.post("/reviews", {"verdict": "corrected", "id": claim["claim"], "claim": {"date": wrong}}, expected=400)
            self.assertTrue(answer["where"].startswith("date."), answer)

    def test_a_document_is_read_while_others_ask(self):
        text = "Norway accused Iceland of overfishing on Monday.\n\nIceland rejected the accusation."
        number = self.server.post("/documents", {"name": "../x/fish.txt", "text": text, "date": "2020-02-05"})
        for _ in range(200):
            state = self.server.get(f"/readings/{number['reading']}")
            if state["stage"] in ("done", "failed"):
                break
            time.sleep(0.05)
        self.assertEqual((state["stage"], state["document"]), ("done", "fish.txt"), state)
        claims = self.server.get("/claims", pair="NOR,ISL")["claims"]
        self.assertIn("ACCUSE", {c["type"] for c in claims})

    def test_how_many_of_a_papers_documents_are_read_is_told(self):
        line = '{{"text": "Chile thanked Peru on {}.", "title": "{}", "date": "2019-05-0{}"}}\n'
        text = "".join(line.format(day, day, i + 1) for i, day in enumerate(("Monday", "Tuesday", "Friday")))
        number = self.server.post("/documents", {"name": "three.jsonl", "text": text})
        told = []
        for _ in range(200):
            state = self.server.get(f"/readings/{number['reading']}")
            told.append((state["documents"], state["of_documents"]))
            if state["stage"] in ("done", "failed"):
                break
            time.sleep(0.01)
        self.assertEqual((state["stage"], told[-1]), ("done", (3, 3)), state)
        self.assertEqual(told, sorted(told))
        self.assertTrue(set(told) <= {(0, 0), (0, 3), (1, 3), (2, 3), (3, 3)}, told)

    def test_what_makes_no_sense_is_refused_with_its_place(self):
        for path, parameters, status in [
                ("/claims", {"actr": "PAK"}, 400), ("/claims", {"limit": "many"}, 400),
                ("/claims", {"limit": 100000}, 400), ("/claims", {"actor": "Atlantis"}, 404),
                ("/claims", {"type": "HUG"}, 400), ("/claims", {"from": "yesterday"}, 400),
                ("/alignment", {"pair": "PAK"}, 400), ("/alignment", {"pair": "PAK,PAK"}, 400),
                ("/claims/zzzz", {}, 404), ("/documents/none", {}, 404), ("/readings/x", {}, 404),
                ("/scenarios/..%2f..%2fetc", {}, 404), ("/nothing", {}, 404),
                ("/network", {"layer": "x' OR 1=1"}, 400)]:
            answer = self.server.get(path, expected=status, **parameters)
            self.assertTrue(answer["error"], path)
        for body in (b"{", b"[]", b'"x"', b'{"verdict":5}', b'{"verdict":"accepted","id":7}'):
            status, _, _ = self.server.ask("/api/v1/reviews", body)
            self.assertIn(status, (400, 404), body)

    def test_the_page_may_load_nothing_but_its_own(self):
        status, headers, _ = self.server.ask("/map?actor=PAK")
        self.assertEqual(status, 200)
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")

    def test_other_names_and_other_pages_are_refused(self):
        self.assertEqual(self.server.ask("/api/v1/status", host="evil.example")[0], 421)
        self.assertEqual(self.server.ask("/api/v1/reviews", {}, {"Origin": "http://evil.example"})[0], 403)
        status, _, _ = self.server.ask("/api/v1/reviews", b"{}", {"Content-Type": "text/plain"})
        self.assertEqual(status, 415)

    def test_large_bodies_are_refused(self):
        status, _, _ = self.server.ask("/api/v1/documents", b'{"text":"' + b"x" * (17 << 20) + b'"}')
        self.assertEqual(status, 413)

    def test_every_parameter_is_documented_and_no_other_is_known(self):
        every = {name for name in CONTRACT.spec["components"]["parameters"]}
        for method, path in CONTRACT.operations():
            if method != "get":
                continue
            operation = CONTRACT.spec["paths"][path]["get"]
            documented = {p["$ref"].split("/")[-1] for p in operation.get("parameters", []) if "$ref" in p}
            for name in every:
                where = "/api/v1" + re.sub(r"{\w+}", "0000", path) + f"?{name}=@"
                unknown = b"no such parameter" in self.server.ask(where)[2]
                self.assertEqual(unknown, name not in documented, where)

    def test_every_answer_is_as_documented(self):
        """Asks what no other test does; then every operation has been answered once."""
        get, post = self.server.get, self.server.post
        pair = {"pair": "PAK,RUS"}
        get("/overview", **{"from": "2014", "to": "2016"})
        get("/actors", limit=5)
        get("/counts")
        get("/events", limit=100)
        get("/events", contested=1)
        get("/documents", words="russia", order="date", limit=5)
        get("/alignment", layer="political", **pair)
        get("/alignment", pair="PAK,ISL")
        get("/evidence", limit=100, **pair)
        get("/evidence", pair="PAK,ISL")
        turns = get("/turning-points", limit=3)
        self.assertTrue(turns["candidates"])
        for point in turns["turning_points"] + turns["candidates"]:
            get("/evidence", pair=f"{point['a']['id']},{point['b']['id']}", at=point["date"], turn=1)
        get("/standings", actor="PAK")
        get("/network", actors=10)
        get("/layers", **pair)
        get("/voices", by="source", **pair)
        get("/links")
        for scenario in get("/scenarios")["scenarios"]:
            get("/scenarios/" + scenario["id"])
        for what in ("run", "moves", "sensitivity"):
            get("/scenarios/eurasia.gas-without-tapi/" + what, paths=200)
        claim = get("/claims", limit=1)["claims"][0]
        get("/claims/" + claim["claim"])
        done = post("/reviews", {"verdict": "accepted", "id": claim["claim"], "reviewer": "A", "note": "n"})
        get("/documents/" + claim["hash"])
        get("/reviews")
        get("/reviews", document=claim["hash"])
        get("/claims/" + done["claim"])
        post(f"/reviews/{done['review']}/undo", {"reviewer": "A"})
        number = post("/documents", {"name": "a.txt", "text": "Norway thanked Iceland.", "date": "2020"})
        self.assertIn("stage", get(f"/readings/{number['reading']}"))
        get("/status")
        self.assertEqual(CONTRACT.operations() - CONTRACT.seen, set())

    def test_many_filters_give_what_the_command_line_gives(self):
        """The server's filters and orders run over its own memory: the same claims, in the same order."""
        with tempfile.TemporaryDirectory() as folder:
            copy = os.path.join(folder, "copy.duckdb")
            subprocess.run([ENTENTE, "read", *DISPATCHES, "--record", copy, "--quiet"], check=True)
            with Server(copy) as server:
                cases = [({"pair": "PAK,RUS"}, ["--pair", "PAK", "RUS"]),
                         ({"actor": "IND", "facts": 1}, ["--actor", "IND", "--facts"]),
                         ({"from": "2015-03", "to": "2015"}, ["--from", "2015-03", "--to", "2015"]),
                         ({"type": "ACCUSE,AGREE", "order": "surest"},
                          ["--type", "ACCUSE", "--type", "AGREE", "--sort", "confidence"]),
                         ({"layer": "military", "min_percent": 80}, ["--layer", "military", "--min-confidence", "0.8"]),
                         ({"aux": "future"}, ["--aux", "future"]),
                         ({"order": "document"}, ["--sort", "document"])]
                for parameters, words in cases:
                    answer = server.get("/claims", limit=1000, **parameters)
                    printed = subprocess.run([ENTENTE, "claims", "--record", copy, "--format", "jsonl", "--limit", "1000",
                                              *words], capture_output=True, text=True, check=True).stdout
                    lines = [json.loads(line) for line in printed.splitlines()]
                    self.assertEqual([c["claim"] for c in answer["claims"]], [c["claim"] for c in lines], words)
                    self.assertEqual(server.get("/counts", **{k: v for k, v in parameters.items() if k != "order"})["total"],
                                     answer["total"])
                    for answered, line in zip(answer["claims"], lines):  # one form of a claim
                        line["sentence"]["text"] = answered["sentence"]["text"]
                        self.assertEqual({**answered, **line}, answered)
                page = server.get("/claims", order="surest", limit=7, offset=5)["claims"]
                self.assertEqual(page, server.get("/claims", order="surest", limit=12)["claims"][5:])
                back = server.get("/claims", order="oldest", limit=1000)["claims"]
                self.assertEqual([c["date"]["start"] for c in back if c["date"]],
                                 sorted(c["date"]["start"] for c in back if c["date"]))


class Hostile(unittest.TestCase):
    """What a server on a desk may meet: it refuses, and goes on."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="entente-hostile-")
        cls.record = os.path.join(cls.folder.name, "r.duckdb")
        subprocess.run([ENTENTE, "read", *DISPATCHES[:20], "--record", cls.record, "--quiet"], check=True)
        cls.server = Server(cls.record)

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()
        cls.folder.cleanup()

    def test_odd_paths_and_values_are_answered_and_change_nothing(self):
        random = Random(7)
        before = self.server.get("/status")
        odd = ["'; DROP TABLE claims; --", "../../../etc/passwd", "%00", "\u0000", "\x7f\x01", "<script>alert(1)</script>",
               "9" * 400, "-1", "1e309", "NaN", "\U0001F4A3" * 50, "a" * 5000, "{{7*7}}", "$(id)", "\\", "PAK,RUS,IND",
               "0x10", " ", "%", "_", "2014-13-45", "99999-01-01", "-0001", "null", "[]"]
        parameters = sorted(CONTRACT.spec["components"]["parameters"])
        for _ in range(300):
            pattern = random.choice(sorted(CONTRACT.spec["paths"]))
            path = re.sub(r"{\w+}", lambda _: urllib.parse.quote(random.choice(odd), safe=random.choice(["", "/"])), pattern)
            query = [(random.choice(parameters), random.choice(odd)) for _ in range(random.randrange(4))]
            status, _, body = self.server.ask("/api/v1" + path + "?" + urllib.parse.urlencode(query))
            self.assertIn(status, (200, 400, 404, 405, 409), (path, query, body))
            self.assertNotIn(b"root:", body)
        self.assertEqual(self.server.get("/status"), before)

    def test_odd_bodies_are_refused(self):
        bodies = [b"", b"null", b"[" * 100000, b'{"a":' * 50000, b"\xff\xfe", b'{"text":"\xff"}', b'{"text":{}}',
                  b'{"base64":"***"}', b'{"verdict":"accepted"}', b'{"verdict":"added","document":"' + b"f" * 32 + b'"}',
                  b'{"verdict":"corrected","id":"0000","claim":5}', b'{"text":"x","date":"never"}']
        for body in bodies:
            for path in ("/documents", "/reviews", "/reviews/1/undo", "/reviews/99999999999999999999/undo"):
                status, _, answer = self.server.ask("/api/v1" + path, body)
                self.assertIn(status, (400, 404, 409), (path, body[:40], answer[:200]))
                CONTRACT.check("post", path, status, json.loads(answer))

    def test_what_is_not_http_does_no_harm(self):
        random = Random(11)
        for _ in range(40):
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=10) as client:
                client.sendall(bytes(random.randrange(256) for _ in range(random.randrange(1, 600))))
        self.server.get("/status")

    def test_slow_clients_hold_nobody_up(self):
        slow = [socket.create_connection(("127.0.0.1", self.server.port), timeout=10) for _ in range(100)]
        try:
            for client in slow:
                client.sendall(b"POST /api/v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le")
            began = time.time()
            self.server.get("/status")
            self.assertLess(time.time() - began, 5)
        finally:
            for client in slow:
                client.close()

    def test_a_flood_is_told_to_wait(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port)
        told, began = set(), time.time()
        for _ in range(3000):
            connection.request("GET", "/favicon.svg")
            answer = connection.getresponse()
            answer.read()
            told.add(answer.status)
            if answer.status == 429:
                self.assertEqual(answer.headers["Retry-After"], "1")
                break
        connection.close()
        self.assertLessEqual(told, {200, 404, 429})
        if time.time() - began < 3:  # on a slow machine it is no flood
            self.assertIn(429, told)
        time.sleep(1.5)  # others of this address may ask again
        self.server.get("/status")


class Together(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="entente-together-")
        self.record = os.path.join(self.folder.name, "r.duckdb")
        subprocess.run([ENTENTE, "read", *DISPATCHES[:20], "--record", self.record, "--quiet"], check=True)

    def tearDown(self):
        self.folder.cleanup()

    def run_entente(self, *words):
        return subprocess.run([ENTENTE, *words, "--record", self.record], capture_output=True, text=True, timeout=120)

    def test_two_browsers_review_the_same_claims(self):
        with Server(self.record) as server:
            claims = [c["claim"] for c in server.get("/claims", limit=12)["claims"]]
            done, lock = [], threading.Lock()

            def reviewer(name):
                for claim in claims:
                    status, _, answer = server.ask("/api/v1/reviews", {"verdict": "rejected", "id": claim, "reviewer": name})
                    with lock:
                        done.append((claim, status, json.loads(answer)))

            threads = [threading.Thread(target=reviewer, args=(name,)) for name in "AB"]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            for claim in claims:  # one of the two; the other is told that it is gone
                self.assertEqual(sorted(status for c, status, _ in done if c == claim), [200, 404])
            self.assertEqual(server.get("/reviews")["total"], len(claims))
            for _, status, answer in done:
                if status == 200:
                    server.post(f"/reviews/{answer['review']}/undo", {})
            for claim in claims:
                server.get("/claims/" + claim)

    def test_a_kill_leaves_what_was_committed(self):
        server = Server(self.record)
        for number in range(30):
            server.post("/documents", {"name": f"{number}.txt", "date": "2020",
                                       "text": f"Norway accused Iceland of overfishing, case {number}. " * 60})
        time.sleep(0.5)
        server.process.kill()
        server.process.wait(20)
        server.process.stdout.close()
        self.assertTrue(os.path.exists(self.record + ".server"))  # what it could not take away
        status = json.loads(self.run_entente("status", "--format", "json").stdout)
        self.assertGreaterEqual(status["documents"], 20)
        with Server(self.record) as again:
            held = again.get("/documents", limit=1000)["documents"]
            self.assertEqual(len(held), status["documents"])
            self.assertEqual(sum(d["claims"] for d in held), again.get("/status")["claims"])
            for document in held:
                self.assertEqual(len(again.get("/documents/" + document["hash"])["claims"]), document["claims"])

    def test_ctrl_c_ends_it(self):
        for end in (signal.SIGINT, signal.SIGTERM):
            server = Server(self.record)
            server.get("/status")
            self.assertEqual(os.stat(self.record + ".server").st_mode & 0o777, 0o600)
            began = time.time()
            server.process.send_signal(end)
            self.assertEqual(server.process.wait(20), 0)
            self.assertLess(time.time() - began, 10)
            server.process.stdout.close()
            self.assertFalse(os.path.exists(self.record + ".server"))

    def test_commands_borrow_the_record_while_the_page_is_open(self):
        with Server(self.record) as server:
            before = server.get("/status")
            self.assertEqual(json.loads(self.run_entente("status", "--format", "json").stdout)["documents"], before["documents"])
            self.assertEqual(self.run_entente("alignment", "PAK", "RUS").returncode, 0)
            claim = server.get("/claims", limit=1)["claims"][0]["claim"]
            done = self.run_entente("review", claim, "--reject")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            server.get("/claims/" + claim, expected=404)  # the page has it at once
            read = self.run_entente("read", *map(str, DISPATCHES[20:]), "--format", "json")
            self.assertEqual(json.loads(read.stdout)["added"], len(DISPATCHES[20:]), read.stderr)
            after = server.get("/status")
            self.assertEqual(after["documents"], before["documents"] + len(DISPATCHES[20:]))
            self.assertEqual(sum(m["claims"] for m in server.get("/counts")["months"]) + server.get("/counts")["undated"],
                             after["claims"])
            second = self.run_entente("serve", "--port", "0")
            self.assertEqual(second.returncode, 1)
            self.assertIn(f"127.0.0.1:{server.port}", second.stderr)

    def test_questions_wait_while_a_command_has_the_record(self):
        with Server(self.record) as server:
            errors = []
            ending = threading.Event()

            def ask():
                while not ending.is_set():
                    status, _, body = server.ask("/api/v1/claims?limit=5")
                    if status != 200:
                        errors.append((status, body))

            threads = [threading.Thread(target=ask) for _ in range(3)]
            for thread in threads:
                thread.start()
            commands = [threading.Thread(target=lambda: errors.extend(
                [c.stderr for c in [self.run_entente("claims", "--limit", "3")] if c.returncode])) for _ in range(4)]
            for command in commands:
                command.start()
            for command in commands:
                command.join()
            ending.set()
            for thread in threads:
                thread.join()
            self.assertEqual(errors, [])

    def test_a_borrower_that_is_killed_loses_the_record(self):
        with Server(self.record) as server:
            note = json.loads(Path(self.record + ".server").read_text("utf8"))
            borrower = subprocess.Popen(["sleep", "60"])
            headers = {"Authorization": "Bearer " + note["token"]}
            status, _, _ = server.ask("/lend", {"process": borrower.pid, "write": True}, headers)
            self.assertEqual(status, 200)
            borrower.kill()
            borrower.wait()
            self.assertEqual(server.get("/status")["documents"], 20)

    def test_strangers_get_no_record(self):
        with Server(self.record) as server:
            for headers in ({}, {"Authorization": "Bearer wrong"}):
                self.assertEqual(server.ask("/lend", {"process": 1, "write": True}, headers)[0], 401)
                self.assertEqual(server.ask("/give-back", {}, headers)[0], 401)
            self.assertEqual(server.get("/status")["documents"], 20)


class ReviewCommand(unittest.TestCase):
    def test_accept_set_undo_and_list(self):
        with tempfile.TemporaryDirectory() as folder:
            record = os.path.join(folder, "r.duckdb")
            run = lambda *words: subprocess.run(
                [ENTENTE, *words, "--record", record], capture_output=True, text=True)
            run("read", str(DISPATCHES[0]), "--quiet")
            claim = json.loads(run("claims", "--format", "jsonl", "--limit", "1", "--facts").stdout.split("\n")[0])["claim"]
            self.assertEqual(run("review", claim, "--accept", "--by", "A", "--note", "seen").returncode, 0)
            self.assertEqual(run("review", claim, "--set", "type=ACCUSE", "--set", "aux=negation,historical").returncode, 0)
            listed = [json.loads(line) for line in run("review", "--list", "--format", "jsonl").stdout.splitlines()]
            self.assertEqual([r["verdict"] for r in listed], ["accepted", "corrected"])
            self.assertEqual((listed[0]["reviewer"], listed[0]["note"]), ("A", "seen"))
            self.assertEqual((listed[1]["after"]["type"], listed[1]["after"]["aux"]), ("ACCUSE", ["negation", "historical"]))
            refused = run("review", "--undo", "1")
            self.assertEqual(refused.returncode, 1)
            self.assertIn("undo review 2 first", refused.stderr)
            self.assertEqual(run("review", "--undo", "2").returncode, 0)
            self.assertEqual(run("review", "--undo", "1").returncode, 0)
            self.assertEqual(run("review", claim, "--set", "actor=Nepal", "--set", "date=2014-02").returncode, 0)
            after = json.loads(run("review", "--list", "--format", "jsonl").stdout.splitlines()[-1])["after"]
            self.assertEqual((after["actor"]["id"], after["date"]["end"]), ("NPL", "2014-02-28"))
            self.assertEqual(run("review", "--undo", "3").returncode, 0)
            for words, code in ((["review"], 2), (["review", claim], 2), (["review", claim, "--set", "typ=X"], 1),
                                (["review", claim, "--set", "type=HUG"], 1), (["review", claim, "--set", "actor=Nepaal"], 1), (["review", "ffffffff", "--reject"], 1)):
                self.assertEqual(run(*words).returncode, code, words)


class Token(unittest.TestCase):
    def test_another_address_needs_a_token(self):
        with tempfile.TemporaryDirectory() as folder:
            record = os.path.join(folder, "r.duckdb")
            with Server(record, "--token", "secret") as server:
                self.assertEqual(server.ask("/api/v1/status")[0], 401)
                self.assertEqual(server.ask("/api/v1/status?token=wrong")[0], 401)
                status, headers, _ = server.ask("/api/v1/status?token=secret")
                self.assertEqual(status, 200)
                self.assertIn("HttpOnly", headers["Set-Cookie"])
                self.assertEqual(server.ask("/api/v1/status", headers={"Authorization": "Bearer secret"})[0], 200)
                self.assertEqual(server.ask("/api/v1/status", headers={"Cookie": "entente_token=secret"})[0], 200)

    def test_an_empty_record_is_no_error(self):
        with tempfile.TemporaryDirectory() as folder:
            with Server(os.path.join(folder, "new.duckdb")) as server:
                for path in ("/status", "/overview", "/actors", "/claims", "/counts", "/events",
                             "/documents", "/turning-points", "/network", "/reviews"):
                    server.get(path)
                overview = server.get("/overview")
                self.assertEqual([overview[k] for k in ("from", "to", "first", "last", "pairs")], [None] * 4 + [0])
                # What is added is in the very next answers, to everybody who asks at once.
                text = "Norway accused Iceland of overfishing on Monday.\n\nIceland rejected Norway's accusation.\n\nNorway threatened Iceland with sanctions."
                number = server.post("/documents", {"name": "fish.txt", "text": text, "date": "2020-02-05"})["reading"]
                while server.get(f"/readings/{number}")["stage"] not in ("done", "failed"):
                    time.sleep(0.02)
                pairs, threads = [], []
                for _ in range(8):
                    threads.append(threading.Thread(target=lambda: pairs.append(server.get("/overview")["pairs"])))
                    threads[-1].start()
                for thread in threads:
                    thread.join()
                self.assertEqual(pairs, [1] * 8)


if __name__ == "__main__":
    ENTENTE = sys.argv.pop(1)
    unittest.main()
