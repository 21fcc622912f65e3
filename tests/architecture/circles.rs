//! Circles between the children of a folder, where a file and the folder of its name are one child.

use crate::check::{Breach, Use};
use crate::modules::Module;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A child of a folder that uses another one, and a place where it does.
pub(crate) struct Edge<'u> {
    /// The folder, as a module.
    pub(crate) parent: &'u [String],
    pub(crate) user: &'u str,
    pub(crate) used: &'u str,
    pub(crate) by: &'u Use<'u>,
    /// The module that is used, which may be deep inside of the child.
    pub(crate) target: &'u Module,
}

/// Which children use which, once for every path that does.
pub(crate) fn edges<'u>(uses: &'u [Use<'u>]) -> Vec<Edge<'u>> {
    let mut edges = Vec::new();
    for by in uses {
        for target in &by.targets.modules {
            let common = by.module.iter().zip(target).take_while(|(a, b)| a == b).count();
            // Where one is inside of the other they are a parent and its child, and no children of one folder.
            if let (Some(user), Some(used)) = (by.module.get(common), target.get(common)) {
                edges.push(Edge { parent: &target[..common], user, used, by, target });
            }
        }
    }
    edges
}

/// The circles among the children of each folder, one for each knot.
pub(crate) fn circles(uses: &[Use<'_>]) -> Vec<Breach> {
    let mut folders: BTreeMap<&[String], Graph<'_>> = BTreeMap::new();
    let edges = edges(uses);
    for edge in &edges {
        let graph = folders.entry(edge.parent).or_default();
        graph.entry(edge.user).or_default().entry(edge.used).or_insert(edge.by);
    }
    let mut breaches = Vec::new();
    for (folder, graph) in &folders {
        let mut told = BTreeSet::new();
        for start in graph.keys() {
            let Some(circle) = shortest_circle(graph, start) else { continue };
            if circle.iter().all(|name| !told.contains(name)) {
                breaches.extend(breach(folder, graph, &circle));
            }
            told.extend(circle);
        }
    }
    breaches
}

/// Who uses whom, and one place for each.
type Graph<'u> = BTreeMap<&'u str, BTreeMap<&'u str, &'u Use<'u>>>;

/// The shortest way from a child back to itself.
fn shortest_circle<'u>(graph: &Graph<'u>, start: &'u str) -> Option<Vec<&'u str>> {
    let mut came_from = BTreeMap::new();
    let mut todo = VecDeque::from([start]);
    while let Some(name) = todo.pop_front() {
        for next in graph.get(name).into_iter().flat_map(BTreeMap::keys) {
            if *next == start {
                let way = std::iter::successors(Some(name), |name| came_from.get(name).copied());
                let mut way: Vec<_> = way.collect();
                way.reverse();
                return Some(way);
            }
            if !came_from.contains_key(next) {
                came_from.insert(*next, name);
                todo.push_back(next);
            }
        }
    }
    None
}

fn breach(folder: &[String], graph: &Graph<'_>, circle: &[&str]) -> Option<Breach> {
    let next = circle.iter().cycle().skip(1);
    let places: Vec<_> = circle.iter().zip(next).map(|(user, used)| graph[user][used]).collect();
    let steps = circle
        .iter()
        .zip(&places)
        .map(|(user, by)| format!("`{user}` ({}:{}) → ", by.file, by.line));
    let (first, start) = (places.first()?, circle.first()?);
    let folder = [&["src".to_owned()], folder].concat().join("/");
    let what = format!("a circle in {folder}: {}`{start}`", steps.collect::<String>());
    Some(Breach { file: first.file.to_owned(), line: first.line, what })
}
