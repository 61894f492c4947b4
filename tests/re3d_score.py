"""Scores the reader on re3d's signed relations (Dstl 2017): how many of them it finds, with the right sign.

usage: re3d_score.py ENTENTE [RE3D_FOLDER] [--errors N]

AlliesOf and Likes are friendly, FightingAgainst and Dislikes hostile. A relation is found when a
claim has one end on its source's words and the other on its target's, in either order, and the sign
is right when the claim is cooperative or hostile as the relation is (a TIE by its valence).
Fails below LEAST; skips where the data set, which is not part of
the project, is not at hand.
"""
import collections
import json
import subprocess
import sys
from pathlib import Path

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "re3d"
LEAST = 0.27  # of the relations with the right sign
FRIENDLY = {"AlliesOf": True, "Likes": True, "FightingAgainst": False, "Dislikes": False}
COOPERATIVE = set("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST".split())


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]


def is_friendly(claim):
    if claim["type"] == "TIE":
        return {"closer": "+", "apart": "-"}.get(claim["trend"], claim["sign"]) == "+"
    return claim["type"] in COOPERATIVE


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        sys.exit(__doc__)
    program, show = sys.argv[1], 0
    if "--errors" in sys.argv:
        at = sys.argv.index("--errors")
        show = int(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else SHARED
    if not folder.is_dir():
        print(f"skipped: {folder} is not there")
        sys.exit(77)
    documents, relations = {}, []
    for source in sorted(folder.iterdir()):
        if (source / "relations.json").exists():
            documents.update((d["_id"], d) for d in rows(source / "documents.json"))
            relations += [r for r in rows(source / "relations.json") if r["type"] in FRIENDLY]
    lines = "".join(json.dumps({"id": d["_id"], "text": d["text"]}) + "\n" for d in documents.values())
    run = subprocess.run([program, "read", "-", "--no-record", "--format", "jsonl"],
                         input=lines.encode(), stdout=subprocess.PIPE, check=True)
    claims = collections.defaultdict(list)
    for line in run.stdout.decode().splitlines():
        claim = json.loads(line)
        claims[claim["document"]].append(claim)

    def on(party, begin, end):
        return party["start"] is not None and party["start"] < end and begin < party["end"]

    counts = collections.Counter()
    for r in relations:
        source, target = (r["sourceBegin"], r["sourceEnd"]), (r["targetBegin"], r["targetEnd"])
        found = [c for c in claims[r["documentId"]]
                 if on(c["actor"], *source) and on(c["recipient"], *target)
                 or on(c["actor"], *target) and on(c["recipient"], *source)]
        right = any(is_friendly(c) == FRIENDLY[r["type"]] for c in found)
        counts[r["type"], "all"] += 1
        counts[r["type"], "found"] += bool(found)
        counts[r["type"], "right"] += right
        if show and not right:
            show -= 1
            text = documents[r["documentId"]]["text"]
            print(f'{r["type"]}: {r["source"]} - {r["target"]} | '
                  f'{text[max(0, r["begin"] - 60):r["end"] + 60]!r}')
            print("   found", [(c["actor"]["text"], c["type"], c["recipient"]["text"]) for c in found])
    for kind in [*FRIENDLY, "all"]:
        total, found, right = (sum(n for (k, w), n in counts.items()
                                   if w == what and kind in (k, "all"))
                               for what in ("all", "found", "right"))
        print(f"{kind:16s} {total:4d} relations, {found / total:.3f} found, "
              f"{right / total:.3f} with the right sign")
    if right / total < LEAST:
        sys.exit(f"fewer than {LEAST} with the right sign")


main()
