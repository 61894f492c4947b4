#!/usr/bin/env python3
"""Prints the paragraphs of prose in files, one a line: what train_text --raw learns from besides.

usage: raw_text.py FILE...     .xml: TEI; .json: the Factbook's; .txt: texts or annotated sentences
"""
import html
import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree


def strings_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings_of(part)


def paragraphs_of(path):
    text = path.read_text(encoding="utf8")
    if path.suffix == ".xml":
        for paragraph in ElementTree.fromstring(text).iter("{http://www.tei-c.org/ns/1.0}p"):
            yield "".join(paragraph.itertext())
    elif path.suffix == ".json":
        for string in strings_of(json.loads(text)):
            yield from re.split(r"<[^>]*>", html.unescape(string))
    else:
        yield from (line.removeprefix("> ") for line in text.splitlines())


def is_prose(line):
    """Sentences only: no headings, tables, codes."""
    return len(line.split()) >= 8 and line[0].isupper() and line[-1] in ".?!\"”’"


def main():
    seen = set()
    for name in sys.argv[1:]:
        for paragraph in paragraphs_of(Path(name)):
            line = " ".join(paragraph.split())
            if is_prose(line) and line not in seen:
                seen.add(line)
                print(line)


if __name__ == "__main__":
    main()
