//! Paths → texts: files as they are named, and the files of a directory that may hold task definitions.

use super::Failure;
use ignore::WalkBuilder;
use needs_exec_role::{SourceFile, Unread};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// The endings of files that a directory walk looks into: JSON, YAML and templates of them.
const ENDINGS: [&str; 10] =
    ["json", "yml", "yaml", "jsonc", "tpl", "tmpl", "tftpl", "template", "j2", "erb"];

/// Something to read.
#[derive(Clone, Debug)]
pub(super) struct Input {
    /// Where it is; standard input where it is `-`.
    pub(super) path: PathBuf,
    /// Whether the user named it, rather than a directory that holds it.
    pub(super) is_named: bool,
}

impl Input {
    /// Its name in reports.
    pub(super) fn name(&self) -> String {
        name(&self.path)
    }

    /// Its text, as the checker takes it.
    ///
    /// # Errors
    /// Why it could not be read.
    pub(super) fn read(&self) -> Result<SourceFile, Unread> {
        let file = read(&self.path)?;
        Ok(if self.is_named { file } else { file.met_in_folder() })
    }
}

/// The inputs that some paths stand for, in order: a directory's files sorted by name. A path that cannot
/// be walked stays, for the error that reading it gives.
pub(super) fn expand(paths: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if path.is_dir() {
            inputs.extend(walk(path));
        } else {
            inputs.push(Input { path: path.clone(), is_named: true });
        }
    }
    inputs
}

/// Hidden folders are walked (GitHub keeps task definitions in `.aws/`), `.git` is not; links are not
/// followed, so no loop can hold the walk.
fn walk(folder: &Path) -> impl Iterator<Item = Input> {
    let walker = WalkBuilder::new(folder)
        .hidden(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    let files =
        walker.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let paths = files.map(ignore::DirEntry::into_path).filter(|path| may_hold_one(path));
    let mut paths: Vec<_> = paths.collect();
    // As by their parts: a folder's files stand together.
    paths.sort_by_cached_key(|path| path.to_string_lossy().replace(MAIN_SEPARATOR, "\0"));
    paths.into_iter().map(|path| Input { path, is_named: false })
}

fn may_hold_one(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
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
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(is_rule).collect();
    paths.sort();
    if paths.is_empty() {
        return Err(Failure(format!("--rules {}: no rule file (*.yaml) there", folder.display())));
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

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
