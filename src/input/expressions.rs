//! How the formats write expressions, so that a task definition can refer to resources of its unit.

use std::borrow::Cow;

/// How a unit writes expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expressions {
    /// The functions of a template as objects of JSON: `{ "Fn::GetAtt": ["Role", "Arn"] }`.
    JsonFunctions,
    /// The functions of a template as tags of YAML: `!GetAtt Role.Arn`.
    YamlTags,
    /// Expressions of Terraform: `aws_iam_role.task.arn`.
    Terraform,
}

/// An expression of a unit that gives the ARN of one of its resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnArn {
    /// What a reference to the resource gives: its logical ID.
    Reference(String),
    /// An attribute of the resource: `Bucket.Arn`, `aws_s3_bucket.env.arn`.
    Attribute(String),
}

impl Expressions {
    /// The entry that sets the execution role to a role of the unit.
    pub fn set_execution_role(self, role: &str) -> String {
        match self {
            Self::JsonFunctions => format!("\"ExecutionRoleArn\": {}", self.role_arn(role)),
            Self::YamlTags => format!("ExecutionRoleArn: {}", self.role_arn(role)),
            Self::Terraform => format!("execution_role_arn = {}", self.role_arn(role)),
        }
    }

    /// The expression that gives the ARN of a role of the unit.
    pub fn role_arn(self, role: &str) -> String {
        match self {
            Self::JsonFunctions => self.role_as_json(role),
            Self::YamlTags => format!("!GetAtt {role}.Arn"),
            Self::Terraform => format!("{}.arn", address(role)),
        }
    }

    /// The ARN of a role of the unit, as JSON that the format understands wherever it takes a value.
    pub fn role_as_json(self, role: &str) -> String {
        match self {
            Self::JsonFunctions | Self::YamlTags => {
                format!("{{ \"Fn::GetAtt\": [\"{role}\", \"Arn\"] }}")
            }
            Self::Terraform => format!("\"${{{}}}\"", self.role_arn(role)),
        }
    }

    /// The type of the resource that creates a role.
    pub fn role_type(self) -> &'static str {
        match self {
            Self::JsonFunctions | Self::YamlTags => "AWS::IAM::Role",
            Self::Terraform => ROLE,
        }
    }

    /// The name that a role gets where the unit has none yet.
    pub fn new_role(self) -> &'static str {
        match self {
            Self::JsonFunctions | Self::YamlTags => "TaskExecutionRole",
            Self::Terraform => "task_execution",
        }
    }

    /// What the unit is called.
    pub fn unit(self) -> &'static str {
        match self {
            Self::JsonFunctions | Self::YamlTags => "template",
            Self::Terraform => "module",
        }
    }
}

/// The type of a resource that creates a role.
const ROLE: &str = "aws_iam_role";

/// The address of a role in its module, where only its name is known.
fn address(role: &str) -> Cow<'_, str> {
    if role.contains('.') { role.into() } else { format!("{ROLE}.{role}").into() }
}
