"""What a survey reads: the models of a folder and the project's own data, each opened when it is first asked for."""

from functools import cached_property
from pathlib import Path

from check_facts.model.api import Api
from check_facts.model.cloudformation import Schemas
from check_facts.model.files import read_json
from check_facts.model.iam import Actions, ManagedPolicy, managed_policies
from check_facts.model.preflight import PreflightRule, preflight_rules
from check_facts.project import Project


class Sources:
    """The models and the project."""

    def __init__(self, models: Path, project: Project) -> None:
        self.models = models
        self.project = project

    @cached_property
    def apis(self) -> tuple[Api, ...]:
        """The services whose documents have the execution role of a task."""
        return (Api(self.models, "ecs"), Api(self.models, "batch"))

    @cached_property
    def schemas(self) -> Schemas:
        """CloudFormation's schemas."""
        return Schemas(self.models)

    @cached_property
    def partitions(self) -> list[dict]:
        """The partitions, as botocore has them."""
        return read_json(self.models / "botocore" / "partitions.json")["partitions"]

    @cached_property
    def managed_policies(self) -> dict[str, ManagedPolicy]:
        """The managed policies, by name."""
        return managed_policies(self.models)

    @cached_property
    def actions(self) -> Actions:
        """The actions and their resource types."""
        return Actions(self.models)

    @cached_property
    def preflight(self) -> list[PreflightRule]:
        """The rules of cdk-preflight for ECS and Batch."""
        return list(preflight_rules(self.models, ("ecs", "batch")))
