//! Files that are neither JSON nor YAML, recognized by their name and their start.

use crate::base::source::Source;
use crate::syntax::json;

/// How many characters tell whether a file is text.
const SAMPLE: usize = 4096;

/// What is at the start of a line in Terraform code and nowhere else.
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

/// A kind of file that is neither JSON nor YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignText {
    /// Nothing but white space.
    Empty,
    /// Bytes that are no text.
    Binary,
    /// UTF-16 that does not say so.
    Utf16,
    /// Terraform code.
    Terraform,
    /// Jsonnet.
    Jsonnet,
    /// A program that uses the AWS CDK.
    Cdk,
    /// XML or HTML.
    Markup,
}

/// The kind, where a source is neither JSON nor YAML.
pub(in crate::input) fn identify_text(source: &Source) -> Option<ForeignText> {
    let (name, text) = (source.name(), source.text());
    let start = text.trim_start();
    if start.is_empty() {
        return Some(ForeignText::Empty);
    }
    if let Some(kind) = not_text(text) {
        return Some(kind);
    }
    if has_extension(name, &["jsonnet", "libsonnet"]) {
        return (!json::read(text).problems.is_empty()).then_some(ForeignText::Jsonnet);
    }
    if start.starts_with(['{', '[']) || has_extension(name, &["yml", "yaml"]) {
        return None;
    }
    if has_extension(name, &["tf", "tofu", "hcl", "tfvars"]) || has_blocks(text) {
        return Some(ForeignText::Terraform);
    }
    if CDK_LIBRARIES.iter().any(|library| text.contains(library)) {
        return Some(ForeignText::Cdk);
    }
    let markup = ["<?xml", "<!doctype", "<html"];
    let head: String = start.chars().take(9).collect::<String>().to_ascii_lowercase();
    if markup.iter().any(|mark| head.starts_with(mark)) {
        return Some(ForeignText::Markup);
    }
    start.starts_with("local ").then_some(ForeignText::Jsonnet)
}

/// Whether a text is that of a module of Terraform, whatever it is called.
pub(in crate::input) fn is_module_text(source: &Source) -> bool {
    let text = source.text();
    // Most files are seen to be something else without a look at their lines.
    let is_other =
        text.trim_start().starts_with(['{', '[']) || has_extension(source.name(), &["yml", "yaml"]);
    !is_other && has_blocks(text) && identify_text(source) == Some(ForeignText::Terraform)
}

/// Whether a text has a block of Terraform.
fn has_blocks(text: &str) -> bool {
    text.lines().any(|line| TERRAFORM_BLOCKS.iter().any(|block| line.starts_with(block)))
}

/// Whether a name ends in one of the extensions, in any case.
fn has_extension(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| {
        extensions.iter().any(|wanted| extension.eq_ignore_ascii_case(wanted))
    })
}

/// A text with control characters all over.
fn not_text(text: &str) -> Option<ForeignText> {
    // Plain ASCII is text, and seen to be so without taking the characters one by one.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\t'..=b'\r');
    let sample = text.as_bytes().get(..SAMPLE).unwrap_or(text.as_bytes());
    if sample.iter().fold(true, |plain, byte| plain & is_plain(*byte)) {
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
    Some(if nul * 5 >= all * 2 && nul == odd { ForeignText::Utf16 } else { ForeignText::Binary })
}
