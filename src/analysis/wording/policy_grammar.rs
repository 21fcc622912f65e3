//! What is said about a policy document that breaks the grammar.

use super::syntax;
use crate::iam::fault::{
    ConditionFault, ConditionValueKind, ItemFault, PRINCIPAL_KINDS, PolicyFault, PolicyObject,
    PrincipalFault,
};

pub(super) fn fault(fault: &PolicyFault) -> String {
    match fault {
        PolicyFault::NoDocumentInString => "this string holds no policy document".into(),
        PolicyFault::NotJson(fault) => {
            format!("the policy document in this string is not JSON: {}", syntax::fault(fault))
        }
        PolicyFault::NotAnObject(kind) => format!("a policy document is an object, not {kind}"),
        PolicyFault::UnknownElement { of, element, .. } => {
            format!("{} has no element `{element}`", object(*of))
        }
        PolicyFault::RepeatedElement { of, element } => {
            format!("`{element}` stands twice in {}", object(*of))
        }
        PolicyFault::UnknownVersion(version) => {
            format!("there is no version `{version}` of the policy language")
        }
        PolicyFault::VersionNotAString(kind) => format!("the Version is {kind}, not a string"),
        PolicyFault::NoStatement => "the policy document has no Statement".into(),
        PolicyFault::NoStatementInList => "the list of statements is empty".into(),
        PolicyFault::IdWithoutUse => "a policy that is attached to a role has no Id".into(),
        PolicyFault::RepeatedSid(sid) => format!("two statements have the Sid `{sid}`"),
        PolicyFault::StatementNotAnObject(kind) => format!("a statement is an object, not {kind}"),
        PolicyFault::SidNotAString(kind) => format!("a Sid is a string, not {kind}"),
        PolicyFault::SidCharacters(sid) => {
            format!("the Sid `{sid}` has other characters than A-Z, a-z and 0-9")
        }
        PolicyFault::NoEffect => "the statement has no Effect".into(),
        PolicyFault::UnknownEffect(effect) => {
            format!("the Effect is `{effect}`, not Allow or Deny")
        }
        PolicyFault::EffectNotAString(kind) => format!("the Effect is {kind}, not a string"),
        PolicyFault::NoAction => "the statement has neither Action nor NotAction".into(),
        PolicyFault::NoResource => "the statement has neither Resource nor NotResource".into(),
        PolicyFault::NoPrincipal => {
            "the statement does not say whose requests it is about: no Principal".into()
        }
        PolicyFault::BothElements { plain, negated } => {
            format!("the statement has both {plain} and {negated}")
        }
        PolicyFault::ResourceInTrust(element) => {
            format!("a trust policy has no {element}: it is about the role it is attached to")
        }
        PolicyFault::PrincipalInIdentity(element) => {
            format!("a policy that is attached to a role has no {element}")
        }
        PolicyFault::NotPrincipalInTrust => "a trust policy has no NotPrincipal".into(),
        PolicyFault::NotStrings { element, kind } => {
            format!("`{element}` holds strings, not {kind}")
        }
        PolicyFault::EmptyElement(element) => format!("`{element}` is empty"),
        PolicyFault::Item(fault) => item(fault),
        PolicyFault::Condition(fault) => condition(fault),
        PolicyFault::Principal(fault) => principal(fault),
    }
}

pub(super) fn help(fault: &PolicyFault) -> String {
    match fault {
        PolicyFault::NoDocumentInString => {
            "a policy document is a JSON object, or a string that holds one, percent-encoded or not"
                .into()
        }
        PolicyFault::NotJson(fault) => syntax::help(fault).unwrap_or_else(|| "mend it".into()),
        PolicyFault::NotAnObject(_) => {
            "write {\"Version\": \"2012-10-17\", \"Statement\": […]}".into()
        }
        PolicyFault::UnknownElement { of, meant, .. } => match meant {
            Some(name) => format!("write `{name}`: the names of elements heed case"),
            None => format!("its elements are {}", of.elements().join(", ")),
        },
        PolicyFault::RepeatedElement { .. } | PolicyFault::BothElements { .. } => {
            "keep one of them".into()
        }
        PolicyFault::UnknownVersion(_) | PolicyFault::VersionNotAString(_) => {
            "write \"Version\": \"2012-10-17\"".into()
        }
        PolicyFault::NoStatement => {
            "a policy document holds a list of statements, or one statement".into()
        }
        PolicyFault::NoStatementInList => {
            "a policy without a statement allows nothing, and IAM may refuse it".into()
        }
        PolicyFault::IdWithoutUse => "take it out: only the policies of resources have one".into(),
        PolicyFault::RepeatedSid(_) => "a Sid stands once in a document".into(),
        PolicyFault::StatementNotAnObject(_) => {
            "write {\"Effect\": …, \"Action\": …, \"Resource\": …}".into()
        }
        PolicyFault::SidNotAString(_) => "write a string".into(),
        PolicyFault::SidCharacters(_) => "IAM takes letters and digits only".into(),
        PolicyFault::NoEffect
        | PolicyFault::UnknownEffect(_)
        | PolicyFault::EffectNotAString(_) => "write `Allow` or `Deny`, in just that case".into(),
        PolicyFault::NoAction => "name the actions that it is about".into(),
        PolicyFault::NoResource => "name the resources by their ARNs, or write \"*\"".into(),
        PolicyFault::NoPrincipal => {
            "write \"Principal\": {\"Service\": \"ecs-tasks.amazonaws.com\"}".into()
        }
        PolicyFault::ResourceInTrust(_) => "take it out".into(),
        PolicyFault::PrincipalInIdentity(_) => {
            "take it out: the role it is attached to is the principal".into()
        }
        PolicyFault::NotPrincipalInTrust => "name in Principal who may assume the role".into(),
        PolicyFault::NotStrings { .. } => "write a string, or a list of strings".into(),
        PolicyFault::EmptyElement(_) => "fill it, or take the statement out".into(),
        PolicyFault::Item(fault) => help_of_item(fault).into(),
        PolicyFault::Condition(fault) => help_of_condition(fault),
        PolicyFault::Principal(fault) => help_of_principal(fault),
    }
}

fn object(object: PolicyObject) -> &'static str {
    match object {
        PolicyObject::Document => "a policy document",
        PolicyObject::Statement => "a statement",
    }
}

fn item(fault: &ItemFault) -> String {
    match fault {
        ItemFault::ActionWithoutService(action) => {
            format!("`{action}` is not an action: it lacks the service before the colon")
        }
        ItemFault::NotAnStsAction(action) => {
            format!("a trust policy allows actions of STS only, not `{action}`")
        }
        ItemFault::MisplacedVariable(variable) => {
            format!("`{variable}` stands before the fifth colon, where IAM takes no variable")
        }
        ItemFault::WildcardInService(arn) => {
            format!("`{arn}` has a wildcard in the name of the service")
        }
        ItemFault::ShortArn(arn) => format!("`{arn}` has fewer than the six fields of an ARN"),
        ItemFault::NotAnArn(resource) => format!("`{resource}` is neither an ARN nor `*`"),
    }
}

fn help_of_item(fault: &ItemFault) -> &'static str {
    match fault {
        ItemFault::ActionWithoutService(_) => {
            "write `service:Name`, as in `ecr:BatchGetImage`, or `*`"
        }
        ItemFault::NotAnStsAction(_) => "write `sts:AssumeRole`",
        ItemFault::MisplacedVariable(_) => "write the value itself, or `*`",
        ItemFault::WildcardInService(_) => "name the service",
        ItemFault::ShortArn(_) => "write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE",
        ItemFault::NotAnArn(_) => "write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, or `*`",
    }
}

fn condition(fault: &ConditionFault) -> String {
    match fault {
        ConditionFault::NotAnObject(kind) => format!("`Condition` holds an object, not {kind}"),
        ConditionFault::OperatorNotAnObject(kind) => {
            format!("a condition operator holds an object, not {kind}")
        }
        ConditionFault::UnknownOperator { operator, .. } => {
            format!("there is no condition operator `{operator}`")
        }
        ConditionFault::ValueNotAString { key, kind } => {
            format!("`{key}` is compared with strings, not with {kind}")
        }
        ConditionFault::UnfitValue { value, wanted } => {
            let wanted = match wanted {
                ConditionValueKind::Number => "a number",
                ConditionValueKind::Date => "a date: 2026-01-31T00:00:00Z, or seconds since 1970",
                ConditionValueKind::Boolean => "true or false",
                ConditionValueKind::Address => "an address or a range: 203.0.113.0/24",
            };
            format!("`{value}` is not {wanted}")
        }
        ConditionFault::LiteralWildcard(value) => {
            format!("`{value}` is taken as it stands here: this operator knows no wildcards")
        }
    }
}

fn help_of_condition(fault: &ConditionFault) -> String {
    match fault {
        ConditionFault::NotAnObject(_) | ConditionFault::OperatorNotAnObject(_) => {
            "write {\"StringEquals\": {\"aws:SourceAccount\": \"…\"}}".into()
        }
        ConditionFault::UnknownOperator { meant: Some(name), .. } => format!("write `{name}`"),
        ConditionFault::UnknownOperator { meant: None, .. } => {
            "operators are StringEquals, StringLike, ArnLike, Bool, Null, …".into()
        }
        ConditionFault::ValueNotAString { .. } => "write a string, or a list of strings".into(),
        ConditionFault::UnfitValue { .. } => "the condition needs a value of that kind".into(),
        ConditionFault::LiteralWildcard(_) => "use StringLike or ArnLike for a pattern".into(),
    }
}

fn principal(fault: &PrincipalFault) -> String {
    match fault {
        PrincipalFault::NotAnObject(element) => format!("`{element}` is an object, or \"*\""),
        PrincipalFault::PartialWildcard(name) => {
            format!("`{name}` has a wildcard in part of a principal's name, and matches nobody")
        }
        PrincipalFault::UnknownKind { kind, .. } => {
            format!("there are no principals of the kind `{kind}`")
        }
    }
}

fn help_of_principal(fault: &PrincipalFault) -> String {
    match fault {
        PrincipalFault::NotAnObject(_) => {
            "write {\"Service\": \"ecs-tasks.amazonaws.com\"}, or {\"AWS\": …}".into()
        }
        PrincipalFault::PartialWildcard(_) => "name the principal in full".into(),
        PrincipalFault::UnknownKind { meant: Some(name), .. } => format!("write `{name}`"),
        PrincipalFault::UnknownKind { meant: None, .. } => {
            format!("they are {}", PRINCIPAL_KINDS.join(", "))
        }
    }
}
