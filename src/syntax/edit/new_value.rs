//! A value that is written anew, before it has the style of a text.

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewValue {
    /// A string.
    Text(String),
    /// A string with a tag of YAML before it: `!Sub`.
    Tagged(&'static str, String),
    /// An array.
    List(Vec<NewValue>),
    /// An object, with its keys in order.
    Map(Vec<(String, NewValue)>),
    /// What stands elsewhere in the same text, on one line and in a place of the same kind: it is copied.
    Written(String),
}

impl NewValue {
    /// A string.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// An object.
    pub fn map(entries: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// Whether it is on one line wherever it is written.
    pub(super) fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Map(_))
    }

    /// Whether it is an array of strings, or an object with one of these or a string in it.
    pub(super) fn is_short(&self) -> bool {
        match self {
            Self::List(items) => items.iter().all(Self::is_scalar),
            Self::Map(entries) => match entries.as_slice() {
                [(_, Self::Map(_))] => false,
                [(_, only)] => only.is_scalar() || only.is_short(),
                other => other.is_empty(),
            },
            _ => true,
        }
    }
}
