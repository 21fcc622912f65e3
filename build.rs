//! Decodes `rules/*.yaml`, with the program's own decoder, and writes them as constants: the start of the
//! program parses nothing, and a rule that is broken does not build.

use rules::build::literal::Literal;
use rules::build::tree;
use rules::decode::{check_name, decode};
use rules::index::PathIndex;
use rules::rule::Rule;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

// What stands below the decoder, under the names that it uses.
use floors::{aws, base, rules, syntax};

#[path = "src"]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "only what decodes is used here")]
mod floors {
    pub mod aws;
    pub mod base;

    pub mod syntax {
        mod tree;
        pub use tree::{Entry, Map, Node, Value};
    }

    pub mod rules {
        pub mod build;
        pub mod data;
        pub mod decode;
        pub mod fault;
        pub mod index;
        pub mod language;
        mod object;
        pub mod path;
        pub mod resource;
        pub mod rule;
        pub mod value;
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    for read in ["rules", "src/aws", "src/base", "src/rules", "src/syntax/tree.rs"] {
        println!("cargo::rerun-if-changed={read}");
    }
    let mut rules = rule_files(Path::new("rules"))?
        .iter()
        .map(|path| rule(path))
        .collect::<Result<Vec<_>, _>>()?;
    rules.sort_by(|one, other| one.id.cmp(&other.id));
    let (count, index) = (rules.len(), PathIndex::new(&rules));
    let all: String = rules.iter().map(|rule| rule.literal() + ",\n").collect();
    let out = PathBuf::from(env::var("OUT_DIR")?).join("rules.rs");
    let index = index.literal();
    fs::write(
        out,
        format!(
            "pub(super) static RULES: [Rule; {count}] = [\n{all}];\n\
            pub(super) static INDEX: PathIndex = {index};\n"
        ),
    )?;
    Ok(())
}

fn rule_files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            paths.push(path);
        }
    }
    Ok(paths)
}

/// The rule of a file; the error says at which key it is broken.
fn rule(path: &Path) -> Result<Rule, String> {
    let broken = |message: String| format!("{}: {message}", path.display());
    let text = fs::read_to_string(path).map_err(|error| broken(error.to_string()))?;
    let root = tree::read(&text).map_err(|error| broken(error.to_string()))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let rule = decode(&root).and_then(|rule| check_name(&rule, &root, &stem).map(|()| rule));
    rule.map_err(|problem| {
        let place = problem.span().map(|span| root.pointer_to(span)).unwrap_or_default();
        broken(format!("{place}: {}", problem.subject))
    })
}
