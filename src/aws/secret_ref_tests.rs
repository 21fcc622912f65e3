//! Tests of references to secrets: tables.

use super::{is_plain_value_from, read_secret, read_value_from};
use crate::aws::Classification;
use crate::base::text::{Spelling, Text};
use crate::base::truth::Truth::{self, False, True, Unknown};

const SECRET: &str = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";

fn read(value: &str) -> Classification<'_> {
    read_value_from(&Text::read(value, Spelling::Identifier))
}

fn part(classification: &Classification<'_>, part: &str) -> Option<String> {
    classification.part(part).map(ToString::to_string)
}

fn assert_kinds(classification: &Classification<'_>, expected: &[(&str, Truth)], value: &str) {
    for &(kind, truth) in expected {
        assert_eq!(classification.is(kind), truth, "{kind} of {value}");
    }
}

#[test]
fn parameters() {
    for (value, bare, name) in [
        ("db-password", True, "db-password"),
        ("/app/db", True, "app/db"),
        ("prefix/${X}", True, "prefix/${X}"),
        ("arn:aws:ssm:us-east-1:123456789012:parameter/app/db", False, "app/db"),
        ("arn:aws:ssm:us-east-1:123456789012:parameter//app/db", False, "app/db"),
        ("arn:aws:ssm:REGION:ACCOUNT_ID:parameter/x", False, "x"),
        ("arn:aws:ssm:${R}:${A}:parameter${Name}", False, "${Name}"),
    ] {
        let classification = read(value);
        assert_kinds(
            &classification,
            &[("parameter", True), ("bare", bare), ("secret", False)],
            value,
        );
        assert_eq!(part(&classification, "name").as_deref(), Some(name), "{value}");
    }
}

#[test]
fn references_to_secrets() {
    for (value, reference) in [
        ("/aws/reference/secretsmanager/db", True),
        ("/aws/reference/secretsmanager/${X}", True),
        ("arn:aws:ssm:us-east-1:123456789012:parameter/aws/reference/secretsmanager/db", True),
        ("/aws/reference/other/db", False),
        ("/aws/reference/secretsmanager", False),
        ("/app/${X}", False),
        ("/${ENV}/db", False),
        ("/${X}", Unknown),
        ("/aws/${X}", Unknown),
        ("/aws/ref${X}", Unknown),
        ("/aws/${X}/secretsmanager/db", Unknown),
        ("${X}", Unknown),
    ] {
        assert_eq!(read(value).is("reference"), reference, "{value}");
    }
    let classification = read("/aws/reference/secretsmanager/team/${X}");
    assert_eq!(part(&classification, "referenced").as_deref(), Some("team/${X}"));
}

#[test]
fn secrets_whole_and_in_part() {
    for (id, whole, secret, key) in [
        ("db-AbC123", True, "db-AbC123", None),
        ("db", True, "db-??????", None),
        ("${Id}", True, "${Id}", None),
        ("${Id}-x", True, "${Id}-x-??????", None),
        ("db-AbC123:::", True, "db-AbC123", None),
        ("db-AbC123:password::", False, "db-AbC123", Some("password")),
        ("db:${KEY}::", False, "db-??????", Some("${KEY}")),
        ("db::AWSCURRENT:", False, "db-??????", None),
    ] {
        let value = format!("{SECRET}{id}");
        let classification = read(&value);
        let part_of = if whole == True { False } else { True };
        let kinds = [("secret", True), ("parameter", False), ("malformed", False), ("bare", False)];
        assert_kinds(&classification, &kinds, &value);
        assert_kinds(
            &classification,
            &[("whole-secret", whole), ("part-of-secret", part_of)],
            &value,
        );
        assert_eq!(part(&classification, "secret").as_deref(), Some(secret), "{value}");
        assert_eq!(part(&classification, "resource"), Some(format!("{SECRET}{secret}")), "{value}");
        assert_eq!(part(&classification, "json-key").as_deref(), key, "{value}");
    }
    let value = "arn:aws:secretsmanager:REGION:ACCOUNT_ID:secret:x";
    let classification = read(value);
    assert!(classification.part("account").is_some_and(Text::has_placeholders));
    assert!(classification.part("region").is_some_and(Text::has_placeholders));
}

#[test]
fn what_names_nothing() {
    for value in [
        "",
        "arn:aws:s3:::bucket/key",
        "arn:aws:ssm:x",
        "arn:aws:ssm:us-east-1:123456789012:document/x",
        "arn:aws:ssm:us-east-1:123456789012:parameter",
        "arn:aws:secretsmanager:us-east-1:123456789012:db",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:x:key",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:x:key:",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:x:key:::",
        "arn:aws:secretsmanager:us-east-1:${A}:secret:x:${KEY}:a:b:c",
        "arn:aws:secretsmanager:us-east-1:12345678901:secret:x",
        "arn:aws:secretsmanager:us-east-1a:123456789012:secret:x",
        "db:3",
        "/app/db:label",
        "secret:key::",
        "my name",
        "name#1",
    ] {
        let classification = read(value);
        assert_eq!(classification.is("malformed"), True, "{value}");
        assert!(classification.error.is_some(), "{value}");
        assert!(!is_plain_value_from(value), "{value}");
    }
    let classification = read("/app/db:3");
    assert_eq!(part(&classification, "name").as_deref(), Some("app/db"));
    // Of ARNs it is only likely.
    let value = "arn:aws:ssm:us-east-1:123456789012:parameter/app/db:3";
    assert_kinds(
        &read(value),
        &[("parameter", True), ("versioned", True), ("malformed", False)],
        value,
    );
}

#[test]
fn what_a_placeholder_leaves_open() {
    let kinds = [("parameter", Unknown), ("secret", Unknown), ("malformed", Unknown)];
    for value in ["${ARN}", "arn:aws:${SVC}:us-east-1:1:x", "${ARN}:key", "arn:${X}", "${P}/x"] {
        assert_kinds(&read(value), &kinds, value);
    }
    assert_eq!(read("${ARN}").is("bare"), Unknown);
    assert_eq!(read("arn:${X}").is("bare"), False);
    assert_eq!(part(&read("${ARN}"), "resource").as_deref(), Some("${ARN}"));
    assert_eq!(part(&read("${ARN}:key::"), "resource").as_deref(), Some("${ARN}"));
    assert_eq!(part(&read("${ARN}:key::"), "json-key").as_deref(), Some("key"));
    for (value, part_of) in
        [("${ARN}:key::", True), ("${ARN}:::", False), ("${ARN}:${KEY}::", Unknown)]
    {
        let kinds = [("secret", True), ("parameter", False), ("part-of-secret", part_of)];
        assert_kinds(&read(value), &kinds, value);
    }
    let value = format!("{SECRET}x:${{TAIL}}");
    let kinds = [("secret", True), ("whole-secret", Unknown), ("malformed", Unknown)];
    assert_kinds(&read(&value), &kinds, &value);
}

#[test]
fn registry_credentials() {
    for (value, secret, bare, malformed) in [
        ("arn:aws:secretsmanager:us-east-1:123456789012:secret:x-AbC123", True, False, False),
        ("dockerhub-secret", True, True, False),
        ("team/${X}", True, True, False),
        ("${X}", Unknown, Unknown, Unknown),
        ("arn:aws:${S}:r:a:secret:x", Unknown, False, Unknown),
        ("arn:aws:ssm:us-east-1:123456789012:parameter/x", False, False, True),
        ("arn:aws", False, False, True),
        ("", False, False, True),
    ] {
        let classification = read_secret(&Text::read(value, Spelling::Identifier));
        let kinds = [("secret", secret), ("bare", bare), ("malformed", malformed)];
        assert_kinds(&classification, &kinds, value);
        assert_eq!(classification.is("parameter"), False, "{value}");
    }
    // A name that ends like an ARN does is still a name.
    let classification = read_secret(&Text::literal("dockerhub-secret"));
    assert_eq!(part(&classification, "secret").as_deref(), Some("dockerhub-secret-??????"));
}
