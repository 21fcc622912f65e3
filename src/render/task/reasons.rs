//! Why the role is required, and what else is worth knowing, in words.

use crate::analysis::{TaskReport, decides, wording};
use crate::base::truth::Truth;
use crate::engine::{Assessment, Need, RoleState, RuleNote, Verdict};
use crate::iam::managed::Managed;
use crate::rules::RoleKind;
use std::fmt::Write;

/// Requirements that matter in the same way.
pub(in crate::render) struct ReasonGroup<'a, 't> {
    /// How they matter.
    pub(in crate::render) heading: &'static str,
    /// The requirements.
    pub(in crate::render) reasons: Vec<RoleReason<'a, 't>>,
}

/// Requirements that are alike: one for each place.
pub(in crate::render) struct RoleReason<'a, 't> {
    /// What they are.
    pub(in crate::render) what: String,
    /// The requirements.
    pub(in crate::render) needs: Vec<&'a Need<'t>>,
}

/// The requirements: those that decide, then those that only use the role. Where there is none, and no role is set
/// either, that is said by [`nothing_uses_a_role`].
pub(in crate::render) fn why<'a, 't>(task_report: &'a TaskReport<'t>) -> Vec<ReasonGroup<'a, 't>> {
    let assessment = &task_report.assessment;
    let (decisive, others): (Vec<_>, Vec<_>) =
        assessment.needs.iter().partition(|need| decides(need, assessment.verdict));
    let heading = match assessment.verdict {
        Verdict::Required => "Why it is required:",
        _ => "Why it may be required:",
    };
    let other_heading = match (assessment.verdict, assessment.role.state.is_present()) {
        (Verdict::NotRequired, true) => "Uses the role:",
        (_, true) => "Also uses the role:",
        (Verdict::NotRequired, false) => {
            "Uses the container instance role, or the task execution role if one is set:"
        }
        (_, false) => "Also uses the role once it is set:",
    };
    let groups = [(heading, decisive), (other_heading, others)].into_iter();
    let groups = groups.filter(|(_, needs)| !needs.is_empty());
    groups.map(|(heading, needs)| group(heading, &needs, task_report)).collect()
}

fn group<'a, 't>(
    heading: &'static str,
    needs: &[&'a Need<'t>],
    task_report: &TaskReport<'t>,
) -> ReasonGroup<'a, 't> {
    let mut reasons: Vec<RoleReason<'a, 't>> = Vec::new();
    for need in needs {
        let what = what(task_report, need);
        let is_there = |it: &&Need<'_>| it.found.span.start == need.found.span.start;
        match reasons.iter_mut().find(|known| known.what == what) {
            Some(known) if known.needs.iter().any(is_there) => {}
            Some(known) => known.needs.push(need),
            None => reasons.push(RoleReason { what, needs: vec![need] }),
        }
    }
    ReasonGroup { heading, reasons }
}

/// That nothing uses a role, where that is so and none is set.
pub(in crate::render) fn nothing_uses_a_role(assessment: &Assessment<'_>) -> Option<&'static str> {
    let is_so = assessment.needs.is_empty()
        && assessment.verdict == Verdict::NotRequired
        && !assessment.role.state.is_present();
    is_so.then_some("No image, secret, log setting or volume uses a task execution role.")
}

/// Whether the permissions are those of an execution role, and not only of the instance role.
pub(in crate::render) fn is_about_execution_role(assessment: &Assessment<'_>) -> bool {
    assessment.verdict != Verdict::NotRequired || assessment.role.state != RoleState::Absent
}

/// A feature that requires another role.
pub(in crate::render) fn note(note: &RuleNote<'_>) -> String {
    let role = match note.role {
        RoleKind::Task => "the task role (taskRoleArn)",
        RoleKind::Infrastructure => "the infrastructure role",
        RoleKind::Execution => "the execution role",
        RoleKind::None => "no role",
    };
    let title = &note.found.rule.title;
    format!("{title}: uses {role}, not the task execution role")
}

/// Which copies of AWS's policies stood for the policies themselves.
pub(in crate::render) fn copies(task_report: &TaskReport<'_>) -> impl Iterator<Item = String> {
    let copies = task_report.role.iter().flat_map(|role| &role.copies);
    copies.map(|it: &&'static Managed| {
        format!("checked with a copy of {} ({} of {})", it.name, it.version, it.date)
    })
}

/// What a need is, in which container, on which launch types.
fn what(task_report: &TaskReport<'_>, need: &Need<'_>) -> String {
    let title = need.found.called();
    let kind = if need.found.is_in_container() { "container" } else { "volume" };
    let mut what = match need.found.item_name() {
        Some(name) => format!("{kind} {name}: {title}"),
        None => title.to_string(),
    };
    if need.found.truth == Truth::Unknown {
        let _ = write!(what, ", depends on {}", need.found.unresolved_shown());
    }
    let is_choice = task_report.assessment.launch_types.len() > 1;
    let on = wording::requirement(&need.cells, is_choice, true);
    if !on.is_empty() {
        let _ = write!(what, " ({on})");
    }
    let when = wording::when(need.when, &task_report.combinations);
    if !when.is_empty() {
        let _ = write!(what, ", {when}");
    }
    what
}
