//! What a tree of sources breaks: every rule of the house, as a function over the sources.

use crate::circles::circles;
use crate::facts::Facts;
use crate::floors::FLOORS;
use crate::limits::{IMPURE, KEPT_IN_ONE_PLACE, KNOWN_TO_FEW, MOST_LINES, OUTSIDE, PRINTING};
use crate::modules::{Module, Modules, Targets};
use crate::tree::Tree;
use std::collections::BTreeMap;
use std::fmt;

/// A rule that a file breaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Breach {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// A path that a file names, and what it leads to.
pub(crate) struct Use<'t> {
    pub(crate) file: &'t str,
    pub(crate) line: usize,
    /// The module of the file.
    pub(crate) module: &'t Module,
    written: String,
    /// Whether it is compiled for tests only.
    pub(crate) is_for_tests: bool,
    pub(crate) targets: Targets,
}

impl Use<'_> {
    fn breach(&self, what: String) -> Breach {
        Breach { file: self.file.to_owned(), line: self.line, what }
    }
}

/// Everything that a tree breaks, in the order of the files.
pub(crate) fn check(tree: &Tree) -> Vec<Breach> {
    let modules = Modules::of(tree);
    let uses = uses(tree, &modules);
    let mut breaches = Vec::new();
    for (path, facts) in tree.files() {
        breaches.extend(of_file(path, facts, &modules));
        breaches.extend(printing(path, facts, modules.is_for_tests(path)));
    }
    breaches.extend(floors(&uses));
    for used in &uses {
        breaches.extend(impure(used));
        breaches.extend(kept_in_one_place(used));
        breaches.extend(known_to_few(used));
    }
    breaches.extend(circles(&uses));
    breaches.extend(names_of_two_types(tree, &modules));
    breaches.extend(modules.missing.iter().map(|(file, line, name)| Breach {
        file: file.clone(),
        line: *line,
        what: format!("the module `{name}` has no file"),
    }));
    breaches.sort();
    breaches.dedup();
    breaches
}

/// Every path that a file names.
pub(crate) fn uses<'t>(tree: &'t Tree, modules: &'t Modules) -> Vec<Use<'t>> {
    let mut uses = Vec::new();
    for (file, facts) in tree.files() {
        let Some(module) = modules.of_file(file) else { continue };
        for named in &facts.paths {
            let from = [module.as_slice(), &named.scope].concat();
            uses.push(Use {
                file,
                line: named.line,
                module,
                written: named.segments.join("::"),
                is_for_tests: modules.is_for_tests(file) || facts.is_for_tests(named.line),
                targets: modules.resolve(&from, &named.segments),
            });
        }
    }
    uses
}

/// What every file owes its reader.
fn of_file(path: &str, facts: &Facts, modules: &Modules) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut add = |line, what| breaches.push(Breach { file: path.to_owned(), line, what });
    if let Some(error) = &facts.error {
        add(1, format!("could not be parsed: {error}"));
    }
    match modules.of_file(path) {
        None => add(1, "no module declares this file".to_owned()),
        Some(module) if floor_of(module).is_none() => {
            add(1, format!("`{}` stands on no floor: see ARCHITECTURE.md", name_of(module)));
        }
        Some(_) => {}
    }
    if !facts.has_opening {
        add(1, "does not open with a `//!` sentence that says what it is for".to_owned());
    }
    for import in facts.imports.iter().filter(|import| import.name.is_none()) {
        add(import.line, format!("`{}::*` hides what is imported", import.segments.join("::")));
    }
    let lines = facts.code_lines;
    if lines > MOST_LINES && !modules.is_for_tests(path) {
        add(1, format!("{lines} lines without comments and tests: does it still hold one thing?"));
    }
    breaches
}

/// A type's name stands for one type, so that a reader and a search find one.
fn names_of_two_types(tree: &Tree, modules: &Modules) -> Vec<Breach> {
    let mut known: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    let mut breaches = Vec::new();
    for (file, facts) in tree.files().filter(|(file, _)| !modules.is_for_tests(file)) {
        for (name, line) in facts.types.iter().filter(|(_, line)| !facts.is_for_tests(*line)) {
            let (first, at) = *known.entry(name).or_insert((file, *line));
            if (first, at) != (file, *line) {
                let what = format!("`{name}` is also the type at {first}:{at}");
                breaches.push(Breach { file: file.to_owned(), line: *line, what });
            }
        }
    }
    breaches
}

/// A module uses only floors below its own.
fn floors(uses: &[Use<'_>]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for used in uses {
        for target in &used.targets.modules {
            let (own, other) = (name_of(used.module), name_of(target));
            let (Some(floor), Some(below)) = (floor_of(used.module), floor_of(target)) else {
                continue;
            };
            if own == other || below < floor {
                continue;
            }
            let written = &used.written;
            breaches.push(used.breach(format!(
                "`{own}` (floor {floor}) uses `{other}` (floor {below}): `{written}`"
            )));
        }
    }
    breaches
}

/// Nothing between reading and reporting touches what is not given to it.
fn impure(used: &Use<'_>) -> Option<Breach> {
    let word = IMPURE.iter().find(|word| {
        let is_in = |path: &String| path == *word || path.starts_with(&format!("{word}::"));
        used.targets.outside.iter().any(|segments| is_in(&segments.join("::")))
    })?;
    let is_allowed = OUTSIDE.iter().any(|place| is_below(used.file, place));
    (!is_allowed && !used.is_for_tests)
        .then(|| used.breach(format!("only {} may use `{word}`", OUTSIDE.join(" and "))))
}

/// Nothing but the command line prints.
fn printing(path: &str, facts: &Facts, is_for_tests: bool) -> Vec<Breach> {
    if is_for_tests || OUTSIDE.iter().any(|place| is_below(path, place)) {
        return Vec::new();
    }
    let prints = |(name, line): &&(String, usize)| {
        PRINTING.contains(&name.as_str()) && !facts.is_for_tests(*line)
    };
    let breach = |(name, line): &(String, usize)| Breach {
        file: path.to_owned(),
        line: *line,
        what: format!("only {} may use `{name}!`", OUTSIDE.join(" and ")),
    };
    facts.macros.iter().filter(prints).map(breach).collect()
}

/// A crate that could be exchanged is named in one place.
fn kept_in_one_place(used: &Use<'_>) -> Option<Breach> {
    let mut names = used.targets.outside.iter().filter_map(|segments| segments.first());
    let (name, place) =
        names.find_map(|name| KEPT_IN_ONE_PLACE.iter().find(|(kept, _)| kept == name))?;
    (!is_below(used.file, place)).then(|| used.breach(format!("only {place} may use `{name}`")))
}

/// What knows one format is named where formats are listed.
fn known_to_few(used: &Use<'_>) -> Option<Breach> {
    let is_in = |module: &Module, kept: &str| {
        let name = module.join("::");
        name.strip_prefix(kept).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    let is_named = |kept: &str| used.targets.modules.iter().any(|it| is_in(it, kept));
    let (kept, places) = KNOWN_TO_FEW.iter().find(|(kept, _)| is_named(kept))?;
    let is_allowed =
        is_in(used.module, kept) || places.iter().any(|place| is_below(used.file, place));
    (!is_allowed).then(|| used.breach(format!("only {} may use `{kept}`", places.join(" and "))))
}

/// Whether a path is the file or the folder `place`, or below it.
pub(crate) fn is_below(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// The module that is on a floor.
fn name_of(module: &Module) -> &str {
    match module.as_slice() {
        [] => "lib",
        // What the program declares beside the library: the command line.
        [main, name, ..] if main == "main" => name,
        [name, ..] => name,
    }
}

pub(crate) fn floor_of(module: &Module) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&name_of(module)))
}
