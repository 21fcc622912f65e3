//! rdjson: it has the fields that reviewdog reads, its suggestions are fixes, and no name or text acts in it.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

#[path = "support/hostile.rs"]
mod hostile;
#[path = "support/rdjson.rs"]
mod rdjson;

use hostile::{acts, report, samples};
use rdjson::{diagnostics, range};
use serde_json::{Value, json};

const IMAGE: &str = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1";

/// The names of the fields of an object, in order.
fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|it| it.keys().map(String::as_str).collect()).unwrap_or_default()
}

#[test]
fn a_diagnostic_has_the_fields_of_the_format_and_no_others() {
    let text = format!(
        "{{\"requiresCompatibilities\": [\"FARGATE\"], \"containerDefinitions\": [{{\"image\": \"{IMAGE}\",}}]}}"
    );
    let all = diagnostics("web.json", &text);
    let codes: Vec<_> = all.iter().map(|it| &it["code"]["value"]).collect();
    assert_eq!(codes, ["execution-role-missing", "trailing-comma"]);
    assert_eq!(keys(&all[0]), ["code", "location", "message", "severity"]);
    assert_eq!(
        all[0]["message"],
        "FARGATE requires a task execution role to pull this private ECR image: set executionRoleArn"
    );
    assert_eq!(keys(&all[1]), ["code", "location", "message", "severity", "suggestions"]);
    for it in &all {
        assert_eq!(it["severity"], "ERROR");
        assert_eq!(it["location"]["path"], "web.json");
        assert_eq!(keys(&it["location"]["range"]), ["end", "start"]);
    }
    let at = |column| json!({ "line": 1, "column": column });
    let column = text.find(",}").map(|at| at + 1);
    let place = json!({ "start": at(column), "end": at(column.map(|it| it + 1)) });
    assert_eq!(all[1]["suggestions"], json!([{ "range": place, "text": "" }]));
}

#[test]
fn suggestions_leave_nothing_of_what_they_fix() {
    for lines in ["\n", "\r\n"] {
        let text = format!(
            "{{ \"family\": \"größe 🚀\", /* 🚀 */ \"requiresCompatibilities\": [\"FARGATE\"],\n\t\"containerDefinitions\": [ {{ \"name\": \"東京 🚀\", \"Image\": \"{IMAGE}\", }}, ] }}"
        );
        let text = text.replace('\n', lines);
        let mut count = 0;
        for it in diagnostics("a.json", &text) {
            for suggestion in it["suggestions"].as_array().into_iter().flatten() {
                let mut fixed = text.clone();
                let new = suggestion["text"].as_str().unwrap_or_default();
                fixed.replace_range(range(&text, &suggestion["range"]), new);
                let same = |other: &&Value| {
                    other["code"] == it["code"] && other["message"] == it["message"]
                };
                let before = diagnostics("a.json", &text).iter().filter(same).count();
                let after = diagnostics("a.json", &fixed).iter().filter(same).count();
                assert!(after < before, "{it}: {fixed}");
                count += 1;
            }
        }
        assert!(count >= 3, "{count}");
    }
}

#[test]
fn no_text_acts_and_paths_are_whole() {
    for sample in samples() {
        let report: Value = serde_json::from_str(&report("rdjson", &sample)).expect("JSON");
        let all = report["diagnostics"].as_array().expect("an array");
        assert!(!all.is_empty(), "{}", sample.text);
        for it in all {
            let message = it["message"].as_str().expect("a text");
            assert!(
                !message.is_empty() && !message.contains(acts) && !message.contains('\n'),
                "{message:?}"
            );
            assert_eq!(it["location"]["path"], sample.name.as_str());
        }
    }
}
