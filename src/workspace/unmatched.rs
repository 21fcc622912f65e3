//! What of a configuration matches nothing: patterns without a file, and files that do not exist.

use super::discovery::Discovery;
use super::found::FoundConfiguration;
use super::patterns::Patterns;
use super::walk::entries;
use needs_exec_role::Setting;
use std::path::PathBuf;
use std::sync::Arc;

/// Something of a configuration that matches nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MatchesNothing {
    /// `FILE:LINE`.
    pub(crate) place: String,
    /// What it is, in a few words.
    pub(crate) what: String,
    /// Whether it is a folder of rules.
    pub(crate) is_about_rules: bool,
}

impl FoundConfiguration {
    /// What of it matches nothing, in the order of the file.
    pub(crate) fn matching_nothing(&self, discovery: &Arc<Discovery>) -> Vec<MatchesNothing> {
        let configuration = &self.configuration;
        let of_parameters = configuration.parameters.iter();
        let of_roles = configuration.roles.iter();
        let of_exceptions = configuration.exceptions.iter();
        let patterns = (of_parameters.clone().flat_map(|it| &it.paths))
            .chain(of_roles.clone().flat_map(|it| &it.paths))
            .chain(&configuration.exclude)
            .chain(of_exceptions.flat_map(|it| &it.paths));
        let named = (of_parameters.flat_map(|it| &it.files))
            .chain(of_roles.flat_map(|it| it.files.iter().chain(&it.boundary)));
        let mut found = self.patterns_without_file(patterns, discovery);
        found.extend(
            named
                .filter(|it| !self.path(it).is_file())
                .map(|it| (configuration.line(it), format!("{}: no such file", it.value), false)),
        );
        let rules = configuration.rules.iter().filter(|it| !self.path(it).is_dir());
        found.extend(
            rules.map(|it| {
                (configuration.line(it), format!("{}: no such directory", it.value), true)
            }),
        );
        found.sort();
        let nothing = |(line, what, is_about_rules): (usize, String, bool)| MatchesNothing {
            place: format!("{}:{line}", configuration.name()),
            what,
            is_about_rules,
        };
        found.into_iter().map(nothing).collect()
    }

    fn patterns_without_file<'c>(
        &'c self,
        patterns: impl Iterator<Item = &'c Setting<String>>,
        discovery: &Arc<Discovery>,
    ) -> Vec<(usize, String, bool)> {
        let compiled = |it: &'c Setting<String>| {
            let patterns = Patterns::new(self.folder(), [it.value.as_str()]).ok()?;
            Some((it, patterns))
        };
        let mut open: Vec<_> = patterns.filter_map(compiled).collect();
        for path in self.files_below(discovery) {
            if open.is_empty() {
                break;
            }
            open.retain(|(_, patterns)| !patterns.concern(&path));
        }
        let what = |it: &Setting<String>| format!("`{}` matches no file", it.value);
        open.iter().map(|(it, _)| (self.configuration.line(it), what(it), false)).collect()
    }

    /// The files below its folder that it counts for, each from there.
    fn files_below<'c>(
        &'c self,
        discovery: &'c Arc<Discovery>,
    ) -> impl Iterator<Item = PathBuf> + use<'c> {
        entries(self.folder(), |_, _| true).filter_map(|path| {
            let is_own = match discovery.of_folder(path.parent()?) {
                Ok(Some(folder)) => folder.found.id == self.id,
                _ => false,
            };
            is_own.then(|| self.relative(&path).map(PathBuf::from))?
        })
    }
}
