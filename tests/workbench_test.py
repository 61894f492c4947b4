"""The API of `entente serve`, asked over HTTP on a record of real documents; and the rules that keep
it safe.

usage: workbench_test.py ENTENTE
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

HOME = Path(__file__).parent.parent
DISPATCHES = sorted((HOME / "worlds/eurasia/dispatches").glob("201[4-6]*.txt"))
ENTENTE = ""


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
        status, _, body = self.ask("/api/v1" + path + query)
        assert status == expected, (path, status, body)
        return json.loads(body)

    def post(self, path, body, expected=200):
        status, _, answer = self.ask("/api/v1" + path, body)
        assert status == expected, (path, status, answer)
        return json.loads(answer)


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
        body["claim"]["trigger"] = {"start": 10 ** 9, "end": 10 ** 9 + 3}
        self.server.post("/reviews", body, expected=400)

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

    def test_every_question_is_in_the_documentation(self):
        paths = re.findall(r"^  (/\S+):$", (HOME / "docs/api.yaml").read_text("utf8"), re.M)
        source = (HOME / "src/entente/workbench/api.cpp").read_text("utf8")
        asked = re.findall(r'Question\{\s*"(?:GET|POST)",\s*"([^"]+)"', source)
        self.assertEqual(sorted(set(paths)), sorted(set(asked)))


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
            for words, code in ((["review"], 2), (["review", claim], 2), (["review", claim, "--set", "typ=X"], 1),
                                (["review", claim, "--set", "type=HUG"], 1), (["review", "ffffffff", "--reject"], 1)):
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


if __name__ == "__main__":
    ENTENTE = sys.argv.pop(1)
    unittest.main()
