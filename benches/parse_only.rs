//! Reads and parses the files of a directory and does nothing else: what `compare.py` compares a check with.

use needs_exec_role::base::source::Source;
use needs_exec_role::input::parse;
use std::io::Write;
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut documents = 0;
    for folder in env::args_os().skip(1) {
        let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
        let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
        paths.sort();
        for path in paths {
            let (source, _) = Source::decode(path.to_string_lossy(), fs::read(&path)?);
            documents += parse::read_source(&source).documents.len();
        }
    }
    // The count keeps the reading from being optimized away.
    writeln!(io::stdout(), "{documents} documents")?;
    Ok(())
}
