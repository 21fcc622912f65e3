//! Messages for the keys and values of a task definition.

use super::holder::{document, noun as holder_noun, role_home};
use crate::input::holder::TaskHolder;
use crate::input::naming::Naming;
use crate::input::schema::{
    ApiObject, KeyFault, KeyHome, KeyRemedy, KeySubject, ValueKind, ValuePlace,
};

pub(super) fn message(subject: &KeySubject) -> String {
    let message = fault(subject);
    match subject.repeats.count() {
        0 => message,
        1 => format!("{message} (and once more)"),
        more => format!("{message} (and {more} more times)"),
    }
}

pub(super) fn help(subject: &KeySubject) -> Option<String> {
    match &subject.remedy {
        Some(known) => Some(remedy(known, subject)),
        None => general_remedy(&subject.fault),
    }
}

/// What to do where nothing more particular is known.
fn general_remedy(fault: &KeyFault) -> Option<String> {
    Some(match fault {
        KeyFault::Unknown { .. } | KeyFault::Misspelt { .. } => {
            "remove it, or correct its name".into()
        }
        KeyFault::Misplaced { .. } | KeyFault::MisplacedRole { .. } => "move it there".into(),
        KeyFault::WrongType { expected: ValueKind::Exact | ValueKind::String, found, .. }
            if matches!(*found, "a number" | "a boolean") =>
        {
            "put it in quotes".into()
        }
        KeyFault::WrongType { expected, .. } => format!("write {} here", kind(*expected)),
        KeyFault::WholeTaskDefinition | KeyFault::LeftOut { .. } => return None,
    })
}

fn fault(subject: &KeySubject) -> String {
    let KeySubject { fault, naming, holder, .. } = subject;
    let (naming, holder) = (*naming, *holder);
    let object = |it: &ApiObject| object(*it, holder, naming);
    match fault {
        KeyFault::Unknown { key, object: it } => {
            let (noun, object) = (noun(naming), object(it));
            format!("`{key}` is not a {noun} of {object}: {}", consequence(naming))
        }
        KeyFault::Misspelt { key, object: it } => {
            let (noun, object) = (noun(naming), object(it));
            // The rejection by the API's tools is mentioned only where there is no better message.
            let rejection = match naming {
                Naming::EcsApi => "",
                Naming::CloudFormation => ": CloudFormation rejects it",
                Naming::Terraform if *it == ApiObject::TaskDefinition => ": Terraform rejects it",
                Naming::Terraform => ": the provider drops it",
            };
            format!("`{key}` is not a {noun} of {object}{rejection}")
        }
        KeyFault::MisplacedRole { object: it } => {
            let role = naming.word("executionRoleArn");
            let object = match it {
                ApiObject::Container => "a container".to_owned(),
                other => object(other),
            };
            let belongs = if holder == TaskHolder::BatchJob { "belongs in" } else { "belongs to" };
            let not = if holder == TaskHolder::BatchJob { "not in" } else { "not to" };
            format!("`{role}` {belongs} {}, {not} {object}", role_home(holder, naming))
        }
        KeyFault::Misplaced { key, home } => {
            format!("`{key}` belongs in {}", self::home(*home, holder, naming))
        }
        KeyFault::WrongType { place, found, expected } => {
            let place = match place {
                ValuePlace::Field(name) => format!("`{name}`"),
                ValuePlace::ItemOf(name) => format!("an entry of `{name}`"),
                ValuePlace::KeyOf { key, field } => format!("`{key}` in `{field}`"),
            };
            format!("expected {} for {place}, found {found}", kind(*expected))
        }
        KeyFault::WholeTaskDefinition => {
            let containers = naming.word("containerDefinitions");
            format!("`{containers}` contains a whole task definition, not a list of containers")
        }
        KeyFault::LeftOut { count } => {
            format!("{count} more problems in this {} are not shown", holder_noun(holder))
        }
    }
}

fn remedy(remedy: &KeyRemedy, subject: &KeySubject) -> String {
    let (naming, holder) = (subject.naming, subject.holder);
    match remedy {
        KeyRemedy::RemoveComment => match naming {
            Naming::EcsApi => format!("remove it before you register the {}", holder_noun(holder)),
            Naming::CloudFormation | Naming::Terraform => "remove it".into(),
        },
        KeyRemedy::Rename { to, alike } if alike.is_empty() => format!("write `{to}`"),
        KeyRemedy::Rename { to, alike } => {
            let keys = if alike.len() == 1 { "key" } else { "keys" };
            format!(
                "write `{to}`; {} more {keys} of this object begin with a lowercase letter",
                alike.len()
            )
        }
        KeyRemedy::Suggestion(name) => format!("did you mean `{name}`?"),
        KeyRemedy::RemoveDuplicate(name) => {
            format!("remove this key: `{name}` is set as well")
        }
        KeyRemedy::MoveRole if holder == TaskHolder::BatchJob => {
            let [role, image, containers] =
                ["executionRoleArn", "image", "containers"].map(|it| naming.word(it));
            format!("set `{role}` next to `{image}`, or next to `{containers}`")
        }
        KeyRemedy::MoveRole => {
            let [role, beside] =
                ["executionRoleArn", "containerDefinitions"].map(|it| naming.word(it));
            format!("set `{role}` next to `{beside}`")
        }
        KeyRemedy::RemoveRole => format!("remove it: the {} sets its role", holder_noun(holder)),
        KeyRemedy::FieldOfServices => match naming {
            Naming::EcsApi => "it is a field of services and of RunTask: set it there".into(),
            Naming::CloudFormation => "it is a property of services: set it there".into(),
            Naming::Terraform => "it is an argument of aws_ecs_service: set it there".into(),
        },
        KeyRemedy::FieldOf(object) => {
            let (noun, object) = (noun(naming), self::object(*object, holder, naming));
            format!("it is a {noun} of {object}: set it there")
        }
        KeyRemedy::OnlyContainers => {
            "write only the list of its `containerDefinitions`, and set its other fields as arguments of the resource".into()
        }
        KeyRemedy::AddBrackets => "put it in brackets: [ … ]".into(),
        KeyRemedy::RemoveBrackets => "remove the brackets".into(),
    }
}

fn home(home: KeyHome, holder: TaskHolder, naming: Naming) -> String {
    match home {
        KeyHome::Object(ApiObject::TaskDefinition) => format!("the {}", holder_noun(holder)),
        KeyHome::Object(other) => object(other, holder, naming),
        KeyHome::LogOptions => {
            let [options, around] = ["options", "logConfiguration"].map(|it| naming.word(it));
            format!("`{options}` of `{around}`")
        }
    }
}

fn object(object: ApiObject, holder: TaskHolder, naming: Naming) -> String {
    match object {
        ApiObject::TaskDefinition => document(holder).into(),
        ApiObject::Container => "a container definition".into(),
        ApiObject::Volume => "a volume".into(),
        ApiObject::ItemOf(name) => format!("an entry of `{}`", naming.word(name)),
        ApiObject::Field(name) => format!("`{}`", naming.word(name)),
    }
}

fn kind(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Exact | ValueKind::String => "a string",
        ValueKind::Number => "a number",
        ValueKind::Boolean => "a boolean",
        ValueKind::Array | ValueKind::Objects => "an array",
        ValueKind::Object | ValueKind::Map => "an object",
        ValueKind::Any => "a value",
    }
}

/// What a key is.
fn noun(naming: Naming) -> &'static str {
    match naming {
        Naming::EcsApi | Naming::Terraform => "field",
        Naming::CloudFormation => "property",
    }
}

/// What becomes of keys that the API does not have.
fn consequence(naming: Naming) -> &'static str {
    match naming {
        Naming::EcsApi => "the AWS CLI rejects it",
        Naming::CloudFormation => "CloudFormation rejects it",
        Naming::Terraform => "the provider drops it",
    }
}
