"""`classified.yaml`: what a person has read, and what became of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from check_facts.item import Item
from check_facts.packages import Releases, releases_from
from check_facts.problem import Problem
from check_facts.project import load_yaml

KEYS = {"because", "by", "items", "globs", "allows", "lacks"}
FIXED = 8
"""How many characters of a pattern must be fixed before its first `*`: one that fits everything classifies nothing."""


@dataclass
class Group:
    """Items that are classified alike."""

    because: str
    """Why nothing is to do, or what was done."""
    by: list[str]
    """The rules, findings or files that treat them."""
    items: list[str]
    globs: list[str]
    allows: dict[str, list[str]] = field(default_factory=dict)
    """Managed policies and the actions that the items say they allow."""
    lacks: dict[str, list[str]] = field(default_factory=dict)
    """Managed policies and the actions that the items say they do not allow."""


@dataclass
class Classified:
    """The whole file."""

    path: Path
    releases: Releases
    sections: dict[str, list[Group]]

    def unclassified(self, items: Iterable[Item]) -> list[Item]:
        """The items that no group of their section lists, in order."""
        listed = {section: Matcher(groups) for section, groups in self.sections.items()}
        return [item for item in items if item.section not in listed or not listed[item.section].fits(item.name)]

    def stale(self, items: Iterable[Item]) -> Iterator[str]:
        """What the file lists and no survey found."""
        names: dict[str, set[str]] = {}
        for item in items:
            names.setdefault(item.section, set()).add(item.name)
        for section, groups in self.sections.items():
            found = names.get(section, set())
            for group in groups:
                yield from (f"{section}: {name}" for name in group.items if name not in found)
                for glob in group.globs:
                    pattern = compiled(glob)
                    if not any(pattern.fullmatch(name) for name in found):
                        yield f"{section}: {glob}"


class Matcher:
    """The names and patterns of one section."""

    def __init__(self, groups: list[Group]) -> None:
        self.names = {name for group in groups for name in group.items}
        self.patterns = [compiled(glob) for group in groups for glob in group.globs]

    def fits(self, name: str) -> bool:
        """Whether a name is listed."""
        return name in self.names or any(pattern.fullmatch(name) for pattern in self.patterns)


def read_classified(path: Path, sections: dict[str, bool]) -> Classified:
    """Reads the file. `sections` are those that there are, each with whether patterns are allowed in it."""
    data = load_yaml(path)
    releases = releases_from(data, str(path))
    found: dict[str, list[Group]] = {}
    for section, groups in (data.get("sections") or {}).items():
        if section not in sections:
            raise Problem(f"{path}: `{section}` is not a section; expected one of {', '.join(sections)}")
        found[section] = [group(each, f"{path}: {section}", sections[section]) for each in groups]
        refuse_repeated(found[section], f"{path}: {section}")
    return Classified(path, releases, found)


def group(data: dict, where: str, may_glob: bool) -> Group:
    """One group."""
    unknown = data.keys() - KEYS
    if unknown or not isinstance(data.get("because"), str):
        raise Problem(f"{where}: a group has `because`, and may have {', '.join(sorted(KEYS - {'because'}))}: {data}")
    globs = list(flattened(data.get("globs"), "", where))
    for glob in globs:
        if not may_glob or glob.find("*") < FIXED:
            raise Problem(f"{where}: `{glob}` is too wide, or no pattern is allowed here: list the items")
    items = list(flattened(data.get("items"), "", where))
    return Group(data["because"], data.get("by") or [], items, globs, data.get("allows") or {}, data.get("lacks") or {})


def flattened(data: object, above: str, where: str) -> Iterator[str]:
    """The names in nested mappings and lists: keys and items, joined with `/`."""
    if isinstance(data, dict):
        for key, below in data.items():
            yield from flattened(below, f"{above}{key}/", where)
    elif isinstance(data, list):
        for each in data:
            yield from flattened(each, above, where)
    elif isinstance(data, str):
        yield above + data
    elif data is not None:
        raise Problem(f"{where}: {above}{data} is not text: quote it")


def refuse_repeated(groups: list[Group], where: str) -> None:
    """Each name is classified once."""
    seen: set[str] = set()
    for each in groups:
        for name in each.items:
            if name in seen:
                raise Problem(f"{where}: `{name}` is listed twice")
            seen.add(name)


def compiled(glob: str) -> re.Pattern[str]:
    """A pattern in which only `*` is special."""
    return re.compile(".*".join(map(re.escape, glob.split("*"))))
