//! The frame of the page: its head, and what is known when the last file has been checked.
//!
//! The sentences that come first are written last. The page puts them first by slots of a shadow tree, which browsers
//! build without a script: so the keyboard and screen readers meet them first, too.

use super::row::add_head;
use crate::analysis::wording;
use crate::base::words::capitalized;
use crate::render::Summary;
use crate::rules::FACTS_DATE;

/// The style sheet.
const STYLE: &str = include_str!("style.css");

/// What the policy of the page allows is this style sheet, by its hash, and nothing else: no script, no image, no font,
/// no other style.
const STYLE_HASH: &str = "sha256-kdtyf9N3B/9hE2odUcRKEN3xQ6L5C5XDe7OkuIKKr48=";

/// More findings than these are listed only where the reader opens the list.
const MOST_LISTED: usize = 30;

/// What is between two records that wait for the end: each is one line.
pub(super) const SEPARATOR: &str = "\n";

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RecordKind {
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// A file that could not be read.
    Unread,
}

impl RecordKind {
    /// What a record of the kind begins with.
    fn mark(self) -> char {
        match self {
            Self::Error => 'e',
            Self::Warning => 'w',
            Self::Unread => 'u',
        }
    }

    /// A record: an item of a list, in one line.
    pub(super) fn record(self, item: &str) -> String {
        format!("{}<li>{item}</li>", self.mark())
    }
}

/// The text before the first row.
pub(super) fn begin() -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n<title>Task execution roles - needs-exec-role</title>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; style-src &#39;{STYLE_HASH}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;\" />\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n<meta name=\"color-scheme\" content=\"light dark\" />\n<style>{STYLE}</style>\n</head>\n<body>\n<header><h1>Task execution roles</h1></header>\n<main>\n<template shadowrootmode=\"open\"><slot name=\"first\"></slot><slot></slot></template>\n<section class=\"matrix\">\n<h2 id=\"matrix\">Task definitions</h2>\n<p>Whether a task execution role is required, by launch type. A dash: the launch type was not checked.</p>\n<p class=\"brief\">Rows without findings are brief: name the file, or pass <code>-v</code>, for their reasons and permissions.</p>\n<p class=\"only\"><input type=\"checkbox\" id=\"only\" /> <label for=\"only\">Only rows with errors or warnings</label></p>\n<table class=\"m\" aria-labelledby=\"matrix\">\n"
    );
    add_head(&mut out);
    out
}

/// The text after the last row.
pub(super) fn end(summary: &Summary, records: &str) -> String {
    let of = |kind: RecordKind| {
        let all = records.split(SEPARATOR).filter_map(move |it| it.strip_prefix(kind.mark()));
        all.collect::<Vec<_>>()
    };
    let mut wrong = of(RecordKind::Error);
    wrong.extend(of(RecordKind::Warning));
    let mut out = "\n</table>\n</section>\n<section class=\"first\" slot=\"first\">\n".to_owned();
    out.push_str(&result(summary));
    add_list(&mut out, "What is wrong", &wrong);
    add_list(&mut out, "Files that could not be read", &of(RecordKind::Unread));
    out.push_str("</section>\n</main>\n<footer>\n");
    if summary.roles > 0 {
        out.push_str(&format!("<p>{}</p>\n", wording::not_seen()));
    }
    let version = env!("CARGO_PKG_VERSION");
    out.push_str(&format!(
        "<p>needs-exec-role {version}, with the facts about AWS as of {FACTS_DATE}</p>\n</footer>\n</body>\n</html>\n"
    ));
    out
}

/// The totals.
fn result(summary: &Summary) -> String {
    let class = match (summary.errors, summary.warnings) {
        (0, 0) => "good",
        (0, _) => "open",
        _ => "bad",
    };
    match summary.result() {
        Some(result) => format!(
            "<p class=\"sum\"><b class=\"{class}\">{}</b> in {}</p>\n",
            capitalized(&result),
            summary.checked()
        ),
        None => format!("<p class=\"sum\">{}</p>\n", capitalized(&summary.nothing())),
    }
}

/// Adds a list; the rest of a long one where it is opened.
fn add_list(out: &mut String, heading: &str, items: &[&str]) {
    if items.is_empty() {
        return;
    }
    let (shown, rest) = items.split_at(items.len().min(MOST_LISTED));
    out.push_str(&format!("<h2>{heading}</h2>\n<ol>\n{}\n</ol>\n", shown.join("\n")));
    if !rest.is_empty() {
        out.push_str(&format!(
            "<details><summary>and {} more</summary>\n<ol start=\"{}\">\n{}\n</ol>\n</details>\n",
            rest.len(),
            shown.len() + 1,
            rest.join("\n")
        ));
    }
}
