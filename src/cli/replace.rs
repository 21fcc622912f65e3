//! Files replaced as a whole: whoever reads one sees the old bytes or the new ones.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{self, Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Replaces what a path leads to, with its permissions kept, if it still holds these bytes.
///
/// # Errors
/// Why not, in a few words.
pub(super) fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<(), String> {
    // A link stays one: what it leads to is replaced.
    let path = fs::canonicalize(path).map_err(|error| why(&error))?;
    if fs::read(&path).map_err(|error| why(&error))? != before {
        return Err("it was changed since it was read".to_owned());
    }
    let permissions = fs::metadata(&path).map_err(|error| why(&error))?.permissions();
    if permissions.readonly() {
        return Err("it is read-only".to_owned());
    }
    let written = ReplacedFile::begin(path).and_then(|mut new| {
        new.write_all(after)?;
        new.finish()
    });
    written.map_err(|error| why(&error))
}

/// A file that is written beside the one that it replaces at the end. Without the end, as after an error, it is removed;
/// only if the program is killed, it stays beside the other.
#[derive(Debug)]
pub(super) struct ReplacedFile {
    target: PathBuf,
    temporary: PathBuf,
    file: File,
}

impl ReplacedFile {
    /// Begins to replace a file, or one that is not there yet; the path is that of no link.
    ///
    /// # Errors
    /// Nothing can be written in its directory.
    pub(super) fn begin(target: PathBuf) -> io::Result<Self> {
        let temporary = beside(&target);
        let create = || OpenOptions::new().write(true).create_new(true).open(&temporary);
        let file = match create() {
            // The number of the process may be that of one that was killed: in containers it always is.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                fs::remove_file(&temporary)?;
                create()?
            }
            created => created?,
        };
        let new = Self { target, temporary, file };
        match fs::metadata(&new.target) {
            Ok(old) => new.file.set_permissions(old.permissions())?,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        Ok(new)
    }

    /// Puts it in the place of the other.
    ///
    /// # Errors
    /// That is not possible; then the other is as it was.
    pub(super) fn finish(self) -> io::Result<()> {
        match fs::rename(&self.temporary, &self.target) {
            // A file that is mounted by itself, as into a container, can only be written to.
            Err(error) if error.kind() == ErrorKind::ResourceBusy => {
                fs::copy(&self.temporary, &self.target).map(drop)
            }
            done => done,
        }
    }
}

impl Write for ReplacedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for ReplacedFile {
    /// Once it is in its place, nothing is left to remove.
    fn drop(&mut self) {
        drop(fs::remove_file(&self.temporary));
    }
}

/// Where a path that is written to leads: a link stays one, also if what it leads to is not there yet.
///
/// # Errors
/// The directory is not there, or it is a directory itself.
pub(super) fn destination(path: &Path) -> io::Result<PathBuf> {
    if path.to_string_lossy().ends_with(path::is_separator) {
        return Err(ErrorKind::IsADirectory.into());
    }
    let end = fs::read_link(path).map(|it| path.with_file_name("").join(it));
    let path = match fs::canonicalize(path) {
        Ok(path) if path.is_dir() => return Err(ErrorKind::IsADirectory.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            end.unwrap_or_else(|_| path.to_owned())
        }
        found => return found,
    };
    let name = path.file_name().ok_or(ErrorKind::IsADirectory)?;
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    Ok(fs::canonicalize(folder.unwrap_or(Path::new(".")))?.join(name))
}

/// A name in the same directory that nothing else uses.
fn beside(path: &Path) -> PathBuf {
    static BEGUN: AtomicUsize = AtomicUsize::new(0);
    let number = BEGUN.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!(".needs-exec-role.{}.{number}.tmp", process::id()))
}

fn why(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "no permission to write this file".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]

    use super::replace;
    use std::path::PathBuf;
    use std::{env, fs, process};

    /// An empty directory for one of these tests.
    fn scratch(name: &str) -> PathBuf {
        let folder = env::temp_dir().join(format!("needs-exec-role-{}-{name}", process::id()));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let folder = scratch("whole");
        let file = folder.join("a.json");
        fs::write(&file, "old").unwrap();
        assert_eq!(replace(&file, b"old", b"new"), Ok(()));
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_was_changed_meanwhile_stays() {
        let folder = scratch("changed");
        let file = folder.join("a.json");
        fs::write(&file, "newer").unwrap();
        let why = replace(&file, b"old", b"new");
        assert_eq!(why, Err("it was changed since it was read".to_owned()));
        assert_eq!(fs::read(&file).unwrap(), b"newer");
        fs::remove_file(&file).unwrap();
        assert_eq!(replace(&file, b"old", b"new"), Err("no such file".to_owned()));
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = scratch("links");
        let (file, link) = (folder.join("a.json"), folder.join("link.json"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("a.json", &link).unwrap();
        assert_eq!(replace(&link, b"old", b"new"), Ok(()));
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).unwrap();
        assert_eq!(replace(&link, b"new", b"newer"), Err("it is read-only".to_owned()));
        fs::remove_dir_all(folder).unwrap();
    }
}
