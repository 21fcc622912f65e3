"""The rules of cdk-preflight for ECS and Batch: what was refused in real deployments."""

from collections.abc import Iterator

from check_facts.item import Item
from check_facts.sources import Sources


def rules(sources: Sources) -> Iterator[Item]:
    """Every rule, with a digest of its title and messages."""
    for rule in sources.preflight:
        yield Item(
            "preflight",
            f"{rule.id} {rule.digest}",
            f"cdk-preflight, {rule.service}",
            f"does it concern a role or a launch type? then a rule must say so. {rule.title}: {' | '.join(rule.messages)}",
        )
