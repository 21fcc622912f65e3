//! The role that a task definition names: how much it needs, beside its ARN, and where its unit creates it.

use super::field::FieldAt;
use crate::analysis::{FileReport, TaskReport};
use crate::base::source::Span;
use crate::front::checker::Checker;
use crate::front::diagnostic::ReportedPlace;
use crate::front::source_file::SourceFile;
use crate::front::unit::Unit;
use crate::render::{EditorText, hover};

/// What an editor shows behind the ARN of a task execution role.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RoleHint {
    /// Where the ARN is set.
    pub place: ReportedPlace,
    /// How much the role needs, in a few words.
    pub label: String,
    /// What that is.
    pub text: EditorText,
}

impl Checker {
    /// What to show behind each ARN of a task execution role in a file, or in one of the files that it is made of.
    pub fn role_hints_in(&self, unit: &Unit, file: &SourceFile, path: &str) -> Vec<RoleHint> {
        self.look_in(unit, file, |found| {
            let hint = |task: &TaskReport<'_>| {
                let span = task.assessment.role.span?;
                let place = ReportedPlace::new(found.source, span);
                let is_here = place.path == path && task.assessment.role.state.is_present();
                let (label, text) = (hover::role_hint(task), hover::execution_role(task));
                is_here.then_some(RoleHint { place, label, text })
            };
            found.task_reports.iter().filter_map(hint).collect()
        })
    }

    /// Where the role is created that a task definition names at a byte offset of a file, or of one of the files that it
    /// is made of: none where its unit does not create it.
    pub fn role_at(
        &self,
        unit: &Unit,
        file: &SourceFile,
        path: &str,
        offset: usize,
    ) -> Option<ReportedPlace> {
        self.look_in(unit, file, |found| {
            let at = offset_in(found, path, offset)?;
            found.task_reports.iter().find_map(|task| {
                let field = FieldAt::find(task, at)?;
                let versions = std::iter::once(task.task).chain(task.versions);
                let mut contexts = versions.map(|it| &it.context);
                let role = contexts.find_map(|context| match field.path.as_slice() {
                    ["executionRoleArn"] => context.role.as_deref(),
                    ["taskRoleArn"] => context.task_role.as_deref(),
                    _ => None,
                })?;
                Some(ReportedPlace::new(found.source, role.span))
            })
        })
    }

    /// Where the task execution role is created of the task definition that has a byte offset of a file, or of one of the
    /// files that it is made of: none where its unit does not create it.
    pub fn execution_role_around(
        &self,
        unit: &Unit,
        file: &SourceFile,
        path: &str,
        offset: usize,
    ) -> Option<ReportedPlace> {
        self.look_in(unit, file, |found| {
            let at = offset_in(found, path, offset)?;
            let around = |it: &&TaskReport<'_>| FieldAt::find(it, at).is_some();
            let task = found.task_reports.iter().find(around)?;
            let mut versions = std::iter::once(task.task).chain(task.versions);
            let role = versions.find_map(|it| it.context.role.as_deref())?;
            Some(ReportedPlace::new(found.source, role.span))
        })
    }
}

/// An offset in a file as one in the text that it is a part of.
pub(super) fn offset_in(found: &FileReport<'_>, path: &str, offset: usize) -> Option<u32> {
    let (_, own) = found.source.files().find(|(name, _)| *name == path)?;
    Some(own.start.saturating_add(Span::new(offset, offset).start).min(own.end))
}
