//! Folders → modules among the inputs: each with what it reads, which is judged there and not by itself.

use crate::workspace::{
    Checkers, Failure, Input, LedTo, ModuleFolderPath, ModuleLoader, Workspace,
};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::{BTreeSet, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A path of the command line, or something that was met in a folder, before modules are looked into.
pub(super) enum FoundPath {
    /// A file.
    File(Input),
    /// A folder with configuration of Terraform.
    Module {
        /// The folder.
        folder: PathBuf,
        /// The folder that the user named, by itself or by a file in it.
        top: PathBuf,
        /// The file that the user named.
        named: Option<PathBuf>,
    },
}

/// The inputs that paths lead to.
pub(super) fn inputs(found: Vec<FoundPath>) -> Vec<Input> {
    let loader = Arc::default();
    let input = |it: FoundPath| match it {
        FoundPath::File(input) => Some(input),
        FoundPath::Module { folder, top, named } => module(&folder, &top, named, &loader),
    };
    match found.len() {
        // One folder is looked into before a thread is there.
        0 | 1 => found.into_iter().filter_map(input).collect(),
        _ => found.into_par_iter().filter_map(input).collect(),
    }
}

fn module(
    folder: &Path,
    top: &Path,
    named: Option<PathBuf>,
    loader: &Arc<ModuleLoader>,
) -> Option<Input> {
    let module = ModuleFolderPath::find(folder, top);
    let Some(file) = named else {
        let mut input = Input::module(module?, loader);
        if let Some(module) = &mut input.module {
            module.is_asked_for = folder == top;
        }
        return Some(input);
    };
    // What Terraform does not read there is a file as it is named, for the error that reading it gives.
    let Some(module) = module.filter(|it| it.has(&file)) else { return Some(Input::named(file)) };
    let mut input = Input { is_named: true, ..Input::module(module, loader) };
    if let Some(module) = &mut input.module {
        module.is_asked_for = true;
    }
    Some(input)
}

/// Finds the settings of the inputs, and loads those that are modules: what these call and read is judged there.
pub(super) fn settle(inputs: &mut Vec<Input>, workspace: &Workspace) -> Result<Checkers, Failure> {
    let checkers = workspace.settle(inputs)?;
    let led_to = load(inputs, &checkers);
    if !led_to.is_empty() {
        keep_roots(inputs, &led_to);
    }
    Ok(checkers)
}

/// Loads the modules; what each led to is in their order.
fn load(inputs: &mut [Input], checkers: &Checkers) -> Vec<LedTo> {
    let modules = inputs.iter_mut().filter_map(|it| {
        let checker = checkers.get(it.settings.checker);
        Some((checker, it.module.as_mut()?))
    });
    let mut modules: Vec<_> = modules.collect();
    match modules.as_mut_slice() {
        [(checker, only)] => vec![only.load(checker)],
        _ => modules.into_par_iter().map(|(checker, it)| it.load(checker)).collect(),
    }
}

/// Leaves out the modules that others call, and the files that modules read, unless the user asked for them.
fn keep_roots(inputs: &mut Vec<Input>, led_to: &[LedTo]) {
    let modules = inputs.iter().filter_map(|it| Some((it, it.module.as_ref()?)));
    let modules: Vec<_> = modules
        .zip(led_to)
        .map(|((input, module), led_to)| {
            let is_asked_for = module.is_asked_for && !input.may_be_unrelated;
            (module.folder.real(), is_asked_for, led_to)
        })
        .collect();
    let others = |own: &Path, led_to: &LedTo| -> Vec<PathBuf> {
        led_to.folders.iter().filter(|it| *it != own).cloned().collect()
    };
    let called: HashSet<_> = modules.iter().flat_map(|(real, _, it)| others(real, it)).collect();
    let is_root =
        |(real, is_asked_for, _): &&(&Path, bool, &LedTo)| *is_asked_for || !called.contains(*real);
    let (mut kept, mut reached, mut read) = (HashSet::new(), HashSet::new(), BTreeSet::new());
    // Those that only call each other come last: the first of them is their root.
    let in_circles = modules.iter().filter(|it| !is_root(it));
    for (real, is_asked_for, led_to) in modules.iter().filter(is_root).chain(in_circles) {
        if !is_asked_for && reached.contains(*real) {
            continue;
        }
        kept.insert(real.to_path_buf());
        reached.extend(others(real, led_to));
        read.extend(led_to.files.iter().cloned());
    }
    let read = ReadFiles::new(read);
    inputs.retain(|input| match &input.module {
        Some(module) => kept.contains(module.folder.real()),
        None => input.is_asked_for() || !read.has(&input.path),
    });
}

/// The files that modules read.
struct ReadFiles {
    names: HashSet<OsString>,
    files: BTreeSet<PathBuf>,
}

impl ReadFiles {
    fn new(files: BTreeSet<PathBuf>) -> Self {
        let names = files.iter().filter_map(|it| it.file_name().map(ToOwned::to_owned));
        Self { names: names.collect(), files }
    }

    /// Only what has the name of one is looked for on the disk.
    fn has(&self, path: &Path) -> bool {
        path.file_name().is_some_and(|name| self.names.contains(name))
            && path.canonicalize().is_ok_and(|real| self.files.contains(&real))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]

    use crate::cli::args::PathArguments;
    use crate::cli::walk::expand;
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
