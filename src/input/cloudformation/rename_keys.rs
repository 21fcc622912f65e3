//! Renames CloudFormation's properties to the API's fields, and reports unknown ones.

use crate::base::diagnostic::BuiltIn;
use crate::base::source::Span;
use crate::input::json_string::{read_json, read_json_text};
use crate::input::naming::Naming;
use crate::input::schema::{Field, KeyDiagnostic, KeyRemedy, ValueKind, misspelt};
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;
use std::ptr;

/// Renames, and gathers what is wrong with names.
#[derive(Debug, Default)]
pub(super) struct KeyRenamer {
    problems: Vec<KeyDiagnostic>,
    /// The first key in the API's own spelling, among the problems, and how many more there are.
    in_api_spelling: Option<(usize, Vec<(Span, String)>)>,
}

impl KeyRenamer {
    /// What is wrong with the names. Those of the API begin with a small letter: one of them stands for all.
    pub(super) fn finish(mut self) -> Vec<KeyDiagnostic> {
        if let Some((at, others)) = self.in_api_spelling.take()
            && let Some(problem) = self.problems.get_mut(at)
            && let Some(KeyRemedy::Rename { alike, .. }) = &mut problem.subject.remedy
        {
            *alike = others;
        }
        self.problems
    }

    /// The value with the API's names. A name that is not one stays, so that it is reported with others of its kind.
    pub(super) fn in_object<'t>(
        &mut self,
        node: Node<'t>,
        object: &Field,
        kind: ValueKind,
    ) -> Node<'t> {
        let span = node.span;
        let value = match node.value {
            Value::Map(map) if !object.fields.is_empty() => Value::Map(self.renamed(map, object)),
            Value::List(items) => {
                let items = items.into_iter().flat_map(flattened);
                Value::List(items.map(|item| self.in_object(item, object, kind)).collect())
            }
            Value::String(text)
                if !matches!(kind, ValueKind::String | ValueKind::Exact | ValueKind::Any) =>
            {
                return self.of_string(span, text, object, kind);
            }
            // A `Sub` around the JSON.
            Value::Text(text)
                if !matches!(kind, ValueKind::String | ValueKind::Exact | ValueKind::Any) =>
            {
                match read_json_text(&text, span) {
                    Some(node) => return self.in_object(node, object, kind),
                    None => Value::Text(text),
                }
            }
            other => other,
        };
        Node { span, value }
    }

    fn renamed<'t>(&mut self, map: Map<'t>, object: &Field) -> Map<'t> {
        let field_of =
            |entry: &Entry<'_>| object.fields.iter().find(|field| field.template_name == entry.key);
        let known: Vec<Option<&Field>> = map.entries.iter().map(field_of).collect();
        let mut entries = Vec::with_capacity(map.entries.len());
        for (entry, exact) in map.entries.into_iter().zip(&known) {
            let Some(field) = exact else {
                match object.fields.iter().find(|field| is_meant(field, &entry.key)) {
                    Some(field) => {
                        let is_there = known.iter().flatten().any(|it| ptr::eq(*it, field));
                        self.report(&entry, object, field, is_there);
                        if !is_there && field.name != "executionRoleArn" {
                            entries.push(self.entry(entry, field));
                        }
                    }
                    None => entries.push(entry),
                }
                continue;
            };
            entries.push(self.entry(entry, field));
        }
        Map { entries, open: map.open }
    }

    fn entry<'t>(&mut self, entry: Entry<'t>, field: &Field) -> Entry<'t> {
        Entry {
            key: Cow::Borrowed(field.name),
            value: self.in_object(entry.value, field, field.kind),
            ..entry
        }
    }

    /// A name in another spelling, which CloudFormation rejects. Its value is checked all the same; but a
    /// role that no deploy will see counts as none.
    fn report(&mut self, entry: &Entry<'_>, object: &Field, field: &Field, is_there: bool) {
        let is_role = field.name == "executionRoleArn" && !is_there;
        if entry.key == field.name && !is_role && !is_there {
            if let Some((_, others)) = &mut self.in_api_spelling {
                others.push((entry.key_span, field.template_name.to_owned()));
                return;
            }
            self.in_api_spelling = Some((self.problems.len(), Vec::new()));
        }
        let code = if is_role { BuiltIn::MisspeltExecutionRole } else { BuiltIn::UnknownKey };
        let name = field.template_name;
        let remedy =
            if is_there { KeyRemedy::remove_duplicate(name) } else { KeyRemedy::rename(name) };
        self.problems.push(misspelt(code, entry, object, Naming::CloudFormation, remedy));
    }

    /// JSON in a string, where an object or an array belongs.
    fn of_string<'t>(
        &mut self,
        span: Span,
        text: Cow<'t, str>,
        object: &Field,
        kind: ValueKind,
    ) -> Node<'t> {
        match read_json(&text, span) {
            Some(node) => self.in_object(node, object, kind),
            None => Node { span, value: Value::String(text) },
        }
    }
}

/// A function within an array may give an array: CloudFormation takes its items.
fn flattened(item: Node<'_>) -> Vec<Node<'_>> {
    match item.value {
        Value::List(items) => items,
        _ => vec![item],
    }
}

/// Whether a key is the name of a field but for the case of its letters.
fn is_meant(field: &Field, key: &str) -> bool {
    field.name.eq_ignore_ascii_case(key) || field.template_name.eq_ignore_ascii_case(key)
}
