//! A file that may not be read; the superuser may read every file.

use crate::common::run;
use crate::trial::needing;
use libtest_mimic::Trial;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

pub(crate) fn trial() -> Trial {
    let is_refused = fs::read(secret("probe")).is_err();
    needing("another user than root", is_refused, "a_file_without_permission", is_reported)
}

/// A file without permission, in a folder of its own.
fn secret(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("permission").join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("secret.json");
    fs::write(&path, "{}").expect("a file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("permissions");
    path
}

fn is_reported() {
    let (code, out) = run(&["--format=compact", &secret("run").to_string_lossy()], b"");
    assert_eq!(code, 2);
    assert!(out.contains("no permission"), "{out}");
}
