//! `rules --format json`: it fits its schema, every field is described there, and it says what the rules say.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

#[path = "support/schema.rs"]
mod schema;

use needs_exec_role::aws::launch_type::LaunchType;
use needs_exec_role::rules::Rules;
use needs_exec_role::{Checker, Options};
use schema::close;
use serde_json::Value;
use std::collections::BTreeSet;

const SCHEMA: &str = include_str!("../docs/schema/rules-v1.schema.json");

fn list() -> Value {
    let checker = Checker::new(&Options::default()).expect("a checker");
    serde_json::from_str(&checker.rules_json()).expect("JSON")
}

fn faults(schema: &Value, list: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let errors = validator.iter_errors(list);
    errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_list_fits_its_schema_and_has_no_field_beside_it() {
    let mut schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    close(&mut schema);
    assert_eq!(faults(&schema, &list()), [""; 0]);
    let spoil = |pointer: &str, value: Value| {
        let mut list = list();
        *list.pointer_mut(pointer).expect(pointer) = value;
        assert!(!faults(&schema, &list).is_empty(), "{pointer} may be anything");
    };
    spoil("/version", 2.into());
    spoil("/rules/0/certainty", "sure".into());
    spoil("/rules/0/role", "mine".into());
    spoil("/rules/0/launchTypes", serde_json::json!({ "fargate": [] }));
}

#[test]
fn the_list_says_what_the_rules_say() {
    let list = list();
    let listed = list["rules"].as_array().expect("an array");
    let rules = Rules::built_in();
    assert_eq!(listed.len(), rules.len());
    let mut requirements = BTreeSet::new();
    for (listed, rule) in listed.iter().zip(rules.iter()) {
        assert_eq!(listed["id"], rule.id());
        assert_eq!(listed["why"], &*rule.why);
        assert_eq!(listed["docs"].get(0).and_then(Value::as_str), rule.docs(), "{}", rule.id());
        for launch_type in LaunchType::ALL {
            let cells = listed["launchTypes"][launch_type.name()].as_array().expect("an array");
            assert_eq!(cells.len(), rule.cells(launch_type).len(), "{}", rule.id());
            for (listed, cell) in cells.iter().zip(rule.cells(launch_type)) {
                let tests = listed.get("when").and_then(Value::as_array).map_or(0, Vec::len);
                assert_eq!(tests, cell.when.len(), "{}", rule.id());
                requirements.insert(listed["requirement"].as_str().expect("a word").to_owned());
            }
        }
    }
    assert!(requirements.len() > 3, "{requirements:?}");
}

#[test]
fn a_cell_is_told_with_its_tests() {
    let list = list();
    let rules = list["rules"].as_array().expect("an array");
    let awslogs = rules.iter().find(|rule| rule["id"] == "awslogs").expect("the rule");
    let fargate = &awslogs["launchTypes"]["FARGATE"][0];
    assert_eq!(fargate["requirement"], "required");
    let instance_role = rules.iter().flat_map(|rule| {
        let cells = rule["launchTypes"]["EC2"].as_array().expect("an array");
        cells.iter().filter(|cell| cell["requirement"] == "instance-role")
    });
    assert!(instance_role.count() > 0);
    let tested: Vec<_> = rules
        .iter()
        .flat_map(|rule| rule["launchTypes"].as_object().expect("an object").values())
        .flat_map(|cells| cells.as_array().expect("an array"))
        .filter_map(|cell| cell.pointer("/when/0"))
        .collect();
    assert!(!tested.is_empty(), "no cell has a test");
    for test in tested {
        assert!(!test["value"].as_str().expect("a name").is_empty(), "{test}");
        assert!(!test["is"].as_array().expect("an array").is_empty(), "{test}");
    }
}
