//! The law of placeholders, for templates: giving the parameters of a template only settles what it leaves undecided.
//! Whatever its conditions are, a verdict without them is the one that all of their values agree on.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::{Question, Verdict};
use needs_exec_role::input::inputs::Inputs;
use needs_exec_role::rules::Rules;
use proptest::prelude::{Just, ProptestConfig, Strategy, prop_oneof, proptest};
use proptest::sample::select;
use serde_json::{Value, json};
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// The values that conditions test.
const VALUES: [&str; 3] = ["a", "b", ""];

/// The same, and one that no condition names.
const ALL: [&str; 4] = ["a", "b", "", "z"];

/// A condition over the parameters.
fn condition() -> impl Strategy<Value = Value> {
    let parameter = || select(vec!["P0", "P1", "P2"]).prop_map(|name| json!({ "Ref": name }));
    let text = || {
        prop_oneof![
            parameter(),
            select(VALUES.to_vec()).prop_map(Value::from),
            (parameter(), parameter())
                .prop_map(|(one, other)| json!({ "Fn::Join": ["", [one, other]] })),
            parameter().prop_map(|it| json!({ "Fn::Join": ["-", ["x", it]] })),
            parameter()
                .prop_map(|it| json!({ "Fn::FindInMap": ["M", it, "k", { "DefaultValue": "b" }] })),
            Just(json!("ab")),
            Just(json!("x-a")),
        ]
    };
    let equals = (text(), text()).prop_map(|(one, other)| json!({ "Fn::Equals": [one, other] }));
    let named = select(vec!["C0", "C1"]).prop_map(|name| json!({ "Condition": name }));
    prop_oneof![3 => equals, 1 => named].prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|it| json!({ "Fn::Not": [it] })),
            (inner.clone(), inner.clone())
                .prop_map(|(one, other)| json!({ "Fn::And": [one, other] })),
            (inner.clone(), inner).prop_map(|(one, other)| json!({ "Fn::Or": [one, other] })),
        ]
    })
}

fn template(conditions: &[Value], has_allowed: bool) -> String {
    let parameter = || {
        let mut declared = json!({ "Type": "String" });
        if has_allowed {
            declared["AllowedValues"] = json!(VALUES);
        }
        declared
    };
    let ecr = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app";
    json!({
        "Parameters": { "P0": parameter(), "P1": parameter(), "P2": parameter() },
        "Mappings": { "M": { "a": { "k": "a" }, "b": { "k": "a" }, "": { "k": "b" } } },
        "Conditions": {
            "C0": { "Fn::Equals": [{ "Ref": "P0" }, "a"] },
            "C1": { "Fn::Equals": [{ "Ref": "P1" }, { "Ref": "P2" }] },
            "C2": conditions[0], "C3": conditions[1],
        },
        "Resources": { "Task": { "Type": "AWS::ECS::TaskDefinition", "Properties": {
            "RequiresCompatibilities": ["FARGATE"],
            "ContainerDefinitions": [
                { "Name": "a", "Image": { "Fn::If": ["C2", { "Fn::If": ["C3", ecr, "nginx"] }, "nginx"] } },
                { "Name": "b", "Image": { "Fn::If": ["C1", "nginx", { "Fn::If": ["C0", "redis", { "Fn::If": ["C3", "nginx", ecr] }] }] } },
            ],
        } } },
    })
    .to_string()
}

fn verdict(text: &str, given: &[(&str, &str)]) -> Verdict {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let variables = given.iter().map(owned).collect();
    let inputs = Inputs { variables, ..Inputs::default() };
    let question = Question { inputs, ..Question::default() };
    let source = Source::new("template.json", text);
    analyze(&source, Vec::new(), &RULES, &question, |file| file.task_reports[0].assessment.verdict)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn parameters_only_settle(
        conditions in proptest::collection::vec(condition(), 2),
        has_allowed in proptest::bool::ANY,
    ) {
        let text = template(&conditions, has_allowed);
        let whole = verdict(&text, &[]);
        let mut all = Vec::new();
        let values = if has_allowed { &VALUES[..] } else { &ALL[..] };
        for &one in values {
            let some = verdict(&text, &[("P0", one)]);
            for &other in values {
                for &third in values {
                    let each = verdict(&text, &[("P0", one), ("P1", other), ("P2", third)]);
                    assert_ne!(each, Verdict::Depends, "{one} {other} {third}: {text}");
                    assert!(some == each || some == Verdict::Depends, "{one}: {some:?}, {each:?}: {text}");
                    all.push(each);
                }
            }
        }
        let agreed = all.iter().all(|it| *it == all[0]);
        assert!(whole == Verdict::Depends || (agreed && whole == all[0]), "{whole:?}: {all:?} {text}");
        // Where the values are listed, nothing is undecided that they settle.
        if has_allowed && agreed {
            assert_eq!(whole, all[0], "{text}");
        }
    }
}
