//! What holds a task: a task definition, or a document of another API that ECS makes one of.

use crate::aws::launch_type::LaunchType;

/// What holds a task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TaskHolder {
    /// A task definition.
    #[default]
    TaskDefinition,
    /// A daemon task definition.
    Daemon,
    /// An Express Mode service with a container of its own.
    ExpressService,
    /// A job definition of AWS Batch that runs on ECS.
    BatchJob,
}

impl TaskHolder {
    /// The launch types that it can run on. Source: the API references of `CreateDaemon`,
    /// `CreateExpressGatewayService` and `RegisterJobDefinition`.
    pub fn launch_types(self) -> &'static [LaunchType] {
        match self {
            Self::TaskDefinition => &LaunchType::ALL,
            Self::Daemon => &[LaunchType::ManagedInstances],
            Self::ExpressService => &[LaunchType::Fargate],
            Self::BatchJob => &[LaunchType::Fargate, LaunchType::Ec2, LaunchType::ManagedInstances],
        }
    }

    /// The key that states its launch type.
    pub fn launch_type_key(self) -> &'static str {
        match self {
            Self::BatchJob => "platformCapabilities",
            _ => "requiresCompatibilities",
        }
    }

    /// The keys that only AWS writes: a document with one of these is an answer.
    pub(super) fn written_by_aws(self) -> &'static [&'static str] {
        match self {
            Self::TaskDefinition => &[
                "taskDefinitionArn",
                "revision",
                "status",
                "requiresAttributes",
                "compatibilities",
                "registeredAt",
                "registeredBy",
                "deregisteredAt",
            ],
            Self::Daemon => &[
                "daemonTaskDefinitionArn",
                "revision",
                "status",
                "registeredAt",
                "registeredBy",
                "deleteRequestedAt",
            ],
            // `UpdateExpressGatewayService` takes the first; the others are of a configuration that is active.
            Self::ExpressService => {
                &["serviceArn", "serviceRevisionArn", "ingressPaths", "createdAt"]
            }
            Self::BatchJob => {
                &["jobDefinitionArn", "revision", "status", "containerOrchestrationType"]
            }
        }
    }
}
