"""What train_claims.py and train_network.py learn from."""
import collections
import json
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "annotated"))
from evaluate import base, key, key_of


class Set:
    """Of FOLDER/SET.jsonl, which tools/claim_examples writes, and FOLDER/SET.gold, which is what score.py takes
    (tests/annotated/corpus.py writes it): the sentences of the gold, and `examples`, the sentences
    read, each with the number of its sentence of the gold. SET*5 counts five times."""

    def __init__(self, folder, name):
        name, _, times = name.partition("*")
        self.name, self.times, self.path = name, int(times or 1), Path(folder) / name
        self.said, self.optional, self.domestic, self.document = [], [], [], []
        gold = collections.defaultdict(list)
        for line in open(f"{self.path}.gold", encoding="utf8"):
            row = json.loads(line)
            gold[row["document"]].append((row["start"], row["end"], len(self.said)))
            claims = [(key_of(c), c.get("optional", False)) for c in row["claims"]]
            self.said.append({k for k, optional in claims if not optional})
            self.optional.append({k for k, optional in claims if optional})
            self.domestic.append(any(base(c["actor"]) == base(c["recipient"])
                                     for c in row["claims"]))
            self.document.append(row["document"])
        self.examples = []
        with open(f"{self.path}.jsonl", encoding="utf8") as lines:
            self.features = json.loads(next(lines))
            first = 0  # of the sentence's tokens in SET.states
            for line in lines:
                row = json.loads(line)
                row["first"], first = first, first + row["words"]
                shared = [(min(row["end"], end) - max(row["begin"], begin), sentence)
                          for begin, end, sentence in gold[row["document"]]]
                if shared and max(shared)[0] > 0:
                    self.examples.append((max(shared)[1], row))

    def fold(self, sentence, folds):
        return zlib.crc32(f"{self.name}:{self.document[sentence]}".encode()) % folds

    def judges(self, sentence, actor, recipient):
        """Whether the gold can tell that a claim about these two is wrong: as in evaluate.py it cannot
        of ends of no country, nor of ends in one country where its sentence has no such claim."""
        ends = base(actor), base(recipient)
        return "UNK" not in ends and (ends[0] != ends[1] or self.domestic[sentence])
