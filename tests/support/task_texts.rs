//! Task definitions as people write them: some members in some order, in JSON and YAML.

#![allow(dead_code, reason = "no test uses all of it")]

use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::Index;
use serde_json::{Value, json};
use serde_yaml::{Mapping, Value as Ordered};

pub(crate) const ECR: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app:1";
const SECRET: &str = "arn:aws:ssm:eu-west-1:111122223333:parameter/app/password";

/// What a container may have, apart from its name and image. Whatever requires the role stands alone in its member.
pub(crate) fn members() -> Vec<(&'static str, Value)> {
    vec![
        ("cpu", json!(10)),
        ("essential", json!(true)),
        ("command", json!(["sh", "-c", "echo 'x, y: z'"])),
        ("portMappings", json!([{ "containerPort": 80 }, { "containerPort": 81 }])),
        ("environment", json!([{ "name": "A", "value": "b c" }])),
        ("dockerLabels", json!({ "team": "x", "tier": "y" })),
        ("healthCheck", json!({ "command": ["CMD", "true"], "retries": 3 })),
        (
            "logConfiguration",
            json!({ "logDriver": "awslogs", "options": { "awslogs-group": "g" } }),
        ),
        ("logConfiguration", json!({ "logDriver": "json-file", "options": { "max-size": "1m" } })),
        (
            "logConfiguration",
            json!({
                "logDriver": "splunk",
                "options": { "splunk-url": "u" },
                "secretOptions": [{ "name": "splunk-token", "valueFrom": SECRET }]
            }),
        ),
        ("secrets", json!([{ "name": "A", "valueFrom": SECRET }])),
        ("environmentFiles", json!([{ "type": "s3", "value": "arn:aws:s3:::bucket/app.env" }])),
        ("repositoryCredentials", json!({ "credentialsParameter": SECRET })),
    ]
}

/// An object whose members stay in their order.
pub(crate) fn ordered(members: Vec<(&'static str, Value)>) -> Ordered {
    let member = |(key, value)| (Ordered::from(key), serde_yaml::to_value(value).expect("a value"));
    Ordered::Mapping(members.into_iter().map(member).collect())
}

pub(crate) fn container() -> impl Strategy<Value = Ordered> {
    let image = prop_oneof![3 => Just("nginx:1.27"), 1 => Just(ECR)];
    let chosen = proptest::sample::subsequence(members(), 0..4).prop_shuffle();
    (image, chosen, any::<bool>()).prop_map(|(image, chosen, is_first)| {
        let mut container = vec![("name", json!("app"))];
        container.extend(chosen);
        let at = if is_first { 1 } else { container.len() };
        container.insert(at, ("image", image.into()));
        ordered(container)
    })
}

/// A task definition as text.
pub(crate) fn text() -> impl Strategy<Value = (&'static str, String)> {
    (task(), 0..4_u8).prop_map(|(task, form)| written(&task, form))
}

/// A task definition.
pub(crate) fn task() -> impl Strategy<Value = Mapping> {
    let outer = vec![
        ("family", json!("web")),
        ("networkMode", json!("awsvpc")),
        ("runtimePlatform", json!({ "operatingSystemFamily": "LINUX" })),
        ("volumes", json!([{ "name": "v", "host": { "sourcePath": "/x" } }])),
        ("executionRoleArn", json!("arn:aws:iam::111122223333:role/exec")),
        ("cpu", json!("256")),
        ("memory", json!("512")),
    ];
    let outer = proptest::sample::subsequence(outer, 2..6).prop_shuffle();
    let containers = proptest::collection::vec(container(), 1..3);
    (outer, containers, any::<Index>()).prop_map(|(outer, containers, at)| {
        let mut members: Vec<_> = outer.into_iter().map(|member| ordered(vec![member])).collect();
        let containers = [(Ordered::from("containerDefinitions"), Ordered::Sequence(containers))];
        members.insert(
            at.index(members.len() + 1),
            Ordered::Mapping(containers.into_iter().collect()),
        );
        members.iter().filter_map(Ordered::as_mapping).flat_map(Clone::clone).collect()
    })
}

/// An object in one of four forms, with the name of its file.
pub(crate) fn written(whole: &Mapping, form: u8) -> (&'static str, String) {
    match form {
        0 => ("t.json", serde_json::to_string(whole).expect("JSON")),
        1 => ("t.json", serde_json::to_string_pretty(whole).expect("JSON")),
        2 => ("t.yaml", serde_yaml::to_string(whole).expect("YAML")),
        _ => ("t.yaml", indented(&serde_yaml::to_string(whole).expect("YAML"))),
    }
}

/// YAML whose lists are indented below their keys, as most people write it.
pub(crate) fn indented(text: &str) -> String {
    let mut lists: Vec<usize> = Vec::new();
    let mut indented = String::new();
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let is_item = line.trim_start().starts_with("- ");
        lists.retain(|&list| list < indent || (list == indent && is_item));
        if is_item && lists.last() != Some(&indent) {
            lists.push(indent);
        }
        indented.push_str(&"  ".repeat(lists.len()));
        indented.push_str(line);
        indented.push('\n');
    }
    indented
}
