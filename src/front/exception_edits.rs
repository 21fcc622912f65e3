//! How a text, or the configuration, says that something may stay: as edits that are checked before they are offered.

use super::checker::Checker;
use super::configuration::Configuration;
use super::diagnostic::{ReportedDiagnostic, ReportedEdit};
use super::report::Report;
use super::source_file::SourceFile;
use super::unit::Unit;
use crate::analysis::wording;
use crate::base::source::Span;
use std::collections::BTreeMap;

impl Checker {
    /// The comment that lets a diagnostic of a file stay, with a reason, on a line of its own above it. None where the
    /// file takes no comments there, or where one would suppress something else or nothing.
    pub fn ignoring_comment(
        &self,
        unit: &Unit,
        file: &SourceFile,
        diagnostic: &ReportedDiagnostic,
        reason: &str,
    ) -> Option<ReportedEdit> {
        let place = &diagnostic.primary.as_ref()?.place;
        let (_, own) = file.source.files().find(|(name, _)| *name == place.path)?;
        let text = file.source.slice(own);
        let before = text.get(..place.start.offset)?;
        let start = before.rfind('\n').map_or(0, |it| it + 1);
        let line = text.get(start..)?;
        let indent = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len())?;
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let comment = wording::ignore_comment(&diagnostic.code, reason);
        let comment = format!("{indent}# {comment}{end}");
        let at = own.start as usize + start;
        let edited = file.source.edited([(Span::new(at, at), comment.as_str())])?;
        let after = self.diagnose_in(unit, &file.with_source(edited.into()));
        lets_stay(&self.diagnose_in(unit, file), &after, diagnostic).then(|| ReportedEdit {
            path: place.path.clone(),
            start,
            end: start,
            text: comment,
        })
    }
}

/// Whether one report is as the other, but that a diagnostic may stay.
fn lets_stay(before: &Report, after: &Report, diagnostic: &ReportedDiagnostic) -> bool {
    let left = |report: &Report| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for it in report.diagnostics().filter(|it| it.suppressed.is_none()) {
            *counts.entry(it.fingerprint.clone()).or_default() += 1;
        }
        counts
    };
    let (before, after) = (left(before), left(after));
    let count = |counts: &BTreeMap<String, usize>, it: &str| counts.get(it).copied().unwrap_or(0);
    let own = &diagnostic.fingerprint;
    count(&after, own) < count(&before, own)
        && after.iter().all(|(it, number)| *number <= count(&before, it))
}

impl Configuration {
    /// A configuration with one more exception: for a code in the files of a pattern, with a reason. `text` is the
    /// configuration as it is. None where that is not written as a list in lines, or is not valid.
    pub fn with_exception(text: &str, code: &str, pattern: &str, reason: &str) -> Option<String> {
        let quoted = |it: &str| serde_json::to_string(it).ok();
        let (pattern, reason) = (quoted(pattern)?, quoted(reason)?);
        let item = |indent: &str| {
            format!(
                "{indent}- code: {code}\n{indent}  path: {pattern}\n{indent}  reason: {reason}\n"
            )
        };
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let is_key = |line: &&str| line.trim_end() == "exceptions:";
        let edited = if let Some(at) = lines.iter().position(is_key) {
            let next = lines.get(at + 1).copied().unwrap_or_default();
            let indent = next.get(..next.find('-')?).filter(|it| it.trim().is_empty())?;
            let (before, after) = lines.split_at_checked(at + 1)?;
            [before.concat(), item(indent), after.concat()].concat()
        } else {
            let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            format!("{text}{end}exceptions:\n{}", item("  "))
        };
        let count =
            |text: &str| Some(Self::read(&SourceFile::new("", text)).ok()?.exceptions.len());
        (count(&edited)? == count(text)? + 1).then_some(edited)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]

    use crate::front::{Checker, Configuration, Options, SourceFile, Unit};

    #[test]
    fn an_exception_is_added_to_a_configuration() {
        let item = "- code: unknown-key\n  path: \"a.json\"\n  reason: \"x: y\"\n";
        let indented = "  - code: unknown-key\n    path: \"a.json\"\n    reason: \"x: y\"\n";
        for (text, expected) in [
            ("", Some(format!("exceptions:\n{indented}"))),
            ("region: eu-west-1", Some(format!("region: eu-west-1\nexceptions:\n{indented}"))),
            (
                "exceptions:\n- code: syntax\n  reason: z\nregion: eu-west-1\n",
                Some(format!(
                    "exceptions:\n{item}- code: syntax\n  reason: z\nregion: eu-west-1\n"
                )),
            ),
            ("exceptions: [{code: syntax, reason: z}]\n", None),
            ("exceptions:\n", None),
            ("nonsense: 1\n", None),
        ] {
            let found = Configuration::with_exception(text, "unknown-key", "a.json", "x: y");
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_comment_is_offered_where_it_suppresses_the_finding() {
        let image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1";
        for (name, text, expected) in [
            (
                "web.yaml",
                format!(
                    "requiresCompatibilities: [FARGATE]\r\ncontainerDefinitions:\r\n  - name: ü\r\n    image: {image}\r\n"
                ),
                Some("    # needs-exec-role: ignore[execution-role-missing] later\r\n    image"),
            ),
            (
                "main.tf",
                format!(
                    "resource \"aws_ecs_task_definition\" \"x\" {{\n  requires_compatibilities = [\"FARGATE\"]\n  container_definitions = jsonencode([\n\t{{ image = \"{image}\" }}])\n}}\n"
                ),
                Some("\t# needs-exec-role: ignore[execution-role-missing] later\n\t{ image"),
            ),
            (
                "web.json",
                format!(
                    "{{\"requiresCompatibilities\": [\"FARGATE\"],\n\"containerDefinitions\": [{{\"image\": \"{image}\"}}]}}"
                ),
                None,
            ),
            (
                "quoted.yaml",
                format!(
                    "a: |\n  {{\"requiresCompatibilities\": [\"FARGATE\"],\n  \"containerDefinitions\": [{{\"image\": \"{image}\"}}]}}\n"
                ),
                None,
            ),
        ] {
            let checker = Checker::new(&Options::default()).unwrap();
            let (unit, file) = (Unit::default(), SourceFile::new(name, text.as_str()));
            let report = checker.diagnose_in(&unit, &file);
            let Some(found) = report.diagnostics().find(|it| it.code == "execution-role-missing")
            else {
                assert_eq!(expected, None, "{name}");
                continue;
            };
            let edit = checker.ignoring_comment(&unit, &file, found, "later");
            let edited = edit.map(|it| {
                let mut text = text.clone();
                text.replace_range(it.start..it.end, &it.text);
                text
            });
            match (edited, expected) {
                (Some(edited), Some(expected)) => assert!(edited.contains(expected), "{edited}"),
                (edited, expected) => assert_eq!((edited, expected), (None, None), "{name}"),
            }
        }
    }
}
