#!/usr/bin/env python3
"""Are unnamed groups of the right state, and names that knowledge/ does not have read whole? Sentences made mechanically.

usage: actors_test.py ENTENTE [--misses]

Groups of every sector stand in constructions that tell whose they are ("police in the north of Peru", "a group of
Peruvian police"), made-up names of parties, companies, unions and bands as actor and as recipient. A sentence passes
when the claim against the European Union has the right end: the state and the sector of the group, all words of the
name. Names of things must not act. Descriptions, shorter names and bodies of no named state are those of the sentence
before. Fails where a construction or a kind of name passes less often than FLOOR says.
"""
import json
import subprocess
import sys

COUNTRIES = [("KEN", "Kenya", "Kenyan", "Mombasa"), ("PER", "Peru", "Peruvian", "Cusco"),
             ("IND", "India", "Indian", "Chennai"), ("UKR", "Ukraine", "Ukrainian", "Odesa"),
             ("COL", "Colombia", "Colombian", "Cali"), ("BGD", "Bangladesh", "Bangladeshi", "Sylhet")]
GROUPS = {
    "police": "COP", "riot police": "COP", "prosecutors": "JUD", "opposition lawmakers": "LEG OPP",
    "opposition parties": "OPP PTY", "activists": "CVL", "protesters": "CVL OPP", "villagers": "CVL",
    "students": "EDU", "trade unions": "LAB", "striking miners": "LAB", "nurses": "HLH", "farmers": "AGR",
    "journalists": "MED", "bishops": "REL", "women's groups": "NGO CVL", "business leaders": "BUS",
    "mining companies": "BUS", "gunmen": "UAF", "separatist rebels": "REB", "armed groups": "UAF REB",
    "drug traffickers": "CRM", "local officials": "GOV", "war veterans": "MIL CVL",
}
PLACES = {
    "{G} in {X} accused the European Union of bias.": 0.95,
    "{A} {G} accused the European Union of bias.": 0.95,
    "{X}'s {G} accused the European Union of bias.": 0.95,
    "{G} in {T} accused the European Union of bias.": 0.95,
    "{G} from {X} accused the European Union of bias.": 0.95,
    "A group of {A} {G} accused the European Union of bias.": 0.95,
    "The European Union accused {G} in {X} of bias.": 0.95,
    "The European Union accused {A} {G} of bias.": 0.95,
}
NAMES = {
    "parties": ["the United Democratic Front", "the opposition Golden Harvest Party", "the Christian Democratic Alliance",
           "the Freedom and Justice List", "the Movement for Liberty and Progress", "the Free Mountain Movement"],
    "companies and unions": ["Tiger Brands Ltd", "First City Monument Bank", "Larsen and Toubro", "Zambezi Airlines", "Bank of Baroda",
           "the Uganda National Teachers Union", "the Garment Workers' Federation", "the Uganda Law Society",
           "the Chamber of Commerce of Lima", "the Centre for Public Integrity", "the Open Lands Initiative"],
    "bands and newspapers": ["the Army of the Just", "the Brigade of Martyrs", "the People's Liberation Front", "the Jakarta Herald"],
}
DEEDS = ["{N} accused the European Union of bias.", "The European Union accused {N} of fraud.",
         "The European Union imposed sanctions on {N}.", "The European Union on Tuesday criticised {N}.",
         "The European Union and {N} signed an agreement."]
THINGS = ["Mount Kenya", "Lake Turkana", "Jomo Kenyatta International Airport", "the Panama Papers", "the Rana Plaza",
          "the Political Parties Act", "the Digital Security Act", "Kruger National Park", "Easter Sunday",
          "the Nairobi Declaration", "the Grand Inga Dam", "Independence Day"]
# What the European Union condemns has befallen the state, which it does not accuse.
STRUCK = [f"the {deed} {where}" for deed in ("attack", "bombing", "suicide attack", "rocket attack", "terrorist attacks", "air strikes")
          for where in ("on a hotel in {T}", "in {X}", "on {X}", "near the {A} capital", "on {A} troops", "on a bus in the north of {X}")]
NAME_FLOOR, THING_FLOOR = 0.90, 0.95
# Whoever a description, a shorter name or nothing but the sentence before tells: (kind, floor, sentence before, ends wanted,
# words for them). Each is put into DEEDS[0] and DEEDS[2].
KENYA = ["The talks in Nairobi ended on Monday.", "Kenyan shares fell on Monday.", "Kenya's economy grew on Monday.",
         "Kenyan President William Ruto spoke on Monday.", "Thousands marched in Mombasa on Monday."]
BODIES = ["the government", "the authorities", "security officials", "a court", "the court", "prosecutors", "the opposition",
          "opposition leaders", "the ruling party", "lawmakers", "the president", "the foreign minister", "the army", "police",
          "protesters", "state media", "the foreign ministry", "the central bank", "a government spokesman", "officials",
          "the interior minister", "local authorities", "the electoral commission", "the parliament"]
TWO = ["Kenya and Uganda signed an agreement on Monday.", "Kenya signed an agreement with Uganda on Monday.",
       "Kenya signed an agreement with Uganda on Monday. Tea is the main export."]
BACK = [("the sentence before tells the state", 0.95, before, {"KEN"}, BODIES) for before in KENYA]
BACK += [("the dateline tells the state", 0.95, line, {"KEN"}, BODIES)
         for line in ("NAIROBI, Kenya (AP) —", "NAIROBI (Reuters) -", "NAIROBI, March 3 —")]
BACK += [("two under one word", 0.95, before, {"KEN", "UGA"},
          ["both", "the two", "the two sides", "both countries", "the two neighbours", "the neighbours", "the pair", "the duo"])
         for before in TWO]
BACK += [("a class of states", 0.95, before, set(),
          ["developed countries", "the developed countries", "the rich countries", "the great powers", "other countries",
           "the major powers", "donor countries", "neighbouring countries"]) for before in TWO[:2]]
BACK += [("an organisation described", 0.90, f"{name} published a report on Monday.", {code}, words) for name, code, words in (
    ("The World Bank", "WORLDBANK", ["the lender", "the bank", "the global lender", "the Washington-based lender"]),
    ("The IAEA", "IAEA", ["the agency", "the watchdog", "the nuclear watchdog", "the Vienna-based agency"]),
    ("Amnesty International", "amnesty-international", ["the rights group", "the group", "the organisation", "the London-based group"]),
    ("Gazprom", "gazprom", ["the company", "the gas giant", "the Russian company", "the state-owned company"]),
    ("Huawei", "huawei", ["the firm", "the Chinese firm", "the telecoms giant"]),
    ("Hezbollah", "HEZBOLLAH", ["the militia", "the Shiite group", "the Iran-backed group", "the Lebanese group"]),
    ("Hamas", "HAMAS", ["the Islamist group", "the Palestinian group", "the movement", "the organisation"]),
    ("ECOWAS", "ECOWAS", ["the bloc", "the regional bloc", "the West African bloc", "the regional body"]))]
BACK += [("a shorter name", 0.90, before.format(name), {code}, [short]) for name, short, code in (
    ("Zambezi Metals Ltd", "Zambezi Metals", "zambezi-metals"), ("the Golden Harvest Movement", "Golden Harvest",
    "golden-harvest-movement"), ("the opposition Bright Future Party", "Bright Future", "bright-future-party"),
    ("Karimba Energy Group", "Karimba Energy", "karimba-energy-group"), ("Northstar Mining Corporation", "Northstar",
    "northstar-mining-corporation")) for before in ("A judge spoke of {} on Monday.", "Peru fined {} on Monday.")]
# Names beside what they are: {N} in DEEDS[0], DEEDS[1], DEEDS[3].
BESIDE = [("a name beside what it is", 0.90, f"{what} {name}", {code}) for what, names in (
    ("the Russian firm", (("Yadran", "yadran"), ("Gazprom", "gazprom"), ("Tarkov Metals", "tarkov-metals"))),
    ("Russian energy giant", (("Gazprom", "gazprom"), ("Yadran", "yadran"))),
    ("state-owned company", (("Petrolux", "petrolux"),)), ("mining company", (("Petrolux", "petrolux"),)),
    ("the Islamist group", (("Hamas", "HAMAS"), ("Zuhur", "zuhur"))), ("Lebanese militant group", (("Hezbollah", "HEZBOLLAH"),)),
    ("rebel group", (("M23", "M23"), ("Zuhur", "zuhur"))), ("London-based rights group", (("Amnesty International",
     "amnesty-international"),)), ("aid group", (("Oxfam", "oxfam"), ("Zuhur", "zuhur"))),
    ("the Kenyan opposition party", (("Zuhur", "zuhur"),)), ("the ruling party", (("Zuhur", "zuhur"),)),
    ("Lebanon's", (("Hezbollah", "HEZBOLLAH"),)), ("Yemen's", (("Houthis", "HOUTHIS"),))) for name, code in names]
BESIDE += [("a person by the post beside the name", 0.95, form.format(N="Emmy Noether", X=country, A=adjective), {code})
           for code, country, adjective, _ in COUNTRIES for form in (
               "{N}, a spokesman for the {A} government,", "{N}, spokeswoman for the {A} foreign ministry,",
               "{N}, a spokesperson for {X}'s government,", "{N}, a senior official at the {A} foreign ministry,",
               "{N}, an adviser to the {A} president,", "{N}, head of the {A} delegation,", "{N}, the head of {X}'s delegation,",
               "{N}, director of the {A} intelligence service,", "{N}, a member of {X}'s parliament,",
               "{N}, a member of the {A} cabinet,", "{N}, who leads the {A} delegation,", "{N}, who is {X}'s foreign minister,",
               "{N} of the {A} foreign ministry", "{N}, the then foreign minister of {X},", "{N} (foreign minister of {X})",
               "the head of the {A} delegation, {N},", "the director of {X}'s intelligence agency, {N},",
               "the spokesman of the {A} foreign ministry, {N},")]
BESIDE += [("a surname behind the state", 0.95, name, {code}) for name, code in (
    ("Turkey's Erdogan", "TUR"), ("Hungary's Orban", "HUN"), ("India's Modi", "IND"), ("Russia's Lavrov", "RUS"),
    ("Germany's Merkel", "DEU"), ("France's Macron", "FRA"), ("Canada's Trudeau", "CAN"), ("Venezuela's Maduro", "VEN"),
    ("the Philippines' Duterte", "PHL"), ("Israel's Netanyahu", "ISR"), ("Egypt's Sisi", "EGY"), ("Rwanda's Kagame", "RWA"))]
BESIDE += [("a name before what it is", 0.90, name, {code}) for name, code in (
    ("the Adani group", "adani"), ("the Tata group", "tata"), ("the Hamas movement", "HAMAS"), ("the Zuhur party", "zuhur"),
    ("the Houthi rebels", "HOUTHIS"), ("the M23 rebel group", "M23"), ("the Zuhur group", "zuhur"))]
BESIDE += [("others, who are called after a state", 0.95, f"{whose} {words}", set())
           for whose in ("Kenya's", "Nairobi's")
           for words in ("rivals", "enemies", "neighbours", "allies", "closest ally", "trading partners", "foreign donors",
                         "creditors", "friends", "main adversary", "development partners", "powerful neighbour")]
# Whom the subject of a second sentence stands for; put into DEEDS[0] alone.
SUBJECTS = [("they, the people of the sentence before", 0.95, before, {"KEN"}, ["they", "some of them", "their leaders"])
            for before in ("Kenyan officials met on Monday in Uganda.", "Kenyan troops crossed into Uganda on Monday.",
                           "According to Kenyan officials, the talks with Uganda have failed.", "Kenya's generals met on Monday.",
                           "Leaders of Kenya's ruling party met on Monday.", "Kenyan police and prosecutors met on Monday.")]
SUBJECTS += [("they, who are many under one name", 0.95, before, {code}, ["they"])
             for before, code in (("The Taliban met on Monday in Doha.", "TALIBAN"), ("Hamas attacked on Monday.", "HAMAS"),
                                  ("The Houthis have fired on ships.", "HOUTHIS"), ("Kenyan police crossed into Uganda.", "KEN"),
                                  ("The Kenyan army crossed into Uganda.", "KEN"))]
SUBJECTS += [("it, the country: the subject before", 0.95, before, {"KEN"}, ["it", "the country", "its government"])
             for before in ("Kenya signed a deal with Uganda on Monday.", "Kenya was criticised by Uganda on Monday.",
                            "Kenya's relations with Uganda have soured.", "Kenya, like Uganda, opposes the plan.",
                            "The Kenyan foreign ministry summoned the Ugandan ambassador on Monday.")]
SUBJECTS += [("he, whose office is told", 0.95, before, {"KEN"}, ["he"])
             for before in ("A spokesman for Kenya's government said that the talks with Uganda had failed.",
                            "The commander of Kenya's army visited Uganda on Monday.", "Kenya's envoy, Ann Tum, left on Monday.",
                            "Kenyan Foreign Minister Musalia Mudavadi met Ugandan officials on Monday.")]
SUBJECTS += [("a document of the sentence before", 0.90, f"{who} {verb} a {noun} on Monday.", {"KEN"}, [f"the {noun}"])
             for who, verb, noun in (("Kenya's foreign ministry", "issued", "statement"), ("Kenya", "published", "report"),
                                     ("Kenya's parliament", "passed", "resolution"), ("The Kenyan army", "issued", "communique"),
                                     ("Kenya", "sent", "letter"), ("The Kenyan government", "issued", "decree"))]

# Those of a state that the sentence does not name: (kind, floor, sentence, the two).
FIGHTS = ["Clashes between {G} and {R} left ten dead.", "Clashes between {R} and {G} left ten dead.",
          "Heavy fighting between {R} and {G} was reported on Monday.", "{G} clashed with {R} on Monday.",
          "{R} clashed with {G} on Monday.", "{G} and {R} exchanged fire on Monday.", "{R} killed ten members of {G}.",
          "{G} ambushed {R}, killing two.", "{R} accused {G} of kidnapping teachers.", "A battle between {G} and {R} killed dozens."]
UNNAMED = [("the forces that a group fights", 0.95, fight.format(G=group, R=forces), {code, state})
           for group, code, state in (("the M23", "M23", "COD"), ("the Taliban", "TALIBAN", "AFG"), ("the FARC", "FARC", "COL"),
                                      ("Boko Haram", "BOKOHARAM", "NGA"), ("the ELN", "ELN", "COL"), ("the Houthis", "HOUTHIS", "YEM"),
                                      ("the RSF", "RSF", "SDN"), ("al-Shabaab", "ALSHABAAB", "SOM"), ("the NPA", "NPA", "PHL"),
                                      ("Hamas", "HAMAS", "ISR"))
           for forces in ("the army", "government forces", "government troops", "the police", "the military", "security forces")
           for fight in FIGHTS]
UNNAMED += [("the state that an institution is of", 0.95, deed.format(N=name, R=body), {name.removeprefix("the ").replace("’", "").replace(
             "'", "").lower().replace(" ", "-"), state})
            for name, state in (("the Nigerian Bar Association", "NGA"), ("the Kenya Bankers Association", "KEN"),
                                ("the Zimbabwe Congress of Trade Unions", "ZWE"), ("the Islamic Movement of Nigeria", "NGA"),
                                ("the South African Communist Party", "ZAF"))
            for body in ("the government", "the president", "the police", "the army", "the authorities", "the parliament")
            for deed in ("{N} accused {R} of fraud.", "{N} urged {R} to resign.", "{N} condemned {R}.")]

UNNAMED += [("those who march are of the place", 0.95, f"{who} {deed.format(X=country, T=city)}", {code})
            for who in ("Thousands", "Hundreds", "Dozens", "Tens of thousands", "Hundreds of people", "Crowds", "Thousands of people")
            for deed in ("marched in {T} against the government.", "protested in {X} against a new tax.",
                         "took to the streets of {T} to protest against the president.", "rallied in {X} against the government.",
                         "demonstrated in {T}, demanding that the government resign.")
            for code, country, _, city in COUNTRIES]
UNNAMED += [("those whom a group harms", 0.95, f"{group} {deed}, the US said on Monday.", {code, state})
            for group, code, state in (("The M23", "M23", "COD"), ("The Taliban", "TALIBAN", "AFG"), ("Boko Haram", "BOKOHARAM", "NGA"),
                                       ("The RSF", "RSF", "SDN"), ("Al-Shabaab", "ALSHABAAB", "SOM"))
            for deed in ("killed ten villagers", "abducted dozens of schoolgirls", "attacked civilians", "executed three prisoners",
                         "kidnapped two journalists", "barred women from schools")]


def capitalised(text):
    return text[0].upper() + text[1:]


def read(program, sentences):
    documents = "\n".join(json.dumps({"id": str(i), "text": t, "date": "2019-05-14"})
                          for i, t in enumerate(sentences))
    out = subprocess.run([program, "read", "-", "--no-record", "--format", "jsonl"], input=documents,
                         capture_output=True, text=True, check=True).stdout
    claims = [[] for _ in sentences]
    for line in out.splitlines():
        claim = json.loads(line)
        claims[int(claim["document"])].append(claim)
    return claims


def ends_beside_union(claims):
    """The ends that are not the European Union, of claims that have it at the other."""
    for claim in claims:
        for end, other in ((claim["actor"], claim["recipient"]), (claim["recipient"], claim["actor"])):
            if other["id"] == "EU":
                yield end


def main():
    program, show = sys.argv[1], "--misses" in sys.argv
    cases = []  # (kind, floor, sentence, what its ends must pass or the two that must have a claim)
    for form, floor in PLACES.items():
        for group, sectors in GROUPS.items():
            for code, country, adjective, city in COUNTRIES:
                sentence = capitalised(form.format(G=group, X=country, A=adjective, T=city))
                cases.append((form, floor, sentence, lambda ends, code=code, sectors=sectors: any(
                    e["id"] == code and e["sector"] in sectors.split() for e in ends)))
    for kind, names in NAMES.items():
        for name in names:
            for deed in DEEDS:
                whole = name.removeprefix("the ").removeprefix("opposition ")
                cases.append((kind, NAME_FLOOR, capitalised(deed.format(N=name)),
                              lambda ends, whole=whole: any(whole in e["text"] for e in ends)))
    for thing in THINGS:
        for deed in DEEDS[:4]:
            cases.append(("things", THING_FLOOR, capitalised(deed.format(N=thing)), lambda ends: not list(ends)))
    for deed in STRUCK:
        for _, country, adjective, city in COUNTRIES:
            for verb in ("condemned", "denounced", "strongly condemned"):
                what = deed.format(X=country, A=adjective, T=city)
                cases.append(("whom a condemned attack befell", 0.95, f"The European Union {verb} {what}.",
                              lambda ends: all(e["id"] == "UNK" or e["sector"] == "UAF" for e in ends)))
    told = [(*row, (DEEDS[0], DEEDS[2])) for row in BACK] + [(*row, DEEDS[:1]) for row in SUBJECTS]
    for kind, floor, before, wanted, words, deeds in told:
        for word in words:
            for deed in deeds:
                cases.append((kind, floor, f"{capitalised(before)} {capitalised(deed.format(N=word))}",
                              lambda ends, wanted=wanted: {e["id"] for e in ends} == wanted))
    for kind, floor, name, wanted in BESIDE:
        for deed in (DEEDS[0], DEEDS[1], DEEDS[3]):
            cases.append((kind, floor, capitalised(deed.format(N=name)),
                          lambda ends, wanted=wanted: {e["id"] for e in ends} == wanted))
    cases += [(kind, floor, capitalised(sentence), both) for kind, floor, sentence, both in UNNAMED]
    passed, tried = {}, {}
    for (kind, floor, sentence, passes), claims in zip(cases, read(program, [c[2] for c in cases])):
        if isinstance(passes, set):
            ok = any({c["actor"]["id"], c["recipient"]["id"]} == passes for c in claims)
        else:
            ok = passes(ends_beside_union(claims))
        passed[kind] = passed.get(kind, 0) + ok
        tried[kind] = (tried.get(kind, (0, 0))[0] + 1, floor)
        if show and not ok:
            print(f"{kind}: {sentence}")
    failed = False
    for kind, (count, floor) in tried.items():
        share = passed[kind] / count
        failed = failed or share < floor
        print(f"{share:.3f} of {count:4d}  {kind}" + ("" if share >= floor else f"  LESS THAN {floor}"))
    return failed


sys.exit(main())
