//! A Terraform module with everything that it reads: its files are asked for until none is missing, and read as one text.

use super::checker::Checker;
use super::source_file::{SourceFile, Unread};
use super::unit::Unit;
use crate::analysis::Diagnostic;
use crate::analysis::subject::FileFault;
use crate::base::diagnostic::{BuiltIn, Severity};
use crate::base::maps::HashSet;
use crate::base::source::{Source, Span};
use crate::input::inputs::Inputs;
use crate::input::terraform::files::{ModuleFile, normalized};
use crate::input::terraform::{WantedPath, is_module, wanted_by, wanted_by_values};

/// A module with everything that it reads, before its files become one text.
#[derive(Clone, Debug, Default)]
pub struct ModuleParts {
    name: String,
    files: Vec<SourceFile>,
    /// What was left out, the first of it by its path.
    left_out: Option<(String, usize)>,
}

impl ModuleParts {
    /// How often the files of a module are looked at for what they want: it calls a module, which calls another, …
    pub const MOST_ROUNDS: usize = 64;
    /// The most files of a module, with what it calls and reads.
    pub const MOST_FILES: usize = 20_000;

    /// The files: those that were given, then those that they want.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The size of the text that they become, in bytes.
    pub fn size(&self) -> usize {
        self.files.iter().map(|it| it.text().len()).sum()
    }

    /// The one text.
    pub fn join(mut self) -> SourceFile {
        let is_itself = |only: &SourceFile| only.name() == self.name && self.left_out.is_none();
        if let [only] = self.files.as_slice()
            && is_itself(only)
        {
            return self.files.pop().unwrap_or_else(|| SourceFile::new(self.name, ""));
        }
        let mut whole = SourceFile::of_files(self.name, self.files);
        whole.problems.extend(self.left_out.map(|(first, more)| cut(first, more)));
        whole
    }

    /// What is left out, beyond the limits.
    fn leave_out(&mut self, path: &str) {
        match &mut self.left_out {
            Some((_, more)) => *more += 1,
            None => self.left_out = Some((path.to_owned(), 0)),
        }
    }
}

impl Checker {
    /// Whether a text is Terraform or `OpenTofu`: a file by itself, or a [module](Self::module).
    pub fn is_module(&self, file: &SourceFile) -> bool {
        is_module(&file.source)
    }

    /// A module that is read as one text: `files` are those of its folder, `more` is called with each path that they
    /// want, and returns what is there: all configuration files of a folder, or the one file, or nothing.
    ///
    /// Up to [`ModuleParts::MOST_FILES`] files and [`Unit::MOST_BYTES`] bytes are read; what is beyond is reported.
    pub fn module(
        &self,
        name: impl Into<String>,
        files: Vec<SourceFile>,
        more: &mut dyn FnMut(&WantedPath) -> Vec<SourceFile>,
    ) -> SourceFile {
        self.module_parts(name, files, more).join()
    }

    /// The same before the files become one text.
    pub fn module_parts(
        &self,
        name: impl Into<String>,
        files: Vec<SourceFile>,
        more: &mut dyn FnMut(&WantedPath) -> Vec<SourceFile>,
    ) -> ModuleParts {
        let mut gathering = ModuleGathering {
            parts: ModuleParts { name: name.into(), ..ModuleParts::default() },
            ..ModuleGathering::default()
        };
        gathering.add(files);
        let mut asked = HashSet::default();
        for round in 0..=ModuleParts::MOST_ROUNDS {
            let mut is_new = |it: &WantedPath| asked.insert(it.clone());
            let mut new: Vec<_> = gathering.wanted().into_iter().filter(&mut is_new).collect();
            if new.is_empty() {
                let wanted = gathering.wanted_by_values(&self.question.inputs);
                new = wanted.into_iter().filter(is_new).collect();
            }
            if new.is_empty() {
                break;
            }
            for path in new {
                if round == ModuleParts::MOST_ROUNDS || gathering.is_full() {
                    gathering.parts.leave_out(path.path());
                } else {
                    gathering.add(more(&path));
                }
            }
        }
        gathering.parts
    }
}

/// The files of a module while they are asked for.
#[derive(Default)]
struct ModuleGathering {
    parts: ModuleParts,
    known: HashSet<String>,
    bytes: usize,
}

impl ModuleGathering {
    /// Adds files, each once.
    fn add(&mut self, files: Vec<SourceFile>) {
        for file in files {
            if !self.known.insert(normalized(file.name())) {
                continue;
            }
            if self.is_full() {
                self.parts.leave_out(file.name());
            } else {
                self.bytes += file.text().len();
                self.parts.files.push(file);
            }
        }
    }

    fn is_full(&self) -> bool {
        self.parts.files.len() >= ModuleParts::MOST_FILES || self.bytes >= Unit::MOST_BYTES
    }

    /// What is wanted where only values tell which file it is.
    fn wanted_by_values(&self, inputs: &Inputs) -> Vec<WantedPath> {
        let files = &self.parts.files;
        if self.is_full() || !files.iter().any(|it| it.requests().computes_paths()) {
            return Vec::new();
        }
        let sources = files.iter().map(|it| &*it.source);
        wanted_by_values(&Source::of_files(self.parts.name.as_str(), sources), inputs)
    }

    /// What is wanted by the texts of the files.
    fn wanted(&self) -> Vec<WantedPath> {
        let files = self.parts.files.iter().map(|it| {
            let file = ModuleFile { name: it.name(), text: it.text(), span: Span::default() };
            (file, it.requests())
        });
        wanted_by(files)
    }
}

impl SourceFile {
    /// A file of a module that could not be read: the others are read without it, and it is reported.
    pub fn unread(name: impl Into<String>, why: &Unread) -> Self {
        let mut file = Self::new(name, "");
        let problem = why.diagnostic();
        file.problems = vec![Diagnostic::new(problem.code, problem.subject, Span::default())];
        file
    }
}

fn cut(first: String, more: usize) -> Diagnostic {
    let fault = FileFault::ModuleCut {
        first,
        more,
        most_files: ModuleParts::MOST_FILES,
        most_bytes: Unit::MOST_BYTES,
    };
    Diagnostic::whole(BuiltIn::TooLarge, fault.into()).with_severity(Severity::Warning)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails loudly")]

    use super::ModuleParts;
    use crate::front::{Checker, Options, SourceFile, Unread};
    use crate::input::terraform::WantedPath;

    fn checker() -> Checker {
        Checker::new(&Options::default()).unwrap()
    }

    fn call(name: &str, source: &str) -> String {
        format!("module \"{name}\" {{\n  source = \"{source}\"\n}}\n")
    }

    #[test]
    fn files_are_asked_for_until_none_is_missing() {
        let root = call("a", "./a") + &call("gone", "./gone");
        let a = call("b", "../b") + "locals {\n  x = file(\"${path.module}/x.json\")\n}\n";
        let mut asked = Vec::new();
        let mut more = |path: &WantedPath| {
            asked.push(path.clone());
            match path.path() {
                "a" => vec![SourceFile::new("a/main.tf", a.as_str())],
                "a/x.json" => vec![SourceFile::new("a/x.json", "{}")],
                "b" => vec![SourceFile::new("b/1.tf", ""), SourceFile::new("b/2.tf", "")],
                _ => Vec::new(),
            }
        };
        let own = vec![SourceFile::new("main.tf", root.as_str()), SourceFile::new("x.tf", "")];
        let module = checker().module(".", own, &mut more);
        let names: Vec<_> = module.source.files().map(|(name, _)| name).collect();
        assert_eq!(module.name(), ".");
        assert_eq!(names, ["main.tf", "x.tf", "a/main.tf", "a/x.json", "b/1.tf", "b/2.tf"]);
        let (modules, file) = (|it: &str| WantedPath::Module(it.into()), "a/x.json".to_owned());
        let expected = [modules("a"), modules("gone"), WantedPath::File(file), modules("b")];
        assert_eq!(asked, expected, "each once");
        assert!(module.problems.is_empty());
    }

    #[test]
    fn a_file_alone_stays_as_it_is() {
        let file = SourceFile::new("main.tf", "locals {}\n");
        let module = checker().module("main.tf", vec![file.clone()], &mut |_| Vec::new());
        assert!(std::sync::Arc::ptr_eq(&module.source, &file.source));
        assert!(checker().is_module(&module));
    }

    #[test]
    fn what_is_beyond_the_limits_is_reported() {
        let files = |count: usize| (0..count).map(|at| SourceFile::new(format!("{at}.tf"), ""));
        let parts =
            |count| checker().module_parts(".", files(count).collect(), &mut |_| Vec::new());
        assert_eq!(parts(ModuleParts::MOST_FILES).left_out, None);
        let cut = parts(ModuleParts::MOST_FILES + 3);
        assert_eq!(cut.left_out, Some((format!("{}.tf", ModuleParts::MOST_FILES), 2)));
        assert_eq!((cut.files().len(), cut.join().problems.len()), (ModuleParts::MOST_FILES, 1));
        // A module that is another one each time.
        let mut number = 0;
        let mut more = |path: &WantedPath| {
            number += 1;
            vec![SourceFile::new(format!("{}/main.tf", path.path()), call("x", "./x"))]
        };
        let root = vec![SourceFile::new("main.tf", call("x", "./x"))];
        let endless = checker().module_parts("main.tf", root, &mut more);
        assert_eq!(number, ModuleParts::MOST_ROUNDS);
        assert!(endless.left_out.is_some_and(|(first, more)| first.ends_with("/x") && more == 0));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_reported_at_its_place() {
        let files = vec![
            SourceFile::new("a.tf", "locals {}\n"),
            SourceFile::unread("b.tf", &Unread::Unreadable("no permission".to_owned())),
        ];
        let module = checker().module(".", files, &mut |_| Vec::new());
        let [problem] = module.problems.as_slice() else { panic!("{:?}", module.problems) };
        let start = problem.span().unwrap().start;
        assert_eq!(module.source.file_at(start).0, "b.tf");
    }
}
