//! What the user says beside the files, as clap reads it, and the options that come of it.

use crate::workspace::{Failure, files, today};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use needs_exec_role::{LaunchType, Options, SourceFile};
use std::path::{Path, PathBuf};

/// The role to check.
#[derive(Debug, Args)]
#[command(next_help_heading = "Role check")]
pub(in crate::cli) struct RoleInput {
    /// Check this role against the required permissions (repeatable)
    ///
    /// Accepts the output of `aws iam get-role`, get-role-policy, get-policy-version and
    /// get-account-authorization-details, and plain policies. To a role of a template, they add
    /// the managed policies that it attaches.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) role: Vec<PathBuf>,

    /// Permissions boundary of the role, if the --role files and the template do not contain it
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) boundary: Option<PathBuf>,

    /// Also report permissions that the role allows and no container uses
    #[arg(long, requires = "role")]
    pub(in crate::cli) unneeded: bool,
}

/// What the user says beside the files.
#[derive(Debug, Args)]
#[command(next_help_heading = "Assumptions and inputs")]
pub(in crate::cli) struct InputArguments {
    /// Judge for this launch type, whatever the file states (repeatable)
    #[arg(
        long,
        value_name = "TYPE",
        value_delimiter = ',',
        ignore_case = true,
        value_parser = launch_types()
    )]
    pub(in crate::cli) launch_type: Vec<LaunchType>,

    /// Version of the ECS container agent on EC2 or external instances
    #[arg(long, value_name = "X.Y.Z")]
    pub(in crate::cli) agent_version: Option<String>,

    /// Apply the rules as of this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) as_of: Option<String>,

    /// Set the placeholder or parameter NAME (repeatable)
    #[arg(long, value_name = "NAME=VALUE")]
    pub(in crate::cli) var: Vec<String>,

    /// Set the parameters of a template; --var takes precedence (repeatable)
    ///
    /// Accepts the forms that AWS accepts: a list of ParameterKey and ParameterValue,
    /// {"Parameters": …}, or an object of names and values; and Terraform's .tfvars and
    /// .tfvars.json.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) parameters: Vec<PathBuf>,

    /// Set the image of a container, as a deploy step would (repeatable)
    #[arg(long, value_name = "CONTAINER=URI")]
    pub(in crate::cli) image: Vec<String>,

    /// Execution role that the pipeline supplies: counts as set in the file
    #[arg(long, value_name = "ARN|NAME")]
    pub(in crate::cli) execution_role: Option<String>,

    /// Assume something that no file can show (repeatable); `rules --assumptions` lists the names
    #[arg(long, value_name = "NAME[=VALUE]")]
    pub(in crate::cli) assume: Vec<String>,

    /// Account ID, if the file does not state one
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) account: Option<String>,

    /// Region, if the file does not state one
    #[arg(long, value_name = "REGION")]
    pub(in crate::cli) region: Option<String>,

    /// Partition, if the file does not state one
    #[arg(long, value_name = "PARTITION")]
    pub(in crate::cli) partition: Option<String>,
}

impl InputArguments {
    /// The options, with the files that they name read; `rules` are the folders of `--rules`.
    pub(in crate::cli) fn options(&self, rules: &[PathBuf]) -> Result<Options, Failure> {
        Ok(Options {
            launch_types: self.launch_type.clone(),
            agent_version: self.agent_version.clone(),
            as_of: self.as_of.clone(),
            variables: pairs("--var NAME=VALUE", &self.var)?,
            parameters: read_all("--parameters", &self.parameters)?,
            images: pairs("--image CONTAINER=URI", &self.image)?,
            execution_role: self.execution_role.clone(),
            assume: self.assume.iter().map(|text| assumption(text)).collect(),
            account: self.account.clone(),
            region: self.region.clone(),
            partition: self.partition.clone(),
            rules: rule_files(rules)?,
            today: today(),
            ..Options::default()
        })
    }
}

impl RoleInput {
    /// Puts the role that is to be checked into the options.
    pub(in crate::cli) fn add_to(&self, options: &mut Options) -> Result<(), Failure> {
        options.roles = read_all("--role", &self.role)?;
        let boundary = self.boundary.as_deref();
        options.boundary = boundary.map(|path| read("--boundary", path)).transpose()?;
        options.unneeded = self.unneeded;
        Ok(())
    }
}

/// The rule files of the folders of `--rules`.
pub(in crate::cli) fn rule_files(folders: &[PathBuf]) -> Result<Vec<SourceFile>, Failure> {
    let mut all = Vec::new();
    for folder in folders {
        let files = files::rule_files(folder);
        all.extend(files.map_err(|why| Failure(format!("--rules {}: {why}", folder.display())))?);
    }
    Ok(all)
}

fn read_all(option: &str, paths: &[PathBuf]) -> Result<Vec<SourceFile>, Failure> {
    paths.iter().map(|path| read(option, path)).collect()
}

fn read(option: &str, path: &Path) -> Result<SourceFile, Failure> {
    let name = files::name(path);
    files::read(path).map_err(|why| Failure(format!("{option} {name}: {}", why.message())))
}

/// Names with their values; `form` is the option as it must be written.
fn pairs(form: &str, texts: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let pair = |text: &String| match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => {
            let option = form.split(' ').next().unwrap_or(form);
            Err(Failure(format!("{option} {text}: expected {form}")))
        }
    };
    texts.iter().map(pair).collect()
}

fn assumption(text: &str) -> (String, Option<String>) {
    match text.split_once('=') {
        Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
        None => (text.to_owned(), None),
    }
}

/// The launch types, as the command line writes them and as AWS does, in any letter case.
fn launch_types() -> impl TypedValueParser<Value = LaunchType> {
    let value = |it: LaunchType| PossibleValue::new(it.option()).alias(it.name());
    PossibleValuesParser::from(LaunchType::ALL.map(value)).try_map(|given| {
        let is = |name: &str| name.eq_ignore_ascii_case(&given);
        let is_it = |it: &LaunchType| is(it.option()) || is(it.name());
        LaunchType::ALL.into_iter().find(is_it).ok_or("no such launch type")
    })
}
