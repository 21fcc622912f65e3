//! `terraform.tfstate` of version 4: resources with their instances.

use super::addresses::within;
use super::index::{PlannedResource, items, text};
use crate::syntax::{Node, Value};
use std::borrow::Cow;

/// The resources of a state.
pub(super) fn resources<'s>(document: &'s Node<'s>) -> Vec<PlannedResource<'s>> {
    let resources = items(document, "resources").iter();
    resources.flat_map(|it| instances(it).unwrap_or_default()).collect()
}

fn instances<'s>(resource: &'s Node<'s>) -> Option<Vec<PlannedResource<'s>>> {
    let (kind, name) = (text(resource, "type")?, text(resource, "name")?);
    let mark = resource.get("name")?.span;
    let is_data = text(resource, "mode") == Some("data");
    let module = text(resource, "module").unwrap_or_default();
    let prefix = if is_data { "data." } else { "" };
    let block = within(module, &format!("{prefix}{kind}.{name}"));
    let instances = items(resource, "instances").iter();
    // One that was replaced and not deleted yet has a key of its own.
    let current = instances.filter(|it| it.get("deposed").is_none());
    let found = current.map(|instance| {
        let flat = instance.get("attributes_flat");
        PlannedResource {
            address: Cow::Owned(format!("{block}{}", index_of(instance))),
            module: Cow::Borrowed(module),
            is_data,
            kind,
            name,
            mark,
            span: instance.span,
            values: flat.or_else(|| instance.get("attributes")),
            unknown: None,
            is_flat: flat.is_some(),
        }
    });
    Some(found.collect())
}

/// The index of an instance, as Terraform writes it in an address.
fn index_of(instance: &Node<'_>) -> String {
    match instance.get("index_key").map(|it| &it.value) {
        Some(Value::Number(number)) => format!("[{number}]"),
        Some(Value::String(key)) => {
            let escaped = key.replace('\\', "\\\\").replace('"', "\\\"");
            format!("[\"{escaped}\"]")
        }
        _ => String::new(),
    }
}
