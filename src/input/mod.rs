//! Where task definitions are found in a tree, each in the shape of the ECS API.

mod absence;
pub mod cloudformation;
pub mod context;
pub mod directives;
pub mod expressions;
pub mod file_values;
pub mod formats;
mod held;
pub mod holder;
mod identify;
pub mod inputs;
pub mod json_files;
mod json_string;
mod known_values;
pub mod naming;
pub mod parameters;
pub mod parse;
pub mod plain;
pub mod runs;
pub mod schema;
mod substitute;
mod surroundings;
pub mod targets;
pub mod terraform;
mod unit_fault;
mod unit_format;
pub mod unit_metadata;
pub mod unit_values;
pub mod values;

pub use absence::{
    AbsenceDiagnostic, AbsenceFault, DocumentShape, TerraformAbsence, TerraformKind,
};
pub use identify::ForeignText;
pub use unit_fault::{TemplateDiagnostic, TemplateFault};

use crate::base::source::Span;
use crate::syntax::{Node, SyntaxDiagnostic};
use context::TaskContext;
use std::borrow::Cow;

/// Whether this build reads Terraform. Where it does not, no module is made of a source, and the linker leaves out what
/// modules do.
const READS_TERRAFORM: bool = cfg!(feature = "terraform");

/// What a file writes its task definitions in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceFormat {
    /// The input of `RegisterTaskDefinition`.
    TaskDefinition,
    /// The output of `DescribeTaskDefinition`.
    DescribeTaskDefinition,
    /// A bare array of container definitions.
    ContainerDefinitions,
    /// A template of CloudFormation, SAM or CDK.
    CloudFormation,
    /// A module of Terraform or `OpenTofu`.
    Terraform,
    /// A plan of Terraform or `OpenTofu`.
    TerraformPlan,
    /// A state of Terraform or `OpenTofu`.
    TerraformState,
    /// The input of `RegisterDaemonTaskDefinition`, or what describes a daemon task definition.
    DaemonTaskDefinition,
    /// The input of `CreateExpressGatewayService`.
    ExpressGatewayService,
    /// The input of `RegisterJobDefinition` of AWS Batch, or what describes job definitions.
    BatchJobDefinition,
    /// The input of `RunTask` or `StartTask`, or its overrides.
    RunTaskInput,
}

/// A task definition, in the shape of the ECS API.
#[derive(Clone, Debug)]
pub struct TaskDefinition<'t> {
    /// The object: its keys are those of `RegisterTaskDefinition`.
    pub root: Cow<'t, Node<'t>>,
    /// Index of the document that it is in.
    pub document: usize,
    /// Where the whole of it stands.
    pub span: Span,
    /// What it is written in.
    pub format: SourceFormat,
    /// Its family, or what the unit that contains it calls it: in a template its logical ID.
    pub name: Option<String>,
    /// What surrounds it.
    pub context: TaskContext<'t>,
}

impl<'t> TaskDefinition<'t> {
    /// Takes note of where syntax errors of its file hide something.
    fn set_lost(&mut self, lost: &'t [Span]) {
        self.context.lost = lost;
        if let Some(open) = self.context.without_defaults.as_deref_mut() {
            open.set_lost(lost);
        }
    }
}

/// A task definition in every combination of what its unit leaves to conditions; one where there are none.
#[derive(Debug, Default)]
pub struct TaskVariants<'t> {
    /// The combinations in which it is made, in the order of the values that lead to them.
    pub versions: Vec<TaskDefinition<'t>>,
    /// What is wrong with the unit where it was read for this task definition.
    pub problems: Vec<TemplateDiagnostic>,
    /// What is wrong with the texts that it is written in.
    pub syntax: Vec<SyntaxDiagnostic>,
}

impl<'t> From<TaskDefinition<'t>> for TaskVariants<'t> {
    /// A task definition that no condition decides about.
    fn from(task: TaskDefinition<'t>) -> Self {
        Self { versions: vec![task], problems: Vec::new(), syntax: Vec::new() }
    }
}

impl SourceFormat {
    /// The name in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::TaskDefinition => "task-definition",
            Self::DescribeTaskDefinition => "describe-task-definition",
            Self::ContainerDefinitions => "container-definitions",
            Self::CloudFormation => "cloudformation",
            Self::Terraform => "terraform",
            Self::TerraformPlan => "terraform-plan",
            Self::TerraformState => "terraform-state",
            Self::DaemonTaskDefinition => "daemon-task-definition",
            Self::ExpressGatewayService => "express-gateway-service",
            Self::BatchJobDefinition => "batch-job-definition",
            Self::RunTaskInput => "run-task-input",
        }
    }

    /// Whether it is of Terraform or `OpenTofu`.
    pub fn is_terraform(self) -> bool {
        READS_TERRAFORM
            && matches!(self, Self::Terraform | Self::TerraformPlan | Self::TerraformState)
    }

    /// Whether the format has a place to state the execution role.
    pub fn can_state_role(self) -> bool {
        self != Self::ContainerDefinitions
    }
}
