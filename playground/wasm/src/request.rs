//! From a request to its answer: what the commands of the program do, without a disk.

use crate::answer::{Answer, explanation, printed, report};
use crate::options::{Fault, Given, file};
use needs_exec_role::{Checker, Format, OptionError, Options, ReportStream, SourceFile, Style};
use serde_json::{Map, Value};

/// A request that cannot be answered, and why.
pub(crate) enum Failure {
    /// It is not understood.
    Request(Fault),
    /// One of its options cannot be taken as it is.
    Option(Box<OptionError>),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Request(fault)
    }
}

impl From<OptionError> for Failure {
    fn from(error: OptionError) -> Self {
        Self::Option(Box::new(error))
    }
}

/// The answer to a request; both are JSON.
#[must_use]
pub fn answer(request: &[u8]) -> String {
    match answer_or_fail(request) {
        Ok(answer) => answer.to_string(),
        Err(failure) => Answer::from(&failure).to_string(),
    }
}

fn answer_or_fail(request: &[u8]) -> Result<Answer, Failure> {
    let request = serde_json::from_slice(request).map_err(|error| error.to_string())?;
    let Value::Object(mut request) = request else {
        return Err("expected a request as an object".to_owned().into());
    };
    let command = request.remove("command");
    let options = Given::new(request.remove("options").unwrap_or_default())?;
    match command.as_ref().and_then(Value::as_str) {
        Some("check") => check(&files(&request)?, options),
        Some("policy") => policy(&files(&request)?, options, false),
        Some("role") => policy(&files(&request)?, options, true),
        Some("explain") => explain(&request, options),
        _ => Err("`command` is not check, policy, role or explain".to_owned().into()),
    }
}

fn files(request: &Map<String, Value>) -> Result<Vec<SourceFile>, Fault> {
    match request.get("files") {
        Some(Value::Array(files)) => files.iter().map(file).collect(),
        _ => Err("`files` is not a list".to_owned()),
    }
}

/// `check`: the report, in version 1 of the JSON output.
fn check(files: &[SourceFile], mut given: Given) -> Result<Answer, Failure> {
    let mut options = given.inputs()?;
    given.role(&mut options)?;
    let fail_on = given.fail_on()?;
    given.finish()?;
    let checker = Checker::new(&options)?;
    let mut stream = ReportStream::new(Format::Json, Style::default());
    let mut text = stream.begin();
    for file in files {
        let rendered = checker.render(file, &stream);
        text += &stream.push(&rendered);
    }
    let outcome = stream.outcome(fail_on);
    Ok(report(outcome, &(text + &stream.end())))
}

/// `policy` and `role`: the text, and what there is to say about it.
fn policy(files: &[SourceFile], mut given: Given, is_role: bool) -> Result<Answer, Failure> {
    // What may stay in a file needs its permissions all the same.
    let inputs = Options { no_ignores: true, ..given.inputs()? };
    let options = given.policy(is_role)?;
    given.finish()?;
    let checker = Checker::new(&inputs)?;
    let report = checker.check(files, &mut |_path| None);
    let policy = if is_role {
        checker.role(&report, &options)?
    } else {
        checker.policy(&report, &options)?
    };
    Ok(printed(&policy, &report))
}

/// `explain`: a page, the causes of an error text, or what is near.
fn explain(request: &Map<String, Value>, mut given: Given) -> Result<Answer, Failure> {
    let what = request.get("what").and_then(Value::as_str);
    let what = what.ok_or_else(|| "`what` is not a string".to_owned())?;
    let rules = given.files("rules")?;
    given.finish()?;
    let checker = Checker::new(&Options { rules, ..Options::default() })?;
    Ok(explanation(&checker.explain(what)))
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "JSON has null where there is nothing")]
mod tests {
    use super::answer;
    use serde_json::{Value, json};

    const TEXT: &str = r#"{ "family": "web", "requiresCompatibilities": ["FARGATE"],
        "containerDefinitions": [{ "name": "app", "image": "${IMAGE}" }] }"#;

    fn ask(command: &str, options: &Value) -> Value {
        let request = json!({
            "command": command,
            "files": [{ "name": "web.json", "text": TEXT }],
            "options": options,
        });
        serde_json::from_str(&answer(request.to_string().as_bytes())).unwrap_or_default()
    }

    #[test]
    fn options_have_the_names_of_the_command_line() {
        let open = ask("check", &json!({}));
        assert_eq!(open["report"]["taskDefinitions"][0]["verdict"], "depends");
        assert_eq!(open["exitCode"], 0);
        let image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1";
        let filled = ask("check", &json!({ "image": { "app": image }, "launch-type": "fargate" }));
        assert_eq!(filled["report"]["taskDefinitions"][0]["verdict"], "required");
        assert_eq!(filled["exitCode"], 1);
        let free = ask("check", &json!({ "var": { "IMAGE": "nginx" }, "launch-type": ["EC2"] }));
        assert_eq!(free["report"]["taskDefinitions"][0]["verdict"], "not-required");
        let role = ask("role", &json!({ "image": { "app": image }, "format": "terraform" }));
        assert!(role["text"].as_str().is_some_and(|text| text.contains("aws_iam_role")), "{role}");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |command, options| ask(command, &options)["error"].clone();
        assert_eq!(wrong("check", json!({ "acount": "1" }))["message"], "unknown option `acount`");
        let account = wrong("check", json!({ "account": "1" }));
        assert_eq!(account["option"], "--account 1");
        assert_eq!(
            wrong("policy", json!({ "managed": true }))["message"],
            "unknown option `managed`"
        );
        assert!(wrong("role", json!({ "managed": 1 }))["message"].is_string());
        assert!(wrong("guess", json!({}))["message"].is_string());
        assert!(wrong("check", json!({ "launch-type": "lambda" }))["message"].is_string());
        for request in ["", "[]", "{}", r#"{"command":"check"}"#, "\u{0}"] {
            assert!(answer(request.as_bytes()).starts_with(r#"{"error":{"#), "{request}");
        }
    }

    #[test]
    fn an_explanation_is_a_page_causes_or_a_name_that_is_near() {
        let explain = |what: &str| -> Value {
            let request = json!({ "command": "explain", "what": what });
            serde_json::from_str(&answer(request.to_string().as_bytes())).unwrap_or_default()
        };
        assert_eq!(explain("awslogs")["kind"], "page");
        let error =
            "Fargate requires task definition to have execution role ARN to support ECR images.";
        assert_eq!(explain(error)["kind"], "causes");
        assert_eq!(
            explain("awslog"),
            json!({ "kind": "unknown", "text": null, "near": "awslogs" })
        );
    }
}
