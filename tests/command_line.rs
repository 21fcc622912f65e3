//! What a pipeline leans on: verdicts, exit codes, overrides, walks.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails loudly, and says what it skips"
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
fn exit_codes_follow_fail_on() {
    let missing = OPEN.replace("${IMAGE}", ECR);
    let code = |text: &str, args: &[&str]| run(&[args, &["-"]].concat(), text.as_bytes()).0;
    assert_eq!(code(&missing, &[]), 1);
    assert_eq!(code(&missing, &["--fail-on=never"]), 0);
    assert_eq!(code(&missing, &["--execution-role=exec"]), 0);
    assert_eq!(code(OPEN, &[]), 0, "a warning");
    assert_eq!(code(OPEN, &["--fail-on=warning"]), 1);
    assert_eq!(code("{}", &["--fail-on=never"]), 2, "no task definition");
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
fn one_cause_is_one_message() {
    let misspelt = OPEN.replace("${IMAGE}", ECR).replace(
        "\"family\"",
        "\"executionRoleARN\": \"arn:aws:iam::111122223333:role/exec\", \"family\"",
    );
    let (code, out) = run(&["--format=compact", "-"], misspelt.as_bytes());
    assert_eq!(code, 1);
    assert_eq!(out.lines().count(), 1, "{out}");
    assert!(out.contains("executionRoleARN"), "{out}");
}

#[test]
fn a_bare_array_whose_containers_need_a_role_is_told_so_as_advice() {
    let bare = r#"[ { "name": "a", "image": "nginx", "secrets": [ { "name": "A", "valueFrom": "/a" } ] } ]"#;
    let answer = ask(bare, &[]);
    assert_eq!(answer.verdict(), "required");
    assert_eq!(answer.0["findings"][0]["severity"], "advice");
    assert_eq!(run(&["-"], bare.as_bytes()).0, 0);
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

#[test]
fn several_documents_and_wrapped_answers() {
    let stream = "family: one\ncontainerDefinitions: [{name: a, image: nginx}]\n---\nfamily: two\ncontainerDefinitions: [{name: b, image: nginx}]\n";
    let (_, out) = run(&["--format=json", "-"], stream.as_bytes());
    let whole: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(whole["taskDefinitions"][1]["document"], 1, "{out}");
    let wrapped = r#"{ "taskDefinitions": [ { "family": "a", "containerDefinitions": [] },
        { "family": "b", "revision": 3, "containerDefinitions": [] } ] }"#;
    let (_, out) = run(&["--format=json", "-"], wrapped.as_bytes());
    let whole: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(whole["taskDefinitions"][1]["pointer"], "/taskDefinitions/1");
    assert_eq!(whole["taskDefinitions"][0]["format"], "task-definition");
    assert_eq!(whole["taskDefinitions"][1]["format"], "describe-task-definition");
}

#[test]
fn a_wrong_shape_is_told_and_the_other_containers_are_judged() {
    let text = r#"{ "requiresCompatibilities": ["FARGATE"], "containerDefinitions": [ { "name": "a", "image": 7 },
        { "name": "b", "image": "IMAGE" } ] }"#
        .replace("IMAGE", ECR);
    let (code, out) = run(&["--format=json", "-"], text.as_bytes());
    let whole: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(code, 1);
    assert_eq!(whole["problems"][0]["code"], "wrong-type", "{out}");
    assert_eq!(whole["problems"][0]["place"]["pointer"], "/containerDefinitions/0/image");
    assert_eq!(whole["taskDefinitions"][0]["verdict"], "required");
}

#[test]
fn rules_and_explain_tell_what_there_is() {
    let (code, out) = run(&["rules"], b"");
    assert_eq!(code, 0);
    assert!(out.lines().any(|line| line.starts_with("ecr-private-image ")), "{out}");
    assert_eq!(run(&["explain", "awslogs"], b"").0, 0);
    assert_eq!(run(&["explain", "execution-role-missing"], b"").0, 0);
    assert_eq!(run(&["explain", "no such thing"], b"").0, 2);
    let printed = "ClientException: Fargate requires task definition to have execution role ARN to support ECR images.";
    let (code, out) = run(&["explain", printed], b"");
    assert_eq!(code, 0);
    assert!(out.starts_with("ecr-private-image:"), "{out}");
    let stopped = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: not authorized to perform: ssm:GetParameters";
    let (code, out) = run(&["explain", stopped], b"");
    assert_eq!(code, 0);
    assert!(out.contains("container-secrets"), "{out}");
    assert!(out.contains("network fault"), "{out}");
    // The beginning alone may come of either.
    let (_, out) = run(&["explain", "unable to pull secrets or registry auth"], b"");
    for rule in ["ecr-private-image:", "container-secrets:"] {
        assert!(out.lines().any(|line| line.starts_with(rule)), "{out}");
    }
}

#[test]
fn a_rule_of_the_users_own_is_asked_like_the_others() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("own-rules");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    let rule = "id: house-registry\ntitle: Image in the house registry\nwhy: Our proxy wants the role.\ncertainty: report\neach: containerDefinitions.*\nread: { image: image }\nwhen: { image: \"registry.example.com/*\" }\nneed: required\n";
    fs::write(folder.join("house-registry.yaml"), rule).expect("a file");
    let text = OPEN
        .replace("${IMAGE}", "registry.example.com/app")
        .replace(", { \"name\": \"side\" }", "");
    let own = format!("--rules={}", folder.display());
    assert_eq!(ask(&text, &[]).verdict(), "not-required");
    assert_eq!(ask(&text, &[&own]).verdict(), "required");

    // Of a launch type that it leaves out it knows nothing, which is not "no".
    let partial = rule.replace("need: required", "need: { FARGATE: required }");
    fs::write(folder.join("house-registry.yaml"), partial).expect("a file");
    for (launch_type, verdict) in [("fargate", "required"), ("ec2", "depends")] {
        let on = format!("--launch-type={launch_type}");
        assert_eq!(ask(&text, &[&own, &on]).verdict(), verdict, "{launch_type}");
    }

    let broken = rule.replace("each:", "eahc:");
    fs::write(folder.join("house-registry.yaml"), broken).expect("a file");
    let (code, _, error) = common::run_all(&[&own, "-"], text.as_bytes());
    assert_eq!(code, 2);
    assert!(error.contains("house-registry.yaml:5:1"), "{error}");
    assert!(error.contains("did you mean `each`"), "{error}");
}
