//! What to say of a field of a task definition: which role it uses, when, and whether the role has what that takes.

use super::field::FieldAt;
use super::role::offset_in;
use crate::analysis::{FileReport, TaskReport};
use crate::base::source::Span;
use crate::engine::Need;
use crate::front::checker::Checker;
use crate::front::diagnostic::ReportedPlace;
use crate::front::source_file::SourceFile;
use crate::front::unit::Unit;
use crate::render::{EditorText, hover};
use crate::syntax::{Aliases, Node};

/// The fields that use a role or may, as the ECS API calls them.
const FIELDS: [&[&str]; 8] = [
    &["executionRoleArn"],
    &["taskRoleArn"],
    &["containerDefinitions", "*", "image"],
    &["containerDefinitions", "*", "repositoryCredentials"],
    &["containerDefinitions", "*", "secrets"],
    &["containerDefinitions", "*", "logConfiguration"],
    &["containerDefinitions", "*", "environmentFiles"],
    &["volumes"],
];

/// What there is to say about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hovered {
    /// What that is.
    pub text: EditorText,
    /// What it is about.
    pub place: ReportedPlace,
}

impl Checker {
    /// What there is to say about the field of a task definition at a byte offset of a file, or of one of the files that
    /// it is made of, by its name: which role it uses, when and why, which permissions that takes on which resources,
    /// and whether the role has them. None where there is no such field.
    pub fn hover_in(
        &self,
        unit: &Unit,
        file: &SourceFile,
        path: &str,
        offset: usize,
    ) -> Option<Hovered> {
        self.look_in(unit, file, |found| {
            let at = offset_in(found, path, offset)?;
            found.task_reports.iter().find_map(|task| of_task(task, found, at))
        })
    }
}

fn of_task(task: &TaskReport<'_>, file: &FileReport<'_>, at: u32) -> Option<Hovered> {
    let field = FieldAt::find(task, at)?;
    let (name, node) = field.within(&FIELDS)?;
    let text = match name {
        ["executionRoleArn"] => hover::execution_role(task),
        ["taskRoleArn"] => hover::task_role(task),
        _ => {
            let needs: Vec<_> = task.assessment.needs.iter().filter(|it| is_of(it, node)).collect();
            let notes = task.assessment.notes.iter().filter(|it| is_at(it.found.span, node));
            hover::uses(task, &needs, &notes.collect::<Vec<_>>())
        }
    };
    Some(Hovered { text, place: ReportedPlace::new(file.source, field.span) })
}

/// Whether something is required by a value, or by something in it.
fn is_of(need: &Need<'_>, node: &Node<'_>) -> bool {
    is_at(need.found.span, node)
}

fn is_at(span: Span, node: &Node<'_>) -> bool {
    node.walk(Aliases::Followed).any(|it| it.span == span || it.span.contains(span))
}
