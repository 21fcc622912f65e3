//! What a client may do wrong, and how it comes and goes.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use crate::client::{Client, Folder, codes, framed};
use serde_json::{Value, json};

const TASK: &str = r#"{
  "family": "web",
  "requiresCompatibilities": ["FARGATE"],
  "containerDefinitions": [
    { "name": "app", "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1" }
  ]
}
"#;

#[test]
fn a_client_that_says_goodbye() {
    let folder = Folder::new("goodbye", &[]);
    let mut client = Client::start(&folder.0, json!({}));
    assert_eq!(client.abilities["positionEncoding"], "utf-16");
    let refused = client.request("initialize", json!({})).expect_err("once");
    assert_eq!(refused["code"], -32600);
    assert_eq!(client.leave(), 0);
}

#[test]
fn a_client_that_goes_without_a_word() {
    let folder = Folder::new("gone", &[]);
    assert_eq!(Client::spawn(&folder.0, &[]).vanish(), 1);
    assert_eq!(Client::start(&folder.0, json!({})).vanish(), 1);
    let mut client = Client::start(&folder.0, json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 1);
}

#[test]
fn arguments_that_cannot_be_used() {
    let folder = Folder::new("arguments", &[("wrong.yaml", "exlude: []\n")]);
    for arguments in [["--config", "gone.yaml"], ["--config", "wrong.yaml"], ["--rules", "gone"]] {
        assert_eq!(Client::spawn(&folder.0, &arguments).exit_code(), 2, "{arguments:?}");
    }
}

#[test]
fn before_and_after_the_conversation() {
    let folder = Folder::new("phases", &[]);
    let mut client = Client::spawn(&folder.0, &["--stdio"]);
    let refused = client.request("textDocument/hover", json!({})).expect_err("too early");
    assert_eq!(refused["code"], -32002);
    client.notify("textDocument/didOpen", json!({}));
    client.request("initialize", json!({ "capabilities": {} })).expect("a result");
    client.notify("initialized", json!({}));
    client.request("shutdown", Value::Null).expect("a result");
    let refused = client.request("textDocument/hover", json!({})).expect_err("too late");
    assert_eq!(refused["code"], -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 0);
}

#[test]
fn garbage_is_refused_and_the_server_goes_on() {
    let folder = Folder::new("garbage", &[]);
    let uri = folder.uri("web.json");
    let mut client = Client::start(&folder.0, json!({}));
    for bytes in [
        "Content-Length: 1\r\n\r\n{",
        "nonsense\r\n\r\n",
        "Content-Length: 99999999999999999999\r\n\r\n",
        "Content-Length: 2\r\n\r\n[]",
        "Content-Length: 4\r\n\r\nnull",
        "Content-Length: 3\r\n\r\n\u{FF}x",
        "Content-Length: 29\r\n\r\n{\"id\":1.5,\"method\":\"unknown\"}",
    ] {
        client.send_bytes(bytes.as_bytes());
        let refused = client.wait(|it| it.get("error").is_some());
        assert_eq!(refused["error"]["code"], -32600, "{bytes:?}: {refused}");
    }
    for (method, parameters, code) in [
        ("textDocument/unknown", json!({}), -32601),
        ("$/unknown", json!({}), -32601),
        ("textDocument/diagnostic", json!({}), -32602),
        ("textDocument/diagnostic", json!([1]), -32602),
        ("textDocument/diagnostic", Value::Null, -32602),
    ] {
        let refused = client.request(method, parameters).expect_err("an error");
        assert_eq!(refused["code"], code, "{method}: {refused}");
    }
    for method in ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "x/y"]
    {
        client.notify(method, json!({ "textDocument": 1 }));
    }
    client.change(&uri, 1, json!([{ "text": "not open" }]));
    client.close(&uri);
    client.open(&uri, TASK);
    assert_eq!(codes(&client.diagnostics(&uri, Some(1))), ["execution-role-missing"]);
    assert_eq!(client.leave(), 0);
}

#[test]
fn a_request_that_is_taken_back_is_not_answered() {
    let folder = Folder::new("cancelled", &[]);
    let uri = folder.uri("web.json");
    let mut client = Client::start(&folder.0, json!({}));
    client.open(&uri, TASK);
    // Both are there before the first is looked at.
    let request = json!({
        "jsonrpc": "2.0", "id": 1, "method": "textDocument/diagnostic",
        "params": { "textDocument": { "uri": uri } },
    });
    let cancel = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 2 } });
    let mut bytes = String::new();
    for id in [1, 2] {
        let mut request = request.clone();
        request["id"] = json!(id);
        for message in [request, cancel.clone()] {
            bytes += &framed(&message);
        }
    }
    client.send_bytes(bytes.as_bytes());
    assert!(client.answer(1).is_ok());
    assert_eq!(client.answer(2).expect_err("cancelled")["code"], -32800);
    assert_eq!(client.leave(), 0);
}
