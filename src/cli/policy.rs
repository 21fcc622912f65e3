//! `policy` and `role`: what the task definitions need, as a policy and as the whole role.

use super::Failure;
use super::args::{PolicyArguments, PrintArguments, RoleArguments};
use super::files::Input;
use super::inputs::{Judge, judge_all};
use super::output::{Output, report_beyond, report_nothing};
use super::walk::expand;
use needs_exec_role::{Checker, Options, Outcome, PrintedPolicy, Report, SourceFile, Unit, Unread};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// `policy`: the policy document, in the form asked for.
pub(super) fn policy(rules: &[PathBuf], given: &PolicyArguments) -> Result<Outcome, Failure> {
    let (checker, report) = check(rules, &given.print)?;
    let printed = checker.policy(&report, &given.options())?;
    print(&checker, &report, &printed, &given.print)
}

/// `role`: the whole role, in the form asked for.
pub(super) fn role(rules: &[PathBuf], given: &RoleArguments) -> Result<Outcome, Failure> {
    let (checker, report) = check(rules, &given.print)?;
    let printed = checker.role(&report, &given.options())?;
    print(&checker, &report, &printed, &given.print)
}

fn check(rules: &[PathBuf], given: &PrintArguments) -> Result<(Checker, Report), Failure> {
    // What may stay in a file needs its permissions all the same.
    let options = Options { no_ignores: true, ..given.inputs.options(rules)? };
    let checker = Checker::new(&options)?;
    let found = expand(&given.paths)?;
    let (reports, beyond) = judge_all(&checker, &found.inputs, &InputChecking(&checker));
    let mut report = Report::default();
    for one in reports {
        report.append(one);
    }
    report_beyond(beyond);
    let mut summary = report.summary();
    summary.terraform = found.terraform;
    report_nothing(&summary);
    Ok((checker, report))
}

/// Checks an input.
struct InputChecking<'a>(&'a Checker);

impl Judge for InputChecking<'_> {
    type Output = Report;

    fn alone(&self, file: &SourceFile) -> Report {
        self.0.check_in(&Unit::default(), file)
    }

    fn together(&self, unit: &Arc<Unit>, file: &SourceFile) -> Report {
        self.0.check_in(unit, file)
    }

    fn unread(&self, input: &Input, why: &Unread) -> Report {
        let mut report = Report::default();
        report.add_unread(&input.name(), why, input.is_named);
        report
    }
}

/// Writes the policy, and on standard error what there is to say about the files and about it.
fn print(
    checker: &Checker,
    report: &Report,
    printed: &PrintedPolicy,
    given: &PrintArguments,
) -> Result<Outcome, Failure> {
    let mut remarks = String::new();
    for problem in report.problems() {
        remarks.push_str(&format!("{problem}\n"));
    }
    for unused in checker.unused_options(report) {
        remarks.push_str(&format!("{}\n", unused.without_place()));
    }
    for note in &printed.notes {
        remarks.push_str(&format!("{}\n", note.without_place()));
    }
    // A reader that has gone is no failure.
    drop(std::io::stderr().lock().write_all(remarks.as_bytes()));
    let mut output = Output::open(given.output.as_deref())?;
    output.write(&printed.text)?;
    output.finish()?;
    Ok(printed.outcome)
}
