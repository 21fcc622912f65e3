//! The line of the verdict.

use super::layout;
use crate::analysis::{Diagnostic, FileReport, TaskReport};
use crate::base::diagnostic::BuiltIn;
use crate::base::source::Position;
use crate::render::Style;
use crate::render::sanitize::clean;
use crate::render::task::{NOTHING_USES_IT, Tone, also_called, verdict};

/// `taskdef.json: web: task execution role required on FARGATE; not set`
pub(super) fn line(task_report: &TaskReport<'_>, file: &FileReport<'_>, style: &Style) -> String {
    let (words, tone, rest) = verdict(task_report);
    let color = match tone {
        Tone::Good => "1;32",
        Tone::Open => "1;33",
        Tone::Bad => "1;31",
    };
    let (source, start) = (file.source, task_report.task.span.start);
    let name = &task_report.task.name;
    let mut path = source.file_at(start).0.to_owned();
    if source.is_of_files() || (name.is_none() && file.task_reports.len() > 1) {
        let Position { line, column } = source.position(start);
        path.push_str(&format!(":{line}:{column}"));
    }
    if let Some(name) = name {
        let run = if task_report.task.context.run_of.is_some() { "run of " } else { "" };
        path.push_str(&format!(": {run}{name}{}", also_called(task_report)));
    }
    let path = layout::bold(&clean(&path, style.unicode), style);
    let words = layout::paint(color, words, style);
    let is_unneeded = |it: &Diagnostic| it.code.is(BuiltIn::ExecutionRoleUnneeded);
    let unneeded = task_report.findings.iter().find(|it| is_unneeded(it));
    let code = unneeded.map_or_else(String::new, |it| {
        let is_said = rest.contains(NOTHING_USES_IT);
        format!("{} [{}]", if is_said { "" } else { NOTHING_USES_IT }, it.code.name())
    });
    let rest = clean(&rest, style.unicode).into_owned() + &code;
    layout::wrap(&format!("{path}: task execution role {words}{rest}"), "", "  ", style)
}
