//! The verdict on a task definition in words, and what else it is called.

use super::cells::verdict_words;
use super::combined;
use super::tone::Tone;
use crate::analysis::role_check::Answer;
use crate::analysis::{TaskReport, Terms, depends_on, wording};
use crate::aws::launch_type::LaunchType;
use crate::base::words::list;
use crate::engine::{Assessment, RoleState, Verdict};
use crate::iam::role::called;

/// What the verdict adds where a role is set for nothing.
pub(in crate::render) const NOTHING_USES_IT: &str = ", but nothing uses it";

/// What else a task definition of a template is called: the path of CDK's construct, and its family.
pub(in crate::render) fn also_called(task_report: &TaskReport<'_>) -> String {
    let context = &task_report.task.context;
    // CDK ends the path of each resource so; nobody calls the construct by that.
    let called = |path: &str| path.strip_suffix("/Resource").unwrap_or(path).to_owned();
    let runs = wording::runs(context.holder).and_then(|it| it.split_once(' '));
    let runs = runs.map(|(_, noun)| noun.to_owned());
    let construct =
        runs.into_iter().chain(context.part.clone()).chain(context.construct.map(called));
    let family = context.family.as_ref().map(|family| format!("family {family}"));
    let run_by = &context.run_by;
    let run_by = (!run_by.is_empty()).then(|| format!("run by {}", list(run_by)));
    let names: Vec<_> = construct.chain(family).chain(run_by).collect();
    if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) }
}

/// The words that say it, their tone, and what follows them.
pub(in crate::render) fn verdict(task_report: &TaskReport<'_>) -> (&'static str, Tone, String) {
    verdict_with(task_report, ": pass --role")
}

/// The same with other words about how to check a role that was not.
pub(in crate::render) fn verdict_with(
    task_report: &TaskReport<'_>,
    how_to_check: &str,
) -> (&'static str, Tone, String) {
    let terms = Terms::of(task_report.task);
    let alike = || {
        let (words, tone, on) = alike(&task_report.assessment, terms);
        let tone = match task_report.role.as_ref().map(|role| role.answer) {
            Some(Answer::NotEnough) => Tone::Bad,
            Some(Answer::Unknown) if tone == Tone::Good => Tone::Open,
            _ => tone,
        };
        (words, tone, format!("{on}{}", role_set(task_report, how_to_check)))
    };
    let combined = combined::verdict(task_report).map(|(words, tone, rest)| {
        (words, tone, rest + &checked(task_report, None).unwrap_or_default())
    });
    let (words, tone, rest) = combined.unwrap_or_else(alike);
    let defaults = match task_report.defaults.as_slice() {
        [] => String::new(),
        names => format!(" ({})", wording::with_defaults(names)),
    };
    (words, tone, format!("{rest}{defaults}"))
}

/// The same where there is one combination, or all come to the same.
fn alike(assessment: &Assessment<'_>, terms: Terms<'_>) -> (&'static str, Tone, String) {
    let tone = match (assessment.verdict, assessment.role.state) {
        (_, RoleState::Invalid) | (Verdict::Required, RoleState::Absent) => Tone::Bad,
        (Verdict::Depends, RoleState::Absent | RoleState::NotStatable)
        | (Verdict::Required, RoleState::NotStatable) => Tone::Open,
        _ => Tone::Good,
    };
    (verdict_words(assessment.verdict), tone, on(assessment, terms))
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
            let instance_role = if assessment.needs.is_empty() || assessment.role.state.is_present()
            {
                ""
            } else {
                ": the container instance role is used"
            };
            format!(" on {}{instance_role}", wording::launch_types(&all))
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

/// The role that is set, and whether it was checked.
fn role_set(task_report: &TaskReport<'_>, how_to_check: &str) -> String {
    let assessment = &task_report.assessment;
    let name = assessment.role.value.as_ref().map(called);
    let name = name.as_deref();
    match (assessment.role.state, assessment.verdict) {
        (RoleState::Absent, Verdict::Required | Verdict::Depends) => {
            format!("; not set{}", checked(task_report, None).unwrap_or_default())
        }
        (RoleState::Absent, Verdict::NotRequired) | (RoleState::NotStatable, _) => {
            checked(task_report, None).unwrap_or_default()
        }
        (RoleState::Invalid, _) => "; the value that is set is not a role".to_owned(),
        (RoleState::Named | RoleState::Unresolved, _) => checked(task_report, name)
            .unwrap_or_else(|| not_checked(name, task_report, how_to_check)),
    }
}

/// What came of the check, where the role was checked.
fn checked(task_report: &TaskReport<'_>, set: Option<&str>) -> Option<String> {
    let role = task_report.role.as_ref()?;
    let name = set.or(role.name.as_deref());
    let name = name.map_or_else(String::new, |name| format!(" `{name}`"));
    let when = wording::when(role.when, &task_report.combinations);
    let when = if when.is_empty() { when } else { format!(" {when}") };
    Some(match role.answer {
        Answer::Enough if role.asked == 0 => {
            format!("; role{name} trusts ECS{when}{NOTHING_USES_IT}")
        }
        Answer::Enough => format!("; role{name} is sufficient{when}"),
        Answer::NotEnough => format!("; role{name} is not sufficient{when}"),
        Answer::Unknown => format!("; can't tell whether role{name} is sufficient{when}"),
    })
}

fn not_checked(name: Option<&str>, task_report: &TaskReport<'_>, how_to_check: &str) -> String {
    match name {
        None if task_report.task.context.run_of.is_some() => {
            "; the task definition may set one".to_owned()
        }
        None if !task_report.task.context.lost.is_empty() => {
            "; can't tell whether one is set".to_owned()
        }
        None => "; the template may set one".to_owned(),
        Some(name) if task_report.assessment.needs.is_empty() => {
            format!("; role `{name}` is set{NOTHING_USES_IT}")
        }
        Some(name) => format!("; role `{name}` set, not checked{how_to_check}"),
    }
}
