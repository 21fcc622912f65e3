//! The task definitions of several renderings → each task definition, in the combinations that make a difference.

use super::{DirectiveFact, effect};
use crate::base::diagnostic::CombinationSet;
use crate::base::sorting::sort_by_key;
use crate::base::truth::Truth;
use crate::input::context::Fact;
use crate::input::{TaskDefinition, TaskVariants};

/// The conditions of a rendering, as they are written, and their values.
type RenderingFacts<'t> = &'t [DirectiveFact];

/// A task definition in each rendering that has it.
struct RenderedTask<'t> {
    /// What it is in each rendering.
    found: Vec<Option<TaskVariants<'t>>>,
}

/// Finds out which task definitions of the renderings are one, and which conditions have an effect on it.
pub(in crate::input) fn join<'t>(
    renderings: Vec<(Vec<TaskVariants<'t>>, RenderingFacts<'t>)>,
) -> Vec<TaskVariants<'t>> {
    let count = renderings.len();
    let facts: Vec<_> = renderings.iter().map(|(_, facts)| *facts).collect();
    let mut tasks: Vec<RenderedTask<'t>> = Vec::new();
    for (index, (found, _)) in renderings.into_iter().enumerate() {
        for task in found {
            let same = tasks.iter().position(|known| known.is_at(index, &task));
            let at = same.unwrap_or_else(|| {
                tasks.push(RenderedTask { found: (0..count).map(|_| None).collect() });
                tasks.len() - 1
            });
            let slot = tasks.get_mut(at).and_then(|known| known.found.get_mut(index));
            if let Some(slot) = slot {
                *slot = Some(task);
            }
        }
    }
    sort_by_key(&mut tasks, RenderedTask::start);
    tasks.into_iter().map(|task| task.joined(&facts)).collect()
}

impl<'t> RenderedTask<'t> {
    /// Whether a task definition of a rendering is this one: it overlaps with it in another rendering.
    fn is_at(&self, rendering: usize, task: &TaskVariants<'t>) -> bool {
        let Some(version) = task.versions.first() else { return false };
        let is_free = self.found.get(rendering).is_some_and(Option::is_none);
        let overlaps = |known: &TaskDefinition<'_>| {
            known.document == version.document
                && known.span.start < version.span.end
                && version.span.start < known.span.end
        };
        is_free && self.versions().any(overlaps)
    }

    fn versions(&self) -> impl Iterator<Item = &TaskDefinition<'t>> {
        self.found.iter().flatten().flat_map(|it| &it.versions)
    }

    /// Where it begins: for the order.
    fn start(&self) -> (usize, u32) {
        let starts = self.versions().map(|it| (it.document, it.span.start));
        starts.min().unwrap_or_default()
    }

    /// It, in every combination of the conditions that have an effect on it.
    fn joined(self, facts: &[RenderingFacts<'t>]) -> TaskVariants<'t> {
        let classes = self.classes();
        let kept = effective(facts, &classes);
        let mut joined = TaskVariants::default();
        let mut met: Vec<(usize, Vec<(&'t str, Fact<'t>)>)> = Vec::new();
        for ((found, class), facts) in self.found.into_iter().zip(classes).zip(facts) {
            let Some(found) = found else { continue };
            for problem in found.problems {
                if !joined.problems.contains(&problem) {
                    joined.problems.push(problem);
                }
            }
            let facts = facts.iter().map(|(name, fact)| (name.as_str(), fact.clone()));
            let facts: Vec<_> = facts.filter(|(name, _)| kept.contains(name)).collect();
            let combination = (class, facts);
            if met.contains(&combination) {
                continue;
            }
            let versions = found.versions.into_iter().map(|it| with_facts(it, &combination.1));
            joined.versions.extend(versions);
            met.push(combination);
        }
        joined.versions.truncate(CombinationSet::MOST);
        joined
    }

    /// A number for each rendering; two that say the same have one.
    fn classes(&self) -> Vec<usize> {
        let mut classes: Vec<usize> = Vec::with_capacity(self.found.len());
        for (index, found) in self.found.iter().enumerate() {
            let same = self
                .found
                .iter()
                .take(index)
                .position(|known| is_same(known.as_ref(), found.as_ref()));
            classes.push(same.and_then(|at| classes.get(at).copied()).unwrap_or(index));
        }
        classes
    }
}

fn is_same(one: Option<&TaskVariants<'_>>, other: Option<&TaskVariants<'_>>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            let mut pairs = one.versions.iter().zip(&other.versions);
            one.versions.len() == other.versions.len()
                && pairs.all(|(one, other)| {
                    one.context.facts == other.context.facts
                        && effect::is_same(&one.root, &other.root)
                })
        }
        _ => false,
    }
}

/// The conditions that tell renderings of different classes apart.
fn effective<'t>(facts: &[RenderingFacts<'t>], classes: &[usize]) -> Vec<&'t str> {
    let mut kept: Vec<&str> = Vec::new();
    for (name, _) in facts.iter().flat_map(|it| it.iter()) {
        if !kept.contains(&name.as_str()) {
            kept.push(name);
        }
    }
    for name in kept.clone().into_iter().rev() {
        let without: Vec<_> = kept.iter().copied().filter(|it| *it != name).collect();
        if tells_apart(facts, classes, &without) {
            kept = without;
        }
    }
    kept
}

/// Whether no two renderings of different classes can hold together, by these conditions alone.
fn tells_apart(facts: &[RenderingFacts<'_>], classes: &[usize], kept: &[&str]) -> bool {
    let excludes = |one: RenderingFacts<'_>, other: RenderingFacts<'_>| {
        let mut both = one.iter().filter(|(name, _)| kept.contains(&name.as_str()));
        both.any(|(name, value)| other.iter().any(|(same, its)| same == name && its != value))
    };
    let all: Vec<_> = facts.iter().zip(classes).collect();
    let mut pairs = all
        .iter()
        .enumerate()
        .flat_map(|(at, one)| all.iter().take(at).map(move |other| (*one, *other)));
    pairs.all(|((one, class), (other, its))| class == its || excludes(one, other))
}

/// A version under conditions of its template's language.
fn with_facts<'t>(
    mut task: TaskDefinition<'t>,
    facts: &[(&'t str, Fact<'t>)],
) -> TaskDefinition<'t> {
    if !facts.is_empty() {
        let own = facts.iter().cloned();
        let context = &mut task.context;
        context.facts = own.chain(std::mem::take(&mut context.facts)).collect();
        context.by_default = context.by_default.and(Truth::Unknown);
    }
    task
}
