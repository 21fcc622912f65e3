//! Rule files of the user.

use super::decode::{check_name, decode};
use super::fault::RuleFault;
use super::rule::Rule;
use crate::base::diagnostic::{BuiltIn, Diagnostic};
use crate::base::source::Source;
use crate::syntax::{SyntaxFault, yaml};

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
    let parsed = yaml::read(source.text());
    if let Some(problem) = parsed.problems.into_iter().next() {
        return Err(Box::new(problem.lift()));
    }
    let Some(root) = parsed.documents.first() else {
        let fault =
            RuleFault::new("the file is empty: a rule requires at least `id`, `title`, `why`");
        return Err(Box::new(Diagnostic::whole(BuiltIn::Rule, fault.into())));
    };
    let stem = source.name().rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.strip_suffix(".yaml").or_else(|| stem.strip_suffix(".yml")).unwrap_or(stem);
    let rule = decode(root).and_then(|rule| check_name(&rule, root, stem).map(|()| rule));
    rule.map_err(|problem| Box::new(problem.lift()))
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
