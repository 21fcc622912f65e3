//! The paths of all rules as one tree: a task definition is walked once for all of them, and what several
//! rules read in a place is read once.

use super::data::List;
use super::path::{Scope, Step, says_nothing, stands_for_anything};
use super::rule::Rule;
use super::value::Read;
use crate::base::truth::Truth;
use crate::syntax::{Entry, Map, Node, Value};

/// The places that rules look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathIndex {
    pub(super) top: PathNode,
    /// What is asked without a place to look at: rules that a switch turns on.
    pub(super) placeless: PathNode,
    /// The places of a service that runs the task definition.
    pub(super) service: PathNode,
    /// The places of a job of AWS Batch, as a task definition.
    pub(super) job: PathNode,
}

/// A place, as paths lead to it or through it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathNode {
    /// The values that rules read here, each once.
    pub reads: List<Read>,
    /// The rules that look here.
    pub rules: List<RuleAtPath>,
    /// The next steps, sorted: that to each item of an array comes first.
    pub(super) next: List<(Step, PathNode)>,
}

/// A rule that looks at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleAtPath {
    /// Index of the rule.
    pub rule: usize,
    /// Index of the rule's path that leads here.
    pub path: usize,
    /// For each value that the rule names, its index in [`PathNode::reads`].
    pub reads: List<usize>,
}

impl PathIndex {
    /// The paths of these rules.
    pub fn new(rules: &[Rule]) -> Self {
        let mut index = Self::default();
        for (position, rule) in rules.iter().enumerate() {
            if rule.each.is_empty() && rule.assume.is_some() {
                index.placeless.add(&[], rule, (position, 0));
            }
            for (path_index, path) in rule.each.iter().enumerate() {
                let at = (position, path_index);
                if let Some(steps) = path.below("service") {
                    index.service.add(steps, rule, at);
                } else if let Some(steps) = path.below("job") {
                    index.job.add(steps, rule, at);
                } else {
                    index.top.add(path.steps(), rule, at);
                }
            }
        }
        index
    }

    /// Calls `visit` for every place where a rule looks. A placeholder on the way to it is a place that may be there.
    pub fn walk<'r, 't>(
        &'r self,
        root: &'t Node<'t>,
        visit: &mut impl FnMut(&'r PathNode, Scope<'t>),
    ) {
        let scope = Scope { node: root, reached: Truth::True, item: None };
        if !self.placeless.rules.is_empty() {
            visit(&self.placeless, scope);
        }
        self.top.walk(scope, visit);
    }
}

impl PathIndex {
    /// The same for a service that runs the task definition, which is there as far as `reached` says.
    pub fn walk_service<'r, 't>(
        &'r self,
        root: &'t Node<'t>,
        reached: Truth,
        visit: &mut impl FnMut(&'r PathNode, Scope<'t>),
    ) {
        self.service.walk(Scope { node: root, reached, item: None }, visit);
    }

    /// The same for a task that is a job of AWS Batch, in the shape of a task definition.
    pub fn walk_job<'r, 't>(
        &'r self,
        root: &'t Node<'t>,
        visit: &mut impl FnMut(&'r PathNode, Scope<'t>),
    ) {
        self.job.walk(Scope { node: root, reached: Truth::True, item: None }, visit);
    }
}

impl PathNode {
    fn add(&mut self, steps: &[Step], rule: &Rule, (position, path): (usize, usize)) {
        let Some((step, rest)) = steps.split_first() else {
            let reads = rule.read.iter().map(|read| self.position_of(read)).collect();
            self.rules.to_mut().push(RuleAtPath { rule: position, path, reads });
            return;
        };
        let next = self.next.to_mut();
        let at =
            next.binary_search_by(|(known, _)| known.cmp_to(step.key())).unwrap_or_else(|at| {
                next.insert(at, (step.clone(), Self::default()));
                at
            });
        if let Some((_, below)) = next.get_mut(at) {
            below.add(rest, rule, (position, path));
        }
    }

    /// The index of what a rule reads here; it is added where no other rule reads the same.
    fn position_of(&mut self, read: &Read) -> usize {
        let is_same = |known: &Read| known.path == read.path && known.reader == read.reader;
        self.reads.iter().position(is_same).unwrap_or_else(|| {
            self.reads.to_mut().push(read.clone());
            self.reads.len() - 1
        })
    }

    fn below_key(&self, key: &str) -> Option<&Self> {
        let at = self.next.binary_search_by(|(step, _)| step.cmp_to(Some(key))).ok()?;
        self.next.get(at).map(|(_, below)| below)
    }

    fn walk<'r, 't>(&'r self, scope: Scope<'t>, visit: &mut impl FnMut(&'r Self, Scope<'t>)) {
        let value = &scope.node.resolved().value;
        if !self.rules.is_empty() && !says_nothing(value) {
            let is_placeholder = matches!(value, Value::Placeholder(_));
            let reached = if is_placeholder { Truth::Unknown } else { scope.reached };
            visit(self, Scope { reached, ..scope });
        }
        match value {
            Value::Map(map) => self.walk_keys(map, scope, visit),
            Value::List(items) => {
                let Some((Step::EachItem, below)) = self.next.first() else { return };
                for item in items {
                    let scope = Scope { node: item, item: scope.item.or(Some(item)), ..scope };
                    match &item.value {
                        // What cannot be an object stands for one that is not known.
                        Value::String(text) if !text.is_empty() => below.visit_below(scope, visit),
                        _ => {}
                    }
                    below.walk(scope, visit);
                }
            }
            value if stands_for_anything(value) => self.visit_below(scope, visit),
            _ => {}
        }
    }

    fn walk_keys<'r, 't>(
        &'r self,
        map: &'t Map<'t>,
        scope: Scope<'t>,
        visit: &mut impl FnMut(&'r Self, Scope<'t>),
    ) {
        if map.open.is_some() || map.entries.iter().any(Entry::is_merge) {
            for (step, below) in self.next.iter() {
                let Step::Key(key) = step else {
                    // What should be an array is not whole.
                    if map.open.is_some() {
                        below.visit_all(scope, visit);
                    }
                    continue;
                };
                match map.get(key) {
                    Some(node) => below.walk_value(Scope { node, ..scope }, visit),
                    None if map.open.is_some() => below.visit_all(scope, visit),
                    None => {}
                }
            }
            return;
        }
        // There are more keys that rules look for than an object has.
        for (index, entry) in map.entries.iter().enumerate() {
            let mut later = map.entries.iter().skip(index + 1);
            let below = self.below_key(&entry.key);
            if let Some(below) = below.filter(|_| later.all(|it| it.key != entry.key)) {
                below.walk_value(Scope { node: &entry.value, ..scope }, visit);
            }
        }
    }

    /// The value of a key: `null` is as good as none.
    fn walk_value<'r, 't>(&'r self, scope: Scope<'t>, visit: &mut impl FnMut(&'r Self, Scope<'t>)) {
        if !matches!(scope.node.resolved().value, Value::Null) {
            self.walk(scope, visit);
        }
    }

    /// Every place on the way to which a placeholder stands, or an object that may have more keys.
    fn visit_all<'r, 't>(&'r self, scope: Scope<'t>, visit: &mut impl FnMut(&'r Self, Scope<'t>)) {
        if !self.rules.is_empty() {
            visit(self, Scope { reached: Truth::Unknown, ..scope });
        }
        self.visit_below(scope, visit);
    }

    fn visit_below<'r, 't>(
        &'r self,
        scope: Scope<'t>,
        visit: &mut impl FnMut(&'r Self, Scope<'t>),
    ) {
        self.next.iter().for_each(|(_, below)| below.visit_all(scope, visit));
    }
}
