//! Each resource of a plan or a state as a block.

use super::flat;
use super::maker::BlockMaker;
use super::references::ReferenceScope;
use super::resource::PlannedResource;
use super::unknown::ValueSite;
use crate::base::maps::HashMap;
use crate::base::source::Span;
use crate::syntax::Node;
use crate::syntax::hcl::{BlockLabel, HclAttribute, HclBlock, HclBody};
use std::borrow::Cow;

impl<'s> BlockMaker<'_, 's> {
    /// All blocks.
    pub(super) fn body(&self) -> HclBody<'s> {
        let mut blocks: Vec<_> = self.index.resources.iter().map(|it| self.resource(it)).collect();
        blocks.extend(self.index.configuration.providers().filter_map(|it| self.provider(it)));
        HclBody { blocks, ..HclBody::default() }
    }

    fn resource(&self, resource: &PlannedResource<'s>) -> HclBlock<'s> {
        let label = |text| BlockLabel { text, span: resource.mark };
        HclBlock {
            kind: if resource.is_data { "data" } else { "resource" },
            kind_span: Span { end: resource.mark.start, ..resource.mark },
            labels: vec![
                label(Cow::Borrowed(resource.kind)),
                label(Cow::Owned(resource.address.to_string())),
            ],
            body: self.attributes(resource),
            span: resource.span,
        }
    }

    /// The attributes: those that are known, with what is not known in them, and those that are not known.
    fn attributes(&self, resource: &PlannedResource<'s>) -> HclBody<'s> {
        let Some(values) = resource.values.and_then(Node::as_map) else {
            return HclBody { lost: Some(resource.span), ..HclBody::default() };
        };
        if resource.is_flat {
            return flat::attributes(values, self.source);
        }
        let block = (resource.is_data, resource.kind, resource.name);
        let block = self.index.configuration.resource(&resource.module, block);
        let scope = ReferenceScope { module: &resource.module, key: resource.key(), block };
        let expressions = block.and_then(|it| it.get("expressions"));
        let site =
            |name| ValueSite { name, scope, expression: expressions, is_part: false }.at_key(name);
        let unknown = resource.unknown.and_then(Node::as_map);
        let unknown = unknown.map(|it| it.entries.as_slice()).unwrap_or_default();
        let mut left: HashMap<&str, _> = unknown.iter().map(|it| (it.key.as_ref(), it)).collect();
        let mut body = HclBody { lost: values.open, ..HclBody::default() };
        for entry in &values.entries {
            let name: &'s str = &entry.key;
            let unknown = left.remove(name).map(|it| &it.value);
            if let Some(value) = self.value(Some(&entry.value), unknown, site(name)) {
                body.attributes.push(HclAttribute { name, name_span: entry.key_span, value });
            }
        }
        for entry in unknown.iter().filter(|it| left.contains_key(it.key.as_ref())) {
            let name: &'s str = &entry.key;
            if let Some(value) = self.value(None, Some(&entry.value), site(name)) {
                body.attributes.push(HclAttribute { name, name_span: entry.key_span, value });
            }
        }
        body
    }

    /// The configuration of a provider: the Region that it states.
    fn provider(&self, provider: &'s Node<'s>) -> Option<HclBlock<'s>> {
        let name = provider.get("name")?;
        let label = BlockLabel { text: Cow::Borrowed(name.as_str()?), span: name.span };
        let mut body = HclBody::default();
        if let Some(alias) = provider.as_map()?.entry("alias") {
            let value = crate::input::terraform::json_syntax::constant(self.source, &alias.value);
            let name_span = alias.key_span;
            body.attributes.push(HclAttribute { name: "alias", name_span, value });
        }
        let region = provider.get("expressions").and_then(|it| it.as_map()?.entry("region"));
        if let Some(region) = region
            && let Some(value) = self.index.configuration.value(&region.value)
        {
            let value = crate::input::terraform::json_syntax::constant(self.source, value);
            let name_span = region.key_span;
            body.attributes.push(HclAttribute { name: "region", name_span, value });
        }
        Some(HclBlock {
            kind: "provider",
            kind_span: Span { end: name.span.start, ..name.span },
            labels: vec![label],
            body,
            span: provider.span,
        })
    }
}
