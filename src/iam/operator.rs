//! The condition operators, and their results if the request does not have the key.

/// A condition operator as a whole: `ForAnyValue:StringLikeIfExists`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    /// How the values of a key with several values count.
    pub quantifier: Option<Quantifier>,
    /// What is compared, and how.
    pub test: OperatorTest,
    /// The test is turned round: `…Not…`.
    pub negated: bool,
    /// A key that is not there counts as a match.
    pub if_exists: bool,
}

/// How the values of a key with several values count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// Each of them has to match; true of none.
    All,
    /// One of them has to match; false of none.
    Any,
}

/// What is compared, and how. Source: IAM user guide, `reference_policies_elements_condition_operators`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperatorTest {
    /// Text, as it is.
    String,
    /// Text, whatever the case.
    StringIgnoreCase,
    /// Text, with wildcards.
    StringLike,
    /// Numbers.
    Numeric(Order),
    /// Times.
    Date(Order),
    /// `true` or `false`.
    Bool,
    /// Base64, as it is.
    Binary,
    /// An address within a range.
    IpAddress,
    /// An ARN, field by field, with wildcards; `ArnEquals` does the same as `ArnLike`.
    Arn,
    /// Whether the key is there.
    Null,
}

/// What a number or a time has to be to the one in the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Equal.
    Equal,
    /// Before it.
    Less,
    /// Before it or equal.
    LessOrEqual,
    /// After it.
    Greater,
    /// After it or equal.
    GreaterOrEqual,
}

use Order::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual};

/// Every operator without its prefix and suffix, and whether it is negated.
const OPERATORS: &[(&str, OperatorTest, bool)] = &[
    ("StringEquals", OperatorTest::String, false),
    ("StringNotEquals", OperatorTest::String, true),
    ("StringEqualsIgnoreCase", OperatorTest::StringIgnoreCase, false),
    ("StringNotEqualsIgnoreCase", OperatorTest::StringIgnoreCase, true),
    ("StringLike", OperatorTest::StringLike, false),
    ("StringNotLike", OperatorTest::StringLike, true),
    ("NumericEquals", OperatorTest::Numeric(Equal), false),
    ("NumericNotEquals", OperatorTest::Numeric(Equal), true),
    ("NumericLessThan", OperatorTest::Numeric(Less), false),
    ("NumericLessThanEquals", OperatorTest::Numeric(LessOrEqual), false),
    ("NumericGreaterThan", OperatorTest::Numeric(Greater), false),
    ("NumericGreaterThanEquals", OperatorTest::Numeric(GreaterOrEqual), false),
    ("DateEquals", OperatorTest::Date(Equal), false),
    ("DateNotEquals", OperatorTest::Date(Equal), true),
    ("DateLessThan", OperatorTest::Date(Less), false),
    ("DateLessThanEquals", OperatorTest::Date(LessOrEqual), false),
    ("DateGreaterThan", OperatorTest::Date(Greater), false),
    ("DateGreaterThanEquals", OperatorTest::Date(GreaterOrEqual), false),
    ("Bool", OperatorTest::Bool, false),
    ("BinaryEquals", OperatorTest::Binary, false),
    ("IpAddress", OperatorTest::IpAddress, false),
    ("NotIpAddress", OperatorTest::IpAddress, true),
    ("ArnEquals", OperatorTest::Arn, false),
    ("ArnLike", OperatorTest::Arn, false),
    ("ArnNotEquals", OperatorTest::Arn, true),
    ("ArnNotLike", OperatorTest::Arn, true),
    ("Null", OperatorTest::Null, false),
];

impl Operator {
    /// Reads an operator's name. Whether IAM takes it in another case is disputed; here it is taken.
    pub fn read(name: &str) -> Option<Self> {
        let (quantifier, rest) = match name.split_once(':') {
            None => (None, name),
            Some((set, rest)) if set.eq_ignore_ascii_case("ForAllValues") => {
                (Some(Quantifier::All), rest)
            }
            Some((set, rest)) if set.eq_ignore_ascii_case("ForAnyValue") => {
                (Some(Quantifier::Any), rest)
            }
            Some(_) => return None,
        };
        let (base, if_exists) = without_suffix(rest, "IfExists");
        let find = |(own, _, _): &&(&str, OperatorTest, bool)| own.eq_ignore_ascii_case(base);
        let &(_, test, negated) = OPERATORS.iter().find(find)?;
        // Null asks whether the key is there; "if it is there" cannot be added to that.
        (test != OperatorTest::Null || (!if_exists && quantifier.is_none())).then_some(Self {
            quantifier,
            test,
            negated,
            if_exists,
        })
    }

    /// Whether `*` and `?` are wildcards in its values.
    pub fn has_wildcards(self) -> bool {
        matches!(self.test, OperatorTest::StringLike | OperatorTest::Arn)
    }

    /// The names of all operators, without prefix and suffix.
    pub fn names() -> impl Iterator<Item = &'static str> {
        OPERATORS.iter().map(|(name, _, _)| *name)
    }
}

fn without_suffix<'n>(name: &'n str, suffix: &str) -> (&'n str, bool) {
    let at = name.len().saturating_sub(suffix.len());
    match (name.get(..at), name.get(at..)) {
        (Some(base), Some(end)) if end.eq_ignore_ascii_case(suffix) => (base, true),
        _ => (name, false),
    }
}

#[cfg(test)]
#[allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails may say so by a panic"
)]
mod tests {
    use super::{Operator, OperatorTest, Quantifier};

    #[test]
    fn prefixes_and_suffixes() {
        let operator = Operator::read("ForAnyValue:StringNotLikeIfExists").expect("an operator");
        assert_eq!(operator.quantifier, Some(Quantifier::Any));
        assert_eq!((operator.test, operator.negated), (OperatorTest::StringLike, true));
        assert!(operator.if_exists);
        assert_eq!(Operator::read("stringequals").map(|it| it.test), Some(OperatorTest::String));
        for name in ["StringEqual", "NullIfExists", "ForSome:StringLike", "", "IfExists", "é"] {
            assert_eq!(Operator::read(name), None, "{name}");
        }
        assert!(Operator::names().all(|name| Operator::read(name).is_some()));
    }
}
