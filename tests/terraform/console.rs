//! The table of literals, as `terraform console` evaluates it.

use crate::rows;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs, process};

#[test]
fn terraform_agrees() {
    let folder = env::temp_dir().join(format!("needs-exec-role-console-{}", process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let rows = rows(include_str!("literals.txt"));
    let expressions: Vec<_> = rows.iter().map(|row| row.0).collect();
    let answers = answers(&folder, &expressions);
    fs::remove_dir_all(&folder).expect("the folder");
    let Some(answers) = answers else {
        println!("skipped: no terraform");
        return;
    };
    for ((expression, expected), answer) in rows.iter().zip(answers) {
        assert_eq!(answer, *expected, "{expression}");
    }
}

/// What Terraform answers; nothing where there is none.
fn answers(folder: &Path, expressions: &[&str]) -> Option<Vec<String>> {
    let each = expressions.iter().map(|it| format!("try(jsonencode({it}), \"fails\")"));
    let all = each.collect::<Vec<_>>().join("\n, ");
    let main =
        format!("output \"all\" {{\n  value = [{all}]\n}}\nlocals {{\n  all = [{all}]\n}}\n");
    fs::write(folder.join("main.tf"), main).expect("a file");
    fs::write(folder.join("terraform.rc"), "").expect("a file");
    let mut child = Command::new("terraform")
        .arg("console")
        .current_dir(folder)
        .env("TF_CLI_CONFIG_FILE", folder.join("terraform.rc"))
        .env("CHECKPOINT_DISABLE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take().expect("its input");
    input.write_all(b"jsonencode(local.all)\n").expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let text = String::from_utf8(output.stdout).expect("text");
    // What it prints is a string as Terraform writes it, which is one of JSON here.
    let line = text.lines().last().unwrap_or_default();
    let json: String = serde_json::from_str(line).unwrap_or_else(|_| panic!("{text}"));
    Some(serde_json::from_str(&json).expect("strings"))
}
