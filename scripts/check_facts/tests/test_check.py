"""The sound fixture passes, and whatever is new, gone or different in a copy is found."""

import datetime

from check_facts.packages import Release, Releases, write_releases
from check_facts.tests.spoilt import SpoiltCase

ECS = "models/botocore/ecs.json"
TASK_DEFINITION = "models/cfn-lint/0123456789abcdef.json"
POLICIES = "models/managed-policies/managedPolicies.json"
POLICY = "AmazonECSTaskExecutionRolePolicy"


class Sound(SpoiltCase):
    """Nothing is reported without a reason."""

    def test_the_fixture_passes(self) -> None:
        code, printed = self.check()
        self.assertEqual(code, 0, printed)
        self.assertIn("everything is classified", printed)
        self.assertIn("no public model has it", printed)

    def test_every_item_says_where_and_what_to_do(self) -> None:
        self.replace("classified.yaml", "ecs: [RegisterTaskDefinition, RunTask, StopTask]", "ecs: []")
        lines = self.check()[1].splitlines()
        self.assertEqual(lines[0], "operations: ecs/RegisterTaskDefinition")
        self.assertTrue(lines[1].startswith("    at: botocore ecs"), lines[1])
        self.assertTrue(lines[2].startswith("    do: "), lines[2])

    def test_how_a_preflight_rule_finds_it_does_not_count(self) -> None:
        self.replace("models/cdk-preflight/rules.generated.js", "# How it is found is no message.", "# Otherwise.")
        self.assertEqual(self.check()[0], 0)


class SpoiltApi(SpoiltCase):
    """The models of the APIs."""

    def shape(self, name: str, **members: dict) -> None:
        self.edit(ECS, lambda data: data["shapes"][name]["members"].update(members))

    def test_a_new_field(self) -> None:
        self.shape("ContainerDefinition", vault={"shape": "String"})
        # CloudFormation does not have it either.
        self.assert_found(
            "fields: ecs/ContainerDefinition/vault",
            "properties: AWS::ECS::TaskDefinition/only in the API/containerDefinitions[].vault",
        )

    def test_a_new_field_of_what_runs_it(self) -> None:
        self.shape("RunTaskRequest", roleArn={"shape": "String"})
        self.assert_found("fields: ecs/RunTaskRequest/roleArn")

    def test_a_field_that_is_gone(self) -> None:
        self.edit(ECS, lambda data: data["shapes"]["RunTaskRequest"]["members"].pop("cluster"))
        self.assert_found("stale: fields: ecs/RunTaskRequest/cluster")

    def test_a_field_of_the_table_that_is_gone(self) -> None:
        self.edit(ECS, lambda data: data["shapes"]["ContainerDefinition"]["members"].pop("image"))
        self.assert_found(
            "fields: fields.txt/containerDefinitions[].image/not in the model",
            "properties: AWS::ECS::TaskDefinition/only in CloudFormation/ContainerDefinitions[].Image",
        )

    def test_a_field_of_another_kind(self) -> None:
        self.shape("ContainerDefinition", image={"shape": "ContainerDefinitions"})
        self.assert_found("fields: fields.txt/containerDefinitions[].image/exact here, objects in the model")

    def test_a_new_operation(self) -> None:
        self.edit(ECS, lambda data: data["operations"].update(RunJob={}))
        self.assert_found("operations: ecs/RunJob")

    def test_a_new_value(self) -> None:
        self.edit(ECS, lambda data: data["shapes"]["LogDriver"]["enum"].append("journald"))
        self.assert_found("values: ecs/LogDriver/journald")

    def test_a_value_that_is_gone(self) -> None:
        self.edit(ECS, lambda data: data["shapes"]["LogDriver"]["enum"].remove("json-file"))
        self.assert_found(
            "values: fields.txt/containerDefinitions[].logDriver/json-file", "stale: values: ecs/LogDriver/json-file"
        )

    def test_a_changed_sentence(self) -> None:
        self.replace(ECS, "the supported log driver is", "the only supported log driver is")
        self.assert_found(
            "sentences: 05864d5e For tasks on Fargate, the only supported log driver is …",
            "stale: sentences: 807bcab7 For tasks on Fargate, the supported log driver is awslogs.",
        )

    def test_a_known_sentence_at_another_place(self) -> None:
        self.edit(ECS, lambda data: data["operations"]["RunTask"].update(documentation="<p>The task execution role.</p>"))
        self.assert_found(
            "sentences: 4d9f7eda The task execution role.", "stale: sentences: 9a6157de The task execution role."
        )

    def test_a_new_capability_in_a_text(self) -> None:
        self.replace(ECS, "Registers a new", "Requires ecs.capability.vault. Registers a new")
        self.assert_found("capabilities: ecs.capability.vault")


class SpoiltCloudFormation(SpoiltCase):
    """The schemas of CloudFormation."""

    def test_a_new_property(self) -> None:
        self.edit(TASK_DEFINITION, lambda data: data["properties"].update(Vault={"type": "string"}))
        self.assert_found("properties: AWS::ECS::TaskDefinition/only in CloudFormation/Vault")

    def test_a_new_resource_with_an_execution_role(self) -> None:
        (self.folder / "models/cfn-lint/new.json").write_text(
            '{"typeName": "AWS::Moon::Base", "definitions": {"Task": {"properties": {"ExecutionRoleArn": {}}}}}',
            encoding="utf-8",
        )
        self.assert_found("execution-roles: AWS::Moon::Base/Task.ExecutionRoleArn")

    def test_a_new_resource_type_of_ecs(self) -> None:
        (self.folder / "models/cfn-lint/new.json").write_text('{"typeName": "AWS::ECS::Job"}', encoding="utf-8")
        self.assert_found("resource-types: AWS::ECS::Job")


class SpoiltPartitions(SpoiltCase):
    """The partitions, their Regions and suffixes."""

    def test_a_new_region(self) -> None:
        self.edit("models/botocore/partitions.json", lambda data: data["partitions"][0]["regions"].update({"eu-west-9": {}}))
        self.assert_found("partitions: aws/eu-west-9", "partitions: awslogs/account/no row for eu-west-9")

    def test_a_new_region_that_no_prefix_fits(self) -> None:
        self.edit("models/botocore/partitions.json", lambda data: data["partitions"][0]["regions"].update({"moon-1": {}}))
        self.assert_found(
            "partitions: aws/moon-1",
            "partitions: aws/moon-1/no prefix fits",
            "partitions: awslogs/account/no row for moon-1",
        )

    def test_a_row_for_what_is_no_region(self) -> None:
        self.replace("project/rules/awslogs.yaml", "us-east-1:", "us-esat-1:")
        self.assert_found(
            "partitions: awslogs/account/no row for us-east-1", "partitions: awslogs/account/us-esat-1 is no Region"
        )

    def test_another_suffix(self) -> None:
        self.replace("models/botocore/partitions.json", '"amazonaws.com"', '"aws.com"')
        self.assert_found(
            "partitions: aws/amazonaws.com here, aws.com in the model",
            "partitions: aws/suffix aws.com",
            "stale: partitions: aws/suffix amazonaws.com",
        )

    def test_a_new_partition(self) -> None:
        self.replace("models/botocore/partitions.json", '"id": "aws"', '"id": "aws-moon"')
        self.assertIn("partitions: aws-moon/not in the table", self.check()[1])


class SpoiltPolicies(SpoiltCase):
    """The managed policies."""

    def statement(self, data: dict) -> dict:
        return data[POLICY]["versions"]["v2"]["document"]["Statement"][0]

    def test_a_new_version(self) -> None:
        self.replace(POLICIES, '"v2"', '"v3"')
        self.assert_found(f"policies: {POLICY}/v2 here, v3 in the list")

    def test_another_document(self) -> None:
        self.edit(POLICIES, lambda data: self.statement(data)["Action"].append("ecr:BatchGetImage"))
        self.assert_found(f"policies: {POLICY}/other document of v2")

    def test_a_claim_that_no_longer_holds(self) -> None:
        self.edit(POLICIES, lambda data: self.statement(data).update(Action=["logs:*"]))
        self.assert_found(
            f"policies: {POLICY}/other document of v2",
            f"claims: {POLICY} allows logs:CreateLogGroup in the newest version",
        )

    def test_a_new_claim(self) -> None:
        self.replace("project/rules/awslogs.yaml", "notes:", "notes:\n  - No managed policy allows logs:CreateLogGroup.")
        self.assert_found("claims: awslogs/3b89e62c No managed policy allows logs:CreateLogGroup.")

    def test_a_new_policy(self) -> None:
        new = {"arn": "arn:aws:iam::aws:policy/Moon", "latestVersionId": "v1", "versions": {"v1": {"document": {}}}}
        self.edit(POLICIES, lambda data: data.update(Moon=new))
        self.assert_found("policies: Moon/new")


class SpoiltActions(SpoiltCase):
    """The actions of the rules."""

    def test_an_action_without_resource_types(self) -> None:
        self.edit("models/iam-data/actions/logs.json", lambda data: data["putlogevents"].update(resourceTypes=[]))
        self.assert_found(
            "actions: logs:PutLogEvents/no resource",
            "actions: logs:PutLogEvents/not in the table, but: no resource",
            "stale: actions: logs:PutLogEvents/log-stream",
        )

    def test_an_action_that_is_none(self) -> None:
        self.replace("project/rules/awslogs.yaml", "logs:PutLogEvents]", "logs:PutLogEvents, moon:Land]")
        self.assert_found("actions: moon:Land/unknown action")


class SpoiltPreflight(SpoiltCase):
    """The rules of cdk-preflight."""

    def test_a_new_rule(self) -> None:
        self.replace("models/cdk-preflight/rules.generated.js", "pf-s3-bucket-name", "pf-ecs-moon")
        self.replace("models/cdk-preflight/rules.generated.js", '"service": "s3"', '"service": "ecs"')
        self.assert_found("preflight: pf-ecs-moon 587faddf")

    def test_another_recorded_text(self) -> None:
        self.replace("models/cdk-preflight/rules.generated.js", "requires options: awslogs-group", "requires a group")
        self.assert_found(
            "preflight: pf-ecs-awslogs-missing-group 9503d7ed",
            "stale: preflight: pf-ecs-awslogs-missing-group 7fd5d2af",
        )


class SpoiltHead(SpoiltCase):
    """The releases, and the date of the facts."""

    def test_a_newer_model(self) -> None:
        self.replace("models/models.json", '"1.0.0", "date": "2026-11-20"', '"1.0.1", "date": "2026-11-26"')
        self.assert_found("models: botocore 1.0.1 of 2026-11-26")

    def test_another_date_of_the_facts(self) -> None:
        self.replace("project/src/rules/facts-date.txt", "2026-11-26", "2026-11-25")
        self.assert_found("models: the date of the facts is 2026-11-25")

    def test_the_same_models_on_a_later_day(self) -> None:
        models = {
            "botocore": Release("1.0.0", datetime.date(2026, 11, 20)),
            "cdk-preflight": Release("0.1.0", datetime.date(2026, 9, 23)),
        }
        write_releases(self.folder / "models", Releases(datetime.date(2026, 12, 24), models))
        self.assertEqual(self.check()[0], 0)
