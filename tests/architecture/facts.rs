//! What one file says: the modules it declares, what it imports and defines, and every path that it names.

use crate::tokens;
use std::ops::RangeInclusive;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, UseTree};

/// The names of a path. A path that starts with `::` starts with an empty name.
pub(crate) type Segments = Vec<String>;

/// A module that a file declares.
pub(crate) struct Declared {
    /// The inline modules around it.
    pub(crate) scope: Segments,
    pub(crate) name: String,
    /// Whether it is in this file.
    pub(crate) is_inline: bool,
    /// `#[path = "…"]`.
    pub(crate) path: Option<String>,
    /// Whether it is compiled for tests only.
    pub(crate) is_for_tests: bool,
    pub(crate) line: usize,
}

/// A name that a file imports; a glob has none.
pub(crate) struct Import {
    pub(crate) scope: Segments,
    pub(crate) name: Option<String>,
    pub(crate) segments: Segments,
    pub(crate) line: usize,
}

/// A path that a file names: in an import, an expression, a type, a pattern, an attribute or a macro.
pub(crate) struct Named {
    pub(crate) scope: Segments,
    pub(crate) segments: Segments,
    pub(crate) line: usize,
}

/// What one file says.
#[derive(Default)]
pub(crate) struct Facts {
    /// Why it could not be parsed.
    pub(crate) error: Option<String>,
    /// Whether it opens with a comment about itself.
    pub(crate) has_opening: bool,
    /// How many of its lines are neither a comment nor a test.
    pub(crate) code_lines: usize,
    pub(crate) modules: Vec<Declared>,
    pub(crate) imports: Vec<Import>,
    /// The names it defines, each with the inline modules around it.
    pub(crate) items: Vec<(Segments, String)>,
    /// The types and traits it defines, each with its line.
    pub(crate) types: Vec<(String, usize)>,
    pub(crate) paths: Vec<Named>,
    /// The macros it calls: the last name of each, and its line.
    pub(crate) macros: Vec<(String, usize)>,
    /// The lines of the items that are compiled for tests only.
    tests: Vec<RangeInclusive<usize>>,
}

impl Facts {
    /// Reads a file.
    pub(crate) fn of(text: &str) -> Self {
        let mut reader = Reader { facts: Self::default(), scope: Vec::new() };
        match syn::parse_file(text) {
            Ok(file) => reader.visit_file(&file),
            Err(error) => reader.facts.error = Some(error.to_string()),
        }
        let mut facts = reader.facts;
        facts.has_opening = text.starts_with("//! ");
        facts.code_lines = (1..)
            .zip(text.lines())
            .filter(|(number, line)| !facts.is_for_tests(*number) && !is_comment(line))
            .count();
        facts
    }

    /// The lines of the first item that is compiled for tests only.
    pub(crate) fn first_test(&self) -> Option<&RangeInclusive<usize>> {
        self.tests.iter().min_by_key(|lines| *lines.start())
    }

    /// Whether a line is compiled for tests only.
    pub(crate) fn is_for_tests(&self, line: usize) -> bool {
        self.tests.iter().any(|lines| lines.contains(&line))
    }
}

/// Whether an item gives a type its name. An alias of the same name is the same type, with arguments.
fn is_type(item: &Item) -> bool {
    match item {
        Item::Type(alias) => match alias.ty.as_ref() {
            syn::Type::Path(path) => {
                path.path.segments.last().is_none_or(|last| last.ident != alias.ident)
            }
            _ => true,
        },
        Item::Struct(_) | Item::Enum(_) | Item::Trait(_) | Item::Union(_) => true,
        _ => false,
    }
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// Goes through a file and notes its facts.
struct Reader {
    facts: Facts,
    /// The inline modules around the present place.
    scope: Segments,
}

impl Reader {
    fn name_path(&mut self, segments: Segments, line: usize) {
        if segments.len() > 1 {
            self.facts.paths.push(Named { scope: self.scope.clone(), segments, line });
        }
    }

    fn import(&mut self, name: Option<String>, segments: Segments, line: usize) {
        let scope = self.scope.clone();
        self.facts.paths.push(Named { scope, segments: segments.clone(), line });
        self.facts.imports.push(Import { scope: self.scope.clone(), name, segments, line });
    }

    fn scan(&mut self, tokens: proc_macro2::TokenStream) {
        let found = tokens::scan(tokens);
        for (segments, line) in found.paths {
            self.name_path(segments, line);
        }
        self.facts.macros.extend(found.macros);
    }

    /// Notes the leaves of an import.
    fn import_tree(&mut self, tree: &UseTree, before: &[String]) {
        let line = tree.span().start().line;
        let with = |name: &syn::Ident| [before, &[plain(name)]].concat();
        match tree {
            UseTree::Path(path) => self.import_tree(&path.tree, &with(&path.ident)),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import_tree(tree, before);
                }
            }
            UseTree::Glob(_) => self.import(None, before.to_vec(), line),
            UseTree::Name(name) if name.ident == "self" => {
                self.import(before.last().cloned(), before.to_vec(), line);
            }
            UseTree::Name(name) => self.import(Some(plain(&name.ident)), with(&name.ident), line),
            UseTree::Rename(name) if name.ident == "self" => {
                self.import(Some(plain(&name.rename)), before.to_vec(), line);
            }
            UseTree::Rename(name) => {
                self.import(Some(plain(&name.rename)), with(&name.ident), line);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_for_tests(attributes_of(item)) {
            self.facts.tests.push(lines_of(item));
        }
        if let Some(name) = name_of(item) {
            self.facts.items.push((self.scope.clone(), plain(name)));
            if is_type(item) {
                self.facts.types.push((plain(name), name.span().start().line));
            }
        }
        visit::visit_item(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        if let ImplItem::Fn(function) = item
            && is_for_tests(&function.attrs)
        {
            self.facts.tests.push(lines_of(item));
        }
        visit::visit_impl_item(self, item);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let name = plain(&module.ident);
        self.facts.modules.push(Declared {
            scope: self.scope.clone(),
            name: name.clone(),
            is_inline: module.content.is_some(),
            path: module.attrs.iter().find_map(path_attribute),
            is_for_tests: is_for_tests(&module.attrs),
            line: module.ident.span().start().line,
        });
        self.scope.push(name);
        visit::visit_item_mod(self, module);
        self.scope.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let start = if item.leading_colon.is_some() { vec![String::new()] } else { Vec::new() };
        self.import_tree(&item.tree, &start);
        visit::visit_item_use(self, item);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let name = item.rename.as_ref().map_or(&item.ident, |(_, name)| name);
        let segments = vec![String::new(), plain(&item.ident)];
        self.import(Some(plain(name)), segments, item.ident.span().start().line);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.name_path(segments_of(path), line_of(path));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        let line = line_of(&called.path);
        if let Some(last) = called.path.segments.last() {
            self.facts.macros.push((plain(&last.ident), line));
        }
        visit::visit_macro(self, called);
        self.scan(called.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        visit::visit_attribute(self, attribute);
        if let syn::Meta::List(list) = &attribute.meta {
            self.scan(list.tokens.clone());
        }
    }
}

/// A name without the `r#` that makes a keyword of it.
pub(crate) fn plain(name: &syn::Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

fn segments_of(path: &syn::Path) -> Segments {
    let start = path.leading_colon.is_some().then(String::new);
    start.into_iter().chain(path.segments.iter().map(|it| plain(&it.ident))).collect()
}

fn line_of(path: &syn::Path) -> usize {
    path.segments.first().map_or(0, |first| first.ident.span().start().line)
}

fn lines_of(item: &impl Spanned) -> RangeInclusive<usize> {
    let span = item.span();
    span.start().line..=span.end().line
}

/// Whether something is compiled for tests only.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_condition = attribute.path().is_ident("cfg");
        let words = || match &attribute.meta {
            syn::Meta::List(list) => list.tokens.to_string(),
            _ => String::new(),
        };
        attribute.path().is_ident("test") || is_condition && words() == "test"
    })
}

/// The text of `#[path = "…"]`.
fn path_attribute(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn attributes_of(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        Item::ExternCrate(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::ForeignMod(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Mod(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Struct(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        Item::TraitAlias(it) => &it.attrs,
        Item::Type(it) => &it.attrs,
        Item::Union(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        _ => &[],
    }
}

/// The name that an item defines; imports and modules are noted by themselves.
fn name_of(item: &Item) -> Option<&syn::Ident> {
    match item {
        Item::Const(it) => Some(&it.ident),
        Item::Enum(it) => Some(&it.ident),
        Item::Fn(it) => Some(&it.sig.ident),
        Item::Macro(it) => it.ident.as_ref(),
        Item::Static(it) => Some(&it.ident),
        Item::Struct(it) => Some(&it.ident),
        Item::Trait(it) => Some(&it.ident),
        Item::TraitAlias(it) => Some(&it.ident),
        Item::Type(it) => Some(&it.ident),
        Item::Union(it) => Some(&it.ident),
        _ => None,
    }
}
