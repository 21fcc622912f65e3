//! Real files, which are not part of the repository.

use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus");

/// Whether they are there.
pub(crate) fn is_there() -> bool {
    Path::new(ROOT).exists()
}

/// The files of a folder, or the file, of the corpus.
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(ROOT).join(name)
}

/// The files of a folder of the corpus.
pub(crate) fn files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(path(folder)).expect("a folder of the corpus");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{folder} is empty");
    paths
}
