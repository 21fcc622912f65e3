//! Hints, definitions and completion.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use crate::client::{Client, ENCODINGS, Folder, codes, offset, place, slice};
use serde_json::{Value, json};

const TEMPLATE: &str = "Resources:\r\n  # ä𝄞\r\n  Exec:\r\n    Type: AWS::IAM::Role\r\n    Properties:\r\n      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: 'sts:AssumeRole'}]}\r\n      Policies:\r\n        - PolicyName: '𝄞'\r\n          PolicyDocument:\r\n            Statement:\r\n              - {Effect: Allow, Action: 'ssm:GetParameter', Resource: '*'}\r\n  Web:\r\n    Type: AWS::ECS::TaskDefinition\r\n    Properties:\r\n      RequiresCompatibilities: [FARGATE]\r\n      ExecutionRoleArn: !GetAtt Exec.Arn\r\n      ContainerDefinitions:\r\n        - Name: '𝄞'\r\n          Image: nginx\r\n          Secrets: [{Name: '𝄞', ValueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/a'}]\r\n";

const TERRAFORM: &str = "resource \"aws_iam_role\" \"exec\" {\n  name = \"exec\" # 𝄞\n  assume_role_policy = jsonencode({ Statement = [{ Effect = \"Allow\", Principal = { Service = \"ecs-tasks.amazonaws.com\" }, Action = \"sts:AssumeRole\" }] })\n}\n\nresource \"aws_ecs_task_definition\" \"web\" {\n  family = \"ä€𝄞\"\n  requires_compatibilities = [\"FARGATE\"]\n  /* 𝄞 */ execution_role_arn = aws_iam_role.exec.arn\n  container_definitions = jsonencode([{ name = \"ü\", image = \"nginx\", secrets = [{ name = \"𝄞\", valueFrom = \"arn:aws:ssm:eu-west-1:111122223333:parameter/a\" }] }])\n}\n";

/// A request about the first place of a word, so many bytes in it.
fn ask(
    client: &mut Client,
    method: &str,
    uri: &str,
    text: &str,
    word: (&str, usize),
    encoding: &str,
) -> Value {
    let at = text.find(word.0).unwrap_or_else(|| panic!("{word:?}")) + word.1;
    let parameters =
        json!({ "textDocument": { "uri": uri }, "position": place(text, at, encoding) });
    client.request(method, parameters).expect("a result")
}

#[test]
fn from_the_arn_to_the_role_and_from_the_finding_to_the_statement() {
    let folder = Folder::new("definition", &[]);
    for encoding in ENCODINGS {
        let mut client = Client::with_encoding(&folder.0, encoding);
        for (name, text, word, role) in [
            ("t.yaml", TEMPLATE, "Exec.Arn", "Exec"),
            ("main.tf", TERRAFORM, "aws_iam_role.exec", "exec"),
        ] {
            let uri = folder.uri(name);
            client.open(&uri, text);
            let found =
                ask(&mut client, "textDocument/definition", &uri, text, (word, 3), encoding);
            assert_eq!(found.as_array().map(Vec::len), Some(1), "{name}: {found}");
            assert_eq!(found[0]["uri"], uri);
            let there = slice(text, &found[0]["range"], encoding);
            assert!(there.contains(role), "{name}: {there}");
            let none =
                ask(&mut client, "textDocument/definition", &uri, text, ("nginx", 1), encoding);
            assert_eq!(none, json!([]));
        }
        // Nothing in the role is about the permission that is missing: the role is where to add it.
        let uri = folder.uri("main.tf");
        let missing = ("parameter/a", 3);
        let found = ask(&mut client, "textDocument/definition", &uri, TERRAFORM, missing, encoding);
        let there = slice(TERRAFORM, &found[0]["range"], encoding);
        assert_eq!(there, "resource \"aws_iam_role\" \"exec\"");
        // The permission is missing, and the nearest statement says why.
        let uri = folder.uri("t.yaml");
        let found = client.diagnostics(&uri, Some(1));
        let missing =
            found.iter().find(|it| it["code"] == "permission-missing").expect("it is found");
        let at = offset(TEMPLATE, &missing["range"]["start"], encoding);
        let parameters =
            json!({ "textDocument": { "uri": uri }, "position": place(TEMPLATE, at, encoding) });
        let found = client.request("textDocument/definition", parameters).expect("a result");
        let places: Vec<_> = found
            .as_array()
            .expect("an array")
            .iter()
            .map(|it| slice(TEMPLATE, &it["range"], encoding))
            .collect();
        assert!(
            places.iter().any(|it| it.contains("ssm:GetParameter"))
                || places.iter().any(|it| it.contains("parameter/a")),
            "{places:?}"
        );
        assert_eq!(client.leave(), 0);
    }
}

#[test]
fn how_much_the_role_needs() {
    let folder = Folder::new("hints", &[]);
    for encoding in ENCODINGS {
        let mut client = Client::with_encoding(&folder.0, encoding);
        for (name, text, word) in [
            ("t.yaml", TEMPLATE, "!GetAtt Exec.Arn"),
            ("main.tf", TERRAFORM, "aws_iam_role.exec.arn"),
        ] {
            let uri = folder.uri(name);
            client.open(&uri, text);
            let range = |from: u32, to: u32| {
                let range = json!({ "start": { "line": from, "character": 0 }, "end": { "line": to, "character": 0 } });
                json!({ "textDocument": { "uri": uri }, "range": range })
            };
            let hints = client.request("textDocument/inlayHint", range(0, 99)).expect("a result");
            assert_eq!(hints.as_array().map(Vec::len), Some(1), "{name}: {hints}");
            assert_eq!(hints[0]["label"], "1 permission, 1 beyond the managed policy", "{name}");
            let end = text.find(word).expect("it is there") + word.len();
            assert_eq!(hints[0]["position"], place(text, end, encoding), "{name}");
            let tooltip = hints[0]["tooltip"]["value"].as_str().expect("a text");
            assert!(tooltip.contains("- ssm:GetParameters on "), "{tooltip}");
            assert_eq!(hints[0]["tooltip"]["kind"], "plaintext");
            assert_eq!(client.request("textDocument/inlayHint", range(0, 1)), Ok(json!([])));
        }
        assert_eq!(client.leave(), 0);
    }
}

/// The words that are offered, and the text that choosing one makes.
fn completed(
    client: &mut Client,
    uri: &str,
    text: &str,
    word: (&str, usize),
    choice: &str,
) -> (Vec<String>, String) {
    client.open(uri, text);
    let found = ask(client, "textDocument/completion", uri, text, word, "utf-16");
    client.close(uri);
    let items = found.as_array().expect("an array");
    let labels = items.iter().map(|it| it["label"].as_str().expect("a label").to_owned());
    let chosen = items.iter().find(|it| it["label"] == choice);
    let made = chosen.map(|it| {
        let edit = &it["textEdit"];
        let at = |key| offset(text, &edit["range"][key], "utf-16");
        let mut made = text.to_owned();
        made.replace_range(at("start")..at("end"), edit["newText"].as_str().expect("a text"));
        made
    });
    (labels.collect(), made.unwrap_or_default())
}

#[test]
fn listed_words() {
    let folder = Folder::new("words", &[]);
    let mut client = Client::with_encoding(&folder.0, "utf-16");
    let json = "{ \"family\": \"ä𝄞\", \"networkMode\": \"\", \"requiresCompatibilities\": [], \"containerDefinitions\": [ { \"image\": \"𝄞\",\t\"logConfiguration\": { \"logDriver\": \"a\", \"options\": { \"awslogs-\": \"\", \"awslogs-create-group\": \"\" } } } ] }";
    let yaml = "family: 'ä𝄞'\r\nnetworkMode: \r\nrequiresCompatibilities: [ F ]\r\ncontainerDefinitions:\r\n  - image: x\r\n    logConfiguration: {logDriver: , options: {}}\r\n";
    let template = "Resources:\n  Web:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      Family: '𝄞'\n      NetworkMode: \n      RequiresCompatibilities: [FARGATE, '']\n      ContainerDefinitions: [{Image: '𝄞', LogConfiguration: {LogDriver: ''}}]\n";
    let terraform = "resource \"aws_ecs_task_definition\" \"x\" {\n  family = \"𝄞\"\n  network_mode = \"\"\n  requires_compatibilities = [\"\"]\n  container_definitions = jsonencode([{ image = \"𝄞\", logConfiguration = { logDriver = \"\" } }])\n}\n";
    for (name, text, word, choice, expected) in [
        (
            "a.json",
            json,
            ("Mode\": \"", 8),
            "awsvpc",
            json.replace("Mode\": \"\"", "Mode\": \"awsvpc\""),
        ),
        ("a.json", json, ("[]", 1), "FARGATE", json.replace("[]", "[\"FARGATE\"]")),
        (
            "a.json",
            json,
            ("Driver\": \"a", 11),
            "awslogs",
            json.replace("Driver\": \"a", "Driver\": \"awslogs"),
        ),
        (
            "a.json",
            json,
            ("awslogs-\"", 8),
            "awslogs-region",
            json.replace("awslogs-\"", "awslogs-region\""),
        ),
        (
            "a.json",
            json,
            ("-group\": \"", 10),
            "true",
            json.replace("-group\": \"", "-group\": \"true"),
        ),
        ("a.yaml", yaml, ("Mode: ", 6), "awsvpc", yaml.replace("Mode: ", "Mode: awsvpc")),
        ("a.yaml", yaml, ("[ F", 3), "FARGATE", yaml.replace("[ F", "[ FARGATE")),
        ("a.yaml", yaml, ("Driver: ", 8), "awslogs", yaml.replace("Driver: ", "Driver: awslogs")),
        ("t.yaml", template, ("Mode: ", 6), "awsvpc", template.replace("Mode: ", "Mode: awsvpc")),
        ("t.yaml", template, (", ''", 3), "EC2", template.replace(", ''", ", 'EC2'")),
        (
            "t.yaml",
            template,
            ("Driver: ''", 9),
            "awslogs",
            template.replace("Driver: ''", "Driver: 'awslogs'"),
        ),
        (
            "main.tf",
            terraform,
            ("mode = \"", 8),
            "awsvpc",
            terraform.replace("mode = \"", "mode = \"awsvpc"),
        ),
        ("main.tf", terraform, ("[\"\"", 2), "FARGATE", terraform.replace("[\"\"", "[\"FARGATE\"")),
        (
            "main.tf",
            terraform,
            ("Driver = \"", 10),
            "awslogs",
            terraform.replace("Driver = \"", "Driver = \"awslogs"),
        ),
    ] {
        let (words, made) = completed(&mut client, &folder.uri(name), text, word, choice);
        assert!(words.iter().any(|it| it == choice), "{name} at {word:?}: {words:?}");
        assert_eq!(made, expected, "{name} at {word:?}");
    }
    let (words, _) = completed(&mut client, &folder.uri("a.json"), json, ("ä𝄞", 0), "");
    assert_eq!(words, [] as [&str; 0]);
    assert_eq!(client.leave(), 0);
}

/// Options as a person types them: with and without quotes, where what is typed is no valid text yet.
#[test]
fn options_as_they_are_typed() {
    let folder = Folder::new("options", &[]);
    let mut client = Client::with_encoding(&folder.0, "utf-16");
    let json = "{ \"family\": \"ä𝄞\", \"containerDefinitions\": [ { \"image\": \"𝄞\",\t\"logConfiguration\": { \"logDriver\": \"awslogs\", \"options\": { ¶ } } } ] }\r\n";
    let yaml = "family: 'ä𝄞'\r\ncontainerDefinitions:\r\n  - image: x\r\n    logConfiguration:\r\n      logDriver: awslogs\r\n      options:\r\n        awslogs-group: '𝄞'\r\n        ¶\r\n";
    let template = "Resources:\n  Web:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - Image: '𝄞'\n          LogConfiguration:\n            LogDriver: awslogs\n            Options:\n              ¶\n";
    let terraform = "resource \"aws_ecs_task_definition\" \"x\" {\n  family = \"𝄞\"\n  container_definitions = jsonencode([{\n    image = \"𝄞\"\n    logConfiguration = {\n      logDriver = \"awslogs\"\n      options = {\n        awslogs-group = \"𝄞\"\n        ¶\n      }\n    }\n  }])\n}\n";
    let items = "requiresCompatibilities:\r\n  - ¶\r\ncontainerDefinitions:\r\n  - {name: '𝄞', image: x}\r\n";
    for (name, text, typed, choice, expected) in [
        ("a.json", json, "", "mode", "\"mode\""),
        ("a.json", json, "\"aws‸\"", "awslogs-stream-prefix", "\"awslogs-stream-prefix\""),
        ("a.json", json, "\"mode\": \"‸\"", "non-blocking", "\"mode\": \"non-blocking\""),
        ("a.yaml", yaml, "", "max-buffer-size", "max-buffer-size"),
        ("a.yaml", yaml, "aws", "awslogs-region", "awslogs-region"),
        ("a.yaml", yaml, "mode: ", "blocking", "mode: blocking"),
        ("b.yaml", items, "", "EC2", "EC2"),
        ("b.yaml", items, "FAR", "FARGATE", "FARGATE"),
        ("a.yaml", yaml, "awslogs-create-group: ", "true", "awslogs-create-group: \"true\""),
        ("t.yaml", template, "", "awslogs-group", "awslogs-group"),
        ("t.yaml", template, "awslogs-m", "awslogs-multiline-pattern", "awslogs-multiline-pattern"),
        ("t.yaml", template, "mode: n", "non-blocking", "mode: non-blocking"),
        ("main.tf", terraform, "", "awslogs-region", "\"awslogs-region\""),
        ("main.tf", terraform, "aws", "awslogs-create-group", "\"awslogs-create-group\""),
        ("main.tf", terraform, "mode = ", "non-blocking", "mode = \"non-blocking\""),
        (
            "main.tf",
            terraform,
            "awslogs-create-group = \"‸\"",
            "true",
            "awslogs-create-group = \"true\"",
        ),
    ] {
        // ¶ is what is typed, and ‸ the place in it; its end if there is none.
        let at = text.find('¶').expect("a place") + typed.find('‸').unwrap_or(typed.len());
        let own = text.replace('¶', &typed.replace('‸', ""));
        let (words, made) = completed(&mut client, &folder.uri(name), &own, (&own, at), choice);
        assert!(words.iter().any(|it| it == choice), "{name}: {typed}: {words:?}");
        assert_eq!(made, text.replace('¶', expected), "{name}: {typed}");
        // What is there already is not offered again.
        let is_set = words.iter().any(|it| it == "awslogs-group");
        assert!(!is_set || !own.contains("awslogs-group"), "{name}: {typed}: {words:?}");
    }
    // The options of other drivers are not listed.
    let other = json.replace("awslogs", "splunk").replace('¶', "\"\"");
    let at = other.find("{ \"\"").expect("a place") + 3;
    let (words, _) = completed(&mut client, &folder.uri("a.json"), &other, (&other, at), "");
    assert_eq!(words, [] as [&str; 0]);
    assert_eq!(client.leave(), 0);
}

#[test]
fn our_comments_and_our_configuration() {
    let folder = Folder::new("own-words", &[]);
    let mut client = Client::with_encoding(&folder.0, "utf-16");
    for (name, text, choice, expected) in [
        ("a.yaml", "# 𝄞 needs-exec-role: ig", "ignore[", "# 𝄞 needs-exec-role: ignore["),
        (
            "a.yaml",
            "# needs-exec-role: ignore[ex",
            "execution-role-missing",
            "# needs-exec-role: ignore[execution-role-missing",
        ),
        (
            "a.tf",
            "// needs-exec-role: ignore-file[comment, syn",
            "syntax",
            "// needs-exec-role: ignore-file[comment, syntax",
        ),
        (".needs-exec-role.yaml", "reg", "region", "region: "),
        (".needs-exec-role.yaml", "launch-types: [f", "fargate", "launch-types: [fargate"),
        (".needs-exec-role.yaml", "severity:\n  unkn", "unknown-key", "severity:\n  unknown-key"),
        (
            ".needs-exec-role.yaml",
            "severity:\n  unknown-key: w",
            "warning",
            "severity:\n  unknown-key: warning",
        ),
        (
            ".needs-exec-role.yaml",
            "exceptions:\n  - code: syn",
            "syntax",
            "exceptions:\n  - code: syntax",
        ),
        (
            ".needs-exec-role.yaml",
            "exceptions:\n  - code: 𝄞\n    rea",
            "reason",
            "exceptions:\n  - code: 𝄞\n    reason: ",
        ),
        (".needs-exec-role.yaml", "roles:\n  - ", "boundary", "roles:\n  - boundary: "),
        (
            ".needs-exec-role.yaml",
            "assume: [pull",
            "pull-through-cache",
            "assume: [pull-through-cache=",
        ),
        (
            ".needs-exec-role.yaml",
            "assume:\n  ",
            "instance-role-pulls",
            "assume:\n  instance-role-pulls: ",
        ),
    ] {
        let (words, made) =
            completed(&mut client, &folder.uri(name), text, (text, text.len()), choice);
        assert!(words.iter().any(|it| it == choice), "{text}: {words:?}");
        assert_eq!(made, expected, "{text}");
    }
    // Names of parameters are free.
    let text = "parameters:\n  - values:\n      A";
    let uri = folder.uri(".needs-exec-role.yaml");
    let (words, _) = completed(&mut client, &uri, text, (text, text.len()), "");
    assert_eq!(words, [] as [&str; 0]);
    assert_eq!(client.leave(), 0);
}

#[test]
fn what_is_wrong_with_the_configuration() {
    let folder = Folder::new("own-faults", &[]);
    let uri = folder.uri(".needs-exec-role.yaml");
    let mut client = Client::with_encoding(&folder.0, "utf-16");
    let text = "# 𝄞\r\nregion: eu-west-1\r\nexlude: [x]\r\nseverity: {a: b}\r\n";
    client.open(&uri, text);
    let found = client.diagnostics(&uri, Some(1));
    assert_eq!(codes(&found), ["configuration"; 2], "{found:#?}");
    assert_eq!(slice(text, &found[0]["range"], "utf-16"), "exlude");
    client.replace(&uri, 2, "region: eu-west-1\n");
    assert_eq!(client.diagnostics(&uri, Some(2)), [] as [Value; 0]);
    assert_eq!(client.leave(), 0);
}
