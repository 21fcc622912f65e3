//! Inputs → results, in their order: most as soon as they are read, those that give something to each other together.

use super::files::{is_stdin, read};
use crate::workspace::{Checkers, Input};
use needs_exec_role::{Checker, SourceFile, Unit, Unread};
use rayon::iter::{IntoParallelRefIterator, ParallelExtend, ParallelIterator};
use std::path::Path;
use std::sync::Arc;

/// How many inputs are looked at in one go.
pub(super) const BATCH: usize = 256;

/// What is made of an input.
pub(super) trait Judge<'c>: Sync {
    /// The result.
    type Output: Send;

    /// Of a file by itself.
    fn alone(&self, checker: &'c Checker, file: &SourceFile) -> Self::Output;

    /// Of a file of a unit.
    fn together(&self, checker: &'c Checker, unit: &Arc<Unit>, file: &SourceFile) -> Self::Output;

    /// Of an input that could not be read.
    fn unread(&self, checker: &'c Checker, input: &Input, why: &Unread) -> Self::Output;
}

/// The results of all inputs, in their order, and how many files were judged by themselves only because no more are held.
pub(super) fn judge_all<'c, T: Send>(
    checkers: &'c Checkers,
    inputs: &[Input],
    judge: &impl Judge<'c, Output = T>,
) -> (Vec<T>, usize) {
    let mut judging = Judging::new(checkers, inputs);
    let mut results = Vec::with_capacity(inputs.len());
    for batch in inputs.chunks(BATCH) {
        results.extend(judging.next(batch, judge));
    }
    results.extend(judging.finish(judge));
    (results, judging.beyond)
}

/// An input that was looked at.
enum LookedAt<T> {
    /// Its result.
    Done(T),
    /// It waits for the others; the number is that of its checker.
    Held(usize, SourceFile),
}

impl<T> LookedAt<T> {
    /// Whether it runs task definitions that other files may hold.
    fn runs_others(&self, checker: &Checker) -> bool {
        matches!(self, Self::Held(_, file) if checker.runs_others(file))
    }
}

/// Looks at an input; `has_runs` is whether a file of the run may run what it holds.
fn look_at<'c, T>(
    checkers: &'c Checkers,
    input: &Input,
    has_runs: bool,
    judge: &impl Judge<'c, Output = T>,
) -> LookedAt<T> {
    let (first, number) = (checkers.first(), input.settings.checker);
    match input.read(checkers.get(number)) {
        Ok(file) if first.shares(&file) || (has_runs && first.may_be_run(&file)) => {
            LookedAt::Held(number, file)
        }
        Ok(file) => LookedAt::Done(judge.alone(checkers.get(number), &file)),
        Err(why) => LookedAt::Done(judge.unread(checkers.get(number), input, &why)),
    }
}

/// Holds those that were judged by themselves and may have task definitions that a file runs: they are read once more.
fn hold_what_is_run<'i, T: 'i>(
    checkers: &Checkers,
    looked: impl Iterator<Item = (&'i Input, &'i mut LookedAt<T>)>,
) {
    let judged = looked.filter(|(_, it)| matches!(it, LookedAt::Done(_)));
    for (input, it) in judged.filter(|(input, _)| !is_stdin(&input.path)) {
        if let Ok(file) = input.read(checkers.get(input.settings.checker))
            && checkers.first().may_be_run(&file)
        {
            *it = LookedAt::Held(input.settings.checker, file);
        }
    }
}

/// The inputs of a run, as far as they have been looked at.
pub(super) struct Judging<'c, T> {
    checkers: &'c Checkers,
    waiting: Vec<LookedAt<T>>,
    /// How many files wait, and how many bytes.
    held: (usize, usize),
    /// Whether a file of the run runs task definitions that others may hold: those wait for it.
    has_runs: bool,
    /// How many files were judged by themselves only because no more are held.
    pub(super) beyond: usize,
}

impl<'c, T: Send> Judging<'c, T> {
    /// None yet of these inputs. If they are more than are looked at in one go, later ones that are called as what runs
    /// task definitions are looked at before the first is judged: to read all of them twice takes too long.
    pub(super) fn new(checkers: &'c Checkers, inputs: &[Input]) -> Self {
        let checker = checkers.first();
        let later = inputs.get(BATCH..).unwrap_or_default();
        let is_run = |input: &Input| {
            input.is_called_as_a_run()
                && input.read(checker).is_ok_and(|file| checker.runs_others(&file))
        };
        // Even for none of them, threads would be started.
        let has_runs = !later.is_empty() && later.par_iter().any(is_run);
        Self { checkers, waiting: Vec::new(), held: (0, 0), has_runs, beyond: 0 }
    }

    /// Looks at further inputs, and returns the results that are next.
    pub(super) fn next(&mut self, batch: &[Input], judge: &impl Judge<'c, Output = T>) -> Vec<T> {
        let mut results = Vec::with_capacity(batch.len());
        for piece in self.look_at(batch, judge) {
            let piece = match piece {
                LookedAt::Held(number, file) if !self.has_room() => {
                    self.beyond += 1;
                    LookedAt::Done(judge.alone(self.checkers.get(number), &file))
                }
                piece => piece,
            };
            match piece {
                LookedAt::Done(result) if self.waiting.is_empty() => results.push(result),
                LookedAt::Held(number, file) => {
                    self.held = (self.held.0 + 1, self.held.1 + file.text().len());
                    self.waiting.push(LookedAt::Held(number, file));
                }
                done @ LookedAt::Done(_) => self.waiting.push(done),
            }
        }
        results
    }

    /// Looks at inputs. One that is judged by itself is judged as soon as it is read: the texts of all of them would be
    /// memory that is cold again by then.
    fn look_at(&mut self, batch: &[Input], judge: &impl Judge<'c, Output = T>) -> Vec<LookedAt<T>> {
        let (checkers, had_runs) = (self.checkers, self.has_runs);
        let is_only = batch.len() == 1;
        let one = |input: &Input| {
            // What cannot be read once more waits for a file of the batch that may run it.
            look_at(checkers, input, had_runs || (!is_only && is_stdin(&input.path)), judge)
        };
        let mut looked: Vec<_> = match batch {
            // One file needs no second thread, and starting them costs more than judging it.
            [input] => vec![one(input)],
            _ => batch.par_iter().map(one).collect(),
        };
        self.has_runs |= looked.iter().any(|it| it.runs_others(checkers.first()));
        if self.has_runs && !had_runs {
            hold_what_is_run(checkers, batch.iter().zip(&mut looked));
        }
        looked
    }

    fn has_room(&self) -> bool {
        self.held.0 < Unit::MOST_FILES && self.held.1 < Unit::MOST_BYTES
    }

    /// Judges what waits together, and returns the results that are left.
    pub(super) fn finish(&mut self, judge: &impl Judge<'c, Output = T>) -> Vec<T> {
        let mut held = Vec::new();
        let waiting = std::mem::take(&mut self.waiting).into_iter();
        let places: Vec<Option<T>> = waiting
            .map(|piece| match piece {
                LookedAt::Done(result) => Some(result),
                LookedAt::Held(number, file) => {
                    held.push((number, file));
                    None
                }
            })
            .collect();
        let mut judged = self.judge_held(&held, judge).into_iter().peekable();
        let mut numbers = 0..;
        let mut results = Vec::new();
        for place in places {
            match (place, numbers.start) {
                (Some(result), _) => results.push(result),
                (None, number) => {
                    while let Some((_, result)) = judged.next_if(|(it, _)| *it == number) {
                        results.push(result);
                    }
                    numbers.next();
                }
            }
        }
        results
    }

    /// Judges the files that are held, each with its checker; the results have the number of the held file that each
    /// is or is nested in. What files give each other depends on the settings, so each checker looks at all of them.
    /// Templates that a template nests are read from where they are.
    fn judge_held(
        &self,
        held: &[(usize, SourceFile)],
        judge: &impl Judge<'c, Output = T>,
    ) -> Vec<(usize, T)> {
        let mut checkers: Vec<usize> = held.iter().map(|(checker, _)| *checker).collect();
        checkers.sort_unstable();
        checkers.dedup();
        let mut judged = Vec::new();
        for number in checkers {
            let checker = self.checkers.get(number);
            let files = held.iter().map(|(_, file)| file.clone()).collect();
            let unit = checker.unit(files, &mut |path| read(Path::new(path)).ok());
            let unit = Arc::new(unit);
            let is_own = |it: &&(usize, SourceFile)| {
                held.get(it.0).is_some_and(|(checker, _)| *checker == number)
            };
            let own: Vec<_> = unit.files().iter().filter(is_own).collect();
            let one = |(place, file): &&(usize, SourceFile)| {
                (*place, judge.together(checker, &unit, file))
            };
            match own.as_slice() {
                [file] => judged.push(one(file)),
                files => judged.par_extend(files.par_iter().map(one)),
            }
        }
        judged.sort_by_key(|(place, _)| *place);
        judged
    }
}
