//! The lines of a source with what is underlined in them. Only this file names miette.

use super::excerpt::{Shown, WordedLabel};
use super::layout;
use super::line::ExcerptFrame;
use crate::analysis::{Combination, Diagnostic, wording};
use crate::base::diagnostic::Severity;
use crate::base::source::Source;
use crate::render::Style;
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use std::fmt;
use textwrap::core::display_width;

/// The labels of a diagnostic, each under its text.
#[derive(Debug)]
pub(super) struct Snippet {
    severity: Severity,
    shown: Shown,
}

impl Snippet {
    /// Those of a diagnostic of a source.
    pub(super) fn new(
        diagnostic: &Diagnostic,
        source: &Source,
        all: &[Combination<'_>],
        style: &Style,
    ) -> Self {
        let frame = ExcerptFrame { width: style.columns(), unicode: style.unicode };
        let word = |label| WordedLabel { label, text: wording::label(diagnostic, label, all) };
        let related: Vec<_> = diagnostic.related.iter().map(word).collect();
        let primary = diagnostic.primary.as_ref().map(word);
        let shown = primary.map(|primary| Shown::new(source, &primary, &related, frame));
        Self { severity: diagnostic.severity, shown: shown.unwrap_or_default() }
    }

    /// What there was no room for.
    pub(super) fn shown(&self) -> &Shown {
        &self.shown
    }

    /// The drawing; empty where there is nothing to show. With a code its first line says where it is, and the code.
    pub(super) fn draw(&self, code: Option<&str>, style: &Style) -> String {
        if self.shown.excerpts.is_empty() {
            return String::new();
        }
        let handler = GraphicalReportHandler::new_themed(self.theme(style))
            .with_width(style.columns())
            .without_syntax_highlighting()
            .with_break_words(false)
            .with_word_separator(layout::SEPARATOR)
            .with_word_splitter(layout::SPLITTER);
        let mut out = String::new();
        if handler.render_report(&mut out, self).is_err() {
            return String::new();
        }
        // miette begins with the message, which stands in a line of its own here.
        let corner = if style.unicode { '\u{256d}' } else { ',' };
        let lines = out.lines().skip_while(|line| !line.trim_start().starts_with(corner));
        let mut text = String::new();
        for (index, line) in lines.enumerate() {
            let line = line.trim_end();
            match (index, code) {
                (0, Some(code)) => text.push_str(&first_line(line, code, style.columns())),
                (0, None) => text.push_str(line.split('[').next().unwrap_or(line)),
                _ if line.trim_start().starts_with(corner) => {
                    text.push_str(&fitted_place(line, style.columns()));
                }
                _ => text.push_str(line),
            }
            text.push('\n');
        }
        text
    }

    /// One color for what the diagnostic is about, one for its context.
    fn theme(&self, style: &Style) -> GraphicalTheme {
        let characters =
            if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
        let mut styles = if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
        let primary = match self.severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Note => styles.advice,
        };
        let context = styles.help;
        let color = |is_primary| if is_primary { primary } else { context };
        styles.highlights = self.shown.labels.iter().map(|label| color(label.is_primary)).collect();
        GraphicalTheme { characters, styles }
    }
}

/// `╭─[path:line:column] [code]`; where that is too wide the code gets a line of its own.
fn first_line(line: &str, code: &str, width: usize) -> String {
    if display_width(line) + code.len() + 3 <= width {
        return format!("{line} [{code}]");
    }
    format!("  [{code}]\n{}", fitted_place(line, width))
}

/// `╭─[path:line:column]`; where that is too wide the path loses its beginning, and its color.
fn fitted_place(line: &str, width: usize) -> String {
    let over = display_width(line).saturating_sub(width);
    match line.split_once('[').filter(|_| over > 0) {
        Some((corner, place)) => {
            let tail: String = layout::without_color(place).chars().skip(over + 3).collect();
            format!("{corner}[...{tail}")
        }
        None => line.to_owned(),
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Snippet {}

impl miette::Diagnostic for Snippet {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.shown)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.shown.labels.iter().map(|label| {
            let text = (!label.message.is_empty()).then(|| label.message.clone());
            let span = SourceSpan::from(label.range.clone());
            if label.is_primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        });
        Some(Box::new(labels))
    }
}

impl SourceCode for Shown {
    /// With context: the whole excerpt. Without: the label alone, at its place in the source.
    ///
    /// What lies in two excerpts is refused, so that they are never drawn as one.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let holds = |range: &std::ops::Range<usize>| range.contains(&start) && end <= range.end;
        let excerpt = self.excerpts.iter().find(|it| holds(&it.range));
        let excerpt = excerpt.ok_or(MietteError::OutOfBounds)?;
        let label = self.labels.iter().find(|label| label.range.start == start);
        let (range, line, column) = match label {
            Some(label) if before + after == 0 => {
                (start..end, label.position.line - 1, label.position.column - 1)
            }
            _ => (excerpt.range.clone(), excerpt.first_line, 0),
        };
        let data = self.text.get(range.clone()).unwrap_or_default().as_bytes();
        let contents = MietteSpanContents::new_named(
            excerpt.path.clone(),
            data,
            range.into(),
            line,
            column,
            excerpt.line_count,
        );
        Ok(Box::new(contents))
    }
}
