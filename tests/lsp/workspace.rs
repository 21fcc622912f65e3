//! Files that are judged together, and the settings that count for them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use crate::client::{Client, Folder, codes};
use serde_json::{Value, json};

const IMAGE: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1";

fn module() -> [(&'static str, String); 3] {
    [
        (
            "main.tf",
            "resource \"aws_ecs_task_definition\" \"web\" {\n  family = \"web\"\n  requires_compatibilities = [\"FARGATE\"]\n  container_definitions = file(\"${path.module}/web.json\")\n}\n".to_owned(),
        ),
        ("variables.tf", "variable \"x\" {}\n".to_owned()),
        ("web.json", format!("[{{\"name\": \"app\", \"image\": \"{IMAGE}\"}}]\n")),
    ]
}

#[test]
fn open_texts_of_a_module_count_instead_of_the_disk() {
    let files = module();
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = Folder::new("module", &files);
    let (main, web) = (folder.uri("main.tf"), folder.uri("web.json"));
    let mut client = Client::start(&folder.0, json!({}));
    client.open(&main, files[0].1);
    // What is found is in a file that is not open.
    let found = client.diagnostics(&web, None);
    assert_eq!(codes(&found), ["execution-role-missing"]);
    assert_eq!(client.diagnostics(&main, Some(1)), [] as [Value; 0]);
    client.open(&web, files[2].1);
    assert_eq!(codes(&client.diagnostics(&web, Some(1)))[..1], ["execution-role-missing"]);
    client.replace(&web, 2, &files[2].1.replace(IMAGE, "nginx"));
    assert!(!codes(&client.diagnostics(&web, Some(2))).contains(&"execution-role-missing"));
    // Not saved: the disk counts again.
    client.close(&web);
    assert_eq!(codes(&client.diagnostics(&web, None)), ["execution-role-missing"]);
    // A new file of the module, which is on no disk.
    let other = folder.uri("other.tf");
    client.open(
        &other,
        &files[0].1.replace("\"web\" {", "\"other\" {").replace("web.json", "gone.json"),
    );
    let found = client.diagnostics(&other, Some(1));
    assert_eq!(codes(&found), ["execution-role-undetermined"]);
    client.close(&other);
    assert_eq!(client.diagnostics(&other, None), [] as [Value; 0]);
    client.close(&main);
    assert_eq!(client.diagnostics(&web, None), [] as [Value; 0]);
    assert_eq!(client.leave(), 0);
}

const PARENT: &str = "Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: child.yaml\n      Parameters:\n        Image: IMAGE\n";
const CHILD: &str = "Parameters:\n  Image: {Type: String}\nResources:\n  Web:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      RequiresCompatibilities: [FARGATE]\n      ContainerDefinitions:\n        - {Name: app, Image: !Ref Image}\n";

#[test]
fn templates_that_nest_each_other() {
    let folder = Folder::new("nested", &[("child.yaml", CHILD)]);
    let (parent, child) = (folder.uri("parent.yaml"), folder.uri("child.yaml"));
    let mut client = Client::start(&folder.0, json!({}));
    client.open(&parent, &PARENT.replace("IMAGE", IMAGE));
    assert_eq!(codes(&client.diagnostics(&child, None)), ["execution-role-missing"]);
    client.open(&child, CHILD);
    assert_eq!(codes(&client.diagnostics(&child, Some(1))), ["execution-role-missing"]);
    // What one is given by the other.
    client.replace(&parent, 2, &PARENT.replace("IMAGE", "nginx"));
    assert_eq!(client.diagnostics(&child, Some(1)), [] as [Value; 0]);
    client.close(&parent);
    assert_eq!(codes(&client.diagnostics(&child, Some(1))), ["execution-role-undetermined"]);
    assert_eq!(client.leave(), 0);
}

fn task() -> String {
    format!(
        "requiresCompatibilities: [FARGATE]\ncontainerDefinitions:\n  - {{name: app, image: '{IMAGE}'}}\n"
    )
}

/// What a module reads is judged there, and by itself as long as no module that reads it is open.
#[test]
fn what_an_open_module_reads() {
    let child = "variable \"image\" {}\nresource \"aws_ecs_task_definition\" \"x\" {\n  family = \"𝄞\"\n  requires_compatibilities = [\"FARGATE\"]\n  container_definitions = jsonencode([{ name = \"𝄞\", image = var.image }])\n}\n";
    let root = "resource \"aws_ecs_task_definition\" \"x\" {\n  family = \"𝄞\"\n  container_definitions = file(\"${path.module}/web.json\")\n}\nmodule \"child\" {\n  source = \"./child\"\n  image  = \"nginx\"\n}\n";
    let containers = "[{\"name\": \"𝄞\", \"image\": \"nginx\", \"secrets\": [{\"name\": \"a\", \"valueFrom\": \"arn:aws:ssm:eu-west-1:111122223333:parameter/a\"}]}]\n";
    let files = [("main.tf", root), ("web.json", containers), ("child/main.tf", child)];
    let folder = Folder::new("reads", &files);
    let [main, json, child_uri] = ["main.tf", "web.json", "child/main.tf"].map(|it| folder.uri(it));
    let mut client = Client::that_pulls(&folder.0);
    let found = |client: &mut Client, uri: &str| {
        let report = client.pull(uri);
        let items = report["items"].as_array().expect("an array");
        let codes = codes(items).join(" ");
        let severity = items.first().map(|it| it["severity"].to_string()).unwrap_or_default();
        (codes, severity)
    };
    let alone = ("execution-role-missing".to_owned(), "3".to_owned());
    let nothing = (String::new(), String::new());
    client.open(&json, containers);
    client.open(&child_uri, child);
    assert_eq!(found(&mut client, &json), alone);
    let undetermined = found(&mut client, &child_uri);
    assert_eq!(undetermined.0, "execution-role-undetermined");
    client.open(&main, root);
    let read = found(&mut client, &json);
    assert_ne!(read, alone, "only what the module says of it");
    assert_eq!(found(&mut client, &child_uri), nothing);
    client.replace(&main, 2, &root.replace("web.json", "other.json").replace("./child", "./gone"));
    assert_eq!(found(&mut client, &json), alone);
    assert_eq!(found(&mut client, &child_uri), undetermined);
    client.replace(&main, 3, root);
    assert_eq!(found(&mut client, &json), read);
    client.close(&main);
    assert_eq!(found(&mut client, &json), alone);
    assert_eq!(found(&mut client, &child_uri), undetermined);
    assert_eq!(client.leave(), 0);
}

#[test]
fn the_configuration_is_watched() {
    let folder = Folder::new("configuration", &[]);
    let uri = folder.uri("a/web.yaml");
    folder.write("a/x", "");
    let capabilities =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::start(&folder.0, capabilities);
    let registered = client.wait(|it| it["method"] == "client/registerCapability");
    let watched =
        registered["params"]["registrations"][0]["registerOptions"]["watchers"].to_string();
    assert!(watched.contains("yaml") && watched.contains("tf"), "{watched}");
    client.open(&uri, &task());
    assert_eq!(codes(&client.diagnostics(&uri, Some(1))), ["execution-role-missing"]);
    let changed = |client: &mut Client| {
        let event = json!({ "uri": folder.uri(".needs-exec-role.yaml"), "type": 2 });
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [event] }));
    };
    folder.write(".needs-exec-role.yaml", "severity:\n  execution-role-missing: warning\n");
    changed(&mut client);
    assert_eq!(client.diagnostics(&uri, Some(1))[0]["severity"], 2);
    folder.write(".needs-exec-role.yaml", "exclude: [a/]\n");
    changed(&mut client);
    assert_eq!(client.diagnostics(&uri, Some(1)), [] as [Value; 0]);
    // What is invalid is shown once, and nothing is judged by it.
    folder.write(".needs-exec-role.yaml", "exclude: [\n");
    changed(&mut client);
    let shown = client.wait(|it| it["method"] == "window/showMessage");
    let message = shown["params"]["message"].as_str().expect("a text");
    assert!(message.contains(".needs-exec-role.yaml"), "{message}");
    client.replace(&uri, 2, &task());
    assert_eq!(client.diagnostics(&uri, Some(2)), [] as [Value; 0]);
    folder.write(".needs-exec-role.yaml", "severity:\n  execution-role-missing: warning\n");
    changed(&mut client);
    assert_eq!(client.diagnostics(&uri, Some(2))[0]["severity"], 2);
    // A client that watches nothing says what it saves.
    let configuration = folder.uri(".needs-exec-role.yaml");
    client.open(&configuration, "launch-types: [fargate]\n");
    folder.write(".needs-exec-role.yaml", "launch-types: [fargate]\n");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": configuration } }));
    assert_eq!(client.diagnostics(&uri, Some(2))[0]["severity"], 1);
    assert_eq!(client.leave(), 0);
}

#[test]
fn each_folder_has_its_own_configuration() {
    let files = [
        ("a/.git/x", ""),
        ("b/.git/x", ""),
        ("a/.needs-exec-role.yaml", "severity:\n  execution-role-missing: warning\n"),
        ("b/.needs-exec-role.yaml", "severity:\n  execution-role-missing: note\n"),
    ];
    let folder = Folder::new("folders", &files);
    let mut client = Client::start(&folder.0.join("a"), json!({}));
    for (name, severity) in [("a/web.yaml", 2), ("b/web.yaml", 3), ("c/web.yaml", 1)] {
        let uri = folder.uri(name);
        client.open(&uri, &task());
        assert_eq!(client.diagnostics(&uri, Some(1))[0]["severity"], severity, "{name}");
    }
    let event = json!({ "added": [], "removed": [] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    assert_eq!(client.leave(), 0);
}

#[test]
fn diagnostics_for_who_asks() {
    let folder = Folder::new("pull", &[]);
    let uri = folder.uri("web.yaml");
    let mut client = Client::that_pulls(&folder.0);
    assert_eq!(client.abilities["diagnosticProvider"]["interFileDependencies"], true);
    client.open(&uri, &task());
    let report = client.pull(&uri);
    assert_eq!(report["kind"], "full");
    assert_eq!(codes(report["items"].as_array().expect("an array")), ["execution-role-missing"]);
    let parameters =
        json!({ "textDocument": { "uri": uri }, "previousResultId": report["resultId"] });
    let again = client.request("textDocument/diagnostic", parameters).expect("a report");
    assert_eq!(again["kind"], "unchanged");
    assert_eq!(client.pull(&folder.uri("other.yaml"))["items"], json!([]));
    let mut other = Client::start(&folder.0, json!({ "textDocument": { "diagnostic": {} } }));
    assert_eq!(other.abilities["diagnosticProvider"], Value::Null);
    other.open(&uri, &task());
    assert_eq!(codes(&other.diagnostics(&uri, Some(1))), ["execution-role-missing"]);
    let pushed = client.settled();
    assert!(
        pushed.iter().all(|it| it["method"] != "textDocument/publishDiagnostics"),
        "{pushed:#?}"
    );
    assert_eq!(client.leave(), 0);
}
