//! The one table of what uses a task definition: the resource types, and where each names what it runs and how.
//!
//! Source: CloudFormation's resource schemas, by way of cfn-lint 1.51.0 and 1.58.0; the SAM specification; the API
//! reference of `RunTask`, whose keys Step Functions and the universal targets of `EventBridge` Scheduler take.

use crate::aws::launch_type::LaunchType;
use crate::syntax::{Aliases, Node};

/// A place of a resource type that runs a task definition.
#[derive(Debug)]
pub(in crate::input::cloudformation) struct TaskUse {
    /// The resource type.
    pub(in crate::input::cloudformation) kind: &'static str,
    /// The path to the object that the other paths start at: `*` is each item of an array, and nothing is the
    /// properties themselves.
    pub(super) at: &'static str,
    /// What is there.
    pub(super) form: UseForm,
    /// Where that says what it runs, and how.
    pub(super) launch: LaunchPaths,
    /// The properties that belong to the service and not to the task definition, and that rules read.
    pub(super) service: &'static [ServiceProperty],
}

/// A property of a service that rules read.
#[derive(Debug)]
pub(super) struct ServiceProperty {
    pub(super) name: &'static str,
    /// The key in it that decides about the execution role, if there is one: without it, no condition of the property is
    /// checked both ways.
    pub(super) decides: Option<&'static str>,
}

/// What is in the place that a row names.
#[derive(Clone, Copy, Debug)]
pub(super) enum UseForm {
    /// Properties that run a task definition.
    Properties,
    /// The definition of a state machine, as an object or as JSON in a string: its states run task definitions. This
    /// property fills in what the definition leaves to it.
    States { substitutions: &'static str },
    /// JSON in a string: the input of an API call, if the property `call` names this one.
    CallInput { input: &'static str, call: &'static str, action: &'static str },
}

/// Where an object names a task definition, and says how it is run. A path that is empty is none.
#[derive(Clone, Copy, Debug)]
pub(super) struct LaunchPaths {
    /// The task definition; none where the resource itself is one.
    pub(super) task: &'static str,
    pub(super) launch_type: LaunchTypePath,
    /// The capacity provider strategy.
    pub(super) strategy: &'static str,
    /// The cluster, whose default strategy counts where neither is set.
    pub(super) cluster: &'static str,
}

/// Where the launch type is.
#[derive(Clone, Copy, Debug)]
pub(super) enum LaunchTypePath {
    /// In this property.
    At(&'static str),
    /// Nowhere: it is always this one.
    Always(LaunchType),
}

impl ServiceProperty {
    /// Whether a value of it has what decides about the execution role.
    pub(super) fn may_decide(&self, value: &Node<'_>) -> bool {
        let Some(key) = self.decides else { return false };
        value.walk(Aliases::Followed).entries().any(|entry| entry.key == key)
    }
}

impl LaunchTypePath {
    /// The property; empty if there is none.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::At(path) => path,
            Self::Always(_) => "",
        }
    }

    /// The launch type, where it is always the same.
    pub(super) fn always(self) -> Option<LaunchType> {
        match self {
            Self::At(_) => None,
            Self::Always(launch_type) => Some(launch_type),
        }
    }
}

/// A service, and a task set of one.
const SERVICE: LaunchPaths = LaunchPaths {
    task: "TaskDefinition",
    launch_type: LaunchTypePath::At("LaunchType"),
    strategy: "CapacityProviderStrategy",
    cluster: "Cluster",
};

/// The input of `RunTask`, which has the same keys.
pub(super) const RUN_TASK: LaunchPaths = SERVICE;

/// A target of `EventBridge`, whose ARN is that of the cluster.
const TARGET: LaunchPaths = LaunchPaths {
    task: "EcsParameters.TaskDefinitionArn",
    launch_type: LaunchTypePath::At("EcsParameters.LaunchType"),
    strategy: "EcsParameters.CapacityProviderStrategy",
    cluster: "Arn",
};

/// The target of a pipe.
const PIPE: LaunchPaths = LaunchPaths {
    task: "TargetParameters.EcsTaskParameters.TaskDefinitionArn",
    launch_type: LaunchTypePath::At("TargetParameters.EcsTaskParameters.LaunchType"),
    strategy: "TargetParameters.EcsTaskParameters.CapacityProviderStrategy",
    cluster: "Target",
};

/// An Express Mode service runs on Fargate, whatever it runs.
const EXPRESS: LaunchPaths = LaunchPaths {
    task: "TaskDefinitionArn",
    launch_type: LaunchTypePath::Always(LaunchType::Fargate),
    strategy: "",
    cluster: "",
};

/// What `AWS::ECS::ExpressGatewayService` runs where it has a container of its own: itself.
const OWN_CONTAINER: LaunchPaths = LaunchPaths { task: "", ..EXPRESS };

const SUBSTITUTIONS: UseForm = UseForm::States { substitutions: "DefinitionSubstitutions" };

/// A resource type that names a task definition in its own properties.
const fn properties(kind: &'static str, at: &'static str, launch: LaunchPaths) -> TaskUse {
    TaskUse { kind, at, form: UseForm::Properties, launch, service: &[] }
}

/// A resource type with the definition of a state machine.
const fn states(kind: &'static str, at: &'static str) -> TaskUse {
    TaskUse { kind, at, form: SUBSTITUTIONS, launch: RUN_TASK, service: &[] }
}

/// Every use.
pub(in crate::input::cloudformation) const USES: [TaskUse; 11] = [
    TaskUse {
        service: &[
            ServiceProperty {
                name: "ServiceConnectConfiguration",
                decides: Some("LogConfiguration"),
            },
            ServiceProperty { name: "VpcLatticeConfigurations", decides: None },
            // Only its words are judged here.
            ServiceProperty { name: "LaunchType", decides: None },
        ],
        ..properties("AWS::ECS::Service", "", SERVICE)
    },
    properties("AWS::ECS::TaskSet", "", SERVICE),
    properties("AWS::ECS::ExpressGatewayService", "", EXPRESS),
    TaskUse {
        service: &[ServiceProperty { name: "PrimaryContainer", decides: Some("Image") }],
        ..properties("AWS::ECS::ExpressGatewayService", "", OWN_CONTAINER)
    },
    properties("AWS::Events::Rule", "Targets.*", TARGET),
    properties("AWS::Scheduler::Schedule", "Target", TARGET),
    TaskUse {
        form: UseForm::CallInput { input: "Input", call: "Arn", action: "aws-sdk:ecs:runTask" },
        ..properties("AWS::Scheduler::Schedule", "Target", RUN_TASK)
    },
    properties("AWS::Pipes::Pipe", "", PIPE),
    states("AWS::StepFunctions::StateMachine", "Definition"),
    states("AWS::StepFunctions::StateMachine", "DefinitionString"),
    states("AWS::Serverless::StateMachine", "Definition"),
];

/// What runs tasks in the definition of a state machine: the resource of a state, without the pattern of integration
/// after it.
pub(super) const RUNNING_RESOURCES: [&str; 2] = ["ecs:runTask", "aws-sdk:ecs:runTask"];

/// Where such a state has the input of the call: in `JSONPath`, and in `JSONata`.
pub(super) const STATE_INPUTS: [&str; 2] = ["Parameters", "Arguments"];

/// Where a state has states in it, each as an object with `States` or an array of such objects.
pub(super) const INNER_STATES: [&str; 3] = ["Branches", "ItemProcessor", "Iterator"];
