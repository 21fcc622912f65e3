//! The files that are judged together: what each gives to the others, and the roles among that.

use super::role_source::from_unit;
use crate::base::maps::HashMap;
use crate::base::source::Source;
use crate::engine::Question;
use crate::iam::RoleFiles;
use crate::iam::role::{Origin, Role};
use crate::input::context::UnitRole;
use crate::input::directives::Renderings;
use crate::input::file_values::{FileValues, GivenRole, GivenValue};
use crate::input::formats::{ParsedSource, sharing};
use crate::input::inputs::Inputs;
use crate::input::unit_values::{SharedValue, Sharing, TaskRun, UnitValues, beside};
use std::sync::Arc;

/// How often values are handed on: from a template to the one that nests it, to another that this one nests, …
const MOST_STEPS: usize = 8;

/// What the files of a unit give each other.
#[derive(Clone, Debug, Default)]
pub struct UnitContents {
    values: Arc<UnitValues>,
    /// The roles that the values lead to.
    roles: Arc<[Role]>,
}

impl UnitContents {
    /// What some files give each other.
    pub fn of(sources: &[Arc<Source>], question: &Question) -> Self {
        let mut unit = Self::of_templates(sources, question);
        let all = sources.iter().map(|it| sharing(it));
        if all.fold(Sharing::default(), |known, it| known | it).has(Sharing::RUNS) {
            Arc::make_mut(&mut unit.values).runs = runs(sources, &question.inputs);
        }
        unit
    }

    /// Whether files of the unit hold all that a file runs, and that is something.
    pub fn holds_all_tasks_of(&self, source: &Source) -> bool {
        self.values.holds_all_tasks_of(&beside("", source.name()))
    }

    /// What templates give each other.
    fn of_templates(sources: &[Arc<Source>], question: &Question) -> Self {
        let inputs = &question.inputs;
        let all: Vec<_> = sources.iter().map(|it| sharing(it)).collect();
        let whole = all.iter().fold(Sharing::default(), |known, it| known | *it);
        if sources.len() < 2 || !whole.takes() {
            return Self::default();
        }
        let gives = |it: Sharing| {
            it.has(Sharing::NESTS)
                || (it.has(Sharing::EXPORTS) && whole.has(Sharing::IMPORTS))
                || (it.has(Sharing::OUTPUTS) && whole.has(Sharing::NESTS))
        };
        let giving = sources.iter().zip(all).filter(|(_, it)| gives(*it));
        let (sources, all): (Vec<_>, Vec<_>) = giving.unzip();
        // What is given is handed on by those that get something themselves.
        let steps = if all.iter().any(|it| it.takes()) { MOST_STEPS } else { 1 };
        let renderings: Vec<_> = sources.iter().map(|it| Renderings::of(it, inputs)).collect();
        let parsed = sources.iter().zip(&renderings);
        let parsed: Vec<_> =
            parsed.map(|(source, texts)| ParsedSource::read(source, texts, inputs)).collect();
        let (mut unit, mut gathering) =
            (Self::default(), Gathering { files: question.roles.clone(), ..Gathering::default() });
        for _ in 0..steps {
            for (source, parsed) in sources.iter().zip(&parsed) {
                for values in parsed.values(&unit.inputs(inputs, source)) {
                    gathering.add(source, values);
                }
            }
            let values = std::mem::take(&mut gathering.values);
            let is_same = values == *unit.values;
            unit.values = Arc::new(values);
            if is_same {
                break;
            }
        }
        unit.roles = gathering.roles.into();
        unit
    }

    /// The question about one of the files.
    pub fn question(&self, question: &Question, source: &Source) -> Question {
        Question {
            inputs: self.inputs(&question.inputs, source),
            shared_roles: Arc::clone(&self.roles),
            ..question.clone()
        }
    }

    /// What a file is read with: what the user provides counts before what another file passes.
    fn inputs(&self, inputs: &Inputs, source: &Source) -> Inputs {
        let file = beside("", source.name());
        let mut variables = self.values.variables(&file);
        variables.extend(inputs.variables.iter().cloned());
        Inputs { variables, file, unit: Arc::clone(&self.values), ..inputs.clone() }
    }
}

/// What files run of each other.
fn runs(sources: &[Arc<Source>], inputs: &Inputs) -> Vec<TaskRun> {
    let (mut runs, mut held) = (Vec::new(), Vec::new());
    for source in sources {
        let inputs = Inputs { file: beside("", source.name()), ..inputs.clone() };
        let renderings = Renderings::of(source, &inputs);
        let (found, names) = ParsedSource::read(source, &renderings, &inputs).runs(&inputs);
        runs.extend(found);
        held.extend(names.into_iter().map(|name| (inputs.file.clone(), name)));
    }
    for run in &mut runs {
        run.find_task(&held);
    }
    runs
}

/// The paths of the files that a source nests, from where its own path is taken.
pub fn nested_files(source: &Source, question: &Question) -> Vec<String> {
    if !sharing(source).has(Sharing::NESTS) {
        return Vec::new();
    }
    let renderings = Renderings::of(source, &question.inputs);
    let parsed = ParsedSource::read(source, &renderings, &question.inputs);
    let values = parsed.values(&question.inputs).into_iter();
    let nested = values.flat_map(|it| it.nested);
    nested.map(|it| beside(source.name(), &it.path)).collect()
}

/// The values of a unit while its files are asked for them.
#[derive(Default)]
struct Gathering {
    values: UnitValues,
    /// The roles, each under one number however often it is met.
    roles: Vec<Role>,
    /// Their numbers, by the file and what that calls them.
    numbers: HashMap<(String, String), usize>,
    /// What the user passes of roles.
    files: Option<Arc<RoleFiles>>,
}

impl Gathering {
    fn add(&mut self, source: &Arc<Source>, given: FileValues<'_>) {
        let file = beside("", source.name());
        for (name, value) in given.exports {
            let value = self.value(source, value);
            self.values.exports.push((name, value));
        }
        for (name, value) in given.outputs {
            let value = self.value(source, value);
            self.values.outputs.insert((file.clone(), name.to_owned()), value);
        }
        for nested in given.nested {
            let path = beside(&file, &nested.path);
            for (name, value) in nested.parameters {
                let value = Some(self.value(source, value));
                let passed = self.values.parameters.entry(path.clone()).or_default();
                let known = passed.entry(name.to_owned()).or_insert_with(|| value.clone());
                if *known != value {
                    *known = None;
                }
            }
        }
    }

    fn value(&mut self, source: &Arc<Source>, given: GivenValue<'_>) -> SharedValue {
        let role = match given.role {
            GivenRole::None => None,
            GivenRole::Shared(number) => Some(number),
            GivenRole::Own(role) => Some(self.number(source, &role)),
        };
        SharedValue { text: given.text.into_owned(), role, is_log_group: given.is_log_group }
    }

    /// The number of a role, which is read anew: more may be known of it than before.
    fn number(&mut self, source: &Arc<Source>, role: &UnitRole<'_>) -> usize {
        let place = (source.name().to_owned(), role.id.to_string());
        let role = from_unit(role, &Origin::File(Arc::clone(source)), self.files.as_deref());
        let number = *self.numbers.entry(place).or_insert(self.roles.len());
        match self.roles.get_mut(number) {
            Some(known) => *known = role,
            None => self.roles.push(role),
        }
        number
    }
}
