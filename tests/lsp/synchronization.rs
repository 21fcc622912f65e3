//! Texts as the client changes them, and the diagnostics that follow.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use crate::client::{Client, ENCODINGS, Folder, codes, framed, place, slice};
use serde_json::{Value, json};

/// Texts with what is counted differently before what is found on the same line: characters of one to four bytes, tabs,
/// and every end of a line.
const TEXTS: [(&str, &str); 4] = [
    (
        "web.json",
        "{\r\n\t\"requiresCompatibilities\": [\"FARGATE\"],\r\n\t\"containerDefinitions\": [ { \"name\": \"ä€𝄞\", \"image\": \"111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1\" } ]\r\n}\r\n",
    ),
    (
        "web.yaml",
        "# ü𝄞\r\nrequiresCompatibilities: [FARGATE]\r\ncontainerDefinitions:\r\n  - {name: \"ä€𝄞\", image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1'}\r\n",
    ),
    (
        "template.yaml",
        "Resources:\n  Web:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      RequiresCompatibilities: [FARGATE]\n      ContainerDefinitions:\n        - {Name: \"ä€𝄞\", Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1'}\n",
    ),
    (
        "main.tf",
        "resource \"aws_ecs_task_definition\" \"web\" {\n  family                   = \"web\"\n  requires_compatibilities = [\"FARGATE\"]\n  container_definitions    = jsonencode([{ name = \"ä€𝄞\", image = \"111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1\" }])\n}\n",
    ),
];

#[test]
fn places_in_every_format_and_encoding() {
    let folder = Folder::new("places", &[]);
    for encoding in ENCODINGS {
        let mut client = Client::with_encoding(&folder.0, encoding);
        for (name, text) in TEXTS {
            let uri = folder.uri(name);
            client.open(&uri, text);
            let found = client.diagnostics(&uri, Some(1));
            assert_eq!(codes(&found), ["execution-role-missing"], "{name}");
            let image = slice(text, &found[0]["range"], encoding);
            let image = image.trim_matches(['"', '\'']);
            assert_eq!(image, "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1", "{name}");
            assert_eq!(found[0]["severity"], 1);
            client.close(&uri);
            assert_eq!(client.diagnostics(&uri, None), [] as [Value; 0], "{name} is withdrawn");
        }
        assert_eq!(client.leave(), 0);
    }
}

#[test]
fn changes_in_every_encoding() {
    let folder = Folder::new("changes", &[]);
    for encoding in ENCODINGS {
        for (name, text) in TEXTS {
            let mut client = Client::with_encoding(&folder.0, encoding);
            let uri = folder.uri(name);
            client.open(&uri, text);
            client.diagnostics(&uri, Some(1));
            // Several changes of one notification, each in the text that the ones before it made.
            let mut own = text.to_owned();
            let mut changes = Vec::new();
            for (old, new) in [
                ("111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1", "nginx"),
                ("𝄞", "𝄞€x𝄞"),
                ("ä", ""),
                ("€", "ü ü"),
            ] {
                let at = own.find(old).expect("it is there");
                let (start, end) =
                    (place(&own, at, encoding), place(&own, at + old.len(), encoding));
                changes.push(json!({ "range": { "start": start, "end": end }, "text": new }));
                own.replace_range(at..at + old.len(), new);
            }
            client.change(&uri, 2, json!(changes));
            assert_eq!(codes(&client.diagnostics(&uri, Some(2))), [] as [&str; 0], "{name}");
            // Back: the place of what is found shows that both have the same text.
            let at = own.find("nginx").expect("it is there");
            let (start, end) = (place(&own, at, encoding), place(&own, at + 5, encoding));
            let image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/ü:1".replace('ü', "web");
            client.change(
                &uri,
                3,
                json!([{ "range": { "start": start, "end": end }, "text": image }]),
            );
            own.replace_range(at..at + 5, &image);
            let found = client.diagnostics(&uri, Some(3));
            assert_eq!(codes(&found), ["execution-role-missing"], "{name}");
            let found =
                slice(&own, &found[0]["range"], encoding).trim_matches(['"', '\'']).to_owned();
            assert_eq!(found, image, "{name} in {encoding}");
            assert_eq!(client.leave(), 0);
        }
    }
}

#[test]
fn changes_beyond_the_text_are_at_its_end() {
    let folder = Folder::new("beyond", &[]);
    let uri = folder.uri("web.yaml");
    let mut client = Client::start(&folder.0, json!({}));
    client.open(&uri, "requiresCompatibilities: [FARGATE]\n");
    let far = json!({ "line": 4_000_000_000_u32, "character": 4_000_000_000_u32 });
    let image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1";
    let text = format!("containerDefinitions: [{{name: app, image: '{image}'}}]\n");
    client.change(&uri, 2, json!([{ "range": { "start": far, "end": far }, "text": text }]));
    assert_eq!(codes(&client.diagnostics(&uri, Some(2))), ["execution-role-missing"]);
    // A range that ends before it begins is empty.
    let (start, end) = (json!({ "line": 1, "character": 0 }), json!({ "line": 0, "character": 0 }));
    client.change(&uri, 3, json!([{ "range": { "start": start, "end": end }, "text": "# x\n" }]));
    let found = client.diagnostics(&uri, Some(3));
    assert_eq!(found[0]["range"]["start"]["line"], 2);
    assert_eq!(client.leave(), 0);
}

#[test]
fn after_a_syntax_error_what_can_be_judged_is_judged() {
    let folder = Folder::new("broken", &[]);
    let text = &TEXTS[0].1.replace("\"name\"", "\"nme\"");
    let uri = folder.uri("web.json");
    let mut client = Client::with_encoding(&folder.0, "utf-16");
    client.open(&uri, text);
    let whole = ["unknown-key", "execution-role-missing"];
    assert_eq!(codes(&client.diagnostics(&uri, Some(1))), whole);
    let broken = text
        .replace("\"containerDefinitions\"", "\"family\": \"a\" \"b\", \"containerDefinitions\"");
    client.replace(&uri, 2, &broken);
    let found = client.diagnostics(&uri, Some(2));
    assert!(codes(&found).contains(&"syntax"), "{found:#?}");
    assert!(codes(&found).contains(&"unknown-key"), "{found:#?}");
    // What was found before is not left where the text has nothing any more.
    client.replace(&uri, 3, "{");
    let found = client.diagnostics(&uri, Some(3));
    assert!(!codes(&found).contains(&"unknown-key"), "{found:#?}");
    client.replace(&uri, 4, text);
    assert_eq!(codes(&client.diagnostics(&uri, Some(4))), whole);
    assert_eq!(client.leave(), 0);
}

#[test]
fn a_burst_of_changes_is_answered_for_the_last() {
    let folder = Folder::new("burst", &[]);
    let (_, text) = TEXTS[0];
    let uri = folder.uri("web.json");
    let mut client = Client::with_encoding(&folder.0, "utf-16");
    client.open(&uri, text);
    let public = text.replace("111122223333.dkr.ecr.eu-west-1.amazonaws.com/", "");
    let burst: String = (2..=1_001_usize)
        .map(|version| {
            let text = if version == 1_001 { &public } else { text };
            let changes = json!([{ "text": format!("{text}{}", " ".repeat(version % 7)) }]);
            let document = json!({ "uri": uri, "version": version });
            let parameters = json!({ "textDocument": document, "contentChanges": changes });
            let method = "textDocument/didChange";
            framed(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }))
        })
        .collect();
    client.send_bytes(burst.as_bytes());
    assert_eq!(client.diagnostics(&uri, Some(1_001)), [] as [Value; 0]);
    let versions = client
        .settled()
        .iter()
        .filter(|it| it["method"] == "textDocument/publishDiagnostics")
        .count();
    assert!(versions < 500, "{versions} answers");
    assert_eq!(client.leave(), 0);
}

#[test]
fn silent_on_what_is_not_ours() {
    let folder = Folder::new("silent", &[]);
    let mut client = Client::with_encoding(&folder.0, "utf-16");
    let large = format!("[{}1]", "1, ".repeat(1 << 20));
    for (name, text) in [
        ("package.json", "{ \"name\": \"x\", \"scripts\": { \"a\": 1, } }"),
        ("values.yaml", "replicas: 3\n"),
        ("broken.json", "{ \"a\": "),
        ("notes.md", "# containers"),
        ("empty.json", ""),
        ("large.json", &large),
        ("main.tf", "locals {\n  x = 1\n}\n"),
    ] {
        client.open(&folder.uri(name), text);
    }
    client.open("git:/x/web.json?y", TEXTS[0].1);
    for message in client.settled() {
        if message["method"] == "textDocument/publishDiagnostics" {
            let (uri, found) = (&message["params"]["uri"], &message["params"]["diagnostics"]);
            assert!(
                *found == json!([]) || uri.as_str() == Some("git:/x/web.json?y"),
                "{message:#}"
            );
        }
    }
    assert_eq!(client.leave(), 0);
}

#[test]
fn a_text_that_is_not_saved_yet() {
    let folder = Folder::new("untitled", &[]);
    let mut client = Client::with_encoding(&folder.0, "utf-8");
    for (_, text) in TEXTS {
        let uri = "untitled:Untitled-1";
        client.open(uri, text);
        assert_eq!(codes(&client.diagnostics(uri, Some(1))), ["execution-role-missing"], "{text}");
        client.close(uri);
        assert_eq!(client.diagnostics(uri, None), [] as [Value; 0]);
    }
    // A byte order mark is a part of the client's text.
    let (name, text) = TEXTS[0];
    let marked = format!("\u{FEFF}{text}").replace("\r\n", " ");
    client.open(&folder.uri(name), &marked);
    let found = client.diagnostics(&folder.uri(name), Some(1));
    assert_eq!(codes(&found), ["execution-role-missing"]);
    let image = slice(&marked, &found[0]["range"], "utf-8");
    assert!(image.contains(".dkr.ecr."), "{image}");
    assert_eq!(client.leave(), 0);
}

/// The version is a number, but some clients send null, or none.
#[test]
fn a_change_without_a_version() {
    let folder = Folder::new("no-version", &[]);
    let uri = folder.uri("web.yaml");
    let (_, text) = TEXTS[1];
    let mut client = Client::with_encoding(&folder.0, "utf-16");
    client.open(&uri, text);
    client.diagnostics(&uri, Some(1));
    for (document, changed, expected) in [
        (json!({ "uri": uri, "version": null }), text.replace("[FARGATE]", "[EC2]"), 0),
        (json!({ "uri": uri }), text.to_owned(), 1),
    ] {
        let parameters =
            json!({ "textDocument": document, "contentChanges": [{ "text": changed }] });
        client.notify("textDocument/didChange", parameters);
        // The version is the last one that is known.
        let found = client.diagnostics(&uri, Some(1));
        assert_eq!(found.len(), expected, "{document}: {found:#?}");
    }
    client.replace(&uri, 7, &text.replace("[FARGATE]", "[EC2]"));
    assert_eq!(client.diagnostics(&uri, Some(7)), [] as [Value; 0]);
    assert_eq!(client.leave(), 0);
}
