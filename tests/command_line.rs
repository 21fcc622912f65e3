//! What a pipeline leans on: verdicts, overrides, walks. What is printed is in `fixtures`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod common;

use common::{ask, run};
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
    write(".git/task.json", &good);
    write("package.json", "{\"name\": \"x\"}");
    write("ignored/task.json", &good);
    write(".ignore", "ignored/\n");
    let (code, out) = run(&["--format=json", &folder.to_string_lossy()], b"");
    let whole: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(code, 0, "{out}");
    assert_eq!(whole["summary"]["taskDefinitions"], 2, "{out}");
    assert_eq!(whole["summary"]["skipped"], 1);
    let named = folder.join("ignored/task.json");
    assert_eq!(
        run(&[&named.to_string_lossy()], b"").0,
        0,
        "a named path is read whatever ignore files say"
    );
}
