//! The action of GitHub: the real scripts, run by Bash with the environment that `action.yml` gives them.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    unreachable_pub,
    reason = "a test fails loudly"
)]

mod stage;

use stage::{Stage, shell};
use std::fs;

/// The version of the action, which installs the program of the same version.
const OWN: &str = env!("CARGO_PKG_VERSION");

/// Texts that a shell would split, expand or run, and that a program could take for an option or a command.
const HOSTILE: [&str; 18] = [
    "a b.json",
    " leading and trailing ",
    "it's",
    "say \"hi\"",
    "; touch hacked",
    "$(touch hacked)",
    "`touch hacked`",
    "a && touch hacked",
    "a > hacked",
    "*",
    "[a-z]?.json",
    "{a,b}",
    "$HOME/~",
    "-rf",
    "--help",
    "back\\slash",
    "100%0A::error::über",
    "#none!",
];

/// The exit code of the program is that of the step.
const FAILED: i32 = 1;

/// What the action cannot do, as a usage error of the program.
const UNUSABLE: i32 = 2;

#[test]
fn without_inputs_it_checks_everything_and_writes_a_summary() {
    let stage = Stage::with_release("defaults", OWN);
    let step = stage.check();
    assert_eq!(step.code, 0, "{}", step.printed);
    assert!(step.printed.starts_with("::error file=a.json::an annotation\n"), "{}", step.printed);
    assert_eq!(stage.summary(), "## verdicts\n");
    assert_eq!(step.outputs["exit-code"], "0");
    assert_eq!(step.outputs.get("sarif-file"), None);
    let arguments = stage.arguments();
    let [first @ .., summary, separator, path] = arguments.as_slice() else {
        panic!("{arguments:?}")
    };
    assert_eq!(first, ["check", "--format", "github", "-o"]);
    assert!(summary.starts_with("markdown=/"), "{summary}");
    assert_eq!([separator, path], ["--", "."]);
}

#[test]
fn each_line_is_one_argument_whatever_it_holds() {
    let lines = HOSTILE.join("\n");
    let stage = Stage::with_release("hostile", OWN)
        .input("paths", &format!("{lines}\n\n"))
        .input("arguments", &lines.replace('\n', "\r\n"))
        .input("fail-on", "never --help; touch hacked")
        .input("job-summary", "false");
    let step = stage.check();
    assert_eq!(step.code, 0, "{}", step.printed);
    let start = ["check", "--format", "github", "--fail-on=never --help; touch hacked"];
    assert_eq!(stage.arguments(), [&start[..], &HOSTILE, &["--"], &HOSTILE].concat());
    let files = stage.files();
    assert!(!files.iter().any(|file| file.ends_with("hacked")), "{files:?}");
}

#[test]
fn the_exit_code_is_that_of_the_program_and_the_reports_are_there() {
    for code in [0, FAILED, UNUSABLE] {
        let stage = Stage::with_release(&format!("exit-{code}"), OWN)
            .exits_with(code)
            .input("sarif", "true");
        let step = stage.check();
        assert_eq!(step.code, code, "{}", step.printed);
        assert_eq!(step.outputs["exit-code"], code.to_string());
        assert_eq!(stage.summary(), "## verdicts\n");
        let sarif = fs::read_to_string(&step.outputs["sarif-file"]).expect("the file");
        let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
        let results = sarif["runs"][0]["results"].as_array().expect("results");
        assert_eq!(results.len(), 1, "suppressed findings would be alerts: {sarif}");
    }
}

#[test]
fn a_program_that_writes_no_report_leaves_none_of_an_earlier_run() {
    let stage = Stage::with_release("stale", OWN).input("sarif", "true");
    assert!(stage.check().outputs.contains_key("sarif-file"));
    stage.release(OWN, "#!/bin/sh\nexit 2\n");
    let step = stage.check();
    assert_eq!(step.code, UNUSABLE);
    assert_eq!(step.outputs.get("sarif-file"), None);
    assert_eq!(stage.summary(), "## verdicts\n", "only that of the first run");
}

#[test]
fn it_runs_where_the_repository_is_checked_out() {
    let stage =
        Stage::new("folder").input("working-directory", "a folder").input("job-summary", "false");
    stage.release(OWN, "#!/bin/sh\npwd\n");
    fs::create_dir(stage.workspace().join("a folder")).expect("a folder");
    let step = stage.check();
    assert_eq!(step.printed.trim_end(), stage.workspace().join("a folder").to_string_lossy());
}

#[test]
fn an_input_that_is_neither_true_nor_false_is_refused() {
    for input in ["sarif", "job-summary"] {
        let stage = Stage::with_release(input, OWN).input(input, "yes\n::warning::x");
        let step = stage.check();
        assert_eq!(step.code, UNUSABLE);
        let expected = format!(
            "::error title=needs-exec-role::{input}: expected true or false, found yes%0A::warning::x\n"
        );
        assert_eq!(step.printed, expected);
    }
}

#[test]
fn the_version_is_that_of_the_action_or_the_one_that_is_set() {
    let stage = Stage::with_release("own-version", OWN);
    assert_eq!(stage.install().outputs["version"], OWN);
    for version in ["7.8.9", "v7.8.9", "7.8.9-rc.1"] {
        let plain = version.trim_start_matches('v');
        let stage = Stage::with_release(version, plain).input("version", version);
        let step = stage.install();
        assert_eq!(step.code, 0, "{}", step.printed);
        assert_eq!(step.outputs["version"], plain);
        assert!(
            step.outputs["program"]
                .ends_with(&format!("-{plain}-x86_64-unknown-linux-musl/needs-exec-role"))
        );
    }
}

#[test]
fn what_is_not_a_version_is_refused_before_anything_is_downloaded() {
    for version in [
        "latest",
        "1.2",
        "../../1.2.3",
        "1.2.3/../x",
        "1.2.3; touch hacked",
        "$(touch hacked)",
        "1.2.3\nx=y",
    ] {
        let stage = Stage::with_release("not-a-version", OWN).input("version", version);
        let step = stage.install();
        assert_eq!(step.code, UNUSABLE, "{version}");
        assert_eq!(step.printed.lines().count(), 1, "{}", step.printed);
        assert!(
            step.printed.contains("::version: expected a version such as 1.2.3, found "),
            "{}",
            step.printed
        );
        assert!(step.outputs.is_empty());
        assert!(!stage.files().iter().any(|file| file.ends_with("hacked")));
    }
}

#[test]
fn an_archive_with_another_checksum_is_not_unpacked() {
    let stage = Stage::with_release("checksum", OWN);
    let release = stage.release_folder(OWN);
    shell(&release, "for archive in *.tar.gz; do printf x >>\"$archive\"; done");
    let step = stage.install();
    assert_eq!(step.code, UNUSABLE);
    assert!(step.printed.contains(".tar.gz: the checksum is "), "{}", step.printed);
    assert!(step.outputs.is_empty());
    let unpacked = |file: &String| file.contains("/temp/") && file.ends_with("/needs-exec-role");
    assert!(!stage.files().iter().any(unpacked));
}

#[test]
fn an_archive_that_is_not_listed_is_not_unpacked() {
    let stage = Stage::with_release("unlisted", OWN);
    let release = stage.release_folder(OWN);
    for line in
        [": >SHA256SUMS", "sha256sum -- *.tar.gz | sed 's/  .*/  other.tar.gz/' >SHA256SUMS"]
    {
        shell(&release, line);
        let step = stage.install();
        assert_eq!(step.code, UNUSABLE);
        assert!(step.printed.contains("does not list needs-exec-role-"), "{}", step.printed);
        assert!(step.outputs.is_empty());
    }
}

#[test]
fn checksums_of_files_that_were_read_as_binary_count() {
    let stage = Stage::with_release("binary", OWN);
    shell(&stage.release_folder(OWN), "sha256sum --binary -- *.tar.gz >SHA256SUMS");
    assert_eq!(stage.install().code, 0);
}

#[test]
fn a_release_that_is_absent_is_an_error_with_its_address() {
    let stage = Stage::with_release("absent", OWN).input("version", "9.9.9");
    let step = stage.install();
    assert_eq!(step.code, UNUSABLE);
    let expected = "/owner/needs-exec-role/releases/download/v9.9.9/SHA256SUMS";
    assert!(step.printed.contains("::download failed: file://"), "{}", step.printed);
    assert!(step.printed.contains(expected), "{}", step.printed);
}

#[test]
fn an_action_of_the_repository_itself_takes_the_releases_of_that() {
    let stage = Stage::with_release("itself", OWN).used_by_its_own_repository();
    let step = stage.install();
    assert_eq!(step.code, UNUSABLE);
    assert!(step.printed.contains("/somebody/service/releases/download/v"), "{}", step.printed);
}

#[test]
fn each_system_has_its_archive() {
    let names = [
        ("Linux", "X64", "x86_64-unknown-linux-musl.tar.gz"),
        ("Linux", "ARM64", "aarch64-unknown-linux-musl.tar.gz"),
        ("macOS", "X64", "x86_64-apple-darwin.tar.gz"),
        ("macOS", "ARM64", "aarch64-apple-darwin.tar.gz"),
        ("Windows", "X64", "x86_64-pc-windows-msvc.zip"),
        ("Windows", "ARM64", "aarch64-pc-windows-msvc.zip"),
    ];
    let workflow = fs::read_to_string(".github/workflows/release.yml").expect("the workflow");
    for (system, processor, archive) in names {
        let target = archive.trim_end_matches(".tar.gz").trim_end_matches(".zip");
        assert!(workflow.contains(&format!("target: {target},")), "no release has {target}");
        let stage = Stage::new(target).on(system, processor);
        let release = stage.release_folder(OWN);
        fs::create_dir_all(&release).expect("a folder");
        fs::write(release.join("SHA256SUMS"), "").expect("written");
        let step = stage.install();
        let expected = format!("/needs-exec-role-{OWN}-{archive}\n");
        assert!(step.printed.ends_with(&expected), "{}", step.printed);
    }
    let step = Stage::new("other").on("Linux", "ARM").install();
    assert_eq!(step.code, UNUSABLE);
    assert!(step.printed.contains("::no program is built for Linux on ARM"), "{}", step.printed);
}

#[test]
fn the_program_itself_understands_what_it_is_passed() {
    let program = format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_needs-exec-role"));
    let cases = [("web.json", FAILED), ("rendered-later.json", 0), ("absent.json", UNUSABLE)];
    for (file, code) in cases {
        let stage = Stage::new(file).input("paths", file).input("sarif", "true");
        stage.release(OWN, &program);
        let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/readme");
        shell(&stage.workspace(), &format!("cp '{fixtures}'/* ."));
        let step = stage.check();
        assert_eq!(step.code, code, "{}", step.printed);
        assert!(step.printed.contains(&format!(" file={file},line=")), "{}", step.printed);
        assert!(stage.summary().starts_with("## needs-exec-role: 1 "), "{}", stage.summary());
        let sarif = fs::read_to_string(&step.outputs["sarif-file"]).expect("the file");
        let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
        let result = &sarif["runs"][0]["results"][0];
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(place, file, "{sarif}");
    }
}

#[test]
fn what_is_suppressed_is_in_no_alert() {
    let stage = Stage::new("suppressed").input("sarif", "true");
    stage.release(
        OWN,
        &format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_needs-exec-role")),
    );
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/readme/worker.yaml");
    let comment = "# needs-exec-role: ignore-file[execution-role-undetermined] the launch type is set at deployment";
    shell(&stage.workspace(), &format!("{{ echo '{comment}'; cat '{fixture}'; }} >worker.yaml"));
    let step = stage.check();
    assert_eq!(step.code, 0, "{}", step.printed);
    let sarif = fs::read_to_string(&step.outputs["sarif-file"]).expect("the file");
    let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"], serde_json::json!([]));
}
