#!/usr/bin/env python3
"""Scores a reader on annotated sentences: by kind of text, by type, by confidence, and why it missed.

usage: evaluate.py ENTENTE SET [--rows-alone] [--why] [--small-letters]

SET is train, test, prose-train, prose-watched or prose-test of this folder (only files of one author or kind:
train/plain-news), or world for ../world. Prints pair and claim F1 as the scorer of the codebook's
gold counts them (a claim is its two ends, its type and a tie's valence; optional ones count neither
way; ends of no country and, in sentences without domestic gold, claims inside one country are left
out), then how often claims of each confidence are right. --rows-alone leaves out the learnt model;
--small-letters reads the texts without a capital;
--why tells for each missed claim what was lacking, with counts. Of test, prose-test and world only
figures are printed, never sentences.
"""
import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
import corpus

ROOT = corpus.HERE.parent.parent
COOPERATIVE = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}


def base(actor):
    """The country of "PAK-MIL"; a name in lower case has no country."""
    return actor.split("-")[0] if actor[:1].isupper() else actor


def valence(claim):
    """+ or - of a TIE: an improvement is +, a worsening -, a standing tie its sign."""
    return {"closer": "+", "apart": "-"}.get(claim["trend"], claim["sign"]) or ""


def key(actor, recipient, kind, tie_valence):
    """What two claims have in common that count as the same."""
    ends = [base(actor), base(recipient)]
    if ends[0] == ends[1]:
        ends = [actor, recipient]
    else:
        ends = [full if short == "UNK" else short for full, short in zip((actor, recipient), ends)]
    if kind in corpus.SYMMETRIC:
        ends.sort()
    return (*ends, kind, tie_valence if kind == "TIE" else "")


def key_of(claim):
    return key(claim["actor"], claim["recipient"], claim["type"], valence(claim))


def flat(claim):
    """A claim as `entente read` prints it, in the form of the gold."""
    ids = {}
    for end in ("actor", "recipient"):
        party = claim[end]
        with_sector = party["sector"] and not party["id"][:1].islower()
        ids[end] = f"{party['id']}-{party['sector']}" if with_sector else party["id"]
    return {**claim, **ids, "claimant": claim["claimant"]["id"]}


def read(program, documents, rows_alone):
    """What the program says of documents, by document."""
    environment = dict(os.environ)
    with tempfile.TemporaryDirectory() as home:
        if rows_alone:
            (Path(home) / "knowledge").symlink_to(ROOT / "knowledge")
            (Path(home) / "models").mkdir()
            (Path(home) / "models" / "english.model").symlink_to(ROOT / "models" / "english.model")
            environment["ENTENTE_HOME"] = home
        lines = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents)
        run = subprocess.run([program, "read", "-", "--no-record", "--format", "jsonl"], check=True,
                             input=lines.encode(), stdout=subprocess.PIPE, env=environment)
    claims = collections.defaultdict(list)
    for line in run.stdout.decode().splitlines():
        claim = json.loads(line)
        claims[claim["document"]].append(claim)
    return claims


def load(name):
    """Documents and gold sentences of a set; the kind of each document."""
    if name == "world":
        folder = corpus.HERE.parent / "world"
        rows = {p.stem: [json.loads(l) for l in p.read_text(encoding="utf8").splitlines()]
                for p in folder.glob("*.jsonl")}
        documents = rows.pop("documents")
        sentences = [s for kind in rows.values() for s in kind]
        return documents, sentences, {s["document"]: kind for kind, ss in rows.items() for s in ss}
    folder, _, stem = name.partition("/")
    documents, sentences, kinds = [], [], {}
    for path in sorted((corpus.HERE / folder).glob(f"{stem}*.txt")):
        found, faults = corpus.load([path])
        if faults:
            sys.exit("\n".join(faults))
        documents += [{f: d[f] for f in ("id", "date", "title", "source", "text") if f in d}
                      for d in found]
        sentences += [s for d in found for s in d["sentences"]]
        kinds.update((d["id"], path.stem.rstrip("0123456789-")) for d in found)
    return documents, sentences, kinds


def compared(sentence, claims):
    """The claims of a sentence that the gold can judge."""
    domestic = any(base(c["actor"]) == base(c["recipient"]) for c in sentence["claims"])
    kept = []
    for claim in claims:
        if not sentence["start"] <= claim["trigger"]["start"] < sentence["end"]:
            continue
        c = flat(claim)
        a, r = base(c["actor"]), base(c["recipient"])
        if "UNK" not in (a, r) and (a != r or domestic):
            kept.append(c)
    return kept


class Score:
    def __init__(self):
        self.counts = collections.Counter()

    def add(self, level, said, wanted, optional):
        said = said - (optional - wanted)
        self.counts[level, "right"] += len(said & wanted)
        self.counts[level, "wrong"] += len(said - wanted)
        self.counts[level, "missed"] += len(wanted - said)

    def text(self, level):
        right, wrong, missed = (self.counts[level, w] for w in ("right", "wrong", "missed"))
        p, r = right / max(1, right + wrong), right / max(1, right + missed)
        return f"{2 * p * r / max(1e-9, p + r):.3f} (P {p:.3f}, R {r:.3f})"


def why_missed(program, documents, sentences, said_of):
    """For each missed claim the first thing that was lacking."""
    reasons = collections.Counter()
    by_document = collections.defaultdict(list)
    for s in sentences:
        by_document[s["document"]].append(s)
    for document in documents:
        run = subprocess.run([program, "explain", "-", "--format", "jsonl", "--date", document["date"]],
                             input=document["text"].encode(), stdout=subprocess.PIPE, check=True)
        read_as = [json.loads(l) for l in run.stdout.decode().splitlines() if l.strip()]
        for sentence in by_document[document["id"]]:
            inside = [x for x in read_as
                      if sentence["start"] <= x["sentence"]["start"] < sentence["end"]]
            actors = [a for x in inside for a in x["actors"]]
            ids = {a["id"] for a in actors if a.get("id")}
            ids |= {who.split()[0] for a in actors for who in a.get("stands_for", [])}
            said = said_of[id(sentence)]
            for claim in sentence["claims"]:
                k = key_of(claim)
                if claim.get("optional") or k in {key_of(c) for c in said}:
                    continue
                pair = {base(claim["actor"]), base(claim["recipient"])}
                same_pair = [c for c in said if {base(c["actor"]), base(c["recipient"])} == pair]
                words = [w for x in inside for w in x["words"]
                         if any(r["says"].startswith(claim["type"]) for r in w["rows"])]
                outcomes = {r.get("outcome") for w in words for r in w["rows"]
                            if r["says"].startswith(claim["type"])}
                if any(c["type"] == claim["type"] for c in same_pair):
                    reasons["the pair and type, turned round or of the other valence"] += 1
                elif same_pair:
                    reasons["the pair, with another type"] += 1
                elif len(pair) == 1 or "UNK" in pair:
                    reasons["inside one country, or an unnamed group"] += 1
                elif not pair <= ids:
                    reasons["an actor that was not found or not referred to"] += 1
                elif not words:
                    reasons["no word of the sentence has a row of this type"] += 1
                elif outcomes & {"no_actor"}:
                    reasons["the row's places have no actor"] += 1
                elif outcomes & {"no_recipient"}:
                    reasons["the row's places have no recipient"] += 1
                elif outcomes & {"one_side"}:
                    reasons["a mutual word, and only one side was found"] += 1
                elif outcomes & {"needs", "needs_nearer"}:
                    reasons["the row needs a word that does not stand by"] += 1
                elif outcomes & {"fired"}:
                    reasons["the row fired for other actors only"] += 1
                else:
                    reasons["a row before it fired, or the word's class was mistaken"] += 1
    for reason, n in reasons.most_common():
        print(f"  {n:5d}  {reason}")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("set")
    parser.add_argument("--rows-alone", action="store_true")
    parser.add_argument("--why", action="store_true")
    parser.add_argument("--small-letters", action="store_true")
    options = parser.parse_args()
    documents, sentences, kinds = load(options.set)
    if options.small_letters:
        for document in documents:
            document["text"] = "".join(c.lower() if len(c.lower()) == 1 else c for c in document["text"])
    claims = read(options.program, documents, options.rows_alone)
    scores, fields, bins = collections.defaultdict(Score), collections.Counter(), {}
    said_of = {}
    for sentence in sentences:
        said = said_of[id(sentence)] = compared(sentence, claims[sentence["document"]])
        gold = collections.defaultdict(list)
        for c in sentence["claims"]:
            gold[key_of(c)].append(c)
        wanted = {key_of(c) for c in sentence["claims"] if not c.get("optional")}
        for name in (kinds[sentence["document"]], "all"):
            scores[name].add("claim", {key_of(c) for c in said}, wanted, set(gold))
            scores[name].add("pair", *({tuple(sorted(k[:2])) for k in ks}
                                       for ks in ({key_of(c) for c in said}, wanted, gold)))
        for c in said:
            right = key_of(c) in gold
            n = bins.setdefault(min(9, int(c["confidence"] * 10)), [0, 0, 0.0])
            n[0] += 1
            n[1] += right
            n[2] += c["confidence"]
            if right:
                fields["n"] += 1
                fields["aux"] += any(set(g["aux"]) == set(c["aux"]) for g in gold[key_of(c)])
                fields["claimant"] += any(base(g["claimant"]) == base(c["claimant"])
                                          for g in gold[key_of(c)])
                fields["layer"] += any(g["layer"] == c["layer"] for g in gold[key_of(c)])
    print(f"{len(documents)} documents, {len(sentences)} sentences")
    for name in sorted(scores, key=lambda n: (n == "all", n)):
        print(f"{name:18s} pair F1 {scores[name].text('pair')}  claim F1 {scores[name].text('claim')}")
    n = max(1, fields["n"])
    print("of those right: " + ", ".join(f"{f} {fields[f] / n:.3f}"
                                         for f in ("aux", "claimant", "layer")))
    print("confidence   claims   mean   right")
    for low in sorted(bins):
        count, right, total = bins[low]
        print(f"{low / 10:.1f} to {(low + 1) / 10:.1f}   {count:6d}   {total / count:.2f}   {right / count:.2f}")
    if options.why:
        print("why claims were missed:")
        why_missed(options.program, documents, sentences, said_of)


if __name__ == "__main__":
    main()
