//! The conditions of directives: which two of them are one, and what the user's options say of them.

use crate::input::context::Fact;
use crate::input::inputs::Inputs;

/// A condition as it is written, and what it is in a rendering.
pub(in crate::input) type DirectiveFact = (String, Fact<'static>);

/// The conditions of a text, each once.
#[derive(Debug, Default)]
pub(super) struct DirectiveConditions {
    all: Vec<DirectiveCondition>,
}

/// A condition, as it is written where it is met first.
#[derive(Debug)]
struct DirectiveCondition {
    key: ConditionKey,
    written: String,
    /// Whether it is written as the opposite of the key: `not logs`.
    is_opposite: bool,
}

/// What a condition tests. Two with one key are true together.
#[derive(Clone, Debug, PartialEq, Eq)]
enum ConditionKey {
    /// A variable: `logs`.
    Variable(String),
    /// A variable that is compared: `env == "prod"`.
    Equals(String, String),
    /// Whether a list has items.
    HasItems(String),
    /// Any other expression, by its text.
    Expression(String),
}

/// A condition with the value that a part of a block asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DirectiveTest {
    /// Its index.
    pub(super) condition: usize,
    /// The value of its key that the test asks for.
    pub(super) expected: bool,
}

impl DirectiveConditions {
    /// The test whether an expression is true.
    pub(super) fn of_expression(&mut self, expression: &str) -> DirectiveTest {
        let (key, expected) = key_of(expression);
        self.intern(key, expected, expression)
    }

    /// The test whether a loop over an expression runs.
    pub(super) fn of_loop(&mut self, items: &str) -> DirectiveTest {
        let key = ConditionKey::HasItems(variable(items).unwrap_or(items).to_owned());
        self.intern(key, true, &format!("for {items}"))
    }

    /// The test whether a `case` selects a value.
    pub(super) fn of_case(&mut self, subject: &str, value: &str) -> DirectiveTest {
        let expression = format!("{subject} == {value}");
        self.of_expression(&expression)
    }

    fn intern(&mut self, key: ConditionKey, expected: bool, written: &str) -> DirectiveTest {
        let known = self.all.iter().position(|it| it.key == key);
        let condition = known.unwrap_or_else(|| {
            let written = one_line(written);
            self.all.push(DirectiveCondition { key, written, is_opposite: !expected });
            self.all.len() - 1
        });
        DirectiveTest { condition, expected }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// What it is called, and what that is where its key has this value.
    pub(super) fn fact(&self, condition: usize, value: bool) -> Option<DirectiveFact> {
        let found = self.all.get(condition)?;
        let value = value != found.is_opposite;
        let fact = match found.key {
            ConditionKey::HasItems(_) => Fact::Runs(value),
            _ => Fact::Holds(value),
        };
        Some((found.written.clone(), fact))
    }

    /// The variables that options can set.
    pub(super) fn variables(&self) -> impl Iterator<Item = &str> {
        self.all.iter().filter_map(|it| it.key.variable())
    }

    /// The value of a condition, where options or other conditions decide it.
    pub(super) fn settled(
        &self,
        condition: usize,
        inputs: &Inputs,
        known: &[Option<bool>],
    ) -> Option<bool> {
        let key = &self.all.get(condition)?.key;
        if let Some(given) = key.variable().and_then(|name| inputs.variable(name)) {
            return Some(match key {
                ConditionKey::Equals(_, literal) => given == literal,
                _ => is_true(given),
            });
        }
        let mut values = self.all.iter().zip(known);
        values.find_map(|(other, value)| key.follows_from(&other.key, (*value)?))
    }
}

impl ConditionKey {
    fn variable(&self) -> Option<&str> {
        match self {
            Self::Variable(name) | Self::Equals(name, _) | Self::HasItems(name) => Some(name),
            Self::Expression(_) => None,
        }
    }

    /// What another condition with this value says of it.
    fn follows_from(&self, other: &Self, value: bool) -> Option<bool> {
        match (self, other) {
            (Self::Equals(name, literal), Self::Equals(same, unlike)) => {
                (name == same && literal != unlike && value).then_some(false)
            }
            (Self::Equals(name, literal), Self::Variable(same)) => {
                (name == same && !value && is_true(literal)).then_some(false)
            }
            (Self::Variable(name), Self::Equals(same, literal)) => {
                (name == same && value).then(|| is_true(literal))
            }
            _ => None,
        }
    }
}

/// Whether a value that an option sets makes a condition true.
fn is_true(value: &str) -> bool {
    const FALSE: [&str; 8] = ["", "false", "0", "no", "off", "none", "null", "nil"];
    !FALSE.iter().any(|it| value.eq_ignore_ascii_case(it))
}

fn one_line(expression: &str) -> String {
    expression.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an expression tests, and the value that makes it true.
fn key_of(expression: &str) -> (ConditionKey, bool) {
    let inner = without_parentheses(expression.trim());
    if let Some(name) = variable(inner) {
        return (ConditionKey::Variable(name.to_owned()), true);
    }
    if let Some(rest) = inner.strip_prefix('!').map(str::trim)
        && (variable(rest).is_some() || without_parentheses(rest) != rest)
    {
        let (key, value) = key_of(rest);
        return (key, !value);
    }
    if let Some(rest) = inner.strip_prefix("not ").map(str::trim) {
        let is_one = without_parentheses(rest) != rest || variable(rest).is_some();
        if is_one || comparison(rest).is_some() {
            let (key, value) = key_of(rest);
            return (key, !value);
        }
    }
    match comparison(inner) {
        Some((name, "true", value)) => (ConditionKey::Variable(name.to_owned()), value),
        Some((name, "false", value)) => (ConditionKey::Variable(name.to_owned()), !value),
        Some((name, literal, value)) => {
            (ConditionKey::Equals(name.to_owned(), literal.to_owned()), value)
        }
        None => (ConditionKey::Expression(one_line(inner)), true),
    }
}

/// Without parentheses around the whole.
fn without_parentheses(expression: &str) -> &str {
    let Some(inner) = expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else {
        return expression;
    };
    let mut depth = 0_usize;
    for byte in inner.bytes() {
        match byte {
            b'(' => depth += 1,
            // It is closed before the end: the first and the last do not belong together.
            b')' if depth == 0 => return expression,
            b')' => depth -= 1,
            _ => {}
        }
    }
    inner.trim()
}

/// The name of a variable, where an expression is one and nothing else.
fn variable(expression: &str) -> Option<&str> {
    const LITERALS: [&str; 8] = ["true", "false", "null", "nil", "none", "True", "False", "None"];
    let name = expression.trim_start_matches(['.', '$', '@']);
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    (starts_well && name.chars().all(is_part) && !LITERALS.contains(&name)).then_some(name)
}

/// A variable that is compared to a literal, and whether they have to be equal: `env != "prod"`, `eq .Env "prod"`.
fn comparison(expression: &str) -> Option<(&str, &str, bool)> {
    for (word, value) in [("eq ", true), ("ne ", false)] {
        if let Some(rest) = expression.strip_prefix(word) {
            let (left, right) = rest.trim().split_once(char::is_whitespace)?;
            return Some((variable(left)?, literal(right.trim())?, value));
        }
    }
    for (operator, value) in [("===", true), ("!==", false), ("==", true), ("!=", false)] {
        if let Some((left, right)) = expression.split_once(operator) {
            let (left, right) = (left.trim(), right.trim());
            return match (variable(left), literal(right)) {
                (Some(name), Some(literal)) => Some((name, literal, value)),
                _ => Some((variable(right)?, literal(left)?, value)),
            };
        }
    }
    None
}

/// The value of a literal; in a string of JSON its quotes are escaped.
fn literal(text: &str) -> Option<&str> {
    if matches!(text, "true" | "false")
        || (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
    {
        return Some(text);
    }
    ["\\\"", "\"", "'", "`", ":"].into_iter().find_map(|quote| {
        let inner = text.strip_prefix(quote)?;
        let inner = if quote == ":" { inner } else { inner.strip_suffix(quote)? };
        (!inner.contains(['"', '\'', '`', '\\', ' '])).then_some(inner)
    })
}

#[cfg(test)]
mod tests {
    use super::{DirectiveConditions, DirectiveTest};
    use crate::input::context::Fact;
    use crate::input::inputs::Inputs;

    #[test]
    fn one_condition_in_its_spellings() {
        let same = |spellings: &[(&str, bool)]| {
            let mut conditions = DirectiveConditions::default();
            for (spelling, expected) in spellings {
                let test = DirectiveTest { condition: 0, expected: *expected };
                assert_eq!(conditions.of_expression(spelling), test, "{spelling}");
            }
        };
        same(&[
            ("logs", true),
            (".logs", true),
            ("not logs", false),
            ("!logs", false),
            ("(logs)", true),
        ]);
        same(&[
            ("logs", true),
            ("logs == true", true),
            ("logs != true", false),
            ("not (logs)", false),
        ]);
        same(&[
            ("env == \"prod\"", true),
            ("env != 'prod'", false),
            ("eq .env \"prod\"", true),
            ("not (eq .env \"prod\")", false),
            ("not env == 'prod'", false),
            ("(eq env \\\"prod\\\")", true),
            ("\"prod\" == env", true),
        ]);
        same(&[("a and b", true), ("(a  and b)", true)]);
    }

    #[test]
    fn unlike_conditions_stay_apart() {
        let mut conditions = DirectiveConditions::default();
        let unlike = ["a", "b", "a and b", "not a and b", "a == \"x\"", "a == \"y\"", "!a == b"];
        for (index, expression) in unlike.into_iter().enumerate() {
            assert_eq!(conditions.of_expression(expression).condition, index, "{expression}");
        }
        assert_eq!(conditions.of_loop("a").condition, unlike.len());
    }

    #[test]
    fn the_name_is_what_was_written() {
        let mut conditions = DirectiveConditions::default();
        conditions.of_expression("not  logs");
        conditions.of_loop(".xs");
        let fact = |at| conditions.fact(at, true);
        assert_eq!(fact(0), Some(("not logs".to_owned(), Fact::Holds(false))));
        assert_eq!(fact(1), Some(("for .xs".to_owned(), Fact::Runs(true))));
        assert_eq!(conditions.variables().collect::<Vec<_>>(), ["logs", "xs"]);
    }

    #[test]
    fn what_options_and_other_conditions_decide() {
        let mut conditions = DirectiveConditions::default();
        for expression in ["env == \"prod\"", "env == \"dev\"", "env", "logs"] {
            conditions.of_expression(expression);
        }
        let open = Inputs::default();
        let prod = [Some(true), None, None, None];
        assert_eq!(conditions.settled(1, &open, &prod), Some(false));
        assert_eq!(conditions.settled(2, &open, &prod), Some(true));
        assert_eq!(conditions.settled(3, &open, &prod), None);
        let none = [None, None, Some(false), None];
        assert_eq!(conditions.settled(0, &open, &none), Some(false));
        let given = Inputs {
            variables: vec![("env".into(), "dev".into()), ("logs".into(), "False".into())],
            ..Inputs::default()
        };
        let settled = |at| conditions.settled(at, &given, &[None; 4]);
        assert_eq!(
            [settled(0), settled(1), settled(2), settled(3)],
            [Some(false), Some(true), Some(true), Some(false)]
        );
    }
}
