//! The answer for a task definition: the verdict, one frame, the patch, what the role must allow, what comes next.

use super::group::group;
use super::headline;
use super::layout;
use super::problem;
use super::snippet::Snippet;
use crate::analysis::{Diagnostic, FileReport, TaskReport, fixes};
use crate::base::diagnostic::BuiltIn;
use crate::engine::Assessment;
use crate::iam::permission::RequiredPermission;
use crate::render::sanitize::clean;
use crate::render::task::{coverage_sentence, main_finding, next_step};
use crate::render::{Detail, Style};

/// The verdict, and all that follows it; empty where there is no more to say.
pub(super) fn task_definition(
    task_report: &TaskReport<'_>,
    file: &FileReport<'_>,
    style: &Style,
) -> (String, String) {
    let main = main_finding(task_report);
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
    let main = main_finding(task_report);
    // That nothing uses the role is in the verdict's line.
    let is_said = |finding: &Diagnostic| {
        main.is_some_and(|main| std::ptr::eq(main, finding))
            || finding.code.is(BuiltIn::ExecutionRoleUnneeded)
    };
    let others = task_report.findings.iter().filter(|it| !is_said(it)).cloned().collect::<Vec<_>>();
    if task_report.role.is_some() { group(&others) } else { others }
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

/// What the managed policy covers.
fn permissions(task_report: &TaskReport<'_>, style: &Style) -> String {
    let Some(mut sentence) = coverage_sentence(task_report) else { return String::new() };
    if style.detail != Detail::Verbose && has_conditional(&task_report.assessment) {
        sentence.push_str(" (-v adds conditional permissions)");
    }
    layout::remark("policy", &sentence, style)
}

/// The command that helps next.
fn next(task_report: &TaskReport<'_>, file: &FileReport<'_>, style: &Style) -> String {
    let step = next_step(task_report, &clean(file.source.name(), style.unicode));
    step.map(|it| layout::command("next", &it.command, it.what, style)).unwrap_or_default()
}

/// Whether a permission depends on what the file does not show.
fn has_conditional(assessment: &Assessment<'_>) -> bool {
    let is_conditional = |it: &RequiredPermission<'_>| it.necessity.condition().is_some();
    assessment.needs.iter().any(|need| need.permissions().iter().any(is_conditional))
}
