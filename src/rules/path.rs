//! Paths through a task definition, and the places that they select.

use super::data::{List, Str};
use crate::base::source::Span;
use crate::base::text::{Spelling, Text};
use crate::base::truth::Truth;
use crate::syntax::{Node, Value};
use std::cmp::Ordering;
use std::fmt;

/// A path: `containerDefinitions.*.logConfiguration`, `.` for the place itself, `/cpu` from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub(super) from_root: bool,
    pub(super) steps: List<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    EachItem,
    Key(Str),
}

/// A place that a path leads to.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'t> {
    /// What is there; where the path goes through a placeholder, the placeholder.
    pub node: &'t Node<'t>,
    /// `True` where it is there, `Unknown` where a placeholder hides whether it is.
    pub reached: Truth,
    /// The first array item on the way: a container definition or a volume.
    pub item: Option<&'t Node<'t>>,
}

/// What a relative path finds.
#[derive(Clone, Copy, Debug)]
pub enum Found<'t> {
    /// Nothing: no such key, `null`, or an empty text.
    Absent,
    /// A placeholder is there.
    Hidden(&'t Node<'t>),
    /// A placeholder on the way hides what is there, if anything: the placeholder, or the object that may have more keys.
    Behind(&'t Node<'t>),
    /// A value.
    Present(&'t Node<'t>),
}

impl Path {
    /// Reads a path.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (from_root, rest) = match text.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        if rest == "." || (from_root && rest.is_empty()) {
            return Ok(Self { from_root, steps: List::default() });
        }
        let step = |step: &str| match step {
            "*" => Ok(Step::EachItem),
            key if !key.is_empty() && key.chars().all(is_key_char) => {
                Ok(Step::Key(Str::Owned(key.to_owned())))
            }
            _ => Err(format!("`{text}` is not a path: write keys and `*`, separated by dots")),
        };
        Ok(Self { from_root, steps: rest.split('.').map(step).collect::<Result<_, _>>()? })
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The steps below a key that it begins with: `service.…` leads into a service that runs the task definition,
    /// `job.…` into a job of AWS Batch in the shape of a task definition.
    pub(super) fn below(&self, first: &str) -> Option<&[Step]> {
        let (own, rest) = self.steps.split_first()?;
        (own.key() == Some(first)).then_some(rest)
    }

    /// The first key on the way.
    pub fn first_key(&self) -> Option<&str> {
        self.steps.iter().find_map(Step::key)
    }

    /// The last key on the way: what the place is called.
    pub fn last_key(&self) -> Option<&str> {
        self.steps.iter().rev().find_map(Step::key)
    }

    /// Whether it goes over the items of arrays.
    pub fn has_items(&self) -> bool {
        self.steps.contains(&Step::EachItem)
    }

    /// The path in the notation of the API's documentation: `containerDefinitions[].image`.
    pub fn to_field(&self) -> String {
        let mut field = String::new();
        for step in self.steps.iter() {
            match step {
                Step::EachItem => field.push_str("[]"),
                Step::Key(key) if field.is_empty() => field.push_str(key),
                Step::Key(key) => {
                    field.push('.');
                    field.push_str(key);
                }
            }
        }
        field
    }

    /// What is at the end of it, from `scope` (or from the top, for `/…`).
    pub fn find<'t>(&self, root: &'t Node<'t>, scope: Scope<'t>) -> Found<'t> {
        let mut node = if self.from_root { root } else { scope.node };
        if !self.from_root && scope.reached != Truth::True {
            return Found::Behind(node);
        }
        for step in self.steps.iter() {
            let Step::Key(key) = step else { return Found::Absent };
            match child(node, key) {
                Found::Present(next) => node = next,
                other => return other,
            }
        }
        match &node.resolved().value {
            value if says_nothing(value) => Found::Absent,
            Value::Placeholder(_) => Found::Hidden(node),
            _ => Found::Present(node),
        }
    }
}

/// As a rule file writes it.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps: Vec<_> = self.steps.iter().map(|step| step.key().unwrap_or("*")).collect();
        match (self.from_root, steps.join(".")) {
            (false, steps) if steps.is_empty() => f.write_str("."),
            (false, steps) => f.write_str(&steps),
            (true, steps) => write!(f, "/{steps}"),
        }
    }
}

impl Step {
    /// The order of steps: that to each item first, then keys by length, because most differ in it.
    pub(super) fn cmp_to(&self, key: Option<&str>) -> Ordering {
        let rank = |key: Option<&str>| key.map(str::len);
        rank(self.key()).cmp(&rank(key)).then_with(|| self.key().cmp(&key))
    }

    pub(super) fn key(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            Self::EachItem => None,
        }
    }
}

impl Found<'_> {
    /// Where it was found.
    pub fn span(self) -> Option<Span> {
        match self {
            Self::Absent => None,
            Self::Hidden(node) | Self::Behind(node) | Self::Present(node) => {
                Some(node.resolved().span)
            }
        }
    }
}

/// The value of a key; hidden where the node is a placeholder or an object that may have more keys.
fn child<'t>(node: &'t Node<'t>, key: &str) -> Found<'t> {
    match &node.resolved().value {
        value if stands_for_anything(value) => Found::Behind(node),
        Value::Map(map) => match map.get(key) {
            Some(value) if matches!(value.resolved().value, Value::Null) => Found::Absent,
            Some(value) => Found::Present(value),
            None if map.open.is_some() => Found::Behind(node),
            None => Found::Absent,
        },
        _ => Found::Absent,
    }
}

/// Whether a value is as good as none: what the console and the CLI's skeletons write for "nothing".
pub(super) fn says_nothing(value: &Value<'_>) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// Whether a value is a placeholder, quoted or not: where an object or an array belongs, it is rendered whole.
pub(super) fn stands_for_anything(value: &Value<'_>) -> bool {
    match value {
        Value::Placeholder(_) => true,
        Value::String(text) => Text::read(text, Spelling::Anywhere).has_placeholders(),
        Value::Text(text) => text.has_placeholders(),
        _ => false,
    }
}

fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}
