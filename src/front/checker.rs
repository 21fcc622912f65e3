//! The checker: rules and options, prepared once for any number of files.

use super::explanation::{ExplainedText, Explanation};
use super::option_error::OptionError;
use super::options::{Assumption, Options, assumptions};
use super::report::Report;
use super::rule_files;
use super::source_file::SourceFile;
use crate::analysis::FileReport;
use crate::analysis::pipeline::analyze_with;
use crate::analysis::subject::PassedOption;
use crate::analysis::triage::{FileTriage, TriageSettings};
use crate::base::diagnostic::BuiltIn;
use crate::engine::Question;
use crate::render::json;
use crate::rules::{Causes, Rules};

/// Checks task definitions: rules and options, prepared once for any number of files.
#[derive(Debug)]
pub struct Checker {
    pub(super) rules: Rules,
    pub(super) causes: Causes,
    pub(super) question: Question,
    /// The options that are about names in the files.
    pub(super) passed: Vec<PassedOption>,
    /// How severe findings are, and what suppresses them.
    pub(super) settings: TriageSettings,
}

impl Checker {
    /// A checker with these options.
    ///
    /// # Errors
    /// An invalid option, with what to write instead.
    pub fn new(options: &Options) -> Result<Self, OptionError> {
        let rules = rule_files::load(&options.rules)?;
        let causes = rule_files::load_causes(&options.rules)?;
        let question = options.question(&rules)?;
        let settings = TriageSettings::default();
        let checker = Self { rules, causes, question, passed: options.passed()?, settings };
        Ok(Self {
            settings: options.triage(&|code| checker.codes().any(|it| it == code))?,
            ..checker
        })
    }

    /// Checks some files, and those that they nest: `more` is called with the path of each, and returns its text, or
    /// none. What one of them exports or passes to another counts there.
    pub fn check(
        &self,
        files: &[SourceFile],
        more: &mut dyn FnMut(&str) -> Option<SourceFile>,
    ) -> Report {
        let unit = self.unit(files.to_vec(), more);
        let mut report = Report::default();
        for (_, file) in unit.files() {
            report.append(self.check_in(&unit, file));
        }
        report
    }

    /// The explanation of a rule's ID, a finding's code, or an AWS error message.
    pub fn explain(&self, what: &str) -> Explanation {
        Explanation::find(what, &self.rules, &self.causes)
    }

    /// The causes of an AWS error message, or of the reasons in a document that AWS printed: what `aws ecs
    /// describe-tasks`, `describe-services` or `aws cloudformation describe-stack-events` print, an event, or a record
    /// of `CloudTrail`.
    pub fn explain_text(&self, text: &str) -> Explanation {
        Explanation::Causes(ExplainedText::of(text, &self.rules, &self.causes))
    }

    /// The ID and the title of each rule.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rules.iter().map(|rule| (rule.id(), rule.title.as_ref()))
    }

    /// The rules as JSON, in the version 1 that `docs/schema/rules-v1.schema.json` describes: what each says about
    /// each launch type.
    pub fn rules_json(&self) -> String {
        json::rules(&self.rules)
    }

    /// The codes of everything that can be found, in the order of their page; those of rules come last.
    pub fn codes(&self) -> impl Iterator<Item = String> {
        let built_in = BuiltIn::ALL.iter().map(|code| code.name().to_owned());
        let of_rules = self.rules.iter().flat_map(|rule| rule.findings.iter());
        built_in.chain(of_rules.map(|finding| finding.code.to_string()))
    }

    /// Whether there is such a code.
    pub fn has_code(&self, code: &str) -> bool {
        let mut of_rules = self.rules.iter().flat_map(|rule| rule.findings.iter());
        let is_built_in = BuiltIn::ALL.iter().any(|it| it.name() == code);
        is_built_in || of_rules.any(|finding| finding.code == code)
    }

    /// The assumptions that can be switched on, by name.
    pub fn assumptions(&self) -> Vec<Assumption> {
        assumptions(&self.rules)
    }

    /// Analyzes a file by itself and passes the result to `report`, which cannot keep references to it.
    pub(super) fn analyze<T>(
        &self,
        file: &SourceFile,
        report: impl FnOnce(&FileReport<'_>) -> T,
    ) -> T {
        self.analyze_with(file, &self.question, report)
    }

    /// The same, with what other files give.
    pub(super) fn analyze_with<T>(
        &self,
        file: &SourceFile,
        question: &Question,
        report: impl FnOnce(&FileReport<'_>) -> T,
    ) -> T {
        let known = Some(&*file.known.counts).filter(|it| !it.is_empty());
        let triage = FileTriage {
            settings: &self.settings,
            exceptions: &file.exceptions,
            known,
            is_named: file.is_named,
        };
        let problems = file.problems.clone();
        analyze_with(&file.source, problems, &self.rules, question, &triage, report)
    }
}
