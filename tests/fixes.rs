//! Fixes: what they do to a text, and that what they are for is gone afterwards.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails loudly")]

use needs_exec_role::front::{ReportedDiagnostic, ReportedFix};
use needs_exec_role::{
    Applicability, Checker, FixLevel, Fixer, Options, Report, Severity, SourceFile,
};

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

/// The text after one fix after the other, none of which may leave what it is for or bring anything else; with the
/// titles of the fixes.
fn settled(name: &str, text: &str) -> (String, Vec<String>) {
    let mut titles = Vec::new();
    let mut text = text.to_owned();
    loop {
        let report = check(name, &text, None);
        let is_applied = |it: &&ReportedFix| it.applicability != Applicability::Display;
        let mut fixable =
            report.diagnostics().filter_map(|it| Some((it, it.fixes.iter().find(is_applied)?)));
        let Some((found, fix)) = fixable.next() else { return (text, titles) };
        let after = apply(&text, fix);
        let key = |it: &ReportedDiagnostic| (it.code.clone(), it.message.clone());
        let keys = |report: &Report| report.diagnostics().map(key).collect::<Vec<_>>();
        let (before, left) = (keys(&report), keys(&check(name, &after, None)));
        let count = |all: &[(String, String)], it: &(String, String)| {
            all.iter().filter(|known| *known == it).count()
        };
        assert!(
            count(&left, &key(found)) < count(&before, &key(found)),
            "{found} stays in {after}"
        );
        for it in &left {
            assert!(count(&left, it) <= count(&before, it), "{it:?} is new in {after}");
        }
        assert!(titles.len() < 20, "{titles:?} have no end in {after}");
        titles.push(fix.title.clone());
        text = after;
    }
}

/// The same, where nothing is left to be found and what is put in does not depend on the line ends.
fn clean(name: &str, text: &str) -> (String, Vec<String>) {
    let (after, titles) = settled(name, text);
    let report = check(name, &after, None);
    let left: Vec<_> = report.diagnostics().filter(|it| it.severity > Severity::Note).collect();
    assert!(left.is_empty(), "{left:?} in {after}");
    let (with_returns, _) = settled(name, &text.replace('\n', "\r\n"));
    assert_eq!(with_returns, after.replace('\n', "\r\n"));
    (after, titles)
}

const ROLE: &str = "arn:aws:iam::<account>:role/ecsTaskExecutionRole";

/// A task definition on Fargate that writes logs; what replaces `<set>` is between its properties.
const TASK: &str = r"  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: web
      RequiresCompatibilities: [FARGATE]
<set>      ContainerDefinitions:
        - Name: app
          Image: nginx
          LogConfiguration:
            LogDriver: awslogs
            Options:
              awslogs-group: /ecs/app
              awslogs-region: !Ref AWS::Region
              awslogs-stream-prefix: app
";

/// A role that trusts ECS, and what else it has.
const EXEC: &str = r#"  Exec:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { Service: ecs-tasks.amazonaws.com }
            Action: sts:AssumeRole
"#;

/// What a fix creates for that task definition.
const CREATED: &str = r#"  TaskExecutionRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: ecs-tasks.amazonaws.com
            Action: sts:AssumeRole
      Policies:
        - PolicyName: ecsTaskExecutionRolePolicy
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: WriteLogs
                Effect: Allow
                Action:
                  - logs:CreateLogStream
                  - logs:PutLogEvents
                Resource: !Sub "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/ecs/app:*"
"#;

fn template(parts: &[&str]) -> String {
    format!("Resources:\n{}", parts.concat())
}

fn task(set: &str) -> String {
    TASK.replace("<set>", set)
}

#[test]
fn a_template_without_a_role_gets_one_with_the_least_policy() {
    let before = template(&[&task("")]);
    let (after, titles) = clean("template.yaml", &before);
    let set = "      ExecutionRoleArn: !GetAtt TaskExecutionRole.Arn\n";
    assert_eq!(after, template(&[&task(""), set, CREATED]));
    let title =
        "Create the role `TaskExecutionRole` with its policy, and set `ExecutionRoleArn` to it";
    assert_eq!(titles, [title]);

    // An empty role is replaced, and a logical ID that is taken is not taken again.
    let taken = "  TaskExecutionRole:\n    Type: AWS::SNS::Topic\n";
    let empty = template(&[&task("      ExecutionRoleArn: \"\"\n"), taken]);
    let (after, _) = clean("template.yaml", &empty);
    let set = task("      ExecutionRoleArn: !GetAtt TaskExecutionRole2.Arn\n");
    let created = CREATED.replace("TaskExecutionRole:", "TaskExecutionRole2:");
    assert_eq!(after, template(&[&set, taken, &created]));
}

#[test]
fn functions_are_written_as_the_template_does() {
    // No tag is there, and the long form of a function is.
    let long =
        template(&[&task("")]).replace("!Ref AWS::Region", "{ \"Fn::Sub\": \"${AWS::Region}\" }");
    let (after, _) = clean("template.yaml", &long);
    assert!(after.contains("\n      ExecutionRoleArn:\n        Fn::GetAtt:\n          - TaskExecutionRole\n          - Arn\n"), "{after}");
    assert!(
        after.contains("\n                Resource:\n                  Fn::Sub: \"arn:"),
        "{after}"
    );

    let flow = "Resources: { Task: { Type: AWS::ECS::TaskDefinition, Properties: { RequiresCompatibilities: [FARGATE], ContainerDefinitions: [ { Name: app, Image: nginx, LogConfiguration: { LogDriver: awslogs, Options: { awslogs-group: !Ref Group, awslogs-region: !Ref AWS::Region, awslogs-stream-prefix: app } } } ] } }, Group: { Type: AWS::Logs::LogGroup } }\n";
    let (after, _) = clean("template.yaml", flow);
    assert_eq!(after.lines().count(), 1, "{after}");
    assert!(after.contains("log-group:${Group}:*\""), "{after}");

    let json = r#"{"Resources":{"Task":{"Type":"AWS::ECS::TaskDefinition","Properties":{"RequiresCompatibilities":["FARGATE"],"ContainerDefinitions":[{"Name":"app","Image":"nginx","Secrets":[{"Name":"A","ValueFrom":{"Ref":"Secret"}}]}]}},"Secret":{"Type":"AWS::SecretsManager::Secret"}}}"#;
    let (after, _) = clean("template.json", json);
    let set = r#"}]}],"ExecutionRoleArn":{"Fn::GetAtt":["TaskExecutionRole","Arn"]}}},"#;
    let role = r#"},"TaskExecutionRole":{"Type":"AWS::IAM::Role","Properties":{"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]},"Policies":[{"PolicyName":"ecsTaskExecutionRolePolicy","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Sid":"ReadSecrets","Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":{"Ref":"Secret"}}]}}]}}}}"#;
    let expected = json.replace("}]}]}},", set).replace("Secret\"}}}", &format!("Secret\"{role}"));
    assert_eq!(after, expected);
}

#[test]
fn each_task_definition_of_a_template_comes_to_a_role() {
    let other = task("").replace("  Task:", "  Other:").replace("/ecs/app", "/ecs/other");
    let (after, titles) = clean("template.yaml", &template(&[&task(""), &other]));
    // The second gets the role that was made for the first, and that what the second needs.
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert_eq!(after.matches("!GetAtt TaskExecutionRole.Arn").count(), 2, "{after}");
    assert_eq!(after.matches("AWS::IAM::Role").count(), 1, "{after}");
    assert!(after.contains("log-group:/ecs/other:*"), "{after}");
}

#[test]
fn a_role_that_is_not_enough_gets_what_it_lacks() {
    let (after, titles) = clean("template.yaml", &template(&[&task(""), EXEC]));
    assert_eq!(titles, ["Set `ExecutionRoleArn`"]);
    let policies =
        CREATED.split_once("      Policies:").map(|(_, it)| format!("      Policies:{it}"));
    let set = "      ExecutionRoleArn: !GetAtt Exec.Arn\n";
    assert_eq!(after, template(&[&task(""), set, EXEC, &policies.unwrap_or_default()]));
}

/// Policies of a role, and what a fix makes of them.
const POLICIES: [(&str, &str); 7] = [
    (
        "      Policies:\n        - PolicyName: p\n          PolicyDocument:\n            Statement:\n              - Effect: Allow\n                Action: logs:PutLogEvents # c\n                Resource: '*'\n",
        "                Action:\n                  - logs:PutLogEvents # c\n                  - logs:CreateLogStream\n",
    ),
    (
        "      Policies:\n      - PolicyName: p\n        PolicyDocument:\n          Statement:\n          - Effect: Allow\n            Action:\n            - 'logs:PutLogEvents'\n            Resource: !Sub 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/ecs/*'\n",
        "            - 'logs:PutLogEvents'\n            - 'logs:CreateLogStream'\n",
    ),
    (
        "      Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: [\"logs:PutLogEvents\"], Resource: \"*\" }] } }]\n",
        "Action: [\"logs:PutLogEvents\", \"logs:CreateLogStream\"]",
    ),
    // What is allowed on everything stays with its service, and what has a condition as it is.
    (
        "      Policies:\n        - PolicyName: p\n          PolicyDocument:\n            Statement:\n              - Effect: Allow\n                Action: [ssm:GetParameters]\n                Resource: '*'\n              - Effect: Allow\n                Action: logs:PutLogEvents\n                Resource: '*'\n",
        "                Action:\n                  - logs:PutLogEvents\n                  - logs:CreateLogStream\n",
    ),
    (
        "      Policies:\n        - PolicyName: p\n          PolicyDocument:\n            Statement:\n              - Effect: Allow\n                Action: logs:PutLogEvents\n                Resource: '*'\n              - Effect: Allow\n                Action: logs:CreateLogGroup\n                Resource: '*'\n                Condition: { Bool: { 'aws:SecureTransport': 'true' } }\n",
        "                Action:\n                  - logs:PutLogEvents\n                  - logs:CreateLogStream\n",
    ),
    (
        "      Policies:\n        - PolicyName: p\n          PolicyDocument:\n            Statement:\n              Effect: Allow\n              Action: logs:PutLogEvents\n              Resource: !Sub 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/ecs/app:*'\n",
        "              Action:\n                - logs:PutLogEvents\n                - logs:CreateLogStream\n",
    ),
    (
        "  Policy:\n    Type: AWS::IAM::Policy\n    Properties:\n      PolicyName: p\n      Roles: [!Ref Exec]\n      PolicyDocument:\n        Statement:\n          Effect: Allow\n          Action: logs:PutLogEvents\n          Resource: !GetAtt Group.Arn\n  Group:\n    Type: AWS::Logs::LogGroup\n",
        "        Statement:\n          - Effect: Allow\n            Action: logs:PutLogEvents\n            Resource: !GetAtt Group.Arn\n          - Effect: Allow\n            Action:\n              - logs:CreateLogStream\n              - logs:PutLogEvents\n            Resource: !Sub",
    ),
];

#[test]
fn a_missing_action_goes_into_a_policy_of_the_template() {
    let set = task("      ExecutionRoleArn: !GetAtt Exec.Arn\n");
    for (policies, expected) in POLICIES {
        let before = template(&[&set, EXEC, policies]);
        let (after, _) = settled("template.yaml", &before);
        assert!(after.contains(expected), "{after}\n{expected}");
    }
    let (after, titles) = clean("template.yaml", &template(&[&set, EXEC, POLICIES[0].0]));
    assert_eq!(titles, ["Allow `logs:CreateLogStream` in the role's policy"], "{after}");
}

#[test]
fn an_arn_in_a_function_gets_its_end() {
    let set = task("      ExecutionRoleArn: !GetAtt Exec.Arn\n");
    let arn = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/ecs/app";
    for (before, after) in [
        ("!Sub 'ARN'", "!Sub 'ARN:*'"),
        ("!Sub \"ARN\"", "!Sub \"ARN:*\""),
        ("!Sub ARN", "!Sub ARN:*"),
        ("!Sub ['ARN', {}]", "!Sub ['ARN:*', {}]"),
        ("\n                  Fn::Sub: ARN", "\n                  Fn::Sub: ARN:*"),
        ("{ \"Fn::Sub\": \"ARN\" }", "{ \"Fn::Sub\": \"ARN:*\" }"),
        ("!Sub 'ARN/*'", "!Sub 'ARN:*'"),
    ] {
        let policy = |resource: &str| {
            let resource = resource.replace("ARN", arn);
            format!(
                "      Policies:\n        - PolicyName: p\n          PolicyDocument:\n            Statement:\n              - Effect: Allow\n                Action: ['logs:CreateLogStream', 'logs:PutLogEvents']\n                Resource: {resource}\n"
            )
        };
        let text = template(&[&set, EXEC, &policy(before)]);
        let (found, _) = fix(&check("template.yaml", &text, None), "permission-missing");
        let found = found.unwrap_or_else(|| panic!("a fix of {text}"));
        assert_eq!(found.applicability, Applicability::Safe);
        assert_eq!(apply(&text, &found), template(&[&set, EXEC, &policy(after)]));
        let (fixed, titles) = clean("template.yaml", &text);
        assert_eq!((fixed, titles.len()), (template(&[&set, EXEC, &policy(after)]), 1));
    }
}

/// The text with the role that the user gives.
fn with_given_role(name: &str, text: &str) -> Option<(String, Applicability)> {
    let options = Options {
        inserted_role: Some("arn:aws:iam::111122223333:role/given".to_owned()),
        ..Options::default()
    };
    let checker = Checker::new(&options).expect("the options are good");
    let report = checker.check(&[SourceFile::new(name, text)], &mut |_| None);
    let found = report.diagnostics().find(|it| it.code == "execution-role-missing")?;
    let fix = found.fixes.first()?;
    Some((apply(text, fix), fix.applicability))
}

#[test]
fn the_role_that_is_given_is_inserted_as_it_is() {
    let image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1";
    let json = |role: &str| {
        format!(
            "{{ {role}\"requiresCompatibilities\": [\"FARGATE\"], \"containerDefinitions\": [ {{ \"name\": \"app\", \"image\": \"{image}\" }} ] }}"
        )
    };
    let yaml = |role: &str| {
        format!(
            "requiresCompatibilities: ['FARGATE']\n{role}containerDefinitions:\n  - name: 'app'\n    image: '{image}'\n"
        )
    };
    let given = "arn:aws:iam::111122223333:role/given";
    let cfn = |role: &str| template(&[&task(role)]);
    for (name, before, after) in [
        (
            "task.json",
            json("\"executionRoleArn\": \"\", "),
            json(&format!("\"executionRoleArn\": \"{given}\", ")),
        ),
        (
            "task.json",
            json("\"executionRoleArn\": null, "),
            json(&format!("\"executionRoleArn\": \"{given}\", ")),
        ),
        (
            "task.yaml",
            yaml("executionRoleArn: ''\n"),
            yaml(&format!("executionRoleArn: '{given}'\n")),
        ),
        ("task.yaml", yaml("executionRoleArn:\n"), yaml(&format!("executionRoleArn: {given}\n"))),
        (
            "template.yaml",
            cfn("      ExecutionRoleArn: !Ref AWS::NoValue\n"),
            cfn(&format!("      ExecutionRoleArn: {given}\n")),
        ),
        ("template.yaml", cfn(""), cfn("") + &format!("      ExecutionRoleArn: {given}\n")),
    ] {
        let expected = Some((after, Applicability::Safe));
        assert_eq!(with_given_role(name, &before), expected, "{before}");
    }
    let appended = json("").replace(" ] }", &format!(" ], \"executionRoleArn\": \"{given}\" }}"));
    assert_eq!(with_given_role("task.json", &json("")), Some((appended, Applicability::Safe)));
    // The image of a container may come later.
    let without = json("").replace(&format!(", \"image\": \"{image}\""), ", \"secrets\": [ { \"name\": \"A\", \"valueFrom\": \"arn:aws:ssm:eu-west-1:111122223333:parameter/a\" } ]");
    let appended = without.strip_suffix(" }").unwrap_or_default();
    let appended = format!("{appended}, \"executionRoleArn\": \"{given}\" }}");
    assert_eq!(with_given_role("task.json", &without), Some((appended, Applicability::Safe)));
    // A role of another account is to be looked at.
    let secret = "\"secrets\": [ { \"name\": \"A\", \"valueFrom\": \"arn:aws:ssm:eu-west-1:444455556666:parameter/a\" } ], \"image\"";
    let other = json("").replace("\"image\"", secret);
    let applicability = with_given_role("task.json", &other).map(|(_, it)| it);
    assert_eq!(applicability, Some(Applicability::Unsafe));
    // Without it, what is invented is only shown.
    let (found, _) = fix(&check("task.json", &json(""), None), "execution-role-missing");
    assert_eq!(found.map(|it| it.applicability), Some(Applicability::Display));
}

#[test]
fn a_key_is_renamed_in_its_quotes_and_line_ends() {
    let yaml = "'executionRoleARN': 'arn:aws:iam::111122223333:role/exec'\r\n'containerDefinitions':\r\n  - { 'name': 'app', 'image': 'nginx' }\r\n";
    let expected = yaml.replace("RoleARN", "RoleArn");
    assert_eq!(fixed("task.yaml", yaml, "misspelt-execution-role"), expected);
    let json = template(&[&task("      executionRoleArn: !GetAtt Exec.Arn\n")]) + EXEC;
    let (found, _) = fix(&check("template.yaml", &json, None), "misspelt-execution-role");
    let found = found.expect("a fix of the key");
    assert_eq!(apply(&json, &found), json.replace("executionRoleArn", "ExecutionRoleArn"));
}

#[test]
fn keys_of_the_api_in_a_template_get_their_names_at_once() {
    let names =
        ["ContainerDefinitions", "LogConfiguration", "LogDriver", "Options", "Image", "Name"];
    let text = template(&[&task("      ExecutionRoleArn: arn:aws:iam::111122223333:role/x\n")]);
    let small = |text: String, name: &&str| {
        let (first, rest) = name.split_at(1);
        text.replace(&format!("{name}:"), &format!("{}{rest}:", first.to_ascii_lowercase()))
    };
    let before = names.iter().fold(text.clone(), small);
    assert_eq!(clean("template.yaml", &before).0, text);
}

#[test]
fn a_misplaced_role_moves_with_its_function() {
    let misplaced = template(&[&task("")]).replace(
        "          Image: nginx\n",
        "          ExecutionRoleArn: !GetAtt Exec.Arn\n          Image: nginx\n",
    ) + EXEC;
    let (found, _) = fix(&check("template.yaml", &misplaced, None), "misspelt-execution-role");
    let found = found.expect("a fix of the place");
    let expected = template(&[&task(""), "      ExecutionRoleArn: !GetAtt Exec.Arn\n", EXEC]);
    assert_eq!(apply(&misplaced, &found), expected);
}

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

#[test]
fn task_definitions_without_number_get_one_role() {
    const MANY: usize = 300;
    let task = |number: usize| {
        format!(
            "resource \"aws_ecs_task_definition\" \"t{number}\" {{\n  family = \"t{number}\"\n  \
             requires_compatibilities = [\"FARGATE\"]\n  container_definitions = jsonencode([{{\n    \
             name = \"app\"\n    image = \"111122223333.dkr.ecr.eu-west-1.amazonaws.com/app{number}:1\"\n  }}])\n}}\n"
        )
    };
    let text: String = (0..MANY).map(task).collect();
    let mut fixer = Fixer::new(FixLevel::Unsafe);
    let files = vec![SourceFile::new("main.tf", text)];
    fixer.add(&Options::default(), files).expect("the options are good");
    let outcome = fixer.run(&mut |_| None);
    assert_eq!(outcome.not_reached, 0);
    let text = outcome.texts.first().expect("a text is fixed").after();
    assert_eq!(text.matches("aws_iam_role.task_execution.arn").count(), MANY);
    assert_eq!(text.matches(":repository/app").count(), MANY);
    let report = check("main.tf", text, None);
    assert_eq!(report.diagnostics().count(), 0, "{:?}", report.diagnostics().next());
}
