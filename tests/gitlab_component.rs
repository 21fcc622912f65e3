//! The component of GitLab: its inputs, and its script with stand-ins for pip and for the program.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod common;

use serde::Deserialize;
use serde_yaml::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

const COMPONENT: &str = "packaging/gitlab/templates/needs-exec-role.yml";

/// Writes its name and arguments down, a line each; the program exits with `CODE`.
const STAND_IN: &str = "#!/bin/sh\n\
    printf '%s\\n' \"${0##*/}\" \"$@\" >>calls\n\
    [ \"${0##*/}\" = pip ] || exit \"$CODE\"\n";

/// The header and the jobs.
fn documents() -> [Value; 2] {
    let text = fs::read_to_string(COMPONENT).expect("the component");
    let documents: Vec<_> = serde_yaml::Deserializer::from_str(&text)
        .map(|it| Value::deserialize(it).expect("YAML"))
        .collect();
    documents.try_into().expect("two documents")
}

fn defaults(header: &Value) -> BTreeMap<String, String> {
    let inputs = header["spec"]["inputs"].as_mapping().expect("inputs").iter();
    let text = |it: &Value| it.as_str().expect("text").to_owned();
    inputs.map(|(name, about)| (text(name), text(&about["default"]))).collect()
}

/// The inputs that a text refers to.
fn inputs_of(text: &str) -> BTreeSet<String> {
    let rest = text.split("$[[ inputs.").skip(1);
    rest.map(|it| it.split_once(" ]]").expect("an end").0.to_owned()).collect()
}

/// The one job.
fn job(jobs: &Value) -> &Value {
    let jobs = jobs.as_mapping().expect("jobs");
    assert_eq!(jobs.len(), 1);
    jobs.values().next().expect("a job")
}

/// The exit code of the script with stand-ins, and what was called.
fn run(name: &str, code: i32, set: &[(&str, &str)]) -> (i32, Vec<String>) {
    let folder = scratch(name);
    install(&folder, "needs-exec-role", STAND_IN);
    let ended = run_script(&folder, code, set);
    let calls = fs::read_to_string(folder.join("calls")).expect("calls");
    assert!(!folder.join("hacked").exists());
    fs::remove_dir_all(folder).expect("removed");
    (ended, calls.lines().map(str::to_owned).collect())
}

fn install(folder: &Path, name: &str, program: &str) {
    fs::write(folder.join(name), program).expect("written");
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.join(name), mode).expect("executable");
}

/// The exit code of the script in a folder that has the program, with a stand-in for pip.
fn run_script(folder: &Path, code: i32, set: &[(&str, &str)]) -> i32 {
    install(folder, "pip", STAND_IN);
    let [header, jobs] = documents();
    let mut inputs = defaults(&header);
    inputs.extend(set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let job = job(&jobs);
    let script: Vec<_> = job["script"].as_sequence().expect("a script").iter().collect();
    let lines: Vec<_> = script.iter().map(|line| line.as_str().expect("a line")).collect();
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let mut command = Command::new("sh");
    command.args(["-e", "-c", &lines.join("\n")]).current_dir(folder);
    command.env_clear().env("PATH", path).env("CODE", code.to_string());
    for (name, value) in job["variables"].as_mapping().expect("variables") {
        let is_verbatim = value.get("expand") == Some(&Value::Bool(false));
        let text = if is_verbatim { &value["value"] } else { value };
        let text = text.as_str().expect("text");
        let input = inputs_of(text).pop_first().expect("an input");
        assert_eq!(text, format!("$[[ inputs.{input} ]]"));
        command.env(name.as_str().expect("a name"), &inputs[&input]);
    }
    command.status().expect("a shell").code().expect("no signal")
}

fn scratch(name: &str) -> PathBuf {
    let name = format!("needs-exec-role-gitlab-{}-{name}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn every_input_is_declared_and_used_and_none_is_a_part_of_the_script() {
    let [header, jobs] = documents();
    let used = inputs_of(&serde_yaml::to_string(&jobs).expect("YAML"));
    let declared: BTreeSet<_> = defaults(&header).into_keys().collect();
    assert_eq!(used, declared);
    let script = serde_yaml::to_string(&job(&jobs)["script"]).expect("YAML");
    assert_eq!(inputs_of(&script), BTreeSet::new());
}

#[test]
fn the_version_is_that_of_the_program() {
    assert_eq!(defaults(&documents()[0])["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn the_program_knows_each_severity_and_no_other() {
    let [header, _] = documents();
    let options = &header["spec"]["inputs"]["fail-on"]["options"];
    for option in options.as_sequence().expect("options") {
        let argument = format!("--fail-on={}", option.as_str().expect("text"));
        assert_eq!(common::run(&[&argument, "-"], b"[]").0, 2, "nothing to check");
        let (_, _, error) = common::run_all(&[&argument, "-"], b"[]");
        assert!(!error.contains("invalid value"), "{error}");
    }
    let (_, _, error) = common::run_all(&["--fail-on=?", "-"], b"[]");
    assert!(error.contains("[possible values: error, warning, never]"), "{error}");
    assert_eq!(options.as_sequence().expect("options").len(), 3);
}

#[test]
fn the_reports_are_the_files_that_the_program_writes() {
    let (code, calls) = run("reports", 0, &[]);
    assert_eq!(code, 0);
    let [_, jobs] = documents();
    let reports = &job(&jobs)["artifacts"]["reports"];
    let report = |name: &str| reports[name].as_str().expect("a file").to_owned();
    let written =
        [format!("gitlab={}", report("codequality")), format!("junit={}", report("junit"))];
    for argument in written {
        let at = calls.iter().position(|it| *it == argument).expect("the option");
        assert_eq!(calls[at - 1], "-o");
    }
    let pinned = format!("needs-exec-role=={}", env!("CARGO_PKG_VERSION"));
    assert_eq!(calls[..2], ["pip", "install"]);
    assert!(calls.contains(&pinned), "{calls:?}");
}

#[test]
fn inputs_are_split_at_spaces_and_nothing_is_expanded() {
    let paths = ("paths", "a.json * $(touch hacked); 'b \"c");
    let arguments = ("arguments", "--launch-type=fargate `touch hacked` $HOME");
    let (_, calls) = run("hostile", 0, &[paths, arguments, ("fail-on", "warning")]);
    let at = calls.iter().position(|it| it == "--fail-on=warning").expect("the option");
    assert_eq!(
        calls[at + 1..],
        [
            "--launch-type=fargate",
            "`touch",
            "hacked`",
            "$HOME",
            "--",
            "a.json",
            "*",
            "$(touch",
            "hacked);",
            "'b",
            "\"c"
        ]
    );
}

#[test]
fn the_exit_code_is_that_of_the_program() {
    for code in [0, 1, 2] {
        assert_eq!(run(&format!("exit-{code}"), code, &[]).0, code);
    }
}

#[test]
fn the_program_itself_writes_both_reports() {
    let folder = scratch("itself");
    let program = format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_needs-exec-role"));
    install(&folder, "needs-exec-role", &program);
    fs::copy("fixtures/readme/web.json", folder.join("web.json")).expect("copied");
    assert_eq!(run_script(&folder, 0, &[("paths", "web.json")]), 1);
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("the report");
    let quality = read("gl-code-quality-report.json");
    let quality: serde_json::Value = serde_json::from_str(&quality).expect("JSON");
    assert_eq!(quality[0]["location"]["path"], "web.json");
    let junit = read("needs-exec-role.xml");
    let junit = roxmltree::Document::parse(&junit).expect("XML");
    let failures = junit.descendants().filter(|node| node.has_tag_name("failure"));
    assert_eq!(failures.count(), 1);
    fs::remove_dir_all(folder).expect("removed");
}
