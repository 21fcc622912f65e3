//! From the tree of a cause file to the cause: every key, word and name is checked, as in rule files.

use super::cause::{Cause, CauseKind, Likelihood};
use super::data::Str;
use super::decode::{action, certainty, id, link, text};
use super::fault::{RuleDiagnostic, RuleFault};
use super::language::{CAUSE, CAUSE_KINDS, LIKELIHOODS, PHASES, SIDES};
use crate::syntax::object::{Decoded, Object, fault, read_word, string};
use crate::syntax::{Entry, Node};

/// What a sentence of a cause may name in braces.
pub const PLACEHOLDERS: [&str; 12] = [
    "feature",
    "text",
    "whose",
    "role",
    "principal",
    "action",
    "resource",
    "statement",
    "service",
    "account",
    "host",
    "by-service",
];

/// Decodes a cause file. The problem is the first thing that is wrong with it.
///
/// # Errors
/// A problem where the file has a key or a value that no cause has.
pub fn decode_cause(root: &Node<'_>) -> Result<Cause, Box<RuleDiagnostic>> {
    cause(root).map_err(RuleFault::of)
}

fn cause(root: &Node<'_>) -> Decoded<Cause> {
    let file = Object::read(root, &CAUSE)?;
    Ok(Cause {
        id: file.required("id", id)?,
        title: file.required("title", text)?,
        side: file.required("side", |node| read_word(node, "a side", SIDES))?,
        likelihood: file
            .optional("likelihood", |node| read_word(node, "a likelihood", LIKELIHOODS))?
            .unwrap_or(Likelihood::Likely),
        certainty: file.required("certainty", certainty)?,
        source: file.optional("source", text)?,
        kind: file
            .optional("kind", |node| read_word(node, "a kind of cause", CAUSE_KINDS))?
            .unwrap_or(CauseKind::Whole),
        phase: file.optional("phase", |node| read_word(node, "a phase", PHASES))?,
        words: file.list("words", text)?,
        actions: file.list("actions", action)?,
        outranks: file.list("outranks", id)?,
        call: file.optional("call", action)?,
        rules: file.list("rules", id)?,
        codes: file.list("codes", id)?,
        say: file.list("say", sentence)?,
        fix: file.list("fix", sentence)?,
        not: file.optional("not", sentence)?,
        by_service: file.map("by-service", by_service)?,
        docs: file.optional("docs", link)?,
    })
}

/// A sentence, whose placeholders are known: a name in braces, which begins with a letter.
fn sentence(node: &Node<'_>) -> Decoded<Str> {
    let sentence = text(node)?;
    let is_name = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_lowercase());
    let parts = sentence.split('{').skip(1).filter(is_name);
    let names = parts.filter_map(|rest| rest.split('}').next());
    match names.into_iter().find(|name| !PLACEHOLDERS.contains(name)) {
        Some(name) => {
            let known = PLACEHOLDERS.join("}`, `{");
            Err(fault(
                node,
                format!("`{{{name}}}` stands for nothing here; expected one of `{{{known}}}`"),
            ))
        }
        None => Ok(sentence),
    }
}

fn by_service(entry: &Entry<'_>) -> Decoded<(Str, Str)> {
    let phrase = Str::Owned(string(&entry.value)?.to_owned());
    Ok((Str::Owned(entry.key.to_string()), phrase))
}
