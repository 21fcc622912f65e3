//! Which causes the evidence of a text leads to, the most likely first.

use super::accounts;
use super::denial::{Denial, Told as ToldPart};
use super::found::{FoundCause, TextSpan};
use super::letters::Letters;
use super::plain::PlainText;
use super::search::{Hit, Knowledge, Meaning};
use super::sentence::{Told, first_known};
use crate::aws::launch_type::LaunchType;
use crate::rules::cause::{Cause, CauseKind, Likelihood, Side};
use crate::rules::{RoleKind, RoleRequirement, Rule};
use std::cmp::Reverse;

/// The order of causes: what names a call, a whole text, a feature and a fault, a fault alone, a feature alone, and
/// the opening of many texts.
const DENIED_CALL: u8 = 0;
const WHOLE_TEXT: u8 = 1;
const FEATURE_AND_FAULT: u8 = 2;
const FAULT_ALONE: u8 = 3;
const FEATURE_ALONE: u8 = 4;
const OPENING: u8 = 5;

/// The evidence of a text.
pub(super) struct Candidates<'a, 'r> {
    knowledge: &'a Knowledge<'r>,
    plain: &'a PlainText,
    letters: &'a Letters,
    denial: Denial,
    /// The clues to features, the weightiest first, each rule once.
    features: Vec<Feature<'a, 'r>>,
    /// What happened, the weightiest first, each cause once.
    faults: Vec<(&'r Cause, &'a Hit<'r>)>,
    /// The texts that name their cause whole.
    wholes: Vec<(Option<&'r Rule>, &'r Cause, &'a Hit<'r>)>,
    openings: Vec<(&'r Cause, &'a Hit<'r>)>,
}

/// A clue to a feature.
#[derive(Clone, Copy)]
struct Feature<'a, 'r> {
    rule: &'r Rule,
    call: Option<&'r str>,
    hit: Option<&'a Hit<'r>>,
}

/// A cause as it is met: of which feature, by which words.
struct Met<'a, 'r> {
    tier: u8,
    cause: &'r Cause,
    feature: Option<Feature<'a, 'r>>,
    hits: Vec<&'a Hit<'r>>,
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
        sorted.sort_by_key(|hit| Reverse(hit.weight()));
        let (features, faults, wholes, openings) = Default::default();
        let mut all = Self { knowledge, plain, letters, denial, features, faults, wholes, openings };
        for hit in sorted {
            all.add(hit);
        }
        let outranking: Vec<_> = all.faults.iter().map(|(it, _)| *it).collect();
        let outranking: Vec<_> =
            outranking.into_iter().chain(all.wholes.iter().map(|(_, it, _)| *it)).collect();
        let is_outranked =
            |cause: &Cause| outranking.iter().any(|other| other.outranks.contains(&cause.id));
        all.faults.retain(|(cause, _)| !is_outranked(cause));
        all.wholes.retain(|(_, cause, _)| !is_outranked(cause));
        all
    }

    fn add(&mut self, hit: &'a Hit<'r>) {
        match hit.meaning {
            Meaning::Feature(rule, call) => {
                if !self.features.iter().any(|it| it.rule.id() == rule.id()) {
                    self.features.push(Feature { rule, call, hit: Some(hit) });
                }
            }
            Meaning::Text(rule, cause) => self.wholes.push((Some(rule), cause, hit)),
            Meaning::Cause(cause) => match cause.kind {
                CauseKind::Whole => self.wholes.push((None, cause, hit)),
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
        let mut met = self.denied_call();
        let wholes = self.wholes.iter().map(|(rule, cause, hit)| Met {
            tier: WHOLE_TEXT,
            cause,
            feature: rule.map(|rule| Feature { rule, call: None, hit: None }),
            hits: vec![hit],
        });
        met.extend(wholes);
        let feature = self.features.first().copied();
        if let Some(feature) = feature {
            met.extend(self.faults.iter().map(|(cause, hit)| Met {
                tier: FEATURE_AND_FAULT,
                cause,
                feature: Some(feature),
                hits: vec![hit],
            }));
        } else {
            let alone = self.faults.iter().map(|(cause, hit)| (FAULT_ALONE, *cause, *hit));
            met.extend(alone.map(|(tier, cause, hit)| Met { tier, cause, feature: None, hits: vec![hit] }));
        }
        let is_open = |cause: &Cause| {
            cause.kind == CauseKind::Fault && cause.words.is_empty() && cause.actions.is_empty()
        };
        if self.faults.is_empty() && let Some(cause) = self.knowledge.cause(is_open) {
            let hits = Vec::new();
            met.extend(feature.map(|it| Met { tier: FEATURE_ALONE, cause, feature: Some(it), hits }));
        }
        met.extend(self.openings.iter().map(|(cause, hit)| Met {
            tier: OPENING,
            cause,
            feature: None,
            hits: vec![hit],
        }));
        let mut causes: Vec<FoundCause> = Vec::new();
        for cause in met.iter().flat_map(|it| self.found(it)) {
            if !causes.iter().any(|known| known.id == cause.id && known.rules == cause.rules) {
                causes.push(cause);
            }
        }
        causes.sort_by_key(|it| it.tier);
        causes
    }

    /// What a denied call leads to.
    fn denied_call(&self) -> Vec<Met<'a, 'r>> {
        let Some(action) = self.action() else { return Vec::new() };
        let of_action = |cause: &Cause| cause.actions.iter().any(|own| covers(own, action));
        if let Some(cause) = self.knowledge.cause(|it| of_action(it) && it.kind == CauseKind::Whole) {
            return vec![Met { tier: DENIED_CALL, cause, feature: None, hits: Vec::new() }];
        }
        let is_of_role = |cause: &Cause| cause.side == Side::OfRole;
        let fault = self.faults.iter().find(|(cause, _)| is_of_role(cause));
        let Some((cause, hit)) = fault else { return Vec::new() };
        let mut features: Vec<_> = self.knowledge.rules.iter().filter(|it| calls(it, action)).collect();
        let clue = |rule: &Rule| self.features.iter().position(|it| it.rule.id() == rule.id());
        features.sort_by_key(|rule| {
            let place = clue(rule).unwrap_or(usize::MAX);
            (place, rule.role != RoleKind::Execution, rule.assume.is_some(), rule.refines.is_some())
        });
        if features.is_empty() {
            let other = self.knowledge.cause(|it| of_action(it) && it.kind == CauseKind::Fault);
            let cause = other.unwrap_or(cause);
            return vec![Met { tier: DENIED_CALL, cause, feature: None, hits: vec![hit] }];
        }
        let first = features.into_iter().take(1).map(|rule| Met {
            tier: DENIED_CALL,
            cause,
            feature: Some(Feature { rule, call: None, hit: None }),
            hits: vec![hit],
        });
        first.collect()
    }

    /// The action that was denied: as the sentence says it, or the only one of this name that ECS calls.
    fn action(&self) -> Option<&str> {
        if let Some(told) = &self.denial.action {
            return Some(&told.text);
        }
        let operation = &self.denial.operation.as_ref()?.text;
        let all = self.knowledge.rules.iter().flat_map(|rule| rule.permissions.iter());
        let mut named = all.flat_map(|it| it.allow.iter()).filter(|action| {
            action.split_once(':').is_some_and(|(_, name)| name == operation)
        });
        named.next().map(AsRef::as_ref)
    }

    /// What a cause comes to in this text; with what else it may be where accounts are not told apart.
    fn found(&self, met: &Met<'a, 'r>) -> Vec<FoundCause> {
        let across = met.feature.and_then(|it| self.across_accounts(it.rule));
        let is_denied = met.cause.side == Side::OfRole;
        let (caller, owner) = (self.denial.account(), self.owner());
        match (across.filter(|_| is_denied), caller, owner) {
            (Some(across), Some(caller), Some(owner)) if caller != owner => {
                let rules = met.feature.map(|it| it.rule);
                vec![self.made(met, [Some(across), rules], None)]
            }
            (Some(across), None, Some(_)) => {
                let own = self.made(met, [met.feature.map(|it| it.rule), None], None);
                let mut other = self.made(met, [Some(across), None], Some(Likelihood::Possible));
                other.tier = OPENING;
                vec![own, other]
            }
            _ => vec![self.made(met, [met.feature.map(|it| it.rule), None], None)],
        }
    }

    /// The account that what is asked for belongs to.
    fn owner(&self) -> Option<&str> {
        self.denial.resource_account().or_else(|| accounts::of_image(self.plain))
    }

    /// The rule for the same feature of another account.
    fn across_accounts(&self, rule: &Rule) -> Option<&'r Rule> {
        self.knowledge.rules.iter().find(|other| {
            other.refines.as_deref() == Some(rule.id()) && other.when.iter().any(|it| it.is_about_account())
        })
    }

    fn made(
        &self,
        met: &Met<'a, 'r>,
        rules: [Option<&Rule>; 2],
        at_most: Option<Likelihood>,
    ) -> FoundCause {
        let cause = met.cause;
        let rule = rules.into_iter().flatten().next();
        let side = self.side(cause, rule);
        let is_call = cause.side == Side::OfRole || !cause.actions.is_empty();
        let call = met.feature.and_then(|it| it.call);
        let action = cause.call.as_deref().or_else(|| self.action()).or(call).filter(|_| is_call);
        let told_action = self.denial.action.as_ref().map(|it| it.text.as_str());
        let resource = self.denial.resource.as_ref().map(|it| it.text.as_str());
        let resource = resource.filter(|_| is_call && action == told_action);
        let principal = self.denial.principal.as_ref().map(|it| it.text.as_str());
        let told = Told {
            feature: rule.map(|it| it.title.as_ref()),
            side: Some(side),
            role: self.denial.role(),
            principal,
            action,
            resource,
            account: self.owner(),
            host: accounts::host(self.plain),
            service: call.and_then(|it| Some(it.split_once(':')?.0)),
        };
        let own: Vec<String> = rules.into_iter().flatten().map(|it| it.id().to_owned()).collect();
        let certainty = self.certainty(met, action);
        FoundCause {
            id: cause.id.to_string(),
            title: cause.title.to_string(),
            side,
            certainty: at_most.map_or(certainty, |most| certainty.min(most)),
            rules: if own.is_empty() { cause.rules.iter().map(ToString::to_string).collect() } else { own },
            codes: cause.codes.iter().map(ToString::to_string).collect(),
            principal: principal.map(str::to_owned),
            action: action.map(str::to_owned),
            resource: resource.map(str::to_owned),
            message: first_known(&cause.say, cause, &told).unwrap_or_else(|| cause.title.to_string()),
            fix: first_known(&cause.fix, cause, &told),
            not: cause.not.as_ref().map(ToString::to_string),
            docs: cause.docs.clone().or_else(|| rule?.docs.first().cloned()),
            evidence: self.evidence(met),
            tier: met.tier,
        }
    }

    /// How certain it is: of a fault without its feature less, and of a feature without its fault.
    fn certainty(&self, met: &Met<'_, '_>, action: Option<&str>) -> Likelihood {
        let most = match met.tier {
            DENIED_CALL => Likelihood::Certain,
            WHOLE_TEXT => met.cause.likelihood,
            FEATURE_AND_FAULT if action.is_some() && self.denial.principal.is_some() => {
                Likelihood::Certain
            }
            FEATURE_AND_FAULT => Likelihood::Likely,
            FAULT_ALONE if met.cause.side != Side::OfRole => Likelihood::Likely,
            _ => Likelihood::Possible,
        };
        met.cause.likelihood.min(most)
    }

    /// Where the fault lies: for a denied call with the role that makes it.
    fn side(&self, cause: &Cause, rule: Option<&Rule>) -> Side {
        if cause.side != Side::OfRole {
            return cause.side;
        }
        match rule.map_or(RoleKind::Execution, |rule| rule.role) {
            RoleKind::Task => Side::TaskRole,
            RoleKind::Infrastructure => Side::InfrastructureRole,
            RoleKind::Execution | RoleKind::None => {
                let is_instance = rule.is_some_and(may_be_of_instance) && self.is_instance();
                if is_instance { Side::InstanceRole } else { Side::ExecutionRole }
            }
        }
    }

    /// Whether a container instance called: its session is its ID, or the role is called so.
    fn is_instance(&self) -> bool {
        let is_id = |session: &str| {
            session.strip_prefix("i-").is_some_and(|id| {
                !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit())
            })
        };
        let is_named = |role: &str| role.to_ascii_lowercase().contains("instance");
        self.denial.session().is_some_and(is_id) || self.denial.role().is_some_and(is_named)
    }

    /// The parts of the text that decided, in order.
    fn evidence(&self, met: &Met<'_, '_>) -> Vec<TextSpan> {
        let clue = met.feature.and_then(|it| {
            let of_rule = |other: &&Feature<'_, '_>| other.rule.id() == it.rule.id();
            it.hit.or_else(|| self.features.iter().find(of_rule).and_then(|it| it.hit))
        });
        let hits = met.hits.iter().copied().chain(clue);
        let words = hits.flat_map(|hit| &hit.places);
        let words = words.map(|(from, until)| self.letters.given(self.plain, *from, *until));
        let denial = &self.denial;
        let parts = [&denial.principal, &denial.action, &denial.resource];
        let is_call = met.cause.side == Side::OfRole || !met.cause.actions.is_empty();
        let parts = parts.into_iter().flatten().filter(|_| is_call).map(|it: &ToldPart| it.span);
        let mut spans: Vec<_> =
            words.chain(parts).map(|(start, end)| TextSpan { start, end }).collect();
        spans.sort_unstable();
        let mut joined: Vec<TextSpan> = Vec::new();
        for span in spans {
            match joined.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => joined.push(span),
            }
        }
        joined
    }
}

/// Whether an action is another, or one of those that it stands for: `ecs:*`.
fn covers(known: &str, action: &str) -> bool {
    match known.strip_suffix('*') {
        Some(start) => action.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start)),
        None => known.eq_ignore_ascii_case(action),
    }
}

/// Whether the feature of a rule calls an action.
fn calls(rule: &Rule, action: &str) -> bool {
    rule.permissions.iter().any(|it| it.allow.iter().any(|own| own.eq_ignore_ascii_case(action)))
}

/// Whether the container instance role may make the calls of a feature.
fn may_be_of_instance(rule: &Rule) -> bool {
    let is_instance = |is: RoleRequirement| {
        matches!(is, RoleRequirement::InstanceRole | RoleRequirement::RequiredUnlessInstanceRole)
    };
    rule.cells(LaunchType::Ec2).iter().any(|cell| is_instance(cell.is))
}
