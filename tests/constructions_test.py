#!/usr/bin/env python3
"""Do the rows of knowledge/ fire in every construction? Sentences made mechanically from the rows themselves.

usage: constructions_test.py ENTENTE [--misses CONSTRUCTION]

Each word of the trigger files that makes a claim by itself (no needs) is put into each construction that its
frame allows, with France acting on Brazil, and the sentences are read one by one. The share in which the claim
comes out with the row's type and the right way round is printed for each construction, and must not fall below
its floor: a construction that fails for a whole class of words is a fault of reading/arguments.cpp, whatever
the word. Words of several parts and irregular verbs are left out; how natural a sentence is does not matter.
"""
import collections
import json
import subprocess
import sys
from pathlib import Path

KNOWLEDGE = Path(__file__).resolve().parent.parent / "knowledge"
SYMMETRIC = {"AGREE", "CONSULT", "COOPERATE", "TIE"}
VERBS = {  # {v}: base, {d}: past and participle, {g}: gerund, {b}: what stands for Brazil, with its preposition
    "France {d} {b}.": 0.95,
    "France has repeatedly {d} {b} since last year.": 0.95,
    "The French government decided to {v} {b}.": 0.92,
    "French President Emmanuel Macron {d} {b}, officials said.": 0.93,
    "France, which {d} {b} last month, welcomed Kenyan envoys in Paris.": 0.93,
    "France met Kenyan envoys in Paris and {d} {b}.": 0.90,
    "After {g} {b}, France turned to its neighbours.": 0.90,
}
OBJECTS = {
    "Brazil was {d} by France.": 0.90,
    "Brazil, {d} by France last week, said nothing.": 0.90,
    "Brazil was {d} for its decision by France.": 0.92,
    "Brazil was {d} after its election on Monday by French officials.": 0.92,
    "France {d} dozens of Brazilian soldiers.": 0.92,
    "France {d} the decision of the Brazilian parliament.": 0.92,
    "France {d} plans by Brazil to build a dam.": 0.80,
    "France {d} not only Kenya but also Brazil.": 0.85,
    "French forces on Monday {d} at least 12 people in the Brazilian city of Recife, officials said.": 0.90,
}
NOUNS = {  # {n}: the noun, {p}: the first preposition of its recipients
    "Kenya commented on France's {n} {p} Brazil.": 0.93,
    "Kenya condemned the French {n} {p} Brazil as a mistake.": 0.93,
    "France stepped up its {n} {p} Brazil.": 0.94,
    "After its {n} {p} Brazil, France fell silent.": 0.93,
}
AGENTS = {
    "The {n} {p} Brazil by France drew crowds.": 0.88,
    "A {n} by French officials {p} Brazil was reported.": 0.80,
}
MUTUAL = {
    "The {n} between France and Brazil made headlines on Monday.": 0.94,
    "Kenya commented on France's {n} with Brazil.": 0.92,
}
NOT_NOUNS = {"anti", "pro", "obj", "iobj", "comp", "say", "home", "parties", "light", "own", "clause", "bearer"}


def rows():
    for path in sorted(KNOWLEDGE.glob("triggers_*.tsv")):
        for line in path.read_text(encoding="utf8").splitlines():
            cells = (line + "\t" * 8).split("\t")
            if not line.startswith(("#", "words\t")) and not cells[2]:
                yield cells[0].split("|"), cells[1], cells[3], cells[4]


def irregular():
    lines = (KNOWLEDGE / "irregular_verbs.tsv").read_text(encoding="utf8").splitlines()
    return {word for line in lines if not line.startswith("#") for word in line.split("\t")}


def regular(verb):
    """Past and gerund of a verb whose spelling tells them; None for the others."""
    if verb.endswith("e"):
        return (verb + "d", verb[:-1] + "ing") if verb[-2] not in "eoi" else None
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied", verb + "ing"
    doubled = verb[-1] not in "aeiouwxy" and verb[-2] in "aeiou" and verb[-3:-2] not in "aeiou"
    return None if doubled or len(verb) < 4 else (verb + "ed", verb + "ing")


def sentences():
    """(construction, word, type, sentence)"""
    seen, odd = set(), irregular()
    for words, word_class, kind, frame in rows():
        frame = frame or {"v": "subj>obj"}.get(word_class, "")
        actors, _, recipients = frame.partition(">")
        places = [place.strip("!") for place in recipients.split(",")]
        prepositions = [place for place in places if place not in NOT_NOUNS and place != "subj"]
        for word in words:
            if (word, word_class) in seen or not word.isalpha():
                continue
            seen.add((word, word_class))
            if word_class == "n" and frame == "mutual":
                for construction in MUTUAL:
                    yield construction, word, kind, construction.format(n=word)
            elif word_class == "n" and prepositions and "own" in actors.split(","):
                by = AGENTS if "by" in actors.split(",") else {}
                for construction in [*NOUNS, *by]:
                    yield construction, word, kind, construction.format(n=word, p=prepositions[0])
            elif word_class == "v" and actors == "subj" and "subj" not in places:
                forms = regular(word) if word not in odd else None
                direct = "obj" in places
                if forms is None or not (direct or prepositions):
                    continue
                brazil = "Brazil" if direct else prepositions[0] + " Brazil"
                for construction in [*VERBS, *(OBJECTS if direct else {})]:
                    yield construction, word, kind, construction.format(
                        v=word, d=forms[0], g=forms[1], b=brazil)


def main():
    made = list(sentences())
    text = "\n".join(json.dumps({"id": str(i), "date": "2021-05-05", "text": made[i][3]})
                     for i in range(len(made)))
    run = subprocess.run([sys.argv[1], "read", "-", "--no-record", "--format", "jsonl"], check=True,
                         input=text.encode(), stdout=subprocess.PIPE)
    said = collections.defaultdict(set)
    for line in run.stdout.decode().splitlines():
        claim = json.loads(line)
        ends = claim["actor"]["id"], claim["recipient"]["id"]
        said[int(claim["document"])].add((claim["type"], *ends))
        if claim["type"] in SYMMETRIC:
            said[int(claim["document"])].add((claim["type"], *reversed(ends)))
    right, count = collections.Counter(), collections.Counter()
    for i, (construction, word, kind, sentence) in enumerate(made):
        hit = (kind, "FRA", "BRA") in said[i]
        count[construction] += 1
        right[construction] += hit
        if not hit and sys.argv[2:] == ["--misses", construction]:
            print(f"  {kind:9} {word:20} {sorted(said[i])}")
    low = False
    for construction, floor in {**VERBS, **OBJECTS, **NOUNS, **AGENTS, **MUTUAL}.items():
        share = right[construction] / max(1, count[construction])
        low |= share < floor
        print(f"{share:.3f} of {count[construction]:4}  {construction}"
              + (f"  below {floor}" if share < floor else ""))
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
