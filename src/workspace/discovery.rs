//! A folder → the configuration that counts in it: the nearest one upward, to the root of the repository.

use super::Failure;
use super::foreign::is_foreign;
use super::found::FoundConfiguration;
#[cfg(feature = "lsp")]
use needs_exec_role::Configuration;
use std::collections::HashMap;
use std::env;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The name of a configuration file.
pub(crate) const NAME: &str = ".needs-exec-role.yaml";

/// Which configuration counts.
#[derive(Clone, Debug)]
pub(crate) enum WhichConfiguration {
    /// The nearest of each file.
    Nearest,
    /// This one, for all files.
    File(PathBuf),
    /// None.
    Nothing,
}

/// The configuration of a folder, if it has one.
type OfFolder = Result<Option<ConfiguredFolder>, Failure>;

/// A folder with the configuration that counts in it.
#[derive(Clone, Debug)]
pub(crate) struct ConfiguredFolder {
    pub(crate) found: Arc<FoundConfiguration>,
    /// Its path from the folder of the configuration; none if it is somewhere else.
    path: Option<Arc<Path>>,
}

impl ConfiguredFolder {
    fn new(found: Arc<FoundConfiguration>, absolute: &Path) -> Self {
        let path = found.relative(absolute).map(Arc::from);
        Self { found, path }
    }

    /// The path of something in it from the folder of the configuration.
    pub(super) fn path_of(&self, path: &Path) -> Option<PathBuf> {
        Some(self.path.as_ref()?.join(path.file_name()?))
    }
}

/// Finds the configuration that counts in a folder. Each folder is looked at once.
#[derive(Debug)]
pub(crate) struct Discovery {
    which: WhichConfiguration,
    /// The current directory.
    here: PathBuf,
    known: Mutex<KnownFolders>,
}

/// The nearest configuration to a folder.
type NearestConfiguration = Result<Option<Arc<FoundConfiguration>>, Failure>;

/// What was found so far.
#[derive(Debug, Default)]
struct KnownFolders {
    /// The configuration that the user named.
    named: Option<Arc<FoundConfiguration>>,
    /// The nearest ones, by the absolute path.
    nearest: HashMap<PathBuf, NearestConfiguration>,
    /// The folder that was asked for last, as it was written: a folder's files are asked for one after the other.
    last: Option<(PathBuf, OfFolder)>,
    /// How many configurations there are, and how many exceptions in them.
    count: usize,
    exceptions: usize,
}

impl Discovery {
    /// None found yet, but for one that the user named.
    ///
    /// # Errors
    /// That one cannot be read, or is not valid.
    pub(crate) fn new(which: WhichConfiguration) -> Result<Self, Failure> {
        let here = env::current_dir().unwrap_or_default();
        let mut known = KnownFolders::default();
        if let WhichConfiguration::File(file) = &which {
            if !file.is_file() {
                return Err(Failure(format!("--config {}: no such file", file.display())));
            }
            let found = known.load(file, &absolute(&here, file))?;
            known.named = Some(found);
        }
        Ok(Self { which, here, known: Mutex::new(known) })
    }

    /// Takes what a client sets in one of its folders as a configuration.
    ///
    /// # Errors
    /// One of its patterns is none.
    #[cfg(feature = "lsp")]
    pub(crate) fn own(
        &self,
        configuration: Configuration,
        folder: &Path,
    ) -> Result<Arc<FoundConfiguration>, Failure> {
        let mut known = self.known();
        let shown = self.shown(folder);
        let found =
            FoundConfiguration::new(configuration, folder, &shown, known.count, known.exceptions)?;
        Ok(known.add(found))
    }

    /// The configurations that were found so far.
    #[cfg(feature = "lsp")]
    pub(super) fn found(&self) -> Vec<Arc<FoundConfiguration>> {
        self.known().all()
    }

    /// The current directory.
    pub(crate) fn here(&self) -> &Path {
        &self.here
    }

    /// The absolute path of one that is relative to the current directory.
    pub(crate) fn absolute(&self, path: &Path) -> PathBuf {
        absolute(&self.here, path)
    }

    /// An absolute path as a person in the current directory would write it.
    #[cfg(feature = "lsp")]
    pub(crate) fn shown(&self, absolute: &Path) -> PathBuf {
        relative_to(&self.here, absolute)
    }

    /// The configuration that counts for a file, or in a folder, by way of the folder.
    ///
    /// # Errors
    /// It cannot be read, or is not valid.
    pub(crate) fn of_folder(&self, folder: &Path) -> OfFolder {
        if matches!(self.which, WhichConfiguration::Nothing) {
            return Ok(None);
        }
        let mut known = self.known();
        if let Some((last, found)) = &known.last
            && last.as_os_str() == folder.as_os_str()
        {
            return found.clone();
        }
        let absolute = self.absolute(folder);
        let found = match &known.named {
            Some(named) => Ok(Some(Arc::clone(named))),
            None => known.nearest(&absolute, &self.here),
        };
        let found = found.map(|it| it.map(|found| ConfiguredFolder::new(found, &absolute)));
        known.last = Some((folder.to_owned(), found.clone()));
        found
    }

    /// The configurations of all files below a folder that is walked: whatever they are for is met there. One that the
    /// user named is for what is below the current directory as well.
    pub(crate) fn walked<'p>(
        &self,
        folders: impl Iterator<Item = &'p Path>,
    ) -> Vec<Arc<FoundConfiguration>> {
        let folders: Vec<_> = folders.map(|it| self.absolute(it)).collect();
        let is_for_here = matches!(self.which, WhichConfiguration::File(_));
        let is_walked = |it: &FoundConfiguration| {
            let around = folders.iter().filter(|top| it.folder().starts_with(top));
            let mut around = around.filter(|top| !is_for_here || self.here.starts_with(top));
            around.any(|top| !self.is_passed_over(it.folder(), top))
        };
        let mut found = self.known().all();
        found.sort_by_key(|it| it.id);
        found.dedup_by_key(|it| it.id);
        found.retain(|it| is_walked(it));
        found
    }

    /// Whether a walk from `top` does not come to a folder.
    fn is_passed_over(&self, folder: &Path, top: &Path) -> bool {
        let below = folder.ancestors().take_while(|it| *it != top);
        below.into_iter().any(|it| is_foreign(it, true) || self.excludes(it, true))
    }

    /// Whether the configuration that counts where something is excludes it. One that is not valid excludes nothing
    /// here: it is reported for the files that it counts for.
    pub(super) fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        let folder = path.parent().unwrap_or(path);
        let Ok(Some(folder)) = self.of_folder(folder) else { return false };
        folder.found.excludes_some()
            && folder.path_of(path).is_some_and(|it| folder.found.excludes(&it, is_folder))
    }

    /// No state is left half changed where a thread panics: what is known is known.
    fn known(&self) -> MutexGuard<'_, KnownFolders> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KnownFolders {
    fn all(&self) -> Vec<Arc<FoundConfiguration>> {
        self.nearest.values().flatten().flatten().chain(&self.named).cloned().collect()
    }

    fn nearest(&mut self, folder: &Path, here: &Path) -> NearestConfiguration {
        if let Some(found) = self.nearest.get(folder) {
            return found.clone();
        }
        let file = folder.join(NAME);
        let found = if file.is_file() {
            self.load(&relative_to(here, &file), &file).map(Some)
        } else if folder.join(".git").exists() {
            Ok(None)
        } else {
            folder.parent().map_or(Ok(None), |parent| self.nearest(parent, here))
        };
        self.nearest.insert(folder.to_owned(), found.clone());
        found
    }

    /// `file` is the path that is shown, from the current directory.
    fn load(&mut self, file: &Path, absolute: &Path) -> Result<Arc<FoundConfiguration>, Failure> {
        let found = FoundConfiguration::load(file, absolute, self.count, self.exceptions)?;
        Ok(self.add(found))
    }

    /// Counts one.
    fn add(&mut self, found: FoundConfiguration) -> Arc<FoundConfiguration> {
        self.count += 1;
        self.exceptions += found.configuration.exceptions.len();
        Arc::new(found)
    }
}

/// The absolute path of one that is relative to a folder. `..` is followed on the disk, since a link may be before it.
fn absolute(here: &Path, path: &Path) -> PathBuf {
    let joined = here.join(path);
    if joined.components().any(|part| part == Component::ParentDir)
        && let Ok(real) = joined.canonicalize()
    {
        return real;
    }
    joined.components().filter(|part| *part != Component::CurDir).collect()
}

/// A path as a person at a folder would write it: relative if it is below the folder, or in a folder above.
fn relative_to(here: &Path, path: &Path) -> PathBuf {
    let mut up = PathBuf::new();
    for folder in here.ancestors() {
        match path.strip_prefix(folder) {
            Ok(rest) if folder.parent().is_some() || up.as_os_str().is_empty() => {
                return up.join(rest);
            }
            Ok(_) => break,
            Err(_) => up.push(".."),
        }
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::relative_to;
    use std::path::Path;

    #[test]
    fn paths_are_shown_as_people_write_them() {
        for (here, path, expected) in [
            ("/repo", "/repo/.needs-exec-role.yaml", ".needs-exec-role.yaml"),
            ("/repo", "/repo/a/b.yaml", "a/b.yaml"),
            ("/repo/a/b", "/repo/x.yaml", "../../x.yaml"),
            ("/repo/a", "/repo/b/x.yaml", "../b/x.yaml"),
            ("/repo/a", "/other/x.yaml", "/other/x.yaml"),
            ("/", "/x.yaml", "x.yaml"),
        ] {
            assert_eq!(relative_to(Path::new(here), Path::new(path)), Path::new(expected));
        }
    }
}
