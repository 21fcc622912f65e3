"""The models of the APIs: operations, fields, values, and sentences about launch types and roles."""

import re
from collections import defaultdict
from collections.abc import Iterator

from check_facts.item import Item
from check_facts.model.api import Api, Member
from check_facts.project import Field
from check_facts.sentences import named
from check_facts.sources import Sources

FIELDS = "src/input/schema/fields.txt"
SURVEYED = {
    "ecs": (
        "RegisterTaskDefinition",
        "DescribeTaskDefinition",
        "RegisterDaemonTaskDefinition",
        "DescribeDaemonTaskDefinition",
        "CreateDaemon",
        "CreateExpressGatewayService",
        "UpdateExpressGatewayService",
        "RunTask",
        "StartTask",
        "CreateService",
        "UpdateService",
        "CreateTaskSet",
    ),
    "batch": ("RegisterJobDefinition", "DescribeJobDefinitions", "SubmitJob"),
}
"""The operations that hold a task definition or run one: their input, or the output of those that describe."""

OF_THE_TABLE = ("RegisterTaskDefinition", "RegisterDaemonTaskDefinition")
"""The operations whose fields the table of fields lists."""

ABOUT_ROLES = re.compile(
    r"(?i:fargate|managed instances|external instance|ecs anywhere|launch ?type|"
    r"(execution|task|instance|iam|job|infrastructure) ?role|role ?arn)|\bEXTERNAL\b"
)
"""What makes a sentence one about a launch type or a role."""

POINTER = re.compile(r"^For (more )?information\b")
"""What begins a sentence that only says where to read more."""


def operations(sources: Sources) -> Iterator[Item]:
    """Every operation: a new one may hold or run a task definition."""
    for api in sources.apis:
        for name in api.operations:
            yield Item(
                "operations",
                f"{api.service}/{name}",
                f"botocore {api.service}, operations",
                "does it hold or run a task definition? then add it to SURVEYED in survey/api.py and to the formats",
            )


def fields(sources: Sources) -> Iterator[Item]:
    """Every member of the surveyed structures that the table of fields does not have alike."""
    table = sources.project.fields
    in_table: set[tuple[str, str]] = set()
    for api in sources.apis:
        if api.service == "ecs":
            found = members_by_path(api)
            yield from differences(table, found)
            in_table = {(it.shape, it.name) for path, members in found.items() if path in table for it in members}
        for shape in api.reachable(api.roots(SURVEYED[api.service])):
            for member in api.members(shape):
                if api.service != "ecs" or (shape, member.name) not in in_table:
                    yield field_item(api, member)


def members_by_path(api: Api) -> dict[str, list[Member]]:
    """The paths that the table should list; two operations may have other structures at one path."""
    found: defaultdict[str, list[Member]] = defaultdict(list)
    for operation in OF_THE_TABLE:
        for path, member in api.paths(operation).items():
            found[path].append(member)
    return found


def field_item(api: Api, member: Member) -> Item:
    """A member that no table has."""
    todo = "does it need a role or limit a launch type? then write a rule"
    if api.service == "ecs":
        todo = f"if it is of a task definition, add its row to {FIELDS}; {todo}"
    return Item(
        "fields", f"{api.service}/{member.shape}/{member.name}", f"botocore {api.service}, {member} ({member.kind})", todo
    )


def differences(table: dict[str, Field], found: dict[str, list[Member]]) -> Iterator[Item]:
    """Rows of the table that the model lacks, or whose kind is another there."""
    for path, row in table.items():
        if path not in found:
            yield Item("fields", f"fields.txt/{path}/not in the model", FIELDS, "remove the row, or say why it stays")
        for member in found.get(path, []):
            if row.kind != "any" and kind_of(row) != member.kind:
                name = f"fields.txt/{path}/{row.kind} here, {member.kind} in the model"
                yield Item("fields", name, f"{FIELDS}; botocore ecs, {member}", "set the kind of the model in the row")


def kind_of(row: Field) -> str:
    """The model's word for a kind: text whose case counts is a string there."""
    return "string" if row.kind == "exact" else row.kind


def values(sources: Sources) -> Iterator[Item]:
    """Every value of the enumerations in the surveyed structures, and words of the table that no enumeration has."""
    for api in sources.apis:
        for shape in api.reachable(api.roots(SURVEYED[api.service])):
            for value in api.values(shape):
                yield Item(
                    "values",
                    f"{api.service}/{shape}/{value}",
                    f"botocore {api.service}, {shape}",
                    f"add it to the row in {FIELDS} that lists such values; which launch types take it, and does it "
                    "need a role?",
                )
        if api.service == "ecs":
            yield from words_of_the_table(sources.project.fields, api)


def words_of_the_table(table: dict[str, Field], api: Api) -> Iterator[Item]:
    """Words that the table lists for a field, and the model does not."""
    known: defaultdict[str, set[str]] = defaultdict(set)
    for path, members in members_by_path(api).items():
        for shape in api.reachable(it.value for it in members):
            known[path].update(api.values(shape))
    for path, row in table.items():
        for word in row.values:
            if known[path] and word not in known[path]:
                yield Item("values", f"fields.txt/{path}/{word}", FIELDS, "remove the word, or say why it stays")


def texts(sources: Sources) -> Iterator[Item]:
    """Every sentence about a launch type or a role, once; the same words at one more place are new."""
    places: dict[str, list[str]] = {}
    for api in sources.apis:
        surveyed = SURVEYED[api.service]
        for sentence, place in api.texts(api.reachable(api.roots(surveyed)), surveyed):
            if ABOUT_ROLES.search(sentence) and not POINTER.match(sentence):
                places.setdefault(sentence, []).append(f"{api.service} {place}")
    for sentence, at in places.items():
        todo = f"do the rules say the same? {sentence}"
        yield Item("sentences", named(sentence, *at), f"botocore {', '.join(at)}", todo)
