//! Where task definitions are found in a tree, each in the shape of the ECS API.

mod absence;
pub mod cloudformation;
mod identify;
pub mod parse;
pub mod plain;
pub mod schema;
pub mod substitute;

pub use absence::{AbsenceDiagnostic, AbsenceFault, DocumentShape, TerraformKind};
pub use identify::{DocumentKind, ForeignText};

use crate::base::source::Span;
use crate::syntax::Node;
use cloudformation::{TaskContext, TemplateDiagnostic};
use std::borrow::Cow;

/// What a file writes its task definitions in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The input of `RegisterTaskDefinition`.
    TaskDefinition,
    /// The output of `DescribeTaskDefinition`.
    DescribeTaskDefinition,
    /// A bare array of container definitions.
    ContainerDefinitions,
    /// A template of CloudFormation, SAM or CDK.
    CloudFormation,
}

/// A task definition, in the shape of the ECS API.
#[derive(Clone, Debug)]
pub struct TaskDefinition<'t> {
    /// The object: its keys are those of `RegisterTaskDefinition`.
    pub root: Cow<'t, Node<'t>>,
    /// Index of the document that it stands in.
    pub document: usize,
    /// Where the whole of it stands.
    pub span: Span,
    /// What it is written in.
    pub format: Format,
    /// Its family; in a template its logical ID.
    pub name: Option<String>,
    /// Its family, where `name` is something else.
    pub family: Option<String>,
    /// What the template around it tells.
    pub template: Option<Box<TaskContext<'t>>>,
}

/// A task definition in every combination of what its template leaves to conditions; one version elsewhere.
#[derive(Debug)]
pub struct TaskVariants<'t> {
    /// The combinations in which it is made, in the order of the values that lead to them.
    pub versions: Vec<TaskDefinition<'t>>,
    /// What is wrong with the template where it was read for this task definition.
    pub problems: Vec<TemplateDiagnostic>,
}

impl Format {
    /// The name in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::TaskDefinition => "task-definition",
            Self::DescribeTaskDefinition => "describe-task-definition",
            Self::ContainerDefinitions => "container-definitions",
            Self::CloudFormation => "cloudformation",
        }
    }

    /// Whether the format has a place to state the execution role.
    pub fn can_state_role(self) -> bool {
        self != Self::ContainerDefinitions
    }
}
