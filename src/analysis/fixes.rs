//! Fixes for diagnostics, as edits of the text, where its tree allows them.
//!
//! Nothing is fixed in a template of a template, nor after a syntax error: what is read there is a guess.

use super::report::FileReport;
use super::subject::{
    AddRole, Diagnostic, Label, NearMissKind, Note, PermissionRemedy, Remedy, StatementNote, What,
};
use crate::base::diagnostic::{Applicability, BuiltIn, Edit, Fix, Suggestion};
use crate::base::source::Span;
use crate::input::naming::Naming;
use crate::input::schema::{KeyRemedy, KeySubject};
use crate::syntax::edit::{insert_entry, remove_comments, remove_entry, rename_key};
use crate::syntax::{Aliases, Node, Value};
use std::sync::Arc;

/// The fixes that there are for a diagnostic of a file; `task` is where the task definition stands that it is
/// about, if any.
pub fn fixes(file: &FileReport<'_>, diagnostic: &Diagnostic, task: Option<Span>) -> Vec<Fix> {
    let own = diagnostic.fixes.iter().cloned();
    let made = if file.is_plain { file.fix(diagnostic, task) } else { None };
    own.chain(made).collect()
}

impl FileReport<'_> {
    fn fix(&self, diagnostic: &Diagnostic, task: Option<Span>) -> Option<Fix> {
        let code = &diagnostic.code;
        if let What::Key(subject) = &diagnostic.subject.what {
            return self.with_key(subject, diagnostic.document, diagnostic.span()?);
        }
        match &diagnostic.subject.remedy {
            Some(Remedy::AddRole { how, naming, .. }) => {
                self.with_role(diagnostic.document, task?, how, *naming)
            }
            Some(Remedy::Permission(PermissionRemedy::AddStatement(_))) => {
                diagnostic.related.iter().find_map(|label| self.with_resource(label))
            }
            _ if code.is(BuiltIn::TrailingComma) => {
                let (suggestion, safe) = (Suggestion::RemoveComma, Applicability::Safe);
                Some(Fix::replacing(suggestion, safe, diagnostic.span()?, ""))
            }
            _ if code.is(BuiltIn::Comment) => self.without_comments(diagnostic.span()?),
            _ => None,
        }
    }

    fn without_comments(&self, first: Span) -> Option<Fix> {
        let edits = remove_comments(self.source.text(), first);
        let (suggestion, applicability) = (Suggestion::RemoveComment, Applicability::Safe);
        let source = None;
        (!edits.is_empty()).then_some(Fix { suggestion, applicability, edits, source })
    }

    /// Sets the execution role: its name is to be looked at.
    fn with_role(&self, document: usize, task: Span, how: &AddRole, naming: Naming) -> Option<Fix> {
        let whole = object_at(self.documents().get(document)?, task)?;
        let (object, key) = role_home(whole, naming)?;
        let value = match how {
            AddRole::Arn { partition, account } => {
                format!("\"arn:{partition}:iam::{account}:role/ecsTaskExecutionRole\"")
            }
            AddRole::OfUnit { id, expressions } => expressions.role_as_json(id),
            AddRole::New { .. } | AddRole::AsElsewhere => return None,
        };
        let edit = match object.get(key) {
            Some(empty) => Edit { span: empty.span, text: value },
            None => insert_entry(self.source.text(), object, key, &value)?,
        };
        let suggestion = Suggestion::SetExecutionRole { key };
        let (applicability, source) = (Applicability::Unsafe, None);
        Some(Fix { suggestion, applicability, edits: vec![edit], source })
    }

    /// Returns a key its right name, or moves it to the object that it belongs to.
    fn with_key(&self, subject: &KeySubject, document: usize, at: Span) -> Option<Fix> {
        let document = self.documents().get(document)?;
        let (object, index) = entry_at(document, at)?;
        let (to, applicability) = match subject.remedy.as_ref()? {
            KeyRemedy::Rename { to, .. } => (to, Applicability::Safe),
            KeyRemedy::Suggestion(to) => (to, Applicability::Unsafe),
            KeyRemedy::MoveRole => {
                let mut tasks = self.task_reports.iter().map(|it| it.task.span);
                let whole = object_at(document, tasks.find(|task| task.contains(at))?)?;
                return self.with_moved_role(whole, object, index, subject);
            }
            _ => return None,
        };
        let edits = vec![rename_key(self.source.text(), object, index, to)?];
        let suggestion = Suggestion::RenameKey { to: to.clone() };
        Some(Fix { suggestion, applicability, edits, source: None })
    }

    fn with_moved_role(
        &self,
        whole: &Node<'_>,
        object: &Node<'_>,
        index: usize,
        subject: &KeySubject,
    ) -> Option<Fix> {
        let text = self.source.text();
        let (home, key) = role_home(whole, subject.naming)?;
        let Value::Map(map) = &object.value else { return None };
        let role = map.entries.get(index)?.value.as_str()?;
        let value = serde_json::to_string(role).ok()?;
        let added = insert_entry(text, home, key, &value)?;
        let edits = moved(text, remove_entry(text, object, index)?, added)?;
        // Where several objects name a role, one of them must be chosen.
        let applicability = match subject.repeats.count() {
            0 => Applicability::Safe,
            _ => Applicability::Unsafe,
        };
        let suggestion = Suggestion::MoveKey { key: key.to_owned() };
        Some(Fix { suggestion, applicability, edits, source: None })
    }

    /// Corrects the ARN that a policy names.
    fn with_resource(&self, label: &Label) -> Option<Fix> {
        let Some(Note::Statement(StatementNote::NearMiss(kind))) = &label.note else { return None };
        let source = label.source.as_deref().unwrap_or(self.source);
        let written = source.slice(label.span);
        // A string ends in the quote that it begins with.
        let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
        let inside = match quote {
            Some(quote) => written.strip_suffix(quote)?,
            None => written,
        };
        let end = label.span.start as usize + inside.len();
        let (suggestion, span, text) = match kind {
            NearMissKind::LogGroupWithoutStreams => {
                (Suggestion::AddLogStreams, Span::new(end, end), ":*")
            }
            NearMissKind::LogGroupsBelow => {
                inside.strip_suffix("/*")?;
                (Suggestion::AddLogStreams, Span::new(end - 2, end), ":*")
            }
            NearMissKind::SecretWithoutSuffix => {
                (Suggestion::AddSecretSuffix, Span::new(end, end), "-??????")
            }
            _ => return None,
        };
        // What the AWS CLI printed is a copy: the policy itself is somewhere else.
        let applicability = match label.source {
            Some(_) => Applicability::Unsafe,
            None => Applicability::Safe,
        };
        let mut fix = Fix::replacing(suggestion, applicability, span, text);
        fix.source = label.source.as_ref().map(Arc::clone);
        Some(fix)
    }
}

/// The object that names the execution role of a task definition, and the key for it.
fn role_home<'a, 's>(task: &'a Node<'s>, naming: Naming) -> Option<(&'a Node<'s>, &'static str)> {
    match naming {
        Naming::EcsApi => Some((task, "executionRoleArn")),
        // A job sets it in one of its properties.
        Naming::CloudFormation => {
            let home = if task.get("Type").is_some() { task.get("Properties")? } else { task };
            Some((home, "ExecutionRoleArn"))
        }
    }
}

/// The edits that move an entry, in the order of the text: one where it is added right behind the place it leaves.
fn moved(text: &str, removed: Edit, added: Edit) -> Option<Vec<Edit>> {
    let (from, to) = (removed.span.range(), added.span.range());
    if to.end <= from.start {
        return Some(vec![added, removed]);
    }
    if from.end <= to.start {
        return Some(vec![removed, added]);
    }
    // Its line goes, and with it the line break before the new one.
    let rest = text.get(to.end..from.end)?;
    let line = added.text.trim_start_matches(['\r', '\n']);
    (from.start <= to.start)
        .then(|| vec![Edit { span: removed.span, text: format!("{line}{rest}") }])
}

/// The object that has an entry whose key stands exactly there, and which entry it is.
fn entry_at<'a, 's>(document: &'a Node<'s>, key: Span) -> Option<(&'a Node<'s>, usize)> {
    document.walk(Aliases::Written).find_map(|node| {
        let Value::Map(map) = &node.value else { return None };
        Some((node, map.entries.iter().position(|entry| entry.key_span == key)?))
    })
}

/// The object that stands exactly there, as it is written.
fn object_at<'a, 's>(document: &'a Node<'s>, span: Span) -> Option<&'a Node<'s>> {
    let mut nodes = document.walk(Aliases::Written);
    nodes.find(|node| node.span == span && matches!(node.value, Value::Map(_)))
}
