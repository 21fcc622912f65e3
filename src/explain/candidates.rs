//! Which causes the evidence of a text leads to, the most likely first.

use super::denial::Denial;
use super::found::{CauseTier, FoundCause};
use super::letters::Letters;
use super::plain::PlainText;
use super::search::{Hit, Knowledge, Meaning};
use crate::base::sorting::sort_by_key;
use crate::rules::cause::{Cause, CauseKind, CauseSide};
use crate::rules::rule::ErrorText;
use crate::rules::{RoleKind, Rule};
use std::cmp::Reverse;

/// The evidence of a text.
pub(super) struct Candidates<'a, 'r> {
    pub(super) knowledge: &'a Knowledge<'r>,
    pub(super) plain: &'a PlainText,
    pub(super) letters: &'a Letters,
    pub(super) denial: Denial,
    /// The clues to features, the weightiest first, each rule once.
    pub(super) features: Vec<Feature<'a, 'r>>,
    /// The texts that name a feature, where no clue does.
    texts: Vec<Feature<'a, 'r>>,
    /// What happened, the weightiest first, each cause once.
    faults: Vec<(&'r Cause, &'a Hit<'r>)>,
    /// The texts that name their cause whole.
    wholes: Vec<WholeText<'a, 'r>>,
    openings: Vec<(&'r Cause, &'a Hit<'r>)>,
}

/// A clue to a feature.
#[derive(Clone, Copy)]
pub(super) struct Feature<'a, 'r> {
    pub(super) rule: &'r Rule,
    pub(super) call: Option<&'r str>,
    pub(super) hit: Option<&'a Hit<'r>>,
}

/// A text that names its cause whole.
struct WholeText<'a, 'r> {
    /// The rule that has the text, where it is not the cause itself.
    pub(super) rule: Option<(&'r Rule, &'r ErrorText)>,
    pub(super) cause: &'r Cause,
    pub(super) hit: &'a Hit<'r>,
}

/// A cause as it is met: of which feature, by which words.
pub(super) struct Met<'a, 'r> {
    pub(super) tier: CauseTier,
    pub(super) cause: &'r Cause,
    pub(super) feature: Option<Feature<'a, 'r>>,
    /// The whole text that was met.
    pub(super) text: Option<&'r ErrorText>,
    pub(super) hits: Vec<&'a Hit<'r>>,
}

impl<'a, 'r> Met<'a, 'r> {
    /// A cause by itself.
    fn new(tier: CauseTier, cause: &'r Cause, hits: Vec<&'a Hit<'r>>) -> Self {
        Self { tier, cause, feature: None, text: None, hits }
    }

    /// The same, of a feature.
    fn of(self, feature: Option<Feature<'a, 'r>>) -> Self {
        Self { feature, ..self }
    }
}

impl<'r> Feature<'_, 'r> {
    /// The feature of a rule, which no clue names.
    fn of_rule(rule: &'r Rule) -> Self {
        Self { rule, call: None, hit: None }
    }
}

impl<'a, 'r> Candidates<'a, 'r> {
    pub(super) fn new(
        knowledge: &'a Knowledge<'r>,
        plain: &'a PlainText,
        letters: &'a Letters,
        hits: &'a [Hit<'r>],
    ) -> Self {
        let denial = Denial::read(plain);
        let mut sorted: Vec<_> = hits.iter().collect();
        sort_by_key(&mut sorted, |hit| (Reverse(hit.weight()), hit.is_of_refinement()));
        let (features, texts, faults, wholes, openings) = Default::default();
        let mut all =
            Self { knowledge, plain, letters, denial, features, texts, faults, wholes, openings };
        for hit in sorted {
            all.add(hit);
        }
        all.features.append(&mut all.texts);
        let outranking: Vec<_> = all.faults.iter().map(|(it, _)| *it).collect();
        let outranking: Vec<_> =
            outranking.into_iter().chain(all.wholes.iter().map(|it| it.cause)).collect();
        let is_outranked =
            |cause: &Cause| outranking.iter().any(|other| other.outranks.contains(&cause.id));
        all.faults.retain(|(cause, _)| !is_outranked(cause));
        all.wholes.retain(|it| !is_outranked(it.cause));
        all
    }

    fn add(&mut self, hit: &'a Hit<'r>) {
        match hit.meaning {
            Meaning::Feature(rule, call) => {
                if !self.features.iter().any(|it| it.rule.id() == rule.id()) {
                    self.features.push(Feature { rule, call, hit: Some(hit) });
                }
            }
            Meaning::TextOfFeature(rule) => {
                if !self.features.iter().any(|it| it.rule.id() == rule.id()) {
                    self.texts.push(Feature { rule, call: None, hit: Some(hit) });
                }
            }
            Meaning::Text(rule, error, cause) => {
                let is_base = |known: &WholeText<'_, '_>| {
                    let own = known.rule.filter(|_| known.cause.id == cause.id);
                    own.is_some_and(|(it, _)| Some(it.id()) == rule.refines.as_deref())
                };
                if !self.wholes.iter().any(is_base) {
                    self.wholes.push(WholeText { rule: Some((rule, error)), cause, hit });
                }
            }
            Meaning::Cause(cause) => match cause.kind {
                CauseKind::Whole => self.wholes.push(WholeText { rule: None, cause, hit }),
                CauseKind::Fault if self.faults.iter().all(|(it, _)| it.id != cause.id) => {
                    self.faults.push((cause, hit));
                }
                CauseKind::Fault => {}
                CauseKind::Opening => self.openings.push((cause, hit)),
            },
        }
    }

    /// The causes, the most likely first, each once.
    pub(super) fn causes(&self) -> Vec<FoundCause> {
        let mut causes: Vec<FoundCause> = Vec::new();
        for cause in self.met().iter().flat_map(|it| self.found(it)) {
            if !causes.iter().any(|known| is_said(known, &cause)) {
                causes.push(cause);
            }
        }
        sort_by_key(&mut causes, |it| it.tier);
        let first = causes.first().map(|it| it.tier);
        let mut numbered = 0..;
        causes.retain(|it| numbered.next() == Some(0) || adds_something(it.tier, first));
        causes
    }

    /// What the evidence leads to.
    fn met(&self) -> Vec<Met<'a, 'r>> {
        let mut met: Vec<_> = self.denied_call().into_iter().collect();
        met.extend(self.wholes.iter().map(|it| {
            Met {
                text: it.rule.map(|(_, error)| error),
                ..Met::new(CauseTier::WholeText, it.cause, vec![it.hit])
                    .of(it.rule.map(|(rule, _)| Feature::of_rule(rule)))
            }
        }));
        let feature = self.features.first().copied();
        let tier = feature.map_or(CauseTier::FaultAlone, |_| CauseTier::FeatureAndFault);
        let faults = self.faults.iter();
        met.extend(faults.map(|(cause, hit)| Met::new(tier, cause, vec![hit]).of(feature)));
        let is_open = |cause: &Cause| {
            cause.kind == CauseKind::Fault && cause.words.is_empty() && cause.actions.is_empty()
        };
        let open = self.knowledge.cause(is_open).filter(|_| met.is_empty() && feature.is_some());
        met.extend(open.map(|it| Met::new(CauseTier::FeatureAlone, it, Vec::new()).of(feature)));
        let openings = self.openings.iter();
        met.extend(openings.map(|(cause, hit)| Met::new(CauseTier::Opening, cause, vec![hit])));
        met
    }

    /// What a denied call leads to.
    fn denied_call(&self) -> Option<Met<'a, 'r>> {
        let action = self.action()?;
        let of_action = |kind| {
            let leads = |cause: &Cause| cause.actions.iter().any(|own| covers(own, action));
            self.knowledge.cause(|it| it.kind == kind && leads(it))
        };
        if let Some(cause) = of_action(CauseKind::Whole) {
            return Some(Met::new(CauseTier::DeniedCall, cause, Vec::new()));
        }
        let is_of_role = |cause: &Cause| cause.side == CauseSide::OfRole;
        let (cause, hit) = self.faults.iter().find(|(cause, _)| is_of_role(cause))?;
        let clue = |rule: &Rule| self.features.iter().position(|it| it.rule.id() == rule.id());
        let rule = self.knowledge.rules.iter().filter(|it| calls(it, action)).min_by_key(|rule| {
            let place = clue(rule).unwrap_or(usize::MAX);
            (place, rule.role != RoleKind::Execution, rule.assume.is_some(), rule.refines.is_some())
        });
        // What no rule calls, ECS does not.
        let other = || of_action(CauseKind::Fault).unwrap_or(cause);
        let cause = if rule.is_some() { cause } else { other() };
        Some(Met::new(CauseTier::DeniedCall, cause, vec![hit]).of(rule.map(Feature::of_rule)))
    }

    /// The action that was denied: as the sentence says it, or the only one of this name that ECS calls.
    pub(super) fn action(&self) -> Option<&str> {
        if let Some(told) = &self.denial.action {
            return Some(&told.text);
        }
        let operation = &self.denial.operation.as_ref()?.text;
        let all = self.knowledge.rules.iter().flat_map(|rule| rule.permissions.iter());
        let mut named = all
            .flat_map(|it| it.allow.iter())
            .filter(|action| action.split_once(':').is_some_and(|(_, name)| name == operation));
        named.next().map(AsRef::as_ref)
    }
}

/// Whether a cause is said already, of this feature or without one.
fn is_said(known: &FoundCause, cause: &FoundCause) -> bool {
    let is_of_none = known.rules.is_empty() || cause.rules.is_empty();
    known.id == cause.id && (known.rules == cause.rules || is_of_none)
}

/// Whether a cause says something beside the first: the opening of many texts does not, nor does a fault by itself
/// where the call is known that had it.
fn adds_something(tier: CauseTier, first: Option<CauseTier>) -> bool {
    tier != CauseTier::Opening
        && !(tier == CauseTier::FaultAlone && first == Some(CauseTier::DeniedCall))
}

/// Whether an action is another, or one of those that it stands for: `ecs:*`.
fn covers(known: &str, action: &str) -> bool {
    match known.strip_suffix('*') {
        Some("*:") => true,
        Some(start) => action.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start)),
        None => known.eq_ignore_ascii_case(action),
    }
}

/// Whether the feature of a rule calls an action.
fn calls(rule: &Rule, action: &str) -> bool {
    rule.permissions.iter().any(|it| it.allow.iter().any(|own| own.eq_ignore_ascii_case(action)))
}
