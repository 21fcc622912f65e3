//! The parameters that a file gives values for.

use super::cloudformation::parameters_file;
use super::parse;
use crate::base::source::Source;

/// The parameters of a file, in its order.
///
/// # Errors
/// What the file looks like, where it holds no parameters.
pub fn read(source: &Source) -> Result<Vec<(String, String)>, String> {
    let parsed = parse::read(source);
    if let Some(problem) = parsed.problems.first() {
        let line = problem.span.map(|span| source.position(span.start).line);
        let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
        return Err(format!("{line}{}", problem.message));
    }
    match parsed.documents.as_slice() {
        [document] => parameters_file::read(document),
        [] => {
            let said = parse::explain_absence(source, &[], &[]);
            Err(said.map_or_else(|| "there is nothing in it".to_owned(), |it| it.message))
        }
        several => Err(format!("this is a stream of {} documents", several.len())),
    }
}
