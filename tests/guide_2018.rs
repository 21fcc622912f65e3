//! The guide page that started this project, statement by statement: as it stood on 2018-06-07, and what is
//! true today.
//!
//! The page: "Amazon ECS Task Execution IAM Role", ECS developer guide, API version 2014-11-13
//! (awsdocs/amazon-ecs-developer-guide at 4f7dd7d).

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails loudly, and says what it skips"
)]

mod common;

use common::{Answer, ask};

/// The day of the page.
const PAGE: &str = "--as-of=2018-06-07";

const ECR: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1";

fn task(launch_type: &str, image: &str, rest: &str) -> String {
    format!(
        r#"{{
  "family": "guide",
  "requiresCompatibilities": ["{launch_type}"],
  "networkMode": "awsvpc", "cpu": "256", "memory": "512",
  "containerDefinitions": [ {{ "name": "app", "image": "{image}"{rest} }} ]
}}"#
    )
}

fn logging(driver: &str) -> String {
    format!(
        r#", "logConfiguration": {{ "logDriver": "{driver}", "options": {{ "awslogs-group": "app", "awslogs-region": "eu-west-1" }} }}"#
    )
}

const SECRETS: &str = r#", "secrets": [ { "name": "A", "valueFrom": "/app/a" } ]"#;

fn then(text: &str) -> Answer {
    ask(text, &[PAGE])
}

fn today(text: &str) -> Answer {
    ask(text, &[])
}

#[test]
fn the_role_covers_ecr_pulls_and_container_logs() {
    let text = task("FARGATE", ECR, &logging("awslogs"));
    assert_eq!(then(&text).rules(), ["ecr-private-image", "awslogs"]);
    // Today it serves about a dozen features; the same file has the same two requirements.
    assert_eq!(today(&text).rules(), ["ecr-private-image", "awslogs"]);
    let text = task("FARGATE", "nginx", SECRETS);
    // Secrets came on 2018-11-02: on the day of the page nothing was known of them.
    assert_eq!(then(&text).rules(), Vec::<String>::new());
    assert_eq!(today(&text).rules(), ["container-secrets"]);
}

#[test]
fn the_role_is_supported_from_agent_1_16_0() {
    let text = task("EC2", ECR, "");
    let named = |version: &str, day: &[&str]| {
        let version = format!("--agent-version={version}");
        let args = [&["--execution-role=exec", version.as_str()], day].concat();
        ask(&text, &args).codes()
    };
    assert_eq!(named("1.15.2", &[PAGE]), ["agent-too-old"]);
    assert_eq!(named("1.16.0", &[PAGE]), Vec::<String>::new());
    // Still stated today; features that came later have minimums of their own.
    assert_eq!(named("1.15.2", &[]), ["agent-too-old"]);
    let secret = task("EC2", "nginx", SECRETS);
    let old = ["--execution-role=exec", "--agent-version=1.16.0"];
    assert_eq!(ask(&secret, &old).codes(), ["agent-too-old"]);
}

#[test]
fn on_fargate_it_is_required_to_pull_from_ecr() {
    let text = task("FARGATE", ECR, "");
    assert_eq!(then(&text).verdict(), "required");
    assert_eq!(then(&text).codes(), ["execution-role-missing"]);
    // True today.
    assert_eq!(today(&text).verdict(), "required");
}

#[test]
fn on_fargate_it_is_required_to_use_awslogs() {
    let text = task("FARGATE", "nginx", &logging("awslogs"));
    assert_eq!(then(&text).verdict(), "required");
    // True today: measured on 2026-09-08.
    assert_eq!(today(&text).verdict(), "required");
}

#[test]
fn awslogs_is_the_only_log_driver_that_fargate_supports() {
    for driver in ["splunk", "awsfirelens", "json-file"] {
        let text = task("FARGATE", "nginx", &logging(driver));
        assert_eq!(then(&text).codes(), ["unsupported-on-launch-type"], "{driver}");
    }
    // False today: splunk came on 2019-05-01, awsfirelens on 2019-09-30.
    for driver in ["splunk", "awsfirelens"] {
        let text = task("FARGATE", "nginx", &logging(driver));
        assert_eq!(today(&text).codes(), Vec::<String>::new(), "{driver}");
        let came = ask(&text, &["--as-of=2019-09-30"]);
        assert_eq!(came.codes(), Vec::<String>::new(), "{driver}");
    }
    let text = task("FARGATE", "nginx", &logging("json-file"));
    assert_eq!(today(&text).codes(), ["unsupported-on-launch-type"]);
}

#[test]
fn with_a_public_image_and_no_log_configuration_it_is_not_needed() {
    let text = task("FARGATE", "nginx", "");
    assert_eq!(then(&text).verdict(), "not-required");
    // True today only where no other feature is used, and Runtime Monitoring is off.
    assert_eq!(today(&text).verdict(), "not-required");
    let monitored = ask(&text, &["--assume=guardduty-runtime-monitoring"]);
    assert_eq!(monitored.verdict(), "required");
}

#[test]
fn on_ec2_the_instance_role_grants_it_so_the_role_is_not_required() {
    let text = task("EC2", ECR, &logging("awslogs"));
    assert_eq!(then(&text).verdict(), "not-required");
    // True today for ECR and plain awslogs only.
    assert_eq!(today(&text).verdict(), "not-required");
    assert_eq!(today(&task("EC2", "nginx", SECRETS)).verdict(), "required");
}

#[test]
fn the_managed_policy_allows_six_actions_on_everything() {
    let six = [
        "ecr:GetAuthorizationToken",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
        "ecr:BatchCheckLayerAvailability",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ];
    // What the two features of the page need is what the policy allows: no action more, none less.
    let text = task("FARGATE", ECR, &logging("awslogs"));
    assert_eq!(then(&text).actions(), six);
    // Identical today; what came later is not in it.
    assert_eq!(today(&text).actions(), six);
    assert_eq!(
        today(&task("FARGATE", "nginx", SECRETS)).actions(),
        ["ssm:GetParameters", "kms:Decrypt"]
    );
}

#[test]
fn the_trust_policy_lets_ecs_tasks_assume_the_role() {
    let answer = then(&task("FARGATE", ECR, ""));
    // The advice names the principal that the role must trust: the same today.
    assert!(answer.help().contains("ecs-tasks.amazonaws.com"));
    assert!(today(&task("FARGATE", ECR, "")).help().contains("ecs-tasks.amazonaws.com"));
}

/// What the CLI prints about the role that the page's wizard made, with its trust policy and what is attached.
fn role(service: &str, attached: &[&str]) -> String {
    let trust = format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{"Sid": "", "Effect": "Allow", "Principal": {{"Service": "{service}"}}, "Action": "sts:AssumeRole"}}]}}"#
    );
    let one = |arn: &&str| format!(r#"{{"PolicyName": "x", "PolicyArn": "{arn}"}}"#);
    let attached = attached.iter().map(one).collect::<Vec<_>>().join(", ");
    format!(
        r#"{{"Role": {{"RoleName": "ecsTaskExecutionRole", "Arn": "{ROLE}", "AssumeRolePolicyDocument": {trust}}}}}
{{"AttachedPolicies": [{attached}]}}
{{"PolicyNames": []}}"#
    )
}

const ROLE: &str = "arn:aws:iam::111122223333:role/ecsTaskExecutionRole";
const MANAGED: &str = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

/// Holds a role, in a file of this name, against what the two features of the page need.
fn checked(name: &str, role: &str, day: &[&str], named: &str) -> (i32, String) {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, role).expect("written");
    let role = format!("--role={}", path.display());
    let named = format!("--execution-role={named}");
    let text = task("FARGATE", ECR, &logging("awslogs"));
    let text =
        text.replace("\"awslogs-group\"", "\"awslogs-stream-prefix\": \"app\", \"awslogs-group\"");
    let args = [&[role.as_str(), named.as_str(), "--format=compact", "-"], day].concat();
    common::run(&args, text.as_bytes())
}

#[test]
fn to_check_for_the_role_search_for_it_by_name() {
    let role = role("ecs-tasks.amazonaws.com", &[MANAGED]);
    for day in [&[PAGE][..], &[]] {
        let found = checked("guide-role.json", &role, day, "ecsTaskExecutionRole");
        assert_eq!(found, (0, String::new()), "the role exists");
        let (code, out) = checked("guide-role.json", &role, day, "anotherRole");
        assert_eq!(code, 2, "the role does not exist: {out}");
        assert!(out.contains("do not contain `anotherRole`"), "{out}");
    }
}

#[test]
fn to_check_it_ensure_that_the_managed_policy_is_attached() {
    for day in [&[PAGE][..], &[]] {
        let role = role("ecs-tasks.amazonaws.com", &[]);
        let (code, out) = checked("guide-policy.json", &role, day, ROLE);
        assert_eq!(code, 1, "the policy is not attached: {out}");
        // Its six actions, one of which is advice: no source shows that it is used.
        let missing = |severity: &str| {
            let start = format!(": {severity}: the role does not allow");
            out.lines().filter(|line| line.contains(&start)).count()
        };
        assert_eq!((missing("error"), missing("note")), (5, 1), "{out}");
    }
    // Today another policy does as well: what counts is what is allowed.
    let wide = role("ecs-tasks.amazonaws.com", &["arn:aws:iam::aws:policy/AdministratorAccess"]);
    assert_eq!(checked("guide-admin.json", &wide, &[], ROLE), (0, String::new()));
}

#[test]
fn to_check_it_verify_that_the_trust_relationship_matches() {
    for day in [&[PAGE][..], &[]] {
        let role = role("ec2.amazonaws.com", &[MANAGED]);
        let (code, out) = checked("guide-trust.json", &role, day, ROLE);
        assert_eq!(code, 1, "{out}");
        assert_eq!(out.lines().count(), 1, "{out}");
        assert!(out.contains("[trust-missing]"), "{out}");
    }
    // The page requires the policy word for word. Today a list that contains the service is known to work.
    let listed = role("ecs-tasks.amazonaws.com", &[MANAGED]).replace(
        "\"ecs-tasks.amazonaws.com\"",
        "[\"ec2.amazonaws.com\", \"ecs-tasks.amazonaws.com\"]",
    );
    assert_eq!(checked("guide-list.json", &listed, &[], ROLE), (0, String::new()));
}

#[test]
fn there_were_two_launch_types() {
    let text = task("EXTERNAL", "nginx", "");
    let (code, _) = common::run(&[PAGE, "--launch-type=external", "-"], text.as_bytes());
    assert_eq!(code, 2, "a launch type younger than the day is a usage error");
    // Today there are four.
    assert_eq!(ask(&text, &["--launch-type=external"]).verdict(), "not-required");
}
