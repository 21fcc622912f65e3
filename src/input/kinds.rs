//! Other kinds of JSON and YAML files that lie beside task definitions.

use crate::base::problem::Problem;
use crate::base::source::Span;
use crate::syntax::{Map, Node, Value};

/// The code of a file that holds no task definition, and is not meant to.
pub(super) const NOT_ONE: &str = "not-a-task-definition";

/// A kind of file, told by its top-level keys.
struct Kind {
    /// Each of them stands there. The first is shown.
    all: &'static [&'static str],
    /// And one of these, where there are any.
    any: &'static [&'static str],
    what: &'static str,
    help: Option<&'static str>,
}

impl Kind {
    const fn new(
        all: &'static [&'static str],
        any: &'static [&'static str],
        what: &'static str,
    ) -> Self {
        Self { all, any, what, help: None }
    }

    const fn help(self, help: &'static str) -> Self {
        Self { help: Some(help), ..self }
    }

    fn fits(&self, map: &Map<'_>) -> bool {
        let has = |key: &&str| map.get(key).is_some();
        self.all.iter().all(has) && (self.any.is_empty() || self.any.iter().any(has))
    }
}

/// A file of a kind that has a name.
pub(super) fn of_kind(span: Span, what: &str, help: Option<&str>) -> Problem {
    let problem = Problem::error(NOT_ONE, span, format!("this is {what}, not a task definition"));
    match help {
        Some(help) => problem.with_help(help),
        None => problem,
    }
}

const SERVICE_HELP: &str = "give the file of the task definition that it runs";

const OF_SERVICES: &[&str] = &[
    "desiredCount",
    "deploymentConfiguration",
    "loadBalancers",
    "launchType",
    "networkConfiguration",
];

const KINDS: &[Kind] = &[
    Kind::new(&["apiVersion", "kind"], &[], "a Kubernetes manifest"),
    Kind::new(&["serviceName"], &["taskDefinition", "cluster", "desiredCount"], "an ECS service")
        .help(SERVICE_HELP),
    Kind::new(&["desiredCount"], OF_SERVICES, "an ECS service").help(SERVICE_HELP),
    Kind::new(&["deploymentConfiguration"], &["loadBalancers", "networkConfiguration"], "an ECS service")
        .help(SERVICE_HELP),
    Kind::new(&["containerOverrides"], &[], "a set of overrides for RunTask").help(SERVICE_HELP),
    Kind::new(&["overrides"], &["taskDefinition", "cluster"], "an input of RunTask").help(SERVICE_HELP),
    Kind::new(&["taskDefinitionArns"], &[], "a list of task definitions").help(
        "describe one of them: aws ecs describe-task-definition --task-definition NAME > taskdef.json",
    ),
    Kind::new(&["Statement"], &[], "an IAM policy"),
    Kind::new(&["PolicyDocument"], &[], "an IAM policy"),
    Kind::new(&["PolicyVersion"], &[], "an IAM policy"),
    Kind::new(&["Policy"], &[], "an IAM policy"),
    Kind::new(&["AssumeRolePolicyDocument"], &[], "an IAM role"),
    Kind::new(&["Role"], &[], "an IAM role"),
    Kind::new(&["version", "hooks", "os"], &[], "a CodeDeploy AppSpec"),
    Kind::new(&["version", "phases"], &[], "a CodeBuild buildspec"),
    Kind::new(&["ImageURI"], &[], "an image detail file of a pipeline"),
    Kind::new(&["jobs"], &["on", "true"], "a GitHub Actions workflow"),
    Kind::new(&["name", "version"], &["dependencies", "devDependencies", "scripts"], "a package.json"),
    Kind::new(&["app"], &["context", "versionReporting"], "the settings of an AWS CDK app"),
    Kind::new(&["service", "provider"], &["functions", "plugins"], "a Serverless Framework file"),
    Kind::new(&["$schema"], &["properties", "definitions", "$defs"], "a JSON schema"),
    Kind::new(&["Parameters"], &["Tags", "StackPolicy"], "a parameter file of CloudFormation"),
];

/// What a document is, where its top-level keys tell.
pub(super) fn of(document: &Node<'_>) -> Option<Problem> {
    match &document.resolved().value {
        Value::Map(map) => of_map(map),
        Value::List(items) => of_items(items),
        _ => None,
    }
}

fn of_map(map: &Map<'_>) -> Option<Problem> {
    if let Some(problem) = compose(map).or_else(|| by_values(map)) {
        return Some(problem);
    }
    let kind = KINDS.iter().find(|kind| kind.fits(map))?;
    let mark = map.entry(kind.all.first()?)?;
    Some(of_kind(mark.key_span, kind.what, kind.help))
}

/// A Compose file, or what `DescribeServices` answers.
fn compose(map: &Map<'_>) -> Option<Problem> {
    let services = map.entry("services")?;
    match &services.value.resolved().value {
        Value::Map(inner) => {
            let has = |node: &Node<'_>, key| node.get(key).is_some();
            let is_service = |it: &Node<'_>| has(it, "image") || has(it, "build");
            let is_compose = inner.entries.iter().any(|entry| is_service(&entry.value));
            is_compose.then(|| of_kind(services.key_span, "a Compose file", None))
        }
        Value::List(items) => {
            let is_answer = items.iter().any(|it| it.get("serviceArn").is_some());
            let what = "an answer of DescribeServices";
            is_answer.then(|| of_kind(services.key_span, what, Some(SERVICE_HELP)))
        }
        _ => None,
    }
}

/// Kinds that share their keys with others: what stands there tells.
fn by_values(map: &Map<'_>) -> Option<Problem> {
    const COPILOT: [&str; 6] = [
        "Load Balanced Web Service",
        "Backend Service",
        "Worker Service",
        "Request-Driven Web Service",
        "Static Site",
        "Scheduled Job",
    ];
    let is_list = |key: &str| map.entry(key).filter(|entry| entry.value.as_list().is_some());
    if let (Some(_), Some(mark)) =
        (map.get("version"), is_list("Resources").or_else(|| is_list("resources")))
    {
        return Some(of_kind(mark.key_span, "a CodeDeploy AppSpec", Some(SERVICE_HELP)));
    }
    let is_copilot = |name: &str| COPILOT.contains(&name);
    if let Some(mark) = map.entry("type").filter(|it| it.value.as_str().is_some_and(is_copilot)) {
        return Some(of_kind(mark.key_span, "an AWS Copilot manifest", None));
    }
    let named = |key| map.entry(key).filter(|entry| entry.value.as_str().is_some());
    let around = |keys: &[&str]| keys.iter().any(|key| map.get(key).is_some());
    if let Some(mark) = named("task_definition") {
        let is_ecspresso = around(&["service_definition", "cluster", "service"]);
        let help = "give the file that `task_definition` names";
        return is_ecspresso
            .then(|| of_kind(mark.key_span, "the settings of ecspresso", Some(help)));
    }
    let mark = named("taskDefinition")?;
    around(OF_SERVICES).then(|| of_kind(mark.key_span, "an ECS service", Some(SERVICE_HELP)))
}

fn of_items(items: &[Node<'_>]) -> Option<Problem> {
    let first = items.first()?.as_map()?;
    let mark = |key, what| Some(of_kind(first.entry(key)?.key_span, what, None));
    mark("imageUri", "an image definitions file of a pipeline")
        .or_else(|| mark("ParameterKey", "a parameter file of CloudFormation"))
        .or_else(|| mark("hosts", "an Ansible playbook"))
        .or_else(|| {
            let is_environment = first
                .entries
                .iter()
                .all(|entry| matches!(entry.key.as_ref(), "name" | "value" | "valueFrom"));
            let key = if first.get("valueFrom").is_some() { "valueFrom" } else { "value" };
            is_environment.then(|| mark(key, "a list of variables"))?
        })
}
