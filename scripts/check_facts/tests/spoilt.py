"""A copy of the fixture that a test spoils."""

import contextlib
import io
import json
import shutil
import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path

from check_facts.command import main

FIXTURE = Path(__file__).resolve().parent.parent / "fixture"


class SpoiltCase(unittest.TestCase):
    """Each test has the sound fixture to itself."""

    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name) / "fixture"
        shutil.copytree(FIXTURE, self.folder)

    def edit(self, path: str, change: Callable[[dict], None]) -> None:
        """Changes a JSON file."""
        file = self.folder / path
        data = json.loads(file.read_text(encoding="utf-8"))
        change(data)
        file.write_text(json.dumps(data), encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Replaces a text, which must be there."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        self.assertIn(old, text)
        file.write_text(text.replace(old, new), encoding="utf-8")

    def check(self) -> tuple[int, str]:
        """The exit code, and what is printed to either stream."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            code = main(
                ["check", str(self.folder / "models"), "--classified", str(self.folder / "classified.yaml"),
                 "--project", str(self.folder / "project")]
            )
        return code, printed.getvalue()

    def assert_found(self, *headings: str) -> None:
        """The check fails with exactly these items."""
        code, printed = self.check()
        found = [line for line in printed.split("\n\n")[0].splitlines() if not line.startswith("    ")]
        self.assertEqual(found, list(headings), printed)
        self.assertEqual(code, 1, printed)

    def assert_refused(self, message: str) -> None:
        """The check cannot be done, and says why."""
        code, printed = self.check()
        self.assertIn(message, printed)
        self.assertEqual(code, 2, printed)
