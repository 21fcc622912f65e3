//! Whether a key is required for what the unit of a task definition creates.

use crate::base::text::Text;
use crate::iam::permission::{Necessity, RequiredPermission};
use crate::input::context::{Encrypted, KmsKey};
use crate::syntax::Node;

const DECRYPT: &str = "kms:Decrypt";

/// Settles which key is required, where the unit shows how the subject of the other permissions is
/// encrypted.
pub(super) fn settle<'t>(all: &mut Vec<RequiredPermission<'t>>, encrypted: &'t [Encrypted<'t>]) {
    let is_subject =
        |it: &&RequiredPermission<'_>| it.via.is_none() && it.resource.as_literal() != Some("*");
    let subjects: Vec<_> =
        all.iter().filter(is_subject).map(|it| it.resource.to_string()).collect();
    let is_of = |it: &Encrypted<'_>, subject: &str| {
        let rest = subject.strip_prefix(&it.resource.to_string());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let of_subject = |it: &&Encrypted<'_>| subjects.iter().any(|subject| is_of(it, subject));
    let Some(found) = encrypted.iter().find(of_subject) else { return };
    // What the unit creates is what it is: nothing else may be meant.
    all.retain(|it| {
        let is_open = it.necessity.condition().is_some() && it.action != DECRYPT;
        !is_open || is_of(found, &it.resource.to_string())
    });
    match &found.key {
        KmsKey::Unknown => {}
        KmsKey::ByAlias => {
            for granted in all.iter_mut().filter(|it| it.action == DECRYPT) {
                granted.necessity = Necessity::Required;
            }
        }
        KmsKey::OfService => all.retain(|it| it.action != DECRYPT),
        KmsKey::CustomerManaged { arn, .. } => {
            for granted in all.iter_mut().filter(|it| it.action == DECRYPT) {
                granted.resource = arn.clone();
                granted.necessity = Necessity::Required;
            }
        }
    }
}

/// The policy of a key, where the unit creates that.
pub(super) fn policy<'t>(encrypted: &'t [Encrypted<'t>], arn: &Text<'_>) -> Option<&'t Node<'t>> {
    encrypted.iter().find_map(|it| match &it.key {
        KmsKey::CustomerManaged { arn: own, policy } if *own == *arn => policy.as_ref(),
        _ => None,
    })
}
