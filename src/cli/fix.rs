//! `--fix` and `--diff`: the fixes of the main command, applied or printed as a patch.

use super::Failure;
use super::args::{CheckArguments, FixMode, SharedArguments};
use super::files::{is_stdin, read, stdin_bytes};
use super::inputs::{Judge, judge_all};
use super::output::{Output, report_beyond, report_nothing, say};
use super::patch::patch;
use super::replace::replace;
use super::reports::Reports;
use super::run;
use super::walk::InputFiles;
use crate::workspace::{Checkers, Input, SettledChecker};
use needs_exec_role::{
    Checker, FixedText, FixedTexts, Fixer, Outcome, Report, SourceFile, Summary, Unit, Unread,
};
use std::path::Path;
use std::ptr;
use std::sync::Arc;

/// Fixes the inputs; then they are checked, unless only the difference is asked for.
pub(super) fn fix(
    shared: &SharedArguments,
    given: &CheckArguments,
    mode: FixMode,
) -> Result<Outcome, Failure> {
    let mut options = run::options(shared, given)?;
    // What fixes insert does not count as set.
    options.inserted_role = options.execution_role.take();
    let (checkers, mut found) = run::settled(shared, given, options)?;
    let stdin = found.take_stdin()?;
    let looked_at = look_at(&checkers, &found);
    let mut fixer = Fixer::new(given.fixes.level());
    for SettledChecker { options, checker } in checkers.all() {
        let own = looked_at.files.iter().filter(|(it, _)| ptr::eq(*it, checker));
        let files: Vec<_> = own.map(|(_, file)| file.clone()).collect();
        if !files.is_empty() {
            fixer.add(options, files)?;
        }
    }
    let texts = fixer.run(&mut |path| read(Path::new(path)).ok());
    match mode {
        FixMode::Diff => preview(given, &checkers, &looked_at, &texts),
        FixMode::Write => apply(given, checkers, found, &texts, stdin),
    }
}

/// Prints the difference.
fn preview(
    given: &CheckArguments,
    checkers: &Checkers,
    looked_at: &LookedAtInputs<'_>,
    texts: &FixedTexts,
) -> Result<Outcome, Failure> {
    print_patch(given, texts)?;
    for line in &looked_at.unread {
        say(line);
    }
    let found_nothing = looked_at.summary.found_nothing() && !given.skip_unrelated;
    if found_nothing {
        report_nothing(&looked_at.summary);
    }
    say_counts("would fix", texts, checkers);
    let is_failure = looked_at.is_failure || found_nothing;
    Ok(match (is_failure, texts.texts.is_empty()) {
        (true, _) => Outcome::Failed,
        (false, false) => Outcome::Found,
        (false, true) => Outcome::Clean,
    })
}

/// Writes the fixed texts, and the report on them.
fn apply(
    given: &CheckArguments,
    checkers: Checkers,
    mut found: InputFiles,
    texts: &FixedTexts,
    stdin: Option<Vec<u8>>,
) -> Result<Outcome, Failure> {
    let answer = stdin.is_some().then(Output::beside);
    let reports = Reports::open(&given.show, answer)?;
    let (written, not_written) = write(texts, &mut found);
    found.forget_modules();
    // Roles are not read from the disk again.
    let checkers = checkers.with_options(|options| {
        for role in options.roles.iter_mut().chain(&mut options.boundary) {
            if let Some(text) = written.texts.iter().find(|it| it.name() == role.name()) {
                *role = decoded(text);
            }
        }
    })?;
    if let Some(bytes) = stdin {
        let text = written.texts.iter().find(|text| is_of_stdin(text));
        let mut output = Output::open(None)?;
        output.write_bytes(&text.map_or(bytes, FixedText::bytes_after))?;
        output.finish()?;
    }
    let outcome = run::report(&checkers, given, &found, reports)?;
    for line in &not_written {
        say(line);
    }
    say_counts("fixed", &written, &checkers);
    Ok(if not_written.is_empty() { outcome } else { Outcome::Failed })
}

/// The unified difference of each text.
fn print_patch(given: &CheckArguments, texts: &FixedTexts) -> Result<(), Failure> {
    let mut output = Output::open(given.show.file()?)?;
    for text in &texts.texts {
        // The byte order mark is a part of the first line for whatever applies the patch.
        let has_mark = text.bytes_before().starts_with("\u{FEFF}".as_bytes());
        let mark = if has_mark { "\u{FEFF}" } else { "" };
        let (before, after) =
            (format!("{mark}{}", text.before()), format!("{mark}{}", text.after()));
        // `git apply -p0` takes no `./`.
        let name = text.name().strip_prefix("./").unwrap_or(text.name());
        output.write(&patch(name, &before, &after))?;
    }
    output.finish()
}

/// Writes the texts where they were read from, and returns those that were written, and why the others were not. That of
/// standard input is kept.
fn write(fixed: &FixedTexts, found: &mut InputFiles) -> (FixedTexts, Vec<String>) {
    let mut written = fixed.clone();
    let mut not_written = Vec::new();
    written.texts.retain(|text| {
        let input = found.inputs.iter_mut().find(|input| input.name() == text.name());
        let done = match input {
            Some(input) if is_stdin(&input.path) => {
                input.given = Some(Box::new(decoded(text)));
                Ok(())
            }
            None if is_of_stdin(text) => Err("standard input is not written to".to_owned()),
            Some(input) => replace(&input.path, &text.bytes_before(), &text.bytes_after()),
            None => replace(Path::new(text.name()), &text.bytes_before(), &text.bytes_after()),
        };
        if let Err(why) = &done {
            not_written.push(format!("{}: not fixed: {why}", text.name()));
            return false;
        }
        true
    });
    (written, not_written)
}

fn decoded(text: &FixedText) -> SourceFile {
    SourceFile::decode(text.name(), text.bytes_after())
}

fn is_of_stdin(text: &FixedText) -> bool {
    text.name() == super::files::name(Path::new("-"))
}

/// Says what was done, and what else could be.
fn say_counts(verb: &str, fixed: &FixedTexts, checkers: &Checkers) {
    let findings = |count: usize| match count {
        0 => "no finding".to_owned(),
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    };
    let files = match fixed.texts.len() {
        0 => String::new(),
        1 => " in 1 file".to_owned(),
        count => format!(" in {count} files"),
    };
    let is_given = checkers.all().all(|it| it.options.inserted_role.is_some());
    let by_hand = if is_given { "to fix by hand" } else { "with --execution-role ARN" };
    let more = [
        (fixed.more_unsafe, "with --unsafe-fixes"),
        (fixed.more_shown, by_hand),
        (fixed.not_reached, "not reached"),
    ];
    let more: String = more
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, how)| format!("; {count} more {how}"))
        .collect();
    if fixed.count() > 0 || !more.is_empty() {
        say(&format!("{verb} {}{files}{more}", findings(fixed.count())));
    }
}

/// The inputs that have something to fix, or that others need.
#[derive(Default)]
struct LookedAtInputs<'c> {
    /// Each with its checker.
    files: Vec<(&'c Checker, SourceFile)>,
    summary: Summary,
    /// What could not be read.
    unread: Vec<String>,
    /// Whether the user named something of that.
    is_failure: bool,
}

fn look_at<'c>(checkers: &'c Checkers, found: &InputFiles) -> LookedAtInputs<'c> {
    let (all, beyond) = judge_all(checkers, &found.inputs, &InputFixing);
    report_beyond(beyond);
    let mut looked_at = LookedAtInputs::default();
    for one in all {
        looked_at.files.extend(one.files);
        looked_at.summary += one.summary;
        looked_at.unread.extend(one.unread);
        looked_at.is_failure |= one.is_failure;
    }
    looked_at.summary.skipped += found.skipped;
    looked_at
}

/// Looks at an input.
struct InputFixing;

impl<'c> Judge<'c> for InputFixing {
    type Output = LookedAtInputs<'c>;

    fn alone(&self, checker: &'c Checker, file: &SourceFile) -> LookedAtInputs<'c> {
        let report = checker.check_in(&Unit::default(), file);
        let has_fixes = report.diagnostics().any(|it| !it.fixes.is_empty());
        let files = has_fixes.then(|| (checker, file.clone())).into_iter().collect();
        LookedAtInputs { files, summary: report.summary(), ..LookedAtInputs::default() }
    }

    fn together(
        &self,
        checker: &'c Checker,
        unit: &Arc<Unit>,
        file: &SourceFile,
    ) -> LookedAtInputs<'c> {
        let summary = checker.check_in(unit, file).summary();
        let files = vec![(checker, file.clone())];
        LookedAtInputs { files, summary, ..LookedAtInputs::default() }
    }

    fn unread(&self, _: &'c Checker, input: &Input, why: &Unread) -> LookedAtInputs<'c> {
        let mut report = Report::default();
        report.add_unread(&input.name(), why, input.is_named);
        LookedAtInputs {
            files: Vec::new(),
            summary: report.summary(),
            unread: report.problems().iter().map(ToString::to_string).collect(),
            is_failure: input.is_named,
        }
    }
}

impl InputFiles {
    /// Reads standard input, if it is an input: its bytes, which nothing can read a second time.
    fn take_stdin(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let Some(input) = self.inputs.iter_mut().find(|input| is_stdin(&input.path)) else {
            return Ok(None);
        };
        let bytes = stdin_bytes();
        let bytes = bytes.map_err(|why| Failure(format!("{}: {}", input.name(), why.message())))?;
        input.given = Some(Box::new(SourceFile::decode(input.name(), bytes.clone())));
        Ok(Some(bytes))
    }
}
