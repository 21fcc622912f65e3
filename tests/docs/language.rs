//! The page of the rule language: made from the comments of `src/rules/file.rs`, so that every key is on it.

use needs_exec_role::rules::value::Reader;
use std::fmt::Write;
use std::fs;

/// What the page says around its tables: before each type, by its name.
const SECTIONS: [(&str, &str, &str); 9] = [
    ("RuleFile", "The file", "The keys at the top of a rule file."),
    (
        "CellFile",
        "Cells: `need`",
        "`need: required` is one cell for every launch type.\n\
      `need: { FARGATE: required, EC2: instance-role }` is one for each; a launch type that is left out gets none.\n\
      In place of the word may stand an object with the keys below, or a list of words and objects, of which the first that holds counts.",
    ),
    (
        "PermissionFile",
        "Items of `permissions`",
        "In `resource`, `{name}` is a value under `read`, `{name.part}` a part that its reader gives, `{task.partition}`, `{task.region}` and `{task.account}` are where the task runs, and `{one|other}` is the first of them that is there.",
    ),
    ("LeastFile", "Items of `least`", ""),
    ("AttributeFile", "Items of `attributes`", ""),
    ("AssumeFile", "The switch: `assume`", ""),
    ("HintFile", "Items of `hint`", ""),
    ("FindingFile", "Items of `findings`", ""),
    ("ErrorFile", "Items of `error`", ""),
];

const WORDS: [(&str, &str); 4] = [
    ("Cell", "Words for a cell"),
    ("Certainty", "Words for `certainty`"),
    ("Role", "Words for `role`"),
    ("Phase", "Words for `phase`"),
];

const TOP: &str = "<!-- Made from src/rules/file.rs by tests/docs. -->\n\n# The rule language\n\n\
A rule is one YAML file.\n\
It goes to places in a task definition (`each`), names values there (`read`), tests them (`when`), and says what follows on each launch type (`need`).\n\
[CONTRIBUTING.md](../CONTRIBUTING.md) writes one step by step.\n\n\
Where a list is wanted, a single item may stand without the list.\n\
Versions, dates and numbers want quotes.\n\n\
## Paths\n\n\
`containerDefinitions.*.logConfiguration` in `each` leads to the log configuration of every container: `*` is every item of an array.\n\
A path under `read` begins at that place; `.` is the place itself, and a path with a leading `/` begins at the top of the task definition.\n\
Where a placeholder stands on the way, the place may be there: the match is open, and so is what follows from it.\n\n\
## Tests: `when`\n\n\
`when: { driver: awslogs, image: [ecr, ecr-public], credentials: null }`: every line must hold.\n\
A list holds where one of its items does; `null` is a value that is not there; `*` at the end of a text stands for any rest, so `\"*\"` is any text.\n\
A value that is read as text is compared with the text, any other with the kinds that its reader knows.\n\
`name.part` tests a part of the value.\n\
`{assume}` stands for the value that `--assume` gave.\n\
There is no `not`: under three values it would turn \"not known\" into a wrong \"yes\".\n\
Hints and findings may be held back with `unless`, of which no test may hold or be open; the verdict never rests on it.\n";

/// The page.
pub(crate) fn page() -> String {
    let source = fs::read_to_string("src/rules/file.rs").expect("the source");
    let mut page = TOP.to_owned();
    page.push_str(&readers());
    for (name, title, text) in SECTIONS {
        writeln!(page, "\n## {title}\n").expect("text");
        if !text.is_empty() {
            writeln!(page, "{text}\n").expect("text");
        }
        page.push_str(&keys(&source, name));
    }
    for (name, title) in WORDS {
        writeln!(page, "\n## {title}\n\n| word | meaning |\n| --- | --- |").expect("text");
        for (doc, line) in members(&source, &format!("pub enum {name} {{")) {
            let word = kebab(line.trim_end_matches(','));
            writeln!(page, "| `{word}` | {doc} |").expect("text");
        }
    }
    page
}

fn readers() -> String {
    let mut text = String::from(
        "\n## Readers: `read`\n\n\
        `name: path` reads text, `name: path as READER` reads what the text stands for.\n\n\
        | reader | kinds, for `when` | parts |\n| --- | --- | --- |\n",
    );
    let list = |names: &[&str]| {
        let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        if quoted.is_empty() { "–".to_owned() } else { quoted.join(", ") }
    };
    for name in Reader::names() {
        let reader = Reader::from_name(name).expect("its own name");
        let kinds = match reader.kinds() {
            [] => "the text itself".to_owned(),
            kinds => list(kinds),
        };
        writeln!(text, "| `{name}` | {kinds} | {} |", list(reader.parts())).expect("text");
    }
    text
}

/// The table of a type's keys.
fn keys(source: &str, name: &str) -> String {
    let mut table = String::from("| key | needed | meaning |\n| --- | --- | --- |\n");
    for (doc, line) in members(source, &format!("pub struct {name} {{")) {
        let (attribute, field) = line.rsplit_once("pub ").expect("a field");
        let field = field.split(':').next().expect("a name");
        let renamed =
            attribute.split_once("rename = \"").and_then(|(_, rest)| rest.split('"').next());
        let key = renamed.map_or_else(|| field.replace('_', "-"), str::to_owned);
        let needed = if attribute.contains("default") { "" } else { "yes" };
        writeln!(table, "| `{key}` | {needed} | {doc} |").expect("text");
    }
    table
}

/// The members of a type: the comment of each, and its line with what stands before it.
fn members(source: &str, head: &str) -> Vec<(String, String)> {
    let (_, body) = source.split_once(head).unwrap_or_else(|| panic!("no `{head}`"));
    let body = body.split("\n}").next().expect("its end");
    let mut members = Vec::new();
    let (mut doc, mut code) = (Vec::new(), String::new());
    for line in body.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix("/// ") {
            doc.push(comment.replace('|', "\\|"));
        } else if line.starts_with('#') || line.is_empty() {
            code.push_str(line);
        } else {
            code.push_str(line);
            members.push((doc.join(" "), std::mem::take(&mut code)));
            doc.clear();
        }
    }
    assert!(!members.is_empty(), "{head} has members");
    members
}

/// `NotNeeded` as a rule file writes it; an attribute before it is left out.
fn kebab(variant: &str) -> String {
    let variant = variant.rsplit(']').next().unwrap_or(variant);
    let mut word = String::new();
    for c in variant.chars() {
        if c.is_ascii_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.push(c.to_ascii_lowercase());
    }
    word
}
