//! What an editor shows of a field of a task definition.

use super::editor_text::{EditorText, LinePieces};
use super::task::{coverage_sentence, no_role, verdict_with};
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
pub fn execution_role(task_report: &TaskReport<'_>) -> EditorText {
    let (words, _, rest) = verdict_with(task_report, "");
    let mut text = EditorText::default();
    text.add_paragraph(titled("Task execution role", &format!("{words}{rest}")));
    if let Some(sentence) = coverage_sentence(task_report) {
        text.add_paragraph(LinePieces::read(&sentence));
    }
    let needs: Vec<_> = task_report.assessment.needs.iter().collect();
    if !needs.is_empty() {
        add_permissions(&mut text, task_report, &needs);
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
pub fn task_role(task_report: &TaskReport<'_>) -> EditorText {
    let mut text = EditorText::default();
    let what = "for what the code in the containers asks AWS for. ECS itself pulls images, reads \
                secrets and writes logs with the task execution role.";
    text.add_paragraph(titled("Task role", what));
    let notes = task_report.assessment.notes.iter();
    for note in notes.filter(|it| it.role == RoleKind::Task) {
        add_note(&mut text, note);
    }
    text
}

/// What uses a role at a place, and what that takes.
pub fn uses(
    task_report: &TaskReport<'_>,
    needs: &[&Need<'_>],
    notes: &[&RuleNote<'_>],
) -> EditorText {
    let mut text = EditorText::default();
    for need in needs {
        let rule = need.found.rule;
        let on = wording::requirement(&need.cells, true, true);
        let on = if on.is_empty() { on } else { format!(": {on}") };
        text.add_paragraph(titled(&rule.title, &format!("task execution role{on}")));
        text.add_paragraph(LinePieces::read(&rule.why));
        let open: Vec<_> =
            need.found.unresolved.iter().map(|it| format!("`{}`", it.shown())).collect();
        if !open.is_empty() {
            let depends = format!("This depends on {}.", words::list(&open));
            text.add_paragraph(LinePieces::read(&depends));
        }
        add_permissions(&mut text, task_report, &[need]);
    }
    for note in notes {
        add_note(&mut text, note);
    }
    if text.is_empty() {
        text.add_paragraph(LinePieces::read("The task execution role is not used for this."));
    }
    text
}

/// A line about something.
fn titled(title: &str, words: &str) -> LinePieces {
    let mut line = LinePieces::default();
    line.push_name(title);
    line.push_words(": ");
    line.push_words(words);
    line
}

fn add_note(text: &mut EditorText, note: &RuleNote<'_>) {
    let rule = note.found.rule;
    let whose = match note.role {
        RoleKind::Execution => "task execution role",
        RoleKind::Task => "task role",
        RoleKind::Infrastructure => "infrastructure role",
        RoleKind::None => "no role",
    };
    text.add_paragraph(titled(&rule.title, whose));
    text.add_paragraph(LinePieces::read(&rule.why));
}

/// Adds the permissions of some requirements, each once, and whether the role has them.
fn add_permissions(text: &mut EditorText, task_report: &TaskReport<'_>, needs: &[&Need<'_>]) {
    let mut items: Vec<LinePieces> = Vec::new();
    for need in needs {
        for it in need.permissions() {
            let mut item = LinePieces::default();
            item.push_code(&it.action);
            item.push_words(" on ");
            item.push_code(&it.resource.to_string());
            if let Necessity::Conditional(condition) | Necessity::Alternative(condition) =
                &it.necessity
            {
                item.push_words(&format!(" ({condition})"));
            }
            push_state(&mut item, task_report, need, it);
            if !items.contains(&item) {
                items.push(item);
            }
        }
    }
    let more = items.len().saturating_sub(MOST);
    items.truncate(MOST);
    if more > 0 {
        items.push(LinePieces::read(&format!("and {more} more")));
    }
    let is_empty = items.is_empty();
    text.add_list(items);
    match (is_empty, &task_report.role, no_role(task_report.assessment.role.state)) {
        (false, None, Some(none)) => {
            text.add_paragraph(LinePieces::read(&format!("Task execution role: {none}.")));
        }
        (false, None, None) => {
            let unseen = "The permissions of the role are not in these files: to check them, set `roles` in \
                          the configuration.";
            text.add_paragraph(LinePieces::read(unseen));
        }
        _ => {}
    }
}

/// Adds whether the role that was checked has a permission, for a requirement.
fn push_state(
    item: &mut LinePieces,
    task_report: &TaskReport<'_>,
    need: &Need<'_>,
    permission: &RequiredPermission<'_>,
) {
    if task_report.role.is_none() {
        return;
    }
    let all = task_report.findings.iter().chain(&task_report.suppressed);
    let found = all.filter(|it| {
        let mut labels = it.primary.iter().chain(&it.related);
        it.subject.permission().is_some_and(|(action, _)| action == permission.action)
            && labels.any(|label| label.span == need.found.span)
    });
    let codes: Vec<_> = found.map(|it| &it.code).collect();
    let is = |code: BuiltIn| codes.iter().any(|it| it.is(code));
    let (words, name) = match permission.necessity {
        _ if is(BuiltIn::PermissionDenied) => (": ", "denied"),
        _ if is(BuiltIn::PermissionMissing) => (": ", "missing"),
        _ if is(BuiltIn::PermissionConditional) => (": not certain", ""),
        Necessity::Conditional(_) => return,
        Necessity::Required | Necessity::Documented | Necessity::Alternative(_) => {
            (": allowed", "")
        }
    };
    item.push_words(words);
    if !name.is_empty() {
        item.push_name(name);
    }
}
