//! The same document gives the same diagnostics through the command line and the server: over all fixtures.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use crate::client::{Client, repository, uri};
use crate::common::program;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The endings of files that an editor may open.
const ENDINGS: [&str; 10] =
    ["json", "yaml", "yml", "jsonc", "tf", "tofu", "tpl", "j2", "template", "tftpl"];

/// How many documents the command line is given at once: to start it takes longer than to check a file.
const BATCH: usize = 16;

#[test]
fn every_fixture() {
    let all = documents();
    assert!(all.len() > 1_000, "{}", all.len());
    let next = AtomicUsize::new(0);
    let found = AtomicUsize::new(0);
    let batches: Vec<_> = all.chunks(BATCH).collect();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut client = Client::that_pulls(repository());
                while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let expected = command_line(batch);
                    for path in *batch {
                        let own = address(&path.to_string_lossy());
                        let own = expected.iter().filter(|it| it["uri"] == own).cloned().collect();
                        found.fetch_add(compare(&mut client, path, own), Ordering::Relaxed);
                    }
                }
                assert_eq!(client.leave(), 0);
            });
        }
    });
    let found = found.into_inner();
    assert!(found > 900, "{found}");
}

/// The documents of the fixtures, each from the root of the repository; of a module of Terraform the first file.
fn documents() -> Vec<PathBuf> {
    let mut folders = vec![repository().join("fixtures")];
    let (mut all, mut modules) = (Vec::new(), BTreeSet::new());
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut paths: Vec<_> = entries.map(|it| it.expect("an entry").path()).collect();
        paths.sort();
        for path in paths {
            let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
            let is_module = ending == "tf" || ending == "tofu";
            if path.is_dir() {
                folders.push(path);
            } else if ENDINGS.contains(&ending)
                && (!is_module || modules.insert(path.parent().map(Path::to_owned)))
            {
                all.push(path.strip_prefix(repository()).expect("it is below").to_owned());
            }
        }
    }
    all
}

/// Compares both on a document, and returns how many diagnostics it has. `batch` is what the command line finds in it
/// beside others; where that is something else, it is asked for the document alone.
fn compare(client: &mut Client, path: &Path, batch: Vec<Value>) -> usize {
    let bytes = fs::read(repository().join(path)).expect("it is there");
    // A client shows what is text.
    let Ok(text) = String::from_utf8(bytes) else { return 0 };
    let uri = uri(&repository().join(path));
    client.open(&uri, &text);
    let served = client.pull(&uri);
    client.close(&uri);
    let mut found: Vec<_> = served["items"]
        .as_array()
        .expect("a full report")
        .iter()
        .map(|it| flat(&uri, it))
        .collect();
    for (uri, report) in served["relatedDocuments"].as_object().into_iter().flatten() {
        let items = report["items"].as_array().expect("a full report");
        found.extend(items.iter().map(|it| flat(uri, it)));
    }
    found.sort_by_key(order);
    let expected = match difference(&found, &batch) {
        None => batch,
        Some(_) => command_line(&[path.to_owned()]),
    };
    if let Some(difference) = difference(&found, &expected) {
        panic!("{}: {difference}", path.display());
    }
    found.len()
}

/// What does not depend on how the message goes on.
fn order(it: &Value) -> String {
    let keys = ["uri", "code", "severity", "start", "end", "related"];
    keys.map(|key| it[key].to_string()).concat() + it["message"].as_str().expect("a text")
}

/// How what the server found differs from what the command line did.
fn difference(found: &[Value], expected: &[Value]) -> Option<String> {
    if found.len() != expected.len() {
        return Some(format!("{found:#?}\n{expected:#?}"));
    }
    found.iter().zip(expected).find_map(|(found, expected)| {
        let message = found["message"].as_str().expect("a text");
        let start = expected["message"].as_str().expect("a text").trim_end_matches('.');
        let keys = ["uri", "code", "severity", "start", "end", "related"];
        let is_same = message.starts_with(start) && keys.iter().all(|it| found[it] == expected[it]);
        (!is_same).then(|| format!("{found:#}\n{expected:#}"))
    })
}

/// A diagnostic of the server, in the order of its keys: what is compared.
fn flat(uri: &str, it: &Value) -> Value {
    assert_eq!(it["source"], "needs-exec-role");
    let related = it["relatedInformation"].as_array().map(Vec::as_slice).unwrap_or_default();
    let related = related.iter().map(|it| {
        let location = &it["location"];
        json!([
            location["uri"],
            location["range"]["start"],
            location["range"]["end"],
            it["message"]
        ])
    });
    json!({
        "uri": uri,
        "start": it["range"]["start"],
        "end": it["range"]["end"],
        "code": it["code"],
        "severity": it["severity"],
        "message": it["message"],
        "related": related.map(|it| it.to_string()).collect::<BTreeSet<_>>(),
    })
}

/// What the command line finds in documents, in the same order.
fn command_line(paths: &[PathBuf]) -> Vec<Value> {
    let output = program()
        .args(["--skip-unrelated", "--format", "json"])
        .args(paths)
        .current_dir(repository())
        .output()
        .expect("the program runs");
    let text = String::from_utf8_lossy(&output.stdout);
    // Nothing is printed where the settings are invalid.
    let Ok(report) = serde_json::from_str::<Value>(&text) else { return Vec::new() };
    let list = |it: &Value| it.as_array().cloned().unwrap_or_default();
    let mut all = Vec::new();
    for task in list(&report["taskDefinitions"]) {
        let own = task["path"].as_str().expect("a path").to_owned();
        all.extend(list(&task["findings"]).into_iter().map(|it| (own.clone(), it)));
    }
    for problem in list(&report["problems"]) {
        // What is about the run as a whole is about no document.
        if problem["code"] != "unused-option" && problem["code"] != "exception-unused" {
            all.push((problem["path"].as_str().expect("a path").to_owned(), problem));
        }
    }
    let left = all.iter().filter(|(_, it)| it["suppressed"].is_null());
    let flat = left.map(|(own, it)| flat_of_report(own, it)).collect::<Vec<_>>();
    let mut flat: Vec<Value> = flat.into_iter().fold(Vec::new(), |mut once, it| {
        if !once.contains(&it) {
            once.push(it);
        }
        once
    });
    flat.sort_by_key(order);
    flat
}

fn flat_of_report(own: &str, it: &Value) -> Value {
    let severity = match it["severity"].as_str() {
        Some("error") => 1,
        Some("warning") => 2,
        _ => 3,
    };
    let point = |it: &Value| {
        let number = |key: &str| it[key].as_u64().expect("a number") - 1;
        json!({ "line": number("line"), "character": number("column") })
    };
    let whole = || json!({ "line": 1, "column": 1 });
    let place = |key: &str| if it["place"].is_null() { whole() } else { it["place"][key].clone() };
    let path = it["place"]["path"].as_str().unwrap_or(own);
    let related = it["related"].as_array().map(Vec::as_slice).unwrap_or_default().iter();
    let related = related.filter_map(|it| {
        let path = it["path"].as_str().or(it["place"]["path"].as_str()).unwrap_or(own);
        let is_file = repository().join(path).is_file();
        let place = &it["place"];
        is_file.then(|| {
            json!([address(path), point(&place["start"]), point(&place["end"]), it["message"]])
        })
    });
    json!({
        "uri": address(path),
        "start": point(&place("start")),
        "end": point(&place("end")),
        "code": it["code"],
        "severity": severity,
        "message": it["message"],
        "related": related.map(|it| it.to_string()).collect::<BTreeSet<_>>(),
    })
}

fn address(path: &str) -> String {
    uri(&repository().join(path))
}
