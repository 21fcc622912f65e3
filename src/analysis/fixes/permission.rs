//! A permission that a role of the same template lacks, added to its policies.

use super::own_template::OwnTemplate;
use crate::analysis::report::{FileReport, TaskReport};
use crate::analysis::required::required;
use crate::analysis::subject::{
    Diagnostic, GroupedAction, PermissionFault, PermissionSubject, What,
};
use crate::base::diagnostic::{Fix, Suggestion};
use crate::base::source::Span;
use crate::base::truth::Truth;
use crate::iam::document::Kind;
use crate::iam::permission::RequiredPermission;
use crate::iam::read::read;
use crate::input::context::UnitRole;
use crate::syntax::{Aliases, Node, Value};

impl FileReport<'_> {
    /// The role of the file that lacks a permission, and that permission wherever it is needed; none if the role may be
    /// another one, or the user passes it.
    pub(super) fn lacking_role<'r, 't>(
        &self,
        task_report: &'r TaskReport<'t>,
        diagnostic: &Diagnostic,
    ) -> Option<(&'r UnitRole<'t>, Vec<RequiredPermission<'static>>)> {
        let What::Permission(subject) = &diagnostic.subject.what else { return None };
        if !matches!(subject.fault, PermissionFault::Missing | PermissionFault::NeverMet) {
            return None;
        }
        // What the user passes of a role goes before what the file says of it.
        let own = task_report.task.context.role.as_deref()?;
        let is_held = self.question.roles.as_ref().is_some_and(|it| it.holding(&own.arn).is_some());
        let is_own = !is_held && own.is_created == Truth::True;
        is_own.then(|| (own, needed(task_report, subject)))
    }

    /// Adds a permission to a policy of the role: its action to a statement on the same resource, or else a statement.
    pub(super) fn with_permission(
        &self,
        task_report: &TaskReport<'_>,
        diagnostic: &Diagnostic,
    ) -> Option<Fix> {
        let (own, needed) = self.lacking_role(task_report, diagnostic)?;
        let document = self.document_of(task_report)?;
        let own_policies = own.policies.iter().filter(|it| it.is_created == Truth::True);
        let documents = own_policies.filter_map(|it| {
            let evaluated = it.document.as_ref()?;
            Some((policy_at(document, evaluated.span)?, read(evaluated, Kind::Identity).document))
        });
        let documents: Vec<_> = documents.collect();
        let template = OwnTemplate::of(self, task_report)?;
        let action = needed.first()?.action.clone().into_owned();
        let suggestion = || Suggestion::AllowAction { action: action.clone() };
        let checked = |edits| self.checked(suggestion(), edits, diagnostic);
        let widened = template.add_actions(&documents, &needed).and_then(checked);
        widened.or_else(|| {
            let documents: Vec<_> = documents.iter().map(|(document, _)| *document).collect();
            template.add_statements(&documents, Some(own.id.as_ref()), &needed).and_then(checked)
        })
    }
}

/// The policy document that stands there.
fn policy_at<'a, 's>(document: &'a Node<'s>, span: Span) -> Option<&'a Node<'s>> {
    let is_it = |node: &&Node<'_>| {
        node.span == span && matches!(node.value, Value::Map(_)) && node.get("Statement").is_some()
    };
    document.walk(Aliases::Written).find(is_it)
}

/// The permissions that a finding is about, each action once.
pub(super) fn needed(
    task_report: &TaskReport<'_>,
    subject: &PermissionSubject,
) -> Vec<RequiredPermission<'static>> {
    let all = required(&task_report.assessment);
    let find = |action: &GroupedAction| {
        let of_action = || all.iter().filter(|it| it.action == action.name);
        let exactly = of_action().find(|it| it.resource == subject.resource);
        // The role says in which account it is, which nothing else may.
        let found = exactly.or_else(|| of_action().next())?.clone();
        Some(RequiredPermission { resource: subject.resource.clone(), ..found })
    };
    subject.actions.iter().filter_map(find).collect()
}
