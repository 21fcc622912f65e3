//! Walking a tree: each node from one down, in source order, to read or rewrite it.

use super::{Entry, MAX_DEPTH, Node, Value};
use std::slice;
use std::sync::Arc;

/// Which aliases a walk follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aliases {
    /// None: an anchored node is visited once, where it is written.
    Written,
    /// All: an anchored node is visited where it is written and at each of its aliases. The YAML reader
    /// bounds how many nodes that comes to.
    Followed,
}

/// Whether a rewriting walk continues below a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// It visits the children of the node.
    Visit,
    /// It continues after the node.
    Skip,
}

/// An iterator over the nodes of a tree, each before its children. See [`Node::walk`].
///
/// It keeps its way back on the heap, so that no depth exhausts the stack.
#[derive(Debug)]
pub struct Walk<'n, 's> {
    aliases: Aliases,
    /// What is left to visit at each level, the innermost last.
    levels: Vec<WalkLevel<'n, 's>>,
    /// The last node, whose children come next.
    parent: Option<&'n Node<'s>>,
    entry: Option<&'n Entry<'s>>,
    is_anchored: bool,
}

#[derive(Debug)]
enum WalkLevel<'n, 's> {
    One(Option<&'n Node<'s>>),
    Items(slice::Iter<'n, Node<'s>>),
    Entries(slice::Iter<'n, Entry<'s>>),
}

impl<'s> Node<'s> {
    /// Visits this node and every node below it, in the order of the source.
    ///
    /// A node behind an alias that is followed is in for the alias. An anchored node is one written
    /// here, so it is visited in either case; an alias that is not followed is visited and has no children.
    pub fn walk(&self, aliases: Aliases) -> Walk<'_, 's> {
        let levels = vec![WalkLevel::One(Some(self))];
        Walk { aliases, levels, parent: None, entry: None, is_anchored: false }
    }

    /// Calls `rewrite` with this node and every node below it, each before its children, and with the key
    /// of a node that is the value of an entry.
    ///
    /// An alias is visited, and then a copy of its own of what it stands for: what is shared is copied
    /// where it may be changed. The YAML reader bounds how much that is.
    pub fn visit_mut(&mut self, rewrite: &mut impl FnMut(Option<&str>, &mut Self) -> Below) {
        self.visit_mut_at(None, 0, rewrite);
    }

    fn visit_mut_at(
        &mut self,
        key: Option<&str>,
        depth: usize,
        rewrite: &mut impl FnMut(Option<&str>, &mut Self) -> Below,
    ) {
        // Rewriting may have made the tree deeper than what is read.
        if depth > MAX_DEPTH || rewrite(key, self) == Below::Skip {
            return;
        }
        match &mut self.value {
            Value::List(items) => {
                for item in items {
                    item.visit_mut_at(None, depth + 1, rewrite);
                }
            }
            Value::Map(map) => {
                for entry in &mut map.entries {
                    entry.value.visit_mut_at(Some(&entry.key), depth + 1, rewrite);
                }
            }
            Value::Tagged(_, inner) => inner.visit_mut_at(None, depth, rewrite),
            Value::Alias(shared) => Arc::make_mut(shared).visit_mut_at(None, depth, rewrite),
            _ => {}
        }
    }
}

impl<'n, 's> Walk<'n, 's> {
    /// Leaves out the children of the node that was visited last.
    pub fn skip_children(&mut self) {
        self.parent = None;
    }

    /// Whether the node that was visited last has an anchor, so that aliases may name it.
    pub fn is_anchored(&self) -> bool {
        self.is_anchored
    }

    /// The entries of the objects in the tree, each before those in its value.
    pub fn entries(mut self) -> impl Iterator<Item = &'n Entry<'s>> {
        std::iter::from_fn(move || {
            loop {
                self.next()?;
                if self.entry.is_some() {
                    return self.entry;
                }
            }
        })
    }

    /// The node to visit where `node` stands.
    fn target(&self, mut node: &'n Node<'s>) -> &'n Node<'s> {
        while let Value::Alias(anchored) = &node.value {
            if self.aliases == Aliases::Written && anchored.span != node.span {
                break;
            }
            node = anchored;
        }
        node
    }
}

impl<'n, 's> Iterator for Walk<'n, 's> {
    type Item = &'n Node<'s>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(parent) = self.parent.take() {
            self.levels.extend(WalkLevel::below(parent));
        }
        loop {
            let Some((node, entry)) = self.levels.last_mut()?.next() else {
                self.levels.pop();
                continue;
            };
            let target = self.target(node);
            self.is_anchored = matches!(node.value, Value::Alias(_)) && target.span == node.span;
            (self.parent, self.entry) = (Some(target), entry);
            return Some(target);
        }
    }
}

impl<'n, 's> WalkLevel<'n, 's> {
    fn below(node: &'n Node<'s>) -> Option<Self> {
        match &node.value {
            Value::List(items) => Some(Self::Items(items.iter())),
            Value::Map(map) => Some(Self::Entries(map.entries.iter())),
            Value::Tagged(_, inner) => Some(Self::One(Some(inner))),
            _ => None,
        }
    }

    fn next(&mut self) -> Option<(&'n Node<'s>, Option<&'n Entry<'s>>)> {
        match self {
            Self::One(node) => Some((node.take()?, None)),
            Self::Items(items) => Some((items.next()?, None)),
            Self::Entries(entries) => entries.next().map(|entry| (&entry.value, Some(entry))),
        }
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test fails loudly")]
mod tests {
    use super::{Aliases, Below};
    use crate::syntax::{Node, Value, json, yaml};
    use std::borrow::Cow;

    const TEXT: &str = "a: &x [1, {b: !T 2}]\nc: *x\nd: 3\n";

    /// The numbers of a text's first document, in the order of a walk.
    fn numbers(text: &str, aliases: Aliases) -> Vec<String> {
        let parsed = yaml::read(text);
        let nodes = parsed.documents.iter().flat_map(|document| document.walk(aliases));
        nodes
            .filter_map(|node| match &node.value {
                Value::Number(text) => Some(text.to_string()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn an_anchored_node_is_visited_where_it_is_written() {
        assert_eq!(numbers(TEXT, Aliases::Written), ["1", "2", "3"]);
        assert_eq!(numbers("&top [1, 2]", Aliases::Written), ["1", "2"]);
    }

    #[test]
    fn aliases_are_followed_where_that_is_asked_for() {
        assert_eq!(numbers(TEXT, Aliases::Followed), ["1", "2", "1", "2", "3"]);
    }

    #[test]
    fn entries_come_in_the_order_of_the_source() {
        let parsed = json::read(r#"{"a": [{"b": {"c": 1}}], "d": 2}"#);
        let entries = parsed.documents.iter().flat_map(|it| it.walk(Aliases::Written).entries());
        let keys: Vec<_> = entries.map(|entry| entry.key.as_ref()).collect();
        assert_eq!(keys, ["a", "b", "c", "d"]);
    }

    #[test]
    fn children_can_be_left_out() {
        let parsed = json::read("[[1, 2], {\"a\": [3]}, 4]");
        let mut walk = parsed.documents.iter().flat_map(|it| it.walk(Aliases::Written));
        assert_eq!(walk.by_ref().count(), 8);
        let mut seen = Vec::new();
        for document in &parsed.documents {
            let mut walk = document.walk(Aliases::Written);
            while let Some(node) = walk.next() {
                seen.push(node.kind());
                if matches!(node.value, Value::Map(_)) {
                    walk.skip_children();
                }
            }
        }
        assert_eq!(seen, ["an array", "an array", "a number", "a number", "an object", "a number"]);
    }

    #[test]
    fn a_rewriting_walk_knows_keys_and_leaves_what_is_shared_as_it_is() {
        let mut parsed = yaml::read("x: &a {k: 1}\ny: *a\nz: {k: 1}\n");
        let document = parsed.documents.first_mut().expect("a document");
        let mut paths = Vec::new();
        document.visit_mut(&mut |key, node| {
            paths.extend(key.map(str::to_owned));
            if key == Some("k") {
                node.value = Value::String(Cow::Borrowed("new"));
            }
            if key == Some("z") { Below::Skip } else { Below::Visit }
        });
        assert_eq!(paths, ["x", "k", "y", "k", "z"]);
        let at = |key: &str| {
            document.get(key).and_then(|it| it.get("k")).and_then(Node::as_str).map(str::to_owned)
        };
        let new = || Some("new".to_owned());
        assert_eq!([at("x"), at("y"), at("z")], [new(), new(), None]);
    }
}
