//! Paths as text.

/// The last part of a path.
pub(super) fn base(path: &str) -> String {
    let trimmed = path.trim_end_matches('/');
    match (path.is_empty(), trimmed.is_empty()) {
        (true, _) => ".".to_owned(),
        (false, true) => "/".to_owned(),
        _ => trimmed.rsplit('/').next().unwrap_or_default().to_owned(),
    }
}

/// The path without what is after its last slash, in its shortest form.
pub(super) fn folder(path: &str) -> String {
    let folder = path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or_default();
    let is_absolute = folder.starts_with('/');
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|it| *it != "..") => {
                steps.pop();
            }
            ".." if is_absolute => {}
            step => steps.push(step),
        }
    }
    match (is_absolute, steps.is_empty()) {
        (true, _) => format!("/{}", steps.join("/")),
        (false, true) => ".".to_owned(),
        _ => steps.join("/"),
    }
}
