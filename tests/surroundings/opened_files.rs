//! Which files the program opens for a module that asks for everything: none outside of its repository.

use crate::common::program;
use crate::trial::needing;
use libtest_mimic::Trial;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A module that asks for what it may have, and for what it may not.
const MODULE: &str = r#"
module "shared" { source = "../shared" }
module "outside" { source = "../../outside/module" }
module "link" { source = "./link" }
module "listed" { source = "a/b/aws" }
locals {
  own     = file("own.json")
  outside = file("../../outside/secret.json")
  root    = file("${path.root}/../../outside/secret.json")
  link    = file("${path.module}/link.json")
  system  = file("/etc/passwd")
  up      = file("../../../../../../../../../../../../etc/passwd")
  home    = file("~/.ssh/id_rsa")
  pipe    = templatefile("pipe.json", {})
}
"#;

pub(crate) fn trial() -> Trial {
    let name = "a_module_opens_nothing_outside_of_its_repository";
    needing("strace", can_trace(), name, opens_nothing)
}

/// Whether there is an strace that may trace.
pub(crate) fn can_trace() -> bool {
    let traced = Command::new("strace").args(["-e", "trace=none", "true"]).output();
    traced.is_ok_and(|it| it.status.success())
}

fn opens_nothing() {
    let all = folders();
    let repository = all.join("repository");
    for path in ["app/main.tf", "app", "."] {
        let opened = opened(&repository, path);
        let outside = opened.iter().filter(|it| it.starts_with(all.join("outside")));
        assert_eq!(outside.count(), 0, "{path}: {opened:?}");
        let is_secret = |it: &&PathBuf| it.ends_with("passwd") || it.ends_with("id_rsa");
        assert_eq!(opened.iter().find(is_secret), None, "{path}");
        // That the list is one: what it may read, it does.
        for expected in ["app/main.tf", "app/own.json", "shared/main.tf"] {
            let count = opened.iter().filter(|it| **it == repository.join(expected)).count();
            assert_eq!(count, 1, "{path}: {expected}: {opened:?}");
        }
    }
}

fn folders() -> PathBuf {
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("opened-files");
    drop(fs::remove_dir_all(&all));
    for (path, text) in [
        ("repository/.git/HEAD", ""),
        ("repository/app/main.tf", MODULE),
        ("repository/app/own.json", "{}"),
        (
            "repository/app/.terraform/modules/modules.json",
            r#"{"Modules": [{"Key": "listed", "Dir": "../../outside/module"}]}"#,
        ),
        ("repository/shared/main.tf", "locals {}\n"),
        ("outside/module/main.tf", "locals {}\n"),
        ("outside/secret.json", "{}"),
    ] {
        let path = all.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let app = all.join("repository/app");
    symlink("../../outside/module", app.join("link")).expect("a link");
    symlink("../../outside/secret.json", app.join("link.json")).expect("a link");
    symlink("../../outside/module/main.tf", app.join("link.tf")).expect("a link");
    for pipe in ["pipe.json", "pipe.tf"] {
        let made = Command::new("mkfifo").arg(app.join(pipe)).status().expect("mkfifo");
        assert!(made.success());
    }
    all.canonicalize().expect("a path")
}

/// The files that the program opens in a folder, links followed; without those that it looks for in vain.
fn opened(folder: &Path, path: &str) -> Vec<PathBuf> {
    let trace = folder.with_file_name("trace");
    let program = program();
    let status = Command::new("strace")
        .args(["-f", "-q", "-z", "-e", "trace=open,openat,openat2", "-o"])
        .arg(&trace)
        .arg(program.get_program())
        .arg(path)
        .current_dir(folder)
        .output()
        .expect("strace runs");
    assert_ne!(status.status.code(), None, "{status:?}");
    let trace = fs::read_to_string(trace).expect("a trace");
    let quoted = trace.lines().filter_map(|line| line.split('"').nth(1));
    let paths = quoted.filter_map(|it| folder.join(it).canonicalize().ok());
    paths.filter(|it| it.is_file()).collect()
}
