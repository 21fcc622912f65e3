//! Files that are judged together, because one gives another what it needs.

use super::checker::Checker;
use super::diagnostic::FixesAsked;
use super::report::Report;
use super::run::{Rendered, ReportStream};
use super::source_file::SourceFile;
use super::tally::Tally;
use crate::analysis::{FileReport, UnitContents, nested_files};
use crate::base::maps::HashSet;
use crate::base::source::SoughtWord;
use crate::input::formats::sharing;
use crate::input::runs::{may_be_run, may_run};
use crate::input::terraform::is_module;
use crate::input::unit_values::{Sharing, beside};
use std::ops::Range;
use std::sync::Arc;

/// Files that are judged together: templates that export to and import from one another, or nest one another.
#[derive(Debug, Default)]
pub struct Unit {
    /// The files, each with the number of the given file that it is or is nested in.
    files: Vec<(usize, SourceFile)>,
    contents: UnitContents,
}

impl Unit {
    /// The most files that are held at a time, and the most bytes: what other files hold is left open beyond.
    pub const MOST_FILES: usize = 2_000;
    /// The most bytes of all files together.
    pub const MOST_BYTES: usize = 64 << 20;

    /// The files: those given in their order, each followed by those that it nests, with the number of the given one.
    pub fn files(&self) -> &[(usize, SourceFile)] {
        &self.files
    }
}

/// What every text has one of that holds a task definition, be it in a template, a job definition or a run.
static SIGNS: [SoughtWord; 6] = [
    SoughtWord::new("ontainer"),
    SoughtWord::new("mage"),
    SoughtWord::new("AWS::"),
    SoughtWord::new("askDefinition"),
    SoughtWord::new("xecutionRole"),
    SoughtWord::new("equiresCompatib"),
];

impl Checker {
    /// Whether a text may be about task definitions: a look at it, which is much faster than reading it.
    pub fn concerns(&self, file: &SourceFile) -> bool {
        is_module(&file.source) || SIGNS.iter().any(|sign| file.source.has(sign))
    }

    /// Whether what other files hold may matter to a file, or what it holds to others: a look at its text.
    ///
    /// A file of which this is not true can be [rendered](Self::render) and let go at once.
    pub fn shares(&self, file: &SourceFile) -> bool {
        !is_module(&file.source) && sharing(&file.source).is_any()
    }

    /// Whether a file runs task definitions that other files may hold.
    pub fn runs_others(&self, file: &SourceFile) -> bool {
        !is_module(&file.source) && may_run(&file.source)
    }

    /// Whether a file may hold task definitions that such a file runs: then it is judged together with that.
    pub fn may_be_run(&self, file: &SourceFile) -> bool {
        !is_module(&file.source) && may_be_run(&file.source)
    }

    /// Files, and those that they nest: `more` is called with the path of each that is not given, and returns its
    /// text, or none.
    pub fn unit(
        &self,
        files: Vec<SourceFile>,
        more: &mut dyn FnMut(&str) -> Option<SourceFile>,
    ) -> Unit {
        let mut known: HashSet<String> = files.iter().map(|it| beside("", it.name())).collect();
        let mut count = files.len();
        let mut bytes: usize = files.iter().map(|it| it.text().len()).sum();
        let mut all = Vec::new();
        for (number, given) in files.into_iter().enumerate() {
            let mut waiting = vec![given];
            while let Some(mut file) = waiting.pop() {
                let paths = nested_files(&file.source, &self.question);
                let mut nested = Vec::new();
                for path in paths {
                    // A template that nests others need not hold a task definition itself.
                    file.is_named &= !known.contains(&path);
                    if count >= Unit::MOST_FILES || bytes >= Unit::MOST_BYTES {
                        continue;
                    }
                    if !known.contains(&path)
                        && let Some(found) = more(&path)
                    {
                        file.is_named = false;
                        (count, bytes) = (count + 1, bytes + found.text().len());
                        known.insert(path);
                        nested.push(found.met_in_folder());
                    }
                }
                waiting.extend(nested.into_iter().rev());
                all.push((number, file));
            }
        }
        excuse_giving(&mut all);
        let sources: Vec<_> = all.iter().map(|(_, file)| Arc::clone(&file.source)).collect();
        let contents = UnitContents::of(&sources, &self.question);
        for (_, file) in &mut all {
            // What runs task definitions of other files is judged with them.
            file.is_named &= !contents.holds_all_tasks_of(&file.source);
        }
        Unit { contents, files: all }
    }

    /// Renders the part of a report that is about a file of a unit.
    pub fn render_in(&self, unit: &Unit, file: &SourceFile, stream: &ReportStream) -> Rendered {
        self.analyze_in(unit, file, |found| stream.rendered(found, file.is_named))
    }

    /// The same for several reports: the file is checked once, and what it adds to each of them is in their order.
    pub fn render_each_in(
        &self,
        unit: &Unit,
        file: &SourceFile,
        streams: &[ReportStream],
    ) -> Vec<Rendered> {
        self.analyze_in(unit, file, |found| {
            streams.iter().map(|it| it.rendered(found, file.is_named)).collect()
        })
    }

    /// Checks one file of a unit.
    pub fn check_in(&self, unit: &Unit, file: &SourceFile) -> Report {
        self.report_in(unit, file, FixesAsked::All)
    }

    /// The same without fixes, which are most of the work where there are some: for who asks after each change of a text.
    pub fn diagnose_in(&self, unit: &Unit, file: &SourceFile) -> Report {
        self.report_in(unit, file, FixesAsked::Nothing)
    }

    /// The same with the fixes of what touches a range of the file, or of one of the files that it is made of, by its name.
    pub fn diagnose_with_fixes_at(
        &self,
        unit: &Unit,
        file: &SourceFile,
        path: &str,
        range: Range<usize>,
    ) -> Report {
        let Range { start, end } = range;
        self.report_in(unit, file, FixesAsked::At { path, start, end })
    }

    fn report_in(&self, unit: &Unit, file: &SourceFile, asks: FixesAsked<'_>) -> Report {
        let mut report = Report::default();
        self.analyze_in(unit, file, |found| match Tally::of(found, file.is_named) {
            Some(tally) => report.add(found, tally, &self.question.inputs, asks),
            None => report.skip(),
        });
        report
    }

    /// A look at what is found in a file of a unit: none of the many looks of an editor has a copy of the analysis.
    pub(super) fn look_in<T: Default>(
        &self,
        unit: &Unit,
        file: &SourceFile,
        look: impl Fn(&FileReport<'_>) -> T,
    ) -> T {
        let mut seen = T::default();
        let look: &mut dyn FnMut(&FileReport<'_>) = &mut |found| seen = look(found);
        self.analyze_in(unit, file, look);
        seen
    }

    pub(super) fn analyze_in<T>(
        &self,
        unit: &Unit,
        file: &SourceFile,
        report: impl FnOnce(&FileReport<'_>) -> T,
    ) -> T {
        let question = unit.contents.question(&self.question, &file.source);
        self.analyze_with(file, &question, report)
    }
}

/// One that others get something from is there for that, whether it holds a task definition or not.
fn excuse_giving(files: &mut [(usize, SourceFile)]) {
    let mut shared = files.iter().map(|(_, file)| sharing(&file.source));
    if files.len() > 1 && shared.any(Sharing::takes) {
        for (_, file) in files {
            file.is_named &= !sharing(&file.source).has(Sharing::OUTPUTS);
        }
    }
}
