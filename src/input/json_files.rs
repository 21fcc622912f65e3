//! The JSON of Terraform in a source, read before anything else: what is made of it borrows from it.

use crate::base::source::{SoughtWord, Source, Span};
use crate::syntax::{Node, Parsed, SyntaxDiagnostic, json};

/// The endings of files that are JSON among those of a module.
const ENDINGS: [&str; 3] = [".tf.json", ".tofu.json", ".tfvars.json"];

/// The endings of files of a module that are not JSON.
const MODULE_ENDINGS: [&str; 3] = [".tf", ".tofu", ".tfvars"];

/// What every plan and state with a task definition has.
static RESOURCE_TYPE: SoughtWord = SoughtWord::new("_ecs_");

/// What one of these has as well.
static SIGNS: [SoughtWord; 3] = [
    SoughtWord::new("\"terraform_version\""),
    SoughtWord::new("\"format_version\""),
    SoughtWord::new("_ecs_task_definition\":"),
];

/// The files of a source that are JSON of Terraform.
#[derive(Debug, Default)]
pub struct JsonFiles<'s>(Vec<(Span, Parsed<'s>)>);

impl<'s> JsonFiles<'s> {
    /// Reads those of a source; none in most sources.
    pub(super) fn of(source: &'s Source) -> Self {
        let is_plan = may_be_plan(source);
        let is_json = |name: &str| is_plan || ENDINGS.iter().any(|ending| name.ends_with(ending));
        let files = source.files().filter(|(name, _)| is_json(name));
        Self(files.map(|(_, span)| (span, json::read_part(source.text(), span))).collect())
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the file at a place reads as.
    pub(super) fn at(&self, span: Span) -> Option<&Parsed<'s>> {
        self.0.iter().find(|file| file.0 == span).map(|file| &file.1)
    }

    /// What is wrong with them.
    pub(super) fn problems(&self) -> Vec<SyntaxDiagnostic> {
        self.0.iter().flat_map(|file| file.1.problems.iter().cloned()).collect()
    }

    /// The documents of the first file.
    pub(super) fn documents(&self) -> &[Node<'s>] {
        self.0.first().map(|file| file.1.documents.as_slice()).unwrap_or_default()
    }
}

/// Whether a source may be a plan or a state, at a look: one file, which is none of a module.
fn may_be_plan(source: &Source) -> bool {
    let mut names = source.files().map(|(name, _)| name);
    let is_other = |name: &str| !MODULE_ENDINGS.iter().any(|ending| name.ends_with(ending));
    let is_alone = matches!((names.next(), names.next()), (Some(name), None) if is_other(name));
    // What runs Terraform may print lines of its own before the JSON.
    let has_object = |text: &str| text.lines().any(|line| line.trim_start().starts_with('{'));
    is_alone
        && source.has(&RESOURCE_TYPE)
        && SIGNS.iter().any(|sign| source.has(sign))
        && has_object(source.text())
}
