//! Codes and assumptions that a configuration names: the rules know which there are.

use super::{Configuration, INVALID, Setting, error};
use crate::base::source::Span;
use crate::base::suggest;
use crate::front::checker::Checker;
use crate::front::option_error::OptionError;
use crate::syntax::object::{DataFault, unknown};

impl Configuration {
    /// Checks the names of codes and assumptions against the rules of a checker, which are to include those that the
    /// configuration adds.
    ///
    /// # Errors
    /// The names that are not known, with their places and what was probably meant.
    pub fn check_names(&self, checker: &Checker) -> Result<(), OptionError> {
        let wrong = self.wrong_names(checker);
        if wrong.is_empty() { Ok(()) } else { Err(error(&self.source, wrong, INVALID)) }
    }

    /// The names that are not known.
    pub(super) fn wrong_names(&self, checker: &Checker) -> Vec<DataFault> {
        let mut wrong = self.wrong_assumptions(checker);
        wrong.extend(self.wrong_codes(checker));
        wrong
    }

    fn wrong_codes(&self, checker: &Checker) -> Vec<DataFault> {
        let severities = self.severities.iter().map(|it| (it.value.0.as_str(), it.span));
        let exceptions = self.exceptions.iter().map(|it| &it.exception);
        let exceptions = exceptions.filter_map(|it| Some((it.value.code.as_deref()?, it.span)));
        let wrong = severities.chain(exceptions).filter(|(code, _)| !checker.has_code(code));
        wrong.map(|it| not_a_code(it, &checker.codes().collect::<Vec<_>>())).collect()
    }

    fn wrong_assumptions(&self, checker: &Checker) -> Vec<DataFault> {
        let known = if self.assume.is_empty() { Vec::new() } else { checker.assumptions() };
        let wrong = self.assume.iter().filter_map(|Setting { value: (name, value), span }| {
            let Some(found) = known.iter().find(|it| it.name == *name) else {
                let names = known.iter().map(|it| it.name.as_str());
                return Some(unknown(*span, name, "an assumption", names));
            };
            match (&found.value, value) {
                (Some(example), None) => {
                    let fault = DataFault::new(*span, format!("`{name}` requires a value"));
                    Some(fault.with_help(format!("{name}: {example}")))
                }
                (None, Some(_)) => {
                    let fault = DataFault::new(*span, format!("`{name}` does not take a value"));
                    Some(fault.with_help("leave the value empty"))
                }
                _ => None,
            }
        });
        wrong.collect()
    }
}

/// There are too many codes to list all of them.
fn not_a_code((code, span): (&str, Span), known: &[String]) -> DataFault {
    let fault = DataFault::new(
        span,
        format!("`{code}` is not the code of a finding or of a problem with a file"),
    );
    match suggest::most_alike(code, known.iter().map(String::as_str), 0.75) {
        Some(near) => fault.with_help(format!("did you mean `{near}`?")),
        None => fault.with_help("docs/findings.md lists the codes"),
    }
}
