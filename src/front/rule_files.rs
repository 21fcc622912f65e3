//! The rules of the user, beside the built-in ones.

use super::option_error::OptionError;
use super::source_file::SourceFile;
use crate::rules::{self, Rule, Rules};

/// The built-in rules and those of the files, by ID.
pub(super) fn load(files: &[SourceFile]) -> Result<Rules, OptionError> {
    let built_in = Rules::built_in();
    if files.is_empty() {
        return Ok(built_in);
    }
    let mut all = built_in.to_vec();
    for file in files {
        let rule = read(file)?;
        if all.iter().any(|other| other.id() == rule.id()) {
            let message = format!("duplicate rule ID `{}`", rule.id());
            return Err(OptionError::new(file.name(), message));
        }
        all.push(rule);
    }
    all.sort_by(|one, other| one.id().cmp(other.id()));
    Ok(all.into())
}

fn read(file: &SourceFile) -> Result<Rule, OptionError> {
    rules::read_rule(&file.source)
        .map_err(|fault| OptionError::at(&file.source, fault.lift(), "this is not a valid rule"))
}
