//! The laws of fixes: to fix twice is to fix once; a fixed text is read whole, differs only in the edits, no longer has
//! what was fixed, and has nothing new. They hold for any fix, in texts at random and in every file of `fixtures`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

#[path = "support/task_texts.rs"]
mod task_texts;

use needs_exec_role::syntax::{Aliases, Entry, Node, json, yaml};
use needs_exec_role::{
    Applicability, Checker, Diagnostic, Edit, Fix, FixLevel, FixedTexts, Fixer, Options, Report,
    Severity, SourceFile,
};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::{Index, select};
use serde_yaml::{Mapping, Value as Ordered};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use task_texts::{ECR, indented, task, written};

const ROLE: &str = "arn:aws:iam::111122223333:role/exec";

/// What is fixed: files that are checked together, and the role that they are checked with.
#[derive(Clone, Debug)]
struct Inputs {
    files: Vec<SourceFile>,
    role: Option<SourceFile>,
    /// Whether fixes know the role that is to be set.
    has_role_to_set: bool,
}

/// How often a diagnostic was found, by what it says.
type Counts = BTreeMap<String, usize>;

impl Inputs {
    fn of(file: SourceFile) -> Self {
        Self { files: vec![file], role: None, has_role_to_set: false }
    }

    /// The options; none where the role can't be read.
    fn options(&self) -> Options {
        let inserted_role = self.has_role_to_set.then(|| ROLE.to_owned());
        Options { roles: self.role.iter().cloned().collect(), inserted_role, ..Options::default() }
    }

    fn check(&self) -> Report {
        let checker = Checker::new(&self.options()).expect("the options are good");
        checker.check(&self.files, &mut |_| None)
    }

    fn fix(&self, level: FixLevel) -> FixedTexts {
        let mut fixer = Fixer::new(level);
        fixer.add(&self.options(), self.files.clone()).expect("the options are good");
        fixer.run(&mut |_| None)
    }

    fn all(&mut self) -> impl Iterator<Item = &mut SourceFile> {
        self.files.iter_mut().chain(&mut self.role)
    }

    fn text(&mut self, path: &str) -> &mut SourceFile {
        self.all().find(|file| file.name() == path).unwrap_or_else(|| panic!("no text {path}"))
    }

    /// The same with the texts that were fixed.
    fn with(&self, fixed: &FixedTexts) -> Self {
        let mut inputs = self.clone();
        for text in &fixed.texts {
            *inputs.text(text.name()) = SourceFile::decode(text.name(), text.bytes_after());
        }
        inputs
    }

    fn texts(&mut self) -> Vec<String> {
        self.all().map(|file| file.text().to_owned()).collect()
    }
}

/// The errors and warnings of a report. What may be done about a finding may change with another fix.
fn counts(report: &Report) -> Counts {
    let mut counts = Counts::new();
    for it in report.diagnostics().filter(|it| it.severity > Severity::Note) {
        *counts.entry(says(it)).or_default() += 1;
    }
    counts
}

fn says(diagnostic: &Diagnostic) -> String {
    format!("{} [{}]: {}", diagnostic.path, diagnostic.code, diagnostic.message)
}

fn applies(level: FixLevel, fix: &Fix) -> bool {
    match fix.applicability {
        Applicability::Safe => true,
        Applicability::Unsafe => level == FixLevel::Unsafe,
        Applicability::Display => false,
    }
}

/// A text after edits: they are in its order, in it, and none overlaps another.
fn applied(text: &str, edits: &[Edit]) -> String {
    let mut fixed = String::new();
    let mut at = 0;
    for edit in edits {
        assert!(at <= edit.start && edit.start <= edit.end, "{edits:?}");
        fixed.push_str(&text[at..edit.start]);
        fixed.push_str(&edit.text);
        at = edit.end;
    }
    fixed + &text[at..]
}

/// A fix that is applied: the number of its text, the diagnostic that it is for, and the fix.
type Offered<'r> = (usize, &'r Diagnostic, &'r Fix);

/// The fixes of a report, in the order of the texts; a text that can't be read whole has none.
fn offered<'r>(inputs: &Inputs, report: &'r Report, level: FixLevel) -> Vec<Offered<'r>> {
    let broken: Vec<_> = report.problems().iter().filter(|it| is_broken(it)).collect();
    let mut order = inputs.clone();
    let names: Vec<_> = order.all().map(|file| file.name().to_owned()).collect();
    // What somebody said may stay is not fixed.
    let left = report.diagnostics().filter(|it| it.suppressed.is_none());
    let offered = left.filter_map(|it| {
        let fix = it.fixes.iter().find(|fix| applies(level, fix))?;
        let file = names.iter().position(|name| *name == fix.path)?;
        let is_left = broken.iter().any(|broken| broken.path == fix.path);
        (!is_left).then_some((file, it, fix))
    });
    let mut offered: Vec<_> = offered.collect();
    offered.sort_by_key(|(file, _, fix)| (*file, fix.edits[0].start, fix.edits[0].end));
    offered
}

/// Makes the fixes of a report that touch none before them; none if there are none.
fn fix_round(inputs: &Inputs, level: FixLevel) -> Option<Inputs> {
    let report = inputs.check();
    let mut taken: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for (_, _, fix) in offered(inputs, &report, level) {
        let taken = taken.entry(fix.path.clone()).or_default();
        let is_free = |edit: &Edit| {
            taken.contains(edit)
                || taken.iter().all(|it| it.end < edit.start || edit.end < it.start)
        };
        if fix.edits.iter().all(is_free) {
            let new: Vec<_> = fix.edits.iter().filter(|it| !taken.contains(it)).cloned().collect();
            taken.extend(new);
        }
    }
    let mut fixed = inputs.clone();
    for (path, mut edits) in taken.into_iter().filter(|(_, edits)| !edits.is_empty()) {
        edits.sort_by_key(|edit| (edit.start, edit.end));
        let file = fixed.text(&path);
        *file = SourceFile::new(path, applied(file.text(), &edits));
    }
    (fixed.clone().texts() != inputs.clone().texts()).then_some(fixed)
}

/// Makes the fix of a report that is the first in the texts, and holds it to the laws; none if there is none.
fn fix_one(inputs: &Inputs, level: FixLevel) -> Option<Inputs> {
    let report = inputs.check();
    let (_, diagnostic, fix) = offered(inputs, &report, level).into_iter().next()?;
    let mut fixed = inputs.clone();
    let file = fixed.text(&fix.path);
    let (before, after) = (file.text().to_owned(), applied(file.text(), &fix.edits));
    *file = SourceFile::new(fix.path.clone(), after.as_str());
    let report_after = fixed.check();
    let shown =
        || format!("{}: {}\n--- before\n{before}\n--- after\n{after}", says(diagnostic), fix.title);
    assert!(
        !report_after.problems().iter().any(|it| is_broken(it) && it.path == fix.path),
        "it can't be read: {}",
        shown()
    );
    let (had, has) = (counts(&report), counts(&report_after));
    if diagnostic.severity > Severity::Note {
        let count = |counts: &Counts| counts.get(&says(diagnostic)).copied().unwrap_or_default();
        assert!(count(&has) < count(&had), "it is still found: {}", shown());
    }
    for found in report_after.diagnostics().filter(|it| it.severity > Severity::Note) {
        if may_hide(diagnostic, fix, found, &after) {
            continue;
        }
        let is_known = had.get(&says(found)) >= has.get(&says(found));
        let is_there =
            || report.diagnostics().any(|it| is_of(it, found, fix) || counts_along(it, found));
        assert!(is_known || is_there(), "new: {}\n{}", says(found), shown());
    }
    Some(fixed)
}

/// Whether a diagnostic is about a key that is not read as it is.
fn is_about_a_key(diagnostic: &Diagnostic) -> bool {
    ["unknown-key", "misplaced-key", "misspelt-execution-role"].contains(&diagnostic.code.as_str())
}

/// Whether the cause of one diagnostic hides another: a key that is not read hides what is wrong with its value, and a
/// role that is not set hides what it lacks.
fn may_hide(fixed: &Diagnostic, fix: &Fix, found: &Diagnostic, after: &str) -> bool {
    let shape = ["duplicate-key", "trailing-comma", "comment", "not-a-task-definition"];
    let of_roles = ["permission-", "policy-", "trust-", "mixed-partitions"];
    if is_about_a_key(fixed) {
        let at = found.primary.as_ref().map(|label| label.place.start.offset);
        let is_behind = || at.is_some_and(|at| is_in_value(after, fix, at));
        (!is_about_a_key(found) || is_behind()) && !shape.contains(&found.code.as_str())
    } else {
        fixed.code.starts_with("execution-role-")
            && of_roles.iter().any(|start| found.code.starts_with(start))
    }
}

/// Whether an offset of a fixed text is in the value of a key that the fix has written.
fn is_in_value(after: &str, fix: &Fix, at: usize) -> bool {
    // What is behind a key of HCL is not looked up.
    if fix.path.ends_with(".tf") {
        return true;
    }
    let is_json = after.trim_start().starts_with(['{', '[']);
    let read = if is_json { json::read(after) } else { yaml::read(after) };
    let mut keys = Vec::new();
    let mut grown = 0;
    for edit in &fix.edits {
        keys.push(edit.start + grown..edit.start + grown + edit.text.len());
        grown = (grown + edit.text.len()).saturating_sub(edit.end - edit.start);
    }
    let is_written = |entry: &Entry<'_>| {
        let key = entry.key_span.range();
        keys.iter().any(|written| written.start < key.end && key.start < written.end)
    };
    let nodes = read.documents.iter().flat_map(|it| it.walk(Aliases::Written));
    let mut entries = nodes.filter_map(Node::as_map).flat_map(|map| &map.entries);
    entries.any(|entry| is_written(entry) && entry.value.span.range().contains(&at))
}

/// Whether a diagnostic spoke of another as one more of its kind.
fn counts_along(before: &Diagnostic, after: &Diagnostic) -> bool {
    let one = |message: &str| message.split(" (and ").next().unwrap_or_default().to_owned();
    let help = before.help.as_deref().unwrap_or_default();
    (before.message.contains(" (and ") && one(&before.message) == one(&after.message))
        || (before.code == after.code && help.contains(" more key"))
}

/// Whether a diagnostic stands at a place that one named before a fix: what it says there may change.
fn is_of(before: &Diagnostic, after: &Diagnostic, fix: &Fix) -> bool {
    let Some(place) = after.primary.as_ref().map(|label| &label.place) else { return false };
    let mut labels = before.primary.iter().chain(&before.related);
    labels.any(|label| {
        let start = if label.place.path == fix.path {
            moved(label.place.start.offset, fix)
        } else {
            Some(label.place.start.offset)
        };
        label.place.path == place.path && start == Some(place.start.offset)
    })
}

/// Where an offset is after a fix; none in what it replaces.
fn moved(offset: usize, fix: &Fix) -> Option<usize> {
    let mut moved = offset;
    for edit in fix
        .edits
        .iter()
        .filter(|edit| edit.start <= offset && edit.start < edit.end.max(offset + 1))
    {
        if offset < edit.end {
            return None;
        }
        moved = moved + edit.text.len() - (edit.end - edit.start);
    }
    Some(moved)
}

fn is_broken(diagnostic: &Diagnostic) -> bool {
    ["syntax", "encoding", "unreadable"].contains(&diagnostic.code.as_str())
}

/// Holds the fixes of some inputs to the laws; returns how many were made.
fn hold(inputs: &Inputs, level: FixLevel) -> usize {
    let fixed = inputs.fix(level);
    assert_eq!(fixed.not_reached, 0, "{:?}", inputs.clone().texts());
    let mut once = inputs.with(&fixed);
    // To fix twice is to fix once.
    let again = once.fix(level);
    assert!(again.texts.is_empty(), "{:?}", once.texts());
    // In rounds: it differs from the text in edits alone. If several break it, they are made one by one.
    let mut in_rounds = inputs.clone();
    while let Some(next) = fix_round(&in_rounds, level) {
        in_rounds = next;
    }
    let has_twins = in_rounds.check().problems().iter().any(|it| it.code == "duplicate-key");
    if !has_twins {
        assert_eq!(once.texts(), in_rounds.texts());
    }
    // One by one: the same is written, but how and where may depend on what was fixed before.
    let mut one_by_one = inputs.clone();
    let mut steps = 0;
    while let Some(next) = fix_one(&one_by_one, level) {
        one_by_one = next;
        steps += 1;
        assert!(steps < 300, "no end: {:?}", one_by_one.texts());
    }
    let letters = |text: &String| {
        let mut letters: Vec<_> = text.chars().filter(|it| !it.is_whitespace()).collect();
        letters.sort_unstable();
        letters
    };
    let (once, one_by_one) = (once.texts(), one_by_one.texts());
    for (once, one) in once.iter().zip(&one_by_one) {
        assert_eq!(letters(once), letters(one), "{once}\n--- one by one\n{one}");
    }
    // The bytes that are no text stay: marks, and line ends as far as the file has one kind.
    for text in &fixed.texts {
        let (before, after) = (text.bytes_before(), text.bytes_after());
        assert_eq!(mark(&before), mark(&after));
        assert_eq!(text.after(), SourceFile::decode("x", after).text());
        let has_lone = |text: &str| text.replace("\r\n", "").contains('\n');
        let is_crlf = text.before().contains("\r\n") && !has_lone(text.before());
        assert!(!is_crlf || !has_lone(text.after()), "{:?}", text.after());
        let ends = |text: &str| text.ends_with('\n');
        assert_eq!(ends(text.before()), ends(text.after()), "{:?}", text.after());
    }
    steps
}

/// The byte order mark of a text.
fn mark(bytes: &[u8]) -> &[u8] {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => &bytes[..3],
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => &bytes[..2],
        _ => &[],
    }
}

/// How a text is written.
#[derive(Clone, Copy, Debug)]
enum Layout {
    Plain,
    Crlf,
    Marked,
    Utf16,
    WithoutEnd,
}

fn layout() -> impl Strategy<Value = Layout> {
    let all = [Layout::Plain, Layout::Crlf, Layout::Marked, Layout::Utf16, Layout::WithoutEnd];
    select(all.to_vec())
}

fn file(name: &str, text: &str, layout: Layout) -> SourceFile {
    let crlf = text.replace('\n', "\r\n");
    SourceFile::decode(
        name,
        match layout {
            Layout::Plain => text.as_bytes().to_vec(),
            Layout::Crlf => crlf.into_bytes(),
            Layout::Marked => ["\u{FEFF}", text].concat().into_bytes(),
            Layout::Utf16 => {
                let units = "\u{FEFF}".encode_utf16().chain(crlf.encode_utf16());
                units.flat_map(u16::to_be_bytes).collect()
            }
            Layout::WithoutEnd => text.trim_end().as_bytes().to_vec(),
        },
    )
}

/// What is wrong with a task definition.
#[derive(Clone, Debug)]
enum Fault {
    /// A key is written like this instead.
    Misspelt(&'static str, &'static str),
    /// The role is set in a container.
    Misplaced(&'static str),
    /// There is no role.
    Missing,
    /// Something else is left out or there.
    Comma(Index),
    Comment(Index, &'static str),
}

fn fault() -> impl Strategy<Value = Fault> {
    let misspelt = select(vec![
        ("executionRoleArn", "executionRoleARN"),
        ("executionRoleArn", "execution_role_arn"),
        ("repositoryCredentials", "repositoryCredentails"),
        ("logConfiguration", "logConfigration"),
        ("containerDefinitions", "ContainerDefinitions"),
        ("essential", "Essential"),
        ("networkMode", "netwrokMode"),
        ("secrets", "secret"),
        ("valueFrom", "ValueFrom"),
    ]);
    let misplaced = select(vec!["executionRoleArn", "executionRoleARN"]);
    let comment = select(vec!["// why", "/* why */", "/* why\n   and how */", "# why"]);
    prop_oneof![
        3 => misspelt.prop_map(|(key, as_key)| Fault::Misspelt(key, as_key)),
        2 => misplaced.prop_map(Fault::Misplaced),
        1 => Just(Fault::Missing),
        2 => any::<Index>().prop_map(Fault::Comma),
        2 => (any::<Index>(), comment).prop_map(|(at, comment)| Fault::Comment(at, comment)),
    ]
}

impl Fault {
    /// Puts it into a task definition.
    fn spoil(&self, task: &mut Mapping) {
        match self {
            Self::Missing => {
                task.remove("executionRoleArn");
            }
            Self::Misplaced(key) => {
                let role = task.remove("executionRoleArn").unwrap_or_else(|| ROLE.into());
                let containers = task.get_mut("containerDefinitions");
                let containers = containers.and_then(Ordered::as_sequence_mut);
                for container in containers.into_iter().flatten().take(1) {
                    let container = container.as_mapping_mut().expect("a container");
                    container.insert((*key).into(), role.clone());
                }
            }
            Self::Misspelt(..) | Self::Comma(_) | Self::Comment(..) => {}
        }
    }

    /// Puts it into the text of one.
    fn scribble(&self, text: &str, is_json: bool) -> String {
        match self {
            Self::Misspelt(key, as_key) => {
                let quoted = |key: &str| format!("\"{key}\":");
                let text = text.replacen(&quoted(key), &quoted(as_key), 1);
                text.replacen(&format!("{key}: "), &format!("{as_key}: "), 1)
            }
            Self::Comma(at) if is_json => {
                let ends: Vec<_> = text.match_indices(['}', ']']).map(|(at, _)| at).collect();
                let at = ends[at.index(ends.len())];
                let before = text[..at].trim_end();
                if before.ends_with(['{', '[', ',']) {
                    return text.to_owned();
                }
                format!("{before},{}", &text[before.len()..])
            }
            Self::Comment(at, comment) if is_json != comment.starts_with('#') => {
                let breaks: Vec<_> = text.match_indices('\n').map(|(at, _)| at).collect();
                if breaks.is_empty() {
                    return text.to_owned();
                }
                let at = breaks[at.index(breaks.len())];
                format!("{} {comment}{}", &text[..at], &text[at..])
            }
            _ => text.to_owned(),
        }
    }
}

/// Keys as CloudFormation writes them.
fn capitalized(value: &Ordered) -> Ordered {
    match value {
        Ordered::Mapping(map) => {
            let entry = |(key, value): (&Ordered, &Ordered)| {
                let key = key.as_str().expect("a key");
                let is_free = matches!(key, "options" | "dockerLabels");
                let value = if is_free { value.clone() } else { capitalized(value) };
                let mut letters = key.chars();
                let first = letters.next().map(|it| it.to_ascii_uppercase());
                let key: String = first.into_iter().chain(letters).collect();
                (Ordered::from(key), value)
            };
            Ordered::Mapping(map.iter().map(entry).collect())
        }
        Ordered::Sequence(items) => Ordered::Sequence(items.iter().map(capitalized).collect()),
        other => other.clone(),
    }
}

fn object(entries: Vec<(&str, Ordered)>) -> Ordered {
    let entries = entries.into_iter().map(|(key, value)| (key.into(), value));
    Ordered::Mapping(entries.collect())
}

/// A template with a task definition; with a role and its policy if there are statements.
fn template(task: &Mapping, statements: Option<&str>) -> Mapping {
    let properties = capitalized(&Ordered::Mapping(task.clone()));
    let of_type =
        |name: &str, properties| object(vec![("Type", name.into()), ("Properties", properties)]);
    let mut resources = vec![("Task", of_type("AWS::ECS::TaskDefinition", properties))];
    if let Some(statements) = statements {
        let read = |text: &str| serde_yaml::from_str::<Ordered>(text).expect("YAML");
        let trust = read(
            "{ Version: '2012-10-17', Statement: [ { Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: 'sts:AssumeRole' } ] }",
        );
        let document = read(&format!("{{ Version: '2012-10-17', Statement: {statements} }}"));
        let policy = object(vec![("PolicyName", "own".into()), ("PolicyDocument", document)]);
        let role = object(vec![
            ("AssumeRolePolicyDocument", trust),
            ("Policies", Ordered::Sequence(vec![policy])),
        ]);
        resources.push(("Exec", of_type("AWS::IAM::Role", role)));
    }
    let Ordered::Mapping(template) = object(vec![("Resources", object(resources))]) else {
        panic!("an object")
    };
    template
}

/// The statements of a policy, some of which come close.
const STATEMENTS: [&str; 3] = [
    "[ { Effect: Allow, Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:g' } ]",
    "[ { Effect: Allow, Action: ['ecr:*', 'logs:*'], Resource: '*' }, { Effect: Allow, Action: 'ssm:GetParameters', Resource: 'arn:aws:ssm:eu-west-1:111122223333:parameter/app/password' } ]",
    "[ { Effect: Allow, Action: 'logs:PutLogEvents', Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:g/*' }, { Effect: Allow, Action: 'secretsmanager:GetSecretValue', Resource: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf' } ]",
];

/// A module with a task definition; with a role and its policy if there are statements.
fn module(task: &Mapping, statements: Option<&str>, form: u8) -> String {
    let mut arguments = String::new();
    let mut containers = String::new();
    for (key, value) in task {
        let json = serde_json::to_string_pretty(value).expect("JSON").replace('\n', "\n  ");
        let name = match key.as_str().expect("a key") {
            "containerDefinitions" => {
                containers = match form {
                    0 => format!("jsonencode({json})"),
                    1 => format!("<<-JSON\n  {json}\n  JSON"),
                    2 => format!("jsonencode({})", serde_json::to_string(value).expect("JSON")),
                    _ => format!("jsonencode({})", json.replace("\": ", "\" = ")),
                };
                continue;
            }
            "executionRoleArn" => "execution_role_arn",
            "networkMode" => "network_mode",
            "requiresCompatibilities" => "requires_compatibilities",
            name @ ("family" | "cpu" | "memory") => name,
            _ => continue,
        };
        arguments.push_str(&format!("  {name} = {}\n", json.replace("\n  ", "")));
    }
    let policy = statements.map(|statements| {
        let json: serde_json::Value = serde_yaml::from_str(statements).expect("YAML");
        let statements = serde_json::to_string_pretty(&json).expect("JSON");
        format!("resource \"aws_iam_role\" \"exec\" {{\n  assume_role_policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = {{ Effect = \"Allow\", Principal = {{ Service = \"ecs-tasks.amazonaws.com\" }}, Action = \"sts:AssumeRole\" }}\n  }})\n}}\n\nresource \"aws_iam_role_policy\" \"exec\" {{\n  role = aws_iam_role.exec.id\n  policy = jsonencode({{ Version = \"2012-10-17\", Statement = {statements} }})\n}}\n\n")
    });
    format!(
        "{}resource \"aws_ecs_task_definition\" \"web\" {{\n{arguments}  container_definitions = {containers}\n}}\n",
        policy.unwrap_or_default()
    )
}

/// The document of a policy, as `--role` takes it.
fn policy(statements: &str) -> SourceFile {
    let statements: serde_json::Value = serde_yaml::from_str(statements).expect("YAML");
    let policy = serde_json::json!({ "Version": "2012-10-17", "Statement": statements });
    SourceFile::new("policy.json", serde_json::to_string_pretty(&policy).expect("JSON"))
}

/// A task definition that is checked on Fargate, with faults.
fn spoiled() -> impl Strategy<Value = (Mapping, Vec<Fault>)> {
    (task(), proptest::collection::vec(fault(), 1..5), any::<bool>()).prop_map(
        |(mut task, faults, is_fargate)| {
            if is_fargate {
                let fargate = Ordered::Sequence(vec!["FARGATE".into()]);
                task.insert("requiresCompatibilities".into(), fargate);
            }
            for fault in &faults {
                fault.spoil(&mut task);
            }
            (task, faults)
        },
    )
}

fn scribbled(text: String, name: &str, faults: &[Fault]) -> String {
    let is_json = name.ends_with(".json");
    faults.iter().fold(text, |text, fault| fault.scribble(&text, is_json))
}

fn level() -> impl Strategy<Value = FixLevel> {
    select(vec![FixLevel::Safe, FixLevel::Unsafe])
}

fn statements() -> impl Strategy<Value = Option<&'static str>> {
    proptest::option::of(select(STATEMENTS.to_vec()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_task_definitions(
        (task, faults) in spoiled(),
        form in 0..4_u8,
        layout in layout(),
        level in level(),
        statements in statements(),
        has_role_to_set in any::<bool>(),
    ) {
        let (name, text) = written(&task, form);
        let text = scribbled(text, name, &faults);
        let role = statements.map(policy);
        let files = vec![file(name, &text, layout)];
        hold(&Inputs { files, role, has_role_to_set }, level);
    }

    #[test]
    fn of_templates(
        (task, faults) in spoiled(),
        form in 0..4_u8,
        layout in layout(),
        level in level(),
        statements in statements(),
        has_role_to_set in any::<bool>(),
    ) {
        let (name, text) = written(&template(&task, statements), form);
        let text = scribbled(text, name, &faults);
        let files = vec![file(name, &text, layout)];
        hold(&Inputs { files, role: None, has_role_to_set }, level);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_modules(
        (task, faults) in spoiled(),
        form in 0..4_u8,
        layout in layout(),
        level in level(),
        statements in statements(),
        has_role_to_set in any::<bool>(),
    ) {
        let text = scribbled(module(&task, statements, form), "main.tf", &faults);
        let files = vec![file("main.tf", &text, layout)];
        hold(&Inputs { files, role: None, has_role_to_set }, level);
    }
}

/// Two task definitions that ask for the same edit of a policy, and for edits of their own.
#[test]
fn of_a_role_of_several_files() {
    let task = |name: &str| {
        let text = format!(
            r#"{{ "family": "{name}", "requiresCompatibilities": ["FARGATE"], "executionRoleARN": "{ROLE}", "cpu": "256", "memory": "512", "containerDefinitions": [ {{ "name": "app", "image": "nginx", "logConfiguration": {{ "logDriver": "awslogs", "options": {{ "awslogs-group": "g", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "p" }} }}, }} ] }}"#
        );
        SourceFile::new(format!("{name}.json"), text)
    };
    let inputs = Inputs {
        files: vec![task("web"), task("worker")],
        role: Some(policy(STATEMENTS[0])),
        has_role_to_set: false,
    };
    let fixed = inputs.fix(FixLevel::Unsafe);
    let names: Vec<_> = fixed.texts.iter().map(|text| text.name().to_owned()).collect();
    assert_eq!(names, ["web.json", "worker.json", "policy.json"]);
    let of_policy = &fixed.texts[2];
    assert_eq!(of_policy.after(), of_policy.before().replace("log-group:g", "log-group:g:*"));
    let [applied] = of_policy.fixes.as_slice() else { panic!("one edit") };
    assert_eq!(applied.count, 4, "two actions in two task definitions");
    assert_eq!(fixed.count(), 8);
    assert!(hold(&inputs, FixLevel::Unsafe) > 0);
    let safe = inputs.fix(FixLevel::Safe);
    assert_eq!((safe.texts.len(), safe.more_unsafe), (2, 4));
}

/// Every file of `fixtures` by itself, with the role files beside it.
#[test]
fn of_the_fixtures() {
    let mut made = 0;
    for path in files(Path::new("fixtures")) {
        let name = path.to_string_lossy().into_owned();
        let Ok(bytes) = fs::read(&path) else { continue };
        let inputs = Inputs::of(SourceFile::decode(name, bytes));
        let mut roles = vec![None];
        for beside in ["role.json", "policy.json"] {
            let beside = path.with_file_name(beside);
            let bytes = fs::read(&beside).ok().filter(|_| beside != path);
            let role = bytes.map(|it| SourceFile::decode(beside.to_string_lossy(), it));
            roles.extend(role.map(Some));
        }
        for role in roles {
            let inputs = Inputs { role, ..inputs.clone() };
            if Checker::new(&inputs.options()).is_err() {
                continue;
            }
            made += hold(&inputs, FixLevel::Safe);
            made += hold(&inputs, FixLevel::Unsafe);
            made += hold(&Inputs { has_role_to_set: true, ..inputs }, FixLevel::Unsafe);
        }
    }
    assert!(made >= 300, "only {made} fixes");
}

/// The files of each folder of `fixtures/together`, which give each other what they need.
#[test]
fn of_files_that_are_checked_together() {
    let mut folders: BTreeMap<PathBuf, Vec<SourceFile>> = BTreeMap::new();
    for path in files(Path::new("fixtures/together")) {
        let bytes = fs::read(&path).expect("a file");
        let file = SourceFile::decode(path.to_string_lossy(), bytes);
        folders.entry(path.parent().expect("a folder").to_owned()).or_default().push(file);
    }
    let mut made = 0;
    for files in folders.into_values() {
        let inputs = Inputs { files, role: None, has_role_to_set: true };
        made += hold(&inputs, FixLevel::Safe);
        made += hold(&Inputs { has_role_to_set: false, ..inputs }, FixLevel::Unsafe);
    }
    assert!(made > 0, "nothing to fix");
}

/// The modules of `fixtures/terraform`, of all files of their folders: to fix twice is to fix once, and only files of the
/// module change.
#[test]
fn of_modules_of_several_files() {
    let mut folders: BTreeMap<PathBuf, Vec<SourceFile>> = BTreeMap::new();
    for path in files(Path::new("fixtures/terraform")) {
        let file = SourceFile::decode(path.to_string_lossy(), fs::read(&path).expect("a file"));
        let folder: PathBuf = path.iter().take(4).collect();
        folders.entry(folder).or_default().push(file);
    }
    let mut made = 0;
    for mut files in folders.into_values() {
        // The folder of the first file is the root.
        files.sort_by_key(|it| (it.name().matches('/').count(), !it.name().ends_with(".tf")));
        for has_role_to_set in [false, true] {
            let module = |files: &[SourceFile]| {
                let whole = SourceFile::of_files("module", files.to_vec());
                Inputs { has_role_to_set, ..Inputs::of(whole) }
            };
            let inputs = module(&files);
            let fixed = inputs.fix(FixLevel::Unsafe);
            made += fixed.count();
            let mut after = files.clone();
            for text in &fixed.texts {
                let file = after.iter_mut().find(|it| it.name() == text.name());
                *file.expect("a file of the module") =
                    SourceFile::decode(text.name(), text.bytes_after());
                assert!(!text.name().contains("/.terraform/"), "{}", text.name());
            }
            let inputs_after = module(&after);
            let again = inputs_after.fix(FixLevel::Unsafe);
            let names: Vec<_> = again.texts.iter().map(|it| (it.name(), it.after())).collect();
            assert!(names.is_empty(), "{names:?}");
            let broken =
                |it: &Inputs| it.check().problems().iter().filter(|it| is_broken(it)).count();
            assert_eq!(broken(&inputs), broken(&inputs_after));
        }
    }
    assert!(made >= 60, "only {made} fixes");
}

/// The inputs of the cases.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let ends = |ending: &&str| path.to_string_lossy().ends_with(*ending);
            if path.is_dir() {
                folders.push(path);
            } else if !["cmd", "stdout", "stderr"].iter().any(ends) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// What is read of a text that the laws are tried on has something to fix, mostly.
#[test]
fn there_is_something_to_fix() {
    let json = format!(
        r#"{{ "requiresCompatibilities": ["FARGATE"], "containerDefinitions": [ {{ "name": "app", "image": "{ECR}", }} ] }}"#
    );
    let inputs = Inputs { has_role_to_set: true, ..Inputs::of(SourceFile::new("t.json", json)) };
    assert_eq!(hold(&inputs, FixLevel::Unsafe), 2);
    let yaml = indented(
        "containerDefinitions:\n- image: nginx\n  name: app\n  executionRoleArn: arn:aws:iam::111122223333:role/exec\n",
    );
    assert_eq!(hold(&Inputs::of(SourceFile::new("t.yaml", yaml)), FixLevel::Safe), 1);
    let hcl = format!(
        "resource \"aws_ecs_task_definition\" \"web\" {{\n  requires_compatibilities = [\"FARGATE\"]\n  container_definitions = <<-JSON\n    [{{ \"name\": \"app\", \"image\": \"{ECR}\", \"esential\": true, }}]\n  JSON\n}}\n"
    );
    assert_eq!(hold(&Inputs::of(SourceFile::new("t.tf", hcl)), FixLevel::Unsafe), 3);
}
