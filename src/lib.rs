//! Does an Amazon ECS task definition need a task execution role?
//!
//! Amazon ECS takes up to two roles with a task definition. The *task role* is for the code in the containers. The
//! *task execution role* is for ECS itself: to pull a private image, read a secret, write logs. This library reports
//! whether a task definition requires the second one, on which launch types, which permissions the role must have, and
//! why; it checks a role against these permissions; and it prints the policy, or the whole role, that is required.
//! It reads the JSON and YAML that people keep in repositories, templates of CloudFormation, SAM and CDK, and files
//! with placeholders in them.
//!
//! ```
//! use needs_exec_role::{Checker, LaunchType, Options, PolicyOptions, SourceFile};
//!
//! let text = r#"{
//!   "family": "web",
//!   "requiresCompatibilities": ["FARGATE"],
//!   "containerDefinitions": [
//!     { "name": "app", "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1" }
//!   ]
//! }"#;
//! let checker = Checker::new(&Options::default())?;
//! let report = checker.check(&[SourceFile::new("web.json", text)], &mut |_path| None);
//! for task in report.task_definitions() {
//!     println!("{}: {}", task.name(), task.verdict()); // web: required
//! }
//! for diagnostic in report.diagnostics() {
//!     println!("{diagnostic}"); // web.json:5:31: error: … [execution-role-missing]
//! }
//! let policy = checker.policy(&report, &PolicyOptions::default())?;
//! println!("{}", policy.text); // { "Version": "2012-10-17", "Statement": [ …
//! let explanation = checker.explain("execution-role-missing");
//! println!("{}", explanation.text().unwrap_or_default());
//! # use needs_exec_role::{Explanation, Verdict};
//! # let [task] = report.task_definitions() else { panic!("one task definition") };
//! # assert_eq!(format!("{}: {}", task.name(), task.verdict()), "web: required");
//! # assert_eq!(task.verdict(), Verdict::Required);
//! # assert_eq!(task.launch_types()[0].launch_type, LaunchType::Fargate);
//! # let lines: Vec<_> = report.diagnostics().map(ToString::to_string).collect();
//! # assert_eq!(lines.len(), 1);
//! # assert!(lines[0].starts_with("web.json:5:31: error: "), "{lines:?}");
//! # assert!(lines[0].ends_with(" [execution-role-missing]"), "{lines:?}");
//! # assert!(policy.text.contains("\"ecr:BatchGetImage\""), "{}", policy.text);
//! # assert!(policy.text.contains("arn:aws:ecr:eu-west-1:111122223333:repository/web"));
//! # assert!(explanation.text().is_some_and(|page| page.contains("execution-role-missing")));
//! # Ok::<(), needs_exec_role::OptionError>(())
//! ```
//!
//! # What stands where
//!
//! - [`Checker`] contains the rules and the [`Options`], made ready once for any number of files.
//! - [`Checker::check`] makes a [`Report`] of [`SourceFile`]s: a [`CheckedTask`] for each task definition, and
//!   [`Diagnostic`]s with their places and [fixes](Fix). All of it is plain data that outlives the texts.
//! - [`Checker::module`] makes one [`SourceFile`] of the files of a Terraform module.
//! - [`Fixer`] applies the fixes to the texts, and returns the new ones.
//! - [`Checker::policy`] and [`Checker::role`] print what the task definitions of a report need.
//! - [`Checker::explain`] explains a rule, a code, or an AWS error message; [`Checker::locate_in`] finds where a file
//!   asks for what the message is about.
//! - [`Checker::render`] and [`ReportStream`] write a report in a [`Format`], file by file.
//!
//! # What it does not do
//!
//! Nothing here reads a file, an environment variable or a clock, or uses the network: a caller gives the texts.
//! No input makes it panic. The answers are the same for the same input and version.
//!
//! # Features
//!
//! - `cli` (default): the program `needs-exec-role` and the format for people, `Format::Graphical`.
//! - `completions` (default): the command that prints shell completions and the manual page.
//! - `lsp` (default): the language server.
//! - `terraform` (default): Terraform and `OpenTofu`, also for the library alone; their files are reported as not read
//!   without it.
//! - `mimalloc` (default): the allocator of the program, for which a C compiler is required.
//!
//! Without them (`default-features = false`) the library has few dependencies and builds for
//! `wasm32-unknown-unknown`. The feature `internals` is for this project's own tests and no part of the API.

#![cfg_attr(
    not(feature = "cli"),
    allow(
        dead_code,
        unused_imports,
        reason = "what only the command line shows is dead without it"
    )
)]
#![cfg_attr(not(feature = "internals"), warn(unnameable_types))]
#![cfg_attr(
    not(feature = "internals"),
    allow(unreachable_pub, reason = "the modules are public for the project's own tests")
)]

#[cfg(not(feature = "internals"))]
mod analysis;
#[cfg(not(feature = "internals"))]
mod aws;
#[cfg(not(feature = "internals"))]
mod base;
#[cfg(not(feature = "internals"))]
mod engine;
#[cfg(not(feature = "internals"))]
mod explain;
#[cfg(not(feature = "internals"))]
mod front;
#[cfg(not(feature = "internals"))]
mod iam;
#[cfg(not(feature = "internals"))]
mod input;
#[cfg(not(feature = "internals"))]
mod render;
#[cfg(not(feature = "internals"))]
mod rules;
#[cfg(not(feature = "internals"))]
mod syntax;

#[cfg(feature = "internals")]
pub mod analysis;
#[cfg(feature = "internals")]
pub mod aws;
#[cfg(feature = "internals")]
pub mod base;
#[cfg(feature = "internals")]
pub mod engine;
#[cfg(feature = "internals")]
pub mod explain;
#[cfg(feature = "internals")]
pub mod front;
#[cfg(feature = "internals")]
pub mod iam;
#[cfg(feature = "internals")]
pub mod input;
#[cfg(feature = "internals")]
pub mod render;
#[cfg(feature = "internals")]
pub mod rules;
#[cfg(feature = "internals")]
pub mod syntax;

pub use aws::launch_type::LaunchType;
pub use base::date::{Date, DateError};
pub use base::diagnostic::{Applicability, Exception, Severity, SuppressedBy, Suppression};
pub use engine::{Basis, RoleState, Verdict};
pub use front::{
    AppliedFix, Assumption, Baseline, CheckedLaunchType, CheckedPermission, CheckedRequirement,
    CheckedRole, CheckedTask, Checker, Configuration, ConfiguredException, ConfiguredParameters,
    ConfiguredRoles, DefaultParameters, ExplainedPage, ExplainedText, Explanation, FixLevel,
    FixedText, FixedTexts, Fixer, Hovered, KnownFindings, ListedWord, LocatedCauses, ModuleParts,
    OptionDefaults, OptionError, Options, Outcome, Point, PolicyOptions, PrintedPolicy, Rendered,
    Report, ReportStream, ReportedDiagnostic as Diagnostic, ReportedEdit as Edit,
    ReportedFix as Fix, ReportedLabel as Label, ReportedPermission as Permission,
    ReportedPlace as Place, RoleHint, Setting, SourceFile, Unit, Unread, UnusableSetting,
};
pub use input::terraform::{ModuleFileKind, WantedPath};
pub use render::policy::Form as PolicyForm;
pub use render::{Detail, EditorText, Format, Style, Summary};
pub use rules::FACTS_DATE;
