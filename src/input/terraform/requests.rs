//! What a file of a module asks for beside itself, found in its text alone: the modules that it calls, and the files that
//! its functions read.

use super::files::{ModuleFileKind, name_of};
use crate::base::maps::HashMap;
use crate::input::READS_TERRAFORM;
use crate::syntax::hcl::{
    self, Expression, ExpressionKind, FunctionCall, HclBody, PathStepKind, TemplatePart,
    TemplatePartKind, visit_parts,
};
use crate::syntax::{Aliases, Node, json};

/// Where `terraform init` writes which folder each module that it downloads is in, from the folder of the root module.
pub(super) const MANIFEST: &str = ".terraform/modules/modules.json";

/// The functions that read a file of the path that is their first argument.
const READING: [&str; 4] = ["file", "templatefile", "fileexists", "filebase64"];

/// What a file asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileRequests {
    /// The modules that it calls.
    pub(super) calls: Vec<RequestedModule>,
    /// The files that it reads.
    pub(super) paths: Vec<RequestedPath>,
    /// Whether it reads a file whose path is made of values, so that only these tell which it is.
    computes_paths: bool,
    /// The folders of the downloaded modules, by their keys, where it is the file that lists them.
    pub(super) downloaded: HashMap<String, String>,
}

/// A call of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestedModule {
    /// What it is called.
    pub(super) name: String,
    /// The folder of a local module, from the folder of the file; none for one that is somewhere else.
    pub(super) folder: Option<String>,
}

/// The path of a file that a function reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestedPath {
    /// What it is relative to.
    pub(super) base: PathBase,
    /// The path from there.
    pub(super) path: String,
}

/// What a path is relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathBase {
    /// The folder of the module: `path.module`.
    Module,
    /// The folder of the root module, in which Terraform runs: `path.root`, `path.cwd`, or nothing.
    Root,
}

impl FileRequests {
    /// What a file asks for; nothing if it is neither configuration nor the list of downloaded modules.
    pub fn read(path: &str, text: &str) -> Self {
        if !READS_TERRAFORM {
            return Self::default();
        }
        let is_manifest = path.ends_with(MANIFEST);
        let is_configuration = || ModuleFileKind::of(path) == Some(ModuleFileKind::Configuration);
        if is_manifest {
            return Self { downloaded: downloaded(text), ..Self::default() };
        }
        if !is_configuration() || !(has_module(text) || has_reading_call(text)) {
            return Self::default();
        }
        if name_of(path).ends_with(".json") { Self::of_json(text) } else { Self::of_hcl(text) }
    }

    /// Adds the paths that a call of a function may read.
    fn add_paths(&mut self, expression: &Expression<'_>) {
        if let ExpressionKind::Call(FunctionCall { name, arguments, .. }) = &expression.kind
            && READING.contains(&name.strip_prefix("core::").unwrap_or(name))
            && let Some(path) = arguments.first()
        {
            self.computes_paths |= !add_paths(&mut self.paths, path);
        }
    }

    /// Whether it reads a file whose path is made of values, so that only these tell which it is.
    pub fn computes_paths(&self) -> bool {
        self.computes_paths
    }

    fn of_hcl(text: &str) -> Self {
        let body = hcl::read(text, 0).value;
        let mut requests = Self { calls: calls(&body), ..Self::default() };
        if has_reading_call(text) {
            body.visit(&mut |it| requests.add_paths(it));
        }
        requests
    }

    fn of_json(text: &str) -> Self {
        let mut requests = Self::default();
        for document in json::read(text).documents {
            requests.calls.extend(calls_in_json(&document));
            let strings = document.walk(Aliases::Written).filter_map(Node::as_str);
            for string in strings.filter(|it| has_reading_call(it)) {
                let parts = hcl::read_template(string, 0).value;
                visit_parts(&parts, &mut |it| requests.add_paths(it));
            }
        }
        requests
    }
}

/// Whether a block of a text may call a module.
fn has_module(text: &str) -> bool {
    text.match_indices("module").any(|(at, word)| {
        let before = text.get(..at).and_then(|it| it.bytes().next_back());
        let after = text.get(at + word.len()..).and_then(|it| it.bytes().next());
        before.is_none_or(|it| it.is_ascii_whitespace() || it == b'"')
            && after.is_some_and(|it| it.is_ascii_whitespace() || it == b'"')
    })
}

/// Whether a text may have a call of a function that reads a file.
fn has_reading_call(text: &str) -> bool {
    text.match_indices("file").any(|(at, word)| {
        let after = text.get(at + word.len()..).unwrap_or_default();
        let after =
            ["exists", "base64"].iter().find_map(|it| after.strip_prefix(it)).unwrap_or(after);
        after.trim_start().starts_with('(')
    })
}

/// The calls of modules in a file.
fn calls(body: &HclBody<'_>) -> Vec<RequestedModule> {
    let blocks = body.blocks_of("module").filter_map(|block| {
        let name = block.labels.first()?.text.clone().into_owned();
        let source = block.body.attribute("source")?.value.kind.as_literal();
        Some(RequestedModule { name, folder: source.as_deref().and_then(local_folder) })
    });
    blocks.collect()
}

/// The calls of modules in a file in the JSON syntax, in which each level may be a list.
fn calls_in_json(document: &Node<'_>) -> Vec<RequestedModule> {
    let blocks = document.items_or_self().iter().filter_map(|it| it.get("module"));
    let named = blocks.flat_map(Node::items_or_self).filter_map(Node::as_map);
    let calls = named.flat_map(|it| &it.entries).flat_map(|entry| {
        let bodies = entry.value.items_or_self().iter();
        let sources = bodies.filter_map(|it| it.get("source")?.as_str());
        sources.map(|source| RequestedModule {
            name: entry.key.clone().into_owned(),
            folder: local_folder(source),
        })
    });
    calls.collect()
}

/// The folder that a source names, if it is a local one.
fn local_folder(source: &str) -> Option<String> {
    let is_local = source.starts_with("./") || source.starts_with("../");
    is_local.then(|| source.to_owned())
}

/// Adds the path that an expression is, or each that it may be; false if it may be another one.
fn add_paths(paths: &mut Vec<RequestedPath>, expression: &Expression<'_>) -> bool {
    match &expression.kind {
        ExpressionKind::Template(parts) => {
            let path = requested_path(parts);
            let is_written = path.is_some() || expression.kind.as_literal().is_some();
            paths.extend(path);
            is_written
        }
        ExpressionKind::Conditional(conditional) => {
            let then = add_paths(paths, &conditional.then);
            add_paths(paths, &conditional.otherwise) && then
        }
        ExpressionKind::Call(FunctionCall { name: "coalesce" | "try", arguments, .. }) => {
            let others = arguments.iter().filter(|it| !add_paths(paths, it)).count();
            others == 0
        }
        kind => matches!(kind, ExpressionKind::Null),
    }
}

/// The path of a file, if it is written out.
fn requested_path(parts: &[TemplatePart<'_>]) -> Option<RequestedPath> {
    let (base, rest) = match parts.split_first()? {
        (TemplatePart { kind: TemplatePartKind::Interpolation(first), .. }, rest) => {
            (Some(path_base(first)?), rest)
        }
        _ => (None, parts),
    };
    let path = ExpressionKind::Template(rest.to_vec()).as_literal()?;
    let path = match base {
        Some(_) => path.strip_prefix('/')?,
        // Outside of the repository, whatever it is.
        None if path.starts_with(['/', '~']) => return None,
        None => &path,
    };
    let base = base.unwrap_or(PathBase::Root);
    (!path.is_empty()).then(|| RequestedPath { base, path: path.to_owned() })
}

/// The folder that `path.module` and the like name.
fn path_base(expression: &Expression<'_>) -> Option<PathBase> {
    let ExpressionKind::Path(path) = &expression.kind else { return None };
    let (ExpressionKind::Name("path"), [step]) = (&path.start.kind, path.steps.as_slice()) else {
        return None;
    };
    match step.kind {
        PathStepKind::Attribute("module") => Some(PathBase::Module),
        PathStepKind::Attribute("root" | "cwd") => Some(PathBase::Root),
        _ => None,
    }
}

/// The folders of a list of downloaded modules, by their keys: the names of the calls, with dots between them.
pub(super) fn downloaded(text: &str) -> HashMap<String, String> {
    let documents = json::read(text).documents;
    let lists = documents.iter().filter_map(|it| it.get("Modules")?.as_list());
    let modules = lists.flatten().filter_map(|it| {
        let value = |key: &str| it.get(key)?.as_str().map(str::to_owned);
        Some((value("Key")?, value("Dir")?))
    });
    modules.collect()
}
