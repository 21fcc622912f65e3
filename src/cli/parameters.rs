//! `--parameters`: files of a template's parameters, as AWS's tools take them.

use super::Failure;
use crate::base::source::Source;
use crate::input::cloudformation::parameters_file;
use crate::input::parse;
use std::path::{Path, PathBuf};

/// The parameters of all files; the last of two alike counts.
pub(super) fn read_all(paths: &[PathBuf]) -> Result<Vec<(String, String)>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        let wrong =
            |message: String| Failure(format!("--parameters {}: {message}", path.display()));
        all.extend(read(path).map_err(wrong)?);
    }
    Ok(all)
}

fn read(path: &Path) -> Result<Vec<(String, String)>, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let (source, encoding) = Source::decode(path.to_string_lossy(), bytes);
    if encoding.is_some() {
        return Err("this is no text".to_owned());
    }
    let parsed = parse::read(&source);
    if let Some(problem) = parsed.problems.first() {
        let line = problem.span.map(|span| source.position(span.start).line);
        let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
        return Err(format!("{line}{}", problem.message));
    }
    match parsed.documents.as_slice() {
        [document] => parameters_file::read(document),
        [] => {
            let said = parse::explain_absence(&source, &[], &[]);
            Err(said.map_or_else(|| "there is nothing in it".to_owned(), |it| it.message))
        }
        several => Err(format!("this is a stream of {} documents", several.len())),
    }
}
