//! The verdict in words.

use super::combined;
use super::tone::Tone;
use crate::advise::{Advice, RoleState, Verdict};
use crate::check::file::Judgement;
use crate::check::terms::Terms;
use crate::check::{role, said_defaults};

/// The words that say it, their tone, and what follows them.
pub(super) fn verdict(judgement: &Judgement<'_>, text: &str) -> (&'static str, Tone, String) {
    let terms = Terms::of(judgement.task, text);
    let alike = || alike(&judgement.advice, terms);
    let (words, tone, rest) = combined::verdict(judgement).unwrap_or_else(alike);
    let defaults = match judgement.defaults.as_slice() {
        [] => String::new(),
        names => format!(" ({})", said_defaults(names)),
    };
    (words, tone, format!("{rest}{defaults}"))
}

/// The same where there is one combination, or all come to the same.
fn alike(advice: &Advice<'_>, terms: Terms<'_>) -> (&'static str, Tone, String) {
    let (words, tone) = match (advice.verdict, advice.role.state) {
        (_, RoleState::Invalid) | (Verdict::Required, RoleState::Absent) => {
            (words(advice), Tone::Bad)
        }
        (Verdict::Depends, RoleState::Absent | RoleState::NotStatable)
        | (Verdict::Required, RoleState::NotStatable) => (words(advice), Tone::Open),
        _ => (words(advice), Tone::Good),
    };
    (words, tone, format!("{}{}", on(advice, terms), role_stated(advice)))
}

fn words(advice: &Advice<'_>) -> &'static str {
    match advice.verdict {
        Verdict::Required => "required",
        Verdict::NotRequired => "not required",
        Verdict::Depends => "depends",
    }
}

/// On which launch types, or on what it depends.
fn on(advice: &Advice<'_>, terms: Terms<'_>) -> String {
    let with = |verdict| advice.launch_types.iter().filter(move |it| it.verdict == verdict);
    match advice.verdict {
        Verdict::Depends => format!(" {}", role::depends_on(advice, terms)),
        Verdict::NotRequired => format!(" on {}", role::names(advice.launch_types.iter())),
        Verdict::Required => {
            let required = role::names(with(Verdict::Required));
            match role::names(with(Verdict::NotRequired)) {
                others if others.is_empty() => format!(" on {required}"),
                others => format!(" on {required}, not on {others}"),
            }
        }
    }
}

fn role_stated(advice: &Advice<'_>) -> String {
    let value = advice.role.value.as_ref().map(ToString::to_string);
    match (advice.role.state, value, advice.verdict) {
        (RoleState::Absent, _, Verdict::Required) => ", but missing".to_owned(),
        (RoleState::Absent, _, Verdict::Depends) => "; none is named".to_owned(),
        (RoleState::Absent, _, Verdict::NotRequired) | (RoleState::NotStatable, _, _) => {
            String::new()
        }
        (RoleState::Invalid, _, _) => "; what is named is not a role".to_owned(),
        (RoleState::Named | RoleState::Unresolved, Some(value), _) => format!("; named: {value}"),
        (RoleState::Named | RoleState::Unresolved, None, _) => {
            "; the template may name one".to_owned()
        }
    }
}
