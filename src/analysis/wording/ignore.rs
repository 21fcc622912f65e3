//! What is wrong with what says that findings may stay, in words.

use crate::analysis::subject::{IgnoreFault, IgnoreReach, MetadataFault};

pub(super) fn message(fault: &IgnoreFault) -> String {
    match fault {
        IgnoreFault::UnknownWord(word) if word.is_empty() => {
            "expected `ignore[CODE]` or `ignore-file[CODE]` after `needs-exec-role:`".into()
        }
        IgnoreFault::UnknownWord(word) => format!(
            "expected `ignore[CODE]` or `ignore-file[CODE]` after `needs-exec-role:`, found `{word}`"
        ),
        IgnoreFault::NoColon => {
            "this suppresses nothing without a colon after `needs-exec-role`".into()
        }
        IgnoreFault::NoCode(word) => {
            format!("`{word}` suppresses nothing without a code in square brackets")
        }
        IgnoreFault::NotAtTop => {
            "`ignore-file` suppresses nothing here: it is not at the top of the file".into()
        }
        IgnoreFault::Metadata(fault) => metadata(fault),
        IgnoreFault::UnknownCode { code, .. } => {
            format!("`{code}` is not the code of a finding, so this suppresses nothing")
        }
        IgnoreFault::Unused { code, reach } => {
            let place = match reach {
                IgnoreReach::Line(line) => format!("on line {line}"),
                IgnoreReach::File => "in this file".into(),
                IgnoreReach::Resource => "in this resource".into(),
                IgnoreReach::Template => "in this template".into(),
            };
            format!("this suppresses nothing: no `{code}` {place}")
        }
        IgnoreFault::UnusedException { .. } => {
            "this exception suppresses nothing: no such finding in its files".into()
        }
        IgnoreFault::Expired { names: [code, family, container], on } => {
            let code = code.as_ref().map(|it| format!("`{it}`"));
            let family = family.as_ref().map(|it| format!("task definition `{it}`"));
            let container = container.as_ref().map(|it| format!("container `{it}`"));
            let names: Vec<_> = [code, family, container].into_iter().flatten().collect();
            let names = if names.is_empty() { "this file".into() } else { names.join(", ") };
            format!("the exception for {names} expired on {on}")
        }
    }
}

/// What a comment says so that a finding may stay.
pub fn comment(code: &str, reason: &str) -> String {
    format!("needs-exec-role: ignore[{code}] {reason}")
}

fn metadata(fault: &MetadataFault) -> String {
    match fault {
        MetadataFault::NotAnObject { key, found } => {
            format!("expected an object for `{key}`, found {found}")
        }
        MetadataFault::Empty => "`needs-exec-role` suppresses nothing without a code".into(),
        MetadataFault::UnknownKey(key) => {
            format!("`{key}` is not a key of `needs-exec-role`; expected `ignore`")
        }
        MetadataFault::ReasonNotAString { code, found } => {
            format!("expected the reason for `{code}` as a string, found {found}")
        }
    }
}

pub(super) fn help(fault: &IgnoreFault) -> String {
    match fault {
        IgnoreFault::UnknownWord(_) => {
            "write `ignore[CODE] reason`, with the code of the finding".into()
        }
        IgnoreFault::NoColon => "write `needs-exec-role: ignore[CODE] reason`".into(),
        IgnoreFault::NoCode(word) => format!("write `{word}[CODE] reason`"),
        IgnoreFault::NotAtTop => "move it before the first line that is not a comment".into(),
        IgnoreFault::Metadata(_) => "write `needs-exec-role: { ignore: { CODE: reason } }`".into(),
        IgnoreFault::UnknownCode { meant: Some(meant), .. } => format!("did you mean `{meant}`?"),
        IgnoreFault::UnknownCode { meant: None, .. } => {
            "the code is in square brackets at the end of the finding's message".into()
        }
        IgnoreFault::Unused { .. } => "remove it, or move it to the place of the finding".into(),
        IgnoreFault::UnusedException { .. } => "remove it, or correct what it names".into(),
        IgnoreFault::Expired { .. } => "fix the finding, or set a later day".into(),
    }
}
