//! Problems with an input, as the subject of a report.

use super::{Subject, What};
use crate::input::schema::KeySubject;
use crate::input::{AbsenceFault, TemplateFault};

impl From<KeySubject> for Subject {
    fn from(subject: KeySubject) -> Self {
        Self::new(What::Key(subject))
    }
}

impl From<AbsenceFault> for Subject {
    fn from(fault: AbsenceFault) -> Self {
        Self::new(What::Absence(fault))
    }
}

impl From<TemplateFault> for Subject {
    fn from(fault: TemplateFault) -> Self {
        Self::new(What::Template(fault))
    }
}
