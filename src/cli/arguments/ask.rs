//! The arguments that say what no file shows: every command that judges takes them.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What the user says beside the files.
#[derive(Debug, Args)]
#[command(next_help_heading = "What no file shows")]
pub(in crate::cli) struct Ask {
    /// Judge for this launch type, whatever the file states (repeatable).
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    pub(in crate::cli) launch_type: Vec<LaunchTypeName>,

    /// Version of the ECS container agent on EC2 or external instances.
    #[arg(long, value_name = "X.Y.Z")]
    pub(in crate::cli) agent_version: Option<String>,

    /// Judge by the rules as they stood on that day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) as_of: Option<String>,

    /// Fill the placeholder or parameter NAME.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(in crate::cli) var: Vec<String>,

    /// Parameters of a template, in one of the shapes that AWS takes: a list of `ParameterKey` and
    /// `ParameterValue`, {"Parameters": …}, or names and values.
    /// --var goes before them (repeatable).
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) parameters: Vec<PathBuf>,

    /// Set a container's image, as a deploy step would.
    #[arg(long, value_name = "CONTAINER=URI")]
    pub(in crate::cli) image: Vec<String>,

    /// The execution role that the pipeline supplies: counts as named.
    #[arg(long, value_name = "ARN|NAME")]
    pub(in crate::cli) execution_role: Option<String>,

    /// Switch on what no file shows; `rules --assumptions` lists the names.
    #[arg(long, value_name = "NAME[=VALUE]")]
    pub(in crate::cli) assume: Vec<String>,

    /// The account, where the file does not say.
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) account: Option<String>,

    /// The Region, where the file does not say.
    #[arg(long, value_name = "REGION")]
    pub(in crate::cli) region: Option<String>,

    /// The partition, where the file does not say.
    #[arg(long, value_name = "PARTITION")]
    pub(in crate::cli) partition: Option<String>,
}

/// Launch types as the command line writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LaunchTypeName {
    Fargate,
    Ec2,
    External,
    ManagedInstances,
}
