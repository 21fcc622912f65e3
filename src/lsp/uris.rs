//! URIs of files ↔ paths.

use gen_lsp_types::Uri;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The path of a `file:` URI; none of another.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    let at = rest.find('/')?;
    let (host, path) = rest.split_at_checked(at)?;
    let path = decoded(path.split(['?', '#']).next()?)?;
    if path.contains('\0') {
        return None;
    }
    if cfg!(windows) {
        return Some(windows_path(host, &path));
    }
    (host.is_empty() || host == "localhost").then(|| PathBuf::from(path))
}

/// `/c:/x` is `C:\x`; with a host it is a share.
fn windows_path(host: &str, path: &str) -> PathBuf {
    let path = path.replace('/', "\\");
    let is_drive = path.as_bytes().get(2) == Some(&b':');
    match path.strip_prefix('\\') {
        Some(local) if host.is_empty() && is_drive => PathBuf::from(local),
        _ => PathBuf::from(format!("\\\\{host}{path}")),
    }
}

/// The URI of an absolute path.
pub(super) fn uri_of(path: &Path) -> Uri {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    let mut uri = String::from("file://");
    if !text.starts_with('/') {
        uri.push('/');
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    Uri(uri)
}

/// A text with its `%XX` decoded; none if it is not UTF-8 then.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(all(test, unix))]
mod tests {
    use super::{path_of, uri_of};
    use gen_lsp_types::Uri;
    use std::path::{Path, PathBuf};

    #[test]
    fn a_path_leads_back_to_itself() {
        for path in ["/a/b.json", "/a b/ü€/x#y?.tf", "/%25/100%", "/c:/x"] {
            assert_eq!(path_of(&uri_of(Path::new(path))), Some(PathBuf::from(path)));
        }
    }

    #[test]
    fn uris_as_clients_write_them() {
        for (uri, path) in [
            ("file:///a/b%20c.json", Some("/a/b c.json")),
            ("file://localhost/a", Some("/a")),
            ("file:///a(b).json", Some("/a(b).json")),
            ("file:///a%2", None),
            ("file:///a%00b", None),
            ("file:///%FF", None),
            ("file://", None),
            ("file://other/a", None),
            ("untitled:Untitled-1", None),
            ("git:/a/b.json?x", None),
            ("", None),
        ] {
            assert_eq!(path_of(&Uri(uri.to_owned())), path.map(PathBuf::from), "{uri}");
        }
    }
}
