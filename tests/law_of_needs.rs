//! Laws of what a template's role must allow: a mapping is judged as its values are, log streams have their prefix, and
//! an expression that is not understood makes nothing certain.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::analysis::role_check::Answer;
use needs_exec_role::base::diagnostic::Severity;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::{Question, Verdict};
use needs_exec_role::rules::Rules;
use proptest::prelude::{ProptestConfig, proptest};
use serde_json::{Value, json};
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// A template with a container and the statements of its role.
fn template(container: &Value, statements: &Value) -> Value {
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Principal": { "Service": "ecs-tasks.amazonaws.com" }, "Action": "sts:AssumeRole" }]
    });
    let document = json!({ "Version": "2012-10-17", "Statement": statements });
    let policies = json!([{ "PolicyName": "own", "PolicyDocument": document }]);
    json!({
        "Parameters": { "P": { "Type": "String" } },
        "Resources": {
            "Role": {
                "Type": "AWS::IAM::Role",
                "Properties": { "AssumeRolePolicyDocument": trust, "Policies": policies }
            },
            "Task": {
                "Type": "AWS::ECS::TaskDefinition",
                "Properties": {
                    "RequiresCompatibilities": ["EXTERNAL"],
                    "ExecutionRoleArn": { "Fn::GetAtt": ["Role", "Arn"] },
                    "ContainerDefinitions": [container]
                }
            }
        }
    })
}

fn allow(action: &str, resources: &[String]) -> Value {
    json!([{ "Effect": "Allow", "Action": action, "Resource": resources }])
}

/// The verdict, what the role comes to, and whether anything is an error.
fn judge(template: &Value) -> (Verdict, Option<Answer>, bool) {
    let text = template.to_string();
    let source = Source::new("template.json", &text);
    analyze(&source, Vec::new(), &RULES, &Question::default(), |file| {
        let task = &file.task_reports[0];
        let has_error = task.findings.iter().any(|it| it.severity == Severity::Error);
        (task.assessment.verdict, task.role.as_ref().map(|it| it.answer), has_error)
    })
}

fn parameter(name: usize) -> String {
    format!("arn:aws:ssm:eu-west-1:111122223333:parameter/{name}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// What a mapping gives is what its values give, one by one.
    #[test]
    fn a_mapping_is_all_of_its_values(
        allowed in proptest::collection::vec(proptest::bool::ANY, 1..7),
        is_second in proptest::bool::ANY,
    ) {
        let key = |index: usize| format!("k{index}");
        let values = (0..allowed.len()).map(|index| (key(index), parameter(index)));
        let (mapping, keys) = if is_second {
            let row: serde_json::Map<_, _> = values.map(|(key, it)| (key, it.into())).collect();
            (json!({ "row": row }), json!(["M", "row", { "Ref": "P" }]))
        } else {
            let rows: serde_json::Map<_, _> =
                values.map(|(key, it)| (key, json!({ "it": it }))).collect();
            (Value::Object(rows), json!(["M", { "Ref": "P" }, "it"]))
        };
        let secret = json!({ "Name": "A", "ValueFrom": { "Fn::FindInMap": keys } });
        let container = json!({ "Name": "app", "Image": "nginx", "Secrets": [secret] });
        let resources: Vec<_> = (0..allowed.len()).filter(|it| allowed[*it]).map(parameter).collect();
        let statements = allow("ssm:GetParameters", &resources);
        let mut whole = template(&container, &statements);
        whole["Mappings"] = json!({ "M": mapping });
        let (verdict, answer, has_error) = judge(&whole);
        let lacks = allowed.iter().filter(|it| !**it).count();
        assert_eq!(verdict, Verdict::Required, "{whole}");
        let expected = if lacks == 0 { Answer::Enough } else { Answer::NotEnough };
        assert_eq!(answer, Some(expected), "{whole}");
        // What is lacking whatever the parameter is, is an error.
        assert_eq!(has_error, lacks == allowed.len(), "{whole}");
    }

    /// A policy for the streams below the prefix is sufficient, one for those below another is not.
    #[test]
    fn log_streams_have_their_prefix(
        prefix in "[a-z]{1,6}(/[a-z]{1,3})?",
        name in "[a-z]{1,6}",
        other in "[A-Z]{1,6}",
    ) {
        let options = json!({
            "awslogs-group": "/g", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": prefix
        });
        let logs = json!({ "LogDriver": "awslogs", "Options": options });
        let container = json!({ "Name": name, "Image": "nginx", "LogConfiguration": logs });
        let group = "arn:aws:logs:eu-west-1:*:log-group:/g";
        for (streams, expected) in [
            (format!("{group}:log-stream:{prefix}/*"), Answer::Enough),
            (format!("{group}:log-stream:{prefix}/{name}/*"), Answer::Enough),
            (format!("{group}:*"), Answer::Enough),
            (format!("{group}:log-stream:{other}/*"), Answer::NotEnough),
            (format!("{group}:log-stream:{prefix}/{other}/*"), Answer::NotEnough),
            (group.to_owned(), Answer::NotEnough),
        ] {
            let whole = template(&container, &allow("logs:*", std::slice::from_ref(&streams)));
            assert_eq!(judge(&whole).1, Some(expected), "{streams} for {prefix} and {name}");
        }
    }

    /// What may be nothing is not required for certain, and no error follows from it.
    #[test]
    fn what_is_not_understood_makes_nothing_certain(
        function in "[A-Z][a-z]{2,8}x",
        place in 0_usize..5,
        is_in_list in proptest::bool::ANY,
    ) {
        let unknown = json!({ (format!("Fn::{function}")): "x" });
        let keys = ["Secrets", "EnvironmentFiles", "LogConfiguration", "RepositoryCredentials", "CredentialSpecs"];
        let is_list = is_in_list && !matches!(place, 2 | 3);
        let mut container = json!({ "Name": "app", "Image": "public.ecr.aws/nginx/nginx" });
        container[keys[place]] = if is_list { json!([unknown]) } else { unknown };
        let whole = template(&container, &allow("ecr:GetAuthorizationToken", &["*".to_owned()]));
        let (verdict, answer, has_error) = judge(&whole);
        assert_eq!(verdict, Verdict::Depends, "{whole}");
        assert_ne!(answer, Some(Answer::Enough), "{whole}");
        assert!(!has_error, "{whole}");
    }
}
