//! What the evaluator owes its reader, whatever the policies: statements only add in their own direction,
//! and what is decided stays so once the placeholders are filled.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails may say so by a panic"
)]

use needs_exec_role::base::text::{Piece, Spelling, Text};
use needs_exec_role::base::truth::Truth;
use needs_exec_role::iam::document::Kind;
use needs_exec_role::iam::evaluate::PolicySource;
use needs_exec_role::iam::principal::Caller;
use needs_exec_role::iam::{Context, Decision, Glob, Policies, Request, evaluate, read, trust};
use needs_exec_role::syntax::json;
use proptest::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Allow,
    Deny,
    Unknown,
}

fn verdict(statements: &[String], boundary: &[String], resource: &Text<'_>) -> Verdict {
    let text =
        |list: &[String]| format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, list.join(","));
    let (own, limit) = (text(statements), text(boundary));
    let document = |text: &str| {
        let parsed = json::read(text);
        read(&parsed.documents[0], Kind::Identity).document
    };
    let (own, limit) = (document(&own), document(&limit));
    let role = Text::literal("arn:aws:iam::111122223333:role/exec");
    let context = Context::default()
        .with("aws:PrincipalArn", role.clone())
        .with("aws:RequestedRegion", Text::literal("us-west-2"))
        .without("aws:username");
    let request = Request::new("ssm:GetParameters", resource, Caller::Role(Some(role)), &context);
    let policies = Policies {
        identity: vec![PolicySource::Document(&own)],
        boundary: (!boundary.is_empty()).then_some(PolicySource::Document(&limit)),
        resource: None,
    };
    match evaluate(&request, &policies) {
        Decision::Allow { .. } => Verdict::Allow,
        Decision::DenyByDefault { .. } | Decision::ExplicitDeny { .. } => Verdict::Deny,
        Decision::Unknown { uncertainties, .. } => {
            assert!(!uncertainties.is_empty(), "unknown, and nothing is said to be");
            Verdict::Unknown
        }
    }
}

fn statement(effect: &'static str) -> impl Strategy<Value = String> {
    let action = prop::sample::select(vec![
        r#""Action":"*""#,
        r#""Action":"ssm:*""#,
        r#""Action":["ssm:getparameters","ecr:*"]"#,
        r#""Action":"ssm:GetParameter""#,
        r#""NotAction":"iam:*""#,
        r#""NotAction":"ssm:Get*""#,
    ]);
    let resource = prop::sample::select(vec![
        r#""Resource":"*""#,
        r#""Resource":"arn:aws:ssm:*:*:parameter/*""#,
        r#""Resource":"arn:aws:ssm:us-west-2:111122223333:parameter/app/db""#,
        r#""Resource":"arn:aws:ssm:us-west-2:111122223333:parameter/a*b""#,
        r#""Resource":"arn:aws:ssm:us-west-2:111122223333:parameter/${aws:username}/*""#,
        r#""Resource":"arn:aws:ssm:us-west-2:111122223333:parameter/${aws:PrincipalTag/app}""#,
        r#""NotResource":"arn:aws:ssm:us-west-2:111122223333:parameter/app/*""#,
        r#""NotResource":"arn:aws:s3:::*""#,
        r#""Resource":"arn:aws:ssm""#,
    ]);
    let condition = prop::sample::select(vec![
        "",
        r#","Condition":{"StringEquals":{"aws:RequestedRegion":"us-west-2"}}"#,
        r#","Condition":{"StringNotEquals":{"aws:RequestedRegion":["us-west-2","us-east-1"]}}"#,
        r#","Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1"}}"#,
        r#","Condition":{"StringLikeIfExists":{"aws:SourceVpce":"*"}}"#,
        r#","Condition":{"Null":{"aws:username":"true"}}"#,
        r#","Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":["a"]}}"#,
        r#","Condition":{"StringEqual":{"aws:TagKeys":["a"]}}"#,
    ]);
    (action, resource, condition).prop_map(move |(action, resource, condition)| {
        format!(r#"{{"Effect":"{effect}",{action},{resource}{condition}}}"#)
    })
}

fn any_statement() -> impl Strategy<Value = String> {
    prop_oneof![3 => statement("Allow"), 1 => statement("Deny")]
}

fn statements() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(any_statement(), 0..5)
}

fn resource() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "arn:aws:ssm:us-west-2:111122223333:parameter/app/db",
        "arn:aws:ssm:us-west-2:111122223333:parameter/${X}",
        "arn:aws:ssm:${R}:${A}:parameter/a${X}b",
        "arn:${P}:ssm:us-west-2:${A}:parameter/${X}${X}",
        "${ARN}",
        "*",
    ])
    .prop_map(str::to_owned)
}

/// Short texts of few letters, so that patterns and values meet often; some of them are ARNs. A placeholder at
/// the start may be a whole ARN; the others stand for text without colons.
fn shape() -> impl Strategy<Value = String> {
    let piece =
        prop::sample::select(vec!["a", "b", "/", "*", "?", "${X}", "${Y}", "${Z}", ":", "*"]);
    let tail = prop::collection::vec(piece, 0..7).prop_map(|pieces| pieces.concat());
    let head =
        prop::sample::select(vec!["", "arn:aws:a:", "arn:aws:a:${X}:b:", "arn:*:a:*:b:", "${ARN}"]);
    (head, tail).prop_map(|(head, tail)| format!("{head}{tail}"))
}

/// The text with every placeholder filled: the same placeholder with the same text.
fn filled(text: &Text<'_>, filling: impl Fn(&str) -> String) -> Text<'static> {
    let mut whole = Text::default();
    for piece in text.pieces() {
        match piece {
            Piece::Literal(run) => whole.push_literal(run.to_string().into()),
            Piece::Placeholder(placeholder) => {
                whole.push_literal(filling(placeholder.name()).into());
            }
        }
    }
    whole
}

fn fillings() -> impl Strategy<Value = [String; 5]> {
    let word =
        |words: &[&'static str]| prop::sample::select(words.to_vec()).prop_map(str::to_owned);
    let partition = word(&["aws", "aws-cn"]);
    let region = word(&["us-west-2", "eu-west-1"]);
    let account = word(&["111122223333", "999988887777"]);
    let name = word(&["app/db", "b", "pp/d", "", "x", "app", "a:b"]);
    let arn =
        word(&["arn:aws:ssm:us-west-2:111122223333:parameter/app/db", "*", "x", "arn:aws:s3:::b"]);
    (partition, region, account, name, arn).prop_map(|(p, r, a, x, arn)| [p, r, a, x, arn])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_allow_statement_never_takes_away(
        own in statements(), limit in statements(), more in statement("Allow"), resource in resource(),
    ) {
        let resource = Text::read(&resource, Spelling::Anywhere);
        let before = verdict(&own, &limit, &resource);
        let after = verdict(&[own, vec![more]].concat(), &limit, &resource);
        prop_assert!(before != Verdict::Allow || after == Verdict::Allow);
        prop_assert!(before != Verdict::Unknown || after != Verdict::Deny);
    }

    #[test]
    fn a_deny_statement_never_grants(
        own in statements(), limit in statements(), more in statement("Deny"), resource in resource(),
    ) {
        let resource = Text::read(&resource, Spelling::Anywhere);
        let before = verdict(&own, &limit, &resource);
        let after = verdict(&[own, vec![more]].concat(), &limit, &resource);
        prop_assert!(before != Verdict::Deny || after == Verdict::Deny);
        prop_assert!(before != Verdict::Unknown || after != Verdict::Allow);
    }

    #[test]
    fn a_boundary_never_grants(own in statements(), limit in statements(), resource in resource()) {
        let resource = Text::read(&resource, Spelling::Anywhere);
        let before = verdict(&own, &[], &resource);
        let after = verdict(&own, &limit, &resource);
        prop_assert!(before != Verdict::Deny || after == Verdict::Deny);
    }

    #[test]
    fn filling_placeholders_never_flips_what_is_decided(
        own in statements(), limit in statements(), resource in resource(), fill in fillings(),
    ) {
        let open = Text::read(&resource, Spelling::Anywhere);
        let full = filled(&open, |name| {
            let index = ["P", "R", "A", "X", "ARN"].iter().position(|own| *own == name);
            fill[index.expect("a name")].clone()
        });
        let (before, after) = (verdict(&own, &limit, &open), verdict(&own, &limit, &full));
        prop_assert!(before == Verdict::Unknown || before == after, "{open} {before:?}, {full} {after:?}");
    }

    #[test]
    fn filling_the_placeholders_of_both_sides_never_flips_a_match(
        pattern in shape(), value in shape(), fill in prop::collection::vec("[ab]{0,2}(/[ab])?", 3),
        arn in prop::sample::select(vec!["arn:aws:a:b:b:", "arn:aws:a:b:b:a", "arn:aws:a::b:a/b", "a"]),
    ) {
        let text = |shape: &str| Text::read(shape, Spelling::Anywhere).into_owned();
        let full = |text: &Text<'_>| filled(text, |name| {
            let index = ["X", "Y", "Z", "ARN"].iter().position(|own| *own == name);
            fill.get(index.expect("a name")).map_or(arn, String::as_str).to_owned()
        });
        // A `*` in the value is a character: what is not in the files is there as a placeholder.
        let (pattern, value) = (text(&pattern), text(&value.replace(['*', '?'], "a")));
        let (glob, filled_glob) = (Glob::pattern(&pattern), Glob::pattern(&full(&pattern)));
        let (own, filled_own) = (Glob::exact(&value), Glob::exact(&full(&value)));
        let (open, closed) = (glob.matches(&own), filled_glob.matches(&filled_own));
        prop_assert!(open == Truth::Unknown || open == closed, "{pattern} {value}: {open:?} {closed:?}");
        prop_assert!(closed != Truth::Unknown);
        // What is not an ARN once it is filled is a matter of the grammar.
        if [&pattern, &value].iter().all(|text| full(text).to_string().matches(':').count() >= 5) {
            let (open, closed) = (glob.matches_arn(&own), filled_glob.matches_arn(&filled_own));
            prop_assert!(open == Truth::Unknown || open == closed, "{pattern} {value}: {open:?} {closed:?}");
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,200}") {
        hold(&text);
    }

    #[test]
    fn no_change_to_a_document_makes_it_panic(
        own in statements(), at in 0_usize..400, put in ".{0,6}", cut in 0_usize..6,
    ) {
        let mut text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, own.join(","));
        let from = (0..=at.min(text.len())).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0);
        let to = (from..=(from + cut).min(text.len())).rev().find(|it| text.is_char_boundary(*it));
        text.replace_range(from..to.unwrap_or(from), &put);
        hold(&text);
    }
}

/// Reads a text as each kind of document, as it is and as a string, and asks about it.
fn hold(text: &str) {
    let quoted = serde_json::to_string(text).expect("a string");
    for text in [text, &quoted] {
        let parsed = json::read(text);
        for node in &parsed.documents {
            for kind in [Kind::Identity, Kind::Trust, Kind::Resource] {
                let document = read(node, kind).document;
                let context = trust::context(None, None, None);
                let _ = trust::trust(&document, &context);
                let resource = Text::literal("arn:aws:ssm:us-west-2:111122223333:parameter/x");
                let caller = Caller::Role(Some(Text::literal("arn:aws:iam::111122223333:role/x")));
                let request = Request::new("ssm:GetParameters", &resource, caller, &context);
                let sources =
                    vec![PolicySource::Document(&document), PolicySource::NotAtHand("other")];
                let policies = Policies { identity: sources, ..Policies::default() };
                let _ = evaluate(&request, &policies);
            }
        }
    }
}
