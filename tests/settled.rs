//! What the file or the user settles is not under an "if": accounts, switches, Regions, and alternatives of an open
//! value.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::analysis::role_check::Answer;
use needs_exec_role::aws::{account, partition};
use needs_exec_role::base::source::Source;
use needs_exec_role::base::text::Text;
use needs_exec_role::engine::{Need, Question};
use needs_exec_role::iam::RoleFiles;
use needs_exec_role::iam::resource_types::takes_no_resource;
use needs_exec_role::rules::Rules;
use proptest::prelude::{Just, ProptestConfig, any, prop_oneof, proptest};
use proptest::prop_assert_eq;
use std::sync::{Arc, LazyLock};

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// Where a secret stands in a task definition: before its ARN and after it.
const PLACES: [(&str, &str); 4] = [
    (r#""secrets": [{"name": "A", "valueFrom": ""#, r#""}]"#),
    (
        r#""logConfiguration": {"logDriver": "splunk", "secretOptions": [{"name": "t", "valueFrom": ""#,
        r#""}]}"#,
    ),
    (r#""repositoryCredentials": {"credentialsParameter": ""#, r#""}"#),
    (
        r#""name": "a"}], "volumes": [{"name": "v", "fsxWindowsFileServerVolumeConfiguration": {"authorizationConfig": {"credentialsParameter": ""#,
        r#""}}"#,
    ),
];

fn definition(place: usize, secret: &str, role: Option<&str>) -> String {
    let (before, after) = PLACES[place];
    let role = role.map(|role| format!(r#""executionRoleArn": "{role}", "#)).unwrap_or_default();
    format!(
        r#"{{{role}"requiresCompatibilities": ["EC2"], "containerDefinitions": [{{"image": "nginx", {before}{secret}{after}}}]}}"#
    )
}

/// What is asked of `kms:Decrypt`: how far it is required, its resource and its condition.
fn decrypt(text: &str, question: &Question) -> Vec<(String, String, String)> {
    analyze(&Source::new("taskdef.json", text), Vec::new(), &RULES, question, |file| {
        let needs = file.task_reports.iter().flat_map(|it| &it.assessment.needs);
        let all = needs.flat_map(Need::permissions).filter(|it| it.action == "kms:Decrypt");
        let told = all.map(|it| {
            let condition = it.necessity.condition().unwrap_or_default();
            (it.necessity.name().to_owned(), it.resource.to_string(), condition.to_owned())
        });
        told.collect()
    })
}

/// How a role answers to a task definition; it has one statement on each resource.
fn answer(text: &str, allowed: &[(&str, &str)], mut question: Question) -> Answer {
    let statements = allowed.iter().map(|(action, resource)| {
        format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "{resource}"}}"#)
    });
    let statements = statements.collect::<Vec<_>>().join(", ");
    let policy = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    let trust = include_str!("../fixtures/roles/guardduty-scoped/role.json");
    let files = [("role.json", trust), ("policy.json", policy.as_str())];
    let files = files.map(|(name, text)| Arc::new(Source::new(name, text)));
    question.roles = Some(Arc::new(RoleFiles::read(&files, None).expect("a role")));
    analyze(&Source::new("taskdef.json", text), Vec::new(), &RULES, &question, |file| {
        file.task_reports[0].role.as_ref().expect("a role").answer
    })
}

fn in_account(account: &str) -> Question {
    let mut question = Question::default();
    question.inputs.deployment.account = Some(Text::literal(account.to_owned()));
    question
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_key_is_certain_exactly_if_the_secret_is_of_another_account(
        place in 0..PLACES.len(),
        own in "[0-9]{12}",
        other in prop_oneof![Just(String::new()), "[0-9]{12}", Just("${ACCOUNT}".to_owned())],
        by_role in any::<bool>(),
        is_known in any::<bool>(),
    ) {
        let owner = if other.is_empty() { own.as_str() } else { other.as_str() };
        let secret = format!("arn:aws:secretsmanager:eu-west-1:{owner}:secret:db-AbCdEf");
        let role = format!("arn:aws:iam::{own}:role/exec");
        let role = Some(role.as_str()).filter(|_| is_known && by_role);
        let question = if is_known && !by_role { in_account(&own) } else { Question::default() };
        let told = decrypt(&definition(place, &secret, role), &question);
        prop_assert_eq!(told.len(), 1, "{:?}", &told);
        let (need, resource, condition) = &told[0];
        prop_assert_eq!(resource, &format!("arn:aws:kms:eu-west-1:{owner}:key/<key-id>"));
        let is_literal = owner != "${ACCOUNT}";
        let is_other = is_known && is_literal && owner != own;
        prop_assert_eq!(need, if is_other { "always" } else { "if" });
        // Only where it is the task's account that is lacking, that is said.
        prop_assert_eq!(condition.contains("--account"), !is_known && is_literal);
    }
}

#[test]
fn a_role_is_enough_exactly_if_it_allows_every_alternative() {
    for (place, parameter, secret) in [0, 1].into_iter().flat_map(|place| {
        [(place, true, true), (place, true, false), (place, false, true), (place, false, false)]
    }) {
        let text = definition(place, "${VALUE}", Some("arn:aws:iam::111122223333:role/exec"));
        let mut allowed = Vec::new();
        allowed.extend(parameter.then_some(("ssm:GetParameters", "*")));
        allowed.extend(secret.then_some(("secretsmanager:GetSecretValue", "*")));
        let expected = match (parameter, secret) {
            (true, true) => Answer::Enough,
            (false, false) => Answer::NotEnough,
            _ => Answer::Unknown,
        };
        assert_eq!(answer(&text, &allowed, Question::default()), expected);
        // Filling it settles what is unknown, and never turns the answer round.
        for (filling, is_allowed) in [
            ("/app/db", parameter),
            ("arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf", secret),
        ] {
            let filled = answer(&text.replace("${VALUE}", filling), &allowed, Question::default());
            assert_eq!(filled == Answer::Enough, is_allowed);
            assert!(expected == Answer::Unknown || expected == filled);
        }
    }
}

#[test]
fn the_agent_of_guard_duty_is_where_aws_lists_it() {
    let rule = RULES.iter().find(|it| it.id() == "guardduty-runtime-monitoring").expect("the rule");
    let rows: Vec<_> = rule.by_region[0].rows().collect();
    let text = r#"{"requiresCompatibilities": ["FARGATE"], "containerDefinitions": [{"image": "public.ecr.aws/a/b"}]}"#;
    assert!(rows.len() > 30, "{rows:?}");
    for &(region, owner) in &rows {
        assert!(account::is_id(owner) && partition::looks_like_region(region), "{region} {owner}");
        assert_eq!(
            rows.iter().filter(|(_, other)| *other == owner).count(),
            1,
            "{owner} is of {region}"
        );
        let mut question = Question {
            assume: vec![("guardduty-runtime-monitoring".to_owned(), None)],
            ..Question::default()
        };
        question.inputs.deployment.region = Some(Text::literal(region.to_string()));
        let with = |owner: &str| {
            let partition = partition::of_region(region).expect("a partition");
            let agent = format!(
                "arn:{partition}:ecr:{region}:{owner}:repository/aws-guardduty-agent-fargate"
            );
            let pull = [
                "ecr:BatchCheckLayerAvailability",
                "ecr:GetDownloadUrlForLayer",
                "ecr:BatchGetImage",
            ];
            let mut allowed = vec![("ecr:GetAuthorizationToken", "*")];
            allowed.extend(pull.map(|action| (action, agent.as_str())));
            answer(text, &allowed, question.clone())
        };
        assert_eq!(with(owner), Answer::Enough, "{region}");
        assert_eq!(with("*"), Answer::Enough, "{region}");
        assert_eq!(with("999999999999"), Answer::NotEnough, "{region}");
    }
}

#[test]
fn only_an_action_without_a_resource_is_required_on_every_one() {
    for rule in RULES.iter().filter(|rule| rule.is_asked()) {
        for permission in rule.permissions.iter() {
            let is_every = permission.resource.iter().all(|it| it.written == "*");
            for action in permission.allow.iter() {
                assert_eq!(takes_no_resource(action), is_every, "{}: {action}", rule.id());
            }
        }
    }
}
