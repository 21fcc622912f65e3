"""The schemas of CloudFormation's resources, as cfn-lint has them: one file for each type and variant of a Region."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from check_facts.model.files import read_text
from check_facts.problem import Problem


@dataclass
class ResourceType:
    """A resource type, joined from the variants of all Regions."""

    name: str
    schemas: list[dict] = field(default_factory=list)

    def properties(self) -> set[str]:
        """The paths of what a template can set: `ContainerDefinitions[].Image`."""
        return {path for schema in self.schemas for path in self._paths_of(schema)}

    def definitions(self) -> Iterator[tuple[str, str]]:
        """Every object of the schema and every property in it; the object of the resource itself has no name."""
        for schema in self.schemas:
            yield from (("", name) for name in schema.get("properties", {}))
            for name, of in schema.get("definitions", {}).items():
                yield from ((name, each) for each in of.get("properties") or {})

    def _paths_of(self, schema: dict) -> Iterator[str]:
        # A read-only property is a pointer, in which `*` is an item of an array.
        refused = tuple(f"{path.removeprefix('/properties/')}/" for path in schema.get("readOnlyProperties", []))
        for path in self._walk(schema, schema, "", ()):
            pointer = path.replace("[]", "/*").replace(".", "/")
            if not f"{pointer}/".startswith(refused):
                yield path

    def _walk(self, schema: dict, node: dict, path: str, above: tuple[str, ...]) -> Iterator[str]:
        reference = node.get("$ref")
        if reference:
            if reference in above:
                return
            target = schema
            for part in reference.removeprefix("#/").split("/"):
                target = target[part]
            yield from self._walk(schema, target, path, (*above, reference))
        if "items" in node:
            yield from self._walk(schema, node["items"], f"{path}[]", above)
        for name, of in (node.get("properties") or {}).items():
            below = f"{path}.{name}" if path else name
            yield below
            yield from self._walk(schema, of, below, above)


class Schemas:
    """The schemas of a folder."""

    def __init__(self, models: Path) -> None:
        self.folder = models / "cfn-lint"
        self._texts = [read_text(path) for path in sorted(self.folder.glob("*.json"))]
        if not self._texts:
            raise Problem(f"{self.folder}: no schema in it; run: scripts/check-facts fetch {models}")

    @cached_property
    def types(self) -> dict[str, ResourceType]:
        """The types whose schema has an execution role somewhere, or that are of ECS or Batch."""
        wanted = re.compile(r'execution_?role|"typeName": *"AWS::(ECS|Batch)::', re.IGNORECASE)
        found: dict[str, ResourceType] = {}
        for text in self._texts:
            if wanted.search(text):
                schema = json.loads(text)
                name = schema["typeName"]
                found.setdefault(name, ResourceType(name)).schemas.append(schema)
        return found
