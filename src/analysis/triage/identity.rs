//! What a diagnostic is about, as data that stays the same where messages, lines and severities change.
//!
//! Each kind decides here: baselines in many repositories hold what comes of it, so nothing of it may change.

use crate::analysis::subject::{
    IgnoreFault, MissingPolicy, PassedOption, PermissionSubject, PolicyName, RoleFinding,
    TrustFault, What,
};
use crate::iam::fault::{ConditionFault, ItemFault, PolicyFault, PrincipalFault};
use crate::input::schema::{KeyFault, ValuePlace};
use crate::input::{AbsenceFault, TemplateFault};
use crate::syntax::{HclFault, HclFound, JsonFault, SyntaxFault, YamlFault};

/// What tells a diagnostic from another with its code, in the same task definition.
pub(super) struct Identity {
    /// Whether the container is a part of it. What is about the role of the task definition is not about the container
    /// that shows it first.
    pub(super) has_container: bool,
    /// The names and values that it is about.
    pub(super) parts: Vec<String>,
}

impl Identity {
    pub(super) fn of(what: &What) -> Self {
        match what {
            What::Role(finding) => Self::of_task(role(finding)),
            What::RoleNotCreated { logical_id } => Self::of_task([logical_id]),
            What::RoleOtherPath { logical_id, path } => Self::of_task([logical_id, path]),
            What::Unsupported { launch_type, key, rule, title: _ } => {
                Self::of_place([launch_type.name(), rule, key.as_deref().unwrap_or_default()])
            }
            // The code is the rule's own.
            What::OfRule(statement) => {
                Self::of_place(statement.values.iter().map(|(_, written, _)| written))
            }
            What::AgentTooOld { rule, .. } => Self::of_place([rule]),
            What::Permission(subject) => Self::of_task(permission(subject)),
            What::PermissionUnused { action, resource } => Self::of_task([action, resource]),
            What::Trust(fault) => Self::of_task([trust(fault)]),
            What::PolicyGrammar { policy, fault } => {
                Self::of_task([policy_name(policy)].into_iter().chain(grammar(fault)))
            }
            What::WrongManagedArn(wrong) => Self::of_task([&wrong.written]),
            What::PolicyUnknown(missing) => Self::of_task(missing.iter().map(|it| match it {
                MissingPolicy::Trust => "trust".to_owned(),
                MissingPolicy::Document(name) => policy_name(name),
            })),
            What::BoundaryUnknown(arn) => Self::of_task([arn]),
            // Beside a policy that is printed, nothing is suppressed; what is wrong with a file as a whole, or with what
            // is not checked itself, is one thing.
            What::Policy(_)
            | What::RoleNotGiven(_)
            | What::File(_)
            | What::RoleFile(_)
            | What::RuleFile(_)
            | What::Configuration(_) => Self::of_task([""; 0]),
            What::UnusedOption(unused) => Self::of_task(option(&unused.option)),
            What::Ignore(fault) => Self::of_place(ignore(fault)),
            What::Syntax(SyntaxFault::Json(fault)) => Self::of_place(json(fault)),
            What::Syntax(SyntaxFault::Yaml(fault)) => Self::of_place(yaml(fault)),
            What::Syntax(SyntaxFault::Hcl(fault)) => Self::of_place(hcl(fault)),
            What::Key(subject) => Self::of_place(key(&subject.fault)),
            What::Value(subject) => Self::of_place([subject.field, subject.written.as_str()]),
            What::OtherPartition { odd, .. } => Self::of_place([*odd]),
            What::Absence(fault) => Self::of_task(absence(fault)),
            What::Template(fault) => Self::of_place(template(fault)),
        }
    }

    /// About a task definition as a whole, or a file.
    fn of_task<T: Into<String>>(parts: impl IntoIterator<Item = T>) -> Self {
        Self { has_container: false, ..Self::of_place(parts) }
    }

    /// About a place, which may be in a container.
    fn of_place<T: Into<String>>(parts: impl IntoIterator<Item = T>) -> Self {
        Self { has_container: true, parts: parts.into_iter().map(Into::into).collect() }
    }
}

/// The code tells which it is; what requires the role may change without a change of what is to be done.
fn role(finding: &RoleFinding) -> Option<&'static str> {
    match finding {
        RoleFinding::Missing { .. }
        | RoleFinding::Undetermined { .. }
        | RoleFinding::Unneeded(_) => None,
        RoleFinding::Invalid { key } => *key,
    }
}

fn permission(subject: &PermissionSubject) -> impl Iterator<Item = String> {
    let actions = subject.actions.iter().map(|it| it.name.clone());
    actions.chain([subject.resource.to_string()])
}

fn trust(fault: &TrustFault) -> &'static str {
    match fault {
        TrustFault::Missing => "missing",
        TrustFault::Denied => "denied",
        TrustFault::NeverMet => "never-met",
        TrustFault::Undecided { .. } => "undecided",
    }
}

fn policy_name(name: &PolicyName) -> String {
    match name {
        PolicyName::Own(name) | PolicyName::Description(name) => name.clone(),
        PolicyName::Copy(name, ..) => (*name).to_owned(),
    }
}

fn grammar(fault: &PolicyFault) -> Vec<String> {
    let parts: [&str; 2] = match fault {
        PolicyFault::NoDocumentInString => ["no-document", ""],
        PolicyFault::NotJson(_) => ["not-json", ""],
        PolicyFault::NotAnObject(_) => ["not-an-object", ""],
        PolicyFault::UnknownElement { element, .. } => ["unknown", element],
        PolicyFault::RepeatedElement { element, .. } => ["repeated", element],
        PolicyFault::UnknownVersion(version) => ["version", version],
        PolicyFault::VersionNotAString(_) => ["version", ""],
        PolicyFault::NoStatement | PolicyFault::NoStatementInList => ["no-statement", ""],
        PolicyFault::IdWithoutUse => ["id", ""],
        PolicyFault::RepeatedSid(sid) => ["repeated-sid", sid],
        PolicyFault::StatementNotAnObject(_) => ["statement", ""],
        PolicyFault::SidNotAString(_) => ["sid", ""],
        PolicyFault::SidCharacters(sid) => ["sid", sid],
        PolicyFault::NoEffect => ["no-effect", ""],
        PolicyFault::UnknownEffect(effect) => ["effect", effect],
        PolicyFault::EffectNotAString(_) => ["effect", ""],
        PolicyFault::NoAction => ["no-action", ""],
        PolicyFault::NoResource => ["no-resource", ""],
        PolicyFault::NoPrincipal => ["no-principal", ""],
        PolicyFault::BothElements { plain, .. } => ["both", plain],
        PolicyFault::ResourceInTrust(element) | PolicyFault::PrincipalInIdentity(element) => {
            ["out-of-place", element]
        }
        PolicyFault::NotPrincipalInTrust => ["out-of-place", "NotPrincipal"],
        PolicyFault::NotStrings { element, .. } => ["not-strings", element],
        PolicyFault::EmptyElement(element) => ["empty", element],
        PolicyFault::Item(fault) => match fault {
            ItemFault::ActionWithoutService(item)
            | ItemFault::NotAnStsAction(item)
            | ItemFault::MisplacedVariable(item)
            | ItemFault::WildcardInService(item)
            | ItemFault::ShortArn(item)
            | ItemFault::NotAnArn(item) => ["item", item],
        },
        PolicyFault::Condition(fault) => match fault {
            ConditionFault::NotAnObject(_) | ConditionFault::OperatorNotAnObject(_) => {
                ["condition", ""]
            }
            ConditionFault::UnknownOperator { operator, .. } => ["condition", operator],
            ConditionFault::ValueNotAString { key, .. } => ["condition", key],
            ConditionFault::UnfitValue { value, .. } | ConditionFault::LiteralWildcard(value) => {
                ["condition", value]
            }
        },
        PolicyFault::Principal(fault) => match fault {
            PrincipalFault::NotAnObject(name) | PrincipalFault::PartialWildcard(name) => {
                ["principal", name]
            }
            PrincipalFault::UnknownKind { kind, .. } => ["principal", kind],
        },
    };
    parts.map(str::to_owned).into()
}

fn option(option: &PassedOption) -> Vec<&str> {
    match option {
        PassedOption::Variable(name) => vec!["var", name],
        PassedOption::Image(container) => vec!["image", container],
        PassedOption::Parameters { .. } => vec!["parameters"],
        PassedOption::Parameter { name, .. } => vec!["parameters", name],
        PassedOption::Boundary(_) => vec!["boundary"],
        PassedOption::Assumption { name, .. } => vec!["assume", name],
    }
}

fn ignore(fault: &IgnoreFault) -> Vec<&str> {
    match fault {
        IgnoreFault::UnknownWord(word) => vec![word],
        IgnoreFault::NoCode(word) => vec![word],
        IgnoreFault::NoColon | IgnoreFault::NotAtTop | IgnoreFault::Metadata(_) => Vec::new(),
        IgnoreFault::UnknownCode { code, .. } | IgnoreFault::Unused { code, .. } => vec![code],
        IgnoreFault::UnusedException { names } | IgnoreFault::Expired { names, .. } => {
            names.iter().map(|it| it.as_deref().unwrap_or_default()).collect()
        }
    }
}

/// A syntax error has no name of its own, but some name what is at their place.
fn json(fault: &JsonFault) -> Option<&str> {
    match fault {
        JsonFault::DuplicateKey { key, .. } => Some(key),
        JsonFault::BareWord { found, .. }
        | JsonFault::Expected { found, .. }
        | JsonFault::MissingQuotes(found)
        | JsonFault::UnknownEscape(found) => Some(&found.text),
        JsonFault::OddSpace(_)
        | JsonFault::MismatchedBracket { .. }
        | JsonFault::UnmatchedBracket(_)
        | JsonFault::UnclosedBracket(_)
        | JsonFault::EarlyEnd
        | JsonFault::NoValue
        | JsonFault::TrailingComma { .. }
        | JsonFault::Comment
        | JsonFault::Ellipsis
        | JsonFault::ConflictMarker
        | JsonFault::TooDeep { .. }
        | JsonFault::UnclosedString
        | JsonFault::ControlCharacter(_)
        | JsonFault::NumberTooLarge
        | JsonFault::TextBefore { .. }
        | JsonFault::NotJson
        | JsonFault::Jsonnet
        | JsonFault::More(_) => None,
    }
}

fn yaml(fault: &YamlFault) -> Option<&str> {
    match fault {
        YamlFault::DuplicateKey { key, .. } => Some(key),
        YamlFault::UnknownAlias(name) | YamlFault::UnfitTag(name) => Some(name),
        YamlFault::ControlCharacter(_)
        | YamlFault::Tab
        | YamlFault::ConflictMarker
        | YamlFault::Indentation
        | YamlFault::Discontinued
        | YamlFault::UnclosedQuote
        | YamlFault::MissingColon
        | YamlFault::MemberNotAllowed
        | YamlFault::ItemNotAllowed
        | YamlFault::UnmatchedBracket
        | YamlFault::MissingCommaOrBrace
        | YamlFault::MissingCommaOrSquareBracket
        | YamlFault::MissingBrace
        | YamlFault::MissingSquareBracket
        | YamlFault::UnclosedBracket(_)
        | YamlFault::MismatchedBracket { .. }
        | YamlFault::UnexpectedCharacter(_)
        | YamlFault::UnknownEscape
        | YamlFault::ByteOrderMark
        | YamlFault::KeyNotAWord
        | YamlFault::TooDeep { .. }
        | YamlFault::RecursiveAlias
        | YamlFault::TooManyAliases { .. }
        | YamlFault::More(_)
        | YamlFault::OfParser(_) => None,
    }
}

fn hcl(fault: &HclFault) -> Option<&str> {
    match fault {
        HclFault::DuplicateAttribute { name, .. } => Some(name),
        HclFault::Expected { found: HclFound::Text(found), .. }
        | HclFault::UnknownEscape(found) => Some(&found.text),
        HclFault::UnclosedHeredoc(marker) => Some(marker),
        HclFault::UnclosedDirective(word) | HclFault::UnmatchedDirective(word) => Some(word),
        HclFault::Expected { .. }
        | HclFault::QuotedName
        | HclFault::UnclosedBracket(_)
        | HclFault::UnmatchedBracket(_)
        | HclFault::UnclosedString
        | HclFault::UnclosedComment
        | HclFault::ExpressionInLabel
        | HclFault::TooDeep { .. }
        | HclFault::More(_) => None,
    }
}

fn key(fault: &KeyFault) -> Vec<&str> {
    match fault {
        KeyFault::Unknown { key, .. }
        | KeyFault::Misspelt { key, .. }
        | KeyFault::Misplaced { key, .. } => vec![key],
        KeyFault::MisplacedRole { .. }
        | KeyFault::WholeTaskDefinition
        | KeyFault::LeftOut { .. } => Vec::new(),
        KeyFault::WrongType { place, .. } => match place {
            ValuePlace::Field(field) | ValuePlace::ItemOf(field) => vec![field],
            ValuePlace::KeyOf { key, field } => vec![field, key],
        },
    }
}

fn absence(fault: &AbsenceFault) -> Option<&str> {
    match fault {
        AbsenceFault::OtherName { key } => Some(key),
        AbsenceFault::Foreign(_)
        | AbsenceFault::OtherKind { .. }
        | AbsenceFault::ResourceWithoutTemplate
        | AbsenceFault::TemplateWithoutTask
        | AbsenceFault::ModuleWithoutTask { .. }
        | AbsenceFault::TemplateWithBatchJob { .. }
        | AbsenceFault::Terraform { .. }
        | AbsenceFault::OneContainer
        | AbsenceFault::MissingContainers { .. }
        | AbsenceFault::NothingButComments
        | AbsenceFault::NoContainers(_)
        | AbsenceFault::NoContainersInAny => None,
    }
}

fn template(fault: &TemplateFault) -> Vec<&str> {
    match fault {
        TemplateFault::UnknownReference { name }
        | TemplateFault::UnknownCondition { name }
        | TemplateFault::UnknownMapping { name }
        | TemplateFault::CircularCondition { name }
        | TemplateFault::UnreadModule { name, .. } => vec![name],
        TemplateFault::MissingMappingValue { mapping, top, second } => vec![mapping, top, second],
        TemplateFault::BrokenSubReference { written } | TemplateFault::MissingSub { written } => {
            vec![written]
        }
        TemplateFault::NullValue { key, .. } => vec![key],
        TemplateFault::CircularReference { resource }
        | TemplateFault::NoAttribute { resource }
        | TemplateFault::NoProperties { resource } => vec![resource],
        TemplateFault::MisspeltAttribute { written, .. } => vec![written],
        TemplateFault::NeverCreated { resource, condition } => vec![resource, condition],
        TemplateFault::NoInstances { address, argument } => vec![address, argument],
        TemplateFault::NotEvaluated { address } => vec![address],
        TemplateFault::SubWithoutText
        | TemplateFault::SelectBeyondEnd { .. }
        | TemplateFault::HiddenContainers { .. }
        | TemplateFault::OpenLoop => Vec::new(),
    }
}
