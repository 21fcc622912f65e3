//! Tests of decisions and the statements that make them, of conditions, variables, and the keys of a call.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails may say so by a panic"
)]

use super::context::{Context, EcsCall, of_call};
use super::document::{Document, Kind, Uncertainty};
use super::evaluate::{
    Decision, DeniedBy, Mismatch, Policies, PolicyKind, PolicySource, Request, ResourceSide,
    evaluate,
};
use super::principal::Caller;
use super::read::read;
use super::trust::{self, TrustDecision};
use crate::aws::launch_type::LaunchType;
use crate::base::text::{Spelling, Text};
use crate::base::truth::Truth;
use crate::syntax::json;

const DB: &str = "arn:aws:secretsmanager:us-west-2:111122223333:secret:db-AbCdEf";

fn document(statements: &str, kind: Kind) -> Document {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    read(&json::read(&text).documents[0], kind).document
}

fn decide(
    identity: &[&Document],
    boundary: Option<PolicySource<'_>>,
    context: &Context,
) -> Decision {
    let role = Text::literal("arn:aws:iam::111122223333:role/exec");
    let resource = Text::literal(DB);
    let caller = Caller::Role(Some(role));
    let request = Request::new("secretsmanager:GetSecretValue", &resource, caller, context);
    let identity = identity.iter().map(|it| PolicySource::Document(it)).collect();
    evaluate(&request, &Policies { identity, boundary, resource: None })
}

fn short(decision: &Decision) -> &'static str {
    match decision {
        Decision::Allow { .. } => "allow",
        Decision::DenyByDefault { .. } => "default",
        Decision::ExplicitDeny { .. } => "deny",
        Decision::Unknown { .. } => "unknown",
    }
}

/// What an allow statement under a condition comes to.
fn under(condition: &str, context: &Context) -> &'static str {
    let statement =
        format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{{condition}}}}}"#);
    short(&decide(&[&document(&statement, Kind::Identity)], None, context))
}

#[test]
fn the_statement_that_decides_is_named() {
    let allow = document(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#, Kind::Identity);
    let deny = document(
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"secretsmanager:*","Resource":"*"}"#,
        Kind::Identity,
    );
    let near = document(
        r#"{"Effect":"Allow","Action":"secretsmanager:*","Resource":"arn:aws:secretsmanager:us-west-2:111122223333:secret:db"}"#,
        Kind::Identity,
    );
    let open = Context::default();
    let Decision::ExplicitDeny { by } = decide(&[&allow, &deny], None, &open) else { panic!() };
    assert_eq!((by.policy, by.statement), (PolicyKind::Identity(1), 1));
    let Decision::DenyByDefault { denied_by, near_miss } = decide(&[&near], None, &open) else {
        panic!()
    };
    assert_eq!(
        (denied_by, near_miss.map(|it| it.mismatch)),
        (DeniedBy::Identity, Some(Mismatch::Resource))
    );
    let boundary = Some(PolicySource::Document(&near));
    let Decision::DenyByDefault { denied_by, .. } = decide(&[&allow], boundary, &open) else {
        panic!()
    };
    assert!(
        matches!(denied_by, DeniedBy::Boundary(Some(place)) if place.policy == PolicyKind::Identity(0))
    );
    let missing = Some(PolicySource::NotAtHand("limit"));
    let Decision::Unknown { uncertainties, .. } = decide(&[&allow], missing, &open) else {
        panic!()
    };
    assert_eq!(uncertainties, [Uncertainty::NotAtHand("limit".to_owned())]);
}

#[test]
fn a_resource_in_an_unknown_account_is_settled_only_where_both_cases_agree() {
    let allows = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
    let names_the_role = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/exec"},"Action":"*","Resource":"*"}"#;
    let context = Context::default();
    for (identity, resource, expected) in [
        (allows, names_the_role, "allow"),
        (allows, "", "unknown"),
        ("", names_the_role, "unknown"),
        ("", "", "default"),
    ] {
        let own = document(identity, Kind::Identity);
        let document = document(resource, Kind::Resource);
        let side =
            ResourceSide { document: &document, other_account: Truth::Unknown, is_key: false };
        let policies = Policies {
            identity: vec![PolicySource::Document(&own)],
            boundary: None,
            resource: Some(side),
        };
        let secret = Text::literal(DB);
        let caller = Caller::Role(Some(Text::literal("arn:aws:iam::111122223333:role/exec")));
        let request = Request::new("secretsmanager:GetSecretValue", &secret, caller, &context);
        let decision = evaluate(&request, &policies);
        assert_eq!(short(&decision), expected, "{identity} and {resource}");
    }
}

#[test]
fn what_is_malformed_neither_allows_nor_denies() {
    for (statement, expected) in [
        (r#"{"Effect":"allow","Action":"*","Resource":"*"}"#, "unknown"),
        (r#"{"Effect":"allow","Action":"s3:*","Resource":"*"}"#, "default"),
        (r#"{"Effect":"Allow","Action":"*"}"#, "unknown"),
        (r#"{"Effect":"Deny","Action":"*"}"#, "default"),
        (
            r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*"}"#,
            "unknown",
        ),
        (r#"{"Effect":"Allow","Action":"*","Resource":"*"},7"#, "unknown"),
    ] {
        let own = document(statement, Kind::Identity);
        assert_eq!(short(&decide(&[&own], None, &Context::default())), expected, "{statement}");
    }
}

#[test]
fn conditions_with_the_key_without_it_and_unknown() {
    let with = Context::default().with("a:k", Text::literal("x"));
    let without = Context::default().without("a:k");
    let unknown = Context::default();
    for (condition, expected) in [
        (r#""StringEquals":{"a:k":"x"}"#, ["allow", "default", "unknown"]),
        (r#""StringEquals":{"A:K":["y","x"]}"#, ["allow", "default", "unknown"]),
        (r#""StringNotEquals":{"a:k":["y","x"]}"#, ["default", "allow", "unknown"]),
        (r#""StringEqualsIfExists":{"a:k":"y"}"#, ["default", "allow", "unknown"]),
        (r#""StringEquals":{"a:k":"*"}"#, ["default", "default", "unknown"]),
        (r#""StringLike":{"a:k":"*"}"#, ["allow", "default", "unknown"]),
        (r#""StringLikeIfExists":{"a:k":"*"}"#, ["allow", "allow", "allow"]),
        (r#""StringEqualsIgnoreCase":{"a:k":"X"}"#, ["allow", "default", "unknown"]),
        (r#""Null":{"a:k":"true"}"#, ["default", "allow", "unknown"]),
        (r#""Null":{"a:k":false}"#, ["allow", "default", "unknown"]),
        (r#""ForAllValues:StringEquals":{"a:k":"x"}"#, ["allow", "allow", "unknown"]),
        (r#""ForAllValues:StringEquals":{"a:k":"y"}"#, ["default", "allow", "unknown"]),
        (r#""ForAnyValue:StringEquals":{"a:k":"x"}"#, ["allow", "default", "unknown"]),
        (r#""ForAnyValue:StringNotEquals":{"a:k":"y"}"#, ["allow", "default", "unknown"]),
        (r#""StringEquals":{"a:k":[]}"#, ["default", "default", "default"]),
        (r#""NumericLessThan":{"a:k":"5"}"#, ["unknown", "default", "unknown"]),
        (r#""StringEquals":{"a:k":"y","a:other":"z"}"#, ["default", "default", "unknown"]),
        ("", ["allow", "allow", "allow"]),
    ] {
        let found = [&with, &without, &unknown].map(|context| under(condition, context));
        assert_eq!(found, expected, "{condition}");
    }
}

#[test]
fn several_values_of_one_key() {
    let both = ["x", "y"].map(Text::literal).to_vec();
    let context = Context::default().with_values("a:k", both);
    for (condition, expected) in [
        (r#""ForAllValues:StringEquals":{"a:k":["x","y","z"]}"#, "allow"),
        (r#""ForAllValues:StringEquals":{"a:k":"x"}"#, "default"),
        (r#""ForAnyValue:StringEquals":{"a:k":"x"}"#, "allow"),
        (r#""ForAnyValue:StringNotEquals":{"a:k":"x"}"#, "allow"),
        (r#""ForAllValues:StringNotEquals":{"a:k":"x"}"#, "default"),
        (r#""StringEquals":{"a:k":"x"}"#, "unknown"),
        (r#""StringEquals":{"a:k":"z"}"#, "default"),
    ] {
        assert_eq!(under(condition, &context), expected, "{condition}");
    }
}

#[test]
fn variables_in_resources() {
    let of = |version: &str, name: &str| {
        let text = format!(
            r#"{{"Version":"{version}","Statement":{{"Effect":"Allow","Action":"*","Resource":"arn:aws:secretsmanager:us-west-2:111122223333:secret:{name}"}}}}"#
        );
        read(&json::read(&text).documents[0], Kind::Identity).document
    };
    let tagged = Context::default().with("aws:PrincipalTag/app", Text::literal("db"));
    let star = Context::default().with("aws:PrincipalTag/app", Text::literal("*"));
    let bare = Context::default().without("aws:PrincipalTag/*").without("aws:username");
    let unknown = Context::default();
    let name = "${aws:PrincipalTag/app}-*";
    for (version, name, context, expected) in [
        ("2012-10-17", name, &tagged, "allow"),
        ("2012-10-17", name, &star, "default"),
        ("2012-10-17", name, &bare, "default"),
        ("2012-10-17", name, &unknown, "unknown"),
        ("2008-10-17", name, &tagged, "default"),
        ("2012-10-17", "${aws:PrincipalTag/app, 'db'}-*", &bare, "allow"),
        ("2012-10-17", "${aws:PrincipalTag/app, 'db'}-*", &unknown, "unknown"),
        ("2012-10-17", "${aws:username}*", &bare, "default"),
        ("2012-10-17", "web-${aws:PrincipalTag/app}", &unknown, "default"),
        ("2012-10-17", "d${?}-AbCdEf", &bare, "default"),
        ("2012-10-17", "db-${*}", &bare, "default"),
    ] {
        let found = decide(&[&of(version, name)], None, context);
        assert_eq!(short(&found), expected, "{version} {name} {context:?}");
    }
    let Decision::Unknown { uncertainties, .. } =
        decide(&[&of("2012-10-17", name)], None, &unknown)
    else {
        panic!()
    };
    assert_eq!(uncertainties, [Uncertainty::Key("aws:PrincipalTag/app".to_owned())]);
}

#[test]
fn the_keys_of_a_call() {
    let key = Text::read("arn:aws:kms:${Region}:111122223333:key/x", Spelling::Anywhere);
    let call = EcsCall {
        role: Some(Text::literal("arn:aws:iam::111122223333:role/exec")),
        tags: Some(vec![("app".to_owned(), "db".to_owned())]),
        via: Some("secretsmanager"),
        subject: Some(Text::literal(DB)),
        ..EcsCall::default()
    };
    let context = of_call("kms:Decrypt", &key, &call);
    for (condition, expected) in [
        (r#""StringEquals":{"kms:ViaService":"ssm.us-west-2.amazonaws.com"}"#, "default"),
        (
            r#""StringEquals":{"kms:ViaService":"secretsmanager.us-west-2.amazonaws.com"}"#,
            "unknown",
        ),
        (r#""StringLike":{"kms:ViaService":"secretsmanager.*.amazonaws.com"}"#, "allow"),
        (
            r#""StringLike":{"kms:EncryptionContext:SecretARN":"arn:aws:secretsmanager:*:secret:db-*"}"#,
            "allow",
        ),
        (r#""StringEquals":{"aws:PrincipalAccount":"111122223333"}"#, "allow"),
        (r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/ex*"}"#, "allow"),
        (r#""ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/ex*"}"#, "default"),
        (r#""StringEquals":{"aws:PrincipalTag/app":"db"}"#, "allow"),
        (r#""StringEquals":{"aws:PrincipalTag/other":"db"}"#, "default"),
        (r#""Bool":{"aws:SecureTransport":"false"}"#, "default"),
        (r#""BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}"#, "allow"),
        (r#""Null":{"aws:CurrentTime":"false"}"#, "allow"),
        (r#""DateLessThan":{"aws:CurrentTime":"2026-01-01"}"#, "unknown"),
        (r#""IpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#, "unknown"),
    ] {
        assert_eq!(under(condition, &context), expected, "{condition}");
    }
}

#[test]
fn the_token_of_ecr_comes_past_any_endpoint_on_fargate() {
    let condition = r#""StringEquals":{"aws:SourceVpce":"vpce-1"}"#;
    for (launch_type, action, expected) in [
        (LaunchType::Fargate, "ecr:GetAuthorizationToken", "default"),
        (LaunchType::Fargate, "ecr:BatchGetImage", "unknown"),
        (LaunchType::Ec2, "ecr:GetAuthorizationToken", "unknown"),
    ] {
        let call = EcsCall { launch_type: Some(launch_type), ..EcsCall::default() };
        let context = of_call(action, &Text::literal("*"), &call);
        assert_eq!(under(condition, &context), expected, "{launch_type:?} {action}");
    }
}

#[test]
fn a_need_for_a_log_group_is_one_for_its_streams() {
    let need = Text::literal("arn:aws:logs:us-west-2:1:log-group:/ecs/app:*");
    let context = Context::default();
    for (suffix, expected) in [
        (":*", "allow"),
        ("", "default"),
        ("/*", "default"),
        (":log-stream:*", "allow"),
        (":log-stream:app/*", "unknown"),
        ("*", "allow"),
    ] {
        let own = document(
            &format!(
                r#"{{"Effect":"Allow","Action":"logs:*","Resource":"arn:aws:logs:us-west-2:1:log-group:/ecs/app{suffix}"}}"#
            ),
            Kind::Identity,
        );
        let request = Request::new("logs:CreateLogStream", &need, Caller::Role(None), &context);
        let policies =
            Policies { identity: vec![PolicySource::Document(&own)], ..Policies::default() };
        assert_eq!(short(&evaluate(&request, &policies)), expected, "{suffix}");
    }
}

#[test]
fn whom_a_role_trusts() {
    let account = Text::literal("111122223333");
    let region = Text::literal("us-west-2");
    let known = trust::context(Some(&Text::literal("aws")), Some(&region), Some(&account));
    let ecs = r#""Principal":{"Service":"ecs-tasks.amazonaws.com"}"#;
    let under = |condition: &str| {
        format!(
            r#"{{"Effect":"Allow",{ecs},"Action":"sts:AssumeRole","Condition":{{{condition}}}}}"#
        )
    };
    let principal = |principal: &str| {
        format!(r#"{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRole"}}"#)
    };
    for (statement, expected) in [
        (principal(r#"{"Service":["ec2.amazonaws.com","ecs-tasks.amazonaws.com"]}"#), "given"),
        (principal(r#"{"Service":"ecs.amazonaws.com"}"#), "missing"),
        (principal(r#"{"Service":"*.amazonaws.com"}"#), "missing"),
        (principal(r#"{"AWS":"arn:aws:iam::111122223333:root"}"#), "missing"),
        (principal(r#"{"Federated":"ecs-tasks.amazonaws.com"}"#), "missing"),
        (principal(r#""*""#), "undecided"),
        (principal(r#"{"AWS":"*"}"#), "undecided"),
        (under(r#""StringEquals":{"aws:SourceAccount":"111122223333"}"#), "given"),
        (under(r#""StringEquals":{"aws:SourceAccount":"999988887777"}"#), "never"),
        (under(r#""ArnLike":{"aws:SourceArn":"arn:aws:ecs:us-west-2:111122223333:*"}"#), "given"),
        (
            under(r#""ArnLike":{"aws:SourceArn":"arn:aws:ecs:us-west-2:111122223333:cluster/c"}"#),
            "never",
        ),
        (
            under(r#""ArnLike":{"aws:SourceArn":"arn:aws:ecs:us-west-2:111122223333:task/c/*"}"#),
            "undecided",
        ),
        (
            under(r#""StringEquals":{"aws:SourceArn":"arn:aws:ecs:us-west-2:111122223333:*"}"#),
            "never",
        ),
        (
            under(
                r#""StringEquals":{"aws:SourceArn":"arn:aws:ecs:us-west-2:111122223333:task/c/*"}"#,
            ),
            "never",
        ),
        (under(r#""StringLike":{"aws:SourceArn":"arn:aws:ecs:us-west-2:*"}"#), "given"),
        (under(r#""StringEquals":{"sts:ExternalId":"x"}"#), "never"),
        (under(r#""StringEquals":{"aws:PrincipalOrgID":"o-1"}"#), "undecided"),
    ] {
        let own = document(&statement, Kind::Trust);
        let found = match trust::trust(&own, &known) {
            TrustDecision::Trusted(_) => "given",
            TrustDecision::Missing => "missing",
            TrustDecision::NeverMatches(..) => "never",
            TrustDecision::Denied(_) => "denied",
            TrustDecision::Undecided { .. } => "undecided",
        };
        assert_eq!(found, expected, "{statement}");
    }
}
