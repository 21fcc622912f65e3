//! The rules of the grammar, one broken at a time.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails may say so by a panic"
)]

use needs_exec_role::analysis::subject::PolicyName;
use needs_exec_role::analysis::{Diagnostic, Subject, What, wording};
use needs_exec_role::base::diagnostic::{BuiltIn, Severity};
use needs_exec_role::iam::document::{Kind, PolicyVersion, Uncertainty};
use needs_exec_role::iam::fault::PolicyDiagnostic;
use needs_exec_role::iam::read::{ParsedPolicy, read};
use needs_exec_role::syntax::json;

fn reading(text: &str, kind: Kind) -> ParsedPolicy {
    let parsed = json::read(text);
    read(&parsed.documents[0], kind)
}

/// What the program says about a problem of a policy.
fn words(problem: &PolicyDiagnostic) -> (String, Option<String>) {
    let (policy, fault) = (PolicyName::Description("it".to_owned()), problem.subject.clone());
    let found = Subject::new(What::PolicyGrammar { policy, fault });
    let found = Diagnostic::whole(problem.code.clone(), found);
    let message = wording::message(&found, &[]);
    (message.trim_start_matches("it: ").to_owned(), wording::help(&found))
}

fn told(text: &str, kind: Kind) -> Vec<(Severity, String, String)> {
    let place = |problem: &PolicyDiagnostic| {
        text.get(problem.span().expect("a place").range()).unwrap_or_default().to_owned()
    };
    let problems = reading(text, kind).problems;
    let is_whole =
        |it: &PolicyDiagnostic| it.code.is(BuiltIn::PolicyMalformed) && words(it).1.is_some();
    assert!(problems.iter().all(is_whole));
    problems.iter().map(|it| (it.severity, words(it).0, place(it))).collect()
}

/// The first problem with a statement, and what is at its place.
fn first(statement: &str, kind: Kind) -> Option<(Severity, String, String)> {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
    told(&text, kind).into_iter().next()
}

#[test]
fn each_rule_of_an_identity_policy() {
    const REST: &str = r#""Action":"ecr:*","Resource":"*""#;
    for (statement, message, place) in [
        (format!(r#"{{"Effect":"allow",{REST}}}"#), "found `allow`", "\"allow\""),
        (format!("{{{REST}}}"), "no Effect", ""),
        (r#"{"Effect":"Allow","Resource":"*"}"#.into(), "neither Action nor NotAction", ""),
        (r#"{"Effect":"Allow","Action":"ecr:*"}"#.into(), "neither Resource nor", ""),
        (
            format!(r#"{{"Effect":"Allow",{REST},"NotAction":"a:b"}}"#),
            "both Action",
            "\"NotAction\"",
        ),
        (format!(r#"{{"Effect":"Allow",{REST},"NotResource":"*"}}"#), "both Resource", ""),
        (
            format!(r#"{{"Effect":"Allow",{REST},"Principal":"*"}}"#),
            "cannot have Principal",
            "\"Principal\"",
        ),
        (format!(r#"{{"Effect":"Allow",{REST},"condition":{{}}}}"#), "no element `condition`", ""),
        (format!(r#"{{"Effect":"Allow",{REST},"Sid":"a b"}}"#), "the Sid `a b`", "\"a b\""),
        (
            format!(r#"{{"Effect":"Allow",{REST},"Effect":"Deny"}}"#),
            "duplicate element `Effect`",
            "",
        ),
        (
            r#"{"Effect":"Allow","Action":"GetObject","Resource":"*"}"#.into(),
            "the service prefix is missing",
            "",
        ),
        (r#"{"Effect":"Allow","Action":7,"Resource":"*"}"#.into(), "expected strings", "7"),
        (
            r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:b"}"#.into(),
            "fewer than the six fields",
            "\"arn:aws:s3:b\"",
        ),
        (r#"{"Effect":"Allow","Action":"s3:*","Resource":"bucket"}"#.into(), "neither an ARN", ""),
        (
            format!(r#"{{"Effect":"Allow",{REST},"Condition":{{"StringEqual":{{}}}}}}"#),
            "unknown condition operator `StringEqual`",
            "\"StringEqual\"",
        ),
        (format!(r#"{{"Effect":"Allow",{REST},"Condition":[]}}"#), "expected an object", "[]"),
        ("7".into(), "expected an object for the statement", "7"),
    ] {
        let (severity, said, stands) = first(&statement, Kind::Identity).expect(&statement);
        assert_eq!(severity, Severity::Error, "{statement}");
        assert!(said.contains(message), "{statement}: {said}");
        assert!(place.is_empty() || stands == place, "{statement}: {stands}");
    }
}

#[test]
fn near_misses_get_a_name() {
    let text = r#"{"Statement":[{"Effect":"Allow","action":"s3:*","Resource":"*"}]}"#;
    let problems = reading(text, Kind::Identity).problems;
    let helps: Vec<_> = problems.iter().filter_map(|it| words(it).1).collect();
    assert!(helps.iter().any(|help| help.contains("write `Action`")), "{helps:?}");
}

#[test]
fn each_rule_of_a_trust_policy() {
    const ECS: &str = r#""Principal":{"Service":"ecs-tasks.amazonaws.com"}"#;
    for (statement, message) in [
        (
            format!(r#"{{"Effect":"Allow",{ECS},"Action":"sts:AssumeRole","Resource":"*"}}"#),
            "cannot have Resource",
        ),
        (r#"{"Effect":"Allow","Action":"sts:AssumeRole"}"#.into(), "no Principal"),
        (
            r#"{"Effect":"Allow","NotPrincipal":{"AWS":"1"},"Action":"sts:AssumeRole"}"#.into(),
            "cannot have NotPrincipal",
        ),
        (format!(r#"{{"Effect":"Allow",{ECS},"Action":"ecr:*"}}"#), "only STS actions"),
        (
            r#"{"Effect":"Allow","Principal":{"service":"x"},"Action":"sts:*"}"#.into(),
            "principal type `service`",
        ),
        (
            r#"{"Effect":"Allow","Principal":"ecs","Action":"sts:*"}"#.into(),
            "expected an object or",
        ),
    ] {
        let (severity, said, _) = first(&statement, Kind::Trust).expect(&statement);
        assert!(severity == Severity::Error && said.contains(message), "{statement}: {said}");
    }
}

#[test]
fn what_iam_takes_is_no_error() {
    for (statement, most) in [
        (r#"{"Sid":"","Effect":"Allow","Action":["*"],"Resource":["*"]}"#, None),
        (r#"{"Effect":"Allow","Action":"*:GetSecretValue","Resource":"arn:*:*:*:*:*"}"#, None),
        (r#"{"Effect":"Allow","Action":[],"Resource":"*"}"#, Some(Severity::Note)),
        (
            r#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":true}}}"#,
            None,
        ),
        (
            r#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"a:b":"x*"}}}"#,
            Some(Severity::Warning),
        ),
        (
            r#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"DateLessThan":{"a:b":"soon"}}}"#,
            Some(Severity::Warning),
        ),
        (
            r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:${aws:RequestedRegion}::b"}"#,
            Some(Severity::Warning),
        ),
    ] {
        let found = first(statement, Kind::Identity).map(|(severity, _, _)| severity);
        assert_eq!(found, most, "{statement}");
    }
}

#[test]
fn the_document_as_a_whole() {
    for (text, message) in [
        ("[]", "expected an object for the policy document, found an array"),
        ("{}", "has no Statement"),
        (r#"{"Version":"2012-10-18","Statement":[]}"#, "unknown version `2012-10-18`"),
        (r#"{"statement":[]}"#, "no element `statement`"),
        (r#""not a policy""#, "contains no policy document"),
        (r#""{\"Statement\": [}""#, "is not JSON"),
        (r#""%7B%2""#, "contains no policy document"),
        (
            r#"{"Statement":[{"Sid":"A","Effect":"Deny","Action":"a:b","Resource":"*"},{"Sid":"A","Effect":"Deny","Action":"a:b","Resource":"*"}]}"#,
            "duplicate Sid `A`",
        ),
    ] {
        let told = told(text, Kind::Identity);
        assert!(told.iter().any(|(_, said, _)| said.contains(message)), "{text}: {told:?}");
    }
}

#[test]
fn strings_and_percent_encoded_strings() {
    let plain =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
    let quoted = serde_json::to_string(plain).expect("a string");
    let encoded = plain.replace('{', "%7B").replace('"', "%22").replace(':', "%3A");
    for text in [plain, &quoted, &format!("\"{encoded}\"")] {
        let reading = reading(text, Kind::Identity);
        assert_eq!(reading.problems, [], "{text}");
        assert_eq!(reading.document.version, PolicyVersion::Current, "{text}");
        assert_eq!(reading.document.statements.len(), 1, "{text}");
        let span = reading.document.statements[0].span;
        assert!(text == plain || span.len() == text.len(), "{text}: {span:?}");
    }
}

#[test]
fn reading_goes_on_after_what_is_wrong() {
    let text = r#"{"Version":"2012-10-17","Statement":[{"Effect":"allow","Action":"s3:*","Resource":"*"},{"Effect":"Allow","Action":"s3:*","Resource":"*"},{{ more }}]}"#;
    let statements = reading(text, Kind::Identity).document.statements;
    let uncertainties: Vec<_> = statements.iter().map(|it| it.uncertainty.clone()).collect();
    assert!(
        matches!(
            uncertainties.as_slice(),
            [Some(Uncertainty::Malformed(_)), None, Some(Uncertainty::Open(_))]
        ),
        "{uncertainties:?}"
    );
}
