//! Inputs → a checker for each: one for all files with the same settings.

use super::Failure;
use super::discovery::{Discovery, WhichConfiguration};
use super::files::{Input, is_stdin};
use super::found::{FoundConfiguration, MatchingItems};
use needs_exec_role::{Checker, Options};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The checkers of a run: one for each distinct set of settings.
#[derive(Debug)]
pub(crate) struct Checkers {
    first: Checker,
    others: Vec<Checker>,
}

impl Checkers {
    /// The first: what all files have in common, it knows.
    pub(crate) fn first(&self) -> &Checker {
        &self.first
    }

    /// One of them, by its number.
    pub(crate) fn get(&self, number: usize) -> &Checker {
        let other = number.checked_sub(1).and_then(|number| self.others.get(number));
        other.unwrap_or(&self.first)
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
        Ok(Self { discovery, options, rules: rules.to_owned(), has_roles: false })
    }

    /// The same, in which the roles of the configurations are checked.
    #[must_use]
    pub(crate) fn with_roles(self) -> Self {
        Self { has_roles: true, ..self }
    }

    /// The configuration that counts for a path, and the absolute path; standard input has none.
    ///
    /// # Errors
    /// It cannot be used.
    pub(crate) fn configuration_of(
        &self,
        path: &Path,
    ) -> Result<Option<(Arc<FoundConfiguration>, Option<PathBuf>)>, Failure> {
        let (folder, is_file) = match path.parent() {
            Some(folder) if !is_stdin(path) => (folder, true),
            _ => (Path::new(""), false),
        };
        let Some(found) = self.discovery.of_folder(folder)? else { return Ok(None) };
        let absolute = is_file.then(|| self.discovery.absolute(path));
        Ok(Some((found, absolute)))
    }

    /// The checker of the current directory: for what is about no file.
    ///
    /// # Errors
    /// The options or the configuration cannot be used.
    pub(crate) fn checker_here(&self) -> Result<Checker, Failure> {
        let found = self.discovery.of_folder(Path::new(""))?;
        self.checker(found.as_deref(), &MatchingItems::default())
    }

    /// Finds the settings of each input, and makes the checkers.
    ///
    /// # Errors
    /// The options or a configuration cannot be used.
    pub(crate) fn settle(&self, inputs: &mut [Input]) -> Result<Checkers, Failure> {
        let mut numbers: HashMap<(Option<usize>, MatchingItems), usize> = HashMap::new();
        let mut made = Vec::new();
        for input in inputs {
            let found = self.configuration_of(&input.path)?;
            let (id, items) = match &found {
                None => (None, MatchingItems::default()),
                Some((found, path)) => {
                    input.settings.exceptions = found.exceptions_for(path.as_deref());
                    let mut items = found.items_for(path.as_deref());
                    if !self.has_roles {
                        items.roles.clear();
                    }
                    (Some(found.id), items)
                }
            };
            input.settings.checker = match numbers.get(&(id, items.clone())) {
                Some(number) => *number,
                None => {
                    let found = found.as_ref().map(|(found, _)| found.as_ref());
                    made.push(self.checker(found, &items)?);
                    numbers.insert((id, items), made.len() - 1);
                    made.len() - 1
                }
            };
        }
        let mut made = made.into_iter();
        let first =
            made.next().map_or_else(|| self.checker(None, &MatchingItems::default()), Ok)?;
        Ok(Checkers { first, others: made.collect() })
    }

    fn checker(
        &self,
        found: Option<&FoundConfiguration>,
        items: &MatchingItems,
    ) -> Result<Checker, Failure> {
        let Some(found) = found else { return Ok(Checker::new(&self.options)?) };
        let mut options = self.options.clone();
        found.add_to(&mut options, items, &self.rules)?;
        let checker = Checker::new(&options).map_err(|error| found.with_place(error))?;
        found.configuration.check_names(&checker)?;
        Ok(checker)
    }
}
