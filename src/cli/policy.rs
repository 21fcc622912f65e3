//! `policy` and `role`: what the task definitions need, as a policy and as the whole role.

use super::Failure;
use super::args::{PolicyArguments, PrintArguments, RoleArguments, SharedArguments};
use super::inputs::{Judge, judge_all};
use super::output::{Output, report_beyond, report_nothing};
use super::walk::expand;
use crate::workspace::{Checkers, Input, Workspace};
use needs_exec_role::{Checker, Options, Outcome, PrintedPolicy, Report, SourceFile, Unit, Unread};
use std::io::Write;
use std::sync::Arc;

/// `policy`: the policy document, in the form asked for.
pub(super) fn policy(
    shared: &SharedArguments,
    given: &PolicyArguments,
) -> Result<Outcome, Failure> {
    let (checkers, report) = check(shared, &given.print)?;
    let printed = checkers.first().policy(&report, &given.options())?;
    print(checkers.first(), &report, &printed, &given.print)
}

/// `role`: the whole role, in the form asked for.
pub(super) fn role(shared: &SharedArguments, given: &RoleArguments) -> Result<Outcome, Failure> {
    let (checkers, report) = check(shared, &given.print)?;
    let printed = checkers.first().role(&report, &given.options())?;
    print(checkers.first(), &report, &printed, &given.print)
}

fn check(shared: &SharedArguments, given: &PrintArguments) -> Result<(Checkers, Report), Failure> {
    // What may stay in a file needs its permissions all the same.
    let options = Options { no_ignores: true, ..given.inputs.options(&shared.rules)? };
    let workspace = Workspace::new(shared.configuration(), options, &shared.rules)?;
    let mut found = expand(&given.paths, &workspace.discovery)?;
    let checkers = found.settle(&workspace)?;
    let (reports, beyond) = judge_all(&checkers, &found.inputs, &InputChecking);
    let mut report = Report::default();
    for one in reports {
        report.append(one);
    }
    report_beyond(beyond);
    report_nothing(&report.summary());
    Ok((checkers, report))
}

/// Checks an input.
struct InputChecking;

impl Judge<'_> for InputChecking {
    type Output = Report;

    fn alone(&self, checker: &Checker, file: &SourceFile) -> Report {
        checker.check_in(&Unit::default(), file)
    }

    fn together(&self, checker: &Checker, unit: &Arc<Unit>, file: &SourceFile) -> Report {
        checker.check_in(unit, file)
    }

    fn unread(&self, _: &Checker, input: &Input, why: &Unread) -> Report {
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
