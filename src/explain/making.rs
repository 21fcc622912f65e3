//! What a cause that was met comes to in a text: its side, its certainty, its sentences, its evidence.

use super::accounts;
use super::candidates::{Candidates, Feature, Met};
use super::denial::Told;
use super::found::{CauseTier, FoundCause, TextSpan};
use super::sentence::{SentenceValues, first_known};
use crate::aws::launch_type::LaunchType;
use crate::base::diagnostic::BuiltIn;
use crate::base::sorting::sort;
use crate::rules::cause::{Cause, CauseSide, Likelihood};
use crate::rules::rule::ErrorText;
use crate::rules::{RoleKind, RoleRequirement, Rule};

impl<'a, 'r> Candidates<'a, 'r> {
    /// What a cause comes to in this text; with what else it may be where accounts are not told apart.
    pub(super) fn found(&self, met: &Met<'a, 'r>) -> Vec<FoundCause> {
        let across = met.feature.and_then(|it| self.across_accounts(it.rule));
        let is_denied = met.cause.side == CauseSide::OfRole;
        let (caller, owner) = (self.denial.account(), self.owner());
        match (across.filter(|_| is_denied), caller, owner) {
            (Some(across), Some(caller), Some(owner)) if caller != owner => {
                let rules = met.feature.map(|it| it.rule);
                vec![self.made(met, [Some(across), rules], None)]
            }
            (Some(across), None, Some(_)) => {
                let own = self.made(met, [met.feature.map(|it| it.rule), None], None);
                let mut other = self.made(met, [Some(across), None], Some(Likelihood::Possible));
                other.tier = CauseTier::OtherAccount;
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
        let of_other = |it: &&Rule| it.across_accounts && it.refines.as_deref() == Some(rule.id());
        self.knowledge.rules.iter().find(of_other)
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
        let is_call = cause.side == CauseSide::OfRole || !cause.actions.is_empty();
        let call = met.feature.and_then(|it| it.call);
        let action = cause.call.as_deref().or_else(|| self.action()).or(call).filter(|_| is_call);
        let told_action = self.denial.action.as_ref().map(|it| it.text.as_str());
        let resource = self.denial.resource.as_ref().map(|it| it.text.as_str());
        let resource = resource.filter(|_| is_call && action == told_action);
        let principal = self.denial.principal.as_ref().map(|it| it.text.as_str());
        let told = SentenceValues {
            feature: rule.map(|it| it.title.as_ref()),
            text: met.text.map(|it| it.text.as_ref()),
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
            side,
            certainty: at_most.map_or(certainty, |most| certainty.min(most)),
            rules: if own.is_empty() {
                cause.rules.iter().map(ToString::to_string).collect()
            } else {
                own
            },
            codes: codes(cause, rule.zip(met.text)),
            principal: principal.map(str::to_owned),
            action: action.map(str::to_owned),
            resource: resource.map(str::to_owned),
            message: first_known(&cause.say, cause, &told)
                .unwrap_or_else(|| cause.title.to_string()),
            fix: first_known(&cause.fix, cause, &told),
            not: cause.not.as_ref().map(ToString::to_string),
            docs: cause.docs.clone().or_else(|| rule?.docs.first().cloned()),
            evidence: self.evidence(met),
            tier: met.tier,
        }
    }

    /// How certain it is: of a fault without its feature less, and of a feature without its fault.
    fn certainty(&self, met: &Met<'_, '_>, action: Option<&str>) -> Likelihood {
        if met.hits.iter().any(|hit| hit.is_cut) {
            return Likelihood::Possible;
        }
        let has_clue = met
            .feature
            .is_some_and(|it| self.features.iter().any(|clue| clue.rule.id() == it.rule.id()));
        let most = match met.tier {
            CauseTier::DeniedCall if self.denial.action.is_some() => Likelihood::Certain,
            // The name of an operation alone does not say whose call it was: code in the containers makes the same.
            CauseTier::DeniedCall if has_clue => Likelihood::Likely,
            CauseTier::WholeText | CauseTier::Opening => met.cause.likelihood,
            CauseTier::FeatureAndFault if action.is_some() && self.denial.principal.is_some() => {
                Likelihood::Certain
            }
            CauseTier::FeatureAndFault => Likelihood::Likely,
            CauseTier::FaultAlone if met.cause.side != CauseSide::OfRole => Likelihood::Likely,
            _ => Likelihood::Possible,
        };
        met.cause.likelihood.min(most)
    }

    /// Where the fault lies: for a denied call with the role that makes it.
    fn side(&self, cause: &Cause, rule: Option<&Rule>) -> CauseSide {
        if cause.side != CauseSide::OfRole {
            return cause.side;
        }
        let side = CauseSide::from(rule.map_or(RoleKind::Execution, |rule| rule.role));
        let is_instance = side == CauseSide::ExecutionRole
            && rule.is_some_and(may_be_of_instance)
            && self.is_instance();
        if is_instance { CauseSide::InstanceRole } else { side }
    }

    /// Whether a container instance called: its session is its ID, or the role is called so.
    fn is_instance(&self) -> bool {
        let is_id = |session: &str| {
            session
                .strip_prefix("i-")
                .is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
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
        let is_call = met.cause.side == CauseSide::OfRole || !met.cause.actions.is_empty();
        let parts = parts.into_iter().flatten().filter(|_| is_call).map(|it: &Told| it.span);
        let mut spans: Vec<_> =
            words.chain(parts).map(|(start, end)| TextSpan { start, end }).collect();
        sort(&mut spans);
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

/// Whether the container instance role may make the calls of a feature.
fn may_be_of_instance(rule: &Rule) -> bool {
    let is_instance = |is: RoleRequirement| {
        matches!(is, RoleRequirement::InstanceRole | RoleRequirement::RequiredUnlessInstanceRole)
    };
    rule.cells(LaunchType::Ec2).iter().any(|cell| is_instance(cell.is))
}

/// The codes of the findings that a check of the file reports: those of the cause, else that of the text, or that of a
/// limit.
fn codes(cause: &Cause, text: Option<(&Rule, &ErrorText)>) -> Vec<String> {
    if !cause.codes.is_empty() {
        return cause.codes.iter().map(ToString::to_string).collect();
    }
    let Some((rule, text)) = text else { return Vec::new() };
    let cells: Vec<_> = LaunchType::ALL.into_iter().flat_map(|it| rule.cells(it)).collect();
    let has = |is: RoleRequirement| cells.iter().any(|it| it.is == is);
    let is_limit = has(RoleRequirement::Unsupported) && !has(RoleRequirement::Required);
    let limit = is_limit.then(|| BuiltIn::UnsupportedOnLaunchType.name().to_owned());
    text.code.as_ref().map(ToString::to_string).or(limit).into_iter().collect()
}
