//! The end of an ARN that a policy names: the streams of a log group, the last characters of a secret.

use crate::analysis::report::FileReport;
use crate::analysis::subject::{Diagnostic, Label, NearMissKind, Note, StatementNote};
use crate::base::diagnostic::{Applicability, Fix, Suggestion};
use crate::base::source::{Source, Span};
use crate::syntax::{Aliases, Node, Value};
use std::sync::Arc;

impl FileReport<'_> {
    /// Corrects the ARN that a policy names.
    pub(super) fn with_arn_end(
        &self,
        document: usize,
        label: &Label,
        diagnostic: &Diagnostic,
    ) -> Option<Fix> {
        let Some(Note::Statement(StatementNote::NearMiss(kind))) = &label.note else { return None };
        let string = match label.source {
            Some(_) => label.span,
            None => string_at(self.documents().get(document)?, label.span)?,
        };
        let source = label.source.as_deref().unwrap_or(self.source);
        let inside = inside_quotes(source, string)?;
        let end = inside.range().end;
        let (suggestion, span, text) = match kind {
            NearMissKind::LogGroupWithoutStreams => {
                (Suggestion::AddLogStreams, Span::new(end, end), ":*")
            }
            NearMissKind::LogGroupsBelow => {
                source.slice(inside).strip_suffix("/*")?;
                (Suggestion::AddLogStreams, Span::new(end - 2, end), ":*")
            }
            NearMissKind::SecretWithoutSuffix => {
                (Suggestion::AddSecretSuffix, Span::new(end, end), "-??????")
            }
            _ => return None,
        };
        // What the AWS CLI printed is a copy: the policy itself is somewhere else.
        if let Some(source) = &label.source {
            let fix = Fix::replacing(suggestion, Applicability::Unsafe, span, text);
            return Some(Fix { source: Some(Arc::clone(source)), ..fix });
        }
        let fix = Fix::replacing(suggestion, Applicability::Safe, span, text);
        let effect = self.effect(&fix.edits, diagnostic)?;
        (effect.is_gone() && effect.new_findings().is_empty()).then_some(fix)
    }
}

/// The string that stands there: by itself, or as what a `Sub` is given.
fn string_at(document: &Node<'_>, span: Span) -> Option<Span> {
    let mut nodes = document.walk(Aliases::Written).filter(|node| node.span == span);
    nodes.find_map(|node| match &node.value {
        Value::String(_) => Some(node.span),
        Value::Tagged(tag, argument) if tag == "!Sub" => text_of_sub(argument),
        Value::Map(map) if map.entries.len() == 1 => text_of_sub(map.get("Fn::Sub")?),
        _ => None,
    })
}

/// The text of a `Sub`, which may have values of its own behind it.
fn text_of_sub(argument: &Node<'_>) -> Option<Span> {
    let text = match &argument.value {
        Value::List(items) => items.first()?,
        _ => argument,
    };
    matches!(text.value, Value::String(_)).then_some(text.span)
}

/// The part of a string on one line that its quotes enclose; all of it where it has none.
fn inside_quotes(source: &Source, string: Span) -> Option<Span> {
    let written = source.slice(string);
    let range = string.range();
    match written.chars().next()? {
        quote @ ('"' | '\'') => {
            let is_closed = written.len() > 1 && written.ends_with(quote);
            is_closed.then(|| Span::new(range.start + 1, range.end - 1))
        }
        first => {
            let is_plain = first.is_ascii_alphanumeric() || first == '$' || first == '*';
            (is_plain && !written.contains('\n')).then_some(string)
        }
    }
}
