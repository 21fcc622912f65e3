//! Findings that rules make: features a launch type does not have, and what a rule says by itself.

use super::{Finding, Label};
use crate::aws::launch_type::LaunchType;
use crate::base::problem::Severity;
use crate::base::truth::Truth;
use crate::engine::{Assessment, Basis, Match};
use crate::rules::RuleFinding;

pub(super) const UNSUPPORTED: &str = "unsupported-on-launch-type";

/// Features that a stated launch type does not have.
pub(super) fn unsupported(assessment: &Assessment<'_>) -> Vec<Finding> {
    let stated = assessment.launch_types.iter().filter(|it| it.basis != Basis::Possible);
    let stated = stated.filter(|it| it.in_question == Truth::True);
    let pairs =
        stated.flat_map(|it| assessment.matches.iter().map(move |found| (found, it.launch_type)));
    let certain = pairs.filter(|(found, on)| found.is_unsupported(*on) == Truth::True);
    certain.map(|(found, on)| refused(found, on)).collect()
}

fn refused(found: &Match<'_>, launch_type: LaunchType) -> Finding {
    let title = &found.rule.title;
    let what = found.key.map_or_else(|| title.to_string(), |key| format!("this `{key}`: {title}"));
    Finding {
        code: UNSUPPORTED.to_owned(),
        severity: Severity::Error,
        message: format!("{launch_type} does not support {what}"),
        primary: Label::here(found.span, format!("not on {launch_type}")),
        related: Vec::new(),
        help: Some(found.rule.why.to_string()),
        docs: found.rule.docs().map(str::to_owned),
        permission: None,
    }
}

/// What rules find by themselves.
pub(super) fn of_rules(assessment: &Assessment<'_>) -> Vec<Finding> {
    let certain = assessment.matches.iter().filter(|found| found.truth == Truth::True);
    let pairs = certain.flat_map(|found| found.rule.findings.iter().map(move |own| (found, own)));
    pairs
        .filter(|(found, own)| applies(assessment, found, own))
        .map(|(found, own)| say(found, own))
        .collect()
}

fn applies(assessment: &Assessment<'_>, found: &Match<'_>, own: &RuleFinding) -> bool {
    let on_launch_type = own.on.is_empty()
        || assessment
            .launch_types
            .iter()
            .any(|it| own.on.contains(&it.launch_type) && it.in_question == Truth::True);
    let role_fits = !own.with_role || assessment.role.state.is_present();
    on_launch_type
        && role_fits
        && found.all_hold(&own.when) == Truth::True
        && found.none_holds(&own.unless, &assessment.deployment)
}

fn say(found: &Match<'_>, own: &RuleFinding) -> Finding {
    Finding {
        code: own.code.to_string(),
        severity: own.severity,
        message: fill(&own.say, found),
        primary: Label::here(found.span, found.rule.title.as_ref()),
        related: Vec::new(),
        help: own.help.as_ref().map(|help| fill(help, found)),
        docs: found.rule.docs().map(str::to_owned),
        permission: None,
    }
}

/// Puts in what was read: `{name}` as written, `{name.fault}` what its reader has against it.
fn fill(text: &str, found: &Match<'_>) -> String {
    let mut filled = text.to_owned();
    for (read, value) in found.rule.read.iter().zip(found.values.iter()) {
        let written = value.text().map(ToString::to_string).unwrap_or_default();
        let fault = value.fault().unwrap_or_default();
        filled = filled.replace(&format!("{{{}.fault}}", read.name), fault);
        filled = filled.replace(&format!("{{{}}}", read.name), &written);
    }
    filled
}
