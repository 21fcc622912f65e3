//! Notes on a policy: what is unknown, what is omitted, what to fill in.

use super::Prepared;
use crate::analysis::Diagnostic;
use crate::analysis::subject::{PolicyLimit, PolicyNote, StandIn, Subject, What};
use crate::aws::account;
use crate::base::diagnostic::BuiltIn;
use crate::base::sorting::sort;
use crate::base::text::Text;
use crate::iam::generate::Generated;
use crate::iam::permission::{Necessity, RequiredPermission};
use crate::render::policy::{Form, OwnUnit, left_open, size};

/// A note, as a diagnostic about no place.
pub(super) fn note(about: PolicyNote) -> Diagnostic {
    let code = match &about {
        PolicyNote::RoleNotNeeded { .. } => BuiltIn::RoleNotNeeded,
        PolicyNote::Undetermined { .. } => BuiltIn::RoleMayBeNeeded,
        PolicyNote::NotAnArn { .. } => BuiltIn::ResourceNotAnArn,
        PolicyNote::LeftOut { .. } => BuiltIn::PermissionLeftOut,
        PolicyNote::NothingToAllow { .. } => BuiltIn::NothingToAllow,
        PolicyNote::LeftOpen { .. } => BuiltIn::LeftOpen,
        PolicyNote::InvalidAccount(_) => BuiltIn::InvalidAccount,
        PolicyNote::TooLarge { .. } => BuiltIn::PolicyTooLarge,
        PolicyNote::SeveralAccounts => BuiltIn::SeveralAccounts,
        PolicyNote::SeveralRoles { .. } => BuiltIn::SeveralRoles,
        PolicyNote::RoleNameOmitted(_) => BuiltIn::RoleNameOmitted,
    };
    Diagnostic::whole(code, Subject::new(What::Policy(about)))
}

impl Prepared<'_> {
    fn note(&mut self, about: PolicyNote) {
        self.notes.push(note(about));
    }

    /// About the task definitions, and about what of their requirements is allowed.
    pub(super) fn notes_of_needs(&mut self, generated: &Generated, with_managed: bool) {
        let tasks = self.report.task_definitions();
        for grants in tasks.iter().map(|task| &task.grants) {
            let task = grants.name.clone();
            if !grants.uses_role {
                let by_instance = !grants.required.is_empty();
                self.note(PolicyNote::RoleNotNeeded { task, by_instance });
            } else if let Some(on) = &grants.depends {
                self.note(PolicyNote::Undetermined { task, on: on.clone() });
            }
        }
        for want in &generated.unusable {
            let (action, resource) = (want.action.to_string(), want.resource.to_string());
            self.note(PolicyNote::NotAnArn { action, resource });
        }
        self.notes_of_left_out(generated);
        let is_open =
            |it: &RequiredPermission<'_>| matches!(it.necessity, Necessity::Alternative(_));
        let needs_nothing = generated.policy.is_empty() && !generated.left_out.iter().any(is_open);
        if tasks.iter().any(|task| task.grants.uses_role) && needs_nothing {
            self.note(PolicyNote::NothingToAllow { by_managed: with_managed });
        }
    }

    /// The permissions that depend on a condition, each condition once with its resources.
    fn notes_of_left_out(&mut self, generated: &Generated) {
        let mut groups: Vec<(&str, &str, Vec<String>)> = Vec::new();
        for want in &generated.left_out {
            let Some(condition) = want.necessity.condition() else { continue };
            let (action, resource) = (&*want.action, want.resource.to_string());
            let known =
                groups.iter_mut().find(|(one, other, _)| (*one, *other) == (action, condition));
            match known {
                Some((_, _, resources)) if resources.contains(&resource) => {}
                Some((_, _, resources)) => resources.push(resource),
                None => groups.push((action, condition, vec![resource])),
            }
        }
        for (action, condition, resources) in groups {
            self.note(PolicyNote::LeftOut {
                action: action.to_owned(),
                condition: condition.to_owned(),
                more: resources.len().saturating_sub(1),
                resource: resources.into_iter().next().unwrap_or_default(),
            });
        }
    }

    /// What is undecided, and accounts that are none.
    pub(super) fn notes_of_texts<'a, I: Iterator<Item = &'a Text<'static>>>(
        &mut self,
        texts: impl Fn() -> I,
        form: Form,
        own: Option<&OwnUnit>,
    ) {
        let open = left_open(texts(), form, own);
        if !open.is_empty() {
            let stand_in = match form {
                Form::Json | Form::AwsCli => StandIn::Placeholder,
                Form::CloudFormation => StandIn::Parameter,
                Form::Terraform => StandIn::Variable,
            };
            self.note(PolicyNote::LeftOpen { stand_in, open });
        }
        let mut wrong: Vec<_> = texts().filter_map(invalid_account).collect();
        sort(&mut wrong);
        wrong.dedup();
        for account in wrong {
            self.note(PolicyNote::InvalidAccount(account));
        }
    }

    /// A policy that IAM would not take.
    pub(super) fn note_of_size(&mut self, generated: &Generated, limit: PolicyLimit) {
        let size = size(&generated.policy);
        if size > limit.most() {
            self.note(PolicyNote::TooLarge { size, limit });
        }
    }
}

/// The account of an ARN, where it is none: IAM rejects a policy with such an ARN.
fn invalid_account(text: &Text<'static>) -> Option<String> {
    let fields = text.split(':', 6);
    let account = fields.get(4).filter(|_| fields.len() == 6)?.as_literal()?.to_owned();
    let is_good =
        account.is_empty() || matches!(account.as_str(), "aws" | "*") || account::is_id(&account);
    (!is_good).then_some(account)
}
