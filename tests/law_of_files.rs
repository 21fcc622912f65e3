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

use cut::{ColumnUnit, Cut, LineColumn};
use entries::{Entry, read_of, report_on};
use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::Question;
use needs_exec_role::rules::Rules;
use needs_exec_role::{
    CheckedTask, Checker, Diagnostic, Edit, Explanation, FixLevel, FixedText, Fixer, Options,
    Place, Report, SourceFile, Style, Unit,
};
use proptest::prelude::{ProptestConfig, Strategy, any, proptest};
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

const CHARACTERS: ColumnUnit = |text| text.chars().count();
const UTF16: ColumnUnit = |text| text.chars().map(char::len_utf16).sum();
const BYTES: ColumnUnit = str::len;

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
const SAMPLES: [(&str, &str, &str); 6] = [
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
        "long.json",
        "{\"Resources\": {\"T\": {\"Type\": \"AWS::ECS::TaskDefinition\", \"Properties\": {\"RequiresCompatibilities\": [\"FARGATE\"],\n \"ContainerDefinitions\": [{\"Name\": \"東京\", \"Image\": {\r\n\"Fn::Sub\":\n\"${AWS::AccountId}.dkr.ecr.us-east-1.amazonaws.com/größe\"\n}\n}]}}}}",
        "\n",
    ),
    (
        "comments.json",
        "{\"requiresCompatibilities\": [\"FARGATE\"],\n  // größe\n  \"containerDefinitions\": [\n    // 🚀\r\n    {\"name\": \"a\", \"image\": \"nginx\"}\n  ]\n}\n",
        "\n",
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
        items(&mut task["findings"]).for_each(|it| remove_fixes_beyond(cut, it, "fixes", edits_of));
        move_places(cut, path, task);
    }
    for problem in items(&mut report["problems"]) {
        let path = cut.file_at(number(&problem["place"]["start"]["offset"])).0;
        problem["path"] = json!(path);
        remove_fixes_beyond(cut, problem, "fixes", edits_of);
        move_places(cut, path, problem);
    }
    report
}

/// Removes the fixes that go beyond a file; `edits` are where the edits of one are.
fn remove_fixes_beyond(
    cut: &Cut,
    value: &mut Value,
    key: &str,
    edits: impl Fn(&Value) -> Vec<(usize, usize)>,
) {
    let Some(map) = value.as_object_mut() else { return };
    let Some(Value::Array(mut fixes)) = map.remove(key) else { return };
    fixes.retain(|fix| edits(fix).iter().all(|(start, end)| cut.has_in_one_file(*start, *end)));
    if !fixes.is_empty() {
        map.insert(key.to_owned(), fixes.into());
    }
}

/// Where the edits of a fix are in the JSON output.
fn edits_of(fix: &Value) -> Vec<(usize, usize)> {
    let edits = fix["edits"].as_array().expect("edits").iter();
    edits.map(|it| (number(&it["start"]["offset"]), number(&it["end"]["offset"]))).collect()
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
        remove_fixes_beyond(cut, result, "fixes", |fix| {
            let all = fix["artifactChanges"][0]["replacements"].as_array().expect("edits");
            all.iter().map(|it| offsets_of(cut, &it["deletedRegion"])).collect()
        });
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

/// The lines and columns of a region.
fn ends(region: &Value) -> (LineColumn, LineColumn) {
    let at = |line: &str, column: &str| (number(&region[line]), number(&region[column]));
    (at("startLine", "startColumn"), at("endLine", "endColumn"))
}

fn offsets_of(cut: &Cut, region: &Value) -> (usize, usize) {
    let (whole, (start, end)) = (cut.whole(), ends(region));
    (cut::offset(&whole, start, UTF16), cut::offset(&whole, end, UTF16))
}

fn move_region(cut: &Cut, region: &mut Value) -> String {
    let (start, end) = ends(region);
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
        remove_fixes_beyond(cut, diagnostic, "suggestions", |it| {
            let offset = |end: &str| cut::offset(&cut.whole(), at(&it["range"][end]), BYTES);
            vec![(offset("start"), offset("end"))]
        });
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
fn facts(cut: &Cut, entry: &Entry) -> (String, usize, String, String, Option<(usize, usize)>) {
    let Entry { path, line, columns, severity, code, .. } = entry.clone();
    if path != cut.name {
        return (path, line, severity, code, columns);
    }
    let (start, end) = columns.unwrap_or((1, 1));
    let (path, start, end) = cut.place(CHARACTERS, (line, start), (line, end));
    (path.to_owned(), start.0, severity, code, columns.map(|_| (start.1, end.1)))
}

fn check_entries(cut: &Cut) {
    for format in FORMATS {
        let found = |file: &SourceFile| {
            let entries = read_of(format, &cut.names(), &report_on(format, file));
            let mut all: Vec<_> = entries.iter().map(|it| facts(cut, it)).collect();
            all.sort();
            all
        };
        let (wanted, mut found) = (found(&cut.alone()), found(&cut.together()));
        assert!(!wanted.is_empty(), "{cut:?}");
        // What goes on over several lines has no columns, unless it is cut off behind its first.
        for (found, wanted) in found.iter_mut().zip(&wanted) {
            found.4 = found.4.filter(|_| wanted.4.is_some());
        }
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
        let requirements = report.task_definitions().iter().flat_map(CheckedTask::requirements);
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
    let paths = together.task_definitions().iter().map(CheckedTask::path);
    assert_eq!(paths.collect::<Vec<_>>(), tasks);
    for it in together.diagnostics() {
        let Some(primary) = &it.primary else { continue };
        let start = primary.place.start;
        let head = format!("{}:{}:{}: ", it.path, start.line, start.column);
        assert!(it.to_string().starts_with(&head), "{it}");
        assert_eq!(it.path, primary.place.path);
    }
    let edits = |report: &Report| {
        let fixes = report.diagnostics().flat_map(|it| it.fixes.clone());
        let is_beyond = |it: &Edit| it.path == cut.name && !cut.has_in_one_file(it.start, it.end);
        let fixes = fixes.filter(|it| !it.edits.iter().any(is_beyond));
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

/// A line that is shown with a number is that line of its file, or parts of it.
fn check_line(cut: &Cut, path: &str, number: usize, shown: &str) {
    // A file may end in the first half of a line end, which a patch shows.
    let is_shown = |c: &char| !c.is_whitespace() && !"\u{240d}\u{2409}".contains(*c);
    let flat = |text: &str| -> String { text.chars().filter(is_shown).collect() };
    let own = cut.text(path).split('\n').nth(number - 1).expect("a line of the file");
    let is_part = flat(shown).split('\u{2026}').all(|it| flat(own).contains(it));
    assert!(is_part, "{path}:{number}: {shown}\n{own}");
}

/// Whether a line of the graphical format names a file, which the numbered lines below it are of.
fn names_file(line: &str, name: &str) -> bool {
    line.starts_with(&format!("{name}:"))
        || line.contains(&format!("[{name}:"))
        || line == format!("  in {name}:")
}

/// The numbered lines of a page are lines of the file that was named last.
fn check_page(cut: &Cut, page: &str) -> usize {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(page, options).expect("XML");
    let text = |node: roxmltree::Node<'_, '_>| -> String {
        node.descendants().filter(roxmltree::Node::is_text).filter_map(|it| it.text()).collect()
    };
    let (mut path, mut count) = (String::new(), 0);
    for node in document.descendants() {
        let names_file = node.attribute("class") == Some("at");
        if names_file || (node.has_tag_name("p") && text(node).starts_with("In ")) {
            let said = text(node);
            let said = said.strip_prefix("In ").unwrap_or(&said);
            let is_named = |it: &&str| {
                said.strip_prefix(*it).is_some_and(|it| it.is_empty() || it.starts_with(':'))
            };
            let named = cut.names().into_iter().find(is_named);
            named.expect("a file").clone_into(&mut path);
        } else if let Some(number) = node.attribute("data-n")
            && !node.has_tag_name("ins")
        {
            check_line(cut, &path, number.parse().expect("a number"), &text(node));
            count += 1;
        }
    }
    count
}

/// The numbered lines of the graphical format are lines of the file that was named last.
fn check_lines(cut: &Cut, report: &str, is_named: fn(&str, &str) -> bool) -> usize {
    let mut path = "";
    let mut count = 0;
    for line in report.lines() {
        let named = cut.names().into_iter().find(|it| is_named(line, it));
        path = named.unwrap_or(path);
        let mut words = line.trim_start().splitn(3, ' ');
        let (Some(Ok(number)), Some(sign)) = (words.next().map(str::parse::<usize>), words.next())
        else {
            continue;
        };
        if sign == "│" || sign == "-" {
            check_line(cut, path, number, words.next().unwrap_or_default());
            count += 1;
        }
    }
    count
}

fn check_fixes(cut: &Cut) {
    let report = check(cut.alone());
    let edits = report.diagnostics().flat_map(|it| &it.fixes).flat_map(|it| &it.edits);
    if edits.into_iter().any(|it| !cut.has_in_one_file(it.start, it.end)) {
        return;
    }
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
            text.after().clone_into(&mut own.1);
        }
        assert_eq!(files.whole(), wanted, "{cut:?}");
        assert_eq!(alone.count(), together.count());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn each_place_is_in_its_file(cut in cuts()) {
        check_entries(&cut);
        check_programs(&cut);
        check_front(&cut);
        check_lines(&cut, &report_on("graphical", &cut.together()), names_file);
        check_page(&cut, &report_on("html", &cut.together()));
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
    assert_eq!(check_lines(&cut, &report, names_file), 11, "{report}");
    // Where a patch comes back to a file, it is named again.
    assert!(report.contains("\n  in stack/3.yaml:\n  6 +       ExecutionRoleArn:"), "{report}");
    let comment = report_on("markdown", &cut.together());
    assert!(comment.contains("\nIn <code>stack/3.yaml</code>:\n"), "{comment}");
    let page = report_on("html", &cut.together());
    assert!(page.contains("<p>In <code>stack/3.yaml</code>:</p>"), "{page}");
    assert_eq!(check_page(&cut, &page), 13, "{page}");
}

#[test]
fn each_file_keeps_its_encoding() {
    let utf16 = |text: &str| -> Vec<u8> {
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let fixed_role = STACK[2].replace(":secret:web\"", ":secret:web-??????\"");
    let fixed_role = fixed_role.replace(
        "\"ecr:BatchGetImage\"]",
        "\"ecr:BatchGetImage\", \"ecr:GetDownloadUrlForLayer\", \"ecr:BatchCheckLayerAvailability\"]",
    );
    let bytes = [STACK[0].into(), STACK[1].into(), utf16(STACK[2])];
    let files = bytes.into_iter().zip(["a.yaml", "b.yaml", "c.yaml"]);
    let files = files.map(|(bytes, name)| SourceFile::decode(name, bytes));
    let mut fixer = Fixer::new(FixLevel::Unsafe);
    let all = SourceFile::of_files("all.yaml", files.collect());
    fixer.add(&Options::default(), vec![all]).expect("options");
    let texts = fixer.run(&mut |_| None).texts;
    assert_eq!(texts.iter().map(FixedText::name).collect::<Vec<_>>(), ["c.yaml"]);
    assert_eq!(texts[0].after(), fixed_role);
    assert_eq!(texts[0].bytes_before(), utf16(STACK[2]));
    assert_eq!(texts[0].bytes_after(), utf16(&fixed_role));
}

/// What is explained of an error message beside a file: as JSON, and for people.
fn explained(file: &SourceFile) -> (Value, String) {
    let message = "User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:123456789012:secret:web-AbCdEf because no identity-based policy allows the secretsmanager:GetSecretValue action";
    let checker = Checker::new(&Options::default()).expect("options");
    let mut explanation = checker.explain(message);
    let style = Style::default();
    if let Explanation::Causes(causes) = &mut explanation {
        let located = checker.locate_in(&Unit::default(), file, causes, &style);
        causes.add_places(located);
    }
    let json = serde_json::from_str(&explanation.json().expect("JSON")).expect("JSON");
    (json, explanation.styled(&style).expect("a text"))
}

#[test]
fn a_cause_is_placed_in_its_file() {
    let cut = stack();
    let (mut wanted, _) = explained(&cut.alone());
    for cause in items(&mut wanted["causes"]) {
        for list in ["places", "roles"] {
            for it in items(cause.get_mut(list).unwrap_or(&mut Value::Null)) {
                let at = (number(&it["line"]), number(&it["column"]));
                let (path, (line, column), _) = cut.place(CHARACTERS, at, at);
                it["path"] = json!(path);
                it["line"] = json!(line);
                it["column"] = json!(column);
            }
        }
    }
    let (found, text) = explained(&cut.together());
    assert_eq!(found, wanted);
    assert_eq!(found["causes"][0]["places"][0]["path"], "stack/1.yaml");
    let names = |line: &str, name: &str| line.contains(&format!(" {name}:"));
    assert_eq!(check_lines(&cut, &text, names), 2, "{text}");
}

/// The places and codes of what is reported, and of what may stay.
fn said(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let files = files.iter().map(|(name, text)| SourceFile::new(*name, *text));
    let report = check(SourceFile::of_files("all.yaml", files.collect()));
    let said = |it: &Diagnostic| {
        let line = it.primary.as_ref().map_or(0, |label| label.place.start.line);
        format!("{}:{line} {}", it.path, it.code)
    };
    let of = |is_suppressed: bool| {
        let all = report.diagnostics().filter(|it| it.suppressed.is_some() == is_suppressed);
        all.map(said).collect()
    };
    (of(false), of(true))
}

#[test]
fn a_comment_is_about_its_own_file() {
    let begin = "Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      Owner: 1\n      ContainerDefinitions:";
    let end = "      - Owner: 1\n        Image: nginx\n        Keeper: 1";
    let keys = ["a:5 unknown-key", "b:1 unknown-key", "b:3 unknown-key"];
    assert_eq!(said(&[("a", begin), ("b", end)]), (keys.map(str::to_owned).into(), vec![]));

    // The last line of a file is not followed by the first of the next.
    let ignore = "\n# needs-exec-role: ignore[unknown-key]";
    let (left, stay) = said(&[("a", &format!("{begin}{ignore}")), ("b", end)]);
    assert_eq!(left, [keys[0], "a:7 ignore-unused", keys[1], keys[2]]);
    assert!(stay.is_empty());

    let of_file = "# needs-exec-role: ignore-file[unknown-key]\n";
    let (left, stay) = said(&[("a", begin), ("b", &format!("{of_file}{end}"))]);
    assert_eq!(left, [keys[0]]);
    assert_eq!(stay, ["b:2 unknown-key", "b:4 unknown-key"]);
    let (left, stay) = said(&[("a", &format!("{of_file}{begin}")), ("b", end)]);
    assert_eq!(
        (left, stay),
        (vec![keys[1].to_owned(), keys[2].to_owned()], vec!["a:6 unknown-key".to_owned()])
    );
    let (left, stay) = said(&[("a", begin), ("b", &format!("{end}\n{of_file}"))]);
    assert_eq!(left, [keys[0], keys[1], keys[2], "b:4 ignore-misplaced"]);
    assert!(stay.is_empty());
}
