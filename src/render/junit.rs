//! The XML of `JUnit`: a suite for each file, with a case for each task definition and one for the file itself.
//!
//! What fails the run is a failure of its case; the rest is the case's output.

use super::compact;
use super::reported::{Reported, of_file, of_task, task_names};
use super::sanitize::escape;
use super::{RenderedPiece, Renderer, Summary};
use crate::analysis::{Diagnostic, FileReport};
use crate::base::diagnostic::Severity;

/// The format.
pub(super) struct Junit {
    /// The lowest severity that fails the run.
    fail_on: Option<Severity>,
}

impl Default for Junit {
    fn default() -> Self {
        Self { fail_on: Some(Severity::Error) }
    }
}

impl Renderer for Junit {
    fn begin(&self) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"needs-exec-role\">\n".into()
    }

    fn fail_on(&mut self, lowest: Option<Severity>) {
        self.fail_on = lowest;
    }

    fn unit(&self, file: &FileReport<'_>, _is_named: bool) -> RenderedPiece {
        let path = file.source.name();
        let mut cases = Vec::new();
        if !file.problems.is_empty() || file.task_reports.is_empty() {
            cases.push(self.case(path, path, &of_file(file).collect::<Vec<_>>()));
        }
        for (name, task) in task_names(file).iter().zip(&file.task_reports) {
            let path = file.source.file_at(task.task.span.start).0;
            cases.push(self.case(path, name, &of_task(file, task).collect::<Vec<_>>()));
        }
        RenderedPiece { body: suite(path, &cases), tail: String::new() }
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let is_error = self.is_failure(problem);
        let unread = Reported::unread(path, problem);
        let text = compact::line(&unread);
        let outcome = if is_error {
            element("error", problem, &unread.one_line(), &text)
        } else {
            output(&text)
        };
        let case = TestCase { text: case(path, path, &outcome), has_failed: false, is_error };
        RenderedPiece { body: suite(path, &[case]), tail: String::new() }
    }

    fn end(&self, _summary: &Summary, _has_bodies: bool, _tail: &str) -> String {
        "</testsuites>\n".to_owned()
    }
}

/// A case, and what counts it.
struct TestCase {
    text: String,
    has_failed: bool,
    is_error: bool,
}

impl Junit {
    fn is_failure(&self, diagnostic: &Diagnostic) -> bool {
        self.fail_on.is_some_and(|lowest| diagnostic.severity >= lowest)
    }

    /// The case of a task definition or a file. It has one failure at most, since readers show one.
    fn case(&self, path: &str, name: &str, all: &[Reported<'_, '_>]) -> TestCase {
        let is_failure = |it: &&Reported<'_, '_>| self.is_failure(it.diagnostic);
        let (failures, others): (Vec<&Reported<'_, '_>>, Vec<_>) = all.iter().partition(is_failure);
        let lines = |of: &[&Reported<'_, '_>]| -> String {
            of.iter().map(|it| compact::line(it)).collect()
        };
        let mut inner = String::new();
        if let Some(first) = failures.first() {
            let mut message = first.one_line();
            if failures.len() > 1 {
                message.push_str(&format!(" (and {} more)", failures.len() - 1));
            }
            inner.push_str(&element("failure", first.diagnostic, &message, &lines(&failures)));
        }
        if !others.is_empty() {
            inner.push_str(&output(&lines(&others)));
        }
        let text = case(path, name, &inner);
        TestCase { text, has_failed: !failures.is_empty(), is_error: false }
    }
}

fn suite(path: &str, cases: &[TestCase]) -> String {
    let failures = cases.iter().filter(|it| it.has_failed).count();
    let errors = cases.iter().filter(|it| it.is_error).count();
    let text: String = cases.iter().map(|it| it.text.as_str()).collect();
    format!(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"0\">\n{text}  </testsuite>\n",
        xml(&escape(path)),
        cases.len()
    )
}

fn case(path: &str, name: &str, inner: &str) -> String {
    let (path, name) = (xml(&escape(path)), xml(&escape(name)));
    let begin = format!("    <testcase name=\"{name}\" classname=\"{path}\" file=\"{path}\"");
    if inner.is_empty() {
        return format!("{begin} />\n");
    }
    format!("{begin}>\n{inner}    </testcase>\n")
}

fn element(name: &str, diagnostic: &Diagnostic, message: &str, text: &str) -> String {
    let (message, kind) = (xml(&escape(message)), xml(diagnostic.code.name()));
    let text = xml(text);
    format!("      <{name} message=\"{message}\" type=\"{kind}\">{text}</{name}>\n")
}

fn output(text: &str) -> String {
    format!("      <system-out>{}</system-out>\n", xml(text))
}

/// The text as XML 1.0 has it, in attributes and between tags; U+FFFD for what it forbids.
fn xml(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&apos;"),
            '\n' | '\t' => written.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => written.push(char::REPLACEMENT_CHARACTER),
            c => written.push(c),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::xml;

    #[test]
    fn what_xml_forbids_is_replaced() {
        assert_eq!(xml("<a b='\"'>&]]>\n"), "&lt;a b=&apos;&quot;&apos;&gt;&amp;]]&gt;\n");
        assert_eq!(xml("\u{0}\u{1b}\u{fffe}\u{ffff}é🚀"), "\u{fffd}\u{fffd}\u{fffd}\u{fffd}é🚀");
    }
}
