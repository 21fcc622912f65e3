//! The command `explain`: an ID, a code, or what AWS printed, as an argument, in a file or on standard input.

use super::Failure;
use super::args::{Arguments, Explain, ExplainFormat, PathArguments, SharedArguments};
use super::files::{self, is_stdin};
use super::inputs::{Judge, judge_all};
use super::output::{report_beyond, style};
use super::rules::{print, workspace};
use super::walk::expand;
use crate::workspace::Input;
use needs_exec_role::{
    Checker, ExplainedText, Explanation, LocatedCauses, Outcome, SourceFile, Style, Summary, Unit,
    Unread,
};
use std::path::Path;
use std::sync::Arc;

/// What the names of files end in.
const ENDINGS: [&str; 7] = [".json", ".txt", ".log", ".yaml", ".yml", ".out", ".md"];

/// `explain`.
pub(super) fn explain(arguments: &Arguments, given: &Explain) -> Result<Outcome, Failure> {
    let what = given.what.join(" ");
    let checker = workspace(&arguments.shared)?.checker_here()?;
    let path = Path::new(&what);
    if what == "-" && given.beside.iter().any(|it| is_stdin(it)) {
        let message = "standard input is either the message or --in -: put one of them in a file";
        return Err(Failure(message.to_owned()));
    }
    let mut explanation = if what == "-" || (given.what.len() == 1 && path.is_file()) {
        let file = files::read(path)
            .map_err(|why| Failure(format!("{}: {}", files::name(path), why.message())))?;
        checker.explain_text(file.text())
    } else if is_file_name(&what) {
        return Err(Failure(format!("{what}: no such file")));
    } else {
        checker.explain(&what)
    };
    if let Explanation::Unknown { near } = &explanation {
        let near = near.as_ref().map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
        return Err(Failure(format!(
            "no rule and no finding code is called `{what}`{near}\n`needs-exec-role rules` lists the rules"
        )));
    }
    let style = style(&arguments.check.show, arguments.check.show.file()?.is_some());
    match &mut explanation {
        _ if given.beside.is_empty() => {}
        Explanation::Causes(causes) => locate(&arguments.shared, given, causes, &style)?,
        _ => {
            return Err(Failure(format!(
                "--in needs an error message, and `{what}` is an ID or a code; to check a file, run `needs-exec-role FILE`"
            )));
        }
    }
    let text = match given.format {
        ExplainFormat::Json => explanation.json(),
        ExplainFormat::Text => explanation.styled(&style),
    };
    print(arguments, &text.unwrap_or_default())?;
    match &explanation {
        Explanation::Causes(causes) if !causes.has_cause() => {
            eprintln(&format!("needs-exec-role: no cause found: {}", causes.why_none()));
            Ok(Outcome::Found)
        }
        _ => Ok(Outcome::Clean),
    }
}

/// Finds where the files of `--in` ask for what the message is about.
fn locate(
    shared: &SharedArguments,
    given: &Explain,
    causes: &mut ExplainedText,
    style: &Style,
) -> Result<(), Failure> {
    let paths = PathArguments { paths: given.beside.clone(), exclude: Vec::new() };
    let workspace = workspace(shared)?;
    let mut found = expand(&paths, &workspace.discovery)?;
    let checkers = found.settle(&workspace)?;
    let judge = InputLocating { causes, style };
    let (located, beyond) = judge_all(&checkers, &found.inputs, &judge);
    let mut summary = Summary::default();
    for file in located {
        summary += causes.add_places(file?);
    }
    report_beyond(beyond);
    if summary.task_definitions == 0 {
        eprintln(&format!("needs-exec-role: --in: {}", summary.nothing()));
    }
    Ok(())
}

/// Looks for the places in an input.
struct InputLocating<'a> {
    causes: &'a ExplainedText,
    style: &'a Style,
}

impl Judge<'_> for InputLocating<'_> {
    type Output = Result<LocatedCauses, Failure>;

    fn alone(&self, checker: &Checker, file: &SourceFile) -> Self::Output {
        self.together(checker, &Arc::default(), file)
    }

    fn together(&self, checker: &Checker, unit: &Arc<Unit>, file: &SourceFile) -> Self::Output {
        Ok(checker.locate_in(unit, file, self.causes, self.style))
    }

    fn unread(&self, _: &Checker, input: &Input, why: &Unread) -> Self::Output {
        Err(Failure(format!("--in {}: {}", input.name(), why.message())))
    }
}

/// Whether somebody means a file: one word with an ending of one.
fn is_file_name(what: &str) -> bool {
    !what.contains(char::is_whitespace) && ENDINGS.iter().any(|ending| what.ends_with(ending))
}

fn eprintln(line: &str) {
    use std::io::Write as _;
    drop(writeln!(std::io::stderr().lock(), "{line}"));
}
