//! The launch types in an array: which of them it contains.

use super::Classification;
use super::launch_type::LaunchType;
use crate::base::text::{Spelling, Text};
use crate::base::truth::Truth;
use crate::syntax::Node;

/// The kinds that an array may be of, several at once.
pub const KINDS: &[&str] = &["FARGATE", "EC2", "EXTERNAL", "MANAGED_INSTANCES"];

/// Reads an array of launch types. An item that is a placeholder may be any of them.
pub fn read<'s>(items: &[Node<'s>]) -> Classification<'s> {
    let is = |item: &Node<'s>, name| {
        let text = item.resolved().scalar_text(|text| Text::read(text, Spelling::Anywhere));
        text.map_or(Truth::False, |text| text.equals(name))
    };
    LaunchType::ALL.into_iter().map(LaunchType::name).fold(Classification::default(), |it, name| {
        it.with_kind(name, Truth::any(items.iter().map(|item| is(item, name))))
    })
}

#[cfg(test)]
mod tests {
    use super::{KINDS, read};
    use crate::aws::launch_type::LaunchType;
    use crate::base::truth::Truth::{False, True, Unknown};
    use crate::syntax::json;

    #[test]
    fn an_array_is_of_each_launch_type_that_it_contains() {
        assert_eq!(LaunchType::ALL.map(LaunchType::name).as_slice(), KINDS);
        for (text, fargate, ec2) in [
            (r#"["EC2", "FARGATE"]"#, True, True),
            (r#"["FARGATE"]"#, True, False),
            (r#"["EC2", "${MORE}"]"#, Unknown, True),
            (r#"["F${REST}"]"#, Unknown, False),
            ("[]", False, False),
        ] {
            let parsed = json::read(text);
            let items = parsed.documents.first().and_then(|it| it.as_list()).unwrap_or_default();
            let read = read(items);
            assert_eq!((read.is("FARGATE"), read.is("EC2")), (fargate, ec2), "{text}");
        }
    }
}
