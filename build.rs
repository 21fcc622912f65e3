//! Reads `rules/*.yaml`, checks their keys and shapes, and puts them into the program as data, so that its
//! start parses no YAML.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/rules/file.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, reason = "only the reading half is used here")]
mod file;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/rules/file.rs");
    let mut paths = rule_files(Path::new("rules"))?;
    paths.sort();
    let rules = paths.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let rules = rules.iter().map(embedded).collect::<Result<String, _>>()?;
    let out = PathBuf::from(env::var("OUT_DIR")?).join("rules.rs");
    fs::write(out, format!("&[{rules}]"))?;
    Ok(())
}

/// A rule as Rust: what finds its places, and the whole as JSON.
fn embedded(rule: &file::RuleFile) -> Result<String, Box<dyn Error>> {
    let (id, each) = (&rule.id, &rule.each.0);
    let switch = rule.assume.as_ref().map(|switch| &switch.name);
    let page = serde_json::to_string(rule)?;
    // What only `explain` tells is not read to judge.
    let mut asked = rule.clone();
    (asked.error, asked.notes) = (file::Many::default(), file::Many::default());
    let text = serde_json::to_string(&asked)?;
    Ok(format!(
        "Embedded {{ id: {id:?}, each: &{each:?}, switch: {switch:?}, text: {text:?}, page: {page:?} }},\n"
    ))
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

fn read(path: &Path) -> Result<file::RuleFile, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let deserializer = serde_yaml::Deserializer::from_str(&text);
    serde_path_to_error::deserialize(deserializer)
        .map_err(|error| format!("{}: {}: {}", path.display(), error.path(), error.inner()))
}
