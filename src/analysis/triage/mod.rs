//! How severe what was found is here, and what of it may stay: by comments, metadata, the configuration and a baseline.

mod about;
mod aside;
mod comment;
mod exceptions;
mod fingerprint;
mod identity;
mod ignores;
mod lines;
mod metadata;
mod run_kinds;
mod stated;

pub use about::About;
pub use aside::{all_findings, all_problems, for_baseline};
pub use exceptions::unused_exception;
pub use fingerprint::{Fingerprint, Fingerprinted};

use super::report::FileReport;
use super::subject::{Diagnostic, What};
use crate::base::date::Date;
use crate::base::diagnostic::{BuiltIn, Exception, Severity, Suppression};
use crate::base::sorting::sort_by_key;
use crate::base::source::{SoughtWord, Source};
use crate::engine::Question;
use crate::input::formats;
use crate::input::schema::KeyFault;
use crate::rules::Rules;
use crate::syntax::{HclFault, JsonFault, SyntaxFault, YamlFault};
use aside::{set_aside, set_aside_known, set_aside_problems};
use exceptions::Exceptions;
use ignores::StatedIgnores;
use run_kinds::RunKinds;
use std::collections::BTreeMap;

/// The word without which a text says nothing about this program.
static PROGRAM: SoughtWord = SoughtWord::new("needs-exec-role");

/// What the user says of all findings of a run.
#[derive(Clone, Debug, Default)]
pub struct TriageSettings {
    /// The severities of codes.
    pub severities: Vec<(String, Severity)>,
    /// The day of the run.
    pub today: Option<Date>,
    /// Whether comments, metadata and exceptions count for nothing.
    pub no_ignores: bool,
}

/// The same for one file.
#[derive(Clone, Copy, Debug)]
pub struct FileTriage<'a> {
    /// For all files.
    pub settings: &'a TriageSettings,
    /// What may stay in the file.
    pub exceptions: &'a [Exception],
    /// How many of each fingerprint a baseline has for the file.
    pub known: Option<&'a BTreeMap<Fingerprint, usize>>,
    /// Whether the user named the file: then the run fails if it contains no task definition.
    pub is_named: bool,
}

static NO_SETTINGS: TriageSettings =
    TriageSettings { severities: Vec::new(), today: None, no_ignores: false };

impl Default for FileTriage<'_> {
    fn default() -> Self {
        Self { settings: &NO_SETTINGS, exceptions: &[], known: None, is_named: true }
    }
}

impl TriageSettings {
    /// Gives a diagnostic the severity that its code has here.
    pub fn weigh(&self, diagnostic: &mut Diagnostic) {
        let own = self.severities.iter().rev().find(|(code, _)| code == diagnostic.code.name());
        if let Some((_, severity)) = own.filter(|_| !is_only_a_count(&diagnostic.subject.what)) {
            diagnostic.severity = *severity;
        }
    }
}

/// Whether it only says how many more there are that are not reported.
fn is_only_a_count(what: &What) -> bool {
    match what {
        What::Syntax(SyntaxFault::Json(fault)) => matches!(fault, JsonFault::More(_)),
        What::Syntax(SyntaxFault::Yaml(fault)) => matches!(fault, YamlFault::More(_)),
        What::Syntax(SyntaxFault::Hcl(fault)) => matches!(fault, HclFault::More(_)),
        What::Key(subject) => matches!(subject.fault, KeyFault::LeftOut { .. }),
        _ => false,
    }
}

/// Weighs what was found in a file, and sets aside what may stay.
pub(super) fn apply(
    file: &mut FileReport<'_>,
    triage: &FileTriage<'_>,
    rules: &Rules,
    question: &Question,
) {
    let settings = triage.settings;
    if !settings.severities.is_empty() {
        let findings = file.task_reports.iter_mut().flat_map(|it| &mut it.findings);
        findings.chain(&mut file.problems).for_each(|it| settings.weigh(it));
    }
    // Why the run fails is always reported.
    if triage.is_named && file.task_reports.is_empty() {
        return;
    }
    let has_ignores = !settings.no_ignores && file.source.has(&PROGRAM);
    let exceptions = if settings.no_ignores { &[] } else { triage.exceptions };
    if has_ignores || !exceptions.is_empty() {
        let exceptions = Exceptions::new(exceptions, settings.today);
        let stated = StatedIgnores::default();
        let mut sieve = Sieve { source: file.source, stated, exceptions };
        let mut problems = if has_ignores { sieve.read(file, rules) } else { Vec::new() };
        set_aside(file, &mut |it, about| sieve.suppression(it, about));
        let kinds = RunKinds::of(file, question);
        if !is_broken(file) {
            let unused = sieve.stated.unused().filter(|it| kinds.may_find(&it.code));
            problems.extend(unused.map(|it| it.unused(file.source)));
        }
        problems.extend(sieve.exceptions.expired());
        sieve.add_problems(file, problems, settings);
        file.needed_exceptions = sieve.exceptions.needed(file, &kinds);
    }
    if let Some(known) = triage.known {
        set_aside_known(file, known.clone());
    }
}

/// Whether a part of the file could not be read: what would be found there is not known.
fn is_broken(file: &FileReport<'_>) -> bool {
    let problems = file.problems.iter().chain(&file.suppressed_problems);
    problems.into_iter().any(|it| it.code.is(BuiltIn::Syntax))
}

/// All that says what may stay.
struct Sieve<'a> {
    source: &'a Source,
    stated: StatedIgnores,
    exceptions: Exceptions<'a>,
}

impl Sieve<'_> {
    /// Reads what the file itself says; what is wrong with that.
    fn read(&mut self, file: &FileReport<'_>, rules: &Rules) -> Vec<Diagnostic> {
        let (mut stated, mut problems) = comment::read(self.source, &file.renderings);
        let (of_metadata, more) = metadata::read(&formats::metadata(&file.renderings));
        stated.extend(of_metadata);
        problems.extend(more);
        let built_in = BuiltIn::ALL.iter().map(|it| it.name());
        let of_rules = rules.iter().flat_map(|it| it.findings.iter());
        let codes: Vec<_> = built_in.chain(of_rules.map(|it| it.code.as_ref())).collect();
        stated.retain(|it| match it.unknown_code(&codes) {
            Some(unknown) => {
                problems.push(unknown);
                false
            }
            None => true,
        });
        self.stated = StatedIgnores::new(stated, self.source, &file.renderings);
        problems
    }

    /// Why a diagnostic may stay, by the file itself or else by the configuration.
    fn suppression(&mut self, diagnostic: &Diagnostic, about: About<'_>) -> Option<Suppression> {
        let found = self.stated.suppression(diagnostic, about, self.source);
        let place = (about, self.source.name());
        let configured = self.exceptions.suppression(diagnostic, place, found.is_some());
        found.or(configured)
    }

    /// Adds what is wrong with what says so, which only the configuration suppresses.
    fn add_problems(
        &mut self,
        file: &mut FileReport<'_>,
        mut problems: Vec<Diagnostic>,
        settings: &TriageSettings,
    ) {
        if problems.is_empty() {
            return;
        }
        for problem in &mut problems {
            settings.weigh(problem);
        }
        let before = std::mem::replace(&mut file.problems, problems);
        self.stated = StatedIgnores::default();
        set_aside_problems(file, &mut |it, about| self.suppression(it, about));
        file.problems.extend(before);
        sort_by_key(&mut file.problems, |problem| (problem.document, problem.span()));
    }
}
