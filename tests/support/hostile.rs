//! What names and texts of files contain that ends something in some format, or acts on whoever reads it: one table for
//! the tests of all formats.

#![allow(dead_code, clippy::expect_used, reason = "each test uses its part, and fails loudly")]

use needs_exec_role::{Checker, Format, Options, ReportStream, SourceFile, Style};

/// The texts, but for those that are made.
const WRITTEN: [&str; 20] = [
    "100%25 %0A % %s %n",
    "a: b, c=d;e",
    "::error::x",
    "\n::stop-commands::x\n",
    "<script>alert(1)</script>",
    "</code></td><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)' x='",
    "]]> --> <!-- &amp; & &#60;b&#62; &lt;i&gt;",
    "'single' \"double\" \\ \\\" \\",
    "`a` ``` ~~~ *b* _c_ [d](e) | # @someone ![f](g)",
    "[d](https://example.com) [d\\](1) ![f](g)",
    "https://example.com/a www.example.com javascript:x?y#z",
    "\n\n# heading\n\n| a |\n| - |\n\n```\n",
    "\u{1b}[2J\u{1b}]8;;https://example.com\u{7}\u{0}\u{9b}31m",
    "one\r\ntwo\nthree\t\r",
    "größe 東京 🚀 e\u{301} \u{10ffff}",
    "\u{202e}abc\u{2066}\u{200f}\u{61c}\u{feff}\u{200b}\u{fffe}\u{ffff}\u{e0041}",
    "\u{2028}a\u{2029}b\u{85}c",
    "${A} and ${B} $x$ {{C}} $(id)",
    "../../etc/passwd",
];

/// A file that is reported on.
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) text: String,
    /// The file of the role that is checked, by its name.
    pub(crate) role: Option<String>,
}

/// All of the texts.
pub(crate) fn texts() -> Vec<String> {
    let controls: String = ('\0'..='\u{9f}').filter(|c| c.is_control()).collect();
    let long = "größe <b> ".repeat(300);
    let made = [controls, long, "x".repeat(5_000)];
    WRITTEN.iter().map(ToString::to_string).chain(made).collect()
}

/// Files with each of the texts in their names, in the names of what they contain, and in values that messages quote.
pub(crate) fn samples() -> Vec<Sample> {
    let of = |hostile: &String| {
        let in_name = |ending: &str| format!("{hostile}.{ending}");
        [
            sample("a.json".to_owned(), task(hostile)),
            sample("a.yaml".to_owned(), template(hostile)),
            sample(in_name("json"), task("plain")),
            sample(in_name("yaml"), format!("containerDefinitions: [{{{hostile}")),
            Sample {
                role: Some(in_name("json")),
                ..sample("a.json".to_owned(), with_role("plain"))
            },
            Sample {
                role: Some("role.json".to_owned()),
                ..sample("a.json".to_owned(), with_role(hostile))
            },
        ]
    };
    // The same twice, as a fingerprint sees it.
    let nameless = r#"{ "image": "nginx", }"#;
    let twice = format!("{{ \"containerDefinitions\": [ {nameless},\n {nameless} ] }}");
    texts().iter().flat_map(of).chain([sample("twice.json".to_owned(), twice)]).collect()
}

fn sample(name: String, text: String) -> Sample {
    Sample { name, text, role: None }
}

/// A task definition that is wrong in several ways, with a text in its names, its keys and its values.
pub(crate) fn task(hostile: &str) -> String {
    let quoted = quoted(hostile);
    format!(
        r#"{{ "family": {quoted}, "requiresCompatibilities": ["FARGATE"], {quoted}: 1, "networkMode": {quoted},
  "containerDefinitions": [ {{ "name": {quoted}, {quoted}: 1, "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1",
    "logConfiguration": {{ "logDriver": "awslogs", "options": {{ "awslogs-group": {quoted} }} }},
    "environmentFiles": [ {{ "type": "s3", "value": {quoted} }} ] }},
    {{ "name": "b", "image": {quoted}, "secrets": [ {{ "name": {quoted}, "valueFrom": {quoted} }} ] }}, ] }}"#
    )
}

/// A task definition whose role is checked.
fn with_role(hostile: &str) -> String {
    let quoted = quoted(hostile);
    format!(
        r#"{{ "family": {quoted}, "requiresCompatibilities": ["FARGATE"], "executionRoleArn": "arn:aws:iam::111122223333:role/exec",
  "containerDefinitions": [ {{ "name": {quoted}, "image": "nginx", "secrets": [ {{ "name": "A", "valueFrom": "arn:aws:ssm:eu-west-1:111122223333:parameter/a" }} ] }} ] }}"#
    )
}

/// A template with a text in what it refers to, and with a finding that may stay for that reason.
fn template(hostile: &str) -> String {
    let quoted = quoted(hostile);
    format!(
        r#"{{ "Conditions": {{ {quoted}: {{ "Condition": {quoted} }} }},
  "Resources": {{ {quoted}: {{ "Type": "AWS::ECS::TaskDefinition", "Condition": {quoted},
    "Metadata": {{ "needs-exec-role": {{ "ignore": {{ "execution-role-missing": {quoted} }} }} }},
    "Properties": {{ "Family": {{ "Ref": {quoted} }}, "RequiresCompatibilities": ["FARGATE"], "ContainerDefinitions": [
      {{ "Name": {quoted}, "Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1" }},
      {{ "Name": "b", "Image": {{ "Fn::Sub": {quoted} }} }} ] }} }} }} }}"#
    )
}

/// The text as JSON, with every character outside ASCII as an escape: YAML does not allow all of them.
fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).expect("a string");
    let mut units = [0; 2];
    let escape = |c: char| match c {
        ' '..='~' => c.to_string(),
        c => c.encode_utf16(&mut units).iter().map(|it| format!("\\u{it:04x}")).collect(),
    };
    json.chars().map(escape).collect()
}

/// Whether a character acts on a terminal, turns the direction of a text around, or hides.
pub(crate) fn acts(c: char) -> bool {
    let hides = ['\u{61c}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{feff}'];
    (c.is_control() && c != '\n')
        || hides.contains(&c)
        || ('\u{2028}'..='\u{202e}').contains(&c)
        || ('\u{2060}'..='\u{206f}').contains(&c)
        || ('\u{e0000}'..='\u{e007f}').contains(&c)
}

/// The report on a file in a format.
pub(crate) fn report(format: &str, sample: &Sample) -> String {
    let policy = r#"{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ssm:GetParameter", "Resource": "*" } }"#;
    let roles = sample.role.iter().map(|it| SourceFile::new(it, policy)).collect();
    let checker = Checker::new(&Options { roles, ..Options::default() }).expect("a checker");
    let format = Format::named(format).expect("a format");
    let mut stream = ReportStream::new(format, Style::default());
    let mut report = stream.begin();
    let file = SourceFile::new(&sample.name, &sample.text);
    report += &stream.push(&checker.render(&file, &stream));
    report + &stream.end()
}
