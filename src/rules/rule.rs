//! A rule: a file of `rules/`, checked, with names, paths, versions and dates looked up.
//!
//! All of it can be written as a constant, so that the built-in rules are data of the program; the rules of a
//! user own their data.

use super::data::{List, Str};
use super::path::Path;
use super::resource::{RegionTable, ResourceTemplate};
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
    /// The feature, in a few words.
    pub title: Str,
    /// Why it requires the role, or does not: a sentence or two.
    pub why: Str,
    /// AWS's pages about it.
    pub docs: List<Str>,
    /// How certain the rule as a whole is.
    pub certainty: Certainty,
    /// Which role the feature uses.
    pub role: RoleKind,
    /// First day on which AWS had the feature.
    pub since: Option<Date>,
    /// Last day on which the rule applied.
    pub until: Option<Date>,
    /// The paths to the places that the rule checks; none for a page that only `explain` shows.
    pub each: List<Path>,
    /// Names for values in the place: `path` or `path as reader`.
    pub read: List<Read>,
    /// The value whose place is shown; by default the place itself.
    pub at: Option<usize>,
    /// Tests that must all be true.
    pub when: List<Test>,
    /// Names for texts that AWS lists by Region: for each name an object of Regions.
    pub by_region: List<RegionTable>,
    /// The requirement for each launch type.
    pub need: [List<Requirement>; LaunchType::COUNT],
    /// What the role must allow.
    pub permissions: List<Permission>,
    /// Minimum versions of the container agent and the Fargate platform.
    pub least: List<MinimumVersions>,
    /// What ECS computes as `requiresAttributes`.
    pub attributes: List<Attribute>,
    /// The switch that turns the rule on.
    pub assume: Option<Switch>,
    /// The rule whose match this one refines.
    pub refines: Option<Str>,
    /// What a match is called at its place: the first whose tests are true; by default the title.
    pub label: List<RuleLabel>,
    /// Notes on some matches.
    pub hint: List<Hint>,
    /// Findings that the rule itself reports.
    pub findings: List<RuleFinding>,
    /// Whether it is the feature of the rule that it refines, of another account.
    pub across_accounts: bool,
    /// The words of an AWS error message that name the feature.
    pub clues: List<Clue>,
    /// AWS error messages when the role or a permission is missing.
    pub error: List<ErrorText>,
    /// What else is worth knowing; for `explain` and the rule's page.
    pub notes: List<Str>,
}

/// How certain something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Somebody deployed it and recorded the result.
    Measured,
    /// AWS's pages or API model say so.
    Doc,
    /// Read in the source of the container agent.
    Code,
    /// Seen in public threads or files.
    Report,
    /// A conclusion that no source states.
    Inferred,
}

/// Which role a feature requires.
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

/// What a rule requires on one launch type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleRequirement {
    /// `executionRoleArn` must be set, or registration or the task's start fails.
    Required,
    /// Documented as required, but the container instance role is accepted if it has the permissions.
    RequiredUnlessInstanceRole,
    /// The container instance role makes the call, or the execution role if one is set.
    InstanceRole,
    /// The feature never uses the execution role.
    NotNeeded,
    /// The feature does not exist on this launch type.
    Unsupported,
    /// No source was found.
    Unknown,
}

/// What is required on a launch type, and under which circumstances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The requirement.
    pub is: RoleRequirement,
    /// Tests that must all be true.
    pub when: List<Test>,
    /// The switch that must be on.
    pub assume: Option<Str>,
    /// First day on which it applied.
    pub since: Option<Date>,
    /// Last day on which it applied.
    pub until: Option<Date>,
    /// How certain this requirement is, if that differs from the rule.
    pub certainty: Option<Certainty>,
    /// A remark about it; for `explain`.
    pub note: Option<Str>,
}

/// Actions on resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// The actions.
    pub allow: List<Str>,
    /// The resources, with `{name}` and `{name.part|other}`.
    pub resource: List<ResourceTemplate>,
    /// Tests that must all be true.
    pub when: List<Test>,
    /// Tests of which none may be true.
    pub unless: List<Test>,
    /// A condition that is not in the file: the permission is added with `--include`.
    pub condition: Option<Str>,
    /// Tests that settle `if`: where all of them are true, the permission is always required.
    pub certain: List<Test>,
    /// Which policies can allow it as well as the role's, if they are of the role's account.
    pub alternative: Option<Str>,
    /// AWS documents the permission, but no source shows that it is used.
    pub documented: bool,
    /// A description of the resource if it is not in the file, for `{unseen}`.
    pub unseen: Option<Str>,
    /// The service that makes the call for ECS: `kms:ViaService` without the Region and domain.
    pub via: Option<Str>,
    /// The resource that the call names, where `resource` has a wildcard for it: a role that allows this one is
    /// sufficient.
    pub call: Option<ResourceTemplate>,
}

/// The minimum versions that have the feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimumVersions {
    /// Of the container agent.
    pub agent: Option<Version>,
    /// Of the Fargate platform for Linux, or `unsupported`; shown by `explain`.
    pub platform: Option<Str>,
    /// Of the Fargate platform for Windows, or `unsupported`; shown by `explain`.
    pub windows_platform: Option<Str>,
    /// Tests that must all be true.
    pub when: List<Test>,
    /// Only if an execution role is set.
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
    /// Tests that must all be true.
    pub when: List<Test>,
    /// Only if an execution role is set.
    pub with_role: bool,
}

/// A switch for something that is not in the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// Its name for `--assume`.
    pub name: Str,
    /// What the user asserts with it.
    pub says: Str,
    /// An example of its value, if it has one: `--assume NAME=VALUE`.
    pub value: Option<Str>,
}

/// What a match is called, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLabel {
    /// What it is: "private ECR image".
    pub say: Str,
    /// What the role is for there: "pull this private ECR image".
    pub to: Str,
    /// Tests that must all be true.
    pub when: List<Test>,
}

/// A note on some matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The note.
    pub say: Str,
    /// Tests that must all be true.
    pub when: List<Test>,
    /// Tests of which none may be true or unknown.
    pub unless: List<Test>,
}

/// A finding that a rule itself reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFinding {
    /// Its code; by default the rule's ID.
    pub code: Str,
    /// `error`, `warning` or `note`.
    pub severity: Severity,
    /// The message; `{name.fault}` is a reader's error about a value.
    pub say: Str,
    /// How to fix it.
    pub help: Option<Str>,
    /// Tests that must all be true.
    pub when: List<Test>,
    /// Tests of which none may be true or unknown.
    pub unless: List<Test>,
    /// Only on these launch types; an error is a warning where the task may run on another one.
    pub on: List<LaunchType>,
    /// Only if an execution role is set.
    pub with_role: bool,
}

/// Words of an error message that name a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clue {
    /// The words; `…` is a part that varies.
    pub text: Str,
    /// The action that ECS calls there.
    pub call: Option<Str>,
}

/// A text that AWS prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorText {
    /// The text; `…` is a part that varies.
    pub text: Str,
    /// When it is printed.
    pub phase: Phase,
    /// On which launch types; by default on any.
    pub on: List<LaunchType>,
    /// How certain the text is.
    pub certainty: Certainty,
    /// Where it was seen.
    pub source: Option<Str>,
    /// Whether a network fault prints the same.
    pub network: bool,
    /// The cause that the whole text names, where it names one.
    pub cause: Option<Str>,
    /// The code of the finding that a check of the file reports for it.
    pub code: Option<Str>,
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
    /// As the stopped reason of a task.
    Stop,
}

impl Rule {
    /// Its name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// AWS's page about it: the first one in the list.
    pub fn docs(&self) -> Option<&str> {
        self.docs.first().map(AsRef::as_ref)
    }

    /// Whether it asks, of a match or for a launch type, whether a field has this value.
    pub fn knows(&self, field: &str, word: &str) -> bool {
        let each = || self.each.iter().filter_map(Path::last_key);
        let is_of = |test: &Test| {
            let is_named = |read: &Read| match read.path.last_key() {
                _ if !read.reader.kinds.is_empty() => false,
                Some(key) => key == field,
                None => each().any(|key| key == field),
            };
            test.part.is_none() && self.read.get(test.value).is_some_and(is_named)
        };
        let cells = LaunchType::ALL.into_iter().flat_map(|it| self.cells(it));
        let mut tests = self.when.iter().chain(cells.flat_map(|cell| cell.when.iter()));
        // A pattern is no value: `*` stands for any.
        let is_word = |it: &Str| **it == *word && !it.contains('*');
        tests.any(|test| is_of(test) && test.wanted.iter().flatten().any(is_word))
    }

    /// Whether it checks task definitions, or is a page for `explain` only.
    pub fn is_asked(&self) -> bool {
        !self.each.is_empty() || self.assume.is_some()
    }

    /// The requirements for a launch type; the first whose tests are true is used.
    pub fn cells(&self, launch_type: LaunchType) -> &[Requirement] {
        self.need.get(launch_type as usize).map_or(&[], AsRef::as_ref)
    }

    /// Whether it applied on a day. Without a day, whatever has no end applies.
    pub fn held_on(&self, day: Option<Date>) -> bool {
        held(self.since, self.until, day)
    }
}

impl Requirement {
    /// Whether it applied on a day. Without a day, whatever has no end applies.
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
