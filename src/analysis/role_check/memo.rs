//! What a role decided before: the combinations of a template's conditions mostly ask one role the same.

use crate::aws::launch_type::LaunchType;
use crate::base::text::Text;
use crate::iam::evaluate::Decision;
use crate::iam::role::Role;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// How many roles of a task definition are kept: conditions may make a different one in each combination.
const MOST_ROLES: usize = 16;

/// The roles that a task definition has in its combinations, with what each decided.
#[derive(Debug, Default)]
pub(in crate::analysis) struct KnownRoles(Vec<Rc<KnownRole>>);

/// A role, and what it decided.
#[derive(Debug)]
pub struct KnownRole {
    role: Role,
    decisions: RefCell<HashMap<String, Vec<(DecisionInput, Decision)>>>,
}

/// What a decision follows from, besides the role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DecisionInput {
    pub(super) resource: Text<'static>,
    pub(super) subject: Option<Text<'static>>,
    pub(super) region: Option<Text<'static>>,
    pub(super) arn: Option<Text<'static>>,
    pub(super) launch_type: Option<LaunchType>,
    pub(super) via: Option<String>,
}

impl KnownRoles {
    /// The role, with what it decided before.
    pub(in crate::analysis) fn find(&mut self, role: &Role) -> Rc<KnownRole> {
        if let Some(known) = self.0.iter().rev().find(|it| it.role == *role) {
            return Rc::clone(known);
        }
        let known = Rc::new(KnownRole::new(role.clone()));
        if self.0.len() < MOST_ROLES {
            self.0.push(Rc::clone(&known));
        }
        known
    }
}

impl KnownRole {
    /// A role that has decided nothing yet.
    pub fn new(role: Role) -> Self {
        Self { role, decisions: RefCell::default() }
    }

    /// The role.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// What the role says to an action: as it said before, else what `decide` finds.
    pub(super) fn decision(
        &self,
        action: &str,
        input: DecisionInput,
        decide: impl FnOnce() -> Decision,
    ) -> Decision {
        let known = self.decisions.borrow().get(action).and_then(|all| {
            all.iter().find(|(known, _)| *known == input).map(|(_, decision)| decision.clone())
        });
        known.unwrap_or_else(|| {
            let decision = decide();
            let mut decisions = self.decisions.borrow_mut();
            decisions.entry(action.to_owned()).or_default().push((input, decision.clone()));
            decision
        })
    }
}
