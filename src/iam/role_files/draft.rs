//! A role while its parts are collected, and the finished role.

use super::super::role::{Role, RolePolicy};
use crate::base::text::Text;

/// A role while its parts come in.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) name: Option<String>,
    pub(super) arn: Option<String>,
    pub(super) trust: Option<RolePolicy>,
    /// The inline policies whose documents were provided.
    pub(super) inline: Vec<RolePolicy>,
    /// Documents that the user says are the role's.
    pub(super) plain: Vec<RolePolicy>,
    /// The names of the inline policies, where the list of them was provided.
    pub(super) inline_names: Option<Vec<String>>,
    /// The ARNs of the attached policies, where the list of them was provided.
    pub(super) attached: Option<Vec<String>>,
    /// The ARN of its permissions boundary.
    pub(super) boundary: Option<String>,
    pub(super) tags: Option<Vec<(String, String)>>,
}

/// A managed policy that the files hold.
#[derive(Debug)]
pub(super) struct ManagedPolicy {
    pub(super) arn: String,
    /// Its default version.
    pub(super) default: Option<String>,
    /// What that version says, where it was given.
    pub(super) version: Option<RolePolicy>,
}

impl Draft {
    /// Whether anything about a role is known.
    pub(super) fn is_empty(&self) -> bool {
        let has_policies = !self.inline.is_empty() || !self.plain.is_empty() || self.is_listed();
        !self.is_named() && self.trust.is_none() && !has_policies
    }

    pub(super) fn is_named(&self) -> bool {
        self.name.is_some() || self.arn.is_some()
    }

    pub(super) fn is_listed(&self) -> bool {
        self.attached.is_some() || self.inline_names.is_some()
    }

    /// The role. For each of the two lists of its policies it is known whether it is complete.
    pub(super) fn finish(self, library: &[ManagedPolicy], boundary: Option<&RolePolicy>) -> Role {
        // Plain documents alone are the whole of what the user says the role has. What a command printed
        // is one part, and a list that was not provided may contain others.
        let is_told = !self.plain.is_empty();
        let lacks_inline = self.inline_names.is_none() && !is_told;
        let lacks_attached = self.attached.is_none() && !is_told;
        let role = self.name.clone().unwrap_or_else(|| "NAME".to_owned());
        let mut policies = self.inline;
        for name in self.inline_names.unwrap_or_default() {
            if !policies.iter().any(|policy| policy.name == name) {
                let how =
                    format!("aws iam get-role-policy --role-name {role} --policy-name {name}");
                policies.push(RolePolicy::not_at_hand(name, how));
            }
        }
        policies.extend(self.plain);
        policies.extend(self.attached.into_iter().flatten().map(|arn| find(&arn, library)));
        let lists = [
            (lacks_inline, "the role's inline policies", "list-role-policies"),
            (lacks_attached, "the policies attached to the role", "list-attached-role-policies"),
        ];
        for (_, what, command) in lists.into_iter().filter(|(is_lacking, ..)| *is_lacking) {
            let how = format!("aws iam {command} --role-name {role}");
            policies.push(RolePolicy::not_at_hand(what, how));
        }
        let how = format!("aws iam get-role --role-name {role}");
        let trust =
            self.trust.unwrap_or_else(|| RolePolicy::not_at_hand("the role's trust policy", how));
        let own = self.boundary.map(|arn| find(&arn, library));
        Role {
            name: self.name.map(Text::literal),
            arn: self.arn.map(Text::literal),
            tags: self.tags,
            policies,
            boundary: boundary.cloned().or(own),
            is_boundary_given: false,
            trust: Some(trust),
        }
    }
}

/// The managed policy of an ARN: as the files hold it, else the embedded copy.
fn find(arn: &str, library: &[ManagedPolicy]) -> RolePolicy {
    let mut known = library.iter().filter(|it| it.arn == arn);
    if let Some(given) = known.clone().find_map(|it| it.version.clone()) {
        return given;
    }
    if let Some(copy) = RolePolicy::copy(arn) {
        return copy;
    }
    let default = known.find_map(|it| it.default.clone());
    let how = match default {
        Some(id) => format!("aws iam get-policy-version --policy-arn {arn} --version-id {id}"),
        None => format!(
            "aws iam get-policy --policy-arn {arn}, then aws iam get-policy-version --policy-arn {arn} --version-id DefaultVersionId"
        ),
    };
    RolePolicy::not_at_hand(arn, how)
}
