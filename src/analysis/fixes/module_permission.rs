//! A permission that a role of the same module lacks, added to its policies.

use super::grant::covers_all;
use super::module_text::ModuleText;
use super::own_module::OwnModule;
use crate::analysis::report::{FileReport, TaskReport};
use crate::analysis::subject::Diagnostic;
use crate::base::diagnostic::{Edit, Fix, Suggestion};
use crate::base::source::Span;
use crate::base::truth::Truth;
use crate::iam::document::Kind;
use crate::iam::permission::RequiredPermission;
use crate::iam::read::read;
use crate::syntax::edit::add_to_strings;

impl FileReport<'_> {
    /// Adds a permission to a policy of the role: its action to a statement on the same resource, or else a statement.
    pub(super) fn with_permission_in_module(
        &self,
        task_report: &TaskReport<'_>,
        diagnostic: &Diagnostic,
    ) -> Option<Fix> {
        let (own, needed) = self.lacking_role(task_report, diagnostic)?;
        let action = needed.first()?.action.clone().into_owned();
        let suggestion = || Suggestion::AllowAction { action: action.clone() };
        let checked = |edits| self.checked(suggestion(), edits, diagnostic);
        let certain = own.policies.iter().filter(|it| it.is_created == Truth::True);
        let statements = certain
            .filter_map(|it| it.document.as_ref())
            .flat_map(|document| read(document, Kind::Identity).document.statements.into_iter());
        let mut fitting = statements.filter(|it| covers_all(it, &needed));
        let widened = fitting.find_map(|it| self.with_actions(it.span, &needed)).and_then(checked);
        widened.or_else(|| {
            let module = OwnModule::of(self, task_report)?;
            let address = own.id.strip_prefix(&task_report.task.context.module)?;
            module.add_permissions(address, &needed).and_then(checked)
        })
    }

    /// Adds actions to the statement that stands there.
    fn with_actions(
        &self,
        statement: Span,
        needed: &[RequiredPermission<'static>],
    ) -> Option<Vec<Edit>> {
        let file = ModuleText::at(self.source, statement)?;
        let actions: Vec<_> = needed.iter().map(|it| it.action.as_ref()).collect();
        let names = ["actions", "Action"];
        let edit =
            add_to_strings(file.text, &file.body()?, (file.own(statement), &names), &actions);
        Some(vec![file.in_source(edit?)])
    }
}
