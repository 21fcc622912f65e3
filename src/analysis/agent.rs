//! Features that want a newer container agent than the user has.

use super::{Finding, Label};
use crate::base::problem::Severity;
use crate::base::truth::Truth;
use crate::base::version::Version;
use crate::engine::{Assessment, Match, Question};
use crate::rules::MinimumVersions;
use crate::rules::rule::Os;

pub(super) const TOO_OLD: &str = "agent-too-old";

/// The features that want a newer agent than `--agent-version` names.
pub(super) fn check(assessment: &Assessment<'_>, question: &Question) -> Vec<Finding> {
    let Some(version) = question.agent_version else { return Vec::new() };
    let on_instances = assessment.launch_types.iter().any(|it| it.launch_type.has_own_agent());
    if !on_instances {
        return Vec::new();
    }
    let certain = assessment.matches.iter().filter(|found| found.truth == Truth::True);
    let old = certain.filter_map(|found| {
        let wanted = wanted(assessment, found)?;
        (version < wanted).then(|| too_old(found, version, wanted))
    });
    old.collect()
}

/// The greatest version that a match certainly wants.
fn wanted(assessment: &Assessment<'_>, found: &Match<'_>) -> Option<Version> {
    let applies = |least: &&MinimumVersions| {
        let role_fits = !least.with_role || assessment.role.state.is_present();
        let os_fits = least.os.is_none_or(|os| (os == Os::Windows) == assessment.is_windows);
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
