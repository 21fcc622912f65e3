//! What a run comes to, as plain data that outlives the texts.

use super::grants::Grants;
use super::source_file::{SourceFile, Unread};
use super::tally::{Outcome, Tally};
use crate::analysis::{Combination, Diagnostic, FileReport, Label, TaskReport, fixes, wording};
use crate::aws::launch_type::LaunchType;
use crate::base::diagnostic::{Applicability, Fix, Severity};
use crate::base::source::{Source, Span};
use crate::base::truth::Truth;
use crate::engine::{Basis, Need, RoleState, Verdict};
use crate::render::{Summary, compact, escape};
use std::fmt;

/// What a run comes to.
#[derive(Clone, Debug, Default)]
pub struct Report {
    tasks: Vec<CheckedTask>,
    problems: Vec<ReportedDiagnostic>,
    names: Vec<String>,
    bytes: usize,
    tally: Tally,
}

/// A task definition that was checked.
#[derive(Clone, Debug)]
pub struct CheckedTask {
    path: String,
    name: Option<String>,
    format: &'static str,
    verdict: Verdict,
    launch_types: Vec<CheckedLaunchType>,
    role: CheckedRole,
    requirements: Vec<CheckedRequirement>,
    diagnostics: Vec<ReportedDiagnostic>,
    pub(super) grants: Grants,
}

/// A launch type in question, and the verdict for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckedLaunchType {
    /// The launch type.
    pub launch_type: LaunchType,
    /// The verdict if the task runs on it.
    pub verdict: Verdict,
    /// Why it is in question.
    pub basis: Basis,
}

/// How the execution role is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedRole {
    /// Whether and how.
    pub state: RoleState,
    /// The value, as it is written.
    pub value: Option<String>,
    /// Where it is set.
    pub place: Option<ReportedPlace>,
}

/// Something that uses the execution role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedRequirement {
    /// The ID of the rule.
    pub rule: String,
    /// What it is about.
    pub title: String,
    /// Whether it is certain; a placeholder may leave it open.
    pub is_certain: bool,
    /// Where it stands.
    pub place: ReportedPlace,
    /// What the role must allow for it.
    pub permissions: Vec<CheckedPermission>,
}

/// A permission that the role must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedPermission {
    /// The action.
    pub action: String,
    /// The resource; what is not known stands in it as the file writes it.
    pub resource: String,
    /// `always`, `documented` or `if`.
    pub need: &'static str,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedDiagnostic {
    /// The stable name of what was found.
    pub code: String,
    /// Its page, relative to `docs/`.
    pub page: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found, one sentence.
    pub message: String,
    /// The file that it is about.
    pub path: String,
    /// Where; none where the file as a whole is meant.
    pub primary: Option<ReportedLabel>,
    /// Other places that matter.
    pub related: Vec<ReportedLabel>,
    /// What to do about it.
    pub help: Option<String>,
    /// Ways to fix it in the text.
    pub fixes: Vec<ReportedFix>,
    /// AWS's page about it.
    pub docs: Option<String>,
    /// Action and resource, where it is about a permission of a role.
    pub permission: Option<(String, String)>,
    /// It as one line: `path:line:column: severity: message [code]`.
    line: String,
}

/// A place, and what is noted there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedLabel {
    /// What is noted there; empty where the place says it all.
    pub message: String,
    /// Where.
    pub place: ReportedPlace,
}

/// A run of a file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedPlace {
    /// The file.
    pub path: String,
    /// Where it begins.
    pub start: Point,
    /// Where it ends: after its last character.
    pub end: Point,
}

/// A point of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// Bytes before it, as UTF-8 without a byte order mark.
    pub offset: usize,
}

/// A way to fix something in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedFix {
    /// What it does.
    pub title: String,
    /// Whether it can be applied without a look at it.
    pub applicability: Applicability,
    /// The file that it edits.
    pub path: String,
    /// The edits, in the order of the text.
    pub edits: Vec<ReportedEdit>,
}

/// A replacement in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedEdit {
    /// Bytes before what is replaced.
    pub start: usize,
    /// Bytes before what follows it.
    pub end: usize,
    /// What stands there afterwards.
    pub text: String,
}

impl Report {
    /// The most files that a run takes in because others name them, and the most bytes.
    const MOST_FILES: usize = 2_000;
    const MOST_BYTES: usize = 64 << 20;

    /// The task definitions, in order.
    pub fn task_definitions(&self) -> &[CheckedTask] {
        &self.tasks
    }

    /// What is wrong with the files themselves.
    pub fn problems(&self) -> &[ReportedDiagnostic] {
        &self.problems
    }

    /// Everything that was found, in the files and in their task definitions.
    pub fn diagnostics(&self) -> impl Iterator<Item = &ReportedDiagnostic> {
        self.problems.iter().chain(self.tasks.iter().flat_map(|task| &task.diagnostics))
    }

    /// What was counted.
    pub fn summary(&self) -> Summary {
        self.tally.summary
    }

    /// How the run ends, where `fail_on` is the lowest severity that fails it.
    pub fn outcome(&self, fail_on: Option<Severity>) -> Outcome {
        self.tally.outcome(fail_on)
    }

    /// Adds what another run came to.
    pub fn append(&mut self, mut other: Self) {
        self.tasks.append(&mut other.tasks);
        self.problems.append(&mut other.problems);
        self.names.append(&mut other.names);
        self.bytes += other.bytes;
        self.tally.add(other.tally);
    }

    /// Adds that a file could not be read.
    pub fn add_unread(&mut self, name: &str, why: &Unread, is_named: bool) {
        let problem = why.diagnostic();
        let source = Source::new(name, "");
        self.problems.push(ReportedDiagnostic::new(&problem, &source, &[]));
        self.tally.add(Tally::unread(&problem, is_named));
    }

    pub(super) fn add(&mut self, file: &SourceFile, found: &FileReport<'_>, tally: Tally) {
        self.tally.add(tally);
        self.names.push(file.name().to_owned());
        self.bytes += file.text().len();
        let problems = found.problems.iter();
        self.problems.extend(problems.map(|it| ReportedDiagnostic::of(it, found, None)));
        self.tasks.extend(found.task_reports.iter().map(|it| CheckedTask::new(it, found)));
    }

    pub(super) fn skip(&mut self, name: &str) {
        self.names.push(name.to_owned());
        self.tally.add(Tally::skipped());
    }

    /// Whether a file of this name is in it.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// Whether there is room for further files that others name.
    pub(super) fn may_grow(&self) -> bool {
        self.names.len() < Self::MOST_FILES && self.bytes < Self::MOST_BYTES
    }

    pub(super) fn is_failure(&self) -> bool {
        self.tally.is_failure() || self.tasks.is_empty()
    }
}

impl CheckedTask {
    fn new(task_report: &TaskReport<'_>, file: &FileReport<'_>) -> Self {
        let source = file.source;
        let TaskReport { task, assessment, findings, .. } = task_report;
        let launch_types = assessment.launch_types.iter().map(|it| CheckedLaunchType {
            launch_type: it.launch_type,
            verdict: it.verdict,
            basis: it.basis,
        });
        let role = &assessment.role;
        let requirement = |need| CheckedRequirement::new(need, source);
        let diagnostic = |it| ReportedDiagnostic::of(it, file, Some(task_report));
        Self {
            path: source.name().to_owned(),
            name: task.name.clone(),
            format: task.format.name(),
            verdict: assessment.verdict,
            launch_types: launch_types.collect(),
            role: CheckedRole {
                state: role.state,
                value: role.value.as_ref().map(ToString::to_string),
                place: role.span.map(|span| ReportedPlace::new(source, span)),
            },
            requirements: assessment.needs.iter().map(requirement).collect(),
            diagnostics: findings.iter().map(diagnostic).collect(),
            grants: Grants::of(task_report, source),
        }
    }

    /// The file that holds it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its family, or its logical ID in a template; the path of its file where it has neither.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.path)
    }

    /// What it is written in: `task-definition`, `cloudformation`, …
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// Whether it requires a task execution role.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The launch types in question.
    pub fn launch_types(&self) -> &[CheckedLaunchType] {
        &self.launch_types
    }

    /// How its execution role is set.
    pub fn role(&self) -> &CheckedRole {
        &self.role
    }

    /// What in it uses the role.
    pub fn requirements(&self) -> &[CheckedRequirement] {
        &self.requirements
    }

    /// What was found in it.
    pub fn diagnostics(&self) -> &[ReportedDiagnostic] {
        &self.diagnostics
    }
}

impl CheckedRequirement {
    fn new(need: &Need<'_>, source: &Source) -> Self {
        let permissions = need.permissions().iter().map(|it| CheckedPermission {
            action: it.action.to_string(),
            resource: it.resource.to_string(),
            need: it.necessity.name(),
        });
        Self {
            rule: need.found.rule.id().to_owned(),
            title: need.found.rule.title.to_string(),
            is_certain: need.found.truth == Truth::True,
            place: ReportedPlace::new(source, need.found.span),
            permissions: permissions.collect(),
        }
    }
}

impl ReportedDiagnostic {
    /// A diagnostic of a file, or of one of its task definitions, with the ways to fix it.
    fn of(it: &Diagnostic, file: &FileReport<'_>, task: Option<&TaskReport<'_>>) -> Self {
        let all = task.map(|task| task.combinations.as_slice()).unwrap_or_default();
        let found = fixes(file, it, task.map(|task| task.task.span));
        let fixes = found.iter().map(|fix| ReportedFix::new(fix, file.source));
        Self { fixes: fixes.collect(), ..Self::new(it, file.source, all) }
    }

    pub(super) fn new(it: &Diagnostic, source: &Source, all: &[Combination<'_>]) -> Self {
        let label = |label: &Label| ReportedLabel {
            message: wording::label(it, label, all),
            place: ReportedPlace::new(label.source.as_deref().unwrap_or(source), label.span),
        };
        let permission = it.subject.permission();
        Self {
            code: it.code.name().to_owned(),
            page: it.code.page(),
            severity: it.severity,
            message: wording::message(it, all),
            path: source.name().to_owned(),
            primary: it.primary.as_ref().map(label),
            related: it.related.iter().map(label).collect(),
            help: wording::help(it),
            fixes: Vec::new(),
            docs: it.docs.as_ref().map(ToString::to_string),
            permission: permission.map(|(action, resource)| (action.to_owned(), resource)),
            line: compact::diagnostic(source, it, all),
        }
    }
}

impl ReportedDiagnostic {
    /// `severity: message`, fit for a terminal: for what is about no place.
    pub fn without_place(&self) -> String {
        format!("{}: {}", self.severity.name(), escape(&self.message))
    }
}

impl fmt::Display for ReportedDiagnostic {
    /// `path:line:column: severity: message [code]`, fit for a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line)
    }
}

impl ReportedPlace {
    fn new(source: &Source, span: Span) -> Self {
        let point = |offset: u32| {
            let position = source.position(offset);
            Point { line: position.line, column: position.column, offset: offset as usize }
        };
        Self { path: source.name().to_owned(), start: point(span.start), end: point(span.end) }
    }
}

impl ReportedFix {
    fn new(fix: &Fix, source: &Source) -> Self {
        let edit = |it: &crate::base::diagnostic::Edit| ReportedEdit {
            start: it.span.start as usize,
            end: it.span.end as usize,
            text: it.text.clone(),
        };
        Self {
            title: wording::fix(fix),
            applicability: fix.applicability,
            path: fix.source.as_deref().unwrap_or(source).name().to_owned(),
            edits: fix.edits.iter().map(edit).collect(),
        }
    }
}
