//! From arguments to a question: every value is checked here, so that the middle gets only good ones.

use super::arguments::{Ask, LaunchTypeName};
use super::{Failure, parameters};
use crate::aws::launch_type::LaunchType;
use crate::aws::{partition, role_arn};
use crate::base::text::{Spelling, Text};
use crate::base::truth::Truth;
use crate::engine::{Question, exists};
use crate::input::substitute::Substitutions;
use crate::rules::Rule;

/// The question that the arguments ask.
pub(super) fn question(ask: &Ask, rules: &[Rule]) -> Result<Question, Failure> {
    let question = Question {
        launch_types: ask.launch_type.iter().copied().map(LaunchType::from).collect(),
        agent_version: parse("--agent-version", ask.agent_version.as_deref())?,
        as_of: parse("--as-of", ask.as_of.as_deref())?,
        execution_role: ask.execution_role.clone(),
        assume: ask.assume.iter().map(|text| assumption(text, rules)).collect::<Result<_, _>>()?,
        account: ask.account.clone(),
        region: ask.region.clone(),
        partition: ask.partition.clone(),
        ..Question::default()
    };
    check_values(&question)?;
    Ok(question)
}

/// What the arguments fill in.
pub(super) fn substitutions(ask: &Ask) -> Result<Substitutions, Failure> {
    let pairs = |flag: &str, texts: &[String]| {
        let pair = |text: &String| match text.split_once('=') {
            Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
            _ => Err(Failure(format!("{flag} {text}: write {flag} NAME=VALUE"))),
        };
        texts.iter().map(pair).collect::<Result<Vec<_>, _>>()
    };
    // The last of two alike counts.
    let mut variables = parameters::read_all(&ask.parameters)?;
    variables.extend(pairs("--var", &ask.var)?);
    Ok(Substitutions { variables, images: pairs("--image", &ask.image)? })
}

/// Every switch that a rule knows: its name, what the user says by it, what its value is.
pub(super) fn switches(rules: &[Rule]) -> Vec<(&str, String, Option<&str>)> {
    let mut known: Vec<(&str, String, Option<&str>)> = Vec::new();
    for rule in rules {
        if let Some(switch) = &rule.assume {
            known.push((&switch.name, switch.says.to_string(), switch.value.as_deref()));
        }
        for cell in rule.need.iter().flat_map(|cells| cells.iter()) {
            if let Some(name) = &cell.assume {
                let note = cell.note.as_ref().map(ToString::to_string);
                let says = note.unwrap_or_else(|| format!("see `explain {}`", rule.id()));
                known.push((name, says, None));
            }
        }
    }
    known.sort_by_key(|(name, says, _)| (*name, says.starts_with("see ")));
    known.dedup_by_key(|(name, _, _)| *name);
    known
}

fn assumption(text: &str, rules: &[Rule]) -> Result<(String, Option<String>), Failure> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (text, None),
    };
    let known = switches(rules);
    let Some((_, _, wants)) = known.iter().find(|(known, _, _)| *known == name) else {
        let names: Vec<_> = known.iter().map(|(name, _, _)| *name).collect();
        return Err(Failure(format!(
            "--assume {name}: no rule knows that; known are: {}",
            names.join(", ")
        )));
    };
    match (wants, &value) {
        (Some(wants), None) => {
            Err(Failure(format!("--assume {name} wants a value: --assume {name}={wants}")))
        }
        (None, Some(_)) => Err(Failure(format!("--assume {name} takes no value"))),
        _ => Ok((name.to_owned(), value)),
    }
}

fn check_values(question: &Question) -> Result<(), Failure> {
    if question.as_of.is_some_and(|day| !day.is_day()) {
        return Err(Failure("--as-of: write a day, as 2018-06-07".to_owned()));
    }
    let mut asked = question.launch_types.iter();
    if let Some(young) = asked.find(|it| !exists(**it, question.as_of)) {
        let since = young.since().unwrap_or_default();
        return Err(Failure(format!("--launch-type: {young} came only in {since}, after --as-of")));
    }
    if let Some(given) = &question.execution_role {
        let reading = role_arn::read(&Text::read(given, Spelling::Identifier));
        if reading.is("invalid") == Truth::True {
            let fault = reading.fault.unwrap_or_default();
            return Err(Failure(format!("--execution-role {given}: {fault}")));
        }
    }
    let is_account = |id: &String| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(account) = question.account.as_ref().filter(|id| !is_account(id)) {
        return Err(Failure(format!("--account {account}: an account has twelve digits")));
    }
    if let Some(region) = question.region.as_ref().filter(|it| !partition::looks_like_region(it)) {
        return Err(Failure(format!("--region {region}: write a Region, as eu-west-1")));
    }
    if let Some(name) = question.partition.as_ref().filter(|it| !partition::is_partition(it)) {
        return Err(Failure(format!("--partition {name}: write aws, aws-cn, aws-us-gov, …")));
    }
    Ok(())
}

fn parse<T: std::str::FromStr>(flag: &str, text: Option<&str>) -> Result<Option<T>, Failure>
where
    T::Err: std::fmt::Display,
{
    text.map(str::parse).transpose().map_err(|error: T::Err| Failure(format!("{flag}: {error}")))
}

impl From<LaunchTypeName> for LaunchType {
    fn from(name: LaunchTypeName) -> Self {
        match name {
            LaunchTypeName::Fargate => Self::Fargate,
            LaunchTypeName::Ec2 => Self::Ec2,
            LaunchTypeName::External => Self::External,
            LaunchTypeName::ManagedInstances => Self::ManagedInstances,
        }
    }
}
