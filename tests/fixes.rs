//! Fixes: what they do to a text, and that what they are for is gone afterwards.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails loudly")]

use needs_exec_role::front::ReportedFix;
use needs_exec_role::{Checker, Options, Report, SourceFile};

/// The report on a text, with a role next to it where one is given.
fn check(name: &str, text: &str, role: Option<&str>) -> Report {
    let roles = role.map(|text| SourceFile::new("role.json", text)).into_iter().collect();
    let options = Options { roles, ..Options::default() };
    let checker = Checker::new(&options).expect("the options are good");
    checker.check(&[SourceFile::new(name, text)], &mut |_| None)
}

/// The first fix for a code, and how often the code was found.
fn fix(report: &Report, code: &str) -> (Option<ReportedFix>, usize) {
    let found: Vec<_> = report.diagnostics().filter(|it| it.code == code).collect();
    (found.iter().find_map(|it| it.fixes.first().cloned()), found.len())
}

fn apply(text: &str, fix: &ReportedFix) -> String {
    let mut fixed = text.to_owned();
    for edit in fix.edits.iter().rev() {
        fixed.replace_range(edit.start..edit.end, &edit.text);
    }
    fixed
}

/// The text after the first fix for a code, which is found less often then.
fn fixed(name: &str, text: &str, code: &str) -> String {
    let (found, before) = fix(&check(name, text, None), code);
    let found = found.unwrap_or_else(|| panic!("a fix for {code} of {text}"));
    assert_eq!(found.path, name);
    let fixed = apply(text, &found);
    let (_, after) = fix(&check(name, &fixed, None), code);
    assert!(after < before, "{code} is still found in {fixed}");
    fixed
}

const ROLE: &str = "arn:aws:iam::<account>:role/ecsTaskExecutionRole";

#[test]
fn a_role_is_set_in_the_style_of_the_file() {
    let image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1";
    let json = format!(
        "{{\n  \"family\": \"web\",\n  \"requiresCompatibilities\": [\"FARGATE\"],\n  \"containerDefinitions\": [{{ \"name\": \"app\", \"image\": \"{image}\" }}]\n}}\n"
    );
    let family = "\"family\": \"web\",";
    let expected = json.replace(family, &format!("{family}\n  \"executionRoleArn\": \"{ROLE}\","));
    assert_eq!(fixed("task.json", &json, "execution-role-missing"), expected);

    let yaml = format!(
        "family: web\nrequiresCompatibilities: [FARGATE]\ncontainerDefinitions:\n  - name: app\n    image: {image}\n"
    );
    let after = fixed("task.yaml", &yaml, "execution-role-missing");
    assert!(after.starts_with(&yaml) && after.contains("\nexecutionRoleArn: "), "{after}");

    let empty = json.replace("\"family\": \"web\"", "\"executionRoleArn\": \"\"");
    let expected =
        empty.replace("\"executionRoleArn\": \"\"", &format!("\"executionRoleArn\": \"{ROLE}\""));
    assert_eq!(fixed("task.json", &empty, "execution-role-missing"), expected);
}

#[test]
fn a_role_of_the_template_is_named() {
    let template = r#"{
  "Resources": {
    "ExecRole": {
      "Type": "AWS::IAM::Role",
      "Properties": {
        "AssumeRolePolicyDocument": { "Statement": [ { "Effect": "Allow", "Action": "sts:AssumeRole",
          "Principal": { "Service": "ecs-tasks.amazonaws.com" } } ] }
      }
    },
    "Task": {
      "Type": "AWS::ECS::TaskDefinition",
      "Properties": {
        "RequiresCompatibilities": ["FARGATE"],
        "ContainerDefinitions": [ { "Name": "app", "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app" } ]
      }
    }
  }
}"#;
    let after = fixed("template.json", template, "execution-role-missing");
    assert!(
        after.contains(r#""ExecutionRoleArn": { "Fn::GetAtt": ["ExecRole", "Arn"] }"#),
        "{after}"
    );
}

#[test]
fn commas_and_comments_go() {
    let text = "{ \"containerDefinitions\": [ { \"name\": \"app\", \"image\": \"nginx\", } ] }";
    let expected = text.replace("\"nginx\", }", "\"nginx\" }");
    assert_eq!(fixed("task.json", text, "trailing-comma"), expected);
    let text = "{\n  // who reads this?\n  \"containerDefinitions\": [ { \"name\": \"app\", \"image\": \"nginx\" } ]\n}";
    let after = fixed("task.json", text, "comment");
    assert!(
        !after.contains("who reads") && serde_json::from_str::<serde_json::Value>(&after).is_ok()
    );
}

#[test]
fn a_misspelt_key_gets_its_name() {
    let text = "{ \"executionRoleARN\": \"arn:aws:iam::111122223333:role/exec\", \"containerDefinitions\": [ { \"name\": \"app\", \"image\": \"nginx\" } ] }";
    let expected = text.replace("executionRoleARN", "executionRoleArn");
    assert_eq!(fixed("task.json", text, "misspelt-execution-role"), expected);
    let text = "containerDefinitions:\n  - name: app\n    image: nginx\n    repositoryCredentails:\n      credentialsParameter: s\n";
    let expected = text.replace("Credentails", "Credentials");
    assert_eq!(fixed("task.yaml", text, "unknown-key"), expected);
    let template = r"Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      executionRoleArn: arn:aws:iam::111122223333:role/exec
      ContainerDefinitions:
        - Name: app
          Image: nginx
";
    let expected = template.replace("executionRoleArn", "ExecutionRoleArn");
    assert_eq!(fixed("template.yaml", template, "misspelt-execution-role"), expected);
}

#[test]
fn a_misplaced_role_moves_to_the_task_definition() {
    let role = "arn:aws:iam::111122223333:role/exec";
    let yaml = format!(
        "family: web\ncontainerDefinitions:\n  - name: app\n    executionRoleArn: {role}\n    image: nginx\n"
    );
    let expected = format!(
        "family: web\ncontainerDefinitions:\n  - name: app\n    image: nginx\nexecutionRoleArn: {role}\n"
    );
    assert_eq!(fixed("task.yaml", &yaml, "misspelt-execution-role"), expected);
    let last = format!(
        "containerDefinitions:\n  - name: app\n    image: nginx\n    executionRoleArn: {role}\n"
    );
    let expected = format!(
        "containerDefinitions:\n  - name: app\n    image: nginx\nexecutionRoleArn: {role}\n"
    );
    assert_eq!(fixed("task.yaml", &last, "misspelt-execution-role"), expected);
    let json = format!(
        "{{\n  \"containerDefinitions\": [\n    {{\n      \"name\": \"app\",\n      \"image\": \"nginx\",\n      \"executionRoleArn\": \"{role}\"\n    }}\n  ]\n}}\n"
    );
    let expected = format!(
        "{{\n  \"containerDefinitions\": [\n    {{\n      \"name\": \"app\",\n      \"image\": \"nginx\"\n    }}\n  ],\n  \"executionRoleArn\": \"{role}\"\n}}\n"
    );
    assert_eq!(fixed("task.json", &json, "misspelt-execution-role"), expected);
}

#[test]
fn an_arn_of_a_policy_gets_its_end() {
    let task = r#"{ "requiresCompatibilities": ["FARGATE"], "executionRoleArn": "arn:aws:iam::111122223333:role/exec", "containerDefinitions": [ { "name": "app", "image": "nginx",
        "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/app", "awslogs-region": "eu-west-1" } },
        "secrets": [ { "name": "A", "valueFrom": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf" } ] } ] }"#;
    let policy = r#"{ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/app" },
        { "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf" } ] }"#;
    let (found, before) = fix(&check("task.json", task, Some(policy)), "permission-missing");
    let found = found.expect("a fix of the policy");
    assert_eq!(found.path, "role.json", "it is the policy that is edited");
    let after = apply(policy, &found);
    assert!(after.contains("log-group:/ecs/app:*\""), "{after}");
    let (_, left) = fix(&check("task.json", task, Some(&after)), "permission-missing");
    assert_eq!((before, left), (2, 0));
}

#[test]
fn nothing_is_edited_where_the_text_is_a_guess() {
    for text in [
        "{ \"requiresCompatibilities\": [\"FARGATE\"], \"cpu\": ${CPU}, \"containerDefinitions\": [ { \"name\": \"app\", \"image\": \"111122223333.dkr.ecr.eu-west-1.amazonaws.com/app\" } ] }",
        "{ \"requiresCompatibilities\": [\"FARGATE\"], \"runtimePlatform\": { oops }, \"containerDefinitions\": [ { \"name\": \"app\", \"image\": \"111122223333.dkr.ecr.eu-west-1.amazonaws.com/app\" } ] }",
    ] {
        let report = check("task.json", text, None);
        assert!(report.diagnostics().any(|it| it.code == "execution-role-missing"), "{text}");
        assert!(report.diagnostics().all(|it| it.fixes.is_empty()), "{text}");
    }
}
