//! What conditions test, and what may be chosen for it: the values of parameters, and the outcomes of tests
//! that no parameter settles.

use super::evaluator::{Assignment, Evaluator};
use super::function::Call;
use super::parameter::PSEUDO;
use super::template::Template;
use crate::base::text::{Piece, Placeholder, PlaceholderKind, Text};
use crate::base::truth::Truth;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ptr;

/// What an `Equals` comes to, as far as is known.
#[derive(Clone, Debug)]
pub(super) enum Test<'t> {
    /// It holds, or it does not.
    Known(bool),
    /// Whether a parameter has a value.
    Parameter(&'t str, Cow<'t, str>),
    /// Whether a text with placeholders is a literal.
    Text(Text<'t>, Cow<'t, str>),
    /// Whether two texts with placeholders are the same.
    Pair(Text<'t>, Text<'t>),
    /// It compares what is no text.
    Open,
}

/// What is chosen for in a combination.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Subject<'t> {
    /// The value of a parameter.
    Parameter(&'t str),
    /// The value of a text with placeholders.
    Text(Text<'t>),
    /// Whether two texts are the same: the first value stands for yes.
    Pair(Text<'t>, Text<'t>),
}

/// Something that is chosen, and the values that are told apart. None stands for any other value.
#[derive(Clone, Debug)]
pub(super) struct Variable<'t> {
    pub(super) subject: Subject<'t>,
    pub(super) values: Vec<Option<Cow<'t, str>>>,
    /// Where the defaults lead; none where they leave it open.
    pub(super) default: Option<usize>,
}

/// A choice for each variable, by index.
pub(super) type Choice = Vec<usize>;

/// All that is chosen for, and the tests behind it.
#[derive(Debug, Default)]
pub(super) struct Variables<'t> {
    pub(super) all: Vec<Variable<'t>>,
    /// What each `Equals` comes to before anything is chosen, by its place in memory.
    pub(super) tests: HashMap<usize, Test<'t>>,
}

/// The place of an `Equals` in memory.
pub(super) fn key(call: Call<'_, '_>) -> usize {
    ptr::from_ref(call.argument).addr()
}

impl<'t> Test<'t> {
    /// What an `Equals` comes to in a world.
    pub(super) fn of(evaluator: &Evaluator<'_, 't>, call: Call<'t, 't>) -> Self {
        let [one, other] = call.items() else { return Self::Open };
        let (Some(one), Some(other)) = (evaluator.text(one), evaluator.text(other)) else {
            return Self::Open;
        };
        match (one.as_literal(), other.as_literal()) {
            (Some(one), Some(other)) => Self::Known(one == other),
            (Some(literal), None) => Self::against(evaluator.template, &other, literal),
            (None, Some(literal)) => Self::against(evaluator.template, &one, literal),
            (None, None) if one == other => Self::Known(true),
            // The order in which two are compared says nothing.
            (None, None) if one.to_string() > other.to_string() => Self::Pair(other, one),
            (None, None) => Self::Pair(one, other),
        }
    }

    fn against(template: &Template<'t>, text: &Text<'t>, literal: &str) -> Self {
        if text.equals(literal) == Truth::False {
            return Self::Known(false);
        }
        match rest_of(text, literal)
            .and_then(|(placeholder, rest)| Some((parameter(template, placeholder)?, rest)))
        {
            Some((name, value)) => Self::Parameter(name, Cow::Owned(value.to_owned())),
            None => Self::Text(text.clone(), Cow::Owned(literal.to_owned())),
        }
    }
}

/// What the only placeholder of a text stands for, if the text is a literal.
fn rest_of<'a, 't, 'l>(
    text: &'a Text<'t>,
    literal: &'l str,
) -> Option<(&'a Placeholder<'t>, &'l str)> {
    let (before, placeholder, after) = match text.pieces() {
        [Piece::Placeholder(placeholder)] => ("", placeholder, ""),
        [Piece::Literal(before), Piece::Placeholder(placeholder)] => {
            (before.as_ref(), placeholder, "")
        }
        [Piece::Placeholder(placeholder), Piece::Literal(after)] => {
            ("", placeholder, after.as_ref())
        }
        [Piece::Literal(before), Piece::Placeholder(placeholder), Piece::Literal(after)] => {
            (before.as_ref(), placeholder, after.as_ref())
        }
        _ => return None,
    };
    Some((placeholder, literal.strip_prefix(before)?.strip_suffix(after)?))
}

/// The parameter that a placeholder stands for, those of CloudFormation itself included.
pub(super) fn parameter<'t>(
    template: &Template<'t>,
    placeholder: &Placeholder<'_>,
) -> Option<&'t str> {
    let name = placeholder.name();
    match placeholder.kind() {
        PlaceholderKind::Parameter => {
            template.parameters.get_key_value(name).map(|(name, _)| *name)
        }
        PlaceholderKind::PseudoParameter => PSEUDO.into_iter().find(|pseudo| *pseudo == name),
        _ => None,
    }
}

impl<'t> Variables<'t> {
    /// Every combination of values.
    pub(super) fn choices(&self) -> Vec<Choice> {
        let mut choices: Vec<Choice> = vec![Vec::new()];
        for variable in &self.all {
            let grown = choices.iter().flat_map(|choice| {
                (0..variable.values.len()).map(|next| {
                    let mut choice = choice.clone();
                    choice.push(next);
                    choice
                })
            });
            choices = grown.collect();
        }
        choices
    }

    /// How many combinations there are.
    pub(super) fn count(&self) -> usize {
        self.all.iter().map(|variable| variable.values.len()).product()
    }

    /// What a choice says of the parameters.
    pub(super) fn settled(&self, choice: &Choice) -> Assignment<'t> {
        let mut settled = Assignment::default();
        for (variable, chosen) in self.all.iter().zip(choice) {
            let Subject::Parameter(name) = variable.subject else { continue };
            if variable.default != Some(*chosen) {
                settled.without_default.insert(name);
            }
            if let Some(Some(value)) = variable.values.get(*chosen) {
                settled.values.insert(name, value.clone());
            }
        }
        settled
    }
}
