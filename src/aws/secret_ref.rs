//! Where a secret comes from: `valueFrom` and `credentialsParameter`.
//!
//! Source: the ECS agent's `taskresource/ssmsecret` and `taskresource/asmsecret`.

use super::arn::{self, Arn, ArnParse};
use super::{Classification, account, partition, place, tokens};
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
/// `whole-secret` and `part-of-secret`; and, besides, `malformed`, or `versioned` where that is only likely.
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
        ArnParse::Unknown => with_open_parts(value, Truth::Unknown),
        ArnParse::Arn(arn) if place_error(&arn).is_some() => {
            malformed(place_error(&arn).unwrap_or_default())
        }
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
        ArnParse::NotAnArn if !tokens::made_of(value, is_of_secret_name) => {
            malformed("it contains a character that is not allowed in the name of a secret")
        }
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
        ArnParse::Unknown => with_open_parts(value, Truth::False),
        ArnParse::Arn(arn) if place_error(&arn).is_some() => {
            malformed(place_error(&arn).unwrap_or_default())
        }
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

/// What is known about a value that starts with a placeholder: `${Arn}:key::` has an ARN and a key, and so is
/// certainly a secret; `parameter` says how far it may be a parameter otherwise.
fn with_open_parts<'s>(value: &Text<'s>, parameter: Truth) -> Classification<'s> {
    let may_be_name = value.starts_with("arn:") == Truth::Unknown;
    let fields = value.split(':', usize::MAX);
    match fields.as_slice() {
        [arn, tail @ ..] if may_be_name && tail.len() == 3 => with_key(arn, tail),
        fields => {
            let classification = all_unknown(parameter, Truth::Unknown)
                .with_kind("bare", Truth::possible(may_be_name));
            match fields {
                [_] => classification.with_part("resource", value.clone()),
                _ => classification,
            }
        }
    }
}

/// A secret by its ARN, which is not shown, with the three fields that pick a part of it.
fn with_key<'s>(arn: &Text<'s>, tail: &[Text<'s>]) -> Classification<'s> {
    let has_literal = tail.iter().any(|field| tokens::literals(field).next().is_some());
    let is_part = if has_literal {
        Truth::True
    } else {
        Truth::possible(tail.iter().any(|field| !field.is_empty()))
    };
    let classification = Classification::default()
        .with_kind("secret", Truth::True)
        .with_kind("part-of-secret", is_part)
        .with_kind("whole-secret", !is_part)
        .with_kind("malformed", Truth::Unknown)
        .with_part("resource", arn.clone());
    match tail.first().filter(|key| !key.is_empty()) {
        Some(key) => classification.with_part("json-key", key.clone()),
        None => classification,
    }
}

/// What is wrong with the Region or the account of an ARN. A public parameter has no account.
fn place_error(arn: &Arn<'_>) -> Option<String> {
    let is_of_store =
        ["ssm", "secretsmanager"].map(|it| arn.service.equals(it)).contains(&Truth::True);
    if !is_of_store {
        return None;
    }
    if let Some(error) = arn.partition_error() {
        return Some(error);
    }
    if let Some(error) = place::region_error(&arn.region) {
        return Some(error);
    }
    let has_none = arn.account.is_empty() && arn.service.equals("ssm") == Truth::True;
    let is_wrong = !has_none && account::is_account(&arn.account) == Truth::False;
    is_wrong.then(|| format!("`{}` is not a 12-digit account ID", arn.account))
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
    let Some((name, version)) = value.split_once(':') else {
        return if tokens::made_of(value, is_of_parameter_name) {
            with_parameter_name(classification, &tokens::without_leading_slash(value))
        } else {
            malformed("it contains a character that is not allowed in the name of a parameter")
        };
    };
    if version.split(':', usize::MAX).len() == 3 {
        return malformed("only a secret has a JSON key, and it must be written as its whole ARN");
    }
    if name.is_empty() || !tokens::made_of(&name, is_of_parameter_name) {
        return malformed("the name of a parameter cannot contain a colon");
    }
    with_parameter_name(classification, &tokens::without_leading_slash(&name))
        .with_kind("malformed", Truth::True)
        .with_error(NO_VERSION)
}

/// Source: containers-roadmap#859, about names.
const NO_VERSION: &str = "ECS accepts neither a version nor a label of a parameter after a colon";

fn is_of_parameter_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '/')
}

fn is_of_secret_name(c: char) -> bool {
    is_of_parameter_name(c) || matches!(c, '+' | '=' | '@')
}

/// Whether a text is a parameter or a secret without a doubt, so that nothing has to be read.
pub fn is_plain_value_from(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("arn:aws") else {
        return is_plain_name(text);
    };
    let mut fields = rest.splitn(5, [':']);
    let (Some(partition), Some(service), Some(region), Some(id), Some(resource)) =
        (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return false;
    };
    let place = partition.bytes().all(|it| it.is_ascii_lowercase() || it == b'-')
        && partition::looks_like_region(region)
        && account::is_id(id);
    place
        && match service {
            "ssm" => resource.strip_prefix("parameter/").is_some_and(is_plain_name),
            "secretsmanager" => resource.strip_prefix("secret:").is_some_and(is_plain_secret),
            _ => false,
        }
}

/// A name without a doubt: no placeholder, no word in capitals.
pub(super) fn is_plain_name(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| is_of_parameter_name(byte.into()))
        && !tokens::has_double_underscore(text)
        && !tokens::says_placeholder(text)
}

fn is_plain_secret(resource: &str) -> bool {
    let (mut colons, mut before) = (0, b':');
    if resource.starts_with(':') {
        return false;
    }
    for byte in resource.bytes() {
        colons += usize::from(byte == b':');
        let is_mark = byte == b'_' && before == b'_';
        if is_mark || byte != b':' && !is_of_secret_name(byte.into()) {
            return false;
        }
        before = byte;
    }
    !resource.is_empty() && matches!(colons, 0 | 3)
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
            let name = tokens::without_leading_slash(&name);
            match name.split_once(':') {
                // What is known of names is only likely of ARNs.
                Some((name, _)) => with_parameter_name(classification, &name)
                    .with_kind("versioned", Truth::True)
                    .with_error(NO_VERSION),
                None => with_parameter_name(classification, &name),
            }
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
