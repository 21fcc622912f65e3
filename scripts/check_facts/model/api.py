"""The model of a service's API, as botocore has it: operations, shapes and their texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from check_facts.model.files import read_json
from check_facts.sentences import sentences


@dataclass(frozen=True)
class Member:
    """A member of a structure."""

    shape: str
    name: str
    kind: str
    """As the table of fields calls it: string, number, object, objects, …"""
    value: str
    """The shape of its value."""

    def __str__(self) -> str:
        return f"{self.shape}.{self.name}"


class Api:
    """One service's model."""

    def __init__(self, models: Path, service: str) -> None:
        self.service = service
        self.data = read_json(models / "botocore" / f"{service}.json")
        self.shapes: dict[str, dict] = self.data["shapes"]

    @property
    def operations(self) -> Iterable[str]:
        """The names of all operations."""
        return self.data["operations"]

    def roots(self, operations: Iterable[str]) -> list[str]:
        """The shape of the input of these operations; of the output, if they describe something."""
        found = (
            (self.data["operations"].get(name, {}), "output" if name.startswith("Describe") else "input")
            for name in operations
        )
        return [operation[side]["shape"] for operation, side in found if side in operation]

    def reachable(self, roots: Iterable[str]) -> list[str]:
        """The shapes that are in these shapes, in order of their names."""
        seen: set[str] = set()
        ahead = list(roots)
        while ahead:
            name = ahead.pop()
            if name not in seen:
                seen.add(name)
                ahead.extend(self.inside(name))
        return sorted(seen)

    def inside(self, shape: str) -> Iterator[str]:
        """The shapes that a shape consists of."""
        of = self.shapes[shape]
        for member in of.get("members", {}).values():
            yield member["shape"]
        for part in ("member", "key", "value"):
            if part in of:
                yield of[part]["shape"]

    def members(self, shape: str) -> Iterator[Member]:
        """The members of a structure; none of another shape."""
        for name, of in self.shapes[shape].get("members", {}).items():
            yield Member(shape, name, self.kind(of["shape"]), of["shape"])

    def paths(self, operation: str) -> dict[str, Member]:
        """The members in the input of an operation by path, `containerDefinitions[].image`. No path has a loop."""
        found: dict[str, Member] = {}

        def walk(shape: str, path: str, above: tuple[str, ...]) -> None:
            of = self.shapes[shape]
            if shape in above:
                return
            if of["type"] == "list":
                walk(of["member"]["shape"], f"{path}[]", above)
            for member in self.members(shape):
                below = f"{path}.{member.name}" if path else member.name
                found[below] = member
                walk(member.value, below, (*above, shape))

        root = self.data["operations"].get(operation, {}).get("input")
        if root:
            walk(root["shape"], "", ())
        return found

    def kind(self, shape: str) -> str:
        """The word of the table of fields for a type."""
        of = self.shapes[shape]
        if of["type"] == "list":
            return "objects" if self.shapes[of["member"]["shape"]]["type"] == "structure" else "array"
        words = {"structure": "object", "integer": "number", "long": "number", "double": "number", "float": "number"}
        return words.get(of["type"], of["type"])

    def values(self, shape: str) -> list[str]:
        """The values of an enumeration; none of another shape."""
        return self.shapes[shape].get("enum", [])

    def texts(self, shapes: Iterable[str], operations: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Every sentence of the documentation of these shapes and operations, with its place."""
        documented = [(name, self.data["operations"].get(name, {})) for name in operations]
        for shape in shapes:
            documented.append((shape, self.shapes[shape]))
            members = self.shapes[shape].get("members", {})
            documented.extend((f"{shape}.{name}", of) for name, of in members.items())
        for place, of in documented:
            for sentence in sentences(of.get("documentation", "")):
                yield sentence, place
