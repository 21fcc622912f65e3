//! Every row of the table, in templates that are made of its paths: what a row says is what is read.

use super::Launchers;
use super::table::{LaunchTypePath, STATE_INPUTS, TaskUse, USES, UseForm};
use crate::aws::launch_type::LaunchType;
use crate::input::cloudformation::evaluator::{Assignment, Evaluator};
use crate::input::cloudformation::task::holder;
use crate::input::cloudformation::template::{Resource, Template};
use crate::input::inputs::Inputs;
use crate::syntax::json;
use serde_json::{Value, json};

/// The launch types that the template's task definition is launched with, and how many services it has.
fn read(resources: &Value) -> (Vec<Option<LaunchType>>, usize) {
    let text = json!({ "Resources": resources }).to_string();
    let parsed = json::read(&text);
    let (inputs, nothing) = (Inputs::default(), Assignment::default());
    let template = Template::read(&parsed.documents[0], 0).unwrap_or_else(Template::unseen);
    let launchers = Launchers::of(&template, &inputs);
    let evaluator = Evaluator::new(&template, &inputs, &nothing);
    let is_used = |it: &&Resource<'_>| matches!(it.name, "Task" | "Use") && holder(it).is_some();
    let task = template.resources.iter().rfind(is_used);
    let family = task.and_then(|task| evaluator.text(task.property("Family")?));
    let running = task.map(|task| launchers.running(&evaluator, task, family.as_ref()));
    let running = running.unwrap_or_default();
    (running.launchers.iter().map(|it| it.launch_type).collect(), running.services.len())
}

/// An object with a value at the end of a path, or the object with that in it as well.
fn put(object: &mut Value, path: &str, value: &Value) {
    let Some((key, rest)) = path.split_once('.') else {
        object[path] = value.clone();
        return;
    };
    if rest == "*" || rest.starts_with("*.") {
        let mut item = json!({});
        match rest.strip_prefix("*.") {
            Some(rest) => put(&mut item, rest, value),
            None => item = value.clone(),
        }
        object[key] = json!([item]);
    } else {
        if object.get(key).is_none() {
            object[key] = json!({});
        }
        put(&mut object[key], rest, value);
    }
}

/// How a launch says that it is one on Fargate.
#[derive(Clone, Copy, Debug)]
enum Statement {
    LaunchType,
    Strategy,
    Cluster,
}

const STATEMENTS: [Statement; 3] = [Statement::LaunchType, Statement::Strategy, Statement::Cluster];

/// What a row's launch is written as.
fn launch(row: &TaskUse, task: &Value, statement: Statement) -> Value {
    let paths = &row.launch;
    let mut launch = json!({});
    put(&mut launch, paths.task, task);
    let strategy = json!([{ "CapacityProvider": "FARGATE_SPOT", "Weight": 1 }]);
    match (statement, paths.launch_type) {
        (Statement::LaunchType, LaunchTypePath::At(path)) => {
            put(&mut launch, path, &json!("FARGATE"));
        }
        (_, LaunchTypePath::Always(_)) => {}
        (Statement::Strategy, _) => put(&mut launch, paths.strategy, &strategy),
        (Statement::Cluster, _) => put(&mut launch, paths.cluster, &json!({ "Ref": "Cluster" })),
    }
    launch
}

/// A definition of a state machine with a state that runs a task, in all that states may be in.
fn machine(input: &Value, key: &str, resource: &str) -> Value {
    let run = json!({ "States": { "Run": { "Type": "Task", "Resource": resource, key: input } } });
    let map = json!({ "States": { "Each": { "Type": "Map", "ItemProcessor": run } } });
    let older = json!({ "States": { "Each": { "Type": "Map", "Iterator": map } } });
    json!({ "States": { "All": { "Type": "Parallel", "Branches": [{ "States": {} }, older] } } })
}

/// The resource of a row, in every form that it takes.
fn uses(row: &TaskUse, task: &Value, statement: Statement) -> Vec<Value> {
    let launch = launch(row, task, statement);
    let made = |properties: Value| json!({ "Type": row.kind, "Properties": properties });
    match row.form {
        UseForm::Properties if row.at.is_empty() => vec![made(launch)],
        UseForm::Properties => {
            let mut properties = json!({});
            put(&mut properties, row.at, &launch);
            vec![made(properties)]
        }
        UseForm::States { substitutions } => {
            let mut all = Vec::new();
            for key in STATE_INPUTS {
                for resource in [
                    "arn:aws:states:::ecs:runTask.sync",
                    "arn:aws-cn:states:::ecs:runTask.waitForTaskToken",
                    "arn:aws:states:::aws-sdk:ecs:runTask",
                ] {
                    let written = |definition: Value, values: Value| {
                        made(json!({ row.at: definition, substitutions: values }))
                    };
                    let direct = machine(&launch, key, resource);
                    let mut named = launch.clone();
                    put(&mut named, row.launch.task, &json!("${Named}"));
                    let named = machine(&named, key, resource);
                    if row.at == "DefinitionString" {
                        let text = named.to_string();
                        let (before, after) = text.split_once("${Named}").unwrap_or_default();
                        let joined = json!({ "Fn::Join": ["", [before, task, after]] });
                        let by_sub = json!({ "Fn::Sub": [text.clone(), { "Named": task }] });
                        all.extend([joined, by_sub].map(|it| written(it, json!({}))));
                        all.push(written(json!(text), json!({ "Named": task })));
                    } else {
                        all.push(written(direct, json!({})));
                        all.push(written(named, json!({ "Named": task })));
                    }
                }
            }
            all
        }
        UseForm::CallInput { input, call, action } => {
            let mut named = launch;
            put(&mut named, row.launch.task, &json!("${Named}"));
            let text = json!({ "Fn::Sub": [named.to_string(), { "Named": task }] });
            let mut properties = json!({});
            let target = json!({ call: format!("arn:aws:scheduler:::{action}"), input: text });
            put(&mut properties, row.at, &target);
            vec![made(properties)]
        }
    }
}

/// The resources of a template with a task definition, a cluster that falls back to Fargate, and a use of the first.
fn resources(used: &Value) -> Value {
    let strategy = json!([{ "CapacityProvider": "FARGATE", "Weight": 1 }]);
    json!({
        "Task": {
            "Type": "AWS::ECS::TaskDefinition",
            "Properties": { "Family": "shop", "ContainerDefinitions": [{ "Name": "app", "Image": "nginx" }] },
        },
        "Cluster": {
            "Type": "AWS::ECS::Cluster",
            "Properties": { "DefaultCapacityProviderStrategy": strategy },
        },
        "Use": used,
    })
}

/// Whether what a row reads is in a string, where a function is none.
fn in_string(row: &TaskUse) -> bool {
    !matches!(row.form, UseForm::Properties) && row.at != "Definition"
}

#[test]
fn every_row_leads_to_the_launch_type() {
    let arn = "arn:aws:ecs:eu-west-1:111122223333:task-definition/shop:3";
    for row in USES.iter().filter(|row| !row.launch.task.is_empty()) {
        let tasks = [json!({ "Ref": "Task" }), json!("shop"), json!("shop:3"), json!(arn)];
        for task in &tasks {
            for statement in STATEMENTS {
                if in_string(row) && matches!(statement, Statement::Cluster) {
                    continue;
                }
                let all = uses(row, task, statement);
                assert!(!all.is_empty(), "{}", row.kind);
                for used in all {
                    let shown = format!("{} {statement:?}: {used}", row.kind);
                    let (launch_types, _) = read(&resources(&used));
                    assert_eq!(launch_types, [Some(LaunchType::Fargate)], "{shown}");
                }
            }
        }
        let others = [json!({ "Ref": "Other" }), json!("shop-2"), json!("sho"), json!("${Task}")];
        for other in others {
            for used in uses(row, &other, Statement::LaunchType) {
                assert_eq!(read(&resources(&used)), (Vec::new(), 0), "{used}");
            }
        }
    }
}

#[test]
fn every_row_is_in_the_page_about_templates() {
    let page = include_str!("../../../../docs/cloudformation.md");
    for row in &USES {
        assert!(page.contains(&format!("`{}`", row.kind)), "{}", row.kind);
    }
}

#[test]
fn every_row_with_properties_of_a_service_shows_the_service() {
    let mut count = 0;
    for row in USES.iter().filter(|row| !row.service.is_empty()) {
        for property in row.service {
            let mut properties = json!({ property.name: { "Enabled": true, "Image": "nginx" } });
            if !row.launch.task.is_empty() {
                put(&mut properties, row.launch.task, &json!({ "Ref": "Task" }));
            }
            let used = json!({ "Type": row.kind, "Properties": properties });
            assert_eq!(read(&resources(&used)).1, 1, "{} {property:?}", row.kind);
            count += 1;
        }
    }
    assert_eq!(count, 4);
}

#[test]
fn a_state_that_computes_its_launch_type_may_have_any() {
    let input = json!({ "TaskDefinition": { "Ref": "Task" }, "LaunchType.$": "$.type" });
    let computed = json!({ "TaskDefinition": { "Ref": "Task" }, "LaunchType": "{% $type %}" });
    for (input, key) in [(input, "Parameters"), (computed, "Arguments")] {
        let definition = machine(&input, key, "arn:aws:states:::ecs:runTask");
        let used = json!({
            "Type": "AWS::StepFunctions::StateMachine", "Properties": { "Definition": definition },
        });
        assert_eq!(read(&resources(&used)).0, [None]);
    }
}

#[test]
fn a_state_that_runs_no_task_says_nothing() {
    let input = json!({ "TaskDefinition": { "Ref": "Task" }, "LaunchType": "FARGATE" });
    for resource in
        ["arn:aws:states:::ecs:stopTask", "arn:aws:states:::lambda:invoke", "ecs:runTask"]
    {
        let used = json!({
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": { "Definition": machine(&input, "Parameters", resource) },
        });
        assert_eq!(read(&resources(&used)).0, [], "{resource}");
    }
}
