"""How far the dates that the reader estimates lie from dates that were hidden from it.

    tests/hidden_dates.py build/entente [--test]

Documents: the dispatches, and the annotated articles of train/ (--test: of the held-out test/), without their dates. For each
limit of width: how many documents have an estimate as narrow, how often it holds the true day, and how many years its middle
lies from that day, in the median and in nine of ten."""
import argparse
import datetime
import json
import re
import subprocess
import tempfile
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent


def dispatches():
    for path in sorted((HERE.parent / "worlds/eurasia/dispatches").glob("*.txt")):
        _, head, body = path.read_text().split("---\n", 2)
        yield "dispatches", re.search(r"^date: (\S+)$", head, re.M)[1], body.strip()


def annotated(part):
    for path in sorted((HERE / "annotated" / part).glob("*.txt")):
        for article in path.read_text().split("\n== ")[1:]:
            date = re.search(r"^date: (\d{4}-\d\d-\d\d)$", article, re.M)
            body = " ".join(line[2:].lstrip("¶ ") for line in article.splitlines() if line.startswith("> "))
            if date:
                yield "annotated", date[1], body


def estimates(entente, documents):
    """(corpus, true day, first day, last day) of the documents that have an estimate."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "hidden.duckdb"
        lines = "".join(json.dumps({"id": f"document {i}", "text": text}) + "\n"
                        for i, (_, _, text) in enumerate(documents))
        path = Path(folder) / "documents.jsonl"
        path.write_text(lines)
        subprocess.run([entente, "read", path, "--record", record, "--quiet"], check=True)
        shown = {}
        with subprocess.Popen([entente, "serve", "--port", "0", "--record", record, "--format", "json"],
                              stdout=subprocess.PIPE, text=True) as server:
            port = json.loads(server.stdout.readline())["port"]
            for offset in range(0, len(documents), 1000):
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/documents?limit=1000&offset={offset}") as answer:
                    shown.update({d["document"]: d for d in json.load(answer)["documents"]})
            server.terminate()
        for i, (corpus, date, _) in enumerate(documents):
            when = shown.get(f"document {i}", {"estimated_from": None})
            if when["estimated_from"]:
                yield corpus, *map(datetime.date.fromisoformat, (date, when["estimated_from"], when["estimated_to"]))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("entente", type=Path)
    arguments.add_argument("--test", action="store_true")
    options = arguments.parse_args()
    documents = [*dispatches(), *annotated("test" if options.test else "train")]
    found = list(estimates(options.entente.resolve(), documents))
    print("corpus      months  of    with   holds it  median error  nine of ten within")
    for corpus in ("dispatches", "annotated"):
        total = sum(d[0] == corpus for d in documents)
        for months in (24, 36, 48, 60):
            rows = [(true, first, last) for c, true, first, last in found
                    if c == corpus and (last - first).days <= months * 30.5]
            if not rows:
                continue
            errors = sorted(abs((true - first).days - (last - first).days / 2) / 365.25 for true, first, last in rows)
            holds = sum(first <= true <= last for true, first, last in rows) / len(rows)
            print(f"{corpus:<10} {months:>7} {total:>5} {len(rows):>5} {holds:>10.2f} "
                  f"{errors[len(errors) // 2]:>10.2f} y {errors[int(len(errors) * 0.9)]:>17.2f} y")


if __name__ == "__main__":
    main()
