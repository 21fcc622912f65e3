//! Messages for a file that could not be read as text.

use crate::analysis::subject::FileFault;
use crate::base::source::Encoding;

pub(super) fn fault(fault: &FileFault) -> String {
    match fault {
        FileFault::Unreadable(why) => why.clone(),
        FileFault::TooLarge { most } => {
            format!("larger than {} MiB: not a task definition", most >> 20)
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
        FileFault::Encoding(_) => Some("save it as UTF-8: the AWS CLI rejects anything else"),
    }
}
