//! How a task definition sets its execution role, and where its task runs.

use super::{Match, Question};
use crate::aws::arn::{Arn, ArnParse};
use crate::aws::deployment::Deployment;
use crate::aws::{Classification, account, partition, role_arn};
use crate::base::source::Span;
use crate::base::text::{Spelling, Text};
use crate::base::truth::Truth;
use crate::input::TaskDefinition;
use crate::rules::resource::ResourceTemplate;
use crate::rules::value::text_of;
use crate::syntax::{Node, Value};
use std::rc::Rc;

/// How an execution role is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleState {
    /// A role, by ARN or by name.
    Named,
    /// Not set: absent, `null` or empty.
    Absent,
    /// One placeholder: a role that the file does not show.
    Unresolved,
    /// Something that is not a role.
    Invalid,
    /// The format has no place for it.
    NotStatable,
}

/// What is stated about the execution role.
#[derive(Clone, Debug)]
pub struct RoleStatement<'t> {
    /// How.
    pub state: RoleState,
    /// The value as written.
    pub value: Option<Text<'t>>,
    /// Where; nothing if the user supplies the role.
    pub span: Option<Span>,
    /// What is wrong with it.
    pub fault: Option<String>,
    /// Whether the file sets it to nothing: `""`.
    pub is_empty: bool,
}

impl RoleState {
    /// The name in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Absent => "absent",
            Self::Unresolved => "unresolved",
            Self::Invalid => "invalid",
            Self::NotStatable => "not-statable",
        }
    }

    /// Whether ECS gets a role: a placeholder counts as one.
    pub fn is_present(self) -> bool {
        matches!(self, Self::Named | Self::Unresolved)
    }
}

/// Reads `executionRoleArn`, or what the user provides instead.
pub(super) fn stated<'t>(
    task: &'t TaskDefinition<'t>,
    question: &'t Question,
) -> RoleStatement<'t> {
    if let Some(given) = &question.execution_role {
        return classify(Text::read(given, Spelling::Identifier), None);
    }
    if let Some(given) = &task.context.given_role {
        return classify(given.clone(), None);
    }
    let absent =
        |state| RoleStatement { state, value: None, span: None, fault: None, is_empty: false };
    if !task.format.can_state_role() {
        return absent(RoleState::NotStatable);
    }
    let map = task.root.as_map();
    let Some(node) = map.and_then(|map| map.get("executionRoleArn")) else {
        let open = map.is_some_and(|map| map.open.is_some());
        return absent(if open { RoleState::Unresolved } else { RoleState::Absent });
    };
    let span = node.resolved().span;
    let text = match &node.resolved().value {
        Value::Null => None,
        _ => text_of(node, Spelling::Identifier),
    };
    let says_something =
        |text: &Text<'_>| !text.as_literal().is_some_and(|text| text.trim().is_empty());
    if let Some(text) = text.filter(says_something) {
        let classified = classify(text, Some(span));
        return match task.context.not_a_role {
            Some(why) => RoleStatement {
                state: RoleState::Invalid,
                fault: Some(why.to_owned()),
                ..classified
            },
            None => classified,
        };
    }
    let is_empty = !matches!(node.resolved().value, Value::Null);
    RoleStatement { span: Some(span), is_empty, ..absent(RoleState::Absent) }
}

fn classify(text: Text<'_>, span: Option<Span>) -> RoleStatement<'_> {
    let classification: Classification<'_> = role_arn::read(&text);
    let state = if classification.is("unresolved") == Truth::True {
        RoleState::Unresolved
    } else if classification.is("invalid") == Truth::True {
        RoleState::Invalid
    } else {
        RoleState::Named
    };
    let fault = classification.error.filter(|_| state == RoleState::Invalid);
    RoleStatement { state, value: Some(text), span, fault, is_empty: false }
}

/// Where the task runs: as the user says; else as the definition's own ARN says, or those of its roles.
pub(super) fn deployment<'t>(
    task: &'t TaskDefinition<'t>,
    role: &RoleStatement<'t>,
    question: &'t Question,
) -> Deployment<'t> {
    let mut known = question.inputs.deployment.clone();
    known.partition = known.partition_by_region();
    let root = task.root.as_ref();
    let arn_at = |key: &str| root.get(key).and_then(|node| text_of(node, Spelling::Identifier));
    let texts = [arn_at("taskDefinitionArn"), role.value.clone(), arn_at("taskRoleArn")];
    for seen in texts.iter().flatten().map(Arn::read) {
        if let ArnParse::Arn(arn) = seen {
            let (partition, region) = (Some(arn.partition), Some(arn.region));
            let account = Some(arn.account).filter(account::may_be);
            known.complete(&Deployment { partition, region, account, ..Deployment::default() });
        }
    }
    known.complete(&task.context.deployment);
    // A role is of the account in which the tasks run that it is for.
    let given = question.roles.as_ref().and_then(|files| match &task.context.role {
        Some(own) => files.holding(&own.arn),
        None => files.pick(role.value.as_ref()).ok(),
    });
    if let Some(ArnParse::Arn(arn)) = given.and_then(|given| given.arn.as_ref()).map(Arn::read) {
        let account = Some(arn.account.clone().into_owned());
        known.complete(&Deployment { account, ..Deployment::default() });
    }
    let of_values = || task.context.values.partition().map(Text::literal);
    known.partition = known.partition_by_region().or_else(of_values);
    known
}

/// The same, with the Region that the matches name where nothing says in which one the task runs, if a
/// permission asks for it.
pub(super) fn with_likely_region<'t>(
    known: &Deployment<'t>,
    matches: &[Rc<Match<'t>>],
) -> Deployment<'t> {
    let mut known = known.clone();
    let templates = matches.iter().flat_map(|found| found.rule.permissions.iter());
    let mut templates = templates.flat_map(|permission| permission.resource.iter());
    if known.region.is_some() || !templates.any(ResourceTemplate::names_likely_region) {
        return known;
    }
    let values = matches.iter().flat_map(|found| found.values.iter());
    let mut regions = values.filter_map(|value| value.region()?.as_literal());
    if let Some(first) = regions.next()
        && regions.all(|region| region == first)
    {
        let partition = partition::of_region(first).map(Text::literal);
        known.likely_region = Some(Text::literal(first.to_owned()));
        known.partition = known.partition.or(partition);
    }
    known
}

/// Whether `taskRoleArn` is set.
pub(super) fn names_task_role(root: &Node<'_>) -> bool {
    root.get("taskRoleArn").and_then(Node::as_str).is_some_and(|role| !role.trim().is_empty())
}

/// Whether `runtimePlatform` says Windows.
pub(super) fn is_windows(root: &Node<'_>) -> bool {
    let family = root.get("runtimePlatform").and_then(|it| it.get("operatingSystemFamily"));
    family.and_then(Node::as_str).is_some_and(|family| family.starts_with("WINDOWS"))
}
