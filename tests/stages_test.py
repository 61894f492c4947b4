"""Fails when a file of src/entente/ includes what stands to its right in the house (DESIGN: data
walks one way; a stage knows only what stands left of it), or when a script is no Python any more.

usage: stages_test.py [ENTENTE]
"""
import re
import sys
from pathlib import Path

# Each stage may include itself and the stages named here, and nothing else.
LEFT_OF = {"base": []}
LEFT_OF["model"] = ["base"]
LEFT_OF["text"] = LEFT_OF["model"] + ["model"]
LEFT_OF["reading"] = LEFT_OF["text"] + ["text"]
LEFT_OF["record"] = LEFT_OF["reading"] + ["reading"]
LEFT_OF["formats"] = LEFT_OF["record"] + ["record"]
LEFT_OF["alignment"] = LEFT_OF["record"] + ["record"]
LEFT_OF["forecast"] = LEFT_OF["alignment"] + ["alignment"]
LEFT_OF["scenario"] = LEFT_OF["alignment"] + ["alignment"]
LEFT_OF["workbench"] = LEFT_OF["forecast"] + ["forecast", "scenario", "formats"]
LEFT_OF["cli"] = LEFT_OF["workbench"] + ["workbench"]

SOURCE = Path(__file__).parent.parent / "src" / "entente"


def wrong_includes(path, text):
    stage = path.parts[0]
    if stage not in LEFT_OF:
        return [f"{path}: '{stage}' is no stage of the house"]
    out = []
    for number, line in enumerate(text.split("\n"), 1):
        include = re.match(r'\s*#\s*include\s*[<"]entente/(\w+)/', line)
        if include and include[1] != stage and include[1] not in LEFT_OF[stage]:
            out.append(f"{path}:{number}: {stage}/ may not know {include[1]}/")
    return out


def main():
    # The check itself must see a wrong include, or it proves nothing.
    assert wrong_includes(Path("text/x.cpp"), '#include "entente/reading/reader.h"')
    assert not wrong_includes(Path("reading/x.cpp"), '#include "entente/text/tokens.h"')
    files = sorted(p for p in SOURCE.rglob("*") if p.suffix in (".h", ".cpp"))
    wrong = [w for p in files for w in wrong_includes(p.relative_to(SOURCE), p.read_text("utf8"))]
    print("\n".join(wrong + [f"{len(files)} files, {len(wrong)} includes against the direction"]))
    for script in sorted(p for folder in ("bench", "tests", "tools") for p in (SOURCE.parent.parent / folder).rglob("*.py")):
        compile(script.read_text("utf8"), script, "exec")
    sys.exit(1 if wrong or not files else 0)


if __name__ == "__main__":
    main()
