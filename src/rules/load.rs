//! Rule files of the user.

use super::cause::Cause;
use super::decode::{check_name, decode};
use super::decode_cause::decode_cause;
use super::fault::{RuleDiagnostic, RuleFault};
use super::rule::Rule;
use crate::base::diagnostic::{BuiltIn, Diagnostic};
use crate::base::source::Source;
use crate::syntax::{Node, SyntaxFault, yaml};

/// What is wrong with a rule file of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleFileFault {
    /// It is not YAML.
    Syntax(SyntaxFault),
    /// It is not a rule.
    Rule(RuleFault),
}

/// Reads one rule file. The diagnostic says what is wrong, where, and what was probably meant.
///
/// # Errors
/// A diagnostic where the file is not YAML, has a key or a value that no rule has, or names what is not there.
pub fn read_rule(source: &Source) -> Result<Rule, Box<Diagnostic<RuleFileFault>>> {
    read(source, |root, stem| {
        decode(root).and_then(|rule| check_name(&rule.id, root, stem).map(|()| rule))
    })
}

/// Reads one cause file, as [`read_rule`] reads a rule file.
///
/// # Errors
/// A diagnostic where the file is not YAML, or has a key or a value that no cause has.
pub fn read_cause(source: &Source) -> Result<Cause, Box<Diagnostic<RuleFileFault>>> {
    read(source, |root, stem| {
        decode_cause(root).and_then(|cause| check_name(&cause.id, root, stem).map(|()| cause))
    })
}

fn read<T>(
    source: &Source,
    decode: impl Fn(&Node<'_>, &str) -> Result<T, Box<RuleDiagnostic>>,
) -> Result<T, Box<Diagnostic<RuleFileFault>>> {
    let parsed = yaml::read(source.text());
    if let Some(problem) = parsed.problems.into_iter().next() {
        return Err(Box::new(problem.lift()));
    }
    let Some(root) = parsed.documents.first() else {
        let fault = RuleFault::new("the file is empty: it requires at least `id` and `title`");
        return Err(Box::new(Diagnostic::whole(BuiltIn::Rule, fault.into())));
    };
    let stem = source.name().rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.strip_suffix(".yaml").or_else(|| stem.strip_suffix(".yml")).unwrap_or(stem);
    decode(root, stem).map_err(|problem| Box::new(problem.lift()))
}

impl From<SyntaxFault> for RuleFileFault {
    fn from(fault: SyntaxFault) -> Self {
        Self::Syntax(fault)
    }
}

impl From<RuleFault> for RuleFileFault {
    fn from(fault: RuleFault) -> Self {
        Self::Rule(fault)
    }
}
