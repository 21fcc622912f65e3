//! The launch types to check: selected by the user, stated by the file, or possible.

use super::verdict::{Basis, LaunchTypeVerdict, Verdict};
use super::{Match, Question};
use crate::aws::fargate_sizes;
use crate::aws::launch_type::LaunchType;
use crate::base::date::Date;
use crate::base::sorting::sort_by_key;
use crate::base::source::Span;
use crate::base::text::{Spelling, Text};
use crate::base::truth::Truth;
use crate::input::TaskDefinition;
use crate::input::context::Launcher;
use crate::rules::value::text_of;
use crate::syntax::{Node, Value};
use std::rc::Rc;

/// The launch types to check; their verdicts are still to be found.
pub(super) fn in_question(
    task: &TaskDefinition<'_>,
    matches: &[Rc<Match<'_>>],
    question: &Question,
) -> Vec<LaunchTypeVerdict> {
    if !question.launch_types.is_empty() {
        let asked = LaunchType::ALL.into_iter().filter(|it| question.launch_types.contains(it));
        return asked.map(|it| judged(it, Basis::Flag, Truth::True, None)).collect();
    }
    let existed = |it: &LaunchTypeVerdict| exists(it.launch_type, question.as_of);
    let root = task.root.as_ref();
    let mut found: Vec<_> = stated(root);
    add_launchers(&mut found, &task.context.launchers);
    let all = task.context.holder.launch_types();
    found.retain(|it| all.contains(&it.launch_type) && existed(it));
    match all {
        [only] if found.is_empty() => vec![judged(*only, Basis::Stated, Truth::True, None)],
        _ if found.is_empty() => possible(root, matches, question.as_of),
        _ => found,
    }
}

/// Whether a launch type existed on a day; today without one.
pub fn exists(launch_type: LaunchType, as_of: Option<Date>) -> bool {
    let Some(day) = as_of else { return true };
    let since = launch_type.since().and_then(|since| since.parse::<Date>().ok());
    since.is_none_or(|since| since.begins_by(day))
}

fn judged(
    launch_type: LaunchType,
    basis: Basis,
    in_question: Truth,
    span: Option<Span>,
) -> LaunchTypeVerdict {
    LaunchTypeVerdict { launch_type, verdict: Verdict::NotRequired, basis, in_question, span }
}

/// What `requiresCompatibilities` states. A placeholder in it may be any launch type.
fn stated(root: &Node<'_>) -> Vec<LaunchTypeVerdict> {
    let Some(node) = root.get("requiresCompatibilities") else { return Vec::new() };
    let mut found = [None; LaunchType::COUNT];
    for item in node.items_or_self() {
        let span = item.resolved().span;
        let Some(text) = text_of(item, Spelling::Anywhere) else { continue };
        for (slot, launch_type) in found.iter_mut().zip(LaunchType::ALL) {
            let truth = text.equals(launch_type.name());
            if truth != Truth::False && slot.is_none_or(|(known, _)| known < truth) {
                *slot = Some((truth, span));
            }
        }
    }
    let pairs = LaunchType::ALL.into_iter().zip(found);
    pairs
        .filter_map(|(launch_type, slot)| {
            let (truth, span) = slot?;
            Some(judged(launch_type, Basis::Stated, truth, Some(span)))
        })
        .collect()
}

/// What the unit says of how the task definition is run: as good as stated. A launch type that a
/// placeholder hides may be any of those that the definition does not state.
fn add_launchers(found: &mut Vec<LaunchTypeVerdict>, launchers: &[Launcher]) {
    let is_stated = !found.is_empty();
    for launcher in launchers {
        let (all, truth) = match &launcher.launch_type {
            Some(known) => (std::slice::from_ref(known), Truth::True),
            None if is_stated => continue,
            None => (LaunchType::ALL.as_slice(), Truth::Unknown),
        };
        for launch_type in all {
            match found.iter_mut().find(|it| it.launch_type == *launch_type) {
                Some(known) => known.in_question = known.in_question.or(truth),
                None => {
                    found.push(judged(*launch_type, Basis::Stated, truth, Some(launcher.span)));
                }
            }
        }
    }
    sort_by_key(found, |it| it.launch_type);
}

/// EC2, and FARGATE where the task definition has what Fargate demands; without those on which one of
/// its features does not exist. `MANAGED_INSTANCES` where only they have all of its features.
fn possible(
    root: &Node<'_>,
    matches: &[Rc<Match<'_>>],
    as_of: Option<Date>,
) -> Vec<LaunchTypeVerdict> {
    let takes = |launch_type| !Truth::any(matches.iter().map(|it| it.is_unsupported(launch_type)));
    let fargate = fits_fargate(root).and(takes(LaunchType::Fargate));
    let ec2 = takes(LaunchType::Ec2);
    let others = fargate.or(ec2);
    let may_need_managed = || {
        let is_refused = |it: &Rc<Match<'_>>| match it.is_unsupported(LaunchType::Ec2) {
            Truth::True => true,
            Truth::Unknown => it.has_written_placeholder(),
            Truth::False => false,
        };
        exists(LaunchType::ManagedInstances, as_of) && matches.iter().any(is_refused)
    };
    let managed = if others != Truth::True && may_need_managed() {
        takes(LaunchType::ManagedInstances).and(!others)
    } else {
        Truth::False
    };
    let candidates = [
        (LaunchType::Fargate, fargate),
        (LaunchType::Ec2, ec2),
        (LaunchType::ManagedInstances, managed),
    ];
    let remaining = candidates.into_iter().filter(|(_, in_question)| *in_question != Truth::False);
    let remaining: Vec<_> = remaining
        .map(|(launch_type, in_question)| judged(launch_type, Basis::Possible, in_question, None))
        .collect();
    if remaining.is_empty() {
        // What no launch type supports is checked for EC2, which rejects the least.
        return vec![judged(LaunchType::Ec2, Basis::Possible, Truth::True, None)];
    }
    remaining
}

/// Fargate demands awsvpc, and a task-level cpu and memory that it has.
fn fits_fargate(root: &Node<'_>) -> Truth {
    let network = match field(root, "networkMode") {
        LaunchField::Known(text) => text.equals("awsvpc"),
        LaunchField::Absent => Truth::False,
        LaunchField::Open => Truth::Unknown,
    };
    let size = match (field(root, "cpu"), field(root, "memory")) {
        (LaunchField::Absent, _) | (_, LaunchField::Absent) => Truth::False,
        (LaunchField::Known(cpu), LaunchField::Known(memory)) => {
            fargate_sizes::accepts(&cpu, &memory)
        }
        _ => Truth::Unknown,
    };
    network.and(size)
}

enum LaunchField<'t> {
    Absent,
    Open,
    Known(Text<'t>),
}

fn field<'t>(root: &'t Node<'t>, key: &str) -> LaunchField<'t> {
    let map = root.as_map();
    match map.and_then(|map| map.get(key)) {
        Some(node) => match &node.resolved().value {
            Value::Null => LaunchField::Absent,
            Value::String(text) if text.is_empty() => LaunchField::Absent,
            _ => text_of(node, Spelling::Anywhere).map_or(LaunchField::Absent, LaunchField::Known),
        },
        None if map.is_some_and(|map| map.open.is_some()) => LaunchField::Open,
        None => LaunchField::Absent,
    }
}
