//! What a run reads: files, and the folders that are modules of Terraform.

use super::files::{name, read};
use super::modules::{LedTo, ModuleFolderPath, ModuleLoader, is_configuration, read_regular};
use needs_exec_role::{Checker, Exception, ModuleParts, SourceFile, Unread};
use std::path::PathBuf;
use std::sync::Arc;

/// Something to read.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// Where it is; standard input where it is `-`.
    pub(crate) path: PathBuf,
    /// Whether the user named it, rather than a directory that holds it.
    pub(crate) is_named: bool,
    /// Whether it is passed over if it holds no task definition, although it is named.
    pub(crate) may_be_unrelated: bool,
    /// The command that it is probably a misspelling of.
    pub(crate) meant: Option<String>,
    /// Its text, where that is not to be read again.
    pub(crate) given: Option<Box<SourceFile>>,
    /// That it is a module, and which.
    pub(crate) module: Option<Box<ModuleInput>>,
    /// What counts for it.
    pub(crate) settings: FileSettings,
}

/// A module among the inputs.
#[derive(Clone, Debug)]
pub(crate) struct ModuleInput {
    /// Its folder.
    pub(crate) folder: ModuleFolderPath,
    /// Whether it is judged as it stands, whichever other module calls it.
    pub(crate) is_asked_for: bool,
    /// What loads it.
    loader: Arc<ModuleLoader>,
    /// What was loaded, where that is kept.
    parts: Option<Result<ModuleParts, Unread>>,
}

/// What counts for a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileSettings {
    /// Which of the checkers.
    pub(crate) checker: usize,
    /// What may stay in it.
    pub(crate) exceptions: Arc<[Exception]>,
}

impl Input {
    /// A path that the user named.
    pub(crate) fn named(path: PathBuf) -> Self {
        Self { is_named: true, ..Self::met(path) }
    }

    /// A file that was met in a folder.
    pub(crate) fn met(path: PathBuf) -> Self {
        let settings = FileSettings::default();
        Self {
            path,
            is_named: false,
            may_be_unrelated: false,
            meant: None,
            given: None,
            module: None,
            settings,
        }
    }

    /// A module.
    pub(crate) fn module(folder: ModuleFolderPath, loader: &Arc<ModuleLoader>) -> Self {
        let path = folder.path();
        let loader = Arc::clone(loader);
        let module = ModuleInput { folder, is_asked_for: false, loader, parts: None };
        Self { module: Some(Box::new(module)), ..Self::met(path) }
    }

    /// Its name in reports.
    pub(crate) fn name(&self) -> String {
        name(&self.path)
    }

    /// Whether it has a name that people give what runs task definitions.
    pub(crate) fn is_called_as_a_run(&self) -> bool {
        if self.module.is_some() {
            return false;
        }
        let name = self.path.file_name().unwrap_or_default().as_encoded_bytes();
        let has = |word: &&str| {
            let mut parts = name.windows(word.len());
            parts.any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
        };
        ["run", "start", "overrid", "appspec", "service", "state"].iter().any(has)
    }

    /// Its text, as the checker takes it.
    ///
    /// # Errors
    /// Why it could not be read.
    pub(crate) fn read(&self, checker: &Checker) -> Result<SourceFile, Unread> {
        let read = || match (&self.given, &self.module) {
            (Some(given), _) => Ok(SourceFile::clone(given)),
            (None, Some(module)) => module.read(checker),
            (None, None) if self.is_configuration() => read_regular(&self.path),
            (None, None) => read(&self.path),
        };
        let file = match (read(), &self.meant) {
            (Err(Unread::Unreadable(why)), Some(command)) => {
                Err(Unread::Unreadable(format!("{why}; did you mean the command `{command}`?")))
            }
            // What is that large is no task definition: it counts as one that holds none.
            (Err(Unread::TooLarge), _) if self.may_be_unrelated => {
                Ok(SourceFile::new(self.name(), ""))
            }
            (read, _) => read,
        }?;
        let file = file.with_exceptions(Arc::clone(&self.settings.exceptions));
        Ok(if self.is_asked_for() { file } else { file.met_in_folder() })
    }

    /// Whether it has the name of a configuration file of Terraform.
    fn is_configuration(&self) -> bool {
        is_configuration(&self.path)
    }

    /// Whether the user asked for it by itself.
    pub(crate) fn is_asked_for(&self) -> bool {
        self.is_named && !self.may_be_unrelated
    }
}

impl ModuleInput {
    /// Loads it, and returns what it led to.
    pub(crate) fn load(&mut self, checker: &Checker) -> LedTo {
        let (parts, led_to) = match self.loader.load(checker, &self.folder) {
            Ok((parts, led_to)) => (Ok(parts), led_to),
            Err(why) => (Err(why), LedTo::default()),
        };
        self.parts = (!self.loader.is_full()).then_some(parts);
        led_to
    }

    /// Lets go of what was loaded: it is read from the disk again.
    pub(crate) fn forget(&mut self) {
        self.parts = None;
        self.loader = Arc::default();
    }

    fn read(&self, checker: &Checker) -> Result<SourceFile, Unread> {
        let parts = match &self.parts {
            Some(parts) => parts.clone(),
            None => self.loader.load(checker, &self.folder).map(|(parts, _)| parts),
        };
        parts.map(ModuleParts::join)
    }
}
