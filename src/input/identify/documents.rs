//! Other kinds of JSON and YAML files that are kept next to task definitions.

use super::signature::{Holds, Signature, find};
use crate::base::source::Span;
use crate::syntax::{Aliases, Node, Value};

/// A kind of file that is known, and contains no task definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// A manifest of Kubernetes.
    KubernetesManifest,
    /// A service of ECS.
    Service,
    /// What `DescribeServices` answers.
    DescribedServices,
    /// What `DescribeTasks` answers, or an event about a task.
    DescribedTasks,
    /// What `ListTasks` answers.
    TaskList,
    /// Overrides for `RunTask`.
    TaskOverrides,
    /// The input of `RunTask`.
    RunTaskInput,
    /// The input of `StartTask`.
    StartTaskInput,
    /// The input of `RunTask` or of `CreateService`, which share all of its keys.
    LaunchInput,
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
    /// What `cdk synth` writes for itself next to the templates: its tree of constructs, its manifest, its assets.
    CdkOutput,
    /// A job definition of AWS Batch without containers.
    BatchJobDefinition,
    /// A job definition of AWS Batch for EKS.
    BatchJobOnEks,
    /// The `containerProperties` of a job definition alone.
    BatchContainer,
    /// A job of AWS Batch as it is submitted, or what describes some.
    SubmittedBatchJob,
    /// The input of `CreateExpressGatewayService` with a task definition.
    ExpressService,
    /// A file of the Serverless Framework.
    ServerlessFile,
    /// A JSON schema.
    JsonSchema,
    /// The parameters of a template.
    ParameterFile,
    /// A Compose file.
    ComposeFile,
    /// A Compose file for Docker's integration with ECS.
    ComposeForEcs,
    /// The `ecs-params.yml` of the ECS CLI.
    EcsCliParameters,
    /// A manifest of AWS Copilot.
    CopilotManifest,
    /// The settings of ecspresso.
    EcspressoSettings,
    /// A playbook of Ansible.
    AnsiblePlaybook,
    /// A playbook or a list of tasks of Ansible that registers a task definition.
    AnsibleTaskDefinition,
    /// A list of environment variables.
    VariableList,
}

/// What only the input of `RunTask` has, of those that start tasks from a task definition.
const RUN_TASK_KEYS: &[&str] = &["overrides", "startedBy", "count", "group", "referenceId"];

/// What only services have, of what names a task definition.
const SERVICE_KEYS: &[&str] = &[
    "desiredCount",
    "deploymentConfiguration",
    "deploymentController",
    "loadBalancers",
    "schedulingStrategy",
    "serviceRegistries",
];

/// What the inputs of `RunTask` and `CreateService` share.
const LAUNCH_KEYS: &[&str] =
    &["launchType", "networkConfiguration", "capacityProviderStrategy", "platformVersion"];

const ECS_CLI_KEYS: &[&str] =
    &["task_execution_role", "ecs_network_mode", "task_size", "task_role_arn", "services"];

const COPILOT_TYPES: &[&str] = &[
    "Load Balanced Web Service",
    "Backend Service",
    "Worker Service",
    "Request-Driven Web Service",
    "Static Site",
    "Scheduled Job",
];

/// The module of Ansible that registers task definitions, by its name or with its collection before it.
const ANSIBLE_MODULE: &str = "ecs_taskdefinition";

/// What a task has beside its ARN.
const TASK_KEYS: &[&str] = &["lastStatus", "taskDefinitionArn", "stopCode", "stoppedReason"];

const VARIABLE_KEYS: &[&str] = &["name", "value", "valueFrom"];

/// What CDK's own files are known by: its tree of constructs has the properties of resources in it, its manifest the
/// types of what it lists, and both have a version.
#[rustfmt::skip]
const CDK_OUTPUT: &[Signature<DocumentKind>] = &[
    Signature::new(DocumentKind::CdkOutput, "version").holding(Holds::TextFrom("tree-")).beside(&["tree"]),
    Signature::new(DocumentKind::CdkOutput, "artifacts")
        .holding(Holds::MemberWhere("type", &["cdk:", "aws:cloudformation:stack"])).beside(&["version"]),
    Signature::new(DocumentKind::CdkOutput, "files").beside(&["version", "dockerImages"]),
];

/// The kinds of objects. Those that share their keys with others are first, identified by the values of the keys.
#[rustfmt::skip]
const OBJECTS: &[Signature<DocumentKind>] = &[
    Signature::new(DocumentKind::SubmittedBatchJob, "jobQueue").beside(&["jobDefinition"]),
    Signature::new(DocumentKind::SubmittedBatchJob, "jobs").holding(Holds::ItemWith("jobDefinition")),
    Signature::new(DocumentKind::ComposeFile, "services").holding(Holds::MemberWith(&["image", "build"])),
    Signature::new(DocumentKind::EcsCliParameters, "run_params").beside(&["version"]),
    Signature::new(DocumentKind::EcsCliParameters, "task_definition").holding(Holds::ObjectWith(ECS_CLI_KEYS)),
    Signature::new(DocumentKind::DescribedServices, "services").holding(Holds::ItemWith("serviceArn")),
    Signature::new(DocumentKind::DescribedTasks, "tasks").holding(Holds::ItemWith("taskArn")),
    Signature::new(DocumentKind::DescribedTasks, "taskArn").beside_any(TASK_KEYS),
    Signature::new(DocumentKind::DescribedTasks, "detail").holding(Holds::ObjectWith(&["taskArn"])),
    Signature::new(DocumentKind::TaskList, "taskArns"),
    Signature::new(DocumentKind::EcsAppSpec, "Resources").holding(Holds::List).beside(&["version"]),
    Signature::new(DocumentKind::EcsAppSpec, "resources").holding(Holds::List).beside(&["version"]),
    Signature::new(DocumentKind::CopilotManifest, "type").holding(Holds::OneOf(COPILOT_TYPES)),
    Signature::new(DocumentKind::EcspressoSettings, "task_definition").holding(Holds::Text)
        .beside_any(&["service_definition", "cluster", "service"]),
    Signature::new(DocumentKind::Service, "serviceName").beside_any(&["taskDefinition", "cluster", "desiredCount"]),
    Signature::new(DocumentKind::Service, "taskDefinition").holding(Holds::Text).beside_any(SERVICE_KEYS),
    Signature::new(DocumentKind::StartTaskInput, "containerInstances").beside(&["taskDefinition"]),
    Signature::new(DocumentKind::RunTaskInput, "taskDefinition").holding(Holds::Text).beside_any(RUN_TASK_KEYS),
    Signature::new(DocumentKind::LaunchInput, "taskDefinition").holding(Holds::Text).beside_any(LAUNCH_KEYS),
    Signature::new(DocumentKind::KubernetesManifest, "apiVersion").beside(&["kind"]),
    Signature::new(DocumentKind::Service, "desiredCount"),
    Signature::new(DocumentKind::Service, "deploymentConfiguration")
        .beside_any(&["loadBalancers", "networkConfiguration"]),
    Signature::new(DocumentKind::TaskOverrides, "containerOverrides"),
    Signature::new(DocumentKind::RunTaskInput, "overrides").beside_any(&["taskDefinition", "cluster"]),
    Signature::new(DocumentKind::TaskDefinitionList, "taskDefinitionArns"),
    Signature::new(DocumentKind::IamPolicy, "Statement"),
    Signature::new(DocumentKind::IamPolicy, "PolicyDocument"),
    Signature::new(DocumentKind::IamPolicy, "PolicyVersion"),
    Signature::new(DocumentKind::IamPolicy, "Policy"),
    Signature::new(DocumentKind::IamRole, "AssumeRolePolicyDocument"),
    Signature::new(DocumentKind::IamRole, "Role"),
    Signature::new(DocumentKind::HostAppSpec, "version").beside(&["hooks", "os"]),
    Signature::new(DocumentKind::Buildspec, "version").beside(&["phases"]),
    Signature::new(DocumentKind::ImageDetail, "ImageURI"),
    Signature::new(DocumentKind::GithubWorkflow, "jobs").beside_any(&["on", "true"]),
    Signature::new(DocumentKind::PackageJson, "name").beside(&["version"])
        .beside_any(&["dependencies", "devDependencies", "scripts"]),
    Signature::new(DocumentKind::CdkSettings, "app").beside_any(&["context", "versionReporting"]),
    Signature::new(DocumentKind::BatchJobOnEks, "eksProperties"),
    Signature::new(DocumentKind::BatchJobOnEks, "nodeProperties"),
    Signature::new(DocumentKind::BatchJobOnEks, "jobDefinitions").holding(Holds::ItemWith("eksProperties")),
    Signature::new(DocumentKind::BatchJobDefinition, "jobDefinitionName").beside(&["type"]),
    Signature::new(DocumentKind::BatchJobDefinition, "jobDefinitions").holding(Holds::ItemWith("jobDefinitionArn")),
    Signature::new(DocumentKind::BatchContainer, "jobRoleArn").beside(&["image"]),
    Signature::new(DocumentKind::BatchContainer, "resourceRequirements")
        .holding(Holds::ItemWhere("type", &["VCPU", "MEMORY"])).beside(&["image"]),
    Signature::new(DocumentKind::ExpressService, "infrastructureRoleArn").beside_any(&["taskDefinitionArn", "serviceName", "primaryContainer"]),
    Signature::new(DocumentKind::ServerlessFile, "service").beside(&["provider"])
        .beside_any(&["functions", "plugins"]),
    Signature::new(DocumentKind::JsonSchema, "$schema").beside_any(&["properties", "definitions", "$defs"]),
    Signature::new(DocumentKind::ParameterFile, "Parameters").beside_any(&["Tags", "StackPolicy"]),
];

/// The kinds of arrays, identified by their first item.
const FIRST_ITEMS: &[Signature<DocumentKind>] = &[
    Signature::new(DocumentKind::ImageDefinitions, "imageUri"),
    Signature::new(DocumentKind::ParameterFile, "ParameterKey"),
    Signature::new(DocumentKind::AnsiblePlaybook, "hosts"),
    Signature::new(DocumentKind::DescribedTasks, "taskArn").beside_any(TASK_KEYS),
    Signature::new(DocumentKind::VariableList, "valueFrom").among(VARIABLE_KEYS),
    Signature::new(DocumentKind::VariableList, "value").among(VARIABLE_KEYS),
];

/// What a document is, where its keys tell, and the place that shows it.
pub(in crate::input) fn identify(document: &Node<'_>) -> Option<(DocumentKind, Span)> {
    match &document.resolved().value {
        Value::Map(map) => match find(OBJECTS, map) {
            Some((DocumentKind::ComposeFile, mark)) => Some(compose(document, mark)),
            Some(found) => Some(found),
            None => ansible_module(document),
        },
        Value::List(items) => {
            let first = || find(FIRST_ITEMS, items.first()?.as_map()?);
            ansible_module(document).or_else(first)
        }
        _ => None,
    }
}

/// Whether a document is one of CDK's own, and the place that shows it. What is in it is not deployed: the templates
/// next to it are.
pub(in crate::input) fn identify_cdk_output(document: &Node<'_>) -> Option<(DocumentKind, Span)> {
    let map = document.as_map()?;
    find(CDK_OUTPUT, map).or_else(|| {
        // The metadata of a stack: under the path of each construct a list of what it has.
        let first = map.entries.first().filter(|entry| entry.key.starts_with('/'))?;
        let is_entry = |item: &Node<'_>| {
            let kind = item.get("type").and_then(Node::as_str);
            kind.is_some_and(|kind| kind.starts_with("aws:cdk:"))
        };
        let items = first.value.as_list().filter(|items| !items.is_empty())?;
        items.iter().all(is_entry).then_some((DocumentKind::CdkOutput, first.key_span))
    })
}

/// A Compose file is one for Docker's integration with ECS where it has a key of that.
fn compose(document: &Node<'_>, services: Span) -> (DocumentKind, Span) {
    let mut entries = document.walk(Aliases::Written).entries();
    match entries.find(|entry| entry.key.starts_with("x-aws-")) {
        Some(own) => (DocumentKind::ComposeForEcs, own.key_span),
        None => (DocumentKind::ComposeFile, services),
    }
}

/// The use of Ansible's module, in a playbook, a block or a list of tasks.
fn ansible_module(document: &Node<'_>) -> Option<(DocumentKind, Span)> {
    let mut entries = document.walk(Aliases::Written).entries();
    let module = entries.find(|entry| {
        let (_, name) = entry.key.rsplit_once('.').unwrap_or(("", &entry.key));
        name == ANSIBLE_MODULE && matches!(entry.value.value, Value::Map(_) | Value::String(_))
    })?;
    Some((DocumentKind::AnsibleTaskDefinition, module.key_span))
}
