#!/usr/bin/env python3
"""Checks the annotated sentences and turns them into JSON Lines.

usage: corpus.py check [FILE...]      names every fault with file and line; counts what is there
       corpus.py documents FOLDER     documents for `entente read`
       corpus.py gold FOLDER          one sentence a line: document, start, end, text, claims

FOLDER is train, test, prose-train, prose-watched or prose-test.
"""
import collections
import json
import re
import sys
from pathlib import Path

import sources

HERE = Path(__file__).parent
KNOWLEDGE = HERE.parent.parent / "knowledge"
SYMMETRIC = {"AGREE", "CONSULT", "COOPERATE", "TIE"}
TYPES = SYMMETRIC | set("SUPPORT CONCEDE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
                        "MOBILIZE COERCE ASSAULT".split())
LAYERS = set("political military arms economic energy transport intelligence territorial patronage "
             "membership".split())
SECTORS = set("GOV MIL COP JUD LEG PTY OPP REB UAF SPY BUS MED CVL EDU LAB NGO REL REF CRM IGO AGR HLH "
              "IDG".split())
AUX = ("negation", "future", "hypothetical", "historical")


class Fault(Exception):
    pass


def known_ids():
    ids = set()
    for name in ("countries", "organisations", "groups"):
        for line in (KNOWLEDGE / f"{name}.tsv").read_text(encoding="utf8").splitlines():
            if line and not line.startswith("#"):
                ids.add(line.split("\t")[0])
    return ids


def check_id(actor, ids):
    base, _, sector = actor.partition("-")
    if actor in ids or base in ids and sector in SECTORS or base == "UNK" and sector in SECTORS:
        return
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", actor):
        raise Fault(f"no actor '{actor}' in knowledge/ (other names: lower case with hyphens)")


def parse_claim(line, ids):
    optional = line.startswith("?")
    words = line.lstrip("? ").split()
    if len(words) < 4:
        raise Fault(f"a claim is ACTOR TYPE RECIPIENT LAYER, here is '{line}'")
    actor, kind, recipient, layer = words[:4]
    rest = words[4:]
    check_id(actor, ids), check_id(recipient, ids)
    if kind not in TYPES:
        raise Fault(f"no type '{kind}'")
    if layer not in LAYERS:
        raise Fault(f"no layer '{layer}'")
    if actor == recipient:
        raise Fault("actor and recipient are the same")
    claim = {"actor": actor, "recipient": recipient, "type": kind, "layer": layer, "sign": None,
             "trend": None, "aux": [], "claimant": "author"}
    if kind == "TIE":
        if len(rest) < 2 or rest[0] not in "+-" or rest[1] not in ("standing", "closer", "apart"):
            raise Fault("a TIE has a sign (+ or -) and a trend (standing, closer, apart)")
        claim["sign"], claim["trend"], rest = rest[0], rest[1], rest[2:]
    while rest:
        word = rest.pop(0)
        if word in AUX:
            claim["aux"].append(word)
        elif word.startswith("@"):
            claim["claimant"] = word[1:]
            if word[1:] not in ("author", "unnamed"):
                check_id(word[1:], ids)
        elif word == "on" and rest:
            start, _, end = rest.pop(0).partition("..")
            claim["date"] = {"start": start, "end": end or start}
        else:
            raise Fault(f"what is '{word}'?")
    if optional:
        claim["optional"] = True
    return claim


def text_of(document, expected, texts):
    """The text that prose-train and prose-test annotate."""
    if not texts:
        texts.update(sources.load())
    if not texts:
        raise Fault(f"the texts that this annotates lie in {sources.SHARED}, which is not here")
    text = texts.get(document["id"], "")
    if sources.digest(text) != expected:
        raise Fault(f"{sources.SHARED} has another text of {document['id']} than was annotated")
    return text


def parse(path, ids, faults, texts):
    """The documents of a file: name, date, title, text, and its sentences with spans and claims.
    `texts` keeps what sources.py has."""
    documents, sentence = [], None
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
        line = line.strip()
        try:
            if not line or line.startswith("#"):
                continue
            if line.startswith("== "):
                documents.append({"id": line[3:].strip(), "text": "", "sentences": []})
                sentence = None
            elif not documents:
                raise Fault("a document starts with '== NAME'")
            elif line.startswith(">"):
                document, text = documents[-1], line[1:].strip()
                paragraph = text.startswith("¶")
                text = text.lstrip("¶ ")
                if not text:
                    raise Fault("an empty sentence")
                if document["text"]:
                    document["text"] += "\n\n" if paragraph else " "
                start = len(document["text"])
                document["text"] += text
                sentence = {"document": document["id"], "start": start, "end": start + len(text),
                            "text": text, "claims": [], "line": number, "said": False}
                document["sentences"].append(sentence)
            elif place := re.fullmatch(r"@(\d+)-(\d+)", line):
                document, (start, end) = documents[-1], map(int, place.groups())
                sentence = {"document": document["id"], "start": start, "end": end,
                            "text": document["text"][start:end], "claims": [], "line": number,
                            "said": False}
                document["sentences"].append(sentence)
            elif sentence is None:
                field, colon, value = line.partition(": ")
                if not colon or field not in ("date", "title", "source", "text"):
                    raise Fault(f"expected 'date:', 'title:' or '> SENTENCE', here is '{line}'")
                documents[-1][field] = (text_of(documents[-1], value.strip(), texts)
                                        if field == "text" else value.strip())
            elif line == "none":
                sentence["said"] = True
            else:
                sentence["said"] = True
                sentence["claims"].append(parse_claim(line, ids))
        except Fault as fault:
            faults.append(f"{path}:{number}: {fault}")
    for document in documents:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", document.get("date", "")) and not is_prose(path):
            faults.append(f"{path}: {document['id']} has no 'date: YYYY-MM-DD'")
        for sentence in document["sentences"]:
            if not sentence["said"]:
                faults.append(f"{path}:{sentence['line']}: no claims and no 'none' below the sentence")
    return documents


def is_prose(path):
    return path.parent.name.startswith("prose")


def load(paths):
    ids, faults, documents, texts = known_ids(), [], [], {}
    for path in sorted(paths):
        documents += parse(path, ids, faults, texts)
    names = collections.Counter(d["id"] for d in documents)
    faults += [f"two documents are called {name}" for name, n in names.items() if n > 1]
    return documents, faults


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in ("check", "documents", "gold"):
        sys.exit(__doc__)
    if sys.argv[1] == "check":
        paths = [Path(p) for p in sys.argv[2:]] or [
            p for p in HERE.glob("*t*/*.txt") if sources.SHARED.exists() or not is_prose(p)]
        documents, faults = load(paths)
        sentences = [s for d in documents for s in d["sentences"]]
        claims = [c for s in sentences for c in s["claims"]]
        print("\n".join(faults + [f"{len(documents)} documents, {len(sentences)} sentences, "
                                  f"{sum(not c.get('optional') for c in claims)} claims and "
                                  f"{sum(bool(c.get('optional')) for c in claims)} optional ones"]))
        sys.exit(bool(faults))
    documents, faults = load((HERE / sys.argv[2]).glob("*.txt"))
    if faults:
        sys.exit("\n".join(faults))
    for document in documents:
        if sys.argv[1] == "documents":
            fields = ("id", "date", "title", "source", "text")
            print(json.dumps({f: document[f] for f in fields if f in document}, ensure_ascii=False))
        else:
            for s in document["sentences"]:
                fields = ("document", "start", "end", "text", "claims")
                print(json.dumps({f: s[f] for f in fields}, ensure_ascii=False))


if __name__ == "__main__":
    main()
