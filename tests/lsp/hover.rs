//! What is shown of a place, in every format alike.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use crate::client::{Client, ENCODINGS, Folder, place, slice};
use serde_json::{Value, json};

const JSON: &str = r#"{ "family": "ä€𝄞",
	"requiresCompatibilities": ["FARGATE"],
	"executionRoleArn": "arn:aws:iam::111122223333:role/exec",
	"taskRoleArn": "arn:aws:iam::111122223333:role/task",
	"volumes": [{ "name": "𝄞", "efsVolumeConfiguration": { "fileSystemId": "fs-1", "transitEncryption": "ENABLED", "authorizationConfig": { "iam": "ENABLED" } } }],
	"containerDefinitions": [ { "name": "ü𝄞", "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1",
		"environmentFiles": [ { "type": "s3", "value": "arn:aws:s3:::bucket/app.env" } ],
		"secrets": [ { "name": "𝄞", "valueFrom": "arn:aws:ssm:eu-west-1:111122223333:parameter/a" } ],
		"logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "g", "awslogs-region": "eu-west-1" } } },
		{ "name": "plain", "image": "nginx" } ]
}
"#;

const YAML: &str = "family: 'ä€𝄞'\r\nrequiresCompatibilities: [FARGATE]\r\nexecutionRoleArn: arn:aws:iam::111122223333:role/exec\r\ntaskRoleArn: arn:aws:iam::111122223333:role/task\r\nvolumes:\r\n  - {name: '𝄞', efsVolumeConfiguration: {fileSystemId: fs-1, transitEncryption: ENABLED, authorizationConfig: {iam: ENABLED}}}\r\ncontainerDefinitions:\r\n  - name: 'ü𝄞'\r\n    image: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1\r\n    environmentFiles: [{type: s3, value: 'arn:aws:s3:::bucket/app.env'}]\r\n    secrets: [{name: '𝄞', valueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/a'}]\r\n    logConfiguration: {logDriver: awslogs, options: {awslogs-group: g, awslogs-region: eu-west-1}}\r\n  - {name: plain, image: nginx}\r\n";

const TEMPLATE: &str = "Resources:\n  Exec:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: 'sts:AssumeRole'}]}\n      Policies:\n        - {PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: 'ssm:GetParameters', Resource: '*'}]}}\n  Web:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      RequiresCompatibilities: [FARGATE]\n      ExecutionRoleArn: !GetAtt Exec.Arn\n      TaskRoleArn: arn:aws:iam::111122223333:role/task\n      Volumes:\n        - {Name: '𝄞', EFSVolumeConfiguration: {FilesystemId: fs-1, TransitEncryption: ENABLED, AuthorizationConfig: {IAM: ENABLED}}}\n      ContainerDefinitions:\n        - Name: 'ü𝄞'\n          Image: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1\n          EnvironmentFiles: [{Type: s3, Value: 'arn:aws:s3:::bucket/app.env'}]\n          Secrets: [{Name: '𝄞', ValueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/a'}]\n          LogConfiguration: {LogDriver: awslogs, Options: {awslogs-group: g, awslogs-region: eu-west-1}}\n        - {Name: plain, Image: nginx}\n";

const TERRAFORM: &str = "resource \"aws_ecs_task_definition\" \"web\" {\n  family = \"ä€𝄞\"\n  requires_compatibilities = [\"FARGATE\"]\n  execution_role_arn = \"arn:aws:iam::111122223333:role/exec\"\n  task_role_arn = \"arn:aws:iam::111122223333:role/task\"\n  volume {\n    name = \"𝄞\"\n    efs_volume_configuration {\n      file_system_id = \"fs-1\"\n      transit_encryption = \"ENABLED\"\n      authorization_config {\n        iam = \"ENABLED\"\n      }\n    }\n  }\n  container_definitions = jsonencode([{\n    name = \"ü𝄞\", image = \"111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1\"\n    environmentFiles = [{ type = \"s3\", value = \"arn:aws:s3:::bucket/app.env\" }]\n    secrets = [{ name = \"𝄞\", valueFrom = \"arn:aws:ssm:eu-west-1:111122223333:parameter/a\" }]\n    logConfiguration = { logDriver = \"awslogs\", options = { awslogs-group = \"g\", awslogs-region = \"eu-west-1\" } }\n  }, { name = \"plain\", image = \"nginx\" }])\n}\n";

/// The text that is shown at the last character of a word.
fn hover(
    client: &mut Client,
    uri: &str,
    text: &str,
    word: &str,
    encoding: &str,
) -> (String, String) {
    let at = text.find(word).expect("it is there") + word.len() - 1;
    let parameters =
        json!({ "textDocument": { "uri": uri }, "position": place(text, at, encoding) });
    let shown = client.request("textDocument/hover", parameters).expect("a result");
    let value = shown["contents"]["value"].as_str().unwrap_or_default().to_owned();
    let range = shown.get("range").map(|it| slice(text, it, encoding).to_owned());
    (value, range.unwrap_or_default())
}

/// A client that shows Markdown, or only plain text.
fn client(folder: &Folder, encoding: &str, shows_markdown: bool) -> Client {
    let formats =
        if shows_markdown { json!(["markdown", "plaintext"]) } else { json!(["plaintext"]) };
    let capabilities = json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "hover": { "contentFormat": formats } },
    });
    Client::start(&folder.0, capabilities)
}

/// What only a reader of Markdown takes for what it is.
fn assert_plain(text: &str) {
    for mark in ["`", "**", "](", "<https", "# "] {
        assert!(!text.contains(mark), "{mark}: {text}");
    }
}

#[test]
fn every_field_in_every_format_and_encoding() {
    let folder = Folder::new("hover", &[]);
    for (encoding, shows_markdown) in ENCODINGS.iter().flat_map(|it| [(*it, true), (*it, false)]) {
        let mut client = client(&folder, encoding, shows_markdown);
        for (name, text) in
            [("web.json", JSON), ("web.yaml", YAML), ("t.yaml", TEMPLATE), ("main.tf", TERRAFORM)]
        {
            let uri = folder.uri(name);
            client.open(&uri, text);
            for (word, parts) in [
                ("dkr.ecr.eu", &["task execution role", "ecr:BatchGetImage", "repository/web"][..]),
                ("parameter/a", &["task execution role", "ssm:GetParameters", "parameter/a"]),
                ("awslogs", &["task execution role", "logs:PutLogEvents"]),
                ("app.env", &["task execution role", "s3:GetObject", "bucket/app.env"]),
                ("role/task", &["Task role"]),
                ("fs-1", &["task role"]),
                ("nginx", &["not used for this"]),
            ] {
                let (shown, range) = hover(&mut client, &uri, text, word, encoding);
                for part in parts {
                    assert!(shown.contains(part), "{name}: {word}: {part}: {shown}");
                }
                assert!(range.contains(word), "{name}: {word}: {range}");
                if !shows_markdown {
                    assert_plain(&shown);
                }
            }
            let role = if name == "t.yaml" { "Exec.Arn" } else { "role/exec" };
            let (shown, range) = hover(&mut client, &uri, text, role, encoding);
            let action = if shows_markdown { "`ssm:GetParameters`" } else { "ssm:GetParameters" };
            assert!(shown.contains("Task execution role") && shown.contains(action), "{shown}");
            if !shows_markdown {
                assert_plain(&shown);
            }
            assert!(range.contains(role), "{range}");
            let (shown, _) = hover(&mut client, &uri, text, "plain", encoding);
            assert_eq!(shown, "", "{name}");
        }
        assert_eq!(client.leave(), 0);
    }
}

/// What an alias or a merge key brings in is shown where it is written.
#[test]
fn what_is_merged_in() {
    let folder = Folder::new("hover-merged", &[]);
    let uri = folder.uri("web.yaml");
    let text = "x-base: &base\r\n  name: '𝄞'\r\n  image: &image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1\r\nrequiresCompatibilities: [FARGATE]\r\ncontainerDefinitions:\r\n  - <<: [*base]\r\n    essential: true\r\n  - {name: 'ü', image: *image}\r\n";
    for encoding in ENCODINGS {
        let mut client = client(&folder, encoding, false);
        client.open(&uri, text);
        for (word, expected) in [("dkr.ecr", true), ("*image", true), ("*base", false)] {
            let (shown, range) = hover(&mut client, &uri, text, word, encoding);
            assert_eq!(shown.contains("ecr:BatchGetImage"), expected, "{word}: {shown}");
            assert!(!expected || range.contains(word), "{word}: {range}");
        }
        assert_eq!(client.leave(), 0);
    }
}

#[test]
fn whether_the_role_has_the_permissions() {
    let folder = Folder::new("hover-role", &[]);
    let uri = folder.uri("t.yaml");
    for (shows_markdown, action, allowed, missing) in [
        (true, "- `ssm:GetParameters` on `", ": allowed", "`: **missing**"),
        (false, "- ssm:GetParameters on arn", ": allowed", ": missing"),
    ] {
        let mut client = client(&folder, "utf-8", shows_markdown);
        client.open(&uri, TEMPLATE);
        let (shown, _) = hover(&mut client, &uri, TEMPLATE, "parameter/a", "utf-8");
        assert!(shown.contains(action) && shown.contains(allowed), "{shown}");
        let (shown, _) = hover(&mut client, &uri, TEMPLATE, "dkr.ecr.eu", "utf-8");
        assert!(shown.contains("ecr:BatchGetImage") && shown.contains(missing), "{shown}");
        let (shown, _) = hover(&mut client, &uri, TEMPLATE, "Exec.Arn", "utf-8");
        assert!(shown.contains("not sufficient"), "{shown}");
        assert_eq!(client.leave(), 0);
    }
}

#[test]
fn the_page_of_what_was_found() {
    let folder = Folder::new("hover-page", &[]);
    let uri = folder.uri("web.json");
    let text = "{\n\"containerDefinitions\": [ { \"hostnme\": \"nginx\" } ] }";
    let position = json!({ "line": 1, "character": 31 });
    let parameters = json!({ "textDocument": { "uri": uri }, "position": position });
    // Who says nothing about it shows plain text.
    let hover = json!({ "textDocument": { "hover": { "contentFormat": ["markdown"] } } });
    for (capabilities, kind, start) in
        [(json!({}), "plaintext", "unknown-key\n"), (hover, "markdown", "# unknown-key\n")]
    {
        let mut client = Client::start(&folder.0, capabilities);
        client.open(&uri, text);
        let shown = client.request("textDocument/hover", parameters.clone()).expect("a result");
        assert_eq!(shown["contents"]["kind"], kind);
        let page = shown["contents"]["value"].as_str().expect("a text");
        assert!(page.starts_with(start), "{page}");
        if kind == "plaintext" {
            assert_plain(page);
        }
        assert_eq!(client.leave(), 0);
    }
    let mut client = Client::start(&folder.0, json!({}));
    client.open(&uri, text);
    for (line, character, expected) in
        [(0, 0, Ok(Value::Null)), (1, 4000, Ok(Value::Null)), (9, 0, Err(-32602))]
    {
        let position = json!({ "line": line, "character": character });
        let parameters = json!({ "textDocument": { "uri": uri }, "position": position });
        let answer = client.request("textDocument/hover", parameters);
        let answer = answer.map_err(|it| it["code"].as_i64().expect("a code"));
        assert_eq!(answer, expected.map_err(i64::from), "{line}:{character}");
    }
    let parameters =
        json!({ "textDocument": { "uri": "file:///gone" }, "position": position_of(0) });
    assert_eq!(client.request("textDocument/hover", parameters), Ok(Value::Null));
    assert_eq!(client.leave(), 0);
}

fn position_of(line: u32) -> Value {
    json!({ "line": line, "character": 0 })
}
