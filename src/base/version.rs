//! Versions of the container agent and of the Fargate platform.

use super::digits::number;
use std::fmt;
use std::str::FromStr;

/// `X.Y.Z`, ordered as versions are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// X.
    pub major: u32,
    /// Y.
    pub minor: u32,
    /// Z.
    pub patch: u32,
}

/// A text that is not three numbers with dots between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionError {
    /// The text.
    pub text: String,
}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        let mut numbers = text.split('.').map(number);
        match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
            (Some(Some(major)), Some(Some(minor)), Some(Some(patch)), None) => {
                Ok(Self { major, minor, patch })
            }
            _ => Err(VersionError { text: text.to_owned() }),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl fmt::Display for VersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a version: expected three numbers separated by dots, such as 1.39.0",
            self.text
        )
    }
}

impl std::error::Error for VersionError {}

#[cfg(test)]
mod tests {
    use super::Version;

    fn version(text: &str) -> Option<Version> {
        text.parse().ok()
    }

    #[test]
    fn numbers_order_them() {
        assert!(version("1.9.0") < version("1.39.0"));
        assert!(version("1.39.0") < version("1.39.1"));
        assert_eq!(version("1.39.0").map(|version| version.to_string()).as_deref(), Some("1.39.0"));
    }

    #[test]
    fn anything_else_is_an_error() {
        for text in
            ["", "1", "1.2", "1.2.3.4", "v1.2.3", "1.2.x", "1..3", "+1.2.3", "99999999999.0.0"]
        {
            assert_eq!(version(text), None, "{text}");
        }
    }
}
