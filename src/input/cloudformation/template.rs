//! A template: its sections, and which resource refers to which.

use super::parameter::Parameter;
use crate::base::maps::HashMap;
use crate::base::source::Span;
use crate::syntax::{Entry, Map, Node};

/// What the keys of loops begin with.
pub(super) const LOOP: &str = "Fn::ForEach::";

/// A template's sections, looked up by name.
#[derive(Debug)]
pub(super) struct Template<'t> {
    /// Index of the document in its stream.
    pub(super) document: usize,
    pub(super) parameters: HashMap<&'t str, Parameter<'t>>,
    pub(super) conditions: HashMap<&'t str, &'t Entry<'t>>,
    pub(super) mappings: HashMap<&'t str, &'t Node<'t>>,
    /// The resources, in the order of the source.
    pub(super) resources: Vec<Resource<'t>>,
    by_name: HashMap<&'t str, usize>,
    by_kind: HashMap<&'t str, Vec<usize>>,
    /// Whether it says which version of templates it has: what other files contain mostly does not.
    pub(super) has_version: bool,
    /// The Region where the stack is, as far as its log groups show it: see `own_region`.
    pub(super) region: Option<&'t str>,
    /// Whether a macro, or a loop that stays unknown, may add what the text does not show.
    pub(super) may_have_more: bool,
    /// The logical IDs of modules: what they contain is named after them.
    modules: Vec<&'t str>,
}

/// A resource of a template.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resource<'t> {
    /// Its logical ID.
    pub(super) name: &'t str,
    /// Where that stands.
    pub(super) name_span: Span,
    /// The whole of it.
    pub(super) node: &'t Node<'t>,
    /// `AWS::ECS::TaskDefinition`, …
    pub(super) kind: &'t str,
    /// The condition under which it is made.
    pub(super) condition: Option<&'t Node<'t>>,
}

impl<'t> Resource<'t> {
    /// One of its properties, as it is written.
    pub(super) fn property(&self, key: &str) -> Option<&'t Node<'t>> {
        self.properties()?.get(key)
    }

    /// Its properties.
    pub(super) fn properties(&self) -> Option<&'t Node<'t>> {
        self.node.get("Properties").or_else(|| self.is_flat().then_some(self.node))
    }

    /// Whether the properties of a task definition stand beside its type, as after a slip in the indentation.
    pub(super) fn is_flat(&self) -> bool {
        self.kind == "AWS::ECS::TaskDefinition"
            && self.node.get("Properties").is_none()
            && self.node.get("ContainerDefinitions").is_some()
    }
}

/// Whether a document is a template: it has resources with types, or loops that make them.
pub(super) fn is_template(document: &Node<'_>) -> bool {
    let Some(resources) = document.get("Resources").and_then(Node::as_map) else { return false };
    let is_typed = |entry: &Entry<'_>| {
        let kind = entry.value.get("Type").and_then(Node::as_str);
        kind.is_some_and(|kind| kind.contains("::"))
    };
    resources.entries.iter().any(|entry| is_typed(entry) || entry.key.starts_with(LOOP))
}

impl<'t> Template<'t> {
    /// Reads the sections of a document; none if it is not a template.
    pub(super) fn read(document: &'t Node<'t>, index: usize) -> Option<Self> {
        if !is_template(document) {
            return None;
        }
        let section = |name: &str| document.get(name).and_then(Node::as_map);
        let resources = section("Resources").into_iter().flat_map(resources).collect();
        let resources = without_doubles(resources);
        let is_module = |it: &&Resource<'_>| it.kind.ends_with("::MODULE");
        let modules = resources.iter().filter(is_module).map(|it| it.name).collect();
        let mut by_kind: HashMap<&'t str, Vec<usize>> = HashMap::default();
        for (at, resource) in resources.iter().enumerate() {
            by_kind.entry(resource.kind).or_default().push(at);
        }
        let by_name = resources.iter().enumerate().map(|(at, it)| (it.name, at)).collect();
        let entries = |name: &str| section(name).into_iter().flat_map(|map| &map.entries);
        let parameter = |entry: &'t Entry<'t>| (entry.key.as_ref(), Parameter::read(entry));
        Some(Self {
            document: index,
            parameters: entries("Parameters").map(parameter).collect(),
            conditions: entries("Conditions").map(|entry| (entry.key.as_ref(), entry)).collect(),
            mappings: entries("Mappings").map(|it| (it.key.as_ref(), &it.value)).collect(),
            region: None,
            resources,
            by_name,
            by_kind,
            has_version: document.get("AWSTemplateFormatVersion").is_some(),
            may_have_more: may_have_more(document),
            modules,
        })
    }

    /// A template of which nothing is seen, so that it may have anything.
    pub(super) fn unseen() -> Self {
        Self {
            document: 0,
            parameters: HashMap::default(),
            conditions: HashMap::default(),
            mappings: HashMap::default(),
            resources: Vec::new(),
            by_name: HashMap::default(),
            by_kind: HashMap::default(),
            has_version: false,
            region: None,
            may_have_more: true,
            modules: Vec::new(),
        }
    }

    /// The resource of a logical ID.
    pub(super) fn resource(&self, name: &str) -> Option<&Resource<'t>> {
        self.by_name.get(name).and_then(|at| self.resources.get(*at))
    }

    /// Whether something that the text does not show may have a name: a macro or a module brings it in.
    pub(super) fn may_name(&self, name: &str) -> bool {
        self.may_have_more || self.modules.iter().any(|module| name.starts_with(module))
    }

    /// The resources of a type, in the order of the source.
    pub(super) fn of_kind<'a>(&'a self, kind: &str) -> impl Iterator<Item = &'a Resource<'t>> {
        let places = self.by_kind.get(kind).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|at| self.resources.get(*at))
    }
}

/// Whether a macro may add to the sections of a template, or a loop that could not be written out.
///
/// `AWS::LanguageExtensions` adds nothing that is not written: its loops are written out before.
fn may_have_more(document: &Node<'_>) -> bool {
    let transform = document.get("Transform");
    let mut macros = transform.map(Node::items_or_self).unwrap_or_default().iter();
    let sections = ["Parameters", "Conditions", "Mappings", "Resources"].into_iter();
    let mut sections = sections.filter_map(|name| document.get(name)?.as_map());
    document.get("Fn::Transform").is_some()
        || document.as_map().is_some_and(|map| map.open.is_some())
        || macros.any(|it| it.as_str() != Some("AWS::LanguageExtensions"))
        || sections.any(|map| map.open.is_some() || map.get("Fn::Transform").is_some())
}

/// Of those that are called alike the last counts.
fn without_doubles(resources: Vec<Resource<'_>>) -> Vec<Resource<'_>> {
    let last: HashMap<_, _> = resources.iter().enumerate().map(|(at, it)| (it.name, at)).collect();
    if last.len() == resources.len() {
        return resources;
    }
    let numbered = resources.iter().enumerate();
    numbered.filter(|(at, it)| last.get(it.name) == Some(at)).map(|(_, it)| *it).collect()
}

fn resources<'t>(map: &'t Map<'t>) -> impl Iterator<Item = Resource<'t>> {
    map.entries.iter().filter_map(|entry| {
        Some(Resource {
            name: entry.key.as_ref(),
            name_span: entry.key_span,
            node: &entry.value,
            kind: entry.value.get("Type")?.as_str()?,
            condition: entry.value.get("Condition"),
        })
    })
}
