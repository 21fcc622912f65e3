//! Syntax errors in a text, as data: reading continues after each error.

mod hcl;
mod json;
mod yaml;

pub use hcl::{HclExpected, HclFault, HclFound};
pub use json::{Bracket, Expected, JsonFault, JsonLiteral, TextExcerpt};
pub use yaml::YamlFault;

use crate::base::diagnostic::{BuiltIn, Diagnostic};
use crate::base::source::Span;

/// Something wrong with a text, and where.
pub type SyntaxDiagnostic = Diagnostic<SyntaxFault>;

/// What is wrong with a text at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxFault {
    /// With JSON.
    Json(JsonFault),
    /// With YAML.
    Yaml(YamlFault),
    /// With HCL.
    Hcl(HclFault),
}

impl SyntaxFault {
    /// Its code.
    pub fn code(&self) -> BuiltIn {
        match self {
            Self::Json(fault) => fault.code(),
            Self::Yaml(fault) => fault.code(),
            Self::Hcl(fault) => fault.code(),
        }
    }

    /// It, at a place.
    pub fn at(self, span: Span) -> SyntaxDiagnostic {
        Diagnostic::new(self.code(), self, span)
    }
}

impl From<JsonFault> for SyntaxFault {
    fn from(fault: JsonFault) -> Self {
        Self::Json(fault)
    }
}

impl From<YamlFault> for SyntaxFault {
    fn from(fault: YamlFault) -> Self {
        Self::Yaml(fault)
    }
}

impl From<HclFault> for SyntaxFault {
    fn from(fault: HclFault) -> Self {
        Self::Hcl(fault)
    }
}
