#!/usr/bin/env python3
"""Trains models/claims.network: how likely each type is between two actors, by all words of their
sentence (src/entente/reading/claim_network.h has the shape).

usage: train_network.py OUT FOLDER SET ... [--epochs N] [--seed S] [--hold K]

Sets are described in claim_sets.py; each also has SET.states, from claim_examples, and SET.odds, from
train_claims.py --folds: what trees that have not seen the sentence say. Learns every type of every
two actors of a sentence. With --hold a Kth of the documents is left out, and what is printed is how
well the network of each round and the trees tell its claims. Needs Debian's python3-torch, python3-xxhash and
libopenblas0-pthread; on one core a round over 23,000 sentences takes a minute and a half.
"""
import argparse
import collections
import math
import random

import numpy
import torch
import xxhash
from torch import nn
from torch.nn import functional

from claim_sets import Set, key

TYPES = ("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST "
         "SANCTION MOBILIZE COERCE ASSAULT TIE+ TIE-").split()
MUTUAL = [TYPES.index(t) for t in ("AGREE", "CONSULT", "COOPERATE", "TIE+", "TIE-")]
STATES, WIDTH, HEADS = 256, 64, 4
FEATURES = (15, 12, 10, 10, 21, 21, 33, 33, 51, 51)
ROLES, MARKS, OUTPUTS = 33, 23, 32
FAR_ODDS = 6  # the trees' log odds beyond count as this


class Recurrent(nn.Module):
    """A layer of quasi-recurrent units as text/annotator_network.h has it."""

    def __init__(self):
        super().__init__()
        self.from_left = nn.Linear(2 * WIDTH, 3 * WIDTH // 2)
        self.from_right = nn.Linear(2 * WIDTH, 3 * WIDTH // 2)

    def forward(self, x, mask):
        half = WIDTH // 2
        padded = functional.pad(x, (0, 0, 1, 1))
        left = self.from_left(torch.cat([padded[:, :-2], x], -1))
        right = self.from_right(torch.cat([x, padded[:, 2:]], -1))
        gates = torch.cat([left, torch.flip(right, [1])], 0)
        present = torch.cat([mask, torch.flip(mask, [1])], 0)[..., None]
        candidate, keep, carry = gates.split(half, -1)
        keep, carry = torch.sigmoid(keep), torch.sigmoid(carry)
        added = ((1 - keep) * torch.tanh(candidate) * present).unbind(1)
        kept = (keep * present).unbind(1)
        state, states = torch.zeros_like(added[0]), []
        for k, a in zip(kept, added):
            state = torch.addcmul(a, k, state)
            states.append(state)
        states, n = torch.stack(states, 1), len(x)
        states = torch.cat([states[:n], torch.flip(states[n:], [1])], -1)
        carry = torch.cat([carry[:n], torch.flip(carry[n:], [1])], -1)
        return carry * states + (1 - carry) * x


class Network(nn.Module):
    def __init__(self, drop):
        super().__init__()
        self.word = nn.Linear(STATES, WIDTH)
        self.marks = nn.Embedding(MARKS, WIDTH)
        self.triggers = nn.Linear(len(TYPES), WIDTH, bias=False)
        self.layer = Recurrent()
        self.key, self.value = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.actor_query, self.actor = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.recipient_query = nn.Linear(WIDTH, WIDTH, bias=False)
        self.recipient = nn.Linear(WIDTH, WIDTH, bias=False)
        self.told = nn.Linear(WIDTH, WIDTH, bias=False)
        self.features = nn.EmbeddingBag(sum(FEATURES), WIDTH, mode="sum")
        self.types = nn.Linear(WIDTH, len(TYPES))
        self.role_value, self.role_bias = nn.Embedding(ROLES, WIDTH), nn.Embedding(ROLES, HEADS)
        self.trees = nn.Parameter(torch.full([len(TYPES)], 0.8))
        self.candidate = nn.Parameter(torch.full([len(TYPES)], 4.0))
        self.by_row = nn.Parameter(torch.zeros(len(TYPES)))
        for table, deviation in ((self.marks, 0.1), (self.features, 0.05), (self.role_value, 0.1)):
            nn.init.normal_(table.weight, std=deviation)
        nn.init.zeros_(self.role_bias.weight)
        nn.init.constant_(self.types.bias, -4.0)
        self.drop = nn.Dropout(drop)
        self.register_buffer("offsets", torch.tensor(numpy.cumsum((0,) + FEATURES[:-1])))

    def forward(self, b):
        """Log odds of each type in each group."""
        drop, mask = self.drop, b["mask"]
        u = torch.tanh(self.word(drop(b["states"])) + self.marks(b["marks"])
                       + self.triggers(b["triggers"])) * mask[..., None]
        u = drop(self.layer(drop(u), mask))
        size, words, _ = u.shape
        keys = self.key(u).view(size, words, HEADS, -1)
        values = self.value(u).view(size, words, HEADS, -1)
        flat = u.reshape(size * words, WIDTH)
        actor = flat.index_select(0, b["actor"] + b["row"] * words)
        recipient = flat.index_select(0, b["recipient"] + b["row"] * words)
        query = self.actor_query(actor) + self.recipient_query(recipient)
        query = query.view(-1, HEADS, WIDTH // HEADS) / math.sqrt(WIDTH // HEADS)
        bias = self.role_bias(b["roles"])
        role_value = self.role_value.weight.view(ROLES, HEADS, -1).transpose(0, 1)
        told, first = [], 0
        for i, (pairs, n) in enumerate(zip(b["pairs"], b["words"])):
            here = slice(first, first + pairs)
            score = torch.matmul(query[here].transpose(0, 1), keys[i, :n].permute(1, 2, 0))
            share = torch.softmax(score + bias[here, :n].permute(2, 0, 1), -1)
            by_role = torch.zeros(HEADS, pairs, ROLES).scatter_add_(
                2, b["roles"][None, here, :n].expand(HEADS, -1, -1), share)
            both = torch.matmul(share, values[i, :n].transpose(0, 1))
            told.append((both + torch.matmul(by_role, role_value)).transpose(0, 1)
                        .reshape(pairs, WIDTH))
            first += pairs
        pair = (self.actor(actor) + self.recipient(recipient) + self.told(torch.cat(told))
                + self.features(b["features"] + self.offsets))
        each = self.types(drop(torch.tanh(pair)))
        best = torch.full((len(b["turned"]), len(TYPES)), -1e4).scatter_reduce(
            0, b["group"][:, None].expand(-1, len(TYPES)), each, "amax", include_self=True)
        either = (best + best[b["turned"]]) / 2
        best = torch.cat([either[:, t:t + 1] if t in MUTUAL else best[:, t:t + 1]
                          for t in range(len(TYPES))], 1)
        odds, candidate, by_row = b["known"].unbind(-1)
        return best + self.trees * odds + self.candidate * candidate + self.by_row * by_row


class Sentence:
    """What the network sees of one, and what it should say."""

    def __init__(self, one, sentence, row, states, odds):
        self.sentence = one.name, sentence
        self.states = states[row["first"]:row["first"] + row["words"]]
        self.marks = numpy.array(row["marks"])
        self.triggers = numpy.array([[bits >> t & 1 for t in range(len(TYPES))]
                                     for bits in row["triggers"]], dtype=numpy.float32)
        groups, pairs = len(row["groups"]), numpy.array(row["pairs"])
        self.group, self.actor, self.recipient = pairs[:, 0], pairs[:, 1], pairs[:, 2]
        self.features = pairs[:, 3:]
        self.roles = (numpy.frombuffer(row["roles"].encode(), dtype=numpy.uint8)
                      .reshape(len(pairs), row["words"]) - ord("0"))
        self.turned = numpy.array([turned for _, _, turned in row["groups"]])
        said, optional = one.said[sentence], one.optional[sentence]
        self.right = numpy.zeros((groups, len(TYPES)), dtype=numpy.float32)
        self.judged = numpy.zeros((groups, len(TYPES)), dtype=numpy.float32)
        self.keys = []
        for g, (actor, recipient, _) in enumerate(row["groups"]):
            keys = [key(actor, recipient, t[:3], t[3:]) if t.startswith("TIE")
                    else key(actor, recipient, t, "") for t in TYPES]
            self.right[g] = [k in said for k in keys]
            knows = one.judges(sentence, actor, recipient) or self.right[g].any()
            self.judged[g] = [knows and (k in said or k not in optional) for k in keys]
            self.keys.append(keys)
        self.known = numpy.zeros((groups, len(TYPES), 3), dtype=numpy.float32)
        for claim, value in zip(row["claims"], odds):
            by_row, g, t = claim[5:8]
            if g < 0:
                continue
            value = max(-FAR_ODDS, min(FAR_ODDS, value))
            for way in {g, self.turned[g]} if t in MUTUAL else {g}:
                best, candidate, row_says = self.known[way, t]
                self.known[way, t] = (max(value, best) if candidate else value, 1,
                                      max(by_row, row_says))

    def thinned(self, share=0.3):
        """Without most of the groups of which nothing is or might be said; those left count more."""
        groups = len(self.turned)
        weight = numpy.ones(groups, dtype=numpy.float32)
        keep = (self.right > 0).any(1) | (self.known[..., 1] > 0).any(1)
        keep |= keep[self.turned]
        if groups >= 7 and not keep.all():
            weight[~keep] = 1 / share
            lot = numpy.random.rand(groups)
            keep |= numpy.minimum(lot, lot[self.turned]) < 1 - math.sqrt(1 - share)
        else:
            keep[:] = True
        pairs = keep[self.group]
        if not pairs.any():
            return None
        number = numpy.cumsum(keep) - 1
        return dict(row=self, pairs=pairs, group=number[self.group[pairs]], keep=keep,
                    turned=number[self.turned[keep]], weight=weight[keep])


def batch(thinned):
    longest = max(len(t["row"].marks) for t in thinned)
    size = len(thinned)
    states = numpy.zeros((size, longest, STATES), dtype=numpy.float32)
    marks = numpy.zeros((size, longest), dtype=numpy.int64)
    mask = numpy.zeros((size, longest), dtype=numpy.float32)
    triggers = numpy.zeros((size, longest, len(TYPES)), dtype=numpy.float32)
    parts, groups = collections.defaultdict(list), 0
    for i, t in enumerate(thinned):
        s, pairs, keep = t["row"], t["pairs"], t["keep"]
        n = len(s.marks)
        states[i, :n] = s.states.astype(numpy.float32) / 4096
        marks[i, :n], triggers[i, :n], mask[i, :n] = s.marks, s.triggers, 1
        roles = numpy.zeros((int(pairs.sum()), longest), dtype=numpy.int64)
        roles[:, :n] = s.roles[pairs]
        parts["roles"].append(roles)
        parts["row"].append(numpy.full(len(roles), i))
        for name in ("actor", "recipient", "features"):
            parts[name].append(getattr(s, name)[pairs])
        parts["group"].append(t["group"] + groups)
        parts["turned"].append(t["turned"] + groups)
        for name in ("known", "right", "judged"):
            parts[name].append(getattr(s, name)[keep])
        parts["weight"].append(t["weight"])
        groups += int(keep.sum())
    result = {name: torch.from_numpy(numpy.concatenate(p)) for name, p in parts.items()}
    return dict(result, states=torch.from_numpy(states), marks=torch.from_numpy(marks),
                triggers=torch.from_numpy(triggers), mask=torch.from_numpy(mask),
                pairs=[int(t["pairs"].sum()) for t in thinned],
                words=[len(t["row"].marks) for t in thinned])


def batches(sentences):
    """Of like length, in random order."""
    result, weight = [[]], 0
    for s in sorted(sentences, key=lambda s: len(s.marks) + 4 * random.random()):
        load = len(s.group) * len(s.marks)
        if len(result[-1]) >= 32 or (result[-1] and weight + load > 30000):
            result.append([])
            weight = 0
        result[-1].append(s)
        weight += load
    random.shuffle(result)
    return result


def load(one):
    states = numpy.memmap(f"{one.path}.states", dtype=numpy.int16, mode="r").reshape(-1, STATES)
    odds = numpy.fromfile(f"{one.path}.odds", dtype=numpy.float32)
    result, first = [], 0
    for sentence, row in one.examples:
        here = odds[first:first + len(row["claims"])]
        first += len(row["claims"])
        if row["pairs"] and row["words"] <= 200:
            result.append(Sentence(one, sentence, row, states, here))
    return result


def report(network, sets, held, hold):
    """Claim F1 on the documents held out, of the trees alone and with the network."""
    network.eval()
    by_set = {one.name: one for one in sets}
    said = {limit: {how: collections.defaultdict(set) for how in ("trees", "both")}
            for limit in (-1.75, -1.5, -1.25, -1.0)}
    with torch.no_grad():
        for i in range(0, len(held), 32):
            thinned = [t for t in (s.thinned(1.0) for s in held[i:i + 32]) if t]
            if not thinned:
                continue
            odds, g = network(batch(thinned)).numpy(), 0
            for t in thinned:
                s = t["row"]
                trees = numpy.where(s.known[..., 1] > 0, s.known[..., 0], -99)
                mine = odds[g:g + len(s.keys)]
                g += len(s.keys)
                # What no word may tell is not said, however likely.
                mine = numpy.where(s.known[..., 1] > 0, mine, -99)
                for limit, ways in said.items():
                    for how, values in (("trees", trees), ("both", mine)):
                        for a, b in zip(*numpy.where((values >= limit) & (s.judged > 0))):
                            ways[how][s.sentence].add(s.keys[a][b])
    for limit, ways in said.items():
        line = []
        for how, claimed in ways.items():
            for name, one in by_set.items():
                right = wrong = missed = 0
                for sentence in range(len(one.said)):
                    if one.fold(sentence, hold) != 0:
                        continue
                    claims = claimed[name, sentence] - (one.optional[sentence] - one.said[sentence])
                    right += len(claims & one.said[sentence])
                    wrong += len(claims - one.said[sentence])
                    missed += len(one.said[sentence] - claims)
                line.append(f"{how} {name} {2 * right / max(1, 2 * right + wrong + missed):.3f}")
        print(f"  from {limit}: {', '.join(line)}", flush=True)


def blocks(weights, group):
    """weight_at of annotator_network.h: blocks of sixteen outputs; in each, groups of inputs."""
    out, inputs = weights.shape
    return weights.reshape(out // 16, 16, inputs // group, group).transpose(0, 2, 1, 3)


def write(network, path):
    values = {name: p.detach().numpy().astype(numpy.float64)
              for name, p in network.named_parameters()}

    def fixed(numbers, bits, kind):
        limits = numpy.iinfo(kind)
        return numpy.clip(numpy.rint(numbers * 2 ** bits), limits.min, limits.max).astype(kind)

    def dense(*names, rows=None):
        weights = numpy.concatenate([values[f"{n}.weight"] for n in names])
        bias = numpy.concatenate([values.get(f"{n}.bias", numpy.zeros(WIDTH)) for n in names])
        rows = rows or len(weights)
        weights = numpy.pad(weights, ((0, rows - len(weights)), (0, 0)))
        bias = numpy.pad(bias, (0, rows - len(bias)))
        return (fixed(blocks(weights, 2), 11, numpy.int16).tobytes()
                + fixed(bias, 23, numpy.int32).tobytes())

    def coarse(*names):
        """As text::CoarseDense has it: bytes, what one of them is, the bias of inputs from -1 on."""
        weights = numpy.concatenate([values[f"{n}.weight"] for n in names]) * 2 ** 17
        bias = numpy.concatenate([values[f"{n}.bias"] for n in names]) * 2 ** 23
        scale = numpy.ceil(numpy.maximum(abs(weights).max(1), 1) / 127)
        levels = numpy.rint(weights / scale[:, None])
        bias -= 64 * scale * levels.sum(1)
        return (fixed(blocks(levels, 4), 0, numpy.int8).tobytes()
                + fixed(scale, 0, numpy.int32).tobytes() + fixed(bias, 0, numpy.int32).tobytes())

    def vectors(table):
        return fixed(table, 23, numpy.int32).tobytes()

    def floats(table):
        return table.astype(numpy.float32).tobytes()

    body = b"".join([
        coarse("word"), vectors(values["marks.weight"]), vectors(values["triggers.weight"].T),
        coarse("layer.from_left"), coarse("layer.from_right"), coarse("key", "value"),
        dense("actor_query", "actor"), dense("recipient_query", "recipient"), dense("told"),
        vectors(values["features.weight"]), dense("types", rows=OUTPUTS),
        floats(values["role_value.weight"]), floats(values["role_bias.weight"]),
        floats(values["trees"]), floats(values["candidate"]), floats(values["by_row"])])
    body += b"\0" * (-len(body) % 64)
    with open(path, "wb") as out:
        out.write(b"claims \2" + xxhash.xxh3_64_intdigest(body).to_bytes(8, "little") + b"\0" * 48)
        out.write(body)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("folder")
    parser.add_argument("sets", nargs="+", metavar="set")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--drop", type=float, default=0.3)
    parser.add_argument("--hold", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    numpy.random.seed(options.seed)
    random.seed(options.seed)
    sets = [Set(options.folder, name) for name in options.sets]
    taught, held = [], []
    for one in sets:
        for s in load(one):
            if options.hold and one.fold(s.sentence[1], options.hold) == 0:
                held.append(s)
            else:
                taught += [s] * one.times
    print(f"{len(taught)} sentences, {len(held)} held out", flush=True)
    network = Network(options.drop)
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=0.01)
    step, steps = 0, options.epochs * len(batches(taught))
    for epoch in range(options.epochs):
        network.train()
        loss_sum = 0
        for some in batches(taught):
            thinned = [t for t in (s.thinned() for s in some) if t]
            if not thinned:
                continue
            b = batch(thinned)
            for group in optimiser.param_groups:
                group["lr"] = 2e-3 * min(1, step / 200) * max(0.02, 1 - step / steps)
            loss = functional.binary_cross_entropy_with_logits(
                network(b), b["right"], weight=b["judged"] * b["weight"][:, None],
                reduction="sum") / 32
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            loss_sum += loss.item() * 32
            step += 1
        print(f"round {epoch + 1}: loss {loss_sum / len(taught):.4f}", flush=True)
        if held:
            report(network, sets, held, options.hold)
    write(network, options.out)


main()
