//! Where the answer goes: standard output or a file; a reader that has gone is no failure.

use super::Failure;
use super::args::{Color, ShowArguments};
use super::files::is_stdin;
use super::replace::{ReplacedFile, destination};
use needs_exec_role::{Detail, Style, Summary, Unit};
use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IntoInnerError, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// The place that the answer is written to.
pub(super) struct Output {
    /// Standard output by itself is written to line by line.
    writer: BufWriter<OutputPlace>,
    /// The file that it is, for errors.
    file: Option<PathBuf>,
    is_closed: bool,
}

/// What is written to.
enum OutputPlace {
    /// As it comes.
    Stream(Box<dyn Write>),
    /// A file, which is replaced at the end.
    File(ReplacedFile),
}

impl Output {
    /// Opens the file that `-o` names, or standard output.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn open(file: Option<&Path>) -> Result<Self, Failure> {
        let file = file.filter(|it| !is_stdin(it));
        let place = match file {
            Some(path) => OutputPlace::open(path).map_err(|it| failure(Some(path), &it))?,
            None => OutputPlace::Stream(Box::new(io::stdout().lock())),
        };
        Ok(Self::of(place, file.map(Path::to_owned)))
    }

    /// Standard error, for a report where standard output is for something else.
    pub(super) fn beside() -> Self {
        Self::of(OutputPlace::Stream(Box::new(io::stderr())), None)
    }

    fn of(place: OutputPlace, file: Option<PathBuf>) -> Self {
        Self { writer: BufWriter::new(place), file, is_closed: false }
    }

    /// Writes a piece. Once the reader has gone (`| head`), the rest is dropped: the judging goes on, for
    /// the exit code.
    pub(super) fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.write_bytes(text.as_bytes())
    }

    /// The same for bytes.
    pub(super) fn write_bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if self.is_closed || bytes.is_empty() {
            return Ok(());
        }
        match self.writer.write_all(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            other => other.map_err(|error| failure(self.file.as_deref(), &error)),
        }
    }

    /// Writes what is still held back; only now a file is there, or another than before.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let place = self.writer.into_inner().map_err(IntoInnerError::into_error);
        match place.and_then(OutputPlace::finish) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other.map_err(|error| failure(self.file.as_deref(), &error)),
        }
    }
}

impl OutputPlace {
    fn open(path: &Path) -> io::Result<Self> {
        let as_it_comes = |path: &Path| Ok(Self::Stream(Box::new(File::create(path)?)));
        let found = fs::metadata(path);
        // A pipe or a device; or what is open elsewhere, as `/dev/stdout`, which may lead to a file.
        if found.as_ref().is_ok_and(|it| !it.is_file() && !it.is_dir()) || is_open_elsewhere(path) {
            return as_it_comes(path);
        }
        let target = destination(path)?;
        if found.is_err() {
            return ReplacedFile::begin(target).map(Self::File);
        }
        // Whether the file may be written to, its directory does not say, nor the file what may be written beside it.
        drop(OpenOptions::new().write(true).open(&target)?);
        let new = ReplacedFile::begin(target.clone()).map(Self::File);
        new.or_else(|_| as_it_comes(&target))
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Stream(mut stream) => stream.flush(),
            Self::File(new) => new.finish(),
        }
    }
}

impl Write for OutputPlace {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stream(stream) => stream.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stream(stream) => stream.flush(),
            Self::File(file) => file.flush(),
        }
    }
}

/// Whether a path is that of an open file.
fn is_open_elsewhere(path: &Path) -> bool {
    path.starts_with("/dev") || path.starts_with("/proc")
}

/// Says something on standard error.
pub(super) fn say(line: &str) {
    drop(writeln!(io::stderr().lock(), "needs-exec-role: {line}"));
}

/// Says on standard error that there was nothing to check, where that is so.
pub(super) fn report_nothing(summary: &Summary) {
    if summary.found_nothing() {
        say(&summary.nothing());
    }
}

/// Says on standard error that the values of other files were left open in some.
pub(super) fn report_beyond(files: usize) {
    if files > 0 {
        say(&format!(
            "more than {} templates: in {files} of them, what they import is left open",
            Unit::MOST_FILES
        ));
    }
}

/// That the answer cannot be written, with the file where it is one.
fn failure(file: Option<&Path>, error: &io::Error) -> Failure {
    let why = why_not_written(error);
    Failure(match file {
        Some(path) => format!("--output {}: {why}", path.display()),
        None => format!("standard output: {why}"),
    })
}

/// Why a file cannot be written, in a few words.
pub(super) fn why_not_written(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such directory".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to write this file".to_owned(),
        io::ErrorKind::IsADirectory => "is a directory".to_owned(),
        _ => error.to_string(),
    }
}

/// How a report on standard output or in a file looks, from the flags, the terminal and the environment.
pub(super) fn style(show: &ShowArguments, is_file: bool) -> Style {
    let stdout = io::stdout();
    let on_terminal = !is_file && stdout.is_terminal();
    let color = match show.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if is_file => false,
        Color::Auto if is_set("NO_COLOR") => false,
        Color::Auto if is_set("FORCE_COLOR") => true,
        Color::Auto => anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
    };
    let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = columns.or_else(|| terminal().filter(|_| on_terminal)).unwrap_or(100);
    let detail = match (show.quiet, show.verbose) {
        (true, _) => Detail::Quiet,
        (false, true) => Detail::Verbose,
        (false, false) => Detail::Full,
    };
    Style { color, unicode: is_unicode(), width, links: on_terminal && color, detail }
}

/// Whether more than ASCII can be shown: not where the terminal is `dumb`, nor in the locale `C`. Without a locale, as
/// in many containers, it is.
fn is_unicode() -> bool {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    let is_ascii = locale.is_some_and(|locale| locale == "C" || locale == "POSIX");
    !is_ascii && env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Whether a variable of the environment switches something on: it is there and not empty, whatever it holds
/// (no-color.org, force-color.org).
fn is_set(variable: &str) -> bool {
    env::var_os(variable).is_some_and(|value| !value.is_empty())
}
