//! What a file gives to the others of its unit, as its own expressions have it.

use super::context::UnitRole;
use super::unit_values::ExportName;
use crate::base::text::Text;

/// A value that a file gives to others.
#[derive(Debug)]
pub struct GivenValue<'t> {
    /// What it is.
    pub text: Text<'t>,
    /// The role that it leads to.
    pub role: GivenRole<'t>,
}

/// The role that such a value leads to.
#[derive(Debug)]
pub enum GivenRole<'t> {
    /// None.
    None,
    /// One of the file itself.
    Own(Box<UnitRole<'t>>),
    /// One that the file got from another, by its number.
    Shared(usize),
}

/// A template that a file nests.
#[derive(Debug)]
pub struct NestedTemplate<'t> {
    /// The path, as it is written: relative to the file that nests it.
    pub path: String,
    /// What is passed to its parameters.
    pub parameters: Vec<(&'t str, GivenValue<'t>)>,
}

/// What a file gives to the others of its unit.
#[derive(Debug, Default)]
pub struct FileValues<'t> {
    /// What it exports.
    pub exports: Vec<(ExportName, GivenValue<'t>)>,
    /// Its outputs.
    pub outputs: Vec<(&'t str, GivenValue<'t>)>,
    /// The templates that it nests.
    pub nested: Vec<NestedTemplate<'t>>,
}
