"""`classified.yaml`: what it may contain, and that the project's own file is in order."""

from check_facts.check import unknown_treatments
from check_facts.classified import read_classified
from check_facts.command import CLASSIFIED, ROOT
from check_facts.project import Project, actions_of
from check_facts.survey import SURVEYS
from check_facts.tests.spoilt import SpoiltCase

FILE = "classified.yaml"


class Refused(SpoiltCase):
    """A classification that would hide something is refused."""

    def test_a_pattern_for_everything(self) -> None:
        for glob in ("*", "batch/*"):
            with self.subTest(glob):
                self.setUp()
                self.replace(FILE, "batch/Eks*", glob)
                self.assert_refused("is too wide")

    def test_a_pattern_where_there_is_none(self) -> None:
        self.replace(FILE, "items: [com.amazonaws.ecs.capability.logging-driver.awslogs]", 'globs: ["com.amazonaws.*"]')
        self.assert_refused("no pattern is allowed here")

    def test_a_group_without_a_reason(self) -> None:
        self.replace(FILE, "because: Clusters.", "by: [awslogs]")
        self.assert_refused("a group has `because`")

    def test_an_unknown_section(self) -> None:
        self.replace(FILE, "  capabilities:", "  abilities:")
        self.assert_refused("`abilities` is not a section")

    def test_an_item_that_is_listed_twice(self) -> None:
        self.replace(FILE, "[RegisterTaskDefinition,", "[RegisterTaskDefinition, RunTask,")
        self.assert_refused("`ecs/RunTask` is listed twice")

    def test_an_item_that_is_no_text(self) -> None:
        self.replace(FILE, "[RegisterTaskDefinition,", "[12345678,")
        self.assert_refused("ecs/12345678 is not text")

    def test_an_unread_model(self) -> None:
        (self.folder / "models/models.json").unlink()
        self.assert_refused("scripts/check-facts fetch")


class Stale(SpoiltCase):
    """What a classification names must exist."""

    def test_an_item_that_nothing_has(self) -> None:
        self.replace(FILE, "json-file]", "json-file, journald]")
        self.assert_found("stale: values: ecs/LogDriver/journald")

    def test_a_pattern_that_fits_nothing(self) -> None:
        self.replace(FILE, "pf-ecs-cluster-*", 'pf-ecs-cluster-*", "pf-ecs-moon-*')
        self.assert_found("stale: preflight: pf-ecs-moon-*")

    def test_a_rule_that_there_is_not(self) -> None:
        self.replace(FILE, "by: [awslogs, execution-role-missing]", "by: [awslog]")
        self.assert_found("stale: sentences: by: awslog is no rule, finding or file of the project")


class OfTheProject(SpoiltCase):
    """The project's own file and data, without any model."""

    def test_the_file_is_in_order(self) -> None:
        project = Project(ROOT)
        classified = read_classified(CLASSIFIED, {survey.section: survey.may_glob for survey in SURVEYS})
        self.assertEqual(classified.sections.keys(), {survey.section for survey in SURVEYS})
        self.assertEqual(list(unknown_treatments(classified, project)), [])
        self.assertEqual(project.facts_date, str(classified.releases.as_of))

    def test_the_data_of_the_project_is_read(self) -> None:
        project = Project(ROOT)
        self.assertEqual(project.fields["executionRoleArn"].kind, "exact")
        self.assertIn("awslogs", project.fields["containerDefinitions[].logConfiguration.logDriver"].values)
        self.assertEqual(project.partitions["aws-cn"].dns_suffix, "amazonaws.com.cn")
        self.assertIn("ecr:GetAuthorizationToken", project.without_resource)
        self.assertIn("logs:PutLogEvents", set(actions_of(project.rules["awslogs"])))
        self.assertIn("AdministratorAccess", project.policy_copies)
        self.assertIn("AdministratorAccess", project.policy_paths)
        self.assertIn("execution-role-missing", project.codes)
