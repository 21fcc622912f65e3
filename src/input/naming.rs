//! Whose names a file uses for the fields of a task definition: the API's, CloudFormation's or those of Terraform's providers.

use crate::base::words;
use std::borrow::Cow;

/// Whose names a file uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Those of the ECS API: `executionRoleArn`.
    EcsApi,
    /// Those of CloudFormation: `ExecutionRoleArn`.
    CloudFormation,
    /// Those of a provider of Terraform: `execution_role_arn`. Container definitions are JSON of the API.
    Terraform,
}

/// The fields that a provider has as arguments and blocks, with its names for them. All other fields are in the JSON of
/// container definitions.
const ARGUMENTS: [(&str, &str); 35] = [
    ("accessPointId", "access_point_id"),
    ("authorizationConfig", "authorization_config"),
    ("awsLogsConfiguration", "aws_logs_configuration"),
    ("capacityProviderStrategy", "capacity_provider_strategy"),
    ("configuredAtLaunch", "configure_at_launch"),
    ("containerDefinitions", "container_definitions"),
    ("cpuArchitecture", "cpu_architecture"),
    ("dockerVolumeConfiguration", "docker_volume_configuration"),
    ("driverOpts", "driver_opts"),
    ("efsVolumeConfiguration", "efs_volume_configuration"),
    ("enableFaultInjection", "enable_fault_injection"),
    ("ephemeralStorage", "ephemeral_storage"),
    ("executionRoleArn", "execution_role_arn"),
    ("fileSystemId", "file_system_id"),
    ("fsxWindowsFileServerVolumeConfiguration", "fsx_windows_file_server_volume_configuration"),
    ("inferenceAccelerators", "inference_accelerator"),
    ("infrastructureRoleArn", "infrastructure_role_arn"),
    ("ipcMode", "ipc_mode"),
    ("launchType", "launch_type"),
    ("networkMode", "network_mode"),
    ("operatingSystemFamily", "operating_system_family"),
    ("pidMode", "pid_mode"),
    ("placementConstraints", "placement_constraints"),
    ("platformVersion", "platform_version"),
    ("primaryContainer", "primary_container"),
    ("proxyConfiguration", "proxy_configuration"),
    ("requiresCompatibilities", "requires_compatibilities"),
    ("rootDirectory", "root_directory"),
    ("runtimePlatform", "runtime_platform"),
    ("s3filesVolumeConfiguration", "s3files_volume_configuration"),
    ("sizeInGiB", "size_in_gib"),
    ("taskRoleArn", "task_role_arn"),
    ("transitEncryption", "transit_encryption"),
    ("transitEncryptionPort", "transit_encryption_port"),
    ("volumes", "volume"),
];

impl Naming {
    /// A name of the API whose place in it does not matter.
    pub fn word(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::EcsApi => Cow::Borrowed(name),
            Self::CloudFormation => capitalized(name),
            Self::Terraform => Cow::Borrowed(argument(name).unwrap_or(name)),
        }
    }

    /// The key that sets the execution role.
    pub fn execution_role(self) -> &'static str {
        match self {
            Self::EcsApi => "executionRoleArn",
            Self::CloudFormation => "ExecutionRoleArn",
            Self::Terraform => "execution_role_arn",
        }
    }
}

/// What a provider calls a field that it has as an argument or a block.
pub fn argument(name: &str) -> Option<&'static str> {
    let at = ARGUMENTS.binary_search_by_key(&name, |(key, _)| *key).ok()?;
    ARGUMENTS.get(at).map(|(_, argument)| *argument)
}

/// The name in CloudFormation, of most fields.
pub fn capitalized(name: &str) -> Cow<'_, str> {
    Cow::Borrowed(match name {
        "efsVolumeConfiguration" => "EFSVolumeConfiguration",
        "fsxWindowsFileServerVolumeConfiguration" => "FSxWindowsFileServerVolumeConfiguration",
        "s3filesVolumeConfiguration" => "S3FilesVolumeConfiguration",
        _ => return Cow::Owned(words::capitalized(name)),
    })
}

#[cfg(test)]
mod tests {
    use super::{ARGUMENTS, argument};

    #[test]
    fn every_argument_is_found() {
        for (key, name) in ARGUMENTS {
            assert_eq!(argument(key), Some(name));
        }
        assert_eq!(argument("logConfiguration"), None);
    }
}
