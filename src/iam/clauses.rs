//! The state of reading a document, and the reading of lists of actions and resources.

use super::document::{Clause, Item, Kind, PolicyVersion};
use super::fault::{ItemFault, PolicyDiagnostic, PolicyFault, PolicyObject};
use super::matching::Glob;
use super::variables::{Dialect, Pattern};
use crate::base::diagnostic::Severity;
use crate::base::source::Span;
use crate::base::suggest;
use crate::base::text::{Placeholder, PlaceholderKind, Text};
use crate::syntax::{Entry, Map, Node, Value};
use std::collections::BTreeSet;

/// What is known of the document while it is read, and what was wrong with it so far.
pub(super) struct ClauseReader {
    pub(super) kind: Kind,
    pub(super) version: PolicyVersion,
    pub(super) problems: Vec<PolicyDiagnostic>,
    /// The place of the string that contains the document: whatever is in it is there.
    pub(super) string: Option<Span>,
}

impl ClauseReader {
    pub(super) fn at(&self, span: Span) -> Span {
        self.string.unwrap_or(span)
    }

    /// Takes down what is wrong at a place.
    pub(super) fn report(&mut self, span: Span, fault: impl Into<PolicyFault>) {
        let span = self.at(span);
        self.problems.push(fault.into().at(span));
    }

    /// The place of the first error from problem number `from` on.
    pub(super) fn first_error(&self, from: usize) -> Option<Span> {
        let mut later = self.problems.iter().skip(from);
        later.find(|problem| problem.severity == Severity::Error).and_then(PolicyDiagnostic::span)
    }

    /// Reports elements that the grammar does not have, and duplicate ones.
    pub(super) fn check_elements(&mut self, map: &Map<'_>, of: PolicyObject) {
        let known = of.elements();
        let mut seen = BTreeSet::new();
        for entry in &map.entries {
            if !known.contains(&entry.key.as_ref()) {
                let (element, meant) =
                    (entry.key.to_string(), closest(&entry.key, known.iter().copied()));
                self.report(entry.key_span, PolicyFault::UnknownElement { of, element, meant });
            } else if !seen.insert(entry.key.as_ref()) {
                let element = entry.key.to_string();
                self.report(entry.key_span, PolicyFault::RepeatedElement { of, element });
            }
        }
    }

    /// Of the faults of an object since the `first`, leaves out those that another one causes: an element is not missing
    /// where it is misspelled, and what a document without a `Statement` contains stands where that belongs.
    pub(super) fn keep_causes(&mut self, first: usize, object: PolicyObject) {
        let found = self.problems.split_off(first);
        let is_misspelt = |elements: &[&str]| {
            found.iter().any(|it| match &it.subject {
                PolicyFault::UnknownElement { of, meant: Some(meant), .. } => {
                    *of == object && elements.contains(meant)
                }
                _ => false,
            })
        };
        let is_caused = |fault: &PolicyFault| is_misspelt(missing(fault, object));
        let lacks_statement = object == PolicyObject::Document
            && found.iter().any(|it| it.subject == PolicyFault::NoStatement)
            && !is_caused(&PolicyFault::NoStatement);
        let is_misplaced = |fault: &PolicyFault| {
            lacks_statement && matches!(fault, PolicyFault::UnknownElement { meant: None, .. })
        };
        let kept = found.iter().filter(|it| !is_caused(&it.subject) && !is_misplaced(&it.subject));
        self.problems.extend(kept.cloned());
    }

    /// `Action` or `NotAction`: each is `service:Name`, or `*`.
    pub(super) fn actions(&mut self, entry: &Entry<'_>) -> Clause<Item> {
        let dialect = Dialect { variables: false, wildcards: true, arn: false };
        self.clause(entry, |reader, text, span| {
            if let Some(action) = text.as_literal() {
                reader.check_action(action, span);
            }
            Pattern::read(&text.map_literals(str::to_ascii_lowercase), dialect)
        })
    }

    /// `Resource` or `NotResource`: each is an ARN, or `*`.
    pub(super) fn resources(&mut self, entry: &Entry<'_>) -> Clause<Item> {
        let variables = self.version == PolicyVersion::Current;
        let dialect = Dialect { variables, wildcards: true, arn: true };
        self.clause(entry, |reader, text, span| {
            let pattern = Pattern::read(text, dialect);
            reader.check_resource(text, &pattern, span);
            pattern
        })
    }

    fn clause(
        &mut self,
        entry: &Entry<'_>,
        mut read: impl FnMut(&mut Self, &Text<'static>, Span) -> Pattern,
    ) -> Clause<Item> {
        let mut items = Vec::new();
        for node in entry.value.items_or_self() {
            if let Some(text) = text_of(node) {
                let pattern = read(self, &text, node.span);
                items.push(Item { text, pattern, span: self.at(node.span) });
            } else {
                self.not_strings(entry, node);
            }
        }
        let negated = entry.key.starts_with("Not");
        if entry.value.as_list().is_some_and(<[Node<'_>]>::is_empty) {
            self.report(entry.value.span, PolicyFault::EmptyElement(entry.key.to_string()));
        }
        match (items.is_empty(), negated) {
            // That an empty list leaves everything in is nowhere written.
            (true, true) => Clause::Open,
            (_, true) => Clause::NotIn(items),
            (_, false) => Clause::In(items),
        }
    }

    /// Reports an item that is not a string, of an element that contains strings.
    pub(super) fn not_strings(&mut self, entry: &Entry<'_>, item: &Node<'_>) {
        let (element, kind) = (entry.key.to_string(), item.kind());
        self.report(item.span, PolicyFault::NotStrings { element, kind });
    }

    fn check_action(&mut self, action: &str, span: Span) {
        let all = !action.is_empty() && action.bytes().all(|byte| byte == b'*');
        let is_named = match action.split_once(':') {
            Some((service, name)) => !service.is_empty() && !name.is_empty(),
            None => false,
        };
        if !all && !is_named {
            self.report(span, ItemFault::ActionWithoutService(action.to_owned()));
        }
        let service = action.split_once(':').map_or("*", |(service, _)| service);
        if self.kind == Kind::Trust
            && !service.contains(['*', '?'])
            && !service.eq_ignore_ascii_case("sts")
        {
            self.report(span, ItemFault::NotAnStsAction(action.to_owned()));
        }
    }

    fn check_resource(&mut self, text: &Text<'_>, pattern: &Pattern, span: Span) {
        for variable in pattern.misplaced() {
            self.report(span, ItemFault::MisplacedVariable(variable.to_string()));
        }
        if pattern.as_glob().is_none_or(Glob::is_all) || pattern.is_open() {
            return;
        }
        let Some(arn) = text.as_literal() else { return };
        let fields: Vec<_> = arn.splitn(6, ':').collect();
        match fields.as_slice() {
            ["arn", _, service, _, _, _] => {
                if service.contains(['*', '?']) && *service != "*" {
                    self.report(span, ItemFault::WildcardInService(arn.to_owned()));
                }
            }
            ["arn", ..] => self.report(span, ItemFault::ShortArn(arn.to_owned())),
            _ => self.report(span, ItemFault::NotAnArn(arn.to_owned())),
        }
    }
}

/// A string, with what a template leaves undecided as placeholders. IAM takes no number or boolean here.
pub(super) fn text_of(node: &Node<'_>) -> Option<Text<'static>> {
    match node.resolved().value {
        Value::Number(_) | Value::Bool(_) => None,
        _ => scalar_of(node),
    }
}

/// The same where numbers and booleans may be without quotes: in a condition.
pub(super) fn scalar_of(node: &Node<'_>) -> Option<Text<'static>> {
    let node = node.resolved();
    let text = node.scalar_text(|text| Text::literal(text.clone())).map(Text::into_owned);
    text.or_else(|| match &node.value {
        Value::Tagged(tag, _) => Some(open_at(tag, node.span)),
        Value::Map(map) => match map.entries.as_slice() {
            [only] if only.key == "Ref" || only.key.starts_with("Fn::") => {
                Some(open_at(&only.key, node.span))
            }
            _ => None,
        },
        _ => None,
    })
}

/// A placeholder for a function of a template. Two of them need not stand for the same text, so each is written
/// with its place.
fn open_at(function: &str, span: Span) -> Text<'static> {
    let name = format!("{function} at byte {}", span.start);
    Text::placeholder(Placeholder::named(PlaceholderKind::Function, &name))
}

/// The elements that an object lacks, either of which would do.
fn missing(fault: &PolicyFault, object: PolicyObject) -> &'static [&'static str] {
    match (fault, object) {
        (PolicyFault::NoStatement, PolicyObject::Document) => &["Statement"],
        (PolicyFault::NoEffect, PolicyObject::Statement) => &["Effect"],
        (PolicyFault::NoAction, PolicyObject::Statement) => &["Action", "NotAction"],
        (PolicyFault::NoResource, PolicyObject::Statement) => &["Resource", "NotResource"],
        (PolicyFault::NoPrincipal, PolicyObject::Statement) => &["Principal", "NotPrincipal"],
        _ => &[],
    }
}

/// The name that was probably meant.
pub(super) fn closest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if (3..=40).contains(&written.len()) { suggest::fewest_slips(written, names, 2) } else { None }
}
