//! How the answer is shown, as clap reads it.

use crate::workspace::{Failure, files};
use clap::builder::{OsStringValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum, ValueHint};
use needs_exec_role::{Format, Severity};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// How the answer is shown.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(in crate::cli) struct ShowArguments {
    /// Output format
    #[arg(long, default_value = "graphical", value_parser = formats())]
    pub(in crate::cli) format: String,

    /// Lowest severity that causes exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "SEVERITY")]
    pub(in crate::cli) fail_on: FailOn,

    /// When to use color; NO_COLOR and FORCE_COLOR are honored
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN", global = true)]
    pub(in crate::cli) color: Color,

    /// Print only problems
    #[arg(long, short, conflicts_with = "verbose")]
    pub(in crate::cli) quiet: bool,

    /// Print every permission in full
    #[arg(long, short)]
    pub(in crate::cli) verbose: bool,

    /// Write the output to FILE; with FORMAT= write one more report, in that format (repeatable)
    ///
    /// FILE gets the output of --format, and standard output nothing. FORMAT=FILE, such as sarif=out.sarif,
    /// gets a report of the same run, and standard output still has that of --format; FORMAT=- is
    /// standard output in that format instead. A file is there, or replaced, once it is whole. For a
    /// file with such a name, pass ./FORMAT=FILE.
    #[arg(
        long,
        short,
        value_name = "[FORMAT=]FILE",
        value_parser = OsStringValueParser::new().try_map(OutputArgument::read),
        value_hint = ValueHint::FilePath
    )]
    output: Vec<OutputArgument>,
}

/// Where something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct OutputArgument {
    /// The format of the report; none where it is that of `--format`.
    format: Option<Format>,
    path: PathBuf,
}

/// Severities that fail a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FailOn {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
    /// Never
    Never,
}

/// When to use color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The formats that the program has.
fn formats() -> PossibleValuesParser {
    let values = Format::names().map(|(name, what)| PossibleValue::new(name).help(what));
    values.collect::<Vec<_>>().into()
}

impl ShowArguments {
    /// The reports of the run, each with its format and its file, if it is not for standard output. What is wanted of
    /// `--format` is among them, unless another report takes its place.
    pub(in crate::cli) fn reports(&self) -> Vec<(Format, Option<&Path>)> {
        let format = Format::named(&self.format).unwrap_or_default();
        let all = self.output.iter().map(|it| (it.format.unwrap_or(format), it.file()));
        let is_replaced = self.output.iter().any(|it| it.format.is_none() || it.file().is_none());
        let answer = (!is_replaced).then_some((format, None));
        answer.into_iter().chain(all).collect()
    }

    /// The file for what is no report, if it is not for standard output.
    ///
    /// # Errors
    /// A format, or several files.
    pub(in crate::cli) fn file(&self) -> Result<Option<&Path>, Failure> {
        let refuse = |it: &OutputArgument| {
            let path = it.path.display();
            let why = "what is printed here is no report: pass one FILE, without FORMAT=";
            Err(Failure(format!("--output {path}: {why}")))
        };
        match self.output.as_slice() {
            [] => Ok(None),
            [OutputArgument { format: None, path }] => Ok(Some(path)),
            [first] | [_, first, ..] => refuse(first),
        }
    }
}

impl OutputArgument {
    /// The file; none for standard output.
    fn file(&self) -> Option<&Path> {
        Some(self.path.as_path()).filter(|it| !files::is_stdin(it))
    }

    /// Reads `FILE` or `FORMAT=FILE`: a word before `=` is a format.
    fn read(text: OsString) -> Result<Self, String> {
        let lossy = text.to_string_lossy();
        let is_word = |it: &str| {
            !it.is_empty()
                && it.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        let Some((word, path)) = lossy.split_once('=').filter(|(word, _)| is_word(word)) else {
            return Ok(Self { format: None, path: text.into() });
        };
        let Some(format) = Format::named(word) else {
            let names: Vec<_> = Format::names().map(|(name, _)| name).collect();
            let names = names.join(", ");
            return Err(format!(
                "`{word}` is not a format ({names}); for a file of this name, pass ./{lossy}"
            ));
        };
        match (path, text.to_str()) {
            ("", _) => Err(format!("expected a file after `{word}=`")),
            (_, None) => Err("after a format, the path has to be UTF-8".to_owned()),
            (path, _) => Ok(Self { format: Some(format), path: path.into() }),
        }
    }
}

impl FailOn {
    /// The lowest severity that fails a run.
    pub(in crate::cli) fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Never => None,
        }
    }
}
