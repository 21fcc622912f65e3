//! What the files of one folder declare: variables, locals, outputs, resources, and calls of other modules.

use crate::base::maps::HashMap;
use crate::base::source::Span;
use crate::syntax::hcl::{Expression, HclAttribute, HclBlock, HclBody};
use std::collections::hash_map::Entry;
use std::rc::Rc;

/// A module as it is written.
#[derive(Debug, Default)]
pub(super) struct Module<'t> {
    pub(super) variables: HashMap<&'t str, Layers<'t>>,
    pub(super) locals: HashMap<&'t str, &'t Expression<'t>>,
    pub(super) outputs: HashMap<&'t str, Layers<'t>>,
    pub(super) calls: Vec<ModuleCall<'t>>,
    pub(super) resources: Vec<ResourceBlock<'t>>,
    /// Which of them it is, by whether it is a data source, its type and its name: a plan has many.
    by_name: HashMap<(bool, &'t str, &'t str), usize>,
    /// The configurations of providers, by the kind of provider.
    pub(super) providers: Vec<(&'t str, Layers<'t>)>,
    /// Where a syntax error hides something: what is not found may be there.
    pub(super) lost: Vec<Span>,
}

/// A block, and those of override files that are merged into it: what a later one has counts.
///
/// Source: Terraform language, "Override Files".
#[derive(Clone, Debug)]
pub(super) enum Layers<'t> {
    /// Most have one: nothing is allocated for it.
    One(&'t HclBody<'t>),
    /// The block comes first, then what is merged into it.
    Many(Rc<Vec<&'t HclBody<'t>>>),
}

/// `module "name" { … }`
#[derive(Clone, Debug)]
pub(super) struct ModuleCall<'t> {
    pub(super) name: &'t str,
    /// Where it begins: the kind and the label.
    pub(super) header: Span,
    pub(super) body: Layers<'t>,
}

/// `resource "kind" "name" { … }`, or `data`.
#[derive(Clone, Debug)]
pub(super) struct ResourceBlock<'t> {
    pub(super) kind: &'t str,
    pub(super) name: &'t str,
    pub(super) is_data: bool,
    /// Where it begins: the word and the labels.
    pub(super) header: Span,
    /// The whole block.
    pub(super) span: Span,
    pub(super) body: Layers<'t>,
}

impl<'t> Layers<'t> {
    fn bodies(&self) -> &[&'t HclBody<'t>] {
        match self {
            Self::One(body) => std::slice::from_ref(body),
            Self::Many(bodies) => bodies,
        }
    }

    fn push(&mut self, body: &'t HclBody<'t>) {
        match self {
            Self::One(first) => *self = Self::Many(Rc::new(vec![*first, body])),
            Self::Many(bodies) => Rc::make_mut(bodies).push(body),
        }
    }

    /// The attribute of a name.
    pub(super) fn attribute(&self, name: &str) -> Option<&'t HclAttribute<'t>> {
        self.bodies().iter().rev().find_map(|body| body.attribute(name))
    }

    /// The value of an attribute.
    pub(super) fn value(&self, name: &str) -> Option<&'t Expression<'t>> {
        self.attribute(name).map(|attribute| &attribute.value)
    }

    /// All attributes, each once, in the order of the text.
    pub(super) fn attributes(&self) -> Vec<&'t HclAttribute<'t>> {
        let mut found: Vec<&'t HclAttribute<'t>> = Vec::new();
        for attribute in self.bodies().iter().flat_map(|body| &body.attributes) {
            match found.iter_mut().find(|known| known.name == attribute.name) {
                Some(known) if self.bodies().len() > 1 => *known = attribute,
                Some(_) => {}
                None => found.push(attribute),
            }
        }
        found
    }

    /// The blocks of a kind, those that `dynamic` makes included: those of the last layer that has some.
    pub(super) fn blocks(&self, kind: &str) -> Vec<&'t HclBlock<'t>> {
        let is_one = |block: &&'t HclBlock<'t>| made_kind(block) == Some(kind);
        let of = |body: &&'t HclBody<'t>| body.blocks.iter().filter(is_one).collect::<Vec<_>>();
        self.bodies().iter().rev().map(of).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The kinds of the blocks, in the order of the text.
    pub(super) fn block_kinds(&self) -> Vec<&'t str> {
        let mut found = Vec::new();
        for kind in self.bodies().iter().flat_map(|body| &body.blocks).filter_map(made_kind) {
            if !found.contains(&kind) {
                found.push(kind);
            }
        }
        found
    }

    /// Where a syntax error hides something of it.
    pub(super) fn lost(&self) -> Option<Span> {
        self.bodies().iter().find_map(|body| body.lost)
    }
}

impl<'t> From<&'t HclBody<'t>> for Layers<'t> {
    fn from(body: &'t HclBody<'t>) -> Self {
        Self::One(body)
    }
}

impl ResourceBlock<'_> {
    /// Whether it is of a plan or a state, where its name is its whole address: no name of a configuration has a dot.
    pub(super) fn is_planned(&self) -> bool {
        self.name.contains('.')
    }

    /// Its address, without the index of an instance; `module` is what is before the addresses of its module.
    pub(super) fn address_in(&self, module: &str) -> String {
        if self.is_planned() {
            return self.name.to_owned();
        }
        let prefix = if self.is_data { "data." } else { "" };
        format!("{module}{prefix}{}.{}", self.kind, self.name)
    }
}

/// What kind of block one makes: its own, or that of its label where it is `dynamic`.
fn made_kind<'t>(block: &'t HclBlock<'t>) -> Option<&'t str> {
    if block.kind == "dynamic" {
        block.labels.first().map(|label| label.text.as_ref())
    } else {
        Some(block.kind)
    }
}

impl<'t> Module<'t> {
    /// Reads the files of a folder, in the order in which Terraform does: those whose content overrides others last.
    pub(super) fn of(files: impl IntoIterator<Item = &'t HclBody<'t>>) -> Self {
        let mut module = Self::default();
        for body in files {
            module.lost.extend(body.lost);
            for block in &body.blocks {
                module.add(block);
            }
        }
        module
    }

    /// The block of a resource or a data source.
    pub(super) fn resource(
        &self,
        is_data: bool,
        kind: &str,
        name: &str,
    ) -> Option<&ResourceBlock<'t>> {
        self.resources.get(*self.by_name.get(&(is_data, kind, name))?)
    }

    /// The call of a module.
    pub(super) fn call(&self, name: &str) -> Option<&ModuleCall<'t>> {
        self.calls.iter().find(|call| call.name == name)
    }

    fn add(&mut self, block: &'t HclBlock<'t>) {
        let label = |index: usize| block.labels.get(index).map(|label| label.text.as_ref());
        match (block.kind, label(0), label(1)) {
            ("variable", Some(name), _) => add_named(&mut self.variables, name, &block.body),
            ("output", Some(name), _) => add_named(&mut self.outputs, name, &block.body),
            ("locals", ..) => {
                let own = block.body.attributes.iter();
                self.locals.extend(own.map(|it| (it.name, &it.value)));
            }
            ("module", Some(name), _) => self.add_call(name, block),
            ("provider", Some(name), _) => self.providers.push((name, (&block.body).into())),
            ("resource", Some(kind), Some(name)) => self.add_resource((false, kind, name), block),
            ("data", Some(kind), Some(name)) => self.add_resource((true, kind, name), block),
            _ => {}
        }
    }

    fn add_call(&mut self, name: &'t str, block: &'t HclBlock<'t>) {
        if let Some(known) = self.calls.iter_mut().find(|it| it.name == name) {
            known.body.push(&block.body);
            return;
        }
        let (header, body) = (header(block), (&block.body).into());
        self.calls.push(ModuleCall { name, header, body });
    }

    fn add_resource(
        &mut self,
        (is_data, kind, name): (bool, &'t str, &'t str),
        block: &'t HclBlock<'t>,
    ) {
        let next = self.resources.len();
        let at = *self.by_name.entry((is_data, kind, name)).or_insert(next);
        if let Some(known) = self.resources.get_mut(at) {
            known.body.push(&block.body);
            return;
        }
        let (header, span, body) = (header(block), block.span, (&block.body).into());
        self.resources.push(ResourceBlock { kind, name, is_data, header, span, body });
    }
}

fn add_named<'t>(known: &mut HashMap<&'t str, Layers<'t>>, name: &'t str, body: &'t HclBody<'t>) {
    match known.entry(name) {
        Entry::Occupied(mut entry) => entry.get_mut().push(body),
        Entry::Vacant(entry) => {
            entry.insert(body.into());
        }
    }
}

/// Where a block begins: from its kind to its last label.
fn header(block: &HclBlock<'_>) -> Span {
    let end = block.labels.last().map_or(block.kind_span.end, |label| label.span.end);
    Span { start: block.kind_span.start, end }
}
