//! Policy variables: `${aws:username}` in a resource or a condition's value, with a default or without.

use super::context::{Context, Known};
use super::matching::Glob;
use crate::base::text::pattern::{Element, elements};
use crate::base::text::{Piece, Placeholder, PlaceholderKind, Text};
use std::borrow::Cow;
use std::sync::Arc;

/// A string of a policy, ready to be matched once its variables are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<VariablePart>,
    /// The whole, where there is no variable in it.
    ready: Option<Glob>,
    /// The whole with its variables as placeholders: what this does not match, no filling of them does.
    frame: Glob,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum VariablePart {
    Fixed(Vec<Element>),
    Variable(Variable),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Variable {
    /// The placeholder that it is while nothing is known of its key.
    placeholder: Arc<Placeholder<'static>>,
    key: String,
    default: Option<String>,
    /// Whether it stands where IAM takes no variable: in the first five fields of an ARN.
    misplaced: bool,
}

/// How the strings of a policy are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// `${…}` is a variable, not text: the document's version is 2012-10-17. Source: IAM user guide,
    /// `reference_policies_variables`.
    pub variables: bool,
    /// `*` and `?` are wildcards.
    pub wildcards: bool,
    /// It is the pattern of an ARN: variables stand after the fifth colon.
    pub arn: bool,
}

/// A pattern whose variables have been filled in.
#[derive(Debug)]
pub struct Resolved<'p> {
    /// The pattern. A variable of which nothing is known is a placeholder.
    pub glob: Cow<'p, Glob>,
    /// The keys of which nothing is known.
    pub unknown: Vec<&'p str>,
}

impl Pattern {
    /// Reads a string of a policy.
    pub fn read(text: &Text<'_>, dialect: Dialect) -> Self {
        let mut parts = Parts { all: Vec::new(), colons: 0, dialect };
        for piece in text.pieces() {
            match piece {
                Piece::Literal(run) if dialect.variables => parts.read_run(run),
                Piece::Literal(run) => parts.push_run(run),
                Piece::Placeholder(placeholder) => parts.push(Element::of_placeholder(placeholder)),
            }
        }
        let ready = match parts.all.as_slice() {
            [] => Some(Glob::default()),
            [VariablePart::Fixed(elements)] => Some(Glob::new(elements.clone())),
            _ => None,
        };
        let frame = if ready.is_some() { Glob::default() } else { frame(&parts.all) };
        Self { parts: parts.all, ready, frame }
    }

    /// The pattern itself, where it has no variable.
    pub fn as_glob(&self) -> Option<&Glob> {
        self.ready.as_ref()
    }

    /// The whole, with its variables as placeholders.
    pub fn frame(&self) -> &Glob {
        self.ready.as_ref().unwrap_or(&self.frame)
    }

    /// Whether a variable or a placeholder leaves it undecided.
    pub fn is_open(&self) -> bool {
        self.ready.as_ref().is_none_or(|glob| glob.placeholders().next().is_some())
    }

    /// The variables in the first five fields of an ARN, as they are written.
    pub fn misplaced(&self) -> impl Iterator<Item = &Placeholder<'static>> {
        self.variables()
            .filter(|variable| variable.misplaced)
            .map(|variable| variable.placeholder.as_ref())
    }

    /// Fills in the variables. Source: IAM user guide, `reference_policies_variables`.
    ///
    /// # Errors
    ///
    /// A key that the request does not have, or one where no variable is substituted: the string then matches
    /// nothing.
    pub fn resolve(&self, context: &dyn AsRef<Context>) -> Result<Resolved<'_>, &str> {
        if let Some(glob) = &self.ready {
            return Ok(Resolved { glob: Cow::Borrowed(glob), unknown: Vec::new() });
        }
        let mut filled = Vec::new();
        let mut unknown = Vec::new();
        for part in &self.parts {
            match part {
                VariablePart::Fixed(elements) => filled.extend_from_slice(elements),
                VariablePart::Variable(variable) => match variable.value(context.as_ref()) {
                    VariableValue::Text(text) => filled.extend(text),
                    VariableValue::Missing => return Err(&variable.key),
                    VariableValue::Open => {
                        filled.push(Element::Placeholder(Arc::clone(&variable.placeholder)));
                        unknown.push(variable.key.as_str());
                    }
                },
            }
        }
        Ok(Resolved { glob: Cow::Owned(Glob::new(filled)), unknown })
    }

    fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.parts.iter().filter_map(|part| match part {
            VariablePart::Variable(variable) => Some(variable),
            VariablePart::Fixed(_) => None,
        })
    }
}

fn frame(parts: &[VariablePart]) -> Glob {
    let elements = parts.iter().flat_map(|part| match part {
        VariablePart::Fixed(elements) => elements.clone(),
        VariablePart::Variable(variable) => {
            vec![Element::Placeholder(Arc::clone(&variable.placeholder))]
        }
    });
    Glob::new(elements.collect())
}

/// What a variable stands for in one request.
enum VariableValue {
    Text(Vec<Element>),
    Missing,
    Open,
}

impl Variable {
    fn value(&self, context: &Context) -> VariableValue {
        // It is not substituted, and no ARN has such a text in these fields.
        if self.misplaced {
            return VariableValue::Missing;
        }
        match (context.get(&self.key), &self.default) {
            (Known::Values([value]), _) => VariableValue::Text(elements(value, false)),
            (Known::Absent, Some(default)) => {
                VariableValue::Text(default.chars().map(Element::Char).collect())
            }
            (Known::Absent, None) => VariableValue::Missing,
            // A key with several values has no place in a variable; the result is not documented.
            (Known::Values(_) | Known::Present | Known::Unknown, _) => VariableValue::Open,
        }
    }
}

struct Parts {
    all: Vec<VariablePart>,
    colons: usize,
    dialect: Dialect,
}

impl Parts {
    fn read_run(&mut self, run: &str) {
        let mut rest = run;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((inside, tail)) = after.split_once('}') else { break };
            self.push_run(before);
            self.push_variable(inside);
            rest = tail;
        }
        self.push_run(rest);
    }

    fn push_run(&mut self, run: &str) {
        run.chars().for_each(|c| self.push(Element::of_char(c, self.dialect.wildcards)));
    }

    fn push(&mut self, element: Element) {
        self.colons += usize::from(element == Element::Char(':'));
        if let Some(VariablePart::Fixed(elements)) = self.all.last_mut() {
            elements.push(element);
        } else {
            self.all.push(VariablePart::Fixed(vec![element]));
        }
    }

    /// What is between `${` and `}`: one of three characters that is meant as it is, or a key
    /// and perhaps a default in single quotes.
    fn push_variable(&mut self, inside: &str) {
        if let Some(c) = ["*", "?", "$"].into_iter().find(|it| *it == inside) {
            return c.chars().for_each(|c| self.push(Element::Char(c)));
        }
        let (key, default) = match inside.split_once(',') {
            Some((key, default)) => (key, Some(default.trim().trim_matches('\'').to_owned())),
            None => (inside, None),
        };
        let key = key.trim();
        let placeholder = Placeholder::new(
            PlaceholderKind::PolicyVariable,
            Cow::Owned(format!("${{{inside}}}")),
            Cow::Owned(key.to_owned()),
        );
        self.all.push(VariablePart::Variable(Variable {
            placeholder: Arc::new(placeholder),
            key: key.to_owned(),
            default,
            misplaced: self.dialect.arn && self.colons < 5,
        }));
    }
}

/// A placeholder for a value of which only its key is known.
pub(super) fn open_value(key: &str) -> Text<'static> {
    Text::placeholder(Placeholder::named(PlaceholderKind::ConditionKey, key))
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Pattern};
    use crate::base::text::Text;
    use crate::iam::context::Context;

    #[test]
    fn before_the_fifth_colon_no_variable_is_substituted() {
        let dialect = Dialect { variables: true, wildcards: true, arn: true };
        for place in 0..6 {
            for variable in ["${aws:PrincipalAccount}", "${aws:username, 'x'}", "a${aws:userid}b"] {
                let mut fields = ["arn", "aws", "ssm", "*", "*", "parameter/*"];
                if let Some(field) = fields.get_mut(place) {
                    *field = variable;
                }
                let text = Text::literal(fields.join(":"));
                let pattern = Pattern::read(&text, dialect);
                assert_eq!(pattern.misplaced().count(), usize::from(place < 5), "{text}");
                let matches_nothing = pattern.resolve(&Context::default()).is_err();
                assert!(matches_nothing || place == 5, "{text}");
            }
        }
    }
}
