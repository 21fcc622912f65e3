//! What holds a task, in words.

use crate::input::holder::TaskHolder;
use crate::input::naming::Naming;

/// Which document it is: "a task definition".
pub(super) fn document(holder: TaskHolder) -> &'static str {
    match holder {
        TaskHolder::TaskDefinition => "a task definition",
        TaskHolder::Daemon => "a daemon task definition",
        TaskHolder::ExpressService => "an Express Mode service",
        TaskHolder::BatchJob => "a Batch job definition",
    }
}

/// The same without its article.
pub(super) fn noun(holder: TaskHolder) -> &'static str {
    document(holder).split_once(' ').map_or("", |(_, noun)| noun)
}

/// What runs, where that is not a task as any other: "a Batch job".
pub fn runs(holder: TaskHolder) -> Option<&'static str> {
    match holder {
        TaskHolder::TaskDefinition => None,
        TaskHolder::Daemon => Some("a managed daemon"),
        TaskHolder::ExpressService => Some("an Express Mode service"),
        TaskHolder::BatchJob => Some("a Batch job"),
    }
}

/// Where it sets its execution role.
pub(super) fn role_home(holder: TaskHolder, naming: Naming) -> String {
    match holder {
        TaskHolder::BatchJob => {
            let [container, tasks] =
                ["containerProperties", "taskProperties"].map(|it| naming.word(it));
            format!("`{container}` or an entry of `{tasks}`")
        }
        other => format!("the {}", noun(other)),
    }
}
