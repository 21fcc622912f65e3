//! Which files make a module: the configuration of each folder in the order of Terraform, and the values of variables.

use crate::base::maps::HashMap;
use crate::base::sorting::sort_by_key;
use crate::base::source::{Source, Span};
use crate::input::identify::is_module_text;

/// The endings of configuration files, each with the one of the file that `OpenTofu` reads instead.
const CONFIGURATION: [(&str, Option<&str>); 4] = [
    (".tf", Some(".tofu")),
    (".tofu", None),
    (".tf.json", Some(".tofu.json")),
    (".tofu.json", None),
];

/// The files that give variables their values without being named, the first of all.
const DEFAULT_VALUES: [&str; 2] = ["terraform.tfvars", "terraform.tfvars.json"];

/// The endings of the others.
const AUTO_VALUES: [&str; 2] = [".auto.tfvars", ".auto.tfvars.json"];

/// The name of standard input.
const STDIN: &str = "<stdin>";

/// What Terraform reads a file of a module's folder for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleFileKind {
    /// It is a part of the module: `*.tf`, `*.tofu`, and the same in JSON.
    Configuration,
    /// It sets variables, if the module is the root: `terraform.tfvars`, `*.auto.tfvars`, and the same in JSON.
    Values,
}

impl ModuleFileKind {
    /// The kind of a file, by its path; none if Terraform does not read it by itself.
    pub fn of(path: &str) -> Option<Self> {
        let name = name_of(path);
        if is_values(name) {
            return Some(Self::Values);
        }
        // What an editor keeps beside a file is passed over.
        let is_ignored = name.starts_with('.') || name.ends_with('~');
        (!is_ignored && ending(name).is_some()).then_some(Self::Configuration)
    }
}

/// Whether a source is a module: a file of it is configuration, or its text reads like that.
pub fn is_module(source: &Source) -> bool {
    let is_configuration =
        |name: &str| ModuleFileKind::of(name) == Some(ModuleFileKind::Configuration);
    source.files().any(|(name, _)| is_configuration(name)) || is_module_text(source)
}

/// A file of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModuleFile<'s> {
    /// Its path, as it is shown.
    pub name: &'s str,
    /// Its text.
    pub text: &'s str,
    /// Where that is in the source.
    pub span: Span,
}

/// A configuration file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfigurationText<'s> {
    /// The file.
    pub file: ModuleFile<'s>,
    /// Whether it is in the JSON syntax.
    pub is_json: bool,
    /// Whether its blocks are merged over those of the others.
    pub is_override: bool,
}

/// A folder of a source: a module, if it has configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModuleFolder<'s> {
    /// Its path, [normalized].
    pub path: String,
    /// Its configuration in the order in which Terraform reads it: the overriding files come last.
    pub configuration: Vec<ConfigurationText<'s>>,
    /// What sets the variables of a root module; the last that sets one counts.
    pub values: Vec<ModuleFile<'s>>,
}

/// The files of a source, by folder.
#[derive(Clone, Debug, Default)]
pub struct ModuleFiles<'s> {
    /// The folders, that of the root module first.
    folders: Vec<ModuleFolder<'s>>,
    by_path: HashMap<String, usize>,
    texts: HashMap<String, ModuleFile<'s>>,
}

impl<'s> ModuleFiles<'s> {
    /// The files of a source; the folder of the first is the root module.
    pub fn of(source: &'s Source) -> Self {
        let files = source.files();
        let file = |(name, span)| ModuleFile { name, text: source.slice(span), span };
        let mut all = Self::of_files(files.map(file));
        let has_some = all.folders.iter().any(|it| !it.configuration.is_empty());
        if !has_some && let Some((first, only)) = all.folders.first_mut().zip(source.files().next())
        {
            first.configuration.push(configuration(file(only)));
        }
        all
    }

    /// Some files; the folder of the first is the root module.
    pub(super) fn of_files(files: impl IntoIterator<Item = ModuleFile<'s>>) -> Self {
        let mut all = Self::default();
        for file in files {
            all.texts.entry(normalized(file.name)).or_insert(file);
            all.add(file);
        }
        for folder in &mut all.folders {
            folder.sort();
        }
        all
    }

    fn add(&mut self, file: ModuleFile<'s>) {
        let path = normalized(folder_of(file.name));
        let next = self.folders.len();
        let number = *self.by_path.entry(path.clone()).or_insert(next);
        if number == next {
            self.folders.push(ModuleFolder { path, ..ModuleFolder::default() });
        }
        let Some(folder) = self.folders.get_mut(number) else { return };
        match ModuleFileKind::of(file.name) {
            Some(ModuleFileKind::Values) => folder.values.push(file),
            Some(ModuleFileKind::Configuration) => folder.configuration.push(configuration(file)),
            None if file.name == STDIN => folder.configuration.push(configuration(file)),
            None => {}
        }
    }

    /// All folders, that of the root module first.
    pub fn folders(&self) -> impl Iterator<Item = &ModuleFolder<'s>> {
        self.folders.iter()
    }

    /// The folder of the root module.
    pub fn root(&self) -> Option<&ModuleFolder<'s>> {
        self.folders.first()
    }

    /// The folder of a path.
    #[cfg(test)]
    fn folder(&self, path: &str) -> Option<&ModuleFolder<'s>> {
        self.folders.get(self.number(path)?)
    }

    /// Which folder that is.
    pub(super) fn number(&self, path: &str) -> Option<usize> {
        self.by_path.get(&normalized(path)).copied()
    }

    /// A folder, by its number.
    pub(super) fn numbered(&self, number: usize) -> Option<&ModuleFolder<'s>> {
        self.folders.get(number)
    }

    /// The file of a path, whatever it is.
    pub fn file(&self, path: &str) -> Option<ModuleFile<'s>> {
        self.texts.get(&normalized(path)).copied()
    }
}

impl ModuleFolder<'_> {
    /// Sorts as Terraform reads, without the files for which `OpenTofu` has another.
    fn sort(&mut self) {
        let names: Vec<&str> = self.configuration.iter().map(|it| name_of(it.file.name)).collect();
        let is_replaced = |name: &str| {
            let Some((stem, (_, Some(tofu)))) = ending(name) else { return false };
            names.iter().any(|other| other.strip_prefix(stem) == Some(tofu))
        };
        let replaced: Vec<bool> = names.iter().map(|name| is_replaced(name)).collect();
        let mut is_kept = replaced.into_iter().map(|it| !it);
        self.configuration.retain(|_| is_kept.next().unwrap_or(true));
        sort_by_key(&mut self.configuration, |it| (it.is_override, name_of(it.file.name)));
        sort_by_key(&mut self.values, |it| {
            let name = name_of(it.name);
            let default = DEFAULT_VALUES.iter().position(|known| *known == name);
            (default.unwrap_or(DEFAULT_VALUES.len()), name)
        });
    }
}

fn configuration(file: ModuleFile<'_>) -> ConfigurationText<'_> {
    let name = name_of(file.name);
    let stem = ending(name).map_or(name, |(stem, _)| stem);
    ConfigurationText {
        file,
        is_json: name.ends_with(".json"),
        is_override: stem == "override" || stem.ends_with("_override"),
    }
}

fn is_values(name: &str) -> bool {
    DEFAULT_VALUES.contains(&name) || AUTO_VALUES.iter().any(|it| name.ends_with(it))
}

/// What is before the ending of a configuration file, and the row of that.
fn ending(name: &str) -> Option<(&str, (&'static str, Option<&'static str>))> {
    CONFIGURATION.into_iter().find_map(|row| {
        let stem = name.strip_suffix(row.0)?;
        Some((stem, row))
    })
}

/// The last part of a path.
pub(super) fn name_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The folder that a file is in, as it is written; empty for the current one.
pub fn folder_of(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
        None => "",
    }
}

/// A path without steps that lead nowhere: two of them are the same place if they are equal.
pub fn normalized(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            // There is nothing above the root.
            ".." if path.starts_with('/') => {}
            step => steps.push(step),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", steps.join("/"))
}

/// A path that is relative to a folder, from where the folder's own path is taken, and written like that.
pub fn joined(folder: &str, path: &str) -> String {
    let whole = match folder {
        _ if path.starts_with('/') => normalized(path),
        "" => normalized(path),
        folder => normalized(&format!("{folder}/{path}")),
    };
    let is_from_here = folder == "." || folder.starts_with("./");
    match whole.as_str() {
        "" => ".".to_owned(),
        it if is_from_here && !it.starts_with("../") && !it.starts_with('/') && it != ".." => {
            format!("./{it}")
        }
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails loudly")]

    use super::{ModuleFileKind, ModuleFiles, is_module, joined, name_of, normalized};
    use crate::base::source::Source;

    fn source(names: &[&str]) -> Source {
        let files: Vec<_> =
            names.iter().map(|name| Source::new(*name, format!("# {name}"))).collect();
        Source::of_files("module", &files)
    }

    #[test]
    fn configuration_is_in_the_order_of_terraform() {
        for (names, expected) in [
            (["b.tf", "a.tf.json", "B.tf"].as_slice(), ["B.tf", "a.tf.json", "b.tf"].as_slice()),
            // What overrides comes last, in the order of its own names.
            (
                &["override.tf", "a_override.tf.json", "main.tf", "override_a.tf"],
                &["main.tf", "override_a.tf", "a_override.tf.json", "override.tf"],
            ),
            (
                &["main.tf", "main.tofu", "main.tf.json", "x_override.tf", "x_override.tofu"],
                &["main.tf.json", "main.tofu", "x_override.tofu"],
            ),
            (&["main.tf.json", "main.tofu.json", "other.tf"], &["main.tofu.json", "other.tf"]),
            (&["main.tf", "notes.md", ".main.tf", "main.tf~"], &["main.tf"]),
        ] {
            let source = source(names);
            let files = ModuleFiles::of(&source);
            let order = files.root().unwrap().configuration.iter();
            assert_eq!(order.map(|it| it.file.name).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn a_file_overrides_by_its_name() {
        let source = source(&["main.tf", "override.tofu", "x_override.tf.json", "my-override.tf"]);
        let files = ModuleFiles::of(&source);
        let kinds = files.root().unwrap().configuration.iter();
        let kinds: Vec<_> = kinds.map(|it| (it.file.name, it.is_json, it.is_override)).collect();
        let expected = [
            ("main.tf", false, false),
            ("my-override.tf", false, false),
            ("override.tofu", false, true),
            ("x_override.tf.json", true, true),
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn the_last_file_of_values_counts_most() {
        let source = source(&[
            "main.tf",
            "b.auto.tfvars",
            "terraform.tfvars.json",
            "a.auto.tfvars.json",
            "terraform.tfvars",
            "prod.tfvars",
        ]);
        let files = ModuleFiles::of(&source);
        let values: Vec<_> = files.root().unwrap().values.iter().map(|it| it.name).collect();
        let expected =
            ["terraform.tfvars", "terraform.tfvars.json", "a.auto.tfvars.json", "b.auto.tfvars"];
        assert_eq!(values, expected);
    }

    #[test]
    fn files_are_found_by_folder_and_path() {
        let source = source(&["./app/main.tf", "./app/web.json", "shared/x/../main.tf"]);
        let files = ModuleFiles::of(&source);
        assert_eq!(files.root().map(|it| it.path.as_str()), Some("app"));
        let shared = files.folder("./shared/").unwrap();
        let [only] = shared.configuration.as_slice() else { panic!("{shared:?}") };
        assert_eq!(only.file.text, "# shared/x/../main.tf");
        assert_eq!(source.slice(only.file.span), only.file.text);
        assert_eq!(files.file("app/./web.json").map(|it| it.text), Some("# ./app/web.json"));
        assert!(files.file("web.json").is_none() && files.folder("other").is_none());
    }

    #[test]
    fn what_makes_a_module() {
        for (name, text, expected) in [
            ("main.tf", "", true),
            ("a/main.tofu", "", true),
            ("main.tf.json", "{}", true),
            ("main.tofu.json", "{}", true),
            ("<stdin>", "resource \"a\" \"b\" {\n}\n", true),
            ("<stdin>", "{}", false),
            ("main.txt", "resource \"a\" \"b\" {\n}\n", true),
            ("terraform.tfvars", "a = 1", false),
            ("terragrunt.hcl", "a = 1", false),
            ("main.json", "{}", false),
            (".main.tf", "", false),
        ] {
            assert_eq!(is_module(&Source::new(name, text)), expected, "{name}");
        }
        assert_eq!(ModuleFileKind::of("a/terraform.tfvars"), Some(ModuleFileKind::Values));
        assert_eq!(ModuleFileKind::of("a/prod.tfvars"), None);
    }

    #[test]
    fn paths_are_joined_as_they_are_written() {
        for (folder, path, expected) in [
            ("", "./modules/x", "modules/x"),
            (".", "./modules/x", "./modules/x"),
            ("", "../x", "../x"),
            (".", "../x", "../x"),
            ("./a", "../x", "./x"),
            ("a", "../../x", "../x"),
            ("a", "..", "."),
            ("/srv/a", "../x", "/srv/x"),
            ("/srv", "../../x", "/x"),
            ("a//b", "c/./d", "a/b/c/d"),
        ] {
            assert_eq!(joined(folder, path), expected, "{path} in {folder}");
        }
        assert_eq!(normalized("./"), "");
        assert_eq!(name_of("a/b.tf"), "b.tf");
    }
}
