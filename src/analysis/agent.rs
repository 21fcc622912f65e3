//! Features that require a newer container agent than the user has.

use super::subject::{Diagnostic, Label, Note, Remedy, Subject, What};
use crate::base::diagnostic::BuiltIn;
use crate::base::truth::Truth;
use crate::base::version::Version;
use crate::engine::{Assessment, Match, Question};
use crate::rules::MinimumVersions;
use crate::rules::rule::Os;

/// The features that require a newer agent than `--agent-version`.
pub(super) fn check(assessment: &Assessment<'_>, question: &Question) -> Vec<Diagnostic> {
    let Some(agent) = question.agent_version else { return Vec::new() };
    let on_instances = assessment.launch_types.iter().any(|it| it.launch_type.has_own_agent());
    if !on_instances {
        return Vec::new();
    }
    let certain = assessment.matches.iter().filter(|found| found.truth == Truth::True);
    let old = certain.filter_map(|found| {
        let needed = needed(assessment, found)?;
        (agent < needed).then(|| too_old(found, agent, needed))
    });
    old.collect()
}

/// The greatest version that a match certainly requires.
fn needed(assessment: &Assessment<'_>, found: &Match<'_>) -> Option<Version> {
    let applies = |least: &&MinimumVersions| {
        let role_fits = !least.with_role || assessment.role.state.is_present();
        let os_fits = least.os.is_none_or(|os| (os == Os::Windows) == assessment.is_windows);
        role_fits && os_fits && found.all_hold(&least.when) == Truth::True
    };
    found.rule.least.iter().filter(applies).filter_map(|least| least.agent).max()
}

fn too_old(found: &Match<'_>, agent: Version, needed: Version) -> Diagnostic {
    let what = What::AgentTooOld { rule: found.rule.id().to_owned(), needed, agent };
    let subject = Subject::new(what).with_remedy(Remedy::UpdateAgent(needed));
    let title = Note::RuleTitle(found.rule.title.to_string());
    Diagnostic {
        primary: Some(Label::noting(found.span, title)),
        docs: found.rule.docs().map(|docs| docs.to_owned().into()),
        ..Diagnostic::whole(BuiltIn::AgentTooOld, subject)
    }
}
