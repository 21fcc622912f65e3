//! A folder → what in it may hold task definitions: files, and folders that are modules of Terraform.

use super::discovery::{Discovery, NAME};
use super::foreign::is_foreign;
use super::modules::is_configuration;
use super::patterns::Patterns;
use ignore::{DirEntry, WalkBuilder};
use std::collections::BTreeSet;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;

/// The endings of files that a directory walk looks into: JSON, YAML and templates of them.
const ENDINGS: [&str; 14] = [
    "json", "yml", "yaml", "jsonc", "tpl", "tmpl", "tftpl", "template", "j2", "jinja", "jinja2",
    "hbs", "mustache", "erb",
];

/// The endings of the files that only set variables of Terraform.
const VARIABLES: &str = ".tfvars.json";

/// Something that was met in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WalkedPath {
    /// A file that may hold task definitions.
    File(PathBuf),
    /// A folder that is a module of Terraform.
    Module(PathBuf),
}

/// Walks a folder, but for what the patterns of the command line and those of the configurations exclude. What was met is
/// sorted by name.
pub(crate) fn walk(
    folder: &Path,
    excluded: &Patterns,
    discovery: &Arc<Discovery>,
) -> Vec<WalkedPath> {
    let (excluded, discovery) = (excluded.clone(), Arc::clone(discovery));
    let keep = move |path: &Path, is_folder: bool| {
        !excluded.match_itself(without_dot(path), is_folder) && !discovery.excludes(path, is_folder)
    };
    let (mut met, mut modules) = (Vec::new(), BTreeSet::new());
    for path in entries(folder, keep) {
        if is_configuration(&path) {
            modules.extend(path.parent().map(Path::to_owned));
        } else if ends_with(&path, &ENDINGS) && !is_setting(&path) {
            met.push(WalkedPath::File(path));
        }
    }
    met.extend(modules.into_iter().map(WalkedPath::Module));
    // As by their parts: a folder's files stand together.
    met.sort_by_cached_key(|it| it.path().to_string_lossy().replace(MAIN_SEPARATOR, "\0"));
    met
}

impl WalkedPath {
    fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::Module(path) => path,
        }
    }
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

/// Whether a file only sets what others are read with.
fn is_setting(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name == NAME || name.to_string_lossy().ends_with(VARIABLES)
}

fn ends_with(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| endings.contains(&ending.to_ascii_lowercase().as_str()))
}
