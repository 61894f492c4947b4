"""The texts that prose-train and prose-test annotate: they lie in ../shared and are not the project's.

Each document is its paragraphs of prose, joined by empty lines: the Office of the Historian's histories of
relations and essays (public domain and CC0), The World Factbook's backgrounds and notes (public domain),
the political part of the treebanks EWT and GUM (CC BY-SA 4.0, CC BY 4.0), the statements, releases and
articles of re3d (each folder there has its licence), the news sentences of plover_pairs_dev.tsv (no
licence stated), each of which is a document, and those seed articles that gold_dev.jsonl does not have.
"""
import csv
import gzip
import html
import json
import re
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT / "tools"))

from raw_text import is_prose, paragraphs_of, strings_of

FACTBOOK = {"Background", "Military - note", "Military deployments", "Economic overview", "Government - note",
            "Space program overview", "Military equipment inventories and acquisitions",
            "Terrorist group(s)", "Maritime threats"}


def treebank(path):
    """The documents of a treebank, by name, each with its paragraphs."""
    documents, paragraphs = {}, []
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            if line.startswith("# newdoc id"):
                paragraphs = documents.setdefault(line.split("=")[1].strip(), [[]])
            elif line.startswith("# newpar"):
                paragraphs.append([])
            elif line.startswith("# text ="):
                paragraphs[-1].append(line.split("=", 1)[1].strip())
    return {name: [" ".join(p) for p in ps if p] for name, ps in documents.items()}


def notes(value):
    """What stands under the headings of a country's profile that tell of its relations."""
    if isinstance(value, dict):
        for heading, part in value.items():
            yield from strings_of(part) if heading in FACTBOOK else notes(part)


def load():
    """The text of each document by its name; nothing without ../shared."""
    texts = {}
    for prefix, pattern in (("rdcr", "rdcr/articles/*.xml"), ("miles", "milestones/chapters/*.xml")):
        for path in SHARED.glob("data/us-state-dept/" + pattern):
            paragraphs = (" ".join(p.split()) for p in paragraphs_of(path))
            texts[f"{prefix}-{path.stem}"] = "\n\n".join(filter(is_prose, paragraphs))
    for path in SHARED.glob("data/factbook/*/*.json"):
        parts = (" ".join(part.split()) for note in notes(json.loads(path.read_text(encoding="utf8")))
                 for part in re.split(r"<[^>]*>", html.unescape(note)))
        texts["fb-" + path.stem] = "\n\n".join(
            p for p in parts if len(p.split()) >= 8 and p[-1] in ".?!\"”’)")
    for name in ("ewt-ud", "gumfree"):
        for path in SHARED.glob(f"ud/en_{name}-train.conllu.gz"):
            texts.update((n, "\n\n".join(ps)) for n, ps in treebank(path).items())
    for path in SHARED.glob("reading/seeds/*.txt"):
        with path.open(encoding="utf8", newline="") as lines:
            texts["seed-" + path.stem[:3]] = lines.read()
    for path in SHARED.glob("data/re3d/*/documents.json"):
        for document in map(json.loads, filter(str.strip, path.open(encoding="utf8"))):
            texts["re3d-" + document["_id"][:8].lower()] = document["text"]
    pairs = SHARED / "reading" / "plover_pairs_dev.tsv"
    if pairs.exists():
        with pairs.open(encoding="utf8") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                marked = row["marked_sentence"].strip('"')
                texts["news-" + row["sentence_id"]] = re.sub("</?[st]>", "", marked)
    return texts


def digest(text):
    """Tells whether a text is the one that was annotated."""
    return f"{zlib.crc32(text.encode()):08x}"
