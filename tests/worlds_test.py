"""`--world FOLDER`: knowledge of a user's own on top of knowledge/, and what is said of a bad one."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ENTENTE = os.path.abspath(sys.argv[1])
COUNTRIES = "id\tnames\tadjectives\tpeople\tseats\tplaces\n"
TRIGGERS = "words\tpos\tneeds\ttype\tframe\tlayer\tsign\ttrend\n"


class Worlds(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="entente-worlds-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def world(self, name="ruritania", **files):
        """A folder with these files."""
        folder = self.folder / name
        folder.mkdir()
        for file, text in files.items():
            (folder / f"{file}.tsv").write_text(text)
        return folder

    def run_it(self, *arguments, text=None):
        return subprocess.run([ENTENTE, *map(str, arguments)], input=text, cwd=self.folder,
                              capture_output=True, encoding="utf-8", timeout=300)

    def read(self, text, *worlds):
        """Who does what to whom, as words."""
        options = [word for world in worlds for word in ("--world", world)]
        result = self.run_it("read", *options, "-", "--no-record", "--format", "jsonl", text=text)
        self.assertEqual(result.returncode, 0, result.stderr)
        claims = [json.loads(line) for line in result.stdout.splitlines()]
        return [" ".join([c["actor"]["id"], c["type"], c["recipient"]["id"]]) for c in claims]

    def fails(self, worlds, *parts):
        options = [word for world in worlds for word in ("--world", world)]
        for command in (["read", "-", "--no-record"], ["explain", "Fiji met Chad."]):
            result = self.run_it(*command, *options, text="Fiji met Chad.\n")
            self.assertEqual(result.returncode, 1, result.stderr)
            for part in parts:
                self.assertIn(str(part), result.stderr)

    def test_a_world_adds_actors(self):
        world = self.world(
            countries=COUNTRIES + "RUR\tRuritania\tRuritanian\t\tStrelsau\tZenda\n",
            persons="name\taliases\tdistinctive\tcountry\tsector\toffice\ttitle\tfrom\tto\n"
                    "Rudolf Elphberg\tElphberg\t\tRUR\tGOV\thead\tKing\t\t\n",
            groups="id\tkind\tnames\tadjectives\tseats\tcountry\tsector\tmembers\tfrom\tto\tparent\n"
                   "BLUES\tarmed\tBlue Guard\t\t\tRUR\tREB\t\t\t\t\n")
        text = ("Strelsau condemned France on Monday. Rudolf Elphberg met the French president. "
                "The Blue Guard attacked Ruritanian soldiers.\n")
        self.assertEqual(self.read(text, world),
                         ["RUR ACCUSE FRA", "RUR CONSULT FRA", "BLUES ASSAULT RUR"])
        self.assertFalse(any("RUR" in claim for claim in self.read(text)))

    def test_a_name_means_what_the_world_says(self):
        world = self.world(countries=COUNTRIES + "GGA\tGeorgia\tGeorgian\t\tAtlanta\t\n")
        text = "Georgia condemned Russia on Monday. The Georgian army attacked Moscow.\n"
        self.assertEqual(self.read(text), ["GEO ACCUSE RUS", "GEO ASSAULT RUS"])
        self.assertEqual(self.read(text, world), ["GGA ACCUSE RUS", "GGA ASSAULT RUS"])

    def test_a_worlds_rows_are_tried_first(self):
        world = self.world(triggers_conflict=TRIGGERS + "condemn\tv\t\tTHREATEN\t\t\t\t\n"
                                                        "flumox\tv\t\tCOERCE\t\t\t\t\n")
        self.assertEqual(self.read("France condemned Russia.\nFrance has flumoxed Russia.\n", world),
                         ["FRA THREATEN RUS", "FRA COERCE RUS"])
        page = self.run_it("explain", "--world", world, "France condemned Russia.")
        self.assertIn(f"{world}/triggers_conflict.tsv:2", page.stdout)

    def test_a_record_keeps_what_a_world_read(self):
        world = self.world(countries=COUNTRIES + "RUR\tRuritania\t\t\t\t\n",
                           triggers_conflict=TRIGGERS + "flumox\tv\t\tCOERCE\t\t\t\t\n")
        read = self.run_it("read", "--world", world, "-", text="Ruritania has flumoxed Russia.\n")
        self.assertEqual(read.returncode, 0, read.stderr)
        listed = self.run_it("claims", "--actor", "RUR", "--format", "jsonl")
        claim = json.loads(listed.stdout)["claim"]
        self.assertIn(f"{world}/triggers_conflict.tsv:2", self.run_it("show", claim).stdout)

    def test_the_last_world_wins(self):
        worlds = [self.world(name, countries=COUNTRIES + f"{name}\tRuritania\t\t\t\t\n")
                  for name in ("AAA", "BBB")]
        text = "Ruritania condemned Russia on Monday.\n"
        self.assertEqual(self.read(text, *worlds), ["BBB ACCUSE RUS"])
        self.assertEqual(self.read(text, *reversed(worlds)), ["AAA ACCUSE RUS"])

    def test_a_bad_row_is_named_with_file_and_line(self):
        world = self.world(countries="# A comment.\n" + COUNTRIES + "RUR\tRuritania\n")
        self.fails([world], f"{world}/countries.tsv:3", "2 cells")
        other = self.world("other", triggers_nouns=TRIGGERS + "duel\tn\t\tPUNCH\t\t\t\t\n")
        self.fails([other], f"{other}/triggers_nouns.tsv:2", "PUNCH")

    def test_a_folder_that_is_no_world_is_refused(self):
        self.fails([self.folder / "nowhere"], self.folder / "nowhere")
        misspelt = self.world("misspelt", countrys=COUNTRIES)
        self.fails([misspelt], misspelt / "countrys.tsv")
        column = self.world("column", countries="# A comment.\nid\tname\nRUR\tRuritania\n")
        self.fails([column], f"{column}/countries.tsv:2", "'name'")
        keyless = self.world("keyless", countries="names\nRuritania\n")
        self.fails([keyless], f"{keyless}/countries.tsv:1", "'id'")
        self.fails([self.world("blank", countries="")], "countries.tsv", "'id'")
        empty = self.world("empty")
        self.fails([empty], empty)
        file = self.folder / "file.tsv"
        file.write_text(COUNTRIES)
        self.fails([file], file)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
