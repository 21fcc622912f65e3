//! A placeholder: a value that a file does not contain, and what it represents.

use super::ParameterPart;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// What a file leaves undecided. It knows what it is: its text is for people, and nothing reads it back.
#[derive(Clone, Debug)]
pub struct Placeholder<'s> {
    kind: PlaceholderKind,
    words: PlaceholderWords<'s>,
}

/// What a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceholderKind {
    /// Whatever replaces a text of the file before it is used: `${IMAGE}`, `{{ image }}`.
    SourceText,
    /// What a syntax error hides.
    Lost,
    /// The image of a container that has none in the file, because a pipeline adds it.
    MissingImage,
    /// A value that cannot be that of its field: what is meant is not known.
    InvalidValue,
    /// The value of a key that the file has no place for: `volumes` in a bare array of container definitions.
    MissingKey,
    /// What the task definition has that a run names and no file shows.
    TaskDefinition,
    /// The partition, Region or account, where nothing specifies it.
    Unspecified(DeploymentPart),
    /// A value that the permission of a rule asks for and no file contains: the ID of a KMS key.
    RuleValue,
    /// A parameter of the template.
    Parameter,
    /// A variable of the module, which is Terraform's parameter.
    Variable,
    /// A parameter that CloudFormation sets by itself: `AWS::Region`.
    PseudoParameter,
    /// An attribute of a resource, or whatever else a template refers to by a name.
    Reference,
    /// The name that CloudFormation generates for a resource.
    GeneratedName,
    /// An `If` whose condition is not decided: [`Placeholder::condition`] is the condition's name.
    If,
    /// The result of any other function of a template.
    Function,
    /// A dynamic reference of CloudFormation to another service: `{{resolve:ssm:NAME}}`.
    DynamicReference,
    /// An attribute that Terraform knows only after it has applied the configuration.
    KnownAfterApply,
    /// A variable of a policy of which nothing is known: `${aws:username}`.
    PolicyVariable,
    /// The value of a condition key, where only the key is known.
    ConditionKey,
    /// What only the running task has: its cluster, its ID.
    RunningTask,
    /// Anything else of a request that no file contains: the ARN of the role, the suffix of a host.
    RequestValue,
}

/// A part of where a task definition is deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeploymentPart {
    /// The partition: `aws`, `aws-cn`.
    Partition,
    /// The Region.
    Region,
    /// The account.
    Account,
}

/// What an expression of a template is made of.
#[derive(Clone, Debug, Default)]
pub struct Composition {
    /// The condition that decides it.
    pub condition: Option<String>,
    /// The parameters in it, or the parts of them that it reads.
    pub parameters: Vec<ParameterPart>,
}

/// What a placeholder is called. What is no part of a file is shared by its copies: a template has many of them, and
/// few have a composition.
#[derive(Clone, Debug)]
enum PlaceholderWords<'s> {
    Written { source_text: &'s str, name: &'s str },
    Made(Arc<MadeWords>),
}

#[derive(Debug)]
struct MadeWords {
    source_text: String,
    name: String,
    composition: Composition,
}

impl DeploymentPart {
    /// All parts.
    pub const ALL: [Self; 3] = [Self::Partition, Self::Region, Self::Account];

    /// The part of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// The text of its placeholder.
    fn source_text(self) -> &'static str {
        match self {
            Self::Partition => concat!("<", "partition", ">"),
            Self::Region => concat!("<", "region", ">"),
            Self::Account => concat!("<", "account", ">"),
        }
    }

    /// Its name, in placeholders and in rules.
    pub fn name(self) -> &'static str {
        match self {
            Self::Partition => "partition",
            Self::Region => "region",
            Self::Account => "account",
        }
    }
}

impl<'s> Placeholder<'s> {
    /// A placeholder with the text that people see, and the name that `--var` sets.
    pub fn new(kind: PlaceholderKind, source_text: Cow<'s, str>, name: Cow<'s, str>) -> Self {
        match (source_text, name) {
            (Cow::Borrowed(source_text), Cow::Borrowed(name)) => {
                Self { kind, words: PlaceholderWords::Written { source_text, name } }
            }
            (source_text, name) => {
                let (source_text, name) = (source_text.into_owned(), name.into_owned());
                Self::composed(kind, source_text, name, Composition::default())
            }
        }
    }

    /// A placeholder for an expression of a template. Its name distinguishes it from another of the same text.
    pub fn composed(
        kind: PlaceholderKind,
        source_text: String,
        name: String,
        composition: Composition,
    ) -> Self {
        let words = MadeWords { source_text, name, composition };
        Self { kind, words: PlaceholderWords::Made(Arc::new(words)) }
    }

    /// A placeholder for what no file has a text for, shown as `<name>`.
    pub fn named(kind: PlaceholderKind, name: &str) -> Placeholder<'static> {
        let source_text = format!("<{name}>");
        Placeholder::new(kind, Cow::Owned(source_text), Cow::Owned(name.to_owned()))
    }

    /// A placeholder for a part of the deployment that nothing specifies.
    pub fn unspecified(part: DeploymentPart) -> Placeholder<'static> {
        let (source_text, name) = (part.source_text(), part.name());
        let words = PlaceholderWords::Written { source_text, name };
        Placeholder { kind: PlaceholderKind::Unspecified(part), words }
    }

    /// The same placeholder, owning its contents.
    pub fn into_owned(self) -> Placeholder<'static> {
        match self.words {
            PlaceholderWords::Written { source_text, name } => Placeholder::new(
                self.kind,
                Cow::Owned(source_text.to_owned()),
                Cow::Owned(name.to_owned()),
            ),
            PlaceholderWords::Made(words) => {
                Placeholder { kind: self.kind, words: PlaceholderWords::Made(words) }
            }
        }
    }
}

impl Placeholder<'_> {
    /// What it stands for.
    pub fn kind(&self) -> PlaceholderKind {
        self.kind
    }

    /// The name that `--var` sets: `IMAGE`.
    pub fn name(&self) -> &str {
        match &self.words {
            PlaceholderWords::Written { name, .. } => name,
            PlaceholderWords::Made(words) => &words.name,
        }
    }

    fn source_text(&self) -> &str {
        match &self.words {
            PlaceholderWords::Written { source_text, .. } => source_text,
            PlaceholderWords::Made(words) => &words.source_text,
        }
    }

    /// The name of the condition, where it is an `If`.
    pub fn condition(&self) -> Option<&str> {
        self.composition()?.condition.as_deref()
    }

    /// The parameters of the template that decide its value: itself, or those in the expression.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        let is_one = matches!(self.kind, PlaceholderKind::Parameter | PlaceholderKind::Variable);
        let own = is_one.then(|| self.name());
        let inner = self.parameter_parts();
        let names = inner.iter().enumerate().filter_map(|(at, it)| {
            let is_known = inner.iter().take(at).any(|one| one.parameter == it.parameter);
            (!is_known).then_some(it.parameter.as_str())
        });
        own.into_iter().chain(names)
    }

    /// What an expression reads of the parameters in it.
    pub fn parameter_parts(&self) -> &[ParameterPart] {
        self.composition().map(|it| it.parameters.as_slice()).unwrap_or_default()
    }

    /// Whether it stands for one name that does not exist yet, and so for no text of any file.
    pub fn is_generated(&self) -> bool {
        self.kind == PlaceholderKind::GeneratedName
    }

    /// Whether both stand for the same text, whatever that is.
    ///
    /// They do where the file spells them alike and they have one name: a template gives one value to all
    /// places of `${IMAGE}`. What they stand for makes no difference, so `<account>` in a file is the account
    /// that nothing specifies. Only a generated name is like no placeholder but itself.
    pub fn is_same_value(&self, other: &Placeholder<'_>) -> bool {
        let is_copy = match (&self.words, &other.words) {
            (PlaceholderWords::Made(own), PlaceholderWords::Made(others)) => {
                Arc::ptr_eq(own, others)
            }
            _ => false,
        };
        let is_alike = || self.source_text() == other.source_text() && self.name() == other.name();
        self.is_generated() == other.is_generated() && (is_copy || is_alike())
    }

    /// How it is shown where space is limited: as it was written, up to a length.
    pub fn shown(&self) -> Cow<'_, str> {
        use PlaceholderKind::{InvalidValue, SourceText, TaskDefinition};
        // What cannot be a value stands in a message of its own, and may have no blank to break a line at.
        let longest = if self.kind == PlaceholderKind::InvalidValue { 30 } else { 60 };
        if self.source_text().chars().count() <= longest {
            return Cow::Borrowed(self.source_text());
        }
        let is_expression = !matches!(self.kind, SourceText | InvalidValue | TaskDefinition);
        if is_expression && self.source_text().ends_with('}') {
            let cut: String = self.source_text().chars().take(longest).collect();
            return Cow::Owned(cut + "…}");
        }
        let first = self.source_text().split(',').next().unwrap_or_default();
        let cut: String = first.chars().take(longest).collect();
        let end = match self.kind {
            PlaceholderKind::SourceText
            | PlaceholderKind::InvalidValue
            | PlaceholderKind::TaskDefinition => "...",
            _ => ", …>",
        };
        Cow::Owned(cut + end)
    }

    /// How many bytes its text has.
    pub fn source_len(&self) -> usize {
        self.source_text().len()
    }

    fn composition(&self) -> Option<&Composition> {
        match &self.words {
            PlaceholderWords::Written { .. } => None,
            PlaceholderWords::Made(words) => Some(&words.composition),
        }
    }
}

impl PartialEq for Placeholder<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.is_same_value(other)
    }
}

impl Eq for Placeholder<'_> {}

/// As it was written.
impl fmt::Display for Placeholder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source_text())
    }
}

#[cfg(test)]
mod tests {
    use super::{Composition, DeploymentPart, Placeholder, PlaceholderKind};
    use crate::base::text::{ParameterPart, Text};
    use std::borrow::Cow;
    use std::mem::size_of;

    fn of(kind: PlaceholderKind, text: &'static str, name: &'static str) -> Placeholder<'static> {
        Placeholder::new(kind, Cow::Borrowed(text), Cow::Borrowed(name))
    }

    #[test]
    fn what_it_stands_for_makes_texts_no_larger() {
        assert_eq!(size_of::<Placeholder<'_>>(), 2 * size_of::<&str>() + size_of::<usize>());
        assert_eq!(size_of::<Text<'_>>(), size_of::<Placeholder<'_>>());
    }

    #[test]
    fn two_are_the_same_value_where_they_are_spelled_and_named_alike() {
        use PlaceholderKind::{GeneratedName, Parameter, Reference, SourceText, Unspecified};
        let one = of(SourceText, "${X}", "X");
        assert_eq!(one, of(Parameter, "${X}", "X"));
        assert_ne!(one, of(SourceText, "{{X}}", "X"));
        assert_ne!(one, of(SourceText, "${X}", "Y"));
        assert_ne!(of(Reference, "${X}", "X"), of(GeneratedName, "${X}", "X"));
        assert_eq!(of(GeneratedName, "${X}", "X"), of(GeneratedName, "${X}", "X"));
        let account = Placeholder::unspecified(DeploymentPart::Account);
        assert_eq!(account.kind(), Unspecified(DeploymentPart::Account));
        assert_eq!(account, of(SourceText, "<account>", "account"));
    }

    #[test]
    fn an_expression_has_the_parameters_in_it() {
        let composition = Composition {
            condition: Some("IsProduction".to_owned()),
            parameters: ["One", "Other", "One"].map(ParameterPart::whole).into(),
        };
        let text = "<If IsProduction, ${One}, ${Other}>".to_owned();
        let name = "If IsProduction, ${One}, ${Other}".to_owned();
        let choice = Placeholder::composed(PlaceholderKind::If, text, name, composition);
        assert_eq!(choice.condition(), Some("IsProduction"));
        assert_eq!(choice.parameters().collect::<Vec<_>>(), ["One", "Other"]);
        let parameter = of(PlaceholderKind::Parameter, "${One}", "One");
        assert_eq!(parameter.parameters().collect::<Vec<_>>(), ["One"]);
        assert_eq!(of(PlaceholderKind::Reference, "${One}", "One").parameters().count(), 0);
    }
}
