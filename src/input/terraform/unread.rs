//! Modules that are called and that the source does not have: those of a registry, of another repository.

use super::configuration::ConfigurationFile;
use super::files::{joined, normalized};
use crate::input::{AbsenceDiagnostic, AbsenceFault};
use crate::syntax::hcl::HclBody;

/// What is in the source of a module, or in the names of its arguments, that may hold a task definition.
const SIGNS: [&str; 4] = ["ecs", "fargate", "container", "task"];

/// How many of them are named.
const MOST_NAMED: usize = 3;

/// Says what a module without a task definition is; nothing where syntax errors may hide one.
pub(super) fn explain(
    files: &[ConfigurationFile<'_>],
    is_broken: bool,
) -> Option<AbsenceDiagnostic> {
    if is_broken {
        return None;
    }
    let calls = files.iter().flat_map(|file| unread(file, files));
    let unread = calls.take(MOST_NAMED).collect();
    Some(AbsenceFault::ModuleWithoutTask { unread }.of_file())
}

/// The modules that a file calls, that the source does not have, and that may hold a task definition: the name of each,
/// and its source.
fn unread<'a>(
    file: &'a ConfigurationFile<'_>,
    files: &'a [ConfigurationFile<'_>],
) -> impl Iterator<Item = (String, String)> + 'a {
    file.body.blocks_of("module").filter_map(move |block| {
        let name = block.labels.first()?.text.to_string();
        let source = block.body.attribute("source")?.value.kind.as_literal()?.into_owned();
        let folder = normalized(&joined(&file.folder, &source));
        let is_read = source.starts_with('.') && files.iter().any(|it| it.folder == folder);
        (!is_read && may_hold_task(&source, &block.body)).then_some((name, source))
    })
}

fn may_hold_task(source: &str, body: &HclBody<'_>) -> bool {
    let has_sign = |text: &str| {
        let text = text.to_ascii_lowercase();
        SIGNS.iter().any(|sign| text.contains(sign))
    };
    has_sign(source) || body.attributes.iter().any(|it| has_sign(it.name))
}
