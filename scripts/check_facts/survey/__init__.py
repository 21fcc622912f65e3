"""The surveys: each lists everything of one kind that a model or the project has, so that a person has read it.

A further survey is a module here with a function from sources to items, and a row of `SURVEYS`. What the project's
own tables say already is not listed, unless the model says something else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from check_facts.item import Item
from check_facts.sources import Sources
from check_facts.survey import api, capabilities, cloudformation, iam, partitions, policies, preflight


@dataclass(frozen=True)
class Survey:
    """A section of `classified.yaml`, and what fills it."""

    section: str
    items: Callable[[Sources], Iterator[Item]]
    may_glob: bool = False
    """Whether a pattern may stand for items: only where a whole family is none of the project's business."""


SURVEYS = (
    Survey("operations", api.operations),
    Survey("fields", api.fields, may_glob=True),
    Survey("values", api.values),
    Survey("sentences", api.texts),
    Survey("resource-types", cloudformation.resource_types),
    Survey("execution-roles", cloudformation.execution_roles),
    Survey("properties", cloudformation.properties, may_glob=True),
    Survey("partitions", partitions.partitions),
    Survey("policies", policies.policies),
    Survey("claims", policies.claims),
    Survey("actions", iam.actions),
    Survey("capabilities", capabilities.capabilities),
    Survey("preflight", preflight.rules, may_glob=True),
)
