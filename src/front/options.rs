//! The options of a run, and whether they are valid.

use super::option_error::OptionError;
use super::source_file::SourceFile;
use crate::analysis::subject::PassedOption;
use crate::analysis::triage::TriageSettings;
use crate::analysis::wording;
use crate::aws::account;
use crate::aws::deployment::Deployment;
use crate::aws::launch_type::LaunchType;
use crate::aws::partition::{is_partition, looks_like_region};
use crate::aws::role_arn;
use crate::base::date::Date;
use crate::base::diagnostic::Severity;
use crate::base::sorting::sort_by;
use crate::base::text::{Spelling, Text};
use crate::base::truth::Truth;
use crate::engine::{Question, exists};
use crate::iam::RoleFiles;
use crate::input::inputs::Inputs;
use crate::input::parameters::{self, UnusableParameters};
use crate::rules::Rule;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// What an account must be.
pub(super) const ACCOUNT: &str = "expected a 12-digit account ID";

/// What a Region must be.
pub(super) const REGION: &str = "expected a Region, such as eu-west-1";

/// What a partition must be.
pub(super) const PARTITION: &str = "expected a partition, such as aws, aws-cn or aws-us-gov";

/// The options of a run. None is required.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Check for these launch types, whatever the files state.
    pub launch_types: Vec<LaunchType>,
    /// The version of the ECS container agent on EC2 or external instances: `X.Y.Z`.
    pub agent_version: Option<String>,
    /// Use the rules as of that day: `YYYY-MM-DD`.
    pub as_of: Option<String>,
    /// Values for placeholders and parameters, by name; the last of several for one name is used.
    pub variables: Vec<(String, String)>,
    /// Parameter files of a template, in one of the formats that AWS accepts; `variables` takes precedence.
    pub parameters: Vec<SourceFile>,
    /// Images by container, as a deploy step would set them.
    pub images: Vec<(String, String)>,
    /// The execution role that the pipeline supplies, by ARN or name: counts as set.
    pub execution_role: Option<String>,
    /// Assumptions about what is not in the files, as listed by [`Checker::assumptions`](super::Checker::assumptions),
    /// with their value.
    pub assume: Vec<(String, Option<String>)>,
    /// The account, if a file does not contain it.
    pub account: Option<String>,
    /// The Region, if a file does not contain it.
    pub region: Option<String>,
    /// The partition, if a file does not contain it.
    pub partition: Option<String>,
    /// The role to check against the required permissions: the output of `aws iam get-role` and similar commands, or
    /// plain policies.
    pub roles: Vec<SourceFile>,
    /// The permissions boundary of the role, if `roles` and the file of the task definition do not contain it.
    pub boundary: Option<SourceFile>,
    /// Also report permissions that the role allows and nothing uses.
    pub unneeded: bool,
    /// The execution role that fixes set, by ARN or name. Unlike `execution_role`, it does not count as set.
    pub inserted_role: Option<String>,
    /// Severities by code, in place of those that the codes have.
    pub severities: Vec<(String, Severity)>,
    /// The day of the run: `YYYY-MM-DD`. Without it, no exception has expired.
    pub today: Option<String>,
    /// Report what comments, metadata and exceptions suppress as if they were not there.
    pub no_ignores: bool,
    /// Rule files to add to the built-in rules; the name of each is that of its rule.
    pub rules: Vec<SourceFile>,
    /// What a configuration sets: the options above take precedence.
    pub defaults: OptionDefaults,
}

/// Options that a configuration sets: those of the run take precedence, and none is reported if it matches nothing.
#[derive(Clone, Debug, Default)]
pub struct OptionDefaults {
    /// Values for placeholders and parameters; later ones take precedence. A name that the options set, by a value or a
    /// parameter file, is not taken from here.
    pub parameters: Vec<DefaultParameters>,
    /// As in [`Options`].
    pub assume: Vec<(String, Option<String>)>,
    /// As in [`Options`], if there are none.
    pub roles: Vec<SourceFile>,
    /// As in [`Options`], if there is neither a boundary nor a role.
    pub boundary: Option<SourceFile>,
}

/// Values for placeholders and parameters that a configuration sets.
#[derive(Clone, Debug, Default)]
pub struct DefaultParameters {
    /// Parameter files, as in [`Options`].
    pub files: Vec<SourceFile>,
    /// Values by name, which take precedence over the files.
    pub values: Vec<(String, String)>,
}

impl Options {
    /// The question for every file; every value is validated here.
    pub(super) fn question(&self, rules: &[Rule]) -> Result<Question, OptionError> {
        self.check_names(rules)?;
        let question = Question {
            launch_types: self.launch_types.clone(),
            agent_version: parse_value("--agent-version", self.agent_version.as_deref())?,
            as_of: parse_value("--as-of", self.as_of.as_deref())?,
            execution_role: self.execution_role.clone(),
            inserted_role: self.inserted_role.clone(),
            assume: self.assume.iter().chain(&self.defaults.assume).cloned().collect(),
            inputs: Inputs::default(),
            roles: self.read_roles()?,
            shared_roles: Arc::default(),
            unneeded: self.unneeded,
        };
        check_dates(&question)?;
        check_role(question.execution_role.as_ref())?;
        check_role(self.inserted_role.as_ref())?;
        Ok(Question { inputs: self.inputs()?, ..question })
    }

    /// How severe findings are, and what suppresses them; `is_code` is whether something can be found by that name.
    pub(super) fn triage(
        &self,
        is_code: &dyn Fn(&str) -> bool,
    ) -> Result<TriageSettings, OptionError> {
        for (code, _) in &self.severities {
            if !is_code(code) {
                let message = "is not the code of a finding".to_owned();
                return Err(OptionError::new(format!("severity of `{code}`"), message));
            }
        }
        let today: Option<Date> = parse_value("today", self.today.as_deref())?;
        if today.is_some_and(|it| !it.is_day()) {
            return Err(OptionError::new("today", "expected a day, such as 2018-06-07"));
        }
        let (severities, no_ignores) = (self.severities.clone(), self.no_ignores);
        Ok(TriageSettings { severities, today, no_ignores })
    }

    /// The options that are about names in the files, in the order in which they are reported.
    pub(super) fn passed(&self) -> Result<Vec<PassedOption>, OptionError> {
        let names = |pairs: &[(String, String)]| {
            let mut names: Vec<String> = Vec::new();
            for (name, _) in pairs {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
            names
        };
        let mut passed: Vec<_> =
            names(&self.variables).into_iter().map(PassedOption::Variable).collect();
        for file in &self.parameters {
            let names = names(&read_parameters(file)?);
            passed.push(PassedOption::Parameters { file: file.name().to_owned(), names });
        }
        passed.extend(names(&self.images).into_iter().map(PassedOption::Image));
        passed.extend(self.boundary.iter().map(|it| PassedOption::Boundary(it.name().to_owned())));
        for (name, value) in &self.assume {
            let option = PassedOption::Assumption { name: name.clone(), value: value.clone() };
            if !passed.contains(&option) {
                passed.push(option);
            }
        }
        Ok(passed)
    }

    /// What is filled in.
    fn inputs(&self) -> Result<Inputs, OptionError> {
        let deployment = self.deployment()?;
        // The last of several for one name is used.
        let mut variables = Vec::new();
        for item in &self.defaults.parameters {
            for file in &item.files {
                let parameters = parameters_of(file);
                variables.extend(parameters.map_err(|it| OptionError::new(file.name(), it))?);
            }
            variables.extend(item.values.iter().cloned());
        }
        for file in &self.parameters {
            variables.extend(read_parameters(file)?);
        }
        variables.extend(self.variables.iter().cloned());
        Ok(Inputs {
            variables,
            are_of_configuration: self.variables.is_empty() && self.parameters.is_empty(),
            images: self.images.clone(),
            deployment,
            ..Inputs::default()
        })
    }

    /// Where the tasks run.
    fn deployment(&self) -> Result<Deployment<'static>, OptionError> {
        let (account, region) = (self.account.as_deref(), self.region.as_deref());
        let partition = self.partition.as_deref();
        Ok(Deployment {
            account: checked("--account", account, account::is_id, ACCOUNT)?,
            region: checked("--region", region, looks_like_region, REGION)?,
            partition: checked("--partition", partition, is_partition, PARTITION)?,
            ..Deployment::default()
        })
    }

    fn check_names(&self, rules: &[Rule]) -> Result<(), OptionError> {
        if self.assume.is_empty() {
            return Ok(());
        }
        let known = assumptions(rules);
        for (name, value) in &self.assume {
            let option = format!("--assume {name}");
            let Some(found) = known.iter().find(|it| it.name == *name) else {
                let names: Vec<_> = known.iter().map(|it| it.name.as_str()).collect();
                let message = format!("unknown assumption; expected one of: {}", names.join(", "));
                return Err(OptionError::new(option, message));
            };
            match (&found.value, value) {
                (Some(example), None) => {
                    let message = format!(
                        "--assume {name} requires a value, such as --assume {name}={example}"
                    );
                    return Err(OptionError::whole(message));
                }
                (None, Some(_)) => {
                    let message = format!("--assume {name} does not take a value");
                    return Err(OptionError::whole(message));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What the files tell of roles; none if there are no files. A file that does not describe a role is an
    /// error: a role is never sufficient because something could not be read.
    fn read_roles(&self) -> Result<Option<Arc<RoleFiles>>, OptionError> {
        let (roles, boundary) = self.role_files();
        if roles.is_empty() && boundary.is_none() {
            return Ok(None);
        }
        for file in roles.iter().chain(boundary) {
            if let Some(problem) = file.problems.first() {
                let option = self.option_of(file);
                return Err(OptionError::new(option, wording::message(problem, &[])));
            }
        }
        let files: Vec<_> = roles.iter().map(|file| Arc::clone(&file.source)).collect();
        let boundary = boundary.map(|file| &file.source);
        match RoleFiles::read(&files, boundary) {
            Ok(files) => Ok(Some(Arc::new(files))),
            Err(unusable) => {
                let message = "can't read a role from this file";
                Err(OptionError::at(&unusable.source, unusable.problem.lift(), message))
            }
        }
    }
}

/// The options that describe roles, and where they come from.
impl Options {
    /// The files of the role and of its boundary. A role of the run is another than that of a configuration, whose
    /// boundary is not its.
    fn role_files(&self) -> (&[SourceFile], Option<&SourceFile>) {
        let boundary = self.boundary.as_ref();
        if self.roles.is_empty() {
            (&self.defaults.roles, boundary.or(self.defaults.boundary.as_ref()))
        } else {
            (&self.roles, boundary)
        }
    }

    /// The option that a file was passed with, as on the command line; only the file if a configuration names it.
    fn option_of(&self, file: &SourceFile) -> String {
        let is_it = |other: &SourceFile| Arc::ptr_eq(&other.source, &file.source);
        if self.roles.iter().any(is_it) {
            format!("--role {}", file.name())
        } else if self.boundary.as_ref().is_some_and(is_it) {
            format!("--boundary {}", file.name())
        } else {
            file.name().to_owned()
        }
    }
}

/// A switch for what is not in the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// Its name.
    pub name: String,
    /// What the user says by it.
    pub says: String,
    /// An example of its value, if it has one.
    pub value: Option<String>,
}

/// Every switch of the rules, by name.
pub(super) fn assumptions(rules: &[Rule]) -> Vec<Assumption> {
    let mut known: Vec<Assumption> = Vec::new();
    for rule in rules {
        if let Some(switch) = &rule.assume {
            known.push(Assumption {
                name: switch.name.to_string(),
                says: switch.says.to_string(),
                value: switch.value.as_ref().map(ToString::to_string),
            });
        }
        for cell in rule.need.iter().flat_map(|cells| cells.iter()) {
            if let Some(name) = &cell.assume {
                let note = cell.note.as_ref().map(ToString::to_string);
                let says = note.unwrap_or_else(|| format!("see `explain {}`", rule.id()));
                known.push(Assumption { name: name.to_string(), says, value: None });
            }
        }
    }
    sort_by(&mut known, |one, other| {
        let key = |it: &Assumption| (it.name.clone(), it.says.starts_with("see "));
        key(one).cmp(&key(other))
    });
    known.dedup_by(|one, other| one.name == other.name);
    known
}

fn check_dates(question: &Question) -> Result<(), OptionError> {
    if question.as_of.is_some_and(|day| !day.is_day()) {
        return Err(OptionError::new("--as-of", "expected a day, such as 2018-06-07"));
    }
    let mut asked = question.launch_types.iter();
    if let Some(young) = asked.find(|it| !exists(**it, question.as_of)) {
        let since = young.since().unwrap_or_default();
        let message = format!("{young} did not exist before {since}");
        return Err(OptionError::new("--launch-type", message));
    }
    Ok(())
}

fn check_role(given: Option<&String>) -> Result<(), OptionError> {
    let Some(given) = given else { return Ok(()) };
    match why_no_role(given) {
        Some(error) => Err(OptionError::new(format!("--execution-role {given}"), error)),
        None => Ok(()),
    }
}

/// Why a text is not the ARN or the name of a role, if it is not.
pub(super) fn why_no_role(given: &str) -> Option<String> {
    let classification = role_arn::read(&Text::read(given, Spelling::Identifier));
    let is_invalid = classification.is("invalid") == Truth::True;
    is_invalid.then(|| classification.error.unwrap_or_default())
}

/// The value of an option if it is valid; `wanted` is the message otherwise.
fn checked(
    option: &str,
    value: Option<&str>,
    is_good: fn(&str) -> bool,
    wanted: &str,
) -> Result<Option<Text<'static>>, OptionError> {
    match value {
        Some(value) if !is_good(value) => {
            Err(OptionError::new(format!("{option} {value}"), wanted))
        }
        _ => Ok(value.map(|value| Text::literal(value.to_owned()))),
    }
}

fn parse_value<T: FromStr>(option: &str, text: Option<&str>) -> Result<Option<T>, OptionError>
where
    T::Err: fmt::Display,
{
    let parsed = text.map(str::parse).transpose();
    parsed.map_err(|error: T::Err| OptionError::new(option, error.to_string()))
}

/// The parameters of a file.
fn read_parameters(file: &SourceFile) -> Result<Vec<(String, String)>, OptionError> {
    let option = || format!("--parameters {}", file.name());
    parameters_of(file).map_err(|message| OptionError::new(option(), message))
}

fn parameters_of(file: &SourceFile) -> Result<Vec<(String, String)>, String> {
    if !file.problems.is_empty() {
        return Err("this file is not text".to_owned());
    }
    parameters::read(&file.source).map_err(|error| match error {
        UnusableParameters::Broken { line, fault } => {
            let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
            format!("{line}{}", wording::message(&fault.lift(), &[]))
        }
        UnusableParameters::Foreign(absence) => wording::message(&absence.lift(), &[]),
        UnusableParameters::Other(what) => what,
    })
}
