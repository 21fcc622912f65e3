//! Messages for a policy document that violates the policy grammar.

use super::syntax;
use crate::iam::fault::{
    ConditionFault, ConditionValueKind, ItemFault, PRINCIPAL_KINDS, PolicyFault, PolicyObject,
    PrincipalFault,
};

pub(super) fn fault(fault: &PolicyFault) -> String {
    match fault {
        PolicyFault::NoDocumentInString => "this string contains no policy document".into(),
        PolicyFault::NotJson(fault) => {
            format!("the policy document in this string is not JSON: {}", syntax::fault(fault))
        }
        PolicyFault::NotAnObject(kind) => {
            format!("expected an object for the policy document, found {kind}")
        }
        PolicyFault::UnknownElement { of, element, .. } => {
            format!("{} has no element `{element}`", object(*of))
        }
        PolicyFault::RepeatedElement { of, element } => {
            format!("duplicate element `{element}` in {}", object(*of))
        }
        PolicyFault::UnknownVersion(version) => {
            format!("unknown version `{version}` of the policy language")
        }
        PolicyFault::VersionNotAString(kind) => {
            format!("expected a string for Version, found {kind}")
        }
        PolicyFault::NoStatement => "the policy document has no Statement".into(),
        PolicyFault::NoStatementInList => "the list of statements is empty".into(),
        PolicyFault::IdWithoutUse => "a policy that is attached to a role cannot have an Id".into(),
        PolicyFault::RepeatedSid(sid) => format!("duplicate Sid `{sid}`"),
        PolicyFault::StatementNotAnObject(kind) => {
            format!("expected an object for the statement, found {kind}")
        }
        PolicyFault::SidNotAString(kind) => format!("expected a string for Sid, found {kind}"),
        PolicyFault::SidCharacters(sid) => {
            format!("the Sid `{sid}` contains characters other than A-Z, a-z and 0-9")
        }
        PolicyFault::NoEffect => "the statement has no Effect".into(),
        PolicyFault::UnknownEffect(effect) => {
            format!("expected Allow or Deny for Effect, found `{effect}`")
        }
        PolicyFault::EffectNotAString(kind) => {
            format!("expected a string for Effect, found {kind}")
        }
        PolicyFault::NoAction => "the statement has neither Action nor NotAction".into(),
        PolicyFault::NoResource => "the statement has neither Resource nor NotResource".into(),
        PolicyFault::NoPrincipal => "the statement has no Principal".into(),
        PolicyFault::BothElements { plain, negated } => {
            format!("the statement has both {plain} and {negated}")
        }
        PolicyFault::ResourceInTrust(element) => {
            format!(
                "a trust policy cannot have {element}: it applies to the role that it is attached to"
            )
        }
        PolicyFault::PrincipalInIdentity(element) => {
            format!("a policy that is attached to a role cannot have {element}")
        }
        PolicyFault::NotPrincipalInTrust => "a trust policy cannot have NotPrincipal".into(),
        PolicyFault::NotStrings { element, kind } => {
            format!("expected strings in `{element}`, found {kind}")
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
            "write a JSON object, or a string that contains one, percent-encoded or not".into()
        }
        PolicyFault::NotJson(fault) => syntax::help(fault),
        PolicyFault::NotAnObject(_) => {
            "write {\"Version\": \"2012-10-17\", \"Statement\": […]}".into()
        }
        PolicyFault::UnknownElement { of, meant, .. } => match meant {
            Some(name) => format!("write `{name}`: element names are case-sensitive"),
            None => format!("the valid elements are {}", of.elements().join(", ")),
        },
        PolicyFault::RepeatedElement { .. } | PolicyFault::BothElements { .. } => {
            "keep one of them".into()
        }
        PolicyFault::UnknownVersion(_) | PolicyFault::VersionNotAString(_) => {
            "write \"Version\": \"2012-10-17\"".into()
        }
        PolicyFault::NoStatement => {
            "add a Statement: a list of statements, or one statement".into()
        }
        PolicyFault::NoStatementInList => {
            "add a statement: a policy without one allows nothing, and IAM may reject it".into()
        }
        PolicyFault::IdWithoutUse => "remove it: only resource-based policies have one".into(),
        PolicyFault::RepeatedSid(_) => "use each Sid only once in a policy document".into(),
        PolicyFault::StatementNotAnObject(_) => {
            "write {\"Effect\": …, \"Action\": …, \"Resource\": …}".into()
        }
        PolicyFault::SidNotAString(_) => "write a string".into(),
        PolicyFault::SidCharacters(_) => "use only letters and digits".into(),
        PolicyFault::NoEffect
        | PolicyFault::UnknownEffect(_)
        | PolicyFault::EffectNotAString(_) => {
            "write `Allow` or `Deny`, which are case-sensitive".into()
        }
        PolicyFault::NoAction => "add the actions that it applies to".into(),
        PolicyFault::NoResource => "add the ARNs of the resources, or \"*\"".into(),
        PolicyFault::NoPrincipal => {
            "write \"Principal\": {\"Service\": \"ecs-tasks.amazonaws.com\"}".into()
        }
        PolicyFault::ResourceInTrust(_) => "remove it".into(),
        PolicyFault::PrincipalInIdentity(_) => {
            "remove it: the principal is the role that the policy is attached to".into()
        }
        PolicyFault::NotPrincipalInTrust => {
            "use Principal to specify who may assume the role".into()
        }
        PolicyFault::NotStrings { .. } => "write a string, or a list of strings".into(),
        PolicyFault::EmptyElement(_) => "add a value, or remove the statement".into(),
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
            format!("`{action}` is not an action: the service prefix is missing")
        }
        ItemFault::NotAnStsAction(action) => {
            format!("a trust policy can allow only STS actions, not `{action}`")
        }
        ItemFault::MisplacedVariable(variable) => {
            format!("`{variable}` is before the fifth colon, where IAM accepts no variables")
        }
        ItemFault::WildcardInService(arn) => {
            format!("`{arn}` has a wildcard in the service name")
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
        ItemFault::WildcardInService(_) => "write the service name",
        ItemFault::ShortArn(_) => "write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE",
        ItemFault::NotAnArn(_) => "write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, or `*`",
    }
}

fn condition(fault: &ConditionFault) -> String {
    match fault {
        ConditionFault::NotAnObject(kind) => {
            format!("expected an object for `Condition`, found {kind}")
        }
        ConditionFault::OperatorNotAnObject(kind) => {
            format!("expected an object for the condition operator, found {kind}")
        }
        ConditionFault::UnknownOperator { operator, .. } => {
            format!("unknown condition operator `{operator}`")
        }
        ConditionFault::ValueNotAString { key, kind } => {
            format!("expected strings for `{key}`, found {kind}")
        }
        ConditionFault::UnfitValue { value, wanted } => {
            let wanted = match wanted {
                ConditionValueKind::Number => "a number",
                ConditionValueKind::Date => "a date: 2026-01-31T00:00:00Z, or seconds since 1970",
                ConditionValueKind::Boolean => "true or false",
                ConditionValueKind::Address => "an address or a range: 203.0.113.0/24",
            };
            format!("expected {wanted}, found `{value}`")
        }
        ConditionFault::LiteralWildcard(value) => {
            format!("`{value}` is compared literally: this operator does not support wildcards")
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
            "use an operator such as StringEquals, StringLike, ArnLike, Bool or Null".into()
        }
        ConditionFault::ValueNotAString { .. } => "write a string, or a list of strings".into(),
        ConditionFault::UnfitValue { .. } => "use a value of that type".into(),
        ConditionFault::LiteralWildcard(_) => "use StringLike or ArnLike for a pattern".into(),
    }
}

fn principal(fault: &PrincipalFault) -> String {
    match fault {
        PrincipalFault::NotAnObject(element) => {
            format!("expected an object or \"*\" for `{element}`")
        }
        PrincipalFault::PartialWildcard(name) => {
            format!(
                "`{name}` has a wildcard in part of a principal's name and matches no principal"
            )
        }
        PrincipalFault::UnknownKind { kind, .. } => {
            format!("unknown principal type `{kind}`")
        }
    }
}

fn help_of_principal(fault: &PrincipalFault) -> String {
    match fault {
        PrincipalFault::NotAnObject(_) => {
            "write {\"Service\": \"ecs-tasks.amazonaws.com\"}, or {\"AWS\": …}".into()
        }
        PrincipalFault::PartialWildcard(_) => "write the full name of the principal".into(),
        PrincipalFault::UnknownKind { meant: Some(name), .. } => format!("write `{name}`"),
        PrincipalFault::UnknownKind { meant: None, .. } => {
            format!("the principal types are {}", PRINCIPAL_KINDS.join(", "))
        }
    }
}
