//! What conditions test, which values it may have, and their results for one choice.
//!
//! Chosen are the values of parameters, and the outcomes of tests that no parameter settles.

use super::super::evaluator::{Assignment, Evaluator};
use super::super::function::{Call, Name};
use super::super::parameter::PSEUDO;
use super::super::template::Template;
use crate::aws::partition;
use crate::base::maps::HashMap;
use crate::base::text::{Piece, Placeholder, PlaceholderKind, Text};
use crate::base::truth::Truth;
use crate::input::inputs::Inputs;
use crate::syntax::{MAX_DEPTH, Node};
use std::borrow::Cow;
use std::cell::RefCell;
use std::ptr;

/// What an `Equals` comes to, as far as is known.
#[derive(Clone, Debug)]
pub(super) enum ConditionTest<'t> {
    /// It holds, or it does not.
    Known(bool),
    /// Whether a parameter has a value.
    Parameter(&'t str, Cow<'t, str>),
    /// Whether a text with placeholders is a literal.
    Text(Text<'t>, Cow<'t, str>),
    /// Whether two texts with placeholders are the same.
    Pair(Text<'t>, Text<'t>),
    /// It compares what is not a text.
    Open,
}

/// What is chosen for in a combination.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ChoiceSubject<'t> {
    /// The value of a parameter.
    Parameter(&'t str),
    /// The value of a text with placeholders.
    Text(Text<'t>),
    /// Whether two texts are the same: the first value stands for yes.
    Pair(Text<'t>, Text<'t>),
}

/// Something that is chosen, and the values that are distinguished. None is any other value.
#[derive(Clone, Debug)]
pub(super) struct ChoiceVariable<'t> {
    pub(super) subject: ChoiceSubject<'t>,
    pub(super) values: Vec<Option<Cow<'t, str>>>,
    /// Where the defaults lead; none if they leave it undecided.
    pub(super) default: Option<usize>,
}

/// A choice for each variable, by index.
pub(super) type VariableChoice = Vec<usize>;

/// All that is chosen for, and the tests behind it.
#[derive(Debug, Default)]
pub(super) struct ChoiceVariables<'t> {
    pub(super) all: Vec<ChoiceVariable<'t>>,
    /// What each `Equals` comes to before anything is chosen, by its place in memory.
    pub(super) tests: HashMap<usize, ConditionTest<'t>>,
    /// Those whose own outcome may be chosen.
    pub(super) chosen_tests: Vec<Call<'t, 't>>,
}

/// The place of an `Equals` in memory.
pub(super) fn key(call: Call<'_, '_>) -> usize {
    ptr::from_ref(call.argument).addr()
}

impl<'t> ConditionTest<'t> {
    /// What an `Equals` comes to under an assignment.
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

impl<'t> ChoiceVariables<'t> {
    /// Every combination of values.
    pub(super) fn choices(&self) -> Vec<VariableChoice> {
        let mut choices: Vec<VariableChoice> = vec![Vec::new()];
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
    pub(super) fn settled(&self, choice: &VariableChoice) -> Assignment<'t> {
        let mut settled = Assignment::default();
        for (variable, chosen) in self.all.iter().zip(choice) {
            let ChoiceSubject::Parameter(name) = variable.subject else { continue };
            if variable.default != Some(*chosen) {
                settled.without_default.insert(name);
            }
            match variable.values.get(*chosen) {
                Some(Some(value)) => {
                    settled.values.insert(name, value.clone());
                }
                Some(None) => {
                    let others = variable.values.iter().flatten().cloned();
                    settled.others.insert(name, others.collect());
                }
                None => {}
            }
        }
        settled
    }
}

/// The conditions under one choice.
pub(super) struct ConditionEvaluator<'a, 't> {
    template: &'a Template<'t>,
    variables: &'a ChoiceVariables<'t>,
    choice: &'a VariableChoice,
    evaluator: Evaluator<'a, 't>,
    /// Each is evaluated once; unknown meanwhile, as in one that refers to itself.
    known: RefCell<HashMap<&'t str, Truth>>,
}

impl<'a, 't> ConditionEvaluator<'a, 't> {
    pub(super) fn new(
        template: &'a Template<'t>,
        given: &'a Inputs,
        variables: &'a ChoiceVariables<'t>,
        choice: &'a VariableChoice,
        settled: &'a Assignment<'t>,
    ) -> Self {
        let evaluator = Evaluator::of_conditions(template, given, settled);
        Self { template, variables, choice, evaluator, known: RefCell::default() }
    }

    /// Whether a condition holds.
    pub(super) fn condition(&self, name: &str) -> Truth {
        self.named(name, 0)
    }

    /// Whether the defaults lead to this choice.
    pub(super) fn is_by_default(&self) -> Truth {
        Truth::all(self.chosen().map(|(variable, choice)| match variable.default {
            Some(default) => Truth::known(default == choice),
            None => Truth::Unknown,
        }))
    }

    /// Whether the choice agrees with itself: what is chosen for a text is what its parameters make of it.
    pub(super) fn is_possible(&self) -> bool {
        let agrees = |call: &Call<'t, 't>| {
            let Some(outcome) = self.outcome(*call) else { return true };
            let plain = self.plain(*call);
            plain == Truth::Unknown || plain == outcome
        };
        self.is_one_place() && self.variables.chosen_tests.iter().all(agrees)
    }

    /// A Region is in one partition.
    fn is_one_place(&self) -> bool {
        let text = |name: &str| {
            self.evaluator.pseudo(name).and_then(|it| it.as_literal().map(str::to_owned))
        };
        let of_region = text("AWS::Region").and_then(|region| partition::of_region(&region));
        match (of_region, text("AWS::Partition")) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
    }

    /// Whether a test stays unknown, whatever is chosen for the parameters.
    pub(super) fn is_open(&self, call: Call<'t, 't>) -> bool {
        self.plain(call) == Truth::Unknown
    }

    fn chosen(&self) -> impl Iterator<Item = (&'a ChoiceVariable<'t>, usize)> {
        self.variables.all.iter().zip(self.choice.iter().copied())
    }

    fn named(&self, name: &str, depth: usize) -> Truth {
        let Some((name, entry)) = self.template.conditions.get_key_value(name) else {
            return Truth::Unknown;
        };
        if let Some(known) = self.known.borrow().get(name) {
            return *known;
        }
        if depth > MAX_DEPTH {
            return Truth::Unknown;
        }
        self.known.borrow_mut().insert(name, Truth::Unknown);
        let truth = self.truth(&entry.value, depth + 1);
        self.known.borrow_mut().insert(name, truth);
        truth
    }

    fn truth(&self, node: &'t Node<'t>, depth: usize) -> Truth {
        let Some(call) = Call::read_condition(node).filter(|_| depth <= MAX_DEPTH) else {
            return Truth::Unknown;
        };
        let mut each = call.items().iter().map(|item| self.truth(item, depth + 1));
        match (call.name, call.items()) {
            (Name::Equals, [_, _]) => self.equals(call),
            (Name::And, [_, ..]) => Truth::all(each),
            (Name::Or, [_, ..]) => Truth::any(each),
            (Name::Not, [_]) => each.next().map_or(Truth::Unknown, |truth| !truth),
            (Name::Condition, [only]) => {
                only.as_str().map_or(Truth::Unknown, |name| self.named(name, depth + 1))
            }
            _ => Truth::Unknown,
        }
    }

    fn equals(&self, call: Call<'t, 't>) -> Truth {
        match self.plain(call) {
            Truth::Unknown => self.outcome(call).unwrap_or(Truth::Unknown),
            known => known,
        }
    }

    /// What the chosen parameters make of a test.
    fn plain(&self, call: Call<'t, 't>) -> Truth {
        // What the test of one parameter comes to follows from that parameter alone.
        match self.variables.tests.get(&key(call)) {
            Some(test @ (ConditionTest::Known(_) | ConditionTest::Parameter(..))) => {
                self.result(test)
            }
            _ => self.result(&ConditionTest::of(&self.evaluator, call)),
        }
    }

    fn result(&self, known: &ConditionTest<'t>) -> Truth {
        match known {
            ConditionTest::Known(holds) => Truth::known(*holds),
            ConditionTest::Parameter(name, value) => self.parameter_is(name, value),
            ConditionTest::Text(text, literal) if literal.is_empty() => self.is_empty(text),
            ConditionTest::Text(..) | ConditionTest::Pair(..) | ConditionTest::Open => {
                Truth::Unknown
            }
        }
    }

    /// What is chosen for a test itself.
    fn outcome(&self, call: Call<'t, 't>) -> Option<Truth> {
        let (subject, literal) = match self.variables.tests.get(&key(call))? {
            ConditionTest::Text(text, literal) => {
                (ChoiceSubject::Text(text.clone()), Some(literal))
            }
            ConditionTest::Pair(one, other) => {
                (ChoiceSubject::Pair(one.clone(), other.clone()), None)
            }
            _ => return None,
        };
        let (variable, choice) = self.chosen().find(|(it, _)| it.subject == subject)?;
        Some(match literal {
            Some(literal) => Truth::known(variable.values.get(choice)?.as_ref() == Some(literal)),
            None => Truth::known(choice == 0),
        })
    }

    /// Whether a parameter has a value: not where another one is chosen, or where it is not allowed.
    fn parameter_is(&self, name: &str, value: &str) -> Truth {
        let declared = self.template.parameters.get(name);
        let allowed = declared.map(|it| it.allowed.as_slice()).unwrap_or_default();
        if !allowed.is_empty() && !allowed.iter().any(|it| it == value) {
            return Truth::False;
        }
        let own = |variable: &ChoiceVariable<'_>| matches!(variable.subject, ChoiceSubject::Parameter(it) if it == name);
        let Some((variable, choice)) = self.chosen().find(|(variable, _)| own(variable)) else {
            return Truth::Unknown;
        };
        match variable.values.get(choice) {
            Some(Some(chosen)) => Truth::known(chosen == value),
            _ => Truth::possible(!variable.values.iter().flatten().any(|it| it == value)),
        }
    }

    /// A text is empty where all that its placeholders stand for is.
    fn is_empty(&self, text: &Text<'t>) -> Truth {
        let may_be = |placeholder: &Placeholder<'_>| {
            let name = parameter(self.template, placeholder);
            name.map_or(Truth::Unknown, |name| self.parameter_is(name, ""))
        };
        Truth::all(text.placeholders().map(may_be))
    }
}
