//! A named text, as the front door takes it.

use crate::analysis::{Diagnostic, of_problem};
use crate::base::problem::Problem;
use crate::base::source::{Encoding, EncodingError, Source};
use std::sync::Arc;

/// A named text to check, or one that belongs to what is checked.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub(super) source: Arc<Source>,
    /// What was wrong with its bytes.
    pub(super) problems: Vec<Problem>,
    /// Whether somebody asked for it, rather than for a folder that holds it.
    pub(super) is_named: bool,
}

impl SourceFile {
    /// The largest text that is worth reading, in bytes. ECS takes no task definition, and CloudFormation
    /// no template, that comes near it.
    pub const LARGEST: u64 = 64 << 20;

    /// A text by its name: a path as the user wrote it.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let source = Arc::new(Source::new(name, text));
        Self { source, problems: Vec::new(), is_named: true }
    }

    /// The same from bytes: UTF-8, with or without a byte order mark, or UTF-16 with one. Bytes that are
    /// not text are reported when it is checked.
    pub fn decode(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let (source, error) = Source::decode(name, bytes);
        let problems = error.map(encoding_problem).into_iter().collect();
        Self { source: Arc::new(source), problems, is_named: true }
    }

    /// The same, met in a folder: nothing is said about it where it holds no task definition.
    #[must_use]
    pub fn met_in_folder(self) -> Self {
        Self { is_named: false, ..self }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.source.text()
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// What the system says about it.
    Unreadable(String),
    /// It is larger than [`SourceFile::LARGEST`].
    TooLarge,
}

impl Unread {
    /// Why, in a few words.
    pub fn message(&self) -> String {
        match self {
            Self::Unreadable(why) => why.clone(),
            Self::TooLarge => {
                format!("larger than {} MiB: not a task definition", SourceFile::LARGEST >> 20)
            }
        }
    }

    pub(super) fn diagnostic(&self) -> Diagnostic {
        let code = match self {
            Self::Unreadable(_) => "unreadable",
            Self::TooLarge => "too-large",
        };
        let problem = Problem::whole(code, self.message());
        of_problem(match self {
            Self::Unreadable(_) => problem,
            Self::TooLarge => problem.with_help("name the file that holds the task definition"),
        })
    }
}

fn encoding_problem(error: EncodingError) -> Problem {
    let encoding = match error.encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
    };
    Problem::error("encoding", error.span, format!("the file is not {encoding} from here on"))
        .with_help("save it as UTF-8: the AWS CLI refuses anything else")
}
