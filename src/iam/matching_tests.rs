//! Wildcards against text, with and without placeholders.

use super::matching::Glob;
use crate::base::text::{Spelling, Text};
use crate::base::truth::Truth::{self, False, True, Unknown};

fn glob(text: &str) -> Glob {
    Glob::pattern(&Text::read(text, Spelling::Anywhere))
}

fn arn(pattern: &str, value: &str) -> Truth {
    glob(pattern).matches_arn(&glob(value))
}

#[test]
fn stars_and_question_marks() {
    for (pattern, value, expected) in [
        ("*", "", True),
        ("", "", True),
        ("", "a", False),
        ("?", "", False),
        ("?", "é", True),
        ("a*b*c", "aXbXbc", True),
        ("a*b*c", "aXbX", False),
        ("*ab", "aab", True),
        ("a?c", "abc", True),
        ("a?c", "abbc", False),
        ("**", "x", True),
        ("a", "A", False),
    ] {
        let value = Glob::exact(&Text::literal(value));
        assert_eq!(glob(pattern).matches(&value), expected, "{pattern} {value:?}");
    }
}

#[test]
fn an_escaped_star_is_one() {
    let star = Glob::exact(&Text::literal("db*"));
    assert_eq!(star.matches(&Glob::exact(&Text::literal("db-x"))), False);
    assert_eq!(star.matches(&Glob::exact(&Text::literal("db*"))), True);
}

#[test]
fn a_star_stays_in_its_field_and_crosses_the_colons_of_the_last() {
    const LOGS: &str = "arn:aws:logs:us-west-2:1:log-group";
    for (pattern, value, expected) in [
        (format!("{LOGS}:/a:*"), format!("{LOGS}:/a:log-stream:x/y"), True),
        (format!("{LOGS}:/a"), format!("{LOGS}:/a:log-stream:x"), False),
        (format!("{LOGS}:/a/*"), format!("{LOGS}:/a:log-stream:x"), False),
        ("arn:aws:logs:*:log-group:/a".into(), format!("{LOGS}:/a"), False),
        ("arn:*:*:*:*:*".into(), format!("{LOGS}:/a"), True),
        ("arn:aws:s3:::b*".into(), "arn:aws:s3:::b/c/d".into(), True),
        ("arn:aws:s3:::b".into(), "arn:aws:s3:::b/c".into(), False),
        ("arn:aws:ssm::1:x".into(), "arn:aws:ssm:us-west-2:1:x".into(), False),
        ("*".into(), "*".into(), True),
        ("arn:*:*:*:*:*".into(), "*".into(), False),
        ("arn:aws:ecr:*:*:repository/*".into(), "*".into(), False),
    ] {
        assert_eq!(arn(&pattern, &value), expected, "{pattern} {value}");
    }
}

#[test]
fn placeholders_on_either_side() {
    const ECR: &str = "arn:aws:ecr:us-west-2:1:repository";
    for (pattern, value, expected) in [
        ("arn:aws:ecr:*:1:repository/*", "arn:aws:ecr:${R}:1:repository/${N}", True),
        ("arn:aws:ecr:us-west-2:1:repository/a", "arn:aws:ecr:${R}:1:repository/a", Unknown),
        ("arn:aws:ecr:us-west-2:1:repository/a", "arn:aws:ecr:${R}:1:repository/b", False),
        ("arn:aws:ecr:${R}:1:repository/a", "arn:aws:ecr:${R}:1:repository/a", True),
        ("arn:aws:ecr:${R}:1:repository/a", "arn:aws:ecr:${S}:1:repository/a", Unknown),
        ("arn:aws:ecr:${R}:1:repository/a", "arn:aws:ecr:us-west-2:1:repository/a", Unknown),
        ("${ARN}", "${ARN}", True),
        ("${ARN}/*", "${ARN}/x", True),
        ("${ARN}/*", "${ARN}:x", False),
        ("${ARN}:*", "${ARN}:a:b", Unknown),
        ("${ARN}", "arn:aws:s3:::b", Unknown),
        ("*", "${ARN}", True),
        ("arn:aws:s3:::b", "${ARN}", Unknown),
        ("arn:aws:s3:::b", "x${ARN}", False),
    ] {
        assert_eq!(arn(pattern, value), expected, "{pattern} {value}");
    }
    let placeholder = format!("{ECR}/${{N}}-x");
    for (pattern, expected) in
        [("/*-x", True), ("/a-?", Unknown), ("/a-y", False), ("/?*", True), ("/a*", Unknown)]
    {
        let expected = if pattern == "/?*" { Unknown } else { expected };
        assert_eq!(arn(&format!("{ECR}{pattern}"), &placeholder), expected, "{pattern}");
    }
}

#[test]
fn what_no_file_shows_of_a_needed_resource() {
    const SECRET: &str = "arn:aws:secretsmanager:us-west-2:1:secret";
    for (pattern, expected) in [
        (":db-??????", True),
        (":db-*", True),
        (":db-AbCdEf", Unknown),
        (":db", False),
        (":db-?????", False),
        (":db-???????", False),
        (":web-??????", False),
    ] {
        let need = glob(&format!("{SECRET}:db-??????"));
        assert_eq!(glob(&format!("{SECRET}{pattern}")).matches_arn(&need), expected, "{pattern}");
    }
}
