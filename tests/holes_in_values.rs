//! Filling a placeholder only settles what was unknown: true stays true, false stays false, for every reader.

use needs_exec_role::aws::{
    Classification, credential_spec, fargate_sizes, image, os_family, role_arn, s3_object,
    secret_ref,
};
use needs_exec_role::base::text::{Placeholder, PlaceholderKind, Spelling, Text};
use needs_exec_role::base::truth::Truth;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::select;
use std::borrow::Cow;

type Reader = for<'a> fn(&'a Text<'static>) -> Classification<'static>;

/// A piece of a value, and from which byte on a placeholder stands for it.
#[derive(Clone, Debug)]
struct Part {
    value: String,
    placeholder_from: Option<usize>,
}

/// A text that is never undecided: a separator, or an account of the wrong length.
fn fixed(value: impl Into<String>) -> Part {
    Part { value: value.into(), placeholder_from: None }
}

/// One of `values`, as it is, or undecided, or undecided from its middle on.
fn piece(values: &'static [&'static str]) -> impl Strategy<Value = Part> {
    (select(values), 0..4_usize).prop_map(|(value, choice)| Part {
        value: value.to_owned(),
        placeholder_from: match choice {
            // A placeholder stands for some text, and for none with a blank in it.
            _ if value.is_empty() || value.contains(' ') => None,
            0 => Some(0),
            1 => Some(value.len() / 2),
            _ => None,
        },
    })
}

fn account() -> impl Strategy<Value = Part> {
    let bad = select(&["12345678901", "1234567890123", ""][..]).prop_map(fixed);
    prop_oneof![3 => piece(&["123456789012", "ACCOUNT_ID", "XXXXXXXXXXXX"]), 1 => bad]
}

fn region() -> impl Strategy<Value = Part> {
    piece(&["us-east-1", "us-gov-west-1", "cn-north-1", "REGION", "aws_region", "r"])
}

fn name() -> impl Strategy<Value = Part> {
    piece(&["app", "team-app", "db-AbC123", "App", "a.env", "x_y", "aws", "64"])
}

fn ecr_image() -> impl Strategy<Value = Vec<Part>> {
    let service = piece(&["dkr.ecr", "dkr-ecr", "dkr.ecr-fips", "ecr", "dkr.s3"]);
    let suffix =
        piece(&["amazonaws.com", "on.aws", "amazonaws.com.cn", "amazonaws.com.evil.example"]);
    let mark = select(&[":", "@", "/"][..]).prop_map(fixed);
    let end = piece(&["", "v1", "x y", "More"]);
    (account(), service, region(), suffix, name(), mark, end).prop_map(|(a, s, r, x, n, m, e)| {
        // A word is only an account where a literal service follows it.
        let is_word = a.value.contains('_') || a.value.contains('X');
        let s = if is_word { fixed(s.value) } else { s };
        vec![a, fixed("."), s, fixed("."), r, fixed("."), x, fixed("/"), n, m, e]
    })
}

fn other_image() -> impl Strategy<Value = Vec<Part>> {
    let host = piece(&[
        "public.ecr.aws/",
        "ecr-public.aws.com/",
        "docker.io/",
        "myorg/",
        "localhost:5000/",
        "",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/",
    ]);
    let tag = piece(&["latest", "v1.2", "x y"]);
    (host, name(), tag).prop_map(|(mut host, n, t)| {
        // The slash itself stays, or the whole of what precedes the name would be one placeholder.
        let slash = host.value.pop().map(|slash| fixed(slash.to_string()));
        host.placeholder_from =
            host.placeholder_from.filter(|&from| from == 0 && !host.value.is_empty());
        std::iter::once(host).chain(slash).chain([n, fixed(":"), t]).collect()
    })
}

fn arn() -> impl Strategy<Value = Vec<Part>> {
    let service = piece(&["ssm", "secretsmanager", "s3", "iam", "sts", "kms"]);
    let place = prop_oneof![region().boxed(), Just(fixed("")).boxed()];
    let kind =
        piece(&["parameter", "secret", "role", "policy", "bucket", "accesspoint", "assumed-role"]);
    let mark = select(&["/", ":"][..]).prop_map(fixed);
    let end =
        piece(&["", ":key::", ":::", ":key", "/b/c.env", "/x", "/aws-service-role/s/x", " z"]);
    let prefix =
        piece(&["", "credentialspec:", "credentialspecdomainless:", "domainlesscredentialspec:"]);
    let prefix = prop_oneof![4 => Just(fixed("")), 1 => prefix];
    let partition = piece(&["aws", "aws-cn"]);
    let head = (prefix, piece(&["arn"]), partition, service);
    (head, place, account(), kind, mark, name(), end).prop_map(|(head, r, a, k, m, n, e)| {
        let (prefix, arn, partition, service) = head;
        // What holds separators is left as it is: in a field, a placeholder is a part of that field.
        let (prefix, end) = (fixed(prefix.value), fixed(e.value));
        let colon = || fixed(":");
        let place = [partition, colon(), service, colon(), r, colon(), a, colon()];
        let resource = [k, m, n, end];
        [prefix, arn, colon()].into_iter().chain(place).chain(resource).collect()
    })
}

fn plain() -> impl Strategy<Value = Vec<Part>> {
    let start =
        piece(&["/", "s3://", "https://", "file://", "credentialspec:", "label:", "", "x y"]);
    (start, name(), name()).prop_map(|(start, a, b)| vec![fixed(start.value), a, fixed("/"), b])
}

fn value() -> impl Strategy<Value = Vec<Part>> {
    prop_oneof![3 => ecr_image(), 2 => other_image(), 4 => arn(), 1 => plain()]
}

fn placeholder() -> Placeholder<'static> {
    Placeholder::new(PlaceholderKind::SourceText, Cow::Borrowed("${X}"), Cow::Borrowed("X"))
}

fn with_placeholders(parts: &[Part]) -> Text<'static> {
    let mut text = Text::default();
    for part in parts {
        let from = part.placeholder_from.unwrap_or(part.value.len());
        let literal = part.value.get(..from).unwrap_or_default();
        text.push_text(&Text::read(literal, Spelling::Identifier).into_owned());
        if part.placeholder_from.is_some() {
            text.push_placeholder(placeholder());
        }
    }
    text
}

fn filled(parts: &[Part]) -> Text<'static> {
    let value: String = parts.iter().map(|part| part.value.as_str()).collect();
    Text::read(&value, Spelling::Identifier).into_owned()
}

/// Each reader with its kinds. `unresolved` is omitted: it tests whether there is a placeholder.
fn readers() -> [(Reader, &'static [&'static str]); 7] {
    let values: &[&str] = &[
        "parameter",
        "secret",
        "bare",
        "reference",
        "whole-secret",
        "part-of-secret",
        "malformed",
    ];
    [
        (|text| image::read(text), &["ecr", "ecr-public", "other", "malformed"]),
        (|text| secret_ref::read_value_from(text), values),
        (|text| secret_ref::read_secret(text), values),
        (|text| s3_object::read(text), &["object", "malformed", "env-file"]),
        (
            |text| credential_spec::read(text),
            &["joined", "domainless", "other", "s3", "ssm", "file", "malformed"],
        ),
        (|text| role_arn::read(text), &["role", "invalid"]),
        (|text| os_family::read(text), &["windows", "linux"]),
    ]
}

fn assert_only_settled(open: &Text<'static>, filled: &Text<'static>) {
    for (index, (read, kinds)) in readers().into_iter().enumerate() {
        let (before, after) = (read(open), read(filled));
        for kind in kinds {
            let (before, after) = (before.is(kind), after.is(kind));
            let flipped = before != Truth::Unknown && after != Truth::Unknown && before != after;
            assert!(
                !flipped,
                "reader {index}, {kind}: {before:?} of {open}, {after:?} of {filled}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..Default::default() })]

    #[test]
    fn filling_only_settles(parts in value()) {
        assert_only_settled(&with_placeholders(&parts), &filled(&parts));
    }

    #[test]
    fn a_whole_value_may_become_anything(parts in value()) {
        let value = filled(&parts);
        if !value.is_empty() {
            assert_only_settled(&Text::placeholder(placeholder()), &value);
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(any_text in any::<String>(), likely in "[arns3:/.@${}<>%\\[\\]x1 -]{0,60}") {
        for value in [any_text, likely] {
            let text = Text::read(&value, Spelling::Identifier).into_owned();
            for (read, kinds) in readers() {
                let classification = read(&text);
                assert!(kinds.iter().all(|kind| classification.is(kind) <= Truth::True));
            }
            fargate_sizes::accepts(&text, &text);
        }
    }
}
