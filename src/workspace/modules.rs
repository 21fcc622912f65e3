//! A folder → its files as a module of Terraform, and whatever else a module wants, as long as it is in the repository.

use super::files::{name, read};
use super::open_texts::OpenTexts;
use needs_exec_role::{Checker, ModuleFileKind, ModuleParts, SourceFile, Unread, WantedPath};
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How many bytes of modules are kept until they are judged; what is beyond is read again.
const MOST_HELD: usize = 128 << 20;

/// A folder as a module: which of its files Terraform reads.
#[derive(Clone, Debug)]
pub(crate) struct ModuleFolderPath {
    /// As the user wrote it; empty for the current one.
    folder: PathBuf,
    /// Where it is.
    real: PathBuf,
    /// The folder that nothing is read outside of.
    boundary: PathBuf,
    /// The names of its configuration files, sorted.
    configuration: Vec<String>,
    /// The names of the files that set its variables.
    values: Vec<String>,
}

/// What a module led to: the folders and files that are read with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct LedTo {
    pub(crate) folders: BTreeSet<PathBuf>,
    pub(crate) files: BTreeSet<PathBuf>,
}

/// Loads modules; what several of them want is read once.
#[derive(Debug, Default)]
pub(crate) struct ModuleLoader {
    known: Mutex<KnownPaths>,
    held: AtomicUsize,
    /// What counts instead of the disk.
    open: OpenTexts,
}

/// What was loaded, by the boundary and the path.
type KnownPaths = HashMap<(PathBuf, WantedPath), Arc<OnceLock<LoadedPath>>>;

/// What is at a path that a module wants.
#[derive(Clone, Debug, Default)]
struct LoadedPath {
    /// Where it is; none if nothing is read of it.
    real: Option<PathBuf>,
    files: Vec<SourceFile>,
}

impl ModuleFolderPath {
    /// A folder, if it has configuration. If it is in no repository, nothing outside of `top` is read.
    pub(crate) fn find(folder: &Path, top: &Path) -> Option<Self> {
        Self::find_with(folder, top, &OpenTexts::default())
    }

    /// The same where some texts are open.
    pub(crate) fn find_with(folder: &Path, top: &Path, open: &OpenTexts) -> Option<Self> {
        let real = here(folder).canonicalize().ok()?;
        let boundary = repository(&real).or_else(|| here(top).canonicalize().ok())?;
        let (mut configuration, mut values) = (Vec::new(), Vec::new());
        for (name, kind) in files_of(&real, &boundary, open) {
            match kind {
                ModuleFileKind::Configuration => configuration.push(name),
                ModuleFileKind::Values => values.push(name),
            }
        }
        if configuration.is_empty() {
            return None;
        }
        configuration.sort();
        values.sort();
        Some(Self { folder: folder.to_owned(), real, boundary, configuration, values })
    }

    /// As the user wrote it; empty for the current one.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where it is.
    pub(crate) fn real(&self) -> &Path {
        &self.real
    }

    /// What the module is called: its configuration file where it has only one, else the folder.
    pub(crate) fn path(&self) -> PathBuf {
        match self.configuration.as_slice() {
            [only] => self.folder.join(only),
            _ if self.folder.as_os_str().is_empty() => PathBuf::from("."),
            _ => self.folder.clone(),
        }
    }

    /// Whether a file is of its configuration.
    pub(crate) fn has(&self, file: &Path) -> bool {
        self.configuration().any(|it| it.file_name() == file.file_name())
    }

    /// Its configuration files.
    pub(crate) fn configuration(&self) -> impl Iterator<Item = PathBuf> {
        self.configuration.iter().map(|name| self.folder.join(name))
    }
}

impl ModuleLoader {
    /// One for which some texts count instead of the disk.
    #[cfg(feature = "lsp")]
    pub(crate) fn with_open(open: OpenTexts) -> Self {
        Self { open, ..Self::default() }
    }

    /// Loads a module with everything that it wants, and what that is.
    ///
    /// # Errors
    /// None of its configuration can be read.
    pub(crate) fn load(
        &self,
        checker: &Checker,
        module: &ModuleFolderPath,
    ) -> Result<(ModuleParts, LedTo), Unread> {
        let mut led_to = LedTo::default();
        let mut more = |wanted: &WantedPath| {
            let load = || LoadedPath::at(wanted, &module.boundary, &self.open);
            let loaded = self.loaded(wanted.clone(), &module.boundary, load);
            let real = match wanted {
                WantedPath::Module(_) => &mut led_to.folders,
                WantedPath::File(_) => &mut led_to.files,
            };
            real.extend(loaded.real);
            loaded.files
        };
        let own = self.own_files(module)?;
        let parts = checker.module_parts(name(&module.path()), own, &mut more);
        Ok((parts, led_to))
    }

    /// Whether more is kept than there should be.
    pub(crate) fn is_full(&self) -> bool {
        self.held.load(Ordering::Relaxed) > MOST_HELD
    }

    /// The files of a root module. One that cannot be read is reported, unless there is no other.
    fn own_files(&self, module: &ModuleFolderPath) -> Result<Vec<SourceFile>, Unread> {
        let key = WantedPath::Module(name(here(&module.folder)));
        let configuration = self.loaded(key, &module.boundary, || LoadedPath {
            real: Some(module.real.clone()),
            files: in_limit(&module.configuration)
                .map(|it| read_or_report(&module.folder.join(it), &self.open))
                .collect(),
        });
        let mut files = configuration.files;
        if files.iter().all(|it| it.text().is_empty())
            && let Some(first) = module.configuration.first()
            && self.open.is_empty()
        {
            read_regular(&module.folder.join(first))?;
        }
        let values = module.values.iter().map(|it| self.open.read(&module.folder.join(it)));
        let values: Vec<_> = values.filter_map(Result::ok).collect();
        self.hold(&values);
        files.extend(values);
        Ok(files)
    }

    /// What is at a path; each is looked at once.
    fn loaded(
        &self,
        wanted: WantedPath,
        boundary: &Path,
        load: impl FnOnce() -> LoadedPath,
    ) -> LoadedPath {
        if self.is_full() {
            return load();
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let place = Arc::clone(known.entry((boundary.to_owned(), wanted)).or_default());
        drop(known);
        let load = || {
            let loaded = load();
            self.hold(&loaded.files);
            loaded
        };
        place.get_or_init(load).clone()
    }

    fn hold(&self, files: &[SourceFile]) {
        let bytes = files.iter().map(|it| it.text().len()).sum();
        self.held.fetch_add(bytes, Ordering::Relaxed);
    }
}

impl LoadedPath {
    /// Reads what is at a path, unless that is outside of the boundary.
    fn at(wanted: &WantedPath, boundary: &Path, open: &OpenTexts) -> Self {
        let path = Path::new(wanted.path());
        let Some(real) = inside(path, boundary) else { return Self::default() };
        let files = match wanted {
            WantedPath::File(_) => {
                open.get(path).map_or_else(|| read_regular(path), Ok).into_iter().collect()
            }
            WantedPath::Module(_) => {
                let names = files_of(&real, boundary, open).into_iter();
                let names = names.filter(|(_, kind)| *kind == ModuleFileKind::Configuration);
                let mut names: Vec<_> = names.map(|(name, _)| name).collect();
                names.sort();
                in_limit(&names).map(|it| read_or_report(&path.join(it), open)).collect()
            }
        };
        let is_there = !Vec::is_empty(&files);
        Self { real: is_there.then_some(real), files }
    }
}

/// Whether a path has the name of a configuration file.
pub(crate) fn is_configuration(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    ModuleFileKind::of(&name) == Some(ModuleFileKind::Configuration)
}

/// As many files of a folder as are read of a module, and one more, which shows that there are others.
fn in_limit(names: &[String]) -> impl Iterator<Item = &String> {
    names.iter().take(ModuleParts::MOST_FILES + 1)
}

/// A file of [`files_of`]; one that cannot be read is a file with a problem.
fn read_or_report(path: &Path, open: &OpenTexts) -> SourceFile {
    open.read(path).unwrap_or_else(|why| SourceFile::unread(name(path), &why))
}

/// A folder as a path that leads there.
fn here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// Where a path leads, links followed, if that is in a folder.
fn inside(path: &Path, boundary: &Path) -> Option<PathBuf> {
    path.canonicalize().ok().filter(|real| real.starts_with(boundary))
}

/// The root of the repository that a folder is in.
fn repository(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|it| it.join(".git").exists()).map(Path::to_owned)
}

/// The files of a folder that Terraform reads: no pipe or device, and no link that leads out of the boundary. What is
/// open there need not have been saved.
fn files_of(folder: &Path, boundary: &Path, open: &OpenTexts) -> Vec<(String, ModuleFileKind)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let found = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let kind = ModuleFileKind::of(&name)?;
        let file_type = entry.file_type().ok()?;
        let is_read = if file_type.is_symlink() {
            inside(&entry.path(), boundary).is_some_and(|it| it.is_file())
        } else {
            file_type.is_file()
        };
        is_read.then_some((name, kind))
    });
    let mut found: Vec<_> = found.collect();
    for name in open.names_in(folder) {
        if let Some(kind) = ModuleFileKind::of(name)
            && !found.iter().any(|(known, _)| known == name)
        {
            found.push((name.to_owned(), kind));
        }
    }
    found
}

/// Reads a file, unless it is something that reading may wait for.
pub(super) fn read_regular(path: &Path) -> Result<SourceFile, Unread> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => {
            Err(Unread::Unreadable("is not a regular file".to_owned()))
        }
        _ => read(path),
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]

    use super::{LedTo, ModuleFolderPath, ModuleLoader, name, repository};
    use needs_exec_role::{Checker, Options};
    use std::os::unix::fs::symlink;
    use std::path::{Path, PathBuf};
    use std::process::Command;
    use std::{env, fs, process};

    /// A repository with a module `app`, a folder beside it, and one outside of it.
    fn folders(name: &str) -> PathBuf {
        let all = env::temp_dir().join(format!("needs-exec-role-{}-{name}", process::id()));
        drop(fs::remove_dir_all(&all));
        for folder in
            ["repository/.git", "repository/app/sub", "repository/shared", "outside/module"]
        {
            fs::create_dir_all(all.join(folder)).unwrap();
        }
        write(&all, "repository/shared/main.tf", "locals {}\n");
        write(&all, "repository/app/own.json", "{}");
        write(&all, "outside/module/main.tf", "locals {}\n");
        write(&all, "outside/secret.json", "{}");
        all
    }

    fn write(all: &Path, path: &str, text: &str) {
        fs::write(all.join(path), text).unwrap();
    }

    fn pipe(path: &Path) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    /// What is loaded of a folder: the names from where it is, and what it leads to.
    fn loaded(all: &Path, folder: &str) -> (Vec<String>, LedTo) {
        let folder = all.join(folder);
        let module = ModuleFolderPath::find(&folder, &folder).unwrap();
        let checker = Checker::new(&Options::default()).unwrap();
        let (parts, led_to) = ModuleLoader::default().load(&checker, &module).unwrap();
        let start = name(all) + "/";
        let names = parts.files().iter().map(|it| it.name().strip_prefix(&start).unwrap());
        (names.map(str::to_owned).collect(), led_to)
    }

    #[test]
    fn nothing_outside_of_the_repository_is_read() {
        let all = folders("outside");
        let app = all.join("repository/app");
        symlink("../../outside/module", app.join("link")).unwrap();
        symlink("../shared", app.join("inner")).unwrap();
        symlink("../../outside/secret.json", app.join("link.json")).unwrap();
        symlink("own.json", app.join("inner.json")).unwrap();
        symlink("/dev/zero", app.join("zero.json")).unwrap();
        symlink("loop.json", app.join("loop.json")).unwrap();
        pipe(&app.join("pipe.json"));
        let outside = name(&all.join("outside"));
        let call = |source: &str| format!("module \"x\" {{\n  source = \"{source}\"\n}}\n");
        let file = |path: &str| format!("locals {{\n  x = file(\"{path}\")\n}}\n");
        let up = "../".repeat(40);
        for (text, expected) in [
            (call("../shared"), Some("repository/app/../shared/main.tf")),
            (call("./inner"), Some("repository/app/inner/main.tf")),
            (call("../../outside/module"), None),
            (call("./link"), None),
            (call("./gone"), None),
            (call("./own.json"), None),
            (call(&format!("./{up}etc")), None),
            (file("own.json"), Some("repository/app/own.json")),
            (file("${path.module}/sub/../own.json"), Some("repository/app/own.json")),
            (file("inner.json"), Some("repository/app/inner.json")),
            (file("../../outside/secret.json"), None),
            (file("${path.root}/../../outside/secret.json"), None),
            (file(&format!("{outside}/secret.json")), None),
            (file("~/.aws/credentials"), None),
            (file(&format!("{up}etc/passwd")), None),
            (file("/etc/passwd"), None),
            (file("link.json"), None),
            (file("link/main.tf"), None),
            (file("zero.json"), None),
            (file("loop.json"), None),
            (file("pipe.json"), None),
            (file("sub"), None),
            (file("a\\u0000b"), None),
            (file("gone.json"), None),
        ] {
            write(&all, "repository/app/main.tf", &text);
            let (names, led_to) = loaded(&all, "repository/app");
            let more: Vec<_> =
                names.into_iter().filter(|it| it != "repository/app/main.tf").collect();
            let expected: Vec<_> =
                expected.map(|it| it.replace("app/../", "")).into_iter().collect();
            assert_eq!(more, expected, "{text}");
            let places = led_to.folders.iter().chain(&led_to.files);
            assert_eq!(places.count(), expected.len(), "{text}");
        }
        fs::remove_dir_all(all).unwrap();
    }

    #[test]
    fn what_a_list_of_downloaded_modules_names_is_in_the_repository() {
        let all = folders("downloaded");
        let app = "repository/app";
        fs::create_dir_all(all.join(app).join(".terraform/modules/good")).unwrap();
        write(&all, &format!("{app}/.terraform/modules/good/main.tf"), "locals {}\n");
        write(&all, &format!("{app}/main.tf"), "module \"x\" {\n  source = \"a/b/aws\"\n}\n");
        let list = ".terraform/modules/modules.json";
        for (folder, expected) in [
            (".terraform/modules/good", true),
            ("../../outside/module", false),
            ("/etc", false),
            ("", false),
        ] {
            let text = format!("{{\"Modules\": [{{\"Key\": \"x\", \"Dir\": \"{folder}\"}}]}}");
            write(&all, &format!("{app}/{list}"), &text);
            let (names, _) = loaded(&all, app);
            let found = names.iter().any(|it| it.ends_with("good/main.tf"));
            assert_eq!((found, names.len()), (expected, 2 + usize::from(expected)), "{folder}");
        }
        fs::remove_dir_all(all).unwrap();
    }

    #[test]
    fn only_files_are_configuration() {
        let all = folders("configuration");
        let app = all.join("repository/app");
        pipe(&app.join("main.tf"));
        symlink("../../outside/module/main.tf", app.join("linked.tf")).unwrap();
        fs::create_dir(app.join("folder.tf")).unwrap();
        assert!(ModuleFolderPath::find(&app, &app).is_none());
        symlink("../shared/main.tf", app.join("inside.tf")).unwrap();
        write(&all, "repository/app/terraform.tfvars", "x = 1\n");
        write(&all, "repository/app/other.tfvars", "x = 1\n");
        let (names, _) = loaded(&all, "repository/app");
        assert_eq!(names, ["repository/app/inside.tf", "repository/app/terraform.tfvars"]);
        fs::remove_dir_all(all).unwrap();
    }

    #[test]
    fn without_a_repository_the_named_folder_is_the_boundary() {
        let all = folders("boundary");
        fs::remove_dir(all.join("repository/.git")).unwrap();
        write(&all, "repository/app/main.tf", "module \"x\" {\n  source = \"../shared\"\n}\n");
        let count = |top: &str| {
            let (app, top) = (all.join("repository/app"), all.join(top));
            let module = ModuleFolderPath::find(&app, &top).unwrap();
            let checker = Checker::new(&Options::default()).unwrap();
            let (parts, _) = ModuleLoader::default().load(&checker, &module).unwrap();
            parts.files().len()
        };
        // Somebody's home may be one.
        if repository(&all).is_none() {
            assert_eq!(count("repository/app"), 1);
        }
        assert_eq!(count("repository"), 2);
        fs::remove_dir_all(all).unwrap();
    }
}
