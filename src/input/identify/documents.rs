//! Other kinds of JSON and YAML files that are kept next to task definitions.

use super::signature::{Holds, Signature, find};
use crate::base::source::Span;
use crate::syntax::{Node, Value};

/// A kind of file that is known, and contains no task definition.
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

const SERVICE_KEYS: &[&str] = &[
    "desiredCount",
    "deploymentConfiguration",
    "loadBalancers",
    "launchType",
    "networkConfiguration",
];

const COPILOT_TYPES: &[&str] = &[
    "Load Balanced Web Service",
    "Backend Service",
    "Worker Service",
    "Request-Driven Web Service",
    "Static Site",
    "Scheduled Job",
];

const VARIABLE_KEYS: &[&str] = &["name", "value", "valueFrom"];

/// The kinds of objects. Those that share their keys with others are first, identified by the values of the keys.
#[rustfmt::skip]
const OBJECTS: &[Signature<DocumentKind>] = &[
    Signature::new(DocumentKind::ComposeFile, "services").holding(Holds::MemberWith(&["image", "build"])),
    Signature::new(DocumentKind::DescribedServices, "services").holding(Holds::ItemWith("serviceArn")),
    Signature::new(DocumentKind::EcsAppSpec, "Resources").holding(Holds::List).beside(&["version"]),
    Signature::new(DocumentKind::EcsAppSpec, "resources").holding(Holds::List).beside(&["version"]),
    Signature::new(DocumentKind::CopilotManifest, "type").holding(Holds::OneOf(COPILOT_TYPES)),
    Signature::new(DocumentKind::EcspressoSettings, "task_definition").holding(Holds::Text)
        .beside_any(&["service_definition", "cluster", "service"]),
    Signature::new(DocumentKind::Service, "taskDefinition").holding(Holds::Text).beside_any(SERVICE_KEYS),
    Signature::new(DocumentKind::KubernetesManifest, "apiVersion").beside(&["kind"]),
    Signature::new(DocumentKind::Service, "serviceName").beside_any(&["taskDefinition", "cluster", "desiredCount"]),
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
    Signature::new(DocumentKind::VariableList, "valueFrom").among(VARIABLE_KEYS),
    Signature::new(DocumentKind::VariableList, "value").among(VARIABLE_KEYS),
];

/// What a document is, where its keys tell, and the place that shows it.
pub(in crate::input) fn identify(document: &Node<'_>) -> Option<(DocumentKind, Span)> {
    match &document.resolved().value {
        Value::Map(map) => find(OBJECTS, map),
        Value::List(items) => find(FIRST_ITEMS, items.first()?.as_map()?),
        _ => None,
    }
}
