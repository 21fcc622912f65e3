//! Keys with another name, and keys in another place.

use super::role::role_home;
use super::{in_order, object_at};
use crate::analysis::report::FileReport;
use crate::base::diagnostic::{Applicability, Edit, Fix, Suggestion};
use crate::base::source::Span;
use crate::input::schema::{KeyRemedy, KeySubject};
use crate::syntax::edit::{NewValue, insert_entry, remove_entry, rename_key};
use crate::syntax::{Node, Value};

impl FileReport<'_> {
    /// Returns a key its right name, or moves it to the object that it belongs to.
    pub(super) fn with_key(&self, subject: &KeySubject, document: usize, at: Span) -> Option<Fix> {
        let document = self.documents().get(document)?;
        let (object, index) = entry_at(document, at)?;
        let (to, applicability) = match subject.remedy.as_ref()? {
            KeyRemedy::Rename { to, alike } if !alike.is_empty() => {
                return self.with_all_keys(document, (at, to), alike);
            }
            KeyRemedy::Rename { to, .. } => (to, Applicability::Safe),
            KeyRemedy::Suggestion(to) => (to, Applicability::Unsafe),
            KeyRemedy::MoveRole => {
                let mut tasks = self.task_reports.iter().map(|it| it.task.span);
                let whole = object_at(document, tasks.find(|task| task.contains(at))?)?;
                return self.with_moved_role(whole, object, index, subject);
            }
            _ => return None,
        };
        let rename = |object, index| rename_key(self.source.text(), object, index, to);
        // One finding stands for all objects of a kind that have the key.
        let repeats = subject.repeats.0.iter().filter_map(|at| entry_at(document, *at));
        let repeats = repeats.filter_map(|(object, index)| rename(object, index));
        let edits = in_order(std::iter::once(rename(object, index)?).chain(repeats).collect())?;
        let suggestion = Suggestion::RenameKey { to: to.clone() };
        Some(Fix { suggestion, applicability, edits, source: None })
    }

    /// Returns the keys that one finding stands for their names.
    fn with_all_keys(
        &self,
        document: &Node<'_>,
        (at, to): (Span, &str),
        alike: &[(Span, String)],
    ) -> Option<Fix> {
        let others = alike.iter().map(|(at, to)| (*at, to.as_str()));
        let edits = std::iter::once((at, to)).chain(others).map(|(at, to)| {
            let (object, index) = entry_at(document, at)?;
            rename_key(self.source.text(), object, index, to)
        });
        let edits = in_order(edits.collect::<Option<Vec<_>>>()?)?;
        let suggestion = Suggestion::RenameKey { to: to.to_owned() };
        Some(Fix { suggestion, applicability: Applicability::Safe, edits, source: None })
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
        let role = copied(text, &map.entries.get(index)?.value)?;
        let added = insert_entry(text, home, key, &role)?;
        let edits = moved(text, remove_entry(text, object, index)?, added)?;
        // Where several objects name a role, one of them must be chosen.
        let applicability = match subject.repeats.count() {
            0 => Applicability::Safe,
            _ => Applicability::Unsafe,
        };
        let suggestion = Suggestion::MoveKey { key: key.to_owned() };
        Some(Fix { suggestion, applicability, edits, source: None })
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
pub(super) fn entry_at<'a, 's>(document: &'a Node<'s>, key: Span) -> Option<(&'a Node<'s>, usize)> {
    document.down_to(key).find_map(|node| {
        let Value::Map(map) = &node.value else { return None };
        Some((node, map.entries.iter().position(|entry| entry.key_span == key)?))
    })
}

/// A value as it is written: a string in the quotes of its new place, a function of a template as it stands.
fn copied(text: &str, value: &Node<'_>) -> Option<NewValue> {
    if let Value::String(string) = &value.value {
        return Some(NewValue::text(&**string));
    }
    let written = text.get(value.span.range())?;
    // In brackets, what is without any of its own ends at the first comma.
    let is_whole = written.starts_with('{') || !written.contains([',', ']', '}']);
    let is_function = matches!(value.value, Value::Tagged(..) | Value::Map(_));
    let is_one_line = !written.contains('\n') && !written.is_empty();
    (is_function && is_whole && is_one_line).then(|| NewValue::Written(written.to_owned()))
}
