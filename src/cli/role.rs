//! The files of `--role` and `--boundary`, read as inputs are.

use super::Failure;
use super::arguments::RoleGiven;
use super::input::{self, Input};
use super::output::plain_style;
use crate::analysis::of_problem;
use crate::base::source::Source;
use crate::iam::RoleFiles;
use crate::render::graphical;
use std::path::Path;
use std::sync::Arc;

/// What the files tell; none where none is given. A file that tells nothing about a role ends the run:
/// nothing is called enough because something could not be read.
pub(super) fn files(given: &RoleGiven) -> Result<Option<Arc<RoleFiles>>, Failure> {
    if given.role.is_empty() {
        return Ok(None);
    }
    let files = given.role.iter().map(|path| read("--role", path));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    let boundary = given.boundary.as_deref().map(|path| read("--boundary", path)).transpose()?;
    match RoleFiles::read(&files, boundary.as_ref()) {
        Ok(files) => Ok(Some(Arc::new(files))),
        Err(unfit) => {
            let shown = graphical::problem(
                &of_problem(unfit.problem.clone()),
                &unfit.source,
                &plain_style(),
            );
            Err(Failure(format!(
                "{}: no role can be read from this file\n{shown}",
                unfit.source.name()
            )))
        }
    }
}

fn read(flag: &str, path: &Path) -> Result<Arc<Source>, Failure> {
    let name = input::name(path);
    let input = Input { path: path.to_owned(), is_named: true };
    let (source, problems) = input::read(&input)
        .map_err(|problem| Failure(format!("{flag} {name}: {}", problem.message)))?;
    match problems.first() {
        None => Ok(Arc::new(source)),
        Some(problem) => Err(Failure(format!("{flag} {name}: {}", problem.message))),
    }
}
