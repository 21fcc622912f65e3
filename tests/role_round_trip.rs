//! The policy that is printed, passed back as a role: it is sufficient, and nothing in it can be omitted.
//!
//! `cargo test --test role_round_trip` prints how many files and changes were tried; the real files are
//! listed as ignored where they are absent.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails loudly, and reports what it counted"
)]

#[path = "support/corpus.rs"]
mod corpus;
#[path = "support/trial.rs"]
mod trial;

use libtest_mimic::{Arguments, Trial};
use needs_exec_role::analysis::FileReport;
use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::aws::deployment::Deployment;
use needs_exec_role::base::source::Source;
use needs_exec_role::base::text::Text;
use needs_exec_role::engine::Question;
use needs_exec_role::iam::RoleFiles;
use needs_exec_role::iam::generate::{Choice, Policy, generate};
use needs_exec_role::iam::permission::{Necessity, RequiredPermission};
use needs_exec_role::input::inputs::Inputs;
use needs_exec_role::render::policy::{Form, policy};
use needs_exec_role::rules::Rules;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::{select, subsequence};
use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::{Arc, LazyLock};

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

const TRUST: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
  "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}}"#;

fn main() -> ExitCode {
    let random = || {
        the_printed_policy_is_enough_and_no_more();
        Ok(())
    };
    let trials = vec![
        Trial::test("the_printed_policy_is_enough_and_no_more", random),
        trial::needing(
            "../shared/corpus",
            corpus::is_there(),
            "the_printed_policy_of_real_files_is_enough_and_no_more",
            the_printed_policy_of_real_files_is_enough_and_no_more,
        ),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// An action on a resource.
type Permission = (String, String);

/// What came of a file.
#[derive(Clone, Copy, Default)]
struct Tried {
    files: usize,
    /// Files whose permissions have placeholders or are not ARNs: no policy can be checked against them.
    open: usize,
    /// Files that need nothing.
    idle: usize,
    changes: usize,
}

fn question(roles: Option<RoleFiles>) -> Question {
    let deployment = Deployment {
        account: Some(Text::literal("111122223333")),
        region: Some(Text::literal("eu-west-1")),
        ..Deployment::default()
    };
    Question {
        inputs: Inputs { deployment, ..Inputs::default() },
        execution_role: Some("arn:aws:iam::111122223333:role/exec".to_owned()),
        roles: roles.map(Arc::new),
        ..Question::default()
    }
}

fn look<T>(source: &Source, question: &Question, see: impl FnOnce(&FileReport<'_>) -> T) -> T {
    analyze(source, Vec::new(), &RULES, question, see)
}

/// What the task definitions of a file require, without what depends on a condition.
fn wanted(source: &Source) -> Vec<RequiredPermission<'static>> {
    look(source, &question(None), |file| {
        let needs = file.task_reports.iter().flat_map(|it| &it.assessment.needs);
        let all = needs.flat_map(|need| {
            need.permissions().iter().cloned().map(RequiredPermission::into_owned)
        });
        all.filter(|want| !matches!(want.necessity, Necessity::Conditional(_))).collect()
    })
}

/// What is found about a role with this policy.
fn found(source: &Source, own: &Policy) -> BTreeSet<Permission> {
    let text = policy(own, None, Form::Json, None);
    let files = [("policy.json", text.as_str()), ("trust.json", TRUST)];
    let files = files.map(|(name, text)| Arc::new(Source::new(name, text)));
    let roles = RoleFiles::read(&files, None).expect("a role");
    look(source, &question(Some(roles)), |file| {
        let findings = file.task_reports.iter().flat_map(|it| &it.findings);
        let about_role = findings.filter(|it| {
            let starts = ["permission-", "trust-", "policy-"];
            // An empty policy is reported as well.
            let is_empty = it.code.name() == "policy-malformed" && own.statements.is_empty();
            !is_empty && starts.iter().any(|start| it.code.name().starts_with(start))
        });
        let missing = about_role.map(|it| {
            // A resource within a wildcard may still be meant: then it is unknown.
            let codes = ["permission-missing", "permission-conditional"];
            assert!(codes.contains(&it.code.name()), "{}: {:?}", source.name(), it.subject);
            let (action, resource) = it.subject.permission().expect("a permission");
            (action.to_owned(), resource)
        });
        missing.collect()
    })
}

/// The required permissions that a policy does not allow, by the texts alone.
fn lacking(all: &[RequiredPermission<'static>], own: &Policy) -> BTreeSet<Permission> {
    let allows = |action: &str, resource: &str| {
        own.statements.iter().filter(|it| it.actions.iter().any(|own| own == action)).any(|it| {
            it.resources.iter().map(ToString::to_string).any(|own| covers(&own, resource))
        })
    };
    let mut lacking = BTreeSet::new();
    for want in all {
        let (action, resource) = (want.action.to_string(), want.resource.to_string());
        // The two forms of a log group are alternatives, and reported as the shorter one.
        if action == "logs:CreateLogGroup" {
            let group = resource.trim_end_matches(":*").to_owned();
            if !allows(&action, &group) && !allows(&action, &format!("{group}:*")) {
                lacking.insert((action, group));
            }
        } else if !allows(&action, &resource) {
            lacking.insert((action, resource));
        }
    }
    lacking
}

fn covers(pattern: &str, resource: &str) -> bool {
    pattern == "*" || (resource != "*" && glob(pattern.as_bytes(), resource.as_bytes()))
}

fn glob(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) => (0..=text.len()).any(|skip| glob(rest, &text[skip..])),
        (Some((b'?', pattern)), Some((_, text))) => glob(pattern, text),
        (Some((one, pattern)), Some((other, text))) => one == other && glob(pattern, text),
        _ => false,
    }
}

/// Holds the printed policy against its task definitions, and then each change of it.
fn hold(source: &Source) -> Tried {
    let wanted = wanted(source);
    let generated = generate(&wanted, &Choice::default());
    let mut tried = Tried { files: 1, ..Tried::default() };
    if wanted.is_empty() {
        tried.idle = 1;
        return tried;
    }
    let has_placeholders = wanted.iter().any(|want| want.resource.has_placeholders());
    if has_placeholders || !generated.unusable.is_empty() {
        tried.open = 1;
        return tried;
    }
    let whole = generated.policy;
    assert_eq!(found(source, &whole), BTreeSet::new(), "{}: not enough", source.name());
    for change in changes(&whole) {
        tried.changes += 1;
        let expected = lacking(&wanted, &change);
        // Of the two forms of a log group either will do.
        let has_forms = wanted.iter().any(|want| want.action == "logs:CreateLogGroup");
        assert!(has_forms || !expected.is_empty(), "{}: something is superfluous", source.name());
        assert_eq!(found(source, &change), expected, "{}", source.name());
    }
    tried
}

/// The policy without one action of one statement, and with one resource narrowed, each in turn.
fn changes(whole: &Policy) -> Vec<Policy> {
    let mut changes = Vec::new();
    for (index, statement) in whole.statements.iter().enumerate() {
        for action in 0..statement.actions.len() {
            let mut change = whole.clone();
            change.statements[index].actions.remove(action);
            if change.statements[index].actions.is_empty() {
                change.statements.remove(index);
            }
            changes.push(change);
        }
        for resource in 0..statement.resources.len() {
            let mut change = whole.clone();
            let own = &mut change.statements[index].resources[resource];
            *own = narrowed(own);
            changes.push(change);
        }
    }
    changes
}

/// Another resource, which the first one covers where it has a wildcard, and which is never the same.
fn narrowed(resource: &Text<'static>) -> Text<'static> {
    let text = resource.to_string();
    Text::literal(match text.as_str() {
        "*" => "arn:aws:ecr:eu-west-1:111122223333:repository/narrow".to_owned(),
        _ if text.ends_with(":*") => text.replace(":*", ":log-stream:narrow"),
        _ if text.ends_with("-??????") => text.replace("-??????", "-NaRRoW"),
        _ => format!("{text}-narrow"),
    })
}

fn the_printed_policy_of_real_files_is_enough_and_no_more() {
    for folder in ["a_raw_json", "b_describe"] {
        let mut all = Tried::default();
        for path in corpus::files(folder) {
            let bytes = std::fs::read(&path).expect("a file");
            let (source, _) = Source::decode(path.to_string_lossy(), bytes);
            let tried = hold(&source);
            all.files += tried.files;
            all.open += tried.open;
            all.idle += tried.idle;
            all.changes += tried.changes;
        }
        let Tried { files, open, idle, changes } = all;
        println!(
            "{folder}: {files} files, {idle} need nothing, {open} have holes in what they need, {changes} changes of the others tried"
        );
    }
}

fn container() -> impl Strategy<Value = String> {
    let image = select(vec![
        "nginx",
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1",
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/worker@sha256:0000000000000000000000000000000000000000000000000000000000000000",
        "444455556666.dkr.ecr.us-east-1.amazonaws.com/base",
        "registry.example.com/app:2",
    ]);
    let logs = prop_oneof![
        Just(String::new()),
        (select(vec!["/ecs/web", "batch"]), any::<bool>()).prop_map(|(group, create)| {
            let create = if create { r#", "awslogs-create-group": "true""# } else { "" };
            format!(
                r#", "logConfiguration": {{ "logDriver": "awslogs", "options": {{ "awslogs-group": "{group}", "awslogs-region": "eu-west-1"{create} }} }}"#
            )
        }),
    ];
    let sources = vec![
        "/prod/key",
        "plain",
        "arn:aws:ssm:us-east-1:111122223333:parameter/other/key",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-Ab12Cd",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-Ab12Cd:password::",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:app/token",
    ];
    let secrets = subsequence(sources, 0..=4).prop_map(|froms| {
        let one = |from: &&str| format!(r#"{{ "name": "A", "valueFrom": "{from}" }}"#);
        format!(r#", "secrets": [{}]"#, froms.iter().map(one).collect::<Vec<_>>().join(", "))
    });
    let others = select(vec![
        "",
        r#", "environmentFiles": [{ "type": "s3", "value": "arn:aws:s3:::config/web/.env" }]"#,
        r#", "repositoryCredentials": { "credentialsParameter": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hub-Xy34Zw" }"#,
    ]);
    (image, logs, secrets, others).prop_map(|(image, logs, secrets, others)| {
        format!(r#"{{ "name": "c", "image": "{image}"{logs}{secrets}{others} }}"#)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    fn the_printed_policy_is_enough_and_no_more(
        containers in proptest::collection::vec(container(), 1..4),
        launch_type in select(vec!["FARGATE", "EC2", "EXTERNAL", "MANAGED_INSTANCES"]),
    ) {
        let text = format!(
            r#"{{ "family": "any", "requiresCompatibilities": ["{launch_type}"], "containerDefinitions": [{}] }}"#,
            containers.join(", ")
        );
        hold(&Source::new("any.json", text));
    }
}
