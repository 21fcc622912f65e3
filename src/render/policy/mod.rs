//! A policy or a role in the format in which it is created.

mod aws_cli;
mod cloudformation;
mod json;

use crate::base::text::{PlaceholderKind, Text};
use crate::iam::generate::Policy;
use crate::iam::generate::hcl::{self, ModuleTerms};
use crate::iam::generate::names;
use crate::iam::generate::role::{DEFAULT_POLICY_NAME, GeneratedRole};
use crate::iam::generate::template::TemplateText;
use crate::input::expressions::Expressions;

/// The forms in which a policy or a role is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// The policy document; the role as `get-account-authorization-details` prints it.
    #[default]
    Json,
    /// A template, in YAML.
    CloudFormation,
    /// Blocks of a Terraform or `OpenTofu` module.
    Terraform,
    /// The commands of the AWS CLI that create it.
    AwsCli,
}

impl Form {
    /// One row for each: its name, and what it is.
    const ALL: [(Self, &str, &str); 4] = [
        (Self::Json, "json", "The policy document"),
        (Self::CloudFormation, "cloudformation", "A CloudFormation template in YAML"),
        (Self::Terraform, "terraform", "Terraform or OpenTofu blocks"),
        (Self::AwsCli, "aws-cli", "AWS CLI commands"),
    ];

    /// The names of all forms, each with what it is.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        Self::ALL.into_iter().map(|(_, name, what)| (name, what))
    }

    /// Whether what it creates has a name that it states: CloudFormation and Terraform generate one.
    pub(crate) fn has_fixed_name(self) -> bool {
        match self {
            Self::Json | Self::AwsCli => true,
            Self::CloudFormation | Self::Terraform => false,
        }
    }

    /// The form of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known, _)| *known == name).map(|(form, ..)| form)
    }
}

/// The unit that the task definitions stand in, where that is where the policy goes.
#[derive(Clone, Debug)]
pub struct OwnUnit {
    /// Its file.
    pub path: String,
    /// The file in which the task definition stands: that of the unit, or one of a module that it calls.
    pub home: String,
    /// The form of what can go there.
    pub form: Form,
    /// ARNs that it has an expression for: `!Ref Secret`.
    pub expressions: Vec<(Text<'static>, TemplateText)>,
    /// The module in it: what is before the addresses there, nothing for the root module.
    pub module: String,
}

impl Form {
    /// The form of what can go into a unit that writes its expressions so.
    pub(crate) fn of_unit(expressions: Expressions) -> Self {
        match expressions {
            Expressions::JsonFunctions | Expressions::YamlTags => Self::CloudFormation,
            Expressions::Terraform => Self::Terraform,
        }
    }
}

/// A policy that stands for itself, under a name where one is given. `own` is the unit that takes this form, where there is one.
pub fn policy(policy: &Policy, name: Option<&str>, form: Form, own: Option<&OwnUnit>) -> String {
    match form {
        Form::Json => json::document(policy),
        Form::CloudFormation => cloudformation::policy(policy, name, own),
        Form::Terraform => in_module(own, &hcl::policy(policy, name, own.map(OwnUnit::terms))),
        Form::AwsCli => aws_cli::policy(policy, name.unwrap_or(DEFAULT_POLICY_NAME)),
    }
}

/// A whole role.
pub fn role(role: &GeneratedRole, form: Form, own: Option<&OwnUnit>) -> String {
    match form {
        Form::Json => json::role(role),
        Form::CloudFormation => cloudformation::role(role, own),
        Form::Terraform => in_module(own, &hcl::role(role, own.map(OwnUnit::terms), hcl::LABEL)),
        Form::AwsCli => aws_cli::role(role),
    }
}

/// What somebody must still give, by name, before the form can be used: the placeholders as they were written, or
/// the parameters that stand for them.
pub fn left_open<'a>(
    texts: impl Iterator<Item = &'a Text<'static>>,
    form: Form,
    own: Option<&OwnUnit>,
) -> Vec<String> {
    let spelling = match form {
        Form::Json | Form::AwsCli => return placeholders(texts),
        Form::CloudFormation => names::NameSpelling::Pascal,
        Form::Terraform => names::NameSpelling::Snake,
    };
    let scope = match (form, own) {
        (_, None) => names::NameScope::New,
        (Form::Terraform, Some(own)) => return hcl::left_open(texts, own.terms()),
        (_, Some(_)) => names::NameScope::Template,
    };
    let is_left = |text: &&Text<'static>| !own.is_some_and(|own| own.knows(text));
    let parameters = names::Parameters::of(texts.filter(is_left), spelling, scope);
    parameters.iter().map(|it| format!("{} for {}", it.name, it.written)).collect()
}

/// Blocks of Terraform, with a word on where they belong.
fn in_module(own: Option<&OwnUnit>, blocks: &str) -> String {
    let blocks = json::escaped(blocks);
    match own {
        // The path is in a comment: on one line.
        Some(own) => {
            let path: String = own.home.chars().filter(|c| !c.is_control()).collect();
            format!("# Add this to the module of {path}: it uses names from there.\n\n{blocks}")
        }
        None => blocks,
    }
}

impl OwnUnit {
    fn terms(&self) -> ModuleTerms<'_> {
        ModuleTerms { expressions: &self.expressions, module: &self.module }
    }

    fn knows(&self, text: &Text<'_>) -> bool {
        self.expressions.iter().any(|(known, _)| known == text)
    }
}

/// The placeholders, each once, with the option that fills it.
fn placeholders<'a>(texts: impl Iterator<Item = &'a Text<'static>>) -> Vec<String> {
    let mut shown: Vec<String> = Vec::new();
    for placeholder in texts.flat_map(Text::placeholders) {
        let option = match placeholder.kind() {
            PlaceholderKind::Unspecified(part) => format!("--{}", part.name()),
            _ => format!("--var {}=VALUE", placeholder.name()),
        };
        let line = format!("{placeholder} ({option})");
        if !shown.contains(&line) {
            shown.push(line);
        }
    }
    shown
}

/// How many characters IAM counts in a policy: all but white space.
pub fn size(policy: &Policy) -> usize {
    json::document(policy).chars().filter(|c| !c.is_whitespace()).count()
}
