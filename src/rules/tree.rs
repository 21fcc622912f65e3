//! The paths of all rules as one tree: a task definition is walked once for all of them, and what several
//! rules read in a place is read once.

use super::Rule;
use super::path::{Scope, Step, says_nothing, stands_for_anything};
use super::value::Read;
use crate::base::truth::Truth;
use crate::syntax::{Entry, Map, Node, Value};
use std::sync::OnceLock;

/// The places that rules look at.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    top: Stop,
    /// What is asked without a place to look at: rules that a switch turns on.
    placeless: Stop,
}

/// A place, as paths lead to it or through it.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    asks: Vec<Ask>,
    agenda: OnceLock<Agenda>,
    keys: Vec<(String, Self)>,
    items: Option<Box<Self>>,
}

/// A rule that looks at a place.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Index of the rule.
    pub rule: usize,
    /// Index of the rule's path that leads here.
    pub path: usize,
    /// For each value that the rule names, its index in [`Agenda::reads`].
    pub slots: Vec<usize>,
}

/// What is asked in a place.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    /// The values that rules read here, each once.
    pub reads: Vec<Read>,
    /// The rules that look here.
    pub asks: Vec<Ask>,
}

impl Tree {
    pub(super) fn new(rules: &[Rule]) -> Self {
        let mut tree = Self::default();
        for (index, rule) in rules.iter().enumerate() {
            if rule.each.is_empty() && rule.switch.is_some() {
                tree.placeless.add(&[], index, 0);
            }
            for (path_index, path) in rule.each.iter().enumerate() {
                tree.top.add(path.steps(), index, path_index);
            }
        }
        tree
    }

    /// Calls `visit` for every place where a rule looks. A placeholder on the way to it is a place that may be there.
    pub fn walk<'r, 't>(&'r self, root: &'t Node<'t>, visit: &mut impl FnMut(&'r Stop, Scope<'t>)) {
        let scope = Scope { node: root, reached: Truth::True, item: None };
        if !self.placeless.asks.is_empty() {
            visit(&self.placeless, scope);
        }
        self.top.walk(scope, visit);
    }
}

impl Stop {
    /// What is asked here: made when a task definition has the place, because a rule is read for it.
    pub fn agenda(&self, rules: &[Rule]) -> &Agenda {
        self.agenda.get_or_init(|| Agenda::new(&self.asks, rules))
    }

    fn add(&mut self, steps: &[Step], rule: usize, path: usize) {
        match steps.split_first() {
            None => self.asks.push(Ask { rule, path, slots: Vec::new() }),
            Some((Step::EachItem, rest)) => {
                self.items.get_or_insert_default().add(rest, rule, path);
            }
            Some((Step::Key(key), rest)) => {
                if let Some(stop) = self.below_key(key) {
                    stop.add(rest, rule, path);
                }
            }
        }
    }

    fn below_key(&mut self, key: &str) -> Option<&mut Self> {
        let index = self.find(key).unwrap_or_else(|index| {
            self.keys.insert(index, (key.to_owned(), Self::default()));
            index
        });
        self.keys.get_mut(index).map(|(_, stop)| stop)
    }

    /// Where a key stands; else where it belongs. The keys are sorted by length first: most differ in it.
    fn find(&self, key: &str) -> Result<usize, usize> {
        let order = |known: &str| known.len().cmp(&key.len()).then_with(|| known.cmp(key));
        self.keys.binary_search_by(|(known, _)| order(known))
    }

    fn walk<'r, 't>(&'r self, scope: Scope<'t>, visit: &mut impl FnMut(&'r Self, Scope<'t>)) {
        let value = &scope.node.resolved().value;
        if !self.asks.is_empty() && !says_nothing(value) {
            let is_placeholder = matches!(value, Value::Placeholder(_));
            let reached = if is_placeholder { Truth::Unknown } else { scope.reached };
            visit(self, Scope { reached, ..scope });
        }
        match value {
            Value::Map(map) => self.walk_keys(map, scope, visit),
            Value::List(items) => {
                let Some(stop) = &self.items else { return };
                for item in items {
                    let first = scope.item.unwrap_or(item);
                    stop.walk(Scope { node: item, item: Some(first), ..scope }, visit);
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
            for (key, stop) in &self.keys {
                match map.get(key) {
                    Some(node) => stop.walk_value(Scope { node, ..scope }, visit),
                    None if map.open.is_some() => stop.visit_all(scope, visit),
                    None => {}
                }
            }
            return;
        }
        // There are more keys that rules look for than an object has.
        for (index, entry) in map.entries.iter().enumerate() {
            let stop = self.find(&entry.key).ok().and_then(|index| self.keys.get(index));
            let mut later = map.entries.iter().skip(index + 1);
            if let Some((_, stop)) = stop.filter(|_| later.all(|it| it.key != entry.key)) {
                stop.walk_value(Scope { node: &entry.value, ..scope }, visit);
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
        if !self.asks.is_empty() {
            visit(self, Scope { reached: Truth::Unknown, ..scope });
        }
        self.visit_below(scope, visit);
    }

    fn visit_below<'r, 't>(
        &'r self,
        scope: Scope<'t>,
        visit: &mut impl FnMut(&'r Self, Scope<'t>),
    ) {
        let keys = self.keys.iter().map(|(_, stop)| stop);
        keys.chain(self.items.as_deref()).for_each(|stop| stop.visit_all(scope, visit));
    }
}

impl Agenda {
    fn new(asks: &[Ask], rules: &[Rule]) -> Self {
        let mut agenda = Self::default();
        for ask in asks {
            let Some(rule) = rules.get(ask.rule) else { continue };
            let slots = rule.read.iter().map(|read| agenda.slot(read)).collect();
            agenda.asks.push(Ask { slots, ..*ask });
        }
        agenda
    }

    fn slot(&mut self, read: &Read) -> usize {
        let is_same = |known: &Read| known.path == read.path && known.reader == read.reader;
        self.reads.iter().position(is_same).unwrap_or_else(|| {
            self.reads.push(read.clone());
            self.reads.len() - 1
        })
    }
}
