//! A rule: what a file of `rules/` asks and says, checked, with names, paths, versions and dates looked up.
//!
//! All of it can be written as a constant, so that the built-in rules are data of the program; those of a
//! user own theirs.

use super::data::{List, Str};
use super::path::Path;
use super::resource::ResourceTemplate;
use super::value::{Read, Test};
use crate::aws::launch_type::LaunchType;
use crate::base::date::Date;
use crate::base::diagnostic::Severity;
use crate::base::version::Version;

/// One file of `rules/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name: that of the file without `.yaml`.
    pub id: Str,
    /// What the feature is, a few words.
    pub title: Str,
    /// Why it needs the role, or does not: a sentence or two.
    pub why: Str,
    /// AWS's pages about it.
    pub docs: List<Str>,
    /// How well the rule as a whole is known.
    pub certainty: Certainty,
    /// Whose role it is.
    pub role: RoleKind,
    /// First day on which AWS had the feature.
    pub since: Option<Date>,
    /// Last day on which the rule held.
    pub until: Option<Date>,
    /// The paths to the places that the rule looks at; none for a page that only `explain` shows.
    pub each: List<Path>,
    /// Names for values in the place: `path` or `path as reader`.
    pub read: List<Read>,
    /// The value whose place is shown; the place itself where it is left out.
    pub at: Option<usize>,
    /// Tests that must all hold.
    pub when: List<Test>,
    /// What follows on each launch type.
    pub need: [List<Requirement>; LaunchType::COUNT],
    /// What the role must allow.
    pub permissions: List<Permission>,
    /// Least versions of the container agent and the Fargate platform.
    pub least: List<MinimumVersions>,
    /// What ECS computes as `requiresAttributes`.
    pub attributes: List<Attribute>,
    /// The switch that turns the rule on.
    pub assume: Option<Switch>,
    /// The rule whose match this one explains further.
    pub refines: Option<Str>,
    /// What a match is called at its place; the first whose tests hold counts, the title where none does.
    pub label: List<RuleLabel>,
    /// Advice on some matches.
    pub hint: List<Hint>,
    /// Findings of its own.
    pub findings: List<RuleFinding>,
    /// AWS's own words when the role or a permission is missing.
    pub error: List<ErrorText>,
    /// What else is worth knowing; for `explain` and the rule's page.
    pub notes: List<Str>,
}

/// How well something is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Somebody deployed it and recorded the answer.
    Measured,
    /// AWS's pages or API model say so.
    Doc,
    /// Read in the source of the container agent.
    Code,
    /// Seen in public threads or files.
    Report,
    /// A reading that no source states.
    Inferred,
}

/// Whose role a feature needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleKind {
    /// The task execution role.
    Execution,
    /// The task role: what the containers' own code uses.
    Task,
    /// The infrastructure role: what ECS uses for volumes, certificates and instances.
    Infrastructure,
    /// No role at all.
    None,
}

/// What a rule says for one launch type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleRequirement {
    /// An execution role must be named, or registration or the task's start fails.
    Required,
    /// Documented as required, but the host's own role is accepted where it holds the permissions.
    RequiredUnlessInstanceRole,
    /// The host's own role makes the call; an execution role that is named is used instead.
    InstanceRole,
    /// The feature never uses the execution role.
    NotNeeded,
    /// The feature does not exist on this launch type.
    Unsupported,
    /// No source was found.
    Unknown,
}

/// What holds on a launch type, and under which circumstances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// What holds.
    pub is: RoleRequirement,
    /// Tests that must all hold.
    pub when: List<Test>,
    /// The switch that must be on.
    pub assume: Option<Str>,
    /// First day on which it held.
    pub since: Option<Date>,
    /// Last day on which it held.
    pub until: Option<Date>,
    /// How well this cell is known, where that differs from the rule.
    pub certainty: Option<Certainty>,
    /// What is particular about it; for `explain`.
    pub note: Option<Str>,
}

/// Actions on resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// The actions.
    pub allow: List<Str>,
    /// The resources, with `{name}` and `{name.part|other}`.
    pub resource: List<ResourceTemplate>,
    /// Tests that must all hold.
    pub when: List<Test>,
    /// A condition that the file cannot show: the permission is granted on request.
    pub condition: Option<Str>,
    /// AWS names the permission, but no source shows it used.
    pub documented: bool,
    /// What the resource is where it is not in the file: `{unseen}` stands for it.
    pub unseen: Option<Str>,
    /// The service that makes the call for ECS: `kms:ViaService` without the Region and domain.
    pub via: Option<Str>,
}

/// The least versions that have the feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimumVersions {
    /// Of the container agent.
    pub agent: Option<Version>,
    /// Of the Fargate platform for Linux, or `unsupported`; told by `explain`.
    pub platform: Option<Str>,
    /// Of the Fargate platform for Windows, or `unsupported`; told by `explain`.
    pub windows_platform: Option<Str>,
    /// Tests that must all hold.
    pub when: List<Test>,
    /// Only with an execution role named.
    pub with_role: bool,
    /// Only on this operating system: `linux` or `windows`.
    pub os: Option<Os>,
}

/// What the containers run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Os {
    /// Linux.
    Linux,
    /// Windows.
    Windows,
}

/// An attribute that ECS computes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: Str,
    /// Tests that must all hold.
    pub when: List<Test>,
    /// Only with an execution role named.
    pub with_role: bool,
}

/// A switch for what no file shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// Its name, as `--assume` takes it.
    pub name: Str,
    /// What the user says by it.
    pub says: Str,
    /// What its value is, where it takes one: `--assume NAME=VALUE`.
    pub value: Option<Str>,
}

/// What a match is called, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLabel {
    /// What it is: "private ECR image".
    pub say: Str,
    /// What the role is for there: "pull this private ECR image".
    pub to: Str,
    /// Tests that must all hold.
    pub when: List<Test>,
}

/// Advice on some matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The advice.
    pub say: Str,
    /// Tests that must all hold.
    pub when: List<Test>,
    /// Tests of which none may hold, or be open; `{task.account}` is the account of the task.
    pub unless: List<Test>,
}

/// A finding that a rule makes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFinding {
    /// Its code; the rule's id where it is left out.
    pub code: Str,
    /// `error`, `warning` or `note`.
    pub severity: Severity,
    /// What is found; `{name.fault}` is what a reader has against a value.
    pub say: Str,
    /// What to do.
    pub help: Option<Str>,
    /// Tests that must all hold.
    pub when: List<Test>,
    /// Tests of which none may hold, or be open; `{task.account}` is the account of the task.
    pub unless: List<Test>,
    /// Only on these launch types.
    pub on: List<LaunchType>,
    /// Only with an execution role named.
    pub with_role: bool,
}

/// A text that AWS prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorText {
    /// The text; `…` stands for what varies.
    pub text: Str,
    /// When it is printed.
    pub phase: Phase,
    /// On which launch types, where it is not any.
    pub on: List<LaunchType>,
    /// How well the text is known.
    pub certainty: Certainty,
    /// Where it was seen.
    pub source: Option<Str>,
    /// Whether a network fault prints the same.
    pub network: bool,
}

/// When AWS prints an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// At `RegisterTaskDefinition`.
    Register,
    /// When a task is placed on an instance.
    Placement,
    /// When a task is launched.
    Launch,
    /// As a stopped task's reason.
    Stop,
}

impl Rule {
    /// Its name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The page of AWS that says so: the first one named.
    pub fn docs(&self) -> Option<&str> {
        self.docs.first().map(AsRef::as_ref)
    }

    /// Whether it looks at task definitions, or is a page for `explain` only.
    pub fn is_asked(&self) -> bool {
        !self.each.is_empty() || self.assume.is_some()
    }

    /// The cells for a launch type; the first that holds counts.
    pub fn cells(&self, launch_type: LaunchType) -> &[Requirement] {
        self.need.get(launch_type as usize).map_or(&[], AsRef::as_ref)
    }

    /// Whether it held on a day. Without a day, what has no end holds.
    pub fn held_on(&self, day: Option<Date>) -> bool {
        held(self.since, self.until, day)
    }
}

impl Requirement {
    /// Whether it held on a day. Without a day, what has no end holds.
    pub fn held_on(&self, day: Option<Date>) -> bool {
        held(self.since, self.until, day)
    }
}

fn held(since: Option<Date>, until: Option<Date>, day: Option<Date>) -> bool {
    match day {
        None => until.is_none(),
        Some(day) => {
            since.is_none_or(|since| since.begins_by(day))
                && until.is_none_or(|until| !until.is_over_on(day))
        }
    }
}
