//! The law of values: a text that cannot be the value of its field is never taken for the value. Where a placeholder in
//! its place would leave a launch type in question, or a role required on it, so does the text.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::aws::grammar::{Grammar, Judged};
use needs_exec_role::aws::launch_type::LaunchType;
use needs_exec_role::base::source::Source;
use needs_exec_role::base::text::{Spelling, Text};
use needs_exec_role::engine::{Question, Verdict};
use needs_exec_role::input::schema::{OPTIONS, VALUES, ValueField, ValueKind};
use needs_exec_role::rules::Rules;
use proptest::prelude::{ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// A field of the table: its keys from the top, and what its value must be.
#[derive(Clone, Debug)]
struct Place {
    keys: Vec<(&'static str, ValueKind)>,
    grammar: Grammar,
}

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let mut places = Vec::new();
    add_places(VALUES, &mut Vec::new(), &mut places);
    places
});

fn add_places(
    fields: &'static [ValueField],
    above: &mut Vec<(&'static str, ValueKind)>,
    places: &mut Vec<Place>,
) {
    for field in fields {
        above.push((field.name, field.kind));
        if let Some(grammar) = field.grammar {
            places.push(Place { keys: above.clone(), grammar });
        } else if field.kind == ValueKind::Map {
            for option in OPTIONS {
                above.push((option.name, ValueKind::String));
                places.push(Place { keys: above.clone(), grammar: option.grammar });
                above.pop();
            }
        }
        add_places(field.fields, above, places);
        above.pop();
    }
}

/// What is around the place: launch types, network mode, sizes, an image, a log driver.
#[derive(Clone, Debug)]
struct Frame {
    launch_types: Option<&'static str>,
    network: Option<&'static str>,
    has_size: bool,
    image: &'static str,
}

fn frame() -> impl Strategy<Value = Frame> {
    let launch_types = select(vec![
        None,
        Some("FARGATE"),
        Some("EC2"),
        Some("EXTERNAL"),
        Some("MANAGED_INSTANCES"),
    ]);
    let network = select(vec![None, Some("awsvpc"), Some("bridge"), Some("host")]);
    let image = select(vec!["nginx:1.27", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app"]);
    (launch_types, network, any::<bool>(), image).prop_map(
        |(launch_types, network, has_size, image)| Frame { launch_types, network, has_size, image },
    )
}

/// The task definition of a frame with a value at a place.
fn task_definition(frame: &Frame, place: &Place, value: &str) -> Value {
    let mut task = json!({ "family": "web", "containerDefinitions": [{ "name": "app", "image": frame.image }] });
    if let Some(launch_type) = frame.launch_types {
        task["requiresCompatibilities"] = json!([launch_type]);
    }
    if let Some(network) = frame.network {
        task["networkMode"] = json!(network);
    }
    if frame.has_size {
        task["cpu"] = json!("256");
        task["memory"] = json!("512");
    }
    let mut at = &mut task;
    for (key, kind) in &place.keys {
        at = &mut at[*key];
        match kind {
            ValueKind::Objects | ValueKind::Array => {
                if !at.is_array() {
                    *at = json!([{}]);
                }
                at = &mut at[0];
            }
            ValueKind::Object | ValueKind::Map if !at.is_object() => *at = json!({}),
            _ => {}
        }
        // What makes the field count.
        match *key {
            "options" => at["config-file-type"] = json!("s3"),
            "logConfiguration" => at["logDriver"] = json!("awslogs"),
            _ => {}
        }
    }
    *at = json!(value);
    task
}

fn verdicts(task: &Value) -> Vec<(LaunchType, Verdict)> {
    let source = Source::new("case.json", task.to_string());
    analyze(&source, Vec::new(), &RULES, &Question::default(), |file| {
        let each = file.task_reports[0].assessment.launch_types.iter();
        each.map(|it| (it.launch_type, it.verdict)).collect()
    })
}

/// Texts around those of a grammar: what it has, with something that it has not, and anything else.
fn text(grammar: Grammar) -> impl Strategy<Value = String> {
    let near: Vec<String> = match grammar {
        Grammar::OneOf(words, taken) => {
            let taken = taken.iter().map(|(word, _)| *word);
            words.iter().copied().chain(taken).map(str::to_owned).collect()
        }
        Grammar::GoBool => ["true", "false", "1", "T"].map(str::to_owned).to_vec(),
        _ => [
            "nginx",
            "team/app:1.2",
            "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1",
            "public.ecr.aws/x/app",
            "arn:aws:iam::111122223333:role/exec",
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf",
            "arn:aws:ssm:eu-west-1:111122223333:parameter/db",
            "arn:aws:s3:::bucket/app.env",
            "credentialspec:file://spec.json",
            "credentialspecdomainless:arn:aws:s3:::bucket/spec.json",
            "eu-west-1",
        ]
        .map(str::to_owned)
        .to_vec(),
    };
    let change = (select(near), any::<Index>(), "[ -~]{0,3}", 0..5_u8).prop_map(
        |(text, index, put_in, how)| {
            let at = index.index(text.len() + 1);
            let (before, after) = text.split_at(at);
            match how {
                0 => format!("{before}{put_in}{after}"),
                1 => format!("{before}{put_in}"),
                2 => format!("{put_in}{after}"),
                3 => text.to_uppercase(),
                _ => format!("https://{text}"),
            }
        },
    );
    prop_oneof![3 => change, 1 => "[ -~]{0,24}", 1 => "[A-Za-z_.:/-]{1,16}", 1 => "\\PC{0,8}"]
}

fn case() -> impl Strategy<Value = (Place, Frame, String)> {
    let place = any::<Index>().prop_map(|index| index.get(&PLACES).clone());
    place.prop_flat_map(|place| {
        let grammar = place.grammar;
        (frame(), text(grammar)).prop_map(move |(frame, text)| (place.clone(), frame, text))
    })
}

/// Whether a text is outside a grammar: a placeholder in it may be anything. Nothing at all is a value that is not set,
/// but for the words of a list. What is known otherwise is not asked of the grammar.
fn is_outside(grammar: Grammar, text: &str) -> bool {
    let is_list = matches!(grammar, Grammar::OneOf(..));
    let read = Text::read(text, Spelling::Identifier);
    if text.is_empty() || read.has_placeholders() {
        return text.is_empty() && is_list;
    }
    match grammar {
        Grammar::OneOf(words, _) => !words.contains(&text),
        Grammar::GoBool => !matches!(
            text,
            "1" | "t"
                | "T"
                | "TRUE"
                | "true"
                | "True"
                | "0"
                | "f"
                | "F"
                | "FALSE"
                | "false"
                | "False"
        ),
        Grammar::Image => !is_reference(text),
        _ => grammar.judge(&read) != Judged::Fits,
    }
}

/// Whether a text has the form of a reference, and no host of ECR with a wrong account.
fn is_reference(text: &str) -> bool {
    let (name, digest) = text.split_once('@').unwrap_or((text, ""));
    let (path, last) = name.rsplit_once('/').unwrap_or(("", name));
    let (last, tag) = last.split_once(':').unwrap_or((last, "x"));
    let mut parts: Vec<_> = path.split('/').filter(|_| !path.is_empty()).chain([last]).collect();
    if parts.len() > 1 && (parts[0].contains(['.', ':']) || parts[0] == "localhost") {
        parts.remove(0);
    }
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_part = |part: &&str| {
        part.starts_with(is_plain)
            && part.ends_with(is_plain)
            && part.chars().all(|c| is_plain(c) || matches!(c, '.' | '_' | '-'))
    };
    let is_tag = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    parts.iter().all(is_part)
        && !tag.is_empty()
        && tag.chars().all(is_tag)
        && (digest.is_empty() || digest.split_once(':').is_some_and(|(_, hex)| hex.len() >= 32))
        && !(digest.is_empty() && text.ends_with('@'))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5000, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn what_cannot_be_the_value_is_as_open_as_a_placeholder((place, frame, text) in case()) {
        proptest::prop_assume!(is_outside(place.grammar, &text));
        let open = verdicts(&task_definition(&frame, &place, "${VALUE}"));
        let judged = verdicts(&task_definition(&frame, &place, &text));
        for (launch_type, before) in &open {
            let after = judged.iter().find(|(it, _)| it == launch_type).map(|(_, verdict)| *verdict);
            assert!(after.is_some(), "{text:?} removes {launch_type}, at {:?}", place.keys);
            let is_dropped = *before != Verdict::NotRequired && after == Some(Verdict::NotRequired);
            assert!(!is_dropped, "{text:?} needs no role on {launch_type}, at {:?}", place.keys);
        }
    }

    /// The quick way to see that a value is right is no other.
    #[test]
    fn what_is_plain_fits((place, _, text) in case()) {
        if place.grammar.is_plain(&text) {
            let read = Text::read(&text, Spelling::Identifier);
            assert_eq!(place.grammar.judge(&read), Judged::Fits, "{text:?}");
        }
    }
}
