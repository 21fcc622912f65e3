//! Decodes `rules/*.yaml`, with the program's own decoder, and writes them as constants: the start of the
//! program parses nothing, and a rule that is broken does not build. Copies of managed policies lose their layout.

use rules::build::literal::Literal;
use rules::build::tree;
use rules::decode::{check_name, decode};
use rules::index::PathIndex;
use rules::rule::Rule;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

// What is below the decoder, under the names that it uses.
use floors::base::date::Date;
use floors::base::words;
use floors::input::naming;
use floors::{aws, base, rules, syntax};

#[path = "src"]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "only what decodes is used here")]
mod floors {
    pub mod aws;
    pub mod base;

    pub mod input {
        pub mod naming;
    }

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

/// The fields of a task definition.
const FIELDS: &str = "src/input/schema/fields.txt";

/// The day on which the facts about AWS were last compared with its pages.
const FACTS_DATE: &str = "src/rules/facts-date.txt";

/// The copies of managed policies.
const MANAGED: &str = "src/iam/managed";

fn main() -> Result<(), Box<dyn Error>> {
    for read in [
        "rules",
        FIELDS,
        MANAGED,
        "src/input/naming.rs",
        "src/aws",
        "src/base",
        "src/rules",
        "src/syntax/tree.rs",
    ] {
        println!("cargo::rerun-if-changed={read}");
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    write_managed_policies(&out.join("managed"))?;
    fs::write(out.join("task_definition.rs"), task_definition(&fs::read_to_string(FIELDS)?))?;
    let mut rules = files(Path::new("rules"), "yaml")?
        .iter()
        .map(|path| rule(path))
        .collect::<Result<Vec<_>, _>>()?;
    rules.sort_by(|one, other| one.id.cmp(&other.id));
    let (count, index) = (rules.len(), PathIndex::new(&rules));
    let all: String = rules.iter().map(|rule| rule.literal() + ",\n").collect();
    let index = index.literal();
    let facts_date = facts_date()?;
    fs::write(
        out.join("rules.rs"),
        format!(
            "/// The day as of which the facts about AWS hold: `YYYY-MM-DD`.\n\
            pub const FACTS_DATE: &str = {facts_date:?};\n\
            pub(super) static RULES: [Rule; {count}] = [\n{all}];\n\
            pub(super) static INDEX: PathIndex = {index};\n"
        ),
    )?;
    Ok(())
}

/// The day of the facts, which must be one.
fn facts_date() -> Result<String, Box<dyn Error>> {
    let text = fs::read_to_string(FACTS_DATE)?;
    let day: Date = text.trim().parse().map_err(|error| format!("{FACTS_DATE}: {error}"))?;
    if day.is_day() { Ok(day.to_string()) } else { Err(format!("{FACTS_DATE}: not a day").into()) }
}

fn write_managed_policies(out: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(out)?;
    for path in files(Path::new(MANAGED), "json")? {
        let text = without_layout(&fs::read_to_string(&path)?);
        fs::write(out.join(path.file_name().unwrap_or_default()), text)?;
    }
    Ok(())
}

/// The constant that a table of fields stands for. A kind of value that there is not does not compile.
fn task_definition(table: &str) -> String {
    let fields = fields_of("", table);
    format!(
        "/// The task definition, with everything below it.\n\
        pub static TASK_DEFINITION: Field =\n\
        Field {{ name: \"\", template_name: \"\", kind: ValueKind::Object, fields: &[{fields}] }};\n"
    )
}

/// The fields that stand right below a path.
fn fields_of(parent: &str, table: &str) -> String {
    let rows = table.lines().filter_map(|row| row.split_once(' '));
    rows.filter_map(|(path, rest)| {
        let (above, name) = path.rsplit_once('.').unwrap_or(("", path));
        (above.trim_end_matches("[]") == parent).then(|| {
            let (kind, template_name) = rest.split_once(' ').unwrap_or((rest, ""));
            let template_name = match template_name {
                "" => naming::capitalized(name),
                exception => exception.into(),
            };
            let (kind, fields) = (words::capitalized(kind), fields_of(path, table));
            format!(
                "Field {{ name: {name:?}, template_name: {template_name:?}, \
                kind: ValueKind::{kind}, fields: &[{fields}] }},\n"
            )
        })
    })
    .collect()
}

/// JSON without the white space between its tokens.
fn without_layout(text: &str) -> String {
    let (mut in_string, mut is_escaped) = (false, false);
    let is_kept = |c: &char| {
        let is_quote = *c == '"' && !is_escaped;
        is_escaped = in_string && *c == '\\' && !is_escaped;
        in_string ^= is_quote;
        in_string || is_quote || !c.is_ascii_whitespace()
    };
    text.chars().filter(is_kept).collect()
}

/// The files of a folder whose names end so.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == ending) {
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
