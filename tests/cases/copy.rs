//! A copy of a case's folder, for a command that changes files: what it changed is compared with what is expected.

use crate::case::{Case, difference};
use crate::layout;
use std::fs;
use std::path::{Path, PathBuf};

/// A copy of a case's folder.
pub(crate) struct Copy {
    folder: PathBuf,
    original: PathBuf,
    /// Where the files are that the command changes, as they are afterwards.
    expected: PathBuf,
}

impl Copy {
    /// A fresh copy of the inputs.
    pub(crate) fn of(case: &Case, expected: &str, read_only: &[String]) -> Result<Self, String> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("copies").join(&case.name);
        drop(fs::remove_dir_all(&folder));
        let (original, expected) = (case.folder.clone(), case.folder.join(expected));
        let copy = Self { folder, original, expected };
        for file in layout::files(&copy.original) {
            let name = Self::relative(&file, &copy.original)?;
            let target = copy.folder.join(&name);
            if !is_of_a_case(&name) {
                fs::create_dir_all(target.parent().unwrap_or(&target))
                    .map_err(|it| failed(&target, &it))?;
                fs::copy(&file, &target).map_err(|it| failed(&file, &it))?;
            }
        }
        for file in read_only {
            let file = copy.folder.join(file);
            let mut permissions =
                fs::metadata(&file).map_err(|it| failed(&file, &it))?.permissions();
            permissions.set_readonly(true);
            fs::set_permissions(&file, permissions).map_err(|it| failed(&file, &it))?;
        }
        Ok(copy)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What differs from what is expected: a file that is not there has no bytes.
    pub(crate) fn differences(&self) -> Result<Vec<String>, String> {
        let mut differences = Vec::new();
        for name in self.names()? {
            let expected = self.expected.join(&name);
            let expected = if expected.exists() { expected } else { self.original.join(&name) };
            let actual = bytes(&self.folder.join(&name));
            let difference = difference(&bytes(&expected), &actual);
            differences.extend(difference.map(|it| format!("{}\n{it}", expected.display())));
        }
        Ok(differences)
    }

    /// Writes the files that were changed to where they are expected, and nothing else.
    pub(crate) fn write_changes(&self) -> Result<(), String> {
        drop(fs::remove_dir_all(&self.expected));
        for name in self.names()? {
            let (file, expected) = (self.folder.join(&name), self.expected.join(&name));
            if bytes(&file) != bytes(&self.original.join(&name)) {
                fs::create_dir_all(expected.parent().unwrap_or(&expected))
                    .map_err(|it| failed(&expected, &it))?;
                fs::write(&expected, bytes(&file)).map_err(|it| failed(&expected, &it))?;
            }
        }
        Ok(())
    }

    /// The files of the copy, and those that are expected.
    fn names(&self) -> Result<Vec<PathBuf>, String> {
        let mut names = Vec::new();
        for folder in [&self.folder, &self.expected] {
            if folder.exists() {
                for file in layout::files(folder) {
                    names.push(Self::relative(&file, folder)?);
                }
            }
        }
        names.sort();
        names.dedup();
        Ok(names)
    }

    fn relative(file: &Path, folder: &Path) -> Result<PathBuf, String> {
        let name = file.strip_prefix(folder).map_err(|error| error.to_string())?;
        Ok(name.to_owned())
    }
}

/// Whether a file is there for the runner: a command, or what is expected of one.
fn is_of_a_case(name: &Path) -> bool {
    let ends = |part: &str, endings: &[&str]| endings.iter().any(|it| part.ends_with(it));
    let mut parts = name.iter().map(|part| part.to_string_lossy());
    let file = parts.next_back().unwrap_or_default();
    ends(&file, &["cmd", "stdout", "stderr"]) || parts.any(|part| ends(&part, &["expected"]))
}

fn bytes(file: &Path) -> Vec<u8> {
    fs::read(file).unwrap_or_default()
}

fn failed(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
