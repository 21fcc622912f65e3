//! What is in `fixtures`: cases, and nothing that no case uses.

use crate::case::Case;
use std::fs;
use std::path::{Path, PathBuf};

/// Every file below a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The files that guard nothing: an expected output without its command or without text, and an input that
/// no command of its folder, or of a folder above, names.
pub(crate) fn stray(files: &[PathBuf], cases: &[Case]) -> Result<Vec<PathBuf>, String> {
    let mut kept: Vec<PathBuf> = Vec::new();
    let mut named: Vec<PathBuf> = Vec::new();
    for case in cases {
        kept.extend(["cmd", "stdout", "stderr"].map(|file| case.path(file)));
        let invocation = case.invocation().map_err(|error| format!("{}: {error}", case.name))?;
        for word in invocation.args.iter().chain(&invocation.stdin).chain(&invocation.changes) {
            let value = word.rsplit('=').next().unwrap_or(word);
            let path = case.folder.join(value);
            named.push(if value == "." { case.folder.clone() } else { path });
        }
    }
    let is_used = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let is_output = ["stdout", "stderr"].iter().any(|ending| name.ends_with(ending));
        let is_empty = fs::metadata(file).is_ok_and(|data| data.len() == 0);
        if kept.contains(file) {
            !(is_output && is_empty)
        } else {
            !is_output && named.iter().any(|path| file.starts_with(path))
        }
    };
    Ok(files.iter().filter(|file| !is_used(file)).cloned().collect())
}
