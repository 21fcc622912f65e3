//! The exceptions of a configuration that suppress nothing in a run: known at its end, and reported once.

use super::checker::Checker;
use super::configuration::{Configuration, Setting};
use super::run::{Rendered, ReportStream};
use super::tally::Tally;
use crate::analysis::FileReport;
use crate::analysis::triage::{TriageSettings, unused_exception};
use crate::base::diagnostic::Exception;

impl Checker {
    /// A note for each of these exceptions of a configuration, rendered to be pushed after the last file: none of them
    /// suppressed anything. Whether the run looked at all that they are for, the caller knows.
    pub fn render_unused_exceptions(
        &self,
        configuration: &Configuration,
        unused: &[&Setting<Exception>],
        stream: &ReportStream,
    ) -> Option<Rendered> {
        let severities = configuration.severities.iter().map(|it| it.value.clone()).collect();
        let settings = TriageSettings { severities, ..TriageSettings::default() };
        let mut file = FileReport::empty(&configuration.source, &self.question, &self.rules);
        let mut tally = Tally::default();
        for exception in unused {
            let mut note = unused_exception(&exception.value, exception.span);
            settings.weigh(&mut note);
            tally.add(Tally::of_run(&note));
            file.problems.push(note);
        }
        let piece = || stream.renderer.unit(&file, true);
        (!unused.is_empty()).then(|| Rendered::new(piece(), tally))
    }
}
