//! Findings about the execution role as it is set, as data.

use crate::aws::launch_type::LaunchType;
use crate::input::expressions::Expressions;
use crate::input::holder::TaskHolder;
use crate::input::naming::Naming;

/// What is found about the execution role as it is stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleFinding {
    /// Required, and not set.
    Missing {
        /// The launch types that require it.
        required_on: Vec<LaunchType>,
        /// Whether the file is a bare array of container definitions, which has no place for it.
        in_array: bool,
        /// What requires it.
        holder: TaskHolder,
    },
    /// The verdict depends, and no role is set.
    Undetermined {
        /// On what.
        on: DependsOn,
        /// What may require it.
        holder: TaskHolder,
    },
    /// Set, and nothing of this uses it.
    Unneeded(TaskHolder),
    /// Set to something that is not a role.
    Invalid {
        /// The key that sets it; none if an option of the command line does.
        key: Option<&'static str>,
    },
}

impl RoleFinding {
    /// Whether it is the verdict itself: the role is required or may be, and not set.
    pub fn is_verdict(&self) -> bool {
        matches!(self, Self::Missing { .. } | Self::Undetermined { .. })
    }
}

/// What a verdict depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DependsOn {
    /// On the launch type.
    LaunchType {
        /// What decides it, where a template takes it from elsewhere.
        decided_by: Option<OpenTerm>,
        /// Where the role is required.
        required: Vec<LaunchType>,
        /// Where it is not.
        not_required: Vec<LaunchType>,
        /// Where it depends.
        perhaps: Vec<LaunchType>,
    },
    /// On placeholders.
    Placeholders(Vec<OpenTerm>),
    /// On conditions of the template.
    Conditions(Vec<String>),
    /// On what the file does not show.
    Unseen,
    /// On what syntax errors hide.
    Lost,
}

/// A placeholder, as people call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenTerm {
    /// As it is written.
    Written(String),
    /// What a syntax error hides.
    Lost,
    /// A parameter of the template.
    Parameter(String),
    /// A condition of the template.
    Condition(String),
}

/// How a role is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddRole {
    /// By an ARN.
    Arn {
        /// The partition of the task definition.
        partition: String,
        /// The account of the task definition, or a stand-in.
        account: String,
    },
    /// By a role of the unit that contains the task definition.
    OfUnit {
        /// What the unit calls it.
        id: String,
        /// How the unit refers to it.
        expressions: Expressions,
    },
    /// By a role that the unit does not have yet.
    New {
        /// How the unit would refer to it.
        expressions: Expressions,
    },
    /// As it is in other combinations.
    AsElsewhere,
}

/// How what is undecided is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settle {
    /// By saying where the task runs.
    LaunchType {
        /// Where the role is required.
        required: Vec<LaunchType>,
        /// How the format writes keys.
        naming: Naming,
        /// The key that states it.
        key: &'static str,
    },
    /// By an image for a container that has none.
    Image {
        /// Its name.
        container: Option<String>,
    },
    /// By the task definition that a run names; empty where it names none.
    TaskDefinition(String),
    /// By a value for a placeholder.
    Placeholder(String),
    /// By a value for a parameter of the template.
    Parameter(String),
    /// The unit, which is called so, does not show it.
    NotShown(&'static str),
    /// By a value that can be that of its field.
    FixValue,
    /// By a value for some placeholder.
    AnyPlaceholder,
    /// By what the template is rendered to: no option stands for what is left open.
    Rendered,
    /// By fixing the syntax errors.
    FixSyntax,
    /// Nothing settles it.
    Nothing,
}
