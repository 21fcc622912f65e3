//! The page of `--format html`: well-formed, nothing in it acts, and everything is there; what is marked is what is
//! spoken of; its style sheet is the one that its policy allows, with enough contrast.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

#[path = "support/hostile.rs"]
mod hostile;
#[path = "support/sha256.rs"]
mod sha256;

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::analysis::{Diagnostic, FileReport, OptionUse};
use needs_exec_role::aws::launch_type::LaunchType;
use needs_exec_role::base::diagnostic::BuiltIn;
use needs_exec_role::base::source::{Source, Span};
use needs_exec_role::engine::Question;
use needs_exec_role::render::{Detail, RenderedPiece, Style, renderer};
use needs_exec_role::rules::Rules;
use needs_exec_role::syntax::{SyntaxFault, YamlFault};
use needs_exec_role::{Checker, Format, Options, ReportStream, SourceFile};
use proptest::prelude::{any, prop, prop_assert_eq, proptest};
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::{BTreeMap, BTreeSet};

/// The elements of a page, none of which loads or runs anything.
const ELEMENTS: [&str; 42] = [
    "a", "article", "b", "body", "br", "code", "del", "details", "div", "footer", "h1", "h2", "h3",
    "h4", "head", "header", "html", "i", "input", "ins", "label", "li", "main", "mark", "meta",
    "ol", "p", "section", "slot", "span", "style", "summary", "table", "tbody", "td", "template",
    "th", "thead", "title", "tr", "ul", "wbr",
];

/// Their attributes.
const ATTRIBUTES: [&str; 19] = [
    "aria-hidden",
    "aria-labelledby",
    "charset",
    "class",
    "colspan",
    "content",
    "data-at",
    "data-n",
    "for",
    "href",
    "http-equiv",
    "id",
    "lang",
    "name",
    "scope",
    "shadowrootmode",
    "slot",
    "start",
    "type",
];

/// What names and texts contain that would act, end something or hide.
const HOSTILE: [&str; 10] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onfocus='alert(1)' autofocus='",
    "</style></code></table><!-- x",
    "&lt;b&gt; &amp; &#60; &nbsp;",
    "100%25 %0A %",
    "\u{1b}[2J\u{7}\u{0}\u{9b}",
    "one\r\ntwo\tthree",
    "größe 東京 🚀 e\u{301}",
    "\u{202e}abc\u{2066}\u{feff}\u{fffe}\u{ffff}",
];

fn style(detail: Detail) -> Style {
    Style { detail, ..Style::default() }
}

/// The page about some files.
fn page(files: &[SourceFile], detail: Detail) -> String {
    let checker = Checker::new(&Options::default()).expect("a checker");
    let mut stream = ReportStream::new(Format::Html, style(detail));
    let mut page = stream.begin();
    for file in files {
        page += &stream.push(&checker.render(file, &stream));
    }
    page + &stream.end()
}

fn parsed(page: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(page, options).unwrap_or_else(|it| panic!("{it} in {page}"))
}

fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect()
}

fn all<'a>(document: &'a Document<'_>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    document.descendants().filter(move |it| it.has_tag_name(name))
}

/// A task definition that is wrong in several ways, with a text wherever one can be.
fn task(hostile: &str) -> String {
    let quoted = serde_json::to_string(hostile).expect("a string");
    format!(
        r#"{{ "family": {quoted}, "requiresCompatibilities": ["FARGATE"], {quoted}: 1, "volumes": [ {{ "name": {quoted} }} ],
  "containerDefinitions": [ {{ "name": {quoted}, {quoted}: 1, "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1",
    "secrets": [ {{ "name": {quoted}, "valueFrom": {quoted} }} ],
    "logConfiguration": {{ "logDriver": "awslogs", "options": {{ "awslogs-group": {quoted}, {quoted}: {quoted} }} }} }}, ] }}"#
    )
}

/// A text as a comment of one line can have it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn hostile_files() -> Vec<SourceFile> {
    let of = |hostile: &&str| {
        let suppressed = format!(
            "family: x\nrequiresCompatibilities: [FARGATE]\ncontainerDefinitions:\n  # needs-exec-role: ignore[execution-role-missing] {}\n  - image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1\n",
            one_line(hostile)
        );
        [
            SourceFile::new(format!("{hostile}.json"), task(hostile)),
            SourceFile::new(format!("{hostile}.yaml"), suppressed),
            SourceFile::new(
                format!("{hostile}.yml"),
                format!("containerDefinitions: [{{{hostile}"),
            ),
        ]
    };
    HOSTILE.iter().flat_map(of).collect()
}

#[test]
fn nothing_in_a_page_acts() {
    let mut pages: Vec<_> =
        hostile::samples().iter().map(|it| hostile::report("html", it)).collect();
    pages.push(page(&hostile_files(), Detail::Verbose));
    let links: usize = pages.iter().map(|it| links_of_harmless(it)).sum();
    assert!(links > 1000, "{links}");
}

/// The links of a page in which nothing acts.
fn links_of_harmless(page: &str) -> usize {
    let document = parsed(page);
    let ids: BTreeSet<_> = document.descendants().filter_map(|it| it.attribute("id")).collect();
    let mut links = 0;
    for node in document.descendants().filter(Node::is_element) {
        assert!(ELEMENTS.contains(&node.tag_name().name()), "{:?}", node.tag_name());
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(ATTRIBUTES.contains(&name), "{name}={value}");
            if name == "href" {
                links += 1;
                let is_own = value.strip_prefix('#').is_some_and(|it| ids.contains(it));
                assert!(is_own || value.starts_with("https://docs.aws.amazon.com/"), "{value}");
            }
        }
    }
    assert!(document.descendants().all(|it| !it.is_comment()));
    assert!(!page.contains(hostile::acts));
    links
}

#[test]
fn everything_is_shown() {
    let page = page(&hostile_files(), Detail::Full);
    let document = parsed(&page);
    let names: Vec<_> = all(&document, "th").map(text).collect();
    let shown = |text: &str| {
        let acts = |c: char| c.is_control() || matches!(c, '\u{202e}' | '\u{2066}' | '\u{feff}');
        let escaped = |c: char| match c {
            '\t' | '\n' | '\r' => c.escape_default().to_string(),
            c if acts(c) => c.escape_unicode().to_string(),
            '\u{fffe}' | '\u{ffff}' => "\u{fffd}".to_owned(),
            c => c.to_string(),
        };
        text.chars().map(escaped).collect::<String>()
    };
    for hostile in HOSTILE {
        let name = format!("{} {}.json:1:1", shown(hostile), shown(hostile));
        assert!(names.contains(&name), "{name:?} in {names:?}");
        let suppressed = format!("Suppressed by a comment: {}", shown(&one_line(hostile)));
        assert!(all(&document, "p").any(|it| text(it) == suppressed), "{suppressed:?}");
    }
}

#[test]
fn each_id_is_there_once() {
    let page = page(&hostile_files(), Detail::Full);
    let document = parsed(&page);
    let ids: Vec<_> = document.descendants().filter_map(|it| it.attribute("id")).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    assert!(ids.iter().all(|it| !it.contains(char::is_whitespace)), "{ids:?}");
}

#[test]
fn the_policy_allows_this_style_sheet_alone() {
    assert_eq!(sha256::sha256(b"abc")[..4], [0xba, 0x78, 0x16, 0xbf], "the example of FIPS 180-4");
    let page = page(&[], Detail::Full);
    let document = parsed(&page);
    let style = text(all(&document, "style").next().expect("a style sheet"));
    let hash = sha256::base64(&sha256::sha256(style.as_bytes()));
    let policy = all(&document, "meta")
        .find_map(|it| it.attribute("http-equiv").and_then(|_| it.attribute("content")));
    let wanted = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
    );
    assert_eq!(policy, Some(wanted.as_str()), "STYLE_HASH in src/render/html/page.rs");
}

/// The colors of a block of the style sheet.
fn colors(block: &str) -> BTreeMap<&str, [f64; 3]> {
    let declarations = block.split_once('}').expect("an end").0.split(';');
    let color = |it: &str| {
        let channel = |at: usize| u8::from_str_radix(&it[at..at + 2], 16).expect("a number");
        [1, 3, 5].map(|at| f64::from(channel(at)) / 255.0)
    };
    let named = declarations.filter_map(|it| it.trim().strip_prefix("--")?.split_once(": "));
    named.map(|(name, value)| (name, color(value))).collect()
}

/// The contrast of two colors, as WCAG 2.2 computes it.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let linear =
        |it: f64| if it <= 0.04045 { it / 12.92 } else { ((it + 0.055) / 1.055).powf(2.4) };
    let luminance =
        |[r, g, b]: [f64; 3]| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn the_contrast_is_enough() {
    let page = page(&[], Detail::Full);
    let blocks: Vec<_> = page.split(":root {").skip(1).map(colors).collect();
    assert_eq!(blocks.len(), 3, "light, dark and print");
    for block in blocks {
        let texts = ["text", "muted", "link", "bad", "open", "good", "note"];
        let on = texts.iter().flat_map(|it| [(*it, "page"), (*it, "panel")]);
        let on_marks = ["mark", "other", "added", "removed"].map(|it| ("text", it));
        for (one, other) in on.chain(on_marks) {
            let contrast = contrast(block[one], block[other]);
            assert!(contrast >= 4.5, "{one} on {other}: {contrast}");
        }
    }
}

#[test]
fn narrow_rows_name_the_columns() {
    let page = page(&[], Detail::Full);
    let document = parsed(&page);
    let columns: Vec<_> = all(&document, "th").map(text).collect();
    for (index, column) in columns.iter().enumerate().skip(1) {
        let rule = format!("td:nth-child({})::before {{ content: \"{column}: \"; }}", index + 1);
        assert!(page.contains(&rule), "{rule}");
    }
    assert!(LaunchType::ALL.iter().all(|it| columns.iter().any(|column| column == it.name())));
}

const CLEAN: &str = r#"{ "family": "a", "requiresCompatibilities": ["FARGATE"], "executionRoleArn": "arn:aws:iam::123456789012:role/x",
  "containerDefinitions": [ { "name": "app", "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1" } ] }"#;

/// What a file adds.
fn piece(file: &str, is_named: bool, detail: Detail) -> RenderedPiece {
    let (rules, question) = (Rules::built_in(), Question::default());
    let source = Source::new("a.json", file);
    let format = renderer(Format::Html, style(detail));
    analyze(&source, Vec::new(), &rules, &question, |it| format.unit(it, is_named))
}

#[test]
fn a_clean_file_is_a_brief_row_that_nothing_waits_for() {
    let brief = piece(CLEAN, false, Detail::Full);
    assert!(brief.body.len() < 500 && !brief.body.contains("<details>"), "{brief:?}");
    assert_eq!(brief.tail, "");
    for (is_named, detail) in [(true, Detail::Full), (false, Detail::Verbose)] {
        let whole = piece(CLEAN, is_named, detail).body;
        assert!(
            whole.contains("Why it is required") && whole.contains("The role must allow"),
            "{whole}"
        );
    }
    assert_eq!(piece(CLEAN, true, Detail::Quiet), RenderedPiece::default());
}

#[test]
fn what_waits_for_the_end_is_a_line_for_each_error_and_warning() {
    let text = task("plain");
    let RenderedPiece { body, tail } = piece(&text, false, Detail::Full);
    let (rules, question) = (Rules::built_in(), Question::default());
    let source = Source::new("a.json", text.as_str());
    let wrong = analyze(&source, Vec::new(), &rules, &question, |it| {
        it.severities().filter(|it| it.name() != "note").count()
    });
    assert!(wrong > 2);
    assert_eq!(tail.lines().count(), wrong, "{tail}");
    assert_eq!(body.matches("<article").count(), wrong, "{body}");
}

#[test]
fn a_long_list_is_opened() {
    let files: Vec<_> = (0..40)
        .map(|it| SourceFile::new(format!("{it}.json"), CLEAN.replace("executionRoleArn", "x")))
        .collect();
    let page = page(&files, Detail::Full);
    let document = parsed(&page);
    let lists: Vec<_> = all(&document, "ol").collect();
    assert_eq!(lists.len(), 2);
    let items = |at: usize| lists[at].children().filter(Node::is_element).count();
    assert_eq!(lists[1].attribute("start"), Some((items(0) + 1).to_string().as_str()));
    let more = format!("and {} more", items(1));
    assert!(all(&document, "summary").any(|it| text(it) == more), "{more}");
}

/// What is shown of the characters of a file: one for each.
fn copied(text: &str) -> String {
    let shown = |c: char| match c {
        '\t' => '\t',
        '\0'..='\u{1f}' => char::from_u32(u32::from(c) + 0x2400).expect("a picture"),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{202e}' | '\u{2066}' | '\u{feff}' => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}

proptest! {
    #[test]
    fn what_is_marked_is_what_is_spoken_of(
        text in "[ -~\\t\\r\\n東é\\u{301}\\u{7f}\\u{202e}<&\"]{0,300}",
        long in 0_usize..3,
        start in any::<prop::sample::Index>(),
        len in 0_usize..120,
    ) {
        let text = text.replacen('x', &"größe ".repeat(long * 100), 1);
        let offsets: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let index = start.index(offsets.len());
        let start = offsets[index];
        let end = offsets.get(index + len).copied().unwrap_or(text.len());
        let source = Source::new("x", text.as_str());
        let fault = YamlFault::OfParser("here".to_owned());
        let span = Span::new(start, end);
        let rules = Rules::built_in();
        let question = Question::default();
        let file = FileReport {
            is_plain: true,
            problems: vec![Diagnostic::new(BuiltIn::Syntax, SyntaxFault::from(fault).into(), span)],
            option_use: OptionUse::default(),
            ..FileReport::empty(&source, &question, &rules)
        };
        let body = renderer(Format::Html, style(Detail::Full)).unit(&file, true).body;
        let document = parsed(&body);
        let line = text[..start].matches('\n').count() + 1;
        let line_start = text[..start].rfind('\n').map_or(0, |it| it + 1);
        let column = text[line_start..start].chars().count() + 1;
        let mark = all(&document, "mark").next().expect("a mark");
        let at = format!("{line}:{column}");
        prop_assert_eq!(mark.attribute("data-at"), Some(at.as_str()));
        let row = mark.parent().expect("a line");
        let number = line.to_string();
        prop_assert_eq!(row.attribute("data-n"), Some(number.as_str()));
        // What goes on is marked where it begins, without the line end.
        let whole = text[line_start..].split('\n').next().expect("a line");
        let whole = if text[line_start + whole.len()..].starts_with('\n') {
            whole.strip_suffix('\r').unwrap_or(whole)
        } else {
            whole
        };
        let line_end = line_start + whole.len();
        let spoken_of = copied(&text[start.min(line_end)..end.clamp(start.min(line_end), line_end)]);
        let spoken_of: String = spoken_of.chars().take(240).collect();
        prop_assert_eq!(self::text(mark), spoken_of);
        // What is beside it is of the same line, whole or cut.
        let shown = self::text(row);
        let parts: Vec<_> = shown.split('\u{2026}').collect();
        prop_assert_eq!(parts.iter().all(|it| copied(whole).contains(it)), true);
        if whole.len() <= 120 {
            prop_assert_eq!(shown, copied(whole));
        }
    }
}
