//! The JSON of Terraform: a task definition is the same in each form, and nothing in a file makes the program panic.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::{Need, Question, Verdict};
use needs_exec_role::rules::Rules;
use serde_json::{Value, json};
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// What is said of a task definition, apart from places.
#[derive(Debug, PartialEq)]
struct Answer {
    verdict: Verdict,
    /// The rule of each requirement, and what it asks for.
    needs: Vec<(String, Vec<String>)>,
    format: &'static str,
    name: Option<String>,
}

/// The answers about the task definitions of a text, and the codes of its problems.
fn answers(name: &str, text: &str) -> (Vec<Answer>, Vec<String>) {
    let source = Source::new(name, text);
    analyze(&source, Vec::new(), &RULES, &Question::default(), |file| {
        let reports = file.task_reports.iter();
        let found = reports.map(|it| Answer {
            verdict: it.assessment.verdict,
            needs: needs(&it.assessment.needs),
            format: it.task.format.name(),
            name: it.task.name.clone(),
        });
        let codes = file.problems.iter().map(|problem| problem.code.name().to_owned());
        (found.collect(), codes.collect())
    })
}

fn needs(needs: &[Need<'_>]) -> Vec<(String, Vec<String>)> {
    let need = |need: &Need<'_>| {
        let permissions = need.permissions().iter();
        let written =
            permissions.map(|it| format!("{} on {} ({:?})", it.action, it.resource, it.necessity));
        (need.found.rule.id().to_owned(), written.collect())
    };
    let mut found: Vec<_> = needs.iter().map(need).collect();
    found.sort();
    found
}

/// The arguments of a task definition, as the JSON syntax has them.
fn arguments(containers: &Value) -> Value {
    json!({
        "family": "web",
        "requires_compatibilities": ["FARGATE"],
        "network_mode": "awsvpc",
        "cpu": "256",
        "memory": "512",
        "container_definitions": containers.to_string(),
        "volume": [{ "name": "data" }],
    })
}

/// The attributes of a task definition that is planned or deployed.
fn attributes(containers: &Value) -> Value {
    let mut all = arguments(containers);
    all["execution_role_arn"] = Value::Null;
    all["arn"] = json!("arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1");
    all["volume"] = json!([{ "name": "data", "host_path": "", "efs_volume_configuration": [] }]);
    all
}

fn resource(values: &Value) -> Value {
    json!({
        "address": "aws_ecs_task_definition.web",
        "mode": "managed",
        "type": "aws_ecs_task_definition",
        "name": "web",
        "values": values,
    })
}

fn plan(resources: &[Value], changes: &[Value]) -> Value {
    json!({
        "format_version": "1.2",
        "terraform_version": "1.9.8",
        "planned_values": { "root_module": { "resources": resources } },
        "resource_changes": changes,
        "configuration": { "root_module": { "resources": [] } },
    })
}

fn state(resources: &[Value]) -> Value {
    json!({
        "format_version": "1.0",
        "terraform_version": "1.9.8",
        "values": { "root_module": { "resources": resources } },
    })
}

fn state_file(values: &Value) -> Value {
    json!({
        "version": 4,
        "terraform_version": "1.9.8",
        "resources": [{
            "mode": "managed",
            "type": "aws_ecs_task_definition",
            "name": "web",
            "instances": [{ "schema_version": 1, "attributes": values }],
        }],
    })
}

#[test]
fn a_task_is_the_same_in_each_form() {
    let image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1";
    let logs = json!({ "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "awslogs-create-group": "true" } });
    let secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf";
    let mut verdicts = Vec::new();
    for containers in [
        json!([{ "name": "web", "image": "nginx:1" }]),
        json!([{ "name": "web", "image": image }]),
        json!([{ "name": "web", "image": "nginx:1", "logConfiguration": logs }]),
        json!([{ "name": "web", "image": "nginx:1", "secrets": [{ "name": "A", "valueFrom": secret }] }]),
        json!([
            { "name": "ö \"q\" \\", "image": "ghcr.io/a/b", "command": ["a\nb\t\u{1f600}"] },
            { "name": "x", "image": image, "secrets": [{ "name": "A", "valueFrom": "/app/key" }] },
        ]),
    ] {
        let hcl = format!(
            "resource \"aws_ecs_task_definition\" \"web\" {{\n  family = \"web\"\n  requires_compatibilities = [\"FARGATE\"]\n  network_mode = \"awsvpc\"\n  cpu = 256\n  memory = 512\n  container_definitions = <<EOT\n{containers}\nEOT\n  volume {{\n    name = \"data\"\n  }}\n}}\n"
        );
        let values = attributes(&containers);
        let in_json =
            json!({ "resource": { "aws_ecs_task_definition": { "web": arguments(&containers) } } });
        let forms = [
            ("main.tf", hcl, "terraform"),
            ("main.tf.json", in_json.to_string(), "terraform"),
            ("plan.json", plan(&[resource(&values)], &[]).to_string(), "terraform-plan"),
            ("state.json", state(&[resource(&values)]).to_string(), "terraform-state"),
            ("terraform.tfstate", state_file(&values).to_string(), "terraform-state"),
        ];
        let plain = json!({ "family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": containers });
        let (plain, _) = answers("taskdef.json", &plain.to_string());
        verdicts.push(plain[0].verdict);
        for (name, text, format) in forms {
            let (found, problems) = answers(name, &text);
            assert!(problems.is_empty(), "{name}: {problems:?}");
            let expected = Answer {
                verdict: plain[0].verdict,
                needs: plain[0].needs.clone(),
                format,
                name: Some("aws_ecs_task_definition.web".to_owned()),
            };
            assert_eq!(found, [expected], "{name}");
        }
    }
    assert_eq!(verdicts.iter().filter(|it| **it == Verdict::Required).count(), 4);
}

/// A plan with most of what plans have, with a role, modules, and a value that is known after apply.
fn rich_plan() -> Value {
    let plan = include_str!("../fixtures/terraform/plan/modules/plan.json");
    let mut plan: Value = serde_json::from_str(plan).expect("a plan");
    let waiting = include_str!("../fixtures/terraform/plan/within/plan.json");
    let waiting: Value = serde_json::from_str(waiting).expect("a plan");
    for part in ["/planned_values/root_module", "/configuration/root_module"] {
        let more = waiting.pointer(part).expect("a module")["resources"].clone();
        plan.pointer_mut(part).expect("a module")["resources"] = more;
    }
    let changes = waiting["resource_changes"].as_array().expect("changes").clone();
    plan["resource_changes"].as_array_mut().expect("changes").extend(changes);
    plan
}

/// The places of a document: a pointer to each value.
fn pointers(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(value, &format!("{here}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointers(value, &format!("{here}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn any_value_may_be_anywhere() {
    let state = include_str!("../fixtures/terraform/state/file/terraform.tfstate");
    let module = include_str!("../fixtures/terraform/json/blocks/main.tf.json");
    for (name, whole) in [
        ("plan.json", rich_plan()),
        ("terraform.tfstate", serde_json::from_str(state).expect("a state")),
        ("main.tf.json", serde_json::from_str(module).expect("a module")),
    ] {
        let all = answers(name, &whole.to_string()).0.len();
        assert!(all >= 2, "{name}");
        let mut places = Vec::new();
        pointers(&whole, "", &mut places);
        for (index, place) in places.iter().enumerate() {
            let others = [
                json!(null),
                json!(true),
                json!(-1e9),
                json!("${x["),
                json!([[]]),
                json!({ "a": {} }),
            ];
            // Two of them at each place: all at places that are alike.
            for other in others.into_iter().skip(index % 3).step_by(3) {
                let mut changed = whole.clone();
                *changed.pointer_mut(place).expect("a value") = other;
                let (found, problems) = answers(name, &changed.to_string());
                assert!(!found.is_empty() || !problems.is_empty(), "{name}{place}");
                assert!(found.len() <= all + 1, "{name}{place}");
            }
        }
    }
}

#[test]
fn a_plan_that_breaks_off_is_answered() {
    let plan = rich_plan().to_string();
    for end in (0..plan.len()).step_by(97).filter(|end| plan.is_char_boundary(*end)) {
        let (found, problems) = answers("plan.json", &plan[..end]);
        assert!(!found.is_empty() || !problems.is_empty(), "{end}");
    }
}

#[test]
fn nothing_is_too_deep_or_too_long() {
    let deep =
        |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let references = vec!["module.a.b"; 100_000];
    let circle = json!({
        "a": {
            "expressions": { "in": { "references": references } },
            "module": { "outputs": { "b": { "expression": { "references": ["var.in", "module.a.b"] } } },
                "module_calls": { "a": { "module": {} } } },
        },
    });
    let mut whole = plan(
        &[resource(&json!({ "family": "web" }))],
        &[
            json!({ "address": "aws_ecs_task_definition.web", "change": { "after_unknown": { "container_definitions": true } } }),
        ],
    );
    whole["configuration"]["root_module"] = json!({
        "module_calls": circle,
        "resources": [{ "mode": "managed", "type": "aws_ecs_task_definition", "name": "web",
            "expressions": { "container_definitions": { "references": ["module.a.b", "module.a"] } } }],
    });
    whole["planned_values"]["root_module"]["child_modules"] = json!([{ "address": "module.a", "resources": [{ "address": "module.a.aws_x.y", "type": "aws_x", "name": "y", "values": {} }] }]);
    let (found, problems) = answers("plan.json", &whole.to_string());
    assert_eq!(found[0].verdict, Verdict::Depends);
    assert_eq!(problems, ["hidden-containers"]);
    for inside in
        [deep("[", "]"), deep("{\"a\":", "}"), format!("\"{}\"", "\\\"".repeat(1_000_000))]
    {
        for name in ["plan.json", "main.tf.json"] {
            let text =
                whole.to_string().replace("\"family\":\"web\"", &format!("\"family\":{inside}"));
            let text = match name {
                "plan.json" => text,
                _ => format!(
                    "{{\"resource\": {{\"aws_ecs_task_definition\": {{\"web\": {{\"family\": {inside}}}}}}}}}"
                ),
            };
            let (found, problems) = answers(name, &text);
            assert!(!found.is_empty() || !problems.is_empty(), "{name}");
        }
    }
}
