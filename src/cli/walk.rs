//! Paths → inputs: files as they are named, and the files of a directory that may hold task definitions.

use super::Failure;
use super::args::{Arguments, PathArguments};
use super::files::is_stdin;
use super::modules::{self, FoundPath, inputs};
use crate::workspace::{
    Checkers, Discovery, FoundConfiguration, Input, Patterns, WalkedPath, Workspace,
    is_configuration, walk,
};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// What some paths stand for.
#[derive(Debug, Default)]
pub(super) struct InputFiles {
    /// What is read, in order: a directory's files sorted by name.
    pub(super) inputs: Vec<Input>,
    /// How many named files were passed over, since they are excluded.
    pub(super) skipped: usize,
    /// The configurations whose every file is among them.
    pub(super) walked: Vec<Arc<FoundConfiguration>>,
}

/// What the paths of the command line stand for. A path that cannot be walked stays, for the error that
/// reading it gives; a file that several paths lead to is there once.
///
/// # Errors
/// There is no path, or a pattern is none.
pub(super) fn expand(
    given: &PathArguments,
    discovery: &Arc<Discovery>,
) -> Result<InputFiles, Failure> {
    let paths = given.paths.as_slice();
    if paths.is_empty() {
        let message = "nothing to check: pass a file, a directory, or - for standard input";
        return Err(Failure(message.into()));
    }
    let excluded = patterns(&given.exclude, discovery.here())?;
    let mut found = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        if path.is_dir() {
            let met = walk(path, &excluded, discovery).into_iter();
            found.extend(met.map(|it| match it {
                WalkedPath::File(file) => FoundPath::File(Input::met(file)),
                WalkedPath::Module(folder) => {
                    FoundPath::Module { folder, top: path.clone(), named: None }
                }
            }));
        } else if is_configuration(path) {
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            let (top, named) = (folder.clone(), Some(path.clone()));
            found.push(FoundPath::Module { folder, top, named });
        } else {
            let meant = if index == 0 { misspelt_command(path) } else { None };
            found.push(FoundPath::File(Input { meant, ..Input::named(path.clone()) }));
        }
    }
    let mut found = InputFiles { inputs: inputs(found), ..InputFiles::default() };
    if paths.len() > 1 {
        found.inputs = once_each(found.inputs);
    }
    Ok(found)
}

/// The patterns of `--exclude`. One that begins with `/` is relative to the current directory.
fn patterns(exclude: &[String], here: &Path) -> Result<Patterns, Failure> {
    Patterns::new(here, exclude.iter().map(String::as_str)).map_err(|(index, error)| {
        let glob = exclude.get(index).map(String::as_str).unwrap_or_default();
        Failure(format!("--exclude {glob}: {error}"))
    })
}

impl InputFiles {
    /// Finds the settings of the inputs, and loads those that are modules.
    pub(super) fn settle(&mut self, workspace: &Workspace) -> Result<Checkers, Failure> {
        modules::settle(&mut self.inputs, workspace)
    }

    /// Lets go of the texts of modules, which have been changed on the disk.
    pub(super) fn forget_modules(&mut self) {
        let modules = self.inputs.iter_mut().filter_map(|it| it.module.as_mut());
        modules.for_each(|it| it.forget());
    }

    /// Lets named files count as those that are met in a folder: what holds no task definition is passed over, and
    /// what is excluded is not read.
    pub(super) fn skip_unrelated(
        &mut self,
        given: &PathArguments,
        workspace: &Workspace,
    ) -> Result<(), Failure> {
        let excluded = patterns(&given.exclude, workspace.discovery.here())?;
        let mut kept = Vec::with_capacity(self.inputs.len());
        for input in std::mem::take(&mut self.inputs) {
            if input.is_named && is_excluded(&input, &excluded, workspace)? {
                self.skipped += 1;
            } else {
                kept.push(Input { may_be_unrelated: true, ..input });
            }
        }
        self.inputs = kept;
        Ok(())
    }
}

/// Whether the command line or the configuration excludes a file that is named.
fn is_excluded(input: &Input, excluded: &Patterns, workspace: &Workspace) -> Result<bool, Failure> {
    let is_matched = |path: &Path| {
        let path = workspace.discovery.absolute(path);
        let from_here = path.strip_prefix(workspace.discovery.here());
        from_here.is_ok_and(|path| excluded.match_file(path))
    };
    let is_matched = match &input.module {
        Some(module) => module.folder.configuration().all(|it| is_matched(&it)),
        None => !is_stdin(&input.path) && is_matched(&input.path),
    };
    if is_matched {
        return Ok(true);
    }
    workspace.is_excluded(input)
}

/// The inputs without those that are there already under another name. One that the user named stays
/// named, whichever path came first.
fn once_each(inputs: Vec<Input>) -> Vec<Input> {
    let mut places: HashMap<PathBuf, usize> = HashMap::new();
    let mut distinct: Vec<Input> = Vec::with_capacity(inputs.len());
    for input in inputs {
        let identity = match &input.module {
            Some(module) => module.folder.real().to_owned(),
            None if is_stdin(&input.path) => input.path.clone(),
            None => fs::canonicalize(&input.path).unwrap_or_else(|_| input.path.clone()),
        };
        match places.entry(identity) {
            Entry::Occupied(place) => {
                if let Some(known) = distinct.get_mut(*place.get()) {
                    known.is_named |= input.is_named;
                    if let (Some(known), Some(module)) = (&mut known.module, &input.module) {
                        known.is_asked_for |= module.is_asked_for;
                    }
                }
            }
            Entry::Vacant(place) => {
                place.insert(distinct.len());
                distinct.push(input);
            }
        }
    }
    distinct
}

/// The command that a path was probably meant to be: a single word that names no file.
fn misspelt_command(path: &Path) -> Option<String> {
    let mut parts = path.components();
    let (Some(Component::Normal(word)), None) = (parts.next(), parts.next()) else { return None };
    if path.extension().is_some() || is_stdin(path) || path.exists() {
        return None;
    }
    Arguments::command_near(word.to_str()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]

    use super::expand;
    use crate::cli::args::PathArguments;
    use crate::workspace::{WhichConfiguration, Workspace};
    use needs_exec_role::Options;
    use std::path::{Path, PathBuf};
    use std::{env, fs, process};

    const TASK: &str = r#"{"containerDefinitions": []}"#;

    /// A folder with these files.
    fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let folder = env::temp_dir().join(format!("needs-exec-role-{}-{name}", process::id()));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(folder.join(".git")).unwrap();
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn call(source: &str) -> String {
        format!("module \"x\" {{\n  source = \"{source}\"\n}}\n")
    }

    /// What is judged for some paths, each from the folder; those that the user asked for with a mark.
    fn judged(folder: &Path, paths: &[&str], skip_unrelated: bool) -> Vec<String> {
        let paths = paths.iter().map(|it| folder.join(it)).collect();
        let given = PathArguments { paths, exclude: Vec::new() };
        let workspace =
            Workspace::new(WhichConfiguration::Nearest, Options::default(), &[]).unwrap();
        let mut found = expand(&given, &workspace.discovery).unwrap();
        if skip_unrelated {
            found.skip_unrelated(&given, &workspace).unwrap();
        }
        found.settle(&workspace).unwrap();
        let name =
            |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        let inputs = found.inputs.iter();
        inputs.map(|it| name(&it.path) + if it.is_asked_for() { "!" } else { "" }).collect()
    }

    fn check(name: &str, files: &[(&str, &str)], cases: &[(&[&str], &[&str])]) {
        let folder = folder(name, files);
        for (paths, expected) in cases {
            assert_eq!(judged(&folder, paths, false), *expected, "{paths:?}");
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_folder_is_one_module() {
        let files = [
            ("infra/main.tf", ""),
            ("infra/variables.tf", ""),
            ("infra/terraform.tfvars.json", "{}"),
            ("infra/prod.auto.tfvars.json", "{}"),
            ("infra/task.json", TASK),
            ("alone/main.tf.json", "{}"),
            ("both/main.tofu", ""),
            ("both/main.tofu.json", "{}"),
            ("editor/.main.tf", ""),
            (".terraform/modules/x/main.tf", ""),
        ];
        check(
            "folder",
            &files,
            &[
                (&[""], &["alone/main.tf.json", "both", "infra", "infra/task.json"]),
                (&["infra/main.tf"], &["infra!"]),
                (&["infra/variables.tf", "infra/main.tf"], &["infra!"]),
                (&["infra", "infra/main.tf"], &["infra!", "infra/task.json"]),
                (&["infra/main.tf", "infra"], &["infra!", "infra/task.json"]),
                (&["alone/main.tf.json"], &["alone/main.tf.json!"]),
                (&["infra/prod.auto.tfvars.json"], &["infra/prod.auto.tfvars.json!"]),
                (&["editor/.main.tf"], &["editor/.main.tf!"]),
                (&["gone/main.tf"], &["gone/main.tf!"]),
                (&[".terraform/modules/x/main.tf"], &[".terraform/modules/x/main.tf!"]),
            ],
        );
    }

    #[test]
    fn what_others_call_is_judged_there() {
        let (root, middle) = (call("./modules/a"), call("../b"));
        let files = [
            ("main.tf", root.as_str()),
            ("modules/a/main.tf", middle.as_str()),
            ("modules/b/main.tf", ""),
            ("modules/c/main.tf", ""),
        ];
        check(
            "called",
            &files,
            &[
                (&[""], &["main.tf", "modules/c/main.tf"]),
                // What calls it is not among these.
                (&["modules"], &["modules/a/main.tf", "modules/c/main.tf"]),
                (&["modules/b"], &["modules/b/main.tf"]),
                (&["", "modules/a"], &["main.tf", "modules/a/main.tf", "modules/c/main.tf"]),
                (&["main.tf", "modules/b/main.tf"], &["main.tf!", "modules/b/main.tf!"]),
            ],
        );
    }

    #[test]
    fn with_unrelated_files_skipped_a_name_asks_for_nothing() {
        let root = call("./a") + "locals {\n  x = file(\"task.json\")\n}\n";
        let files = [("main.tf", root.as_str()), ("a/main.tf", ""), ("task.json", TASK)];
        let folder = folder("unrelated", &files);
        let all = ["main.tf", "a/main.tf", "task.json"];
        assert_eq!(judged(&folder, &all, false), ["main.tf!", "a/main.tf!", "task.json!"]);
        assert_eq!(judged(&folder, &all, true), ["main.tf"]);
        assert_eq!(judged(&folder, &["a/main.tf"], true), ["a/main.tf"]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn modules_that_call_each_other_are_judged_once() {
        let (to_a, to_b) = (call("../a"), call("../b"));
        let itself = call("../c");
        let files = [
            ("x/a/main.tf", to_b.as_str()),
            ("x/b/main.tf", to_a.as_str()),
            ("x/c/main.tf", itself.as_str()),
        ];
        check(
            "circle",
            &files,
            &[(&[""], &["x/a/main.tf", "x/c/main.tf"]), (&["x/b"], &["x/b/main.tf"])],
        );
    }

    #[test]
    fn what_modules_read_is_judged_there() {
        let root = "locals {\n  x = file(\"${path.module}/a.json\")\n}\n\
                    module \"x\" {\n  source = \"./child\"\n}\n";
        let child = "locals {\n  x = templatefile(\"${path.module}/b.json\", {})\n}\n";
        let files = [
            ("main.tf", root),
            ("child/main.tf", child),
            ("child/b.json", TASK),
            ("a.json", TASK),
            ("other/a.json", TASK),
        ];
        check(
            "read",
            &files,
            &[
                (&[""], &["main.tf", "other/a.json"]),
                (&["", "a.json"], &["main.tf", "a.json!", "other/a.json"]),
                (&["child"], &["child/main.tf"]),
                (&["main.tf", "child/b.json"], &["main.tf!", "child/b.json!"]),
            ],
        );
    }

    #[test]
    fn a_module_is_excluded_with_its_last_file() {
        let files = [
            (".needs-exec-role.yaml", "exclude: [old/, part/main.tf]\n"),
            ("old/main.tf", ""),
            ("part/main.tf", ""),
            ("part/other.tf", ""),
        ];
        let folder = folder("excluded", &files);
        assert_eq!(judged(&folder, &[""], false), ["part"]);
        assert_eq!(judged(&folder, &["old/main.tf"], false), ["old/main.tf!"]);
        let named = ["old/main.tf", "part/main.tf"];
        assert_eq!(judged(&folder, &named, true), ["part"]);
        fs::remove_dir_all(folder).unwrap();
    }
}
