//! What the user fills in: values for placeholders and parameters, images, and where it is deployed.

use super::unit_values::UnitValues;
use crate::aws::deployment::Deployment;
use crate::base::text::{Placeholder, PlaceholderKind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the user fills in before task definitions are looked for. Nothing of it is required.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// `--var NAME=VALUE`: placeholders and parameters by name; the last of two with one name counts.
    pub variables: Vec<(String, String)>,
    /// Whether all of them are of a configuration, of which none is reported if it matches nothing.
    pub are_of_configuration: bool,
    /// `--image CONTAINER=URI`: images by container name; the last of two with one name counts.
    pub images: Vec<(String, String)>,
    /// `--partition`, `--region` and `--account`.
    pub deployment: Deployment<'static>,
    /// The path of the file that is read, as other files have it.
    pub file: String,
    /// What the other files of its unit give it.
    pub unit: Arc<UnitValues>,
    /// The only task definitions of templates to look for, by what their templates call them; all, if there are none.
    pub only: Option<Arc<BTreeSet<String>>>,
}

impl Inputs {
    /// Whether it counts which placeholders and parameters there are: it is reported if an option sets another one.
    pub(crate) fn asks_for_names(&self) -> bool {
        !self.variables.is_empty() && !self.are_of_configuration
    }

    /// Whether to look for a task definition of a template.
    pub(super) fn look_for(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(name))
    }

    /// The value given for a placeholder or a parameter.
    pub fn variable(&self, name: &str) -> Option<&str> {
        last(&self.variables, name)
    }

    /// The value given for a placeholder. Of one in the text of a file neither the case of its name matters, nor the
    /// mark before it: `IMAGE_URI` fills `<%= image_uri %>`.
    pub(super) fn value_of(&self, placeholder: &Placeholder<'_>) -> Option<&str> {
        let name = placeholder.name();
        let is_text = placeholder.kind() == PlaceholderKind::SourceText;
        let alike =
            || self.variables.iter().rev().find(|(key, _)| is_text && is_same_name(key, name));
        self.variable(name).or_else(|| alike().map(|(_, value)| value.as_str()))
    }

    /// The image given for a container.
    pub fn image(&self, container: &str) -> Option<&str> {
        last(&self.images, container)
    }
}

/// Whether two names of placeholders are the same but for case and the mark before them.
pub(super) fn is_same_name(one: &str, other: &str) -> bool {
    let bare = |name: &'_ str| name.len() - name.trim_start_matches(['.', '$']).len();
    let (one, other) = (one.get(bare(one)..), other.get(bare(other)..));
    one.zip(other).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
}

fn last<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::Inputs;
    use crate::base::text::{Spelling, Text};

    #[test]
    fn a_name_fills_every_spelling() {
        let variables = vec![("IMAGE_URI".to_owned(), "app".to_owned())];
        let inputs = Inputs { variables, ..Inputs::default() };
        for value in
            ["__IMAGE_URI__", "#{IMAGE_URI}#", "@@IMAGE_URI@@", "<%= image_uri %>", "$($IMAGE_URI)"]
        {
            let text = Text::read(value, Spelling::Identifier);
            assert_eq!(inputs.fill_text(&text).as_literal(), Some("app"), "{value}");
        }
        let mut used = Vec::new();
        assert_eq!(inputs.fill_words("IMAGE_URI:1", &mut used).as_deref(), Some("app:1"));
        assert_eq!(used, ["IMAGE_URI"]);
        assert_eq!(inputs.fill_words("MY_IMAGE_URI", &mut used), None);
    }
}
