//! What a report says, read back with a parser of its format: an entry for each diagnostic.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "each test uses its part, and fails loudly"
)]

use needs_exec_role::render::escape;
use needs_exec_role::{Checker, Format, Options, ReportStream, SourceFile, Style};
use serde_json::Value;
use std::collections::BTreeSet;

/// A diagnostic, as a report says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) path: String,
    pub(crate) line: usize,
    /// Where it begins and ends in its line, in characters, where the format says so.
    pub(crate) columns: Option<(usize, usize)>,
    pub(crate) severity: String,
    pub(crate) code: String,
    pub(crate) message: String,
}

/// The report on a text in a format.
pub(crate) fn report(format: &str, name: &str, text: &str) -> String {
    report_on(format, &SourceFile::new(name, text))
}

/// The report on a file in a format.
pub(crate) fn report_on(format: &str, file: &SourceFile) -> String {
    let checker = Checker::new(&Options::default()).expect("a checker");
    let format = Format::named(format).expect("a format");
    let mut stream = ReportStream::new(format, Style::default());
    let mut report = stream.begin();
    report += &stream.push(&checker.render(file, &stream));
    report + &stream.end()
}

/// The entries of the report on a file, in the order of the report.
pub(crate) fn entries(format: &str, name: &str, text: &str) -> Vec<Entry> {
    read(format, name, &report(format, name, text))
}

/// The entries of a report on the file of this name.
pub(crate) fn read(format: &str, name: &str, report: &str) -> Vec<Entry> {
    read_of(format, &[name], report)
}

/// The entries of a report on files of these names.
pub(crate) fn read_of(format: &str, names: &[&str], report: &str) -> Vec<Entry> {
    let paths: Vec<_> = names.iter().map(|it| escape(it).into_owned()).collect();
    match format {
        "json" => of_json(report),
        "compact" => report.lines().map(|it| of_line(&paths, it)).collect(),
        "sarif" => of_sarif(report),
        "rdjson" => of_rdjson(report),
        "github" => report.lines().map(of_command).collect(),
        "gitlab" => of_code_quality(report),
        "jsonl" => {
            let lines: Vec<_> = report.lines().collect();
            let (last, files) = lines.split_last().expect("a summary");
            let last: Value = serde_json::from_str(last).expect("JSON");
            assert!(last["summary"].is_object() && last.as_object().expect("an object").len() == 1);
            files.iter().flat_map(|it| of_json(it)).collect()
        }
        "markdown" => report.lines().filter_map(of_markdown).collect(),
        "junit" => of_junit(&paths, report),
        "html" => of_html(report),
        other => panic!("nothing reads {other}"),
    }
}

fn of_json(report: &str) -> Vec<Entry> {
    let report: Value = serde_json::from_str(report).expect("JSON");
    let tasks = report["taskDefinitions"].as_array().expect("an array");
    let items = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let findings = tasks.iter().flat_map(|task| {
        let path = task["path"].clone();
        items(&task["findings"]).into_iter().map(move |it| (path.clone(), it))
    });
    let problems = items(&report["problems"]).into_iter().map(|it| (it["path"].clone(), it));
    problems
        .chain(findings)
        .filter(|(_, it)| it["suppressed"].is_null())
        .map(|(path, it)| of_finding(&path, &it))
        .collect()
}

fn of_finding(path: &Value, finding: &Value) -> Entry {
    let number = |end: &str, what: &str| {
        let number = finding["place"][end][what].as_u64().unwrap_or(1);
        usize::try_from(number).expect("a number")
    };
    let is_one_line = number("start", "line") == number("end", "line");
    let columns = (number("start", "column"), number("end", "column"));
    let own = finding["place"].get("path").unwrap_or(path);
    Entry {
        path: text(own),
        line: number("start", "line"),
        columns: (is_one_line && !finding["place"].is_null()).then_some(columns),
        severity: text(&finding["severity"]),
        code: text(&finding["code"]),
        message: text(&finding["message"]),
    }
}

/// The results that are not suppressed.
fn of_sarif(report: &str) -> Vec<Entry> {
    let report: Value = serde_json::from_str(report).expect("JSON");
    let results = report["runs"][0]["results"].as_array().expect("an array").iter();
    let counts = |it: &&Value| it["suppressions"].as_array().expect("an array").is_empty();
    let entry = |it: &Value| {
        let place = &it["locations"][0]["physicalLocation"];
        Entry {
            path: decoded(place["artifactLocation"]["uri"].as_str().expect("a URI")),
            line: number(&place["region"]["startLine"]),
            columns: None,
            severity: text(&it["level"]),
            code: text(&it["ruleId"]),
            message: text(&it["message"]["text"]),
        }
    };
    results.filter(counts).map(entry).collect()
}

/// The text of a percent-encoded one.
fn decoded(uri: &str) -> String {
    let is_fit = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
    assert!(uri.chars().all(is_fit), "{uri}");
    let mut parts = uri.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two digits"));
        bytes.extend(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).expect("UTF-8")
}

fn of_rdjson(report: &str) -> Vec<Entry> {
    let report: Value = serde_json::from_str(report).expect("JSON");
    let entry = |it: &Value| Entry {
        path: text(&it["location"]["path"]),
        line: it["location"].get("range").map_or(1, |it| number(&it["start"]["line"])),
        columns: None,
        severity: match it["severity"].as_str() {
            Some("ERROR") => "error".to_owned(),
            Some("WARNING") => "warning".to_owned(),
            Some("INFO") => "note".to_owned(),
            other => panic!("{other:?}"),
        },
        code: text(&it["code"]["value"]),
        message: text(&it["message"]),
    };
    report["diagnostics"].as_array().expect("an array").iter().map(entry).collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("small")
}

fn of_code_quality(report: &str) -> Vec<Entry> {
    let report: Vec<Value> = serde_json::from_str(report).expect("an array");
    let mut fingerprints = BTreeSet::new();
    let mut entry = |it: &Value| {
        let fingerprint = text(&it["fingerprint"]);
        assert!(fingerprints.insert(fingerprint), "not unique: {it}");
        let severity = match it["severity"].as_str() {
            Some("critical") => "error",
            Some("major") => "warning",
            Some("info") => "note",
            other => panic!("{other:?}"),
        };
        Entry {
            path: text(&it["location"]["path"]),
            line: number(&it["location"]["lines"]["begin"]),
            columns: None,
            severity: severity.to_owned(),
            code: text(&it["check_name"]),
            message: text(&it["description"]),
        }
    };
    report.iter().map(&mut entry).collect()
}

fn of_junit(paths: &[String], report: &str) -> Vec<Entry> {
    let document = roxmltree::Document::parse(report).expect("XML");
    let mut entries = Vec::new();
    for suite in document.root_element().children().filter(roxmltree::Node::is_element) {
        let cases: Vec<_> = suite.children().filter(|it| it.has_tag_name("testcase")).collect();
        let failed = document.descendants().filter(|it| it.has_tag_name("failure")).count();
        assert_eq!(suite.attribute("tests"), Some(cases.len().to_string().as_str()));
        assert_eq!(suite.attribute("failures"), Some(failed.to_string().as_str()));
        for case in cases {
            let path = case.attribute("file").expect("a file").to_owned();
            assert!(paths.contains(&path) || paths.len() == 1, "{path}");
            let paths = if paths.len() == 1 { &[path] } else { paths };
            for part in case.children().filter(roxmltree::Node::is_element) {
                let all = part.text().expect("a text").lines().map(|it| of_line(paths, it));
                let all: Vec<_> = all.collect();
                let is_failure = part.has_tag_name("failure");
                assert!(all.iter().all(|it| (it.severity == "error") == is_failure), "{report}");
                let kind = part.attribute("type");
                assert!(!is_failure || kind == all.first().map(|it| it.code.as_str()), "{report}");
                entries.extend(all);
            }
        }
    }
    entries
}

/// The findings of a page: an article each, in which the characters are marked that it is about.
fn of_html(report: &str) -> Vec<Entry> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(report, options).expect("XML");
    let is_suppressed =
        |it: &roxmltree::Node<'_, '_>| it.attribute("class") == Some("f suppressed");
    let articles = document.descendants().filter(|it| it.has_tag_name("article"));
    let articles = articles.filter(|it| !is_suppressed(it));
    articles.map(of_article).collect()
}

fn of_article(article: roxmltree::Node<'_, '_>) -> Entry {
    let all = |name: &'static str| article.descendants().filter(move |it| it.has_tag_name(name));
    let text = |node: roxmltree::Node<'_, '_>| -> String {
        node.descendants().filter(roxmltree::Node::is_text).filter_map(|it| it.text()).collect()
    };
    let class = article.attribute("class").expect("a class");
    let severity = class.strip_prefix("f ").expect("the class of a finding").to_owned();
    let mut codes = all("code").filter(|it| it.parent().is_some_and(|it| it.has_tag_name("p")));
    let place = codes.next().map(text).expect("a place");
    let parts: Vec<_> = place.rsplitn(3, ':').collect();
    let (path, line, column) = match parts.as_slice() {
        [column, line, path] if column.parse::<usize>().is_ok() => {
            ((*path).to_owned(), line.parse().expect("a line"), column.parse().ok())
        }
        _ => (place, 1, None),
    };
    let mark = all("mark").find(|it| it.attribute("class").is_none()).map(text);
    let heading = all("h4").next().map(text).expect("a sentence");
    let message = heading.strip_prefix(severity.as_str()).expect("the severity").trim_start();
    Entry {
        path,
        line,
        columns: column.map(|it: usize| (it, it + mark.expect("a mark").chars().count())),
        severity: severity.clone(),
        code: codes.next().map(text).expect("a code"),
        message: message.to_owned(),
    }
}

/// A line of the format `compact`, about one of these files.
fn of_line(paths: &[String], line: &str) -> Entry {
    let mut all = paths.iter();
    let found = all.find_map(|path| Some((path, line.strip_prefix(path)?.strip_prefix(':')?)));
    let (path, rest) = found.expect("the path");
    let mut parts = rest.splitn(4, ':');
    let mut part = || parts.next().expect("a part").trim().to_owned();
    let (line, column, severity, rest) = (part(), part(), part(), part());
    let (message, code) = rest.rsplit_once(" [").expect("a code");
    let _: usize = column.parse().expect("a column");
    Entry {
        path: path.clone(),
        line: line.parse().expect("a line"),
        columns: None,
        severity,
        code: code.trim_end_matches(']').to_owned(),
        message: message.to_owned(),
    }
}

/// The first line of a finding: `**error** <code>path:line:column</code> <code>code</code>: message`.
fn of_markdown(line: &str) -> Option<Entry> {
    let (severity, rest) = line.strip_prefix("**")?.split_once("** <code>")?;
    let (place, rest) = rest.split_once("</code> <code>")?;
    let (code, message) = rest.split_once("</code>: ")?;
    let place = without_entities(place);
    let mut parts = place.rsplitn(3, ':');
    let (_, line, path) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Entry {
        path: path.to_owned(),
        line: line.parse().ok()?,
        columns: None,
        severity: severity.to_owned(),
        code: code.to_owned(),
        message: without_entities(&message.replace("<code>", "").replace("</code>", "")),
    })
}

fn without_entities(text: &str) -> String {
    let mut parts = text.split("&#");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once(';').expect("an entity");
        let c = number.parse().ok().and_then(char::from_u32).expect("a number");
        plain.extend(Some(c).filter(|c| *c != '\u{200b}'));
        plain.push_str(rest);
    }
    plain
}

/// As the runner of GitHub Actions reads a line: <https://github.com/actions/runner>, `ActionCommand.cs`.
fn of_command(line: &str) -> Entry {
    let (head, message) =
        line.strip_prefix("::").and_then(|it| it.split_once("::")).expect("a command");
    let (severity, properties) = head.split_once(' ').expect("properties");
    let property = |name: &str| {
        let mut all = properties.split(',').filter_map(|it| it.split_once('='));
        all.find(|(it, _)| *it == name).map(|(_, value)| unescaped(value))
    };
    let number = |name: &str| property(name).map(|it| it.parse().expect("a number"));
    let title = property("title").expect("a title");
    assert!(number("endLine") >= number("line"), "{line}");
    Entry {
        path: property("file").expect("a file"),
        line: number("line").expect("a line"),
        columns: number("col").zip(number("endColumn")),
        severity: severity.replace("notice", "note"),
        code: title.trim_start_matches("needs-exec-role (").trim_end_matches(')').to_owned(),
        message: unescaped(message),
    }
}

fn unescaped(text: &str) -> String {
    let pairs = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
    pairs.iter().fold(text.to_owned(), |text, (escape, c)| text.replace(escape, c))
}
