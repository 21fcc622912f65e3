//! Paths → inputs: files as they are named, and the files of a directory that may hold task definitions.

use crate::base::problem::Problem;
use crate::base::source::{Encoding, EncodingError, Source};
use ignore::WalkBuilder;
use std::fs::File;
use std::io::{self, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// The largest file that is read, in bytes. ECS takes no task definition, and CloudFormation no template,
/// that comes near it.
const LARGEST: u64 = 64 << 20;

/// The endings of files that a directory walk looks into: JSON, YAML and templates of them.
const ENDINGS: [&str; 10] =
    ["json", "yml", "yaml", "jsonc", "tpl", "tmpl", "tftpl", "template", "j2", "erb"];

/// Something to read.
#[derive(Clone, Debug)]
pub(super) struct Input {
    /// Where it is; standard input where it is `-`.
    pub(super) path: PathBuf,
    /// Whether the user named it, rather than a directory that holds it.
    pub(super) is_named: bool,
}

/// The inputs that some paths stand for, in order: a directory's files sorted by name. A path that cannot
/// be walked stays, for the error that reading it gives.
pub(super) fn expand(paths: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if path.is_dir() {
            inputs.extend(walk(path));
        } else {
            inputs.push(Input { path: path.clone(), is_named: true });
        }
    }
    inputs
}

/// Hidden folders are walked (GitHub keeps task definitions in `.aws/`), `.git` is not; links are not
/// followed, so no loop can hold the walk.
fn walk(folder: &Path) -> impl Iterator<Item = Input> {
    let walker = WalkBuilder::new(folder)
        .hidden(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    let files =
        walker.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let paths = files.map(ignore::DirEntry::into_path).filter(|path| may_hold_one(path));
    let mut paths: Vec<_> = paths.collect();
    // As by their parts: a folder's files stand together.
    paths.sort_by_cached_key(|path| path.to_string_lossy().replace(MAIN_SEPARATOR, "\0"));
    paths.into_iter().map(|path| Input { path, is_named: false })
}

fn may_hold_one(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

/// Reads an input: its text, and what is wrong with its bytes.
///
/// # Errors
/// A problem that says why it could not be read.
pub(super) fn read(input: &Input) -> Result<(Source, Vec<Problem>), Problem> {
    let bytes = read_bytes(&input.path).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > LARGEST {
        let limit = LARGEST >> 20;
        return Err(Problem::whole(
            "too-large",
            format!("larger than {limit} MiB: not a task definition"),
        )
        .with_help("name the file that holds the task definition"));
    }
    let (source, error) = Source::decode(name(&input.path), bytes);
    Ok((source, error.map(encoding_problem).into_iter().collect()))
}

/// The name of an input in reports.
pub(super) fn name(path: &Path) -> String {
    if is_stdin(path) { "<stdin>".to_owned() } else { path.to_string_lossy().into_owned() }
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if is_stdin(path) {
        io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    // A file that is too large is not read at all: one byte too many tells it.
    bytes.reserve_exact(usize::try_from(size.min(LARGEST)).unwrap_or_default() + 1);
    if size > LARGEST {
        file.take(0).read_to_end(&mut bytes)?;
        bytes.resize(usize::try_from(LARGEST).unwrap_or(usize::MAX) + 1, 0);
        return Ok(bytes);
    }
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn unreadable(error: &io::Error) -> Problem {
    let message = match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read this file".to_owned(),
        _ => format!("cannot be read: {error}"),
    };
    Problem::whole("unreadable", message)
}

fn encoding_problem(error: EncodingError) -> Problem {
    let encoding = match error.encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
    };
    Problem::error("encoding", error.span, format!("the file is not {encoding} from here on"))
        .with_help("save it as UTF-8: the AWS CLI refuses anything else")
}
