//! The blocks of all modules, and the calls that lead to each.

use super::configuration::{DEEPEST_CALL, TerraformConfiguration};
use super::evaluator::ModuleEvaluator;
use super::module::ResourceBlock;
use super::scope::ModuleInstance;
use std::rc::Rc;

/// A block of a resource, and the calls that lead to its module.
#[derive(Debug)]
pub(super) struct BlockSite<'a, 't> {
    pub(super) calls: Vec<&'t str>,
    pub(super) block: &'a ResourceBlock<'t>,
}

impl BlockSite<'_, '_> {
    /// What the block is called, without the indexes of its instances.
    pub(super) fn address(&self) -> String {
        format!("{}{}.{}", address_of(&self.calls), self.block.kind, self.block.name)
    }
}

/// What is before the addresses of what a module has.
pub(super) fn address_of(calls: &[&str]) -> String {
    calls.iter().map(|it| format!("module.{it}.")).collect()
}

/// The blocks of all modules that are wanted, once for each way that calls lead to one.
pub(super) fn sites<'a, 't>(
    configuration: &'a TerraformConfiguration<'t>,
    is_wanted: &dyn Fn(&ResourceBlock<'t>) -> bool,
) -> Vec<BlockSite<'a, 't>> {
    let mut sites = Vec::new();
    let (mut calls, mut folders) = (Vec::new(), Vec::new());
    add_sites(
        (configuration, is_wanted),
        &configuration.root,
        (&mut calls, &mut folders),
        &mut sites,
    );
    sites
}

/// Adds the blocks of a module, and those of the modules that it calls.
fn add_sites<'a, 't>(
    (configuration, is_wanted): (
        &'a TerraformConfiguration<'t>,
        &dyn Fn(&ResourceBlock<'t>) -> bool,
    ),
    folder: &str,
    (calls, folders): (&mut Vec<&'t str>, &mut Vec<String>),
    sites: &mut Vec<BlockSite<'a, 't>>,
) {
    let Some(module) = configuration.module(folder) else { return };
    if folders.len() > DEEPEST_CALL || folders.iter().any(|it| it == folder) {
        return;
    }
    let own = module.resources.iter().filter(|it| is_wanted(it));
    sites.extend(own.map(|block| BlockSite { calls: calls.clone(), block }));
    folders.push(folder.to_owned());
    for call in &module.calls {
        let Some(called) = configuration.called_folder(folder, call) else { continue };
        calls.push(call.name);
        add_sites((configuration, is_wanted), &called, (&mut *calls, &mut *folders), sites);
        calls.pop();
    }
    folders.pop();
}

/// The instances of a module that calls lead to.
pub(super) fn modules_at<'t>(
    evaluator: &ModuleEvaluator<'_, 't>,
    calls: &[&'t str],
) -> Vec<Rc<ModuleInstance<'t>>> {
    let mut modules = vec![Rc::clone(&evaluator.root)];
    for name in calls {
        let called = |module: &Rc<ModuleInstance<'t>>| {
            let own = evaluator.configuration.module(&module.folder)?;
            Some(evaluator.called(module, own.call(name)?))
        };
        modules = modules.iter().filter_map(called).flat_map(|it| it.to_vec()).collect();
    }
    modules
}
