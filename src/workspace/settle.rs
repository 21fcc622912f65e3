//! Inputs → a checker for each: one for all files with the same settings.

use super::Failure;
use super::discovery::{Discovery, WhichConfiguration};
use super::files::is_stdin;
use super::found::{FoundConfiguration, MatchingItems};
use super::input::Input;
use super::open_texts::OpenTexts;
#[cfg(feature = "lsp")]
use super::open_texts::real_path;
use needs_exec_role::{Checker, Exception, OptionError, Options};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The checkers of a run: one for each distinct set of settings.
#[derive(Debug)]
pub(crate) struct Checkers {
    first: SettledChecker,
    others: Vec<SettledChecker>,
}

/// A checker, and the options that it is made from.
#[derive(Debug)]
pub(crate) struct SettledChecker {
    pub(crate) options: Options,
    pub(crate) checker: Checker,
}

impl SettledChecker {
    fn new(options: Options) -> Result<Self, OptionError> {
        let checker = Checker::new(&options)?;
        Ok(Self { options, checker })
    }
}

impl Checkers {
    /// One, from these options.
    #[cfg(feature = "lsp")]
    pub(crate) fn of(options: Options) -> Result<Self, Failure> {
        Ok(Self { first: SettledChecker::new(options)?, others: Vec::new() })
    }

    /// The first: what all files have in common, it knows.
    pub(crate) fn first(&self) -> &Checker {
        &self.first.checker
    }

    /// One of them, by its number.
    pub(crate) fn get(&self, number: usize) -> &Checker {
        let other = number.checked_sub(1).and_then(|number| self.others.get(number));
        &other.unwrap_or(&self.first).checker
    }

    /// All of them, in their order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &SettledChecker> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The same with other options, one for one.
    ///
    /// # Errors
    /// The options cannot be used.
    pub(crate) fn with_options(self, change: impl Fn(&mut Options)) -> Result<Self, Failure> {
        let one = |settled: SettledChecker| {
            let mut options = settled.options;
            change(&mut options);
            SettledChecker::new(options)
        };
        let others = self.others.into_iter().map(one).collect::<Result<_, _>>()?;
        Ok(Self { first: one(self.first)?, others })
    }
}

/// A file, and the configuration that counts for it.
#[derive(Debug)]
pub(crate) struct ConfiguredFile {
    pub(crate) found: Arc<FoundConfiguration>,
    /// Its path from the folder of the configuration; standard input and files elsewhere have none, a module has those of
    /// all its files.
    paths: Vec<PathBuf>,
}

impl ConfiguredFile {
    /// The items that count for it.
    pub(crate) fn items(&self) -> MatchingItems {
        self.found.items_for(&self.paths)
    }

    /// The exceptions that count for it.
    pub(crate) fn exceptions(&self) -> Arc<[Exception]> {
        self.found.exceptions_for(&self.paths)
    }

    /// The pattern that excludes it or a folder that it is in, if one does; a module is excluded with its last file.
    pub(crate) fn excluded_by(&self) -> Option<&str> {
        self.found.excluded_by(&self.paths)
    }
}

/// What the options of a run and the configurations of its files come to.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) discovery: Arc<Discovery>,
    options: Options,
    /// The folders of rules whose files are among the options.
    rules: Vec<PathBuf>,
    /// Whether roles are checked.
    has_roles: bool,
    /// What a client sets, for each of its folders: it counts before the configurations on the disk.
    own: Vec<Arc<FoundConfiguration>>,
    /// What counts instead of the disk of the files that configurations name.
    open: OpenTexts,
}

impl Workspace {
    /// A run with these options, which contain the rules of these folders.
    ///
    /// # Errors
    /// The configuration that the user named cannot be used.
    pub(crate) fn new(
        which: WhichConfiguration,
        options: Options,
        rules: &[PathBuf],
    ) -> Result<Self, Failure> {
        let discovery = Arc::new(Discovery::new(which)?);
        let (rules, own, open) = (rules.to_owned(), Vec::new(), OpenTexts::default());
        Ok(Self { discovery, options, rules, has_roles: false, own, open })
    }

    /// The same, in which the roles of the configurations are checked.
    #[must_use]
    pub(crate) fn with_roles(self) -> Self {
        Self { has_roles: true, ..self }
    }

    /// The options of the run.
    #[cfg(feature = "lsp")]
    pub(super) fn options(&self) -> &Options {
        &self.options
    }

    /// The same, in which these settings of a client count as well.
    #[cfg(feature = "lsp")]
    #[must_use]
    pub(crate) fn with_own(self, own: Vec<Arc<FoundConfiguration>>) -> Self {
        Self { own, ..self }
    }

    /// Takes note of what is open in the client.
    #[cfg(feature = "lsp")]
    pub(crate) fn set_open(&mut self, open: OpenTexts) {
        self.open = open;
    }

    /// Whether a configuration that counts for something names a file of parameters or roles, by its real path.
    #[cfg(feature = "lsp")]
    pub(crate) fn names(&self, real: &Path) -> bool {
        let found = self.discovery.found();
        let all = found.iter().chain(&self.own);
        all.flat_map(|it| it.named_files().map(|named| it.path(named)))
            .any(|it| it.file_name() == real.file_name() && real_path(&it) == real)
    }

    /// A file with the configuration that counts for it, if one does.
    ///
    /// # Errors
    /// It cannot be used.
    pub(crate) fn configuration_of(&self, path: &Path) -> Result<Option<ConfiguredFile>, Failure> {
        let (folder, is_file) = match path.parent() {
            Some(folder) if !is_stdin(path) => (folder, true),
            _ => (Path::new(""), false),
        };
        let Some(folder) = self.discovery.of_folder(folder)? else { return Ok(None) };
        let path = if is_file { folder.path_of(path) } else { None };
        Ok(Some(ConfiguredFile { found: folder.found, paths: path.into_iter().collect() }))
    }

    /// An input with the configuration that counts for it: for a module, that of its folder.
    ///
    /// # Errors
    /// It cannot be used.
    pub(crate) fn configuration_of_input(
        &self,
        input: &Input,
    ) -> Result<Option<ConfiguredFile>, Failure> {
        let Some(module) = &input.module else { return self.configuration_of(&input.path) };
        let Some(folder) = self.discovery.of_folder(module.folder.folder())? else {
            return Ok(None);
        };
        let paths = module.folder.configuration().filter_map(|it| folder.path_of(&it)).collect();
        Ok(Some(ConfiguredFile { found: folder.found, paths }))
    }

    /// What counts for an input: what the client sets is first.
    fn layers_of_input(&self, input: &Input) -> Result<Vec<ConfiguredFile>, Failure> {
        let file = self.configuration_of_input(input)?;
        Ok(self.own_of_input(input).into_iter().chain(file).collect())
    }

    /// What the client sets for an input, by the folder that it is in.
    fn own_of_input(&self, input: &Input) -> Option<ConfiguredFile> {
        let first = self.own.first()?;
        let paths: Vec<_> = match &input.module {
            Some(module) => module.folder.configuration().collect(),
            None if is_stdin(&input.path) => Vec::new(),
            None => vec![input.path.clone()],
        };
        let paths: Vec<_> = paths.iter().map(|it| self.discovery.absolute(it)).collect();
        let has = |it: &&Arc<FoundConfiguration>| {
            paths.first().is_some_and(|path| it.relative(path).is_some())
        };
        let around = self.own.iter().filter(has);
        let found = around.max_by_key(|it| it.folder().components().count()).unwrap_or(first);
        let paths = paths.iter().filter_map(|it| found.relative(it).map(Path::to_owned));
        Some(ConfiguredFile { found: Arc::clone(found), paths: paths.collect() })
    }

    /// Whether a configuration excludes an input.
    ///
    /// # Errors
    /// It cannot be used.
    pub(crate) fn is_excluded(&self, input: &Input) -> Result<bool, Failure> {
        Ok(self.layers_of_input(input)?.iter().any(|it| it.excluded_by().is_some()))
    }

    /// The checker of the current directory: for what is about no file.
    ///
    /// # Errors
    /// The options or the configuration cannot be used.
    pub(crate) fn checker_here(&self) -> Result<Checker, Failure> {
        let folder = self.discovery.of_folder(Path::new(""))?;
        let found = folder.as_ref().map(|it| &it.found);
        let layers = self.own.first().into_iter().chain(found);
        let layers: Vec<_> = layers.map(|it| (&**it, MatchingItems::default())).collect();
        Ok(self.checker(&layers)?.checker)
    }

    /// Finds the settings of each input, and makes the checkers.
    ///
    /// # Errors
    /// The options or a configuration cannot be used.
    pub(crate) fn settle(&self, inputs: &mut [Input]) -> Result<Checkers, Failure> {
        let mut numbers: HashMap<Vec<(usize, MatchingItems)>, usize> = HashMap::new();
        let mut made = Vec::new();
        let mut last = None;
        for input in inputs {
            let layers = self.layers_of_input(input)?;
            input.settings.exceptions = exceptions(&layers);
            let key: Vec<_> = layers.iter().map(|it| (it.found.id, self.items_of(it))).collect();
            // Most files have the settings of the one before.
            if last.as_ref().is_none_or(|(known, _)| *known != key) {
                let number = if let Some(number) = numbers.get(&key) {
                    *number
                } else {
                    let layers: Vec<_> =
                        layers.iter().map(|it| (&*it.found, self.items_of(it))).collect();
                    made.push(self.checker(&layers)?);
                    numbers.insert(key.clone(), made.len() - 1);
                    made.len() - 1
                };
                last = Some((key, number));
            }
            input.settings.checker = last.as_ref().map(|(_, number)| *number).unwrap_or_default();
        }
        let mut made = made.into_iter();
        let first = made.next().map_or_else(|| self.checker(&[]), Ok)?;
        Ok(Checkers { first, others: made.collect() })
    }

    fn items_of(&self, file: &ConfiguredFile) -> MatchingItems {
        let items = file.items();
        let roles = if self.has_roles { items.roles } else { Vec::new() };
        MatchingItems { roles, ..items }
    }

    /// A checker with what configurations set: those before count before those after.
    fn checker(
        &self,
        layers: &[(&FoundConfiguration, MatchingItems)],
    ) -> Result<SettledChecker, Failure> {
        let (mut options, mut folders) = (self.options.clone(), self.rules.clone());
        for (found, items) in layers {
            found.add_to(&mut options, items, &mut folders, &self.open)?;
        }
        let mut on_disk = layers.iter().map(|(found, _)| *found).filter(|it| !self.is_own(it));
        let on_disk = on_disk.next_back();
        let check_names = |checker: &Checker| match on_disk {
            Some(found) => found.configuration.check_names(checker),
            None => Ok(()),
        };
        let with_place = |error: OptionError| match on_disk {
            Some(found) => found.with_place(error),
            None => error.into(),
        };
        match SettledChecker::new(options.clone()) {
            Ok(settled) => {
                check_names(&settled.checker)?;
                Ok(settled)
            }
            // If it is about a name, its place is known here.
            Err(error) if !layers.is_empty() => {
                let rules = Options { rules: options.rules.clone(), ..Options::default() };
                let rules = Checker::new(&rules).map_err(with_place)?;
                check_names(&rules)?;
                // What a client says of a code counts where that is one.
                options.severities.retain(|(code, _)| rules.has_code(code));
                SettledChecker::new(options).map_err(|_| with_place(error))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Whether a configuration is one that a client sets.
    fn is_own(&self, found: &FoundConfiguration) -> bool {
        self.own.iter().any(|it| it.id == found.id)
    }
}

/// The exceptions that count for a file.
fn exceptions(layers: &[ConfiguredFile]) -> Arc<[Exception]> {
    match layers {
        [] => Arc::default(),
        [only] => only.exceptions(),
        several => several.iter().flat_map(|it| it.exceptions().to_vec()).collect(),
    }
}
