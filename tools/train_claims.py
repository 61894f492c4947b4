#!/usr/bin/env python3
"""Trains models/claims.model: which of the claims that the patterns make possible a sentence says.

usage: train_claims.py OUT EXAMPLES.tsv GOLD.jsonl [EXAMPLES.tsv GOLD.jsonl ...] [--folds K]

EXAMPLES come from tools/claim_examples, GOLD is what score.py takes (tests/annotated/corpus.py
writes it). An example is right when the gold of its sentence has a claim of these ends, this type
and, for a TIE, this valence; it is left out where the gold calls it optional or, as in evaluate.py,
cannot judge it: ends of no country, and ends in one country where its sentence has no such gold. With --folds the
documents of the first pair are also parted in K, each judged by a model of all the others: what is
printed then is what to expect of new texts. Needs Debian's python3-sklearn.
"""
import argparse
import collections
import json
import sys
import zlib
from pathlib import Path

import numpy
from sklearn.ensemble import HistGradientBoostingClassifier

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "annotated"))
from evaluate import base, key, key_of


class Corpus:
    """Examples with what they are examples of; `said` and `optional` hold the gold by sentence,
    `taught` tells which examples are learnt from. All are judged: which of them a sentence has must
    not hang on what is right."""

    def __init__(self):
        self.features, self.right, self.sentence, self.keys, self.by_row = [], [], [], [], []
        self.taught = []
        self.said, self.optional, self.domestic, self.document = [], [], [], []

    def add(self, examples, gold, prefix):
        sentences = collections.defaultdict(list)
        for line in open(gold, encoding="utf8"):
            row = json.loads(line)
            sentences[row["document"]].append((row["start"], row["end"], len(self.said)))
            claims = [(key_of(c), c.get("optional", False)) for c in row["claims"]]
            self.said.append({k for k, optional in claims if not optional})
            self.optional.append({k for k, optional in claims if optional})
            self.domestic.append(any(base(c["actor"]) == base(c["recipient"])
                                     for c in row["claims"]))
            self.document.append(prefix + row["document"])
        found = []
        with open(examples, encoding="utf8") as lines:
            self.names = next(lines).rstrip("\n").split("\t")[7:]
            steps = [self.names.index(f"{end}_{way}") for end in ("actor", "recipient")
                     for way in ("up", "down")]
            for line in lines:
                f = line.rstrip("\n").split("\t")
                at = int(f[1])
                sentence = next((s for b, e, s in sentences[f[0]] if b <= at < e), None)
                if sentence is None:
                    continue
                k = key(f[2], f[3], f[4], f[5])
                ends = base(f[2]), base(f[3])
                judged = "UNK" not in ends and (ends[0] != ends[1] or self.domestic[sentence])
                if k not in self.said[sentence] and not judged:
                    continue
                if k in self.said[sentence] or k not in self.optional[sentence]:
                    features = [int(v) for v in f[7:]]
                    found.append((sentence, k, f[6] == "1",
                                  sum(features[i] for i in steps), features))
        # A right claim that several words might make is made by the one whose row finds it, else by
        # the nearest in the tree; the others teach nothing.
        nearest = {}
        for sentence, k, by_row, distance, _ in found:
            if k in self.said[sentence]:
                rank = -1 if by_row else distance
                nearest[sentence, k] = min(nearest.get((sentence, k), 99), rank)
        for sentence, k, by_row, distance, features in found:
            right = k in self.said[sentence]
            self.taught.append(not right or (-1 if by_row else distance) <= nearest[sentence, k])
            self.features.append(features)
            self.right.append(right)
            self.sentence.append(sentence)
            self.keys.append(k)
            self.by_row.append(by_row)


def learn(features, right, seed=1):
    model = HistGradientBoostingClassifier(max_iter=300, learning_rate=0.06, max_leaf_nodes=31,
                                           min_samples_leaf=30, l2_regularization=5.0,
                                           early_stopping=False, random_state=seed)
    return model.fit(features, right)


def report(corpus, rows, p):
    """Claims whose likeliest example has at least a limit, against the gold; and calibration."""
    sentences = {corpus.sentence[i] for i in rows}
    documents = {corpus.document[i] for i in sentences}
    sentences = [s for s, d in enumerate(corpus.document) if d in documents]

    def score(label, is_said):
        claimed = collections.defaultdict(set)
        for i in rows:
            if is_said(i):
                claimed[corpus.sentence[i]].add(corpus.keys[i])
        right = sum(len(claimed[s] & corpus.said[s]) for s in sentences)
        wrong = sum(len(claimed[s] - corpus.said[s] - corpus.optional[s]) for s in sentences)
        missed = sum(len(corpus.said[s] - claimed[s]) for s in sentences)
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{label:12s} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   "
              f"({right} right, {wrong} wrong, {missed} missed)")

    print(f"{len(documents)} documents, {len(sentences)} sentences, {len(rows)} possible claims")
    score("rows alone", lambda i: corpus.by_row[i])
    score("possible", lambda i: True)
    for limit in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6):
        score(f"model {limit:.2f}", lambda i: p[i] >= limit)
    for low in range(0, 10):
        inside = [i for i in rows if min(9, int(p[i] * 10)) == low]
        share = sum(corpus.right[i] for i in inside) / max(1, len(inside))
        print(f"  {low / 10:.1f} to {(low + 1) / 10:.1f}: {len(inside):6d}, right {share:.3f}")


def write(model, names, path):
    with open(path, "w", encoding="ascii") as out:
        print("\t".join(names), file=out)
        print(f"{float(numpy.ravel(model._baseline_prediction)[0]):.6g}", file=out)
        for (tree,) in model._predictors:
            for node in tree.nodes:
                if node["is_leaf"]:
                    print(f"-1\t0\t0\t0\t{node['value']:.6g}", file=out)
                else:
                    print(f"{node['feature_idx']}\t{int(numpy.floor(node['num_threshold']))}\t"
                          f"{node['left']}\t{node['right']}\t0", file=out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("files", nargs="+", help="examples and gold, in turn")
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    corpus = Corpus()
    first = None
    for n in range(0, len(options.files), 2):
        corpus.add(options.files[n], options.files[n + 1], f"{n}:")
        first = first or len(corpus.said)
    features = numpy.array(corpus.features, dtype=numpy.float32)
    right, taught = numpy.array(corpus.right), numpy.array(corpus.taught)
    if options.folds:
        fold = numpy.array([zlib.crc32(corpus.document[s].encode()) % options.folds
                            if s < first else -1 for s in corpus.sentence])
        p = numpy.zeros(len(right))
        for k in range(options.folds):
            rest = taught & (fold != k)
            p[fold == k] = learn(features[rest], right[rest]).predict_proba(
                features[fold == k])[:, 1]
        report(corpus, numpy.flatnonzero(fold >= 0).tolist(), p)
    write(learn(features[taught], right[taught]), corpus.names, options.out)


main()
