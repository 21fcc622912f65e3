//! Single behaviors that no larger fixture shows, each on the smallest input that does.
//!
//! Each test was seen to fail when the line of code behind it was changed by hand.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod common;

use common::{Answer, ask};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A template whose role anything may be done with, once its policy counts.
const ROLE_AND_POLICY: &str = r#"
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: exec
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: "sts:AssumeRole" }
  Policy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: everything
      Roles: [!Ref Role]
      PolicyDocument: { Statement: { Effect: Allow, Action: "*", Resource: "*" } }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      ExecutionRoleArn: !GetAtt Role.Arn
      ContainerDefinitions: [{ Name: app, Image: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1 }]
"#;

/// A task definition that reads one parameter.
const ONE_PARAMETER: &str = r#"{
  "requiresCompatibilities": ["FARGATE"],
  "executionRoleArn": "arn:aws:iam::111122223333:role/exec",
  "containerDefinitions": [{
    "name": "app",
    "image": "nginx:1.27",
    "secrets": [{ "name": "DB", "valueFrom": "arn:aws:ssm:eu-west-1:111122223333:parameter/db" }]
  }]
}"#;

/// A text with one part replaced, which has to be there.
fn with(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

/// What comes of the role check.
fn role_check(answer: &Answer) -> Option<&str> {
    answer.0["roleCheck"]["answer"].as_str()
}

/// Asks about a task definition and a role that is provided as a file of this name.
fn ask_with_role(text: &str, name: &str, role: &str) -> Answer {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, role).expect("written");
    ask(text, &["--role", file.to_str().expect("UTF-8")])
}

#[test]
fn the_url_suffix_follows_the_region() {
    // ECS has the same principal in China as elsewhere, so that the pseudo parameter is wrong there.
    let text = with(
        ROLE_AND_POLICY,
        "Service: ecs-tasks.amazonaws.com",
        r#"Service: !Sub "ecs-tasks.${AWS::URLSuffix}""#,
    );
    assert_eq!(role_check(&ask(&text, &["--region", "eu-west-1"])), Some("enough"));
    let in_china = ask(&text, &["--region", "cn-north-1"]);
    // The host of the image in the template is written out, and is not one of China.
    assert_eq!(in_china.codes(), ["trust-missing", "mixed-partitions"]);
}

#[test]
fn a_variable_fills_a_text_that_a_template_puts_together() {
    let text = r#"
Resources:
  Lookup:
    Type: Custom::Registry
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      ContainerDefinitions: [{ Name: app, Image: !Sub "${Lookup.Host}/app:1" }]
"#;
    assert_eq!(ask(text, &[]).verdict(), "depends");
    for (host, verdict) in [
        ("111122223333.dkr.ecr.eu-west-1.amazonaws.com", "required"),
        ("docker.io", "not-required"),
    ] {
        let var = format!("Lookup.Host={host}");
        assert_eq!(ask(text, &["--var", &var]).verdict(), verdict, "{host}");
    }
}

#[test]
fn an_included_template_may_add_keys() {
    let text = r#"
requiresCompatibilities: [FARGATE]
containerDefinitions:
  - name: app
    image: nginx:1.27
    {{ template "logging" . }}
"#;
    assert_eq!(ask(text, &[]).verdict(), "depends");
    let with_end = with(text, r#"{{ template "logging" . }}"#, "{{ end }}");
    assert_eq!(ask(&with_end, &[]).verdict(), "not-required");
}

#[test]
fn of_two_resources_as_close_the_one_with_a_known_mistake_is_shown() {
    let role = r#"{ "Version": "2012-10-17", "Statement": [{
      "Effect": "Allow", "Action": "ssm:GetParameters", "Resource": [
        "arn:aws:ssm:eu-west-1:111122223333:parameter/cache",
        "arn:aws:ssm:eu-west-1:111122223333:parameter//db"
      ] }] }"#;
    let answer = ask_with_role(ONE_PARAMETER, "known-mistake.json", role);
    let findings = answer.0["findings"].as_array().expect("an array");
    let missing = findings.iter().find(|it| it["code"] == "permission-missing").expect("one");
    assert_eq!(missing["related"][0]["place"]["pointer"], "/Statement/0/Resource/1");
}

#[test]
fn one_value_is_named_where_all_others_have_the_finding() {
    let text = "
Parameters:
  Stage: { Type: String, AllowedValues: [alpha, beta, gamma] }
Mappings:
  Images:
    alpha: { Uri: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1 }
    beta: { Uri: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1 }
    gamma: { Uri: 'nginx:1.27' }
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      ContainerDefinitions: [{ Name: app, Image: !FindInMap [Images, !Ref Stage, Uri] }]
";
    let answer = ask(text, &[]);
    assert_eq!(answer.codes(), ["execution-role-missing"]);
    let message = answer.0["findings"][0]["message"].as_str().expect("a message");
    let names = ["alpha", "beta", "gamma"].map(|name| message.contains(name));
    assert_eq!(names, [false, false, true], "{message}");
    assert!(message.contains("unless"), "{message}");
}

#[test]
fn a_number_in_json_in_a_string_is_text_where_text_belongs() {
    let text = r#"
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      ContainerDefinitions:
        - Name: app
          Image: nginx:1.27
          LogConfiguration: '{"LogDriver": "awslogs", "Options": {"awslogs-group": 4711, "awslogs-region": "eu-west-1"}}'
"#;
    let answer = ask(text, &["--account", "111122223333"]);
    let resource = &answer.0["needs"][0]["permissions"][0]["resource"];
    assert_eq!(*resource, "arn:aws:logs:eu-west-1:111122223333:log-group:4711:*");
}

#[test]
fn a_policy_may_name_its_role_by_a_literal_name() {
    assert_eq!(role_check(&ask(ROLE_AND_POLICY, &[])), Some("enough"));
    let by_name = with(ROLE_AND_POLICY, "Roles: [!Ref Role]", "Roles: [exec]");
    assert_eq!(role_check(&ask(&by_name, &[])), Some("enough"));
    let of_another = with(ROLE_AND_POLICY, "Roles: [!Ref Role]", "Roles: [another]");
    assert_eq!(role_check(&ask(&of_another, &[])), Some("not-enough"));
}

#[test]
fn a_literal_arn_leads_to_the_role_of_the_template() {
    let account = ["--account", "111122223333"];
    for (name, expected) in [("exec", Some("enough")), ("another", None)] {
        let arn = format!("ExecutionRoleArn: arn:aws:iam::111122223333:role/{name}");
        let text = with(ROLE_AND_POLICY, "ExecutionRoleArn: !GetAtt Role.Arn", &arn);
        assert_eq!(role_check(&ask(&text, &account)), expected, "{name}");
    }
}

#[test]
fn a_managed_policy_given_without_a_role_is_the_whole_role() {
    let role = r#"
{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Principal": { "Service": "ecs-tasks.amazonaws.com" }, "Action": "sts:AssumeRole" }] }
{ "Policy": { "Arn": "arn:aws:iam::111122223333:policy/exec", "DefaultVersionId": "v1" } }
{ "PolicyVersion": { "VersionId": "v1", "IsDefaultVersion": true, "Document": {
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "ssm:GetParameters", "Resource": "*" }] } } }
"#;
    let answer = ask_with_role(ONE_PARAMETER, "managed-policy-alone.json", role);
    assert_eq!(role_check(&answer), Some("enough"));
    // Beside a role that is set it is one policy of the role, and there may be inline policies.
    let named = format!(r#"{{ "Role": {{ "RoleName": "exec" }} }}{role}"#);
    let answer = ask_with_role(ONE_PARAMETER, "managed-policy-of-a-role.json", &named);
    assert_eq!(role_check(&answer), Some("unknown"));
}

#[test]
fn a_policy_under_a_condition_that_the_file_does_not_define_may_be_missing() {
    let text = with(
        ROLE_AND_POLICY,
        "    Type: AWS::IAM::Policy\n",
        "    Type: AWS::IAM::Policy\n    Condition: FromTheInclude\n",
    );
    let include = "
Conditions:
  Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://bucket/conditions.yaml } }";
    let answer = ask(&format!("{include}{text}"), &[]);
    assert_eq!(role_check(&answer), Some("unknown"));
    assert_eq!(answer.codes(), ["policy-unknown"]);
}

#[test]
fn a_default_that_decides_outside_of_the_task_definition_is_named() {
    let text = "
Parameters:
  Start: { Type: String, Default: FARGATE }
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions: [{ Name: app, Image: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1 }]
  Service:
    Type: AWS::ECS::Service
    Properties: { LaunchType: !Ref Start, TaskDefinition: !Ref Task }
";
    let answer = ask(text, &[]);
    assert_eq!(answer.verdict(), "required");
    assert_eq!(answer.0["defaults"], Value::from(vec!["Start"]));
}
