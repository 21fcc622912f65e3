//! What helps next: what AWS's managed policy covers, and the command that prints the rest.

use crate::analysis::role_check::{Answer, coverage};
use crate::analysis::{Diagnostic, PermissionFault, PermissionSubject, TaskReport, What, wording};
use crate::base::diagnostic::{BuiltIn, Severity};

/// Prints every document of every role of an account, which `--role` takes as one file.
const ALL_DOCUMENTS: &str =
    "aws iam get-account-authorization-details --filter Role LocalManagedPolicy > account.json";

/// How the program calls standard input; as an argument it is `-`.
const STDIN: &str = "<stdin>";

/// A command.
pub(in crate::render) struct NextStep {
    /// The command.
    pub(in crate::render) command: String,
    /// What it does.
    pub(in crate::render) what: &'static str,
}

/// The finding that the verdict itself is: the role is required or may be, and not set.
pub(in crate::render) fn main_finding<'a>(
    task_report: &'a TaskReport<'_>,
) -> Option<&'a Diagnostic> {
    let is_verdict = |it: &&Diagnostic| match &it.subject.what {
        What::Role(finding) => finding.is_verdict(),
        _ => false,
    };
    task_report.findings.iter().find(is_verdict)
}

/// Whether the role is required and not set, in some combination of conditions at least.
fn is_missing(task_report: &TaskReport<'_>) -> bool {
    main_finding(task_report).is_some_and(|main| main.code.is(BuiltIn::ExecutionRoleMissing))
}

/// What the managed policy covers: where a role is required or set, and not known to be sufficient.
pub(in crate::render) fn coverage_sentence(task_report: &TaskReport<'_>) -> Option<String> {
    let assessment = &task_report.assessment;
    let is_absent = !assessment.role.state.is_present();
    let is_sufficient = task_report.role.as_ref().is_some_and(|it| it.answer == Answer::Enough);
    if (is_absent && !is_missing(task_report)) || is_sufficient {
        return None;
    }
    let coverage = coverage(assessment);
    if !is_absent && coverage.missing.is_empty() { None } else { wording::coverage(&coverage) }
}

/// The command that helps next; `path` is the file, fit to be shown.
pub(in crate::render) fn next_step(task_report: &TaskReport<'_>, path: &str) -> Option<NextStep> {
    // What an open value requires, no policy is printed for.
    let is_open = |it: &PermissionSubject| matches!(it.fault, PermissionFault::OneOfSeveral { .. });
    let lacks = |it: &Diagnostic| match &it.subject.what {
        What::Permission(subject) => it.severity == Severity::Error && !is_open(subject),
        _ => false,
    };
    let is_unknown = |it: &Diagnostic| matches!(it.subject.what, What::PolicyUnknown(_));
    let (command, what) = if is_missing(task_report) {
        ("role", "prints the role")
    } else if task_report.findings.iter().any(lacks) {
        ("policy", "prints a sufficient policy")
    } else if task_report.findings.iter().any(is_unknown) {
        return Some(NextStep { command: ALL_DOCUMENTS.to_owned(), what: "for --role" });
    } else {
        return None;
    };
    let path = if path == STDIN { "-".to_owned() } else { quoted(path) };
    Some(NextStep { command: format!("needs-exec-role {command} {path}"), what })
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':' | '@' | '+' | ',')
    };
    if !path.is_empty() && path.chars().all(is_plain) {
        return path.to_owned();
    }
    format!("'{}'", path.replace('\'', "'\\''"))
}
