"""Reading files of a folder of models."""

import json
from pathlib import Path

from check_facts.problem import Problem


def read_text(path: Path) -> str:
    """The text of a file of a model."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Problem(f"{path}: {error.strerror}; run: scripts/check-facts fetch DIR") from error


def read_json(path: Path) -> dict:
    """A JSON file of a model."""
    try:
        return json.loads(read_text(path))
    except ValueError as error:
        raise Problem(f"{path}: {error}") from error
