//! Jsonnet in what should be JSON: its expressions are values that are not known before it is rendered.

use super::{JsonReader, Node, Value};
use crate::base::source::Span;
use crate::syntax::json::template::of_source;

/// What begins an expression or a field of Jsonnet, and nothing that people write into JSON.
const SIGNS: [&str; 13] = [
    "local ",
    "std.",
    "self.",
    "super.",
    "$.",
    "import ",
    "import'",
    "importstr",
    "|||",
    "+:",
    "::",
    "function(",
    "assert ",
];

/// The same, where the second text stands on the line as well.
const PAIRS: [(&str, &str); 3] = [("if ", " then "), ("[if ", " then "), ("for ", " in ")];

impl<'s> JsonReader<'s> {
    /// The expression of Jsonnet at the cursor, if one is there: everything up to where the value ends.
    pub(super) fn jsonnet(&mut self) -> Option<Node<'s>> {
        if !is_jsonnet(self.rest()) {
            return None;
        }
        let start = self.at;
        self.jsonnet.get_or_insert(Span::new(start, start));
        self.at = self.expression_end();
        self.at = start + self.slice(start, self.at).trim_end().len();
        let span = Span::new(start, self.at);
        self.report(span, crate::syntax::JsonFault::Jsonnet);
        let written = self.slice(start, self.at);
        Some(Node { span, value: Value::Placeholder(of_source(written, written)) })
    }

    /// The comma or the bracket that ends the expression at the cursor.
    fn expression_end(&self) -> usize {
        let bytes = self.text.as_bytes();
        let (mut at, mut depth) = (self.at, 0_usize);
        while let Some(&byte) = bytes.get(at) {
            at = match byte {
                b'"' | b'\'' => self.after(at + 1, byte),
                b'|' if self.slice(at, at + 3) == "|||" => {
                    let block = self.slice(at + 3, self.text.len());
                    block.find("|||").map_or(self.text.len(), |end| at + end + 6)
                }
                b',' | b';' | b'}' | b']' | b')' if depth == 0 => return at,
                b'{' | b'[' | b'(' => {
                    depth += 1;
                    at + 1
                }
                b'}' | b']' | b')' => {
                    depth -= 1;
                    at + 1
                }
                _ => at + 1,
            };
        }
        self.text.len()
    }

    /// Where a string ends that has this quote.
    fn after(&self, start: usize, quote: u8) -> usize {
        let mut escaped = false;
        for (at, &byte) in self.text.as_bytes().iter().enumerate().skip(start) {
            if byte == quote && !escaped {
                return at + 1;
            }
            escaped = byte == b'\\' && !escaped;
        }
        self.text.len()
    }
}

/// Whether a text begins as only Jsonnet does, an operator before it or not.
pub(super) fn is_jsonnet(text: &str) -> bool {
    let is_sign = |text: &str| SIGNS.iter().any(|sign| text.starts_with(sign));
    if is_sign(text) {
        return true;
    }
    let line = text.lines().next().unwrap_or_default();
    let operand = line.trim_start_matches(['+', '%', '=', ' ']);
    PAIRS.iter().any(|(start, within)| line.starts_with(start) && line.contains(within))
        || (operand.len() < line.len() && is_sign(operand))
}
