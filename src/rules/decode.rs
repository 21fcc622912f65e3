//! From the tree of a rule file to the rule: every key, word, name, path, version and date is checked, and
//! errors are reported at their place.
//!
//! `build.rs` decodes the built-in rules with this file, the program those of `--rules`.

use super::data::{List, Str};
use super::fault::{RuleDiagnostic, RuleFault};
use super::language::{
    ATTRIBUTE, CERTAINTIES, CLUE, ERROR, FINDING, HINT, LABEL, LEAST, OSES, PERMISSION, PHASES,
    REQUIREMENT, ROLE_REQUIREMENTS, ROLES, RULE, SEVERITIES, SWITCH,
};
use super::path::Path;
use super::resource::{RegionTable, ResourceNames, ResourceTemplate};
use super::rule::{
    Attribute, Certainty, Clue, ErrorText, Hint, MinimumVersions, Permission, Requirement,
    RoleKind, RoleRequirement, Rule, RuleFinding, RuleLabel, Switch,
};
use super::value::{Read, Test};
use crate::aws::launch_type::LaunchType;
use crate::aws::readers::{READERS, Reader};
use crate::base::date::Date;
use crate::base::source::Span;
use crate::base::version::Version;
use crate::syntax::object::{
    Decoded, Keys, Object, each, fault, items, read_word, string, unknown,
};
use crate::syntax::{Entry, Node, Value};

/// Decodes a rule file. The problem is the first thing that is wrong with it.
///
/// # Errors
/// A problem where the file has a key or a value that no rule has, or names what is not there.
pub fn decode(root: &Node<'_>) -> Result<Rule, Box<RuleDiagnostic>> {
    rule(root).map_err(RuleFault::of)
}

fn rule(root: &Node<'_>) -> Decoded<Rule> {
    let file = Object::read(root, &RULE)?;
    let id = file.required("id", id)?;
    let read = file.map("read", read)?;
    let by_region = file.map("by-region", region_table)?;
    let names = KnownNames(&read);
    let rule = Rule {
        title: file.required("title", text)?,
        why: file.required("why", text)?,
        docs: file.list("docs", link)?,
        certainty: file.required("certainty", certainty)?,
        role: file.optional("role", role)?.unwrap_or(RoleKind::Execution),
        since: file.optional("since", parsed::<Date>)?,
        until: file.optional("until", parsed::<Date>)?,
        each: file.list("each", path)?,
        at: file.optional("at", |node| names.index(node, string(node)?))?,
        when: names.tests(&file, "when")?,
        need: need(&file, &names)?,
        permissions: file.list("permissions", |node| permission(node, &names, &by_region))?,
        least: file.list("least", |node| least(node, &names))?,
        attributes: file.list("attributes", |node| attribute(node, &names))?,
        assume: file.optional("assume", switch)?,
        refines: file.optional("refines", text)?,
        across_accounts: file.flag("across-accounts")?,
        label: file.list("label", |node| label(node, &names))?,
        hint: file.list("hint", |node| hint(node, &names))?,
        findings: file.list("findings", |node| finding(node, &id, &names))?,
        clues: file.list("clues", clue)?,
        error: file.list("error", error_text)?,
        notes: file.list("notes", text)?,
        read: read.clone(),
        by_region: by_region.clone(),
        id,
    };
    check_whole(&rule, &file)?;
    Ok(rule)
}

/// What is wrong with a rule or a cause whose id is not the name of its file.
///
/// # Errors
/// A problem at the id.
pub fn check_name(id: &str, root: &Node<'_>, stem: &str) -> Result<(), Box<RuleDiagnostic>> {
    if id == stem {
        return Ok(());
    }
    let message = format!("the ID `{id}` must be the same as the file name `{stem}`");
    Err(RuleFault::of(fault(root.get("id").unwrap_or(root), message)))
}

/// A string that the rule keeps.
pub(super) fn text(node: &Node<'_>) -> Decoded<Str> {
    string(node).map(|text| Str::Owned(text.to_owned()))
}

pub(super) fn certainty(node: &Node<'_>) -> Decoded<Certainty> {
    read_word(node, "a certainty", CERTAINTIES)
}

fn role(node: &Node<'_>) -> Decoded<RoleKind> {
    read_word(node, "a role", ROLES)
}

fn launch_type(node: &Node<'_>) -> Decoded<LaunchType> {
    read_word(node, "a launch type", LaunchType::ALL.map(|it| (it.name(), it)))
}

pub(super) fn id(node: &Node<'_>) -> Decoded<Str> {
    let id = text(node)?;
    let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || !id.chars().all(is_id) {
        return Err(fault(node, "expected an ID of lowercase letters, digits and hyphens"));
    }
    Ok(id)
}

pub(super) fn link(node: &Node<'_>) -> Decoded<Str> {
    let link = text(node)?;
    if link.starts_with("https://") {
        return Ok(link);
    }
    Err(fault(node, format!("`{link}` is not an https link")))
}

fn path(node: &Node<'_>) -> Decoded<Path> {
    Path::parse(string(node)?).map_err(|message| fault(node, message))
}

/// A version or a date.
fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(node: &Node<'_>) -> Decoded<T> {
    string(node)?.parse().map_err(|error: T::Err| fault(node, error.to_string()))
}

/// An entry of `read`: `path` or `path as reader`.
fn read(entry: &Entry<'_>) -> Decoded<Read> {
    let node = &entry.value;
    let written = string(node)?;
    let (path, reader) = written.split_once(" as ").unwrap_or((written, "text"));
    let reader = Reader::named(reader.trim()).ok_or_else(|| {
        let known = READERS.iter().map(|known| known.name);
        unknown(node.resolved().span, reader.trim(), "a reader", known)
    })?;
    let path = Path::parse(path.trim()).map_err(|message| fault(node, message))?;
    if path.has_items() {
        return Err(fault(
            node,
            "`*` is allowed only in `each`: a name under `read` is for one value",
        ));
    }
    Ok(Read { name: Str::Owned(entry.key.to_string()), path, reader })
}

/// The values that a rule reads, by name.
struct KnownNames<'a>(&'a [Read]);

impl KnownNames<'_> {
    fn index(&self, node: &Node<'_>, name: &str) -> Decoded<usize> {
        self.index_at(node.resolved().span, name)
    }

    fn index_at(&self, span: Span, name: &str) -> Decoded<usize> {
        self.0.iter().position(|read| read.name == name).ok_or_else(|| {
            let known = self.0.iter().map(|read| read.name.as_ref());
            unknown(span, name, "a name under `read`", known)
        })
    }

    /// The tests under a key, in the order of the names.
    fn tests(&self, object: &Object<'_, '_>, key: &str) -> Decoded<List<Test>> {
        object.map(key, |entry| self.test(entry))
    }

    fn test(&self, entry: &Entry<'_>) -> Decoded<Test> {
        let (name, part) = match entry.key.split_once('.') {
            Some((name, part)) => (name, Some(part)),
            None => (entry.key.as_ref(), None),
        };
        let value = self.index_at(entry.key_span, name)?;
        let (kinds, parts) = self
            .0
            .get(value)
            .map_or((&[][..], &[][..]), |read| (read.reader.kinds, read.reader.parts));
        if let Some(part) = part.filter(|part| !parts.contains(part)) {
            let what = format!("a part of `{name}`");
            return Err(unknown(entry.key_span, part, &what, parts.iter().copied()));
        }
        let known = if part.is_some() { &[] } else { kinds };
        let wanted = items(&entry.value).iter().map(|node| wanted(node, known));
        let wanted = wanted.collect::<Decoded<Vec<_>>>()?;
        let part = part.map(|part| Str::Owned(part.to_owned()));
        Ok(Test { value, part, wanted: wanted.into() })
    }
}

/// What a value may be: a kind, where its reader knows kinds; `null` for a value that is not there.
fn wanted(node: &Node<'_>, kinds: &'static [&'static str]) -> Decoded<Option<Str>> {
    let word = match node.resolved().value {
        Value::Null => return Ok(None),
        Value::Bool(value) => Str::Owned(value.to_string()),
        _ => text(node)?,
    };
    if kinds.is_empty() || kinds.contains(&word.as_ref()) {
        return Ok(Some(word));
    }
    let kinds = kinds.iter().copied();
    Err(unknown(node.resolved().span, &word, "a kind of this value", kinds))
}

/// What no single key shows.
fn check_whole(rule: &Rule, file: &Object<'_, '_>) -> Decoded<()> {
    if !rule.is_asked() {
        let requires_each = ["read", "when", "attributes", "findings"];
        if let Some((key, node)) =
            requires_each.into_iter().find_map(|key| Some((key, file.get(key)?)))
        {
            return Err(fault(node, format!("`{key}` requires `each`, the places to check")));
        }
    } else if file.get("need").is_none() && rule.findings.is_empty() {
        let id = file.get("id").unwrap_or(file.node);
        return Err(fault(id, "a rule must have `need` or `findings`"));
    }
    Ok(())
}

/// The cells of each launch type. Of a launch type that is omitted nothing is known.
fn need(
    file: &Object<'_, '_>,
    names: &KnownNames<'_>,
) -> Decoded<[List<Requirement>; LaunchType::COUNT]> {
    let mut need = [const { List::Borrowed(&[]) }; LaunchType::COUNT];
    let Some(node) = file.get("need") else { return Ok(need) };
    if node.as_map().is_none() {
        // One for all of them.
        let cells = each(node, |node| cell(node, names))?;
        return Ok(LaunchType::ALL.map(|_| cells.clone()));
    }
    let known = LaunchType::ALL.map(LaunchType::name);
    let by_launch_type =
        Object::read(node, &Keys { of: "`need`", required: &[], optional: &known })?;
    for (slot, launch_type) in need.iter_mut().zip(LaunchType::ALL) {
        *slot = match by_launch_type.get(launch_type.name()) {
            Some(node) => each(node, |node| cell(node, names))?,
            None => vec![word_alone(RoleRequirement::Unknown)].into(),
        };
    }
    Ok(need)
}

/// A cell: its word alone, or an object with its circumstances.
fn cell(node: &Node<'_>, names: &KnownNames<'_>) -> Decoded<Requirement> {
    let word = |node: &Node<'_>| read_word(node, "a value of `need`", ROLE_REQUIREMENTS);
    if node.as_map().is_none() {
        return word(node).map(word_alone);
    }
    let file = Object::read(node, &REQUIREMENT)?;
    Ok(Requirement {
        is: file.required("is", word)?,
        when: names.tests(&file, "when")?,
        assume: file.optional("assume", text)?,
        since: file.optional("since", parsed::<Date>)?,
        until: file.optional("until", parsed::<Date>)?,
        certainty: file.optional("certainty", certainty)?,
        note: file.optional("note", text)?,
    })
}

fn word_alone(is: RoleRequirement) -> Requirement {
    Requirement {
        is,
        when: List::Borrowed(&[]),
        assume: None,
        since: None,
        until: None,
        certainty: None,
        note: None,
    }
}

/// An entry of `by-region`: a name, and a text for each Region.
fn region_table(entry: &Entry<'_>) -> Decoded<RegionTable> {
    let map = entry.value.as_map().ok_or_else(|| {
        fault(&entry.value, format!("expected Regions with texts, found {}", entry.value.kind()))
    })?;
    let mut rows = String::new();
    for row in &map.entries {
        rows += &[&row.key, " ", string(&row.value)?, "\n"].concat();
    }
    Ok(RegionTable { name: Str::Owned(entry.key.to_string()), rows: Str::Owned(rows) })
}

fn permission(
    node: &Node<'_>,
    names: &KnownNames<'_>,
    tables: &[RegionTable],
) -> Decoded<Permission> {
    let file = Object::read(node, &PERMISSION)?;
    let unseen = file.optional("unseen", text)?;
    let resource = |node: &Node<'_>| {
        let names = ResourceNames { reads: names.0, tables, has_unseen: unseen.is_some() };
        ResourceTemplate::parse(string(node)?, &names).map_err(|message| fault(node, message))
    };
    Ok(Permission {
        allow: file.list("allow", action)?,
        resource: file.list("resource", resource)?,
        when: names.tests(&file, "when")?,
        unless: names.tests(&file, "unless")?,
        condition: file.optional("if", text)?,
        certain: names.tests(&file, "certain")?,
        alternative: file.optional("alternative", text)?,
        documented: file.flag("documented")?,
        unseen: unseen.clone(),
        via: file.optional("via", text)?,
        call: file.optional("call", resource)?,
    })
}

pub(super) fn action(node: &Node<'_>) -> Decoded<Str> {
    let action = text(node)?;
    if action.split(':').filter(|part| !part.is_empty()).count() == 2 {
        return Ok(action);
    }
    Err(fault(node, format!("`{action}` is not an action: write `service:Action`")))
}

fn least(node: &Node<'_>, names: &KnownNames<'_>) -> Decoded<MinimumVersions> {
    let file = Object::read(node, &LEAST)?;
    Ok(MinimumVersions {
        agent: file.optional("agent", parsed::<Version>)?,
        platform: file.optional("platform", text)?,
        windows_platform: file.optional("windows-platform", text)?,
        when: names.tests(&file, "when")?,
        with_role: file.flag("with-role")?,
        os: file.optional("os", |node| read_word(node, "an operating system", OSES))?,
    })
}

fn attribute(node: &Node<'_>, names: &KnownNames<'_>) -> Decoded<Attribute> {
    let file = Object::read(node, &ATTRIBUTE)?;
    Ok(Attribute {
        name: file.required("name", text)?,
        when: names.tests(&file, "when")?,
        with_role: file.flag("with-role")?,
    })
}

fn switch(node: &Node<'_>) -> Decoded<Switch> {
    let file = Object::read(node, &SWITCH)?;
    Ok(Switch {
        name: file.required("name", text)?,
        says: file.required("says", text)?,
        value: file.optional("value", text)?,
    })
}

fn label(node: &Node<'_>, names: &KnownNames<'_>) -> Decoded<RuleLabel> {
    let file = Object::read(node, &LABEL)?;
    Ok(RuleLabel {
        say: file.required("say", text)?,
        to: file.required("to", text)?,
        when: names.tests(&file, "when")?,
    })
}

fn hint(node: &Node<'_>, names: &KnownNames<'_>) -> Decoded<Hint> {
    let file = Object::read(node, &HINT)?;
    Ok(Hint {
        say: file.required("say", text)?,
        when: names.tests(&file, "when")?,
        unless: names.tests(&file, "unless")?,
    })
}

fn finding(node: &Node<'_>, id: &Str, names: &KnownNames<'_>) -> Decoded<RuleFinding> {
    let file = Object::read(node, &FINDING)?;
    Ok(RuleFinding {
        code: file.optional("code", text)?.unwrap_or_else(|| id.clone()),
        severity: file.required("severity", |node| read_word(node, "a severity", SEVERITIES))?,
        say: file.required("say", text)?,
        help: file.optional("help", text)?,
        when: names.tests(&file, "when")?,
        unless: names.tests(&file, "unless")?,
        on: file.list("on", launch_type)?,
        with_role: file.flag("with-role")?,
    })
}

fn clue(node: &Node<'_>) -> Decoded<Clue> {
    if node.as_map().is_none() {
        return Ok(Clue { text: text(node)?, call: None });
    }
    let file = Object::read(node, &CLUE)?;
    Ok(Clue { text: file.required("text", text)?, call: file.optional("call", action)? })
}

fn error_text(node: &Node<'_>) -> Decoded<ErrorText> {
    let file = Object::read(node, &ERROR)?;
    Ok(ErrorText {
        text: file.required("text", text)?,
        phase: file.required("phase", |node| read_word(node, "a phase", PHASES))?,
        on: file.list("on", launch_type)?,
        certainty: file.required("certainty", certainty)?,
        source: file.optional("source", text)?,
        network: file.flag("network")?,
        cause: file.optional("cause", text)?,
        code: file.optional("code", text)?,
    })
}
