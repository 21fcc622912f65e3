//! Reads the Reviewdog Diagnostic Format, with its places by their definition: lines, and columns in the bytes of UTF-8.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "each test uses its part, and fails loudly"
)]

use needs_exec_role::{Checker, Format, Options, ReportStream, SourceFile, Style};
use serde_json::Value;
use std::ops::Range;

/// The diagnostics about a text.
pub(crate) fn diagnostics(name: &str, text: &str) -> Vec<Value> {
    let checker = Checker::new(&Options::default()).expect("a checker");
    let mut stream = ReportStream::new(Format::Rdjson, Style::default());
    let mut report = stream.begin();
    report += &stream.push(&checker.render(&SourceFile::new(name, text), &stream));
    report += &stream.end();
    let report: Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["source"]["name"], "needs-exec-role");
    report["diagnostics"].as_array().expect("an array").clone()
}

/// What a range of a text contains, as offsets.
pub(crate) fn range(text: &str, range: &Value) -> Range<usize> {
    offset(text, &range["start"])..offset(text, &range["end"])
}

fn offset(text: &str, position: &Value) -> usize {
    let number =
        |name: &str| usize::try_from(position[name].as_u64().expect("a number")).expect("small");
    let lines = text.split_inclusive('\n').take(number("line") - 1);
    lines.map(str::len).sum::<usize>() + number("column") - 1
}
