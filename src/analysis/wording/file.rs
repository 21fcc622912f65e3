//! Messages for a file that could not be read as text.

use crate::analysis::subject::FileFault;
use crate::base::source::Encoding;

pub(super) fn fault(fault: &FileFault) -> String {
    match fault {
        FileFault::Unreadable(why) => why.clone(),
        FileFault::TooLarge { most } => {
            format!("larger than {} MiB: not a task definition", most >> 20)
        }
        FileFault::ModuleCut { first, more, most_files, most_bytes } => {
            let others = match more {
                0 => String::new(),
                1 => " and 1 more path".to_owned(),
                more => format!(" and {more} more paths"),
            };
            format!(
                "the module is not read completely: {} MiB in {most_files} files are read, without `{first}`{others}",
                most_bytes >> 20
            )
        }
        FileFault::Encoding(encoding) => {
            let encoding = match encoding {
                Encoding::Utf8 => "UTF-8",
                Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
            };
            format!("the file is not {encoding} from here on")
        }
    }
}

pub(super) fn help(fault: &FileFault) -> Option<&'static str> {
    match fault {
        FileFault::Unreadable(_) => None,
        FileFault::TooLarge { .. } => Some("pass the file that contains the task definition"),
        FileFault::ModuleCut { .. } => Some("what is in the other files is unknown to the check"),
        FileFault::Encoding(_) => Some("save it as UTF-8: the AWS CLI rejects anything else"),
    }
}
