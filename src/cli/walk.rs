//! Paths → inputs: files as they are named, and the files of a directory that may hold task definitions.

use super::Failure;
use super::args::{Arguments, PathArguments};
use super::files::{Input, is_stdin};
use ignore::WalkBuilder;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};
use std::{env, fs};

/// The endings of files that a directory walk looks into: JSON, YAML and templates of them.
const ENDINGS: [&str; 14] = [
    "json", "yml", "yaml", "jsonc", "tpl", "tmpl", "tftpl", "template", "j2", "jinja", "jinja2",
    "hbs", "mustache", "erb",
];

/// The endings of Terraform's own files, which are not read yet.
const TERRAFORM: [&str; 2] = ["tf", "tofu"];

/// What some paths stand for.
#[derive(Debug, Default)]
pub(super) struct InputFiles {
    /// What is read, in order: a directory's files sorted by name.
    pub(super) inputs: Vec<Input>,
    /// How many files of Terraform were passed over.
    pub(super) terraform: usize,
}

/// What the paths of the command line stand for. A path that cannot be walked stays, for the error that
/// reading it gives; a file that several paths lead to is there once.
///
/// # Errors
/// There is no path, or a pattern is none.
pub(super) fn expand(given: &PathArguments) -> Result<InputFiles, Failure> {
    let paths = given.paths.as_slice();
    if paths.is_empty() {
        let message = "nothing to check: pass a file, a directory, or - for standard input";
        return Err(Failure(message.into()));
    }
    let excluded = patterns(&given.exclude)?;
    let mut found = InputFiles::default();
    for (index, path) in paths.iter().enumerate() {
        if path.is_dir() {
            found.walk(path, &excluded);
        } else {
            let meant = if index == 0 { misspelt_command(path) } else { None };
            found.inputs.push(Input { path: path.clone(), is_named: true, meant, given: None });
        }
    }
    if paths.len() > 1 {
        found.inputs = once_each(found.inputs);
    }
    Ok(found)
}

/// The patterns of `--exclude`. One that begins with `/` is relative to the current directory.
fn patterns(exclude: &[String]) -> Result<Gitignore, Failure> {
    let mut patterns = GitignoreBuilder::new(env::current_dir().unwrap_or_default());
    for glob in exclude {
        let added = patterns.add_line(None, glob);
        added.map_err(|error| Failure(format!("--exclude {glob}: {error}")))?;
    }
    patterns.build().map_err(|error| Failure(format!("--exclude: {error}")))
}

impl InputFiles {
    /// Hidden folders are walked (GitHub keeps task definitions in `.aws/`), `.git` is not; links are not
    /// followed, so no loop can hold the walk.
    fn walk(&mut self, folder: &Path, excluded: &Gitignore) {
        let excluded = excluded.clone();
        let walker = WalkBuilder::new(folder)
            .hidden(false)
            .filter_entry(move |entry| {
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                // The directory that the user named is walked whatever it is called.
                let is_excluded = entry.depth() > 0
                    && excluded.matched(without_dot(entry.path()), is_folder).is_ignore();
                entry.file_name() != ".git" && !is_excluded
            })
            .build();
        let files =
            walker.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
        let mut paths = Vec::new();
        for path in files.map(ignore::DirEntry::into_path) {
            if ends_with(&path, &ENDINGS) {
                paths.push(path);
            } else if ends_with(&path, &TERRAFORM) {
                self.terraform += 1;
            }
        }
        // As by their parts: a folder's files stand together.
        paths.sort_by_cached_key(|path| path.to_string_lossy().replace(MAIN_SEPARATOR, "\0"));
        let inputs =
            paths.into_iter().map(|path| Input { path, is_named: false, meant: None, given: None });
        self.inputs.extend(inputs);
    }
}

/// A path as a pattern sees it.
fn without_dot(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

fn ends_with(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| endings.contains(&ending.to_ascii_lowercase().as_str()))
}

/// The inputs without those that are there already under another name. One that the user named stays
/// named, whichever path came first.
fn once_each(inputs: Vec<Input>) -> Vec<Input> {
    let mut places: HashMap<PathBuf, usize> = HashMap::new();
    let mut distinct: Vec<Input> = Vec::with_capacity(inputs.len());
    for input in inputs {
        let identity = if is_stdin(&input.path) {
            input.path.clone()
        } else {
            fs::canonicalize(&input.path).unwrap_or_else(|_| input.path.clone())
        };
        match places.entry(identity) {
            Entry::Occupied(place) => {
                if let Some(known) = distinct.get_mut(*place.get()) {
                    known.is_named |= input.is_named;
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
