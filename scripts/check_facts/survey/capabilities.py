"""The capabilities of the agent. No public model lists them, so the rules' are compared with what a person has read."""

import re
from collections.abc import Iterator

from check_facts.item import Item
from check_facts.model.api import Api
from check_facts.sources import Sources
from check_facts.survey.api import SURVEYED

CAPABILITY = re.compile(r"\b(?:com\.amazonaws\.)?ecs\.capability\.[A-Za-z0-9.-]*[A-Za-z0-9]")


def capabilities(sources: Sources) -> Iterator[Item]:
    """Every capability that a rule names as an attribute, or that a text of a model mentions."""
    found: dict[str, str] = {}
    for rule, data in sources.project.rules.items():
        for attribute in data.get("attributes", []):
            found.setdefault(attribute["name"], f"rules/{rule}.yaml")
    for api in sources.apis:
        for sentence, place in sentences_of(api):
            for name in CAPABILITY.findall(sentence):
                found.setdefault(name, f"botocore {api.service}, {place}")
    for rule in sources.preflight:
        for name in CAPABILITY.findall(" ".join(rule.messages)):
            found.setdefault(name, f"cdk-preflight, {rule.id}")
    for name, place in found.items():
        todo = "since which version does the agent advertise it? read agent/app/agent_capability.go, then list it"
        yield Item("capabilities", name, place, todo)


def sentences_of(api: Api) -> Iterator[tuple[str, str]]:
    """All sentences of the surveyed structures."""
    surveyed = SURVEYED[api.service]
    return api.texts(api.reachable(api.roots(surveyed)), surveyed)
