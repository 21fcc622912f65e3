//! What the user fills in: values for placeholders and parameters, images, and where it is deployed.

use crate::aws::deployment::Deployment;

/// What the user fills in before task definitions are looked for. Nothing of it is required.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// `--var NAME=VALUE`: placeholders and parameters by name; the last of two with one name counts.
    pub variables: Vec<(String, String)>,
    /// `--image CONTAINER=URI`: images by container name; the last of two with one name counts.
    pub images: Vec<(String, String)>,
    /// `--partition`, `--region` and `--account`.
    pub deployment: Deployment<'static>,
}

impl Inputs {
    /// The value given for a placeholder or a parameter.
    pub fn variable(&self, name: &str) -> Option<&str> {
        last(&self.variables, name)
    }

    /// The image given for a container.
    pub fn image(&self, container: &str) -> Option<&str> {
        last(&self.images, container)
    }
}

fn last<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}
