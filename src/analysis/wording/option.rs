//! What is said about an option that matched nothing.

use crate::analysis::subject::{PassedOption, UnusedOption};

pub(super) fn unused(unused: &UnusedOption) -> String {
    let what = match &unused.option {
        PassedOption::Variable(name) => {
            format!("`--var {name}` does not match any placeholder or parameter")
        }
        PassedOption::Image(container) => {
            format!("`--image {container}` does not match any container")
        }
        PassedOption::Parameters { file, .. } => {
            format!("`--parameters {file}` does not match any parameter")
        }
        PassedOption::Parameter { file, name } => {
            format!("`{name}` in `--parameters {file}` does not match any parameter")
        }
        PassedOption::Boundary(file) => {
            format!("`--boundary {file}` does not apply to any role: no role was checked")
        }
        PassedOption::Assumption { name, value: None } => {
            format!("`--assume {name}` does not apply to any task definition")
        }
        PassedOption::Assumption { name, value: Some(value) } => {
            format!("`--assume {name}={value}` does not apply to any task definition")
        }
    };
    match &unused.near {
        Some(near) => format!("{what}; did you mean `{near}`?"),
        None => what,
    }
}
