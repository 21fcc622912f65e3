//! Files → what their task definitions need, kept beyond the files.

use super::super::{check, input};
use crate::advise::{Need, RoleState, Verdict};
use crate::aws::role;
use crate::check::file::{Examined, Inquiry, Judgement, examine};
use crate::check::role::depends_on;
use crate::check::terms::Terms;
use crate::formats::cloudformation::keys::Encrypted;
use crate::iam::permission::RequiredPermission;
use crate::problem::Severity;
use crate::report::compact;
use crate::report::policy::OwnTemplate;
use crate::rules::resource::Whereabouts;
use crate::text::Text;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::path::PathBuf;

/// What all files come to.
#[derive(Default)]
pub(super) struct Gathered {
    /// The task definitions, in order.
    pub(super) tasks: Vec<Task>,
    /// What is wrong with the files, a line each.
    pub(super) problems: String,
    /// Whether a named file could not be read or holds no task definition.
    pub(super) is_failure: bool,
    /// Whether what could not be read well may need more.
    pub(super) is_incomplete: bool,
}

/// What a task definition comes to.
pub(super) struct Task {
    /// The file, and the family where there is one.
    pub(super) name: String,
    /// What leaves it open whether a role is needed.
    pub(super) depends: Option<String>,
    /// Whether a role is required, or named, or may be.
    pub(super) uses_role: bool,
    /// What the role must allow.
    pub(super) wanted: Vec<RequiredPermission<'static>>,
    /// Where it runs.
    pub(super) home: Whereabouts<'static>,
    /// Where it stands in a template: the template's file, and the expressions that it has for ARNs.
    pub(super) template: Option<OwnTemplate>,
    /// The path and the name of the role that it names.
    pub(super) role: Option<(String, String)>,
}

pub(super) fn gather(paths: &[PathBuf], inquiry: Inquiry<'_>) -> Gathered {
    let inputs = input::expand(paths);
    let one = |input: &input::Input| match input::read(input) {
        Ok((source, problems)) => examine(&source, problems, inquiry, |file| examined(input, file)),
        Err(problem) => Gathered {
            problems: compact::unread(&problem, &input::name(&input.path)),
            is_failure: input.is_named,
            is_incomplete: true,
            ..Gathered::default()
        },
    };
    let each: Vec<_> = match inputs.as_slice() {
        [input] => vec![one(input)],
        _ => inputs.par_iter().map(one).collect(),
    };
    each.into_iter().fold(Gathered::default(), Gathered::and)
}

impl Gathered {
    fn and(mut self, other: Self) -> Self {
        self.tasks.extend(other.tasks);
        self.problems.push_str(&other.problems);
        self.is_failure |= other.is_failure;
        self.is_incomplete |= other.is_incomplete;
        self
    }
}

fn examined(input: &input::Input, file: &Examined<'_>) -> Gathered {
    let has_none = file.judgements.is_empty();
    if has_none && !input.is_named && !check::mentions_one(file) {
        return Gathered::default();
    }
    Gathered {
        tasks: file.judgements.iter().map(|it| task(file, it)).collect(),
        problems: compact::problems(file),
        is_failure: has_none && input.is_named,
        is_incomplete: file.problems.iter().any(|it| it.severity == Severity::Error),
    }
}

fn task(file: &Examined<'_>, judgement: &Judgement<'_>) -> Task {
    let advice = &judgement.advice;
    let path = file.source.name();
    let is_named = advice.role.state.is_present() || advice.role.state == RoleState::Invalid;
    let own = |text: &Option<Text<'_>>| text.clone().map(Text::into_owned);
    Task {
        name: match &judgement.task.name {
            Some(family) => format!("{path} ({family})"),
            None => path.to_owned(),
        },
        depends: (advice.verdict == Verdict::Depends && !is_named)
            .then(|| depends_on(advice, Terms::of(judgement.task, file.source.text()))),
        uses_role: is_named || advice.verdict != Verdict::NotRequired,
        wanted: advice.needs.iter().flat_map(required).collect(),
        home: Whereabouts {
            partition: own(&advice.whereabouts.partition),
            region: own(&advice.whereabouts.region),
            account: own(&advice.whereabouts.account),
        },
        template: judgement.task.template.as_ref().map(|template| OwnTemplate {
            path: path.to_owned(),
            expressions: template.encrypted.iter().map(expression).collect(),
        }),
        role: advice.role.value.as_ref().and_then(named_role),
    }
}

fn expression(encrypted: &Encrypted<'_>) -> (String, String) {
    (encrypted.resource.to_string(), encrypted.expression.clone())
}

fn required(need: &Need<'_>) -> Vec<RequiredPermission<'static>> {
    need.permissions().iter().cloned().map(RequiredPermission::into_owned).collect()
}

/// The path and the name of a role that is named without a hole.
fn named_role(value: &Text<'_>) -> Option<(String, String)> {
    let reading = role::read(value);
    let name = reading.part("name")?.as_literal()?.to_owned();
    let path = match reading.part("path") {
        Some(path) => format!("/{}/", path.as_literal()?),
        None => "/".to_owned(),
    };
    Some((path, name))
}
