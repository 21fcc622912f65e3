//! One case: runs the program in the folder of the case and compares what it prints byte for byte.

use crate::command::{Invocation, with_exit};
use crate::common::program;
use crate::copy::Copy;
use similar::TextDiff;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// A `cmd` file, or a `NAME.cmd` file where a folder holds several.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The folder below `fixtures`, and NAME.
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    /// What its files begin with: `NAME.`, or nothing.
    prefix: String,
}

impl Case {
    /// The case of a file below `root`; none if the file is not a command.
    pub(crate) fn of(root: &Path, file: &Path) -> Option<Self> {
        let folder = file.parent()?;
        let prefix = file.file_name()?.to_str()?.strip_suffix("cmd")?;
        if !prefix.is_empty() && !prefix.ends_with('.') {
            return None;
        }
        let area = folder.strip_prefix(root).ok()?.components();
        let mut parts: Vec<_> = area.map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.extend(prefix.strip_suffix('.').map(Into::into));
        Some(Self { name: parts.join("/"), folder: folder.to_owned(), prefix: prefix.to_owned() })
    }

    /// How the program is called.
    pub(crate) fn invocation(&self) -> Result<Invocation, String> {
        let text = fs::read_to_string(self.path("cmd")).map_err(|error| error.to_string())?;
        Invocation::parse(&text)
    }

    /// One of its files: `cmd`, `stdout` or `stderr`.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.join(format!("{}{file}", self.prefix))
    }

    /// Runs it: every difference from what is expected is reported, or written where `is_update`.
    pub(crate) fn run(&self, is_update: bool) -> Result<(), String> {
        let invocation = self.invocation()?;
        let mut differences = Vec::new();
        let (exit, stdout, stderr) = match &invocation.changes {
            None => self.call(&invocation, &self.folder)?,
            Some(folder) => {
                let copy = Copy::of(self, folder, &invocation.read_only)?;
                let called = self.call(&invocation, copy.folder())?;
                if is_update {
                    copy.write_changes()?;
                } else {
                    differences.extend(copy.differences()?);
                }
                called
            }
        };
        for (file, actual) in [("stdout", stdout), ("stderr", stderr)] {
            if is_update {
                self.write(file, &actual)?;
            } else if let Some(difference) = difference(&self.expected(file)?, &actual) {
                differences.push(format!("{}\n{difference}", self.path(file).display()));
            }
        }
        if exit != invocation.exit && is_update {
            let text = fs::read_to_string(self.path("cmd")).map_err(|error| error.to_string())?;
            self.write("cmd", with_exit(&text, exit).as_bytes())?;
        } else if exit != invocation.exit {
            differences.push(format!("exit code: expected {}, found {exit}", invocation.exit));
        }
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    }

    fn call(
        &self,
        invocation: &Invocation,
        folder: &Path,
    ) -> Result<(i32, Vec<u8>, Vec<u8>), String> {
        let stdin = match &invocation.stdin {
            Some(file) => {
                let file = self.folder.join(file);
                File::open(&file).map_err(|error| format!("{}: {error}", file.display()))?.into()
            }
            None => Stdio::null(),
        };
        let output = program()
            .current_dir(folder)
            .envs(invocation.env.iter().map(|(name, value)| (name, value)))
            .args(&invocation.args)
            .stdin(stdin)
            .output()
            .map_err(|error| format!("the program does not start: {error}"))?;
        let exit = output.status.code().ok_or_else(|| output.status.to_string())?;
        Ok((exit, output.stdout, output.stderr))
    }

    /// What is expected on a stream: nothing where the file is absent.
    fn expected(&self, file: &str) -> Result<Vec<u8>, String> {
        match fs::read(self.path(file)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            read => read.map_err(|error| format!("{}: {error}", self.path(file).display())),
        }
    }

    fn write(&self, file: &str, bytes: &[u8]) -> Result<(), String> {
        let path = self.path(file);
        let written = if bytes.is_empty() {
            match fs::remove_file(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
                removed => removed,
            }
        } else {
            fs::write(&path, bytes)
        };
        written.map_err(|error| format!("{}: {error}", path.display()))
    }
}

/// How the bytes differ, line by line; none if they are the same.
pub(crate) fn difference(expected: &[u8], actual: &[u8]) -> Option<String> {
    if expected == actual {
        return None;
    }
    // Only for the eyes: what stays invisible in a line is shown as an escape.
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\r', "\\r");
    let (old, new) = (shown(expected), shown(actual));
    if old == new {
        return Some("differs in bytes that are not UTF-8".to_owned());
    }
    let diff = TextDiff::from_lines(&old, &new);
    Some(diff.unified_diff().header("expected", "actual").to_string())
}
