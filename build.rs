//! Decodes `rules/*.yaml`, with the program's own decoder, and writes them as constants: the start of the
//! program parses nothing, and a rule that is broken does not build. Copies of managed policies lose their layout.

use rules::build::literal::Literal;
use rules::build::{documents, tree};
use rules::cause::Cause;
use rules::decode::{check_name, decode};
use rules::decode_cause::decode_cause;
use rules::fault::RuleDiagnostic;
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
use syntax::Node;

#[path = "src"]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "only what decodes is used here")]
mod floors {
    pub mod aws;
    pub mod base;

    pub mod input {
        pub mod naming;
    }

    pub mod syntax {
        pub mod object;
        mod tree;
        pub use tree::{Entry, Map, Node, Value};
    }

    pub mod rules {
        pub mod build;
        pub mod cause;
        pub mod data;
        pub mod decode;
        pub mod decode_cause;
        pub mod fault;
        pub mod index;
        mod known_readings;
        pub mod language;
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

/// The other documents that hold what becomes a task, each with the names of its two constants. A row may name a field
/// of a task definition that has the same, or one of its own table.
const HOLDERS: [(&str, &str, &str); 3] = [
    ("src/input/schema/batch.txt", "BATCH_JOB", "a Batch job definition"),
    ("src/input/schema/daemon.txt", "DAEMON", "a daemon task definition"),
    ("src/input/schema/express.txt", "EXPRESS_SERVICE", "an Express Mode service"),
];

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
        HOLDERS[0].0,
        HOLDERS[1].0,
        HOLDERS[2].0,
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
    let mut tables = vec![
        ("TASK_DEFINITION", "VALUES".to_owned(), "The task definition", fields.clone()),
        (
            "SERVICE",
            "SERVICE_VALUES".to_owned(),
            "A service, with what rules read of it",
            read_table(SERVICE, &fields)?,
        ),
    ];
    for (file, name, says) in HOLDERS {
        tables.push((name, format!("{name}_VALUES"), says, read_table(file, &fields)?));
    }
    let mut constants: String = tables
        .iter()
        .map(|(name, values, says, table)| document(name, values, says, table))
        .collect();
    let options: String = options.lines().map(option).collect();
    constants.push_str(&format!(
        "/// The options whose values have a grammar.\n\
        pub static OPTIONS: &[OptionField] = &[{options}];\n"
    ));
    fs::write(out.join("task_definition.rs"), constants)?;
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
    let mut causes = files(Path::new("rules/causes"), "yaml")?
        .iter()
        .map(|path| cause(path))
        .collect::<Result<Vec<_>, _>>()?;
    causes.sort_by(|one, other| one.id.cmp(&other.id));
    let causes_count = causes.len();
    let all_causes: String = causes.iter().map(|cause| cause.literal() + ",\n").collect();
    let index = index.literal();
    let facts_date = facts_date()?;
    fs::write(
        out.join("rules.rs"),
        format!(
            "/// The day as of which the facts about AWS hold: `YYYY-MM-DD`.\n\
            pub const FACTS_DATE: &str = {facts_date:?};\n\
            pub(super) static RULES: [Rule; {count}] = [\n{all}];\n\
            pub(super) static CAUSES: [Cause; {causes_count}] = [\n{all_causes}];\n\
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

/// A table in which each row `FIELD = OTHER` is the rows of the other field, taken from another table; `FIELD =` is
/// that of the same name.
fn read_table(path: &str, other: &str) -> std::io::Result<String> {
    let shared = |row: &str| {
        let (path, taken) = row.split_once(" =")?;
        let taken = if taken.is_empty() { path } else { taken.trim_start() };
        let rows = other.lines().filter_map(move |row| row.strip_prefix(taken));
        let rows = rows.filter(|rest| rest.starts_with([' ', '.', '[']));
        Some(rows.map(|rest| format!("{path}{rest}\n")).collect::<String>())
    };
    let table = fs::read_to_string(path)?;
    Ok(table.lines().map(|row| shared(row).unwrap_or_else(|| format!("{row}\n"))).collect())
}

/// The constants that a table of fields stands for. A kind of value or a grammar that there is not does not compile.
///
/// What several of its fields have is a constant of its own: they name the first with `@PATH`.
fn document(name: &str, values: &str, says: &str, table: &str) -> String {
    let mut constants = String::new();
    let mut shared: Vec<_> =
        table.lines().filter_map(|row| Some(row.split_once(" @")?.1)).collect();
    shared.sort_unstable();
    shared.dedup();
    for path in shared {
        for (of_values, kind) in [(false, "Field"), (true, "ValueField")] {
            let fields = fields_of(path, table, of_values);
            if !fields.is_empty() {
                let name = shared_name(path, of_values);
                constants.push_str(&format!("static {name}: &[{kind}] = &[{fields}];\n"));
            }
        }
    }
    let (fields, with_grammars) = (fields_of("", table, false), fields_of("", table, true));
    constants
        + &format!(
            "/// {says}, with everything below it.\n\
            pub static {name}: Field =\n\
            Field {{ name: \"\", template_name: \"\", kind: ValueKind::Object, fields: &[{fields}] }};\n\
            /// What of it has a grammar.\n\
            pub static {values}: &[ValueField] = &[{with_grammars}];\n"
        )
}

/// The name of the constant for what is below a path.
fn shared_name(path: &str, of_values: bool) -> String {
    let name = path.replace("[]", "").replace('.', "_").to_ascii_uppercase();
    if of_values { format!("{name}_VALUES") } else { format!("{name}_FIELDS") }
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
    let (names, grammars): (Vec<_>, Vec<_>) =
        columns.filter(|column| !column.starts_with('@')).partition(is_name);
    let template_name = names.first().map_or_else(|| naming::capitalized(name), |it| (*it).into());
    let shared = rest.split_once('@').map_or(path, |(_, shared)| shared);
    let has_sharers =
        table.lines().any(|row| row.split_once(" @").is_some_and(|it| it.1 == shared));
    let below = fields_of(shared, table, of_values);
    let is_empty = below.is_empty();
    let fields = if has_sharers { shared_name(shared, of_values) } else { format!("&[{below}]") };
    let start =
        format!("name: {name:?}, template_name: {template_name:?}, kind: ValueKind::{kind}");
    if !of_values {
        return Some(format!("Field {{ {start}, fields: {fields} }},\n"));
    }
    let column = grammars.first();
    let grammar = column.filter(|column| **column != "options");
    let grammar =
        grammar.map_or("None".to_owned(), |column| format!("Some({})", self::grammar(column)));
    (column.is_some() || !is_empty)
        .then(|| format!("ValueField {{ {start}, grammar: {grammar}, fields: {fields} }},\n"))
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
    decoded(path, |root, stem| {
        decode(root).and_then(|rule| check_name(&rule.id, root, stem).map(|()| rule))
    })
}

/// The cause of a file; the error says at which key it is broken.
fn cause(path: &Path) -> Result<Cause, String> {
    decoded(path, |root, stem| {
        decode_cause(root).and_then(|cause| check_name(&cause.id, root, stem).map(|()| cause))
    })
}

fn decoded<T>(
    path: &Path,
    decode: impl Fn(&Node<'_>, &str) -> Result<T, Box<RuleDiagnostic>>,
) -> Result<T, String> {
    let broken = |message: String| format!("{}: {message}", path.display());
    let text = fs::read_to_string(path).map_err(|error| broken(error.to_string()))?;
    let root = tree::read(&text).map_err(|error| broken(error.to_string()))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    decode(&root, &stem).map_err(|problem| {
        let place = problem.span().map(|span| root.pointer_to(span)).unwrap_or_default();
        broken(format!("{place}: {}", problem.subject))
    })
}
