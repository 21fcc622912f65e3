"""What a survey lists: one thing that a person must have read."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Item:
    """A field, a value, a sentence, a Region: whatever may be new, gone or different.

    Its name is its identity: what may change without being read again must not be part of it.
    """

    section: str
    """The section of `classified.yaml` that it belongs to."""
    name: str
    """What `classified.yaml` lists it as: `ecs/RunTaskRequest/cluster`."""
    place: str
    """Where it stands, for a person who wants to read it."""
    todo: str
    """What to do about it, besides classifying it."""
