//! The verdict in words.

use super::combined;
use super::tone::Tone;
use crate::analysis::{TaskReport, Terms, depends_on, wording};
use crate::aws::launch_type::LaunchType;
use crate::engine::{Assessment, RoleState, Verdict};

/// The words that say it, their tone, and what follows them.
pub(super) fn verdict(task_report: &TaskReport<'_>) -> (&'static str, Tone, String) {
    let terms = Terms::of(task_report.task);
    let alike = || alike(&task_report.assessment, terms);
    let (words, tone, rest) = combined::verdict(task_report).unwrap_or_else(alike);
    let defaults = match task_report.defaults.as_slice() {
        [] => String::new(),
        names => format!(" ({})", wording::with_defaults(names)),
    };
    (words, tone, format!("{rest}{defaults}"))
}

/// The same where there is one combination, or all come to the same.
fn alike(assessment: &Assessment<'_>, terms: Terms<'_>) -> (&'static str, Tone, String) {
    let (words, tone) = match (assessment.verdict, assessment.role.state) {
        (_, RoleState::Invalid) | (Verdict::Required, RoleState::Absent) => {
            (words(assessment), Tone::Bad)
        }
        (Verdict::Depends, RoleState::Absent | RoleState::NotStatable)
        | (Verdict::Required, RoleState::NotStatable) => (words(assessment), Tone::Open),
        _ => (words(assessment), Tone::Good),
    };
    (words, tone, format!("{}{}", on(assessment, terms), role_stated(assessment)))
}

fn words(assessment: &Assessment<'_>) -> &'static str {
    match assessment.verdict {
        Verdict::Required => "required",
        Verdict::NotRequired => "not required",
        Verdict::Depends => "depends",
    }
}

/// On which launch types, or on what it depends.
fn on(assessment: &Assessment<'_>, terms: Terms<'_>) -> String {
    let with = |verdict| {
        let found = assessment.launch_types.iter().filter(|it| it.verdict == verdict);
        wording::launch_types(&found.map(|it| it.launch_type).collect::<Vec<_>>())
    };
    match assessment.verdict {
        Verdict::Depends => format!(" {}", wording::depends_on(&depends_on(assessment, terms))),
        Verdict::NotRequired => {
            let all: Vec<LaunchType> =
                assessment.launch_types.iter().map(|it| it.launch_type).collect();
            format!(" on {}", wording::launch_types(&all))
        }
        Verdict::Required => {
            let required = with(Verdict::Required);
            match with(Verdict::NotRequired) {
                others if others.is_empty() => format!(" on {required}"),
                others => format!(" on {required}, not on {others}"),
            }
        }
    }
}

fn role_stated(assessment: &Assessment<'_>) -> String {
    let value = assessment.role.value.as_ref().map(ToString::to_string);
    match (assessment.role.state, value, assessment.verdict) {
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
