//! Asks a role for one permission of a requirement.

use super::memo::{AnswerSource, DecisionInput, KnownRole};
use crate::aws::arn::{Arn, ArnParse};
use crate::aws::launch_type::LaunchType;
use crate::base::text::{DeploymentPart, Piece, Placeholder, PlaceholderKind, Text};
use crate::base::truth::Truth;
use crate::engine::{Assessment, Need};
use crate::iam::context::{EcsCall, LazyContext, of_call};
use crate::iam::document::{Clause, Kind};
use crate::iam::evaluate::{
    Decision, DeniedBy, Policies, PolicyKind, Request, ResourceSide, evaluate,
};
use crate::iam::matching::Glob;
use crate::iam::permission::RequiredPermission;
use crate::iam::principal::Caller;
use crate::iam::read::read;
use crate::iam::role::{Role, RolePolicy, called};
use crate::rules::RoleRequirement;

/// What asks on behalf of the role.
pub(super) struct Asker<'r, 't> {
    policies: Policies<'r>,
    pub(super) known: &'r KnownRole<'t>,
    role: &'r Role,
    arn: Option<Text<'static>>,
    /// Whether a policy contains the alias of a key, which is reported.
    pub(super) names_alias: bool,
    /// Partition and account, for resources whose own are not known.
    home: [Option<Text<'static>>; 2],
    /// What asks on behalf of the task role, where the unit holds that.
    task_role: Option<&'r Asker<'r, 't>>,
}

impl<'r, 't> Asker<'r, 't> {
    pub(super) fn new(assessment: &Assessment<'_>, known: &'r KnownRole<'t>) -> Self {
        let role = known.role();
        let own = role.arn.clone().or_else(|| assessment.role.value.clone().map(Text::into_owned));
        let read = own.as_ref().map(Arn::read);
        let (arn, home) = match read {
            Some(ArnParse::Arn(arn)) => {
                let home = [arn.partition, arn.account].map(|it| Some(it.into_owned()));
                (own.clone(), home)
            }
            _ => (None, [None, None]),
        };
        let names_alias = role.policies.iter().any(names_alias);
        let policies = role.as_policies();
        Self { policies, known, role, arn, names_alias, home, task_role: None }
    }

    /// The same, beside the task role.
    pub(super) fn beside(self, task_role: Option<&'r Asker<'r, 't>>) -> Self {
        Self { task_role, ..self }
    }

    /// What its answers to the permissions of a requirement follow from, besides these and the role.
    pub(super) fn source(&self, need: &Need<'_>) -> AnswerSource {
        AnswerSource {
            arn: self.arn.clone(),
            launch_type: launch_type(need),
            task_role: self.task_role.map(|it| it.known.number()),
        }
    }

    /// The task role, where it allows what the execution role lacks: ECS does not use it for this.
    pub(super) fn allowing_task_role(
        &self,
        assessment: &Assessment<'_>,
        need: &Need<'_>,
        granted: &RequiredPermission<'_>,
        decision: &Decision,
    ) -> Option<String> {
        let task_role =
            self.task_role.filter(|_| matches!(decision, Decision::DenyByDefault { .. }))?;
        let resource = task_role.at_home(&granted.resource);
        let own = task_role.decide(assessment, need, granted, &resource);
        let is_allowed = matches!(own, Decision::Allow { .. });
        let arn = task_role.role.arn.as_ref().or(task_role.role.name.as_ref());
        arn.filter(|_| is_allowed).map(called)
    }

    pub(super) fn decide(
        &self,
        assessment: &Assessment<'_>,
        need: &Need<'_>,
        granted: &RequiredPermission<'_>,
        resource: &Text<'_>,
    ) -> Decision {
        // What the call names is narrower than what a policy should name.
        let named = need.called(granted).map(|it| self.at_home(it));
        let resource = named.as_ref().unwrap_or(resource);
        let is_subject = |it: &&RequiredPermission<'_>| {
            it.via.is_none() && it.resource.as_literal() != Some("*")
        };
        let subject = need.permissions().iter().find(is_subject);
        if need.key_policy(resource).is_some() {
            return self.decide_anew(assessment, need, granted, resource, subject);
        }
        let owned = |text: &Text<'_>| text.clone().into_owned();
        let input = DecisionInput {
            resource: owned(resource),
            subject: subject.map(|it| owned(&it.resource)),
            region: assessment.deployment.region.as_ref().map(owned),
            arn: self.arn.clone(),
            launch_type: launch_type(need),
            via: granted.via.as_deref().map(str::to_owned),
        };
        self.known.decision(&granted.action, input, || {
            self.decide_anew(assessment, need, granted, resource, subject)
        })
    }

    fn decide_anew(
        &self,
        assessment: &Assessment<'_>,
        need: &Need<'_>,
        granted: &RequiredPermission<'_>,
        resource: &Text<'_>,
        subject: Option<&RequiredPermission<'_>>,
    ) -> Decision {
        let context = LazyContext::new(|| {
            let call = EcsCall {
                role: self.arn.clone(),
                tags: self.role.tags.clone(),
                region: assessment.deployment.region.clone(),
                launch_type: launch_type(need),
                via: granted.via.as_deref(),
                subject: subject.map(|it| it.resource.clone()),
            };
            of_call(&granted.action, resource, &call)
        });
        let caller = Caller::Role(self.arn.clone());
        let request = Request::new(&granted.action, resource, caller, &context);
        let Some(node) = need.key_policy(resource) else {
            return evaluate(&request, &self.policies);
        };
        // A key that the template makes is in the role's own account.
        let key = read(node, Kind::Resource).document;
        let side = ResourceSide { document: &key, other_account: Truth::False, is_key: true };
        let policies = Policies { resource: Some(side), ..self.policies.clone() };
        match evaluate(&request, &policies) {
            // Whoever reads this looks for what lets the role use the key, wherever that stands.
            Decision::ExplicitDeny { by } if by.policy == PolicyKind::Resource => {
                Decision::DenyByDefault { denied_by: DeniedBy::Resource, near_miss: None }
            }
            Decision::Unknown { uncertainties, by } => {
                let by =
                    by.into_iter().filter(|place| place.policy != PolicyKind::Resource).collect();
                Decision::Unknown { uncertainties, by }
            }
            decision => decision,
        }
    }

    /// Which other policies may allow it by themselves, and are not seen: those of the resource, if that is
    /// in the account of the role. Source: IAM user guide, `reference_policies_evaluation-logic-cross-account`.
    pub(super) fn alternative<'g>(
        &self,
        need: &Need<'_>,
        granted: &'g RequiredPermission<'_>,
        resource: &Text<'_>,
        account: Option<&Text<'_>>,
    ) -> Option<&'g str> {
        let of_key = || {
            let is_seen = need.key_policy(resource).is_some();
            (granted.action == "kms:Decrypt" && !is_seen).then_some("the key policy")
        };
        let alternative = granted.alternative.as_deref().or_else(of_key)?;
        let ArnParse::Arn(arn) = Arn::read(resource) else { return Some(alternative) };
        let [_, own] = &self.home;
        let home = own.as_ref().or(account);
        let is_home = |home| Glob::exact(home).matches(&Glob::exact(&arn.account));
        home.is_none_or(|home| is_home(home) != Truth::False).then_some(alternative)
    }

    /// The resource, in the role's partition and account where the file does not say.
    pub(super) fn at_home(&self, resource: &Text<'_>) -> Text<'static> {
        let [partition, account] = &self.home;
        let is_open = |it: &Placeholder<'_>| matches!(it.kind(), PlaceholderKind::Unspecified(_));
        if !resource.placeholders().any(is_open) {
            return resource.clone().into_owned();
        }
        let mut filled = Text::default();
        for piece in resource.clone().into_owned().pieces() {
            let placeholder = match piece {
                Piece::Placeholder(placeholder) => placeholder,
                Piece::Literal(text) => {
                    filled.push_literal(text.clone());
                    continue;
                }
            };
            let known = match placeholder.kind() {
                PlaceholderKind::Unspecified(DeploymentPart::Partition) => partition.as_ref(),
                PlaceholderKind::Unspecified(DeploymentPart::Account) => account.as_ref(),
                _ => None,
            };
            match known {
                Some(known) => filled.push_text(known),
                None => filled.push_placeholder(placeholder.clone()),
            }
        }
        filled
    }
}

/// Whether a statement of a policy is on the alias of a key.
fn names_alias(policy: &RolePolicy) -> bool {
    let statements = policy.document().into_iter().flat_map(|it| &it.statements);
    let mut clauses = statements.map(|it| &it.resources);
    clauses.any(|clause| match clause {
        Clause::In(items) => items.iter().any(|it| it.text.to_string().contains(":alias/")),
        _ => false,
    })
}

/// Fargate where it is among the launch types: it asks for most.
fn launch_type(need: &Need<'_>) -> Option<LaunchType> {
    let used = need.cells.iter().filter(|(_, cell)| is_used(*cell)).map(|(on, _)| *on);
    used.min_by_key(|on| *on != LaunchType::Fargate)
}

/// Whether a role that is set is used, or may be.
pub(super) fn is_used(cell: RoleRequirement) -> bool {
    !matches!(cell, RoleRequirement::NotNeeded | RoleRequirement::Unsupported)
}

/// Whether a role that is set is used: also for what the instance role could do.
pub(super) fn is_surely_used(cell: RoleRequirement) -> bool {
    matches!(cell, RoleRequirement::Required | RoleRequirement::InstanceRole)
}
