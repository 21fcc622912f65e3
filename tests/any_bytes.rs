//! Any bytes in, no panic: through reading, judging and every report.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::Question;
use needs_exec_role::input::inputs::Inputs;
use needs_exec_role::render::{
    Detail, Format, Stream, Style, compact, graphical, renderer, summary_of,
};
use needs_exec_role::rules::Rules;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

static FIXTURES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut files = Vec::new();
    collect(Path::new("fixtures"), &mut files);
    files.sort();
    files.iter().map(|path| fs::read(path).expect("a fixture")).collect()
});

/// What people and programs write into files by accident, and what templates are made of.
const SCRAPS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "${X}",
    "{{ x }}",
    "<X>",
    "...",
    "//",
    "/*",
    "\0",
    "\u{FEFF}",
    "\u{1b}[31m",
    "\n",
    "\r\n",
    "\t",
    "null",
    "true",
    "-1e999",
    "&a ",
    "*a",
    "<<: ",
    "!Ref ",
    "!If [C, ",
    "!Sub ",
    "{\"Ref\": ",
    "{\"Fn::Sub\": ",
    "Fn::ForEach::X",
    "Fn::Transform",
    "AWS::NoValue",
    "---\n",
    "- ",
    "%{ if x }",
    "\\ud800",
    "größe",
    "🚀",
    "arn:aws:",
    ".dkr.ecr.",
    "::::",
    "# needs-exec-role: ignore[execution-role-missing] ",
    "/* needs-exec-role: ignore-file[größe, ",
    "// needs-exec-role:",
    "Metadata: {needs-exec-role: {ignore: {syntax: x}}}",
];

/// The endings of what a case is beside its inputs.
const OUTPUTS: [&str; 3] = ["cmd", "stdout", "stderr"];

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| !OUTPUTS.iter().any(|it| ending == *it)) {
            files.push(path);
        }
    }
}

/// Reads, checks and reports; returns the length of the report, so that nothing is optimized away.
fn tell(name: &str, bytes: Vec<u8>, inputs: Inputs) -> usize {
    let (source, _) = Source::decode(name, bytes);
    let question = Question { inputs, ..Question::default() };
    analyze(&source, Vec::new(), &RULES, &question, |file| {
        let style =
            Style { color: true, unicode: true, width: 40, links: true, detail: Detail::Full };
        let renderer = renderer(Format::Json, style);
        let (renderer, mut stream) = (renderer.as_ref(), Stream::default());
        let json = renderer.begin()
            + &stream.push(renderer, &renderer.unit(file, true))
            + &stream.end(renderer, &summary_of(file));
        let whole: serde_json::Value =
            serde_json::from_str(&json).expect("valid JSON, whatever came in");
        assert_eq!(whole["version"], 1);
        graphical::file(file, &style, true).len() + compact::file(file).len()
    })
}

/// A fixture with scraps put in and bytes taken out.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<Index>(), select(SCRAPS), 0_usize..8);
    let edits = proptest::collection::vec(edit, 0..6);
    (any::<Index>(), edits).prop_map(|(file, edits)| {
        let mut bytes = FIXTURES[file.index(FIXTURES.len())].clone();
        for (at, scrap, removed) in edits {
            let at = at.index(bytes.len() + 1);
            let end = (at + removed).min(bytes.len());
            bytes.splice(at..end, scrap.bytes());
        }
        bytes
    })
}

/// What functions name, whether it is there or not.
const NAMES: &[&str] =
    &["P", "L", "Repo", "Other", "Role", "Task", "C0", "C1", "M", "k", "AWS::Region", "nowhere"];

const TEXTS: &[&str] =
    &["", "x", "1", "nginx", "${P}", "${Repo.Arn}:${Other}", "${", "{{resolve:ssm:${P}}}", "a,b"];

const FUNCTIONS: &[&str] = &[
    "Fn::Sub",
    "Fn::GetAtt",
    "Fn::If",
    "Fn::Join",
    "Fn::Select",
    "Fn::Split",
    "Fn::FindInMap",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::ImportValue",
    "Fn::Length",
    "Fn::Transform",
    "Fn::Equals",
    "Fn::And",
    "Fn::Or",
    "Fn::Not",
    "Condition",
    "Ref",
    "Fn::ForEach::X",
];

/// A value of a template: functions in functions, rightly given or not.
fn value() -> impl Strategy<Value = Value> {
    let text = || select(NAMES).prop_map(str::to_owned);
    let leaf = prop_oneof![
        text().prop_map(Value::from),
        select(TEXTS).prop_map(Value::from),
        text().prop_map(|name| json!({ "Ref": name })),
        Just(json!({ "Ref": "AWS::NoValue" })),
        Just(json!(0)),
        Just(Value::Null),
    ];
    leaf.prop_recursive(6, 60, 4, move |inner| {
        let list = proptest::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            3 => (select(FUNCTIONS), list.clone()).prop_map(|(name, list)| json!({ name: list })),
            1 => (select(FUNCTIONS), inner.clone()).prop_map(|(name, only)| json!({ name: only })),
            1 => (text(), inner.clone(), inner.clone())
                .prop_map(|(name, yes, no)| json!({ "Fn::If": [name, yes, no] })),
            1 => list.prop_map(Value::from),
            1 => (text(), inner).prop_map(|(key, value)| json!({ key: value, "Name": "x" })),
        ]
    })
}

/// A template with such values wherever they may be.
fn template(values: &[Value]) -> String {
    let at = |index: usize| values[index % values.len()].clone();
    let properties = json!({
        "RequiresCompatibilities": at(0), "ExecutionRoleArn": at(1), "Cpu": at(2),
        "ContainerDefinitions": [{
            "Name": at(3), "Image": at(4), "Secrets": at(5), "LogConfiguration": at(6), "Environment": at(7),
        }, at(5)],
        "Fn::ForEach::K": ["K", at(8), { "${K}": at(9) }],
    });
    let template = json!({
        "Parameters": {
            "P": { "Type": "String", "Default": "x", "AllowedValues": ["x", "y"] },
            "L": { "Type": "CommaDelimitedList" },
        },
        "Mappings": { "M": { "k": { "k": "nginx" }, "x": { "k": at(3) } } },
        "Conditions": { "C0": at(8), "C1": { "Fn::Equals": [at(9), at(10)] } },
        "Resources": {
            "Repo": { "Type": "AWS::ECR::Repository", "Properties": { "RepositoryName": at(11) } },
            "Other": { "Type": "AWS::SecretsManager::Secret", "Properties": { "Name": at(4) } },
            "Role": { "Type": "AWS::IAM::Role", "Condition": "C1", "Properties": {
                "RoleName": at(10), "Policies": at(9), "AssumeRolePolicyDocument": at(8),
            } },
            "Task": { "Type": "AWS::ECS::TaskDefinition", "Condition": "C0", "Properties": properties },
            "Service": { "Type": "AWS::ECS::Service", "Properties": {
                "TaskDefinition": { "Ref": "Task" }, "LaunchType": at(7), "CapacityProviderStrategy": at(6),
            } },
        },
    });
    template.to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn functions_at_random(values in proptest::collection::vec(value(), 12)) {
        let text = template(&values);
        tell("template.json", text.into_bytes(), Inputs::default());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn bytes_at_random(bytes in proptest::collection::vec(any::<u8>(), 0..300), is_yaml in any::<bool>()) {
        tell(if is_yaml { "x.yaml" } else { "x.json" }, bytes, Inputs::default());
    }

    #[test]
    fn fixtures_with_scraps(bytes in mutated(), is_yaml in any::<bool>(), value in select(SCRAPS)) {
        let fill = vec![("X".to_owned(), value.to_owned()), ("IMAGE".to_owned(), value.to_owned())];
        let inputs = Inputs { variables: fill.clone(), images: fill, ..Inputs::default() };
        tell(if is_yaml { "x.yaml" } else { "x.json" }, bytes, inputs);
    }
}
