"""The project's own data: rules, tables and copies, as the files of the tree have them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import yaml

from check_facts.problem import Problem

T = TypeVar("T")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Field:
    """A row of a table of fields."""

    kind: str
    values: tuple[str, ...]
    """The values that its grammar lists, without those that only stand for another."""


@dataclass(frozen=True)
class Partition:
    """A row of the table of partitions."""

    region_prefixes: tuple[str, ...]
    dns_suffix: str


@dataclass(frozen=True)
class PolicyCopy:
    """A copy of a managed policy."""

    version: str
    document: object


class Project:
    """The tree at a folder. Every property reads its file once, and fails if nothing is in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def rules(self) -> dict[str, dict]:
        """The rules, by ID."""
        files = sorted((self.root / "rules").glob("*.yaml"))
        return filled({path.stem: load_yaml(path) for path in files}, self.root / "rules")

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of the findings that are not of a rule."""
        text = self.read("src/base/diagnostic/code.rs")
        return frozenset(re.findall(r'"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)"', text))

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields of a task definition, by path: `containerDefinitions[].image`."""
        table = "src/input/schema/fields.txt"
        rows = (row.split(maxsplit=2) for row in self.read(table).splitlines() if row.strip())
        return filled({row[0]: Field(row[1], listed_values(row[2:])) for row in rows}, table)

    @cached_property
    def partitions(self) -> dict[str, Partition]:
        """The partitions, by name."""
        table = "src/aws/partition.rs"
        row = re.compile(
            r'name: "(?P<name>[^"]+)",\s*'
            r"region_prefixes: &\[(?P<prefixes>[^\]]*)\],\s*"
            r'dns_suffix: "(?P<suffix>[^"]+)"'
        )
        found = {
            it["name"]: Partition(tuple(re.findall(r'"([^"]+)"', it["prefixes"])), it["suffix"])
            for it in row.finditer(self.read(table))
        }
        return filled(found, table)

    @cached_property
    def without_resource(self) -> frozenset[str]:
        """The actions of the table of those that take no resource."""
        table = "src/iam/resource_types.rs"
        return filled(frozenset(re.findall(r'"([a-z0-9-]+:[A-Za-z]+)"', self.read(table))), table)

    @cached_property
    def policy_paths(self) -> frozenset[str]:
        """What follows `policy/` in the ARN of every managed policy that the project knows of."""
        return filled(frozenset(self.read("src/iam/managed/paths.txt").split()), "paths.txt")

    @cached_property
    def policy_copies(self) -> dict[str, PolicyCopy]:
        """The copies of managed policies, by name."""
        folder = self.root / "src/iam/managed"
        read = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
        return filled({name: PolicyCopy(it["DefaultVersionId"], it["Document"]) for name, it in read.items()}, folder)

    @cached_property
    def facts_date(self) -> str:
        """The day as of which the program says that its facts hold."""
        return self.read("src/rules/facts-date.txt").strip()

    def read(self, path: str) -> str:
        """The text of a file."""
        try:
            return (self.root / path).read_text(encoding="utf-8")
        except OSError as error:
            raise Problem(f"{self.root / path}: {error.strerror}") from error


def actions_of(rule: dict) -> Iterator[str]:
    """The actions that a rule's permissions list."""
    permissions = rule.get("permissions", [])
    for permission in permissions if isinstance(permissions, list) else [permissions]:
        allowed = permission["allow"]
        yield from allowed if isinstance(allowed, list) else [allowed]


def texts_of(value: object) -> Iterator[str]:
    """Every text in decoded YAML."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)


def listed_values(grammar: list[str]) -> tuple[str, ...]:
    """The words of `one-of(…)`; `FARGATE_SPOT=FARGATE` is a slip of the pen that means another."""
    lists = re.findall(r"one-of\(([^)]*)\)", " ".join(grammar))
    return tuple(word for words in lists for word in words.split("|") if "=" not in word)


def load_yaml(path: Path) -> dict:
    """A YAML file whose root is a mapping."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), LOADER)
    except (OSError, yaml.YAMLError) as error:
        raise Problem(f"{path}: {error}") from error
    if not isinstance(data, dict):
        raise Problem(f"{path}: expected a mapping")
    return data


def filled(found: T, where: Path | str) -> T:
    """What was found, which must not be nothing: otherwise the file has another form than this module reads."""
    if not found:
        raise Problem(f"{where}: nothing was found in it; does project.py still read its form?")
    return found
