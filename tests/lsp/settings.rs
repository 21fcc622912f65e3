//! What the client sets: which keys count, before what, and what is said of those that are wrong.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use crate::client::{Client, Folder, codes, repository};
use serde_json::json;
use std::fs;

const IMAGE: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1";

fn task() -> String {
    format!(
        "requiresCompatibilities: [FARGATE]\ncontainerDefinitions:\n  - {{name: app, image: '{IMAGE}'}}\n"
    )
}

/// A client that has been asked for its settings: the finding is a warning, and a note once these say so.
fn warns_then_notes(mut client: Client, uri: &str) {
    client.open(uri, &task());
    assert_eq!(client.diagnostics(uri, Some(1))[0]["severity"], 2);
    client.settings = json!({ "severity": { "execution-role-missing": "note" } });
    client.notify("workspace/didChangeConfiguration", json!({}));
    client.wait(|it| it["method"] == "workspace/configuration");
    assert_eq!(client.diagnostics(uri, Some(1))[0]["severity"], 3);
    assert_eq!(client.leave(), 0);
}

#[test]
fn settings_of_the_client() {
    let folder = Folder::new("settings", &[]);
    let uri = folder.uri("web.yaml");
    let severity = |it: &str| json!({ "severity": { "execution-role-missing": it } });
    // As options at the start, and pushed.
    let options = severity("warning");
    let mut client = Client::start_with(&folder.0, json!({}), options, &[]);
    client.open(&uri, &task());
    assert_eq!(client.diagnostics(&uri, Some(1))[0]["severity"], 2);
    let pushed = json!({ "settings": { "needs-exec-role": severity("note") } });
    client.notify("workspace/didChangeConfiguration", pushed);
    assert_eq!(client.diagnostics(&uri, Some(1))[0]["severity"], 3);
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "severity": 1 } }));
    client.wait(|it| it["method"] == "window/showMessage");
    assert_eq!(client.leave(), 0);
    // Asked for.
    let asks = json!({ "workspace": { "configuration": true } });
    let mut client = Client::spawn(&folder.0, &[]);
    client.settings = severity("warning");
    client.request("initialize", json!({ "capabilities": asks })).expect("a result");
    client.notify("initialized", json!({}));
    client.wait(|it| it["method"] == "workspace/configuration");
    warns_then_notes(client, &uri);
}

#[test]
fn what_is_wrong_with_a_setting_leaves_the_others() {
    let folder = Folder::new("wrong-settings", &[]);
    let uri = folder.uri("web.yaml");
    let options = json!({
        "severity": { "execution-role-missing": "warning", "syntax-error": "note" },
        "lunch-types": ["ec2"],
        "region": 1,
        "config": "gone.yaml",
        "roles": [{ "files": ["gone.json"] }],
        "account": null,
    });
    let mut client = Client::start_with(&folder.0, json!({}), options.clone(), &[]);
    client.open(&uri, &task());
    assert_eq!(client.diagnostics(&uri, Some(1))[0]["severity"], 2);
    // Each is said once, whatever is read anew.
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    let messages = |client: &mut Client| {
        let all = client.settled().into_iter().filter(|it| it["method"] == "window/showMessage");
        let texts = all.map(|it| it["params"]["message"].as_str().expect("a text").to_owned());
        let mut texts: Vec<String> = texts.collect();
        texts.sort_unstable();
        texts
    };
    let said = messages(&mut client);
    let expected = [
        "`config`: gone.yaml: no such file",
        "`lunch-types` is not a key of a configuration; expected one of `launch-types`, ",
        "`region`: expected a string, found a number; put it in quotes",
        "`roles[0].files[0]`: gone.json: no such file or directory",
        "`severity`: `syntax-error` is not the code of a finding or of a problem with a file",
    ];
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for (said, expected) in said.iter().zip(expected) {
        let said = said.strip_prefix("the settings of the editor: ").expect("whose it is");
        assert!(said.starts_with(expected), "{said}");
        assert_eq!(said.lines().count(), 1);
    }
    assert!(said[1].ends_with("; did you mean `launch-types`?"), "{}", said[1]);
    // What is mended and wrong again is said again.
    for (settings, expected) in [(json!({}), 0), (options, 5), (json!([]), 1)] {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        assert_eq!(messages(&mut client).len(), expected, "{settings}");
    }
    assert_eq!(client.leave(), 0);
}

#[test]
fn every_setting_of_the_client_counts_before_the_configuration() {
    let policy =
        json!({ "Statement": [{ "Effect": "Allow", "Action": "ecr:*", "Resource": "*" }] });
    let rule = repository().join("fixtures/own-rules/every-resource/rules/mirror.yaml");
    let rule = fs::read_to_string(rule).expect("a rule");
    let folder = Folder::new(
        "own-settings",
        &[
            (
                ".needs-exec-role.yaml",
                "severity: { execution-role-missing: note }\nparameters: [{ values: { IMAGE: nginx } }]\nregion: us-east-1\n",
            ),
            ("iam/role.json", &policy.to_string()),
            ("values.json", &json!({ "IMAGE": IMAGE }).to_string()),
            ("b/values.json", &json!({ "IMAGE": "nginx" }).to_string()),
            ("rules/mirror.yaml", &rule),
        ],
    );
    let task = task().replace(IMAGE, "${IMAGE}");
    let role_set = task.replace("containerDef", "executionRoleArn: exec\ncontainerDef");
    let mirror = task.replace("{name", "{dockerLabels: {mirror: 'yes'}, name");
    let uri = folder.uri("a/web.yaml");
    let pulls = json!({ "textDocument": { "diagnostic": { "relatedDocumentSupport": true } } });
    for (name, options, text, expected) in [
        ("nothing", json!({}), &task, vec![]),
        ("values", json!({ "parameters": [{ "values": { "IMAGE": IMAGE } }] }), &task, vec![3]),
        ("files", json!({ "parameters": { "files": "values.json" } }), &task, vec![3]),
        (
            "severity",
            json!({ "parameters": { "files": "values.json" }, "severity": { "execution-role-missing": "error" } }),
            &task,
            vec![1],
        ),
        (
            "paths",
            json!({ "parameters": { "paths": "b/", "files": "values.json" } }),
            &task,
            vec![],
        ),
        (
            "exclude",
            json!({ "parameters": { "files": "values.json" }, "exclude": ["/a/"] }),
            &task,
            vec![],
        ),
        (
            "exceptions",
            json!({ "parameters": { "files": "values.json" }, "exceptions": { "path": "/a/", "reason": "x" } }),
            &task,
            vec![],
        ),
        (
            "roles",
            json!({ "parameters": { "files": "values.json" }, "roles": { "files": "iam/role.json" } }),
            &role_set,
            // It has no trust policy.
            vec![2],
        ),
        ("rules", json!({ "rules": "rules" }), &mirror, vec![3]),
    ] {
        let mut client = Client::start_with(&folder.0, pulls.clone(), options, &[]);
        client.open(&uri, text);
        let found = client.pull(&uri)["items"].clone();
        let found = found.as_array().expect("an array");
        let severities: Vec<_> = found.iter().map(|it| it["severity"].clone()).collect();
        assert_eq!(severities, expected, "{name}: {found:#?}");
        let sent = client.settled();
        let complaint = sent.iter().find(|it| it["method"] == "window/showMessage");
        assert_eq!(complaint, None, "{name}");
        if name == "roles" {
            let parameters = json!({ "textDocument": { "uri": uri }, "position": { "line": 3, "character": 30 } });
            let shown = client.request("textDocument/hover", parameters).expect("a result");
            let shown = shown["contents"]["value"].as_str().expect("a text");
            assert!(shown.contains("ecr:BatchGetImage") && shown.contains(": allowed"), "{shown}");
        }
        assert_eq!(client.leave(), 0);
    }
}

#[test]
fn settings_are_relative_to_the_folder_of_a_file() {
    let values = |image: &str| json!({ "IMAGE": image }).to_string();
    let folder = Folder::new(
        "settings-folders",
        &[("a/v.json", &values("nginx")), ("b/v.json", &values(IMAGE)), ("c/x", "")],
    );
    let task = task().replace(IMAGE, "${IMAGE}");
    let of = |name: &str| json!({ "uri": folder.uri(name), "name": name });
    let mut client = Client::spawn(&folder.0, &[]);
    let parameters = json!({
        "capabilities": {},
        "workspaceFolders": [of("a"), of("b"), of("c")],
        "initializationOptions": { "parameters": { "files": "v.json" }, "exclude": "/c" },
    });
    client.request("initialize", parameters).expect("a result");
    client.notify("initialized", json!({}));
    for (name, expected) in [("a", 0), ("b", 1), ("c", 1)] {
        let uri = folder.uri(&format!("{name}/web.yaml"));
        client.open(&uri, &task);
        let found = client.diagnostics(&uri, Some(1));
        assert_eq!(found.len(), expected, "{name}: {found:#?}");
    }
    let event = json!({ "added": [], "removed": [of("a")] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    let found = client.diagnostics(&folder.uri("a/web.yaml"), Some(1));
    // A file of no folder has what is set in the first.
    assert_eq!(codes(&found), ["execution-role-missing"]);
    assert_eq!(client.leave(), 0);
}

#[test]
fn what_a_client_starts_with_counts_until_it_says_more() {
    let folder = Folder::new("initial-settings", &[]);
    let uri = folder.uri("web.yaml");
    let severity = |it: &str| json!({ "severity": { "execution-role-missing": it } });
    let mut client = Client::spawn(&folder.0, &[]);
    let parameters = json!({
        "capabilities": { "workspace": { "configuration": true } },
        "initializationOptions": severity("warning"),
    });
    client.request("initialize", parameters).expect("a result");
    client.notify("initialized", json!({}));
    // It has no section of that name.
    client.wait(|it| it["method"] == "workspace/configuration");
    warns_then_notes(client, &uri);
}

/// What a configuration names counts as it is open in the editor.
#[test]
fn open_files_that_a_configuration_names() {
    let policy = |effect: &str| {
        let statement = json!({ "Effect": effect, "Action": "ecr:*", "Resource": "*" });
        json!({ "Statement": [statement] }).to_string()
    };
    let folder = Folder::new(
        "named",
        &[
            (".needs-exec-role.yaml", "roles: [{ files: iam/role.json }]\n"),
            ("iam/role.json", &policy("Allow")),
            ("values.json", &json!({ "IMAGE": "nginx" }).to_string()),
        ],
    );
    let text = task().replace(IMAGE, "${IMAGE}");
    let text = text.replace("containerDef", "executionRoleArn: exec\ncontainerDef");
    let pulls = json!({ "textDocument": { "diagnostic": { "relatedDocumentSupport": true } } });
    let options = json!({ "parameters": [{ "files": "values.json" }] });
    let mut client = Client::start_with(&folder.0, pulls, options, &[]);
    let [uri, role, values] = ["web.yaml", "iam/role.json", "values.json"].map(|it| folder.uri(it));
    client.open(&uri, &text);
    let is_denied = |client: &mut Client| {
        let report = client.pull(&uri);
        codes(report["items"].as_array().expect("an array")).contains(&"permission-denied")
    };
    assert!(!is_denied(&mut client));
    client.open(&role, &policy("Deny"));
    assert!(!is_denied(&mut client));
    client.open(&values, &json!({ "IMAGE": IMAGE }).to_string());
    assert!(is_denied(&mut client));
    client.replace(&role, 2, &policy("Allow"));
    assert!(!is_denied(&mut client));
    client.replace(&role, 3, &policy("Deny"));
    assert!(is_denied(&mut client));
    client.close(&role);
    assert!(!is_denied(&mut client));
    assert_eq!(client.leave(), 0);
}
