"""Scores the reader on the validation suite of TABARI and PETRARCH, whose states never were.

usage: petr_score.py ENTENTE [--errors] [--scale weis|cameo] [--suite PATH]

The suite is not part of the project: reading/petr_unittest.jsonl in ENTENTE_SHARED or ../shared; where it
is missing this is skipped. Its states, groups and persons are tests/worlds/petr/. Fails below FLOORS.

What is compared, for each sentence by itself, as sets over all sentences:
- dyad: (source, target). root: (source, target, root of the event). root alone: the roots.
- Actors count without their role (GONGOV is GON: three letters; six of IGO…, IMG…, NGO…), except
  inside one country, where the role parts the two (RUSCOP, RUSEDU).
- A claim of a type whose direction does not count (codebook, section 3) stands for whichever
  direction the suite has; where it has both, for both.
- Events and claims with an end that nobody is named at (---, ###, no code at all) are no dyads, on
  either side. Sentences for which an error of PETRARCH is expected (bad input, stop words) are left out.
- Root: the suite's codes are of two scales, and it does not say which when. Those that it took over from
  TABARI are WEIS (McClelland 1976: 03 consult, 04 approve, 09 request, 12 accuse, 16 warn, 19 reduce
  relations, 22 force; in CAMEO 041 is a telephone call and 064 shares intelligence), later ones are CAMEO
  (194, 030). A claim has the root when the definition of that category on either scale covers its type:
  WEIS below, knowledge/cameo.tsv; and, on WEIS, when its own word is the category's name ("warned of B",
  which accuses B, is 16 warn). --scale takes one scale alone. What is on neither has no root and
  counts as a dyad only: codes that were made up to test patterns (345, 901 to 915; four digits that CAMEO
  does not list, as 1717: WEIS has three) with the claims on their dyads, and ties that stand ("the state's
  fiercest foe"), which are no events.
"""
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
FLOORS = {"dyad": 0.81, "root": 0.64}
SYMMETRIC = {"AGREE", "CONSULT", "COOPERATE", "TIE"}
NOBODY = {"", "---", "###", "XYZ", "UNK"}
# Which categories of WEIS are acts of which type; ties by their valence.
WEIS = {
    "AGREE": "05 08", "CONSULT": "03", "SUPPORT": "04", "CONCEDE": "01 06", "COOPERATE": "06 07 08",
    "AID": "07", "RETREAT": "01 06", "REQUEST": "09 10 15", "ACCUSE": "12 13", "REJECT": "11 14",
    "THREATEN": "16 17", "PROTEST": "13 18", "SANCTION": "19 20", "MOBILIZE": "18",
    "COERCE": "20 21", "ASSAULT": "22", "TIE+": "04 06 08", "TIE-": "19",
}
# WEIS names its categories by verbs. (19 reduce relations, 02 comment have no such verb.)
WEIS_NAMES = {"yield": "01", "consult": "03", "approv": "04", "promis": "05", "grant": "06",
              "reward": "07", "agree": "08", "request": "09", "propos": "10", "reject": "11",
              "accus": "12", "protest": "13", "deni": "14", "deny": "14", "demand": "15",
              "warn": "16", "threat": "17", "demonstrat": "18", "expel": "20", "seiz": "21"}


def suite_path():
    if "--suite" in sys.argv:
        return Path(sys.argv[sys.argv.index("--suite") + 1])
    shared = Path(os.environ.get("ENTENTE_SHARED", HERE.parent.parent / "shared"))
    return shared / "reading" / "petr_unittest.jsonl"


def cameo_roots():
    roots = defaultdict(set)
    for line in (HERE.parent / "knowledge" / "cameo.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if not line.startswith("#") and cells[0].isdigit() and cells[2]:
            roots[cells[2]].add(cells[0][:2])
    return roots


def cameo_codes():
    lines = (HERE.parent / "knowledge" / "cameo.tsv").read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[0] for line in lines}


def main_code(code):
    return code[:6] if code[:3] in ("IGO", "IMG", "NGO") else code[:3]


LISTED = cameo_codes()


def ends_of(source, target):
    """The dyad of two codes such as GONGOV; None where it is none."""
    a, b = main_code(source), main_code(target)
    if a in NOBODY or b in NOBODY or source == target:
        return None
    return (a, b) if a != b else (source, target)


def events_of(row, valid):
    """{(source, target, root)}; the root is "" for codes of no scale."""
    events = set()
    for event in row["events"]:
        dyad = ends_of(event.get("sourcecode", ""), event.get("targetcode", ""))
        code = event.get("eventcode", "")
        listed = len(code) == 3 or code in LISTED
        root = code[:2] if listed and code[:3].isdigit() else ""
        if dyad:
            events.add((*dyad, root if root in valid else ""))
    return events


def kind_of(claim):
    """The type, of a tie with its trend, and the category that its word names: "ACCUSE 16"."""
    trend = {"closer": "+", "apart": "-"}.get(claim["trend"], "=") if claim["type"] == "TIE" else ""
    words = claim["trigger"]["text"].lower().split()
    named = [root for name, root in WEIS_NAMES.items() if words and words[-1].startswith(name)]
    return " ".join([claim["type"] + trend] + named[:1])


def claims_of(claims):
    """{(source, target, type)}"""
    found = set()
    for claim in claims:
        code = [claim[end]["id"] + (claim[end]["sector"] or "") for end in ("actor", "recipient")]
        dyad = ends_of(*code)
        if dyad:
            found.add((*dyad, kind_of(claim)))
    return found


def turned(claims, events):
    """Symmetric claims in the directions that the events have."""
    dyads = {event[:2] for event in events}
    result = set()
    for a, b, kind in claims:
        symmetric = kind.split()[0].rstrip("+-=") in SYMMETRIC
        ways = {(a, b), (b, a)} & dyads if symmetric else set()
        result |= {(*way, kind) for way in ways} or {(a, b, kind)}
    return result


def roots_of(kind, roots, scale):
    """The roots that a claim of a kind may have."""
    named = set(kind.split()[1:]) if scale != "cameo" else set()
    return roots[kind.split()[0]] | named


def pair_up(events, claims, roots, scale):
    """How many events have a claim of their own that has their root. Both end in what is compared."""
    left, pairs = set(claims), 0
    for event in sorted(events):
        fit = sorted(c for c in left if c[:-1] == event[:-1] and event[-1] in roots_of(c[-1], roots, scale))
        if fit:
            left.remove(fit[0])
            pairs += 1
    return pairs


def read(entente, rows):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for number, row in enumerate(rows):
            date = f"{row['date'][:4]}-{row['date'][4:6]}-{row['date'][6:]}"
            file.write(json.dumps({"id": str(number), "date": date, "text": row["text"]}) + "\n")
        file.flush()
        out = subprocess.run([entente, "read", "--world", HERE / "worlds" / "petr", "--no-record",
                              "--format", "jsonl", file.name], capture_output=True,
                             encoding="utf-8", check=True).stdout
    by_row = defaultdict(list)
    for line in out.splitlines():
        claim = json.loads(line)
        by_row[int(claim["document"])].append(claim)
    return by_row


class Score:
    def __init__(self):
        self.hits = self.said = self.wanted = 0

    def add(self, hits, said, wanted):
        self.hits, self.said, self.wanted = self.hits + hits, self.said + said, self.wanted + wanted

    def f1(self):
        return 2 * self.hits / max(1, self.said + self.wanted)

    def __str__(self):
        return (f"P {self.hits / max(1, self.said):.3f}  R {self.hits / max(1, self.wanted):.3f}  "
                f"F1 {self.f1():.3f}  ({self.hits} of {self.said} said, {self.wanted} wanted)")


def main():
    path = suite_path()
    if not path.exists():
        print(f"skipped: {path} is not there")
        sys.exit(77)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if not any("error" in event for event in row["events"])]
    scale = sys.argv[sys.argv.index("--scale") + 1] if "--scale" in sys.argv else "either"
    roots = defaultdict(set)
    if scale != "cameo":
        roots.update({kind: set(cells.split()) for kind, cells in WEIS.items()})
    if scale != "weis":
        for kind, cells in cameo_roots().items():
            roots[kind] |= cells
    valid = {f"{n:02}" for n in range(1, 21 if scale == "cameo" else 23)}
    by_row = read(sys.argv[1], rows)
    scores = {"dyad": Score(), "root": Score(), "root alone": Score()}
    for number, row in enumerate(rows):
        events = events_of(row, valid)
        claims = turned(claims_of(by_row[number]), events)
        wanted, said = {e[:2] for e in events}, {c[:2] for c in claims}
        scores["dyad"].add(len(wanted & said), len(said), len(wanted))
        unrooted = {e[:2] for e in events if not e[2]}
        rooted = {e for e in events if e[2]}
        judged = {c for c in claims if c[:2] not in unrooted and c[2].split()[0] != "TIE="}
        hits = pair_up(rooted, judged, roots, scale)
        scores["root"].add(hits, len(judged), len(rooted))
        bare = {e[2:] for e in rooted}, {c[2:] for c in judged}
        scores["root alone"].add(pair_up(*bare, roots, scale), len(bare[1]), len(bare[0]))
        if "--errors" in sys.argv and (wanted != said or hits < max(len(rooted), len(judged))):
            print(f"{row['id']} {row['text']}")
            for e in sorted(events):
                print("   ", "  " if e[:2] in said else "--", *e)
            for c in sorted(claims):
                print("   ", "  " if c[:2] in wanted else "++", *c)
    for name, score in scores.items():
        print(f"{name:10}  {score}")
    return any(scores[name].f1() < floor for name, floor in FLOORS.items() if scale == "either")


if __name__ == "__main__":
    sys.exit(main())
