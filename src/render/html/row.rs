//! The rows of the matrix: the verdict on a task definition by launch type, and what it opens.

use super::escape::{add_code, add_sentence, add_text};
use super::excerpt::{add_place, add_place_at};
use super::file::PageFile;
use super::finding::{PageFinding, add_finding};
use super::reasons::{add_notes, add_permissions, add_reasons};
use crate::analysis::TaskReport;
use crate::analysis::role_check::Answer;
use crate::aws::launch_type::LaunchType;
use crate::base::diagnostic::Severity;
use crate::base::truth::Truth;
use crate::base::words::capitalized;
use crate::engine::{LaunchTypeVerdict, RoleState, Verdict};
use crate::iam::role::called;
use crate::render::task::{
    Tone, also_called, main_finding, no_role, sufficiency, verdict, verdict_words,
};

/// Adds the head of the matrix.
pub(super) fn add_head(out: &mut String) {
    out.push_str("<thead>\n<tr><th scope=\"col\">Task definition</th>");
    for launch_type in LaunchType::ALL {
        let name = launch_type.name().replace('_', "_<wbr />");
        out.push_str(&format!("<th scope=\"col\">{name}</th>"));
    }
    out.push_str(
        "<th scope=\"col\">Execution role</th><th scope=\"col\">Findings</th></tr>\n</thead>\n",
    );
}

/// Adds the row of a task definition, and what it opens if that is shown.
pub(super) fn add_task(
    out: &mut String,
    file: &PageFile<'_, '_>,
    task: &TaskReport<'_>,
    findings: &[PageFinding<'_, '_>],
    is_open: bool,
) {
    out.push_str("<tr><th scope=\"row\"><b>");
    let run = if task.task.context.run_of.is_some() { "run of " } else { "" };
    out.push_str(run);
    add_text(out, task.task.name.as_deref().unwrap_or("task definition"));
    out.push_str("</b>");
    add_text(out, &also_called(task));
    out.push(' ');
    add_place_at(out, &file.places, task.task.span);
    out.push_str("</th>");
    for launch_type in LaunchType::ALL {
        let mut all = task.assessment.launch_types.iter();
        add_verdict(out, all.find(|it| it.launch_type == launch_type));
    }
    add_role(out, task);
    add_count(out, findings);
    out.push_str("</tr>\n");
    if is_open {
        add_opened(out, &sentence(task), |out| add_details(out, file, task, findings));
    }
}

/// Adds the row of a file itself, with its problems.
pub(super) fn add_file(
    out: &mut String,
    file: &PageFile<'_, '_>,
    findings: &[PageFinding<'_, '_>],
) {
    out.push_str("<tr><th scope=\"row\">");
    add_place(out, file.path(), None);
    let what = if file.report.task_reports.is_empty() {
        "no task definition"
    } else {
        "the file as a whole"
    };
    out.push_str(&format!("</th><td colspan=\"{}\">{what}</td>", LaunchType::COUNT + 1));
    add_count(out, findings);
    out.push_str("</tr>\n");
    let reported = findings.iter().find(|it| it.diagnostic.suppressed.is_none());
    let Some(first) = reported.or(findings.first()) else { return };
    let mut sentence = capitalized(&first.message());
    if findings.len() > 1 {
        sentence.push_str(&format!(" (and {} more)", findings.len() - 1));
    }
    let mut summary = String::new();
    add_sentence(&mut summary, &sentence);
    add_opened(out, &summary, |out| add_findings(out, file, findings));
}

fn add_verdict(out: &mut String, found: Option<&LaunchTypeVerdict>) {
    let Some(found) = found else {
        out.push_str("<td class=\"v0\">\u{2013}</td>");
        return;
    };
    let (class, sign) = match found.verdict {
        Verdict::Required => ("vr", '\u{25cf}'),
        Verdict::NotRequired => ("vn", '\u{25cb}'),
        Verdict::Depends => ("vd", '\u{25d0}'),
    };
    let words = verdict_words(found.verdict);
    out.push_str(&format!("<td class=\"{class}\"><i aria-hidden=\"true\">{sign}\u{a0}</i>{words}"));
    if found.in_question != Truth::True {
        out.push_str(", if it applies");
    }
    out.push_str("</td>");
}

/// Adds the role that is set, and whether it is sufficient.
fn add_role(out: &mut String, task: &TaskReport<'_>) {
    let stated = &task.assessment.role;
    let answer = task.role.as_ref().map(|it| it.answer);
    let is_bad = stated.state == RoleState::Invalid
        || answer == Some(Answer::NotEnough)
        || main_finding(task).is_some();
    out.push_str(if is_bad {
        "<td class=\"bad\"><i aria-hidden=\"true\">\u{2717}\u{a0}</i>"
    } else {
        "<td>"
    });
    if let Some(words) = no_role(stated.state) {
        out.push_str(words);
    } else {
        let name = stated.value.as_ref().map(called).unwrap_or_default();
        add_code(out, &name);
    }
    if let Some(answer) = answer {
        out.push_str(&format!(": {}", sufficiency(answer)));
    }
    out.push_str("</td>");
}

/// Adds how many findings there are of each severity: "1 error, 2 notes".
fn add_count(out: &mut String, findings: &[PageFinding<'_, '_>]) {
    let is_suppressed = |it: &&PageFinding<'_, '_>| it.diagnostic.suppressed.is_some();
    let suppressed = findings.iter().filter(is_suppressed).count();
    let mut parts = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let of_severity = findings.iter().filter(|it| it.diagnostic.severity == severity);
        match of_severity.filter(|it| !is_suppressed(it)).count() {
            0 => {}
            1 => parts.push(format!("1 {}", severity.name())),
            count => parts.push(format!("{count} {}s", severity.name())),
        }
    }
    if suppressed > 0 {
        parts.push(format!("{suppressed} suppressed"));
    }
    out.push_str("<td>");
    out.push_str(if parts.is_empty() { "none" } else { "" });
    out.push_str(&parts.join(", "));
    out.push_str("</td>");
}

/// The verdict in a sentence: "Task execution role **required** on FARGATE; not set".
fn sentence(task: &TaskReport<'_>) -> String {
    let (words, tone, rest) = verdict(task);
    let class = match tone {
        Tone::Good => "good",
        Tone::Open => "open",
        Tone::Bad => "bad",
    };
    let mut out = format!("Task execution role <b class=\"{class}\">{words}</b>");
    add_sentence(&mut out, &rest);
    out
}

/// Adds what the row before opens, below its sentence.
fn add_opened(out: &mut String, summary: &str, add: impl FnOnce(&mut String)) {
    let columns = LaunchType::COUNT + 3;
    out.push_str(&format!(
        "<tr><td class=\"d\" colspan=\"{columns}\"><details><summary>{summary}</summary>\n"
    ));
    add(out);
    out.push_str("</details></td></tr>\n");
}

fn add_details(
    out: &mut String,
    file: &PageFile<'_, '_>,
    task: &TaskReport<'_>,
    findings: &[PageFinding<'_, '_>],
) {
    add_findings(out, file, findings);
    add_reasons(out, file, task, main_finding(task).is_some());
    add_permissions(out, file, task);
    add_notes(out, file, task);
}

/// Adds the findings, those that may stay after the others.
fn add_findings(out: &mut String, file: &PageFile<'_, '_>, findings: &[PageFinding<'_, '_>]) {
    let (suppressed, reported): (Vec<&PageFinding<'_, '_>>, Vec<_>) =
        findings.iter().partition(|it| it.diagnostic.suppressed.is_some());
    for (heading, findings) in [("Findings", reported), ("Suppressed findings", suppressed)] {
        if !findings.is_empty() {
            out.push_str(&format!("<h3>{heading}</h3>\n"));
            for finding in findings {
                add_finding(out, file, *finding);
            }
        }
    }
}
