//! The rules of the user, beside the built-in ones.

use super::option_error::OptionError;
use super::source_file::SourceFile;
use crate::base::sorting::sort_by;
use crate::rules::cause::Cause;
use crate::rules::{self, Causes, Rule, Rules};

/// The built-in rules and those of the files, by ID.
pub(super) fn load(files: &[SourceFile]) -> Result<Rules, OptionError> {
    let built_in = Rules::built_in();
    if files.is_empty() {
        return Ok(built_in);
    }
    let mut all = built_in.to_vec();
    for file in files.iter().filter(|it| !is_cause(it)) {
        let rule = read(file)?;
        if all.iter().any(|other| other.id() == rule.id()) {
            let message = format!("duplicate rule ID `{}`", rule.id());
            return Err(OptionError::new(file.name(), message));
        }
        all.push(rule);
    }
    sort_by(&mut all, |one, other| one.id().cmp(other.id()));
    Ok(all.into())
}

/// The built-in causes and those of the files, which lie in folders called `causes`.
pub(super) fn load_causes(files: &[SourceFile]) -> Result<Causes, OptionError> {
    let built_in = Causes::built_in();
    let mut more = files.iter().filter(|it| is_cause(it)).peekable();
    if more.peek().is_none() {
        return Ok(built_in);
    }
    let mut all: Vec<Cause> = built_in.to_vec();
    for file in more {
        let cause = rules::read_cause(&file.source)
            .map_err(|it| OptionError::at(&file.source, it.lift(), "this is not a valid cause"))?;
        if all.iter().any(|other| other.id == cause.id) {
            let message = format!("duplicate cause ID `{}`", cause.id);
            return Err(OptionError::new(file.name(), message));
        }
        all.push(cause);
    }
    Ok(all.into())
}

/// Whether a file of the user is a cause: it lies in a folder of that name.
fn is_cause(file: &SourceFile) -> bool {
    file.name().rsplit(['/', '\\']).nth(1) == Some("causes")
}

fn read(file: &SourceFile) -> Result<Rule, OptionError> {
    rules::read_rule(&file.source)
        .map_err(|fault| OptionError::at(&file.source, fault.lift(), "this is not a valid rule"))
}
