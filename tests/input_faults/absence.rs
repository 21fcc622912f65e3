//! The messages about files that contain no task definition.

use crate::lifted;
use needs_exec_role::analysis::wording;
use needs_exec_role::base::diagnostic::{BuiltIn, Severity};
use needs_exec_role::base::source::Source;
use needs_exec_role::input::parse::{explain_absence, read_source};

/// The messages about a file: its code, its message and the text of its place.
fn said(name: &str, text: &str) -> String {
    let source = Source::new(name, text);
    let parsed = read_source(&source);
    let is_broken = parsed
        .problems
        .iter()
        .any(|it| it.code.is(BuiltIn::Syntax) && it.severity == Severity::Error);
    let absence = explain_absence(&source, &parsed.documents, is_broken);
    absence.map_or_else(
        || "nothing".to_owned(),
        |problem| {
            let problem = lifted(problem);
            let place = problem.span().map(|span| format!(" @{}", source.slice(span)));
            let message = wording::message(&problem, &[]);
            format!("{}: {message}{}", problem.code, place.unwrap_or_default())
        },
    )
}

#[test]
fn what_is_neither_json_nor_yaml() {
    for (name, text, expected) in [
        ("t.json", " \n", "empty-file"),
        ("t.json", "\0\u{1}\0\0abc", "not-text"),
        ("x.hcl", "resource \"aws_ecs_task_definition\" \"x\" {}", "not-a-task-definition"),
        ("x.example", "# x\nresource \"aws_ecs_cluster\" \"x\" {}", "not-a-task-definition"),
        ("t.jsonnet", "local x = 1;\n{ family: 'x' }", "not-read-yet"),
        ("app.ts", "import * as ecs from 'aws-cdk-lib/aws-ecs';", "not-read-yet"),
        ("x.json", "<html><body/></html>", "not-a-task-definition"),
    ] {
        let said = said(name, text);
        assert!(said.starts_with(expected), "{text}: {said}");
        assert!(
            read_source(&Source::new(name, text)).problems.is_empty(),
            "one cause is told once"
        );
    }
}

#[test]
fn what_looks_like_a_task_definition() {
    let no = "not-a-task-definition";
    for (text, expected) in [
        (
            r#"{"task": {"container_definitions": []}}"#,
            r#": expected `containerDefinitions`, the API's name, found `container_definitions` @"container_definitions""#,
        ),
        (r#"[{"ContainerDefinitions": []}]"#, r#" @"ContainerDefinitions""#),
        (r#"{"family": "x", "containers": []}"#, r#" @"containers""#),
        (
            r#"{"name": "x", "image": "i", "essential": true}"#,
            r#": this is one container definition, not a task definition @"image""#,
        ),
        (
            r#"{"family": "x", "cpu": "256"}"#,
            r#": this looks like a task definition, but `containerDefinitions` is missing @"family""#,
        ),
        (
            r#"{"serviceName": "x", "taskDefinition": "y"}"#,
            r#": this is an ECS service that runs `y`, not a task definition @"serviceName""#,
        ),
        (r#"["a", "b"]"#, ": this is an array of strings: it has no `containerDefinitions`"),
        (
            r#"{"a": 1, "b": 2}"#,
            ": this is an object with `a` and `b`: it has no `containerDefinitions`",
        ),
        ("[]", ": this is an empty array: it has no `containerDefinitions`"),
    ] {
        let said = said("t.json", text);
        assert!(said.starts_with(no) && said.ends_with(expected), "{text}: {said}");
    }
}

#[test]
fn files_of_other_kinds() {
    for (text, expected) in [
        ("apiVersion: v1\nkind: Pod\n", "a Kubernetes manifest"),
        ("x: &a\n  container_definitions: []\n", "expected `containerDefinitions`"),
        ("services:\n  web:\n    image: x\n", "a Compose file, not"),
        ("services:\n  web:\n    image: x\n    x-aws-role: {}\n", "a Compose file for Docker's"),
        ("version: 1\nrun_params: {}\n", "ecs-params.yml"),
        ("version: 1\ntask_definition:\n  task_size: {}\n", "ecs-params.yml"),
        ("- hosts: all\n  tasks: []\n", "an Ansible playbook"),
        ("- hosts: all\n  tasks:\n  - ecs_taskdefinition: {family: x}\n", "`ecs_taskdefinition`"),
        ("- name: x\n  community.aws.ecs_taskdefinition:\n    family: x\n", "`ecs_taskdefinition`"),
        ("tasks:\n- taskArn: x\n", "a task as aws ecs describe-tasks prints it"),
        ("taskArn: x\nlastStatus: STOPPED\n", "a task as aws ecs describe-tasks prints it"),
        ("source: aws.ecs\ndetail:\n  taskArn: x\n", "a task as aws ecs describe-tasks prints it"),
        ("taskArns: [x]\n", "a list of tasks"),
        (
            "taskDefinition: x\nlaunchType: EC2\noverrides: {}\n",
            "the input of aws ecs run-task that runs `x`,",
        ),
        (
            "taskDefinition: x\nlaunchType: EC2\ncount: 1\n",
            "the input of aws ecs run-task that runs `x`,",
        ),
        (
            "taskDefinition: x\ncontainerInstances: [y]\n",
            "the input of aws ecs start-task that runs `x`,",
        ),
        ("taskDefinition: x\nlaunchType: EC2\n", "run-task or create-service"),
        ("taskDefinition: x\nlaunchType: EC2\nserviceName: y\n", "an ECS service"),
        ("Version: '2012-10-17'\nStatement: []\n", "an IAM policy"),
        ("version: 0.0\nResources:\n  - TargetService: {}\n", "a CodeDeploy AppSpec"),
        ("- name: web\n  imageUri: x\n", "an image definitions file"),
        ("name: x\nversion: 1\nscripts: {}\n", "a package.json"),
        ("services:\n  web:\n    image: x\nx-vpc: {}\n", "an Amazon ECS Compose-X file"),
        ("name: x\ntype: Worker Service\n", "an AWS Copilot manifest,"),
        ("name: x\ntype: Scheduled Job\n", "an AWS Copilot manifest of a job"),
        ("name: x\ntype: Static Site\n", "a service that does not run on ECS"),
        ("StartAt: x\nStates:\n  x:\n    Type: Pass\n", "an AWS Step Functions state machine"),
    ] {
        let said = said("t.yml", text);
        assert!(said.starts_with("not-a-task-definition") && said.contains(expected), "{said}");
    }
    for (text, expected) in [
        ("T:\n  Type: AWS::ECS::TaskDefinition\n", "not-a-task-definition"),
        ("Resources:\n  T:\n    Type: AWS::S3::Bucket\n", "not-a-task-definition"),
        (
            "terraform_version: '1'\nresource_changes: [{type: aws_ecs_task_definition}]",
            "not-read-yet",
        ),
        ("terraform_version: '1'\nplanned_values: {}", "not-a-task-definition"),
    ] {
        let said = said("t.yml", text);
        assert!(said.starts_with(expected), "{text}: {said}");
    }
}

#[test]
fn a_syntax_error_that_says_it_all_is_enough() {
    assert_eq!(said("t.json", "what is this?"), "nothing");
    assert_eq!(said("t.json", r#"{"family": "x", "cpu": "256", "#), "nothing");
}
