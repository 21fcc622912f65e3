//! The fingerprint of a diagnostic: the same in every run, wherever it is and whatever its message says.

use super::about::About;
use super::identity::Identity;
use crate::analysis::subject::Diagnostic;
use std::fmt;
use std::str::FromStr;

/// A hash of the code, the task definition, the container and the subject of a diagnostic.
///
/// It has nothing of the path, the line, the severity and the message, and is kept in files: it may never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u64);

/// What a fingerprint is made of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprinted {
    /// The task definition, as it is called in its file.
    pub task_definition: Option<String>,
    /// The code.
    pub code: String,
    /// The container.
    pub container: Option<String>,
    /// What tells it from others of the code.
    pub subject: Vec<String>,
}

impl Fingerprinted {
    /// What that of a diagnostic is made of.
    pub fn of(diagnostic: &Diagnostic, about: About<'_>) -> Self {
        let Identity { has_container, parts } = Identity::of(&diagnostic.subject.what);
        Self {
            task_definition: about.name(),
            code: diagnostic.code.name().to_owned(),
            container: if has_container { about.container() } else { None },
            subject: parts,
        }
    }

    /// The fingerprint.
    pub fn fingerprint(&self) -> Fingerprint {
        let of_option = |it: &Option<String>| it.clone().unwrap_or_default();
        let mut fields =
            vec![self.code.clone(), of_option(&self.task_definition), of_option(&self.container)];
        fields.extend(self.subject.iter().cloned());
        let fields: Vec<_> = fields.iter().map(String::as_str).collect();
        Fingerprint(hash(OFFSET, &fields))
    }
}

impl Fingerprint {
    /// That of a diagnostic.
    pub fn of(diagnostic: &Diagnostic, about: About<'_>) -> Self {
        Fingerprinted::of(diagnostic, about).fingerprint()
    }

    /// The same, made different from those of other files, and of the others in the file that are equal to it.
    #[must_use]
    pub fn in_file(self, path: &str, nth: usize) -> Self {
        Self(hash(self.0, &[path, &nth.to_string()]))
    }
}

/// Continues a hash with fields, each of which ends in a byte that no text contains.
fn hash(begun: u64, fields: &[&str]) -> u64 {
    let bytes = fields.iter().flat_map(|it| it.bytes().chain([0xFF]));
    bytes.fold(begun, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// The numbers of FNV-1a with 64 bits.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Fingerprint {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let is_hash = text.len() == 16 && text.bytes().all(|it| it.is_ascii_hexdigit());
        let hash = u64::from_str_radix(text, 16).ok().filter(|_| is_hash);
        hash.map(Self).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprinted;

    #[test]
    fn it_never_changes() {
        let made_of = Fingerprinted {
            task_definition: Some("web".into()),
            code: "invalid-value".into(),
            container: Some("app".into()),
            subject: vec!["image".into(), "http://x".into()],
        };
        let fingerprint = made_of.fingerprint();
        assert_eq!(fingerprint.to_string(), "89ad0de18c06f22d");
        assert_eq!(fingerprint.to_string().parse(), Ok(fingerprint));
        let moved = Fingerprinted { container: None, subject: vec![], ..made_of.clone() };
        assert_ne!(moved.fingerprint(), fingerprint);
        for wrong in ["", "0", "+000000000000000", "000000000000000g"] {
            assert!(wrong.parse::<super::Fingerprint>().is_err(), "{wrong}");
        }
    }
}
