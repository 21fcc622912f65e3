//! The interface of a format whose documents contain more than task definitions.

use super::TaskVariants;
use super::file_values::FileValues;
use super::inputs::Inputs;
use super::targets::OptionTargets;
use super::unit_fault::TemplateDiagnostic;
use super::unit_metadata::UnitMetadata;
use super::unit_values::Sharing;
use crate::base::source::Source;
use crate::syntax::Node;

/// A format of units: templates, modules. A format is one file or folder, and one line of the table in
/// `formats.rs`.
pub(super) trait UnitFormat: Sync {
    /// Whether a document is a unit as a whole.
    fn is_unit(&self, document: &Node<'_>) -> bool;

    /// Whether a source can contain units: most do not, and need not be searched for them.
    fn may_be_in(&self, source: &Source) -> bool;

    /// Makes such a document ready to be searched; what is wrong with it. `index` is that of the document.
    fn prepare(
        &self,
        document: &mut Node<'_>,
        index: usize,
        inputs: &Inputs,
    ) -> Vec<TemplateDiagnostic>;

    /// Whether a source may have expressions of this format: most do not.
    fn may_have_expressions(&self, source: &Source) -> bool;

    /// Puts placeholders in the place of the format's expressions in a task definition that is in no unit.
    fn settle_outside(&self, task: &mut Node<'_>, inputs: &Inputs);

    /// The units of a document: itself, or those that are in it.
    fn units<'t>(&self, document: &'t Node<'t>) -> Vec<&'t Node<'t>>;

    /// The task definitions of a unit, each in every combination of the conditions that it uses. `text` is the
    /// file.
    fn find<'t>(
        &self,
        unit: &'t Node<'t>,
        index: usize,
        text: &str,
        inputs: &Inputs,
    ) -> Vec<TaskVariants<'t>>;

    /// Adds what can be set in a unit, and removes what only looks like it.
    fn add_targets(&self, unit: &Node<'_>, targets: &mut OptionTargets);

    /// What a unit says about itself and its resources, beside what is deployed. `document` is the index of its document,
    /// and whether it is the whole of that.
    fn metadata<'t>(&self, unit: &'t Node<'t>, document: (usize, bool)) -> Vec<UnitMetadata<'t>>;

    /// What a source may get from other files, and give to them: a look at its text.
    fn sharing(&self, source: &Source) -> Sharing;

    /// What a unit gives to others.
    fn values<'t>(&self, unit: &'t Node<'t>, inputs: &Inputs) -> FileValues<'t>;
}
