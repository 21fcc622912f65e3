//! A role of a module of Terraform, set in many task definitions at once: one by one, each would add to the same policy, and
//! the module would be checked once for each.

use super::effect::MOST_CHECKED;
use super::in_order;
use super::module_role::{ModuleRolePlace, asks_for, key};
use super::own_module::OwnModule;
use super::permission::needed;
use super::role::{lacking, unsafe_fix};
use crate::analysis::report::{FileReport, TaskReport};
use crate::analysis::subject::{AddRole, Diagnostic, Remedy};
use crate::base::diagnostic::{Edit, Fix, Suggestion};
use crate::base::source::Span;
use crate::iam::permission::RequiredPermission;

/// How many task definitions get a role at once: the others are next.
const MOST_TOGETHER: usize = 256;

/// A task definition to set the role in: which of the findings it is, the finding, and the edit.
type RoleToSet<'a> = (usize, &'a Diagnostic, Edit);

impl<'t> FileReport<'t> {
    /// The fixes for the findings of a file of which many ask for one role of its module, each with the number of its
    /// finding; none if they are few, or if all together do not lead to nothing else than that the findings are gone.
    pub(super) fn with_role_everywhere(
        &self,
        findings: &[(&Diagnostic, Option<Span>)],
    ) -> Option<Vec<(usize, Fix)>> {
        if self.question.inserted_role.is_some() {
            return None;
        }
        let (how, id, first) = findings.iter().find_map(|(it, task)| {
            let how = asked(it)?;
            let AddRole::OfUnit { id, .. } = how else { return None };
            Some((how, id, self.task_at(*task)?))
        })?;
        let module = OwnModule::of(self, first)?;
        let sets = self.role_sets(findings, how)?;
        let (_, diagnostic, _) = sets.first()?;
        let mut edits: Vec<Edit> = Vec::new();
        for (_, _, edit) in &sets {
            if !edits.contains(edit) {
                edits.push(edit.clone());
            }
        }
        let effect = self.effect(&in_order(edits.clone())?, diagnostic)?;
        let mut lacked: Vec<RequiredPermission<'static>> = Vec::new();
        for (name, finding) in effect.named_findings() {
            let is_it = |it: &&TaskReport<'_>| it.task.name == *name;
            let report = self.task_reports.iter().find(is_it)?;
            for permission in needed(report, lacking(finding)?) {
                if !lacked.contains(&permission) {
                    lacked.push(permission);
                }
            }
        }
        let policy =
            if lacked.is_empty() { Vec::new() } else { module.add_permissions(id, &lacked)? };
        edits.extend(policy.iter().cloned());
        let whole = in_order(edits)?;
        let effect = self.effect(&whole, diagnostic)?;
        if !effect.new_findings().is_empty() || effect.fewer() < sets.len() {
            return None;
        }
        let fix = |(number, _, set): RoleToSet<'_>| {
            let edits = in_order(policy.iter().cloned().chain([set]).collect())?;
            let suggestion = Suggestion::SetExecutionRole { key: key() };
            Some((number, unsafe_fix(suggestion, edits)))
        };
        sets.into_iter().map(fix).collect()
    }

    /// Where a role is set; none where that is in few task definitions.
    fn role_sets<'a>(
        &self,
        findings: &[(&'a Diagnostic, Option<Span>)],
        how: &AddRole,
    ) -> Option<Vec<RoleToSet<'a>>> {
        let mut sets = Vec::new();
        for (number, (finding, task)) in findings.iter().enumerate() {
            let Some(report) = self.task_at(*task) else { continue };
            let span = report.task.span;
            let mut instances = self.task_reports.iter().filter(|it| it.task.span == span);
            // What calls of a module need is the affair of each.
            let is_of_root = report.task.context.module.is_empty();
            if !is_of_root || asked(finding) != Some(how) || !instances.all(|it| asks_for(it, how))
            {
                continue;
            }
            if sets.len() == MOST_TOGETHER {
                break;
            }
            let set = ModuleRolePlace::of(self, report).and_then(|it| it.set_as_asked(how));
            sets.extend(set.map(|set| (number, *finding, set)));
        }
        (sets.len() > MOST_CHECKED).then_some(sets)
    }

    fn task_at(&self, task: Option<Span>) -> Option<&TaskReport<'t>> {
        self.task_reports.iter().find(|it| Some(it.task.span) == task)
    }
}

/// The role that a finding asks for.
fn asked(finding: &Diagnostic) -> Option<&AddRole> {
    match &finding.subject.remedy {
        Some(Remedy::AddRole { how, .. }) => Some(how),
        _ => None,
    }
}
