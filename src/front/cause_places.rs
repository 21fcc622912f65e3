//! What was found in a text, tied to the places of files that ask for it.

use super::checker::Checker;
use super::explanation::ExplainedText;
use super::source_file::SourceFile;
use super::tally::Tally;
use super::unit::Unit;
use crate::analysis::triage::all_findings;
use crate::analysis::{Diagnostic, FileReport, TaskReport, What, fixes};
use crate::base::source::Span;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::engine::{Match, Need};
use crate::explain::{FoundCause, Reason};
use crate::iam::matching::Glob;
use crate::input::TaskDefinition;
use crate::render::cause_place::{CausePlaces, NAMED, PlaceMaker};
use crate::render::{Style, Summary};
use crate::rules::cause::CauseSide;
use std::rc::Rc;

/// What one file says to the causes of a text.
#[derive(Clone, Debug)]
pub struct LocatedCauses {
    /// What it says to each, in their order.
    each: Vec<CausePlaces>,
    summary: Summary,
}

impl Checker {
    /// Where a file of a unit asks for what the causes of a text are about; the style is for what people read.
    pub fn locate_in(
        &self,
        unit: &Unit,
        file: &SourceFile,
        text: &ExplainedText,
        style: &Style,
    ) -> LocatedCauses {
        self.analyze_in(unit, file, |found| {
            let maker = PlaceMaker::new(found, style);
            let each =
                text.each().map(|(reason, cause)| Asking::new(reason, cause).places(found, &maker));
            let tally = Tally::of(found, file.is_named).unwrap_or_else(Tally::skipped);
            LocatedCauses { each: each.collect(), summary: tally.summary }
        })
    }
}

impl ExplainedText {
    /// Adds what a file says: the places that fit a cause best stay. Returns what the file adds to the totals.
    pub fn add_places(&mut self, located: LocatedCauses) -> Summary {
        for (cause, places) in self.each_mut().zip(located.each) {
            cause.places.get_or_insert_default().append(places);
        }
        located.summary
    }
}

/// How many bytes of a text on either side of what decided may name something of a file.
const MOST_NEAR: usize = 4096;

/// A cause whose places are sought.
struct Asking<'a> {
    reason: &'a Reason,
    /// The text around what decided: a log may be long.
    near: &'a str,
    cause: &'a FoundCause,
    /// The resource that the call named.
    resource: Option<Glob>,
}

impl<'a> Asking<'a> {
    fn new(reason: &'a Reason, cause: &'a FoundCause) -> Self {
        let resource = cause.resource.as_deref();
        let resource = resource.map(|it| Glob::exact(&Text::literal(it)));
        let first = cause.evidence.first().map_or(0, |it| it.start);
        let near = part(&reason.text, first.saturating_sub(MOST_NEAR), first + MOST_NEAR);
        Self { reason, near, cause, resource }
    }

    fn places(&self, file: &FileReport<'_>, maker: &PlaceMaker<'_, '_>) -> CausePlaces {
        let mut found = CausePlaces::default();
        for task in &file.task_reports {
            self.add_task(task, file, maker, &mut found);
        }
        found
    }

    fn add_task(
        &self,
        task_report: &TaskReport<'_>,
        file: &FileReport<'_>,
        maker: &PlaceMaker<'_, '_>,
        into: &mut CausePlaces,
    ) {
        let task = task_report.task;
        // What a task definition says to a cause without a feature is as good as what any other says.
        let mut best = self.cause.rules.is_empty().then_some(0);
        let mut spans = Vec::new();
        for found in self.matches(task_report) {
            let container = container(task, found);
            let fit = self.fit(task_report, found, container);
            best = best.max(Some(fit));
            spans.push(found.span);
            into.add_place(maker, fit, (task.document, found.span), container);
        }
        let Some(fit) = best else { return };
        for finding in all_findings(task_report).into_iter().filter(|it| self.is_about(it, &spans))
        {
            let fit = if self.names_key_of(finding) { fit.max(2 * NAMED) } else { fit };
            if let Some(span) = finding.span().filter(|_| spans.is_empty()) {
                into.add_place(maker, fit, (finding.document, span), None);
            }
            if let Some(fix) = fixes(file, finding, Some(task.span)).first() {
                into.add_patch(maker, fit, finding, fix);
            }
        }
        let role = match self.cause.side {
            CauseSide::ExecutionRole => task.context.role.as_ref(),
            CauseSide::TaskRole => task.context.task_role.as_ref(),
            _ => None,
        };
        if let Some(role) = role {
            into.add_role(maker, fit, (task.document, role.span), &role.id);
        }
    }

    /// What a task definition has of the features that the cause is about.
    fn matches<'r, 't>(&self, task: &'r TaskReport<'t>) -> impl Iterator<Item = &'r Match<'t>> {
        let all = task.assessment.matches.iter().map(Rc::as_ref);
        // What a syntax error may hide is nowhere.
        let shown = all.filter(|it| !it.span.is_empty());
        shown.filter(|it| self.cause.rules.iter().any(|rule| rule == it.rule.id()))
    }

    /// How well a place fits: the resource of the call decides, or a value that the text repeats, then the container,
    /// then whether it is certain that the rule holds there.
    fn fit<'t>(&self, task: &TaskReport<'t>, found: &Match<'t>, container: Option<&str>) -> u8 {
        let is_of_container =
            self.reason.container.is_some() && self.reason.container.as_deref() == container;
        let named = if let Some(resource) = &self.resource {
            self.covers(task, found, resource)
        } else {
            let mut values = found.values.iter().filter_map(|it| it.text()?.as_literal());
            if values.any(|it| repeats(self.near, it)) { 2 } else { 0 }
        };
        named * NAMED + 2 * u8::from(is_of_container) + u8::from(found.truth == Truth::True)
    }

    /// Whether what a match needs covers the resource of the call: 2 yes, 1 perhaps, 0 no.
    fn covers<'t>(&self, task: &TaskReport<'t>, found: &Match<'t>, resource: &Glob) -> u8 {
        let permissions = needs_of(task, found).flat_map(Need::permissions);
        let of_call = permissions.filter(|it| self.cause.action.as_deref() == Some(&*it.action));
        let covers = of_call.map(|it| match Glob::pattern(&it.resource).matches(resource) {
            Truth::True => 2,
            Truth::Unknown => 1,
            Truth::False => 0,
        });
        // Without such a permission nothing says which resource it would be.
        covers.max().unwrap_or(1)
    }

    /// Whether the text names the key that a finding is about.
    fn names_key_of(&self, finding: &Diagnostic) -> bool {
        match &finding.subject.what {
            What::Unsupported { key: Some(key), .. } => letters(self.near).contains(&letters(key)),
            _ => false,
        }
    }

    /// Whether a finding is one of those that belong to the cause, or is about the permission that the call lacks.
    fn is_about(&self, finding: &Diagnostic, spans: &[Span]) -> bool {
        let is_of_call = |action: &str| {
            let labels = finding.primary.iter().chain(&finding.related);
            self.cause.action.as_deref() == Some(action)
                && labels.filter(|it| it.source.is_none()).any(|it| spans.contains(&it.span))
        };
        self.cause.codes.iter().any(|code| code == finding.code.name())
            || finding.subject.permission().is_some_and(|(action, _)| is_of_call(action))
    }
}

/// The bytes of a text from a place to another, a little fewer where these are within a character.
fn part(text: &str, start: usize, end: usize) -> &str {
    let start = (start..text.len()).find(|at| text.is_char_boundary(*at));
    let end = (0..=end.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    start.zip(end).and_then(|(start, end)| text.get(start..end)).unwrap_or_default()
}

/// The letters of a text, in lower case: `network mode` is `networkMode`.
fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
}

/// The requirements that a match is, or explains further.
fn needs_of<'r, 't>(
    task: &'r TaskReport<'t>,
    found: &'r Match<'t>,
) -> impl Iterator<Item = &'r Need<'t>> {
    let is_found = move |it: &Rc<Match<'t>>| std::ptr::eq(Rc::as_ptr(it), found);
    let needs = task.assessment.needs.iter();
    needs.filter(move |it| is_found(&it.found) || it.refined_by.iter().any(is_found))
}

/// The name of the container that a match is in.
fn container<'t>(task: &TaskDefinition<'_>, found: &Match<'t>) -> Option<&'t str> {
    let containers = task.root.get("containerDefinitions")?.resolved().span;
    containers.contains(found.item?.span).then(|| found.item_name())?
}

/// Whether a text repeats a value, as a whole word.
fn repeats(text: &str, value: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/');
    value.len() > 3
        && text.match_indices(value).any(|(at, _)| {
            let before = text.get(..at).is_some_and(|it| !it.ends_with(goes_on));
            before && text.get(at + value.len()..).is_some_and(|it| !it.starts_with(goes_on))
        })
}
