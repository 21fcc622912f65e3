"""A recorded text with another cause is found out."""

import stat
import tempfile
import unittest
from pathlib import Path

from check_facts.problem import Problem
from check_facts.texts import wrong_texts

ANSWER = '{"causes": [{"side": "network", "rules": ["awslogs"], "codes": [], "action": null}]}'


class Texts(unittest.TestCase):
    """Against a program that always answers the same."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.program = self.folder / "program"
        self.program.write_text(f"#!/bin/sh\ncat > /dev/null\necho '{ANSWER}'\n", encoding="utf-8")
        self.program.chmod(self.program.stat().st_mode | stat.S_IXUSR)

    def wrong(self, recorded: str) -> list[str]:
        """The lines about recorded texts."""
        texts = self.folder / "texts.yaml"
        texts.write_text(recorded, encoding="utf-8")
        return list(wrong_texts(self.program, texts))

    def test_the_cause_that_is_recorded(self) -> None:
        self.assertEqual(self.wrong("- { name: a, text: x, side: network, rules: [awslogs] }"), [])

    def test_another_cause(self) -> None:
        found = self.wrong("- { name: a, text: x, side: image, rules: [awslogs], action: 'ecr:BatchGetImage' }")
        self.assertEqual([line.split(":")[1].strip() for line in found], ["side", "action"])

    def test_a_program_that_is_not_there(self) -> None:
        self.program.unlink()
        with self.assertRaises(Problem):
            self.wrong("- { name: a, text: x }")
