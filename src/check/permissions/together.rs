//! Findings that differ in nothing but the action, told as one: for people, who fix them at once.

use super::Finding;

/// The findings, those put together that say the same of several actions.
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

/// The finding without its action.
fn template(finding: &Finding) -> Finding {
    match &finding.permission {
        Some(permission) => {
            let action = permission.action.clone();
            let mut template = with_action(finding, &action, "", "");
            if let Some(permission) = &mut template.permission {
                permission.action = String::new();
            }
            template
        }
        None => finding.clone(),
    }
}

fn join(group: &[&Finding]) -> Option<Finding> {
    let first = group.first()?;
    let (Some(permission), [_, _, ..]) = (&first.permission, group) else {
        return Some((*first).clone());
    };
    let mut actions: Vec<_> =
        group.iter().filter_map(|it| it.permission.as_ref()).map(|it| it.action.as_str()).collect();
    actions.dedup();
    let quoted: Vec<_> = actions.iter().map(|action| format!("`{action}`")).collect();
    let words = match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    };
    let list: Vec<_> = actions.iter().map(|action| format!("\"{action}\"")).collect();
    Some(with_action(first, &permission.action, &words, &format!("[{}]", list.join(", "))))
}

/// The finding with others in the place of its action: in words, and as JSON in the statement to add.
fn with_action(finding: &Finding, action: &str, words: &str, json: &str) -> Finding {
    let message = finding.message.replacen(&format!("`{action}`"), words, 1);
    let help = finding.help.as_ref();
    let help = help.map(|help| help.replacen(&format!("\"{action}\""), json, 1));
    Finding { message, help, ..finding.clone() }
}
