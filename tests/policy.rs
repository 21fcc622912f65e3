//! `policy` and `role`: what holds for any requirements. What is printed for some is in `fixtures/policy`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod common;

use common::run_all;
use needs_exec_role::base::text::{Spelling, Text};
use needs_exec_role::iam::generate::{Choice, Generated, PolicyStatement, generate};
use needs_exec_role::iam::permission::{Necessity, RequiredPermission};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;
use std::fs;

/// Runs a command whose words that end in `.json` are fixtures.
fn run_in_fixtures(command: &str) -> (i32, String, String) {
    let place = |word: &str| match word.strip_suffix(".json") {
        Some(_) => format!("fixtures/policy/{word}"),
        None => word.to_owned(),
    };
    let words: Vec<_> = command.split(' ').map(place).collect();
    run_all(&words.iter().map(String::as_str).collect::<Vec<_>>(), b"")
}

#[test]
fn the_order_of_the_files_changes_nothing() {
    let (_, one, _) = run_in_fixtures("policy web.json holes.json china.json");
    let (_, other, _) = run_in_fixtures("policy china.json holes.json web.json holes.json");
    assert_eq!(one, other);
}

#[test]
fn the_answer_goes_to_a_file_where_one_is_named() {
    let path = std::env::temp_dir().join(format!("policy-{}.txt", std::process::id()));
    let named = path.to_string_lossy();
    let (code, out, _) = run_in_fixtures(&format!("policy web.json -o {named}"));
    let written = fs::read_to_string(&path).expect("the file");
    fs::remove_file(&path).expect("removed");
    let expected = fs::read_to_string("fixtures/policy/web.stdout").expect("the fixture");
    assert_eq!((code, out.as_str(), written), (0, "", expected));
}

proptest! {
    #[test]
    fn each_need_is_granted_and_nothing_else(wanted in needs()) {
        let generated = generate(&wanted, &Choice::default());
        let (granted, left): (Vec<_>, Vec<_>) =
            wanted.iter().partition(|want| !matches!(want.necessity, Necessity::Conditional(_)));
        for want in &granted {
            prop_assert!(allows(&generated.policy.statements, want), "{:?}", want);
        }
        for want in left {
            let told = generated.left_out.contains(want);
            prop_assert!(told || allows(&generated.policy.statements, want));
        }
        for statement in &generated.policy.statements {
            for (action, resource) in pairs(statement) {
                let is_wanted = |want: &&&RequiredPermission<'_>| want.action == action && want.resource.to_string() == resource;
                prop_assert!(granted.iter().any(|want| is_wanted(&want)), "{action} {resource}");
            }
        }
    }

    #[test]
    fn nothing_can_be_taken_away(wanted in needs()) {
        let Generated { policy, .. } = generate(&wanted, &Choice::default());
        for (index, statement) in policy.statements.iter().enumerate() {
            for (action, resource) in pairs(statement) {
                let mut others = policy.statements.clone();
                others.remove(index);
                for (one, other) in pairs(statement).filter(|pair| *pair != (action, resource.clone())) {
                    let resources = vec![Text::read(&other, Spelling::Identifier).into_owned()];
                    others.push(PolicyStatement { actions: vec![one.to_owned()], resources, ..statement.clone() });
                }
                let fails = wanted.iter().any(|want| !matches!(want.necessity, Necessity::Conditional(_)) && !allows(&others, want));
                prop_assert!(fails, "{action} on {resource} is for nothing");
            }
        }
    }

    #[test]
    fn the_order_of_the_needs_changes_nothing(wanted in needs(), scope in select(vec!["exact", "folder", "account"])) {
        let mut choice = Choice::default();
        choice.scope.add(scope).expect("a level");
        let policy = generate(&wanted, &choice).policy;
        let turned: Vec<_> = wanted.iter().rev().chain(&wanted).cloned().collect();
        prop_assert_eq!(&generate(&turned, &choice).policy, &policy);
        // What is as wide as asked for already stays as it is.
        let again: Vec<_> = policy.statements.iter().flat_map(needs_of).collect();
        prop_assert_eq!(generate(&again, &choice).policy, policy);
    }

    #[test]
    fn wider_levels_grant_what_narrower_ones_do(wanted in needs()) {
        for scope in ["folder", "account", "any"] {
            let mut choice = Choice { include: vec!["all".to_owned()], ..Choice::default() };
            choice.scope.add(scope).expect("a level");
            let policy = generate(&wanted, &choice).policy;
            for want in &wanted {
                prop_assert!(allows(&policy.statements, want), "{scope}: {want:?}");
            }
        }
    }
}

/// Whether some statement allows a requirement: written anew, on the printed strings, so that it shares no mistake
/// with the generator.
fn allows(statements: &[PolicyStatement], want: &RequiredPermission<'_>) -> bool {
    let wanted = want.resource.to_string();
    let region = wanted.split(':').nth(3).unwrap_or_default();
    let via = want.via.as_ref().map(|service| format!("{service}.{region}.amazonaws.com"));
    statements.iter().any(|statement| {
        let condition = statement.conditions.iter().all(|condition| {
            condition.key == "kms:ViaService"
                && condition.operator == "StringEquals"
                && condition.values.iter().any(|value| Some(value.to_string()) == via)
        });
        condition
            && statement.actions.iter().any(|action| *action == want.action)
            && statement
                .resources
                .iter()
                .any(|it| is_like(it.to_string().as_bytes(), wanted.as_bytes()))
    })
}

fn is_like(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) => (0..=text.len()).any(|skip| is_like(rest, &text[skip..])),
        (Some((b'?', rest)), Some((_, tail))) => is_like(rest, tail),
        (Some((one, rest)), Some((other, tail))) => one == other && is_like(rest, tail),
        _ => false,
    }
}

fn pairs(statement: &PolicyStatement) -> impl Iterator<Item = (&str, String)> {
    statement.actions.iter().flat_map(|action| {
        statement.resources.iter().map(move |resource| (action.as_str(), resource.to_string()))
    })
}

fn needs_of(statement: &PolicyStatement) -> Vec<RequiredPermission<'static>> {
    let via = statement.conditions.first().map(|condition| {
        let value = condition.values[0].to_string();
        value.split('.').next().expect("a service").to_owned()
    });
    let need = |(action, resource): (&str, String)| RequiredPermission {
        rule: "again".into(),
        action: action.to_owned().into(),
        resource: Text::read(&resource, Spelling::Identifier).into_owned(),
        necessity: Necessity::Required,
        via: via.clone().map(Into::into),
        alternative: None,
    };
    pairs(statement).map(need).collect()
}

fn needs() -> impl Strategy<Value = Vec<RequiredPermission<'static>>> {
    proptest::collection::vec(need(), 0..12)
}

fn need() -> impl Strategy<Value = RequiredPermission<'static>> {
    let kinds = select(vec![
        ("ecr:BatchGetImage", "ecr", "repository/"),
        ("ecr:GetDownloadUrlForLayer", "ecr", "repository/"),
        ("logs:PutLogEvents", "logs", "log-group:"),
        ("secretsmanager:GetSecretValue", "secretsmanager", "secret:"),
        ("ssm:GetParameters", "ssm", "parameter/"),
        ("kms:Decrypt", "kms", "key/"),
        ("fsx:DescribeFileSystems", "fsx", ""),
    ]);
    let place =
        select(vec!["eu-west-1:111122223333", "us-east-1:111122223333", "${REGION}:<account>"]);
    let name = select(vec!["a", "a/b", "a/*", "a-??????", "${NAME}", "a/${NAME}", "*"]);
    let necessity = select(vec![
        Necessity::Required,
        Necessity::Documented,
        Necessity::Conditional("so".to_owned()),
    ]);
    let via = select(vec!["ssm", "secretsmanager"]);
    (kinds, place, name, necessity, via, any::<bool>()).prop_map(
        |((action, service, kind), place, name, necessity, via, streams)| {
            let ending = if service == "logs" && streams { ":*" } else { "" };
            let resource = match service {
                "fsx" => "*".to_owned(),
                _ => format!("arn:aws:{service}:{place}:{kind}{name}{ending}"),
            };
            RequiredPermission {
                rule: "some-rule".into(),
                action: action.into(),
                resource: Text::read(&resource, Spelling::Identifier).into_owned(),
                necessity,
                via: (service == "kms").then(|| via.into()),
                alternative: None,
            }
        },
    )
}
