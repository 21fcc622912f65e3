//! Messages for the keys and values of a task definition.

use crate::input::naming::Naming;
use crate::input::schema::{
    ApiObject, KeyFault, KeyHome, KeyRemedy, KeySubject, ValueKind, ValuePlace,
};

pub(super) fn message(subject: &KeySubject) -> String {
    let message = fault(&subject.fault, subject.naming);
    match subject.repeated {
        0 => message,
        1 => format!("{message} (and once more)"),
        more => format!("{message} (and {more} more times)"),
    }
}

pub(super) fn help(subject: &KeySubject) -> Option<String> {
    subject.remedy.as_ref().map(|it| remedy(it, subject.naming))
}

fn fault(fault: &KeyFault, naming: Naming) -> String {
    match fault {
        KeyFault::Unknown { key, object } => {
            let (noun, object) = (noun(naming), self::object(*object, naming));
            format!("`{key}` is not a {noun} of {object}: {} rejects it", rejecter(naming))
        }
        KeyFault::Misspelt { key, object } => {
            let (noun, object) = (noun(naming), self::object(*object, naming));
            // The rejection by the API's tools is mentioned only where there is no better message.
            let rejection = match naming {
                Naming::EcsApi => "",
                Naming::CloudFormation => ": CloudFormation rejects it",
            };
            format!("`{key}` is not a {noun} of {object}{rejection}")
        }
        KeyFault::MisplacedRole { object } => {
            let role = naming.word("executionRoleArn");
            let object = match object {
                ApiObject::Container => "a container".to_owned(),
                other => self::object(*other, naming),
            };
            format!("`{role}` belongs to the task definition, not to {object}")
        }
        KeyFault::Misplaced { key, home } => {
            format!("`{key}` belongs in {}", self::home(*home, naming))
        }
        KeyFault::WrongType { place, found, expected } => {
            let place = match place {
                ValuePlace::Field(name) => format!("`{name}`"),
                ValuePlace::ItemOf(name) => format!("an entry of `{name}`"),
                ValuePlace::KeyOf { key, field } => format!("`{key}` in `{field}`"),
            };
            format!("expected {} for {place}, found {found}", kind(*expected))
        }
        KeyFault::LeftOut { count } => {
            format!("{count} more problems in this task definition are not shown")
        }
    }
}

fn remedy(remedy: &KeyRemedy, naming: Naming) -> String {
    match remedy {
        KeyRemedy::RemoveComment => match naming {
            Naming::EcsApi => "remove it before you register the task definition".into(),
            Naming::CloudFormation => "remove it".into(),
        },
        KeyRemedy::Rename { to, alike: 0 } => format!("write `{to}`"),
        KeyRemedy::Rename { to, alike } => {
            let keys = if *alike == 1 { "key" } else { "keys" };
            format!(
                "write `{to}`; {alike} more {keys} of this object begin with a lowercase letter"
            )
        }
        KeyRemedy::Suggestion(name) => format!("did you mean `{name}`?"),
        KeyRemedy::RemoveDuplicate(name) => {
            format!("remove this key: `{name}` is set as well")
        }
        KeyRemedy::MoveRole => {
            let [role, beside] =
                ["executionRoleArn", "containerDefinitions"].map(|it| naming.word(it));
            format!("set `{role}` next to `{beside}`")
        }
        KeyRemedy::RemoveRole => "remove it: the task definition sets its role".into(),
        KeyRemedy::FieldOfServices => match naming {
            Naming::EcsApi => "it is a field of services and of RunTask".into(),
            Naming::CloudFormation => "it is a property of services".into(),
        },
        KeyRemedy::FieldOf(object) => {
            format!("it is a {} of {}", noun(naming), self::object(*object, naming))
        }
        KeyRemedy::AddBrackets => "put it in brackets: [ … ]".into(),
        KeyRemedy::RemoveBrackets => "remove the brackets".into(),
    }
}

fn home(home: KeyHome, naming: Naming) -> String {
    match home {
        KeyHome::Object(ApiObject::TaskDefinition) => "the task definition".into(),
        KeyHome::Object(other) => object(other, naming),
        KeyHome::LogOptions => {
            let [options, around] = ["options", "logConfiguration"].map(|it| naming.word(it));
            format!("`{options}` of `{around}`")
        }
    }
}

fn object(object: ApiObject, naming: Naming) -> String {
    match object {
        ApiObject::TaskDefinition => "a task definition".into(),
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
        Naming::EcsApi => "field",
        Naming::CloudFormation => "property",
    }
}

/// What rejects keys that the API does not have.
fn rejecter(naming: Naming) -> &'static str {
    match naming {
        Naming::EcsApi => "the AWS CLI",
        Naming::CloudFormation => "CloudFormation",
    }
}
