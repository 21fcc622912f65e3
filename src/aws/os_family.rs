//! The operating system families of `runtimePlatform`.

use super::Classification;
use crate::base::text::Text;

/// The kinds that a value may be of.
pub const KINDS: &[&str] = &["windows", "linux"];

/// Reads `runtimePlatform.operatingSystemFamily`: kinds `windows` (all families of Windows begin so) and
/// `linux`. Source: the values that `RegisterTaskDefinition` lists.
pub fn read<'s>(value: &Text<'s>) -> Classification<'s> {
    Classification::default()
        .with_kind("windows", value.starts_with("WINDOWS"))
        .with_kind("linux", value.equals("LINUX"))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::base::text::{Spelling, Text};
    use crate::base::truth::Truth::{False, True, Unknown};

    #[test]
    fn families() {
        for (value, windows, linux) in [
            ("WINDOWS_SERVER_2022_CORE", True, False),
            ("WINDOWS_SERVER_${YEAR}_FULL", True, False),
            ("LINUX", False, True),
            ("${OS}", Unknown, Unknown),
            ("W${X}", Unknown, False),
            ("", False, False),
        ] {
            let classification = read(&Text::read(value, Spelling::Anywhere));
            assert_eq!(classification.is("windows"), windows, "{value}");
            assert_eq!(classification.is("linux"), linux, "{value}");
        }
    }
}
