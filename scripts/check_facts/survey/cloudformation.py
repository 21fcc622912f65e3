"""CloudFormation's schemas: resource types, properties for an execution role, and differences from the API."""

import re
from collections.abc import Iterator

from check_facts.item import Item
from check_facts.model.api import Api
from check_facts.sources import Sources

OPERATIONS = {
    "AWS::ECS::TaskDefinition": ("ecs", "RegisterTaskDefinition"),
    "AWS::ECS::DaemonTaskDefinition": ("ecs", "RegisterDaemonTaskDefinition"),
    "AWS::ECS::ExpressGatewayService": ("ecs", "CreateExpressGatewayService"),
    "AWS::ECS::Service": ("ecs", "CreateService"),
    "AWS::ECS::TaskSet": ("ecs", "CreateTaskSet"),
    "AWS::Batch::JobDefinition": ("batch", "RegisterJobDefinition"),
}
"""The resource types that the project reads, each with the operation that it stands for."""

EXECUTION_ROLE = re.compile(r"execution_?role", re.IGNORECASE)


def resource_types(sources: Sources) -> Iterator[Item]:
    """Every resource type of ECS and Batch."""
    for name in sources.schemas.types:
        if name.startswith(("AWS::ECS::", "AWS::Batch::")):
            todo = "does it hold or run a task definition? then read it in src/input/cloudformation/"
            yield Item("resource-types", name, "cfn-lint, schemas", todo)


def execution_roles(sources: Sources) -> Iterator[Item]:
    """Every property of any resource type whose name is that of an execution role."""
    for name, of in sources.schemas.types.items():
        for definition, prop in sorted(set(of.definitions())):
            if EXECUTION_ROLE.search(prop):
                path = f"{definition}.{prop}" if definition else prop
                yield Item(
                    "execution-roles",
                    f"{name}/{path}",
                    f"cfn-lint, schema of {name}",
                    "is it the execution role of an ECS task? then it is a document or a runner to read",
                )


def properties(sources: Sources) -> Iterator[Item]:
    """Every property of a type that the project reads which the API has not, and the reverse."""
    apis = {api.service: api for api in sources.apis}
    for name, (service, operation) in OPERATIONS.items():
        if name in sources.schemas.types:
            here = {path.lower(): path for path in sources.schemas.types[name].properties()}
            there = api_paths(apis[service], operation)
            place = f"cfn-lint, schema of {name}; botocore {service}, {operation}"
            for path in topmost(here.keys() - there.keys()):
                todo = "name it in src/input/schema/mod.rs or in the reader of the type, if a rule reads it"
                yield Item("properties", f"{name}/only in CloudFormation/{here[path]}", place, todo)
            for path in topmost(there.keys() - here.keys()):
                todo = "CloudFormation refuses it: does the project report it as unknown there?"
                yield Item("properties", f"{name}/only in the API/{there[path]}", place, todo)


def api_paths(api: Api, operation: str) -> dict[str, str]:
    """The paths of an operation's input by their text in lower case, which hides how CloudFormation capitalizes."""
    return {path.lower(): path for path in api.paths(operation)}


def topmost(paths: set[str]) -> Iterator[str]:
    """Those paths that are not below another."""
    for path in sorted(paths):
        parts = re.split(r"(?=\.|\[\])", path)
        if not any("".join(parts[:count]) in paths for count in range(1, len(parts))):
            yield path
