//! How a file would set a role and settle what is open: in the API's terms, or in those of a template.

use super::subject::{AddRole, OpenTerm, Settle};
use crate::base::text::{Piece, Placeholder, PlaceholderKind, Spelling};
use crate::input::schema::Naming;
use crate::input::{Format, TaskDefinition};
use crate::rules::value::text_of;
use crate::syntax::Node;

/// What a file calls things.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    root: &'a Node<'a>,
    /// The parameters of the template.
    parameters: &'a [&'a str],
    /// Its roles that trust ECS tasks.
    executing: &'a [&'a str],
    /// How it writes keys.
    pub naming: Naming,
    is_json: bool,
}

impl<'a> Terms<'a> {
    /// Those of a task definition; `text` is the file that holds it.
    pub fn of<'t: 'a>(task: &'a TaskDefinition<'t>, text: &str) -> Self {
        let template = task.template.as_ref();
        let is_template = task.format == Format::CloudFormation;
        Self {
            root: &task.root,
            parameters: template.map(|it| it.parameters.as_ref()).unwrap_or_default(),
            executing: template.map(|it| it.executing.as_ref()).unwrap_or_default(),
            naming: if is_template { Naming::CloudFormation } else { Naming::EcsApi },
            is_json: text.get(task.span.range()).is_none_or(|text| text.starts_with('{')),
        }
    }

    fn is_template(self) -> bool {
        self.naming == Naming::CloudFormation
    }

    /// The key that sets the execution role.
    pub fn role_key(self) -> &'static str {
        if self.is_template() { "ExecutionRoleArn" } else { "executionRoleArn" }
    }

    /// What to add so that a role is set.
    pub fn add_role(self, partition: String, account: String) -> AddRole {
        if !self.is_template() {
            return AddRole::Arn { partition, account };
        }
        let is_json = self.is_json;
        match self.role_of_template() {
            Some(role) => AddRole::OfTemplate { logical_id: role.to_owned(), is_json },
            None => AddRole::New { is_json },
        }
    }

    /// A role of the template that was meant for this. The task role is not, unless it says so.
    fn role_of_template(self) -> Option<&'a str> {
        let task_role = self.root.get("taskRoleArn").and_then(|it| text_of(it, Spelling::Anywhere));
        let is_task_role = |role: &str| match task_role.as_ref().and_then(|it| it.pieces().last()) {
            Some(Piece::Placeholder(placeholder)) => is_of_resource(placeholder, role),
            _ => false,
        };
        let says_so = |role: &str| role.to_ascii_lowercase().contains("exec");
        let mut roles = self.executing.iter().copied();
        roles.find(|role| says_so(role)).or_else(|| {
            let mut others = self.executing.iter().copied().filter(|role| !is_task_role(role));
            others.next()
        })
    }

    /// What a placeholder is, as people call it.
    pub fn term(self, placeholder: &Placeholder<'_>) -> OpenTerm {
        match (placeholder.condition(), placeholder.kind()) {
            (Some(name), _) if self.is_template() => OpenTerm::Condition(name.to_owned()),
            (_, PlaceholderKind::Parameter) if self.is_template() => {
                OpenTerm::Parameter(placeholder.name().to_owned())
            }
            _ => OpenTerm::Written(placeholder.shown().into_owned()),
        }
    }

    /// How a placeholder is settled.
    pub fn fill(self, placeholder: &Placeholder<'_>) -> Settle {
        if !self.is_template() {
            return Settle::Placeholder(placeholder.name().to_owned());
        }
        // The parameters that an expression is made of settle it.
        let decides = |name: &&&str| placeholder.parameters().any(|it| it == **name);
        match self.parameters.iter().find(decides) {
            Some(name) => Settle::Parameter((*name).to_owned()),
            None => Settle::NotShown,
        }
    }

    /// What leaves the launch type open, where the template takes it from elsewhere.
    pub fn open_launch_type(self) -> Option<OpenTerm> {
        let stated = self.root.get("requiresCompatibilities").filter(|_| self.is_template())?;
        let texts =
            stated.items_or_self().iter().filter_map(|item| text_of(item, Spelling::Anywhere));
        let open = texts.into_iter().find_map(|text| text.placeholders().next().cloned())?;
        Some(self.term(&open))
    }
}

/// Whether a placeholder stands for the name or the ARN of a resource.
fn is_of_resource(placeholder: &Placeholder<'_>, resource: &str) -> bool {
    let is_reference =
        matches!(placeholder.kind(), PlaceholderKind::GeneratedName | PlaceholderKind::Reference);
    let name = placeholder.name();
    is_reference && name.strip_suffix(".Arn").unwrap_or(name) == resource
}
