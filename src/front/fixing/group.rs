//! Files that are checked with the same options, and what is offered for each.

use super::offer::{Offer, faults, offers};
use super::outcome::FixLevel;
use super::texts::{TextNumber, TextSet};
use crate::front::checker::Checker;
use crate::front::option_error::OptionError;
use crate::front::options::Options;
use crate::front::source_file::SourceFile;
use crate::front::unit::Unit;
use std::collections::{BTreeMap, BTreeSet};

/// Files that are checked with the same options.
#[derive(Debug)]
pub(super) struct FixGroup {
    options: Options,
    checker: Checker,
    /// The texts of the roles in the options.
    roles: Vec<TextNumber>,
    /// The files that are checked by themselves.
    alone: Vec<TextNumber>,
    /// Those that are checked together.
    together: Vec<TextNumber>,
    /// What is offered for each file, the nested ones of the unit included.
    offers: BTreeMap<TextNumber, Vec<Offer>>,
    /// The nested ones.
    nested: BTreeSet<TextNumber>,
    is_checked: bool,
}

type More<'m> = dyn FnMut(&str) -> Option<SourceFile> + 'm;

impl FixGroup {
    /// Adds the files to the texts.
    pub(super) fn new(
        options: &Options,
        files: Vec<SourceFile>,
        texts: &mut TextSet,
    ) -> Result<Self, OptionError> {
        let checker = Checker::new(options)?;
        let has_runs = files.iter().any(|file| checker.runs_others(file));
        let is_held =
            |file: &SourceFile| checker.shares(file) || (has_runs && checker.may_be_run(file));
        let (mut alone, mut together) = (Vec::new(), Vec::new());
        for file in files {
            let list = if is_held(&file) { &mut together } else { &mut alone };
            list.push(texts.add(&file));
        }
        let roles = options.roles.iter().chain(&options.boundary).map(|file| texts.add(file));
        let roles = roles.collect();
        Ok(Self {
            options: options.clone(),
            checker,
            roles,
            alone,
            together,
            offers: BTreeMap::new(),
            nested: BTreeSet::new(),
            is_checked: false,
        })
    }

    /// What is offered, as of the last check.
    pub(super) fn offers(&self) -> impl Iterator<Item = &Offer> {
        self.offers.values().flatten()
    }

    /// Checks what may have changed with some texts, or everything if nothing was checked yet. False where a role
    /// can't be read any more.
    pub(super) fn check(
        &mut self,
        changed: &BTreeSet<TextNumber>,
        level: FixLevel,
        texts: &mut TextSet,
        more: &mut More<'_>,
    ) -> bool {
        let has_new_role = self.roles.iter().any(|it| changed.contains(it));
        if has_new_role && !self.take_roles(texts) {
            return false;
        }
        let is_all = has_new_role || !std::mem::replace(&mut self.is_checked, true);
        for number in self.alone.clone() {
            if is_all || changed.contains(&number) {
                self.check_alone(number, level, texts);
            }
        }
        let mut of_unit = self.together.iter().chain(&self.nested);
        if is_all || of_unit.any(|it| changed.contains(it)) {
            self.check_together(level, texts, more);
        }
        true
    }

    /// Takes the roles as they are now.
    fn take_roles(&mut self, texts: &TextSet) -> bool {
        for file in self.options.roles.iter_mut().chain(&mut self.options.boundary) {
            if let Some(now) = texts.number(file.name()).and_then(|number| texts.now(number)) {
                *file = now.clone();
            }
        }
        let checker = Checker::new(&self.options);
        checker.is_ok_and(|checker| {
            self.checker = checker;
            true
        })
    }

    fn check_alone(&mut self, number: TextNumber, level: FixLevel, texts: &mut TextSet) {
        let Some(file) = texts.now(number).cloned() else { return };
        self.check_in(&Unit::default(), number, &file, level, texts);
    }

    fn check_together(&mut self, level: FixLevel, texts: &mut TextSet, more: &mut More<'_>) {
        let now = |number: &TextNumber| texts.now(*number).cloned();
        let files = self.together.iter().filter_map(now).collect();
        let unit = self.checker.unit(files, &mut |path| {
            let known = texts.number(path).and_then(|number| texts.now(number)).cloned();
            known.or_else(|| more(path))
        });
        // All of them are there before the first is checked: a fix may edit another.
        let numbers: Vec<_> = unit.files().iter().map(|(_, file)| texts.add(file)).collect();
        for (number, (_, file)) in numbers.into_iter().zip(unit.files()) {
            if !self.together.contains(&number) {
                self.nested.insert(number);
            }
            self.check_in(&unit, number, file, level, texts);
        }
    }

    fn check_in(
        &mut self,
        unit: &Unit,
        number: TextNumber,
        file: &SourceFile,
        level: FixLevel,
        texts: &mut TextSet,
    ) {
        let (faults, offers) = self.checker.analyze_in(unit, file, |report| {
            (faults(report), offers(report, file.is_named, level, texts))
        });
        texts.record(number, faults);
        self.offers.insert(number, offers);
    }
}
