//! One source → its report: its task definitions with their verdicts, and its problems.

use super::option_use::OptionUse;
use super::report::{FileReport, TaskReport};
use super::role_check::KnownRoles;
use super::role_source::check_role;
use super::subject::{Diagnostic, Note, Subject, TrustFault, What};
use super::terms::Terms;
use super::triage::{self, FileTriage};
use super::variants::{Variant, join_all};
use super::{agent, role, rule_findings, sort, values};
use crate::base::diagnostic::{self, BuiltIn};
use crate::base::maps::HashMap;
use crate::base::sorting::sort_by_key;
use crate::base::source::{Source, Span};
use crate::base::text::{Spelling, Text};
use crate::base::truth::Truth;
use crate::engine::{Assessment, Need, Question, assess_with};
use crate::input::directives::Renderings;
use crate::input::formats::ParsedSource;
use crate::input::{TaskDefinition, TaskVariants};
use crate::rules::value::text_of;
use crate::rules::{KnownReadings, Rules};
use crate::syntax::{Node, Value};
use std::rc::Rc;

/// Analyzes a source as a file that the user named, without a word about what may stay.
#[cfg(feature = "internals")]
pub fn analyze<T>(
    source: &Source,
    problems: Vec<Diagnostic>,
    rules: &Rules,
    question: &Question,
    report: impl FnOnce(&FileReport<'_>) -> T,
) -> T {
    analyze_with(source, problems, rules, question, &FileTriage::default(), report)
}

/// Analyzes a source and hands the result to `report`, which may keep nothing of it.
///
/// `problems` are those met before: bytes that are not text.
pub fn analyze_with<T>(
    source: &Source,
    problems: Vec<Diagnostic>,
    rules: &Rules,
    question: &Question,
    triage: &FileTriage<'_>,
    report: impl FnOnce(&FileReport<'_>) -> T,
) -> T {
    let renderings = Renderings::of(source, &question.inputs);
    let parsed = ParsedSource::read(source, &renderings, &question.inputs);
    let mut problems = Problems { all: problems, ..Problems::default() };
    problems.all.extend(parsed.syntax.iter().cloned().map(lift));
    problems.all.extend(parsed.problems.iter().cloned().map(lift));
    let tasks = parsed.find(&question.inputs, &|field, word| rules.know(field, word));
    // What is not there may be in what was not read.
    let is_whole = !problems.all.iter().any(is_about_a_missing_part);
    if tasks.is_empty() && is_whole {
        problems.all.extend(parsed.explain_absence().map(lift));
    }
    let mut task_reports = Vec::new();
    let mut option_use = OptionUse::default();
    for variants in &tasks {
        variants.problems.iter().for_each(|it| problems.add_once(it.clone().lift()));
        variants.syntax.iter().for_each(|it| problems.add_once(it.clone().lift()));
        task_reports.extend(judge(variants, rules, question, &mut problems, &mut option_use));
    }
    keep_first_boundary_note(&mut task_reports);
    if !tasks.is_empty() {
        option_use.targets.add(parsed.targets.clone());
        if question.inputs.asks_for_names() {
            option_use.targets.add_words(&tasks);
        }
        if !question.inputs.images.is_empty() {
            option_use.targets.add_containers(&tasks);
        }
    }
    let mut problems = problems.all;
    sort_by_key(&mut problems, |problem| (problem.document, problem.span()));
    let is_plain = parsed.is_plain();
    let renderings = parsed.documents();
    let mut file = FileReport {
        renderings,
        is_plain,
        task_reports,
        problems,
        option_use,
        ..FileReport::empty(source, question, rules)
    };
    triage::apply(&mut file, triage, rules, question);
    report(&file)
}

/// Whether a file is missing in what is made of several.
pub fn is_about_a_missing_part(problem: &Diagnostic) -> bool {
    problem.code.is(BuiltIn::TooLarge) || problem.code.is(BuiltIn::Unreadable)
}

/// A boundary that comes from elsewhere is that of every role of a file, mostly: it is noted once.
fn keep_first_boundary_note(task_reports: &mut [TaskReport<'_>]) {
    let mut is_noted = false;
    for findings in task_reports.iter_mut().map(|it| &mut it.findings) {
        findings.retain(|finding| {
            let is_note = matches!(finding.subject.what, What::BoundaryUnknown(_));
            !is_note || !std::mem::replace(&mut is_noted, true)
        });
    }
}

/// What a reader has met, about the one subject of all reports.
fn lift<S>(met: diagnostic::Diagnostic<S>) -> Diagnostic
where
    Subject: From<S>,
{
    met.lift()
}

/// The problems of a file.
#[derive(Default)]
struct Problems {
    all: Vec<Diagnostic>,
    /// Where those are in `all` that were met in a template, by their place.
    of_templates: HashMap<(usize, Option<Span>), Vec<usize>>,
}

impl Problems {
    /// Adds a problem of a template, unless it is there: what several task definitions use is reported
    /// once.
    fn add_once(&mut self, problem: Diagnostic) {
        let place = (problem.document, problem.span());
        let known = self.of_templates.entry(place).or_default();
        let is_known = known.iter().any(|at| {
            self.all.get(*at).is_some_and(|it| it.subject.says_the_same(&problem.subject))
        });
        if !is_known {
            known.push(self.all.len());
            self.all.push(problem);
        }
    }
}

/// Checks a task definition in every combination; nothing if no combination creates it.
fn judge<'t>(
    candidate: &'t TaskVariants<'t>,
    rules: &'t Rules,
    question: &'t Question,
    problems: &mut Problems,
    option_use: &mut OptionUse,
) -> Option<TaskReport<'t>> {
    let is_alone = candidate.versions.len() == 1;
    let mut variants = Vec::with_capacity(candidate.versions.len());
    let readings = (!is_alone).then(Rc::default);
    let mut known = SharedByCombinations { readings, ..SharedByCombinations::default() };
    for task in &candidate.versions {
        let shape = task.context.shape.iter().cloned().map(lift).collect::<Vec<_>>();
        let (variant, problem) = judge_variant(task, rules, question, (&shape, &mut known));
        option_use.add_assumptions(&variant.assessment, question);
        option_use.checks_role |= variant.role.is_some();
        variants.push(variant);
        for problem in shape.into_iter().chain(problem) {
            if is_alone || !problems.all.contains(&problem) {
                problems.all.push(problem);
            }
        }
    }
    join_all(variants).map(|it| TaskReport { versions: &candidate.versions, ..it })
}

/// What the combinations of a task definition that were checked have in common with the next one.
#[derive(Default)]
struct SharedByCombinations<'t> {
    roles: KnownRoles<'t>,
    /// What was read; none where there is no other combination.
    readings: Option<Rc<KnownReadings<'t>>>,
    /// Requirements by place and rule.
    needs: HashMap<(Span, &'t str), Vec<Need<'t>>>,
}

impl<'t> SharedByCombinations<'t> {
    /// Gives requirements that were met before the permissions that they had there.
    fn share_permissions(&mut self, needs: &mut [Need<'t>]) {
        if self.readings.is_none() {
            return;
        }
        for need in needs {
            let met = self.needs.entry((need.found.span, need.found.rule.id())).or_default();
            if !met.iter().any(|known| need.share(known)) {
                met.push(need.clone());
            }
        }
    }
}

/// Checks a task definition in one combination; with the problem that prevents the check of its role.
fn judge_variant<'t>(
    task: &'t TaskDefinition<'t>,
    rules: &'t Rules,
    question: &'t Question,
    (shape, known): (&[Diagnostic], &mut SharedByCombinations<'t>),
) -> (Variant<'t>, Option<Diagnostic>) {
    let mut assessment = assess_with(task, rules, question, known.readings.as_ref());
    known.share_permissions(&mut assessment.needs);
    let terms = Terms::of(task);
    // The misspelled key is the cause, and is reported already.
    let is_misspelt = shape.iter().any(|it| it.code.is(BuiltIn::MisspeltExecutionRole));
    let mut findings = Vec::new();
    findings.extend(role::check(&assessment, task.span, is_misspelt, terms));
    findings.extend(values::check(task, &findings));
    findings.extend(rule_findings::unsupported(&assessment));
    findings.extend(rule_findings::of_rules(&assessment));
    findings.extend(agent::check(&assessment, question));
    let defaults =
        defaults_that_matter(task, &assessment, (rules, question), known.readings.as_ref());
    let (role, problem) = match check_role(task, &assessment, question, &mut known.roles) {
        Ok(Some((role, more))) => {
            let is_whole = task.context.lost.is_empty() && !is_without_containers(task);
            findings.extend(more.into_iter().filter(|it| is_whole || !is_guess(it)));
            (Some(role), None)
        }
        Ok(None) => (None, None),
        Err(problem) => (None, Some(*problem)),
    };
    sort(&mut findings);
    (Variant { task, assessment, findings, role, defaults }, problem)
}

/// Whether a module does not show a single container: what each of them might use is no finding.
fn is_without_containers(task: &TaskDefinition<'_>) -> bool {
    let containers = task.root.get("containerDefinitions");
    task.format.is_terraform()
        && containers.is_none_or(|it| matches!(it.value, Value::Placeholder(_)))
}

/// Whether a permission is missing only for what a syntax error may hide, or trust is left open by that.
fn is_guess(finding: &Diagnostic) -> bool {
    if matches!(finding.subject.what, What::Trust(TrustFault::Undecided { .. })) {
        return true;
    }
    let labels = finding.primary.iter().chain(&finding.related);
    let mut uses = labels.filter_map(|label| match &label.note {
        Some(Note::NeededFor { depends_on, .. }) => Some(!depends_on.is_empty()),
        _ => None,
    });
    matches!(finding.subject.what, What::Permission(_))
        && uses.next().is_some_and(|first| first && uses.all(|next| next))
}

/// The parameters whose defaults the assessment rests on: without them something else would be said, and they
/// stand in what it is said about.
fn defaults_that_matter<'t>(
    task: &'t TaskDefinition<'t>,
    assessment: &Assessment<'t>,
    (rules, question): (&'t Rules, &'t Question),
    known: Option<&Rc<KnownReadings<'t>>>,
) -> Vec<&'t str> {
    let context = &task.context;
    let Some(open) = context.without_defaults.as_deref() else { return Vec::new() };
    let other = assess_with(open, rules, question, known);
    let on = |assessment: &Assessment<'_>| {
        assessment
            .launch_types
            .iter()
            .map(|it| (it.launch_type, it.in_question))
            .collect::<Vec<_>>()
    };
    let differs = other.verdict != assessment.verdict || other.role.state != assessment.role.state;
    if !differs {
        return Vec::new();
    }
    let mut texts: Vec<Text<'_>> = Vec::new();
    if other.role.state != assessment.role.state {
        texts.extend(other.role.value.clone());
    }
    if other.verdict != assessment.verdict {
        let open_needs = other.needs.iter().filter(|need| need.found.truth == Truth::Unknown);
        texts.extend(
            open_needs
                .flat_map(|need| need.found.values.iter())
                .filter_map(|it| it.text().cloned()),
        );
        if on(&other) != on(assessment) {
            let keys = ["requiresCompatibilities", "networkMode", "cpu", "memory"];
            let nodes = keys.iter().filter_map(|key| open.root.get(key));
            let items = nodes.flat_map(Node::items_or_self);
            texts.extend(items.filter_map(|it| text_of(it, Spelling::Anywhere)));
        }
    }
    let stands_in = |name: &&'t str| {
        let mut placeholders = texts.iter().flat_map(Text::placeholders);
        placeholders.any(|placeholder| placeholder.parameters().any(|it| it == *name))
    };
    let found: Vec<_> = context.defaults.iter().copied().filter(stands_in).collect();
    // What makes the difference is not shown in any of these values: then it may be any of them.
    if found.is_empty() { context.defaults.clone() } else { found }
}
