//! The IDs that `--include` takes, held against the rules.

use super::super::Failure;
use crate::iam::generate::is_meant;
use crate::rules::Rule;

/// The rules' conditional permissions: rule and action.
fn conditional(rules: &[Rule]) -> impl Iterator<Item = (&str, &str)> {
    rules.iter().flat_map(|rule| {
        // A test that a placeholder leaves open makes a condition, too.
        let may_be_open =
            rule.permissions.iter().filter(|it| it.condition.is_some() || !it.when.is_empty());
        may_be_open.flat_map(|it| it.allow.iter().map(|action| (rule.id(), action.as_ref())))
    })
}

/// Whether every ID is one that some rule could ask for.
pub(super) fn check(include: &[String], rules: &[Rule]) -> Result<(), Failure> {
    for id in include {
        if !conditional(rules).any(|(rule, action)| is_meant(id, rule, action)) {
            let mut known: Vec<_> = conditional(rules).map(|(_, action)| action).collect();
            known.sort_unstable();
            known.dedup();
            return Err(Failure(format!(
                "--include {id}: no permission depends on that; known are: {}, all, and the rules that have them",
                known.join(", ")
            )));
        }
    }
    Ok(())
}
