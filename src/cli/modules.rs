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
        // Even for none of them, threads would be started.
        [] => Vec::new(),
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
