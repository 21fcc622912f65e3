//! Features that want a newer container agent than the user has.

use super::{Finding, Label};
use crate::advise::{Advice, Match, Question};
use crate::aws::version::Version;
use crate::problem::Severity;
use crate::rules::MinimumVersions;
use crate::rules::rule::Os;
use crate::truth::Truth;

pub(super) const TOO_OLD: &str = "agent-too-old";

/// The features that want a newer agent than `--agent-version` names.
pub(super) fn check(advice: &Advice<'_>, question: &Question) -> Vec<Finding> {
    let Some(version) = question.agent_version else { return Vec::new() };
    let on_instances = advice.launch_types.iter().any(|it| it.launch_type.has_own_agent());
    if !on_instances {
        return Vec::new();
    }
    let certain = advice.matches.iter().filter(|found| found.truth == Truth::True);
    let old = certain.filter_map(|found| {
        let wanted = wanted(advice, found)?;
        (version < wanted).then(|| too_old(found, version, wanted))
    });
    old.collect()
}

/// The greatest version that a match certainly wants.
fn wanted(advice: &Advice<'_>, found: &Match<'_>) -> Option<Version> {
    let applies = |least: &&MinimumVersions| {
        let role_fits = !least.with_role || advice.role.state.is_present();
        let os_fits = least.os.is_none_or(|os| (os == Os::Windows) == advice.is_windows);
        role_fits && os_fits && found.all_hold(&least.when) == Truth::True
    };
    found.rule.least.iter().filter(applies).filter_map(|least| least.agent).max()
}

fn too_old(found: &Match<'_>, version: Version, wanted: Version) -> Finding {
    let title = &found.rule.title;
    Finding {
        code: TOO_OLD.to_owned(),
        severity: Severity::Error,
        message: format!("this wants container agent {wanted} or newer; the agent is {version}"),
        primary: Label::here(found.span, title.as_ref()),
        related: Vec::new(),
        help: Some(format!("update the container agent on the instances to {wanted} or newer")),
        docs: found.rule.docs().map(str::to_owned),
        permission: None,
    }
}
