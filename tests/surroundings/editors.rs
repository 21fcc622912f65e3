//! The settings that `docs/editors.md` shows, tried on what `--format compact` prints: in Vim itself, and
//! the patterns for VS Code and Emacs with whatever of them is installed.

use crate::common::run;
use crate::trial::needing;
use libtest_mimic::Trial;
use needs_exec_role::base::words;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files with an error, warnings, and a note.
const FILES: [&str; 3] =
    ["fixtures/readme", "fixtures/rules/log-driver-limits", "fixtures/rules/awslogs"];

/// A finding as the JSON output has it: what an editor must arrive at.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    file: String,
    line: u64,
    column: u64,
    kind: String,
    text: String,
}

/// What a pattern captures: the file, the line, the column, the severity, the text.
type Captured = (String, u64, u64, String, String);

fn compact() -> String {
    run(&[&["--format=compact"][..], &FILES].concat(), b"").1
}

/// From the JSON output, so that the two formats are compared with each other as well.
fn expected() -> Vec<Entry> {
    let (_, out) = run(&[&["--format=json"][..], &FILES].concat(), b"");
    let whole: Value = serde_json::from_str(&out).expect("JSON");
    let mut entries = Vec::new();
    for task in whole["taskDefinitions"].as_array().expect("an array") {
        for finding in task["findings"].as_array().expect("an array") {
            entries.push(entry(&task["path"], finding));
        }
    }
    for problem in whole["problems"].as_array().expect("an array") {
        entries.push(entry(&problem["path"], problem));
    }
    entries.sort();
    assert!(entries.len() > 4, "there is something to read");
    entries
}

fn entry(path: &Value, said: &Value) -> Entry {
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let start = &said["place"]["start"];
    let kind = text(&said["severity"]);
    Entry {
        file: text(path),
        line: start["line"].as_u64().expect("a line"),
        column: start["column"].as_u64().expect("a column"),
        kind,
        text: format!("{} [{}]", one_line(said), text(&said["code"])),
    }
}

/// The message with the help behind it, where the message does not carry it.
fn one_line(said: &Value) -> String {
    let message = said["message"].as_str().expect("a string");
    let code = said["code"].as_str().expect("a string");
    let carried = ["execution-role-missing", "execution-role-undetermined"];
    match said["help"].as_str() {
        Some(help) if !carried.contains(&code) => {
            format!("{}; {}", message.trim_end_matches('.'), words::uncapitalized(help))
        }
        _ => message.to_owned(),
    }
}

/// The text of the first block in that language below that heading of `docs/editors.md`.
fn block(heading: &str, language: &str) -> String {
    let page = fs::read_to_string("docs/editors.md").expect("the page");
    let (_, section) = page.split_once(&format!("\n## {heading}\n")).expect("a section");
    let section = section.split("\n## ").next().expect("its end");
    let (_, rest) = section.split_once(&format!("\n```{language}\n")).expect("a block");
    rest.split("\n```").next().expect("its end").to_owned()
}

/// A folder for this test alone.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

pub(crate) fn trials() -> Vec<Trial> {
    let node = prints("node", "v");
    vec![
        // The smallest builds of Vim have neither the list nor the functions.
        #[cfg(unix)]
        needing(
            "vim",
            prints("vim", "+quickfix") && prints("vim", "+eval"),
            "vim_reads_every_entry",
            vim_reads_every_entry,
        ),
        needing(
            "node",
            node,
            "the_problem_matcher_of_vs_code_reads_every_entry",
            the_problem_matcher_of_vs_code_reads_every_entry,
        ),
        needing(
            "emacs",
            prints("emacs", "Emacs"),
            "emacs_reads_every_entry",
            emacs_reads_every_entry,
        ),
    ]
}

/// Whether a program is there, and says this of its version.
fn prints(program: &str, words: &str) -> bool {
    let done = Command::new(program).arg("--version").output();
    done.is_ok_and(|done| String::from_utf8_lossy(&done.stdout).contains(words))
}

#[cfg(unix)]
fn vim_reads_every_entry() {
    let folder = folder("vim");
    let settings = folder.join("settings.vim");
    fs::write(&settings, block("Vim", "vim")).expect("written");
    let list = folder.join("list.json");
    drop(fs::remove_file(&list));
    let program = Path::new(env!("CARGO_BIN_EXE_needs-exec-role")).parent().expect("a folder");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = [program.to_owned()].into_iter().chain(std::env::split_paths(&path));
    let save = format!(
        "call writefile([json_encode(map(getqflist(), '{{\"file\": bufname(v:val.bufnr), \"line\": v:val.lnum, \"column\": v:val.col, \"kind\": v:val.type, \"text\": v:val.text, \"valid\": v:val.valid}}'))], '{}')",
        list.display()
    );
    let done = Command::new("vim")
        .args(["-u", "NONE", "-i", "NONE", "-N", "-n", "-es"])
        .args(["-c", &format!("source {}", settings.display())])
        .args(["-c", &format!("silent make! {}", FILES.join(" "))])
        .args(["-c", &save, "-c", "qall!"])
        .env("PATH", std::env::join_paths(path).expect("a search path"))
        .output()
        .expect("Vim runs");
    let text = fs::read_to_string(&list).unwrap_or_else(|error| panic!("{error}: {done:?}"));
    let all: Value = serde_json::from_str(&text).expect("JSON");
    let all = all.as_array().expect("an array").iter();
    // Only the exit code of the program makes a line that names no place.
    let named =
        all.filter(|entry| !entry["text"].as_str().expect("text").starts_with("shell returned"));
    let mut entries: Vec<_> = named
        .map(|entry| {
            assert_eq!(entry["valid"], json!(1), "{entry}");
            let kind = match entry["kind"].as_str() {
                Some("e") => "error",
                Some("w") => "warning",
                Some("n") => "note",
                other => panic!("{other:?} is no type that Vim knows"),
            };
            Entry {
                file: entry["file"].as_str().expect("a file").to_owned(),
                line: entry["line"].as_u64().expect("a line"),
                column: entry["column"].as_u64().expect("a column"),
                kind: kind.to_owned(),
                text: entry["text"].as_str().expect("text").to_owned(),
            }
        })
        .collect();
    entries.sort();
    assert_eq!(entries, expected());
}

/// Node reads the pattern as VS Code does.
fn the_problem_matcher_of_vs_code_reads_every_entry() {
    let settings: Value =
        serde_json::from_str(&block("VS Code", "json")).expect("the block is JSON");
    let pattern = &settings["tasks"][0]["problemMatcher"]["pattern"];
    let script = "const [p, text] = JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'));
        const all = text.trimEnd().split('\\n').map(line => new RegExp(p.regexp).exec(line));
        console.log(JSON.stringify(all.map(m => m && [m[p.file], +m[p.line], +m[p.column], m[p.severity], m[p.message] + ' [' + m[p.code] + ']'])));";
    let input = folder("vscode").join("input.json");
    fs::write(&input, json!([pattern, compact()]).to_string()).expect("written");
    let done = Command::new("node").args(["-e", script]).arg(&input).output().expect("node runs");
    let read: Vec<Option<Captured>> =
        serde_json::from_slice(&done.stdout).unwrap_or_else(|error| panic!("{error}: {done:?}"));
    let mut entries: Vec<_> = read
        .into_iter()
        .map(|entry| {
            let (file, line, column, kind, text) = entry.expect("every line matches");
            Entry { file, line, column, kind, text }
        })
        .collect();
    entries.sort();
    assert_eq!(entries, expected());
}

/// Counts what the compilation mode arrives at: errors, warnings and infos by the documented entry alone.
fn emacs_reads_every_entry() {
    let folder = folder("emacs");
    let (settings, input) = (folder.join("settings.el"), folder.join("compact.txt"));
    fs::write(&settings, block("Emacs", "elisp")).expect("written");
    fs::write(&input, compact()).expect("written");
    let script = format!(
        "(progn (load-file {:?}) (setq compilation-error-regexp-alist '(needs-exec-role)) (find-file {:?}) (compilation-mode) (compilation--ensure-parse (point-max)) (message \"%d %d %d\" compilation-num-errors-found compilation-num-warnings-found compilation-num-infos-found))",
        settings.display().to_string(),
        input.display().to_string()
    );
    let done = Command::new("emacs").args(["-Q", "--batch", "--eval", &script]).output();
    let done = done.expect("Emacs runs");
    let count = |kind: &str| expected().iter().filter(|entry| entry.kind == kind).count();
    let counts = format!("{} {} {}", count("error"), count("warning"), count("note"));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(said.lines().last(), Some(&*counts), "{said}");
}
