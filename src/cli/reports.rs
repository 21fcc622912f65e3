//! The reports of a run: one for each format that is asked for, written as the files are checked.

use super::Failure;
use super::args::ShowArguments;
use super::output::{Output, style};
use super::replace::destination;
use needs_exec_role::{Rendered, ReportStream};
use std::path::{Path, PathBuf};

/// The reports of a run, in each of which the files have the same place.
pub(super) struct Reports {
    /// One or more; the first counts for the run.
    streams: Vec<ReportStream>,
    outputs: Vec<Output>,
}

impl Reports {
    /// Opens all of them; `answer` takes what is for standard output, where something else is printed there.
    ///
    /// # Errors
    /// One cannot be written, or two are for the same place.
    pub(super) fn open(show: &ShowArguments, mut answer: Option<Output>) -> Result<Self, Failure> {
        let reports = show.reports();
        differ(reports.iter().map(|(_, file)| *file))?;
        let fail_on = show.fail_on.severity();
        let stream = |(format, file): &(_, Option<&Path>)| {
            ReportStream::new(*format, style(show, file.is_some())).failing_on(fail_on)
        };
        let streams = reports.iter().map(stream).collect();
        let output = |(_, file): &(_, Option<&Path>)| match answer.take_if(|_| file.is_none()) {
            Some(answer) => Ok(answer),
            None => Output::open(*file),
        };
        let outputs = reports.iter().map(output).collect::<Result<_, _>>()?;
        Ok(Self { streams, outputs })
    }

    /// The same, for a run with a baseline.
    pub(super) fn with_baseline(self) -> Self {
        let streams = self.streams.into_iter().map(ReportStream::with_baseline).collect();
        Self { streams, ..self }
    }

    /// What files are rendered for.
    pub(super) fn streams(&self) -> &[ReportStream] {
        &self.streams
    }

    /// What counts for the run.
    pub(super) fn first(&self) -> Option<&ReportStream> {
        self.streams.first()
    }

    /// Changes each of them.
    pub(super) fn each(&mut self, change: impl FnMut(&mut ReportStream)) {
        self.streams.iter_mut().for_each(change);
    }

    /// Writes what is before the first file.
    pub(super) fn begin(&mut self) -> Result<(), Failure> {
        let mut all = self.streams.iter().zip(&mut self.outputs);
        all.try_for_each(|(stream, output)| output.write(&stream.begin()))
    }

    /// Writes what a file adds to each of them.
    pub(super) fn push(&mut self, rendered: &[Rendered]) -> Result<(), Failure> {
        let all = self.streams.iter_mut().zip(&mut self.outputs);
        let mut all = all.zip(rendered);
        all.try_for_each(|((stream, output), rendered)| output.write(&stream.push(rendered)))
    }

    /// Writes what is rendered for each of them at the end of the run.
    pub(super) fn push_last<R: IntoIterator<Item = Rendered>>(
        &mut self,
        render: impl Fn(&ReportStream) -> R,
    ) -> Result<(), Failure> {
        for (stream, output) in self.streams.iter_mut().zip(&mut self.outputs) {
            for rendered in render(stream) {
                output.write(&stream.push(&rendered))?;
            }
        }
        Ok(())
    }

    /// Writes what is after the last file.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let mut all = self.streams.into_iter().zip(self.outputs);
        all.try_for_each(|(stream, mut output)| {
            output.write(&stream.end())?;
            output.finish()
        })
    }
}

/// That no two reports are for the same place.
fn differ<'p>(places: impl Iterator<Item = Option<&'p Path>>) -> Result<(), Failure> {
    let mut known: Vec<Option<PathBuf>> = Vec::new();
    for place in places {
        // Why a file cannot be written is reported when it is opened.
        let leads_to = place.map(|it| destination(it).unwrap_or_else(|_| it.to_owned()));
        if known.contains(&leads_to) {
            let name = place.map_or_else(|| "-".to_owned(), |it| it.display().to_string());
            return Err(Failure(format!(
                "--output {name}: two reports cannot be written to one place"
            )));
        }
        known.push(leads_to);
    }
    Ok(())
}
