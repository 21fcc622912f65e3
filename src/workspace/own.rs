//! What a client sets, as a configuration of one of its folders: of what is wrong it is said why, and the rest counts.

use super::files::{self, rule_files};
use super::patterns::Patterns;
use super::settle::Workspace;
use super::{Discovery, FoundConfiguration};
use needs_exec_role::{
    Checker, Configuration, ConfiguredParameters, ConfiguredRoles, DefaultParameters,
    OptionDefaults, OptionError, Options, Setting, SourceFile, UnusableSetting,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The settings of a client in one of its folders.
#[derive(Debug)]
pub(crate) struct OwnSettings {
    /// None if nothing of them can be used.
    pub(crate) found: Option<Arc<FoundConfiguration>>,
    /// What is wrong.
    pub(crate) wrong: Vec<UnusableSetting>,
}

impl OwnSettings {
    /// Reads them. Paths in them are relative to the folder; names are those of the rules that count in it.
    pub(crate) fn read(file: &SourceFile, folder: &Path, workspace: &Workspace) -> Self {
        let (mut configuration, wrong) = Configuration::read_usable(file);
        let mut own = UsableSettings { folder, discovery: &workspace.discovery, wrong };
        own.check_patterns(&mut configuration);
        own.check_files(&mut configuration, workspace.options());
        let mut wrong = own.wrong;
        if let Ok(checker) = checker_with(&configuration, folder, workspace) {
            wrong.extend(configuration.drop_unknown_names(&checker));
        }
        Self { found: workspace.discovery.own(configuration, folder).ok(), wrong }
    }
}

/// A checker with the rules that count in a folder, and those of some settings.
fn checker_with(
    configuration: &Configuration,
    folder: &Path,
    workspace: &Workspace,
) -> Result<Checker, OptionError> {
    let mut options = Options { rules: workspace.options().rules.clone(), ..Options::default() };
    let found = workspace.discovery.of_folder(folder).ok().flatten();
    let found = found.as_ref().map(|it| &it.found);
    let on_disk =
        found.into_iter().flat_map(|it| it.configuration.rules.iter().map(|own| it.path(own)));
    let own = configuration.rules.iter().map(|it| folder.join(&it.value));
    for path in on_disk.chain(own) {
        let files = rule_files(&path).unwrap_or_default();
        let is_known =
            |it: &SourceFile| options.rules.iter().any(|known| known.text() == it.text());
        let new: Vec<_> = files.into_iter().filter(|it| !is_known(it)).collect();
        options.rules.extend(new);
    }
    Checker::new(&options)
}

/// Takes out what cannot be used.
struct UsableSettings<'s> {
    folder: &'s Path,
    discovery: &'s Discovery,
    wrong: Vec<UnusableSetting>,
}

impl UsableSettings<'_> {
    /// Patterns that are none. An item that would be for every file without them goes with them.
    fn check_patterns(&mut self, configuration: &mut Configuration) {
        let all = configuration.clone();
        configuration.exclude.retain(|it| self.is_pattern(&all, it));
        configuration.parameters.retain(|it| self.are_patterns(&all, &it.paths));
        configuration.roles.retain(|it| self.are_patterns(&all, &it.paths));
        configuration.exceptions.retain(|it| self.are_patterns(&all, &it.paths));
    }

    fn are_patterns(&mut self, all: &Configuration, patterns: &[Setting<String>]) -> bool {
        patterns.iter().all(|it| self.is_pattern(all, it))
    }

    fn is_pattern(&mut self, all: &Configuration, pattern: &Setting<String>) -> bool {
        match Patterns::new(self.folder, [pattern.value.as_str()]) {
            Ok(_) => true,
            Err((_, why)) => self.refuse(all, pattern, &why),
        }
    }

    /// Files and folders that cannot be read, or are not what they are named for.
    fn check_files(&mut self, configuration: &mut Configuration, options: &Options) {
        let all = configuration.clone();
        configuration.rules.retain(|it| self.has_rules(&all, it, options));
        configuration.parameters.retain(|it| self.has_parameters(&all, it));
        configuration.roles.retain(|it| self.has_roles(&all, it));
    }

    fn has_rules(
        &mut self,
        all: &Configuration,
        folder: &Setting<String>,
        options: &Options,
    ) -> bool {
        let files = match rule_files(&self.path(folder)) {
            Ok(files) => files,
            Err(why) => return self.refuse_file(all, folder, &why),
        };
        let rules = options.rules.iter().cloned().chain(files).collect();
        self.is_usable(all, folder, &Options { rules, ..Options::default() })
    }

    fn has_parameters(&mut self, all: &Configuration, item: &ConfiguredParameters) -> bool {
        item.files.iter().all(|it| {
            self.read(all, it).is_some_and(|file| {
                let item = DefaultParameters { files: vec![file], values: Vec::new() };
                let parameters = vec![item];
                let defaults = OptionDefaults { parameters, ..OptionDefaults::default() };
                self.is_usable(all, it, &Options { defaults, ..Options::default() })
            })
        })
    }

    /// A role of which a part is missing would be another one.
    fn has_roles(&mut self, all: &Configuration, item: &ConfiguredRoles) -> bool {
        let mut defaults = OptionDefaults::default();
        for it in &item.files {
            let Some(file) = self.read(all, it) else { return false };
            defaults.roles.push(file);
        }
        if let Some(it) = &item.boundary {
            let Some(file) = self.read(all, it) else { return false };
            defaults.boundary = Some(file);
        }
        let first = item.files.iter().chain(&item.boundary).next();
        let options = Options { defaults, ..Options::default() };
        first.is_none_or(|it| self.is_usable(all, it, &options))
    }

    fn read(&mut self, all: &Configuration, named: &Setting<String>) -> Option<SourceFile> {
        match files::read(&self.path(named)) {
            Ok(file) => Some(file),
            Err(why) => {
                self.refuse_file(all, named, &why.message());
                None
            }
        }
    }

    fn is_usable(
        &mut self,
        all: &Configuration,
        setting: &Setting<String>,
        options: &Options,
    ) -> bool {
        let Err(error) = Checker::new(options) else { return true };
        let what = error.diagnostic().map(|it| it.one_line);
        let why = what.unwrap_or_else(|| error.message().to_owned());
        self.refuse_file(all, setting, &why)
    }

    fn refuse_file(&mut self, all: &Configuration, named: &Setting<String>, why: &str) -> bool {
        let path = self.path(named);
        self.refuse(all, named, &format!("{}: {why}", files::name(&path)))
    }

    fn refuse(&mut self, all: &Configuration, setting: &Setting<String>, why: &str) -> bool {
        let wrong = all.unusable(setting, why);
        if !self.wrong.contains(&wrong) {
            self.wrong.push(wrong);
        }
        false
    }

    /// Where a file or folder is that the settings name, from the current directory.
    fn path(&self, named: &Setting<String>) -> PathBuf {
        self.discovery.shown(&self.folder.join(&named.value))
    }
}
