//! The page of the rule language: made from the comments of `src/rules/rule.rs` and the keys and words of
//! `src/rules/language.rs`, so that every key is on it.

use needs_exec_role::aws::readers::READERS;
use needs_exec_role::rules::language::{
    ATTRIBUTE, CERTAINTIES, ERROR, FINDING, HINT, Keys, LABEL, LEAST, PERMISSION, PHASES,
    REQUIREMENT, ROLE_REQUIREMENTS, ROLES, RULE, SWITCH,
};
use std::fmt::Write;
use std::fs;

/// What the page says around its tables: before each type, by its name.
const SECTIONS: [(&str, Keys<'static>, &str, &str); 10] = [
    ("Rule", RULE, "The file", "The keys at the top of a rule file."),
    (
        "Requirement",
        REQUIREMENT,
        "Cells: `need`",
        "`need: required` is one cell for every launch type.\n\
      `need: { FARGATE: required, EC2: instance-role }` is one for each; a launch type that is left out is `unknown`.\n\
      In place of the word may stand an object with the keys below, or a list of words and objects, of which the first that holds counts.",
    ),
    (
        "Permission",
        PERMISSION,
        "Items of `permissions`",
        "In `resource`, `{name}` is a value under `read`, `{name.part}` a part that its reader gives, `{task.partition}`, `{task.region}` and `{task.account}` are where the task runs, and `{one|other}` is the first of them that is there.",
    ),
    ("MinimumVersions", LEAST, "Items of `least`", ""),
    ("Attribute", ATTRIBUTE, "Items of `attributes`", ""),
    ("Switch", SWITCH, "The switch: `assume`", ""),
    ("RuleLabel", LABEL, "Items of `label`", ""),
    ("Hint", HINT, "Items of `hint`", ""),
    ("RuleFinding", FINDING, "Items of `findings`", ""),
    ("ErrorText", ERROR, "Items of `error`", ""),
];

fn words() -> [(&'static str, Vec<&'static str>, &'static str); 4] {
    [
        ("RoleRequirement", ROLE_REQUIREMENTS.map(|it| it.0).to_vec(), "Words for a cell"),
        ("Certainty", CERTAINTIES.map(|it| it.0).to_vec(), "Words for `certainty`"),
        ("RoleKind", ROLES.map(|it| it.0).to_vec(), "Words for `role`"),
        ("Phase", PHASES.map(|it| it.0).to_vec(), "Words for `phase`"),
    ]
}

const TOP: &str = "<!-- Made from src/rules/ by tests/docs. -->\n\n# The rule language\n\n\
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
    let source = fs::read_to_string("src/rules/rule.rs").expect("the source");
    let mut page = TOP.to_owned();
    page.push_str(&readers());
    for (name, keys, title, text) in SECTIONS {
        writeln!(page, "\n## {title}\n").expect("text");
        if !text.is_empty() {
            writeln!(page, "{text}\n").expect("text");
        }
        page.push_str(&key_table(&source, name, &keys));
    }
    for (name, words, title) in words() {
        writeln!(page, "\n## {title}\n\n| word | meaning |\n| --- | --- |").expect("text");
        let members = members(&source, &format!("pub enum {name} {{"));
        assert_eq!(members.len(), words.len(), "each of {name} has a word");
        for ((doc, line), word) in members.iter().zip(words) {
            assert_eq!(kebab(line.trim_end_matches(',')), word);
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
    for reader in &READERS {
        let kinds = match reader.kinds {
            [] => "the text itself".to_owned(),
            kinds => list(kinds),
        };
        writeln!(text, "| `{}` | {kinds} | {} |", reader.name, list(reader.parts)).expect("text");
    }
    text
}

/// The table of an object's keys, with what the fields of its type say of them.
fn key_table(source: &str, name: &str, keys: &Keys<'_>) -> String {
    let mut table = String::from("| key | needed | meaning |\n| --- | --- | --- |\n");
    let mut told = 0;
    for (doc, line) in members(source, &format!("pub struct {name} {{")) {
        let (_, field) = line.rsplit_once("pub ").expect("a field");
        let key = match field.split(':').next().expect("a name") {
            "condition" => "if".to_owned(),
            field => field.replace('_', "-"),
        };
        let is_required = keys.required.contains(&key.as_str());
        assert!(is_required || keys.optional.contains(&key.as_str()), "{name}: no key {key}");
        let needed = if is_required { "yes" } else { "" };
        writeln!(table, "| `{key}` | {needed} | {doc} |").expect("text");
        told += 1;
    }
    assert_eq!(told, keys.required.len() + keys.optional.len(), "{name}: each key is told");
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
