//! Paths → inputs: files as they are named, and the files of a directory that may hold task definitions.

use super::Failure;
use super::args::{Arguments, PathArguments};
use super::files::is_stdin;
use super::modules::{self, FoundPath, inputs};
use crate::workspace::{
    Checkers, Discovery, FoundConfiguration, Input, Patterns, WalkedPath, Workspace,
    is_configuration, walk,
};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// What some paths stand for.
#[derive(Debug, Default)]
pub(super) struct InputFiles {
    /// What is read, in order: a directory's files sorted by name.
    pub(super) inputs: Vec<Input>,
    /// How many named files were passed over, since they are excluded.
    pub(super) skipped: usize,
    /// The configurations whose every file is among them.
    pub(super) walked: Vec<Arc<FoundConfiguration>>,
}

/// What the paths of the command line stand for. A path that cannot be walked stays, for the error that
/// reading it gives; a file that several paths lead to is there once.
///
/// # Errors
/// There is no path, or a pattern is none.
pub(super) fn expand(
    given: &PathArguments,
    discovery: &Arc<Discovery>,
) -> Result<InputFiles, Failure> {
    let paths = given.paths.as_slice();
    if paths.is_empty() {
        let message = "nothing to check: pass a file, a directory, or - for standard input";
        return Err(Failure(message.into()));
    }
    let excluded = patterns(&given.exclude, discovery.here())?;
    let mut found = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        if path.is_dir() {
            let met = walk(path, &excluded, discovery).into_iter();
            found.extend(met.map(|it| match it {
                WalkedPath::File(file) => FoundPath::File(Input::met(file)),
                WalkedPath::Module(folder) => {
                    FoundPath::Module { folder, top: path.clone(), named: None }
                }
            }));
        } else if is_configuration(path) {
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            let (top, named) = (folder.clone(), Some(path.clone()));
            found.push(FoundPath::Module { folder, top, named });
        } else {
            let meant = if index == 0 { misspelt_command(path) } else { None };
            found.push(FoundPath::File(Input { meant, ..Input::named(path.clone()) }));
        }
    }
    let mut found = InputFiles { inputs: inputs(found), ..InputFiles::default() };
    if paths.len() > 1 {
        found.inputs = once_each(found.inputs);
    }
    Ok(found)
}

/// The patterns of `--exclude`. One that begins with `/` is relative to the current directory.
fn patterns(exclude: &[String], here: &Path) -> Result<Patterns, Failure> {
    Patterns::new(here, exclude.iter().map(String::as_str)).map_err(|(index, error)| {
        let glob = exclude.get(index).map(String::as_str).unwrap_or_default();
        Failure(format!("--exclude {glob}: {error}"))
    })
}

impl InputFiles {
    /// Finds the settings of the inputs, and loads those that are modules.
    pub(super) fn settle(&mut self, workspace: &Workspace) -> Result<Checkers, Failure> {
        modules::settle(&mut self.inputs, workspace)
    }

    /// Lets go of the texts of modules, which have been changed on the disk.
    pub(super) fn forget_modules(&mut self) {
        let modules = self.inputs.iter_mut().filter_map(|it| it.module.as_mut());
        modules.for_each(|it| it.forget());
    }

    /// Lets named files count as those that are met in a folder: what holds no task definition is passed over, and
    /// what is excluded is not read.
    pub(super) fn skip_unrelated(
        &mut self,
        given: &PathArguments,
        workspace: &Workspace,
    ) -> Result<(), Failure> {
        let excluded = patterns(&given.exclude, workspace.discovery.here())?;
        let mut kept = Vec::with_capacity(self.inputs.len());
        for input in std::mem::take(&mut self.inputs) {
            if input.is_named && is_excluded(&input, &excluded, workspace)? {
                self.skipped += 1;
            } else {
                kept.push(Input { may_be_unrelated: true, ..input });
            }
        }
        self.inputs = kept;
        Ok(())
    }
}

/// Whether the command line or the configuration excludes a file that is named.
fn is_excluded(input: &Input, excluded: &Patterns, workspace: &Workspace) -> Result<bool, Failure> {
    let is_matched = |path: &Path| {
        let path = workspace.discovery.absolute(path);
        let from_here = path.strip_prefix(workspace.discovery.here());
        from_here.is_ok_and(|path| excluded.match_file(path))
    };
    let is_matched = match &input.module {
        Some(module) => module.folder.configuration().all(|it| is_matched(&it)),
        None => !is_stdin(&input.path) && is_matched(&input.path),
    };
    if is_matched {
        return Ok(true);
    }
    let found = workspace.configuration_of_input(input)?;
    Ok(found.is_some_and(|it| it.excluded_by().is_some()))
}

/// The inputs without those that are there already under another name. One that the user named stays
/// named, whichever path came first.
fn once_each(inputs: Vec<Input>) -> Vec<Input> {
    let mut places: HashMap<PathBuf, usize> = HashMap::new();
    let mut distinct: Vec<Input> = Vec::with_capacity(inputs.len());
    for input in inputs {
        let identity = match &input.module {
            Some(module) => module.folder.real().to_owned(),
            None if is_stdin(&input.path) => input.path.clone(),
            None => fs::canonicalize(&input.path).unwrap_or_else(|_| input.path.clone()),
        };
        match places.entry(identity) {
            Entry::Occupied(place) => {
                if let Some(known) = distinct.get_mut(*place.get()) {
                    known.is_named |= input.is_named;
                    if let (Some(known), Some(module)) = (&mut known.module, &input.module) {
                        known.is_asked_for |= module.is_asked_for;
                    }
                }
            }
            Entry::Vacant(place) => {
                place.insert(distinct.len());
                distinct.push(input);
            }
        }
    }
    distinct
}

/// The command that a path was probably meant to be: a single word that names no file.
fn misspelt_command(path: &Path) -> Option<String> {
    let mut parts = path.components();
    let (Some(Component::Normal(word)), None) = (parts.next(), parts.next()) else { return None };
    if path.extension().is_some() || is_stdin(path) || path.exists() {
        return None;
    }
    Arguments::command_near(word.to_str()?)
}
