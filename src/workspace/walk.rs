//! A folder → its files that may hold task definitions.

use super::discovery::{Discovery, NAME};
use super::foreign::is_foreign;
use super::patterns::Patterns;
use ignore::{DirEntry, WalkBuilder};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;

/// The endings of files that a directory walk looks into: JSON, YAML and templates of them.
const ENDINGS: [&str; 14] = [
    "json", "yml", "yaml", "jsonc", "tpl", "tmpl", "tftpl", "template", "j2", "jinja", "jinja2",
    "hbs", "mustache", "erb",
];

/// The endings of Terraform's own files, which are not read yet.
const TERRAFORM: [&str; 2] = ["tf", "tofu"];

/// What was met in a folder.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    /// The files that may hold task definitions, sorted by name.
    pub(crate) files: Vec<PathBuf>,
    /// How many files of Terraform were passed over.
    pub(crate) terraform: usize,
}

/// Walks a folder, but for what the patterns of the command line and those of the configurations exclude.
pub(crate) fn walk(folder: &Path, excluded: &Patterns, discovery: &Arc<Discovery>) -> Walked {
    let (excluded, discovery) = (excluded.clone(), Arc::clone(discovery));
    let keep = move |path: &Path, is_folder: bool| {
        !excluded.match_itself(without_dot(path), is_folder) && !discovery.excludes(path, is_folder)
    };
    let mut walked = Walked::default();
    for path in entries(folder, keep) {
        if ends_with(&path, &ENDINGS) && path.file_name() != Some(NAME.as_ref()) {
            walked.files.push(path);
        } else if ends_with(&path, &TERRAFORM) {
            walked.terraform += 1;
        }
    }
    // As by their parts: a folder's files stand together.
    walked.files.sort_by_cached_key(|path| path.to_string_lossy().replace(MAIN_SEPARATOR, "\0"));
    walked
}

/// Every file below a folder that is not in a folder of others' files. Hidden folders are walked (GitHub keeps task
/// definitions in `.aws/`); links are not followed, so no loop can hold the walk.
pub(super) fn entries(
    folder: &Path,
    keep: impl Fn(&Path, bool) -> bool + Send + Sync + 'static,
) -> impl Iterator<Item = PathBuf> {
    let walker = WalkBuilder::new(folder)
        .hidden(false)
        .filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            // The directory that the user named is walked whatever it is called.
            entry.depth() == 0
                || !is_foreign(entry.path(), is_folder) && keep(entry.path(), is_folder)
        })
        .build();
    let files = walker.flatten().filter(|it| it.file_type().is_some_and(|kind| kind.is_file()));
    files.map(DirEntry::into_path)
}

/// A path as a pattern sees it.
fn without_dot(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

fn ends_with(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| endings.contains(&ending.to_ascii_lowercase().as_str()))
}
