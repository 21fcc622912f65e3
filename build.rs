//! Decodes `rules/*.yaml`, with the program's own decoder, and writes them as constants: the start of the
//! program parses nothing, and a rule that is broken does not build. Copies of managed policies lose their layout.

use rules::build::literal::Literal;
use rules::build::{documents, tree};
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

/// The fields of a service that rules read. A row may name a field of a task definition that has the same.
const SERVICE: &str = "src/input/schema/service.txt";

/// The options of log drivers whose values have a grammar.
const OPTIONS: &str = "src/input/schema/options.txt";

/// The kinds of documents that are known, and contain no task definition.
const DOCUMENTS: &str = "src/input/identify/documents.yaml";

/// The day on which the facts about AWS were last compared with its pages.
const FACTS_DATE: &str = "src/rules/facts-date.txt";

/// The copies of managed policies.
const MANAGED: &str = "src/iam/managed";

fn main() -> Result<(), Box<dyn Error>> {
    for read in [
        "rules",
        FIELDS,
        SERVICE,
        OPTIONS,
        DOCUMENTS,
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
    let (fields, options) = (fs::read_to_string(FIELDS)?, fs::read_to_string(OPTIONS)?);
    let service = with_shared_fields(&fs::read_to_string(SERVICE)?, &fields);
    fs::write(out.join("task_definition.rs"), task_definition(&fields, &service, &options))?;
    let documents = documents::constants(&fs::read_to_string(DOCUMENTS)?);
    let documents = documents.map_err(|why| format!("{DOCUMENTS}: {why}"))?;
    fs::write(out.join("documents.rs"), documents)?;
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

/// A table in which each row `FIELD = OTHER` is the rows of the other field, taken from another table.
fn with_shared_fields(table: &str, other: &str) -> String {
    let shared = |row: &str| {
        let (path, taken) = row.split_once(" = ")?;
        let rows = other.lines().filter_map(move |row| row.strip_prefix(taken));
        let rows = rows.filter(|rest| rest.starts_with([' ', '.', '[']));
        Some(rows.map(|rest| format!("{path}{rest}\n")).collect::<String>())
    };
    table.lines().map(|row| shared(row).unwrap_or_else(|| format!("{row}\n"))).collect()
}

/// The constants that the tables of fields stand for, and that of the options. A kind of value or a grammar that there
/// is not does not compile.
fn task_definition(table: &str, service: &str, options: &str) -> String {
    let (fields, values) = (fields_of("", table, false), fields_of("", table, true));
    let (of_service, service_values) =
        (fields_of("", service, false), fields_of("", service, true));
    let options: String = options.lines().map(option).collect();
    format!(
        "/// The task definition, with everything below it.\n\
        pub static TASK_DEFINITION: Field =\n\
        Field {{ name: \"\", template_name: \"\", kind: ValueKind::Object, fields: &[{fields}] }};\n\
        /// What of it has a grammar.\n\
        pub static VALUES: &[ValueField] = &[{values}];\n\
        /// A service, with what rules read of it.\n\
        pub static SERVICE: Field =\n\
        Field {{ name: \"\", template_name: \"\", kind: ValueKind::Object, fields: &[{of_service}] }};\n\
        /// What of it has a grammar.\n\
        pub static SERVICE_VALUES: &[ValueField] = &[{service_values}];\n\
        /// The options whose values have a grammar.\n\
        pub static OPTIONS: &[OptionField] = &[{options}];\n"
    )
}

/// The fields that stand right below a path; `of_values` selects those that lead to a grammar.
fn fields_of(parent: &str, table: &str, of_values: bool) -> String {
    let rows = table.lines().filter_map(|row| row.split_once(' '));
    let below = rows.filter(|(path, _)| {
        let above = path.rsplit_once('.').map_or("", |(above, _)| above);
        above.trim_end_matches("[]") == parent
    });
    below.filter_map(|(path, rest)| field(path, rest, table, of_values)).collect()
}

fn field(path: &str, rest: &str, table: &str, of_values: bool) -> Option<String> {
    let name = path.rsplit_once('.').map_or(path, |(_, name)| name);
    let mut columns = rest.split(' ');
    let kind = words::capitalized(columns.next().unwrap_or_default());
    let is_name = |column: &&str| column.starts_with(|c: char| c.is_ascii_uppercase());
    let (names, grammars): (Vec<_>, Vec<_>) = columns.partition(is_name);
    let template_name = names.first().map_or_else(|| naming::capitalized(name), |it| (*it).into());
    let fields = fields_of(path, table, of_values);
    let start =
        format!("name: {name:?}, template_name: {template_name:?}, kind: ValueKind::{kind}");
    if !of_values {
        return Some(format!("Field {{ {start}, fields: &[{fields}] }},\n"));
    }
    let column = grammars.first();
    let grammar = column.filter(|column| **column != "options");
    let grammar =
        grammar.map_or("None".to_owned(), |column| format!("Some({})", self::grammar(column)));
    (column.is_some() || !fields.is_empty())
        .then(|| format!("ValueField {{ {start}, grammar: {grammar}, fields: &[{fields}] }},\n"))
}

/// The row of an option: its name, its grammar, and the option that must have a value for it to count.
fn option(row: &str) -> String {
    let mut columns = row.split(' ');
    let (name, column) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
    let when = columns.next().and_then(|when| when.split_once('='));
    format!("OptionField {{ name: {name:?}, grammar: {}, when: {when:?} }},\n", grammar(column))
}

/// The grammar that a column names: `s3-object`, `one-of(a|b|c=a)`, where `c` is taken for `a`.
fn grammar(column: &str) -> String {
    let words = column.strip_prefix("one-of(").and_then(|words| words.strip_suffix(')'));
    let Some(words) = words else {
        let name: String = column.split('-').map(words::capitalized).collect();
        return format!("Grammar::{name}");
    };
    let (taken, own): (Vec<_>, Vec<_>) = words.split('|').partition(|word| word.contains('='));
    let taken: Vec<_> = taken.iter().filter_map(|pair| pair.split_once('=')).collect();
    format!("Grammar::OneOf(&{own:?}, &{taken:?})")
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
