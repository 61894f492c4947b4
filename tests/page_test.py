"""Walks the page of `entente serve` in Chromium as an analyst would (web/walk.mjs), on the dispatches.
Skipped where web/ has not been set up (./dev test does) or Chromium is missing.

usage: page_test.py ENTENTE [FOLDER-FOR-SCREENSHOTS]
"""
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).parent.parent


def main():
    entente = sys.argv[1]
    if not (HOME / "web/node_modules").is_dir() or not Path("/usr/bin/chromium").exists() or not shutil.which("node"):
        print("skipped: the page's tools or Chromium are missing; ./dev test sets them up")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="entente-page-") as folder:
        record = f"{folder}/eurasia.duckdb"
        subprocess.run([entente, "read", HOME / "worlds/eurasia/dispatches", "--record", record, "--quiet"], check=True)
        server = subprocess.Popen([entente, "serve", "--port", "0", "--record", record, "--format", "json"],
                                  stdout=subprocess.PIPE, text=True)
        try:
            url = json.loads(server.stdout.readline())["url"]
            pictures = [Path(folder).resolve() for folder in sys.argv[2:]]
            done = subprocess.run(["node", "walk.mjs", url, *pictures], cwd=HOME / "web", timeout=600)
            if pictures and shutil.which("pngquant"):
                subprocess.run(["pngquant", "--force", "--ext", ".png", "--speed", "1", "96",
                                *pictures[0].glob("*.png")], check=True)
        finally:
            server.terminate()
            server.wait(20)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
