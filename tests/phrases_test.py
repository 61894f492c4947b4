#!/usr/bin/env python3
"""Is what is planned, possible, denied or long past told from what is done, and on whose word? Sentences made
mechanically.

usage: phrases_test.py ENTENTE [--misses]

Seven deeds are put below each of these phrases, and the sentences are read one by one, without a date. A phrase
passes with a deed when the claim is read and its aux set (codebook 5; "fact" is the empty one) or its claimant
(codebook 6) is one of those that stand beside the phrase. Fails where a phrase passes with fewer than FLOOR of the
deeds, or all phrases of a table with fewer than LEAST of the sentences.
"""
import collections
import json
import subprocess
import sys

MODES = {
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
CLAIMANTS = {
    "Kenya said France {past} {B}.": "KEN",
    "Kenya said that France had {past} {B}.": "KEN",
    "France {past} {B}, Kenya said.": "KEN",
    "France {past} {B}, said Kenya.": "KEN",
    "France {past} {B}, the Kenyan foreign ministry said in a statement.": "KEN",
    "According to Kenya, France {past} {B}.": "KEN",
    "France {past} {B}, according to Kenyan officials.": "KEN",
    "France {past} {B}, Kenyan President William Ruto told reporters in Nairobi.": "KEN",
    "Kenya claims France {past} {B}.": "KEN",
    "Kenya accused France of {ger} {B}.": "KEN",
    "Kenya alleged that France {past} {B}.": "KEN",
    "Kenya's foreign minister said on Monday that France {past} {B}.": "KEN",
    "The Kenyan army reported that France {past} {B}.": "KEN",
    '"France {past} {B}," the Kenyan foreign minister said.': "KEN",
    '"France {past} {B}," said the Kenyan foreign minister.': "KEN",
    "In the view of Kenya, France {past} {B}.": "KEN",
    "From Kenya's point of view, France {past} {B}.": "KEN",
    "For Kenya, France {past} {B}.": "KEN|author",
    "Kenya believes that France {past} {B}.": "KEN",
    "Kenya is convinced that France {past} {B}.": "KEN",
    "Kenyan officials say France {past} {B}.": "KEN",
    "A Kenyan spokesman told journalists that France {past} {B}.": "KEN",
    "Nairobi insists that France {past} {B}.": "KEN",
    "Kenya's claim that France {past} {B} was dismissed.": "KEN",
    "Kenya's statement said France {past} {B}.": "KEN",
    "A statement by Kenya said France {past} {B}.": "KEN",
    "A Kenyan report found that France {past} {B}.": "KEN",
    "In a statement, Kenya said France {past} {B}.": "KEN",
    "Speaking in Nairobi, the Kenyan president said France {past} {B}.": "KEN",
    "Kenya complained that France {past} {B}.": "KEN",
    "Kenya admitted that France {past} {B}.": "KEN",
    "Kenya denied that France {past} {B}.": "KEN",
    "Kenya warned that France would {inf} {B}.": "KEN",
    "Kenya predicted that France would {inf} {B}.": "KEN",
    "Kenya said it feared that France would {inf} {B}.": "KEN",
    "Kenya told Spain that France {past} {B}.": "KEN",
    "The UN said France {past} {B}.": "UN",
    "A UN report said France {past} {B}.": "UN",
    "NATO announced that France {past} {B}.": "NATO",
    "Analysts say France {past} {B}.": "unnamed",
    "Experts believe France {past} {B}.": "unnamed",
    "France reportedly {past} {B}.": "unnamed",
    "France allegedly {past} {B}.": "unnamed",
    "It is said that France {past} {B}.": "unnamed",
    "It was reported that France {past} {B}.": "unnamed",
    "It is believed that France {past} {B}.": "unnamed",
    "France is said to have {past} {B}.": "unnamed",
    "France is believed to have {past} {B}.": "unnamed",
    "Sources said France {past} {B}.": "unnamed",
    "A diplomat said France {past} {B}.": "unnamed",
    "Officials familiar with the matter said France {past} {B}.": "unnamed",
    "Reports said France {past} {B}.": "unnamed",
    "There are reports that France {past} {B}.": "unnamed",
    "Rumours that France {past} {B} spread.": "unnamed",
    "Local media reported that France {past} {B}.": "unnamed",
    "The New York Times reported that France {past} {B}.": "unnamed",
    "France {past} {B}, witnesses said.": "unnamed",
    "France {past} {B}, Reuters reported.": "unnamed",
    "France {past} {B}, a source told AFP.": "unnamed",
    "According to reports, France {past} {B}.": "unnamed",
    "According to analysts, France {past} {B}.": "unnamed",
    "France is accused of {ger} {B}.": "unnamed|author",
    "It is widely believed that France {past} {B}.": "unnamed",
    "France is suspected of {ger} {B}.": "unnamed",
    "It is known that France {past} {B}.": "author",
    "In fact France {past} {B}.": "author",
    "Kenya knows that France {past} {B}.": "author|KEN",
    "Kenya protested after France {past} {B}.": "author",
    "Kenya said it would not react because France {past} {B}.": "KEN|author",
    "France {past} {B}, which Kenya condemned.": "author",
    "Kenya condemned France for {ger} {B}.": "author|KEN",
    "Kenya praised France for {ger} {B}.": "author|KEN",
    "France {past} {B} while Kenya said nothing.": "author",
    "The fact that France {past} {B} worries Kenya.": "author",
    "France said it had {past} {B}.": "FRA",
    "France admitted {ger} {B}.": "FRA",
    "France announced that it would {inf} {B}.": "FRA",
    "France denied having {past} {B}.": "FRA",
    "France boasted of having {past} {B}.": "FRA",
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
FLOOR = 2
LEAST = 0.85


def sentences(phrases):
    for phrase in phrases:
        for k, (base, past, gerund, third, kind) in enumerate(DEEDS):
            name, code = RECIPIENTS[k % len(RECIPIENTS)]
            words = {"inf": base, "past": past, "ger": gerund, "s": third, "B": name}
            yield phrase, phrase.format(**words), kind, code


def read(program, texts):
    lines = "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts))
    run = subprocess.run([program, "read", "-", "--no-record", "--format", "jsonl"], input=lines.encode(),
                         stdout=subprocess.PIPE, check=True)
    claims = collections.defaultdict(list)
    for line in run.stdout.decode().splitlines():
        claim = json.loads(line)
        claims[int(claim["document"])].append(claim)
    return claims


def mode(claim):
    return ",".join(claim["aux"]) or "fact"


def claimant(claim):
    said_by = claim["claimant"]
    return said_by["id"] if isinstance(said_by, dict) else said_by


def passes(program, name, phrases, field, misses):
    made = list(sentences(phrases))
    claims = read(program, [text for _, text, _, _ in made])
    right = collections.Counter()
    for i, (phrase, text, kind, code) in enumerate(made):
        said = [field(c) for c in claims[i]
                if c["type"] == kind and {c["actor"]["id"], c["recipient"]["id"]} == {"FRA", code}]
        if said and said[0] in phrases[phrase].split("|"):
            right[phrase] += 1
        elif misses:
            print(f"{text}  wanted {phrases[phrase]}; read {[(c['type'], field(c)) for c in claims[i]]}")
    failed = [phrase for phrase in phrases if right[phrase] < FLOOR]
    for phrase in failed:
        print(f"{right[phrase]} of {len(DEEDS)}: {phrase}")
    total = sum(right.values())
    print(f"{total} of {len(made)} sentences have the right {name}, {len(phrases)} phrases")
    return not failed and total >= LEAST * len(made)


def main():
    program, misses = sys.argv[1], "--misses" in sys.argv
    whole = passes(program, "mode", MODES, mode, misses)
    whole &= passes(program, "claimant", CLAIMANTS, claimant, misses)
    sys.exit(0 if whole else 1)


if __name__ == "__main__":
    main()
