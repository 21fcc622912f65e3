//! Patterns in the syntax of `.gitignore`.

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder, Glob};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Patterns that belong together: the last that matches decides, and `!` takes back what one before it matched.
///
/// To compile them takes longer than to check a file, so they are compiled when a path is met that they may match.
#[derive(Clone, Debug)]
pub(crate) struct Patterns {
    builder: GitignoreBuilder,
    folder: PathBuf,
    bounds: Vec<PatternBounds>,
    compiled: OnceLock<Gitignore>,
}

/// The text that a pattern begins and ends with: what lacks it, it does not match.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PatternBounds {
    /// Whether it is about a path from the folder, rather than a name in any folder.
    is_path: bool,
    start: String,
    end: String,
}

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
        let mut bounds = Vec::new();
        for (index, pattern) in patterns.into_iter().enumerate() {
            builder.add_line(None, pattern).map_err(|error| (index, error.to_string()))?;
            bounds.push(PatternBounds::of(pattern));
        }
        Ok(Self { builder, folder: folder.to_owned(), bounds, compiled: OnceLock::new() })
    }

    /// Whether they match a path itself, which is relative to their folder or below it.
    pub(crate) fn match_itself(&self, path: &Path, is_folder: bool) -> bool {
        if self.bounds.is_empty() {
            return false;
        }
        let below = if path.is_absolute() { path.strip_prefix(&self.folder).ok() } else { None };
        let relative = below.unwrap_or(path);
        self.may_match(relative) && self.compiled().matched(relative, is_folder).is_ignore()
    }

    /// Whether they match a file or a folder that it is in. The path is relative to their folder.
    pub(crate) fn match_file(&self, path: &Path) -> bool {
        self.pattern_of_file(path).is_some()
    }

    /// The pattern by which they do.
    pub(crate) fn pattern_of_file(&self, path: &Path) -> Option<&str> {
        match self.find(path) {
            Match::Ignore(pattern) => Some(pattern),
            _ => None,
        }
    }

    /// Whether one of them has anything to do with a path, be it to take it back.
    pub(crate) fn concern(&self, path: &Path) -> bool {
        !self.find(path).is_none()
    }

    fn find(&self, path: &Path) -> Match<&str> {
        if path.is_relative() && self.may_match(path) {
            self.compiled().matched_path_or_any_parents(path, false).map(Glob::original)
        } else {
            Match::None
        }
    }

    fn may_match(&self, path: &Path) -> bool {
        self.bounds.iter().any(|bounds| bounds.may_match(path))
    }

    /// Each pattern was parsed before, so what cannot be compiled together is beyond what anybody writes.
    fn compiled(&self) -> &Gitignore {
        self.compiled.get_or_init(|| self.builder.build().unwrap_or_else(|_| Gitignore::empty()))
    }
}

impl PatternBounds {
    fn of(pattern: &str) -> Self {
        const SPECIAL: [char; 7] = ['*', '?', '[', ']', '{', '}', '\\'];
        let bare = pattern.strip_prefix('!').unwrap_or(pattern).trim_end().trim_end_matches('/');
        let first = bare.find(SPECIAL).unwrap_or(bare.len());
        let last = bare.rfind(SPECIAL).map_or(0, |at| at + 1);
        let start = bare.get(..first).unwrap_or_default();
        Self {
            is_path: bare.contains('/'),
            start: start.strip_prefix('/').unwrap_or(start).to_owned(),
            end: bare.get(last..).unwrap_or_default().to_owned(),
        }
    }

    /// Whether the pattern may match a path, or a folder that it is in.
    fn may_match(&self, path: &Path) -> bool {
        let fits = |name: &str| name.starts_with(&self.start) && name.ends_with(&self.end);
        match path.to_str() {
            // Another separator than that of patterns.
            Some(path) if path.contains('\\') => true,
            Some(path) if self.is_path => path.starts_with(&self.start),
            Some(path) => path.split('/').any(fits),
            None => true,
        }
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test fails loudly")]
mod tests {
    use super::{PatternBounds, Patterns};
    use std::path::Path;

    /// What they compile to is not asked for other paths: that must make no difference.
    #[test]
    fn what_is_not_looked_at_does_not_match() {
        let patterns = [
            "legacy/",
            "/legacy",
            "legacy",
            "*.json",
            "web.*",
            "a/*/web.json",
            "a/**",
            "**/web.json",
            "a/**/web.json",
            "services/web/",
            "/services/*",
            "w[ae]b.json",
            "{a,b}/x.json",
            "we?.json",
            "\\a",
            "a\\*b",
            "trailing ",
            "/",
            "*",
            "**",
            "é*",
            "!a/*",
            "a/",
            "./a",
            "x.json/",
        ];
        let paths = [
            "web.json",
            "legacy/web.json",
            "a/b/web.json",
            "a/web.json",
            "b/x.json",
            "a/x.json",
            "services/web/task.json",
            "services/x.json",
            "x/legacy/y",
            "trailing",
            "wab.json",
            "é.json",
            "a",
            "a*b",
            "legacy",
            "x/services/web/y",
            "x.json/y",
        ];
        for pattern in patterns {
            let compiled = Patterns::new(Path::new("/r"), [pattern]).expect("a pattern");
            let gitignore = compiled.builder.build().expect("a pattern");
            for path in paths.map(Path::new) {
                let expected = gitignore.matched_path_or_any_parents(path, false);
                let found = compiled.find(path);
                assert_eq!(found.is_ignore(), expected.is_ignore(), "{pattern} {path:?}");
                assert_eq!(found.is_none(), expected.is_none(), "{pattern} {path:?}");
                for is_folder in [true, false] {
                    let expected = gitignore.matched(path, is_folder).is_ignore();
                    let full = Path::new("/r").join(path);
                    assert_eq!(compiled.match_itself(path, is_folder), expected, "{pattern}");
                    assert_eq!(compiled.match_itself(&full, is_folder), expected, "{pattern}");
                }
            }
        }
    }

    #[test]
    fn most_paths_are_not_looked_at() {
        for (pattern, path) in [
            ("legacy/", "services/web.json"),
            ("*.tmp.json", "web.json"),
            ("services/*/old-*.json", "web.json"),
            ("/deploy/**", "services/deploy/web.json"),
        ] {
            assert!(!PatternBounds::of(pattern).may_match(Path::new(path)), "{pattern} {path}");
        }
    }
}
