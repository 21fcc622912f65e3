//! The one table of what runs a task definition: the resource types, and where each names what it runs and how.
//!
//! Source: the pages of the provider `aws` in Terraform's registry.

use crate::aws::launch_type::LaunchType;

/// A resource type that runs a task definition. A path leads from the resource through blocks to an argument; an empty
/// one is none.
#[derive(Debug)]
pub(super) struct RunnerKind {
    pub(super) kind: &'static str,
    /// The task definition; none where the resource itself is one.
    pub(super) task: &'static [&'static str],
    /// The launch type.
    pub(super) launch_type: &'static [&'static str],
    /// The blocks of the capacity provider strategy.
    pub(super) strategy: &'static [&'static str],
    /// The cluster, whose default strategy counts where neither is set.
    pub(super) cluster: &'static [&'static str],
    /// The launch type that it always has.
    pub(super) always: Option<LaunchType>,
    /// The blocks that belong to the service and not to the task definition, and that rules read.
    pub(super) service: &'static [&'static str],
}

const SERVICE: RunnerKind = RunnerKind {
    kind: "aws_ecs_service",
    task: &["task_definition"],
    launch_type: &["launch_type"],
    strategy: &["capacity_provider_strategy"],
    cluster: &["cluster"],
    always: None,
    service: &["service_connect_configuration", "vpc_lattice_configurations"],
};

/// Every use.
pub(super) const RUNNERS: [RunnerKind; 6] = [
    SERVICE,
    RunnerKind { kind: "aws_ecs_task_set", service: &[], ..SERVICE },
    RunnerKind {
        kind: "aws_cloudwatch_event_target",
        task: &["ecs_target", "task_definition_arn"],
        launch_type: &["ecs_target", "launch_type"],
        strategy: &["ecs_target", "capacity_provider_strategy"],
        cluster: &["arn"],
        always: None,
        service: &[],
    },
    RunnerKind {
        kind: "aws_scheduler_schedule",
        task: &["target", "ecs_parameters", "task_definition_arn"],
        launch_type: &["target", "ecs_parameters", "launch_type"],
        strategy: &["target", "ecs_parameters", "capacity_provider_strategy"],
        cluster: &["target", "arn"],
        always: None,
        service: &[],
    },
    RunnerKind {
        kind: "aws_pipes_pipe",
        task: &["target_parameters", "ecs_task_parameters", "task_definition_arn"],
        launch_type: &["target_parameters", "ecs_task_parameters", "launch_type"],
        strategy: &["target_parameters", "ecs_task_parameters", "capacity_provider_strategy"],
        cluster: &["target"],
        always: None,
        service: &[],
    },
    RunnerKind {
        kind: "aws_ecs_express_gateway_service",
        task: &[],
        launch_type: &[],
        strategy: &[],
        cluster: &[],
        always: Some(LaunchType::Fargate),
        service: &["primary_container"],
    },
];
