//! Plans and states: what is planned or deployed, as the blocks of one module.
//!
//! A plan has values where a configuration has expressions. What is known only after apply is known by what it waits
//! for: `configuration` tells the references. So the resources of all modules become blocks of the root module, each
//! by its whole address, and a value that waits leads to the resources by their addresses.
//! Source: Terraform's "JSON Output Format".

mod addresses;
mod blocks;
mod configuration;
mod flat;
mod identify;
mod index;
mod links;
mod listed;
mod references;
mod state_file;
mod unknown;
mod waiting;

pub(super) use identify::{PlanKind, planned_in};
pub(super) use waiting::HiddenContainers;

use crate::syntax::Node;
use crate::syntax::hcl::HclBody;
use blocks::BlockMaker;
use index::PlanIndex;

/// The blocks of a plan, a state or a list of resources. `source` is the text of its source.
pub(super) fn read<'s>(kind: PlanKind, document: &'s Node<'s>, source: &'s str) -> HclBody<'s> {
    if kind == PlanKind::Listed {
        return listed::read(document, source);
    }
    let index = match kind {
        PlanKind::StateFile => PlanIndex::of_state_file(document),
        _ => PlanIndex::of(document),
    };
    BlockMaker::new(&index, source).body()
}
