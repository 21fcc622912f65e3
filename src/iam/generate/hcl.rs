//! Terraform blocks that can be applied as they are.

use super::names::{NameScope, NameSpelling, Parameters, Stands, assemble, localized};
use super::role::GeneratedRole;
use super::template::TemplateText;
use super::{Policy, PolicyStatement};
use crate::base::text::{DeploymentPart, Piece, Placeholder, PlaceholderKind, Text};
use std::collections::BTreeSet;

/// The name of the blocks.
pub const LABEL: &str = "task_execution";

/// The module that blocks go into, where there is one.
#[derive(Clone, Copy, Debug)]
pub struct ModuleTerms<'a> {
    /// ARNs that it has an expression for, and what it calls the place where it is deployed.
    pub expressions: &'a [(Text<'static>, TemplateText)],
    /// What is before the addresses there, nothing for the root module.
    pub module: &'a str,
}

/// What the texts are called in a module.
struct ModuleNames<'a> {
    parameters: Parameters,
    own: Option<ModuleTerms<'a>>,
}

impl<'a> ModuleNames<'a> {
    /// The names in the module of the task definitions, or in one of its own.
    fn of<'t>(
        texts: impl Iterator<Item = &'t Text<'static>>,
        own: Option<ModuleTerms<'a>>,
    ) -> Self {
        let scope = match own {
            Some(own) => NameScope::Module(own.module.to_owned()),
            None => NameScope::New,
        };
        let none = Self {
            parameters: Parameters::of([].into_iter(), NameSpelling::Snake, NameScope::New),
            own,
        };
        let rest: Vec<_> = texts.map(|it| none.split(it).1).collect();
        Self { parameters: Parameters::of(rest.iter(), NameSpelling::Snake, scope), own }
    }

    /// What the module itself calls the place where it is deployed, if it does.
    fn own_expression(&self, stands: Stands<'_>) -> Option<&'a str> {
        let part = match stands {
            Stands::Partition => DeploymentPart::Partition,
            Stands::Region => DeploymentPart::Region,
            Stands::Account => DeploymentPart::Account,
            _ => return None,
        };
        let open = Text::placeholder(Placeholder::unspecified(part));
        let mut known = self.own.into_iter().flat_map(|own| own.expressions);
        known.find_map(|(text, expression)| match expression {
            TemplateText::GetAtt(expression) if *text == open => Some(expression.as_str()),
            _ => None,
        })
    }

    /// The expression of the module that a text begins with, and what follows it.
    fn split(&self, text: &Text<'static>) -> (Option<&'a str>, Text<'static>) {
        let known = self.own.into_iter().flat_map(|own| own.expressions);
        let begins = |(arn, expression): &'a (Text<'static>, TemplateText)| match expression {
            TemplateText::GetAtt(expression) => Some((expression.as_str(), after(text, arn)?)),
            _ => None,
        };
        match known.filter_map(begins).min_by_key(|(_, rest)| rest.to_string().len()) {
            Some((expression, rest)) => (Some(expression), rest),
            None => (None, text.clone()),
        }
    }
}

/// Whether an expression for an ARN is written in place of it in a text.
pub fn stands_in(text: &Text<'static>, arn: &Text<'static>) -> bool {
    after(text, arn).is_some()
}

/// What follows an ARN that a text begins with, up to a separator.
fn after(text: &Text<'static>, arn: &Text<'static>) -> Option<Text<'static>> {
    let (last, before) = arn.pieces().split_last()?;
    let (same, rest) = text.pieces().split_at_checked(before.len())?;
    let (next, more) = rest.split_first().filter(|_| same == before)?;
    let mut left = Text::default();
    match (last, next) {
        (Piece::Literal(end), Piece::Literal(run)) => {
            let run = run.strip_prefix(end.as_ref())?;
            if !(run.is_empty() && more.is_empty() || run.starts_with([':', '/'])) {
                return None;
            }
            left.push_copy(run);
        }
        (last, next) if last == next => {}
        _ => return None,
    }
    for piece in more {
        match piece {
            Piece::Literal(run) => left.push_copy(run),
            Piece::Placeholder(it) => left.push_placeholder(it.clone()),
        }
    }
    let is_separate = match left.pieces().first() {
        None => true,
        Some(Piece::Literal(run)) => run.starts_with([':', '/']),
        Some(Piece::Placeholder(_)) => false,
    };
    is_separate.then_some(left)
}

/// The policy's document, and the policy.
pub fn policy(policy: &Policy, name: Option<&str>, own: Option<ModuleTerms<'_>>) -> String {
    let names = ModuleNames::of(policy.texts(), own);
    let mut text = preamble(policy.texts(), &names);
    text.push_str(&document(policy, LABEL, &names));
    text.push_str(&format!("resource \"aws_iam_policy\" \"{LABEL}\" {{\n"));
    if let Some(name) = name {
        text.push_str(&format!("  name   = {}\n", quoted(name)));
    }
    text.push_str(&format!("  policy = data.aws_iam_policy_document.{LABEL}.json\n}}\n"));
    text
}

/// The role with its documents; `label` is what its blocks are called.
pub fn role(role: &GeneratedRole, own: Option<ModuleTerms<'_>>, label: &str) -> String {
    let names = ModuleNames::of(role.texts(), own);
    let mut text = preamble(role.texts(), &names);
    let trust_label = format!("{label}_trust");
    text.push_str(&document(&role.trust, &trust_label, &names));
    let trust = format!("data.aws_iam_policy_document.{trust_label}.json");
    text.push_str(&format!("resource \"aws_iam_role\" \"{label}\" {{\n"));
    if let Some(name) = &role.name {
        text.push_str(&format!("  name               = {}\n", quoted(name)));
    }
    if role.path != "/" {
        text.push_str(&format!("  path               = {}\n", quoted(&role.path)));
    }
    text.push_str(&format!("  assume_role_policy = {trust}\n}}\n"));
    if let Some(arn) = &role.managed {
        text.push_str(&format!(
            "\nresource \"aws_iam_role_policy_attachment\" \"{label}\" {{\n  role       = aws_iam_role.{label}.name\n  policy_arn = {}\n}}\n",
            value(arn, &names),
        ));
    }
    if !role.inline.is_empty() {
        let address = format!("aws_iam_role.{label}");
        text.push('\n');
        let name = Some(role.policy_name());
        text.push_str(&inline_policy(&role.inline, name.as_deref(), &address, label, &names));
    }
    text
}

/// An inline policy of a role of the module, by the address of that, with its document. The provider makes its name: no
/// other policy of the role has that.
pub fn role_policy(policy: &Policy, role: &str, own: ModuleTerms<'_>, label: &str) -> String {
    let names = ModuleNames::of(policy.texts(), Some(own));
    let text = preamble(policy.texts(), &names);
    text + &inline_policy(policy, None, role, label, &names)
}

/// The statements of a policy as blocks of a document, without their names, and the blocks that they use besides.
pub fn statements(policy: &Policy, own: ModuleTerms<'_>) -> (String, String) {
    let names = ModuleNames::of(policy.texts(), Some(own));
    let nameless = policy.statements.iter().map(|it| {
        let sid = String::new();
        block(&PolicyStatement { sid, ..it.clone() }, &names)
    });
    (nameless.collect::<Vec<_>>().join("\n"), preamble(policy.texts(), &names))
}

fn inline_policy(
    policy: &Policy,
    name: Option<&str>,
    role: &str,
    label: &str,
    names: &ModuleNames<'_>,
) -> String {
    let name = name.map(|it| format!("  name   = {}\n", quoted(it))).unwrap_or_default();
    format!(
        "{}resource \"aws_iam_role_policy\" \"{label}\" {{\n{name}  role   = {role}.id\n  policy = data.aws_iam_policy_document.{label}.json\n}}\n",
        document(policy, label, names),
    )
}

/// The data sources and the variables that the texts use.
fn preamble<'a>(texts: impl Iterator<Item = &'a Text<'static>>, names: &ModuleNames<'_>) -> String {
    let parameters = &names.parameters;
    let texts: Vec<_> = texts.map(|it| localized(&names.split(it).1)).collect();
    let used: Vec<_> =
        texts.iter().flat_map(Text::placeholders).map(|it| parameters.stands_for(it)).collect();
    let mut text = String::new();
    for (kind, stands) in [
        ("aws_partition", Stands::Partition),
        ("aws_region", Stands::Region),
        ("aws_caller_identity", Stands::Account),
    ] {
        if used.contains(&stands) && names.own_expression(stands).is_none() {
            text.push_str(&format!("data \"{kind}\" \"current\" {{}}\n\n"));
        }
    }
    for parameter in parameters.iter() {
        let about = quoted(&parameter.about());
        text.push_str(&format!(
            "variable \"{}\" {{\n  type        = string\n  description = {about}\n}}\n\n",
            parameter.name
        ));
    }
    text
}

fn document(policy: &Policy, label: &str, names: &ModuleNames<'_>) -> String {
    let mut text = format!("data \"aws_iam_policy_document\" \"{label}\" {{\n");
    for (index, statement) in policy.statements.iter().enumerate() {
        text.push_str(if index == 0 { "" } else { "\n" });
        text.push_str(&block(statement, names));
    }
    text.push_str("}\n\n");
    text
}

fn block(statement: &PolicyStatement, names: &ModuleNames<'_>) -> String {
    let mut text = "  statement {\n".to_owned();
    let mut settings = Vec::new();
    if !statement.sid.is_empty() {
        settings.push(("sid", quoted(&statement.sid)));
    }
    settings.push(("actions", list(statement.actions.iter().map(|action| quoted(action)))));
    if !statement.resources.is_empty() {
        let resources = statement.resources.iter().map(|resource| value(resource, names));
        settings.push(("resources", list(resources)));
    }
    // terraform fmt lines up settings of one line that follow each other.
    let is_short = |setting: &(&str, String)| !setting.1.contains('\n');
    for run in settings.chunk_by(|one, next| is_short(one) && is_short(next)) {
        let width = run.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        for (name, setting) in run {
            text.push_str(&format!("    {name:<width$} = {setting}\n"));
        }
    }
    if let Some(service) = statement.service {
        let service = quoted(service);
        text.push_str(&format!(
            "\n    principals {{\n      type        = \"Service\"\n      identifiers = [{service}]\n    }}\n"
        ));
    }
    for condition in &statement.conditions {
        let values = condition.values.iter().map(|it| value(it, names));
        let values: Vec<_> = values.collect();
        text.push_str(&format!(
            "\n    condition {{\n      test     = {}\n      variable = {}\n      values   = [{}]\n    }}\n",
            quoted(condition.operator),
            quoted(condition.key),
            values.join(", "),
        ));
    }
    text.push_str("  }\n");
    text
}

/// One item on the line, several on lines of their own.
fn list(items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<_> = items.collect();
    // Two placeholders may stand for the same here.
    let mut seen = BTreeSet::new();
    items.retain(|item| seen.insert(item.clone()));
    if let [only] = items.as_slice() {
        return format!("[{only}]");
    }
    let lines: String = items.iter().map(|item| format!("      {item},\n")).collect();
    format!("[\n{lines}    ]")
}

/// A text: a placeholder alone is a reference, and is in no string.
fn value(text: &Text<'static>, names: &ModuleNames<'_>) -> String {
    let (own, rest) = names.split(text);
    let rest = if own.is_some() { rest } else { localized(&rest) };
    let reference = |placeholder: &Placeholder<'_>| {
        let is_variable = placeholder.kind() == PlaceholderKind::Variable;
        let stands = names.parameters.stands_for(placeholder);
        if let Some(own) = names.own_expression(stands) {
            return own.to_owned();
        }
        match stands {
            Stands::Partition => "data.aws_partition.current.partition".to_owned(),
            // The one attribute that versions 5 and 6 of the provider both have without a warning.
            Stands::Region => "data.aws_region.current.id".to_owned(),
            Stands::Account => "data.aws_caller_identity.current.account_id".to_owned(),
            Stands::PolicyParameter(name) => format!("var.{name}"),
            Stands::Expression(name) if is_variable => format!("var.{name}"),
            Stands::Expression(expression) => expression.to_owned(),
        }
    };
    match (own, rest.as_placeholder()) {
        (Some(own), _) if rest.is_empty() => return own.to_owned(),
        (None, Some(placeholder)) => return reference(placeholder),
        _ => {}
    }
    let own = own.map(|own| format!("${{{own}}}")).unwrap_or_default();
    let inner = assemble(&rest, escaped, |placeholder| format!("${{{}}}", reference(placeholder)));
    format!("\"{own}{inner}\"")
}

/// What must still be given before what is printed for a module can be used: the variables that it does not have.
pub fn left_open<'a>(
    texts: impl Iterator<Item = &'a Text<'static>>,
    own: ModuleTerms<'_>,
) -> Vec<String> {
    let texts: Vec<_> = texts.collect();
    let names = ModuleNames::of(texts.into_iter(), Some(own));
    names.parameters.iter().map(|it| format!("{} for {}", it.name, it.written)).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// The inside of a quoted string: what HCL would read as its own is doubled.
fn escaped(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let inner = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(&json);
    inner.replace("${", "$${").replace("%{", "%%{")
}
