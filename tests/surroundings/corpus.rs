//! Real files: no crash, a verdict or a cause for each, and ECS's own answers.

#[path = "../support/corpus.rs"]
pub(crate) mod files;

use crate::trial::needing;
use files::files as corpus;
use libtest_mimic::Trial;
use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::analysis::{FileReport, wording};
use needs_exec_role::aws::launch_type::LaunchType;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::{Question, Verdict};
use needs_exec_role::rules::Rules;
use needs_exec_role::syntax::Node;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// The attributes that the describe outputs prove, by their beginning.
const PROVEN: [&str; 8] = [
    "ecs.capability.execution-role-ecr-pull",
    "ecs.capability.execution-role-awslogs",
    "com.amazonaws.ecs.capability.ecr-auth",
    "com.amazonaws.ecs.capability.logging-driver.awslogs",
    "ecs.capability.secrets.asm.",
    "ecs.capability.secrets.ssm.",
    "ecs.capability.env-files.s3",
    "ecs.capability.private-registry-authentication.",
];

pub(crate) fn trials() -> Vec<Trial> {
    let tests: [(&str, fn()); 4] = [
        (
            "every_file_gives_a_verdict_or_names_the_cause",
            every_file_gives_a_verdict_or_names_the_cause,
        ),
        ("the_attributes_are_those_that_ecs_wrote", the_attributes_are_those_that_ecs_wrote),
        (
            "what_is_possible_on_fargate_is_what_ecs_lists",
            what_is_possible_on_fargate_is_what_ecs_lists,
        ),
        (
            "every_task_definition_of_a_template_is_judged",
            every_task_definition_of_a_template_is_judged,
        ),
    ];
    let is_there = files::is_there();
    tests.map(|(name, test)| needing("../shared/corpus", is_there, name, test)).into()
}

fn look<T>(path: &Path, question: &Question, see: impl FnOnce(&FileReport<'_>) -> T) -> T {
    let bytes = std::fs::read(path).expect("a file");
    let (source, error) = Source::decode(path.to_string_lossy(), bytes);
    assert_eq!(error, None, "{}", path.display());
    analyze(&source, Vec::new(), &RULES, question, see)
}

fn every_file_gives_a_verdict_or_names_the_cause() {
    for folder in [
        "a_raw_json",
        "b_describe",
        "c_raw_yaml",
        "h_odd",
        "d_cfn",
        "e_terraform",
        "f_tfplan",
        "g_iam",
    ] {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for path in corpus(folder) {
            look(&path, &Question::default(), |file| {
                let is_told = !file.task_reports.is_empty() || !file.problems.is_empty();
                assert!(is_told, "{}: neither a verdict nor a cause", path.display());
                for problem in &file.problems {
                    assert!(!wording::message(problem, &[]).is_empty(), "{}", path.display());
                }
                let kind = match (file.task_reports.is_empty(), file.problems.is_empty()) {
                    (false, true) => "verdict",
                    (false, false) => "verdict and problems",
                    (true, _) => "cause",
                };
                *counts.entry(kind).or_default() += 1;
                for task_report in &file.task_reports {
                    *counts.entry(task_report.assessment.verdict.name()).or_default() += 1;
                }
            });
        }
        println!("{folder}: {counts:?}");
    }
}

fn the_attributes_are_those_that_ecs_wrote() {
    let edited = edited_by_hand();
    let (mut agree, mut left_out) = (0, 0);
    for path in corpus("b_describe") {
        let name = format!("b_describe/{}", path.file_name().expect("a name").to_string_lossy());
        if edited.contains(&name) {
            left_out += 1;
            continue;
        }
        look(&path, &Question::default(), |file| {
            for task_report in &file.task_reports {
                let Some(written) = attributes_written(&task_report.task.root) else { continue };
                let ours = task_report.assessment.attributes().into_iter();
                let ours: BTreeSet<_> = ours.filter(|name| is_proven(name)).collect();
                assert_eq!(ours, written, "{name}");
                agree += 1;
            }
        });
    }
    println!("attributes: {agree} agree, {left_out} left out as edited by hand");
}

/// Where the author states nothing, what we hold possible is what ECS lists, as far as a role allows it.
fn what_is_possible_on_fargate_is_what_ecs_lists() {
    let (mut agree, mut differ) = (0, Vec::new());
    for path in corpus("b_describe") {
        // The author's statement is set aside, as if it had not been made.
        let bytes = std::fs::read(&path).expect("a file");
        let (source, _) = Source::decode(path.to_string_lossy(), bytes);
        let unstated = source.text().replace("\"requiresCompatibilities\"", "\"x-not-stated\"");
        let source = Source::new(source.name(), unstated);
        analyze(&source, Vec::new(), &RULES, &Question::default(), |file| {
            for task_report in &file.task_reports {
                let Some(listed) =
                    task_report.task.root.get("compatibilities").and_then(Node::as_list)
                else {
                    continue;
                };
                let listed = listed.iter().any(|item| item.as_str() == Some("FARGATE"));
                let fargate = task_report
                    .assessment
                    .launch_types
                    .iter()
                    .find(|it| it.launch_type == LaunchType::Fargate);
                // ECS does not list Fargate where a role that it demands is missing.
                let lacks_role = fargate.is_some_and(|it| it.verdict == Verdict::Required)
                    && !task_report.assessment.role.state.is_present();
                if listed == (fargate.is_some() && !lacks_role) {
                    agree += 1;
                } else {
                    differ.push(path.display().to_string());
                }
            }
        });
    }
    println!("possible on Fargate: {agree} agree, {} differ: {differ:?}", differ.len());
    assert!(differ.is_empty(), "{differ:?}");
}

fn is_proven(name: &str) -> bool {
    PROVEN.iter().any(|proven| name.starts_with(proven))
}

fn attributes_written<'t>(root: &'t Node<'t>) -> Option<BTreeSet<&'t str>> {
    let items = root.get("requiresAttributes")?.as_list()?;
    let names = items.iter().filter_map(|item| item.get("name")?.as_str());
    Some(names.filter(|name| is_proven(name)).collect())
}

/// The files that `attribute-checks.json` marks as edited after the describe.
fn edited_by_hand() -> BTreeSet<String> {
    let path = files::path("attribute-checks.json");
    let text = std::fs::read_to_string(path).expect("the checks");
    let rows: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let rows = rows.as_array().expect("an array").iter();
    let edited =
        rows.filter(|row| row["disagree"].as_object().is_some_and(|differs| !differs.is_empty()));
    edited.map(|row| row["file"].as_str().expect("a name").to_owned()).collect()
}

/// Task definitions of templates, by a plain count of the lines that state their type.
fn every_task_definition_of_a_template_is_judged() {
    // Templates inside strings, which only their own tools unpack.
    const IN_STRINGS: [&str; 2] =
        ["enable_in_transit_encryption.yaml", "no_plaintext_secrets.yaml"];
    // `PrimaryContainer` is none of these: it names a task definition.
    let types = ["AWS::ECS::TaskDefinition", "AWS::ECS::DaemonTaskDefinition"];
    let (mut stated, mut judged, mut verdicts) = (0, 0, BTreeMap::new());
    for path in corpus("d_cfn") {
        look(&path, &Question::default(), |file| {
            let is_type = |line: &&str| {
                let bare = line.trim().trim_start_matches("- ").replace(['"', ',', '\'', ' '], "");
                let value = bare.strip_prefix("Type:").unwrap_or_default();
                types.contains(&value.trim_end_matches(['}', '{']))
            };
            let count = file.source.text().lines().filter(is_type).count();
            let is_in_strings =
                IN_STRINGS.iter().any(|name| path.to_string_lossy().ends_with(name));
            if is_in_strings {
                assert!(file.task_reports.is_empty(), "{}", path.display());
                return;
            }
            assert_eq!(file.task_reports.len(), count, "{}", path.display());
            stated += count;
            judged += file.task_reports.len();
            for task_report in &file.task_reports {
                *verdicts.entry(task_report.assessment.verdict.name()).or_insert(0) += 1;
            }
        });
    }
    println!("templates: {stated} task definitions stated, {judged} judged: {verdicts:?}");
}
