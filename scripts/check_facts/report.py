"""Prints what a check found, for the person who has to classify it."""

from collections.abc import Iterator
from pathlib import Path

from check_facts.check import Outcome
from check_facts.packages import Releases


def report(outcome: Outcome, classified: Path) -> Iterator[str]:
    """The lines of a report."""
    for item in outcome.unclassified:
        yield f"{item.section}: {item.name}"
        yield f"    at: {item.place}"
        yield f"    do: {item.todo}"
    for name in outcome.stale:
        yield f"stale: {name}"
        yield f"    at: {classified}"
        yield "    do: remove it, or correct what it should fit"
    if not outcome.is_sound:
        yield ""
        yield f"{len(outcome.unclassified)} unclassified, {len(outcome.stale)} stale; classify them in {classified}"
    yield from releases_of(outcome.releases)
    counts = ", ".join(f"{count} {section}" for section, count in outcome.surveyed.items())
    yield f"surveyed: {counts}"
    yield "not surveyed: when the agent advertises a capability, since no public model has it"
    if outcome.is_sound:
        yield "everything is classified"


def releases_of(releases: Releases) -> Iterator[str]:
    """The models, one a line."""
    for name, of in releases.models.items():
        yield f"model: {name} {of.version} of {of.date}"
