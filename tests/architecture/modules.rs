//! The tree of modules that the files declare, and what a path in one of them leads to.

use crate::facts::{Facts, Segments};
use crate::limits::FOR_BUILD;
use crate::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// A module by the names that lead to it from the root of the crate. The program is `main`, beside the library.
pub(crate) type Module = Vec<String>;

/// The name by which `src/main.rs` knows the library.
const LIBRARY: &str = "needs_exec_role";

/// What is in a module.
#[derive(Default)]
struct Content {
    /// The nearest module around it that is a file: itself, or the one that it is in.
    file_module: Module,
    items: BTreeSet<String>,
    /// What each imported name may stand for.
    imports: BTreeMap<String, Vec<Segments>>,
    globs: Vec<Segments>,
}

/// All modules.
#[derive(Default)]
pub(crate) struct Modules {
    all: BTreeMap<Module, Content>,
    /// The module of each file, and whether it is compiled for tests only.
    files: BTreeMap<String, (Module, bool)>,
    /// Declarations without a file: the file that declares, the line and the name.
    pub(crate) missing: Vec<(String, usize, String)>,
}

/// What a path leads to.
#[derive(Default)]
pub(crate) struct Targets {
    /// The modules in which what it names is defined, and those that pass it on.
    pub(crate) modules: BTreeSet<Module>,
    /// Paths into other crates.
    pub(crate) outside: BTreeSet<Segments>,
}

impl Modules {
    /// The modules of a tree.
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut modules = Self::default();
        for (path, module) in [("src/lib.rs", vec![]), ("src/main.rs", vec!["main".to_owned()])] {
            if let Some(facts) = tree.facts(path) {
                modules.add(tree, path, facts, &module, false);
            }
        }
        // What only `build.rs` compiles stands where it would be in the library.
        if let Some(facts) = tree.facts(FOR_BUILD) {
            let module = ["rules", "build"].map(str::to_owned).to_vec();
            modules.add(tree, FOR_BUILD, facts, &module, false);
        }
        modules
    }

    /// Adds a file and what it declares.
    fn add(&mut self, tree: &Tree, path: &str, facts: &Facts, module: &Module, for_tests: bool) {
        if self.files.insert(path.to_owned(), (module.clone(), for_tests)).is_some() {
            return;
        }
        self.content(module, &[]);
        for (scope, name) in &facts.items {
            self.content(module, scope).items.insert(name.clone());
        }
        for import in &facts.imports {
            let content = self.content(module, &import.scope);
            match &import.name {
                Some(name) => {
                    content.imports.entry(name.clone()).or_default().push(import.segments.clone());
                }
                None => content.globs.push(import.segments.clone()),
            }
        }
        for declared in &facts.modules {
            let name = std::slice::from_ref(&declared.name);
            let names = [declared.scope.as_slice(), name].concat();
            if declared.is_inline {
                self.content(module, &names);
                continue;
            }
            let candidates = files_of(path, &names, declared.path.as_deref());
            let found = candidates.iter().find_map(|path| tree.facts(path).map(|it| (path, it)));
            let for_tests = for_tests || declared.is_for_tests;
            match found {
                Some((path, facts)) => {
                    let child = [module.as_slice(), &names].concat();
                    self.add(tree, path, facts, &child, for_tests);
                }
                None => self.missing.push((path.to_owned(), declared.line, declared.name.clone())),
            }
        }
    }

    fn content(&mut self, file_module: &Module, scope: &[String]) -> &mut Content {
        let content = self.all.entry([file_module.as_slice(), scope].concat()).or_default();
        content.file_module.clone_from(file_module);
        content
    }

    /// The module of a file; none if nothing declares it.
    pub(crate) fn of_file(&self, path: &str) -> Option<&Module> {
        self.files.get(path).map(|(module, _)| module)
    }

    /// Whether a file is compiled for tests only.
    pub(crate) fn is_for_tests(&self, path: &str) -> bool {
        self.files.get(path).is_some_and(|(_, for_tests)| *for_tests)
    }

    /// What a path leads to, where it is in this module. The modules are those of files.
    pub(crate) fn resolve(&self, from: &Module, segments: &[String]) -> Targets {
        let mut search = Search { modules: self, found: Targets::default(), seen: BTreeSet::new() };
        search.look_up(from, segments);
        let Targets { modules, outside } = search.found;
        let file_module = |module| Some(self.all.get(&module)?.file_module.clone());
        Targets { modules: modules.into_iter().filter_map(file_module).collect(), outside }
    }

    fn is_module(&self, parent: &Module, name: &str) -> Option<Module> {
        let child = [parent.as_slice(), &[name.to_owned()]].concat();
        self.all.contains_key(&child).then_some(child)
    }

    fn knows(&self, module: &Module, name: &str) -> bool {
        let content = self.all.get(module);
        self.is_module(module, name).is_some()
            || content.is_some_and(|it| it.items.contains(name) || it.imports.contains_key(name))
    }
}

/// Where the file of a module may be.
fn files_of(declaring: &str, names: &[String], path: Option<&str>) -> Vec<String> {
    let (folder, file) = declaring.rsplit_once('/').unwrap_or_default();
    if let Some(path) = path {
        return vec![format!("{folder}/{path}")];
    }
    let stem = file.trim_end_matches(".rs");
    let is_root = matches!(stem, "lib" | "main" | "mod");
    let below = if is_root { folder.to_owned() } else { format!("{folder}/{stem}") };
    let path = format!("{below}/{}", names.join("/"));
    vec![format!("{path}.rs"), format!("{path}/mod.rs")]
}

/// One search for what a path leads to.
struct Search<'m> {
    modules: &'m Modules,
    found: Targets,
    /// The imports that were followed, so that none is followed twice.
    seen: BTreeSet<(Module, String)>,
}

impl Search<'_> {
    /// Starts at the first name, as seen from a module.
    fn look_up(&mut self, from: &Module, segments: &[String]) {
        let Some((first, rest)) = segments.split_first() else { return };
        let root = if from.first().is_some_and(|it| it == "main") {
            vec!["main".to_owned()]
        } else {
            vec![]
        };
        match first.as_str() {
            "" => drop(self.found.outside.insert(rest.to_vec())),
            "crate" => self.walk(&root, rest),
            LIBRARY => self.walk(&vec![], rest),
            "self" | "super" => self.walk(from, segments),
            name if self.modules.knows(from, name) => self.walk(from, segments),
            _ => {
                self.found.outside.insert(segments.to_vec());
                self.walk_globs(from, segments);
            }
        }
    }

    /// Continues from a module.
    fn walk(&mut self, module: &Module, segments: &[String]) {
        let Some((name, rest)) = segments.split_first() else {
            self.found.modules.insert(module.clone());
            return;
        };
        match name.as_str() {
            "self" => return self.walk(module, rest),
            "super" => {
                let parent = module.split_last().map_or(&[][..], |(_, parent)| parent);
                return self.walk(&parent.to_vec(), rest);
            }
            _ => {}
        }
        let child = self.modules.is_module(module, name);
        if let Some(child) = &child {
            self.walk(child, rest);
        }
        // A function may have the name of a module, but nothing is found inside of a function.
        if child.is_none() || rest.is_empty() {
            self.walk_item(module, name, rest, child.is_some());
        }
    }

    fn walk_item(&mut self, module: &Module, name: &str, rest: &[String], is_module: bool) {
        let Some(content) = self.modules.all.get(module) else { return };
        let imports = content.imports.get(name).map(Vec::as_slice).unwrap_or_default();
        if !is_module || content.items.contains(name) || !imports.is_empty() {
            self.found.modules.insert(module.clone());
        }
        if imports.is_empty() || !self.seen.insert((module.clone(), name.to_owned())) {
            if !is_module {
                self.walk_globs(module, &[&[name.to_owned()], rest].concat());
            }
            return;
        }
        for import in imports {
            self.look_up(module, &[import, rest].concat());
        }
    }

    fn walk_globs(&mut self, module: &Module, segments: &[String]) {
        let Some(content) = self.modules.all.get(module) else { return };
        for glob in &content.globs {
            if self.seen.insert((module.clone(), glob.join("::") + "::*")) {
                self.look_up(module, &[glob, segments].concat());
            }
        }
    }
}
