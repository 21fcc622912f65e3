//! Several reports of one run: each says what it says alone, and a file is whole or as it was before.

#![allow(clippy::expect_used, reason = "a test fails loudly")]

mod common;

use common::{program, run_all};
use needs_exec_role::Format;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

/// What is in the files before.
const OLD: &str = "old";

/// An empty folder.
fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("outputs").join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |it: fs::DirEntry| it.file_name().to_string_lossy().into_owned();
    let mut names: Vec<_> = entries.map(|it| name(it.expect("an entry"))).collect();
    names.sort();
    names
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).expect("a text")
}

#[test]
fn each_report_is_what_it_is_alone() {
    let folder = scratch("all");
    let calls: [&[&str]; 4] = [
        &["fixtures/readme"],
        &["--fail-on=warning", "--var=NONE=x", "fixtures/exceptions", "absent.json"],
        &["--baseline=fixtures/baseline/new/baseline.json", "fixtures/baseline/new"],
        &["--fail-on=never", "fixtures/templates"],
    ];
    for call in calls {
        let formats: Vec<_> = Format::names().map(|(name, _)| name).collect();
        let file = |format: &str| folder.join(format);
        let outputs: Vec<_> =
            formats.iter().map(|it| format!("-o{it}={}", file(it).display())).collect();
        let outputs: Vec<_> = outputs.iter().map(String::as_str).collect();
        let (code, answer, notes) = run_all(&[outputs.as_slice(), call].concat(), b"");
        for format in formats {
            let alone = run_all(&[&["--format", format], call].concat(), b"");
            let expected = (code, read(&file(format)), notes.clone());
            assert!(alone == expected, "{format} of {call:?}");
        }
        // What is for people has its links and its width by the terminal, and here there is none.
        assert_eq!(answer, read(&file("graphical")), "{call:?}");
    }
}

#[test]
fn a_run_that_fails_leaves_the_files_as_they_were() {
    let folder = scratch("failed");
    let (sarif, json) = (folder.join("a.sarif"), folder.join("b.json"));
    fs::write(&sarif, OLD).expect("written");
    let outputs =
        [format!("-osarif={}", sarif.display()), format!("--output=json={}", json.display())];
    let [sarif_output, json_output] = outputs.each_ref().map(String::as_str);
    // The baseline is read when the files are open.
    let args = [sarif_output, json_output, "--baseline=absent.json", "fixtures/readme"];
    let (code, _, error) = run_all(&args, b"");
    assert_eq!((code, error.lines().count()), (2, 1), "{error}");
    assert_eq!(names(&folder), ["a.sarif"]);
    assert_eq!(read(&sarif), OLD);
    let (code, ..) = run_all(&[sarif_output, json_output, "fixtures/readme"], b"");
    assert_eq!(code, 1);
    assert_eq!(names(&folder), ["a.sarif", "b.json"]);
    assert!(read(&sarif).ends_with("}\n") && read(&json).ends_with("}\n"));
}

#[test]
fn a_run_that_is_killed_leaves_the_file_as_it_was() {
    let folder = scratch("killed");
    let file = folder.join("report.txt");
    fs::write(&file, OLD).expect("written");
    let output = format!("-o{}", file.display());
    // It waits for its input when the file is open.
    let mut child = program()
        .args([&output, "fixtures/readme/web.json", "-"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let input = child.stdin.take();
    for _ in 0..3000 {
        if names(&folder).len() > 1 {
            break;
        }
        sleep(Duration::from_millis(10));
    }
    assert_eq!(names(&folder).len(), 2, "the file is not open");
    child.kill().expect("killed");
    child.wait().expect("the end");
    drop(input);
    assert_eq!(read(&file), OLD);
}

#[cfg(unix)]
#[test]
fn a_link_stays_one_and_what_is_no_file_is_written_as_it_comes() {
    let folder = scratch("links");
    let (link, dangling) = (folder.join("link"), folder.join("dangling"));
    fs::write(folder.join("file"), OLD).expect("written");
    std::os::unix::fs::symlink("file", &link).expect("a link");
    std::os::unix::fs::symlink("later", &dangling).expect("a link");
    let outputs = [&link, &dangling].map(|it| format!("-ocompact={}", it.display()));
    let [link_output, dangling_output] = outputs.each_ref().map(String::as_str);
    let args = [link_output, dangling_output, "-ocompact=/dev/stdout", "fixtures/readme/web.json"];
    let (code, answer, error) = run_all(&args, b"");
    assert_eq!((code, error.as_str()), (1, ""));
    let report = read(&folder.join("file"));
    assert_eq!(read(&folder.join("later")), report);
    assert!(answer.ends_with(&report), "{answer}");
    assert!(fs::symlink_metadata(link).expect("a link").is_symlink());
    assert_eq!(names(&folder), ["dangling", "file", "later", "link"]);
}
