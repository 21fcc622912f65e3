//! Other kinds of JSON and YAML files that lie beside task definitions.

use crate::base::source::Span;
use crate::syntax::{Map, Node, Value};

/// A kind of file that is known, and holds no task definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// A manifest of Kubernetes.
    KubernetesManifest,
    /// A service of ECS.
    Service,
    /// What `DescribeServices` answers.
    DescribedServices,
    /// Overrides for `RunTask`.
    TaskOverrides,
    /// The input of `RunTask`.
    RunTaskInput,
    /// What `ListTaskDefinitions` answers.
    TaskDefinitionList,
    /// A policy of IAM.
    IamPolicy,
    /// A role of IAM.
    IamRole,
    /// An `AppSpec` of `CodeDeploy` for ECS.
    EcsAppSpec,
    /// An `AppSpec` of `CodeDeploy` for hosts.
    HostAppSpec,
    /// A buildspec of `CodeBuild`.
    Buildspec,
    /// The image detail file of a pipeline.
    ImageDetail,
    /// The image definitions file of a pipeline.
    ImageDefinitions,
    /// A workflow of GitHub Actions.
    GithubWorkflow,
    /// A `package.json`.
    PackageJson,
    /// The settings of a CDK app.
    CdkSettings,
    /// A file of the Serverless Framework.
    ServerlessFile,
    /// A JSON schema.
    JsonSchema,
    /// The parameters of a template.
    ParameterFile,
    /// A Compose file.
    ComposeFile,
    /// A manifest of AWS Copilot.
    CopilotManifest,
    /// The settings of ecspresso.
    EcspressoSettings,
    /// A playbook of Ansible.
    AnsiblePlaybook,
    /// A list of environment variables.
    VariableList,
}

/// What a document is, and what shows it.
pub(super) type Identified = (DocumentKind, Span);

/// A kind of file, told by its top-level keys.
struct Kind {
    /// Each of them stands there. The first is shown.
    all: &'static [&'static str],
    /// And one of these, where there are any.
    any: &'static [&'static str],
    what: DocumentKind,
}

impl Kind {
    const fn new(
        all: &'static [&'static str],
        any: &'static [&'static str],
        what: DocumentKind,
    ) -> Self {
        Self { all, any, what }
    }

    fn fits(&self, map: &Map<'_>) -> bool {
        let has = |key: &&str| map.get(key).is_some();
        self.all.iter().all(has) && (self.any.is_empty() || self.any.iter().any(has))
    }
}

const OF_SERVICES: &[&str] = &[
    "desiredCount",
    "deploymentConfiguration",
    "loadBalancers",
    "launchType",
    "networkConfiguration",
];

const KINDS: &[Kind] = &[
    Kind::new(&["apiVersion", "kind"], &[], DocumentKind::KubernetesManifest),
    Kind::new(
        &["serviceName"],
        &["taskDefinition", "cluster", "desiredCount"],
        DocumentKind::Service,
    ),
    Kind::new(&["desiredCount"], OF_SERVICES, DocumentKind::Service),
    Kind::new(
        &["deploymentConfiguration"],
        &["loadBalancers", "networkConfiguration"],
        DocumentKind::Service,
    ),
    Kind::new(&["containerOverrides"], &[], DocumentKind::TaskOverrides),
    Kind::new(&["overrides"], &["taskDefinition", "cluster"], DocumentKind::RunTaskInput),
    Kind::new(&["taskDefinitionArns"], &[], DocumentKind::TaskDefinitionList),
    Kind::new(&["Statement"], &[], DocumentKind::IamPolicy),
    Kind::new(&["PolicyDocument"], &[], DocumentKind::IamPolicy),
    Kind::new(&["PolicyVersion"], &[], DocumentKind::IamPolicy),
    Kind::new(&["Policy"], &[], DocumentKind::IamPolicy),
    Kind::new(&["AssumeRolePolicyDocument"], &[], DocumentKind::IamRole),
    Kind::new(&["Role"], &[], DocumentKind::IamRole),
    Kind::new(&["version", "hooks", "os"], &[], DocumentKind::HostAppSpec),
    Kind::new(&["version", "phases"], &[], DocumentKind::Buildspec),
    Kind::new(&["ImageURI"], &[], DocumentKind::ImageDetail),
    Kind::new(&["jobs"], &["on", "true"], DocumentKind::GithubWorkflow),
    Kind::new(
        &["name", "version"],
        &["dependencies", "devDependencies", "scripts"],
        DocumentKind::PackageJson,
    ),
    Kind::new(&["app"], &["context", "versionReporting"], DocumentKind::CdkSettings),
    Kind::new(&["service", "provider"], &["functions", "plugins"], DocumentKind::ServerlessFile),
    Kind::new(&["$schema"], &["properties", "definitions", "$defs"], DocumentKind::JsonSchema),
    Kind::new(&["Parameters"], &["Tags", "StackPolicy"], DocumentKind::ParameterFile),
];

/// What a document is, where its top-level keys tell.
pub(super) fn of(document: &Node<'_>) -> Option<Identified> {
    match &document.resolved().value {
        Value::Map(map) => of_map(map),
        Value::List(items) => of_items(items),
        _ => None,
    }
}

fn of_map(map: &Map<'_>) -> Option<Identified> {
    if let Some(found) = compose(map).or_else(|| by_values(map)) {
        return Some(found);
    }
    let kind = KINDS.iter().find(|kind| kind.fits(map))?;
    let mark = map.entry(kind.all.first()?)?;
    Some((kind.what, mark.key_span))
}

/// A Compose file, or what `DescribeServices` answers.
fn compose(map: &Map<'_>) -> Option<Identified> {
    let services = map.entry("services")?;
    match &services.value.resolved().value {
        Value::Map(inner) => {
            let has = |node: &Node<'_>, key| node.get(key).is_some();
            let is_service = |it: &Node<'_>| has(it, "image") || has(it, "build");
            let is_compose = inner.entries.iter().any(|entry| is_service(&entry.value));
            is_compose.then_some((DocumentKind::ComposeFile, services.key_span))
        }
        Value::List(items) => {
            let is_answer = items.iter().any(|it| it.get("serviceArn").is_some());
            is_answer.then_some((DocumentKind::DescribedServices, services.key_span))
        }
        _ => None,
    }
}

/// Kinds that share their keys with others: what stands there tells.
fn by_values(map: &Map<'_>) -> Option<Identified> {
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
        return Some((DocumentKind::EcsAppSpec, mark.key_span));
    }
    let is_copilot = |name: &str| COPILOT.contains(&name);
    if let Some(mark) = map.entry("type").filter(|it| it.value.as_str().is_some_and(is_copilot)) {
        return Some((DocumentKind::CopilotManifest, mark.key_span));
    }
    let named = |key| map.entry(key).filter(|entry| entry.value.as_str().is_some());
    let around = |keys: &[&str]| keys.iter().any(|key| map.get(key).is_some());
    if let Some(mark) = named("task_definition") {
        let is_ecspresso = around(&["service_definition", "cluster", "service"]);
        return is_ecspresso.then_some((DocumentKind::EcspressoSettings, mark.key_span));
    }
    let mark = named("taskDefinition")?;
    around(OF_SERVICES).then_some((DocumentKind::Service, mark.key_span))
}

fn of_items(items: &[Node<'_>]) -> Option<Identified> {
    let first = items.first()?.as_map()?;
    let mark = |key, what| Some((what, first.entry(key)?.key_span));
    mark("imageUri", DocumentKind::ImageDefinitions)
        .or_else(|| mark("ParameterKey", DocumentKind::ParameterFile))
        .or_else(|| mark("hosts", DocumentKind::AnsiblePlaybook))
        .or_else(|| {
            let is_environment = first
                .entries
                .iter()
                .all(|entry| matches!(entry.key.as_ref(), "name" | "value" | "valueFrom"));
            let key = if first.get("valueFrom").is_some() { "valueFrom" } else { "value" };
            is_environment.then(|| mark(key, DocumentKind::VariableList))?
        })
}
