//! The permissions of all requirements, each once, with the role's decision.

use super::answers::NeedQuestion;
use super::asker::{Asker, is_surely_used, is_used};
use super::memo::PermissionOutcome;
use crate::analysis::Terms;
use crate::analysis::subject::{GroupedAction, Label, Note, PermissionFault, PermissionSubject};
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::engine::{Assessment, Need};
use crate::iam::document::Uncertainty;
use crate::iam::evaluate::Decision;
use crate::iam::permission::{Necessity, RequiredPermission};
use crate::rules::Rule;
use std::rc::Rc;

/// A permission, what it is required for, and what the role says to it.
#[derive(Clone)]
pub(super) struct Asked<'a> {
    pub(super) action: &'a str,
    /// The resource that the call names, where that of the outcome has a wildcard for it.
    pub(super) called: Option<&'a Text<'a>>,
    pub(super) necessity: &'a Necessity,
    /// Whether a requirement for it is certain, and certainly the role's affair.
    pub(super) is_certain: bool,
    pub(super) labels: Vec<Label>,
    pub(super) outcome: Rc<PermissionOutcome>,
}

/// Every required permission, in order, checked against the role.
pub(super) fn all<'a, 't>(assessment: &'a Assessment<'t>, asker: &Asker<'_, 't>) -> Vec<Asked<'a>> {
    let mut all: Vec<Asked<'a>> = Vec::new();
    for need in
        assessment.needs.iter().filter(|need| need.cells.iter().any(|(_, cell)| is_used(*cell)))
    {
        let is_certain = need.found.truth == Truth::True
            && need.cells.iter().any(|(_, cell)| is_surely_used(*cell));
        let answers = NeedQuestion { assessment, need, asker }.answers();
        for (at, outcome) in &answers.outcomes {
            let Some(granted) = need.permissions().get(*at) else { continue };
            let label = label(need, &granted.action);
            let is_certain = is_certain && outcome.alternative.is_none();
            match all.iter_mut().find(|known| known.is_same(granted, outcome)) {
                Some(known) => known.join(&granted.necessity, is_certain, label),
                None => all.push(Asked {
                    action: &granted.action,
                    called: need.called(granted),
                    necessity: &granted.necessity,
                    is_certain,
                    labels: vec![label],
                    outcome: Rc::clone(outcome),
                }),
            }
        }
    }
    all
}

impl<'a> Asked<'a> {
    /// what is undecided about it.
    pub(super) fn uncertainties(&self) -> &[Uncertainty] {
        match &self.outcome.decision {
            Decision::Unknown { uncertainties, .. } => uncertainties,
            _ => &[],
        }
    }

    /// What there is to say about it.
    pub(super) fn subject(&self, fault: PermissionFault) -> PermissionSubject {
        let action = GroupedAction { name: self.action.to_owned(), only_documented: false };
        PermissionSubject {
            actions: vec![action],
            resource: self.outcome.resource.clone(),
            other_form: self.outcome.other_form.clone(),
            alternative: self.outcome.alternative.clone(),
            task_role: self.outcome.task_role.clone(),
            fault,
        }
    }

    /// Whether another permission is this one.
    fn is_same(&self, granted: &RequiredPermission<'_>, outcome: &Rc<PermissionOutcome>) -> bool {
        let is_if = |it: &Necessity| it.condition().is_some();
        self.action == granted.action
            && is_if(self.necessity) == is_if(&granted.necessity)
            && (Rc::ptr_eq(&self.outcome, outcome) || self.outcome.resource == outcome.resource)
    }

    /// The same permission for another requirement: the stronger one counts.
    fn join(&mut self, necessity: &'a Necessity, is_certain: bool, label: Label) {
        let weight = |necessity: &Necessity, is_certain| match necessity {
            Necessity::Required if is_certain => 3,
            Necessity::Required => 2,
            Necessity::Documented => 1,
            Necessity::Conditional(_) | Necessity::Alternative(_) => 0,
        };
        if weight(necessity, is_certain) > weight(self.necessity, self.is_certain) {
            (self.necessity, self.is_certain) = (necessity, is_certain);
        }
        if !self.labels.contains(&label) {
            self.labels.push(label);
        }
    }
}

/// What asks for an action: the requirement itself, or what explains it further and brings the action in.
pub(super) fn label(need: &Need<'_>, action: &str) -> Label {
    let has =
        |rule: &Rule| rule.permissions.iter().any(|it| it.allow.iter().any(|own| own == action));
    let mut all = std::iter::once(&need.found).chain(&need.refined_by);
    let found = all.find(|found| has(found.rule)).unwrap_or(&need.found);
    let what = found.called().to_owned();
    let depends_on = Terms::open(&need.found);
    Label::noting(found.span, Note::NeededFor { what, depends_on })
}
