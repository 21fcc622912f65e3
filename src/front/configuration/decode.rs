//! From the tree of a configuration file to its settings: every key and value is checked, and the first thing that is
//! wrong with a setting, or with an item of a list, is reported at its place.

use super::keys::{CONFIGURATION, EXCEPTION, FIX, PARAMETERS, ROLES};
use super::{Configuration, ConfiguredException, ConfiguredParameters, ConfiguredRoles, Setting};
use crate::aws::account;
use crate::aws::launch_type::LaunchType;
use crate::aws::partition::{is_partition, looks_like_region};
use crate::base::date::{Date, DateError};
use crate::base::diagnostic::{Exception, Severity};
use crate::base::source::{Source, Span};
use crate::base::version::Version;
use crate::front::options::{ACCOUNT, PARTITION, REGION, why_no_role};
use crate::syntax::object::{DataFault, Decoded, Keys, Object, fault, items, read_word, string};
use crate::syntax::{Entry, Map, Node, Value};
use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

/// Decodes a file as far as it is valid, and what is wrong with the rest: an empty one sets nothing.
pub(super) fn decode(
    documents: &[Node<'_>],
    source: &Arc<Source>,
) -> (Configuration, Vec<DataFault>) {
    let nothing = Node { span: Span::default(), value: Value::Map(Map::default()) };
    let mut file = match documents {
        [] => File::nothing(&nothing),
        [root] if matches!(root.resolved().value, Value::Null) => File::nothing(&nothing),
        [root] => match Object::read_known(root, &CONFIGURATION) {
            Ok((object, wrong)) => File { object, wrong },
            Err(fault) => File { wrong: vec![fault], ..File::nothing(&nothing) },
        },
        [_, second, ..] => {
            let wrong = vec![fault(second, "expected one document, found a second one")];
            File { wrong, ..File::nothing(&nothing) }
        }
    };
    let configuration = Configuration {
        launch_types: file.setting("launch-types", launch_types),
        agent_version: file.setting("agent-version", parsed::<Version>),
        account: file.setting("account", |it| checked(it, account::is_id, ACCOUNT)),
        region: file.setting("region", |it| checked(it, looks_like_region, REGION)),
        partition: file.setting("partition", |it| checked(it, is_partition, PARTITION)),
        inserted_role: file.setting("fix", inserted_role),
        assume: file.setting("assume", assumptions).unwrap_or_default(),
        parameters: file.list("parameters", parameters),
        roles: file.list("roles", roles),
        rules: file.list("rules", path),
        exclude: file.list("exclude", pattern),
        severities: file.entries("severity", severity),
        exceptions: numbered(file.list("exceptions", exception)),
        source: Arc::clone(source),
    };
    (configuration, file.wrong)
}

/// The settings of a file, and what is wrong with them.
struct File<'n, 's> {
    object: Object<'n, 's>,
    wrong: Vec<DataFault>,
}

impl<'n, 's> File<'n, 's> {
    /// One that sets nothing.
    fn nothing(node: &'n Node<'s>) -> Self {
        Self { object: Object::empty(node), wrong: Vec::new() }
    }

    fn setting<T>(&mut self, key: &str, decode: impl FnOnce(&Node<'s>) -> Decoded<T>) -> Option<T> {
        let decoded = decode(self.object.get(key)?);
        decoded.map_err(|it| self.wrong.push(it)).ok()
    }

    /// The items of a list, or the one that is without it.
    fn list<T>(&mut self, key: &str, decode: impl Fn(&Node<'s>) -> Decoded<T>) -> Vec<T> {
        let items = self.object.get(key).map_or(&[][..], items).iter();
        items.filter_map(|it| decode(it).map_err(|it| self.wrong.push(it)).ok()).collect()
    }

    /// The entries of an object whose keys are names, in the order of the file.
    fn entries<T>(&mut self, key: &str, decode: impl Fn(&Entry<'s>) -> Decoded<T>) -> Vec<T> {
        match entries(&self.object, key) {
            Ok(entries) => {
                let decoded = entries.iter().map(decode);
                decoded.filter_map(|it| it.map_err(|it| self.wrong.push(it)).ok()).collect()
            }
            Err(fault) => {
                self.wrong.push(fault);
                Vec::new()
            }
        }
    }
}

/// An object inside of the configuration: a key that is there has a value.
fn inner<'n, 's>(node: &'n Node<'s>, keys: &Keys<'_>) -> Decoded<Object<'n, 's>> {
    let object = Object::read(node, keys)?;
    let mut entries = node.as_map().into_iter().flat_map(|map| &map.entries);
    match entries.find(|entry| object.get(&entry.key).is_none()) {
        Some(entry) => Err(DataFault::new(entry.key_span, format!("`{}` has no value", entry.key))),
        None => Ok(object),
    }
}

/// What was decoded of a node, and its place.
fn at<T>(node: &Node<'_>, value: T) -> Setting<T> {
    Setting { value, span: node.span }
}

/// The items of a list, or the one that is without it.
fn list<'s, T>(
    object: &Object<'_, 's>,
    key: &str,
    decode: impl Fn(&Node<'s>) -> Decoded<T>,
) -> Decoded<Vec<T>> {
    object.get(key).map_or(&[][..], items).iter().map(decode).collect()
}

/// The entries of an object whose keys are names, in the order of the file.
fn entries<'n, 's>(object: &Object<'n, 's>, key: &str) -> Decoded<&'n [Entry<'s>]> {
    let Some(node) = object.get(key) else { return Ok(&[]) };
    let Some(map) = node.as_map() else {
        let found = node.kind();
        return Err(fault(node, format!("`{key}`: expected names with values, found {found}")));
    };
    Ok(&map.entries)
}

/// A text that is not empty.
fn text(node: &Node<'_>) -> Decoded<Setting<String>> {
    match string(node)? {
        "" => Err(fault(node, "expected a string that is not empty")),
        text => Ok(at(node, text.to_owned())),
    }
}

/// A text that passes a check; `wanted` is the message otherwise.
fn checked(
    node: &Node<'_>,
    is_good: fn(&str) -> bool,
    wanted: &'static str,
) -> Decoded<Setting<String>> {
    let found = string(node)?;
    if is_good(found) {
        return Ok(at(node, found.to_owned()));
    }
    Err(fault(node, format!("{wanted}, found `{found}`")))
}

/// A text that is read as something else later.
fn parsed<T: FromStr<Err: Display>>(node: &Node<'_>) -> Decoded<Setting<String>> {
    let found = string(node)?;
    match found.parse::<T>() {
        Ok(_) => Ok(at(node, found.to_owned())),
        Err(error) => Err(fault(node, error.to_string())),
    }
}

/// A file or a folder.
fn path(node: &Node<'_>) -> Decoded<Setting<String>> {
    text(node)
}

/// A pattern in the syntax of `.gitignore`, which can match something.
fn pattern(node: &Node<'_>) -> Decoded<Setting<String>> {
    let pattern = text(node)?;
    let nothing = "this pattern matches nothing";
    let bare = pattern.value.trim_start_matches('!');
    if bare.trim().is_empty() || pattern.value.starts_with('#') {
        return Err(fault(node, format!("{nothing}: it is empty, or a comment")));
    }
    if let Some(rest) = bare.strip_prefix("./") {
        let wrong = fault(node, format!("{nothing}: it begins with `./`"));
        return Err(wrong.with_help(format!("write `/{rest}`: it is relative to this file")));
    }
    if bare.starts_with("../") {
        let why = "only what is below the directory of this file is matched";
        return Err(fault(node, format!("{nothing}: {why}")));
    }
    Ok(pattern)
}

/// The patterns of an item: without the key it is for every file, with an empty list it would be for none.
fn patterns(object: &Object<'_, '_>, key: &str) -> Decoded<Vec<Setting<String>>> {
    let patterns = list(object, key, pattern)?;
    match object.get(key) {
        Some(node) if patterns.is_empty() => {
            Err(fault(node, format!("`{key}`: expected at least one pattern")))
        }
        _ => Ok(patterns),
    }
}

fn launch_types(node: &Node<'_>) -> Decoded<Setting<Vec<LaunchType>>> {
    let types: Decoded<Vec<_>> = items(node).iter().map(launch_type).collect();
    Ok(at(node, types?))
}

/// A launch type as the command line writes it, or as AWS does.
fn launch_type(node: &Node<'_>) -> Decoded<LaunchType> {
    if let Some(found) = LaunchType::from_name(string(node)?) {
        return Ok(found);
    }
    read_word(node, "a launch type", LaunchType::ALL.map(|it| (it.option(), it)))
}

fn inserted_role(node: &Node<'_>) -> Decoded<Setting<String>> {
    inner(node, &FIX)?.required("execution-role", |node| {
        let role = text(node)?;
        match why_no_role(&role.value) {
            Some(why) => Err(fault(node, why)),
            None => Ok(role),
        }
    })
}

/// An assumption, with its value.
type Assumed = Setting<(String, Option<String>)>;

/// Names with or without values, or a list of names.
fn assumptions(node: &Node<'_>) -> Decoded<Vec<Assumed>> {
    let Some(map) = node.as_map() else {
        let each = |item: &Node<'_>| {
            let found = text(item)?.value;
            let (name, value) = match found.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (found, None),
            };
            Ok(at(item, (name, value)))
        };
        return items(node).iter().map(each).collect();
    };
    let mut all = Vec::new();
    for entry in &map.entries {
        let name = entry.key.to_string();
        if matches!(entry.value.resolved().value, Value::Null | Value::Bool(true)) {
            all.push(Setting { value: (name, None), span: entry.key_span });
            continue;
        }
        for item in items(&entry.value) {
            all.push(at(item, (name.clone(), Some(text(item)?.value))));
        }
    }
    Ok(all)
}

fn parameters(node: &Node<'_>) -> Decoded<ConfiguredParameters> {
    let object = inner(node, &PARAMETERS)?;
    let found = ConfiguredParameters {
        paths: patterns(&object, "paths")?,
        files: list(&object, "files", path)?,
        values: entries(&object, "values")?.iter().map(value).collect::<Decoded<_>>()?,
    };
    if found.files.is_empty() && found.values.is_empty() {
        return Err(fault(node, "an item of `parameters` requires `files` or `values`"));
    }
    Ok(found)
}

/// A value of a parameter: numbers and booleans as they are written.
fn value(entry: &Entry<'_>) -> Decoded<Setting<(String, String)>> {
    if let Some(value) = entry.value.as_scalar() {
        return Ok(at(&entry.value, (entry.key.to_string(), value.to_owned())));
    }
    let found = entry.value.kind();
    let message = format!("expected a string, a number or a boolean, found {found}");
    Err(DataFault::new(place(entry), message))
}

/// The place of an entry's value; that of its key if nothing is written there.
fn place(entry: &Entry<'_>) -> Span {
    if entry.value.span.is_empty() { entry.key_span } else { entry.value.span }
}

fn roles(node: &Node<'_>) -> Decoded<ConfiguredRoles> {
    let object = inner(node, &ROLES)?;
    let found = ConfiguredRoles {
        paths: patterns(&object, "paths")?,
        files: list(&object, "files", path)?,
        boundary: object.optional("boundary", path)?,
    };
    if found.files.is_empty() && found.boundary.is_none() {
        return Err(fault(node, "an item of `roles` requires `files` or `boundary`"));
    }
    Ok(found)
}

/// What people write to switch a check off.
const OFF: [&str; 6] = ["off", "allow", "ignore", "none", "disabled", "false"];

fn severity(entry: &Entry<'_>) -> Decoded<Setting<(String, Severity)>> {
    let code = entry.key.to_string();
    let node = &entry.value;
    let word = node.as_scalar().unwrap_or_default();
    if OFF.contains(&word) {
        let wrong = fault(node, format!("`{word}` is not a severity: no finding is switched off"));
        let help = format!(
            "write an exception, which has a reason: exceptions: [ {{ code: {code}, reason: … }} ]"
        );
        return Err(wrong.with_help(help));
    }
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let severity = read_word(node, "a severity", severities.map(|it| (it.name(), it)))
        .map_err(|wrong| DataFault { span: place(entry), ..wrong })?;
    Ok(Setting { value: (code, severity), span: entry.key_span })
}

/// A day, a month, or a year, which is a number without quotes.
fn date(node: &Node<'_>) -> Decoded<Setting<Date>> {
    let found = match &node.resolved().value {
        Value::Number(year) => year,
        _ => string(node)?,
    };
    let date = found.parse().map_err(|error: DateError| fault(node, error.to_string()))?;
    Ok(at(node, date))
}

/// An exception, and the place of its code, or of itself.
fn exception(node: &Node<'_>) -> Decoded<ConfiguredException> {
    let object = inner(node, &EXCEPTION)?;
    let part = |key| object.optional(key, |node| text(node).map(|it| it.value));
    let code = object.optional("code", text)?;
    let paths = patterns(&object, "path")?;
    let expires = object.optional("expires", date)?;
    let exception = Exception {
        number: 0,
        family: part("family")?,
        container: part("container")?,
        reason: part("reason")?,
        expires: expires.map(|it| it.value),
        code: code.as_ref().map(|it| it.value.clone()),
    };
    let is_for_all = paths.is_empty() && exception.code.is_none() && exception.family.is_none();
    if is_for_all && exception.container.is_none() {
        return Err(fault(
            node,
            "an exception requires at least one of `code`, `path`, `family` and `container`",
        ));
    }
    let span = code.map_or(node.span, |it| it.span);
    Ok(ConfiguredException { paths, exception: Setting { value: exception, span } })
}

/// The exceptions, each with its place among them as its number.
fn numbered(mut exceptions: Vec<ConfiguredException>) -> Vec<ConfiguredException> {
    for (number, it) in exceptions.iter_mut().enumerate() {
        it.exception.value.number = number;
    }
    exceptions
}
