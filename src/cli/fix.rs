//! `--fix` and `--diff`: the fixes of the main command, applied or printed as a patch.

use super::Failure;
use super::args::{CheckArguments, FixMode};
use super::files::{Input, is_stdin, read, stdin_bytes};
use super::inputs::{Judge, judge_all};
use super::output::{Output, report_beyond, report_nothing, say};
use super::replace::replace;
use super::run;
use super::walk::{InputFiles, expand};
use needs_exec_role::{
    Checker, FixedText, FixedTexts, Fixer, Options, Outcome, Report, SourceFile, Summary, Unit,
    Unread,
};
use similar::TextDiff;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Fixes the inputs; then they are checked, unless only the difference is asked for.
pub(super) fn fix(
    rules: &[PathBuf],
    given: &CheckArguments,
    mode: FixMode,
) -> Result<Outcome, Failure> {
    let mut options = run::options(rules, given)?;
    // What fixes insert does not count as set.
    options.inserted_role = options.execution_role.take();
    let mut found = expand(&given.paths)?;
    let stdin = found.take_stdin()?;
    let mut looked_at = look_at(&options, &found)?;
    let mut fixer = Fixer::new(given.fixes.level());
    fixer.add(&options, std::mem::take(&mut looked_at.files))?;
    let texts = fixer.run(&mut |path| read(Path::new(path)).ok());
    match mode {
        FixMode::Diff => preview(given, &options, &looked_at, &texts),
        FixMode::Write => apply(given, options, found, &texts, stdin),
    }
}

/// Prints the difference.
fn preview(
    given: &CheckArguments,
    options: &Options,
    looked_at: &LookedAtInputs,
    texts: &FixedTexts,
) -> Result<Outcome, Failure> {
    print_patch(given, texts)?;
    for line in &looked_at.unread {
        say(line);
    }
    report_nothing(&looked_at.summary);
    say_counts("would fix", texts, options);
    let is_failure = looked_at.is_failure || looked_at.summary.found_nothing();
    Ok(match (is_failure, texts.texts.is_empty()) {
        (true, _) => Outcome::Failed,
        (false, false) => Outcome::Found,
        (false, true) => Outcome::Clean,
    })
}

/// Writes the fixed texts, and the report on them.
fn apply(
    given: &CheckArguments,
    mut options: Options,
    mut found: InputFiles,
    texts: &FixedTexts,
    stdin: Option<Vec<u8>>,
) -> Result<Outcome, Failure> {
    let (written, not_written) = write(texts, &mut found, &mut options);
    let output = if let Some(bytes) = stdin {
        let text = written.texts.iter().find(|text| is_of_stdin(text));
        let mut output = Output::open(None)?;
        output.write_bytes(&text.map_or(bytes, FixedText::bytes_after))?;
        output.finish()?;
        Output::beside(&given.show)?
    } else {
        Output::open(given.show.output.as_deref())?
    };
    let outcome = run::report(&options, given, &found, output)?;
    for line in &not_written {
        say(line);
    }
    say_counts("fixed", &written, &options);
    Ok(if not_written.is_empty() { outcome } else { Outcome::Failed })
}

/// The unified difference of each text.
fn print_patch(given: &CheckArguments, texts: &FixedTexts) -> Result<(), Failure> {
    let mut output = Output::open(given.show.output.as_deref())?;
    for text in &texts.texts {
        let diff = TextDiff::from_lines(text.before(), text.after());
        output.write(&diff.unified_diff().header(text.name(), text.name()).to_string())?;
    }
    output.finish()
}

/// Writes the texts where they were read from, and returns those that were written, and why the others were not. What is
/// not read from the disk again is replaced: roles, and standard input.
fn write(
    fixed: &FixedTexts,
    found: &mut InputFiles,
    options: &mut Options,
) -> (FixedTexts, Vec<String>) {
    let mut written = fixed.clone();
    let mut not_written = Vec::new();
    written.texts.retain(|text| {
        let input = found.inputs.iter_mut().find(|input| input.name() == text.name());
        let done = match input {
            Some(input) if is_stdin(&input.path) => {
                input.given = Some(decoded(text));
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
        for role in options.roles.iter_mut().chain(&mut options.boundary) {
            if role.name() == text.name() {
                *role = decoded(text);
            }
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
fn say_counts(verb: &str, fixed: &FixedTexts, options: &Options) {
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
    let by_hand = match options.inserted_role {
        None => "with --execution-role ARN",
        Some(_) => "to fix by hand",
    };
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
struct LookedAtInputs {
    files: Vec<SourceFile>,
    summary: Summary,
    /// What could not be read.
    unread: Vec<String>,
    /// Whether the user named something of that.
    is_failure: bool,
}

fn look_at(options: &Options, found: &InputFiles) -> Result<LookedAtInputs, Failure> {
    let checker = Checker::new(options)?;
    let (all, beyond) = judge_all(&checker, &found.inputs, &InputFixing(&checker));
    report_beyond(beyond);
    let mut looked_at = LookedAtInputs::default();
    for one in all {
        looked_at.files.extend(one.files);
        looked_at.summary += one.summary;
        looked_at.unread.extend(one.unread);
        looked_at.is_failure |= one.is_failure;
    }
    looked_at.summary.terraform = found.terraform;
    Ok(looked_at)
}

/// Looks at an input.
struct InputFixing<'a>(&'a Checker);

impl Judge for InputFixing<'_> {
    type Output = LookedAtInputs;

    fn alone(&self, file: &SourceFile) -> LookedAtInputs {
        let report = self.0.check_in(&Unit::default(), file);
        let has_fixes = report.diagnostics().any(|it| !it.fixes.is_empty());
        let files = has_fixes.then(|| file.clone()).into_iter().collect();
        LookedAtInputs { files, summary: report.summary(), ..LookedAtInputs::default() }
    }

    fn together(&self, unit: &Arc<Unit>, file: &SourceFile) -> LookedAtInputs {
        let summary = self.0.check_in(unit, file).summary();
        LookedAtInputs { files: vec![file.clone()], summary, ..LookedAtInputs::default() }
    }

    fn unread(&self, input: &Input, why: &Unread) -> LookedAtInputs {
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
        input.given = Some(SourceFile::decode(input.name(), bytes.clone()));
        Ok(Some(bytes))
    }
}
