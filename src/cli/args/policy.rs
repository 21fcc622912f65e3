//! The arguments of `policy` and `role`, and the options that come of them.

use super::inputs::InputArguments;
use super::paths::PathArguments;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use needs_exec_role::{PolicyForm, PolicyOptions};
use std::path::PathBuf;

/// `policy`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(in crate::cli) struct PolicyArguments {
    #[command(flatten)]
    pub(in crate::cli) print: PrintArguments,

    /// Name of the policy; default: ecsTaskExecutionRolePolicy in aws-cli, a generated one in cloudformation and
    /// terraform
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) name: Option<String>,
}

/// `role`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(in crate::cli) struct RoleArguments {
    #[command(flatten)]
    pub(in crate::cli) print: PrintArguments,

    /// Name of the role; default: the one that all files set, or ecsTaskExecutionRole; a generated one in
    /// cloudformation and terraform
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) name: Option<String>,

    /// Trust ECS only for tasks of this account and Region (aws:SourceAccount, aws:SourceArn)
    #[arg(long)]
    pub(in crate::cli) confused_deputy: bool,

    /// Attach AmazonECSTaskExecutionRolePolicy, and add a policy only for what it does not allow
    #[arg(long)]
    pub(in crate::cli) managed: bool,
}

/// What both ask for.
#[derive(Debug, Args)]
pub(in crate::cli) struct PrintArguments {
    #[command(flatten)]
    pub(in crate::cli) paths: PathArguments,

    #[command(flatten)]
    pub(in crate::cli) inputs: InputArguments,

    /// Include a conditional permission (repeatable)
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "Permissions")]
    pub(in crate::cli) include: Vec<String>,

    /// Widen the resources: exact, folder, account or any, for all services or for one of ecr, logs,
    /// secretsmanager, ssm, s3, kms (repeatable)
    #[arg(
        long,
        value_name = "[SERVICE=]LEVEL",
        value_delimiter = ',',
        help_heading = "Permissions"
    )]
    pub(in crate::cli) scope: Vec<String>,

    /// Output format
    #[arg(long, default_value = "json", value_parser = forms(), help_heading = "Output")]
    pub(in crate::cli) format: String,

    /// Write the output to this file
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(in crate::cli) output: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
--include accepts an action (kms:Decrypt), a rule (ecr-pull-through-cache), RULE/ACTION or `all`.
Permissions omitted are reported on standard error, with their condition and ID. Common ones:
  kms:Decrypt                   secrets, parameters or files under a customer managed key
  ecr:BatchImportUpstreamImage  images through a pull-through cache, with
                                --assume pull-through-cache=PREFIX; so does ecr:CreateRepository

--scope exact    only the resources in the task definitions (the default)
        folder   the folder of each name: /prod/* for /prod/db; a name without / stays
        account  all of that kind in its account and Region: new services need no new role
        any      every resource; --scope ecr=any also allows pulling GuardDuty's sidecar

Example: needs-exec-role policy --scope folder --format cloudformation taskdef.json

Exit codes: 0 printed, or nothing needed; 1 the policy may be incomplete; 2 usage error or nothing read.";

/// The forms that the program has.
fn forms() -> PossibleValuesParser {
    let values = PolicyForm::names().map(|(name, what)| PossibleValue::new(name).help(what));
    values.collect::<Vec<_>>().into()
}

impl PolicyArguments {
    pub(in crate::cli) fn options(&self) -> PolicyOptions {
        PolicyOptions { name: self.name.clone(), ..self.print.options() }
    }
}

impl RoleArguments {
    pub(in crate::cli) fn options(&self) -> PolicyOptions {
        PolicyOptions {
            name: self.name.clone(),
            confused_deputy: self.confused_deputy,
            managed: self.managed,
            ..self.print.options()
        }
    }
}

impl PrintArguments {
    fn options(&self) -> PolicyOptions {
        PolicyOptions {
            form: PolicyForm::named(&self.format).unwrap_or_default(),
            include: self.include.clone(),
            scope: self.scope.clone(),
            ..PolicyOptions::default()
        }
    }
}
