//! The law of files: what is said of a text in one file is said of the same text in several files, and each place is in
//! the file in which it is, with the line and the column there.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

#[path = "support/cut.rs"]
mod cut;
#[path = "support/entries.rs"]
mod entries;

use cut::{Cut, Unit};
use entries::{Entry, read_of, report_on};
use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::Question;
use needs_exec_role::rules::Rules;
use needs_exec_role::{Checker, Diagnostic, FixLevel, Fixer, Options, Place, Report, SourceFile};
use proptest::prelude::{ProptestConfig, Strategy, any, proptest};
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

const CHARACTERS: Unit = |text| text.chars().count();
const UTF16: Unit = |text| text.chars().map(char::len_utf16).sum();
const BYTES: Unit = str::len;

/// The formats with an entry for each diagnostic.
const FORMATS: [&str; 10] = [
    "compact", "github", "gitlab", "html", "json", "jsonl", "junit", "markdown", "rdjson", "sarif",
];

const STACK: [&str; 4] = [
    "# größe 東京 🚀\r\nResources:\r\n  Web:\r\n    Type: AWS::ECS::TaskDefinition\r\n    Properties:\r\n      RequiresCompatibilities: [FARGATE]\r\n      ExecutionRoleArn: !GetAtt Role.Arn\r\n      ContainerDefinitions:\r\n",
    "        - Name: größe 🚀\n          Image: \"123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1\"\n          Owner: \"a\tb\" # tab\n          Secrets:\n            - {Name: \"größe 🚀\", ValueFrom: \"arn:aws:secretsmanager:eu-west-1:123456789012:secret:web-AbCdEf\"}\n",
    "  Role:\r\n    Type: AWS::IAM::Role\r\n    Properties:\r\n      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: \"sts:AssumeRole\"}]}\r\n      Policies:\r\n        - PolicyName: größe\r\n          PolicyDocument:\r\n            Statement:\r\n              - Effect: Allow\r\n                Action: [\"ecr:GetAuthorizationToken\", \"ecr:BatchGetImage\"]\r\n                Resource: \"*\"\r\n              - {Effect: Allow, Action: \"secretsmanager:GetSecretValue\", Resource: \"arn:aws:secretsmanager:eu-west-1:123456789012:secret:web\"}",
    "  Worker:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      RequiresCompatibilities: [FARGATE]\n      ContainerDefinitions: [{Name: \"🚀\", Image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/worker}]",
];

/// A template of several files, whose line ends differ; that of its role has none at its end.
fn stack() -> Cut {
    let files = STACK.iter().enumerate();
    let files = files.map(|(at, text)| (format!("stack/{at}.yaml"), (*text).to_owned()));
    Cut { name: "stack.yaml", files: files.collect() }
}

/// Texts to cut: their names, the texts, and what is between two of their values besides line ends.
const SAMPLES: [(&str, &str, &str); 4] = [
    ("stack.yaml", "", "\n"),
    (
        "tabs.json",
        "{\n\t\"requiresCompatibilities\": [\"FARGATE\"],\n\t\"family\": \"größe 東京 🚀\",\n\t\"containerDefinitions\": [\n\t\t{\t\"name\": \"🚀\", \"image\":\n\"123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1\",\n\t\t\t\"secrets\": [\n{ \"name\": \"ß\", \"valueFrom\": \"arn:aws:ssm:eu-west-1:123456789012:parameter/a\" }, ],\r\n \"owner\": 1 }\n\t]\n}\n",
        "\n",
    ),
    (
        "minified.json",
        "{\"requiresCompatibilities\":[\"FARGATE\"],\"family\":\"größe 東京 🚀\",\"containerDefinitions\":[{\"name\":\"🚀\",\"image\":\"123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1\"},{\"secrets\":[{\"name\":\"ß\",\"valueFrom\":\"arn:aws:ssm:eu-west-1:123456789012:parameter/a\"},],\"name\":\"東京\",\"owner\":1}]}",
        ",",
    ),
    (
        "open.json",
        "{\"requiresCompatibilities\":\r\n[\"FARGATE\"\n],\n\"containerDefinitions\":\n[\n{\"name\":\n\"größe\",\"image\":\n\"${IMAGE}\"\n,\n\"owner\":{\n}\n}\n]\n}",
        "\n",
    ),
];

/// Texts, cut somewhere behind what may be between two values, with the line end or without it.
fn cuts() -> impl Strategy<Value = Cut> {
    select(&SAMPLES[..]).prop_flat_map(|(name, text, between)| {
        let text = if text.is_empty() { STACK.join("\n") } else { text.to_owned() };
        let ends: Vec<_> = text.match_indices(between).map(|(at, it)| at + it.len()).collect();
        let most = ends.len().min(6);
        let places = (subsequence(ends, 0..=most), any::<[bool; 6]>());
        places.prop_map(move |(places, leaves_out)| {
            let is_line_end = between == "\n";
            let cut = |(at, leaves_out): (usize, bool)| {
                let leaves_out = leaves_out && is_line_end;
                (at - usize::from(leaves_out), leaves_out)
            };
            let cuts: Vec<_> = places.into_iter().zip(leaves_out).map(cut).collect();
            Cut::of(name, &text, &cuts)
        })
    })
}

/// Where the task definitions of a text begin.
fn task_starts(cut: &Cut) -> Vec<usize> {
    let (rules, question) = (Rules::built_in(), Question::default());
    let source = Source::new(cut.name, cut.whole());
    analyze(&source, Vec::new(), &rules, &question, |file| {
        file.task_reports.iter().map(|it| it.task.span.start as usize).collect()
    })
}

fn parsed(format: &str, file: &SourceFile) -> Value {
    serde_json::from_str(&report_on(format, file)).expect("JSON")
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("small")
}

fn items(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_array_mut().into_iter().flatten()
}

/// What the JSON output says of the files, by what it says of the one file.
fn moved_json(cut: &Cut, mut report: Value) -> Value {
    for (task, start) in items(&mut report["taskDefinitions"]).zip(task_starts(cut)) {
        let path = cut.file_at(start).0;
        task["path"] = json!(path);
        move_places(cut, path, task);
    }
    for problem in items(&mut report["problems"]) {
        let path = cut.file_at(number(&problem["place"]["start"]["offset"])).0;
        problem["path"] = json!(path);
        move_places(cut, path, problem);
    }
    report
}

/// Moves all places below, each of which names its file unless that is known.
fn move_places(cut: &Cut, known: &str, value: &mut Value) {
    if value.get("applicability").is_some() {
        let paths: Vec<_> = items(&mut value["edits"]).map(|it| move_place(cut, it)).collect();
        let has_one = paths.iter().all(|it| *it == paths[0]);
        for (edit, path) in items(&mut value["edits"]).zip(&paths) {
            if !has_one && path != known {
                edit["path"] = json!(path);
            }
        }
        if has_one && paths[0] != known {
            value["path"] = json!(paths[0]);
        }
    } else if value.get("start").is_some() {
        let path = move_place(cut, value);
        if path != known {
            value["path"] = json!(path);
        }
    } else if let Some(map) = value.as_object_mut() {
        map.values_mut().for_each(|it| move_places(cut, known, it));
    } else {
        items(value).for_each(|it| move_places(cut, known, it));
    }
}

/// Moves a place, and returns the name of its file.
fn move_place(cut: &Cut, place: &mut Value) -> String {
    let offset = |place: &Value, end: &str| number(&place[end]["offset"]);
    let (path, start, end) = cut.range(offset(place, "start"), offset(place, "end"));
    for (name, at) in [("start", start), ("end", end)] {
        let (line, column) = cut::position(cut.text(path), at, CHARACTERS);
        place[name] = json!({ "line": line, "column": column, "offset": at });
    }
    path.to_owned()
}

/// What SARIF says of the files, by what it says of the one file.
fn moved_sarif(cut: &Cut, mut report: Value) -> Value {
    for result in items(&mut report["runs"][0]["results"]) {
        for list in ["locations", "relatedLocations"] {
            for it in items(result.get_mut(list).unwrap_or(&mut Value::Null)) {
                let place = &mut it["physicalLocation"];
                let path = move_region(cut, &mut place["region"]);
                place["artifactLocation"]["uri"] = json!(uri(&path));
            }
        }
        for fix in items(result.get_mut("fixes").unwrap_or(&mut Value::Null)) {
            let mut changes: Vec<(String, Vec<Value>)> = Vec::new();
            for it in items(&mut fix["artifactChanges"][0]["replacements"]) {
                let path = move_region(cut, &mut it["deletedRegion"]);
                match changes.last_mut() {
                    Some((last, all)) if *last == path => all.push(it.clone()),
                    _ => changes.push((path, vec![it.clone()])),
                }
            }
            let change = |(path, all): (String, Vec<Value>)| json!({ "artifactLocation": { "uri": uri(&path) }, "replacements": all });
            fix["artifactChanges"] = changes.into_iter().map(change).collect();
        }
    }
    report
}

fn uri(path: &str) -> String {
    path.replace(' ', "%20").replace('ö', "%C3%B6").replace('ß', "%C3%9F")
}

fn move_region(cut: &Cut, region: &mut Value) -> String {
    let at = |line: &str, column: &str| (number(&region[line]), number(&region[column]));
    let (start, end) = (at("startLine", "startColumn"), at("endLine", "endColumn"));
    let (path, start, end) = cut.place(UTF16, start, end);
    *region = json!({ "startLine": start.0, "startColumn": start.1, "endLine": end.0, "endColumn": end.1 });
    path.to_owned()
}

/// What `rdjson` says of the files: only what edits the file of the diagnostic is a suggestion.
fn moved_rdjson(cut: &Cut, mut report: Value) -> Value {
    let at = |point: &Value| (number(&point["line"]), number(&point["column"]));
    let moved = |range: &Value| {
        let (path, start, end) = cut.place(BYTES, at(&range["start"]), at(&range["end"]));
        let point = |(line, column)| json!({ "line": line, "column": column });
        (path.to_owned(), json!({ "start": point(start), "end": point(end) }))
    };
    for diagnostic in items(&mut report["diagnostics"]) {
        let (path, range) = moved(&diagnostic["location"]["range"]);
        diagnostic["location"] = json!({ "path": path, "range": range });
        let Some(all) = diagnostic.as_object_mut() else { continue };
        let Some(Value::Array(suggestions)) = all.remove("suggestions") else { continue };
        let own = suggestions.into_iter().filter_map(|mut it| {
            let (file, range) = moved(&it["range"]);
            it["range"] = range;
            (file == path).then_some(it)
        });
        let own: Vec<_> = own.collect();
        if !own.is_empty() {
            all.insert("suggestions".to_owned(), own.into());
        }
    }
    report
}

/// A report without what names the other file that decides.
fn without_see(mut value: Value) -> Value {
    if let Some(text) = value.as_str() {
        return text.split("; see ").next().unwrap_or_default().into();
    }
    if let Some(map) = value.as_object_mut() {
        map.values_mut().for_each(|it| *it = without_see(it.take()));
    }
    items(&mut value).for_each(|it| *it = without_see(it.take()));
    value
}

/// What an entry says of its place, moved where it is of the one file.
fn facts(cut: &Cut, entry: &Entry) -> (String, usize, Option<(usize, usize)>, String, String) {
    let Entry { path, line, columns, severity, code, .. } = entry.clone();
    if path != cut.name {
        return (path, line, columns, severity, code);
    }
    let (start, end) = columns.unwrap_or((1, 1));
    let (path, start, end) = cut.place(CHARACTERS, (line, start), (line, end));
    (path.to_owned(), start.0, columns.map(|_| (start.1, end.1)), severity, code)
}

fn check_entries(cut: &Cut) {
    for format in FORMATS {
        let found = |file: &SourceFile| {
            let entries = read_of(format, &cut.names(), &report_on(format, file));
            let mut all: Vec<_> = entries.iter().map(|it| facts(cut, it)).collect();
            all.sort();
            all
        };
        let (wanted, found) = (found(&cut.alone()), found(&cut.together()));
        assert!(!wanted.is_empty(), "{cut:?}");
        assert_eq!(found, wanted, "{format}: {cut:?}");
    }
}

fn check_programs(cut: &Cut) {
    let json = |file: &SourceFile| parsed("json", file);
    assert_eq!(json(&cut.together()), moved_json(cut, json(&cut.alone())), "{cut:?}");
    for (format, moved) in
        [("sarif", moved_sarif as fn(&Cut, Value) -> Value), ("rdjson", moved_rdjson)]
    {
        let report = |file: &SourceFile| without_see(parsed(format, file));
        assert_eq!(report(&cut.together()), moved(cut, report(&cut.alone())), "{format}: {cut:?}");
    }
}

fn check(file: SourceFile) -> Report {
    Checker::new(&Options::default()).expect("options").check(&[file], &mut |_| None)
}

/// What other programs see.
fn check_front(cut: &Cut) {
    let (alone, together) = (check(cut.alone()), check(cut.together()));
    let places = |report: &Report| {
        let of = |it: &Diagnostic| {
            it.primary.iter().chain(&it.related).map(|it| it.place.clone()).collect::<Vec<_>>()
        };
        let requirements = report.task_definitions().iter().flat_map(|it| it.requirements());
        let all = report.diagnostics().flat_map(of).chain(requirements.map(|it| it.place.clone()));
        all.collect::<Vec<_>>()
    };
    let moved = |place: &Place| {
        let (path, start, end) = cut.range(place.start.offset, place.end.offset);
        (path.to_owned(), start, end)
    };
    let own = |it: &Place| (it.path.clone(), it.start.offset, it.end.offset);
    let wanted: Vec<_> = places(&alone).iter().map(moved).collect();
    assert_eq!(places(&together).iter().map(own).collect::<Vec<_>>(), wanted, "{cut:?}");
    let tasks: Vec<_> = task_starts(cut).iter().map(|it| cut.file_at(*it).0).collect();
    assert_eq!(together.task_definitions().iter().map(|it| it.path()).collect::<Vec<_>>(), tasks);
    for it in together.diagnostics() {
        let Some(primary) = &it.primary else { continue };
        let start = primary.place.start;
        let head = format!("{}:{}:{}: ", it.path, start.line, start.column);
        assert!(it.to_string().starts_with(&head), "{it}");
        assert_eq!(it.path, primary.place.path);
    }
    let edits = |report: &Report| {
        let fixes = report.diagnostics().flat_map(|it| it.fixes.clone());
        fixes.flat_map(|it| it.edits).collect::<Vec<_>>()
    };
    let (alone, together) = (edits(&alone), edits(&together));
    assert_eq!(alone.len(), together.len());
    for (one, other) in alone.iter().zip(&together) {
        let (path, start, end) = cut.range(one.start, one.end);
        assert_eq!((path, start, end), (other.path.as_str(), other.start, other.end), "{cut:?}");
        assert_eq!(one.text, other.text);
    }
}

/// The numbered lines of the graphical format are lines of the file that was named last.
fn check_lines(cut: &Cut, report: &str) -> usize {
    let mut path = "";
    let mut count = 0;
    // A file may end in the first half of a line end, which a patch shows.
    let is_shown = |c: &char| !c.is_whitespace() && *c != '\u{240d}';
    let flat = |text: &str| -> String { text.chars().filter(is_shown).collect() };
    for line in report.lines() {
        let named = cut.names().into_iter().find(|it| {
            line.starts_with(&format!("{it}:"))
                || line.contains(&format!("[{it}:"))
                || line == format!("  in {it}:")
        });
        path = named.unwrap_or(path);
        let mut words = line.trim_start().splitn(3, ' ');
        let (Some(Ok(number)), Some(sign)) = (words.next().map(str::parse::<usize>), words.next())
        else {
            continue;
        };
        if sign == "│" || sign == "-" {
            let own = cut.text(path).split('\n').nth(number - 1).expect("a line of the file");
            let shown = flat(words.next().unwrap_or_default());
            let is_part = shown.split('…').all(|it| flat(own).contains(it));
            assert!(is_part, "{line}\n{own}\n{report}");
            count += 1;
        }
    }
    count
}

fn check_fixes(cut: &Cut) {
    for level in [FixLevel::Safe, FixLevel::Unsafe] {
        let fixed = |file: SourceFile| {
            let mut fixer = Fixer::new(level);
            fixer.add(&Options::default(), vec![file]).expect("options");
            fixer.run(&mut |_| None)
        };
        let alone = fixed(cut.alone());
        let together = fixed(cut.together());
        let wanted = alone.texts.first().map_or(cut.whole(), |it| it.after().to_owned());
        let mut files = cut.clone();
        for text in &together.texts {
            let own = files.files.iter_mut().find(|(name, _)| name == text.name());
            let own = own.expect("a file of this name");
            assert_eq!(own.1, text.before());
            assert_ne!(own.1, text.after());
            own.1 = text.after().to_owned();
        }
        assert_eq!(files.whole(), wanted, "{cut:?}");
        assert_eq!(alone.count(), together.count());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn each_place_is_in_its_file(cut in cuts()) {
        check_entries(&cut);
        check_programs(&cut);
        check_front(&cut);
        check_lines(&cut, &report_on("graphical", &cut.together()));
    }

    #[test]
    fn each_fix_is_made_in_its_files(cut in cuts()) {
        check_fixes(&cut);
    }
}

#[test]
fn a_template_in_several_files_is_one() {
    let cut = stack();
    check_entries(&cut);
    check_programs(&cut);
    check_front(&cut);
    check_fixes(&cut);
    let report = report_on("graphical", &cut.together());
    assert_eq!(check_lines(&cut, &report), 11, "{report}");
}
