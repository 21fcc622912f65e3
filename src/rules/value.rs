//! Named values of a place, read in three values, and the tests over them.

use super::data::{List, Str};
use super::known_readings::KnownReadings;
use super::path::{Found, Path, Scope};
use crate::aws::Classification;
use crate::aws::readers::{Method, Reader};
use crate::base::source::Span;
use crate::base::text::pattern::{self, elements};
use crate::base::text::{Placeholder, PlaceholderKind, Spelling, Text};
use crate::base::truth::Truth;
use crate::syntax::{Node, Value};
use std::cell::OnceCell;
use std::rc::Rc;

/// A value that a rule names: where it is, and how it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Its name in the rule.
    pub name: Str,
    /// Where it is.
    pub path: Path,
    /// How it is read.
    pub reader: &'static Reader,
}

/// What a test may name besides the values of its place.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given<'a> {
    /// The value of the rule's switch: `{assume}`.
    pub assumed: Option<&'a str>,
    /// The account in which the task runs, where it is known: [`ANOTHER_ACCOUNT`] is any other.
    pub account: Option<&'a Text<'a>>,
    /// The log groups that are created with the task definition: [`OWN_LOG_GROUP`] is any of them.
    pub log_groups: &'a [Text<'a>],
}

/// In a test: an account that is not that of the task.
const ANOTHER_ACCOUNT: &str = "{another.account}";

/// In a test: a log group that is created with the task definition.
const OWN_LOG_GROUP: &str = "{own.log-group}";

/// A value of a place. Its text is read when a test asks for it: of most values nothing is asked.
#[derive(Clone, Debug)]
pub struct ReadValue<'t> {
    /// What was found.
    pub found: Found<'t>,
    reader: &'static Reader,
    text: OnceCell<Option<Text<'t>>>,
    classification: OnceCell<Option<Rc<Classification<'t>>>>,
    known: Option<Rc<KnownReadings<'t>>>,
}

/// A place where rules look, and what they read there: each value once, when a test asks for it.
#[derive(Debug)]
pub struct Site<'t> {
    root: &'t Node<'t>,
    scope: Scope<'t>,
    reads: &'t [Read],
    values: Vec<OnceCell<ReadValue<'t>>>,
    /// What the same place gives in other combinations of a template's conditions, where there are some.
    known: Option<Rc<KnownReadings<'t>>>,
}

/// The values of a place that one rule names.
#[derive(Clone, Debug)]
pub struct RuleValues<'t> {
    site: Rc<Site<'t>>,
    reads: &'t [usize],
}

/// A test of one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// Index of the value.
    pub value: usize,
    /// A part of it, instead of the value itself.
    pub part: Option<Str>,
    /// What it may be: any of these; nothing stands for a value that is not there.
    pub wanted: List<Option<Str>>,
}

impl Read {
    /// Finds the value in a place.
    fn find<'t>(&self, site: &Site<'t>) -> ReadValue<'t> {
        ReadValue {
            found: self.path.find(site.root, site.scope),
            reader: self.reader,
            text: OnceCell::new(),
            classification: OnceCell::new(),
            known: site.known.clone(),
        }
    }
}

impl<'t> Site<'t> {
    /// A place of a tree, and what may be read there.
    pub fn new(
        root: &'t Node<'t>,
        scope: Scope<'t>,
        reads: &'t [Read],
        known: Option<Rc<KnownReadings<'t>>>,
    ) -> Self {
        let values = reads.iter().map(|_| OnceCell::new()).collect();
        Self { root, scope, reads, values, known }
    }

    fn value(&self, index: usize) -> Option<&ReadValue<'t>> {
        let (read, value) = self.reads.get(index).zip(self.values.get(index))?;
        Some(value.get_or_init(|| read.find(self)))
    }
}

impl<'t> RuleValues<'t> {
    /// The values that a rule names, each at its index in the reads of the site.
    pub fn new(site: Rc<Site<'t>>, reads: &'t [usize]) -> Self {
        Self { site, reads }
    }

    /// The value of that index among those that the rule names.
    pub fn get(&self, index: usize) -> Option<&ReadValue<'t>> {
        self.reads.get(index).and_then(|index| self.site.value(*index))
    }

    /// All of them, in the order in which the rule names them.
    pub fn iter(&self) -> impl Iterator<Item = &ReadValue<'t>> {
        self.reads.iter().filter_map(|index| self.site.value(*index))
    }

    /// Whether two matches of one rule read the same, as far as texts say it.
    pub fn are_same(&self, other: &Self) -> bool {
        self.reads.len() == other.reads.len()
            && self.iter().zip(other.iter()).all(|(one, other)| one.is_same(other))
    }

    /// Whether all of `tests` hold for them.
    pub fn all_hold(&self, tests: &[Test], given: Given<'_>) -> Truth {
        Truth::all(tests.iter().map(|test| {
            self.get(test.value).map_or(Truth::Unknown, |value| test.holds(value, given))
        }))
    }
}

impl<'t> ReadValue<'t> {
    /// Whether another value of the same name is the same text, or is absent as well.
    fn is_same(&self, other: &Self) -> bool {
        match (self.found, other.found) {
            (Found::Absent, Found::Absent) => true,
            (Found::Present(_), Found::Present(_)) | (Found::Hidden(_), Found::Hidden(_)) => {
                self.text().is_some() && self.text() == other.text()
            }
            (Found::Behind(one), Found::Behind(other)) => {
                let text = text_of(one, Spelling::Anywhere);
                text.is_some() && text == text_of(other, Spelling::Anywhere)
            }
            _ => false,
        }
    }

    /// Its text, where it has one.
    pub fn text(&self) -> Option<&Text<'t>> {
        let read = || text_of(self.node()?, self.reader.spelling);
        self.text.get_or_init(read).as_ref()
    }

    /// What its reader makes of it, where that is more than text.
    fn classification(&self) -> Option<&Classification<'t>> {
        let read = || {
            let node = self.node()?.resolved();
            match (self.reader.method, &node.value) {
                (Method::Items(read), Value::List(items)) => Some(Rc::new(read(items))),
                (Method::Text(read), _) => {
                    let (text, place) = (self.text()?, (node.span, self.reader.name));
                    Some(match &self.known {
                        Some(known) => known.reading(place, text, || read(text)),
                        None => Rc::new(read(text)),
                    })
                }
                (Method::Items(_) | Method::Itself, _) => None,
            }
        };
        self.classification.get_or_init(read).as_deref()
    }

    fn node(&self) -> Option<&'t Node<'t>> {
        match self.found {
            Found::Present(node) | Found::Hidden(node) => Some(node),
            Found::Absent | Found::Behind(_) => None,
        }
    }

    /// The text of the value, or of a part of it.
    pub fn text_or_part(&self, part: Option<&str>) -> Option<&Text<'t>> {
        match part {
            None => self.text(),
            Some(part) => self.part(part),
        }
    }

    /// The Region that it names, or is.
    pub fn region(&self) -> Option<&Text<'t>> {
        let is_region = self.reader.name == "region";
        self.text_or_part(if is_region { None } else { Some("region") })
    }

    fn part(&self, part: &str) -> Option<&Text<'t>> {
        self.classification()?.part(part)
    }

    /// What is wrong with it, for people.
    pub fn error(&self) -> Option<&str> {
        self.classification()?.error.as_deref()
    }

    /// The placeholders that leave the value undecided: those in it, or the one that hides it.
    pub fn placeholders(&self) -> Vec<Placeholder<'t>> {
        let hiding = match self.found {
            Found::Behind(node) => std::slice::from_ref(node),
            // Whether an array is empty depends on the items that it may have.
            Found::Present(node) => node.as_list().unwrap_or_default(),
            Found::Absent | Found::Hidden(_) => &[],
        };
        let is_whole = matches!(self.found, Found::Behind(_));
        let hiding =
            hiding.iter().filter(|it| is_whole || matches!(it.value, Value::Placeholder(_)));
        let hiding: Vec<_> = hiding.filter_map(|it| text_of(it, Spelling::Anywhere)).collect();
        self.text().into_iter().chain(&hiding).flat_map(Text::placeholders).cloned().collect()
    }

    /// Where it is.
    pub fn span(&self) -> Option<Span> {
        self.found.span()
    }
}

impl Test {
    /// Whether it names the account of the task, by naming any other.
    pub fn is_about_account(&self) -> bool {
        self.wanted.iter().flatten().any(|wanted| wanted == ANOTHER_ACCOUNT)
    }

    /// Whether it holds.
    pub fn holds(&self, value: &ReadValue<'_>, given: Given<'_>) -> Truth {
        Truth::any(self.wanted.iter().map(|wanted| match wanted {
            None => match value.found {
                Found::Absent => Truth::True,
                Found::Hidden(_) | Found::Behind(_) => Truth::Unknown,
                Found::Present(_) => Truth::False,
            },
            Some(wanted) if wanted == ANOTHER_ACCOUNT => {
                let text = value.text_or_part(self.part.as_deref());
                text.map_or_else(|| self.if_absent(value), |text| is_another(text, given.account))
            }
            Some(wanted) if wanted == OWN_LOG_GROUP => {
                let text = value.text_or_part(self.part.as_deref());
                let is_own = text.is_some_and(|text| given.log_groups.contains(text));
                if is_own { Truth::True } else { Truth::False }
            }
            Some(wanted) => match given.assumed {
                Some(assumed) => self.is(&wanted.replace("{assume}", assumed), value),
                None => self.is(wanted, value),
            },
        }))
    }

    /// What a test over a text comes to where there is none: a placeholder may bring one.
    fn if_absent(&self, value: &ReadValue<'_>) -> Truth {
        let hidden = matches!(value.found, Found::Hidden(_) | Found::Behind(_));
        let may_have_part = self.part.is_some() && !value.placeholders().is_empty();
        Truth::possible(hidden || may_have_part)
    }

    fn is(&self, wanted: &str, value: &ReadValue<'_>) -> Truth {
        let hidden = matches!(value.found, Found::Hidden(_) | Found::Behind(_));
        match &self.part {
            None if value.reader.kinds.is_empty() => {
                let text = value.text();
                text.map_or_else(|| self.if_absent(value), |text| matches(text, wanted))
            }
            None if hidden => Truth::Unknown,
            None => value
                .classification()
                .map_or(Truth::False, |classification| classification.is(wanted)),
            Some(part) => {
                value.part(part).map_or_else(|| self.if_absent(value), |text| matches(text, wanted))
            }
        }
    }
}

/// Whether a text is an account, and not this one.
fn is_another(text: &Text<'_>, account: Option<&Text<'_>>) -> Truth {
    if text.is_empty() {
        return Truth::False;
    }
    let Some(account) = account else { return Truth::Unknown };
    if let Some(account) = account.as_literal() {
        return !text.equals(account);
    }
    !pattern::matches(&elements(account, false), &elements(text, false))
}

/// Whether a text is `wanted`; a `*` at its end matches any rest.
fn matches(text: &Text<'_>, wanted: &str) -> Truth {
    match wanted.strip_suffix('*') {
        Some(prefix) => text.starts_with(prefix),
        None => text.equals(wanted),
    }
}

/// The text of a scalar, with the placeholders that a spelling lets stand in a string.
pub fn text_of<'t>(node: &'t Node<'t>, spelling: Spelling) -> Option<Text<'t>> {
    let hidden = |item: &Node<'t>| match &item.value {
        Value::Placeholder(it) if it.kind() == PlaceholderKind::Lost => Some(it.clone()),
        _ => None,
    };
    // What should be a text, and is an object or an array in which something is hidden, may be anything.
    match &node.resolved().value {
        Value::Map(map) => map.entries.iter().find_map(|it| hidden(&it.value)),
        Value::List(items) => items.iter().find_map(hidden),
        _ => return node.scalar_text(|text| Text::read(text, spelling)),
    }
    .map(Text::placeholder)
}
