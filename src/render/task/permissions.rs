//! What the role must allow, in words.

use crate::analysis::{Combination, TaskReport, wording};
use crate::base::sorting::sort_by_key;
use crate::base::truth::Truth;
use crate::base::words;
use crate::engine::Need;
use crate::iam::permission::{Necessity, RequiredPermission};

/// What the role must allow for certain, or under a condition.
pub(in crate::render) struct PermissionGroup {
    /// Which of both.
    pub(in crate::render) heading: String,
    /// Each action on the resources.
    pub(in crate::render) statements: Vec<PermissionStatement>,
}

/// Actions on resources.
pub(in crate::render) struct PermissionStatement {
    /// The actions.
    pub(in crate::render) actions: Vec<PermittedAction>,
    /// The resources.
    pub(in crate::render) resources: Vec<String>,
}

/// An action that the role must allow.
#[derive(PartialEq, Eq)]
pub(in crate::render) struct PermittedAction {
    /// Its name.
    pub(in crate::render) name: String,
    /// AWS names it; no source shows it used.
    pub(in crate::render) only_documented: bool,
}

/// What the role must allow: for certain, then under each condition.
pub(in crate::render) fn permissions(task_report: &TaskReport<'_>) -> Vec<PermissionGroup> {
    let all = task_report.combinations.as_slice();
    let mut lists: Vec<(Option<String>, Vec<PermissionStatement>)> = Vec::new();
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
    sort_by_key(&mut lists, |(condition, _)| condition.is_some());
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
    let groups = headings.into_iter().zip(statements);
    groups.map(|(heading, it)| PermissionGroup { heading, statements: merge(it) }).collect()
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
fn add(statements: &mut Vec<PermissionStatement>, granted: &RequiredPermission<'_>) {
    let resource = granted.resource.to_string();
    let only_documented = granted.necessity == Necessity::Documented;
    let action = PermittedAction { name: granted.action.to_string(), only_documented };
    let Some(statement) = statements.iter_mut().find(|it| it.resources.contains(&resource)) else {
        statements.push(PermissionStatement { actions: vec![action], resources: vec![resource] });
        return;
    };
    match statement.actions.iter_mut().find(|known| known.name == action.name) {
        // What one feature surely uses is not only documented.
        Some(known) => known.only_documented &= only_documented,
        None => statement.actions.push(action),
    }
}

/// Puts the resources together that have the same actions.
fn merge(statements: Vec<PermissionStatement>) -> Vec<PermissionStatement> {
    let mut merged: Vec<PermissionStatement> = Vec::new();
    for mut statement in statements {
        match merged.iter_mut().find(|known| known.actions == statement.actions) {
            Some(known) => known.resources.append(&mut statement.resources),
            None => merged.push(statement),
        }
    }
    merged
}
