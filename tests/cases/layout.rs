//! What is in `fixtures`: cases, and nothing that no case uses.

use crate::case::Case;
use std::fs;
use std::path::{Path, PathBuf};

/// Every file below a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The files that guard nothing: an expected output without its command or without text, and an input that
/// no command of its folder, or of a folder above, names.
pub(crate) fn stray(files: &[PathBuf], cases: &[Case]) -> Result<Vec<PathBuf>, String> {
    let mut kept: Vec<PathBuf> = Vec::new();
    let mut named: Vec<PathBuf> = Vec::new();
    for case in cases {
        kept.extend(["cmd", "stdout", "stderr"].map(|file| case.path(file)));
        let invocation = case.invocation().map_err(|error| format!("{}: {error}", case.name))?;
        for word in invocation.args.iter().chain(&invocation.stdin).chain(&invocation.changes) {
            let value = word.rsplit('=').next().unwrap_or(word);
            let path = case.folder.join(value);
            // A file of Terraform stands for its module, with what that reads.
            let is_module = [".tf", ".tofu", ".tf.json"].iter().any(|it| value.ends_with(it));
            named.extend(path.parent().filter(|_| is_module).map(Path::to_path_buf));
            named.push(if value == "." { case.folder.clone() } else { path });
        }
    }
    let configurations = configurations(files, cases, &named)?;
    let is_used = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let is_output = ["stdout", "stderr"].iter().any(|ending| name.ends_with(ending));
        let is_empty = fs::metadata(file).is_ok_and(|data| data.len() == 0);
        if kept.contains(file) {
            !(is_output && is_empty)
        } else {
            let is_read = configurations.iter().any(|it| it.is(file) || it.names(file));
            !is_output && (is_read || named.iter().any(|path| file.starts_with(path)))
        }
    };
    Ok(files.iter().filter(|file| !is_used(file)).cloned().collect())
}

/// A configuration that counts for a case.
struct ReadConfiguration {
    file: PathBuf,
    text: String,
}

impl ReadConfiguration {
    fn is(&self, file: &Path) -> bool {
        self.file == file
    }

    /// Whether it names a file, or a folder that the file is in.
    fn names(&self, file: &Path) -> bool {
        let rest = self.file.parent().and_then(|folder| file.strip_prefix(folder).ok());
        let is_named = |path: &Path| !path.as_os_str().is_empty() && self.contains(path);
        rest.is_some_and(|rest| rest.ancestors().any(is_named))
    }

    fn contains(&self, path: &Path) -> bool {
        self.text.contains(&*path.to_string_lossy())
    }
}

/// The configurations that a case finds upward of its folder or of what it names, or is called with.
fn configurations(
    files: &[PathBuf],
    cases: &[Case],
    named: &[PathBuf],
) -> Result<Vec<ReadConfiguration>, String> {
    let is_found = |file: &Path| {
        let folder = file.parent().unwrap_or(file);
        let is_configuration = file.file_name() == Some(".needs-exec-role.yaml".as_ref());
        let mut places = cases.iter().map(|case| &case.folder).chain(named);
        is_configuration && places.any(|place| place.starts_with(folder))
    };
    let mut read: Vec<_> = files.iter().filter(|file| is_found(file)).cloned().collect();
    for case in cases {
        let args = case.invocation().map_err(|error| format!("{}: {error}", case.name))?.args;
        let passed = args.iter().skip_while(|it| *it != "--config").nth(1);
        read.extend(passed.map(|it| case.folder.join(it)).filter(|file| file.is_file()));
    }
    let text = |file: PathBuf| {
        let text = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(ReadConfiguration { text: String::from_utf8_lossy(&text).into_owned(), file })
    };
    read.into_iter().map(text).collect()
}
