//! A path as a URI reference: what a report names is found from where the program ran.

use crate::render::reported::repository_path;

/// The reference: relative as the path is, with what a URI cannot have percent-encoded.
pub(super) fn reference(path: &str) -> String {
    let path = repository_path(path);
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if has_drive(&path) {
        uri.push_str("file:///");
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

/// Whether it begins with a drive of Windows.
fn has_drive(path: &str) -> bool {
    cfg!(windows) && matches!(path.as_bytes(), [drive, b':', ..] if drive.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn references_name_the_path_and_nothing_else() {
        for (path, expected) in [
            ("ecs/web.json", "ecs/web.json"),
            ("./ecs//web.json", "ecs//web.json"),
            (".//a", "a"),
            ("../web.json", "../web.json"),
            ("./", "./"),
            ("/srv/web.json", "file:///srv/web.json"),
            ("a b/100%.json", "a%20b/100%25.json"),
            ("größe.json", "gr%C3%B6%C3%9Fe.json"),
            ("javascript:x", "javascript%3Ax"),
            ("a?b#c", "a%3Fb%23c"),
            ("<stdin>", "%3Cstdin%3E"),
            ("line\nbreak", "line%0Abreak"),
        ] {
            assert_eq!(reference(path), expected, "{path}");
        }
    }
}
