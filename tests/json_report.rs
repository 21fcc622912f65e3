//! The JSON output: it fits its schema, its places are those of the text, and its pieces make one whole.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails may say so by a panic"
)]

#[path = "support/ordered.rs"]
mod ordered;

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::analysis::{Diagnostic, Subject, What};
use needs_exec_role::base::diagnostic::BuiltIn;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::Question;
use needs_exec_role::iam::RoleFiles;
use needs_exec_role::render::{
    Format, RenderedPiece, Stream, Style, Summary, json, renderer, summary_of,
};
use needs_exec_role::rules::{self, RuleFault};
use serde_json::Value;
use std::fs;
use std::sync::{Arc, LazyLock};

const MISSING: &str = include_str!("../fixtures/reading/missing-role/taskdef.json");

const NAMED: &str = r#"{
  "a/b~c": [ { "taskDefinition": {
    "family": "batch",
    "executionRoleArn": "arn:aws:iam::123456789012:role/exec",
    "containerDefinitions": [ {
      "name": "app", "image": "nginx",
      "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/batch" } }
    } ]
  } } ]
}"#;

const HOLES: &str = r#"{
  "family": "${FAMILY}", "requiresCompatibilities": ["FARGATE", "${OTHER}"],
  "containerDefinitions": [
    { "name": "app", "image": "${IMAGE}" },
    { "name": "no-image", "secrets": [ { "name": "A", "valueFrom": "${FROM}" } ] },
    { "essential": true }
  ]
}"#;

const BARE: &str =
    r#"[{"name":"app","image":"123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1","memory":128}]"#;

const STREAM: &str = "\
family: first
containerDefinitions:
  - name: app
    image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/first
---
taskDefinition:
  family: second
  requiresCompatibilities: [FARGATE]
  containerDefinitions:
    - name: app
      image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/second'
";

const BROKEN: &str = r#"{
  "family": "broken" "cpu": "256",
  "containerDefinitions": [ { "name": "app", "image": "nginx", } ],
}"#;

const FOREIGN: &str = "{ \"family\": \"größe\",\r\n  \"requiresCompatibilities\": [\"FARGATE\"],\r\n  \"containerDefinitions\": [\r\n\t{ \"name\": \"日本\", \"command\": [\"\u{1F600}\"], \"image\": \"123456789012.dkr.ecr.us-east-1.amazonaws.com/größe\" }, { \"name\": \"ü\", \"secrets\": [{ \"name\": \"Ä\", \"valueFrom\": \"/ä\" }], \"image\": \"x\" }\r\n] }\r\n";

const TEMPLATE: &str = include_str!("../fixtures/templates/web.yaml");
const KEYS: &str = include_str!("../fixtures/templates/keys.json");
const OPEN: &str = include_str!("../fixtures/templates/open.yaml");
const IN_A_LIST: &str = include_str!("../fixtures/templates/in-a-list.yaml");

const SAMPLES: [(&str, &str); 12] = [
    ("missing.json", MISSING),
    ("named.json", NAMED),
    ("holes.json", HOLES),
    ("bare.json", BARE),
    ("stream.yaml", STREAM),
    ("broken.json", BROKEN),
    ("foreign.json", FOREIGN),
    ("nothing.json", "{}"),
    ("template.yaml", TEMPLATE),
    ("keys.json", KEYS),
    ("open.yaml", OPEN),
    ("in-a-list.yaml", IN_A_LIST),
];

#[test]
fn fits_its_schema() {
    for sample in SAMPLES {
        let faults = faults(&parse(&whole(&[sample])));
        assert!(faults.is_empty(), "{}: {faults:#?}", sample.0);
    }
    for output in [whole(&SAMPLES), whole(&[])] {
        assert_eq!(faults(&parse(&output)), [""; 0]);
    }
}

#[test]
fn the_schema_is_strict() {
    let spoil = |pointer: &str, value: Value| {
        let mut output = parse(&whole(&[SAMPLES[0]]));
        *output.pointer_mut(pointer).expect(pointer) = value;
        assert!(!faults(&output).is_empty(), "{pointer} may be anything");
    };
    spoil("/version", 2.into());
    spoil("/taskDefinitions/0/format", "xml".into());
    spoil("/taskDefinitions/0/verdict", "no".into());
    spoil("/taskDefinitions/0/needs/0/launchTypes", serde_json::json!({ "fargate": "required" }));
    spoil("/taskDefinitions/0/needs/0/launchTypes/FARGATE", "unsupported?".into());
    spoil("/taskDefinitions/0/needs/0/permissions/0/need", "if".into());
    spoil("/taskDefinitions/0/needs/0/place", Value::Null);
    spoil("/taskDefinitions/0/needs/0/place/start/line", 0.into());
    spoil("/taskDefinitions/0/executionRole/place", serde_json::json!({ "pointer": "" }));
    spoil("/summary/errors", (-1).into());
    spoil("/taskDefinitions/0/findings/0/fixes/0/applicability", "sometimes".into());
    spoil("/taskDefinitions/0/findings/0/fixes/0/edits", serde_json::json!([]));
    spoil("/taskDefinitions/0/findings/0/fixes/0/edits/0/start/line", 0.into());
    let mut output = parse(&whole(&[SAMPLES[0]]));
    output["taskDefinitions"][0].as_object_mut().unwrap().remove("verdict");
    assert_eq!(faults(&output).len(), 1, "a key that is demanded");
}

/// A report on a role: two labels of a finding stand in two files.
#[test]
fn labels_in_two_files_have_their_places() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let read = |name: &str| fs::read_to_string(format!("{folder}/roles/one-file/{name}")).unwrap();
    let (task, role) = (read("taskdef.json"), read("role.json"));
    let file = Arc::new(Source::new("role.json", role.as_str()));
    let roles = RoleFiles::read(&[file], None).unwrap();
    let question = Question { roles: Some(Arc::new(roles)), ..Question::default() };
    let output = asked(("taskdef.json", &task), &question);
    let output = parse(&output);
    assert_eq!(faults(&output), [""; 0]);
    let values = serde_json::Deserializer::from_str(&role).into_iter::<Value>();
    let values: Vec<_> = values.map(Result::unwrap).collect();
    let mut seen = 0;
    for finding in output["taskDefinitions"][0]["findings"].as_array().unwrap() {
        for related in finding["related"].as_array().unwrap() {
            assert_eq!(related["path"], "role.json");
            let document = usize::try_from(related["document"].as_u64().unwrap()).unwrap();
            let value = values[document].pointer(related["place"]["pointer"].as_str().unwrap());
            let text = slice(("role.json", &role), &related["place"]);
            assert_eq!(&serde_json::from_str::<Value>(text).unwrap(), value.unwrap());
            let before = &role[..offset(&related["place"]["start"])];
            assert_eq!(related["place"]["start"]["line"], before.matches('\n').count() + 1);
            seen += 1;
        }
    }
    assert_eq!(seen, 2);
}

/// A fix of another file names it; without the edits the text is the same.
#[test]
fn fixes_are_edits_of_a_text() {
    let text = "{ \"containerDefinitions\": [ { \"naem\": \"ü\", \"image\": \"nginx\", } ] }";
    let output = parse(&whole(&[("task.json", text)]));
    assert_eq!(faults(&output), [""; 0]);
    let problem = |code: &str| {
        let problems = output["problems"].as_array().unwrap().iter();
        problems.clone().find(|it| it["code"] == code).expect(code).clone()
    };
    let comma = text.find(", }").unwrap();
    let point = |offset: usize| {
        let column = text[..offset].chars().count() + 1;
        serde_json::json!({ "line": 1, "column": column, "offset": offset })
    };
    let expected = serde_json::json!([{
        "title": "Remove the comma", "applicability": "safe",
        "edits": [{ "start": point(comma), "end": point(comma + 1), "text": "" }]
    }]);
    assert_eq!(problem("trailing-comma")["fixes"], expected);
    assert_eq!(problem("unknown-key")["fixes"][0]["edits"][0]["text"], "\"name\"");

    let task = r#"{ "requiresCompatibilities": ["FARGATE"], "executionRoleArn": "arn:aws:iam::111122223333:role/exec",
        "containerDefinitions": [ { "name": "app", "image": "nginx",
        "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/app", "awslogs-region": "eu-west-1" } } } ] }"#;
    let policy = r#"{ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/app" } ] }"#;
    let file = Arc::new(Source::new("role.json", policy));
    let roles = RoleFiles::read(&[file], None).unwrap();
    let question = Question { roles: Some(Arc::new(roles)), ..Question::default() };
    let output = parse(&asked(("task.json", task), &question));
    assert_eq!(faults(&output), [""; 0]);
    let findings = output["taskDefinitions"][0]["findings"].as_array().unwrap();
    let fixes = findings.iter().filter_map(|it| it["fixes"].as_array()).flatten();
    let other = fixes.clone().find(|fix| fix["path"] == "role.json").expect("a fix of the role");
    let edit = &other["edits"][0];
    assert_eq!(slice(("role.json", policy), edit), "");
    assert!(policy[..offset(&edit["start"])].ends_with("log-group:/ecs/app"), "{edit}");
    assert_eq!(edit["start"]["line"], 2);
}

#[test]
fn pieces_make_one_whole() {
    for count in 0..=SAMPLES.len() {
        let output = whole(&SAMPLES[..count]);
        let read: ordered::Ordered = serde_json::from_str(&output).unwrap();
        assert_eq!(output, serde_json::to_string_pretty(&read).unwrap() + "\n");
        assert_eq!(output, whole(&SAMPLES[..count]), "it is the same each time");
        let output = parse(&output);
        assert_eq!(output["summary"]["files"], count);
        assert_eq!(
            output["summary"]["taskDefinitions"],
            output["taskDefinitions"].as_array().unwrap().len()
        );
    }
}

#[test]
fn a_line_for_each_file_has_the_objects_of_the_whole() {
    let mut schema = parse(include_str!("../docs/schema/output-v1.schema.json"));
    let definitions = schema["$defs"].clone();
    let properties = schema["properties"].clone();
    schema = serde_json::json!({
        "$ref": "#/$defs/line", "$defs": definitions,
        "properties": properties, "required": [],
    });
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let renderer = renderer(Format::Jsonl, Style::default());
    let mut stream = Stream::default();
    let (mut summary, mut report) = (Summary::default(), renderer.begin());
    for (name, text) in SAMPLES {
        let source = Source::new(name, text);
        let (rules, question) = (rules::Rules::built_in(), Question::default());
        let piece = analyze(&source, Vec::new(), &rules, &question, |file| {
            summary += summary_of(file);
            renderer.unit(file, true)
        });
        report += &stream.push(renderer.as_ref(), &piece);
    }
    report += &stream.end(renderer.as_ref(), &summary);
    let lines: Vec<_> = report.lines().map(parse).collect();
    assert_eq!(lines.len(), SAMPLES.len() + 1);
    for line in &lines {
        let faults: Vec<_> = schema.iter_errors(line).map(|it| it.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new(), "{line}");
    }
    let whole = parse(&whole(&SAMPLES));
    for array in ["taskDefinitions", "problems"] {
        let of_line = |it: &Value| it[array].as_array().cloned().unwrap_or_default();
        let all: Vec<_> = lines.iter().flat_map(of_line).collect();
        assert_eq!(Value::from(all), whole[array], "{array}");
    }
    assert_eq!(lines.last().unwrap(), &serde_json::json!({ "summary": whole["summary"] }));
    assert!(!schema.is_valid(&serde_json::json!({ "summary": {} })));
    assert!(!schema.is_valid(&serde_json::json!({ "version": 1 })));
}

#[test]
fn a_file_that_cannot_be_read_is_a_problem_without_a_place() {
    let fault =
        RuleFault { help: Some("name another".to_owned()), ..RuleFault::new("no such file") };
    let problem = Diagnostic::whole(BuiltIn::Unreadable, Subject::new(What::RuleFile(fault)));
    let renderer = renderer(Format::Json, Style::default());
    let piece = renderer.unread("gone.json", &problem);
    let output = parse(&put_together(&[piece], &Summary::default()));
    let expected = serde_json::json!([{
        "path": "gone.json", "document": 0, "code": "unreadable", "severity": "error",
        "message": "no such file", "place": null, "help": "name another",
        "fingerprint": "964579c167a43299", "suppressed": null
    }]);
    assert_eq!(output["problems"], expected);
    assert_eq!(output["taskDefinitions"], serde_json::json!([]));
}

#[test]
fn lines_and_columns_are_those_of_the_offsets() {
    for sample in SAMPLES {
        for_each_place(sample, |_, place| {
            for end in ["start", "end"] {
                let point = &place[end];
                let before = &sample.1[..offset(point)];
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
                assert_eq!(point["line"], line, "{}: {place}", sample.0);
                assert_eq!(point["column"], column, "{}: {place}", sample.0);
            }
        });
    }
}

#[test]
fn pointers_lead_to_the_text_of_their_places() {
    // Short tags are read by nothing but our own reader: tests/places.rs has templates with them. The
    // places of keys.json are keys, and a pointer leads to their values.
    let others = ["broken.json", "template.yaml", "open.yaml", "keys.json"];
    for sample in SAMPLES.into_iter().filter(|(name, _)| !others.contains(name)) {
        let documents = documents(sample);
        for_each_place(sample, |document, place| {
            // Edits have none.
            let Some(pointer) = place["pointer"].as_str() else { return };
            let value = documents[document].pointer(pointer);
            let value = value.unwrap_or_else(|| panic!("{}: no {pointer}", sample.0));
            let text = slice(sample, place);
            let read: Value = serde_yaml::from_str(text).expect(text);
            assert_eq!(&read, value, "{}: {pointer}", sample.0);
        });
    }
}

#[test]
fn places_are_those_of_what_is_spoken_of() {
    let needs = |index: usize| {
        let output = parse(&whole(&[SAMPLES[index]]));
        let tasks = output["taskDefinitions"].as_array().unwrap().clone();
        let needs = tasks.iter().flat_map(|task| task["needs"].as_array().unwrap());
        let text = |need: &Value| slice(SAMPLES[index], &need["place"]).to_owned();
        needs.map(|need| format!("{} {}", need["container"], text(need))).collect::<Vec<_>>()
    };
    let registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
    assert_eq!(needs(1), [r#""app" "awslogs""#]);
    let placeholders = [
        r#""app" "${IMAGE}""#,
        r#""no-image" "no-image""#,
        r#""no-image" "${FROM}""#,
        r#"null { "essential": true }"#,
    ];
    assert_eq!(needs(2), placeholders);
    assert_eq!(needs(3), [format!(r#""app" "{registry}/a:1""#)]);
    let stream = [format!(r#""app" {registry}/first"#), format!(r#""app" '{registry}/second'"#)];
    assert_eq!(needs(4), stream);
    assert_eq!(needs(6), [format!(r#""日本" "{registry}/größe""#), r#""ü" "/ä""#.to_owned()]);
}

#[test]
fn task_definitions_are_pointed_to_where_they_stand() {
    let pointers = |index: usize| {
        let output = parse(&whole(&[SAMPLES[index]]));
        let tasks = output["taskDefinitions"].as_array().unwrap().clone();
        let pointer =
            |it: &Value| format!("{} {}", it["document"], it["pointer"].as_str().unwrap());
        tasks.iter().map(pointer).collect::<Vec<_>>()
    };
    assert_eq!(pointers(0), ["0 "]);
    assert_eq!(pointers(1), ["0 /a~1b~0c/0/taskDefinition"]);
    assert_eq!(pointers(3), ["0 "]);
    assert_eq!(pointers(4), ["0 ", "1 /taskDefinition"]);
}

/// What the schema of the output has against a report: the pointer of each place, and why.
fn faults(output: &Value) -> Vec<String> {
    static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
        let schema = parse(include_str!("../docs/schema/output-v1.schema.json"));
        jsonschema::validator_for(&schema).expect("a schema")
    });
    let errors = SCHEMA.iter_errors(output);
    errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The report on some files, as the command writes it.
fn whole(samples: &[(&str, &str)]) -> String {
    let mut summary = Summary::default();
    let pieces = samples.iter().map(|sample| piece(*sample, &mut summary));
    put_together(&pieces.collect::<Vec<_>>(), &summary)
}

/// The pieces of a report, put together.
fn put_together(pieces: &[RenderedPiece], summary: &Summary) -> String {
    let renderer = renderer(Format::Json, Style::default());
    let (renderer, mut stream) = (renderer.as_ref(), Stream::default());
    let pushed: String = pieces.iter().map(|piece| stream.push(renderer, piece)).collect();
    renderer.begin() + &pushed + &stream.end(renderer, summary)
}

/// The report on one file, to a question.
fn asked(sample: (&str, &str), question: &Question) -> String {
    let mut summary = Summary::default();
    let piece = answered(sample, question, &mut summary);
    put_together(&[piece], &summary)
}

fn piece(sample: (&str, &str), summary: &mut Summary) -> RenderedPiece {
    answered(sample, &Question::default(), summary)
}

fn answered(
    (name, text): (&str, &str),
    question: &Question,
    summary: &mut Summary,
) -> RenderedPiece {
    let rules = rules::Rules::built_in();
    analyze(&Source::new(name, text), Vec::new(), &rules, question, |examined| {
        *summary += summary_of(examined);
        json::file(examined)
    })
}

/// Every place in the report on a file, with the index of its document.
fn for_each_place(sample: (&str, &str), mut see: impl FnMut(usize, &Value)) {
    let output = parse(&whole(&[sample]));
    let mut seen = 0;
    for group in ["taskDefinitions", "problems"] {
        for item in output[group].as_array().unwrap() {
            let document = usize::try_from(item["document"].as_u64().unwrap()).unwrap();
            let mut rest = vec![item];
            while let Some(value) = rest.pop() {
                if value.get("start").is_some() {
                    seen += 1;
                    see(document, value);
                }
                rest.extend(value.as_object().into_iter().flat_map(|members| members.values()));
                rest.extend(value.as_array().into_iter().flatten());
            }
        }
    }
    assert!(seen > 0 || sample.0 == "nothing.json", "{} has no place", sample.0);
}

fn documents((_, text): (&str, &str)) -> Vec<Value> {
    use serde::Deserialize;
    let documents = serde_yaml::Deserializer::from_str(text);
    documents.map(|document| Value::deserialize(document).unwrap()).collect()
}

fn slice<'a>((_, text): (&str, &'a str), place: &Value) -> &'a str {
    &text[offset(&place["start"])..offset(&place["end"])]
}

fn offset(point: &Value) -> usize {
    usize::try_from(point["offset"].as_u64().unwrap()).unwrap()
}

fn parse(output: &str) -> Value {
    serde_json::from_str(output).unwrap()
}
