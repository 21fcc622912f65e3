//! The policies of a role: those in its block, and those that other resources attach to it.

use super::evaluator::ModuleEvaluator;
use super::instance::ResourceInstance;
use super::open::text_of;
use super::resolve::own_address;
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind, Text};
use crate::base::truth::Truth;
use crate::input::context::UnitPolicy;
use crate::syntax::{Node, Value};

/// The types of resources that attach policies to roles, with the argument that names these.
const ATTACHING: [(&str, &str); 4] = [
    ("aws_iam_role_policy", "role"),
    ("aws_iam_role_policy_attachment", "role"),
    ("aws_iam_policy_attachment", "roles"),
    ("aws_iam_role_policy_attachments_exclusive", "role_name"),
];

/// How a role has a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    /// It is written into the role, under a name.
    Inline,
    /// It is attached, by its ARN.
    Attached,
}

/// A policy of a role, and what an exclusive list calls it.
struct HeldPolicy<'t> {
    how: Held,
    called: Option<Text<'t>>,
    policy: UnitPolicy<'t>,
}

impl<'t> ModuleEvaluator<'_, 't> {
    /// The policies of a role.
    pub(super) fn policies(&self, role: &ResourceInstance<'t>) -> Vec<UnitPolicy<'t>> {
        let mut held = self.own_policies(role);
        for (kind, argument) in ATTACHING {
            for (instance, relation) in self.related(kind, argument, role) {
                let is_created = instance.is_created.and(relation);
                if is_created != Truth::False {
                    self.add_attached(&mut held, &instance, is_created);
                }
            }
        }
        self.remove_excluded(&mut held, role);
        held.into_iter().map(|it| it.policy).collect()
    }

    /// The policies that the block of a role contains or attaches.
    fn own_policies(&self, role: &ResourceInstance<'t>) -> Vec<HeldPolicy<'t>> {
        let mut held = Vec::new();
        for block in self.blocks(role, "inline_policy") {
            held.extend(self.inline(role, &block, ["name", "policy"]));
        }
        // What the Cloud Control provider calls it.
        if let Some(list) = self.attribute(role, "policies") {
            let each = list.items_or_self().iter();
            held.extend(
                each.filter_map(|it| self.inline(role, it, ["policy_name", "policy_document"])),
            );
        }
        if let Some(list) = self.attribute(role, "managed_policy_arns") {
            held.extend(items(&list).iter().map(|arn| self.by_arn(arn, Truth::True)));
        }
        held
    }

    /// A policy in the block of a role; none if the block is empty, which stands for no policy.
    fn inline(
        &self,
        role: &ResourceInstance<'t>,
        block: &Node<'t>,
        [name, document]: [&str; 2],
    ) -> Option<HeldPolicy<'t>> {
        let named = block.get(name).and_then(|it| self.text(it));
        let written = block.get(document);
        let is_open = block.as_map().is_none_or(|map| map.open.is_some());
        if written.is_none() && named.is_none() && !is_open {
            return None;
        }
        let fallback = || format!("{name} of {}", role.address);
        let policy = UnitPolicy {
            name: literal_or(named.as_ref(), fallback),
            arn: None,
            span: block.span,
            is_given: false,
            document: Some(match written {
                Some(written) => self.policy_of(written),
                None => block.clone(),
            }),
            is_created: Truth::True,
        };
        // What stands for any number of blocks is no document.
        let document = policy.document.filter(|_| block.as_map().is_some());
        let policy = UnitPolicy { document, ..policy };
        Some(HeldPolicy { how: Held::Inline, called: named, policy })
    }

    /// The instances of a type that name a role, and whether each certainly does.
    fn related(
        &self,
        kind: &str,
        argument: &str,
        role: &ResourceInstance<'t>,
    ) -> Vec<(ResourceInstance<'t>, Truth)> {
        let mut found = Vec::new();
        for seen in self.quietly(|| self.all(false, kind)) {
            let relates = |it: &ResourceInstance<'t>| {
                let names = self.attribute(it, argument);
                let names = names.iter().flat_map(Node::items_or_self);
                Truth::any(names.map(|name| self.names_role(name, role)))
            };
            if self.quietly(|| relates(&seen)) == Truth::False {
                continue;
            }
            // Whether it is made counts for the role, and so does what decides that.
            let Some(block) = &seen.block else { continue };
            let made = self.instances(&seen.module, block).into_iter();
            let made = made.filter(|it| it.address == seen.address);
            for instance in made {
                let relation = relates(&instance);
                if relation != Truth::False {
                    found.push((instance, relation));
                }
            }
        }
        found
    }

    /// Whether a value names a role: by a reference to it, or by its name.
    fn names_role(&self, name: &Node<'t>, role: &ResourceInstance<'t>) -> Truth {
        if let Value::Placeholder(placeholder) = &name.value
            && let Some(of) = self.attribute_behind(placeholder)
            && of.instance.kind == role.kind
            && of.instance.is_data == role.is_data
        {
            return Truth::known(of.instance.address == role.address);
        }
        let Some(text) = self.text(name) else { return Truth::False };
        let own = self.attribute_text(role, "name").unwrap_or_default();
        if text == own {
            return Truth::True;
        }
        // A plan may tell nothing of what a role waits for: any role may be meant.
        let is_open = |it: &Placeholder<'_>| it.kind() == PlaceholderKind::KnownAfterApply;
        if matches!(&name.value, Value::Placeholder(it) if is_open(it)) {
            return Truth::Unknown;
        }
        // An expression that mentions the role may be any attribute of it.
        let base = role.address.split('[').next().unwrap_or_default();
        let mentions = text
            .placeholders()
            .any(|it| it.kind() == PlaceholderKind::Function && it.name().contains(base));
        Truth::possible(mentions)
    }

    fn add_attached(
        &self,
        held: &mut Vec<HeldPolicy<'t>>,
        instance: &ResourceInstance<'t>,
        is_created: Truth,
    ) {
        match instance.kind.as_ref() {
            "aws_iam_role_policy" => held.push(self.written_policy(instance, is_created)),
            "aws_iam_role_policy_attachments_exclusive" => {
                let Some(arns) = self.attribute(instance, "policy_arns") else { return };
                for arn in items(&arns) {
                    let more = self.by_arn(arn, is_created);
                    let is_same =
                        |it: &HeldPolicy<'t>| it.called.is_some() && it.called == more.called;
                    if !held.iter().any(is_same) {
                        held.push(more);
                    }
                }
            }
            _ => {
                let Some(arn) = self.attribute(instance, "policy_arn") else { return };
                held.push(self.by_arn(&arn, is_created));
            }
        }
    }

    /// A policy that a resource of its own writes into a role.
    fn written_policy(&self, instance: &ResourceInstance<'t>, is_created: Truth) -> HeldPolicy<'t> {
        let named = self.argument_text(instance, "name");
        let name = literal_or(named.as_ref(), || instance.address.to_string());
        let document = self.policy_at(instance, "policy");
        let span = instance.block.as_ref().map(|it| it.header).unwrap_or_default();
        let policy = UnitPolicy { name, arn: None, span, is_given: false, document, is_created };
        HeldPolicy { how: Held::Inline, called: named, policy }
    }

    /// A policy by its ARN: one of the modules, one of AWS, or one that is elsewhere.
    fn by_arn(&self, arn: &Node<'t>, is_created: Truth) -> HeldPolicy<'t> {
        let policy = self.policy_by_arn(arn, is_created);
        HeldPolicy { how: Held::Attached, called: self.text(arn), policy }
    }

    /// The permissions boundary of a role.
    pub(super) fn boundary(&self, role: &ResourceInstance<'t>) -> Option<UnitPolicy<'t>> {
        let arn = self.attribute(role, "permissions_boundary")?;
        // The provider takes an empty text for none.
        (arn.as_scalar() != Some("")).then(|| self.policy_by_arn(&arn, Truth::True))
    }

    fn policy_by_arn(&self, arn: &Node<'t>, is_created: Truth) -> UnitPolicy<'t> {
        let text = self.text(arn).unwrap_or_default();
        let own = self.policy_behind(arn, &text);
        let elsewhere = |name: String, arn_text: Option<Text<'t>>| UnitPolicy {
            name,
            arn: arn_text,
            span: arn.span,
            is_given: is_given(arn),
            document: None,
            is_created,
        };
        let Some(policy) = own else { return elsewhere(text.to_string(), Some(text)) };
        if policy.is_data {
            let stated = |name: &str| self.argument_text(&policy, name);
            return match (stated("arn"), stated("name")) {
                (Some(arn), _) => elsewhere(arn.to_string(), Some(arn)),
                // The name is enough to find a policy of AWS.
                (None, Some(name)) => elsewhere(name.to_string(), None),
                (None, None) => elsewhere(text.to_string(), Some(text)),
            };
        }
        let document = self.policy_at(&policy, "policy");
        UnitPolicy {
            span: policy.block.as_ref().map_or(arn.span, |it| it.header),
            document,
            is_created: is_created.and(policy.is_created),
            ..elsewhere(policy.address.to_string(), Some(text))
        }
    }

    /// The policy of the modules that an ARN is of.
    fn policy_behind(&self, arn: &Node<'t>, text: &Text<'t>) -> Option<ResourceInstance<'t>> {
        if let Value::Placeholder(placeholder) = &arn.value {
            let of = self.attribute_behind(placeholder)?;
            let is_policy = of.instance.kind == "aws_iam_policy" && of.instance.block.is_some();
            return Some(of.instance).filter(|_| is_policy);
        }
        let own = |it: &ResourceInstance<'t>| self.attribute_text(it, "arn").as_ref() == Some(text);
        self.quietly(|| self.all(false, "aws_iam_policy").into_iter().find(own))
    }

    /// Removes what a resource with the whole list of a role's policies does not list.
    fn remove_excluded(&self, held: &mut Vec<HeldPolicy<'t>>, role: &ResourceInstance<'t>) {
        for (kind, argument, how) in [
            ("aws_iam_role_policies_exclusive", "policy_names", Held::Inline),
            ("aws_iam_role_policy_attachments_exclusive", "policy_arns", Held::Attached),
        ] {
            for (instance, relation) in self.related(kind, "role_name", role) {
                let is_certain = instance.is_created.and(relation) == Truth::True;
                let Some(list) = self.attribute(&instance, argument) else { continue };
                let listed: Vec<_> = items(&list).iter().map(|it| self.text(it)).collect();
                let is_open = !is_certain || listed.iter().any(|it| is_unknown(it.as_ref()));
                held.retain_mut(|it| {
                    if it.how != how || listed.contains(&it.called) {
                        return true;
                    }
                    let is_unsure =
                        is_open || it.called.as_ref().is_none_or(|it| is_unknown(Some(it)));
                    if is_unsure {
                        it.policy.is_created = it.policy.is_created.and(Truth::Unknown);
                    }
                    is_unsure
                });
            }
        }
    }
}

/// Whether a text may be any other: it is open, and not as a name that is generated.
fn is_unknown(text: Option<&Text<'_>>) -> bool {
    text.is_none_or(|text| text.placeholders().any(|it| !it.is_generated()))
}

/// The items of a list; an expression for the whole list is one of which nothing is known.
fn items<'a, 't>(list: &'a Node<'t>) -> &'a [Node<'t>] {
    list.items_or_self()
}

/// A name where it is known, else what the policy is in the module.
fn literal_or(name: Option<&Text<'_>>, fallback: impl FnOnce() -> String) -> String {
    let literal = name.and_then(Text::as_literal).filter(|it| !it.is_empty());
    literal.map_or_else(fallback, str::to_owned)
}

/// Whether a variable gives a value, rather than the module itself.
fn is_given(node: &Node<'_>) -> bool {
    let text = text_of(node).unwrap_or_default();
    text.placeholders().any(|it| it.parameters().next().is_some())
}

/// The place of a resource in its module, for people.
pub(super) fn span_of(instance: &ResourceInstance<'_>) -> Span {
    instance.block.as_ref().map(|it| it.header).unwrap_or_default()
}

/// What a role is called where its own module refers to it.
pub(super) fn called(role: &ResourceInstance<'_>) -> String {
    own_address(role).to_owned()
}
