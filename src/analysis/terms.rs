//! The words in which a file is spoken to: the API's, or those of a CloudFormation template in its own syntax.

use crate::base::text::{Piece, Placeholder, PlaceholderKind, Spelling};
use crate::input::{Format, TaskDefinition};
use crate::rules::value::text_of;
use crate::syntax::Node;

/// How what is found is put.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    root: &'a Node<'a>,
    /// The parameters of the template.
    parameters: &'a [&'a str],
    /// Its roles that trust ECS tasks.
    executing: &'a [&'a str],
    is_template: bool,
    is_json: bool,
}

impl<'a> Terms<'a> {
    /// Those of a task definition; `text` is the file that holds it.
    pub fn of<'t: 'a>(task: &'a TaskDefinition<'t>, text: &str) -> Self {
        let template = task.template.as_ref();
        Self {
            root: &task.root,
            parameters: template.map(|it| it.parameters.as_ref()).unwrap_or_default(),
            executing: template.map(|it| it.executing.as_ref()).unwrap_or_default(),
            is_template: task.format == Format::CloudFormation,
            is_json: text.get(task.span.range()).is_none_or(|text| text.starts_with('{')),
        }
    }

    /// The key that names the execution role.
    pub fn role_key(self) -> &'static str {
        if self.is_template { "ExecutionRoleArn" } else { "executionRoleArn" }
    }

    /// The key that names the other role.
    pub fn task_role_key(self) -> &'static str {
        if self.is_template { "TaskRoleArn" } else { "taskRoleArn" }
    }

    /// The key that states the launch types.
    pub fn compatibilities_key(self) -> &'static str {
        if self.is_template { "RequiresCompatibilities" } else { "requiresCompatibilities" }
    }

    /// What to add so that a role is named.
    pub fn add_role(self, partition: &str, account: &str) -> String {
        if !self.is_template {
            return format!(
                "add \"executionRoleArn\": \"arn:{partition}:iam::{account}:role/ecsTaskExecutionRole\", a role that trusts ecs-tasks.amazonaws.com"
            );
        }
        match self.role_of_template() {
            Some(role) => format!(
                "add {} (this role of the template trusts ecs-tasks.amazonaws.com)",
                self.naming(role)
            ),
            None => format!(
                "add {}, and the role: an AWS::IAM::Role that trusts ecs-tasks.amazonaws.com (`needs-exec-role role` prints one)",
                self.naming("TaskExecutionRole")
            ),
        }
    }

    /// The property that names a role of the template.
    fn naming(self, role: &str) -> String {
        if self.is_json {
            format!("\"ExecutionRoleArn\": {{ \"Fn::GetAtt\": [\"{role}\", \"Arn\"] }}")
        } else {
            format!("ExecutionRoleArn: !GetAtt {role}.Arn")
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

    /// What a placeholder is, as people call it: "the parameter `Image`", "the condition `UseEcr`".
    pub fn placeholder(self, placeholder: &Placeholder<'_>) -> String {
        match (placeholder.condition(), placeholder.kind()) {
            (Some(name), _) if self.is_template => format!("the condition {name}"),
            (_, PlaceholderKind::Parameter) if self.is_template => {
                format!("the parameter {}", placeholder.name())
            }
            _ => placeholder.shown().into_owned(),
        }
    }

    /// How a placeholder is settled.
    pub fn fill(self, placeholder: &Placeholder<'_>) -> String {
        if !self.is_template {
            return format!("fill the hole with --var {}=VALUE", placeholder.name());
        }
        // The parameters that an expression is made of settle it.
        let decides = |name: &&&str| placeholder.parameters().any(|it| it == **name);
        match self.parameters.iter().find(decides) {
            Some(name) => format!("give the parameter with --var {name}=VALUE"),
            None => "the template does not tell it".to_owned(),
        }
    }

    /// What leaves the launch type open, where the template takes it from elsewhere.
    pub fn open_launch_type(self) -> Option<String> {
        let stated = self.root.get("requiresCompatibilities").filter(|_| self.is_template)?;
        let items = stated.as_list().unwrap_or(std::slice::from_ref(stated));
        let texts = items.iter().filter_map(|item| text_of(item, Spelling::Anywhere));
        let placeholder = texts.into_iter().find_map(|text| text.placeholders().next().cloned())?;
        Some(self.placeholder(&placeholder))
    }
}

/// Whether a placeholder stands for the name or the ARN of a resource.
fn is_of_resource(placeholder: &Placeholder<'_>, resource: &str) -> bool {
    let is_reference =
        matches!(placeholder.kind(), PlaceholderKind::GeneratedName | PlaceholderKind::Reference);
    let name = placeholder.name();
    is_reference && name.strip_suffix(".Arn").unwrap_or(name) == resource
}
