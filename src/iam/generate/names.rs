//! Replacements for a placeholder in a template: pseudo parameters, or a parameter with a name.

use crate::base::text::{DeploymentPart, Piece, Placeholder, PlaceholderKind, Text};
use crate::base::words::capitalized;

/// What a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands<'a> {
    /// The partition that the template is deployed in.
    Partition,
    /// The Region that it is deployed in.
    Region,
    /// The account that it is deployed in.
    Account,
    /// The parameter of this name.
    PolicyParameter(&'a str),
    /// What the template of the task definitions calls it: a variable of a module by its name alone.
    Expression(&'a str),
}

/// A value that whoever deploys must give.
#[derive(Clone, Debug)]
pub struct PolicyParameter {
    /// The name in the template.
    pub name: String,
    /// The placeholder as it was written.
    pub written: String,
    placeholder: String,
}

impl PolicyParameter {
    /// What it is for; without the marks around the placeholder, which a template language takes for its own.
    pub fn about(&self) -> String {
        let name = self.placeholder.replace("${", "{");
        format!("Replaces the placeholder {name} of the task definitions")
    }
}

/// The parameters of a template, in the order of their placeholders.
#[derive(Clone, Debug)]
pub struct Parameters {
    all: Vec<PolicyParameter>,
    scope: NameScope,
}

/// What the texts go into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameScope {
    /// Something of its own: what is open is a parameter.
    New,
    /// The template of the task definitions: what that names is not a parameter.
    Template,
    /// The module of the task definitions, with what is before the addresses there: what that names is not a parameter.
    Module(String),
}

/// How a language spells the words of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameSpelling {
    /// `KeyId`, as CloudFormation requires it: letters and digits.
    Pascal,
    /// `key_id`, as Terraform's people write it.
    Snake,
}

/// Names that a Terraform variable may not have.
const RESERVED: [&str; 8] =
    ["source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"];

impl Parameters {
    /// The parameters that some texts need.
    pub fn of<'a>(
        texts: impl Iterator<Item = &'a Text<'static>>,
        spelling: NameSpelling,
        scope: NameScope,
    ) -> Self {
        let mut all: Vec<PolicyParameter> = Vec::new();
        for placeholder in texts.flat_map(Text::placeholders) {
            let is_known = own(placeholder).is_some()
                || scope.expression(placeholder).is_some()
                || all.iter().any(|it| it.placeholder == placeholder.name());
            if !is_known {
                let base = identifier(placeholder.name(), spelling);
                let free = |name: &String| !all.iter().any(|it| it.name == *name);
                let mut numbered = (2..).map(|number: usize| format!("{base}{number}"));
                let name = Some(base.clone()).filter(free).or_else(|| numbered.find(free));
                let (written, placeholder) =
                    (placeholder.to_string(), placeholder.name().to_owned());
                all.push(PolicyParameter { name: name.unwrap_or(base), written, placeholder });
            }
        }
        Self { all, scope }
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &PolicyParameter> {
        self.all.iter()
    }

    /// What stands for a placeholder of those texts.
    pub fn stands_for<'a>(&'a self, placeholder: &'a Placeholder<'_>) -> Stands<'a> {
        // What a template calls its account may be another one.
        if let Some(expression) = self.scope.expression(placeholder) {
            return Stands::Expression(expression);
        }
        let parameter = || self.all.iter().find(|it| it.placeholder == placeholder.name());
        own(placeholder).unwrap_or_else(|| {
            Stands::PolicyParameter(parameter().map_or("Value", |it| it.name.as_str()))
        })
    }
}

impl NameScope {
    /// The expression that a placeholder is there.
    fn expression<'a>(&self, placeholder: &'a Placeholder<'_>) -> Option<&'a str> {
        match self {
            Self::New => None,
            Self::Template => is_expression(placeholder).then(|| placeholder.name()),
            Self::Module(module) => expression_in(module, placeholder),
        }
    }
}

/// The expression that a placeholder is in a module. What is in another module has none, unless it is an output.
fn expression_in<'a>(module: &str, placeholder: &'a Placeholder<'_>) -> Option<&'a str> {
    let is_variable = placeholder.kind() == PlaceholderKind::Variable;
    if is_variable {
        return module.is_empty().then(|| placeholder.name());
    }
    let is_named =
        is_expression(placeholder) || placeholder.kind() == PlaceholderKind::KnownAfterApply;
    let name = placeholder.name().strip_prefix(module).filter(|_| is_named)?;
    let is_elsewhere = name.starts_with("module.") && name.split('.').count() > 3;
    // What Terraform has no expression for is called in words.
    (!is_elsewhere && !name.contains(' ')).then_some(name)
}

/// Whether a `Sub` of the template has a placeholder by its name.
fn is_expression(placeholder: &Placeholder<'_>) -> bool {
    matches!(
        placeholder.kind(),
        PlaceholderKind::Parameter
            | PlaceholderKind::Variable
            | PlaceholderKind::PseudoParameter
            | PlaceholderKind::Reference
            | PlaceholderKind::GeneratedName
    )
}

/// The account, the Region or the partition that the template itself is deployed in, where a placeholder means
/// nothing else: by what it is, or by the name that people gave it.
fn own(placeholder: &Placeholder<'_>) -> Option<Stands<'static>> {
    match placeholder.kind() {
        PlaceholderKind::Unspecified(DeploymentPart::Partition) => Some(Stands::Partition),
        PlaceholderKind::Unspecified(DeploymentPart::Region) => Some(Stands::Region),
        PlaceholderKind::Unspecified(DeploymentPart::Account) => Some(Stands::Account),
        _ => by_name(placeholder),
    }
}

/// `${AWS::Region}`, `$AWS_REGION`, `{{ region }}`.
fn by_name(placeholder: &Placeholder<'_>) -> Option<Stands<'static>> {
    let letters = placeholder.name().chars().filter(char::is_ascii_alphanumeric);
    let name: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    match name.trim_start_matches("var").trim_start_matches("aws") {
        "partition" | "datapartitioncurrentpartition" => Some(Stands::Partition),
        "region" | "regionid" | "regionname" | "defaultregion" => Some(Stands::Region),
        "account" | "accountid" | "accountnumber" => Some(Stands::Account),
        _ => None,
    }
}

/// The text with `aws` as the partition left open where its Region is: the two go together. So it is in the
/// ARN of a managed policy, which every partition has.
pub fn localized(text: &Text<'static>) -> Text<'static> {
    let mut fields = text.split(':', 6);
    let has_service = |name| fields.get(2).and_then(Text::as_literal) == Some(name);
    let is_here = fields.get(3).and_then(Text::as_placeholder).and_then(own)
        == Some(Stands::Region)
        || has_service("iam");
    let Some(partition) = fields.get_mut(1).filter(|it| is_here && it.as_literal() == Some("aws"))
    else {
        return text.clone();
    };
    *partition = Text::placeholder(Placeholder::unspecified(DeploymentPart::Partition));
    Text::join(&fields, ':')
}

/// Each piece of a text: literal text through `escape`, a placeholder through `fill`.
pub fn assemble(
    text: &Text<'_>,
    escape: impl Fn(&str) -> String,
    fill: impl Fn(&Placeholder<'_>) -> String,
) -> String {
    let piece = |piece: &Piece<'_>| match piece {
        Piece::Literal(value) => escape(value),
        Piece::Placeholder(placeholder) => fill(placeholder),
    };
    text.pieces().iter().map(piece).collect()
}

/// The words of a name, spelt; `Value` before what does not begin with a letter.
pub fn identifier(name: &str, spelling: NameSpelling) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars().take(100) {
        let begins = !before.is_ascii_alphanumeric()
            || (c.is_ascii_uppercase() && before.is_ascii_lowercase());
        match words.last_mut() {
            Some(word) if c.is_ascii_alphanumeric() && !begins => word.push(c.to_ascii_lowercase()),
            _ if c.is_ascii_alphanumeric() => words.push(c.to_ascii_lowercase().to_string()),
            _ => {}
        }
        before = c;
    }
    if !words.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_alphabetic())) {
        words.insert(0, "value".to_owned());
    }
    match spelling {
        NameSpelling::Pascal => words.iter().map(|word| capitalized(word)).collect(),
        NameSpelling::Snake => match words.join("_") {
            name if RESERVED.contains(&name.as_str()) => format!("{name}_value"),
            name => name,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{NameScope, NameSpelling, Parameters, Stands, identifier, localized};
    use crate::base::text::{self, Text};

    fn text(value: &str) -> Text<'static> {
        Text::read(value, text::Spelling::Identifier).into_owned()
    }

    #[test]
    fn names_are_spelt_as_the_language_wants_them() {
        for (name, pascal, snake) in [
            ("key-id", "KeyId", "key_id"),
            ("SECRET_ARN", "SecretArn", "secret_arn"),
            ("secretArn", "SecretArn", "secret_arn"),
            ("1st", "Value1st", "value_1st"),
            (".Values.image | default \"x\"", "ValuesImageDefaultX", "values_image_default_x"),
            ("größe", "GrE", "gr_e"),
            ("", "Value", "value"),
            ("count", "Count", "count_value"),
        ] {
            assert_eq!(identifier(name, NameSpelling::Pascal), pascal);
            assert_eq!(identifier(name, NameSpelling::Snake), snake);
        }
    }

    #[test]
    fn two_placeholders_never_share_a_name() {
        let texts = [text("${A_B}${AB}${A-B}<account>${AWS_REGION}$A_B${AWS::Partition}")];
        let all = Parameters::of(texts.iter(), NameSpelling::Pascal, NameScope::New);
        let names: Vec<_> = all.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["AB", "Ab", "AB2"]);
        let stand = texts
            .iter()
            .flat_map(Text::placeholders)
            .skip(3)
            .map(|placeholder| all.stands_for(placeholder));
        let expected =
            [Stands::Account, Stands::Region, Stands::PolicyParameter("AB"), Stands::Partition];
        assert_eq!(stand.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_partition_goes_with_the_region() {
        let after = |value: &str| localized(&text(value)).to_string();
        assert_eq!(after("arn:aws:logs:<region>:1:x:y"), "arn:<partition>:logs:<region>:1:x:y");
        for same in ["arn:aws:logs:us-east-1:1:x", "arn:aws:s3:::b/${REGION}", "*", "${ARN}"] {
            assert_eq!(after(same), same);
        }
    }
}
