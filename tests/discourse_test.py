#!/usr/bin/env python3
"""Is it read what a second sentence says of those whom the first has named? Sentences made mechanically.

usage: discourse_test.py ENTENTE [--misses]

"B did likewise", "they agreed to it", "she thanked her", "B imposed sanctions in response": whoever is meant stands in
the sentence before. 76 pairs of sentences about eight trios of states; each must make one claim of two given actors and
a given type. Fails where less than FLOOR of a kind is right.
"""
import collections
import json
import subprocess
import sys

# id, name, adjective, capital, head of state or government in 2019
STATES = {
    "KEN": ("Kenya", "Kenyan", "Nairobi", "Uhuru Kenyatta"), "RWA": ("Rwanda", "Rwandan", "Kigali", "Paul Kagame"),
    "FRA": ("France", "French", "Paris", "Emmanuel Macron"), "TUR": ("Turkey", "Turkish", "Ankara", "Recep Tayyip Erdogan"),
    "RUS": ("Russia", "Russian", "Moscow", "Vladimir Putin"), "CHN": ("China", "Chinese", "Beijing", "Xi Jinping"),
    "DEU": ("Germany", "German", "Berlin", "Angela Merkel"), "GBR": ("Britain", "British", "London", "Theresa May"),
    "USA": ("the United States", "American", "Washington", "Donald Trump"), "IND": ("India", "Indian", "New Delhi", "Narendra Modi"),
    "EGY": ("Egypt", "Egyptian", "Cairo", "Abdel Fattah al-Sisi"), "VEN": ("Venezuela", "Venezuelan", "Caracas", "Nicolas Maduro"),
}
TRIOS = ["KEN RWA FRA", "TUR RUS EGY", "CHN IND GBR", "VEN USA RUS", "EGY TUR DEU", "FRA VEN CHN", "RUS GBR KEN", "IND CHN TUR"]
# {A} name, {a} adjective, {Ac} capital, {Ap} leader; the claim wanted
CASES = {
    "what is done in return": [
        ("{A} has expelled three {b} diplomats. {B} promised to respond in kind.", "B THREATEN A"),
        ("{A} has expelled three {b} diplomats. {Bc} vowed to retaliate.", "B THREATEN A"),
        ("{A} shot down a {b} jet. {Bc} imposed sanctions in response.", "B SANCTION A"),
        ("{A} shot down a {b} jet. {B} expelled the ambassador in retaliation.", "B SANCTION A"),
        ("{A} bombed a depot in {B}. {B} fired missiles in return.", "B ASSAULT A"),
        ("{A} attacked {B}. {Bc} hit back at dawn.", "B ASSAULT A"),
        ("{A} banned {b} sugar. {B} banned milk in retaliation.", "B SANCTION A"),
        ("{A} and {B} exchanged fire. {Ac} then closed the crossing.", "A SANCTION B"),
        ("{A} arrested the crew of a {b} ship. {Bc} demanded their release.", "B REQUEST A"),
        ("{A} expelled {b} diplomats. {Bc} responded by closing three consulates.", "B SANCTION A"),
        ("{A} executed a {b} spy. {Bc} imposed sanctions and recalled its ambassador.", "B SANCTION A"),
        ("{A} shelled a {b} village. {B} lodged a protest.", "B ACCUSE A"),
        ("{A} has banned {b} fish. {Bc} protested.", "B ACCUSE A"),
    ],
    "what is done likewise": [
        ("{A} will send tanks to {B}. {C} will do the same.", "C AID B"),
        ("{A} recalled its ambassador from {Bc}. {B} did likewise.", "B SANCTION A"),
        ("{A} recalled its ambassador from {Bc}. {B} followed suit.", "B SANCTION A"),
        ("{A} imposed sanctions on {B}. {C} did so too.", "C SANCTION B"),
        ("{A} has condemned {B}. {C} has done likewise.", "C ACCUSE B"),
        ("{A} has not condemned {B}. {C} has done the same.", "C ACCUSE B negation"),
    ],
    "answers": [
        ("{A} asked {B} for help. {Bc} agreed.", "B AGREE A"),
        ("{A} asked the {b} troops to leave. {B} refused.", "B REJECT A"),
        ("{A} accused {B} of arming rebels. {Bc} rejected the accusation.", "B REJECT A"),
        ("{A} accused {B} of arming rebels. {B} dismissed the charge.", "B REJECT A"),
    ],
    "deeds told before": [
        ("{A} sold {B} fighter jets. The deal angered {C}.", "A TIE C"),
        ("{A} sold {B} fighter jets. It angered {C}.", "A TIE C"),
        ("{A} sold submarines to {B}, which angered {C}.", "A TIE C"),
        ("{A} and {B} agreed to reopen their embassies. {C} brokered the deal.", "C CONSULT A"),
        ("{A} and {B} made peace. The agreement was brokered by {C}.", "C CONSULT B"),
        ("{A} closed its border with {B}. {C} called the decision unfounded.", "C ACCUSE|REJECT A"),
        ("The {a} president visited {Bc}. {C} condemned the trip.", "C ACCUSE A"),
        ("{A} bombed {B}. {C} denounced the attack.", "C ACCUSE A"),
        ("{A} sent drones to {B}. {C} criticised the delivery.", "C ACCUSE A"),
        ("{A} and {B} held an exercise. {C} denounced the drill.", "C ACCUSE A"),
        ("{A} has sanctioned {B}. {C} welcomed the move.", "C SUPPORT A"),
        ("{A} suspended trade with {B}. {Bc} called this an act of war.", "B ACCUSE A"),
        ("{A} has launched another missile. {B} condemned the test.", "B ACCUSE A"),
    ],
    "it": [
        ("{A} broke off relations with {B}. It now recognises {C}.", "A SUPPORT C"),
        ("{A} is at odds with {B}. It accuses its rival of spying.", "A ACCUSE B"),
        ("{A} has blocked {b} ships. It demands that {Bc} pay a fine.", "A REQUEST B"),
        ("{A} has asked {B} for a loan. {B} demands that it cut subsidies.", "B REQUEST A"),
        ("{A} sanctioned {B}. {C} also condemned it.", "C ACCUSE A|B"),
        ("{A} relies on {B} for weapons. It has also bought drones from {C}.", "A COOPERATE C"),
        ("{A} made peace with {B}. The Arab League expelled it.", "ARABLEAGUE SANCTION A"),
        ("{A} is isolated. {B} and {C} attacked it.", "B ASSAULT A"),
        ("{A} wants to join the Arab League. {C} supports its bid.", "C SUPPORT A"),
    ],
    "he, she": [
        ("{Ap} landed in {Bc}. The {b} president received him at the airport.", "B CONSULT A"),
        ("{A}'s president met {B}'s prime minister. He thanked him for his support.", "A SUPPORT B"),
        ("{Ap} congratulated the {b} president. He promised him help.", "A AGREE B"),
        ("{A}'s foreign minister visited {Bc}. She apologised to the {b} people.", "A CONCEDE B"),
        ("{A}'s foreign minister flew to {Bc}. She asked {B} to withdraw its troops.", "A REQUEST B"),
        ("The {a} prime minister visited {Bc}. {Cp} criticised her.", "C ACCUSE A"),
        ("The {a} president arrived in {Bc}. {Cp} and his foreign minister praised him.", "C SUPPORT A"),
    ],
    "they": [
        ("{A}'s prime minister flew to {Bc} for talks with his {b} counterpart. They agreed to triple trade.", "A AGREE B"),
        ("The presidents of {A} and {B} met in Geneva. They agreed to reopen the border.", "A AGREE B"),
        ("{A} and {B} share a border. They fought a war over it in 1979.", "A ASSAULT B"),
        ("{A} and {B} restored relations. The two had fallen out in 2013.", "A TIE B"),
        ("{A}'s defence minister met his {b} counterpart. The two ministers signed an agreement on exchanges of troops.", "A AGREE B"),
        ("{A} and {B} have no border. The two countries broke off relations in 1978.", "A SANCTION B"),
        ("{A} trains the Taliban and may be selling weapons to them.", "A AID TALIBAN"),
        ("{A} has met the Houthis. {B} and {C} have armed them.", "B AID HOUTHIS"),
    ],
    "journeys": [
        ("The {a} president will travel to {Bc} for talks with {Bp}.", "A CONSULT B future"),
        ("{A}'s president may go to {Bc} for a meeting with {Bp}.", "A CONSULT B hypothetical"),
        ("{a} diplomats have arrived in {Bc} for negotiations with {b} officials.", "A CONSULT B fact"),
        ("{A} will host {b} officials for talks.", "A CONSULT B future"),
    ],
    "who is in it, whose it is": [
        ("Rebels fired mortars at a camp hosting {a} troops.", "UNK ASSAULT A"),
        ("Militants attacked a convoy carrying {a} soldiers in {B}.", "UNK ASSAULT A"),
        ("{A} seized a tanker carrying {b} oil.", "A COERCE B"),
        ("{A} bombed a base run by {b} troops.", "A ASSAULT B"),
        ("{A} seized a plane belonging to the {b} army.", "A COERCE B"),
    ],
    "one after the other": [
        ("{A} depends on {B} for water and on {C} for fuel.", "A TIE C"),
        ("{A} relies on {B} for gas and on {C} for arms.", "A TIE B"),
        ("{A} blocked a joint EU statement criticising {B}.", "EU ACCUSE B"),
        ("{A} sees {B} as responsible for the massacre.", "A ACCUSE B"),
        ("As an ally of {A}, {B} opposes {C}.", "B TIE A"),
        ("Not only did {A} arm {B}, it also bought its gas.", "A AID B fact"),
        ("{A} has served as a back channel between {B} and {C}.", "A CONSULT B"),
    ],
}
FLOOR = 0.8
SYMMETRIC = {"TIE", "CONSULT", "COOPERATE", "AGREE"}


def main():
    program, show = sys.argv[1], "--misses" in sys.argv
    cases = []
    for kind, forms in CASES.items():
        for form, want in forms:
            for trio in TRIOS:
                ids = dict(zip("ABC", trio.split()))
                words = {}
                for letter, state in ids.items():
                    name, adjective, capital, leader = STATES[state]
                    words.update({letter: name, letter.lower(): adjective, letter + "c": capital, letter + "p": leader})
                text = ". ".join(s[0].upper() + s[1:] for s in form.format(**words).split(". "))
                cases.append((kind, text, want, ids))
    documents = "\n".join(json.dumps({"id": str(i), "text": c[1], "date": "2019-05-14"}) for i, c in enumerate(cases))
    out = subprocess.run([program, "read", "-", "--no-record", "--format", "jsonl"], input=documents, capture_output=True,
                         text=True, check=True).stdout
    claims = collections.defaultdict(set)
    for line in out.splitlines():
        c = json.loads(line)
        ends = [c["actor"]["id"], c["recipient"]["id"]]
        mode = " ".join(c["aux"]) or "fact"
        for actor, recipient in [ends] + [ends[::-1]] * (c["type"] in SYMMETRIC):
            claims[int(c["document"])] |= {(actor, c["type"], recipient, mode), (actor, c["type"], recipient)}
    right, of = collections.Counter(), collections.Counter()
    for i, (kind, text, want, ids) in enumerate(cases):
        actor, types, recipients, *mode = want.split()
        hit = any((ids.get(actor, actor), t, ids.get(r, r), *mode) in claims[i]
                  for t in types.split("|") for r in recipients.split("|"))
        of[kind] += 1
        right[kind] += hit
        if show and not hit:
            print(f"{want}: {text}")
    for kind in CASES:
        print(f"{right[kind] / of[kind]:.3f} of {of[kind]:4d}  {kind}")
    return any(right[kind] < FLOOR * of[kind] for kind in CASES)


sys.exit(main())
