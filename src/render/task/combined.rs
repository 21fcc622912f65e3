//! The verdict on a task definition that its template makes in more than one way, in words.

use super::cells::verdict_words;
use super::tone::Tone;
use crate::analysis::{Combination, TaskReport, wording};
use crate::base::diagnostic::CombinationSet;
use crate::base::words;
use crate::engine::{RoleState, Verdict};

/// The first words, their tone and the rest; nothing where all combinations come to the same.
pub(super) fn verdict(task_report: &TaskReport<'_>) -> Option<(&'static str, Tone, String)> {
    let all = task_report.combinations.as_slice();
    let first = all.first()?;
    let is_same = |it: &Combination<'_>| (it.verdict, it.role) == (first.verdict, first.role);
    if all.iter().all(is_same) {
        return None;
    }
    let groups = [Verdict::Required, Verdict::Depends, Verdict::NotRequired];
    let groups = groups.map(|verdict| (verdict, places(all, |it| it.verdict == verdict)));
    let groups: Vec<_> = groups.into_iter().filter(|(_, places)| !places.is_empty()).collect();
    let mut rest = String::new();
    for (at, (verdict, places)) in groups.iter().enumerate() {
        if at > 0 {
            rest.push_str(", ");
            rest.push_str(verdict_words(*verdict));
        }
        rest.push_str(&on(all, *verdict));
        rest.push_str(&match (at, groups.len()) {
            (0, 1) => String::new(),
            (at, count) if at + 1 == count => " otherwise".to_owned(),
            _ => format!(" {}", wording::when(*places, all)),
        });
    }
    let is_bad = |it: &Combination<'_>| it.role == RoleState::Invalid || is_missing(it);
    let missing = places(all, is_missing);
    rest.push_str(&said_missing(all, missing));
    let tone = if all.iter().any(is_bad) {
        Tone::Bad
    } else if all.iter().any(|it| it.verdict == Verdict::Depends && it.role == RoleState::Absent) {
        Tone::Open
    } else {
        Tone::Good
    };
    Some((verdict_words(groups.first()?.0), tone, rest))
}

/// Where a required role is missing.
fn said_missing(all: &[Combination<'_>], missing: CombinationSet) -> String {
    let required = places(all, |it| it.verdict == Verdict::Required);
    let named = places(all, |it| it.role.is_present());
    match (missing.len(), required.len()) {
        (0, _) if named.is_empty() => String::new(),
        (0, _) if named.len() == all.len() => "; a role is set".to_owned(),
        (0, _) => format!("; a role is set {}", wording::when(named, all)),
        (count, _) if count == all.len() => "; not set".to_owned(),
        (count, required) if count == required && named.is_empty() => "; not set".to_owned(),
        (count, required) if count == required => "; not set there".to_owned(),
        _ => format!("; not set {}", wording::when(missing, all)),
    }
}

fn is_missing(it: &Combination<'_>) -> bool {
    it.verdict == Verdict::Required && it.role == RoleState::Absent
}

fn places(all: &[Combination<'_>], fits: impl Fn(&Combination<'_>) -> bool) -> CombinationSet {
    let found = all.iter().enumerate().filter(|(_, it)| fits(it));
    found.map(|(at, _)| at).collect()
}

/// On which launch types, where that is the same in all combinations that require the role.
fn on(all: &[Combination<'_>], verdict: Verdict) -> String {
    let mut required = all.iter().filter(|it| it.verdict == Verdict::Required);
    match required.next() {
        Some(first) if verdict == Verdict::Required => {
            if required.all(|it| it.required_on == first.required_on) {
                let names: Vec<_> = first.required_on.iter().map(|it| it.name()).collect();
                format!(" on {}", words::list(&names))
            } else {
                String::new()
            }
        }
        _ => String::new(),
    }
}
