//! Where a secret comes from: `valueFrom` and `credentialsParameter`.
//!
//! Source: the ECS agent's `taskresource/ssmsecret` and `taskresource/asmsecret`.

use super::Classification;
use super::arn::{self, Arn, ArnParse};
use super::tokens;
use crate::base::text::Text;
use crate::base::truth::Truth;
use std::borrow::Cow;

/// The kinds that a value may be of.
pub const KINDS: &[&str] =
    &["parameter", "secret", "bare", "whole-secret", "part-of-secret", "reference", "malformed"];

/// The parts that a value may have.
pub const PARTS: &[&str] =
    &["partition", "region", "account", "name", "secret", "json-key", "referenced", "resource"];

/// A parameter under this name stands for the secret that the rest names.
const REFERENCE: &str = "aws/reference/secretsmanager/";

/// Reads the `valueFrom` of a secret or a secret option, or the `credentialsParameter` of a volume.
///
/// Kinds: `parameter` (of SSM: by ARN, or by what is not an ARN) or `secret` (of Secrets Manager, by ARN),
/// going by the service alone; `bare` (a name); `reference` (a parameter that stands for a secret);
/// `whole-secret` and `part-of-secret`; and, besides, `malformed`.
/// Parts: `partition`, `region`, `account`, `name` (without a leading slash), `secret` (the id as a policy
/// names it), `json-key`, `referenced`, and `resource`: the ARN without the tail that picks a part, also
/// where a placeholder stands for it.
pub fn read_value_from<'s>(value: &Text<'s>) -> Classification<'s> {
    if value.is_empty() {
        return malformed("it is empty");
    }
    match Arn::read(value) {
        ArnParse::NotAnArn => parameter_by_name(value),
        ArnParse::Malformed => malformed(arn::TOO_FEW_FIELDS),
        ArnParse::Unknown => with_open_parts(all_unknown(Truth::Unknown, Truth::Unknown), value),
        ArnParse::Arn(arn) => {
            match (arn.service.equals("ssm"), arn.service.equals("secretsmanager")) {
                (Truth::True, _) => parameter_by_arn(value, &arn),
                (_, Truth::True) => secret_by_arn(value, &arn),
                (Truth::False, Truth::False) => malformed(format!(
                    "it is the ARN of another service, `{}`: expected ssm or secretsmanager",
                    arn.service
                )),
                (parameter, secret) => with_place(all_unknown(parameter, secret), &arn),
            }
        }
    }
}

/// Reads the `credentialsParameter` of `repositoryCredentials`: the ARN of a secret, or its name.
///
/// Kinds and parts as in [`read_value_from`], but that what is not an ARN is the name of a `secret`.
pub fn read_secret<'s>(value: &Text<'s>) -> Classification<'s> {
    if value.is_empty() {
        return malformed("it is empty");
    }
    match Arn::read(value) {
        ArnParse::NotAnArn => {
            let mut secret = value.clone();
            secret.push_literal(Cow::Borrowed(ANY_SUFFIX));
            Classification::default()
                .with_kind("secret", Truth::True)
                .with_kind("bare", Truth::True)
                .with_kind("whole-secret", Truth::True)
                .with_part("name", value.clone())
                .with_part("secret", secret)
        }
        ArnParse::Malformed => malformed(arn::TOO_FEW_FIELDS),
        ArnParse::Unknown => with_open_parts(all_unknown(Truth::False, Truth::Unknown), value),
        ArnParse::Arn(arn) => match arn.service.equals("secretsmanager") {
            Truth::True => secret_by_arn(value, &arn),
            Truth::Unknown => with_place(all_unknown(Truth::False, Truth::Unknown), &arn),
            Truth::False => {
                malformed(format!("it is the ARN of another service, `{}`", arn.service))
            }
        },
    }
}

/// Secrets Manager ends every ARN in a hyphen and six characters of its own.
const ANY_SUFFIX: &str = "-??????";

fn malformed<'s>(error: impl Into<String>) -> Classification<'s> {
    Classification::default().with_kind("malformed", Truth::True).with_error(error)
}

/// Every kind is open, as far as a parameter or a secret is possible.
fn all_unknown<'s>(parameter: Truth, secret: Truth) -> Classification<'s> {
    Classification::default()
        .with_kind("parameter", parameter)
        .with_kind("reference", parameter)
        .with_kind("secret", secret)
        .with_kind("whole-secret", secret)
        .with_kind("part-of-secret", secret)
        .with_kind("malformed", Truth::Unknown)
}

/// What is known about a value that starts with a placeholder: `${Arn}:key::` has an ARN and a key.
fn with_open_parts<'s>(classification: Classification<'s>, value: &Text<'s>) -> Classification<'s> {
    let may_be_name = value.starts_with("arn:") == Truth::Unknown;
    let classification = classification.with_kind("bare", Truth::possible(may_be_name));
    let fields = value.split(':', usize::MAX);
    match fields.as_slice() {
        [_] => classification.with_part("resource", value.clone()),
        [arn, key, _, _] if key.is_empty() => classification.with_part("resource", arn.clone()),
        [arn, key, _, _] => {
            classification.with_part("resource", arn.clone()).with_part("json-key", key.clone())
        }
        _ => classification,
    }
}

fn with_place<'s>(classification: Classification<'s>, arn: &Arn<'s>) -> Classification<'s> {
    classification
        .with_part("partition", arn.partition.clone())
        .with_part("region", arn.region.clone())
        .with_part("account", arn.account.clone())
}

fn parameter_by_name<'s>(value: &Text<'s>) -> Classification<'s> {
    let classification = Classification::default()
        .with_kind("parameter", Truth::True)
        .with_kind("bare", Truth::True);
    with_parameter_name(classification, &tokens::without_leading_slash(value))
}

fn parameter_by_arn<'s>(value: &Text<'s>, arn: &Arn<'s>) -> Classification<'s> {
    let classification = with_place(Classification::default(), arn)
        .with_kind("parameter", Truth::True)
        .with_part("resource", value.clone());
    match arn.resource.starts_with("parameter/") {
        Truth::False => classification
            .with_kind("malformed", Truth::True)
            .with_error("it is an ARN of SSM whose resource does not begin with parameter/"),
        Truth::Unknown => {
            let classification = classification.with_kind("malformed", Truth::Unknown);
            // `parameter${Name}`: the placeholder brings the slash along.
            match tokens::strip_prefix(&arn.resource, "parameter") {
                Some(name) => with_parameter_name(classification, &name),
                None => classification.with_kind("reference", Truth::Unknown),
            }
        }
        Truth::True => {
            let name = tokens::strip_prefix(&arn.resource, "parameter/").unwrap_or_default();
            with_parameter_name(classification, &tokens::without_leading_slash(&name))
        }
    }
}

fn with_parameter_name<'s>(
    classification: Classification<'s>,
    name: &Text<'s>,
) -> Classification<'s> {
    let reference = is_reference(name);
    let classification =
        classification.with_part("name", name.clone()).with_kind("reference", reference);
    match tokens::strip_prefix(name, REFERENCE) {
        Some(secret) => classification.with_part("referenced", secret),
        None => classification,
    }
}

/// Whether a name is below [`REFERENCE`]. A placeholder between slashes is one step of the path; one at the
/// end may bring more of them.
fn is_reference(name: &Text<'_>) -> Truth {
    let steps = name.split('/', usize::MAX);
    let mut expected = REFERENCE.trim_end_matches('/').split('/');
    let mut truth = Truth::True;
    for (index, step) in steps.iter().enumerate() {
        if index + 1 == steps.len() && step.has_placeholders() && truth != Truth::False {
            // Nothing is left to compare, or the placeholder must hold it.
            let Some(next) = expected.next() else { return truth };
            return Truth::possible(next.starts_with(tokens::head(step)));
        }
        match expected.next() {
            Some(literal) => truth = truth.and(step.equals(literal)),
            None => return truth,
        }
    }
    Truth::False
}

fn secret_by_arn<'s>(value: &Text<'s>, arn: &Arn<'s>) -> Classification<'s> {
    let classification =
        with_place(Classification::default(), arn).with_kind("secret", Truth::True);
    let fields = arn.resource.split(':', usize::MAX);
    let is_secret = fields.first().map_or(Truth::False, |first| first.equals("secret"));
    let error = match fields.as_slice() {
        _ if is_secret == Truth::False => "its resource does not begin with secret:",
        [_, id, ..] if id.is_empty() => "it has no secret name",
        [_, id] if is_secret == Truth::True => {
            return with_secret(classification, value, arn, id, None);
        }
        [_, id, tail @ ..] if tail.len() == 3 && is_secret == Truth::True => {
            return with_secret(classification, value, arn, id, Some(tail));
        }
        // A placeholder may contain what is missing.
        _ if fields.len() <= 5 && arn.resource.has_placeholders() => {
            return ["whole-secret", "part-of-secret", "malformed"]
                .into_iter()
                .fold(classification, |classification, kind| {
                    classification.with_kind(kind, Truth::Unknown)
                });
        }
        _ => {
            "after the secret, expected either nothing or all three of \
             :json-key:version-stage:version-id, each of which may be empty"
        }
    };
    classification.with_kind("malformed", Truth::True).with_error(error)
}

fn with_secret<'s>(
    classification: Classification<'s>,
    value: &Text<'s>,
    arn: &Arn<'s>,
    id: &Text<'s>,
    tail: Option<&[Text<'s>]>,
) -> Classification<'s> {
    let is_whole = tail.is_none_or(|tail| tail.iter().all(Text::is_empty));
    let secret = id_in_policy(id);
    // As it is written, it names the secret just so: most do.
    let is_resource = tail.is_none() && secret == *id && !value.has_placeholders();
    let has_words = arn.region.has_placeholders() || arn.account.has_placeholders();
    let resource =
        if is_resource && !has_words { value.clone() } else { secret_arn(arn, secret.clone()) };
    let classification = classification
        .with_kind("whole-secret", Truth::known(is_whole))
        .with_kind("part-of-secret", Truth::known(!is_whole))
        .with_part("name", id.clone())
        .with_part("secret", secret)
        .with_part("resource", resource);
    match tail.unwrap_or_default().first().filter(|key| !key.is_empty()) {
        Some(key) => classification.with_part("json-key", key.clone()),
        None => classification,
    }
}

fn secret_arn<'s>(arn: &Arn<'s>, secret: Text<'s>) -> Text<'s> {
    let resource = Text::join(&[Text::literal("secret"), secret], ':');
    Arn { resource, ..arn.clone() }.to_text()
}

/// The id of a secret as a policy names it: with the suffix it has, or with `?` for each character of it.
fn id_in_policy<'s>(id: &Text<'s>) -> Text<'s> {
    let tail = tokens::tail(id);
    let has_suffix = tail.rsplit_once('-').is_some_and(|(_, suffix)| {
        // A template does not show the characters of a secret that it makes.
        let is_made = suffix == "??????";
        is_made || suffix.len() == 6 && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let mut id = id.clone();
    if !tail.is_empty() && !has_suffix {
        id.push_literal(Cow::Borrowed(ANY_SUFFIX));
    }
    id
}

#[cfg(test)]
#[path = "secret_ref_tests.rs"]
mod tests;
