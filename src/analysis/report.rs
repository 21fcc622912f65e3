//! The report on a file and on its task definitions.

use super::combination::Combination;
use super::option_use::OptionUse;
use super::role_check::RoleCheck;
use super::subject::Diagnostic;
use crate::base::diagnostic::Severity;
use crate::base::source::Source;
use crate::engine::{Assessment, Question};
use crate::input::TaskDefinition;
use crate::rules::Rules;
use crate::syntax::Node;

/// A file, with everything there is to say about it.
#[derive(Debug)]
pub struct FileReport<'t> {
    /// The text.
    pub source: &'t Source,
    /// Its documents in each rendering of its template's directives: one for JSON, any number for YAML.
    pub renderings: Vec<&'t [Node<'t>]>,
    /// Whether it can be edited: what a template's marks or a syntax error leave of a text is a guess.
    pub is_plain: bool,
    /// Its task definitions, in order.
    pub task_reports: Vec<TaskReport<'t>>,
    /// What is wrong with it, in the order of the text.
    pub problems: Vec<Diagnostic>,
    /// What is wrong with it and may stay, in no order.
    pub suppressed_problems: Vec<Diagnostic>,
    /// The numbers of the exceptions that are about something that was found, or may be about what cannot be found so.
    pub needed_exceptions: Vec<usize>,
    /// What the options could be about in it; empty where it holds no task definition.
    pub option_use: OptionUse,
    /// What was asked, for fixes: what they insert, and what they lead to.
    pub question: &'t Question,
    /// The rules, for the same.
    pub rules: &'t Rules,
}

/// A task definition and its verdict.
#[derive(Debug)]
pub struct TaskReport<'t> {
    /// The task definition.
    pub task: &'t TaskDefinition<'t>,
    /// The same in every combination of conditions.
    pub versions: &'t [TaskDefinition<'t>],
    /// What there is to say about it.
    pub assessment: Assessment<'t>,
    /// What was found in it.
    pub findings: Vec<Diagnostic>,
    /// What was found in it and may stay, in no order.
    pub suppressed: Vec<Diagnostic>,
    /// The result of checking a role against the requirements, if one was provided.
    pub role: Option<RoleCheck>,
    /// The combinations of conditions under which a template makes it; none if there is but one.
    pub combinations: Vec<Combination<'t>>,
    /// The parameters of a template on whose defaults this rests.
    pub defaults: Vec<&'t str>,
}

impl TaskReport<'_> {
    /// The conditions that the verdict depends on, where the combinations of them come to different ones.
    pub fn deciding_conditions(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let Some(first) = self.combinations.first() else { return names };
        if self.combinations.iter().all(|it| it.verdict == first.verdict) {
            return names;
        }
        for (name, _) in self.combinations.iter().flat_map(|it| &it.facts) {
            if !names.iter().any(|known| known == name) {
                names.push((*name).to_owned());
            }
        }
        names
    }
}

impl<'t> FileReport<'t> {
    /// That of a text without anything to say about it.
    pub fn empty(source: &'t Source, question: &'t Question, rules: &'t Rules) -> Self {
        Self {
            source,
            renderings: Vec::new(),
            is_plain: false,
            task_reports: Vec::new(),
            problems: Vec::new(),
            suppressed_problems: Vec::new(),
            needed_exceptions: Vec::new(),
            option_use: OptionUse::default(),
            question,
            rules,
        }
    }

    /// Its documents, as the first rendering has them.
    pub fn documents(&self) -> &'t [Node<'t>] {
        self.renderings.first().copied().unwrap_or_default()
    }

    /// The severities of all findings and problems.
    pub fn severities(&self) -> impl Iterator<Item = Severity> {
        let findings = self.task_reports.iter().flat_map(|it| &it.findings);
        findings.chain(&self.problems).map(|diagnostic| diagnostic.severity)
    }
}
