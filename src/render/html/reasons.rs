//! Why the role is required, what it must allow, and what else is worth knowing.

use super::escape::{add_code, add_command, add_sentence, add_text};
use super::excerpt::{ExcerptMark, add_excerpts, add_place_at};
use super::file::PageFile;
use super::finding::add_docs;
use crate::analysis::TaskReport;
use crate::base::truth::Truth;
use crate::engine::{Need, RuleNote};
use crate::render::reported::place_in;
use crate::render::sanitize::clean;
use crate::render::task::{
    PermissionStatement, copies, coverage_sentence, is_about_execution_role, next_step, note,
    nothing_uses_a_role, permissions, why,
};
use crate::rules::Rule;

/// Adds the requirements with their places. The lines are there already where `are_lines_shown`.
pub(super) fn add_reasons(
    out: &mut String,
    file: &PageFile<'_, '_>,
    task: &TaskReport<'_>,
    are_lines_shown: bool,
) {
    if let Some(sentence) = nothing_uses_a_role(&task.assessment) {
        out.push_str("<p>");
        add_text(out, sentence);
        out.push_str("</p>\n");
    }
    let mut explained = Vec::new();
    for group in why(task) {
        add_heading(out, group.heading);
        out.push_str("<ul>\n");
        for reason in group.reasons {
            out.push_str("<li>");
            add_sentence(out, &reason.what);
            for need in &reason.needs {
                out.push(' ');
                add_place_at(out, &file.places, need.found.span);
            }
            if !are_lines_shown {
                let mark = |need: &&Need<'_>| ExcerptMark {
                    span: need.found.span,
                    note: String::new(),
                    is_primary: false,
                };
                let marks = reason.needs.iter().map(mark).collect();
                let known = Some(file.path());
                add_excerpts(out, (file.report.source, &file.places), marks, known);
            }
            reason.needs.iter().for_each(|need| add_rules(out, need, &mut explained));
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n");
    }
}

/// Adds what the rules of a requirement say, each once.
fn add_rules<'a>(out: &mut String, need: &'a Need<'_>, explained: &mut Vec<&'a str>) {
    // What may explain it further is no explanation as long as that is open.
    let further = need.refined_by.iter().filter(|it| it.truth == Truth::True);
    for rule in std::iter::once(&need.found).chain(further).map(|it| it.rule) {
        if explained.contains(&rule.id()) {
            continue;
        }
        explained.push(rule.id());
        add_rule(out, rule);
    }
}

fn add_rule(out: &mut String, rule: &Rule) {
    out.push_str("<p>");
    add_sentence(out, &rule.why);
    add_docs(out, rule.docs());
    out.push_str("</p>\n");
}

/// Adds what the role must allow.
pub(super) fn add_permissions(out: &mut String, file: &PageFile<'_, '_>, task: &TaskReport<'_>) {
    if !task.assessment.needs.is_empty() && is_about_execution_role(&task.assessment) {
        for group in permissions(task) {
            add_heading(out, &group.heading);
            out.push_str(
                "<table class=\"p\">\n<thead><tr><th scope=\"col\">Actions</th><th scope=\"col\">Resources</th></tr></thead>\n<tbody>\n",
            );
            group.statements.iter().for_each(|it| add_statement(out, it));
            out.push_str("</tbody>\n</table>\n");
        }
    }
    if let Some(sentence) = coverage_sentence(task) {
        out.push_str("<p>");
        add_sentence(out, &sentence);
        out.push_str("</p>\n");
    }
    if let Some(step) = next_step(task, &clean(file.path(), true)) {
        out.push_str("<p><b>Next:</b> ");
        add_command(out, &step.command);
        out.push_str(&format!(" {}</p>\n", step.what));
    }
}

fn add_statement(out: &mut String, statement: &PermissionStatement) {
    out.push_str("<tr><td>");
    for (index, action) in statement.actions.iter().enumerate() {
        out.push_str(if index > 0 { "<br />" } else { "" });
        add_code(out, &action.name);
        out.push_str(if action.only_documented { " (documented only)" } else { "" });
    }
    out.push_str("</td><td>");
    for (index, resource) in statement.resources.iter().enumerate() {
        out.push_str(if index > 0 { "<br />" } else { "" });
        add_code(out, resource);
    }
    out.push_str("</td></tr>\n");
}

/// Adds which requirements are of another role, hints, and the copies of policies that were used.
pub(super) fn add_notes(out: &mut String, file: &PageFile<'_, '_>, task: &TaskReport<'_>) {
    let mut notes: Vec<String> = Vec::new();
    let of_rule = |it: &RuleNote<'_>| {
        let at = place_in(file.report.source, it.found.span.start);
        format!("{at}: {}", note(it))
    };
    let of_rules = task.assessment.notes.iter().map(of_rule);
    let hints = task.assessment.hints().into_iter().map(str::to_owned);
    for note in of_rules.chain(hints).chain(copies(task)) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    if notes.is_empty() {
        return;
    }
    add_heading(out, "Notes");
    out.push_str("<ul>\n");
    for note in notes {
        out.push_str("<li>");
        add_sentence(out, &note);
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

fn add_heading(out: &mut String, heading: &str) {
    out.push_str("<h3>");
    add_sentence(out, heading.trim_end_matches(':'));
    out.push_str("</h3>\n");
}
