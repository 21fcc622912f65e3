//! The values of a task definition, judged by the grammars of their fields: what cannot be the value is a finding, and
//! unknown to everything that looks at it later.
//!
//! Most values are plain: what is cold here need not be fast, but small.

use super::TaskDefinition;
use super::inputs::Inputs;
use super::known_values::{KnownValues, Mentions};
use super::naming::Naming;
use super::schema::{OPTIONS, SERVICE_VALUES, ValueField, values_of};
use crate::aws::grammar::{Grammar, Judged, Misfit};
use crate::aws::image;
use crate::aws::log_group;
use crate::aws::place::{self, PartitionMention};
use crate::base::diagnostic::{BuiltIn, Diagnostic, Severity};
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind, Spelling, Text};
use crate::syntax::{Below, Map, Node, Value};
use std::borrow::Cow;
use std::sync::Arc;

/// How deep objects of a task definition are nested, at most.
const DEEPEST: usize = 8;

/// A value that is not what its field expects, at its place.
pub type ValueDiagnostic = Diagnostic<ValueSubject>;

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueSubject {
    /// The field, as the file calls it.
    pub field: &'static str,
    /// The value, as it is written.
    pub written: String,
    /// What the field expects.
    pub grammar: Grammar,
    /// What is wrong; nothing if the value is empty.
    pub misfit: Option<Misfit>,
}

/// What the values of a task definition are.
#[derive(Debug, Default)]
pub struct JudgedValues {
    /// Those that are not what their fields expect.
    pub findings: Vec<ValueDiagnostic>,
    /// The words that stand for a value, where no spelling says so.
    pub names: Vec<String>,
    /// The partitions that they name, each with its place.
    pub partitions: Vec<(Span, PartitionMention)>,
}

/// Judges the values of a task definition. What cannot be the value becomes a placeholder, and so does what only stands
/// for it.
pub(super) fn judge<'t>(
    task: &mut TaskDefinition<'t>,
    inputs: &Inputs,
    is_known: KnownWords<'_>,
    known: &mut KnownValues<'t>,
) {
    let mut judge = ValueJudge {
        naming: task.context.naming,
        document: task.document,
        inputs,
        is_known,
        values: JudgedValues::default(),
        changes: Vec::new(),
        known_registry: ("", [None; 2]),
        known_region: ("", [None; 2]),
        known,
        is_right: true,
    };
    let written = task.context.written.as_ref().unwrap_or(&task.root);
    judge.object(written, values_of(task.context.holder), 0);
    for service in &task.context.services {
        judge.object(&service.root, SERVICE_VALUES, 0);
    }
    for launcher in &task.context.launchers {
        if let Some(word) = &launcher.unknown_word {
            judge.launch_type(launcher.span, word);
        }
    }
    let ValueJudge { values, changes, .. } = judge;
    if !changes.is_empty() {
        task.root.to_mut().visit_mut(&mut |_, node| change(node, &changes));
        for service in &mut task.context.services {
            service.root.visit_mut(&mut |_, node| change(node, &changes));
        }
    }
    task.context.values = Arc::new(values);
    if let Some(open) = task.context.without_defaults.as_deref_mut() {
        self::judge(open, inputs, is_known, known);
    }
}

/// A value that is replaced: where it is, as it is written, and by what.
type Change = (Span, String, Value<'static>);

/// Replaces a value. What is put in after reading may be in the same place as another, so the text counts as well.
fn change(node: &mut Node<'_>, changes: &[Change]) -> Below {
    if !matches!(node.value, Value::String(_) | Value::Text(_) | Value::Number(_)) {
        return Below::Visit;
    }
    let is_it = |(span, written, _): &&Change| {
        *span == node.span
            && node
                .scalar_text(|text| Text::literal(text.as_ref()))
                .is_some_and(|it| it.to_string() == *written)
    };
    if let Some((_, _, value)) = changes.iter().find(is_it) {
        node.value = value.clone();
    }
    Below::Skip
}

/// What a value is judged by.
#[derive(Clone, Copy)]
struct Target {
    /// The field, as the file calls it.
    field: &'static str,
    /// The field, as the API calls it.
    key: &'static str,
    grammar: Grammar,
}

/// Whether the rules know a word as the value of a field: they may know more than the list.
pub type KnownWords<'a> = &'a dyn Fn(&str, &str) -> bool;

/// Walks a task definition next to the table of fields.
struct ValueJudge<'a, 't> {
    naming: Naming,
    document: usize,
    inputs: &'a Inputs,
    is_known: KnownWords<'a>,
    values: JudgedValues,
    changes: Vec<Change>,
    /// The last registry that was plain, with the partitions that it names: most values of a file name the same one.
    known_registry: (&'a str, Mentions),
    /// The same of the last Region.
    known_region: (&'a str, Mentions),
    /// What other combinations of the template's conditions have as well.
    known: &'a mut KnownValues<'t>,
    /// Whether the last text needed no finding and no change.
    is_right: bool,
}

impl<'a, 't> ValueJudge<'a, 't> {
    fn object(&mut self, node: &'a Node<'t>, fields: &'static [ValueField], depth: usize) {
        let Some(map) = node.as_map() else { return };
        if depth > DEEPEST {
            return;
        }
        for entry in &map.entries {
            if let Some(field) = fields.iter().find(|field| field.name == entry.key) {
                self.value(&entry.value, field, depth);
            } else if entry.is_merge() {
                for item in entry.value.items_or_self() {
                    self.object(item, fields, depth + 1);
                }
            }
        }
    }

    /// A launch type that stands around the task definition: other tools may know others, so only a slip is reported.
    fn launch_type(&mut self, span: Span, word: &str) {
        let Some(field) = SERVICE_VALUES.iter().find(|it| it.name == "launchType") else { return };
        let Some(grammar) = field.grammar else { return };
        let target = Target { field: field.name_in(self.naming), key: field.name, grammar };
        if let Judged::Not { why: why @ Misfit::Near(_), .. } = grammar.judge(&Text::literal(word))
        {
            self.report(span, word, target, Some(why));
        }
    }

    fn value(&mut self, node: &'a Node<'t>, field: &'static ValueField, depth: usize) {
        if let Some(grammar) = field.grammar {
            let target = Target { field: field.name_in(self.naming), key: field.name, grammar };
            node.items_or_self().iter().for_each(|item| self.scalar(item, target));
        } else if field.fields.is_empty() {
            node.as_map().into_iter().for_each(|options| self.options(options));
        } else {
            for item in node.items_or_self() {
                self.object(item, field.fields, depth + 1);
            }
        }
    }

    fn options(&mut self, options: &'a Map<'t>) {
        for entry in &options.entries {
            let Some(option) = OPTIONS.iter().find(|option| option.name == entry.key) else {
                let merged = entry.value.items_or_self().iter().filter(|_| entry.is_merge());
                merged.filter_map(Node::as_map).for_each(|options| self.options(options));
                continue;
            };
            let is_so = |(other, value): (&str, &str)| {
                options.get(other).and_then(Node::as_str) == Some(value)
            };
            if option.when.is_none_or(is_so) {
                let (name, grammar) = (option.name, option.grammar);
                self.scalar(&entry.value, Target { field: name, key: name, grammar });
            }
        }
    }

    fn scalar(&mut self, node: &'a Node<'t>, target: Target) {
        let (node, grammar) = (node.resolved(), target.grammar);
        match &node.value {
            Value::String(text) if text.is_empty() => self.empty(node.span, target),
            Value::String(text) if self.is_plain(node.span, text, grammar) => {}
            Value::String(text) => self.string(node.span, text, target),
            Value::Text(text) => self.made(node.span, text, target),
            Value::Number(text) if grammar == Grammar::GoBool => {
                self.text(node.span, text, &Text::literal(text.clone()), true, target);
            }
            _ => {}
        }
    }

    /// Judges a text that a template makes.
    fn made(&mut self, span: Span, text: &Text<'t>, target: Target) {
        let place = (span, target.key);
        if let Some(mentions) = self.known.get(place, text) {
            return self.add_mentions(span, mentions);
        }
        let written = text.to_string();
        let mentions = self.mentions(span, &written, target.grammar);
        self.is_right = true;
        self.text(span, &written, text, true, target);
        if self.is_right {
            self.known.add(place, text, mentions);
        }
    }

    /// Whether a value is right without a doubt. What it says of its partition is kept.
    fn is_plain(&mut self, span: Span, text: &'a str, grammar: Grammar) -> bool {
        let ((host, of_host), (region, of_region)) = (self.known_registry, self.known_region);
        match grammar {
            Grammar::OneOf(..) | Grammar::GoBool => grammar.is_plain(text),
            Grammar::Region if text == region => {
                self.add_mentions(span, of_region);
                true
            }
            Grammar::Image => {
                let path = text.strip_prefix(host).and_then(|rest| rest.strip_prefix('/'));
                if let Some(path) = path.filter(|_| !host.is_empty())
                    && image::is_plain_path(path)
                {
                    self.add_mentions(span, of_host);
                    return true;
                }
                let is_plain = grammar.is_plain(text);
                if is_plain && let Some(host) = image::plain_registry(text) {
                    self.known_registry = (host, self.mentions(span, text, grammar));
                }
                is_plain
            }
            _ => {
                let is_plain = grammar.is_plain(text);
                if is_plain {
                    let found = self.mentions(span, text, grammar);
                    if grammar == Grammar::Region {
                        self.known_region = (text, found);
                    }
                }
                is_plain
            }
        }
    }

    fn mentions(&mut self, span: Span, text: &str, grammar: Grammar) -> Mentions {
        let found = place::mentioned(text, grammar == Grammar::Image, grammar == Grammar::Region);
        self.add_mentions(span, found);
        found
    }

    fn add_mentions(&mut self, span: Span, found: Mentions) {
        for it in found.into_iter().flatten() {
            self.values.partitions.push((span, it));
        }
    }

    #[cold]
    fn string(&mut self, span: Span, written: &str, target: Target) {
        if !matches!(target.grammar, Grammar::OneOf(..) | Grammar::GoBool) {
            self.mentions(span, written, target.grammar);
        }
        if !self.inputs.variables.is_empty()
            && let Some(filled) = self.inputs.fill_words(written, &mut self.values.names)
        {
            self.put(span, written, Value::String(Cow::Owned(filled.clone())));
            return self.settled(span, written, &filled, target);
        }
        let text = Text::read(written, Spelling::Identifier);
        // Where rules read fewer spellings than these, they get the text as it is read here.
        let is_as_read = !matches!(target.grammar, Grammar::OneOf(..) | Grammar::GoBool)
            || Text::read(written, Spelling::Anywhere) == text;
        self.text(span, written, &text, is_as_read, target);
    }

    /// Judges a text; `is_as_read` says whether everything else reads the same placeholders in it.
    #[cold]
    fn text(
        &mut self,
        span: Span,
        written: &str,
        text: &Text<'_>,
        is_as_read: bool,
        target: Target,
    ) {
        match target.grammar.judge(text) {
            Judged::Fits => {}
            Judged::Open(open) => {
                let filled = self.inputs.fill_text(&open);
                if filled != open {
                    self.values.names.extend(open.placeholders().map(|it| it.name().to_owned()));
                    let filled = filled.to_string();
                    self.put(span, written, Value::String(Cow::Owned(filled.clone())));
                    self.settled(span, written, &filled, target);
                } else if open != *text || !is_as_read {
                    self.values.names.extend(open.placeholders().map(|it| it.name().to_owned()));
                    self.put(span, written, Value::Text(open.into_owned()));
                }
            }
            Judged::Not { .. } if (self.is_known)(target.key, written) => {}
            Judged::Not { why, is_clear } => {
                self.report(span, written, target, Some(why));
                let value = match target.grammar {
                    // The ARN of a log group shows its name.
                    Grammar::LogGroup => log_group::name_in_arn(text).map(Text::into_owned),
                    _ => None,
                };
                let value = value.map(Value::Text).or_else(|| instead(target.grammar, written));
                if !is_clear && let Some(value) = value {
                    self.put(span, written, value);
                }
            }
        }
    }

    /// Judges what the user has filled in.
    fn settled(&mut self, span: Span, written: &str, filled: &str, target: Target) {
        let text = Text::read(filled, Spelling::Identifier);
        if let Judged::Not { why, is_clear } = target.grammar.judge(&text) {
            self.report(span, filled, target, Some(why));
            if !is_clear && let Some(value) = instead(target.grammar, filled) {
                self.put(span, written, value);
            }
        }
    }

    #[cold]
    fn empty(&mut self, span: Span, target: Target) {
        match target.grammar {
            // The pipeline adds the image. Go's drivers take an empty option for one that is not set. A rule reports
            // that the log group is missing.
            Grammar::Image | Grammar::GoBool | Grammar::LogGroup => return,
            Grammar::OneOf(..) => {
                self.put(span, "", Value::Text(unknown("\"\"", target.field)));
            }
            _ => {}
        }
        self.report(span, "", target, None);
    }

    #[cold]
    fn put(&mut self, span: Span, written: &str, value: Value<'static>) {
        self.is_right = false;
        self.changes.retain(|(at, text, _)| *at != span || text != written);
        self.changes.push((span, written.to_owned(), value));
    }

    fn report(&mut self, span: Span, written: &str, target: Target, misfit: Option<Misfit>) {
        self.is_right = false;
        let (code, severity) = match (&misfit, target.grammar) {
            (None, Grammar::ValueFrom) => (BuiltIn::EmptyValue, Severity::Error),
            (None, _) => (BuiltIn::EmptyValue, Severity::Warning),
            (Some(Misfit::Malformed(_) | Misfit::Near(_)), _) => {
                (BuiltIn::InvalidValue, Severity::Error)
            }
            (Some(Misfit::Doubtful(_)), _) => (BuiltIn::InvalidValue, Severity::Warning),
            (Some(Misfit::Unlisted), _) => (BuiltIn::UnknownValue, Severity::Warning),
        };
        let Target { field, grammar, .. } = target;
        let subject = ValueSubject { field, written: written.to_owned(), grammar, misfit };
        let found = Diagnostic::new(code, subject, span).with_severity(severity);
        let found = found.in_document(self.document);
        // What is behind an alias is met again.
        if !self.values.findings.contains(&found) {
            self.values.findings.push(found);
        }
    }
}

/// What counts instead of a value that cannot be: it is unknown. The readers of the others know that themselves, and
/// without a Region that of the task counts.
fn instead(grammar: Grammar, written: &str) -> Option<Value<'static>> {
    match grammar {
        Grammar::Image
        | Grammar::CredentialSpec
        | Grammar::GoBool
        | Grammar::LogGroup
        | Grammar::OneOf(..) => Some(Value::Text(unknown(written, written))),
        Grammar::Region => Some(Value::Null),
        _ => None,
    }
}

/// A value of which only is known what it is not.
fn unknown(written: &str, name: &str) -> Text<'static> {
    let (written, name) = (written.to_owned(), name.to_owned());
    let kind = PlaceholderKind::InvalidValue;
    Text::placeholder(Placeholder::new(kind, Cow::Owned(written), Cow::Owned(name)))
}

impl JudgedValues {
    /// The partition that most of the values name, where any names one for sure.
    pub fn partition(&self) -> Option<&'static str> {
        let mut certain = self.partitions.iter().filter(|(_, it)| it.is_certain);
        let first = certain.next()?.1.name;
        if self.partitions.iter().all(|(_, it)| it.may_be(first)) {
            return Some(first);
        }
        let votes = |name| self.partitions.iter().filter(|(_, it)| it.may_be(name)).count();
        let mut most = (votes(first), first);
        for (_, it) in certain {
            if votes(it.name) > most.0 {
                most = (votes(it.name), it.name);
            }
        }
        Some(most.1)
    }
}
