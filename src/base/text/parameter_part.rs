//! What an expression reads of a parameter: all of it, or a part.

use std::fmt::Write as _;

/// A part of a parameter that an expression reads; all of it where there are no steps to the part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterPart {
    /// The parameter.
    pub parameter: String,
    /// The keys and indexes that lead from the parameter to the part.
    pub steps: Vec<String>,
    /// Whether the parameter certainly has the part: the expression fails without it, and does not go on, as `try` does.
    pub is_there: bool,
}

impl ParameterPart {
    /// All of a parameter.
    pub fn whole(parameter: impl Into<String>) -> Self {
        Self { parameter: parameter.into(), steps: Vec::new(), is_there: true }
    }

    /// The part of this part that one more step leads to.
    #[must_use]
    pub fn part(&self, step: &str) -> Self {
        let mut part = self.clone();
        part.steps.push(step.to_owned());
        part
    }

    /// What it is called: the same for the same part, however the steps are written.
    pub fn name(&self) -> String {
        let mut name = self.parameter.clone();
        for step in &self.steps {
            let _ = match step {
                it if it.bytes().all(|byte| byte.is_ascii_digit()) => write!(name, "[{it}]"),
                it if is_name(it) => write!(name, ".{it}"),
                it => write!(name, "[{it:?}]"),
            };
        }
        name
    }
}

/// Whether a step can be written as a name.
fn is_name(step: &str) -> bool {
    step.chars().all(|it| it.is_alphanumeric() || it == '_' || it == '-')
}

#[cfg(test)]
mod tests {
    use super::ParameterPart;

    #[test]
    fn a_part_has_one_name() {
        let whole = ParameterPart::whole("c");
        let part = whole.part("log").part("0").part("a b");
        assert_eq!(part.name(), "c.log[0][\"a b\"]");
        assert_eq!(whole.name(), "c");
    }
}
