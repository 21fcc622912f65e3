//! The page of the rule language: generated from the comments of `src/rules/{rule,cause}.rs` and the keys and words of
//! `src/rules/language.rs`, so that every key is on it.

use needs_exec_role::aws::readers::READERS;
use needs_exec_role::rules::language::{
    ATTRIBUTE, CAUSE, CAUSE_KINDS, CERTAINTIES, CLUE, ERROR, FINDING, HINT, LABEL, LEAST,
    LIKELIHOODS, PERMISSION, PHASES, REQUIREMENT, ROLE_REQUIREMENTS, ROLES, RULE, SIDES, SWITCH,
};
use needs_exec_role::syntax::object::Keys;
use std::fmt::Write;
use std::fs;

/// The sections of the page: for each type its keys, the title and the text before the table.
const SECTIONS: [(&str, Keys<'static>, &str, &str); 12] = [
    ("Rule", RULE, "The file", "The keys at the top of a rule file."),
    (
        "Requirement",
        REQUIREMENT,
        "Requirements: `need`",
        "`need: required` is one requirement for every launch type.\n\
      `need: { FARGATE: required, EC2: instance-role }` is one for each; an omitted launch type is `unknown`.\n\
      Instead of a word you can write an object with the keys below, or a list of words and objects, of which the first whose tests are true is used.",
    ),
    (
        "Permission",
        PERMISSION,
        "Items of `permissions`",
        "In `resource`, `{name}` is a value under `read`, `{name.part}` a part of it as its reader returns it, `{task.partition}`, `{task.region}` and `{task.account}` are where the task runs, `{task.likely-region}` is also the one Region that its images, logs and secrets name, a name under `by-region` is the text of that Region, `{unseen}` is what `unseen` describes, `{item.name}` is the name of the container or volume, and `{one|other}` is the first of them that is set; `*` may be the last.",
    ),
    ("MinimumVersions", LEAST, "Items of `least`", ""),
    ("Attribute", ATTRIBUTE, "Items of `attributes`", ""),
    ("Switch", SWITCH, "The switch: `assume`", ""),
    ("RuleLabel", LABEL, "Items of `label`", ""),
    ("Hint", HINT, "Items of `hint`", ""),
    ("RuleFinding", FINDING, "Items of `findings`", ""),
    (
        "Clue",
        CLUE,
        "Items of `clues`",
        "Words of an error message are compared by their letters and digits alone: line breaks, quotes and letter case make no difference, and `…` is a part that varies.",
    ),
    ("ErrorText", ERROR, "Items of `error`", ""),
    (
        "Cause",
        CAUSE,
        "Causes",
        "A cause that no rule has is a file of `rules/causes/`: what is wrong where AWS prints certain words. `--rules DIR` also reads `DIR/causes/`.\n\
      In `say`, `fix` and `not`, names in braces stand for what the message shows: the `{feature}` of the rule, the `{text}` as the rule has it, `{whose}` role, the names `{role}` and `{principal}`, `{action}`, `{resource}`, the `{statement}` that allows the call, `{service}`, `{account}`, `{host}`, and `{by-service}`.",
    ),
];

fn words() -> [(&'static str, Vec<&'static str>, &'static str); 7] {
    [
        ("RoleRequirement", ROLE_REQUIREMENTS.map(|it| it.0).to_vec(), "Values of `need`"),
        ("Certainty", CERTAINTIES.map(|it| it.0).to_vec(), "Values of `certainty`"),
        ("RoleKind", ROLES.map(|it| it.0).to_vec(), "Values of `role`"),
        ("Phase", PHASES.map(|it| it.0).to_vec(), "Values of `phase`"),
        ("CauseSide", SIDES.map(|it| it.0).to_vec(), "Values of `side`"),
        ("Likelihood", LIKELIHOODS.map(|it| it.0).to_vec(), "Values of `likelihood`"),
        ("CauseKind", CAUSE_KINDS.map(|it| it.0).to_vec(), "Values of `kind`"),
    ]
}

const TOP: &str = "<!-- Generated from src/rules/ by tests/docs. -->\n\n# The rule language\n\n\
A rule is one YAML file.\n\
It selects places in a task definition (`each`), reads values there (`read`), tests them (`when`), and sets the requirement for each launch type (`need`).\n\
[CONTRIBUTING.md](../CONTRIBUTING.md) shows how to write one, step by step.\n\n\
Where a list is expected, you can write a single item without the list.\n\
Quote versions, dates and numbers.\n\n\
## Paths\n\n\
`containerDefinitions.*.logConfiguration` in `each` selects the log configuration of every container: `*` is every item of an array.\n\
A path under `read` starts at that place; `.` is the place itself, and a path with a leading `/` starts at the top of the task definition.\n\
A path that begins with `service`, such as `service.serviceConnectConfiguration`, selects a place in each service that runs the task definition, if the file shows the service; there a leading `/` starts at the top of the service.\n\
A path that begins with `job`, such as `job.containerDefinitions.*.ulimits`, selects a place in a job definition of AWS Batch, read as a task definition: `containers` are `containerDefinitions`, `jobRoleArn` is `taskRoleArn`, `platformCapabilities` are `requiresCompatibilities` as well, and every other key keeps its name.\n\
If there is a placeholder on the path, the place may exist: the match is unknown, and so is its result.\n\n\
## Tests: `when`\n\n\
`when: { driver: awslogs, image: [ecr, ecr-public], credentials: null }`: every test must be true.\n\
A list is true if one of its items is; `null` is a missing value; `*` at the end of a text matches any rest, so `\"*\"` is any text.\n\
A value that is read as text is compared with the text, any other with the kinds of its reader.\n\
`name.part` tests a part of the value.\n\
`{assume}` is the value from `--assume`, and `{another.account}` an account that is not the task's.\n\
There is no `not`: with three values it would turn \"unknown\" into a wrong \"yes\".\n\
`unless` suppresses notes and findings if one of its tests is true or unknown, and permissions if one is true; the verdict never depends on it.\n";

/// The page.
pub(crate) fn page() -> String {
    let read = |path: &str| fs::read_to_string(path).expect("the source");
    let source = read("src/rules/rule.rs") + &read("src/rules/cause.rs");
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
        `name: path` reads text, `name: path as READER` reads what the text means.\n\n\
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

/// The table of an object's keys, with the documentation of the fields of its type.
fn key_table(source: &str, name: &str, keys: &Keys<'_>) -> String {
    let mut table = String::from("| key | required | meaning |\n| --- | --- | --- |\n");
    let mut count = 0;
    for (doc, line) in members(source, &format!("pub struct {name} {{")) {
        let (_, field) = line.rsplit_once("pub ").expect("a field");
        let key = match field.split(':').next().expect("a name") {
            "condition" => "if".to_owned(),
            field => field.replace('_', "-"),
        };
        let is_required = keys.required.contains(&key.as_str());
        assert!(is_required || keys.optional.contains(&key.as_str()), "{name}: no key {key}");
        let required = if is_required { "yes" } else { "" };
        writeln!(table, "| `{key}` | {required} | {doc} |").expect("text");
        count += 1;
    }
    assert_eq!(count, keys.required.len() + keys.optional.len(), "{name}: each key has a row");
    table
}

/// The members of a type: the comment of each, and its line with the attributes before it.
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

/// `NotNeeded` as a rule file writes it, without the attribute before it.
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
