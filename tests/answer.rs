//! The answer at a terminal, over every file of `fixtures`: it keeps to the width, says nothing twice, and what it
//! tells people to run or to change works.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails may say so by a panic"
)]

mod common;

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::analysis::subject::What;
use needs_exec_role::analysis::{FileReport, wording};
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::Question;
use needs_exec_role::input::AbsenceFault;
use needs_exec_role::render::{Detail, Style, graphical};
use needs_exec_role::rules;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use textwrap::core::display_width;

/// Every JSON and YAML file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path
            .extension()
            .is_some_and(|it| ["json", "yaml", "yml"].iter().any(|e| it == *e))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Calls `check` with the name, the text and the report of each file of `fixtures`.
fn each(mut check: impl FnMut(&str, &FileReport<'_>)) {
    let (rules, question) = (rules::Rules::built_in(), Question::default());
    let mut count = 0;
    for path in files(Path::new("fixtures")) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = path.display().to_string();
        analyze(&Source::new(name.as_str(), text), Vec::new(), &rules, &question, |file| {
            check(&name, file);
        });
        count += 1;
    }
    assert!(count > 300, "{count} files");
}

fn style(width: usize, unicode: bool, detail: Detail) -> Style {
    Style { color: false, unicode, width, links: false, detail }
}

/// A text without the escape sequences that color it.
fn without_color(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap();
    std::iter::once(first).chain(parts.map(|part| part.split_once('m').unwrap().1)).collect()
}

#[test]
fn every_line_keeps_to_the_width() {
    each(|name, file| {
        for width in [40, 60, 80, 100, 120, 200] {
            for (unicode, detail) in
                [(true, Detail::Full), (false, Detail::Full), (true, Detail::Verbose)]
            {
                let report = graphical::file(file, &style(width, unicode, detail), true);
                let colored = Style { color: true, ..style(width, unicode, detail) };
                let colored = graphical::file(file, &colored, true);
                assert_eq!(without_color(&colored), report, "{name} at {width}");
                for line in report.lines() {
                    // What is copied stays whole: a command, an address, the new line of a patch.
                    let is_new = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
                    let is_copied = line.starts_with("  next: ")
                        || line.starts_with("  docs: ")
                        || is_new.starts_with(" + ");
                    let columns = display_width(line);
                    assert!(
                        is_copied || columns <= width,
                        "{name} at {width}: {columns}\n{line}\n{report}"
                    );
                }
                assert!(
                    unicode || report.is_ascii() || !file.source.text().is_ascii(),
                    "{name}\n{report}"
                );
            }
        }
    });
}

/// Only what counts others has nothing to do of its own.
#[test]
fn every_diagnostic_says_what_to_do() {
    let mut without = Vec::new();
    each(|name, file| {
        let problems = file.problems.iter().map(|it| (it, [].as_slice()));
        let findings = file
            .task_reports
            .iter()
            .flat_map(|task| task.findings.iter().map(|it| (it, task.combinations.as_slice())));
        for (diagnostic, combinations) in problems.chain(findings) {
            let message = wording::message(diagnostic, combinations);
            let help = wording::help(diagnostic).unwrap_or_default();
            let is_count = message.ends_with("not shown");
            // Another kind of document is what it is.
            let is_other = matches!(
                diagnostic.subject.what,
                What::Absence(
                    AbsenceFault::OtherKind { .. } | AbsenceFault::TemplateWithBatchJob { .. }
                )
            );
            if !is_count && !is_other && help.is_empty() {
                without.push(format!("{name}: {message}"));
            }
        }
    });
    assert!(without.is_empty(), "{without:#?}");
}

#[test]
fn nothing_stands_twice_in_an_answer() {
    each(|name, file| {
        let report = graphical::file(file, &style(10_000, true, Detail::Full), true);
        for answer in report.split("\n\n") {
            let mut seen = BTreeMap::new();
            for line in answer.lines() {
                let label = line.split_once("╰── ").map(|(_, label)| label);
                let sentence =
                    line.starts_with("  ").then(|| line.trim()).filter(|it| it.contains(": "));
                for said in label.into_iter().chain(sentence.filter(|it| !it.contains('│'))) {
                    *seen.entry(said).or_insert(0) += 1;
                }
            }
            let twice: Vec<_> = seen.iter().filter(|(_, count)| **count > 1).collect();
            assert!(twice.is_empty(), "{name}: {twice:?}\n{answer}");
        }
        let mut lines = report.lines().peekable();
        let mut helps = Vec::new();
        while let Some(line) = lines.next() {
            // Above a patch it belongs to the patch.
            let is_patch = lines.peek().is_some_and(|next| !patch(next).is_empty());
            if line.starts_with("  fix: ") && !is_patch && !line.starts_with("  fix: add ") {
                assert!(!helps.contains(&line), "{name}: {line}\n{report}");
                helps.push(line);
            }
        }
        let heads = report.lines().filter(|line| line.starts_with(name) && line.ends_with(']'));
        let mut heads: Vec<_> = heads.collect();
        let count = heads.len();
        heads.sort_unstable();
        heads.dedup();
        assert_eq!(heads.len(), count, "{name}\n{report}");
    });
}

#[test]
fn an_answer_fits_a_screen() {
    let web = || common::run(&["fixtures/readme/web.json"], b"").1;
    assert!(web().lines().count() <= 20, "{}", web());
    let text = fs::read_to_string("fixtures/readme/web.json").unwrap();
    let piped = common::run(&["-"], text.as_bytes()).1;
    assert!(piped.contains("next: needs-exec-role role -  # "), "{piped}");
    let text = fs::read_to_string("fixtures/roles/managed-enough/taskdef.json").unwrap();
    let set = common::run(&["-"], text.as_bytes()).1;
    assert_eq!(set.lines().count(), 2, "{set}");
    let sufficient = fs::read_to_string("fixtures/roles/managed-enough/stdout").unwrap();
    assert_eq!(sufficient.lines().count(), 2, "{sufficient}");
}

/// The lines of a patch: number, whether it is new, text.
fn patch(report: &str) -> Vec<(usize, bool, String)> {
    let line = |line: &str| {
        let line = line.strip_prefix("  ")?.trim_start();
        let (number, rest) = line.split_once(' ')?;
        let number = number.parse().ok()?;
        let new = rest.strip_prefix("+ ").or_else(|| (rest == "+").then_some(""));
        let old = rest.strip_prefix("- ").or_else(|| (rest == "-").then_some(""));
        Some((number, new.is_some(), new.or(old)?.to_owned()))
    };
    report.lines().filter_map(line).collect()
}

/// The text with a patch applied, as a person would: first what goes, then what comes.
fn patched(text: &str, patch: &[(usize, bool, String)]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (number, _, old) in patch.iter().rev().filter(|(_, is_new, _)| !is_new) {
        assert_eq!(lines[number - 1].trim_end().replace('\t', "    "), *old);
        lines.remove(number - 1);
    }
    for (number, _, new) in patch.iter().filter(|(_, is_new, _)| *is_new) {
        lines.insert(number - 1, new.clone());
    }
    lines.join("\n")
}

#[test]
fn the_patch_sets_the_role() {
    let (rules, question) = (rules::Rules::built_in(), Question::default());
    let code = "[execution-role-missing]";
    let mut count = 0;
    each(|name, file| {
        let report = graphical::file(file, &style(10_000, true, Detail::Full), true);
        // With -v, all lines of a patch are shown.
        let whole = graphical::file(file, &style(10_000, true, Detail::Verbose), true);
        let patch = patch(&whole);
        if report.matches(code).count() != 1 || file.task_reports.len() != 1 || patch.is_empty() {
            return;
        }
        if file.task_reports[0].findings.len() + file.problems.len() != 1 {
            return;
        }
        // Of a file that is one long line, a patch shows the part that changes.
        if patch.iter().any(|(.., text)| text.starts_with('…') || text.ends_with('…')) {
            return;
        }
        let fixed = patched(file.source.text(), &patch);
        let after =
            analyze(&Source::new(name, fixed.as_str()), Vec::new(), &rules, &question, |file| {
                graphical::file(file, &style(10_000, true, Detail::Full), true)
            });
        assert!(!after.contains(code) && !after.contains(": error: "), "{name}\n{fixed}\n{after}");
        count += 1;
    });
    assert!(count > 20, "{count} patches");
}

#[test]
fn the_next_command_runs() {
    let mut count = 0;
    each(|name, file| {
        let report = graphical::file(file, &style(10_000, true, Detail::Full), true);
        for line in report.lines() {
            let Some(command) = line.trim_start().strip_prefix("next: needs-exec-role ") else {
                continue;
            };
            let command = command.split("  #").next().unwrap();
            // What stands between quotes is one argument.
            let parts = command.split('\'').enumerate();
            let args: Vec<_> = parts
                .flat_map(|(index, part)| match index % 2 {
                    0 => part.split_whitespace().collect(),
                    _ => vec![part],
                })
                .collect();
            let (code, out, error) = common::run_all(&args, b"");
            assert!(code != 2 && !out.is_empty(), "{name}: {command}: {code}\n{out}{error}");
            count += 1;
        }
    });
    assert!(count > 20, "{count} commands");
}

/// Runs the program in a folder with the arguments of its case and more, at full width; gives what it prints.
fn answer_of(folder: &Path, more: &[&str]) -> Option<String> {
    let cmd = fs::read_to_string(folder.join("cmd")).ok()?;
    let args = cmd.lines().find_map(|line| line.strip_prefix("args: "))?;
    let mut program = common::program();
    program.current_dir(folder).env("COLUMNS", "10000");
    let output = program.args(args.split(' ')).args(more).output().unwrap();
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The JSON object that a text begins with.
fn object(text: &str) -> &str {
    let mut depth = 0;
    let end = text.find(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0
    });
    &text[..=end.unwrap()]
}

#[test]
fn the_statements_that_are_to_be_added_are_enough() {
    let mut count = 0;
    for entry in fs::read_dir("fixtures/roles").unwrap() {
        let folder = entry.unwrap().path();
        let Some(before) = answer_of(&folder, &[]) else { continue };
        let mut lines = before.lines();
        while let Some(line) = lines.next() {
            let is_missing = line.contains(" the role does not allow ") && line.ends_with(']');
            let mut below = lines.clone().take_while(|it| !it.is_empty());
            let added = below.find_map(|it| it.split_once("add to the role's policy: "));
            let Some((_, statement)) = added.filter(|_| is_missing) else { continue };
            let statement = object(statement);
            let policy = format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}]}}"#);
            let file =
                std::env::temp_dir().join(format!("added-{}-{count}.json", std::process::id()));
            fs::write(&file, policy).unwrap();
            let after = answer_of(&folder, &["--role", file.to_str().unwrap()]).unwrap();
            fs::remove_file(&file).unwrap();
            assert!(!after.contains(line), "{}: {statement}\n{after}", folder.display());
            count += 1;
        }
    }
    assert!(count > 10, "{count} statements");
}
