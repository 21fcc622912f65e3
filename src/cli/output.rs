//! Where the answer goes: standard output or a file; a reader that has gone is no failure.

use super::args::{Color, ShowArguments};
use needs_exec_role::{Detail, Style};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

/// The place that the answer is written to.
pub(super) struct Output {
    /// Standard output by itself is written to line by line.
    writer: BufWriter<Box<dyn Write>>,
    is_closed: bool,
}

impl Output {
    /// Opens the file that `-o` names, or standard output.
    pub(super) fn open(file: Option<&Path>) -> io::Result<Self> {
        let writer: Box<dyn Write> = match file {
            Some(path) => Box::new(File::create(path)?),
            None => Box::new(io::stdout().lock()),
        };
        Ok(Self { writer: BufWriter::new(writer), is_closed: false })
    }

    /// Writes a piece. Once the reader has gone (`| head`), the rest is dropped: the judging goes on, for
    /// the exit code.
    pub(super) fn write(&mut self, text: &str) -> io::Result<()> {
        if self.is_closed || text.is_empty() {
            return Ok(());
        }
        match self.writer.write_all(text.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            other => other,
        }
    }

    /// Writes what is still held back.
    pub(super) fn finish(mut self) -> io::Result<()> {
        match self.writer.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }
}

/// How the answer looks, from the flags, the terminal and the environment.
pub(super) fn style(show: &ShowArguments) -> Style {
    let stdout = io::stdout();
    let on_terminal = show.output.is_none() && stdout.is_terminal();
    let color = match show.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let choice = anstream::AutoStream::choice(&stdout);
            show.output.is_none() && choice != anstream::ColorChoice::Never
        }
    };
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = columns.or_else(|| terminal().filter(|_| on_terminal)).unwrap_or(100);
    let detail = if show.quiet { Detail::Quiet } else { Detail::Full };
    Style { color, unicode: true, width, links: on_terminal && color, detail }
}
