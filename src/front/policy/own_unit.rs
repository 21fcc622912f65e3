//! The unit that what is printed goes into: that of all the task definitions, or a module that is called several times.

use crate::front::report::Report;
use crate::iam::generate::hcl::stands_in;
use crate::iam::permission::RequiredPermission;
use crate::input::terraform::files::folder_of;
use crate::render::policy::{Form, OwnUnit};

/// A task definition: the unit that it stands in, and what it needs.
type TaskInUnit<'r> = (&'r OwnUnit, &'r [RequiredPermission<'static>]);

/// The unit that all the task definitions stand in, where there is one that takes this form: what is printed
/// goes there.
pub(super) fn own_unit(report: &Report, form: Form) -> Option<OwnUnit> {
    let tasks = report.task_definitions().iter();
    let tasks: Option<Vec<TaskInUnit<'_>>> =
        tasks.map(|task| Some((task.grants.unit.as_ref()?, task.grants.filled()))).collect();
    let tasks = tasks?;
    let (first, _) = *tasks.first()?;
    let is_same = |(it, _): &TaskInUnit<'_>| it.path == first.path && it.module == first.module;
    let own = if tasks.iter().all(is_same) { Some(first.clone()) } else { of_calls(&tasks, first) };
    own.filter(|unit| unit.form == form)
}

/// A module that several calls make, or one call several times: an expression of it means something else in each. So it
/// counts where it stands for the same in each, or where no other needs what it stands for in one; what has no such
/// expression is written as it is.
fn of_calls(tasks: &[TaskInUnit<'_>], first: &OwnUnit) -> Option<OwnUnit> {
    let is_module = |(it, _): &TaskInUnit<'_>| {
        it.path == first.path
            && !it.module.is_empty()
            && folder_of(&it.home) == folder_of(&first.home)
    };
    if first.form != Form::Terraform || !tasks.iter().all(is_module) {
        return None;
    }
    let mut expressions = Vec::new();
    for known in tasks.iter().flat_map(|(it, _)| &it.expressions) {
        let counts = |(it, needed): &TaskInUnit<'_>| {
            let is_there = || it.expressions.iter().any(|(_, own)| *own == known.1);
            let needs_it = || needed.iter().any(|it| stands_in(&it.resource, &known.0));
            it.expressions.contains(known) || (is_there() && !needs_it())
        };
        if !expressions.contains(known) && tasks.iter().all(counts) {
            expressions.push(known.clone());
        }
    }
    // What is open in another call has no name in the module.
    let is_named = |it: &RequiredPermission<'static>| {
        expressions.iter().any(|(known, _)| stands_in(&it.resource, known))
    };
    let mut others = tasks.iter().filter(|(it, _)| it.module != first.module);
    let is_elsewhere = others.any(|(unit, needed)| {
        let is_open = |it: &RequiredPermission<'static>| {
            it.resource.placeholders().any(|it| it.name().starts_with(&unit.module))
        };
        needed.iter().any(|it| is_open(it) && !is_named(it))
    });
    (!is_elsewhere).then(|| OwnUnit { expressions, ..first.clone() })
}
