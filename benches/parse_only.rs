//! Reads and parses the files of a directory and does nothing else: what `compare.py` compares a check with.

use needs_exec_role::base::source::Source;
use needs_exec_role::input::parse;
use needs_exec_role::syntax::hcl;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// That of the program, so that the two are compared by their work.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn paths_in(folder: impl AsRef<Path>) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    paths.sort();
    Ok(paths)
}

fn main() -> io::Result<()> {
    let mut documents = 0;
    for folder in env::args_os().skip(1) {
        for path in paths_in(&folder)? {
            // A module is a folder.
            let files = if path.is_dir() { paths_in(&path)? } else { vec![path] };
            for file in files {
                let (source, _) = Source::decode(file.to_string_lossy(), fs::read(&file)?);
                documents += if file.extension().is_some_and(|it| it == "tf") {
                    usize::from(!hcl::read(source.text(), 0).value.blocks.is_empty())
                } else {
                    parse::read_source(&source).documents.len()
                };
            }
        }
    }
    // The count keeps the reading from being optimized away.
    writeln!(io::stdout(), "{documents} documents")?;
    Ok(())
}
