//! The decision of policies on a request: explicit deny, then the boundary, then Allow statements.

use super::document::{Document, Effect, Statement, Uncertainty};
pub use super::request::Request;
pub use super::statement_match::Mismatch;
use super::statement_match::match_statement;
use crate::base::source::Span;
use crate::base::truth::Truth;

/// The policies that have a say.
#[derive(Clone, Debug, Default)]
pub struct Policies<'p> {
    /// Those attached to the role, and those written into it.
    pub identity: Vec<PolicySource<'p>>,
    /// The permissions boundary.
    pub boundary: Option<PolicySource<'p>>,
    /// The policy of the resource: of a secret, a key, a repository; a role's own is its trust policy.
    /// Without it the answer is that of the role's side alone.
    pub resource: Option<ResourceSide<'p>>,
}

/// A policy, or the name of one whose document was not provided.
#[derive(Clone, Copy, Debug)]
pub enum PolicySource<'p> {
    /// The document.
    Document(&'p Document),
    /// It may allow, and it may deny.
    NotAtHand(&'p str),
}

/// The policy of a resource.
#[derive(Clone, Copy, Debug)]
pub struct ResourceSide<'p> {
    /// The document.
    pub document: &'p Document,
    /// Whether the resource is in another account than the role: then both sides have to allow.
    pub other_account: Truth,
    /// Whether it is a key: its policy has to allow even within the account.
    pub is_key: bool,
}

/// Which policy a statement is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PolicyKind {
    /// One of those attached to the role, by its index.
    Identity(usize),
    /// The boundary.
    Boundary,
    /// The resource's own.
    Resource,
}

/// A statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The policy it is in.
    pub policy: PolicyKind,
    /// Its index there.
    pub statement: usize,
    /// Where it is.
    pub span: Span,
}

/// What is decided about a request, and by which statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is allowed.
    Allow {
        /// The first statement that allows it.
        by: Place,
    },
    /// Nothing allows it.
    DenyByDefault {
        /// Which side does not.
        denied_by: DeniedBy,
        /// A statement that allows the action, though not this request.
        near_miss: Option<NearMiss>,
    },
    /// A statement denies it, whatever else allows it.
    ExplicitDeny {
        /// The first statement that denies it.
        by: Place,
    },
    /// It depends on what is not known here.
    Unknown {
        /// On what: each once, in the order met.
        uncertainties: Vec<Uncertainty>,
        /// The statements that may decide it.
        by: Vec<Place>,
    },
}

/// Which side does not allow a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeniedBy {
    /// The role's own policies.
    Identity,
    /// The boundary; the role's policies would allow it, by this statement.
    Boundary(Option<Place>),
    /// The policy of the resource.
    Resource,
}

/// A statement that allows the action, though not this request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The statement.
    pub place: Place,
    /// What does not fit.
    pub mismatch: Mismatch,
}

/// Decides about a request.
///
/// Source: IAM user guide, `reference_policies_evaluation-logic`. Policies of the organization, of sessions
/// and of endpoints are not looked at: they can only take away.
pub fn evaluate(request: &Request<'_>, policies: &Policies<'_>) -> Decision {
    let mut own = Side::default();
    for (index, source) in policies.identity.iter().enumerate() {
        own.add(*source, PolicyKind::Identity(index), request);
    }
    let boundary = policies.boundary.map(|source| Side::of(source, PolicyKind::Boundary, request));
    let resource = policies.resource.map(|side| {
        (side, Side::of(PolicySource::Document(side.document), PolicyKind::Resource, request))
    });
    let sides = Sides { own, boundary, resource };
    sides.decide()
}

/// What one side says: the role's policies, the boundary, or the resource's policy.
#[derive(Default)]
struct Side {
    allow: Evaluation,
    /// Only by naming the caller's account.
    allow_account: Evaluation,
    deny: Evaluation,
    near_miss: Option<NearMiss>,
}

/// A truth, the first statement that brings it about, and what leaves it undecided.
struct Evaluation {
    truth: Truth,
    by: Option<Place>,
    uncertainties: Vec<Uncertainty>,
}

impl Default for Evaluation {
    fn default() -> Self {
        Self { truth: Truth::False, by: None, uncertainties: Vec::new() }
    }
}

impl Evaluation {
    fn add(&mut self, truth: Truth, by: Option<Place>, uncertainties: &[Uncertainty]) {
        if truth > self.truth {
            (self.truth, self.by) = (truth, by);
        }
        if truth == Truth::Unknown {
            self.uncertainties.extend_from_slice(uncertainties);
        }
    }
}

impl Side {
    fn of(source: PolicySource<'_>, policy: PolicyKind, request: &Request<'_>) -> Self {
        let mut side = Self::default();
        side.add(source, policy, request);
        side
    }

    fn add(&mut self, source: PolicySource<'_>, policy: PolicyKind, request: &Request<'_>) {
        let document = match source {
            PolicySource::Document(document) => document,
            PolicySource::NotAtHand(name) => {
                let uncertainties = [Uncertainty::NotAtHand(name.to_owned())];
                for outcome in [&mut self.allow, &mut self.allow_account, &mut self.deny] {
                    outcome.add(Truth::Unknown, None, &uncertainties);
                }
                return;
            }
        };
        for (index, statement) in document.statements.iter().enumerate() {
            let place = Place { policy, statement: index, span: statement.span };
            self.add_statement(statement, place, request);
        }
    }

    fn add_statement(&mut self, statement: &Statement, place: Place, request: &Request<'_>) {
        let mut uncertainties = Vec::new();
        let found = match_statement(statement, request, &mut uncertainties);
        if statement.effect != Some(Effect::Deny) {
            self.allow.add(found.directly, Some(place), &uncertainties);
            self.allow_account.add(found.by_account, Some(place), &uncertainties);
            if let Some(mismatch) = found.mismatch {
                let better = matches!(mismatch, Mismatch::Condition(_));
                let known = self
                    .near_miss
                    .is_some_and(|it| !better || matches!(it.mismatch, Mismatch::Condition(_)));
                if !known {
                    self.near_miss = Some(NearMiss { place, mismatch });
                }
            }
        }
        if statement.effect != Some(Effect::Allow) {
            // A deny for the account is one for all in it.
            self.deny.add(found.by_account, Some(place), &uncertainties);
        }
    }
}

struct Sides<'p> {
    own: Side,
    boundary: Option<Side>,
    resource: Option<(ResourceSide<'p>, Side)>,
}

impl Sides<'_> {
    fn decide(&self) -> Decision {
        let denies = self.all().map(|side| &side.deny);
        let deny = Truth::any(denies.clone().map(|deny| deny.truth));
        let denying = denies.clone().find(|it| it.truth == Truth::True).and_then(|it| it.by);
        if let Some(by) = denying {
            return Decision::ExplicitDeny { by };
        }
        let granted = self.granted();
        let within = self.boundary.as_ref().map_or(Truth::True, |side| side.allow.truth);
        match granted.and(within) {
            Truth::False => self.denied_by_default(granted),
            Truth::True if deny == Truth::False => match self.granting() {
                Some(by) => Decision::Allow { by },
                None => self.unknown(),
            },
            _ => self.unknown(),
        }
    }

    /// What the role's policies and the resource's come to, before the boundary. Source: IAM user guide,
    /// `reference_policies_evaluation-logic` and its page on cross-account requests.
    fn granted(&self) -> Truth {
        let own = self.own.allow.truth;
        let Some((side, policy)) = &self.resource else { return own };
        let directly = policy.allow.truth;
        let at_all = directly.or(policy.allow_account.truth);
        let here = if side.is_key { directly.or(own.and(at_all)) } else { own.or(directly) };
        let across = own.and(at_all);
        match side.other_account {
            Truth::False => here,
            Truth::True => across,
            Truth::Unknown if here == across => here,
            Truth::Unknown => Truth::Unknown,
        }
    }

    fn granting(&self) -> Option<Place> {
        let own = Some(&self.own.allow);
        let resource = self.resource.as_ref().map(|(_, side)| &side.allow);
        let mut all = own.into_iter().chain(resource).filter(|it| it.truth == Truth::True);
        all.next().and_then(|outcome| outcome.by)
    }

    fn denied_by_default(&self, granted: Truth) -> Decision {
        let own = &self.own.allow;
        let resource = self.resource.as_ref().map(|(_, side)| side);
        let (denied_by, side) = if granted != Truth::False {
            (DeniedBy::Boundary(own.by), self.boundary.as_ref())
        } else if own.truth == Truth::False {
            (DeniedBy::Identity, Some(&self.own))
        } else {
            (DeniedBy::Resource, resource)
        };
        // Where the role has nothing to say, what the resource nearly allows is closer.
        let near_miss =
            side.and_then(|side| side.near_miss).or(resource.and_then(|side| side.near_miss));
        Decision::DenyByDefault { denied_by, near_miss }
    }

    fn unknown(&self) -> Decision {
        let mut uncertainties = Vec::new();
        let mut by = Vec::new();
        let outcomes = self.all().flat_map(|side| [&side.deny, &side.allow, &side.allow_account]);
        for outcome in outcomes.filter(|outcome| outcome.truth == Truth::Unknown) {
            for uncertainty in &outcome.uncertainties {
                if !uncertainties.contains(uncertainty) {
                    uncertainties.push(uncertainty.clone());
                }
            }
            by.extend(outcome.by.filter(|place| !by.contains(place)));
        }
        Decision::Unknown { uncertainties, by }
    }

    fn all(&self) -> impl Iterator<Item = &Side> + Clone {
        let resource = self.resource.as_ref().map(|(_, side)| side);
        std::iter::once(&self.own).chain(self.boundary.as_ref()).chain(resource)
    }
}
