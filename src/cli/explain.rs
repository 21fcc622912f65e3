//! The command `explain`: an ID, a code, or what AWS printed, as an argument, in a file or on standard input.

use super::Failure;
use super::args::{Arguments, Explain, ExplainFormat};
use super::files;
use super::output::style;
use super::rules::{checker, print};
use needs_exec_role::{Explanation, Outcome};
use std::path::Path;

/// What the names of files end in.
const ENDINGS: [&str; 7] = [".json", ".txt", ".log", ".yaml", ".yml", ".out", ".md"];

/// `explain`.
pub(super) fn explain(arguments: &Arguments, given: &Explain) -> Result<Outcome, Failure> {
    let what = given.what.join(" ");
    let checker = checker(arguments)?;
    let path = Path::new(&what);
    let explanation = if what == "-" || (given.what.len() == 1 && path.is_file()) {
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
    let text = match given.format {
        ExplainFormat::Json => explanation.json(),
        ExplainFormat::Text => explanation.styled(&style(&arguments.check.show)),
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

/// Whether somebody means a file: one word with an ending of one.
fn is_file_name(what: &str) -> bool {
    !what.contains(char::is_whitespace) && ENDINGS.iter().any(|ending| what.ends_with(ending))
}

fn eprintln(line: &str) {
    use std::io::Write as _;
    drop(writeln!(std::io::stderr().lock(), "{line}"));
}
