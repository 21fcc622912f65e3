//! The same task in every form in which people write it gets the same verdict, needs and permissions.

#![allow(clippy::expect_used, reason = "a test fails loudly")]
#![allow(clippy::indexing_slicing, clippy::panic, reason = "a test fails loudly")]

mod common;

use common::program;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A form: its name, and the files of it, of which the first is checked; or the folder, where that has a module.
struct Form {
    name: &'static str,
    checked: &'static str,
    files: Vec<(&'static str, String)>,
}

/// Objects whose keys are the author's own.
const FREE_KEYS: [&str; 2] = ["options", "dockerLabels"];

/// The image of a task that does not know it yet.
const OPEN: &str = "${image}";

fn tasks() -> Vec<(&'static str, Value)> {
    let ecr = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1";
    let secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf:password::";
    let role = "arn:aws:iam::111122223333:role/exec";
    let logs = json!({ "logDriver": "awslogs", "options": {
        "awslogs-group": "/ecs/app", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "app",
    } });
    let fargate = |container: Value| {
        json!({
            "family": "app", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc",
            "cpu": "256", "memory": "512", "containerDefinitions": [container],
        })
    };
    let with_role = |mut task: Value| {
        task["executionRoleArn"] = json!(role);
        task
    };
    let ec2 = |container: Value| json!({ "family": "app", "containerDefinitions": [container] });
    vec![
        ("nothing", fargate(json!({ "name": "app", "image": "nginx" }))),
        ("private image", fargate(json!({ "name": "app", "image": ecr }))),
        ("private image with a role", with_role(fargate(json!({ "name": "app", "image": ecr })))),
        ("logs", fargate(json!({ "name": "app", "image": "nginx", "logConfiguration": logs }))),
        (
            "logs on EC2",
            ec2(
                json!({ "name": "app", "image": "nginx", "memory": 128, "logConfiguration": logs }),
            ),
        ),
        (
            "a secret on EC2",
            ec2(json!({
                "name": "app", "image": "nginx", "memory": 128,
                "secrets": [{ "name": "PASSWORD", "valueFrom": secret }],
            })),
        ),
        (
            "no secrets",
            ec2(json!({ "name": "app", "image": "nginx", "memory": 128, "secrets": [] })),
        ),
        (
            "a registry's login",
            ec2(json!({
                "name": "app", "image": "registry.example.com/app", "memory": 128,
                "repositoryCredentials": { "credentialsParameter": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:login-AbCdEf" },
            })),
        ),
        ("an open image", fargate(json!({ "name": "app", "image": OPEN }))),
        (
            "everything",
            with_role(fargate(json!({
                "name": "app", "image": ecr, "logConfiguration": logs,
                "secrets": [{ "name": "PASSWORD", "valueFrom": secret }, { "name": "TOKEN", "valueFrom": "token" }],
                "environmentFiles": [{ "type": "s3", "value": "arn:aws:s3:::config/app.env" }],
            }))),
        ),
    ]
}

/// The forms of a task.
fn forms(task: &Value) -> Vec<Form> {
    let containers = task["containerDefinitions"].to_string();
    let in_terraform = containers.replace(OPEN, "${var.image}");
    let module =
        |definitions: &str| format!("variable \"image\" {{}}\n\n{}", terraform(task, definitions));
    let heredoc = format!("<<EOF\n{in_terraform}\nEOF");
    let template = "templatefile(\"${path.module}/app.json.tftpl\", { image = var.image })";
    let child = "variable \"picture\" {}\n\n".to_owned()
        + &terraform(task, &format!("jsonencode({})", containers.replace(OPEN, "${var.picture}")));
    let call = "variable \"image\" {}\n\nmodule \"app\" {\n  source  = \"./app\"\n  picture = var.image\n}\n";
    let form = |name, checked, files| Form { name, checked, files };
    let mut forms = vec![
        form("JSON", "task.json", vec![("task.json", task.to_string())]),
        form("CloudFormation", "template.json", vec![("template.json", template_of(task))]),
        form(
            "Terraform, a list",
            "main.tf",
            vec![("main.tf", module(&format!("jsonencode({in_terraform})")))],
        ),
        form("Terraform, a heredoc", "main.tf", vec![("main.tf", module(&heredoc))]),
        form(
            "Terraform, templatefile",
            ".",
            vec![("main.tf", module(template)), ("app.json.tftpl", containers.clone())],
        ),
        form(
            "Terraform, a module",
            ".",
            vec![("main.tf", call.to_owned()), ("app/main.tf", child)],
        ),
        form(
            "Terraform in JSON",
            "main.tf.json",
            vec![("main.tf.json", terraform_json(task, &in_terraform))],
        ),
    ];
    if !containers.contains(OPEN) {
        forms.push(form("a plan", "plan.json", vec![("plan.json", plan(task, &containers))]));
    }
    forms
}

/// The arguments of the resource that are no containers, by the provider's names.
fn arguments(task: &Value) -> Map<String, Value> {
    let entries = task.as_object().into_iter().flatten();
    let others = entries.filter(|(key, _)| *key != "containerDefinitions");
    others.map(|(key, value)| (snake(key), value.clone())).collect()
}

fn terraform(task: &Value, definitions: &str) -> String {
    let mut text = String::from("resource \"aws_ecs_task_definition\" \"app\" {\n");
    for (key, value) in arguments(task) {
        let _ = writeln!(text, "  {key} = {value}");
    }
    let _ = writeln!(text, "  container_definitions = {definitions}\n}}");
    text
}

fn terraform_json(task: &Value, containers: &str) -> String {
    let mut own = arguments(task);
    own.insert("container_definitions".to_owned(), json!(containers));
    json!({
        "variable": { "image": {} },
        "resource": { "aws_ecs_task_definition": { "app": own } },
    })
    .to_string()
}

fn plan(task: &Value, containers: &str) -> String {
    let mut values = arguments(task);
    values.insert("container_definitions".to_owned(), json!(containers));
    let name = "aws_ecs_task_definition.app";
    let resource = json!({
        "address": name, "mode": "managed", "type": "aws_ecs_task_definition", "name": "app",
        "provider_name": "registry.terraform.io/hashicorp/aws", "schema_version": 1, "values": values,
    });
    let change = json!({ "actions": ["create"], "before": null, "after": values, "after_unknown": { "arn": true } });
    json!({
        "format_version": "1.2", "terraform_version": "1.9.0",
        "planned_values": { "root_module": { "resources": [resource] } },
        "resource_changes": [{ "address": name, "mode": "managed", "type": "aws_ecs_task_definition", "name": "app", "change": change }],
        "configuration": { "root_module": {} },
    })
    .to_string()
}

fn template_of(task: &Value) -> String {
    let properties = renamed(task);
    json!({
        "Parameters": { "image": { "Type": "String" } },
        "Resources": { "App": { "Type": "AWS::ECS::TaskDefinition", "Properties": properties } },
    })
    .to_string()
}

/// A value with the keys of CloudFormation.
fn renamed(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let entry = |(key, value): (&String, &Value)| {
                let value =
                    if FREE_KEYS.contains(&key.as_str()) { value.clone() } else { renamed(value) };
                (capitalized(key), value)
            };
            Value::Object(map.iter().map(entry).collect())
        }
        Value::Array(items) => items.iter().map(renamed).collect(),
        Value::String(text) if text == OPEN => json!({ "Ref": "image" }),
        other => other.clone(),
    }
}

fn capitalized(key: &str) -> String {
    let mut letters = key.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

fn snake(key: &str) -> String {
    let mut name = String::new();
    for letter in key.chars() {
        if letter.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// What is said of the one task definition of a form, without places and names.
fn answer(folder: &Path, form: &Form) -> Value {
    for (name, text) in &form.files {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    }
    let options = ["--format", "json", "--region", "eu-west-1", "--account", "111122223333"];
    let output =
        program().args(options).arg(form.checked).current_dir(folder).output().expect("a run");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{}: {error}: {}", form.name, String::from_utf8_lossy(&output.stderr))
    });
    let found = report["taskDefinitions"].as_array().expect("an array");
    let [found] = found.as_slice() else { panic!("{}: {report:#}", form.name) };
    let needs: Vec<_> = found["needs"].as_array().into_iter().flatten().map(need).collect();
    json!({
        "verdict": found["verdict"], "launchTypes": found["launchTypes"],
        "role": found["executionRole"]["state"], "needs": needs,
    })
}

fn need(need: &Value) -> Value {
    let mut permissions = need["permissions"].clone();
    // A permission on what is open names the placeholder of its form.
    for permission in permissions.as_array_mut().into_iter().flatten() {
        if permission["resource"].as_str().is_some_and(|it| it.contains("${")) {
            permission["resource"] = json!("open");
        }
    }
    json!({
        "rule": need["rule"], "truth": need["truth"], "container": need["container"],
        "launchTypes": need["launchTypes"], "permissions": permissions,
    })
}

#[test]
fn every_form_of_a_task_gets_the_same_answer() {
    let scratch = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("forms");
    drop(fs::remove_dir_all(&scratch));
    let mut verdicts = Vec::new();
    for (number, (name, task)) in tasks().iter().enumerate() {
        let mut first = None;
        for (index, form) in forms(task).iter().enumerate() {
            let answer = answer(&scratch.join(format!("{number}/{index}")), form);
            let expected = first.get_or_insert_with(|| answer.clone());
            assert_eq!(*expected, answer, "{name}: {}", form.name);
        }
        verdicts.extend(first.map(|it| it["verdict"].clone()));
    }
    for verdict in ["required", "not-required", "depends"] {
        assert!(verdicts.iter().any(|it| it == verdict), "{verdict}: {verdicts:?}");
    }
}
