//! Files replaced as a whole: whoever reads one sees the old bytes or the new ones.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;

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
    let temporary = beside(&path);
    let written = write(&temporary, after, permissions).and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| {
        drop(fs::remove_file(&temporary));
        why(&error)
    })
}

/// A name in the same directory that no other run uses.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", process::id()))
}

fn write(path: &Path, bytes: &[u8], permissions: fs::Permissions) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.set_permissions(permissions)
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
