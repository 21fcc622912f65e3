//! What is said about a template.

use crate::input::TemplateFault;

pub(super) fn message(fault: &TemplateFault) -> String {
    match fault {
        TemplateFault::UnknownReference { name } => {
            format!("`{name}` is neither a parameter nor a resource of this template")
        }
        TemplateFault::UnknownCondition { name } => {
            format!("`{name}` is no condition of this template")
        }
        TemplateFault::UnknownMapping { name } => {
            format!("`{name}` is no mapping of this template")
        }
        TemplateFault::MissingMappingValue { mapping, top, second } => {
            format!("the mapping `{mapping}` has no `{second}` under `{top}`")
        }
        TemplateFault::SubWithoutText => "`Sub` wants a text, and this is none".into(),
        TemplateFault::BrokenSubReference { written } => {
            format!("`{written}` names nothing that a `Sub` can put in")
        }
        TemplateFault::SelectBeyondEnd { index, length } => {
            format!("`Select` asks for item {index} of a list of {length}")
        }
        TemplateFault::CircularReference { resource } => {
            format!("`{resource}` refers to itself, by way of its own name")
        }
        TemplateFault::CircularCondition { name } => {
            format!("the condition `{name}` leads back to itself")
        }
        TemplateFault::OpenLoop => {
            "this loop makes task definitions, and what it goes over is not known here".into()
        }
        TemplateFault::NeverCreated { resource, condition } => {
            format!("`{resource}` is never made: its condition `{condition}` does not hold")
        }
    }
}

pub(super) fn help(fault: &TemplateFault) -> Option<String> {
    let help = match fault {
        TemplateFault::BrokenSubReference { .. } => {
            "write ${NAME} or ${NAME.ATTRIBUTE}; ${!NAME} stays as it is"
        }
        TemplateFault::SelectBeyondEnd { .. } => "the first item has the index 0",
        TemplateFault::OpenLoop => "give the list: --var NAME=VALUE,VALUE or --parameters FILE",
        TemplateFault::UnknownReference { .. }
        | TemplateFault::UnknownCondition { .. }
        | TemplateFault::UnknownMapping { .. }
        | TemplateFault::MissingMappingValue { .. }
        | TemplateFault::SubWithoutText
        | TemplateFault::CircularReference { .. }
        | TemplateFault::CircularCondition { .. }
        | TemplateFault::NeverCreated { .. } => return None,
    };
    Some(help.to_owned())
}
