//! The line of the verdict.

use super::layout;
use crate::analysis::{Diagnostic, FileReport, TaskReport};
use crate::base::diagnostic::BuiltIn;
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
    let position = file.source.position(task_report.task.span.start);
    let path = match &task_report.task.name {
        Some(name) => {
            let run = if task_report.task.context.run_of.is_some() { "run of " } else { "" };
            format!("{}: {run}{name}{}", file.source.name(), also_called(task_report))
        }
        None if file.task_reports.len() > 1 => {
            format!("{}:{}:{}", file.source.name(), position.line, position.column)
        }
        None => file.source.name().to_owned(),
    };
    let path = layout::bold(&clean(&path, style.unicode), style);
    let words = layout::paint(color, words, style);
    let is_unneeded = |it: &Diagnostic| it.code.is(BuiltIn::ExecutionRoleUnneeded);
    let unneeded = task_report.findings.iter().find(|it| is_unneeded(it));
    let code = unneeded.map_or_else(String::new, |it| {
        let is_said = rest.ends_with(NOTHING_USES_IT);
        format!("{} [{}]", if is_said { "" } else { NOTHING_USES_IT }, it.code.name())
    });
    let rest = clean(&rest, style.unicode).into_owned() + &code;
    layout::wrap(&format!("{path}: task execution role {words}{rest}"), "", "  ", style)
}
