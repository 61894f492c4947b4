#!/usr/bin/env python3
"""Trains models/claims.model: which of the claims that the patterns make possible a sentence says.

usage: train_claims.py OUT FOLDER SET ... [--folds K]

Sets are described in claim_sets.py. An example is right when the gold of its sentence has a claim
of these ends, this type and, for a TIE, this valence; it is left out where the gold calls it
optional or cannot judge it. With --folds the documents are also parted in K, each judged by trees
of all the others: what is printed then is what to expect of new texts, and the log odds, written to
FOLDER/SET.odds, are what train_network.py learns beside. Needs Debian's python3-sklearn.
"""
import argparse
import collections

import numpy
from sklearn.ensemble import HistGradientBoostingClassifier

from claim_sets import Set, key


class Examples:
    """The possible claims of all sets, one after another. Those that are `taught` are learnt from;
    all that are `known` are judged: which of them a sentence has must not hang on what is right."""

    def __init__(self, sets, folds):
        self.features, self.right, self.known, self.taught = [], [], [], []
        self.weight, self.fold, self.sentence, self.keys, self.by_row = [], [], [], [], []
        for number, one in enumerate(sets):
            steps = [one.features.index(f"{end}_{way}") for end in ("actor", "recipient")
                     for way in ("up", "down")]
            # A right claim that several words might make is made by the one whose row finds it,
            # else by the nearest in the tree; the others teach nothing.
            nearest, ranks = {}, []
            begin = len(self.right)
            for sentence, row in one.examples:
                for _, actor, recipient, kind, valence, by_row, _, _, features in row["claims"]:
                    k = key(actor, recipient, kind, valence)
                    right = k in one.said[sentence]
                    ranks.append(-1 if by_row else sum(features[i] for i in steps))
                    if right:
                        nearest[sentence, k] = min(nearest.get((sentence, k), 99), ranks[-1])
                    self.features.append(features)
                    self.right.append(right)
                    self.known.append(right or (one.judges(sentence, actor, recipient)
                                                and k not in one.optional[sentence]))
                    self.weight.append(one.times)
                    self.fold.append(one.fold(sentence, folds) if folds else 0)
                    self.sentence.append((number, sentence))
                    self.keys.append(k)
                    self.by_row.append(by_row)
            for i, rank in enumerate(ranks, begin):
                best = nearest.get((self.sentence[i][1], self.keys[i]), rank)
                self.taught.append(self.known[i] and rank <= best)
        self.features = numpy.array(self.features, dtype=numpy.float32)
        for name in ("right", "known", "taught", "weight", "fold"):
            setattr(self, name, numpy.array(getattr(self, name)))


def learn(examples, chosen):
    model = HistGradientBoostingClassifier(max_iter=150, learning_rate=0.12, max_leaf_nodes=31,
                                           min_samples_leaf=30, l2_regularization=5.0,
                                           early_stopping=False, random_state=1)
    chosen = chosen & examples.taught
    return model.fit(examples.features[chosen], examples.right[chosen],
                     sample_weight=examples.weight[chosen])


def report(sets, number, examples, odds):
    """Claims of a set whose likeliest example has at least a limit, against the gold; and
    calibration."""
    one = sets[number]
    rows = [i for i in numpy.flatnonzero(examples.known) if examples.sentence[i][0] == number]

    def score(label, is_said):
        claimed = collections.defaultdict(set)
        for i in rows:
            if is_said(i):
                claimed[examples.sentence[i][1]].add(examples.keys[i])
        right = sum(len(claimed[s] & said) for s, said in enumerate(one.said))
        wrong = sum(len(claims - one.said[s] - one.optional[s]) for s, claims in claimed.items())
        missed = sum(len(said - claimed[s]) for s, said in enumerate(one.said))
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{label:12s} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   "
              f"({right} right, {wrong} wrong, {missed} missed)")

    p = 1 / (1 + numpy.exp(-odds))
    print(f"{one.name}: {len(set(one.document))} documents, {len(one.said)} sentences, "
          f"{len(rows)} possible claims")
    score("rows alone", lambda i: examples.by_row[i])
    score("possible", lambda i: True)
    for limit in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6):
        score(f"trees {limit:.2f}", lambda i: p[i] >= limit)
    for low in range(0, 10):
        inside = [i for i in rows if min(9, int(p[i] * 10)) == low]
        share = sum(examples.right[i] for i in inside) / max(1, len(inside))
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
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("folder")
    parser.add_argument("sets", nargs="+", metavar="set")
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    sets = [Set(options.folder, name) for name in options.sets]
    examples = Examples(sets, options.folds)
    if options.folds:
        odds = numpy.zeros(len(examples.right), dtype=numpy.float32)
        for k in range(options.folds):
            judged = examples.fold == k
            odds[judged] = learn(examples, ~judged).decision_function(examples.features[judged])
        for number, one in enumerate(sets):
            report(sets, number, examples, odds)
            of_set = [s[0] == number for s in examples.sentence]
            odds[of_set].tofile(f"{one.path}.odds")
    write(learn(examples, numpy.ones(len(examples.right), dtype=bool)), sets[0].features,
          options.out)


main()
