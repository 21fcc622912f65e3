//! Whose names a file uses for the fields of a task definition: the API's or CloudFormation's.

use crate::base::words;
use std::borrow::Cow;

/// Whose names a file uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Those of the ECS API: `executionRoleArn`.
    EcsApi,
    /// Those of CloudFormation: `ExecutionRoleArn`.
    CloudFormation,
}

impl Naming {
    /// A name of the API whose place in it does not matter.
    pub fn word(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::EcsApi => Cow::Borrowed(name),
            Self::CloudFormation => capitalized(name),
        }
    }

    /// The key that sets the execution role.
    pub fn execution_role(self) -> &'static str {
        match self {
            Self::EcsApi => "executionRoleArn",
            Self::CloudFormation => "ExecutionRoleArn",
        }
    }
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
