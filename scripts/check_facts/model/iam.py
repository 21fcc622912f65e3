"""Managed policies and actions, as two packages of npm have them."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from check_facts.model.files import read_json

UNKNOWN = "unknown action"
NO_RESOURCE = "no resource"


@dataclass(frozen=True)
class ManagedPolicy:
    """A managed policy in its newest version."""

    path: str
    version: str
    document: dict

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rsplit("/", 1)[-1]


def managed_policies(models: Path) -> dict[str, ManagedPolicy]:
    """All managed policies of the partition `aws`, by name."""
    listed = read_json(models / "managed-policies" / "managedPolicies.json")
    found = (
        ManagedPolicy(
            policy["arn"].split(":policy/", 1)[1],
            policy["latestVersionId"],
            policy["versions"][policy["latestVersionId"]]["document"],
        )
        for policy in (listed.values() if isinstance(listed, dict) else listed)
    )
    return {policy.name: policy for policy in found}


def allows(document: dict, action: str) -> bool:
    """Whether a statement of a policy allows an action on something, and none denies it on everything."""
    statements = as_list(document["Statement"])
    denied = any(
        each["Effect"] == "Deny" and each.get("Resource") in ("*", ["*"]) and "Condition" not in each
        and covers(each, action)
        for each in statements
    )
    return not denied and any(each["Effect"] == "Allow" and covers(each, action) for each in statements)


def covers(statement: dict, action: str) -> bool:
    """Whether a statement is about an action."""
    if "NotAction" in statement:
        return not fits(statement["NotAction"], action)
    return fits(statement["Action"], action)


def fits(patterns: str | list[str], action: str) -> bool:
    """Whether an action fits one of these patterns, in which case does not count."""
    return any(fnmatchcase(action.lower(), pattern.lower()) for pattern in as_list(patterns))


class Actions:
    """The actions of all services and the resource types that they take."""

    def __init__(self, models: Path) -> None:
        self.folder = models / "iam-data" / "actions"

    def resource_types(self, action: str) -> str:
        """The resource types of an action in one text; `no resource`, or `unknown action`."""
        prefix, name = action.split(":", 1)
        found = self._service(prefix).get(name.lower())
        if found is None:
            return UNKNOWN
        types: Iterable[dict] = found.get("resourceTypes", [])
        return " ".join(sorted(each["name"] for each in types)) or NO_RESOURCE

    @cache  # noqa: B019: there is one of this class in a run.
    def _service(self, prefix: str) -> dict:
        path = self.folder / f"{prefix}.json"
        return read_json(path) if path.is_file() else {}


def as_list(value: object) -> list:
    """A list, or the only item of one."""
    return value if isinstance(value, list) else [value]
