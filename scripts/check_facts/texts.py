"""The recorded error texts: each must lead `explain` to its cause."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import yaml

from check_facts.problem import Problem

FIELDS = ("side", "rules", "codes", "action")
"""What is compared of the first cause."""


def wrong_texts(program: Path, recorded: Path) -> Iterator[str]:
    """A line for each text whose first cause is another than the one recorded."""
    for expected in yaml.safe_load(recorded.read_text(encoding="utf-8")):
        found = explained(program, expected["text"])
        differs = [name for name in FIELDS if (found.get(name) or None) != expected.get(name)]
        for name in differs:
            yield f"{expected['name']}: {name}: expected {expected.get(name)}, found {found.get(name)}"


def explained(program: Path, text: str) -> dict:
    """The first cause that the program finds; empty if there is none."""
    try:
        run = subprocess.run([program, "explain", "--format", "json", "-"], input=text, capture_output=True, text=True, check=False)
        causes = json.loads(run.stdout)["causes"]
    except (OSError, ValueError, KeyError) as error:
        raise Problem(f"{program}: {error}") from error
    return causes[0] if causes else {}
