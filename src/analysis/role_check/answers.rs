//! What a role says to each permission of a requirement: found once for all combinations that share the requirement.

use super::asker::Asker;
use super::memo::{NeedAnswers, PermissionAnswer, PermissionOutcome};
use crate::base::text::Text;
use crate::engine::{Assessment, Need};
use crate::iam::evaluate::{Decision, DeniedBy};
use crate::iam::permission::RequiredPermission;
use std::cell::OnceCell;
use std::rc::Rc;

/// A requirement, and who asks the role for it.
#[derive(Clone, Copy)]
pub(super) struct NeedQuestion<'a, 'r, 't> {
    pub(super) assessment: &'a Assessment<'t>,
    pub(super) need: &'a Need<'t>,
    pub(super) asker: &'a Asker<'r, 't>,
}

impl NeedQuestion<'_, '_, '_> {
    /// What the role says to the permissions: as it said to a requirement that shares them, where there is one.
    pub(super) fn answers(self) -> Rc<NeedAnswers> {
        let answer = || Rc::new(self.ask());
        match self.need.shared_permissions() {
            Some(shared) => self.asker.known.answers(shared, self.asker.source(self.need), answer),
            None => answer(),
        }
    }

    fn ask(self) -> NeedAnswers {
        let all = self.need.permissions();
        let each = all.iter().map(|it| PermissionAnswer {
            resource: self.asker.at_home(&it.resource),
            decision: OnceCell::new(),
        });
        let mut answers = NeedAnswers { each: each.collect(), outcomes: Vec::new() };
        let outcomes = forms(all)
            .filter_map(|(at, other)| Some((at, Rc::new(self.outcome(&answers, at, other)?))));
        answers.outcomes = outcomes.collect();
        answers
    }

    /// The resource of a permission, in the role's partition and account, and what the role says to it.
    pub(super) fn decided(
        self,
        answers: &NeedAnswers,
        at: usize,
    ) -> Option<(&Text<'static>, &Decision)> {
        let (answer, granted) = (answers.each.get(at)?, self.need.permissions().get(at)?);
        let decide = || self.asker.decide(self.assessment, self.need, granted, &answer.resource);
        Some((&answer.resource, answer.decision.get_or_init(decide)))
    }

    fn outcome(
        self,
        answers: &NeedAnswers,
        at: usize,
        other: Option<usize>,
    ) -> Option<PermissionOutcome> {
        let Self { assessment, need, asker } = self;
        let granted = need.permissions().get(at)?;
        let resource = answers.each.get(at)?.resource.clone();
        let other_form = other.and_then(|at| answers.each.get(at)).map(|it| it.resource.clone());
        if granted.necessity.condition().is_some() && !asker.names_alias {
            // It is not reported, so it is not checked; a stronger requirement is checked by itself.
            let decision =
                Decision::DenyByDefault { denied_by: DeniedBy::Identity, near_miss: None };
            let (alternative, task_role) = (None, None);
            return Some(PermissionOutcome {
                resource,
                other_form,
                alternative,
                decision,
                task_role,
            });
        }
        let (_, first) = self.decided(answers, at)?;
        let second = other.and_then(|at| self.decided(answers, at));
        let decision = second.map_or(first, |(_, second)| better(first, second)).clone();
        let account = assessment.deployment.account.as_ref();
        let alternative = asker.alternative(need, granted, &resource, account).map(str::to_owned);
        let task_role = asker.allowing_task_role(assessment, need, granted, &decision);
        Some(PermissionOutcome { resource, other_form, alternative, decision, task_role })
    }
}

/// The places of the permissions, two forms of one resource together. For `logs:CreateLogGroup` the action databases
/// say `log-group:NAME`, and the service's own denials `log-group:NAME:log-stream:`: what allows either is not
/// called wrong here.
fn forms(all: &[RequiredPermission<'_>]) -> impl Iterator<Item = (usize, Option<usize>)> {
    let is_form = |one: &RequiredPermission<'_>, other: &RequiredPermission<'_>| {
        one.action == other.action
            && one.action == "logs:CreateLogGroup"
            && format!("{}:*", one.resource) == other.resource.to_string()
    };
    let is_other = move |it: &RequiredPermission<'_>| !all.iter().any(|one| is_form(one, it));
    let each = all.iter().enumerate().filter(move |(_, it)| is_other(it));
    each.map(move |(at, it)| (at, all.iter().position(|other| is_form(it, other))))
}

/// What two forms of a resource come to.
fn better<'d>(one: &'d Decision, other: &'d Decision) -> &'d Decision {
    let rank = |decision: &Decision| match decision {
        Decision::ExplicitDeny { .. } => 0,
        Decision::Allow { .. } => 1,
        Decision::Unknown { .. } => 2,
        Decision::DenyByDefault { .. } => 3,
    };
    if rank(other) < rank(one) { other } else { one }
}
