//! `--baseline` and `--write-baseline`: what was found before is suppressed, in the order of the report.

use super::Failure;
use super::args::ExceptionArguments;
use super::files;
use super::output::why_not_written;
use needs_exec_role::{Baseline, Checker, KnownFindings, Rendered, ReportStream, SourceFile, Unit};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// A file as it is rendered without a baseline for each report, and what it is rendered with again.
pub(super) struct RenderedFile<'c> {
    rendered: Vec<Rendered>,
    /// The file, and what it was judged by and with; none if no baseline can have anything of it.
    again: Option<(&'c Checker, SourceFile, Option<Arc<Unit>>)>,
}

impl<'c> RenderedFile<'c> {
    /// A file that is rendered alone, or with a unit.
    pub(super) fn new(
        rendered: Vec<Rendered>,
        checker: &'c Checker,
        file: &SourceFile,
        unit: Option<&Arc<Unit>>,
    ) -> Self {
        let has_findings = rendered.first().is_some_and(Rendered::has_findings);
        let again = has_findings.then(|| (checker, file.clone(), unit.cloned()));
        Self { rendered, again }
    }

    /// A file that could not be read.
    pub(super) fn of_unread(rendered: Vec<Rendered>) -> Self {
        Self { rendered, again: None }
    }

    /// The same with what a baseline has of it.
    fn with(self, known: KnownFindings, streams: &[ReportStream]) -> Vec<Rendered> {
        match self.again {
            Some((checker, file, unit)) if !known.is_empty() => {
                let file = file.with_known(known);
                match unit {
                    Some(unit) => checker.render_each_in(&unit, &file, streams),
                    None => checker.render_each(&file, streams),
                }
            }
            _ => self.rendered,
        }
    }
}

/// The baseline of a run.
pub(super) struct RunBaseline<'a> {
    /// What is left of the one that was read.
    read: Option<Baseline>,
    /// What is written, and where.
    written: Option<(Baseline, &'a Path)>,
}

impl<'a> RunBaseline<'a> {
    /// Reads the baseline that the options name.
    pub(super) fn open(given: &'a ExceptionArguments) -> Result<Self, Failure> {
        let read = given.baseline.as_deref().map(read).transpose()?;
        let written = given.write_baseline.as_deref();
        if written.is_some_and(files::is_stdin) {
            let why = "--write-baseline -: standard output is for the report: pass a file";
            return Err(Failure(why.to_owned()));
        }
        Ok(Self { read, written: written.map(|path| (Baseline::default(), path)) })
    }

    /// Whether there is one.
    pub(super) fn is_asked(&self) -> bool {
        self.read.is_some() || self.written.is_some()
    }

    /// What the next files add to each report: those of which the baseline has something are rendered again.
    pub(super) fn settle(
        &mut self,
        next: Vec<RenderedFile<'_>>,
        streams: &[ReportStream],
    ) -> Vec<Vec<Rendered>> {
        if !self.is_asked() {
            return next.into_iter().map(|it| it.rendered).collect();
        }
        let known: Vec<_> = next.iter().map(|it| self.known(it.rendered.first())).collect();
        let pairs = next.into_par_iter().zip(known);
        pairs.map(|(file, known)| file.with(known, streams)).collect()
    }

    fn known(&mut self, rendered: Option<&Rendered>) -> KnownFindings {
        let Some(rendered) = rendered else { return KnownFindings::default() };
        let known = match &mut self.read {
            Some(read) => read.take(rendered),
            None => rendered.findings(),
        };
        if let Some((written, _)) = &mut self.written {
            written.add(&known);
        }
        known
    }

    /// Writes what is to be written, and says so on standard error. A run that failed writes nothing: what it could not
    /// read would be lost.
    pub(super) fn finish(self, is_failed: bool) -> Result<(), Failure> {
        let Some((written, path)) = self.written else { return Ok(()) };
        let name = path.display();
        let refuse = |why: &str| Failure(format!("--write-baseline {name}: {why}"));
        let line = if is_failed {
            format!("{name}: not written, because this run failed")
        } else {
            fs::write(path, written.to_json()).map_err(|error| refuse(&why_not_written(&error)))?;
            let count = written.len();
            let ending = if count == 1 { "" } else { "s" };
            format!("{name}: {count} finding{ending} written")
        };
        drop(writeln!(io::stderr().lock(), "needs-exec-role: {line}"));
        Ok(())
    }
}

fn read(path: &Path) -> Result<Baseline, Failure> {
    let refuse = |why: String| Failure(format!("--baseline {}: {why}", files::name(path)));
    let file = files::read(path).map_err(|why| refuse(why.message()))?;
    Ok(Baseline::read(&file)?)
}
