//! `console` blocks: each line that begins with `$ ` is run, and what it prints follows it.

use super::prose;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How a page calls the program.
pub(crate) const PROGRAM: &str = "needs-exec-role";

/// The first command of a page.
pub(crate) fn first_command(page: &str) -> &str {
    let block = prose::blocks(page).find(|block| block.info == "console").expect("a command");
    let line = block.text.lines().next().and_then(|line| line.strip_prefix("$ "));
    line.expect("a command")
}

/// What that command prints in color, on a terminal that is `columns` wide.
pub(crate) fn colored(command: &str, columns: usize) -> String {
    let arguments = command.strip_prefix(PROGRAM).expect("the program");
    output(&format!("{PROGRAM} --color always{arguments}"), Path::new("."), columns)
}

/// The page with the real output under each command, on a terminal that is `columns` wide.
pub(crate) fn rerun(page: &str, path: &str, columns: usize) -> String {
    let folder = scratch(page, path).unwrap_or_else(|| PathBuf::from("."));
    let mut rerun = String::new();
    let mut in_block = false;
    for line in page.lines() {
        let begins = line == "```console";
        let ends = in_block && line.starts_with("```");
        let command = line.strip_prefix("$ ").filter(|_| in_block);
        if begins || ends || command.is_some() || !in_block {
            rerun.push_str(line);
            rerun.push('\n');
        }
        in_block = begins || (in_block && !ends);
        if let Some(command) = command {
            rerun.push_str(&output(command, &folder, columns));
        }
    }
    rerun
}

/// A folder with the files that a page shows (their blocks carry `file=PATH`); none if it shows none.
fn scratch(page: &str, path: &str) -> Option<PathBuf> {
    let files: Vec<_> = prose::blocks(page)
        .filter_map(|block| Some((block.info.split_once("file=")?.1, block.text)))
        .collect();
    if files.is_empty() {
        return None;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(path);
    drop(fs::remove_dir_all(&folder));
    for (file, text) in files {
        let file = folder.join(file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(file, format!("{text}\n")).expect("written");
    }
    Some(folder)
}

/// What a command prints on both streams, in an environment of its own. Spaces at the ends of lines, which
/// editors take away, are omitted.
fn output(command: &str, folder: &Path, columns: usize) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_needs-exec-role"));
    let mut search = vec![program.parent().expect("a folder").to_owned()];
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    search.extend(std::env::split_paths(&inherited));
    let done = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::join_paths(search).expect("a search path"))
        .env("COLUMNS", columns.to_string())
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    let text = String::from_utf8(done.stdout).expect("UTF-8");
    text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}
