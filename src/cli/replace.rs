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
