//! The principals of a statement in a trust policy or a resource-based policy.

use super::document::{Effect, Principal, PrincipalKind, Principals, Uncertainty};
use super::matching::Glob;
use crate::aws::arn::{Arn, ArnParse};
use crate::base::text::{Placeholder, Text};
use crate::base::truth::Truth;
use std::sync::Arc;

/// Who makes a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller<'c> {
    /// A role, by its ARN; none if it is not known.
    Role(Option<Text<'c>>),
    /// A service of AWS.
    Service(&'c str),
}

/// How far a statement is about a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Covered {
    /// It names the caller, or everyone.
    pub(super) directly: Truth,
    /// It names the caller's account, which leaves the decision to the policies of the caller.
    pub(super) by_account: Truth,
}

impl Covered {
    const EVERYONE: Self = Self { directly: Truth::True, by_account: Truth::True };

    fn directly(truth: Truth) -> Self {
        Self { directly: truth, by_account: truth }
    }

    fn or(self, other: Self) -> Self {
        Self {
            directly: self.directly.or(other.directly),
            by_account: self.by_account.or(other.by_account),
        }
    }

    fn is_open(self) -> bool {
        self.directly == Truth::Unknown || self.by_account == Truth::Unknown
    }
}

/// How far principals cover a caller. A document without principals is one of the caller's own.
pub(super) fn covered(
    principals: Option<&Principals>,
    caller: &Caller<'_>,
    effect: Option<Effect>,
    uncertainties: &mut Vec<Uncertainty>,
) -> Covered {
    let Some(principals) = principals else { return Covered::EVERYONE };
    let none = Covered::directly(Truth::False);
    let listed =
        principals.list.iter().map(|principal| one_covered(principal, caller, uncertainties));
    let listed = listed.fold(none, Covered::or);
    match (principals.negated, effect) {
        (false, _) => listed,
        (true, Some(Effect::Deny)) if listed.directly == Truth::True => none,
        // Whether the account and the session have to be listed too is for the resource's owner to say.
        (true, _) => {
            uncertainties.push(Uncertainty::Disputed(principals.span));
            Covered::directly(Truth::Unknown)
        }
    }
}

fn one_covered(
    principal: &Principal,
    caller: &Caller<'_>,
    uncertainties: &mut Vec<Uncertainty>,
) -> Covered {
    let is_everyone = principal.name.as_literal() == Some("*");
    let covered = match (principal.kind, caller) {
        (PrincipalKind::Everyone | PrincipalKind::Aws, Caller::Service(_)) if is_everyone => {
            // AWS's pages contradict each other on a role that trusts everyone.
            uncertainties.push(Uncertainty::Disputed(principal.span));
            return Covered::directly(Truth::Unknown);
        }
        (PrincipalKind::Everyone | PrincipalKind::Aws, Caller::Role(_)) if is_everyone => {
            Covered::EVERYONE
        }
        (PrincipalKind::Service, Caller::Service(service)) => {
            Covered::directly(principal.name.equals(service))
        }
        (PrincipalKind::Aws, Caller::Role(role)) => role_covered(&principal.name, role.as_ref()),
        (PrincipalKind::Everyone, _) => Covered::directly(Truth::Unknown),
        _ => Covered::directly(Truth::False),
    };
    if covered.is_open() {
        let placeholders = principal.name.placeholders().cloned().map(Placeholder::into_owned);
        uncertainties.extend(placeholders.map(|it| Uncertainty::Placeholder(Arc::new(it))));
        uncertainties.push(Uncertainty::Open(principal.span));
    }
    covered
}

/// An `AWS` principal: the role's ARN, a session of it, or its account in one of two spellings.
/// Source: IAM user guide, `reference_policies_elements_principal`.
fn role_covered(name: &Text<'_>, role: Option<&Text<'_>>) -> Covered {
    let Some(role) = role else { return Covered::directly(Truth::Unknown) };
    let ArnParse::Arn(own) = Arn::read(role) else {
        return Covered::directly(Truth::Unknown);
    };
    let alike = |name: &Text<'_>, own: &Text<'_>| Glob::exact(name).matches(&Glob::exact(own));
    let ArnParse::Arn(named) = Arn::read(name) else {
        let by_account = alike(name, &own.account);
        return Covered { directly: Truth::possible(name.has_placeholders()), by_account };
    };
    let session = match named.resource.as_literal().and_then(|it| it.strip_prefix("assumed-role/"))
    {
        Some(session) => session,
        None if named.resource.as_literal() == Some("root") => {
            let by_account = alike(&named.account, &own.account);
            return Covered { directly: Truth::False, by_account };
        }
        None => return Covered::directly(alike(name, role)),
    };
    // The name of the session that ECS opens is not known.
    let is_ours = own.resource.as_literal().zip(session.split('/').next());
    let is_ours = is_ours.is_none_or(|(own, session)| own.rsplit('/').next() == Some(session));
    Covered::directly(Truth::possible(is_ours).and(alike(&named.account, &own.account)))
}
