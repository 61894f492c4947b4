"""How long each question of the workbench's page takes: what it asks when a view opens and when something is
clicked, typed or reviewed, one at a time, on a copy of a record, on this machine alone. No two questions of a
row are the same, so that nothing comes from a cache that a user would not have hit. Beside the time that passes stands
the processor time of the program for one question (the mean), on all its threads: it tells what a quiet machine would need.

usage: serve_latency.py ENTENTE RECORD [TIMES]        TIMES: repetitions of each question (15)
"""
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode


class Server:
    def __init__(self, program, record):
        self.began = time.monotonic()
        self.process = subprocess.Popen([program, "serve", "--port", "0", "--format", "json", "--record", record],
                                        stdout=subprocess.PIPE, text=True)
        self.clock = (~self.process.pid << 3) | 2  # clock_getcpuclockid(3): the program's processor time
        self.port = json.loads(self.process.stdout.readline())["port"]
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port)

    def ask(self, path, body=None, **parameters):
        """Milliseconds, and the answer; nothing when it is not worked out yet."""
        if parameters:
            path += "?" + urlencode(parameters)
        began = time.monotonic()
        headers = {"Content-Type": "application/json"} if body is not None else {}
        self.connection.request("GET" if body is None else "POST", path if path == "/" else "/api/v1" + path,
                                None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read()
        took = 1000 * (time.monotonic() - began)
        if answer.status == 503 and answer.getheader("Retry-After"):
            return took, None
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status} {text[:300]}")
        return took, json.loads(text) if path != "/" else text


def resident(process):
    """Megabytes of memory that a process holds."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0


def rows(server, times):
    """(view, what is asked, the times that it took, the processor time of one), in milliseconds"""
    actors = [a["id"] for a in server.ask("/actors", limit=times + 20)[1]["actors"]]
    pairs = [f"{actors[i % 7]},{actors[i + 8]}" for i in range(times)]
    days = [f"201{i % 9}-{i % 12 + 1:02}-{i % 27 + 1:02}" for i in range(times)]
    texts = [d["hash"] for d in server.ask("/documents", limit=times)[1]["documents"]]
    claims = [c["claim"] for c in server.ask("/claims", limit=times)[1]["claims"]]

    def row(view, path, **parameters):
        took, used = [], time.clock_gettime(server.clock)
        for i in range(times):
            given = {name: value(i) if callable(value) else value for name, value in parameters.items()}
            took.append(server.ask(path(i) if callable(path) else path, **given)[0])
        shown = path(0).rsplit("/", 1)[0] + "/…" if callable(path) else path
        used = 1000 * (time.clock_gettime(server.clock) - used) / times
        return view, shown + ("?" + "&".join(parameters) if parameters else ""), took, used

    pair, day, actor = (lambda i: pairs[i]), (lambda i: days[i]), (lambda i: actors[i])
    yield row("any", "/")
    yield row("any", "/status")
    yield row("any", "/actors", limit=10000)
    yield row("any", "/counts")
    yield row("overview", "/overview", **{"from": day})
    yield row("overview", "/turning-points", **{"from": day, "limit": 8})
    yield row("overview", "/documents", limit=8, order="date", **{"from": day})
    yield row("overview", "/events", contested=1, limit=5, **{"from": day})
    yield row("map", "/standings", actor=actor, at=day)
    yield row("map", "/network", at=day, actors=60)
    yield row("map", "/links", at=day)
    yield row("network", "/network", at=day, actors=40)
    yield row("pairs", "/alignment", pair=pair)
    yield row("pairs", "/alignment", pair=pair, **{"from": day})
    yield row("pairs", "/evidence", pair=pair, at=day, limit=12)
    yield row("pairs", "/events", pair=pair, contested=1)
    yield row("pairs", "/layers", pair=pair, at=day)
    yield row("pairs", "/voices", pair=pair)
    yield row("claims", "/claims", limit=50, **{"from": day})
    yield row("claims", "/claims", limit=50, actor=actor)
    yield row("claims", "/claims", limit=50, type="ACCUSE", order="surest", **{"from": day})
    yield row("claims", "/claims", limit=50, words=lambda i: f"number {i:03}")
    yield row("claims", "/claims", limit=1000, **{"from": day})
    yield row("claims", "/counts", actor=actor)
    yield row("claims", lambda i: "/claims/" + claims[i])
    yield row("documents", "/documents", limit=50, order="date", words=lambda i: f"number {i + 1}")
    yield row("reader", lambda i: "/documents/" + texts[i])
    yield row("scenarios", "/scenarios")
    yield row("scenarios", "/scenarios/eurasia.triangle")
    yield row("scenarios", "/scenarios/eurasia.gas-without-tapi/run", paths=lambda i: 20000 + i)
    # A review, then what the page asks again: the first question after it works the pair out anew.
    steps = (("POST /reviews", lambda i, claim, both: ("/reviews", {"verdict": "rejected", "id": claim["claim"], "reviewer": "bench"}, {})),
             ("then /alignment", lambda i, claim, both: ("/alignment", None, {"pair": both})),
             ("then /overview", lambda i, claim, both: ("/overview", None, {"from": days[i]})),
             ("then /status", lambda i, claim, both: ("/status", None, {})),
             ("then /counts", lambda i, claim, both: ("/counts", None, {})),
             ("then /documents/…", lambda i, claim, both: ("/documents/" + claim["hash"], None, {})),
             ("POST /reviews/N/undo", lambda i, claim, both: (f"/reviews/{done['review']}/undo", {"reviewer": "bench"}, {})),
             ("then again /alignment", lambda i, claim, both: ("/alignment", None, {"pair": both})))
    took, used = {name: [] for name, _ in steps}, dict.fromkeys((name for name, _ in steps), 0)
    for i in range(times):
        claim = server.ask("/claims/" + claims[i])[1]
        both = f"{claim['actor']['id']},{claim['recipient']['id']}"
        for name, step in steps:
            path, body, parameters = step(i, claim, both)
            before = time.clock_gettime(server.clock)
            wait, answer = server.ask(path, body, **parameters)
            used[name] += 1000 * (time.clock_gettime(server.clock) - before) / times
            took[name].append(wait)
            if name == "POST /reviews":
                done = answer
    for name, _ in steps:
        yield "review", name, took[name], used[name]

def main():
    program, source = sys.argv[1:3]
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 15
    with tempfile.TemporaryDirectory() as folder:
        record = shutil.copy(source, Path(folder) / "r.duckdb")
        first = []
        for attempt in range(2):  # the first opening estimates the parameters and keeps them
            server = Server(program, record)
            told, longest = [time.monotonic() - server.began], 0
            for questions in ((("/", {}), ("/status", {}), ("/counts", {}), ("/actors", {"limit": 10000}), ("/documents", {"limit": 8})),
                              (("/overview", {}), ("/turning-points", {"limit": 6}), ("/events", {"contested": 1, "limit": 5}))):
                for path, given in questions:
                    answer = None
                    while answer is None:
                        took, answer = server.ask(path, **given)
                        longest = max(longest, took)
                        time.sleep(0 if answer else 0.1)
                told.append(time.monotonic() - server.began)
            first.append([1000 * t for t in told] + [longest, resident(server.process.pid)])
            if attempt == 0:
                server.process.terminate()
                server.process.wait(60)
        held = server.ask("/status")[1]
        print(f"{held['claims']:,} claims read, {held['coded_claims']:,} coded, {held['documents']:,} documents")
        for opening, (said, page, overview, longest, megabytes) in zip(("first", "next"), first):
            print(f"{opening} opening, from the start of the program: listens {said:.0f} ms; page, period, claims and "
                  f"documents {page:.0f} ms; alignments of all pairs and what is contested {overview:.0f} ms; the longest "
                  f"answer {longest:.0f} ms; then {megabytes:.0f} MB in memory")
        print(f"{'view':<10} {'question':<40} {'median':>8} {'95 %':>8} {'most':>8} {'processor':>10}  ms")
        slow = 0
        for view, what, took, used in rows(server, times):
            took.sort()
            high = took[min(len(took) - 1, int(len(took) * 0.95))]
            slow += high > 100
            print(f"{view:<10} {what:<40} {took[len(took) // 2]:8.1f} {high:8.1f} {took[-1]:8.1f} {used:10.1f}"
                  f"{'  over 100' if high > 100 else ''}", flush=True)
        print(f"{slow} rows over 100 ms; {resident(server.process.pid):.0f} MB in memory; load of the machine {os.getloadavg()[0]:.1f}")
        server.process.terminate()
        server.process.wait(60)


if __name__ == "__main__":
    main()
