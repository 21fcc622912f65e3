//! Paths → texts: what is read from the disk and from standard input.

use super::Failure;
use needs_exec_role::{SourceFile, Unread};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Something to read.
#[derive(Clone, Debug)]
pub(super) struct Input {
    /// Where it is; standard input where it is `-`.
    pub(super) path: PathBuf,
    /// Whether the user named it, rather than a directory that holds it.
    pub(super) is_named: bool,
    /// The command that it is probably a misspelling of.
    pub(super) meant: Option<String>,
}

impl Input {
    /// Its name in reports.
    pub(super) fn name(&self) -> String {
        name(&self.path)
    }

    /// Whether it has a name that people give what runs task definitions.
    pub(super) fn is_called_as_a_run(&self) -> bool {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        ["run", "start", "overrid", "appspec", "service", "state"]
            .iter()
            .any(|it| name.contains(it))
    }

    /// Its text, as the checker takes it.
    ///
    /// # Errors
    /// Why it could not be read.
    pub(super) fn read(&self) -> Result<SourceFile, Unread> {
        let file = read(&self.path).map_err(|why| match (why, &self.meant) {
            (Unread::Unreadable(why), Some(command)) => {
                Unread::Unreadable(format!("{why}; did you mean the command `{command}`?"))
            }
            (why, _) => why,
        })?;
        Ok(if self.is_named { file } else { file.met_in_folder() })
    }
}

/// The rule files of some folders, by name.
pub(super) fn rule_files(folders: &[PathBuf]) -> Result<Vec<SourceFile>, Failure> {
    let mut files = Vec::new();
    for folder in folders {
        for path in rule_paths(folder)? {
            let bytes = fs::read(&path);
            let bytes = bytes.map_err(|error| Failure(format!("{}: {error}", path.display())))?;
            files.push(SourceFile::decode(path.to_string_lossy(), bytes));
        }
    }
    Ok(files)
}

fn rule_paths(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder)
        .map_err(|error| Failure(format!("--rules {}: {error}", folder.display())))?;
    let is_rule = |path: &PathBuf| path.extension().is_some_and(|it| it == "yaml" || it == "yml");
    let causes = fs::read_dir(folder.join("causes")).into_iter().flatten();
    let entries = entries.chain(causes).flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).filter(is_rule).collect();
    paths.sort();
    if paths.is_empty() {
        return Err(Failure(format!(
            "--rules {}: no rule file (*.yaml) in this directory",
            folder.display()
        )));
    }
    Ok(paths)
}

/// Reads a file, or standard input.
pub(super) fn read(path: &Path) -> Result<SourceFile, Unread> {
    let bytes = read_bytes(path).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > SourceFile::LARGEST {
        return Err(Unread::TooLarge);
    }
    Ok(SourceFile::decode(name(path), bytes))
}

/// The name of a path in reports.
pub(super) fn name(path: &Path) -> String {
    if is_stdin(path) { "<stdin>".to_owned() } else { path.to_string_lossy().into_owned() }
}

/// The bytes of a file: one more than the limit where it is too large.
fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    const LIMIT: u64 = SourceFile::LARGEST + 1;
    let mut bytes = Vec::new();
    if is_stdin(path) {
        io::stdin().lock().take(LIMIT).read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    // A file that is too large is not read at all: one byte too many tells it.
    bytes.reserve_exact(usize::try_from(size.min(SourceFile::LARGEST)).unwrap_or_default() + 1);
    if size > SourceFile::LARGEST {
        file.take(0).read_to_end(&mut bytes)?;
        bytes.resize(usize::try_from(LIMIT).unwrap_or(usize::MAX), 0);
        return Ok(bytes);
    }
    file.take(LIMIT).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(error: &io::Error) -> Unread {
    Unread::Unreadable(match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read this file".to_owned(),
        _ => format!("cannot be read: {error}"),
    })
}

/// Whether a path means standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
