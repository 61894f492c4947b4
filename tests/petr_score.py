"""Scores the reader on the validation suite of TABARI and PETRARCH, whose states never were.

usage: petr_score.py ENTENTE [--errors] [--cameo] [--suite PATH]

The suite is not part of the project (ENTENTE_SHARED or ../shared, reading/petr_unittest.jsonl); where it is
missing this is skipped. Its states, groups and persons are tests/worlds/petr/.

What is compared, for each sentence by itself, as sets over all sentences:
- dyad: (source, target). root: (source, target, root of the event).
- Actors count without their role (GONGOV is GON: three letters; six of IGO…, IMG…, NGO…), except
  inside one country, where the role parts the two (RUSCOP, RUSEDU).
- A claim of a type whose direction does not count (codebook, section 3) stands for whichever
  direction the suite has; where it has both, for both.
- Events and claims with an end that nobody is named at (---, ###, no code at all) are no dyads, on
  either side. Sentences for which an error of PETRARCH is expected (bad input, stop words) are left out.
- Root: the suite's codes are by and large those of WEIS (McClelland 1976: 03 consult, 04 approve, 09
  request, 10 propose, 11 reject, 12 accuse, 16 warn, 19 reduce relations, 22 force), on which TABARI's
  demonstration is built, and not of CAMEO, where 041 is a telephone call and 064 shares intelligence.
  A claim has the root when the definition of that category covers its type: WEIS below. Of CAMEO are
  the tests whose codes have roots 17 and up in CAMEO's sense (194, 1717). --cameo compares by knowledge/cameo.tsv
  instead. Codes that are of neither scale (345, 901 to 915: made up to test patterns) have no root:
  these events count as dyads only, and so do the claims that match them.
"""
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
SYMMETRIC = {"AGREE", "CONSULT", "COOPERATE", "TIE"}
NOBODY = {"", "---", "###", "XYZ", "UNK"}
# Which categories of WEIS are acts of which type; ties by their valence.
WEIS = {
    "AGREE": "05 08", "CONSULT": "03", "SUPPORT": "04", "CONCEDE": "01 06", "COOPERATE": "06 07 08",
    "AID": "07", "RETREAT": "01 06", "REQUEST": "09 10 15", "ACCUSE": "12 13", "REJECT": "11 14",
    "THREATEN": "16 17", "PROTEST": "13 18", "SANCTION": "19 20", "MOBILIZE": "18",
    "COERCE": "20 21", "ASSAULT": "22", "TIE+": "04 06 08", "TIE-": "19",
}


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


def main_code(code):
    return code[:6] if code[:3] in ("IGO", "IMG", "NGO") else code[:3]


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
        root = code[:2] if len(code) >= 3 and code[:3].isdigit() else ""
        if dyad:
            events.add((*dyad, root if root in valid else ""))
    return events


def kind_of(claim):
    if claim["type"] != "TIE":
        return claim["type"]
    value = {"closer": "+", "apart": "-"}.get(claim["trend"], claim["sign"])
    return "TIE" + value


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
        ways = {(a, b), (b, a)} & dyads if kind.rstrip("+-") in SYMMETRIC else set()
        result |= {(*way, kind) for way in ways} or {(a, b, kind)}
    return result


def pair_up(events, claims, roots):
    """How many events have a claim of their own: a claim is of the root, or the event of no root."""
    left, pairs = set(claims), 0
    for event in sorted(events):
        fit = sorted(c for c in left if c[:2] == event[:2] and event[2] in roots[c[2].rstrip("+-")]
                     | roots[c[2]])
        if fit:
            left.remove(fit[0])
            pairs += 1
    return pairs, left


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
    if "--cameo" in sys.argv:
        roots = cameo_roots()
    else:
        roots = defaultdict(set, {kind: set(cells.split()) for kind, cells in WEIS.items()})
        for kind, cells in cameo_roots().items():
            roots[kind] |= {root for root in cells if root in ("17", "18", "19", "20")}
    valid = {f"{n:02}" for n in range(1, 21 if "--cameo" in sys.argv else 23)}
    by_row = read(sys.argv[1], rows)
    dyad, root, quiet = Score(), Score(), Counter()
    for number, row in enumerate(rows):
        events = events_of(row, valid)
        claims = turned(claims_of(by_row[number]), events)
        wanted, said = {e[:2] for e in events}, {c[:2] for c in claims}
        dyad.add(len(wanted & said), len(said), len(wanted))
        unrooted = {e[:2] for e in events if not e[2]}
        rooted = {e for e in events if e[2]}
        judged = {c for c in claims if c[:2] not in unrooted}
        hits, wrong = pair_up(rooted, judged, roots)
        root.add(hits, len(judged), len(rooted))
        if "--errors" in sys.argv and (wanted != said or hits < len(rooted) or wrong):
            print(f"{row['id']} {row['text']}")
            for e in sorted(rooted | {e for e in events if not e[2]}):
                print("   ", "  " if e[:2] in said else "--", *e)
            for c in sorted(claims):
                print("   ", "  " if c[:2] in wanted else "++", *c)
    print(f"dyad  {dyad}")
    print(f"root  {root}")


if __name__ == "__main__":
    main()
