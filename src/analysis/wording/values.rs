//! Messages for values that cannot be those of their fields.

use crate::aws::grammar::{Grammar, Misfit};
use crate::aws::partition::dns_suffix;
use crate::input::values::ValueSubject;

pub(super) fn message(subject: &ValueSubject) -> String {
    let ValueSubject { field, written, grammar, misfit } = subject;
    match misfit {
        None => format!("`{field}` is empty"),
        Some(Misfit::Malformed(why) | Misfit::Doubtful(why)) => {
            format!("`{written}` is not {}: {why}", grammar.noun())
        }
        Some(Misfit::Near(_)) if written == "FARGATE_SPOT" => {
            format!("`{written}` is a capacity provider, not a value of `{field}`")
        }
        Some(Misfit::Near(_)) => format!("`{written}` is not a value of `{field}`"),
        Some(Misfit::Unlisted) => format!("`{written}` is not a known value of `{field}`"),
    }
}

pub(super) fn help(subject: &ValueSubject) -> String {
    match (&subject.misfit, subject.grammar) {
        (None, Grammar::Role) => "set it to the ARN of a role, or remove it".into(),
        (None, Grammar::OneOf(..)) => {
            format!("{}; set one of them, or remove it", subject.grammar.form())
        }
        (Some(Misfit::Near(meant)), _) => format!("did you mean `{meant}`?"),
        _ => subject.grammar.form(),
    }
}

pub(super) fn other_partition(odd: &str, most: &str) -> String {
    format!("this is in partition `{odd}`, but the task definition is in `{most}`")
}

pub(super) fn other_partition_help(most: &str) -> String {
    format!(
        "use the resources of one partition: a role reaches no other, and hosts in `{most}` end in {}",
        dns_suffix(most)
    )
}
