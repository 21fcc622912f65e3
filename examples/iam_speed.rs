//! How long a role with 200 statements takes for 50 requirements: `cargo run --release --example iam_speed`.

#![allow(clippy::print_stdout, reason = "it is a program of its own")]

use needs_exec_role::base::text::{Spelling, Text};
use needs_exec_role::iam::document::Kind;
use needs_exec_role::iam::evaluate::PolicySource;
use needs_exec_role::iam::principal::Caller;
use needs_exec_role::iam::{Context, Policies, Request, evaluate, read};
use needs_exec_role::syntax::json;
use std::hint::black_box;
use std::time::Instant;

fn main() {
    measure("one action, a resource each", |index| {
        format!(
            r#"{{"Effect":"Allow","Action":["ecr:BatchGetImage","ssm:GetParameters"],"Resource":"arn:aws:ssm:us-west-2:111122223333:parameter/app/{index}/*"}}"#
        )
    });
    measure("a variable and a condition each", |index| {
        format!(
            r#"{{"Effect":"Allow","Action":"ssm:*","Resource":"arn:aws:ssm:us-west-2:111122223333:parameter/${{aws:PrincipalTag/app}}/{index}","Condition":{{"StringEquals":{{"aws:ResourceTag/x":"y"}}}}}}"#
        )
    });
    measure("mixed services", |index| {
        let service =
            ["s3", "ecr", "logs", "ssm", "kms"].into_iter().cycle().nth(index).unwrap_or("ssm");
        format!(
            r#"{{"Effect":"Allow","Action":"{service}:Get*","Resource":["arn:aws:{service}:*:*:*{index}","arn:aws:{service}:us-west-2:111122223333:parameter/{index}-*"]}}"#
        )
    });
}

fn measure(name: &str, statement: impl Fn(usize) -> String) {
    let statements: Vec<_> = (0..200).map(statement).collect();
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","));
    let parsed = json::read(&text);
    let Some(node) = parsed.documents.first() else { return };
    let document = read(node, Kind::Identity).document;
    let needs: Vec<_> = (0..50)
        .map(|index| match index % 5 {
            0 => format!("arn:aws:ssm:${{Region}}:111122223333:parameter/app/{index}/x"),
            _ => format!("arn:aws:ssm:us-west-2:111122223333:parameter/app/{}/x", 150 + index),
        })
        .collect();
    let context = Context::default();
    let mut best = f64::MAX;
    for _ in 0..50 {
        let start = Instant::now();
        for need in &needs {
            let resource = Text::read(need, Spelling::Anywhere);
            let request =
                Request::new("ssm:GetParameters", &resource, Caller::Role(None), &context);
            let identity = vec![PolicySource::Document(&document)];
            black_box(evaluate(&request, &Policies { identity, ..Policies::default() }));
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{name}: 200 statements, 50 needs: {:.3} ms", best * 1e3);
}
