//! What is remembered of a configuration in one combination.

use super::home::Home;
use super::instance::ResourceInstance;
use super::scope::ModuleInstance;
use super::traces::Traces;
use crate::base::maps::{HashMap, HashSet};
use crate::base::source::Span;
use crate::input::context::KmsKey;
use crate::syntax::Node;
use std::rc::Rc;

/// What a value is remembered by: its module, what it is, and whether defaults count.
pub(super) type ValueKey<'t> = (usize, ValueName<'t>, bool);

/// What is remembered of a module.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum ValueName<'t> {
    Variable(&'t str),
    Local(&'t str),
    Output(&'t str),
    /// Of an attribute of a resource, by the name of its placeholder.
    Text(String),
}

/// The instances of a called module, or all modules.
pub(super) type CalledModules<'t> = Rc<[Rc<ModuleInstance<'t>>]>;

/// A resource or a data source: its module, whether it is one, its type and its name, and whether defaults count.
pub(super) type ResourceKey<'t> = (usize, (bool, &'t str, &'t str), bool);

/// What is made once, with the traces of that: whoever uses it again leaves them, too.
pub(super) type Remembered<'t, K, V> = HashMap<K, (V, Traces<'t>)>;

/// What is remembered of a configuration in one combination.
#[derive(Default)]
pub(super) struct EvaluationMemory<'t> {
    /// Each value with the traces of its evaluation: whoever uses it again leaves them, too.
    pub(super) known: Remembered<'t, ValueKey<'t>, Rc<Node<'t>>>,
    /// What is being evaluated.
    pub(super) active: HashSet<ValueKey<'t>>,
    /// The instances of called modules, by the module and the name of the call.
    pub(super) called: Remembered<'t, (usize, &'t str, bool), CalledModules<'t>>,
    /// All modules, and whether defaults count.
    pub(super) modules: Remembered<'t, bool, CalledModules<'t>>,
    /// The instances of resources, by the module and the address in it.
    pub(super) instances: Remembered<'t, ResourceKey<'t>, Rc<[ResourceInstance<'t>]>>,
    pub(super) next_instance: usize,
    /// The resources that placeholders stand for, by their addresses.
    pub(super) objects: HashMap<Rc<str>, ResourceInstance<'t>>,
    /// Their attributes, by the names of the placeholders.
    pub(super) attributes: HashMap<String, (ResourceInstance<'t>, Rc<str>)>,
    /// Where resources are made, by the module and what the provider is called there.
    pub(super) homes: Remembered<'t, (usize, &'t str, bool), Home<'t>>,
    /// The keys that placeholders name, by the names of the placeholders, and whether defaults count.
    pub(super) keys: Remembered<'t, (String, bool), KmsKey<'t>>,
    /// Why objects may have more members than are known, by the places of that.
    pub(super) openings: HashMap<Span, Opening<'t>>,
}

/// Why an object may have more members than are known.
#[derive(Clone, Debug)]
pub(super) struct Opening<'t> {
    /// What is open.
    pub(super) because: Node<'t>,
    /// The only members that it may have beside those that are known, if others are not possible.
    pub(super) names: Option<Vec<String>>,
}
