//! Findings from rules: features that a launch type does not support, and a rule's own findings.

use super::subject::{Diagnostic, Label, Note, Remedy, RuleStatement, Subject, What};
use crate::aws::launch_type::LaunchType;
use crate::base::diagnostic::{BuiltIn, Code, Severity};
use crate::base::truth::Truth;
use crate::engine::{Assessment, Basis, Match};
use crate::rules::RuleFinding;

/// Features that a stated launch type does not have.
pub(super) fn unsupported(assessment: &Assessment<'_>) -> Vec<Diagnostic> {
    let stated = assessment.launch_types.iter().filter(|it| it.basis != Basis::Possible);
    let stated = stated.filter(|it| it.in_question == Truth::True);
    let pairs =
        stated.flat_map(|it| assessment.matches.iter().map(move |found| (found, it.launch_type)));
    let certain = pairs.filter(|(found, on)| found.is_unsupported(*on) == Truth::True);
    certain.map(|(found, on)| refused(found, on)).collect()
}

fn refused(found: &Match<'_>, launch_type: LaunchType) -> Diagnostic {
    let title = found.rule.title.to_string();
    let rule = found.rule.id().to_owned();
    let what = What::Unsupported { launch_type, key: found.key.map(str::to_owned), rule, title };
    // A rule's reason is a sentence as it is: it names no value.
    let why = RuleStatement { sentence: found.rule.why.to_string(), values: Vec::new() };
    let subject = Subject::new(what).with_remedy(Remedy::OfRule(why));
    Diagnostic {
        primary: Some(Label::noting(found.span, Note::NotOn(launch_type))),
        docs: found.rule.docs().map(|docs| docs.to_owned().into()),
        ..Diagnostic::whole(BuiltIn::UnsupportedOnLaunchType, subject)
    }
}

/// What rules find by themselves.
pub(super) fn of_rules(assessment: &Assessment<'_>) -> Vec<Diagnostic> {
    let certain = assessment.matches.iter().filter(|found| found.truth == Truth::True);
    let pairs = certain.flat_map(|found| found.rule.findings.iter().map(move |own| (found, own)));
    pairs
        .filter(|(found, own)| applies(assessment, found, own))
        .map(|(found, own)| finding(assessment, found, own))
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
        && found.none_holds(&own.unless)
}

/// Whether the task may run on a launch type of which the finding does not speak, because none is stated.
fn is_avoidable(assessment: &Assessment<'_>, own: &RuleFinding) -> bool {
    let mut possible = assessment.launch_types.iter().filter(|it| it.basis == Basis::Possible);
    !own.on.is_empty() && possible.any(|it| !own.on.contains(&it.launch_type))
}

fn finding(assessment: &Assessment<'_>, found: &Match<'_>, own: &RuleFinding) -> Diagnostic {
    let code = Code::OfRule {
        name: own.code.clone(),
        rule: found.rule.id().to_owned().into(),
        severity: own.severity,
    };
    let what = What::OfRule(statement(found, &own.say));
    let remedy = own.help.as_ref().map(|help| Remedy::OfRule(statement(found, help)));
    let title = Note::RuleTitle(found.rule.title.to_string());
    let severity = match own.severity {
        Severity::Error if is_avoidable(assessment, own) => Severity::Warning,
        own => own,
    };
    let finding = Diagnostic {
        primary: Some(Label::noting(found.span, title)),
        docs: found.rule.docs().map(|docs| docs.to_owned().into()),
        ..Diagnostic::whole(code, Subject { remedy, ..Subject::new(what) })
    };
    finding.with_severity(severity)
}

/// A sentence of the rule with what it read here: only the values that are in it, so that two that say
/// the same are the same.
fn statement(found: &Match<'_>, sentence: &str) -> RuleStatement {
    let pairs = found.rule.read.iter().zip(found.values.iter());
    let named = pairs.filter(|(read, _)| sentence.contains(&["{", &read.name].concat()));
    let values = named.map(|(read, value)| {
        let written = value.text().map(ToString::to_string).unwrap_or_default();
        (read.name.to_string(), written, value.error().unwrap_or_default().to_owned())
    });
    RuleStatement { sentence: sentence.to_owned(), values: values.collect() }
}
