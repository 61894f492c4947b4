"""Reads every article of tests/claims/ with the finished program and compares claims, exactly.

usage: claims_test.py ENTENTE [--errors [WORD]] [--update]
       claims_test.py documents|gold

Cases in known_gaps.txt may fail, and must: one that is read right has to leave the list.
--errors prints what is missing and what is wrong (only of cases whose name has WORD in it);
--update writes known_gaps.txt anew from what fails. documents and gold print the two thirds of the
articles that models/claims.model learns from, as annotated/corpus.py does.
"""
import json
import re
import subprocess
import sys
import zlib
from pathlib import Path

FOLDER = Path(__file__).parent / "claims"
SYMMETRIC = {"AGREE", "CONSULT", "COOPERATE", "TIE"}
AUX = ("negation", "future", "hypothetical", "historical")


def parse_claim(line, where):
    optional = line.startswith("?")
    words = line.lstrip("? ").split()
    actor, kind, recipient, layer = words[:4]
    rest, sign, trend, aux, claimant, date = words[4:], None, None, [], "author", None
    if kind == "TIE":
        sign, trend, rest = rest[0], rest[1], rest[2:]
    while rest:
        word = rest.pop(0)
        if word in AUX:
            aux.append(word)
        elif word.startswith("@"):
            claimant = word[1:]
        elif word == "on":
            start, _, end = rest.pop(0).partition("..")
            date = (start, end or start)
        else:
            raise ValueError(f"{where}: what is '{word}'?")
    return optional, key(actor, kind, recipient, layer, sign, trend, aux, claimant), date


def key(actor, kind, recipient, layer, sign, trend, aux, claimant):
    ends = tuple(sorted((actor, recipient))) if kind in SYMMETRIC else (actor, recipient)
    return (*ends, kind, layer, sign, trend, tuple(sorted(aux)), claimant)


def parse_cases():
    for path in sorted(FOLDER.glob("*.txt")):
        if path.name == "known_gaps.txt":
            continue
        blocks = re.split(r"^== ", path.read_text(encoding="utf8"), flags=re.M)[1:]
        for block in blocks:
            head, _, text = block.partition("\n\n")
            name, *fields = head.split("\n")
            fields = dict(f.split(": ", 1) for f in fields if f and not f.startswith("#"))
            text, _, claims = text.partition("\n--\n")
            lines = [l.strip() for l in claims.split("\n")]
            lines = [l for l in lines if l and not l.startswith("#") and l != "none"]
            yield {"name": name.strip(), "text": text, "date": fields["date"],
                   "title": fields.get("title"), "claims": [parse_claim(l, name) for l in lines]}


def print_learnt(what):
    for case in parse_cases():
        if zlib.crc32(case["name"].encode()) % 3 == 0:
            continue
        if what == "documents":
            row = {"id": case["name"], **{f: case[f] for f in ("text", "date", "title") if case[f]}}
        else:
            fields = ("actor", "recipient", "type", "layer", "sign", "trend", "aux", "claimant")
            row = {"document": case["name"], "start": 0, "end": len(case["text"]) + 1,
                   "text": case["text"],
                   "claims": [dict(zip(fields, k), optional=optional)
                              for optional, k, _ in case["claims"]]}
        print(json.dumps(row, ensure_ascii=False))


def compared_id(party, other):
    """Country-level code; with the sector where both ends are one country's, or no country's."""
    if party["id"] is None:
        return None
    with_sector = party["id"] == "UNK" or (other is not None and party["id"] == other["id"])
    return f"{party['id']}-{party['sector']}" if with_sector and party["sector"] else party["id"]


def read_all(program, cases):
    documents = "".join(
        json.dumps({"id": c["name"], "text": c["text"], "date": c["date"], "title": c["title"]}
                   if c["title"] else {"id": c["name"], "text": c["text"], "date": c["date"]},
                   ensure_ascii=False) + "\n" for c in cases)
    run = subprocess.run([program, "read", "-", "--no-record", "--format", "jsonl"],
                         input=documents.encode(), stdout=subprocess.PIPE, check=True)
    read = {c["name"]: [] for c in cases}
    for line in run.stdout.decode().splitlines():
        claim = json.loads(line)
        a, r = claim["actor"], claim["recipient"]
        date = claim["date"] and (claim["date"]["start"], claim["date"]["end"])
        read[claim["document"]].append((
            key(compared_id(a, r), claim["type"], compared_id(r, a), claim["layer"],
                claim["sign"], claim["trend"], claim["aux"], compared_id(claim["claimant"], None)),
            date))
    return read


def faults(case, read):
    required = [(k, d) for optional, k, d in case["claims"] if not optional]
    allowed = {k for _, k, _ in case["claims"]}
    got = {k for k, _ in read}
    out = [("missing", k) for k, _ in required if k not in got]
    out += [("wrong", k) for k in got if k not in allowed]
    for k, date in required:
        if date and k in got and (k, date) not in read:
            out.append(("date", (date, [d for g, d in read if g == k])))
    return out


def main():
    if sys.argv[1] in ("documents", "gold"):
        return print_learnt(sys.argv[1])
    program, *options = sys.argv[1:]
    word = options[1] if len(options) > 1 else ""
    cases = list(parse_cases())
    gaps_file = FOLDER / "known_gaps.txt"
    lines = gaps_file.read_text(encoding="utf8").splitlines()
    gaps = {l.strip() for l in lines if l.strip() and not l.startswith("#")}
    read = read_all(program, cases)
    found = {c["name"]: faults(c, read[c["name"]]) for c in cases}
    failing = {name for name, f in found.items() if f}
    if options[:1] == ["--errors"]:
        for case in cases:
            if found[case["name"]] and word in case["name"]:
                print(f"== {case['name']}: {case['text']}")
                for kind, what in found[case["name"]]:
                    print(f"     {kind:8s}", *what)
    if options[:1] == ["--update"]:
        header = [l for l in lines if l.startswith("#")]
        gaps_file.write_text("\n".join(header + sorted(failing)) + "\n", encoding="utf8")
        gaps = failing
    unknown = gaps - set(found)
    new, mended = failing - gaps, (gaps - failing) & set(found)
    for name in sorted(new):
        print(f"{name}: {found[name]}")
    for name in sorted(mended):
        print(f"{name} is read right now: take it off known_gaps.txt")
    for name in sorted(unknown):
        print(f"{name} in known_gaps.txt is no case")
    claims = [(c, k) for c in cases for optional, k, _ in c["claims"] if not optional]
    right = sum(k in {g for g, _ in read[c["name"]]} for c, k in claims)
    print(f"{len(cases) - len(failing)} of {len(cases)} articles exactly right, "
          f"{right} of {len(claims)} claims found, {len(gaps)} known gaps")
    sys.exit(1 if new or mended or unknown else 0)


if __name__ == "__main__":
    main()
