//! The law of placeholders: filling a placeholder never turns *required* into *not required*, or back; it only settles
//! *depends*.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails loudly, and says what it skips"
)]

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::aws::launch_type::LaunchType;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::{Question, Verdict};
use needs_exec_role::input::inputs::Inputs;
use needs_exec_role::rules::Rules;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::select;
use std::fmt::Write;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// A place in a task definition: what may be there, where `${…}` is a placeholder that can be filled with one
/// of the values given.
#[derive(Clone, Debug)]
struct Slot {
    text: String,
    fillings: Vec<(String, String)>,
}

fn slot(name: &'static str, literals: &'static [&'static str]) -> impl Strategy<Value = Slot> {
    // Either a literal, or one placeholder that some literal fills.
    (any::<bool>(), select(literals)).prop_map(move |(is_placeholder, value)| {
        if is_placeholder {
            let placeholder = name.to_owned();
            Slot { text: format!("${{{name}}}"), fillings: vec![(placeholder, value.to_owned())] }
        } else {
            Slot { text: value.to_owned(), fillings: Vec::new() }
        }
    })
}

const IMAGES: &[&str] = &[
    "nginx",
    "nginx:1.27",
    "public.ecr.aws/nginx/nginx:1",
    "ghcr.io/team/app@sha256:0123456789012345678901234567890123456789012345678901234567890123",
    "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app:1",
    "11112222333.dkr.ecr.eu-west-1.amazonaws.com/team/app:1",
    "906394416424.dkr.ecr.us-west-2.amazonaws.com/aws-for-fluent-bit:stable",
    "111122223333.dkr-ecr.eu-west-1.on.aws/app",
    "111122223333.dkr.ecr.eu-west-1.amazonaws.com.evil.example/app",
];

/// Images whose parts are placeholders: one label of a host, a repository, a tag.
fn partial_image() -> impl Strategy<Value = Slot> {
    let shape = select(vec![
        ("111122223333.dkr.ecr.${REGION}.amazonaws.com/app:${TAG}", vec!["REGION", "TAG"]),
        ("${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${REPO}", vec!["ACCOUNT", "REGION", "REPO"]),
        ("myorg/${REPO}:${TAG}", vec!["REPO", "TAG"]),
        ("${HOST}/app:v1", vec!["HOST"]),
        ("public.ecr.aws/${REPO}:1", vec!["REPO"]),
        ("${ACCOUNT}.dkr.${SERVICE}.eu-west-1.amazonaws.com/app", vec!["ACCOUNT", "SERVICE"]),
    ]);
    let values = (
        select(vec!["eu-west-1", "cn-north-1", "us-gov-west-1"]),
        select(vec!["1", "latest"]),
        select(vec!["111122223333", "444455556666"]),
        select(vec!["app", "web"]),
        select(vec!["ghcr.io", "111122223333.dkr.ecr.eu-west-1.amazonaws.com", "someuser"]),
        select(vec!["ecr", "ecr-fips", "evil"]),
    );
    (shape, values).prop_map(
        |((text, placeholders), (region, tag, account, repo, host, service))| {
            let value = |placeholder: &str| match placeholder {
                "REGION" => region,
                "TAG" => tag,
                "ACCOUNT" => account,
                "REPO" => repo,
                "HOST" => host,
                _ => service,
            };
            let fillings = placeholders
                .iter()
                .map(|placeholder| ((*placeholder).to_owned(), value(placeholder).to_owned()));
            Slot { text: text.to_owned(), fillings: fillings.collect() }
        },
    )
}

fn image() -> impl Strategy<Value = Slot> {
    prop_oneof![slot("IMAGE", IMAGES), partial_image()]
}

const DRIVERS: &[&str] = &["awslogs", "splunk", "awsfirelens", "json-file", "fluentd"];
const SECRETS: &[&str] = &[
    "/app/password",
    "password",
    "arn:aws:ssm:eu-west-1:111122223333:parameter/app/password",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:app/password-AbCdEf",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:app/password-AbCdEf:key::",
];
const FILES: &[&str] = &["arn:aws:s3:::bucket/app.env", "arn:aws:s3:::bucket/other.env"];
const SPECS: &[&str] = &[
    "credentialspec:arn:aws:s3:::bucket/spec.json",
    "credentialspec:file://spec.json",
    "credentialspecdomainless:arn:aws:ssm:eu-west-1:111122223333:parameter/spec",
];
const NETWORKS: &[&str] = &["awsvpc", "bridge", "host"];
const SYSTEMS: &[&str] = &["LINUX", "WINDOWS_SERVER_2022_CORE"];
const TYPES: &[&str] = &["FARGATE", "EC2", "EXTERNAL", "MANAGED_INSTANCES"];
const CREATES: &[&str] = &["true", "false"];

/// A task definition, and what fills its placeholders.
#[derive(Clone, Debug)]
struct Case {
    text: String,
    fillings: Vec<(String, String)>,
    keep: Vec<bool>,
}

fn case() -> impl Strategy<Value = Case> {
    let maybe =
        |it: proptest::strategy::BoxedStrategy<Slot>| prop_oneof![Just(None), it.prop_map(Some)];
    let first = (
        image(),
        maybe(slot("DRIVER", DRIVERS).boxed()),
        maybe(slot("SECRET", SECRETS).boxed()),
        maybe(slot("FILE", FILES).boxed()),
        maybe(slot("SPEC", SPECS).boxed()),
    );
    let second = (
        maybe(slot("NETWORK", NETWORKS).boxed()),
        maybe(slot("SYSTEM", SYSTEMS).boxed()),
        maybe(slot("TYPE", TYPES).boxed()),
        maybe(slot("CREATE", CREATES).boxed()),
        maybe(slot("LOGSECRET", SECRETS).boxed()),
    );
    let keep = proptest::collection::vec(any::<bool>(), 16);
    (first, second, keep).prop_map(|(first, second, keep)| build(first, second, keep))
}

type First = (Slot, Option<Slot>, Option<Slot>, Option<Slot>, Option<Slot>);
type Second = (Option<Slot>, Option<Slot>, Option<Slot>, Option<Slot>, Option<Slot>);

fn build(first: First, second: Second, keep: Vec<bool>) -> Case {
    let (image, driver, secret, file, spec) = first;
    let (network, system, launch_type, create, log_secret) = second;
    let mut text = String::from("{\"cpu\": \"256\", \"memory\": \"512\", ");
    let mut fillings = Vec::new();
    let mut put = |text: &mut String, slot: &Option<Slot>, before: &str, after: &str| {
        if let Some(slot) = slot {
            write!(text, "{before}{}{after}", slot.text).expect("a string");
            fillings.extend(slot.fillings.clone());
        }
    };
    put(&mut text, &network, "\"networkMode\": \"", "\", ");
    put(&mut text, &system, "\"runtimePlatform\": {\"operatingSystemFamily\": \"", "\"}, ");
    put(&mut text, &launch_type, "\"requiresCompatibilities\": [\"", "\"], ");
    text.push_str("\"containerDefinitions\": [{\"name\": \"app\", ");
    put(&mut text, &secret, "\"secrets\": [{\"name\": \"A\", \"valueFrom\": \"", "\"}], ");
    put(&mut text, &file, "\"environmentFiles\": [{\"type\": \"s3\", \"value\": \"", "\"}], ");
    put(&mut text, &spec, "\"credentialSpecs\": [\"", "\"], ");
    if driver.is_some() {
        put(&mut text, &driver, "\"logConfiguration\": {\"logDriver\": \"", "\"");
        put(
            &mut text,
            &log_secret,
            ", \"secretOptions\": [{\"name\": \"t\", \"valueFrom\": \"",
            "\"}]",
        );
        put(
            &mut text,
            &create,
            ", \"options\": {\"awslogs-group\": \"g\", \"awslogs-create-group\": \"",
            "\"}",
        );
        text.push_str("}, ");
    }
    put(&mut text, &Some(image), "\"image\": \"", "\"}]}");
    Case { text, fillings, keep }
}

/// The overall verdict, and those for the launch types to check.
fn verdicts(text: &str, fillings: &[(String, String)]) -> (Verdict, Vec<(LaunchType, Verdict)>) {
    let inputs = Inputs { variables: fillings.to_vec(), ..Inputs::default() };
    let question = Question { inputs, ..Question::default() };
    analyze(&Source::new("case.json", text), Vec::new(), &RULES, &question, |file| {
        let assessment = &file.task_reports[0].assessment;
        let each = assessment.launch_types.iter().map(|it| (it.launch_type, it.verdict));
        (assessment.verdict, each.collect())
    })
}

fn never_flips(open: Verdict, filled: Verdict) -> bool {
    open == Verdict::Depends || open == filled
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5000, ..ProptestConfig::default() })]

    #[test]
    fn filling_placeholders_only_settles_what_depends(case in case()) {
        let (open, open_each) = verdicts(&case.text, &[]);
        let some: Vec<_> = case.fillings.iter().zip(&case.keep).filter(|(_, keep)| **keep)
            .map(|(filling, _)| filling.clone()).collect();
        for fillings in [&some, &case.fillings] {
            let (filled, filled_each) = verdicts(&case.text, fillings);
            assert!(never_flips(open, filled), "{open:?} became {filled:?} with {fillings:?}");
            for (launch_type, verdict) in &open_each {
                for (_, after) in filled_each.iter().filter(|(other, _)| other == launch_type) {
                    assert!(never_flips(*verdict, *after), "{launch_type}: {verdict:?} became {after:?} with {fillings:?}");
                }
            }
        }
    }
}
