//! A task definition judged in every combination of its template's conditions → one judgement, which says
//! what holds in which of them.

use super::describe_conditions::when;
use super::report::{Combination, TaskReport};
use super::role_check::{self, Answer, RoleCheck};
use super::{Finding, Label, role, sort};
use crate::base::problem::Severity;
use crate::base::truth::Truth;
use crate::engine::{Assessment, Need, Verdict};
use crate::input::TaskDefinition;

/// A task definition in one combination.
pub(super) struct Version<'t> {
    pub(super) task: &'t TaskDefinition<'t>,
    pub(super) assessment: Assessment<'t>,
    pub(super) findings: Vec<Finding>,
    pub(super) role: Option<RoleCheck>,
    /// The parameters on whose defaults the advice rests.
    pub(super) defaults: Vec<&'t str>,
}

/// Joins the combinations; nothing where there is none.
pub(super) fn combine(mut versions: Vec<Version<'_>>) -> Option<TaskReport<'_>> {
    let combinations: Vec<_> = versions.iter().map(combination).collect();
    let first = chosen(&combinations);
    let mut defaults: Vec<&str> = Vec::new();
    for name in versions.iter().flat_map(|it| &it.defaults) {
        if !defaults.contains(name) {
            defaults.push(name);
        }
    }
    let findings = findings(&mut versions, &combinations);
    let role = worst(&mut versions, first, &combinations);
    mark_needs(&mut versions, &combinations);
    let mut rest = versions.into_iter();
    let mut before: Vec<_> = rest.by_ref().take(first).collect();
    let Version { task, mut assessment, .. } = rest.next()?;
    before.extend(rest);
    for other in before {
        join(&mut assessment, other.assessment);
    }
    let combinations = if combinations.len() > 1 { combinations } else { Vec::new() };
    Some(TaskReport { task, assessment, findings, role, combinations, defaults })
}

fn combination<'t>(version: &Version<'t>) -> Combination<'t> {
    let template = version.task.template.as_ref();
    let assessment = &version.assessment;
    let required = assessment.launch_types.iter().filter(|it| it.verdict == Verdict::Required);
    Combination {
        facts: template.map(|it| it.facts.clone()).unwrap_or_default(),
        by_default: template.map_or(Truth::True, |it| it.by_default),
        verdict: assessment.verdict,
        role: assessment.role.state,
        required_on: required.map(|it| it.launch_type).collect(),
    }
}

/// The combination that is shown: that of the defaults, or one that they leave open.
fn chosen(combinations: &[Combination<'_>]) -> usize {
    let by = |truth| combinations.iter().position(|it| it.by_default == truth);
    by(Truth::True).or_else(|| by(Truth::Unknown)).unwrap_or_default()
}

/// Whether two needs of different combinations are one.
fn is_same(one: &Need<'_>, other: &Need<'_>) -> bool {
    one.found.span == other.found.span
        && one.found.rule.id() == other.found.rule.id()
        && one.permissions() == other.permissions()
}

/// A need that does not hold in every combination says in which.
fn mark_needs(versions: &mut [Version<'_>], all: &[Combination<'_>]) {
    if versions.len() < 2 {
        return;
    }
    let mut met: Vec<(&Need<'_>, Vec<usize>)> = Vec::new();
    for (index, version) in versions.iter().enumerate() {
        for need in &version.assessment.needs {
            match met.iter_mut().find(|(known, _)| is_same(known, need)) {
                Some((_, places)) if places.last() == Some(&index) => {}
                Some((_, places)) => places.push(index),
                None => met.push((need, vec![index])),
            }
        }
    }
    let said = met.into_iter().map(|(need, places)| (need.clone(), when(&places, all)));
    let said: Vec<_> = said.filter(|(_, when)| !when.is_empty()).collect();
    for need in versions.iter_mut().flat_map(|it| &mut it.assessment.needs) {
        let found = said.iter().find(|(known, _)| is_same(known, need));
        need.when = found.map(|(_, when)| when.clone());
    }
}

/// What all of them come to: what they agree on, else it depends.
fn join<'t>(assessment: &mut Assessment<'t>, other: Assessment<'t>) {
    if assessment.verdict != other.verdict {
        assessment.verdict = Verdict::Depends;
    }
    for judged in other.launch_types {
        match assessment.launch_types.iter_mut().find(|it| it.launch_type == judged.launch_type) {
            Some(known) if known.verdict != judged.verdict => known.verdict = Verdict::Depends,
            Some(_) => {}
            None => assessment.launch_types.push(judged),
        }
    }
    for need in other.needs {
        if !assessment.needs.iter().any(|known| is_same(known, &need)) {
            assessment.needs.push(need);
        }
    }
    assessment.needs.sort_by_key(|need| need.found.span);
    for note in other.notes {
        let is_known = assessment.notes.iter().any(|it| {
            it.found.span == note.found.span && it.found.rule.id() == note.found.rule.id()
        });
        if !is_known {
            assessment.notes.push(note);
        }
    }
    assessment.matches.extend(other.matches);
}

/// A finding, and where it was met.
struct Met {
    finding: Finding,
    places: Vec<usize>,
    /// The labels beside the primary one, and where each was met.
    labels: Vec<(Label, Vec<usize>)>,
}

/// The findings of all combinations, each once, saying in which of them it holds.
fn findings(versions: &mut [Version<'_>], all: &[Combination<'_>]) -> Vec<Finding> {
    let mut met: Vec<Met> = Vec::new();
    let first = chosen(all);
    let order = std::iter::once(first).chain((0..versions.len()).filter(|at| *at != first));
    for index in order {
        let Some(version) = versions.get_mut(index) else { continue };
        for mut finding in std::mem::take(&mut version.findings) {
            finding.message.push_str(&with_defaults(&finding, &version.defaults));
            add(&mut met, finding, index);
        }
    }
    let mut findings: Vec<_> = met.into_iter().map(|met| placed(met, all)).collect();
    sort(&mut findings);
    findings
}

/// What is missing is one finding, whatever needs it in each combination.
fn add(met: &mut Vec<Met>, finding: Finding, index: usize) {
    let is_missing = [role::MISSING, role_check::UNKNOWN].contains(&finding.code.as_str());
    let same = |known: &&mut Met| {
        let known = &known.finding;
        known.code == finding.code
            && known.message == finding.message
            && (is_missing || known.primary.span == finding.primary.span)
    };
    let labels = std::iter::once(&finding.primary).chain(&finding.related).cloned();
    let Some(known) = met.iter_mut().find(same) else {
        let labels = labels.map(|label| (label, vec![index])).collect();
        met.push(Met { finding, places: vec![index], labels });
        return;
    };
    if known.places.last() != Some(&index) {
        known.places.push(index);
    }
    for label in labels {
        match known.labels.iter_mut().find(|(other, _)| other.span == label.span) {
            Some((_, places)) if places.last() == Some(&index) => {}
            Some((_, places)) => places.push(index),
            None => known.labels.push((label, vec![index])),
        }
    }
}

/// Findings about the role rest on the defaults that the verdict rests on.
fn with_defaults(finding: &Finding, defaults: &[&str]) -> String {
    let is_about_role = finding.code.starts_with("execution-role-");
    if defaults.is_empty() || !is_about_role {
        String::new()
    } else {
        format!(", {}", said_defaults(defaults))
    }
}

/// "with the default of Image", "with the defaults of Image, Env and 2 more".
pub fn said_defaults(names: &[&str]) -> String {
    match names {
        [only] => format!("with the default of {only}"),
        [one, other] => format!("with the defaults of {one} and {other}"),
        [one, other, third] => format!("with the defaults of {one}, {other} and {third}"),
        [one, other, rest @ ..] => {
            format!("with the defaults of {one}, {other} and {} more", rest.len())
        }
        [] => String::new(),
    }
}

/// A finding that does not hold in every combination says in which; where the defaults do not lead there, it
/// is a warning.
fn placed(met: Met, all: &[Combination<'_>]) -> Finding {
    let Met { mut finding, mut places, labels } = met;
    places.sort_unstable();
    let mut labels = labels.into_iter().map(|(mut label, mut at)| {
        at.sort_unstable();
        if at != places {
            // Within the combinations of the finding, which the message names.
            let within: Vec<_> = places.iter().filter_map(|at| all.get(*at)).cloned().collect();
            let at = places.iter().enumerate().filter(|(_, place)| at.contains(place));
            let at: Vec<_> = at.map(|(index, _)| index).collect();
            label.message = format!("{}, {}", label.message, when(&at, &within));
        }
        label
    });
    if let Some(primary) = labels.next() {
        finding.primary = primary;
    }
    finding.related = labels.collect();
    if places.len() == all.len() {
        return finding;
    }
    if finding.code == role::MISSING && all.iter().any(|it| it.role.is_present()) {
        let help = "ExecutionRoleArn names a role in the other combinations: name one here too";
        finding.help = Some(help.to_owned());
    }
    let leading = |truth| all.iter().enumerate().filter(move |(_, it)| it.by_default == truth);
    let mut certain = leading(Truth::True);
    let mut possible = leading(Truth::True).chain(leading(Truth::Unknown)).peekable();
    let is_default = certain.any(|(at, _)| places.contains(&at));
    let is_likely = possible.peek().is_some() && possible.all(|(at, _)| places.contains(&at));
    if !is_default && !is_likely {
        finding.severity = finding.severity.min(Severity::Warning);
    }
    let note = if is_default { ", as the defaults have it" } else { "" };
    finding.message = format!("{}, {}{note}", finding.message, when(&places, all));
    finding
}

/// What the role comes to where it is least.
fn worst(versions: &mut [Version<'_>], first: usize, all: &[Combination<'_>]) -> Option<RoleCheck> {
    let weight = |version: &Version<'_>| match version.role.as_ref()?.answer {
        Answer::Enough => Some(0),
        Answer::Unknown => Some(1),
        Answer::NotEnough => Some(2),
    };
    let most = versions.iter().filter_map(weight).max()?;
    let order = std::iter::once(first).chain(0..versions.len());
    let at = order.into_iter().find(|at| versions.get(*at).and_then(weight) == Some(most))?;
    let places: Vec<_> = versions
        .iter()
        .enumerate()
        .filter(|(_, version)| weight(version) == Some(most))
        .map(|(at, _)| at)
        .collect();
    let mut role = versions.get_mut(at)?.role.take()?;
    role.when = (places.len() < all.len()).then(|| when(&places, all));
    Some(role)
}
