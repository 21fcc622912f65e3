//! The values of parameters in a file.

use super::cloudformation::parameters_file;
use super::terraform::variable_file::VariableFile;
use super::{AbsenceDiagnostic, READS_TERRAFORM, TerraformKind, parse};
use crate::base::source::Source;
use crate::syntax::SyntaxDiagnostic;

/// Why a file contains no parameters.
#[derive(Debug)]
pub enum UnusableParameters {
    /// It is neither JSON nor YAML.
    Broken {
        /// The line that is.
        line: Option<usize>,
        /// What is wrong there.
        fault: Box<SyntaxDiagnostic>,
    },
    /// It is in a language that is neither.
    Foreign(Box<AbsenceDiagnostic>),
    /// It is something else.
    Other(String),
}

/// The parameters of a file, in its order.
///
/// # Errors
/// What the file looks like, where it contains no parameters.
pub fn read(source: &Source) -> Result<Vec<(String, String)>, UnusableParameters> {
    let broken = |fault: Box<SyntaxDiagnostic>| {
        let line = fault.span().map(|span| source.position(span.start).line);
        UnusableParameters::Broken { line, fault }
    };
    if let Some(file) = VariableFile::of(source.name()) {
        if !READS_TERRAFORM {
            return Err(UnusableParameters::Foreign(Box::new(TerraformKind::Values.left_out())));
        }
        return file.read(source).map_err(broken);
    }
    let parsed = parse::read_source(source);
    if let Some(fault) = parsed.problems.into_iter().next() {
        return Err(broken(Box::new(fault)));
    }
    let read = match parsed.documents.as_slice() {
        [document] => parameters_file::read(document),
        [] => {
            return Err(match parse::explain_absence(source, &[], false) {
                Some(absence) => UnusableParameters::Foreign(Box::new(absence)),
                None => UnusableParameters::Other("the file is empty".to_owned()),
            });
        }
        several => Err(format!("expected one document, found {}", several.len())),
    };
    read.map_err(UnusableParameters::Other)
}
