//! The table of other documents (`documents.yaml`) as Rust constants.

use super::tree;
use crate::aws::launch_type::LaunchType;
use crate::syntax::{Node, Value};
use std::fmt::Write as _;

/// The keys of a kind, and those of a sign of it.
const KIND_KEYS: [&str; 7] = ["as", "is", "help", "is-not", "runs", "launch", "judged"];
const SIGN_KEYS: [&str; 7] = ["array", "key", "holds", "beside", "beside-any", "among", "under"];

/// The constants that the table stands for: each kind, and the signs of objects and of arrays in their order.
///
/// # Errors
/// The row that is wrong, and why.
pub fn constants(text: &str) -> Result<String, String> {
    let root = tree::read(text).map_err(|error| error.to_string())?;
    let (mut kinds, mut objects, mut arrays) = (String::new(), String::new(), String::new());
    for (number, row) in root.as_list().unwrap_or_default().iter().enumerate() {
        let wrong = |why: String| format!("row {}: {why}", number + 1);
        let is = text_of(row, "is").ok_or_else(|| wrong("`is` is missing".to_owned()))?;
        let name = text_of(row, "as").map_or_else(|| format!("KIND_{number}"), constant_name);
        let (kind, signs) = (kind(row, is).map_err(wrong)?, signs(row));
        check_keys(row, if row.get("signs").is_some() { &["signs"] } else { &SIGN_KEYS })
            .map_err(wrong)?;
        let _ = writeln!(kinds, "pub(in crate::input) static {name}: DocumentKind = {kind};");
        for sign in signs {
            if sign.get("key").is_none() {
                continue;
            }
            let is_of_array = sign.get("array").is_some();
            let line = format!("{},\n", self::sign(sign, &name).map_err(wrong)?);
            if is_of_array { arrays += &line } else { objects += &line }
        }
    }
    Ok(format!(
        "{kinds}\
        /// The signs of objects, in the order in which they are tried.\n\
        static OBJECTS: &[Signature<&DocumentKind>] = &[\n{objects}];\n\
        /// The signs of arrays, which their first item has.\n\
        static FIRST_ITEMS: &[Signature<&DocumentKind>] = &[\n{arrays}];\n"
    ))
}

fn constant_name(name: &str) -> String {
    name.to_uppercase().replace('-', "_")
}

fn kind(row: &Node<'_>, is: &str) -> Result<String, String> {
    let help = text_of(row, "help");
    let is_not = Some(text_of(row, "is-not").unwrap_or("a task definition"));
    let is_not = is_not.filter(|it| !it.is_empty());
    let runs = match text_of(row, "runs") {
        None => "None",
        Some("here") => "Some(RunsAt::Top)",
        Some("below") => "Some(RunsAt::AnyDepth)",
        Some(other) => return Err(format!("`runs: {other}`")),
    };
    let launch = match text_of(row, "launch") {
        None => None,
        Some(name) => Some(LaunchType::from_name(name).ok_or_else(|| format!("`launch: {name}`"))?),
    };
    let launch = launch.map_or("None".to_owned(), |it| format!("Some(LaunchType::{it:?})"));
    let is_judged = row.get("judged").is_some();
    Ok(format!(
        "DocumentKind {{ is: {is:?}, help: {help:?}, is_not: {is_not:?}, runs: {runs}, \
        launch_type: {launch}, is_judged: {is_judged} }}"
    ))
}

/// The signs of a row: its own, or those that it lists.
fn signs<'a>(row: &'a Node<'static>) -> &'a [Node<'static>] {
    match row.get("signs").and_then(Node::as_list) {
        Some(signs) => signs,
        None => std::slice::from_ref(row),
    }
}

fn sign(sign: &Node<'_>, kind: &str) -> Result<String, String> {
    if sign.get("is").is_none() {
        check_keys(sign, &SIGN_KEYS)?;
    }
    let mut said = format!("Signature::new(&{kind}, {:?})", text_of(sign, "key").unwrap_or(""));
    if let Some(holds) = sign.get("holds") {
        let _ = write!(said, ".holding({})", holding(holds)?);
    }
    for (key, method) in [("beside", "beside"), ("beside-any", "beside_any"), ("among", "among")] {
        if let Some(list) = sign.get(key) {
            let _ = write!(said, ".{method}(&{:?})", words(list));
        }
    }
    if let Some(start) = text_of(sign, "under") {
        let _ = write!(said, ".with_below({start:?})");
    }
    Ok(said)
}

fn holding(node: &Node<'_>) -> Result<String, String> {
    let map = node.as_map();
    let only = map.and_then(|map| map.entries.first());
    Ok(match (&node.value, only.map(|it| (it.key.as_ref(), &it.value))) {
        (Value::List(_), _) => format!("Holds::OneOf(&{:?})", words(node)),
        (Value::String(word), _) if word == "text" => "Holds::Text".to_owned(),
        (Value::String(word), _) if word == "list" => "Holds::List".to_owned(),
        (_, Some(("item-with", key))) => {
            format!("Holds::ItemWith({:?})", key.as_str().unwrap_or_default())
        }
        (_, Some(("item-where", texts))) => {
            let only = texts.as_map().and_then(|map| map.entries.first());
            let only = only.ok_or("`item-where` has no key")?;
            format!("Holds::ItemWhere({:?}, &{:?})", only.key, words(&only.value))
        }
        (_, Some(("object-with", keys))) => format!("Holds::ObjectWith(&{:?})", words(keys)),
        (_, Some(("member-with", keys))) => format!("Holds::MemberWith(&{:?})", words(keys)),
        (_, key) => return Err(format!("`holds: {:?}`", key.map(|it| it.0))),
    })
}

fn check_keys(node: &Node<'_>, more: &[&str]) -> Result<(), String> {
    let entries = node.as_map().into_iter().flat_map(|map| &map.entries);
    let mut keys = entries.map(|entry| entry.key.as_ref());
    match keys.find(|key| !KIND_KEYS.contains(key) && !more.contains(key)) {
        Some(key) => Err(format!("`{key}` is no key of it")),
        None => Ok(()),
    }
}

fn text_of<'n>(node: &'n Node<'_>, key: &str) -> Option<&'n str> {
    node.get(key).and_then(Node::as_str)
}

fn words<'n>(node: &'n Node<'_>) -> Vec<&'n str> {
    node.items_or_self().iter().filter_map(Node::as_str).collect()
}
