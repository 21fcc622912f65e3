"""The rules of cdk-preflight: what CloudFormation refused in real deployments, with the texts that it printed."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from check_facts.model.files import read_text
from check_facts.problem import Problem
from check_facts.sentences import digest

RULES = re.compile(r"exports\.BUNDLED_RULES = (\[.*?\n\]);", re.DOTALL)
LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"')


@dataclass(frozen=True)
class PreflightRule:
    """A rule for a resource type."""

    id: str
    service: str
    title: str
    messages: tuple[str, ...]
    """What it prints: sentences that quote AWS's error text, and what to do."""

    @property
    def digest(self) -> str:
        """Changes with its title and what it prints, not with how it finds it."""
        return digest("\n".join((self.title, *self.messages)))


def preflight_rules(models: Path, services: tuple[str, ...]) -> Iterator[PreflightRule]:
    """The rules of these services."""
    path = models / "cdk-preflight" / "rules.generated.js"
    found = RULES.search(read_text(path))
    if not found:
        raise Problem(f"{path}: no BUNDLED_RULES in it; does model/preflight.py still read its form?")
    for rule in json.loads(found[1]):
        if rule["service"] in services:
            yield PreflightRule(rule["id"], rule["service"], rule["title"], tuple(messages(rule["rego"])))


def messages(rego: str) -> Iterator[str]:
    """The literals with a blank in them, which is what separates a message from a property's path."""
    for line in rego.splitlines():
        if not line.lstrip().startswith("#"):
            for literal in LITERAL.findall(line):
                text = json.loads(literal)
                if " " in text:
                    yield text
