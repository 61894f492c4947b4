#!/usr/bin/env python3
"""Is what is planned, possible, denied or long past told from what is done? Sentences made mechanically.

usage: modes_test.py ENTENTE [--misses]

Seven deeds are put below each of these phrases, and the sentences are read one by one, without a date. A phrase
passes with a deed when the claim is read and its aux set (codebook 5) is one of those that stand beside the
phrase; "fact" is the empty set. Fails where a phrase passes with fewer than FLOOR of the deeds, or all of them
with fewer than LEAST of the sentences.
"""
import collections
import json
import subprocess
import sys

PHRASES = {
    "France {past} {B}.": "fact",
    "France ought to {inf} {B}.": "hypothetical",
    "France has to {inf} {B}.": "hypothetical",
    "France had to {inf} {B}.": "fact",
    "France must {inf} {B}.": "hypothetical",
    "France may have {past} {B}.": "hypothetical",
    "France is due to {inf} {B}.": "future",
    "France is about to {inf} {B}.": "future",
    "France is set to {inf} {B}.": "future",
    "France was told to {inf} {B}.": "hypothetical",
    "France was ordered to {inf} {B}.": "future|hypothetical",
    "France was asked to {inf} {B}.": "hypothetical",
    "France has a duty to {inf} {B}.": "hypothetical",
    "France has no reason to {inf} {B}.": "negation|negation,hypothetical",
    "It is time for France to {inf} {B}.": "hypothetical",
    "It is vital that France {inf} {B}.": "hypothetical",
    "It is important for France to {inf} {B}.": "hypothetical",
    "Instead of {ger} {B}, France turned away.": "negation",
    "Rather than {inf} {B}, France turned away.": "negation|negation,hypothetical",
    "Without {ger} {B}, France turned away.": "negation",
    "There is no evidence that France {past} {B}.": "negation",
    "There is no sign that France has {past} {B}.": "negation",
    "There is no reason for France to {inf} {B}.": "negation|negation,hypothetical",
    "France denied that it had {past} {B}.": "negation",
    "France denied {ger} {B}.": "negation",
    "France never {past} {B}.": "negation",
    "France has never {past} {B}.": "negation",
    "France did not {inf} {B}.": "negation",
    "France has yet to {inf} {B}.": "negation",
    "France refused to {inf} {B}.": "negation",
    "France stopped short of {ger} {B}.": "negation",
    "France failed to {inf} {B}.": "negation",
    "France is thinking of {ger} {B}.": "hypothetical",
    "France is considering {ger} {B}.": "hypothetical",
    "France is on the verge of {ger} {B}.": "hypothetical|future",
    "France plans to {inf} {B}.": "future",
    "France will {inf} {B}.": "future",
    "France would {inf} {B} if it could.": "hypothetical",
    "France could {inf} {B}.": "hypothetical",
    "France is likely to {inf} {B}.": "hypothetical",
    "France wants to {inf} {B}.": "hypothetical",
    "France tried to {inf} {B}.": "hypothetical",
    "France is unable to {inf} {B}.": "negation",
    "France is reluctant to {inf} {B}.": "negation",
    "France managed to {inf} {B}.": "fact",
    "France began to {inf} {B}.": "fact",
    "France continued {ger} {B}.": "fact",
    "France used to {inf} {B}.": "historical",
    "France once {past} {B}.": "historical",
    "France seems to have {past} {B}.": "hypothetical",
    "If France {s} {B}, its neighbours will object.": "hypothetical",
    "Whether France will {inf} {B} is unclear.": "hypothetical|future,hypothetical",
    "France was wrong to {inf} {B}.": "fact",
    "France was forced to {inf} {B}.": "fact",
    "France is said to have {past} {B}.": "fact",
    "France reportedly {past} {B}.": "fact",
    "France is threatening to {inf} {B}.": "future,hypothetical",
    "France agreed to {inf} {B}.": "future",
    "France has promised to {inf} {B}.": "future",
    "France was prevented from {ger} {B}.": "hypothetical|negation",
    "Perhaps France will {inf} {B}.": "hypothetical|future,hypothetical",
    "France feared that it would have to {inf} {B}.": "hypothetical|future,hypothetical",
    "France regrets having {past} {B}.": "fact",
    "France apologised for {ger} {B}.": "fact",
    "After {ger} {B}, France turned away.": "fact",
    "France was accused of {ger} {B}.": "fact",
    "France said it had {past} {B}.": "fact",
    "France said it would {inf} {B}.": "future",
    "France said it could {inf} {B}.": "hypothetical",
    "France said it had not {past} {B}.": "negation",
    "Had France {past} {B}, its neighbours would have objected.": "hypothetical",
    "France should never have {past} {B}.": "fact|hypothetical|negation,hypothetical",
    "Nobody expects France to {inf} {B}.": "negation,hypothetical",
    "France expects to {inf} {B}.": "hypothetical|future",
    "France is preparing to {inf} {B}.": "future",
    "France hopes to {inf} {B}.": "hypothetical",
    "France has vowed to {inf} {B}.": "future",
    "France is not going to {inf} {B}.": "negation,future",
    "France is going to {inf} {B}.": "future",
    "Calls for France to {inf} {B} grew.": "hypothetical",
    "The idea of France {ger} {B} was dropped.": "hypothetical",
    "France's plan to {inf} {B} was dropped.": "future|negation,future",
    "France's decision not to {inf} {B} stands.": "negation,future|negation",
}
DEEDS = [  # base, past, gerund, third person, type
    ("attack", "attacked", "attacking", "attacks", "ASSAULT"),
    ("criticise", "criticised", "criticising", "criticises", "ACCUSE"),
    ("arm", "armed", "arming", "arms", "AID"),
    ("sanction", "sanctioned", "sanctioning", "sanctions", "SANCTION"),
    ("visit", "visited", "visiting", "visits", "CONSULT"),
    ("back", "backed", "backing", "backs", "SUPPORT"),
    ("blockade", "blockaded", "blockading", "blockades", "COERCE"),
]
RECIPIENTS = [("Chad", "TCD"), ("Brazil", "BRA"), ("Vietnam", "VNM")]
FLOOR = 3
LEAST = 0.85


def sentences():
    for phrase in PHRASES:
        for k, (base, past, gerund, third, kind) in enumerate(DEEDS):
            name, code = RECIPIENTS[k % len(RECIPIENTS)]
            words = {"inf": base, "past": past, "ger": gerund, "s": third, "B": name}
            yield phrase, phrase.format(**words), kind, code


def main():
    program, made = sys.argv[1], list(sentences())
    lines = "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, (_, text, _, _) in enumerate(made))
    run = subprocess.run([program, "read", "-", "--no-record", "--format", "jsonl"], input=lines.encode(),
                         stdout=subprocess.PIPE, check=True)
    claims = collections.defaultdict(list)
    for line in run.stdout.decode().splitlines():
        claim = json.loads(line)
        claims[int(claim["document"])].append(claim)
    right = collections.Counter()
    for i, (phrase, text, kind, code) in enumerate(made):
        wanted = [set(m.split(",")) - {"fact"} for m in PHRASES[phrase].split("|")]
        said = [set(c["aux"]) for c in claims[i]
                if c["type"] == kind and {c["actor"]["id"], c["recipient"]["id"]} == {"FRA", code}]
        if said and said[0] in wanted:
            right[phrase] += 1
        elif "--misses" in sys.argv:
            print(f"{text}  wanted {PHRASES[phrase]}; read {[(c['type'], c['aux']) for c in claims[i]]}")
    failed = [phrase for phrase in PHRASES if right[phrase] < FLOOR]
    for phrase in failed:
        print(f"{right[phrase]} of {len(DEEDS)}: {phrase}")
    total = sum(right.values())
    print(f"{total} of {len(made)} sentences have the right mode, {len(PHRASES)} phrases")
    sys.exit(1 if failed or total < LEAST * len(made) else 0)


if __name__ == "__main__":
    main()
