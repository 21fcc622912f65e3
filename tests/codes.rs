//! Codes: each can be looked up, and none is made from a text.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails loudly")]

use needs_exec_role::base::diagnostic::BuiltIn;
use needs_exec_role::rules::Rules;
use needs_exec_role::{Checker, Explanation, Options, Style};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The only place that looks a code up by its name: what somebody asks `explain` about.
const BY_NAME: [&str; 1] = ["src/front/explanation.rs"];

/// The page that `explain` prints.
fn page(checker: &Checker, name: &str) -> String {
    match checker.explain(name) {
        page @ Explanation::Page(_) => page.text().expect("a page has a text"),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn every_built_in_code_is_explained_and_has_its_page() {
    let checker = Checker::new(&Options::default()).expect("a checker");
    let findings = fs::read_to_string("docs/findings.md").expect("the page");
    let headings: BTreeSet<_> = findings.lines().filter_map(|it| it.strip_prefix("### ")).collect();
    for code in BuiltIn::ALL {
        let page = page(&checker, code.name());
        for part in [code.name(), code.when(), code.help()] {
            assert!(page.contains(part), "{}: no {part:?} in {page}", code.name());
        }
        assert!(headings.contains(code.name()), "{} has no page", code.name());
    }
    let names: BTreeSet<_> = BuiltIn::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), BuiltIn::ALL.len(), "two codes have one name");
}

#[test]
fn the_code_of_every_finding_of_a_rule_is_explained() {
    let checker = Checker::new(&Options::default()).expect("a checker");
    let rules = Rules::built_in();
    let mut count = 0;
    for (rule, own) in rules.iter().flat_map(|rule| rule.findings.iter().map(move |it| (rule, it)))
    {
        assert!(page(&checker, &own.code).contains(&*own.code), "{} of {}", own.code, rule.id());
        assert!(Path::new("docs/rules").join(format!("{}.md", rule.id())).exists());
        assert_eq!(BuiltIn::named(&own.code), None, "{} is built in as well", own.code);
        count += 1;
    }
    assert!(count > 0, "no rule finds anything");
}

/// The lines of a page that are not in a block of code.
fn prose(markdown: &str) -> impl Iterator<Item = &str> {
    markdown.split("```").step_by(2).flat_map(str::lines)
}

#[test]
fn pages_are_wrapped_and_have_the_same_words_in_every_style() {
    let checker = Checker::new(&Options::default()).expect("a checker");
    for name in checker.rules().map(|(id, _)| id.to_owned()).chain(checker.codes()) {
        let explanation = checker.explain(&name);
        let styled = |width, color| {
            let style = Style { width, color, ..Style::default() };
            explanation.styled(&style).expect("a page")
        };
        for width in [40, 60, 100] {
            // Blocks of code are indented by six; what is one word can be copied.
            let is_whole =
                |line: &str| line.split_whitespace().skip_while(|it| *it == "•").count() < 2;
            for line in styled(width, false).lines().filter(|line| !line.starts_with("      ")) {
                let columns = line.chars().count();
                assert!(columns <= width || is_whole(line), "{name}: {columns} columns: {line}");
            }
        }
        let words = |text: &str| text.replace('`', "").split_whitespace().collect::<String>();
        let plain = styled(60, false);
        assert!(!plain.contains('\u{1b}'), "{name}: colors in {plain}");
        let colored = styled(60, true);
        let mut parts = colored.split("\u{1b}[");
        let mut shown = parts.next().unwrap_or_default().to_owned();
        parts.for_each(|part| shown.push_str(part.split_once('m').map_or(part, |it| it.1)));
        assert_eq!(words(&shown), words(&plain), "{name}");
        assert_eq!(words(&styled(40, false)), words(&plain), "{name}");
        assert_eq!(styled(200, false), styled(100, false), "{name}");
    }
}

#[test]
fn pages_of_rules_speak_no_rule_language() {
    let checker = Checker::new(&Options::default()).expect("a checker");
    for rule in Rules::built_in().iter() {
        let page = page(&checker, rule.id());
        for line in prose(&page) {
            for word in ["{", " as list", "|task.", "the value there"] {
                assert!(!line.contains(word), "{}: {word} in {line}", rule.id());
            }
        }
    }
}

#[test]
fn no_code_is_made_from_a_text() {
    let mut users = Vec::new();
    each_file(Path::new("src"), &mut |path, text| {
        if text.contains("BuiltIn::named") {
            users.push(path.to_owned());
        }
    });
    users.sort();
    assert_eq!(users, BY_NAME);
}

/// Goes over the source files of a folder.
fn each_file(folder: &Path, see: &mut impl FnMut(&str, &str)) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            each_file(&path, see);
        } else {
            let text = fs::read_to_string(&path).expect("text");
            see(&path.to_string_lossy().replace('\\', "/"), &text);
        }
    }
}
