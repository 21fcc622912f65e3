//! How `Principal` is read.

use super::clauses::{Reader, closest, text_of};
use super::document::{Principal, PrincipalKind, Principals};
use crate::syntax::Entry;

impl Reader {
    /// `Principal` or `NotPrincipal`.
    pub(super) fn principals(&mut self, entry: &Entry<'_>) -> Principals {
        let mut list = Vec::new();
        if let Some(map) = entry.value.as_map() {
            for member in &map.entries {
                match kind_of_principal(&member.key) {
                    Some(kind) => self.push_principals(&mut list, kind, member),
                    None => self.unknown_principal(member),
                }
            }
        } else {
            match text_of(&entry.value) {
                Some(name) if name.as_literal() == Some("*") || name.has_placeholders() => {
                    let span = self.at(entry.value.span);
                    list.push(Principal { kind: PrincipalKind::Everyone, name, span });
                }
                _ => {
                    let message = format!("`{}` is an object, or \"*\"", entry.key);
                    let help = "write {\"Service\": \"ecs-tasks.amazonaws.com\"}, or {\"AWS\": …}";
                    self.error(entry.value.span, message, help);
                }
            }
        }
        let span = self.at(entry.value.span);
        Principals { negated: entry.key == "NotPrincipal", list, span }
    }

    fn push_principals(
        &mut self,
        list: &mut Vec<Principal>,
        kind: PrincipalKind,
        member: &Entry<'_>,
    ) {
        for node in member.value.items_or_self() {
            let Some(name) = text_of(node) else {
                let message = format!("`{}` holds strings, not {}", member.key, node.kind());
                self.error(node.span, message, "write a string, or a list of strings");
                continue;
            };
            if name.as_literal().is_some_and(|name| name.len() > 1 && name.contains('*')) {
                let message = format!(
                    "`{name}` has a wildcard in part of a principal's name, and matches nobody"
                );
                self.warning(node.span, message, "name the principal in full");
            }
            list.push(Principal { kind, name, span: self.at(node.span) });
        }
    }

    fn unknown_principal(&mut self, member: &Entry<'_>) {
        const KINDS: [&str; 4] = ["AWS", "Service", "Federated", "CanonicalUser"];
        let message = format!("there are no principals of the kind `{}`", member.key);
        let help = match closest(&member.key, KINDS.into_iter()) {
            Some(name) => format!("write `{name}`"),
            None => format!("they are {}", KINDS.join(", ")),
        };
        self.error(member.key_span, message, &help);
    }
}

fn kind_of_principal(name: &str) -> Option<PrincipalKind> {
    match name {
        "AWS" => Some(PrincipalKind::Aws),
        "Service" => Some(PrincipalKind::Service),
        "Federated" => Some(PrincipalKind::Federated),
        "CanonicalUser" => Some(PrincipalKind::CanonicalUser),
        _ => None,
    }
}
