//! The sources as a tree in memory, so that a test can change a file and check again.

use crate::facts::Facts;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files of `src/`, each under its path from the root of the package, with `/` on every system.
#[derive(Clone)]
pub(crate) struct Tree {
    files: BTreeMap<String, (String, Arc<Facts>)>,
}

impl Tree {
    /// A tree of these paths and texts.
    pub(crate) fn new(sources: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut tree = Self { files: BTreeMap::new() };
        for (path, text) in sources {
            tree.put(&path, text);
        }
        tree
    }

    /// The tree on the disk.
    pub(crate) fn read() -> Self {
        let mut sources = Vec::new();
        let mut folders = vec![PathBuf::from("src")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    sources.push((with_slashes(&path), fs::read_to_string(&path).expect("text")));
                }
            }
        }
        Self::new(sources)
    }

    /// Adds a file, or replaces it.
    pub(crate) fn put(&mut self, path: &str, text: String) {
        let facts = Arc::new(Facts::of(&text));
        self.files.insert(path.to_owned(), (text, facts));
    }

    /// The same tree with lines added to a file, after the line with this number (0 for the start).
    pub(crate) fn with_lines(&self, path: &str, after: usize, lines: &str) -> Self {
        let mut changed = self.clone();
        let old: Vec<_> = self.text(path).lines().collect();
        let (before, rest) = old.split_at(after);
        changed.put(path, [before, &[lines], rest].concat().join("\n"));
        changed
    }

    /// The text of a file.
    pub(crate) fn text(&self, path: &str) -> &str {
        &self.files.get(path).unwrap_or_else(|| panic!("{path} is not in the tree")).0
    }

    /// What is known of a file, if it is in the tree.
    pub(crate) fn facts(&self, path: &str) -> Option<&Facts> {
        self.files.get(path).map(|(_, facts)| facts.as_ref())
    }

    /// The files, sorted by their paths.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &Facts)> {
        self.files.iter().map(|(path, (_, facts))| (path.as_str(), facts.as_ref()))
    }
}

fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
