//! What reading a document keeps in mind, and how lists of actions and resources are read.

use super::document::{Clause, Item, Kind, Version};
use super::matching::Glob;
use super::variables::{Dialect, Pattern};
use crate::base::problem::{Problem, Severity};
use crate::base::source::Span;
use crate::base::suggest;
use crate::base::text::{Placeholder, PlaceholderKind, Text};
use crate::syntax::{Entry, Map, Node, Value};
use std::collections::BTreeSet;

/// The code of every problem with a policy.
const CODE: &str = "policy-malformed";

/// What is known of the document while it is read, and what was wrong with it so far.
pub(super) struct Reader {
    pub(super) kind: Kind,
    pub(super) version: Version,
    pub(super) problems: Vec<Problem>,
    /// The place of the string that holds the document: whatever is in it stands there.
    pub(super) string: Option<Span>,
}

impl Reader {
    pub(super) fn at(&self, span: Span) -> Span {
        self.string.unwrap_or(span)
    }

    /// A rule of the grammar is broken: IAM refuses the document.
    pub(super) fn error(&mut self, span: Span, message: impl Into<String>, help: &str) {
        self.problem(Severity::Error, span, message.into(), help);
    }

    /// IAM takes it, and it does not do what it seems to.
    pub(super) fn warning(&mut self, span: Span, message: impl Into<String>, help: &str) {
        self.problem(Severity::Warning, span, message.into(), help);
    }

    pub(super) fn assessment(&mut self, span: Span, message: impl Into<String>, help: &str) {
        self.problem(Severity::Note, span, message.into(), help);
    }

    fn problem(&mut self, severity: Severity, span: Span, message: String, help: &str) {
        let span = self.at(span);
        self.problems
            .push(Problem { severity, ..Problem::error(CODE, span, message) }.with_help(help));
    }

    /// The place of the first error from problem number `from` on.
    pub(super) fn first_error(&self, from: usize) -> Option<Span> {
        let mut later = self.problems.iter().skip(from);
        later.find(|problem| problem.severity == Severity::Error).and_then(|problem| problem.span)
    }

    /// Tells of elements that the grammar does not know, and of those that stand twice.
    pub(super) fn check_names(&mut self, map: &Map<'_>, known: &[&str], whose: &str) {
        let mut seen = BTreeSet::new();
        for entry in &map.entries {
            if !known.contains(&entry.key.as_ref()) {
                let message = format!("{whose} has no element `{}`", entry.key);
                let help = match closest(&entry.key, known.iter().copied()) {
                    Some(name) => format!("write `{name}`: the names of elements heed case"),
                    None => format!("its elements are {}", known.join(", ")),
                };
                self.error(entry.key_span, message, &help);
            } else if !seen.insert(entry.key.as_ref()) {
                let message = format!("`{}` stands twice in {whose}", entry.key);
                self.error(entry.key_span, message, "keep one of them");
            }
        }
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
        let variables = self.version == Version::Current;
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
                let message = format!("`{}` holds strings, not {}", entry.key, node.kind());
                self.error(node.span, message, "write a string, or a list of strings");
            }
        }
        let negated = entry.key.starts_with("Not");
        if entry.value.as_list().is_some_and(<[Node<'_>]>::is_empty) {
            let message = format!("`{}` is empty", entry.key);
            self.assessment(entry.value.span, message, "fill it, or take the statement out");
        }
        match (items.is_empty(), negated) {
            // That an empty list leaves everything in is nowhere written.
            (true, true) => Clause::Open,
            (_, true) => Clause::NotIn(items),
            (_, false) => Clause::In(items),
        }
    }

    fn check_action(&mut self, action: &str, span: Span) {
        let all = !action.is_empty() && action.bytes().all(|byte| byte == b'*');
        let is_named = match action.split_once(':') {
            Some((service, name)) => !service.is_empty() && !name.is_empty(),
            None => false,
        };
        if !all && !is_named {
            let message =
                format!("`{action}` is not an action: it lacks the service before the colon");
            self.error(span, message, "write `service:Name`, as in `ecr:BatchGetImage`, or `*`");
        }
        let service = action.split_once(':').map_or("*", |(service, _)| service);
        if self.kind == Kind::Trust
            && !service.contains(['*', '?'])
            && !service.eq_ignore_ascii_case("sts")
        {
            let message = format!("a trust policy allows actions of STS only, not `{action}`");
            self.error(span, message, "write `sts:AssumeRole`");
        }
    }

    fn check_resource(&mut self, text: &Text<'_>, pattern: &Pattern, span: Span) {
        for variable in pattern.misplaced() {
            let message =
                format!("`{variable}` stands before the fifth colon, where IAM takes no variable");
            self.warning(span, message, "write the value itself, or `*`");
        }
        if pattern.as_glob().is_none_or(Glob::is_all) || pattern.is_open() {
            return;
        }
        let Some(arn) = text.as_literal() else { return };
        let fields: Vec<_> = arn.splitn(6, ':').collect();
        match fields.as_slice() {
            ["arn", _, service, _, _, _] => {
                if service.contains(['*', '?']) && *service != "*" {
                    let message = format!("`{arn}` has a wildcard in the name of the service");
                    self.warning(span, message, "name the service");
                }
            }
            ["arn", ..] => {
                let message = format!("`{arn}` has fewer than the six fields of an ARN");
                self.error(span, message, "write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE");
            }
            _ => {
                let message = format!("`{arn}` is neither an ARN nor `*`");
                self.error(
                    span,
                    message,
                    "write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, or `*`",
                );
            }
        }
    }
}

/// A string, with what a template leaves open as placeholders. IAM takes no number or boolean here.
pub(super) fn text_of(node: &Node<'_>) -> Option<Text<'static>> {
    match node.resolved().value {
        Value::Number(_) | Value::Bool(_) => None,
        _ => scalar_of(node),
    }
}

/// The same where numbers and booleans may stand without quotes: in a condition.
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

/// The name that was probably meant.
pub(super) fn closest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if (3..=40).contains(&written.len()) { suggest::fewest_slips(written, names, 2) } else { None }
}
