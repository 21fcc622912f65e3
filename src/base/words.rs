//! Helpers for sentences.

/// Items in a sentence: "a", "a and b", "a, b and c"; empty for none.
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items.split_last() {
        Some((last, [])) => last.as_ref().to_owned(),
        Some((last, rest)) => {
            let rest: Vec<_> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", rest.join(", "), last.as_ref())
        }
        None => String::new(),
    }
}

/// The same with its first letter as a capital.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Names that sentences begin with.
const NAMES: [&str; 3] = ["Amazon ", "Fargate ", "Managed Instances "];

/// The same with its first letter small, unless the first word is written in capitals or a name.
pub fn uncapitalized(text: &str) -> String {
    if NAMES.iter().any(|name| text.starts_with(name)) {
        return text.to_owned();
    }
    let mut own = text.to_owned();
    if text.chars().nth(1).is_some_and(char::is_lowercase)
        && let Some(first) = own.get_mut(..1)
    {
        first.make_ascii_lowercase();
    }
    own
}

#[cfg(test)]
mod tests {
    use super::capitalized;
    use super::list;
    use super::uncapitalized;

    #[test]
    fn as_sentences_have_them() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(uncapitalized("If so"), "if so");
        assert_eq!(uncapitalized("AWS has"), "AWS has");
        assert_eq!(uncapitalized("Fargate has"), "Fargate has");
        assert_eq!((capitalized("if so"), capitalized("")), ("If so".to_owned(), String::new()));
    }
}
