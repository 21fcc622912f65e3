//! What is in doubt after a syntax error in JSON.

use super::{JsonReader, Node, Value};
use crate::base::source::Span;
use crate::syntax::loss::{lost, open_all};

impl<'s> JsonReader<'s> {
    /// Takes note that the innermost object or array may have more in it than what is read. Where brackets are in
    /// what was lost, it is not even known which is the innermost.
    pub(super) fn lose(&mut self, span: Span) {
        if self.slice(span.range().start, span.range().end).contains(['{', '}', '[', ']']) {
            self.doubt(span);
        }
        if let Some(open) = self.open.last_mut() {
            open.lost.get_or_insert(span);
        }
        self.lost.push(span);
    }

    /// Takes note that brackets do not match: what was read may belong to any object, and so may what is
    /// missing there.
    pub(super) fn doubt(&mut self, span: Span) {
        self.doubt.get_or_insert(span);
        self.lost.push(span);
    }

    /// Replaces a value that is in doubt by one that may be anything.
    pub(super) fn hide(&self, node: &mut Node<'s>) {
        let range = node.span.range();
        node.value = Value::Placeholder(lost(self.slice(range.start, range.end)));
    }

    /// Where brackets do not match, nothing is certainly absent.
    pub(super) fn open_all(&self, documents: &mut [Node<'s>]) {
        let Some(span) = self.doubt else { return };
        for document in documents {
            open_all(document, span);
        }
    }
}

/// The value of a key that has none.
pub(super) fn no_value<'s>(key: Span) -> Node<'s> {
    let at = key.range().end;
    Node { span: Span::new(at, at), value: Value::Placeholder(lost("")) }
}
