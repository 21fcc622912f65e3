//! A tree becomes a policy document, whether it is an object, a JSON string or a percent-encoded one.

use super::clauses::{ClauseReader, text_of};
use super::document::{Document, Kind, PolicyVersion, Statement, Uncertainty};
use super::fault::{PolicyDiagnostic, PolicyFault, PolicyObject};
use crate::base::source::Span;
use crate::syntax::{Map, Node, Value, json};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A document as far as it could be read, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct ParsedPolicy {
    /// The document. What could not be read is open in it.
    pub document: Document,
    /// What is wrong with it: `policy-malformed`, each with the rule that is broken.
    pub problems: Vec<PolicyDiagnostic>,
}

/// Reads a policy document. In a document that is a string, everything stands where the string stands.
pub fn read(node: &Node<'_>, kind: Kind) -> ParsedPolicy {
    let mut reader =
        ClauseReader { kind, version: PolicyVersion::Old, problems: Vec::new(), string: None };
    let document = match &node.resolved().value {
        Value::String(text) => {
            reader.string = Some(node.span);
            reader.document_in_string(text, node.span)
        }
        _ => reader.document(node),
    };
    ParsedPolicy { document, problems: reader.problems }
}

impl ClauseReader {
    fn document_in_string(&mut self, text: &str, span: Span) -> Document {
        let text = text.trim();
        let decoded =
            if text.starts_with('%') { percent_decoded(text) } else { Some(Cow::Borrowed(text)) };
        let Some(decoded) = decoded.filter(|text| text.trim_start().starts_with('{')) else {
            self.report(span, PolicyFault::NoDocumentInString);
            return Document::open(span, Uncertainty::Malformed(span));
        };
        let parsed = json::read(&decoded);
        if let Some(problem) = parsed.problems.first() {
            self.report(span, PolicyFault::NotJson(problem.subject.clone()));
        }
        let mut document = match parsed.documents.first() {
            Some(node) => self.document(node),
            None => Document::open(span, Uncertainty::Malformed(span)),
        };
        if !parsed.problems.is_empty() {
            // What was mended may have been meant otherwise.
            make_all_uncertain(&mut document, &Uncertainty::Malformed(span));
        }
        document
    }

    fn document(&mut self, node: &Node<'_>) -> Document {
        let span = self.at(node.span);
        let Some(map) = node.as_map() else {
            if matches!(
                node.resolved().value,
                Value::Placeholder(_) | Value::Text(_) | Value::Tagged(..)
            ) {
                return Document::open(span, Uncertainty::Open(span));
            }
            self.report(node.span, PolicyFault::NotAnObject(node.kind()));
            return Document::open(span, Uncertainty::Malformed(span));
        };
        let before = self.problems.len();
        self.check_elements(map, PolicyObject::Document);
        self.check_id(map);
        let uncertainty = self.read_version(map);
        let statements = self.statements(map, node.span);
        self.keep_causes(before, PolicyObject::Document);
        let mut document = Document { span, version: self.version, statements };
        if let Some(open) = map.open {
            let open = self.at(open);
            document.statements.push(Statement::open(open, Uncertainty::Open(open)));
        }
        if let Some(uncertainty) = uncertainty {
            make_all_uncertain(&mut document, &uncertainty);
        }
        self.check_sids(&document);
        document
    }

    /// Reads the version; the doubt is one that all statements share.
    fn read_version(&mut self, map: &Map<'_>) -> Option<Uncertainty> {
        let node = map.get("Version")?;
        let span = self.at(node.span);
        let text = text_of(node);
        match text.as_ref().map(|text| text.as_literal()) {
            Some(Some("2012-10-17")) => self.version = PolicyVersion::Current,
            Some(Some("2008-10-17")) => {}
            Some(Some(other)) => {
                self.report(node.span, PolicyFault::UnknownVersion(other.to_owned()));
                return Some(Uncertainty::Malformed(span));
            }
            Some(None) => return Some(Uncertainty::Open(span)),
            None => {
                self.report(node.span, PolicyFault::VersionNotAString(node.kind()));
                return Some(Uncertainty::Malformed(span));
            }
        }
        None
    }

    fn statements(&mut self, map: &Map<'_>, span: Span) -> Vec<Statement> {
        let Some(node) = map.get("Statement") else {
            if map.open.is_none() {
                self.report(span, PolicyFault::NoStatement);
                let span = self.at(span);
                return vec![Statement::open(span, Uncertainty::Malformed(span))];
            }
            return Vec::new();
        };
        match node.as_list() {
            Some([]) => {
                self.report(node.span, PolicyFault::NoStatementInList);
                Vec::new()
            }
            Some(list) => list.iter().map(|node| self.statement(node)).collect(),
            None => vec![self.statement(node)],
        }
    }

    fn check_id(&mut self, map: &Map<'_>) {
        if let Some(entry) = map.entry("Id").filter(|_| self.kind == Kind::Identity) {
            self.report(entry.key_span, PolicyFault::IdWithoutUse);
        }
    }

    /// Two statements of one name: IAM rejects the document, and each still says what it says.
    fn check_sids(&mut self, document: &Document) {
        let mut seen = BTreeSet::new();
        for (sid, span) in document.statements.iter().filter_map(|it| it.sid.as_ref()) {
            if !seen.insert(sid) && !sid.is_empty() {
                self.report(*span, PolicyFault::RepeatedSid(sid.clone()));
            }
        }
    }
}

fn make_all_uncertain(document: &mut Document, uncertainty: &Uncertainty) {
    for statement in &mut document.statements {
        statement.uncertainty.get_or_insert_with(|| uncertainty.clone());
    }
}

/// The text behind `%7B%22Version…`: what IAM's API gives back. Source: botocore, `handlers.py`,
/// `json_decode_policies`.
fn percent_decoded(text: &str) -> Option<Cow<'_, str>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, tail @ ..]) => {
                bytes.push(hex(*high)? << 4 | hex(*low)?);
                rest = tail;
            }
            (b'%', _) => return None,
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
