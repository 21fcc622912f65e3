//! What a walk passes over unless the user names it: what others wrote, or a build made.

use std::ffi::OsStr;
use std::path::Path;

/// Folders of what others wrote or a build made: hundreds of thousands of files in which nothing is deployed from.
const FOREIGN: [&str; 5] = [".git", "node_modules", "vendor", ".terraform", "target"];

/// Whether something is of a kind that is only walked if the user names it.
pub(super) fn is_foreign(path: &Path, is_folder: bool) -> bool {
    let Some(name) = path.file_name() else { return false };
    let is_of_cdk = || path.parent().and_then(Path::file_name) == Some("cdk.out".as_ref());
    is_folder && FOREIGN.iter().any(|it| name == OsStr::new(it)) || is_asset(name) && is_of_cdk()
}

/// Whether something in the output of the CDK is an asset: what it builds images and functions from.
fn is_asset(name: &OsStr) -> bool {
    name == ".cache" || name.as_encoded_bytes().starts_with(b"asset.")
}
