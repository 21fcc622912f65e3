//! Why the role is needed and what it must allow, as plain lines.

use crate::analysis::{Combination, TaskReport, decides, wording};
use crate::base::source::Source;
use crate::base::truth::Truth;
use crate::base::words;
use crate::engine::{Need, RuleNote, Verdict};
use crate::iam::permission::{Necessity, RequiredPermission};
use crate::rules::RoleKind;
use std::fmt::Write;

/// A heading and what stands under it, each line with its depth.
#[derive(Debug, Default)]
pub(super) struct ReasonList {
    /// The heading.
    pub(super) heading: String,
    /// Depth and text of each line.
    pub(super) lines: Vec<(usize, String)>,
}

/// The needs, with their places: those that decide, then those that only use the role.
pub(super) fn why(task_report: &TaskReport<'_>, source: &Source) -> Vec<ReasonList> {
    let assessment = &task_report.assessment;
    let (decisive, others): (Vec<_>, Vec<_>) =
        assessment.needs.iter().partition(|need| decides(need, assessment.verdict));
    let heading = match assessment.verdict {
        Verdict::Required => "Why it is required:",
        _ => "Why it may be required:",
    };
    let other_heading = match (assessment.verdict, assessment.role.state.is_present()) {
        (Verdict::NotRequired, true) => "Uses the role:",
        (_, true) => "Also uses the role:",
        (Verdict::NotRequired, false) => {
            "Uses the container instance role, or the task execution role if one is set:"
        }
        (_, false) => "Also uses the role once it is set:",
    };
    let lists = [(heading, decisive), (other_heading, others)].into_iter();
    let lists = lists.filter(|(_, needs)| !needs.is_empty());
    lists.map(|(heading, needs)| rows(heading, &needs, task_report, source)).collect()
}

/// Needs that are alike share a line.
fn rows(
    heading: &str,
    needs: &[&Need<'_>],
    task_report: &TaskReport<'_>,
    source: &Source,
) -> ReasonList {
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for need in needs {
        let what = what(task_report, need);
        let position = source.position(need.found.span.start);
        let place = format!("{}:{}", position.line, position.column);
        match rows.iter_mut().find(|(known, _)| *known == what) {
            Some((_, places)) if places.contains(&place) => {}
            Some((_, places)) => places.push(place),
            None => rows.push((what, vec![place])),
        }
    }
    let line = |(what, places): (String, Vec<String>)| (1, format!("{} {what}", places.join(", ")));
    ReasonList { heading: heading.to_owned(), lines: rows.into_iter().map(line).collect() }
}

/// What the role must allow: for certain, then under each condition.
pub(super) fn permissions(task_report: &TaskReport<'_>) -> Vec<ReasonList> {
    let all = task_report.combinations.as_slice();
    let mut lists: Vec<(Option<String>, Vec<ReasonStatement>)> = Vec::new();
    for need in &task_report.assessment.needs {
        for granted in need.permissions() {
            let condition = condition(need, granted, all);
            let index = lists.iter().position(|(known, _)| *known == condition);
            let index = index.unwrap_or_else(|| {
                lists.push((condition, Vec::new()));
                lists.len() - 1
            });
            if let Some((_, statements)) = lists.get_mut(index) {
                add(statements, granted);
            }
        }
    }
    // What is certain comes first; the sort keeps the order of the rest.
    lists.sort_by_key(|(condition, _)| condition.is_some());
    let headings =
        lists.iter().enumerate().map(|(index, (condition, _))| match (index, condition) {
            (_, None) => "The role must allow:".to_owned(),
            (0, Some(condition)) => {
                format!("{}, the role must allow:", words::capitalized(condition))
            }
            (_, Some(condition)) => format!("And {condition}:"),
        });
    let headings: Vec<_> = headings.collect();
    let statements = lists.into_iter().map(|(_, statements)| statements);
    headings.into_iter().zip(statements).map(|(heading, it)| list(heading, it)).collect()
}

/// A feature that needs another role.
pub(super) fn note(note: &RuleNote<'_>, source: &Source) -> String {
    let position = source.position(note.found.span.start);
    let role = match note.role {
        RoleKind::Task => "the task role (taskRoleArn)",
        RoleKind::Infrastructure => "the infrastructure role",
        RoleKind::Execution => "the execution role",
        RoleKind::None => "no role",
    };
    let title = &note.found.rule.title;
    format!(
        "{}:{} {title}: uses {role}, not the task execution role",
        position.line, position.column
    )
}

/// What a need is, in which container, on which launch types.
fn what(task_report: &TaskReport<'_>, need: &Need<'_>) -> String {
    let title = need.found.called();
    let kind = if need.found.is_in_container() { "container" } else { "volume" };
    let mut what = match need.found.item_name() {
        Some(name) => format!("{kind} {name}: {title}"),
        None => title.to_string(),
    };
    if need.found.truth == Truth::Unknown {
        let _ = write!(what, ", depends on {}", need.found.unresolved_shown());
    }
    let is_choice = task_report.assessment.launch_types.len() > 1;
    let on = wording::requirement(&need.cells, is_choice, true);
    if !on.is_empty() {
        let _ = write!(what, " ({on})");
    }
    let when = wording::when(need.when, &task_report.combinations);
    if !when.is_empty() {
        let _ = write!(what, ", {when}");
    }
    what
}

/// Actions on resources.
struct ReasonStatement {
    actions: Vec<Action>,
    resources: Vec<String>,
}

#[derive(PartialEq, Eq)]
struct Action {
    name: String,
    /// AWS names it; no source shows it used.
    only_documented: bool,
}

/// "when `UseEcr`", "if the parameter is a `SecureString`".
fn condition(
    need: &Need<'_>,
    granted: &RequiredPermission<'_>,
    all: &[Combination<'_>],
) -> Option<String> {
    let open = open_condition(need, granted).map(|condition| format!("if {condition}"));
    let when = Some(wording::when(need.when, all)).filter(|when| !when.is_empty());
    let conditions: Vec<_> = when.into_iter().chain(open).collect();
    (!conditions.is_empty()).then(|| conditions.join(", "))
}

fn open_condition(need: &Need<'_>, granted: &RequiredPermission<'_>) -> Option<String> {
    match &granted.necessity {
        Necessity::Conditional(condition) | Necessity::Alternative(condition) => {
            Some(condition.clone())
        }
        Necessity::Required | Necessity::Documented if need.found.truth == Truth::Unknown => {
            let placeholders = need.found.unresolved_shown();
            Some(format!("{placeholders} is one ({})", need.found.called()))
        }
        Necessity::Required | Necessity::Documented => None,
    }
}

/// Adds an action to the statement of its resource.
fn add(statements: &mut Vec<ReasonStatement>, granted: &RequiredPermission<'_>) {
    let resource = granted.resource.to_string();
    let only_documented = granted.necessity == Necessity::Documented;
    let action = Action { name: granted.action.to_string(), only_documented };
    let Some(statement) = statements.iter_mut().find(|it| it.resources.contains(&resource)) else {
        statements.push(ReasonStatement { actions: vec![action], resources: vec![resource] });
        return;
    };
    match statement.actions.iter_mut().find(|known| known.name == action.name) {
        // What one feature surely uses is not only documented.
        Some(known) => known.only_documented &= only_documented,
        None => statement.actions.push(action),
    }
}

/// Puts the resources together that have the same actions.
fn merge(statements: Vec<ReasonStatement>) -> Vec<ReasonStatement> {
    let mut merged: Vec<ReasonStatement> = Vec::new();
    for mut statement in statements {
        match merged.iter_mut().find(|known| known.actions == statement.actions) {
            Some(known) => known.resources.append(&mut statement.resources),
            None => merged.push(statement),
        }
    }
    merged
}

fn list(heading: String, statements: Vec<ReasonStatement>) -> ReasonList {
    let mut lines = Vec::new();
    for ReasonStatement { actions, resources } in merge(statements) {
        let actions: Vec<_> = actions.into_iter().map(Action::in_words).collect();
        let actions = actions.join(", ");
        // An ARN stands on a line of its own, so that it can be copied.
        if resources == ["*"] {
            lines.push((1, format!("{actions} on *")));
        } else {
            lines.push((1, format!("{actions} on")));
            lines.extend(resources.into_iter().map(|resource| (2, resource)));
        }
    }
    ReasonList { heading, lines }
}

impl Action {
    fn in_words(self) -> String {
        if self.only_documented { format!("{} (documented only)", self.name) } else { self.name }
    }
}
