//! `explain`: each text has its own cause first, whatever wraps it, and bad input has a clear answer.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

#[path = "support/schema.rs"]
mod schema;

use needs_exec_role::explain::{Explainer, FoundCause};
use needs_exec_role::rules::cause::{CauseKind, Likelihood};
use needs_exec_role::rules::{Causes, Rules};
use needs_exec_role::{Checker, Explanation, Options, SourceFile, Style, Unit};
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{prop_assert, prop_assert_eq, proptest};
use schema::close;
use serde_json::Value;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);
static CAUSES: LazyLock<Causes> = LazyLock::new(Causes::built_in);
static EXPLAINER: LazyLock<Explainer<'static>> = LazyLock::new(|| Explainer::new(&RULES, &CAUSES));

/// Texts whose first cause is another than the one they stand under, each with the reason.
const OTHER_FIRST: [(&str, &str, &str); 0] = [];

fn causes(text: &str) -> Vec<FoundCause> {
    EXPLAINER.causes(text)
}

/// The words of a text, with something in the place of what varies.
fn filled(text: &str) -> String {
    text.replace('…', "x")
}

/// Every text of the data, with the cause that it stands under.
fn texts() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for cause in CAUSES.iter() {
        all.extend(cause.words.iter().map(|words| (filled(words), cause.id.to_string())));
    }
    for rule in RULES.iter() {
        for error in rule.error.iter() {
            let by_phase = || CAUSES.iter().find(|cause| cause.phase == Some(error.phase));
            let named = error.cause.as_ref().map(ToString::to_string);
            let cause = named.or_else(|| Some(by_phase()?.id.to_string()));
            all.extend(cause.map(|cause| (filled(&error.text), cause)));
        }
    }
    all
}

#[test]
fn each_text_has_its_own_cause_first() {
    let mut confused = Vec::new();
    for (text, own) in texts() {
        let first = causes(&text).into_iter().next().map(|it| it.id);
        let is_known = OTHER_FIRST
            .iter()
            .any(|(known, other, _)| *known == text && first.as_deref() == Some(*other));
        if first.as_deref() != Some(&own) && !is_known {
            confused.push(format!("{text}: {own} is not first, but {first:?}"));
        }
    }
    assert!(confused.is_empty(), "{}", confused.join("\n"));
}

#[test]
fn what_causes_name_is_there() {
    for cause in CAUSES.iter() {
        for id in cause.outranks.iter() {
            assert!(CAUSES.iter().any(|it| it.id == *id), "{}: no cause {id}", cause.id);
        }
        for id in cause.rules.iter() {
            assert!(RULES.iter().any(|it| it.id() == id), "{}: no rule {id}", cause.id);
        }
        let has_evidence = !cause.words.is_empty() || !cause.actions.is_empty();
        let is_default = cause.kind == CauseKind::Fault && cause.likelihood == Likelihood::Possible;
        let is_named = RULES
            .iter()
            .flat_map(|it| it.error.iter())
            .any(|it| it.cause.as_ref() == Some(&cause.id));
        assert!(has_evidence || is_default || is_named || cause.phase.is_some(), "{}", cause.id);
    }
    for rule in RULES.iter() {
        for error in rule.error.iter().filter_map(|it| it.cause.as_ref()) {
            assert!(CAUSES.iter().any(|it| it.id == *error), "{}: no cause {error}", rule.id());
        }
        for code in rule.error.iter().filter_map(|it| it.code.as_ref()) {
            let is_own = rule.findings.iter().any(|it| it.code == *code);
            assert!(is_own, "{}: no finding {code}", rule.id());
        }
        for call in rule.clues.iter().filter_map(|it| it.call.as_ref()) {
            let is_own = rule.permissions.iter().any(|it| it.allow.contains(call));
            let base = RULES.iter().find(|it| Some(it.id()) == rule.refines.as_deref());
            let is_base =
                base.is_some_and(|it| it.permissions.iter().any(|it| it.allow.contains(call)));
            assert!(is_own || is_base || rule.permissions.is_empty(), "{}: {call}", rule.id());
        }
    }
}

/// What people and tools write around a text.
fn wrapped(text: &str, how: usize) -> String {
    match how {
        0 => format!(
            "An error occurred (ClientException) when calling the CreateService operation: {text}"
        ),
        1 => format!(
            "│ Error: {}\n│\n│   with aws_ecs_service.web,\n│   on main.tf line 3",
            text.replace(' ', "\n│ ")
        ),
        2 => format!("2024-08-05T10:11:12.123Z ##[error]{text}"),
        3 => format!("\u{1b}[31m{text}\u{1b}[0m"),
        4 => text.replace('\'', "&#39;").replace('"', "&quot;").replace(' ', "  "),
        5 => text.replace('\'', "\u{2019}"),
        6 => format!("\"stoppedReason\": \"{}\",", text.replace('"', "\\\"")),
        7 => format!("::error::{}", text.replace(' ', "%0A")),
        8 => text.to_uppercase(),
        9 => text
            .chars()
            .enumerate()
            .flat_map(|(at, c)| (at % 40 == 39).then_some('\n').into_iter().chain([c]))
            .collect(),
        _ => format!("(service web) failed: {text} (request id: 0123)"),
    }
}

fn any_text() -> impl Strategy<Value = (String, String)> {
    let all = texts();
    (0..all.len()).prop_map(move |at| all[at].clone())
}

proptest! {
    /// A text keeps its first cause in whatever it is pasted.
    #[test]
    fn noise_changes_nothing((text, _) in any_text(), how in 0_usize..11) {
        let own = causes(&text).into_iter().next().map(|it| it.id);
        let found = causes(&wrapped(&text, how)).into_iter().next().map(|it| it.id);
        prop_assert_eq!(found, own, "{}", wrapped(&text, how));
    }

    /// Whatever stands behind the last of its evidence may be cut off.
    #[test]
    fn what_follows_the_evidence_may_be_cut_off((text, _) in any_text(), more in "[a-z ]{0,40}") {
        let whole = format!("{text} {more}");
        let first = causes(&whole).into_iter().next();
        let end = first.as_ref().and_then(|it| it.evidence.last()).map_or(0, |it| it.end);
        let again = causes(&whole[..end]).into_iter().next();
        prop_assert_eq!(again.map(|it| it.id), first.map(|it| it.id), "{}", &whole[..end]);
    }

    /// Evidence is a part of the text as it was given.
    #[test]
    fn evidence_is_in_the_text((text, _) in any_text(), how in 0_usize..11) {
        let given = wrapped(&text, how);
        for cause in causes(&given) {
            for span in cause.evidence {
                prop_assert!(given.get(span.start..span.end).is_some_and(|it| !it.is_empty()));
            }
        }
    }

    /// No text makes it fail, and none that says nothing has a cause.
    #[test]
    fn any_text_has_an_answer(text in prop_oneof![any::<String>(), Just("hello world".to_owned())]) {
        let _ = causes(&text);
        prop_assert!(causes("hello world").is_empty());
    }
}

#[test]
fn a_log_is_searched_line_by_line() {
    let line = "2024-08-05T10:11:12.123Z GET /health 200 12ms it was not found in the cache\n";
    let denial = "ResourceInitializationError: unable to retrieve secrets from ssm: is not authorized to perform: ssm:GetParameters\n";
    let mut log = line.repeat(1_000_000 / line.len());
    log.push_str(denial);
    let found = causes(&log);
    assert_eq!(found.first().map(|it| it.id.as_str()), Some("denied"));
    let span = found[0].evidence[0];
    assert_eq!(&log[span.start..span.end], "unable to retrieve secrets from ssm");
}

#[test]
fn a_text_that_is_cut_off_at_either_end_is_possible() {
    for text in [
        "definition to have execution role ARN to support log driver awslogs.",
        "Fargate requires task definition to have execution role ARN to support log",
        "task definition to have execution role ARN to support log driver",
    ] {
        let found = causes(text);
        let first = found.first().map(|it| (it.id.as_str(), it.certainty));
        assert_eq!(first, Some(("role-missing", Likelihood::Possible)), "{text}");
    }
}

/// Every kind of input, as JSON.
fn outputs() -> Vec<Value> {
    let checker = Checker::new(&Options::default()).expect("a checker");
    let mut all = Vec::new();
    for name in ["task", "services", "stack", "event", "trail", "other"] {
        let path = format!("fixtures/explain/{name}.json");
        let text = std::fs::read_to_string(path).expect("a fixture");
        all.extend(checker.explain_text(&text).json());
    }
    for what in ["awslogs", "execution-role-missing", "Role is not valid", "hello world"] {
        all.extend(checker.explain(what).json());
    }
    let all = all.iter().map(|text| serde_json::from_str(text).expect("JSON"));
    all.chain([in_files(&DENIED, &["web.json", "template.json"])]).collect()
}

static DENIED: LazyLock<String> =
    LazyLock::new(|| std::fs::read_to_string("fixtures/explain-in/denied.txt").expect("a fixture"));

/// The causes of a text, with the places in files of fixtures/explain-in.
fn in_files(text: &str, files: &[&str]) -> Value {
    let checker = Checker::new(&Options::default()).expect("a checker");
    let Explanation::Causes(mut causes) = checker.explain_text(text) else { panic!("causes") };
    for name in files {
        let text = std::fs::read_to_string(format!("fixtures/explain-in/{name}")).expect("a file");
        let file = SourceFile::new(*name, text);
        let located = checker.locate_in(&Unit::default(), &file, &causes, &Style::default());
        let _ = causes.add_places(located);
    }
    serde_json::from_str(&Explanation::Causes(causes).json().expect("causes")).expect("JSON")
}

/// Where the files ask for the first cause: `path:line`.
fn places(text: &str, files: &[&str]) -> Vec<String> {
    let json = in_files(text, files);
    let places = json["causes"][0]["places"].as_array().expect("places");
    let place = |it: &Value| format!("{}:{}", it["path"].as_str().expect("a path"), it["line"]);
    places.iter().map(place).collect()
}

#[test]
fn the_place_that_the_text_names_stays_whatever_the_order_of_the_files() {
    let files = ["web.json", "deploy/cron.yaml", "deploy/worker.yaml"];
    let wanted = ["web.json:10", "deploy/worker.yaml:9"];
    assert_eq!(places(&DENIED, &files), wanted);
    let [one, other, last] = files;
    assert_eq!(places(&DENIED, &[last, other, one]), [wanted[1], wanted[0]]);
}

#[test]
fn a_text_that_names_no_resource_leads_to_all_of_the_kind() {
    let text = "unable to retrieve secrets from ssm: AccessDeniedException: is not authorized to perform: ssm:GetParameters";
    assert_eq!(places(text, &["web.json"]), ["web.json:9", "web.json:10"]);
    let named = text.to_owned() + " (arn:aws:ssm:eu-west-1:111122223333:parameter/db/user)";
    assert_eq!(places(&named, &["web.json"]), ["web.json:9"]);
}

#[test]
fn without_files_there_are_no_places() {
    let json = in_files(&DENIED, &[]);
    assert!(json["causes"][0].get("places").is_none(), "{json}");
    assert_eq!(in_files(&DENIED, &["instance.json"])["causes"][0]["places"], Value::Array(vec![]));
}

#[test]
fn the_json_fits_its_schema_and_has_no_field_beside_it() {
    let schema = include_str!("../docs/schema/explain-v1.schema.json");
    let mut schema: Value = serde_json::from_str(schema).expect("JSON");
    close(&mut schema);
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for output in outputs() {
        let faults: Vec<_> = validator.iter_errors(&output).map(|it| it.to_string()).collect();
        assert_eq!(faults, [""; 0], "{output}");
        let mut spoilt = output;
        spoilt["input"] = "prose".into();
        assert!(!validator.is_valid(&spoilt), "any input is allowed");
    }
}

#[test]
fn what_is_cut_off_before_the_fault_keeps_its_feature() {
    let faults = CAUSES.iter().filter(|it| it.kind == CauseKind::Fault);
    let words: Vec<_> = faults.flat_map(|it| it.words.iter()).map(|it| filled(it)).collect();
    for rule in RULES.iter() {
        for clue in rule.clues.iter().map(|it| filled(&it.text)) {
            let cut = causes(&clue);
            let first = cut.first().expect("a clue has a cause");
            let is_whole = CAUSES.iter().any(|it| it.id == first.id && it.kind == CauseKind::Whole);
            if is_whole {
                // The words name their cause by themselves.
                continue;
            }
            assert_eq!(first.certainty, Likelihood::Possible, "{clue}");
            for word in &words {
                let text = format!("{clue}: {word}");
                let whole = causes(&text);
                let named = whole.first().map(|it| it.rules.clone()).unwrap_or_default();
                assert_eq!(named, first.rules, "{text}");
            }
        }
    }
}

#[test]
fn every_answer_is_short() {
    let checker = Checker::new(&Options::default()).expect("a checker");
    for (text, _) in texts() {
        let answer = checker.explain_text(&text).text().expect("an answer");
        let lines = answer.lines().count();
        assert!(lines <= 15, "{lines} lines:\n{answer}");
    }
}

/// The recorded texts, each with the cause that stands beside it.
#[test]
fn recorded_texts_lead_to_their_cause() {
    let recorded = include_str!("explain_texts.yaml");
    let recorded: Vec<Value> = serde_yaml::from_str(recorded).expect("YAML");
    let checker = Checker::new(&Options::default()).expect("a checker");
    let mut wrong = Vec::new();
    for expected in &recorded {
        let text = expected["text"].as_str().expect("a text");
        let json = checker.explain(text).json().expect("causes");
        let found: Value = serde_json::from_str(&json).expect("JSON");
        for field in ["side", "rules", "codes", "action"] {
            let wanted = expected.get(field).filter(|_| found["causes"][0].is_object());
            let got = &found["causes"][0][field];
            let is_none = got.is_null() || got.as_array().is_some_and(Vec::is_empty);
            if wanted.map_or(!is_none, |wanted| wanted != got) {
                wrong.push(format!("{}: {field}: {got}", expected["name"]));
            }
        }
        if found["causes"][0].is_null() {
            wrong.push(format!("{}: no cause", expected["name"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(recorded.len() > 70, "the texts are there");
}
