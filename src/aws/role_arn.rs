//! Values of `executionRoleArn`: the ARN of a role, or its name.

use super::Classification;
use super::account;
use super::arn::{self, Arn, ArnParse};
use super::tokens;
use crate::base::text::Text;
use crate::base::truth::Truth;

/// IAM's limit on the length of a role's name.
const LONGEST_NAME: usize = 64;

/// Reads the ARN or the name of a role.
///
/// Kinds: `role`, else `invalid`; and `unresolved` where the whole value is one placeholder.
/// Parts: `partition`, `account`, `path` (between the slashes, only where there is one), `name`.
pub fn read<'s>(value: &Text<'s>) -> Classification<'s> {
    let classification = Classification::default()
        .with_kind("unresolved", Truth::known(value.as_placeholder().is_some()));
    match Arn::read(value) {
        ArnParse::Malformed => invalid(classification, arn::TOO_FEW_FIELDS),
        ArnParse::Arn(arn) => read_arn(classification, &arn),
        ArnParse::Unknown if !is_bare_name(value) => open(classification),
        ArnParse::NotAnArn | ArnParse::Unknown => with_name(classification, value, Truth::True),
    }
}

fn read_arn<'s>(classification: Classification<'s>, arn: &Arn<'s>) -> Classification<'s> {
    let is_iam = arn.service.equals("iam");
    let has_account = account::is_account(&arn.account);
    if let Some(error) = arn_error(arn) {
        return invalid(classification, error);
    }
    let classification = classification
        .with_part("partition", arn.partition.clone())
        .with_part("account", arn.account.clone());
    // A placeholder in the Region's place would have to stand for nothing.
    let place = is_iam.and(has_account).and(if arn.region.is_empty() {
        Truth::True
    } else {
        Truth::Unknown
    });
    match tokens::strip_prefix(&arn.resource, "role/") {
        Some(name) => with_name(classification, &name, place),
        None => open(classification),
    }
}

/// Why an ARN is not that of a role, whatever its placeholders are filled with.
fn arn_error(arn: &Arn<'_>) -> Option<String> {
    let kind = tokens::head(&arn.resource).split('/').next().unwrap_or_default();
    let service = arn.service.as_literal().unwrap_or_default();
    let error = match (service, kind) {
        ("sts", "assumed-role") => {
            "it is the ARN of a session (assumed-role): use the ARN of the role, arn:PARTITION:iam::ACCOUNT:role/NAME"
        }
        _ if arn.service.equals("iam") == Truth::False => {
            return Some(format!("it is an ARN of {}, not of iam", arn.service));
        }
        _ if arn.resource.starts_with("role/") != Truth::False => {
            return arn.partition_error().or_else(|| place_error(arn));
        }
        (_, "policy") => "it is the ARN of a policy, not of a role",
        (_, "user") => "it is the ARN of a user, not of a role",
        (_, "group") => "it is the ARN of a group, not of a role",
        (_, "instance-profile") => "it is the ARN of an instance profile, not of a role",
        _ => "it is not the ARN of a role: expected arn:PARTITION:iam::ACCOUNT:role/NAME",
    };
    Some(error.to_owned())
}

fn place_error(arn: &Arn<'_>) -> Option<String> {
    if tokens::literals(&arn.region).next().is_some() {
        return Some("the ARN of a role has no Region: leave that field empty".to_owned());
    }
    let is_wrong = account::is_account(&arn.account) == Truth::False;
    is_wrong.then(|| format!("`{}` is not a 12-digit account ID", arn.account))
}

/// Whether a text is the ARN or the name of a role without a doubt, so that nothing has to be read.
pub fn is_plain(text: &str) -> bool {
    let name = match text.strip_prefix("arn:aws:iam::") {
        Some(rest) => match rest.split_at_checked(12) {
            Some((id, rest)) if account::is_id(id) => rest.strip_prefix(":role/"),
            _ => None,
        },
        None => Some(text),
    };
    name.is_some_and(|name| {
        (1..=LONGEST_NAME).contains(&name.len())
            && name.bytes().all(|it| is_of_name(it.into()) && it != b'@')
            && !tokens::has_double_underscore(name)
            && !tokens::is_capital_word(name)
            && !tokens::says_placeholder(name)
    })
}

/// Continues with a name and the path that may precede it.
fn with_name<'s>(
    classification: Classification<'s>,
    path_and_name: &Text<'s>,
    place: Truth,
) -> Classification<'s> {
    let path_and_name = tokens::without_leading_slash(path_and_name);
    let (path, name) = match path_and_name.rsplit_once('/') {
        Some((path, name)) => (Some(path), name),
        None => (None, path_and_name),
    };
    if let Some(error) = name_error(path.as_ref(), &name) {
        return invalid(classification, error);
    }
    let service_linked = path.as_ref().map_or(Truth::False, is_service_linked);
    if service_linked == Truth::True {
        return invalid(
            classification,
            "it is a service-linked role, which only its own service can assume",
        );
    }
    let is_sure = place == Truth::True && service_linked == Truth::False;
    let classification =
        if is_sure { classification.with_kind("role", Truth::True) } else { open(classification) };
    let classification = match path {
        Some(path) => classification.with_part("path", path),
        None => classification,
    };
    classification.with_part("name", name)
}

fn name_error(path: Option<&Text<'_>>, name: &Text<'_>) -> Option<String> {
    if name.is_empty() {
        return Some("it has no role name".to_owned());
    }
    let path_is_good = path.is_none_or(|path| tokens::made_of(path, |c| c == '/' || is_of_name(c)));
    if !path_is_good || !tokens::made_of(name, is_of_name) {
        return Some("it contains a character that is not allowed in a role name".to_owned());
    }
    let length: usize = tokens::literals(name).map(str::len).sum();
    (length > LONGEST_NAME)
        .then(|| format!("a role name can have at most {LONGEST_NAME} characters"))
}

/// `[\w+=,.@-]`, as IAM has it.
fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '=' | ',' | '.' | '@' | '-')
}

/// Paths of service-linked roles are `aws-service-role/SERVICE`.
fn is_service_linked(path: &Text<'_>) -> Truth {
    let has_service = Truth::known(path.split_once('/').is_some());
    let first = path.split('/', 2).into_iter().next().unwrap_or_default();
    first.equals("aws-service-role").and(has_service)
}

/// Whether a text that begins with a placeholder can be read as a name: there is something beside the placeholder, and
/// nothing that separates.
fn is_bare_name(value: &Text<'_>) -> bool {
    tokens::literals(value).next().is_some() && tokens::made_of(value, is_of_name)
}

fn open(classification: Classification<'_>) -> Classification<'_> {
    classification.with_kind("role", Truth::Unknown).with_kind("invalid", Truth::Unknown)
}

fn invalid(classification: Classification<'_>, error: impl Into<String>) -> Classification<'_> {
    classification.with_kind("invalid", Truth::True).with_error(error)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::base::text::{Spelling, Text};
    use crate::base::truth::Truth::{self, False, True, Unknown};

    fn kinds(value: &str) -> [Truth; 3] {
        let classification = read(&Text::read(value, Spelling::Identifier));
        assert_eq!(classification.error.is_some(), classification.is("invalid") == True, "{value}");
        ["role", "invalid", "unresolved"].map(|kind| classification.is(kind))
    }

    #[test]
    fn roles() {
        for (value, name, path) in [
            ("arn:aws:iam::123456789012:role/exec", "exec", None),
            ("arn:aws:iam::123456789012:role/service-role/a/exec", "exec", Some("service-role/a")),
            ("arn:aws:iam::XXXXXXXXXXXX:role/exec", "exec", None),
            ("arn:aws:iam::<account>:role/${Name}", "${Name}", None),
            ("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x-${E}", "x-${E}", None),
            ("arn:aws:iam::${A}:role/${P}/exec", "exec", Some("${P}")),
            ("ecsTaskExecutionRole", "ecsTaskExecutionRole", None),
            ("/team/exec", "exec", Some("team")),
            ("a+b=c,d.e@f_g-h", "a+b=c,d.e@f_g-h", None),
            ("${Env}-exec", "${Env}-exec", None),
        ] {
            assert_eq!(kinds(value), [True, False, False], "{value}");
            let classification = read(&Text::read(value, Spelling::Identifier));
            let part = |name| classification.part(name).map(ToString::to_string);
            assert_eq!(part("name").as_deref(), Some(name), "{value}");
            assert_eq!(part("path").as_deref(), path, "{value}");
        }
    }

    #[test]
    fn what_is_no_role() {
        let long = "x".repeat(65);
        for value in [
            "",
            "my role",
            "arn:aws:iam::123456789012:policy/exec",
            "arn:aws:iam::${A}:policy/${X}",
            "arn:aws:iam::123456789012:user/exec",
            "arn:aws:iam::123456789012:group/exec",
            "arn:aws:iam::123456789012:instance-profile/exec",
            "arn:aws:iam::123456789012:root",
            "arn:aws:sts::123456789012:assumed-role/exec/session",
            "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
            "arn:aws:s3:::bucket/role",
            "arn:aws:iam::12345:role/exec",
            "arn:aws:iam:::role/exec",
            "arn:aws:iam:us-east-1:123456789012:role/exec",
            "arn:aws:iam::123456789012:role/",
            "arn:aws:iam::role/exec",
            "arn:aws:iam::123456789012:role/my role",
            &long,
        ] {
            assert_eq!(kinds(value), [False, True, False], "{value}");
        }
    }

    #[test]
    fn what_a_placeholder_leaves_open() {
        assert_eq!(kinds("${X}"), [Unknown, Unknown, True]);
        for value in [
            "${A}${B}",
            "${ARN_PREFIX}:role/exec",
            "${P}/exec",
            "arn:aws:iam::${A}:${X}",
            "arn:aws:iam::${A}:role${X}",
            "arn:aws:${S}::123456789012:role/exec",
            "arn:aws:iam::1234${X}:role/exec",
            "arn:aws:iam:${R}:123456789012:role/exec",
            "arn:aws:iam::123456789012:role/${P}/${Q}/exec",
        ] {
            assert_eq!(kinds(value), [Unknown, Unknown, False], "{value}");
        }
    }
}
