//! The options of a run that matched nothing in any of its files: known at its end, and reported once.

use super::checker::Checker;
use super::diagnostic::ReportedDiagnostic;
use super::report::Report;
use super::run::{Rendered, ReportStream};
use super::tally::Tally;
use crate::analysis::{Diagnostic, OptionUse, unused_options};
use crate::base::source::Source;

/// Where options stand, in place of a file.
const COMMAND_LINE: &str = "<command line>";

impl Checker {
    /// A warning for each variable, image, parameter and assumption of the options that matched nothing in any
    /// file of a report, nor in a policy for it; none where it holds no task definition.
    pub fn unused_options(&self, report: &Report) -> Vec<ReportedDiagnostic> {
        if report.task_definitions().is_empty() {
            return Vec::new();
        }
        let nowhere = Source::new(COMMAND_LINE, "");
        let mut used = report.option_use.clone();
        // A policy holds placeholders that no file does, such as the account.
        let required = report.task_definitions().iter().flat_map(|task| &task.grants.required);
        let open = required.flat_map(|it| it.resource.placeholders());
        used.targets.variables.extend(open.map(|it| it.name().to_owned()));
        let unused = self.unused(&used);
        unused.iter().map(|it| ReportedDiagnostic::new(it, &nowhere, &[])).collect()
    }

    /// The same, rendered for a report that is written file by file: to be pushed after the last file.
    pub fn render_unused_options(&self, stream: &ReportStream) -> Vec<Rendered> {
        if stream.summary().task_definitions == 0 {
            return Vec::new();
        }
        let render = |it: &Diagnostic| {
            Rendered::new(stream.renderer.unread(COMMAND_LINE, it), Tally::of_run(it))
        };
        self.unused(&stream.option_use).iter().map(render).collect()
    }

    fn unused(&self, used: &OptionUse) -> Vec<Diagnostic> {
        let mut unused = unused_options(&self.passed, used, &self.question);
        for problem in &mut unused {
            self.settings.weigh(problem);
        }
        unused
    }
}
