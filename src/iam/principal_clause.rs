//! Reading `Principal`.

use super::clauses::{ClauseReader, closest, text_of};
use super::document::{Principal, PrincipalKind, Principals};
use super::fault::{PRINCIPAL_KINDS, PrincipalFault};
use crate::syntax::Entry;

impl ClauseReader {
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
                    let element = entry.key.to_string();
                    self.report(entry.value.span, PrincipalFault::NotAnObject(element));
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
                self.not_strings(member, node);
                continue;
            };
            if name.as_literal().is_some_and(|name| name.len() > 1 && name.contains('*')) {
                self.report(node.span, PrincipalFault::PartialWildcard(name.to_string()));
            }
            list.push(Principal { kind, name, span: self.at(node.span) });
        }
    }

    fn unknown_principal(&mut self, member: &Entry<'_>) {
        let kind = member.key.to_string();
        let meant = closest(&kind, PRINCIPAL_KINDS.into_iter());
        self.report(member.key_span, PrincipalFault::UnknownKind { kind, meant });
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
