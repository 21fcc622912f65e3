//! The arguments of `policy` and `role`.

use super::ask::Ask;
use crate::report::policy::Form;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `policy`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(in crate::cli) struct PolicyArguments {
    #[command(flatten)]
    pub(in crate::cli) grant: Grant,

    /// Name of the policy, in the formats that have one.
    #[arg(long, value_name = "NAME", default_value = "ecsTaskExecutionRolePolicy")]
    pub(in crate::cli) name: String,
}

/// `role`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(in crate::cli) struct RoleArguments {
    #[command(flatten)]
    pub(in crate::cli) grant: Grant,

    /// Name of the role; else the one that all the files name, else ecsTaskExecutionRole.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) name: Option<String>,

    /// Trust ECS only for tasks of this account and Region (aws:SourceAccount, aws:SourceArn).
    #[arg(long)]
    pub(in crate::cli) confused_deputy: bool,

    /// Attach `AmazonECSTaskExecutionRolePolicy`, and add a policy for only what it lacks.
    #[arg(long)]
    pub(in crate::cli) managed: bool,
}

/// What both ask for.
#[derive(Debug, Args)]
pub(in crate::cli) struct Grant {
    /// Files, directories, or - for standard input.
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(in crate::cli) ask: Ask,

    /// Take in a permission that is needed only under a condition (repeatable).
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "What is granted")]
    pub(in crate::cli) include: Vec<String>,

    /// How far to reach beyond what the files name: exact, folder, account or any, for all services or
    /// for one of ecr, logs, secretsmanager, ssm, s3, kms (repeatable).
    #[arg(
        long,
        value_name = "[SERVICE=]LEVEL",
        value_delimiter = ',',
        help_heading = "What is granted"
    )]
    pub(in crate::cli) scope: Vec<String>,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = FormName::Json, help_heading = "The answer")]
    pub(in crate::cli) format: FormName,

    /// Write it to this file.
    #[arg(long, short, value_name = "FILE", help_heading = "The answer")]
    pub(in crate::cli) output: Option<PathBuf>,
}

/// The forms as the command line writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FormName {
    /// The document.
    Json,
    /// A template in YAML.
    Cloudformation,
    /// Terraform or `OpenTofu` blocks.
    Terraform,
    /// Commands of the AWS CLI.
    AwsCli,
}

const AFTER_HELP: &str = "\
--include takes an action (kms:Decrypt), a rule (ecr-pull-through-cache), RULE/ACTION or `all`.
What is left out stands on standard error, with its condition and its ID. Common ones:
  kms:Decrypt                   secrets, parameters or files under a customer managed key
  ecr:BatchImportUpstreamImage  images through a pull-through cache, with
                                --assume pull-through-cache=PREFIX; so does ecr:CreateRepository

--scope exact    what the task definitions name, and nothing else (the default)
        folder   the folder of each name: /prod/* for /prod/db; a name without / stays
        account  all of that kind in its account and Region: new services need no new role
        any      every resource; --scope ecr=any lets GuardDuty's sidecar be pulled

Exit codes: 0 printed, or nothing is needed; 1 the policy may be incomplete; 2 usage or nothing read.";

impl From<FormName> for Form {
    fn from(name: FormName) -> Self {
        match name {
            FormName::Json => Self::Json,
            FormName::Cloudformation => Self::CloudFormation,
            FormName::Terraform => Self::Terraform,
            FormName::AwsCli => Self::AwsCli,
        }
    }
}
