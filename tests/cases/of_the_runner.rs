//! Tests of the runner itself: what it reads, and that it finds what differs.

use crate::case::{Case, difference};
use crate::command::{Invocation, with_exit};
use crate::layout;
use libtest_mimic::{Failed, Trial};
use std::fs;
use std::path::{Path, PathBuf};

type Test = fn() -> Result<(), Failed>;

pub(crate) fn trials() -> Vec<Trial> {
    let tests: [(&str, Test); 6] = [
        ("a command is read as it is written", a_command_is_read),
        ("a wrong command is refused", a_wrong_command_is_refused),
        ("one byte is a difference", one_byte_is_a_difference),
        ("a case fails on each stream and on the exit code", a_case_fails),
        ("a changed file is compared", a_changed_file_is_compared),
        ("a file that no case uses is found", a_stray_file_is_found),
    ];
    tests.map(|(name, test)| Trial::test(format!("the runner: {name}"), test)).into()
}

fn a_command_is_read() -> Result<(), Failed> {
    let text = "# Why.\nargs: --var 'A=b c' \"\" x'y'\nenv: COLUMNS=80\nenv: A=b=c\nstdin: in.json\nchanges: after.expected\nread-only: a.json\nread-only: b.json\nexit: 2\n";
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = Invocation {
        args: ["--var", "A=b c", "", "xy"].map(str::to_owned).to_vec(),
        env: vec![pair("COLUMNS", "80"), pair("A", "b=c")],
        stdin: Some("in.json".to_owned()),
        changes: Some("after.expected".to_owned()),
        read_only: ["a.json", "b.json"].map(str::to_owned).to_vec(),
        exit: 2,
    };
    assert_eq!(Invocation::parse(text)?, expected);
    assert_eq!(Invocation::parse("args:\n")?, Invocation::default());
    assert_eq!(with_exit("args: a\nexit: 2\n", 1), "args: a\nexit: 1\n");
    assert_eq!(with_exit("args: a\nexit: 2\n", 0), "args: a\n");
    Ok(())
}

fn a_wrong_command_is_refused() -> Result<(), Failed> {
    for text in [
        "",
        "exit: 1",
        "args",
        "args: 'a",
        "args: a\nchanges: after",
        "args: a\nargs: b",
        "args: a\nexit: x",
        "arg: a",
    ] {
        assert!(Invocation::parse(text).is_err(), "{text}");
    }
    Ok(())
}

fn one_byte_is_a_difference() -> Result<(), Failed> {
    assert_eq!(difference(b"a\n", b"a\n"), None);
    for other in [&b"a"[..], b"a\r\n", b"a \n", b"a\n\n", b"", b"\xFF\n"] {
        assert!(difference(b"a\n", other).is_some(), "{other:?}");
    }
    assert!(difference(b"\xFE", b"\xFF").is_some());
    let shown = difference(b"a\nb\n", b"a\nc\n").unwrap_or_default();
    assert!(shown.contains("\n-b\n+c\n"), "{shown}");
    Ok(())
}

/// A folder for one of these tests, with a task definition in it that nothing is said against.
fn scratch(name: &str) -> Result<PathBuf, Failed> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases").join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("cmd"), "args: rules nothing\n")?;
    Ok(folder)
}

fn a_case_fails() -> Result<(), Failed> {
    let folder = scratch("fails")?;
    let case = Case::of(&folder, &folder.join("cmd")).ok_or("a case")?;
    case.run(true)?;
    case.run(false)?;
    let (exit, written) = (case.invocation()?.exit, fs::read(folder.join("stderr"))?);
    assert_eq!(exit, 2);
    assert!(!written.is_empty() && !folder.join("stdout").exists());
    fs::write(folder.join("stdout"), "more\n")?;
    assert!(case.run(false).is_err_and(|error| error.contains("-more")));
    fs::remove_file(folder.join("stdout"))?;
    fs::write(folder.join("stderr"), [&written[..], b" "].concat())?;
    assert!(case.run(false).is_err());
    fs::write(folder.join("stderr"), written)?;
    fs::write(folder.join("cmd"), "args: rules nothing\nexit: 1\n")?;
    assert!(case.run(false).is_err_and(|error| error.contains("expected 1, found 2")));
    Ok(())
}

fn a_changed_file_is_compared() -> Result<(), Failed> {
    let folder = scratch("changes")?;
    let text = "{ \"containerDefinitions\": [ { \"name\": \"app\", \"image\": \"nginx\", } ] }\n";
    fs::write(folder.join("task.json"), text)?;
    fs::write(folder.join("cmd"), "args: --fix task.json\nchanges: expected\n")?;
    let case = Case::of(&folder, &folder.join("cmd")).ok_or("a case")?;
    assert!(case.run(false).is_err(), "nothing is expected yet");
    case.run(true)?;
    case.run(false)?;
    assert_eq!(fs::read_to_string(folder.join("task.json"))?, text, "the case itself stays");
    let expected = folder.join("expected/task.json");
    assert_eq!(fs::read_to_string(&expected)?, text.replace("\", }", "\" }"));
    fs::write(&expected, text)?;
    assert!(case.run(false).is_err_and(|error| error.contains("expected/task.json")));
    fs::remove_file(&expected)?;
    assert!(case.run(false).is_err(), "a change that is not expected");
    case.run(true)?;
    fs::write(folder.join("expected/other.json"), "{}")?;
    assert!(case.run(false).is_err(), "a change that is not made");
    Ok(())
}

fn a_stray_file_is_found() -> Result<(), Failed> {
    let folder = scratch("stray")?;
    fs::create_dir(folder.join("more"))?;
    let used = ["a.json", "b.json", "more/c.json", "stdout", "json.cmd"];
    let stray = ["d.json", "json.stdout", "more/stderr", "other.stdout"];
    for file in used.iter().chain(&stray) {
        fs::write(folder.join(file), "x")?;
    }
    fs::write(folder.join("cmd"), "args: a.json --role=b.json\n")?;
    fs::write(folder.join("json.cmd"), "args: more\nchanges: after.expected\n")?;
    fs::create_dir(folder.join("after.expected"))?;
    fs::write(folder.join("after.expected/a.json"), "x")?;
    fs::write(folder.join("json.stdout"), "")?;
    let files = layout::files(&folder);
    let cases: Vec<_> = files.iter().filter_map(|file| Case::of(&folder, file)).collect();
    assert_eq!(layout::stray(&files, &cases)?, stray.map(|file| folder.join(file)));
    Ok(())
}
