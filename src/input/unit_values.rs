//! What the files of a unit give each other: exports, outputs of nested templates, and the parameters passed to them.

use crate::aws::launch_type::LaunchType;
use crate::base::maps::HashMap;
use crate::base::sorting::sort;
use crate::base::text::pattern::{elements, possibly};
use crate::base::text::{Piece, PlaceholderKind, Text};
use crate::base::truth::Truth;
use std::ops::BitOr;

/// How many letters and digits of a name must be known before it leads to an export whose name is known in part.
const LEAST_KNOWN: usize = 4;

/// What a file may get from others, and give to them: a set of the constants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sharing(u8);

impl Sharing {
    /// It names what others export.
    pub const IMPORTS: Self = Self(1);
    /// It nests others: it gives them their parameters, and gets their outputs.
    pub const NESTS: Self = Self(2);
    /// It exports.
    pub const EXPORTS: Self = Self(4);
    /// It has outputs.
    pub const OUTPUTS: Self = Self(8);
    /// It has task definitions that depend on parameters.
    pub const PARAMETERS: Self = Self(16);
    /// It runs task definitions of other files.
    pub const RUNS: Self = Self(32);

    /// Whether it does any of this.
    pub fn is_any(self) -> bool {
        self.0 != 0
    }

    /// Whether it does one of these.
    pub fn has(self, one_of: Self) -> bool {
        self.0 & one_of.0 != 0
    }

    /// The set, with one more where that is so.
    #[must_use]
    pub fn with(self, more: Self, is_so: bool) -> Self {
        if is_so { self | more } else { self }
    }

    /// Whether it depends on others by what it says itself.
    pub fn takes(self) -> bool {
        self.has(Self::IMPORTS | Self::NESTS)
    }
}

impl BitOr for Sharing {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A value of one file, as another one gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedValue {
    /// What it is.
    pub text: Text<'static>,
    /// The role that it is the ARN or the name of, by its number among those of the unit.
    pub role: Option<usize>,
    /// Whether it is of a log group that the other file creates.
    pub is_log_group: bool,
}

impl SharedValue {
    /// Whether the text means the same in every file: it holds no name that only its own file has.
    pub fn is_the_same_everywhere(&self) -> bool {
        self.text.placeholders().all(|it| {
            it.kind() == PlaceholderKind::PseudoParameter && !it.name().starts_with("AWS::Stack")
        })
    }
}

/// The name of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportName {
    /// As the defaults of the parameters have it.
    pub by_default: Text<'static>,
    /// As it is whatever the parameters are.
    pub open: Text<'static>,
}

/// A task definition, as it is named where it is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskName {
    /// Its family.
    pub family: Text<'static>,
    /// Its revision, where that is known.
    pub revision: Option<String>,
}

/// An environment file that a run adds to a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvironmentFile {
    /// The name of the container.
    pub container: String,
    /// The ARN of the object.
    pub value: String,
}

/// A run of a task definition that another file may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRun {
    /// The path of the file that runs it.
    pub file: String,
    /// What it runs.
    pub task: TaskName,
    /// The launch types that it states; none for one that a placeholder hides.
    pub launch_types: Vec<Option<LaunchType>>,
    /// Whether these count only where the task definition states none.
    pub is_default: bool,
    /// The execution role that it gives the task definition instead of its own.
    pub role: Option<Text<'static>>,
    /// The environment files that it adds.
    pub environment_files: Vec<EnvironmentFile>,
    /// The files that hold the task definition, and what they call it.
    pub held_by: Vec<(String, TaskName)>,
}

impl TaskName {
    /// The name in a text: a family, alone, with a revision, or in the ARN of a task definition.
    pub fn read(text: Text<'static>) -> Self {
        let is_arn = text.starts_with("arn:") == Truth::True;
        let name = text.rsplit_once('/').filter(|_| is_arn).map_or(text, |(_, name)| name);
        let (family, revision) = match name.split_once(':') {
            Some((family, revision)) => (family, revision.as_literal().map(str::to_owned)),
            None => (name, None),
        };
        Self { family: family.into_owned(), revision }
    }

    fn is(&self, other: &Self) -> bool {
        self.family == other.family && self.fits(other)
    }

    /// Whether it may be the other one.
    fn may_be(&self, other: &Self) -> bool {
        let (one, other_family) = (elements(&self.family, false), elements(&other.family, false));
        possibly(&one, &other_family) && self.fits(other)
    }

    /// Whether the revisions are not known to differ.
    fn fits(&self, other: &Self) -> bool {
        self.revision.is_none() || other.revision.is_none() || self.revision == other.revision
    }
}

impl TaskRun {
    /// Finds the task definition among those of the run: those of the same folder come before others. A name with a
    /// placeholder leads to the only one of its folder that it may be.
    pub fn find_task(&mut self, held: &[(String, TaskName)]) {
        let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let own = folder(&self.file);
        let is_near = |it: &&(String, TaskName)| folder(&it.0) == own;
        let same: Vec<_> = held.iter().filter(|it| self.task.is(&it.1)).collect();
        let near: Vec<_> = same.iter().copied().filter(|it| is_near(it)).collect();
        let mut found = if near.is_empty() { same } else { near };
        if found.is_empty() {
            found = held.iter().filter(is_near).filter(|it| self.task.may_be(&it.1)).collect();
            if found.len() > 1 {
                found.clear();
            }
        }
        self.held_by = found.into_iter().cloned().collect();
    }
}

/// What the files of a unit give each other. The default is that of a file by itself: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitValues {
    /// What is exported.
    pub exports: Vec<(ExportName, SharedValue)>,
    /// The outputs of the templates that others nest, by the path of the file and the name of the output.
    pub outputs: HashMap<(String, String), SharedValue>,
    /// What is passed to the parameters of nested templates, by the path of the file, then the name of the parameter;
    /// none where two templates pass different values.
    pub parameters: HashMap<String, HashMap<String, Option<SharedValue>>>,
    /// What runs task definitions of other files.
    pub runs: Vec<TaskRun>,
}

impl UnitValues {
    /// The runs of a task definition of a file.
    pub fn runs_of<'a>(
        &'a self,
        file: &'a str,
        name: &'a TaskName,
    ) -> impl Iterator<Item = &'a TaskRun> {
        let is_it = move |held: &(String, TaskName)| held.0 == file && held.1 == *name;
        self.runs.iter().filter(move |run| run.held_by.iter().any(is_it))
    }

    /// Whether a file of the unit holds what a run of another runs.
    pub fn holds_task_of(&self, run: &TaskRun) -> bool {
        let is_same = |it: &&TaskRun| it.file == run.file && it.task == run.task;
        self.runs.iter().find(is_same).is_some_and(|it| !it.held_by.is_empty())
    }

    /// Whether files of the unit hold all that a file runs, and that is something.
    pub fn holds_all_tasks_of(&self, file: &str) -> bool {
        let mut runs = self.runs.iter().filter(|it| it.file == file).peekable();
        runs.peek().is_some() && runs.all(|it| !it.held_by.is_empty())
    }

    /// The one export that a name leads to; none where several may be meant.
    pub fn export(&self, name: &ExportName) -> Option<&SharedValue> {
        let is_same = |it: &ExportName| {
            it.by_default.as_literal().is_some() && it.by_default == name.by_default
        };
        let is_alike = |it: &ExportName| is_written_alike(&it.open, &name.open);
        let may_be = |it: &ExportName| may_be_same(&it.open, &name.open);
        let tests: [&dyn Fn(&ExportName) -> bool; 3] = [&is_same, &is_alike, &may_be];
        tests.iter().find_map(|test| {
            let mut found = self.exports.iter().filter(|(name, _)| test(name));
            let first = found.next()?;
            // What several files export under one name is none of them in particular, unless they agree.
            Some(found.all(|other| other.1 == first.1).then_some(&first.1))
        })?
    }

    /// The output of a nested template.
    pub fn output(&self, file: &str, name: &str) -> Option<&SharedValue> {
        self.outputs.get(&(file.to_owned(), name.to_owned()))
    }

    /// What the templates that nest a file pass to one of its parameters.
    pub fn parameter(&self, file: &str, name: &str) -> Option<&SharedValue> {
        self.parameters.get(file)?.get(name)?.as_ref()
    }

    /// The parameters of a file whose values are known as text.
    pub fn variables(&self, file: &str) -> Vec<(String, String)> {
        let own = self.parameters.get(file).into_iter().flatten();
        let literal =
            |value: &Option<SharedValue>| Some(value.as_ref()?.text.as_literal()?.to_owned());
        let found = own.filter_map(|(name, value)| Some((name.clone(), literal(value)?)));
        let mut found: Vec<_> = found.collect();
        sort(&mut found);
        found
    }
}

/// Whether two names have the same text, and placeholders at the same places.
fn is_written_alike(one: &Text<'_>, other: &Text<'_>) -> bool {
    let parts = one.pieces().iter().zip(other.pieces());
    one.pieces().len() == other.pieces().len()
        && known(one) >= LEAST_KNOWN
        && parts.into_iter().all(|pair| match pair {
            (Piece::Literal(one), Piece::Literal(other)) => one == other,
            (Piece::Placeholder(_), Piece::Placeholder(_)) => true,
            _ => false,
        })
}

/// Whether two names may be the same, and enough of both is known.
fn may_be_same(one: &Text<'_>, other: &Text<'_>) -> bool {
    known(one).min(known(other)) >= LEAST_KNOWN
        && possibly(&elements(one, false), &elements(other, false))
}

/// How many letters and digits of a name are known.
fn known(text: &Text<'_>) -> usize {
    let count = |piece: &Piece<'_>| match piece {
        Piece::Literal(run) => run.chars().filter(|c| c.is_alphanumeric()).count(),
        Piece::Placeholder(_) => 0,
    };
    text.pieces().iter().map(count).sum()
}

/// A path that is in a file, from where that file's own path is taken.
pub fn beside(file: &str, path: &str) -> String {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    if path.starts_with('/') || folder.is_empty() {
        return path.trim_start_matches("./").to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| *step != ".").collect();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::{ExportName, SharedValue, TaskName, TaskRun, UnitValues, beside};
    use crate::base::text::{Spelling, Text};

    #[test]
    fn paths_are_taken_from_the_file_that_holds_them() {
        for (file, path, expected) in [
            ("stacks/app.yaml", "./net.yaml", "stacks/net.yaml"),
            ("stacks/app.yaml", "../shared/net.yaml", "shared/net.yaml"),
            ("../app.yaml", "../net.yaml", "../../net.yaml"),
            ("app.yaml", "./net.yaml", "net.yaml"),
            ("./app.yaml", "net.yaml", "net.yaml"),
            ("./a/app.yaml", "../net.yaml", "net.yaml"),
            ("app.yaml", "../net.yaml", "../net.yaml"),
            ("/srv/app.yaml", "net.yaml", "/srv/net.yaml"),
            ("a/app.yaml", "/srv/net.yaml", "/srv/net.yaml"),
        ] {
            assert_eq!(beside(file, path), expected, "{path} in {file}");
        }
    }

    fn task(text: &str) -> TaskName {
        TaskName::read(Text::read(text, Spelling::Anywhere).into_owned())
    }

    #[test]
    fn a_run_leads_to_the_task_definition_that_it_names() {
        let held = [("a/t.json", "web:7"), ("b/t.json", "web"), ("c/t.json", "${FAMILY}")];
        let held = held.map(|(file, name)| (file.to_owned(), task(name)));
        for (file, named, expected) in [
            ("a/run.json", "web", ["a/t.json"].as_slice()),
            (
                "a/run.json",
                "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7",
                &["a/t.json"],
            ),
            ("a/run.json", "web:6", &["b/t.json"]),
            ("run.json", "web", &["a/t.json", "b/t.json"]),
            ("run.json", "worker", &[]),
            ("b/appspec.yaml", "<TASK_DEFINITION>", &["b/t.json"]),
            ("c/run.json", "worker", &["c/t.json"]),
            ("c/run.json", "web:6", &["b/t.json"]),
            ("d/run.json", "<TASK_DEFINITION>", &[]),
        ] {
            let mut run = TaskRun {
                file: file.to_owned(),
                task: task(named),
                launch_types: Vec::new(),
                is_default: false,
                role: None,
                environment_files: Vec::new(),
                held_by: Vec::new(),
            };
            run.find_task(&held);
            let found: Vec<_> = run.held_by.iter().map(|(file, _)| file.as_str()).collect();
            assert_eq!(found, expected, "{named} in {file}");
        }
    }

    fn name(text: &str) -> ExportName {
        let open = Text::read(text, Spelling::Anywhere).into_owned();
        ExportName { by_default: open.clone(), open }
    }

    #[test]
    fn a_name_leads_to_the_one_export_that_it_can_mean() {
        for (exports, import, expected) in [
            (["a-role", "b-role"].as_slice(), "b-role", Some(1)),
            (&["${Stack}-exec-role", "${Stack}-task-role"], "${Network}-exec-role", Some(0)),
            (&["${Stack}-exec-role", "net-exec-role"], "net-exec-role", Some(1)),
            (&["${Stack}-exec-role"], "net-exec-role", Some(0)),
            (&["net-exec-role"], "${Stack}-exec-role", Some(0)),
            // Any of them may be meant, or one that is not here.
            (&["dev-exec-role", "prod-exec-role"], "${Stack}-exec-role", None),
            (&["${Stack}-exec-role"], "${Name}", None),
            (&["${Stack}-exec-role"], "${Stack}-task-role", None),
        ] {
            let shared = |at: usize| SharedValue {
                text: Text::default(),
                role: Some(at),
                is_log_group: false,
            };
            let exports = exports.iter().enumerate().map(|(at, it)| (name(it), shared(at)));
            let values = UnitValues { exports: exports.collect(), ..UnitValues::default() };
            let found = values.export(&name(import)).and_then(|it| it.role);
            assert_eq!(found, expected, "{import}");
        }
    }
}
