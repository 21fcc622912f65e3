//! What a pipeline leans on: verdicts, overrides, walks. What is printed is in `fixtures`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod common;

use common::{ask, run, run_all};
use std::fs;
use std::path::PathBuf;

const OPEN: &str = r#"{ "family": "web", "networkMode": "awsvpc", "cpu": "256", "memory": "512",
  "requiresCompatibilities": ["FARGATE"],
  "containerDefinitions": [ { "name": "app", "image": "${IMAGE}" }, { "name": "side" } ] }"#;

const ECR: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1";

#[test]
fn a_placeholder_depends_and_is_settled_by_what_the_pipeline_knows() {
    assert_eq!(ask(OPEN, &[]).verdict(), "depends");
    assert_eq!(ask(OPEN, &[]).codes(), ["execution-role-undetermined"]);
    let variable = format!("--var=IMAGE={ECR}");
    assert_eq!(ask(OPEN, &[&variable]).verdict(), "required");
    assert_eq!(ask(OPEN, &["--var=IMAGE=nginx"]).verdict(), "depends", "side has no image yet");
    assert_eq!(ask(OPEN, &["--var=IMAGE=nginx", "--image=side=nginx"]).verdict(), "not-required");
    let image = format!("--image=side={ECR}");
    assert_eq!(ask(OPEN, &[&image]).verdict(), "required");
    assert_eq!(ask(OPEN, &["--image=side=nginx", "--image=app=nginx"]).verdict(), "not-required");
}

#[test]
fn the_role_that_the_pipeline_supplies_counts_as_named() {
    let missing = OPEN.replace("${IMAGE}", ECR);
    let answer = ask(&missing, &["--execution-role=arn:aws:iam::111122223333:role/exec"]);
    assert_eq!(answer.0["executionRole"]["state"], "named");
    assert_eq!(answer.0["executionRole"]["place"], serde_json::Value::Null);
    assert_eq!(answer.codes(), Vec::<String>::new());
}

#[test]
fn roles_as_people_write_them() {
    let state = |role: &str| {
        let text = OPEN.replace("\"family\"", &format!("\"executionRoleArn\": {role}, \"family\""));
        ask(&text, &[]).0["executionRole"]["state"].as_str().expect("a state").to_owned()
    };
    let cases = [
        ("null", "absent"),
        ("\"\"", "absent"),
        ("\"ecsTaskExecutionRole\"", "named"),
        ("\"arn:aws:iam::111122223333:role/service-role/exec\"", "named"),
        ("\"arn:aws:iam::${Account}:role/exec\"", "named"),
        ("\"arn:aws:iam::XXXXXXXXXXXX:role/exec\"", "named"),
        ("\"${ROLE}\"", "unresolved"),
        ("\"<EXECUTION_ROLE>\"", "unresolved"),
        ("${ROLE}", "unresolved"),
        ("\"arn:aws:iam::111122223333:policy/exec\"", "invalid"),
        ("\"arn:aws:iam::111122223333:user/exec\"", "invalid"),
        ("\"arn:aws:iam::111122223333:instance-profile/exec\"", "invalid"),
        (
            "\"arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS\"",
            "invalid",
        ),
    ];
    for (role, expected) in cases {
        assert_eq!(state(role), expected, "{role}");
    }
    let bare = format!(r#"[ {{ "name": "a", "image": "{ECR}", "essential": true }} ]"#);
    assert_eq!(ask(&bare, &[]).0["executionRole"]["state"], "not-statable");
}

#[test]
fn the_volumes_of_a_bare_array_matter_where_one_is_mounted() {
    let plain = r#"[ { "name": "a", "image": "nginx", "memory": 128 } ]"#;
    assert_eq!(ask(plain, &[]).verdict(), "not-required");
    let mounting = plain.replace("128", "128, \"mountPoints\": [ { \"sourceVolume\": \"v\" } ]");
    // It may be an FSx for Windows volume.
    assert_eq!(ask(&mounting, &[]).verdict(), "depends");
    assert_eq!(ask(&mounting, &["--launch-type=fargate"]).verdict(), "not-required");
}

#[test]
fn a_directory_is_walked_as_people_expect() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("walk");
    drop(fs::remove_dir_all(&folder));
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    };
    let good = OPEN.replace("${IMAGE}", "nginx").replace(", { \"name\": \"side\" }", "");
    write(".aws/task.json", &good);
    write("deploy/task.yaml", "family: y\ncontainerDefinitions:\n  - name: a\n    image: nginx\n");
    write("deploy/task.json.hbs", &good.replacen('{', "{ {{#if x}}{{/if}}", 1));
    write(".git/task.json", &good);
    write("package.json", "{\"name\": \"x\"}");
    write("ignored/task.json", &good);
    write(".ignore", "ignored/\n");
    let (code, out) = run(&["--format=json", &folder.to_string_lossy()], b"");
    let whole: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(code, 0, "{out}");
    assert_eq!(whole["summary"]["taskDefinitions"], 3, "{out}");
    assert_eq!(whole["summary"]["skipped"], 1);
    let named = folder.join("ignored/task.json");
    assert_eq!(
        run(&[&named.to_string_lossy()], b"").0,
        0,
        "a named path is read whatever ignore files say"
    );
}

#[cfg(feature = "completions")]
#[test]
fn every_manual_page_that_the_first_one_names_is_there() {
    let (code, main) = run(&["completions", "--man"], b"");
    assert_eq!(code, 0, "{main}");
    let plain = main.replace('\\', "");
    let named = plain.lines().filter_map(|line| line.strip_suffix("(1)"));
    let commands: Vec<_> = named.filter_map(|it| it.strip_prefix("needs-exec-role-")).collect();
    assert!(commands.contains(&"check") && commands.contains(&"policy"), "{commands:?}");
    for command in commands {
        let (code, page) = run(&["completions", "--man", command], b"");
        assert_eq!(code, 0, "{command}");
        let title = format!(".TH needs-exec-role-{command} 1 ");
        assert!(page.contains(&title), "{command}: {page}");
    }
    assert_eq!(run_all(&["completions", "--man", "polcy"], b"").0, 2);
}

#[cfg(feature = "completions")]
#[test]
fn completions_offer_what_the_options_accept() {
    // Of a rule and of a code for `explain`; then --assume, --format and --launch-type.
    let explained = ["ecr-private-image", "execution-role-missing"];
    let values = ["guardduty-runtime-monitoring", "compact", "managed-instances"];
    // clap_complete offers fish no values for what is no option.
    let positional = [("bash", explained.as_slice()), ("zsh", &explained), ("fish", &[])];
    for (shell, explained) in positional {
        let (code, script) = run(&["completions", shell], b"");
        assert_eq!(code, 0, "{shell}");
        for name in explained.iter().chain(&values) {
            assert!(script.contains(name), "{shell} does not offer {name}");
        }
    }
    // They are offered, not demanded.
    assert_eq!(run(&["explain", "unable to pull secrets or registry auth"], b"").0, 0);
    assert_eq!(run(&["explain", "no such thing at all"], b"").0, 1);
}

#[test]
fn a_file_that_is_named_like_a_command_can_be_checked() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("command-names");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("check"), OPEN.replace("${IMAGE}", ECR)).expect("a file");
    let mut command = common::program();
    let output = command.current_dir(&folder).args(["--format=compact", "./check"]).output();
    let output = output.expect("the program ends");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("./check:"), "{output:?}");
}

#[cfg(unix)]
#[test]
fn a_file_is_reported_once_however_many_names_it_has() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("names");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("task.json");
    fs::write(&file, OPEN.replace("${IMAGE}", ECR)).expect("a file");
    let other = folder.join("other.json");
    fs::copy(&file, &other).expect("a copy");
    let link = folder.join("link.json");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    let names = [&folder, &file, &link, &folder].map(|path| path.to_string_lossy().into_owned());
    let mut args = vec!["--format=json"];
    args.extend(names.iter().map(String::as_str));
    let (_, out) = run(&args, b"");
    let whole: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let tasks = whole["taskDefinitions"].as_array().expect("an array");
    let paths: Vec<_> = tasks.iter().map(|it| it["path"].as_str().expect("a path")).collect();
    assert_eq!(paths, [&other, &file].map(|path| path.to_string_lossy()), "two files in all");
}
