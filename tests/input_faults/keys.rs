//! What the check of keys and shapes reports, case by case.

use crate::lifted;
use needs_exec_role::analysis::wording;
use needs_exec_role::base::diagnostic::Severity;
use needs_exec_role::input::inputs::Inputs;
use needs_exec_role::input::plain;
use needs_exec_role::input::schema::validate::check;
use needs_exec_role::syntax::{json, yaml};

/// `severity code 'text of the place' message [help]` for each problem.
fn told(text: &str) -> Vec<String> {
    let parsed = if text.starts_with(['{', '[']) { json::read(text) } else { yaml::read(text) };
    assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
    let inputs = Inputs::default();
    let tasks = parsed.documents.iter().flat_map(|document| plain::find(document, 0, &inputs));
    let problems = tasks.flat_map(|task| check(&task));
    let report = |problem| {
        let problem = lifted(problem);
        let place = problem.span().and_then(|span| text.get(span.range())).unwrap_or_default();
        let message = wording::message(&problem, &[]);
        let help = wording::help(&problem).map(|help| format!(" [{help}]")).unwrap_or_default();
        format!("{} {} {place} {message}{help}", problem.severity.name(), problem.code)
    };
    problems.map(report).collect()
}

fn in_task(members: &str) -> Vec<String> {
    told(&format!("{{\"containerDefinitions\": [], {members}}}"))
}

fn in_container(members: &str) -> Vec<String> {
    told(&format!("{{\"containerDefinitions\": [{{{members}}}]}}"))
}

#[test]
fn what_may_stand_is_let_pass() {
    for members in [
        r#""cpu": 256, "memory": "0.5 GB", "executionRoleArn": null, "tags": []"#,
        r#""taskDefinitionArn": "a", "revision": 1, "status": "ACTIVE", "requiresAttributes": []"#,
        r#""volumes": ${volumes}, "${key}": 1, "placementConstraints": "${constraints}""#,
    ] {
        assert_eq!(in_task(members), [""; 0], "{members}");
    }
    for members in [
        r#""cpu": "10", "essential": "true", "portMappings": [{"containerPort": "80"}]"#,
        r#""dockerLabels": {"any": "thing", "x": 1}, "command": ["sleep", 5], "image": {{image}}"#,
        r#""environment": null, "logConfiguration": {"options": {"logDriver": "free"}}"#,
    ] {
        assert_eq!(in_container(members), [""; 0], "{members}");
    }
}

#[test]
fn an_execution_role_under_another_name() {
    for key in [
        "executionRole",
        "executionRoleARN",
        "execution_role_arn",
        "ExecutionRoleArn",
        "taskExecutionRoleArn",
        "task_execution_role",
        "ecsTaskExecutionRole",
        "executionRoleArm",
        "excutionRoleArn",
    ] {
        let expected = format!(
            "error misspelt-execution-role \"{key}\" `{key}` is not a field of a task definition [write `executionRoleArn`]"
        );
        assert_eq!(in_task(&format!("\"{key}\": \"r\"")), [expected]);
    }
    let both = r#""executionRoleArn": "r", "executionRole": "r""#;
    let expected = r#"error unknown-key "executionRole" `executionRole` is not a field of a task definition [remove this key: `executionRoleArn` is set as well]"#;
    assert_eq!(in_task(both), [expected]);
    assert_eq!(
        in_task(r#""taskRole": "r""#),
        [
            r#"error unknown-key "taskRole" `taskRole` is not a field of a task definition [did you mean `taskRoleArn`?]"#
        ]
    );
}

#[test]
fn an_execution_role_in_the_wrong_object() {
    let message = "`executionRoleArn` belongs to the task definition, not to a container";
    let expected = format!(
        "error misspelt-execution-role \"executionRoleArn\" {message} [set `executionRoleArn` next to `containerDefinitions`]"
    );
    assert_eq!(in_container(r#""executionRoleArn": "r""#), [expected]);
    let expected = format!(
        "error misplaced-key \"executionRoleArn\" {message} [remove it: the task definition sets its role]"
    );
    let text = r#"{"executionRoleArn": "r", "containerDefinitions": [{"executionRoleArn": "r"}]}"#;
    assert_eq!(told(text), [expected]);
}

#[test]
fn keys_that_are_misspelt_misplaced_or_unknown() {
    for (members, expected) in [
        (r#""entrypoint": []"#, "error unknown-key did you mean `entryPoint`?"),
        (r#""port_mappings": []"#, "error unknown-key did you mean `portMappings`?"),
        (r#""logConfguration": {}"#, "error unknown-key did you mean `logConfiguration`?"),
        (r#""secret": []"#, "error unknown-key did you mean `secrets`?"),
        (r#""logDriver": "x""#, "error misplaced-key `logDriver` belongs in `logConfiguration`"),
        (r#""volumes": []"#, "error misplaced-key `volumes` belongs in the task definition"),
        (
            r#""logConfiguration": {"cpu": 1}"#,
            "error misplaced-key `cpu` belongs in a container definition",
        ),
        (
            r#""environment": [{"name": "x", "valueFrom": "y"}]"#,
            "error misplaced-key `valueFrom` belongs in an entry of `secrets`",
        ),
        (
            r#""logConfiguration": {"awslogs-group": "x"}"#,
            "error misplaced-key `awslogs-group` belongs in `options` of `logConfiguration`",
        ),
        (r#""labels": {}"#, "warning unknown-key it is a field of `dockerVolumeConfiguration`"),
        (r#""ports": []"#, "warning unknown-key `ports` is not a field of a container definition"),
        (r#""_comment": """#, "note unknown-key remove it before"),
        (r#""comment": """#, "note unknown-key remove it before"),
        (r#""$schema": """#, "note unknown-key remove it before"),
    ] {
        let told = in_container(members);
        let (start, text) = expected.split_once("-key ").unwrap_or_default();
        assert_eq!(told.len(), 1, "{members}: {told:?}");
        assert!(told.concat().starts_with(&format!("{start}-key ")), "{members}: {told:?}");
        assert!(told.concat().contains(text), "{members}: {told:?}");
    }
    let told = in_task(r#""portMappings": [], "enableExecuteCommand": true"#);
    let expected = [
        "`portMappings` belongs in a container definition [move it there]",
        "[it is a field of services and of RunTask: set it there]",
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    assert!(told.iter().zip(expected).all(|(told, expected)| told.ends_with(expected)), "{told:?}");
}

#[test]
fn values_of_the_wrong_type() {
    for (members, expected) in [
        (r#""image": 7"#, "7 expected a string for `image`, found a number [put it in quotes]"),
        (r#""name": {}"#, "{} expected a string for `name`, found an object [write a string here]"),
        (
            r#""essential": []"#,
            "[] expected a boolean for `essential`, found an array [write a boolean here]",
        ),
        (
            r#""command": "ls""#,
            r#""ls" expected an array for `command`, found a string [put it in brackets: [ … ]]"#,
        ),
        (
            r#""logConfiguration": "x""#,
            r#""x" expected an object for `logConfiguration`, found a string [write an object here]"#,
        ),
        (
            r#""secrets": {"name": "x"}"#,
            r#"{"name": "x"} expected an array for `secrets`, found an object [put it in brackets: [ … ]]"#,
        ),
        (
            r#""secrets": ["x"]"#,
            r#""x" expected an object for an entry of `secrets`, found a string [write an object here]"#,
        ),
        (
            r#""dockerLabels": {"a": {}}"#,
            "{} expected a string for `a` in `dockerLabels`, found an object [write a string here]",
        ),
    ] {
        assert_eq!(in_container(members), [format!("error wrong-type {expected}")], "{members}");
    }
    let text = r#"{"containerDefinitions": {"image": 1}}"#;
    assert_eq!(told(text).len(), 2, "what is in it is looked at as well");
}

#[test]
fn the_same_at_the_same_level_is_told_once() {
    let text =
        r#"[{"name": "a", "image": "i", "x": 1}, {"name": "b", "image": "i", "x": 1}, {"x": 2}]"#;
    let told = told(text);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told.concat().contains("the AWS CLI rejects it (and 2 more times) ["), "{told:?}");
    let roles =
        r#"{"containerDefinitions": [{"executionRoleArn": "r", "execution_role": "r", "x": 1}]}"#;
    let told = self::told(roles);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.iter().any(|it| it.contains("(and once more) [") ^ it.contains("`x`")),
        "{told:?}"
    );
    let many: Vec<_> = (0..99).map(|at| format!("\"k{at}\": 0")).collect();
    assert_eq!(in_task(&many.join(", ")).len(), 51);
}

#[test]
fn merges_and_aliases_are_looked_into() {
    let text = "x-base: &base\n  imagee: x\ncontainerDefinitions:\n  - <<: *base\n    name: a\n  - *base\n";
    let told = told(text);
    let severities: Vec<_> = told.iter().filter_map(|it| it.split(' ').next()).collect();
    assert_eq!(severities, [Severity::Note.name(), Severity::Error.name()], "{told:?}");
    assert!(told.concat().contains("did you mean `image`?"), "{told:?}");
}
