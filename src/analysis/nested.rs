//! The files that a file names: those that its units are deployed with.

use super::report::FileReport;
use crate::input::formats::nested_paths;

/// The paths of the files that the units of a file nest, from where its own path is taken.
pub fn nested_files(file: &FileReport<'_>) -> Vec<String> {
    let nested = file.documents().iter().flat_map(nested_paths);
    nested.map(|path| beside(file.source.name(), path)).collect()
}

/// A path that is in a file, from where that file's own path is taken.
fn beside(file: &str, path: &str) -> String {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    if path.starts_with('/') || folder.is_empty() {
        return path.trim_start_matches("./").to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').collect();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn paths_are_taken_from_the_file_that_holds_them() {
        for (file, path, expected) in [
            ("stacks/app.yaml", "./net.yaml", "stacks/net.yaml"),
            ("stacks/app.yaml", "../shared/net.yaml", "shared/net.yaml"),
            ("../app.yaml", "../net.yaml", "../../net.yaml"),
            ("app.yaml", "./net.yaml", "net.yaml"),
            ("app.yaml", "../net.yaml", "../net.yaml"),
            ("/srv/app.yaml", "net.yaml", "/srv/net.yaml"),
            ("a/app.yaml", "/srv/net.yaml", "/srv/net.yaml"),
        ] {
            assert_eq!(beside(file, path), expected, "{path} in {file}");
        }
    }
}
