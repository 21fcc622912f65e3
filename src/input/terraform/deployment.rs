//! Where resources are made, as far as their providers show: partition, Region and account.

use super::evaluator::ModuleEvaluator;
use super::home::{Home, USUAL_PARTITION};
use super::instance::ResourceInstance;
use super::module::Layers;
use super::open::{self, text_of};
use super::scope::{ExpressionScope, ModuleInstance};
use crate::aws::partition;
use crate::base::text::{PlaceholderKind, Text};
use crate::syntax::hcl::{ExpressionKind, ObjectKey};
use crate::syntax::{Node, Value};
use std::rc::Rc;

/// A provider's configuration; none where the module has no block of it.
struct Provider<'t> {
    module: Rc<ModuleInstance<'t>>,
    body: Option<Layers<'t>>,
    /// What the root module calls it, where it is not the one that counts without a name.
    alias: Option<String>,
}

impl<'t> ModuleEvaluator<'_, 't> {
    /// Where a resource is made.
    pub(super) fn home(&self, instance: &ResourceInstance<'t>) -> Home<'t> {
        let stated = instance.block.as_ref().and_then(|it| it.body.value("provider"));
        let written = stated.map_or("aws", |it| self.configuration.slice(it.span));
        let own = self.attribute(instance, "region");
        // The data source of a Region that it names.
        let is_region = instance.kind == "aws_region";
        let named = || if is_region { self.attribute(instance, "name") } else { None };
        match own.or_else(named).and_then(|node| self.text(&node)) {
            None => self.remembered_home(&instance.module, written, || {
                self.home_of(&self.provider(&instance.module, written), None)
            }),
            own => self.home_of(&self.provider(&instance.module, written), own),
        }
    }

    /// The configuration that a name of a provider leads to: a called module gets those of its caller.
    fn provider(&self, module: &Rc<ModuleInstance<'t>>, written: &str) -> Provider<'t> {
        let (mut module, mut written) = (Rc::clone(module), written.to_owned());
        loop {
            let (kind, alias) = match written.split_once('.') {
                Some((kind, alias)) => (kind, Some(alias)),
                None => (written.as_str(), None),
            };
            let known = self.configuration.module(&module.folder);
            let mut blocks = known.into_iter().flat_map(|it| &it.providers);
            let is_one = |body: &Layers<'t>| {
                let own = body.value("alias").and_then(|it| it.kind.as_literal());
                own.as_deref() == alias
            };
            let own = blocks.find(|(of, body)| *of == kind && is_one(body)).map(|it| it.1.clone());
            let Some(caller) = module.caller.as_ref().filter(|_| own.is_none()) else {
                let is_usual = kind == "aws" || kind == "awscc";
                let alias = match alias {
                    None if is_usual => None,
                    _ => Some(written.clone()),
                };
                return Provider { module, body: own, alias };
            };
            written = self.passed(&caller.body, &written).unwrap_or(written);
            module = Rc::clone(&caller.module);
        }
    }

    /// What the caller of a module calls a provider that it passes.
    fn passed(&self, call: &Layers<'t>, written: &str) -> Option<String> {
        let ExpressionKind::Object(items) = &call.value("providers")?.kind else { return None };
        let passed = items.iter().find(|item| match &item.key {
            ObjectKey::Name(name) => *name == written,
            ObjectKey::Computed(key) => self.configuration.slice(key.span) == written,
        })?;
        Some(self.configuration.slice(passed.value.span).to_owned())
    }

    /// What the user says counts for the provider that counts without a name, and nothing for another one.
    fn home_of(&self, provider: &Provider<'t>, own_region: Option<Text<'t>>) -> Home<'t> {
        let value = |name: &str| {
            let value = provider.body.as_ref()?.value(name)?;
            Some(self.evaluate(value, ExpressionScope::of(&provider.module)))
        };
        let given = &self.given.deployment;
        let given_region = given.region.clone().filter(|_| provider.alias.is_none());
        let stated = || value("region").and_then(|node| self.text(&node));
        let region = own_region.or(given_region).or_else(stated).filter(|it| !it.is_empty());
        let region = region.or_else(|| given.region.clone());
        let allowed = value("allowed_account_ids").and_then(|node| only_item(&node));
        let account = match &provider.alias {
            None => given.account.clone().or(allowed),
            Some(alias) if has_own_credentials(provider) => {
                allowed.or_else(|| Some(account_of(alias)))
            }
            // With the credentials of the usual one it is in the same account.
            Some(_) => allowed.or_else(|| {
                let usual = self.provider(&provider.module, "aws");
                usual.alias.is_none().then(|| self.home_of(&usual, None).account).flatten()
            }),
        };
        let of_region = |region: &Text<'t>| partition::of_region(region.as_literal()?);
        let usual = || self.assumed_partition(USUAL_PARTITION);
        let known = region.as_ref().and_then(of_region).or_else(usual).map(Text::literal);
        Home { partition: given.partition.clone().or(known), region, account }
    }
}

/// Whether a provider takes its credentials from elsewhere than the others, and so may be of another account.
fn has_own_credentials(provider: &Provider<'_>) -> bool {
    let Some(body) = &provider.body else { return true };
    let arguments = ["access_key", "profile", "shared_credentials_files"];
    let blocks = ["assume_role", "assume_role_with_web_identity"];
    arguments.iter().any(|name| body.value(name).is_some())
        || blocks.iter().any(|kind| !body.blocks(kind).is_empty())
}

/// The account of a provider that may be of another one.
fn account_of<'t>(alias: &str) -> Text<'t> {
    let placeholder = open::written(
        PlaceholderKind::Reference,
        format!("<account of {alias}>"),
        format!("account of {alias}"),
    );
    Text::placeholder(placeholder)
}

/// The item of a list that has but one.
fn only_item<'t>(list: &Node<'t>) -> Option<Text<'t>> {
    match &list.value {
        Value::List(items) => match items.as_slice() {
            [only] => text_of(only),
            _ => None,
        },
        _ => None,
    }
}
