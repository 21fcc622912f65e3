//! The names of log groups of CloudWatch Logs.
//!
//! Source: CloudWatch Logs API, `CreateLogStream`, `logGroupName`.

use super::arn::{Arn, ArnParse};
use super::tokens;
use crate::base::text::Text;
use crate::base::truth::Truth;

/// How many characters a name has at most.
const LONGEST: usize = 512;

/// Whether a text is a name without a doubt.
pub fn is_plain(text: &str) -> bool {
    text.len() <= LONGEST
        && text.chars().all(is_of_name)
        && !tokens::has_double_underscore(text)
        && !tokens::says_placeholder(text)
}

/// Why a text cannot be a name, whatever its placeholders are filled with.
#[cold]
pub fn error(value: &Text<'_>) -> Option<&'static str> {
    if value.starts_with("arn:") == Truth::True {
        return Some("it is an ARN, and the driver takes the name of the log group");
    }
    if !tokens::made_of(value, is_of_name) {
        return Some("it contains a character that is not allowed in the name of a log group");
    }
    let len: usize = tokens::literals(value).map(str::len).sum();
    (len > LONGEST).then_some("it is longer than 512 characters")
}

/// The name in the ARN of a log group.
#[cold]
pub fn name_in_arn<'s>(value: &Text<'s>) -> Option<Text<'s>> {
    let ArnParse::Arn(arn) = Arn::read(value) else { return None };
    if arn.service.equals("logs") != Truth::True {
        return None;
    }
    match arn.resource.split(':', 3).as_slice() {
        [kind, name, ..] if kind.equals("log-group") == Truth::True && !name.is_empty() => {
            Some(name.clone())
        }
        _ => None,
    }
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '#')
}

#[cfg(test)]
mod tests {
    use super::{error, is_plain, name_in_arn};
    use crate::base::text::{Spelling, Text};

    #[test]
    fn a_name_is_no_arn() {
        for (text, is_name, in_arn) in [
            ("/ecs/shop", true, None),
            ("/aws/ecs/a.b_c#1", true, None),
            ("/ecs/${Name}", true, None),
            ("arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/shop:*", false, Some("/ecs/shop")),
            ("arn:aws:logs:${Region}:${Account}:log-group:${Logs}", false, Some("${Logs}")),
            ("arn:aws:s3:::bucket", false, None),
            ("my group", false, None),
            ("group:*", false, None),
        ] {
            let value = Text::read(text, Spelling::Anywhere);
            assert_eq!(error(&value).is_none(), is_name, "{text}");
            assert!(!is_plain(text) || is_name, "{text}");
            let name = name_in_arn(&value).map(|it| it.to_string());
            assert_eq!(name.as_deref(), in_arn, "{text}");
        }
        assert!(error(&Text::literal("x".repeat(513))).is_some());
    }
}
