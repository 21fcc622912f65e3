//! Keys of a Terraform module with another name, and a role that is set in a container.

use super::in_order;
use super::keys::entry_at;
use super::module_role::{BEHIND, is_reference};
use super::module_text::{ModuleText, block_at};
use crate::analysis::report::FileReport;
use crate::analysis::subject::Diagnostic;
use crate::base::diagnostic::{Applicability, Edit, Fix, Suggestion};
use crate::base::sorting::sort_by_key;
use crate::base::source::Span;
use crate::input::schema::{KeyRemedy, KeySubject};
use crate::syntax::Node;
use crate::syntax::edit::{
    fill_argument, heredoc_around, insert_argument, remove_comments, remove_member, rename_in_hcl,
    rename_key,
};

impl FileReport<'_> {
    /// Returns a key its right name where it is written, or moves it to where it belongs.
    pub(super) fn with_key_in_module(
        &self,
        subject: &KeySubject,
        diagnostic: &Diagnostic,
    ) -> Option<Fix> {
        let at = diagnostic.span()?;
        let is_in_resource =
            |at: Span| self.task_reports.iter().any(|it| it.task.span.contains(at));
        let (to, applicability) = match subject.remedy.as_ref()? {
            // What another place names by its key may be used by that key.
            KeyRemedy::Rename { to, .. } if is_in_resource(at) => (to, Applicability::Safe),
            KeyRemedy::Rename { to, .. } | KeyRemedy::Suggestion(to) => (to, Applicability::Unsafe),
            KeyRemedy::MoveRole => return self.with_moved_role_in_module(subject, diagnostic),
            _ => return None,
        };
        let repeats = subject.repeats.0.iter().filter_map(|at| renamed(self, *at, to));
        let mut edits: Vec<_> = std::iter::once(renamed(self, at, to)?).chain(repeats).collect();
        // One text may stand for several containers.
        sort_by_key(&mut edits, |edit| edit.span);
        edits.dedup();
        let suggestion = Suggestion::RenameKey { to: to.clone() };
        Some(Fix { suggestion, applicability, edits: in_order(edits)?, source: None })
    }

    /// Moves the role of a container to the resource, where what it is set to means the same there.
    fn with_moved_role_in_module(
        &self,
        subject: &KeySubject,
        diagnostic: &Diagnostic,
    ) -> Option<Fix> {
        let at = diagnostic.span()?;
        let mut tasks = self.task_reports.iter().map(|it| it.task.span);
        let task = tasks.find(|it| it.contains(at))?;
        let file = ModuleText::at(self.source, task)?;
        let body = file.body()?;
        let block = block_at(&body, file.own(task))?;
        let (removed, value) = remove_member(file.text, &body, file.own(at))?;
        let value = file.text.get(value.range())?;
        let is_text = value.starts_with('"') && !value.contains(['$', '%', '\n']);
        if !is_text && !is_reference(value) {
            return None;
        }
        let key = subject.naming.execution_role();
        let added = match block.body.attribute(key) {
            Some(known) => fill_argument(known, value)?,
            None => insert_argument(file.text, block, (key, value), &BEHIND)?,
        };
        let edits = [removed, added].map(|it| file.in_source(it)).to_vec();
        let edits = in_order(edits)?;
        let applicability = match subject.repeats.count() {
            0 => Applicability::Safe,
            _ => Applicability::Unsafe,
        };
        let suggestion = Suggestion::MoveKey { key: key.to_owned() };
        let is_gone = self.effect(&edits, diagnostic)?.is_gone();
        is_gone.then_some(Fix { suggestion, applicability, edits, source: None })
    }

    /// Removes the comments of a document of JSON that a module reads.
    pub(super) fn without_comments_in_module(&self, first: Span) -> Option<Fix> {
        let file = ModuleText::at(self.source, first)?;
        let edits = remove_comments(file.text, file.own(first)).into_iter();
        self.removing_comments(edits.map(|it| file.in_source(it)).collect())
    }

    /// Removes a comma of such a document.
    pub(super) fn without_comma_in_module(&self, comma: Span) -> Option<Fix> {
        ModuleText::at(self.source, comma)?;
        let (suggestion, safe) = (Suggestion::RemoveComma, Applicability::Safe);
        (self.source.slice(comma) == ",").then(|| Fix::replacing(suggestion, safe, comma, ""))
    }
}

/// The edit that gives a key another name: in HCL, or in JSON that the module reads.
fn renamed(report: &FileReport<'_>, key: Span, to: &str) -> Option<Edit> {
    let file = ModuleText::at(report.source, key)?;
    let own = file.own(key);
    let in_json = |document: &Node<'_>| {
        let (object, index) = entry_at(document, own)?;
        rename_key(file.text, object, index, to)
    };
    let edit = match file.body() {
        Some(body) => rename_in_hcl(file.text, &body, own, to)
            .or_else(|| in_json(&file.document_in(heredoc_around(file.text, &body, own)?)?)),
        None => in_json(&file.document()?),
    };
    Some(file.in_source(edit?))
}
