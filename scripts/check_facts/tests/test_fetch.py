"""What is kept of a downloaded archive; nothing here uses the network."""

import contextlib
import datetime
import gzip
import io
import tempfile
import unittest
import zipfile
from pathlib import Path

from check_facts.command import ROOT, main
from check_facts.fetch import release, unpack
from check_facts.packages import PACKAGES, Package, Release
from check_facts.problem import Problem

SERVICE = "moon/data/ecs/2014/service-2.json.gz"
PACKAGE = Package("moon", "pip", "moon", (("moon/data/ecs/*/service-2.json.gz", "ecs.json"), ("moon/a/*.json", "{name}")))


class Wheel(unittest.TestCase):
    """A wheel with two models in it."""

    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def wheel(self, *names: str) -> Path:
        path = self.folder / "moon-1.2.3-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as archive:
            for month, name in enumerate(names, start=1):
                content = gzip.compress(b"{}") if name.endswith(".gz") else b"{}"
                archive.writestr(zipfile.ZipInfo(name, (2026, month, 20, 0, 0, 0)), content)
        return path

    def test_only_what_is_read_is_kept(self) -> None:
        unpack(PACKAGE, self.wheel(SERVICE, "moon/a/b.json", "moon/c.json", "moon/d.py"), self.folder / "kept")
        kept = {path.name: path.read_text() for path in (self.folder / "kept").rglob("*.*")}
        self.assertEqual(kept, {"ecs.json": "{}", "b.json": "{}"})

    def test_a_package_of_another_form_is_a_problem(self) -> None:
        with self.assertRaisesRegex(Problem, "no file fits moon/a/"):
            unpack(PACKAGE, self.wheel(SERVICE), self.folder / "kept")

    def test_the_date_is_that_of_the_newest_file(self) -> None:
        found = release(PACKAGE, self.wheel(SERVICE, "moon/a/b.json"))
        self.assertEqual(found, Release("1.2.3", datetime.date(2026, 2, 20)))


class Folder(unittest.TestCase):
    """Where the models go."""

    def test_the_repository_is_refused(self) -> None:
        printed = io.StringIO()
        with contextlib.redirect_stderr(printed):
            self.assertEqual(main(["fetch", str(ROOT / "models")]), 2)
        self.assertIn("outside of the repository", printed.getvalue())

    def test_no_two_packages_write_to_one_folder(self) -> None:
        folders = [package.folder for package in PACKAGES]
        self.assertEqual(len(set(folders)), len(folders))
