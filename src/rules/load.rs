//! Rule files of the user.

use super::decode::{check_name, decode};
use super::rule::Rule;
use crate::base::problem::Problem;
use crate::base::source::Source;
use crate::syntax::yaml;

/// Reads one rule file. The problem says what is wrong, where, and what was probably meant.
///
/// # Errors
/// A problem where the file is not YAML, has a key or a value that no rule has, or names what is not there.
pub fn read_rule(source: &Source) -> Result<Rule, Problem> {
    let parsed = yaml::read(source.text());
    if let Some(problem) = parsed.problems.into_iter().next() {
        return Err(problem);
    }
    let Some(root) = parsed.documents.first() else {
        return Err(Problem::whole(
            "rule",
            "the file is empty: a rule wants at least `id`, `title`, `why`",
        ));
    };
    let rule = decode(root)?;
    let stem = source.name().rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.strip_suffix(".yaml").or_else(|| stem.strip_suffix(".yml")).unwrap_or(stem);
    check_name(&rule, root, stem)?;
    Ok(rule)
}
