//! Findings that differ in nothing but the action, told as one: for people, who fix them at once.

use super::Finding;
use crate::base::problem::Severity;

/// The findings, those put together that say the same of several actions. The gravest counts; what is only
/// documented is said to be so beside it.
pub fn together(findings: &[Finding]) -> Vec<Finding> {
    let mut groups: Vec<(Finding, Vec<&Finding>)> = Vec::new();
    for finding in findings {
        let template = template(finding);
        match groups.iter_mut().find(|(known, _)| *known == template) {
            Some((_, group)) if finding.permission.is_some() => group.push(finding),
            _ => groups.push((template, vec![finding])),
        }
    }
    groups.into_iter().filter_map(|(_, group)| join(&group)).collect()
}

/// The finding without its action and its weight.
fn template(finding: &Finding) -> Finding {
    let Some(permission) = &finding.permission else { return finding.clone() };
    let mut template = with_action(finding, &permission.action, "", "");
    template.severity = Severity::Note;
    if let Some(permission) = &mut template.permission {
        permission.action = String::new();
    }
    template
}

fn join(group: &[&Finding]) -> Option<Finding> {
    let first = group.first()?;
    let (Some(permission), [_, _, ..]) = (&first.permission, group) else {
        return Some((*first).clone());
    };
    let severity = group.iter().map(|it| it.severity).max()?;
    let mut words = Vec::new();
    let mut names = Vec::new();
    for finding in group {
        let Some(permission) = &finding.permission else { continue };
        let action = &permission.action;
        let is_lighter = finding.severity < severity;
        words.push(format!("`{action}`{}", if is_lighter { " (documented only)" } else { "" }));
        names.push(format!("\"{action}\""));
    }
    let words = match words.split_last() {
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    };
    let joined = with_action(first, &permission.action, &words, &format!("[{}]", names.join(", ")));
    Some(Finding { severity, ..joined })
}

/// The finding with others in the place of its action: in words, and as JSON in the statement to add.
fn with_action(finding: &Finding, action: &str, words: &str, json: &str) -> Finding {
    let message = finding.message.replacen(&format!("`{action}`"), words, 1);
    let help = finding.help.as_ref();
    let help = help.map(|help| help.replacen(&format!("\"{action}\""), json, 1));
    Finding { message, help, ..finding.clone() }
}
