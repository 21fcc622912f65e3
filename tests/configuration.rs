//! The configuration: which one counts for a file, that an option wins, and that its schema agrees with the program.
//! What is printed is in `fixtures/configuration`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod common;

use common::program;
use needs_exec_role::{Checker, Configuration, Options, SourceFile};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The name of a configuration file.
const NAME: &str = ".needs-exec-role.yaml";

/// A task definition that requires the role on FARGATE, and on EC2 does not.
const TASK: &str = r#"{ "family": "web", "networkMode": "awsvpc", "cpu": "256", "memory": "512",
  "containerDefinitions": [
    { "name": "app", "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1" } ] }"#;

/// A folder of its own for a test.
struct Folder(PathBuf);

impl Folder {
    /// One in the repository of this project, with files by their paths.
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        Self::at(Path::new(env!("CARGO_TARGET_TMPDIR")).join("configuration").join(name), files)
    }

    fn at(folder: PathBuf, files: &[(&str, &str)]) -> Self {
        drop(fs::remove_dir_all(&folder));
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            fs::write(path, text).expect("a file");
        }
        Self(folder)
    }

    /// The exit code, and both streams, of a run in a folder of it.
    fn run(&self, folder: &str, args: &[&str]) -> (i32, String) {
        let output = program().current_dir(self.0.join(folder)).args(args).output();
        let output = output.expect("the program ends");
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().expect("no signal"), String::from_utf8(text).expect("UTF-8"))
    }

    /// The launch types of each task definition of a run.
    fn launch_types(&self, folder: &str, args: &[&str]) -> Vec<String> {
        let (_, out) = self.run(folder, &[&["--format=json"], args].concat());
        let whole: Value =
            serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"));
        let tasks = whole["taskDefinitions"].as_array().expect("an array").iter();
        let names = |task: &Value| {
            let types = task["launchTypes"].as_array().expect("an array").iter();
            let names: Vec<_> =
                types.map(|it| it["launchType"].as_str().expect("a name")).collect();
            names.join(",")
        };
        tasks.map(names).collect()
    }
}

#[test]
fn a_configuration_is_found_upward_to_the_root_of_the_repository() {
    let folder = Folder::new(
        "upward",
        &[
            (NAME, "launch-types: external"),
            ("repo/.git/HEAD", ""),
            ("repo/a/b/web.json", TASK),
            ("other/.git/HEAD", ""),
            ("other/.needs-exec-role.yaml", "launch-types: fargate"),
            ("other/a/b/web.json", TASK),
            // A work tree of another repository has a file of that name.
            ("tree/.git", "gitdir: ../repo/.git"),
            ("tree/a/web.json", TASK),
            ("none/a/web.json", TASK),
        ],
    );
    let types = |folder_of_run: &str, path| folder.launch_types(folder_of_run, &[path]);
    assert_eq!(types(".", "other/a/b/web.json"), ["FARGATE"], "that of the root counts");
    assert_eq!(types("other/a/b", "web.json"), ["FARGATE"], "from wherever the program runs");
    assert_eq!(types("other/a", "b/../b/web.json"), ["FARGATE"]);
    assert_eq!(types("none", "../other/a/b/web.json"), ["FARGATE"]);
    assert_eq!(types(".", "repo/a/b/web.json"), ["FARGATE,EC2"], "not above the root");
    assert_eq!(types(".", "tree/a/web.json"), ["FARGATE,EC2"]);
    assert_eq!(types("none/a", "web.json"), ["EXTERNAL"]);
    let all =
        folder.launch_types(".", &["repo/a/b/web.json", "other/a/b/web.json", "none/a/web.json"]);
    assert_eq!(all, ["FARGATE,EC2", "FARGATE", "EXTERNAL"], "each file has its own");
    assert_eq!(
        folder.launch_types(".", &["."]),
        ["EXTERNAL", "FARGATE", "FARGATE,EC2", "FARGATE,EC2"]
    );
    let named = ["--config", "../.needs-exec-role.yaml", "a/b/web.json"];
    assert_eq!(
        folder.launch_types("other", &named),
        ["EXTERNAL"],
        "--config counts for every file"
    );
    assert_eq!(folder.launch_types("other", &["--no-config", "a/b/web.json"]), ["FARGATE,EC2"]);
    assert_eq!(folder.launch_types("other", &["--launch-type=ec2", "a/b/web.json"]), ["EC2"]);
}

#[test]
fn without_a_repository_it_is_found_upward_to_the_root() {
    let name = format!("needs-exec-role-configuration-{}", std::process::id());
    let files = [(NAME, "launch-types: fargate"), ("a/b/web.json", TASK)];
    let folder = Folder::at(std::env::temp_dir().join(name), &files);
    assert_eq!(folder.launch_types("a/b", &["web.json"]), ["FARGATE"]);
    fs::remove_dir_all(&folder.0).expect("removed");
}

#[cfg(unix)]
#[test]
fn the_folder_of_a_link_counts() {
    let files = [
        ("a/.needs-exec-role.yaml", "launch-types: fargate"),
        ("b/.needs-exec-role.yaml", "launch-types: ec2"),
        ("a/web.json", TASK),
    ];
    let folder = Folder::new("link", &files);
    std::os::unix::fs::symlink("../a/web.json", folder.0.join("b/web.json")).expect("a link");
    assert_eq!(folder.launch_types(".", &["b/web.json"]), ["EC2"]);
    assert_eq!(folder.launch_types(".", &["a/../b/web.json"]), ["EC2"]);
}

#[test]
fn git_is_walked_only_if_it_is_named() {
    let folder = Folder::new("git", &[(".git/web.json", TASK), (".git/hooks/web.json", TASK)]);
    assert_eq!(folder.run(".", &["."]).0, 2, "nothing to check");
    assert_eq!(folder.launch_types(".", &[".git"]).len(), 2);
}

/// What templates give each other counts with the settings of the one that takes it.
#[test]
fn templates_that_share_are_judged_with_the_settings_of_each() {
    let network = "Parameters:
  Env: { Type: String }
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [ { Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: sts:AssumeRole } ] }
Outputs:
  Role: { Value: !GetAtt Role.Arn, Export: { Name: !Sub '${Env}-role' } }
";
    let service = "Parameters:
  Env: { Type: String }
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: web
      Cpu: '256'
      Memory: '512'
      NetworkMode: awsvpc
      RequiresCompatibilities: [ FARGATE ]
      ExecutionRoleArn: !ImportValue prod-role
      ContainerDefinitions:
        - { Name: app, Image: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/web }
";
    let settings = "parameters:
  - { paths: [prod/, shared/], values: { Env: prod } }
  - { paths: dev/, values: { Env: dev } }
launch-types: fargate
";
    let files = [
        (NAME, settings),
        ("shared/network.yaml", network),
        ("prod/service.yaml", service),
        ("dev/service.yaml", service),
    ];
    let folder = Folder::new("unit", &files);
    let run = |paths: &[&str]| folder.run(".", &[&["--format=compact"], paths].concat()).1;
    let missing = |out: &str, path: &str| {
        out.lines()
            .filter(|line| line.starts_with(path) && line.contains("permission-missing"))
            .count()
    };
    let both = run(&["shared/network.yaml", "prod/service.yaml", "dev/service.yaml"]);
    let alone = run(&["shared/network.yaml", "prod/service.yaml"]);
    let of = |out: &str, path: &str| -> Vec<String> {
        out.lines().filter(|line| line.starts_with(path)).map(str::to_owned).collect()
    };
    assert!(missing(&both, "prod/service.yaml") > 0, "the role is found under its name: {both}");
    assert_eq!(missing(&both, "dev/service.yaml"), 0, "the name is another there: {both}");
    assert_eq!(of(&both, "prod/"), of(&alone, "prod/"), "one file's settings change no other's");
}

/// A configuration that one checker reads: every file in `fixtures/configuration`.
fn fixtures() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from("fixtures/configuration")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let is_wrong = path.parent().is_some_and(|it| it.ends_with("wrong"));
            let is_yaml = path.extension().is_some_and(|it| it == "yaml");
            if path.is_dir() {
                folders.push(path);
            } else if path.ends_with(NAME) || is_yaml && is_wrong {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn validator() -> jsonschema::Validator {
    let schema =
        fs::read_to_string("docs/schema/configuration-v1.schema.json").expect("the schema");
    jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("a schema")
}

/// What a schema cannot know: names that the rules define, what is in other files, what is only in YAML.
const BEYOND_THE_SCHEMA: [&str; 19] = [
    "assume.yaml",
    "assume-with-value.yaml",
    "assume-without-value.yaml",
    "boundary-wrong.yaml",
    "duplicate-key.yaml",
    "exception-code.yaml",
    "exception-expires-never.yaml",
    "fix-role.yaml",
    "parameters-file-gone.yaml",
    "parameters-file-wrong.yaml",
    "partition.yaml",
    "pattern.yaml",
    "roles-file-gone.yaml",
    "roles-file-wrong.yaml",
    "rules-gone.yaml",
    "rules-wrong.yaml",
    "several-names.yaml",
    "severity-code.yaml",
    "two-documents.yaml",
];

#[test]
fn the_schema_accepts_what_the_program_reads_and_refuses_what_it_refuses() {
    let (validator, mut refused, mut accepted) = (validator(), 0, 0);
    for path in fixtures() {
        let text = fs::read(&path).expect("a file");
        let read = Configuration::read(&SourceFile::decode("c.yaml", text.clone()));
        // What is not YAML has no schema; of several documents an editor checks each.
        let documents = serde_yaml::Deserializer::from_slice(&text);
        let documents: Result<Vec<Value>, _> =
            documents.map(<Value as serde::Deserialize>::deserialize).collect();
        let Ok(documents) = documents else {
            assert!(read.is_err(), "{}", path.display());
            continue;
        };
        let fits = documents.iter().all(|it| validator.is_valid(it));
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let is_wrong = path.parent().is_some_and(|it| it.ends_with("wrong"));
        let is_beyond = BEYOND_THE_SCHEMA.contains(&name.as_str());
        assert_eq!(fits, !is_wrong || is_beyond, "{}", path.display());
        assert!(read.is_ok() || is_wrong, "{}: {read:?}", path.display());
        assert!(read.is_err() || !is_wrong || is_beyond, "{}", path.display());
        refused += usize::from(!fits);
        accepted += usize::from(fits);
    }
    assert!(refused > 30 && accepted > 10, "{refused} {accepted}");
}

/// A configuration with every key, and each value of it replaced by one of another kind.
#[test]
fn the_schema_and_the_program_agree_on_kinds_of_values() {
    let whole = serde_json::json!({
        "launch-types": ["fargate", "EC2"], "agent-version": "1.89.0", "account": "111122223333",
        "region": "eu-west-1", "partition": "aws-cn",
        "assume": { "guardduty-runtime-monitoring": null, "pull-through-cache": ["a", "b"] },
        "parameters": [
            { "paths": ["a/"], "files": ["a.json"], "values": { "Env": "prod", "Count": 3 } },
            { "values": { "Env": true } }
        ],
        "roles": [ { "paths": "a/", "files": ["b.json"], "boundary": "c.json" }, { "boundary": "d" } ],
        "rules": ["rules"], "exclude": ["legacy/"],
        "severity": { "execution-role-unneeded": "warning" },
        "exceptions": [
            { "code": "a", "path": "b/", "family": "c", "container": "d", "reason": "e", "expires": "2027-01" },
            { "container": "d" }
        ],
        "fix": { "execution-role": "exec" }
    });
    let others = serde_json::json!([null, true, false, 0, "", " ", "x", "#", "!", "! ", "!#", "./a", "!./a", "../a", ".a/", "..a", [], [[]], [null], [1], {}, { "x": 1 }]);
    let validator = validator();
    let (mut refused, mut accepted, mut different) = (0, 0, Vec::new());
    let mut check = |document: &Value, what: &str| {
        let text = serde_json::to_string(document).expect("JSON");
        let read = Configuration::read(&SourceFile::new("c.yaml", text));
        let fits = validator.is_valid(document);
        if read.is_ok() != fits {
            let why = read.err().and_then(|it| it.diagnostic()).map(|it| it.message);
            different.push(format!("{what}: the schema: {fits}, the program: {why:?}"));
        }
        *(if fits { &mut accepted } else { &mut refused }) += 1;
    };
    check(&whole, "whole");
    for pointer in pointers(&whole, "") {
        for other in others.as_array().expect("an array") {
            let mut changed = whole.clone();
            *changed.pointer_mut(&pointer).expect("a value") = other.clone();
            check(&changed, &format!("{pointer}: {other}"));
        }
    }
    assert!(different.is_empty(), "{different:#?}");
    assert!(refused > 500 && accepted > 200, "{refused} {accepted}");
}

/// The JSON Pointers of all values.
fn pointers(value: &Value, at: &str) -> Vec<String> {
    let inner: Vec<_> = match value {
        Value::Object(map) => map.iter().map(|(key, it)| (format!("{at}/{key}"), it)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, it)| (format!("{at}/{index}"), it)).collect()
        }
        _ => Vec::new(),
    };
    let deeper = inner.into_iter().flat_map(|(at, it)| pointers(it, &at));
    std::iter::once(at.to_owned()).chain(deeper).collect()
}

/// Every key of the schema is one of the program, and the other way around.
#[test]
fn the_schema_has_the_keys_of_the_program() {
    let schema =
        fs::read_to_string("docs/schema/configuration-v1.schema.json").expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let objects = [
        ("/properties", ""),
        ("/$defs/parameters/properties", "parameters:\n  - "),
        ("/$defs/roles/properties", "roles:\n  - "),
        ("/$defs/exception/properties", "exceptions:\n  - "),
        ("/properties/fix/properties", "fix:\n    "),
    ];
    for (pointer, before) in objects {
        let keys = schema.pointer(pointer).and_then(Value::as_object).expect("an object");
        let text = format!("{before}no-such-key: 1\n");
        let error = Configuration::read(&SourceFile::new("c.yaml", text)).expect_err("no such key");
        let message = error.diagnostic().expect("a place").message;
        let (_, expected) = message.split_once("; expected").expect("what is expected");
        let known: Vec<_> = expected.split('`').skip(1).step_by(2).collect();
        let mut known = known;
        known.sort_unstable();
        let mut keys: Vec<_> = keys.keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(known, keys, "{pointer}");
    }
}

#[test]
fn settings_fill_what_the_options_leave_open() {
    let text = "launch-types: [ec2, fargate]
agent-version: 1.89.0
account: '111122223333'
region: eu-west-1
partition: aws-cn
assume: [pull-through-cache=a, instance-role-pulls]
severity: { execution-role-unneeded: error }
fix: { execution-role: exec }
exceptions: [ { family: a }, { family: b, expires: 2027-01 } ]
";
    let read = Configuration::read(&SourceFile::new("c.yaml", text)).expect("valid");
    let mut options = Options::default();
    read.fill(&mut options);
    assert_eq!(options.launch_types.len(), 2);
    assert_eq!(options.agent_version.as_deref(), Some("1.89.0"));
    assert_eq!(options.account.as_deref(), Some("111122223333"));
    assert_eq!(options.region.as_deref(), Some("eu-west-1"));
    assert_eq!(options.partition.as_deref(), Some("aws-cn"));
    assert_eq!(options.inserted_role.as_deref(), Some("exec"));
    assert_eq!(options.execution_role, None, "what fixes insert does not count as set");
    assert_eq!(options.severities.len(), 1);
    assert_eq!(options.defaults.assume.len(), 2);
    let numbers: Vec<_> = read.exceptions.iter().map(|it| it.exception.value.number).collect();
    assert_eq!(numbers, [0, 1]);
    assert_eq!(read.line(&read.exceptions[1].exception), 9);
    let mut own = Options {
        region: Some("us-east-1".to_owned()),
        assume: vec![("pull-through-cache".to_owned(), Some("b".to_owned()))],
        inserted_role: Some("other".to_owned()),
        ..Options::default()
    };
    read.fill(&mut own);
    assert_eq!(own.region.as_deref(), Some("us-east-1"));
    assert_eq!(own.inserted_role.as_deref(), Some("other"));
    assert_eq!(own.defaults.assume, [("instance-role-pulls".to_owned(), None)]);
    assert!(Checker::new(&own).is_ok());
}

/// Of several items that set a name, the last is used, be it by a value or a file.
#[test]
fn the_last_item_of_parameters_is_used() {
    let task = TASK.replace("111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1", "${IMAGE}");
    let ecr = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1";
    let value = |image: &str| format!("  - values: {{ IMAGE: '{image}' }}\n");
    let file = "  - files: values.json\n".to_owned();
    for (items, expected) in [
        (value("nginx") + &file, "required"),
        (file.clone() + &value("nginx"), "not-required"),
        (value(ecr) + &value("nginx"), "not-required"),
        ("  - files: values.json\n    values: { IMAGE: nginx }\n".to_owned(), "not-required"),
    ] {
        let configuration = format!("launch-types: fargate\nparameters:\n{items}");
        let values = format!("{{\"IMAGE\": \"{ecr}\"}}");
        let files = [(NAME, &*configuration), ("values.json", &values), ("web.json", &task)];
        let folder = Folder::new("last-item", &files);
        let (_, out) = folder.run("", &["--format=json", "web.json"]);
        let whole: Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!(whole["taskDefinitions"][0]["verdict"], expected, "{items}{out}");
    }
}

#[test]
fn what_a_configuration_before_set_stays() {
    let read = |text: &str| Configuration::read(&SourceFile::new("c.yaml", text)).expect("valid");
    let first = "region: eu-west-1\nassume: [pull-through-cache=a, pull-through-cache=b]\nseverity: { syntax: note }\n";
    let second = "region: us-east-1\naccount: '111122223333'\nassume: [pull-through-cache=c, instance-role-pulls]\nseverity: { syntax: warning, comment: note }\n";
    let mut options = Options::default();
    read(first).fill(&mut options);
    read(second).fill(&mut options);
    assert_eq!(options.region.as_deref(), Some("eu-west-1"));
    assert_eq!(options.account.as_deref(), Some("111122223333"));
    let assumed: Vec<_> = options.defaults.assume.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(assumed, ["pull-through-cache", "pull-through-cache", "instance-role-pulls"]);
    // The last of a code is used.
    let syntax = options.severities.iter().rev().find(|(code, _)| code == "syntax");
    assert_eq!(syntax.map(|(_, it)| it.name()), Some("note"));
}
