//! The whole role: its trust policy, its permissions, its name.

use super::{Policy, PolicyCondition, PolicyStatement};
use crate::base::text::{DeploymentPart, Placeholder, Text};
use crate::iam::trust;

/// A role that is ready to be created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedRole {
    /// Its name; none if it is generated when the role is created.
    pub name: Option<String>,
    /// Its path: `/`, or `/service/`.
    pub path: String,
    /// Who may assume it.
    pub trust: Policy,
    /// What it allows by a policy of its own; without a statement if there is none.
    pub inline: Policy,
    /// The ARN of the managed policy that is attached.
    pub managed: Option<Text<'static>>,
}

/// Where the tasks run that may use the role; what is not known becomes a placeholder.
#[derive(Clone, Debug, Default)]
pub struct RoleDeployment {
    /// The partition.
    pub partition: Option<Text<'static>>,
    /// The account.
    pub account: Option<Text<'static>>,
    /// The Regions.
    pub regions: Vec<Text<'static>>,
}

/// The name that AWS's pages give to the role.
pub const DEFAULT_NAME: &str = "ecsTaskExecutionRole";

/// The name of a policy that stands for itself.
pub const DEFAULT_POLICY_NAME: &str = "ecsTaskExecutionRolePolicy";

/// The managed policy that AWS's pages attach.
pub const MANAGED_POLICY: &str = "AmazonECSTaskExecutionRolePolicy";

/// What the managed policy allows, each on `*`, since it came out on 2017-11-16.
const MANAGED_ACTIONS: [&str; 6] = [
    "ecr:GetAuthorizationToken",
    "ecr:BatchCheckLayerAvailability",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchGetImage",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
];

/// The name of the policy that belongs to a role: at most 128 characters, as a role's name has 64.
pub fn policy_name(role: &str) -> String {
    format!("{role}Policy")
}

/// Whether the managed policy allows an action, which it then does on every resource.
pub fn managed_policy_allows(action: &str) -> bool {
    MANAGED_ACTIONS.iter().any(|allowed| allowed.eq_ignore_ascii_case(action))
}

impl RoleDeployment {
    /// The ARN of the managed policy: it takes the partition.
    pub fn managed_policy(&self) -> Text<'static> {
        let mut arn = Text::literal("arn:");
        arn.push_text(&self.partition_or_default());
        arn.push_literal(format!(":iam::aws:policy/service-role/{MANAGED_POLICY}").into());
        arn
    }

    /// The policy by which ECS may assume the role.
    pub fn trust() -> Policy {
        let statement = PolicyStatement {
            service: Some(trust::SERVICE),
            actions: vec!["sts:AssumeRole".to_owned()],
            ..PolicyStatement::default()
        };
        Policy { statements: vec![statement] }
    }

    /// The same, for tasks of this account and these Regions only.
    ///
    /// `aws:SourceArn` is the ARN of a task; ECS does not support naming a cluster there.
    pub fn trust_own_tasks(&self) -> Policy {
        let unspecified = |part| Text::placeholder(Placeholder::unspecified(part));
        let account = self.account.clone();
        let account = account.unwrap_or_else(|| unspecified(DeploymentPart::Account));
        let unknown = || vec![unspecified(DeploymentPart::Region)];
        let regions = if self.regions.is_empty() { unknown() } else { self.regions.clone() };
        let arn = |region: &Text<'static>| {
            let mut arn = Text::literal("arn:");
            arn.push_text(&self.partition_or_default());
            arn.push_literal(":ecs:".into());
            arn.push_text(region);
            arn.push_literal(":".into());
            arn.push_text(&account);
            arn.push_literal(":*".into());
            arn
        };
        let condition = |operator, key, values| PolicyCondition { operator, key, values };
        let conditions = vec![
            condition("ArnLike", "aws:SourceArn", regions.iter().map(arn).collect()),
            condition("StringEquals", "aws:SourceAccount", vec![account.clone()]),
        ];
        let mut trust = Self::trust();
        trust.statements.iter_mut().for_each(|it| it.conditions.clone_from(&conditions));
        trust
    }

    fn partition_or_default(&self) -> Text<'static> {
        self.partition.clone().unwrap_or_else(|| Text::literal("aws"))
    }
}

impl GeneratedRole {
    /// Its name, where it must have one.
    pub fn name_or_default(&self) -> &str {
        self.name.as_deref().unwrap_or(DEFAULT_NAME)
    }

    /// The name of its own policy, which is one only within the role.
    pub fn policy_name(&self) -> String {
        policy_name(self.name_or_default())
    }

    /// Every text that may have placeholders, in order.
    pub fn texts(&self) -> impl Iterator<Item = &Text<'static>> {
        self.trust.texts().chain(&self.managed).chain(self.inline.texts())
    }
}

#[cfg(test)]
mod tests {
    use super::MANAGED_ACTIONS;
    use crate::iam::document::{Clause, Effect, Item};
    use crate::iam::managed;

    #[test]
    fn the_actions_are_those_of_the_policy() {
        let arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
        let statements = managed::find(arn).map(|it| it.document.statements.clone());
        let Some([statement]) = statements.as_deref() else { unreachable!("one statement") };
        let texts = |clause: &Clause<Item>| match clause {
            Clause::In(items) => items.iter().map(|it| it.text.to_string()).collect(),
            _ => Vec::new(),
        };
        assert_eq!(texts(&statement.actions), MANAGED_ACTIONS);
        assert_eq!(texts(&statement.resources), ["*"]);
        assert!(statement.effect == Some(Effect::Allow) && statement.conditions.is_empty());
    }
}
