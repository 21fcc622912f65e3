//! Patterns in the syntax of `.gitignore`.

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::Path;

/// Patterns that belong together: the last that matches decides, and `!` takes back what one before it matched.
#[derive(Clone, Debug)]
pub(crate) struct Patterns(Gitignore);

impl Patterns {
    /// Patterns that are relative to a folder.
    ///
    /// # Errors
    /// The first that is none, by its index, and why.
    pub(crate) fn new<'g>(
        folder: &Path,
        patterns: impl IntoIterator<Item = &'g str>,
    ) -> Result<Self, (usize, String)> {
        let mut builder = GitignoreBuilder::new(folder);
        for (index, pattern) in patterns.into_iter().enumerate() {
            builder.add_line(None, pattern).map_err(|error| (index, error.to_string()))?;
        }
        builder.build().map(Self).map_err(|error| (0, error.to_string()))
    }

    /// Whether they match a path itself, which is relative to their folder or below it.
    pub(crate) fn match_itself(&self, path: &Path, is_folder: bool) -> bool {
        self.0.matched(path, is_folder).is_ignore()
    }

    /// Whether they match a file or a folder that it is in. The path is relative to their folder.
    pub(crate) fn match_file(&self, path: &Path) -> bool {
        self.pattern_of_file(path).is_some()
    }

    /// The pattern by which they do.
    pub(crate) fn pattern_of_file(&self, path: &Path) -> Option<&str> {
        if !path.is_relative() {
            return None;
        }
        match self.0.matched_path_or_any_parents(path, false) {
            Match::Ignore(glob) => Some(glob.original()),
            _ => None,
        }
    }

    /// Whether one of them has anything to do with a path, be it to take it back.
    pub(crate) fn concern(&self, path: &Path) -> bool {
        path.is_relative() && !self.0.matched_path_or_any_parents(path, false).is_none()
    }
}
