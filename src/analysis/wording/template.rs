//! Messages for a template.

use crate::input::TemplateFault;

pub(super) fn message(fault: &TemplateFault) -> String {
    match fault {
        TemplateFault::UnknownReference { name } => {
            format!("`{name}` is neither a parameter nor a resource of this template")
        }
        TemplateFault::NoAttribute { resource } => {
            format!("`GetAtt` of `{resource}` names no attribute")
        }
        TemplateFault::MisspeltAttribute { written, meant } => {
            format!(
                "`{written}` is not an attribute: the names of attributes are case-sensitive, and this one is `{meant}`"
            )
        }
        TemplateFault::NoProperties { resource } => {
            format!(
                "`{resource}` has no `Properties`: CloudFormation rejects properties beside `Type`"
            )
        }
        TemplateFault::UnknownCondition { name } => {
            format!("`{name}` is not a condition of this template")
        }
        TemplateFault::UnknownMapping { name } => {
            format!("`{name}` is not a mapping of this template")
        }
        TemplateFault::MissingMappingValue { mapping, top, second } => {
            format!("the mapping `{mapping}` has no `{second}` under `{top}`")
        }
        TemplateFault::SubWithoutText => "expected a string for `Sub`".into(),
        TemplateFault::BrokenSubReference { written } => {
            format!("`{written}` is not a name that `Sub` can substitute")
        }
        TemplateFault::MissingSub { written } => {
            format!("`{written}` is outside `Sub`: CloudFormation does not substitute it")
        }
        TemplateFault::NullValue { key, by_directive: false } => {
            format!("`{key}` has no value: CloudFormation does not allow null values")
        }
        TemplateFault::NullValue { key, by_directive: true } => format!(
            "`{key}` has no value where this directive writes none: CloudFormation does not allow null values"
        ),
        TemplateFault::SelectBeyondEnd { index, length } => {
            format!("`Select` has the index {index}, but the list has {length} items")
        }
        TemplateFault::CircularReference { resource } => {
            format!("`{resource}` refers to itself in its own name")
        }
        TemplateFault::CircularCondition { name } => {
            format!("the condition `{name}` refers to itself")
        }
        TemplateFault::OpenLoop => {
            "can't tell which task definitions this loop creates because its list is unknown".into()
        }
        TemplateFault::UnreadModule { name, source } => {
            format!("the task definition depends on module `{name}` ({source}), which is not read")
        }
        TemplateFault::HiddenContainers { waits_for } => format!(
            "this plan does not show the containers: `container_definitions` is known after apply, because it contains `{waits_for}`"
        ),
        TemplateFault::NeverCreated { resource, condition } => {
            format!("`{resource}` is never created: its condition `{condition}` is false")
        }
        TemplateFault::NoInstances { address, argument } => match argument.as_str() {
            "count" => format!("`{address}` is never created: its `count` is 0"),
            _ => format!("`{address}` is never created: its `{argument}` has no items"),
        },
        TemplateFault::NotEvaluated { address } => format!(
            "a value that `{address}` depends on is too large or refers to itself, and is treated as unknown"
        ),
    }
}

pub(super) fn help(fault: &TemplateFault) -> &'static str {
    match fault {
        TemplateFault::UnreadModule { .. } => {
            "check what is deployed: aws ecs describe-task-definition --task-definition NAME"
        }
        TemplateFault::BrokenSubReference { .. } => {
            "write ${NAME} or ${NAME.ATTRIBUTE}, or ${!NAME} for the literal text ${NAME}"
        }
        TemplateFault::MissingSub { .. } => {
            "write the text in a `Sub`: `!Sub \"TEXT\"` in YAML, `{ \"Fn::Sub\": \"TEXT\" }` in JSON"
        }
        TemplateFault::NullValue { by_directive: false, .. } => "remove the key, or set its value",
        TemplateFault::NullValue { by_directive: true, .. } => {
            "write the key only where the directive writes a value"
        }
        TemplateFault::SelectBeyondEnd { .. } => "the index of the first item is 0",
        TemplateFault::OpenLoop => "pass the list: --var NAME=VALUE,VALUE or --parameters FILE",
        TemplateFault::HiddenContainers { .. } => {
            "check the directory of the configuration instead: its files show the containers"
        }
        TemplateFault::UnknownReference { .. } => {
            "declare it in Parameters or Resources, or correct its name"
        }
        TemplateFault::NoAttribute { .. } => {
            "write RESOURCE.ATTRIBUTE, such as `!GetAtt Role.Arn` for the ARN of a role"
        }
        TemplateFault::MisspeltAttribute { .. } => "write it so",
        TemplateFault::NoProperties { .. } => "put them in `Properties`",
        TemplateFault::UnknownCondition { .. } => "declare it in Conditions, or correct its name",
        TemplateFault::UnknownMapping { .. } => "declare it in Mappings, or correct its name",
        TemplateFault::MissingMappingValue { .. } => "add it to the mapping, or correct the keys",
        TemplateFault::SubWithoutText => "write the text as a string: `!Sub \"TEXT\"`",
        TemplateFault::CircularReference { .. } => "write the name without this reference",
        TemplateFault::CircularCondition { .. } => "write the condition without this reference",
        TemplateFault::NeverCreated { .. } => {
            "if it is to be created, correct the condition or what it depends on"
        }
        TemplateFault::NoInstances { .. } => {
            "if it is to be created, correct the argument or what it depends on"
        }
        TemplateFault::NotEvaluated { .. } => {
            "remove the circular reference, or write a smaller value"
        }
    }
}
