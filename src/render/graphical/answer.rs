//! The answer for a task definition: the verdict, one frame, the patch, what the role must allow, what comes next.

use super::group::group;
use super::headline;
use super::layout;
use super::problem;
use super::snippet::Snippet;
use crate::analysis::role_check::{Answer, coverage};
use crate::analysis::{
    Diagnostic, FileReport, PermissionFault, PermissionSubject, TaskReport, What, fixes, wording,
};
use crate::base::diagnostic::{BuiltIn, Severity};
use crate::engine::Assessment;
use crate::iam::permission::RequiredPermission;
use crate::render::sanitize::clean;
use crate::render::{Detail, Style};

/// Prints every document of every role of an account, which `--role` takes as one file.
const ALL_DOCUMENTS: &str =
    "aws iam get-account-authorization-details --filter Role LocalManagedPolicy > account.json";

/// How the program calls standard input; as an argument it is `-`.
const STDIN: &str = "<stdin>";

/// The verdict, and all that follows it; empty where there is no more to say.
pub(super) fn task_definition(
    task_report: &TaskReport<'_>,
    file: &FileReport<'_>,
    style: &Style,
) -> (String, String) {
    let main = main(task_report);
    let mut out = String::new();
    if let Some(main) = main {
        out.push_str(&frame(main, task_report, file, style));
    }
    out.push_str(&permissions(task_report, style));
    out.push_str(&next(task_report, file, style));
    if style.detail == Detail::Verbose {
        out.push_str(&layout::reasons(task_report, file.source, style));
        out.push_str(&layout::copies(task_report, style));
    } else {
        out.push_str(&layout::hints(&task_report.assessment, style));
    }
    (headline::line(task_report, file, style), out)
}

/// The findings beside the verdict, as they are drawn.
pub(super) fn others(task_report: &TaskReport<'_>) -> Vec<Diagnostic> {
    let main = main(task_report);
    // That nothing uses the role is in the verdict's line.
    let is_said = |finding: &Diagnostic| {
        main.is_some_and(|main| std::ptr::eq(main, finding))
            || finding.code.is(BuiltIn::ExecutionRoleUnneeded)
    };
    let others = task_report.findings.iter().filter(|it| !is_said(it)).cloned().collect::<Vec<_>>();
    if task_report.role.is_some() { group(&others) } else { others }
}

/// The finding that the verdict itself is: the role is required or may be, and not set.
fn main<'a>(task_report: &'a TaskReport<'_>) -> Option<&'a Diagnostic> {
    let is_verdict = |it: &&Diagnostic| match &it.subject.what {
        What::Role(finding) => finding.is_verdict(),
        _ => false,
    };
    task_report.findings.iter().find(is_verdict)
}

/// Whether the role is required and not set, in some combination of conditions at least.
fn is_missing(task_report: &TaskReport<'_>) -> bool {
    main(task_report).is_some_and(|main| main.code.is(BuiltIn::ExecutionRoleMissing))
}

/// The places that decide, and what to do about them.
fn frame(
    main: &Diagnostic,
    task_report: &TaskReport<'_>,
    file: &FileReport<'_>,
    style: &Style,
) -> String {
    let snippet = Snippet::new(main, file.source, &task_report.combinations, style);
    let mut out = snippet.draw(Some(main.code.name()), style);
    out.extend(layout::hidden(&snippet.shown().hidden, style));
    match fixes(file, main, Some(task_report.task.span)).first() {
        Some(fix) => out.push_str(&problem::with_patch(main, file.source, fix, style)),
        None => out.push_str(&problem::help(main, style)),
    }
    if style.detail == Detail::Verbose {
        out.extend(main.docs.as_ref().map(|docs| layout::docs(docs, style)));
    }
    out
}

/// What the managed policy covers: where a role is required or set, and not known to be sufficient.
fn permissions(task_report: &TaskReport<'_>, style: &Style) -> String {
    let assessment = &task_report.assessment;
    let is_absent = !assessment.role.state.is_present();
    let is_sufficient = task_report.role.as_ref().is_some_and(|it| it.answer == Answer::Enough);
    if (is_absent && !is_missing(task_report)) || is_sufficient {
        return String::new();
    }
    let coverage = coverage(assessment);
    if !is_absent && coverage.missing.is_empty() {
        return String::new();
    }
    let Some(mut sentence) = wording::coverage(&coverage) else { return String::new() };
    if style.detail != Detail::Verbose && has_conditional(assessment) {
        sentence.push_str(" (-v adds conditional permissions)");
    }
    layout::remark("policy", &sentence, style)
}

/// The command that helps next.
fn next(task_report: &TaskReport<'_>, file: &FileReport<'_>, style: &Style) -> String {
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
        return layout::command("next", ALL_DOCUMENTS, "for --role", style);
    } else {
        return String::new();
    };
    let path = match file.source.name() {
        STDIN => "-".to_owned(),
        name => layout::quoted(&clean(name, style.unicode)),
    };
    layout::command("next", &format!("needs-exec-role {command} {path}"), what, style)
}

/// Whether a permission depends on what the file does not show.
fn has_conditional(assessment: &Assessment<'_>) -> bool {
    let is_conditional = |it: &RequiredPermission<'_>| it.necessity.condition().is_some();
    assessment.needs.iter().any(|need| need.permissions().iter().any(is_conditional))
}
