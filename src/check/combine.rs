//! A task definition judged in every combination of its template's conditions → one judgement, which says
//! what holds in which of them.

use super::judgement::{Combination, Judgement};
use super::permissions::{Answer, RoleCheck};
use super::{Finding, sort};
use crate::advise::{Advice, Need, Verdict};
use crate::formats::TaskDefinition;
use crate::formats::cloudformation::Fact;
use crate::problem::Severity;
use crate::truth::Truth;

/// A task definition in one combination.
pub(super) struct Version<'t> {
    pub(super) task: &'t TaskDefinition<'t>,
    pub(super) advice: Advice<'t>,
    pub(super) findings: Vec<Finding>,
    pub(super) role: Option<RoleCheck>,
}

/// Joins the combinations; nothing where there is none.
pub(super) fn combine(mut versions: Vec<Version<'_>>) -> Option<Judgement<'_>> {
    let combinations: Vec<_> = versions.iter().map(combination).collect();
    let first = chosen(&combinations);
    let mut defaults: Vec<&str> = Vec::new();
    for name in
        versions.iter().filter_map(|it| it.task.template.as_ref()).flat_map(|it| &it.defaults)
    {
        if !defaults.contains(name) {
            defaults.push(name);
        }
    }
    let findings = findings(&mut versions, &combinations);
    let role = worst(&mut versions, first);
    let mut rest = versions.into_iter();
    let mut before: Vec<_> = rest.by_ref().take(first).collect();
    let Version { task, mut advice, .. } = rest.next()?;
    before.extend(rest);
    for other in before {
        join(&mut advice, other.advice);
    }
    let combinations = if combinations.len() > 1 { combinations } else { Vec::new() };
    Some(Judgement { task, advice, findings, role, combinations, defaults })
}

fn combination<'t>(version: &Version<'t>) -> Combination<'t> {
    let template = version.task.template.as_ref();
    Combination {
        facts: template.map(|it| it.facts.clone()).unwrap_or_default(),
        by_default: template.map_or(Truth::True, |it| it.by_default),
        verdict: version.advice.verdict,
    }
}

/// The combination that is shown: that of the defaults, or one that they leave open.
fn chosen(combinations: &[Combination<'_>]) -> usize {
    let by = |truth| combinations.iter().position(|it| it.by_default == truth);
    by(Truth::True).or_else(|| by(Truth::Unknown)).unwrap_or_default()
}

/// What all of them come to: what they agree on, else it depends.
fn join<'t>(advice: &mut Advice<'t>, other: Advice<'t>) {
    if advice.verdict != other.verdict {
        advice.verdict = Verdict::Depends;
    }
    for judged in other.launch_types {
        match advice.launch_types.iter_mut().find(|it| it.launch_type == judged.launch_type) {
            Some(known) if known.verdict != judged.verdict => known.verdict = Verdict::Depends,
            Some(_) => {}
            None => advice.launch_types.push(judged),
        }
    }
    let is_known = |needs: &[Need<'_>], need: &Need<'_>| {
        needs.iter().any(|it| {
            it.found.span == need.found.span && it.found.rule.id() == need.found.rule.id()
        })
    };
    for need in other.needs {
        if !is_known(&advice.needs, &need) {
            advice.needs.push(need);
        }
    }
    advice.needs.sort_by_key(|need| need.found.span);
    for note in other.notes {
        if !advice.notes.iter().any(|it| it.found.span == note.found.span) {
            advice.notes.push(note);
        }
    }
    advice.matches.extend(other.matches);
}

/// The findings of all combinations, each once, saying in which of them it holds.
fn findings(versions: &mut [Version<'_>], all: &[Combination<'_>]) -> Vec<Finding> {
    let mut met: Vec<(Finding, Vec<usize>)> = Vec::new();
    let order = std::iter::once(chosen(all)).chain(0..versions.len());
    for index in order {
        let Some(version) = versions.get_mut(index) else { continue };
        for finding in std::mem::take(&mut version.findings) {
            let same = |known: &Finding| {
                known.code == finding.code
                    && known.primary.span == finding.primary.span
                    && known.permission == finding.permission
            };
            match met.iter_mut().find(|(known, _)| same(known)) {
                Some((_, places)) if places.contains(&index) => {
                    met.push((finding, vec![index]));
                }
                Some((_, places)) => places.push(index),
                None => met.push((finding, vec![index])),
            }
        }
    }
    let mut findings: Vec<_> =
        met.into_iter().map(|(finding, places)| placed(finding, &places, all)).collect();
    sort(&mut findings);
    findings
}

/// A finding that does not hold in every combination says in which; where the defaults do not lead there, it
/// is a warning.
fn placed(mut finding: Finding, places: &[usize], all: &[Combination<'_>]) -> Finding {
    if places.len() == all.len() {
        return finding;
    }
    let by_default: Vec<_> = indexed(all, |it| it.by_default != Truth::False).collect();
    let is_default = !by_default.is_empty() && by_default.iter().all(|it| places.contains(it));
    if !is_default {
        finding.severity = finding.severity.min(Severity::Warning);
    }
    finding.message = format!("{}, {}", finding.message, when(places, all));
    finding
}

fn indexed<'a, 't>(
    all: &'a [Combination<'t>],
    fits: impl Fn(&Combination<'t>) -> bool + 'a,
) -> impl Iterator<Item = usize> + 'a {
    all.iter().enumerate().filter(move |(_, it)| fits(it)).map(|(index, _)| index)
}

/// What the role comes to where it is least.
fn worst(versions: &mut [Version<'_>], first: usize) -> Option<RoleCheck> {
    let weight = |version: &Version<'_>| match version.role.as_ref()?.answer {
        Answer::Enough => Some(0),
        Answer::Unknown => Some(1),
        Answer::NotEnough => Some(2),
    };
    let most = versions.iter().filter_map(weight).max()?;
    let order = std::iter::once(first).chain(0..versions.len());
    let at = order.into_iter().find(|at| versions.get(*at).and_then(weight) == Some(most))?;
    versions.get_mut(at)?.role.take()
}

/// In which combinations: `when IsProd and not UseSpot`.
pub(super) fn when(places: &[usize], all: &[Combination<'_>]) -> String {
    let Some(first) = places.first().and_then(|index| all.get(*index)) else {
        return String::new();
    };
    let fits = |facts: &[&(&str, Fact<'_>)]| {
        let holds = |it: &Combination<'_>| facts.iter().all(|fact| it.facts.contains(fact));
        indexed(all, holds).eq(sorted(places))
    };
    for (at, fact) in first.facts.iter().enumerate() {
        if fits(&[fact]) {
            return format!("when {}", said(fact));
        }
        for other in first.facts.iter().skip(at + 1) {
            if fits(&[fact, other]) {
                return format!("when {} and {}", said(fact), said(other));
            }
        }
    }
    if let Some(except) = exception(places, all) {
        return format!("unless {except}");
    }
    let facts: Vec<_> = first.facts.iter().map(said).collect();
    format!(
        "in {} of {} combinations of its conditions, such as {}",
        places.len(),
        all.len(),
        facts.join(" and ")
    )
}

/// The facts that tell the other combinations, where two are enough.
fn exception(places: &[usize], all: &[Combination<'_>]) -> Option<String> {
    let others: Vec<_> = (0..all.len()).filter(|index| !places.contains(index)).collect();
    let first = others.first().and_then(|index| all.get(*index))?;
    let fits = |facts: &[&(&str, Fact<'_>)]| {
        let holds = |it: &Combination<'_>| facts.iter().all(|fact| it.facts.contains(fact));
        indexed(all, holds).eq(others.iter().copied())
    };
    let single = first.facts.iter().find(|fact| fits(&[*fact])).map(said);
    single.or_else(|| {
        first.facts.iter().enumerate().find_map(|(at, fact)| {
            let other = first.facts.iter().skip(at + 1).find(|other| fits(&[fact, *other]))?;
            Some(format!("{} and {}", said(fact), said(other)))
        })
    })
}

fn sorted(places: &[usize]) -> impl Iterator<Item = usize> {
    let mut places = places.to_vec();
    places.sort_unstable();
    places.into_iter()
}

fn said((name, fact): &(&str, Fact<'_>)) -> String {
    match fact {
        Fact::Holds(true) => (*name).to_owned(),
        Fact::Holds(false) => format!("not {name}"),
        Fact::Is(value) => format!("{name} is {value}"),
    }
}
