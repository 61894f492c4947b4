#!/usr/bin/env python3
"""Are reports of games kept apart from those of wars? Sentences made mechanically.

usage: games_test.py ENTENTE [--misses]

What teams do to one another sounds like what armies do: 22 verbs in nine sentences about games, and in a second one after
them, must make no claim that one state attacks, coerces, meets or joins another; the same verbs in sentences about war,
and real deeds told beside a game, must. Fails where less than FLOOR of a kind is right.
"""
import json
import subprocess
import sys

VERBS = ["beat", "defeated", "crushed", "attacked", "bombarded", "routed", "hammered", "struck", "overran", "battered", "pounded",
         "fought", "battled", "clashed with", "humiliated", "demolished", "overcame", "invaded", "smashed", "faced", "met", "hosted"]
PAIRS = [("Spain", "Italy"), ("Kenya", "Uganda"), ("India", "Pakistan"), ("Argentina", "Peru")]
GAMES = ["{A} {V} {B} in the final of the World Cup.", "{A} {V} {B} 3-1.", "In the semi-final, {A} {V} {B}.",
         "{A} {V} {B} in a qualifier on Sunday, scoring two late goals.", "{A} {V} {B} by four wickets in the second match.",
         "{A}'s footballers {V} {B} in front of 40,000 fans.", "{A} {V} {B} at the rugby tournament in Paris.",
         "Coach Tom Berg said that {A} {V} {B} because the goalkeeper was hurt.",
         "{A} beat Chile 2-0 in the quarter-final. Last week {A} {V} {B}, and the fans went home happy after the match."]
WARS = ["{A} {V} {B} in a war over the border.", "{A}'s army {V} {B}'s troops near the border.",
        "{A} attacked {B} on the opening day of the Olympics.", "{A}'s president met {B}'s prime minister at the World Cup final.",
        "{A} bombed a stadium in {B} during a football match.", "{A} accused {B} of attacking its team at the tournament.",
        "{A} boycotted the tournament in protest at {B}'s invasion of Chad.",
        "{A} imposed sanctions on {B} in the final round of a campaign to isolate it."]
FIGHT = {"beat", "defeated", "attacked", "fought", "invaded", "bombarded", "battled", "clashed with", "struck", "pounded"}
FLOOR = 0.95


def main():
    program, show = sys.argv[1], "--misses" in sys.argv
    cases = [(form in WARS, form.format(A=a, B=b, V=verb)) for form in GAMES + WARS for verb in VERBS for a, b in PAIRS
             if form in GAMES or ("{V}" in form and verb in FIGHT) or ("{V}" not in form and verb == VERBS[0])]
    documents = "\n".join(json.dumps({"id": str(i), "text": text, "date": "2024-06-01"}) for i, (_, text) in enumerate(cases))
    out = subprocess.run([program, "read", "-", "--no-record", "--format", "jsonl"], input=documents, capture_output=True,
                         text=True, check=True).stdout
    claimed = {int(json.loads(line)["document"]) for line in out.splitlines()}
    failed = False
    for war, kind in ((False, "games make no claim"), (True, "deeds of states are claimed")):
        right = [(i in claimed) == war for i, case in enumerate(cases) if case[0] == war]
        if show:
            print(*(text for i, (is_war, text) in enumerate(cases) if is_war == war and (i in claimed) != war), sep="\n")
        share = sum(right) / len(right)
        failed |= share < FLOOR
        print(f"{share:.3f} of {len(right):4d}  {kind}")
    return failed


sys.exit(main())
