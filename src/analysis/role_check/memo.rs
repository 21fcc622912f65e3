//! What a role decided before: the combinations of a template's conditions mostly ask one role the same.

use crate::aws::launch_type::LaunchType;
use crate::base::maps::HashMap;
use crate::base::text::Text;
use crate::engine::SharedPermissions;
use crate::iam::evaluate::Decision;
use crate::iam::role::Role;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// How many roles of a task definition are kept: conditions may make a different one in each combination.
const MOST_ROLES: usize = 16;

/// The roles that a task definition has in its combinations, with what each decided.
#[derive(Debug, Default)]
pub(in crate::analysis) struct KnownRoles<'t> {
    kept: Vec<Rc<KnownRole<'t>>>,
    /// How many were met.
    met: usize,
}

/// A role, and what it decided.
#[derive(Debug)]
pub struct KnownRole<'t> {
    role: Role,
    /// Which of those of the task definition it is.
    number: usize,
    decisions: RefCell<HashMap<String, Vec<(DecisionInput, Decision)>>>,
    /// What it said to the permissions of requirements, by these.
    answers: RefCell<HashMap<usize, KnownAnswers<'t>>>,
}

/// What a role said to the same permissions.
#[derive(Debug)]
struct KnownAnswers<'t> {
    /// They are kept, so that no others are taken for them.
    _permissions: SharedPermissions<'t>,
    all: Vec<(AnswerSource, Rc<NeedAnswers>)>,
}

/// What the answers to the same permissions follow from, besides the role.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct AnswerSource {
    pub(super) arn: Option<Text<'static>>,
    pub(super) launch_type: Option<LaunchType>,
    /// Which task role is asked what this role lacks.
    pub(super) task_role: Option<usize>,
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

/// What a role says to the permissions of a requirement.
#[derive(Debug)]
pub(super) struct NeedAnswers {
    /// What it says to each, by its place.
    pub(super) each: Vec<PermissionAnswer>,
    /// What comes of them, two forms of one resource together, by the place of the first.
    pub(super) outcomes: Vec<(usize, Rc<PermissionOutcome>)>,
}

/// What a role says to one permission.
#[derive(Debug)]
pub(super) struct PermissionAnswer {
    /// The resource, in the role's partition and account.
    pub(super) resource: Text<'static>,
    /// What the role says, once that is asked.
    pub(super) decision: OnceCell<Decision>,
}

/// What comes of a permission.
#[derive(Debug)]
pub(super) struct PermissionOutcome {
    /// The resource, in the role's partition and account.
    pub(super) resource: Text<'static>,
    /// Another form of the same resource: either will do.
    pub(super) other_form: Option<Text<'static>>,
    /// Which other policies may allow it by themselves.
    pub(super) alternative: Option<String>,
    /// What the role says.
    pub(super) decision: Decision,
    /// The task role, where that allows what this role does not.
    pub(super) task_role: Option<String>,
}

impl<'t> KnownRoles<'t> {
    /// The role, with what it decided before.
    pub(in crate::analysis) fn find(&mut self, role: &Role) -> Rc<KnownRole<'t>> {
        if let Some(known) = self.kept.iter().rev().find(|it| it.role == *role) {
            return Rc::clone(known);
        }
        self.met += 1;
        let known = Rc::new(KnownRole::new(role.clone(), self.met));
        if self.kept.len() < MOST_ROLES {
            self.kept.push(Rc::clone(&known));
        }
        known
    }
}

impl<'t> KnownRole<'t> {
    /// A role that has decided nothing yet.
    fn new(role: Role, number: usize) -> Self {
        Self { role, number, decisions: RefCell::default(), answers: RefCell::default() }
    }

    /// Which of those of the task definition it is.
    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// The role.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// What the role says to permissions: as it said before, else what `answer` finds.
    pub(super) fn answers(
        &self,
        permissions: &SharedPermissions<'t>,
        from: AnswerSource,
        answer: impl FnOnce() -> Rc<NeedAnswers>,
    ) -> Rc<NeedAnswers> {
        let known = self.answers.borrow().get(&permissions.id()).and_then(|known| {
            known.all.iter().find(|(source, _)| *source == from).map(|(_, it)| Rc::clone(it))
        });
        known.unwrap_or_else(|| {
            let answers = answer();
            let mut known = self.answers.borrow_mut();
            let known = known.entry(permissions.id()).or_insert_with(|| KnownAnswers {
                _permissions: permissions.clone(),
                all: Vec::new(),
            });
            known.all.push((from, Rc::clone(&answers)));
            answers
        })
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
