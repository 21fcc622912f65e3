//! Texts that are open in an editor: they count instead of what is on the disk.

use super::files::{name, read};
use needs_exec_role::{SourceFile, Unread};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Open texts, by where they are. The command line has none.
#[derive(Clone, Debug, Default)]
pub(crate) struct OpenTexts {
    /// They are few.
    open: Arc<[(PathBuf, Arc<str>)]>,
}

impl OpenTexts {
    /// Texts, each with its [real path](real_path).
    #[cfg(feature = "lsp")]
    pub(crate) fn new(texts: impl Iterator<Item = (PathBuf, Arc<str>)>) -> Self {
        Self { open: texts.collect() }
    }

    /// Whether nothing is open.
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// What is open of a path, by the name that it has in reports.
    pub(crate) fn get(&self, path: &Path) -> Option<SourceFile> {
        if self.is_empty() {
            return None;
        }
        let real = real_path(path);
        let (_, text) = self.open.iter().find(|(known, _)| *known == real)?;
        Some(SourceFile::new(name(path), &**text))
    }

    /// What is open of a path, or on the disk.
    ///
    /// # Errors
    /// Why it could not be read.
    pub(crate) fn read(&self, path: &Path) -> Result<SourceFile, Unread> {
        self.get(path).map_or_else(|| read(path), Ok)
    }

    /// The names of what is open in a folder, which need not be on the disk.
    pub(super) fn names_in<'t>(&'t self, real_folder: &'t Path) -> impl Iterator<Item = &'t str> {
        self.open.iter().filter_map(move |(path, _)| {
            let is_in = path.parent() == Some(real_folder);
            path.file_name().filter(|_| is_in)?.to_str()
        })
    }
}

/// Where a path leads, links followed; what is not there, where it would be.
pub(crate) fn real_path(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).canonicalize();
    match (folder, path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}
