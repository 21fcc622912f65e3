//! What is said on standard error beside a policy: what is open, what is left out, what is to be filled in.

use super::gather::Gathered;
use crate::base::text::Text;
use crate::iam::generate::{Generated, Policy};
use crate::iam::permission::Necessity;
use crate::render::compact::plain;
use crate::render::policy::{Form, OwnTemplate, left_open, size};
use std::io::Write;

/// About the files, and about what of their needs is granted.
pub(super) fn of_needs(gathered: &Gathered, generated: &Generated, with_managed: bool) {
    // A reader that has gone is no failure.
    drop(std::io::stderr().lock().write_all(gathered.problems.as_bytes()));
    for task in &gathered.tasks {
        if !task.uses_role {
            let instance = if task.wanted.is_empty() {
                ""
            } else {
                "; the instance role does what there is to do (name a role with --execution-role to see it)"
            };
            say("note", &format!("{}: no execution role is needed{instance}", task.name));
        } else if let Some(open) = &task.depends {
            say(
                "note",
                &format!(
                    "{}: whether a role is needed depends {open}; what it would need is granted",
                    task.name
                ),
            );
        }
    }
    for want in &generated.unusable {
        warn(&format!(
            "{} is left out: `{}` is no ARN, and can stand in no policy",
            want.action, want.resource
        ));
    }
    of_left_out(generated);
    let is_used = gathered.tasks.iter().any(|task| task.uses_role);
    if is_used && generated.policy.is_empty() {
        let none = if with_managed {
            "the managed policy allows all that is granted"
        } else {
            "there is no permission to grant"
        };
        say("note", none);
    }
}

/// The permissions that hang on a condition, each condition once with its resources.
fn of_left_out(generated: &Generated) {
    let mut groups: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for want in &generated.left_out {
        let Necessity::Conditional(condition) = &want.necessity else { continue };
        let (action, resource) = (&*want.action, want.resource.to_string());
        let known = groups.iter_mut().find(|(one, other, _)| (*one, *other) == (action, condition));
        match known {
            Some((_, _, resources)) if resources.contains(&resource) => {}
            Some((_, _, resources)) => resources.push(resource),
            None => groups.push((action, condition, vec![resource])),
        }
    }
    for (action, condition, resources) in groups {
        let more = match resources.len() {
            0 | 1 => String::new(),
            several => format!(" and {} more", several - 1),
        };
        let first = resources.first().map_or("", String::as_str);
        say(
            "note",
            &format!(
                "left out: {action} on {first}{more}, needed only if {condition} (--include {action})"
            ),
        );
    }
}

/// What is left open, and how to settle it.
pub(super) fn of_placeholders<'a>(
    texts: impl Iterator<Item = &'a Text<'static>>,
    form: Form,
    own: Option<&OwnTemplate>,
) {
    let open = left_open(texts, form, own);
    if !open.is_empty() {
        let what = match form {
            Form::Json | Form::AwsCli => "left to fill in",
            Form::CloudFormation => "parameters to give at deployment",
            Form::Terraform => "variables to set",
        };
        say("note", &format!("{what}: {}", open.join(", ")));
    }
}

/// Accounts that are none: IAM refuses a policy with such an ARN.
pub(super) fn of_accounts<'a>(texts: impl Iterator<Item = &'a Text<'static>>) {
    let account = |text: &Text<'static>| {
        let fields = text.split(':', 6);
        let account = fields.get(4).filter(|_| fields.len() == 6)?.as_literal()?.to_owned();
        let is_good = account.is_empty()
            || account == "aws"
            || (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit()));
        (!is_good).then_some(account)
    };
    let mut wrong: Vec<_> = texts.filter_map(account).collect();
    wrong.sort();
    wrong.dedup();
    for account in wrong {
        warn(&format!("`{account}` is no account of twelve digits: IAM will refuse its ARNs"));
    }
}

/// A policy that IAM would not take.
pub(super) fn of_size(policy: &Policy, most: usize, what: &str) {
    let size = size(policy);
    if size > most {
        warn(&format!(
            "this has {size} characters, and {what} may have {most}: --scope folder or account makes it shorter"
        ));
    }
}

/// A warning.
pub(super) fn warn(message: &str) {
    say("warning", message);
}

fn say(severity: &str, message: &str) {
    let line = format!("{severity}: {}\n", plain(message));
    drop(std::io::stderr().lock().write_all(line.as_bytes()));
}
