//! The commands of the AWS CLI, for a POSIX shell.

use super::json;
use crate::base::text::Text;
use crate::iam::generate::Policy;
use crate::iam::generate::role::GeneratedRole;

/// The command that creates a managed policy.
pub(super) fn policy(policy: &Policy, name: &str) -> String {
    let command = format!("aws iam create-policy --policy-name {}", quoted(name));
    commands(policy.texts(), &[with_document(&command, "policy-document", policy)])
}

/// The commands that create the role.
pub(super) fn role(role: &GeneratedRole) -> String {
    let name = quoted(role.name_or_default());
    let mut create = format!("aws iam create-role --role-name {name}");
    if role.path != "/" {
        create.push_str(&format!(" --path {}", quoted(&role.path)));
    }
    let mut all = vec![with_document(&create, "assume-role-policy-document", &role.trust)];
    if let Some(arn) = &role.managed {
        let arn = quoted(&arn.to_string());
        all.push(format!("aws iam attach-role-policy --role-name {name} --policy-arn {arn}\n"));
    }
    if !role.inline.is_empty() {
        let policy = quoted(&role.policy_name());
        let put = format!("aws iam put-role-policy --role-name {name} --policy-name {policy}");
        all.push(with_document(&put, "policy-document", &role.inline));
    }
    commands(role.texts(), &all)
}

/// The commands, and before them what is to be filled in first.
fn commands<'a>(texts: impl Iterator<Item = &'a Text<'static>>, all: &[String]) -> String {
    let mut placeholders: Vec<String> = Vec::new();
    for placeholder in texts.flat_map(Text::placeholders) {
        let shown = crate::render::sanitize::escape(&placeholder.to_string()).into_owned();
        if !placeholders.contains(&shown) {
            placeholders.push(shown);
        }
    }
    let all = all.join("\n");
    if placeholders.is_empty() {
        return all;
    }
    format!("# Fill in before you run this: {}\n{all}", placeholders.join(", "))
}

/// The command with a document as its standard input. Between these marks the shell replaces nothing, and
/// no line of the document is the mark.
fn with_document(command: &str, option: &str, policy: &Policy) -> String {
    let document = json::document(policy);
    format!("{command} \\\n  --{option} file:///dev/stdin <<'JSON'\n{document}JSON\n")
}

/// A word of the shell.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-+=,.@/:".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn the_shell_sees_one_word() {
        assert_eq!(quoted("ecsTaskExecutionRole"), "ecsTaskExecutionRole");
        assert_eq!(quoted("arn:<partition>:x"), "'arn:<partition>:x'");
        assert_eq!(quoted("a'b $(x)"), "'a'\\''b $(x)'");
        assert_eq!(quoted(""), "''");
    }
}
