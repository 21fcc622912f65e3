//! Reads SARIF, with its places by their definition: lines, and columns in the code units of UTF-16.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "each test uses its part, and fails loudly"
)]

use needs_exec_role::{Checker, Format, Options, ReportStream, SourceFile, Style};
use serde_json::Value;

/// The report on a text.
pub(crate) fn report(name: &str, text: &str) -> String {
    let checker = Checker::new(&Options::default()).expect("a checker");
    let mut stream = ReportStream::new(Format::Sarif, Style::default());
    let mut report = stream.begin();
    report += &stream.push(&checker.render(&SourceFile::new(name, text), &stream));
    report + &stream.end()
}

pub(crate) fn array(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The results of the one run.
pub(crate) fn results(report: &Value) -> &[Value] {
    assert_eq!(array(&report["runs"]).len(), 1);
    array(&report["runs"][0]["results"])
}

/// The line and the column at which a region begins, and at which it ends.
pub(crate) fn region(region: &Value) -> ((usize, usize), (usize, usize)) {
    let number =
        |name: &str| usize::try_from(region[name].as_u64().expect("a number")).expect("small");
    ((number("startLine"), number("startColumn")), (number("endLine"), number("endColumn")))
}

/// The offset of a line and a column, by counting.
pub(crate) fn offset(text: &str, (line, column): (usize, usize)) -> usize {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let mut units = 1;
    for (at, c) in text[start..].char_indices() {
        if units == column {
            return start + at;
        }
        units += c.len_utf16();
    }
    assert_eq!(units, column, "past the end");
    text.len()
}
