//! What an editor shows of a field of a task definition, as Markdown.

use super::task::{coverage_sentence, no_role, verdict};
use crate::analysis::{TaskReport, wording};
use crate::base::diagnostic::BuiltIn;
use crate::base::words;
use crate::engine::{Need, RuleNote};
use crate::iam::generate::role::managed_policy_allows;
use crate::iam::permission::{Necessity, RequiredPermission};
use crate::rules::RoleKind;
use std::collections::BTreeSet;

/// The most permissions that are listed.
const MOST: usize = 30;

/// What the task execution role is set for.
pub fn execution_role(task_report: &TaskReport<'_>) -> String {
    let (words, _, rest) = verdict(task_report);
    let mut text = format!("**Task execution role**: {words}{rest}\n");
    if let Some(sentence) = coverage_sentence(task_report) {
        text.push_str(&format!("\n{sentence}\n"));
    }
    let needs: Vec<_> = task_report.assessment.needs.iter().collect();
    if !needs.is_empty() {
        text.push('\n');
        text.push_str(&permissions(task_report, &needs));
    }
    text
}

/// How much the task execution role needs, in a few words.
pub fn role_hint(task_report: &TaskReport<'_>) -> String {
    let needs = task_report.assessment.needs.iter();
    let all = needs.flat_map(Need::permissions);
    let certain =
        all.filter(|it| matches!(it.necessity, Necessity::Required | Necessity::Documented));
    let actions: BTreeSet<&str> = certain.map(|it| &*it.action).collect();
    let beyond = actions.iter().filter(|it| !managed_policy_allows(it)).count();
    wording::role_hint(actions.len(), beyond)
}

/// What the task role is for, and what is not.
pub fn task_role(task_report: &TaskReport<'_>) -> String {
    let mut text = "**Task role**: for what the code in the containers asks AWS for. ECS itself \
                    pulls images, reads secrets and writes logs with the task execution role.\n"
        .to_owned();
    let notes = task_report.assessment.notes.iter();
    let own: Vec<_> = notes.filter(|it| it.role == RoleKind::Task).collect();
    for note in own {
        text.push_str(&of_note(note));
    }
    text
}

/// What uses a role at a place, and what that takes.
pub fn uses(task_report: &TaskReport<'_>, needs: &[&Need<'_>], notes: &[&RuleNote<'_>]) -> String {
    let mut text = String::new();
    for need in needs {
        let rule = need.found.rule;
        let on = wording::requirement(&need.cells, true, true);
        let on = if on.is_empty() { on } else { format!(": {on}") };
        text.push_str(&format!("**{}**: task execution role{on}\n\n{}\n", rule.title, rule.why));
        let open: Vec<_> =
            need.found.unresolved.iter().map(|it| format!("`{}`", it.shown())).collect();
        if !open.is_empty() {
            text.push_str(&format!("\nThis depends on {}.\n", words::list(&open)));
        }
        text.push('\n');
        text.push_str(&permissions(task_report, &[need]));
        text.push('\n');
    }
    for note in notes {
        text.push_str(&of_note(note));
    }
    if text.is_empty() {
        text.push_str("The task execution role is not used for this.\n");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn of_note(note: &RuleNote<'_>) -> String {
    let rule = note.found.rule;
    let whose = match note.role {
        RoleKind::Execution => "task execution role",
        RoleKind::Task => "task role",
        RoleKind::Infrastructure => "infrastructure role",
        RoleKind::None => "no role",
    };
    format!("\n**{}**: {whose}\n\n{}\n", rule.title, rule.why)
}

/// The permissions of some requirements, each once, and whether the role has them.
fn permissions(task_report: &TaskReport<'_>, needs: &[&Need<'_>]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for need in needs {
        for it in need.permissions() {
            let condition = match &it.necessity {
                Necessity::Required | Necessity::Documented => String::new(),
                Necessity::Conditional(condition) | Necessity::Alternative(condition) => {
                    format!(" ({condition})")
                }
            };
            let has = state(task_report, need, it);
            let line = format!("- `{}` on `{}`{condition}{has}\n", it.action, it.resource);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    if more > 0 {
        lines.push(format!("- and {more} more\n"));
    }
    match (lines.is_empty(), &task_report.role, no_role(task_report.assessment.role.state)) {
        (false, None, Some(none)) => lines.push(format!("\nTask execution role: {none}.\n")),
        (false, None, None) => {
            lines.push("\nThe permissions of the role are not in these files.\n".to_owned());
        }
        _ => {}
    }
    lines.concat()
}

/// Whether the role that was checked has a permission, for a requirement.
fn state(
    task_report: &TaskReport<'_>,
    need: &Need<'_>,
    permission: &RequiredPermission<'_>,
) -> &'static str {
    if task_report.role.is_none() {
        return "";
    }
    let all = task_report.findings.iter().chain(&task_report.suppressed);
    let found = all.filter(|it| {
        let mut labels = it.primary.iter().chain(&it.related);
        it.subject.permission().is_some_and(|(action, _)| action == permission.action)
            && labels.any(|label| label.span == need.found.span)
    });
    let codes: Vec<_> = found.map(|it| &it.code).collect();
    let is = |code: BuiltIn| codes.iter().any(|it| it.is(code));
    match permission.necessity {
        _ if is(BuiltIn::PermissionDenied) => ": **denied**",
        _ if is(BuiltIn::PermissionMissing) => ": **missing**",
        _ if is(BuiltIn::PermissionConditional) => ": not certain",
        Necessity::Conditional(_) => "",
        Necessity::Required | Necessity::Documented | Necessity::Alternative(_) => ": allowed",
    }
}
