//! The exceptions that the configuration has for a file.

use super::about::About;
use super::is_broken;
use super::run_kinds::RunKinds;
use super::stated::fault;
use crate::analysis::report::{FileReport, TaskReport};
use crate::analysis::subject::{Diagnostic, IgnoreFault};
use crate::base::date::Date;
use crate::base::diagnostic::{Exception, SuppressedBy, Suppression};
use crate::base::source::Span;

/// The exceptions for a file, and what came of each.
pub(super) struct Exceptions<'a> {
    all: Vec<ListedException<'a>>,
}

struct ListedException<'a> {
    exception: &'a Exception,
    /// The last day on which it held, where that is over.
    expired: Option<Date>,
    /// Whether it is about something that was found.
    is_used: bool,
    /// Where something is reported only because it has expired.
    missed: Option<(usize, Option<Span>)>,
}

impl<'a> Exceptions<'a> {
    /// Those of a file on a day; without a day, none has expired.
    pub(super) fn new(all: &'a [Exception], today: Option<Date>) -> Self {
        let listed = |exception: &'a Exception| {
            let is_over = |last: &Date| today.is_some_and(|today| last.is_over_on(today));
            let expired = exception.expires.filter(is_over);
            ListedException { exception, expired, is_used: false, missed: None }
        };
        Self { all: all.iter().map(listed).collect() }
    }

    /// Why a diagnostic may stay, by the first exception that is about it. `is_suppressed` is whether something else
    /// suppresses it.
    pub(super) fn suppression(
        &mut self,
        diagnostic: &Diagnostic,
        (about, path): (About<'_>, &str),
        is_suppressed: bool,
    ) -> Option<Suppression> {
        let mut found = None;
        let is_about = |it: &&mut ListedException<'_>| {
            let Exception { code, family, container, .. } = it.exception;
            code.as_ref().is_none_or(|it| it == diagnostic.code.name())
                && family.as_ref().is_none_or(|it| about.is_called(it, path))
                && container.as_ref().is_none_or(|it| about.container().as_ref() == Some(it))
        };
        let mut own: Vec<_> = self.all.iter_mut().filter(is_about).collect();
        for it in &mut own {
            it.is_used = true;
            if it.expired.is_none() && found.is_none() {
                let Exception { reason, expires, .. } = it.exception;
                let by = SuppressedBy::Configuration;
                found = Some(Suppression { by, reason: reason.clone(), expires: *expires });
            }
        }
        if found.is_none() && !is_suppressed {
            for it in own {
                it.missed.get_or_insert((diagnostic.document, diagnostic.own_span()));
            }
        }
        found
    }

    /// A note for each that has expired and would suppress something.
    pub(super) fn expired(&mut self) -> impl Iterator<Item = Diagnostic> {
        self.all.iter_mut().filter_map(|it| {
            let (document, span) = it.missed.take()?;
            let Exception { code, family, container, .. } = it.exception;
            let names = [code.clone(), family.clone(), container.clone()];
            let what = IgnoreFault::Expired { names, on: it.expired? };
            let note = fault(what, document, span.unwrap_or_default());
            Some(if span.is_some() { note } else { Diagnostic { primary: None, ..note } })
        })
    }

    /// The numbers of those that are about something that was found, whether they have expired or not, and of those that
    /// may be about something that such a run cannot find.
    pub(super) fn needed(&self, file: &FileReport<'_>, kinds: &RunKinds) -> Vec<usize> {
        let path = file.source.name();
        let is_broken = is_broken(file);
        let is_open = |exception: &Exception| {
            let mut tasks = file.task_reports.iter();
            let is_called = |it: &TaskReport<'_>| {
                let family = exception.family.as_ref();
                family.is_none_or(|family| About::task(it).is_called(family, path))
            };
            let code = exception.code.as_deref();
            is_broken
                || code.is_some_and(|code| {
                    tasks.any(|it| is_called(it) && !kinds.may_find_in(it, code))
                })
        };
        let needed = self.all.iter().filter(|it| it.is_used || is_open(it.exception));
        needed.map(|it| it.exception.number).collect()
    }
}

/// A note that an exception suppresses nothing, at its place in the configuration.
pub fn unused_exception(exception: &Exception, span: Span) -> Diagnostic {
    let Exception { code, family, container, .. } = exception;
    let names = [code.clone(), family.clone(), container.clone()];
    fault(IgnoreFault::UnusedException { names }, 0, span)
}
