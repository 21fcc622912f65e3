//! Paths → texts: what is read from the disk and from standard input.

use needs_exec_role::{Exception, SourceFile, Unread};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a path of Windows begins in which a slash separates nothing.
const VERBATIM: &str = r"\\?\";

/// Something to read.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// Where it is; standard input where it is `-`.
    pub(crate) path: PathBuf,
    /// Whether the user named it, rather than a directory that holds it.
    pub(crate) is_named: bool,
    /// Whether it is passed over if it holds no task definition, although it is named.
    pub(crate) may_be_unrelated: bool,
    /// The command that it is probably a misspelling of.
    pub(crate) meant: Option<String>,
    /// Its text, where that is not to be read again.
    pub(crate) given: Option<Box<SourceFile>>,
    /// What counts for it.
    pub(crate) settings: FileSettings,
}

/// What counts for a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileSettings {
    /// Which of the checkers.
    pub(crate) checker: usize,
    /// What may stay in it.
    pub(crate) exceptions: Arc<[Exception]>,
}

impl Input {
    /// A path that the user named.
    pub(crate) fn named(path: PathBuf) -> Self {
        Self { is_named: true, ..Self::met(path) }
    }

    /// A file that was met in a folder.
    pub(crate) fn met(path: PathBuf) -> Self {
        let settings = FileSettings::default();
        Self { path, is_named: false, may_be_unrelated: false, meant: None, given: None, settings }
    }

    /// Its name in reports.
    pub(crate) fn name(&self) -> String {
        name(&self.path)
    }

    /// Whether it has a name that people give what runs task definitions.
    pub(crate) fn is_called_as_a_run(&self) -> bool {
        let name = self.path.file_name().unwrap_or_default().as_encoded_bytes();
        let has = |word: &&str| {
            let mut parts = name.windows(word.len());
            parts.any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
        };
        ["run", "start", "overrid", "appspec", "service", "state"].iter().any(has)
    }

    /// Its text, as the checker takes it.
    ///
    /// # Errors
    /// Why it could not be read.
    pub(crate) fn read(&self) -> Result<SourceFile, Unread> {
        let read = || self.given.as_deref().cloned().map_or_else(|| read(&self.path), Ok);
        let file = match (read(), &self.meant) {
            (Err(Unread::Unreadable(why)), Some(command)) => {
                Err(Unread::Unreadable(format!("{why}; did you mean the command `{command}`?")))
            }
            // What is that large is no task definition: it counts as one that holds none.
            (Err(Unread::TooLarge), _) if self.may_be_unrelated => {
                Ok(SourceFile::new(self.name(), ""))
            }
            (read, _) => read,
        }?;
        let file = file.with_exceptions(Arc::clone(&self.settings.exceptions));
        let is_asked_for = self.is_named && !self.may_be_unrelated;
        Ok(if is_asked_for { file } else { file.met_in_folder() })
    }
}

/// The rule files of a folder, by name.
///
/// # Errors
/// Why there are none, or the file that cannot be read.
pub(crate) fn rule_files(folder: &Path) -> Result<Vec<SourceFile>, String> {
    let mut files = Vec::new();
    for path in rule_paths(folder)? {
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        files.push(SourceFile::decode(name(&path), bytes));
    }
    Ok(files)
}

fn rule_paths(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "no such directory".to_owned(),
        _ => error.to_string(),
    })?;
    let is_rule = |path: &PathBuf| path.extension().is_some_and(|it| it == "yaml" || it == "yml");
    let causes = fs::read_dir(folder.join("causes")).into_iter().flatten();
    let entries = entries.chain(causes).flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).filter(is_rule).collect();
    paths.sort();
    if paths.is_empty() {
        return Err("no rule file (*.yaml) in this directory".to_owned());
    }
    Ok(paths)
}

/// Reads a file, or standard input.
pub(crate) fn read(path: &Path) -> Result<SourceFile, Unread> {
    let bytes = read_bytes(path).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > SourceFile::LARGEST {
        return Err(Unread::TooLarge);
    }
    Ok(SourceFile::decode(name(path), bytes))
}

/// The name of a path in reports. It has slashes on Windows, too: reports are the same on every system, and templates
/// refer to one another by paths with slashes.
pub(crate) fn name(path: &Path) -> String {
    if is_stdin(path) {
        return "<stdin>".to_owned();
    }
    let name = path.to_string_lossy();
    if cfg!(windows) && !name.starts_with(VERBATIM) {
        return name.replace('\\', "/");
    }
    name.into_owned()
}

/// The bytes of standard input.
pub(crate) fn stdin_bytes() -> Result<Vec<u8>, Unread> {
    let bytes = read_bytes(Path::new("-")).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > SourceFile::LARGEST { Err(Unread::TooLarge) } else { Ok(bytes) }
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
        io::ErrorKind::IsADirectory => "is a directory".to_owned(),
        _ => format!("cannot be read: {error}"),
    })
}

/// Whether a path means standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
