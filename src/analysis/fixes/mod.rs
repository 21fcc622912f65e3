//! Fixes for diagnostics, as edits of the text, where its tree allows them.
//!
//! Nothing is fixed in a template of a template, nor after a syntax error: what is read there is a guess.

mod arn_end;
mod effect;
mod grant;
mod keys;
mod module_keys;
mod module_permission;
mod module_role;
mod module_roles;
mod module_text;
mod own_module;
mod own_template;
mod permission;
mod role;

use super::report::{FileReport, TaskReport};
use super::subject::{Diagnostic, PermissionRemedy, Remedy, What};
use crate::base::diagnostic::{Applicability, BuiltIn, Edit, Fix, Suggestion};
use crate::base::sorting::sort_by_key;
use crate::base::source::Span;
use crate::syntax::edit::remove_comments;
use crate::syntax::{Node, Value};

/// The fixes that there are for a diagnostic of a file; `task` is where the task definition stands that it is
/// about, if any.
pub fn fixes(file: &FileReport<'_>, diagnostic: &Diagnostic, task: Option<Span>) -> Vec<Fix> {
    let own = diagnostic.fixes.iter().cloned();
    let made = if file.is_plain { file.fix(diagnostic, task) } else { None };
    own.chain(made).filter(|fix| file.can_be_made(fix)).collect()
}

/// The fixes that set a role in many task definitions of a file at once, each with the number of its finding; none where
/// each finding has its own.
pub fn fixes_together(
    file: &FileReport<'_>,
    findings: &[(&Diagnostic, Option<Span>)],
) -> Vec<(usize, Fix)> {
    let is_module = file.task_reports.iter().any(|it| it.task.format.is_terraform());
    let fixes = if is_module && file.is_plain { file.with_role_everywhere(findings) } else { None };
    fixes.unwrap_or_default().into_iter().filter(|(_, fix)| file.can_be_made(fix)).collect()
}

impl FileReport<'_> {
    fn fix(&self, diagnostic: &Diagnostic, task: Option<Span>) -> Option<Fix> {
        if self.task_reports.iter().any(|it| it.task.format.is_terraform()) {
            return self.fix_in_module(diagnostic, task);
        }
        let code = &diagnostic.code;
        if let What::Key(subject) = &diagnostic.subject.what {
            return self.with_key(subject, diagnostic.document, diagnostic.span()?);
        }
        let task_report = || self.task_reports.iter().find(|it| Some(it.task.span) == task);
        match &diagnostic.subject.remedy {
            Some(Remedy::AddRole { how, naming, .. }) => {
                self.with_role(task_report()?, diagnostic, how, *naming)
            }
            Some(Remedy::Permission(
                PermissionRemedy::AddStatement(_) | PermissionRemedy::AddWithoutCondition,
            )) if !self.is_checked_later(task) => {
                let document = task_report().map_or(diagnostic.document, |it| it.task.document);
                let mut labels = diagnostic.related.iter();
                let ended = labels.find_map(|it| self.with_arn_end(document, it, diagnostic));
                ended.or_else(|| self.with_permission(task_report()?, diagnostic))
            }
            _ if code.is(BuiltIn::TrailingComma) => {
                let (suggestion, safe) = (Suggestion::RemoveComma, Applicability::Safe);
                Some(Fix::replacing(suggestion, safe, diagnostic.span()?, ""))
            }
            _ if code.is(BuiltIn::Comment) => self.without_comments(diagnostic.span()?),
            _ => None,
        }
    }

    /// The same where the file is no document of JSON or YAML: its trees are made of values.
    fn fix_in_module(&self, diagnostic: &Diagnostic, task: Option<Span>) -> Option<Fix> {
        let code = &diagnostic.code;
        if let What::Key(subject) = &diagnostic.subject.what {
            return self.with_key_in_module(subject, diagnostic);
        }
        let task_report = || self.task_reports.iter().find(|it| Some(it.task.span) == task);
        match &diagnostic.subject.remedy {
            Some(Remedy::AddRole { how, .. }) => {
                self.with_role_in_module(task_report()?, diagnostic, how)
            }
            Some(Remedy::Permission(
                PermissionRemedy::AddStatement(_) | PermissionRemedy::AddWithoutCondition,
            )) if !self.is_checked_later(task) => {
                self.with_permission_in_module(task_report()?, diagnostic)
            }
            _ if code.is(BuiltIn::TrailingComma) => {
                self.without_comma_in_module(diagnostic.span()?)
            }
            _ if code.is(BuiltIn::Comment) => self.without_comments_in_module(diagnostic.span()?),
            _ => None,
        }
    }

    /// Whether no edit goes beyond its file.
    fn can_be_made(&self, fix: &Fix) -> bool {
        let source = fix.source.as_deref().unwrap_or(self.source);
        fix.edits.iter().all(|edit| source.within_file(edit.span) == edit.span)
    }

    fn without_comments(&self, first: Span) -> Option<Fix> {
        self.removing_comments(remove_comments(self.source.text(), first))
    }

    fn removing_comments(&self, edits: Vec<Edit>) -> Option<Fix> {
        // A comment for this program says more than it looks like.
        let is_ours = |edit: &Edit| self.source.slice(edit.span).contains("needs-exec-role:");
        let applicability =
            if edits.iter().any(is_ours) { Applicability::Unsafe } else { Applicability::Safe };
        let suggestion = Suggestion::RemoveComment;
        let source = None;
        (!edits.is_empty()).then_some(Fix { suggestion, applicability, edits, source })
    }

    /// The document that contains a task definition.
    fn document_of(&self, task_report: &TaskReport<'_>) -> Option<&Node<'_>> {
        self.documents().get(task_report.task.document)
    }
}

/// The object that stands exactly there, as it is written.
fn object_at<'a, 's>(document: &'a Node<'s>, span: Span) -> Option<&'a Node<'s>> {
    let mut nodes = document.down_to(span);
    nodes.find(|node| node.span == span && matches!(node.value, Value::Map(_)))
}

/// Edits in the order of the text; those that insert at one place are one. None if two overlap.
fn in_order(edits: Vec<Edit>) -> Option<Vec<Edit>> {
    let mut edits = edits;
    sort_by_key(&mut edits, |edit| edit.span);
    let mut ordered: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        match ordered.last_mut() {
            Some(last) if last.span == edit.span && edit.span.is_empty() => {
                last.text.push_str(&edit.text);
            }
            Some(last) if last.span.range().end > edit.span.range().start => return None,
            _ => ordered.push(edit),
        }
    }
    Some(ordered)
}
