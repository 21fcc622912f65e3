//! Files that are neither JSON nor YAML, told by their name and how they begin.

use crate::base::problem::Problem;
use crate::base::source::Source;
use crate::syntax::json;

/// How many characters tell whether a file is text.
const SAMPLE: usize = 4096;

/// What stands at the start of a line in Terraform code and nowhere else.
const TERRAFORM_BLOCKS: [&str; 8] = [
    "resource \"",
    "module \"",
    "variable \"",
    "data \"",
    "output \"",
    "provider \"",
    "locals {",
    "terraform {",
];

const CDK_LIBRARIES: [&str; 5] =
    ["aws-cdk-lib", "@aws-cdk/", "aws_cdk", "software.amazon.awscdk", "Amazon.CDK"];

/// What helps where a file of a kind is not read: the task definition as ECS has it.
pub(super) const DESCRIBE: &str = "judge what is deployed: aws ecs describe-task-definition --task-definition NAME > taskdef.json";

/// A kind of file that is neither JSON nor YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    /// Nothing but white space.
    Empty,
    /// Bytes that are no text.
    Binary,
    /// UTF-16 that does not say so.
    Utf16,
    /// Terraform code; whether a task definition is in it.
    Terraform(bool),
    /// Jsonnet.
    Jsonnet,
    /// A program that uses the AWS CDK.
    Cdk,
    /// XML or HTML.
    Markup,
}

/// The kind, where a source is neither JSON nor YAML.
pub(super) fn of(source: &Source) -> Option<Foreign> {
    let (name, text) = (source.name(), source.text());
    let start = text.trim_start();
    if start.is_empty() {
        return Some(Foreign::Empty);
    }
    if let Some(kind) = not_text(text) {
        return Some(kind);
    }
    if has_extension(name, &["jsonnet", "libsonnet"]) {
        return (!json::read(text).problems.is_empty()).then_some(Foreign::Jsonnet);
    }
    if start.starts_with(['{', '[']) || has_extension(name, &["yml", "yaml"]) {
        return None;
    }
    let is_terraform =
        || text.lines().any(|line| TERRAFORM_BLOCKS.iter().any(|block| line.starts_with(block)));
    if has_extension(name, &["tf", "tofu", "hcl", "tfvars"]) || is_terraform() {
        // A module may make the task definition out of the containers that it is given.
        let signs = ["_ecs_task_definition\"", "container_definition"];
        return Some(Foreign::Terraform(signs.iter().any(|sign| text.contains(sign))));
    }
    if CDK_LIBRARIES.iter().any(|library| text.contains(library)) {
        return Some(Foreign::Cdk);
    }
    let markup = ["<?xml", "<!doctype", "<html"];
    let head: String = start.chars().take(9).collect::<String>().to_ascii_lowercase();
    if markup.iter().any(|mark| head.starts_with(mark)) {
        return Some(Foreign::Markup);
    }
    start.starts_with("local ").then_some(Foreign::Jsonnet)
}

/// Whether a name ends in one of the extensions, in any case.
pub(super) fn has_extension(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| {
        extensions.iter().any(|wanted| extension.eq_ignore_ascii_case(wanted))
    })
}

/// A text with control characters all over.
fn not_text(text: &str) -> Option<Foreign> {
    // Plain ASCII is text, and seen to be so without taking the characters one by one.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    if text.bytes().take(SAMPLE).fold(true, |plain, byte| plain & is_plain(byte)) {
        return None;
    }
    let (mut all, mut odd, mut nul) = (0_usize, 0_usize, 0_usize);
    for c in text.chars().take(SAMPLE) {
        let is_odd = (c.is_control() && !c.is_whitespace()) || c == char::REPLACEMENT_CHARACTER;
        all += 1;
        odd += usize::from(is_odd);
        nul += usize::from(c == '\0');
    }
    if odd * 10 <= all {
        return None;
    }
    Some(if nul * 5 >= all * 2 && nul == odd { Foreign::Utf16 } else { Foreign::Binary })
}

impl Foreign {
    /// What there is to say about it.
    pub(super) fn problem(self) -> Problem {
        let (code, message, help) = match self {
            Self::Empty => (
                "empty-file",
                "this file is empty",
                "a task definition is an object with `family` and `containerDefinitions`",
            ),
            Self::Binary => ("not-text", "this is not text", "a task definition is JSON or YAML"),
            Self::Utf16 => (
                "not-text",
                "this may be UTF-16, but it has no byte order mark",
                "save it as UTF-8",
            ),
            Self::Terraform(true) => ("not-read-yet", "Terraform code is not read yet", DESCRIBE),
            Self::Terraform(false) => (
                "not-a-task-definition",
                "this is Terraform code without a task definition",
                "give the file that holds the task definition",
            ),
            Self::Jsonnet => (
                "not-read-yet",
                "Jsonnet is not read yet",
                "give the JSON that it makes: jsonnet FILE | needs-exec-role -",
            ),
            Self::Cdk => (
                "not-read-yet",
                "this is AWS CDK code: the templates that it makes are read",
                "run cdk synth and give cdk.out, or what is deployed: aws ecs describe-task-definition",
            ),
            Self::Markup => (
                "not-a-task-definition",
                "this is XML or HTML, not a task definition",
                "a task definition is JSON or YAML",
            ),
        };
        Problem::whole(code, message).with_help(help)
    }
}
