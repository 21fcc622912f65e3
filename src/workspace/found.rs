//! A configuration on the disk: its patterns, and the files that it names.

use super::Failure;
use super::files::{self, rule_files};
use super::open_texts::OpenTexts;
use super::patterns::Patterns;
use needs_exec_role::{
    Configuration, DefaultParameters, Exception, OptionError, Options, Setting, SourceFile,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A configuration with the folder that its paths are relative to.
#[derive(Debug)]
pub(crate) struct FoundConfiguration {
    /// Which one it is among those of the run.
    pub(super) id: usize,
    pub(crate) configuration: Configuration,
    /// Its folder, as an absolute path.
    folder: PathBuf,
    /// Its folder, from the current directory.
    shown: PathBuf,
    exclude: Patterns,
    /// Of each item; none is every file.
    parameters: Vec<Option<Patterns>>,
    roles: Vec<Option<Patterns>>,
    exceptions: Vec<Option<Patterns>>,
    /// All exceptions, numbered over the run.
    every: Arc<[Exception]>,
    /// Those of them that count for every file.
    of_every_file: Arc<[Exception]>,
}

/// Which items of a configuration count for a file, by their index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct MatchingItems {
    pub(crate) parameters: Vec<usize>,
    pub(crate) roles: Vec<usize>,
}

impl FoundConfiguration {
    /// Reads one. `file` is its path from the current directory; `exceptions` is how many others of the run have.
    pub(super) fn load(
        file: &Path,
        absolute: &Path,
        id: usize,
        exceptions: usize,
    ) -> Result<Self, Failure> {
        let source = files::read(file)
            .map_err(|why| Failure(format!("{}: {}", file.display(), why.message())))?;
        let configuration = Configuration::read(&source)?;
        let (folder, shown) = (absolute.parent().unwrap_or(absolute), file.parent());
        Self::new(configuration, folder, shown.unwrap_or(Path::new("")), id, exceptions)
    }

    /// One of a folder, which is shown as it is from the current directory.
    pub(super) fn new(
        configuration: Configuration,
        folder: &Path,
        shown: &Path,
        id: usize,
        exceptions: usize,
    ) -> Result<Self, Failure> {
        let folder = folder.to_owned();
        let compile = |patterns: &[Setting<String>]| compile(&configuration, &folder, patterns);
        let numbered = configuration.exceptions.iter().map(|it| {
            let exception = it.exception.value.clone();
            Exception { number: exception.number + exceptions, ..exception }
        });
        let every: Arc<[Exception]> = numbered.collect();
        let of_every_file = every.iter().zip(&configuration.exceptions);
        let of_every_file = of_every_file.filter(|(_, it)| it.paths.is_empty());
        let some = |patterns: &[Setting<String>]| {
            (!patterns.is_empty()).then(|| compile(patterns)).transpose()
        };
        Ok(Self {
            id,
            of_every_file: of_every_file.map(|(it, _)| it.clone()).collect(),
            exclude: compile(&configuration.exclude)?,
            parameters: all(configuration.parameters.iter().map(|it| some(&it.paths)))?,
            roles: all(configuration.roles.iter().map(|it| some(&it.paths)))?,
            exceptions: all(configuration.exceptions.iter().map(|it| some(&it.paths)))?,
            every,
            shown: shown.to_owned(),
            folder,
            configuration,
        })
    }

    /// Its folder, as an absolute path.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a file or folder is that it names, from the current directory.
    pub(crate) fn path(&self, named: &Setting<String>) -> PathBuf {
        self.shown.join(&named.value)
    }

    /// Whether it excludes anything.
    pub(super) fn excludes_some(&self) -> bool {
        !self.configuration.exclude.is_empty()
    }

    /// Whether it excludes what is met in a folder, by the path from its folder.
    pub(super) fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        self.exclude.match_itself(path, is_folder)
    }

    /// The pattern that excludes a file or a folder that it is in, if one does; of several files, it has to be all.
    pub(super) fn excluded_by(&self, paths: &[PathBuf]) -> Option<&str> {
        let patterns = paths.iter().map(|it| self.exclude.pattern_of_file(it));
        patterns.collect::<Option<Vec<_>>>()?.into_iter().next()
    }

    /// The exceptions of which the run has not shown that they are needed.
    pub(crate) fn unneeded_exceptions(&self, needed: &BTreeSet<usize>) -> Vec<&Setting<Exception>> {
        let numbered = self.every.iter().zip(&self.configuration.exceptions);
        let unneeded = numbered.filter(|(it, _)| !needed.contains(&it.number));
        unneeded.map(|(_, it)| &it.exception).collect()
    }

    /// An exception, by its number in the run.
    pub(crate) fn exception(&self, number: usize) -> Option<&Setting<Exception>> {
        let mut numbered = self.every.iter().zip(&self.configuration.exceptions);
        numbered.find(|(it, _)| it.number == number).map(|(_, it)| &it.exception)
    }

    /// The place of a setting: `FILE:LINE`.
    pub(crate) fn place<T>(&self, setting: &Setting<T>) -> String {
        format!("{}:{}", self.configuration.name(), self.configuration.line(setting))
    }

    /// Which items count for a file, by the path from its folder, or for one of several that are read as one; standard
    /// input and files elsewhere have none, and items for all files count.
    pub(super) fn items_for(&self, paths: &[PathBuf]) -> MatchingItems {
        MatchingItems {
            parameters: matching(&self.parameters, paths),
            roles: matching(&self.roles, paths),
        }
    }

    /// The exceptions that count for a file.
    pub(super) fn exceptions_for(&self, paths: &[PathBuf]) -> Arc<[Exception]> {
        let has_own =
            |path: &PathBuf| self.exceptions.iter().flatten().any(|it| it.match_file(path));
        if !paths.iter().any(has_own) {
            return Arc::clone(&self.of_every_file);
        }
        let matching = matching(&self.exceptions, paths).into_iter();
        matching.filter_map(|index| self.every.get(index).cloned()).collect()
    }

    /// A path from its folder; none if it is somewhere else.
    pub(super) fn relative<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        path.strip_prefix(&self.folder).ok()
    }

    /// Adds what counts for a file to the options, below what other configurations have added: the settings, and the
    /// files that the matching items name. Rules of these folders are there already, and its own are added to them.
    pub(super) fn add_to(
        &self,
        options: &mut Options,
        items: &MatchingItems,
        rules: &mut Vec<PathBuf>,
        open: &OpenTexts,
    ) -> Result<(), Failure> {
        let configuration = &self.configuration;
        configuration.fill(options);
        for folder in &configuration.rules {
            let path = self.path(folder);
            if !rules.iter().any(|it| is_same(it, &path)) {
                let files = rule_files(&path).map_err(|why| self.unusable(folder, &why))?;
                options.rules.extend(files);
                rules.push(path);
            }
        }
        let mut parameters = Vec::new();
        for it in items.parameters.iter().filter_map(|at| configuration.parameters.get(*at)) {
            let values = it.values.iter().map(|it| it.value.clone()).collect();
            parameters.push(DefaultParameters { files: self.read_all(&it.files, open)?, values });
        }
        options.defaults.parameters.splice(0..0, parameters);
        // A role that is set before is another one, whose boundary is not this one.
        if !options.defaults.roles.is_empty() {
            return Ok(());
        }
        let is_bounded = options.defaults.boundary.is_some();
        for it in items.roles.iter().filter_map(|at| configuration.roles.get(*at)) {
            options.defaults.roles.extend(self.read_all(&it.files, open)?);
            if let (false, Some(boundary)) = (is_bounded, &it.boundary) {
                options.defaults.boundary = Some(self.read(boundary, open)?);
            }
        }
        Ok(())
    }

    /// An error about an option, with the place where this configuration names the file, if it does.
    pub(super) fn with_place(&self, error: OptionError) -> Failure {
        let named = error.option().and_then(|option| self.naming(option));
        let place = named.map(|it| format!("{}: ", self.place(it))).unwrap_or_default();
        let Failure(message) = error.into();
        Failure(place + &message)
    }

    /// Where this configuration names a file, or the folder of rules that it is in.
    fn naming(&self, file: &str) -> Option<&Setting<String>> {
        let mut named = self.named_files().chain(&self.configuration.rules);
        named.find(|it| Path::new(file).starts_with(self.path(it)))
    }

    /// The files of parameters and roles that it names.
    pub(super) fn named_files(&self) -> impl Iterator<Item = &Setting<String>> {
        let configuration = &self.configuration;
        let parameters = configuration.parameters.iter().flat_map(|it| &it.files);
        let roles = configuration.roles.iter().flat_map(|it| it.files.iter().chain(&it.boundary));
        parameters.chain(roles)
    }

    fn read_all(
        &self,
        named: &[Setting<String>],
        open: &OpenTexts,
    ) -> Result<Vec<SourceFile>, Failure> {
        named.iter().map(|it| self.read(it, open)).collect()
    }

    fn read(&self, named: &Setting<String>, open: &OpenTexts) -> Result<SourceFile, Failure> {
        let path = self.path(named);
        Ok(open.read(&path).map_err(|why| self.unusable(named, &why.message()))?)
    }

    fn unusable(&self, named: &Setting<String>, why: &str) -> OptionError {
        let path = self.path(named);
        self.configuration.error(named, format!("{}: {why}", path.display()))
    }
}

/// The results, or the first error.
fn all<T>(results: impl Iterator<Item = Result<T, Failure>>) -> Result<Vec<T>, Failure> {
    results.collect()
}

/// The patterns of a list, or an error at the one that is none.
fn compile(
    configuration: &Configuration,
    folder: &Path,
    patterns: &[Setting<String>],
) -> Result<Patterns, Failure> {
    let compiled = Patterns::new(folder, patterns.iter().map(|it| it.value.as_str()));
    compiled.map_err(|(index, why)| match patterns.get(index) {
        Some(pattern) => configuration.error(pattern, why).into(),
        None => Failure(format!("{}: {why}", configuration.name())),
    })
}

/// The indices of the items that are for one of some files.
fn matching(items: &[Option<Patterns>], paths: &[PathBuf]) -> Vec<usize> {
    let is_for = |patterns: &Option<Patterns>| {
        let Some(patterns) = patterns else { return true };
        paths.iter().any(|path| patterns.match_file(path))
    };
    let items = items.iter().enumerate().filter(|(_, it)| is_for(it));
    items.map(|(index, _)| index).collect()
}

/// Whether two paths lead to one folder.
fn is_same(one: &Path, other: &Path) -> bool {
    one == other
        || one.canonicalize().ok().is_some_and(|one| Some(one) == other.canonicalize().ok())
}
