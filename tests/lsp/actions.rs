//! Fixes, exceptions and commands.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use crate::client::{Client, ENCODINGS, Folder, codes, offset, place};
use serde_json::{Value, json};

const IMAGE: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1";

/// A client that takes versions and new files.
fn client(folder: &Folder, encoding: &str) -> Client {
    let edits = json!({ "documentChanges": true, "resourceOperations": ["create"] });
    let capabilities = json!({
        "general": { "positionEncodings": [encoding] },
        "workspace": { "workspaceEdit": edits },
    });
    Client::start(&folder.0, capabilities)
}

/// The actions at the first place of a word.
fn actions(client: &mut Client, uri: &str, text: &str, word: &str, encoding: &str) -> Vec<Value> {
    let at = text.find(word).expect("it is there");
    let range = json!({ "start": place(text, at, encoding), "end": place(text, at, encoding) });
    let parameters =
        json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
    let answer = client.request("textDocument/codeAction", parameters).expect("a result");
    answer.as_array().expect("an array").clone()
}

/// The action whose title begins so.
fn titled<'a>(actions: &'a [Value], start: &str) -> &'a Value {
    let title = |it: &&Value| it["title"].as_str().expect("a title").starts_with(start);
    actions.iter().find(title).unwrap_or_else(|| panic!("{start}: {actions:#?}"))
}

/// The text that an edit makes.
fn applied(text: &str, edits: &Value, encoding: &str) -> String {
    let edits = edits.as_array().expect("an array").iter();
    let mut edits: Vec<_> = edits
        .map(|it| {
            let at = |key| offset(text, &it["range"][key], encoding);
            (at("start"), at("end"), it["newText"].as_str().expect("a text"))
        })
        .collect();
    edits.sort_unstable();
    let mut made = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        made.replace_range(start..end, new);
    }
    made
}

#[test]
fn a_fix_makes_the_right_text_in_every_encoding() {
    let folder = Folder::new("fix", &[]);
    let json = "{ \"family\": \"ä€𝄞\", \"containerDefinitions\": [ { \"name\": \"ü\",\t\"image\": \"nginx\", } ] }\r\n";
    let keys = "family: 'ä€𝄞'\r\ncontainerDefinitions:\r\n  - {\"name\": \"ü𝄞\", \"imge\": nginx, image: nginx}\r\n";
    for encoding in ENCODINGS {
        let mut client = client(&folder, encoding);
        for (name, text, code, title, expected) in [
            ("web.json", json, "trailing-comma", "Remove the comma", json.replace(", }", " }")),
            (
                "web.yaml",
                &keys.replace("imge", "memoryreservation"),
                "unknown-key",
                "Rename it",
                keys.replace("imge", "memoryReservation"),
            ),
        ] {
            let uri = folder.uri(name);
            client.open(&uri, text);
            let found = client.diagnostics(&uri, Some(1));
            let found = found
                .iter()
                .find(|it| it["code"] == code)
                .unwrap_or_else(|| panic!("{found:#?}"))
                .clone();
            let word = &text[offset(text, &found["range"]["start"], encoding)..];
            let all = actions(&mut client, &uri, text, word, encoding);
            let fix = titled(&all, title);
            // What needs a review is none that an editor applies by itself.
            assert_eq!(fix["isPreferred"], code == "trailing-comma", "{fix:#}");
            assert_eq!(fix["kind"], "quickfix");
            assert_eq!(fix["diagnostics"][0]["code"], code);
            let change = &fix["edit"]["documentChanges"][0];
            assert_eq!(change["textDocument"], json!({ "uri": uri, "version": 1 }));
            assert_eq!(applied(text, &change["edits"], encoding), expected, "{encoding}");
        }
        assert_eq!(client.leave(), 0);
    }
}

#[test]
fn a_role_in_the_style_of_the_template() {
    let folder = Folder::new("role", &[]);
    let uri = folder.uri("template.yaml");
    let text = format!(
        "Resources:\n  # ä𝄞\n  Web:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      RequiresCompatibilities: [FARGATE]\n      ContainerDefinitions:\n        - {{Name: '𝄞', Image: {IMAGE}}}\n"
    );
    let mut client = client(&folder, "utf-16");
    client.open(&uri, &text);
    assert_eq!(codes(&client.diagnostics(&uri, Some(1))), ["execution-role-missing"]);
    let all = actions(&mut client, &uri, &text, IMAGE, "utf-16");
    let fix = titled(&all, "Create the role");
    assert_eq!(fix["isPreferred"], false);
    let fixed = applied(&text, &fix["edit"]["documentChanges"][0]["edits"], "utf-16");
    assert!(fixed.contains("ExecutionRoleArn: !GetAtt"), "{fixed}");
    client.replace(&uri, 2, &fixed);
    assert_eq!(client.diagnostics(&uri, Some(2)), [] as [Value; 0]);
    // Elsewhere there is nothing to do, and beyond the text there is no place.
    assert_eq!(actions(&mut client, &uri, &text, "Resources", "utf-16"), [] as [Value; 0]);
    let far = json!({ "line": 999, "character": 0 });
    let parameters =
        json!({ "textDocument": { "uri": uri }, "range": { "start": far, "end": far } });
    let refused = client.request("textDocument/codeAction", parameters).expect_err("no place");
    assert_eq!(refused["code"], -32602);
    assert_eq!(client.leave(), 0);
}

#[test]
fn everything_that_needs_no_review_at_once() {
    let folder = Folder::new("all", &[]);
    let uri = folder.uri("web.json");
    let text = "{ \"family\": \"𝄞\", \"containerDefinitions\": [ { \"name\": \"a\", \"image\": \"nginx\", }, ] }";
    // Without versions: the plain form of an edit.
    let mut client = Client::with_encoding(&folder.0, "utf-16");
    client.open(&uri, text);
    let start = json!({ "line": 0, "character": 0 });
    for (only, expected) in [("source.fixAll", 1), ("source", 1), ("refactor", 0)] {
        let parameters = json!({
            "textDocument": { "uri": uri },
            "range": { "start": start, "end": start },
            "context": { "diagnostics": [], "only": [only] },
        });
        let all = client.request("textDocument/codeAction", parameters).expect("a result");
        let all = all.as_array().expect("an array");
        assert_eq!(all.len(), expected, "{only}: {all:#?}");
        for action in all {
            assert_eq!(action["kind"], "source.fixAll.needs-exec-role");
            let fixed = applied(text, &action["edit"]["changes"][&uri], "utf-16");
            assert_eq!(fixed, text.replace("\", }", "\" }").replace("}, ]", "} ]"));
        }
    }
    assert_eq!(client.leave(), 0);
}

#[test]
fn what_may_stay() {
    let folder = Folder::new("stay", &[]);
    let mut client = client(&folder, "utf-8");
    let yaml = format!(
        "requiresCompatibilities: [FARGATE]\r\ncontainerDefinitions:\r\n  - name: '𝄞'\r\n    image: {IMAGE}\r\n"
    );
    let uri = folder.uri("a/web.yaml");
    client.open(&uri, &yaml);
    client.diagnostics(&uri, Some(1));
    let all = actions(&mut client, &uri, &yaml, IMAGE, "utf-8");
    let stay = titled(&all, "Ignore execution-role-missing here");
    assert_ne!(stay["isPreferred"], true);
    let commented = applied(&yaml, &stay["edit"]["documentChanges"][0]["edits"], "utf-8");
    client.replace(&uri, 2, &commented);
    assert_eq!(client.diagnostics(&uri, Some(2)), [] as [Value; 0], "{commented}");
    // JSON takes no comments: the configuration says it, in a new file or in the one that there is.
    let text = format!(
        "{{\"requiresCompatibilities\": [\"FARGATE\"], \"containerDefinitions\": [{{\"image\": \"{IMAGE}\"}}]}}"
    );
    let uri = folder.uri("a/web.json");
    client.open(&uri, &text);
    client.diagnostics(&uri, Some(1));
    let all = actions(&mut client, &uri, &text, IMAGE, "utf-8");
    let changes =
        &titled(&all, "Ignore execution-role-missing in this file")["edit"]["documentChanges"];
    let file = folder.uri(".needs-exec-role.yaml");
    assert_eq!((&changes[0]["kind"], &changes[0]["uri"]), (&json!("create"), &json!(file)));
    let configuration = applied("", &changes[1]["edits"], "utf-8");
    assert!(configuration.contains("path: \"/a/web.json\""), "{configuration}");
    folder.write(".needs-exec-role.yaml", &configuration);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    assert_eq!(client.diagnostics(&uri, Some(1)), [] as [Value; 0]);
    folder.write(".needs-exec-role.yaml", "# ü\nregion: eu-west-1\n");
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    client.diagnostics(&uri, Some(1));
    let all = actions(&mut client, &uri, &text, IMAGE, "utf-8");
    let changes =
        &titled(&all, "Ignore execution-role-missing in this file")["edit"]["documentChanges"];
    assert_eq!(changes[0]["textDocument"], json!({ "uri": file, "version": null }));
    let configuration = applied("# ü\nregion: eu-west-1\n", &changes[0]["edits"], "utf-8");
    assert!(configuration.starts_with("# ü\nregion: eu-west-1\nexceptions:\n"), "{configuration}");
    assert_eq!(client.leave(), 0);
}

/// Several findings of one code at one place are ignored by one comment: it is offered once.
#[test]
fn one_action_for_several_findings() {
    let folder = Folder::new("several", &[]);
    let uri = folder.uri("main.tf");
    let text = format!(
        "resource \"aws_iam_role\" \"exec\" {{\n  assume_role_policy = jsonencode({{ Statement = [{{ Effect = \"Allow\", Principal = {{ Service = \"ecs-tasks.amazonaws.com\" }}, Action = \"sts:AssumeRole\" }}] }})\n}}\nresource \"aws_ecs_task_definition\" \"x\" {{\n  family = \"𝄞\"\n  requires_compatibilities = [\"FARGATE\"]\n  execution_role_arn = aws_iam_role.exec.arn\n  container_definitions = jsonencode([{{ name = \"𝄞\", image = \"{IMAGE}\" }}])\n}}\n"
    );
    for encoding in ENCODINGS {
        let mut client = client(&folder, encoding);
        client.open(&uri, &text);
        let found = client.diagnostics(&uri, Some(1));
        let missing = found.iter().filter(|it| it["code"] == "permission-missing").count();
        assert!(missing > 2, "{found:#?}");
        let all = actions(&mut client, &uri, &text, IMAGE, encoding);
        let ignoring =
            all.iter().filter(|it| it["title"] == "Ignore permission-missing here, with a reason");
        let ignoring: Vec<_> = ignoring.collect();
        assert_eq!(ignoring.len(), 1, "{all:#?}");
        assert_eq!(ignoring[0]["diagnostics"].as_array().map(Vec::len), Some(missing));
        let edits = &ignoring[0]["edit"]["documentChanges"][0]["edits"];
        client.replace(&uri, 2, &applied(&text, edits, encoding));
        assert_eq!(client.diagnostics(&uri, Some(2)), [] as [Value; 0]);
        assert_eq!(client.leave(), 0);
    }
}

#[test]
fn commands_return_texts() {
    let folder = Folder::new("commands", &[]);
    let uri = folder.uri("web.yaml");
    let mut client = Client::start(&folder.0, json!({}));
    client.open(
        &uri,
        &format!(
            "containerDefinitions: [{{image: {IMAGE}}}]\nrequiresCompatibilities: [FARGATE]\n"
        ),
    );
    let mut run = |command: &str, arguments: Value| {
        let parameters = json!({ "command": command, "arguments": arguments });
        client.request("workspace/executeCommand", parameters)
    };
    let policy = run("needs-exec-role.policy", json!([uri])).expect("a text");
    assert!(policy.as_str().expect("a text").contains("ecr:BatchGetImage"), "{policy}");
    let policy = run("needs-exec-role.policy", json!([uri, "terraform"])).expect("a text");
    assert!(policy.as_str().expect("a text").contains("aws_iam"), "{policy}");
    let role = run("needs-exec-role.role", json!([uri])).expect("a text");
    assert!(role.as_str().expect("a text").contains("sts:AssumeRole"), "{role}");
    let message = "CannotPullContainerError: pull image manifest has been retried 5 time(s)";
    for (text, part) in [("ecr-private-image", "ecr:BatchGetImage"), (message, "image")] {
        let page = run("needs-exec-role.explain", json!([text])).expect("a text");
        assert!(page.as_str().expect("a text").contains(part), "{page}");
    }
    for (command, arguments, code) in [
        ("needs-exec-role.policy", json!([]), -32602),
        ("needs-exec-role.policy", json!(["file:///gone"]), -32602),
        ("needs-exec-role.policy", json!([uri, "x"]), -32602),
        ("needs-exec-role.explain", json!(["no-such-code"]), -32803),
        ("other", json!([uri]), -32602),
    ] {
        assert_eq!(run(command, arguments).expect_err("an error")["code"], code, "{command}");
    }
    assert_eq!(client.leave(), 0);
}
