//! JSON, indented by two; placeholders as they were written.

use crate::iam::generate::Policy;
use crate::iam::generate::role::{GeneratedRole, MANAGED_POLICY};
use crate::iam::generate::tree::{self, Tree};
use crate::render::sanitize::is_unfit;

/// The policy document.
pub(super) fn document(policy: &Policy) -> String {
    render(&tree::document(policy))
}

/// The role in the shape of `aws iam get-account-authorization-details`, which `--role` reads back.
pub(super) fn role(role: &GeneratedRole) -> String {
    let mut entries = vec![
        ("Path", Tree::text(&*role.path)),
        ("RoleName", Tree::text(role.name_or_default())),
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
    // A tree contains nothing that JSON cannot say.
    escaped(&serde_json::to_string_pretty(tree).unwrap_or_default()) + "\n"
}

/// A string of JSON, which is one of YAML, too. What would act on a terminal is escaped.
pub(super) fn quoted(value: &str) -> String {
    escaped(&serde_json::Value::from(value).to_string())
}

/// JSON whose strings contain nothing that would act on a terminal. A line break is one of the layout: in a string
/// it is escaped already.
pub(super) fn escaped(json: &str) -> String {
    let mut plain = String::with_capacity(json.len());
    let mut units = [0; 2];
    for c in json.chars() {
        if c != '\n' && is_unfit(c) {
            for unit in c.encode_utf16(&mut units) {
                plain.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            plain.push(c);
        }
    }
    plain
}
