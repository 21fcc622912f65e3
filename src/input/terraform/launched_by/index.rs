//! What may run which task definition: a look through the modules, once for all task definitions and combinations.

use super::attribute_at;
use super::family_of;
use super::table::{RUNNERS, RunnerKind};
use crate::base::maps::HashMap;
use crate::base::sorting::sort;
use crate::base::text::Text;
use crate::input::inputs::Inputs;
use crate::input::terraform::choices::ConditionAnswers;
use crate::input::terraform::configuration::TerraformConfiguration;
use crate::input::terraform::evaluator::ModuleEvaluator;
use crate::input::terraform::instance::ResourceInstance;
use crate::input::terraform::module::ResourceBlock;
use crate::input::terraform::open::text_of;
use crate::input::terraform::sites::{modules_at, sites};

/// A resource that may run a task definition.
#[derive(Debug)]
pub(super) struct RunnerSite<'t> {
    /// The calls that lead to its module.
    pub(super) calls: Vec<&'t str>,
    pub(super) block: ResourceBlock<'t>,
    pub(super) row: &'static RunnerKind,
}

/// What may run which task definition.
#[derive(Debug, Default)]
pub(in crate::input::terraform) struct LaunchIndex<'t> {
    sites: Vec<RunnerSite<'t>>,
    /// Which of them name a task definition, by its address without indexes, or by its family.
    by_name: HashMap<String, Vec<usize>>,
    /// Those that may run any.
    open: Vec<usize>,
}

impl<'t> LaunchIndex<'t> {
    /// Looks through the modules, without a question about what is open.
    pub(in crate::input::terraform) fn of(
        configuration: &TerraformConfiguration<'t>,
        given: &Inputs,
    ) -> Self {
        let nothing = ConditionAnswers::default();
        let evaluator = ModuleEvaluator::new(configuration, given, &nothing);
        let row_of = |kind: &str| RUNNERS.iter().find(|row| row.kind == kind);
        let mut index = Self::default();
        for site in sites(configuration, &|block| !block.is_data && row_of(block.kind).is_some()) {
            let Some(row) = row_of(site.block.kind) else { continue };
            let modules = modules_at(&evaluator, &site.calls).into_iter();
            let instances = modules.flat_map(|module| evaluator.instances(&module, site.block));
            let instances: Vec<_> = instances.collect();
            let number = index.sites.len();
            for instance in &instances {
                index.add(&evaluator, instance, row, number);
            }
            let block = site.block.clone();
            index.sites.push(RunnerSite { calls: site.calls, block, row });
        }
        index
    }

    fn add(
        &mut self,
        evaluator: &ModuleEvaluator<'_, 't>,
        instance: &ResourceInstance<'t>,
        row: &RunnerKind,
        number: usize,
    ) {
        if row.task.is_empty() {
            self.add_name(bare(&instance.address), number);
            return;
        }
        let named = attribute_at(evaluator, instance, row.task);
        if let Some(text) = named.as_ref().and_then(text_of) {
            self.add_text(evaluator, &text, number);
        }
    }

    fn add_text(&mut self, evaluator: &ModuleEvaluator<'_, 't>, text: &Text<'t>, number: usize) {
        for open in text.placeholders() {
            match evaluator.attribute_named(open.name()) {
                // What it refers to may itself be a family, or be open.
                Some((data, _)) if data.is_data => self.open.push(number),
                Some((resource, _)) => self.add_name(bare(&resource.address), number),
                None => self.open.push(number),
            }
        }
        if let Some(family) = family_of(text).as_literal() {
            self.add_name(of_family(family), number);
        }
    }

    fn add_name(&mut self, name: String, number: usize) {
        let known = self.by_name.entry(name).or_default();
        if known.last() != Some(&number) {
            known.push(number);
        }
    }

    /// What may run a task definition, in the order of the text.
    pub(super) fn of_task(
        &self,
        address: &str,
        family: Option<&Text<'t>>,
    ) -> impl Iterator<Item = &RunnerSite<'t>> {
        let by_name = |name: String| self.by_name.get(&name).into_iter().flatten();
        let family = family.and_then(Text::as_literal).map(of_family);
        let mut numbers: Vec<_> = by_name(bare(address)).copied().collect();
        numbers.extend(family.into_iter().flat_map(by_name));
        numbers.extend(&self.open);
        sort(&mut numbers);
        numbers.dedup();
        numbers.into_iter().filter_map(|number| self.sites.get(number))
    }
}

/// The name of a family among addresses.
fn of_family(family: &str) -> String {
    format!("family {family}")
}

/// An address without the indexes of instances.
fn bare(address: &str) -> String {
    let mut depth = 0_usize;
    let is_outside = |c: &char| {
        depth += usize::from(*c == '[');
        let is_outside = depth == 0;
        depth = depth.saturating_sub(usize::from(*c == ']'));
        is_outside
    };
    address.chars().filter(is_outside).collect()
}
