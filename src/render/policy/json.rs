//! JSON, indented by two; placeholders as they were written.

use super::tree::{self, Tree};
use crate::iam::generate::Policy;
use crate::iam::generate::role::{MANAGED_POLICY, Role};

/// The policy document.
pub(super) fn document(policy: &Policy) -> String {
    render(&tree::document(policy))
}

/// The role in the shape of `aws iam get-account-authorization-details`, which `--role` reads back.
pub(super) fn role(role: &Role) -> String {
    let mut entries = vec![
        ("Path", Tree::text(&*role.path)),
        ("RoleName", Tree::text(&*role.name)),
        ("AssumeRolePolicyDocument", tree::document(&role.trust)),
    ];
    if !role.inline.is_empty() {
        let policy = Tree::map([
            ("PolicyName", Tree::text(role.policy_name())),
            ("PolicyDocument", tree::document(&role.inline)),
        ]);
        entries.push(("RolePolicyList", Tree::List(vec![policy])));
    }
    if let Some(arn) = &role.managed {
        let policy = Tree::map([
            ("PolicyName", Tree::text(MANAGED_POLICY)),
            ("PolicyArn", Tree::Leaf(arn.clone())),
        ]);
        entries.push(("AttachedManagedPolicies", Tree::List(vec![policy])));
    }
    render(&Tree::map([("RoleDetailList", Tree::List(vec![Tree::map(entries)]))]))
}

fn render(tree: &Tree) -> String {
    let mut text = String::new();
    write(tree, 0, &mut text);
    text.push('\n');
    text
}

fn write(tree: &Tree, depth: usize, text: &mut String) {
    match tree {
        Tree::Leaf(leaf) => text.push_str(&quoted(&leaf.to_string())),
        Tree::List(items) => {
            let items = items.iter().map(|item| (String::new(), item));
            write_all(items, ['[', ']'], depth, text);
        }
        Tree::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| (format!("{}: ", quoted(key)), value));
            write_all(entries, ['{', '}'], depth, text);
        }
    }
}

fn write_all<'a>(
    items: impl Iterator<Item = (String, &'a Tree)>,
    [open, close]: [char; 2],
    depth: usize,
    text: &mut String,
) {
    text.push(open);
    for (index, (key, value)) in items.enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        text.push_str(&key);
        write(value, depth + 1, text);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(close);
}

/// A string of JSON, which is one of YAML, too. What would act on a terminal is escaped.
pub(super) fn quoted(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    let mut plain = String::with_capacity(quoted.len());
    let mut units = [0; 2];
    for c in quoted.chars() {
        if crate::render::sanitize::is_unfit(c) {
            for unit in c.encode_utf16(&mut units) {
                plain.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            plain.push(c);
        }
    }
    plain
}
