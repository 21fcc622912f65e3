//! Messages about the ARNs of managed policies.

use crate::iam::managed_arn::{ManagedArnFault, WrongManagedArn};

pub(super) fn wrong(wrong: &WrongManagedArn) -> String {
    let written = &wrong.written;
    match &wrong.fault {
        ManagedArnFault::NotAnArn => format!("`{written}` is not the ARN of a managed policy"),
        ManagedArnFault::OtherPath("") => {
            format!("AWS has no policy `{written}`: the policy of this name has no path")
        }
        ManagedArnFault::OtherPath(path) => {
            format!("AWS has no policy `{written}`: it lies under {path}")
        }
        ManagedArnFault::Misspelled => format!("AWS has no policy `{written}`"),
        ManagedArnFault::OtherPartition { own, of_task } => {
            format!("`{written}` is of partition {own}, but the task runs in {of_task}")
        }
    }
}
