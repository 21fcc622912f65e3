//! Messages for a file without a task definition.

use crate::base::words::list;
use crate::input::{AbsenceFault, DocumentKind, DocumentShape, ForeignText, TerraformKind};

/// What a task definition is.
const EXPECTED: &str = "a task definition is an object with `family` and `containerDefinitions`";

/// The help for a kind of file that is not supported: check the task definition that ECS returns.
const DESCRIBE: &str = "check what is deployed: aws ecs describe-task-definition --task-definition NAME > taskdef.json";

pub(super) fn message(fault: &AbsenceFault) -> String {
    match fault {
        AbsenceFault::Foreign(text) => foreign(*text).to_owned(),
        AbsenceFault::OtherKind(DocumentKind::BatchJobDefinition) => {
            "this is an AWS Batch job definition without `containerProperties`, `ecsProperties` and `nodeProperties`".into()
        }
        AbsenceFault::OtherKind(DocumentKind::BatchJobOnEks) => {
            "this is an AWS Batch job definition for Amazon EKS, not for ECS: it has no task execution role".into()
        }
        AbsenceFault::OtherKind(
            kind @ (DocumentKind::BatchContainer | DocumentKind::SubmittedBatchJob),
        ) => format!("this is {}, not the job definition", document_kind(*kind)),
        AbsenceFault::OtherKind(kind) => {
            format!("this is {}, not a task definition", document_kind(*kind))
        }
        AbsenceFault::ResourceWithoutTemplate => {
            "this is a resource of a CloudFormation template, without the template: expected resources under `Resources`".into()
        }
        AbsenceFault::TemplateWithoutTask => {
            "this is a CloudFormation template without an ECS task definition".into()
        }
        AbsenceFault::TemplateWithBatchJob { on_eks: true } => {
            "this is a CloudFormation template with an AWS Batch job definition for Amazon EKS, not for ECS: it has no task execution role".into()
        }
        AbsenceFault::TemplateWithBatchJob { on_eks: false } => {
            "this is a CloudFormation template with an AWS Batch job definition without `ContainerProperties`, `EcsProperties` and `NodeProperties`".into()
        }
        AbsenceFault::Terraform { kind, has_task: true } => {
            format!("this is {}, which is not supported yet", terraform_kind(*kind))
        }
        AbsenceFault::Terraform { kind, has_task: false } => {
            format!("this is {} without an `aws_ecs_task_definition`", terraform_kind(*kind))
        }
        AbsenceFault::OtherName { key } => {
            format!("expected `containerDefinitions`, the API's name, found `{key}`")
        }
        AbsenceFault::OneContainer => {
            "this is one container definition, not a task definition".into()
        }
        AbsenceFault::MissingContainers { is_open: true } => {
            "this looks like a task definition, but the template does not show its `containerDefinitions`".into()
        }
        AbsenceFault::MissingContainers { is_open: false } => {
            "this looks like a task definition, but `containerDefinitions` is missing".into()
        }
        AbsenceFault::NothingButComments => {
            "this file contains only comments or null".into()
        }
        AbsenceFault::NoContainers(shape) => {
            format!("this is {}: it has no `containerDefinitions`", document_shape(shape))
        }
        AbsenceFault::NoContainersInAny => {
            "no document in this file has `containerDefinitions`".into()
        }
    }
}

pub(super) fn help(fault: &AbsenceFault) -> Option<String> {
    let help = match fault {
        AbsenceFault::Foreign(text) => foreign_help(*text),
        AbsenceFault::OtherKind(kind) => return document_help(*kind).map(str::to_owned),
        AbsenceFault::ResourceWithoutTemplate => {
            "pass the whole template, which defines what this resource refers to"
        }
        AbsenceFault::Terraform { has_task: true, .. } => DESCRIBE,
        AbsenceFault::OtherName { key } if key.contains('_') => {
            "write every key as in RegisterTaskDefinition: `containerDefinitions`, `executionRoleArn`, …"
        }
        AbsenceFault::OtherName { .. } => "write `containerDefinitions`",
        AbsenceFault::OneContainer => {
            "put it in brackets, or in the `containerDefinitions` of a task definition"
        }
        AbsenceFault::NoContainers(_) | AbsenceFault::NoContainersInAny => EXPECTED,
        AbsenceFault::MissingContainers { is_open: true } => {
            "render the template and pass the result: for ecspresso, ecspresso render taskdef | needs-exec-role -"
        }
        AbsenceFault::TemplateWithoutTask
        | AbsenceFault::TemplateWithBatchJob { .. }
        | AbsenceFault::Terraform { has_task: false, .. }
        | AbsenceFault::MissingContainers { is_open: false }
        | AbsenceFault::NothingButComments => return None,
    };
    Some(help.to_owned())
}

fn foreign(text: ForeignText) -> &'static str {
    match text {
        ForeignText::Empty => "this file is empty",
        ForeignText::Binary => "this is not text",
        ForeignText::Utf16 => "this may be UTF-16, but it has no byte order mark",
        ForeignText::Terraform { has_task: true } => "Terraform code is not supported yet",
        ForeignText::Terraform { has_task: false } => {
            "this is Terraform code without a task definition"
        }
        ForeignText::Jsonnet => "Jsonnet is not supported yet",
        ForeignText::Cdk => "this is AWS CDK code: only its synthesized templates are supported",
        ForeignText::Markup => "this is XML or HTML, not a task definition",
    }
}

fn foreign_help(text: ForeignText) -> &'static str {
    match text {
        ForeignText::Empty => EXPECTED,
        ForeignText::Binary | ForeignText::Markup => "a task definition is JSON or YAML",
        ForeignText::Utf16 => "save it as UTF-8",
        ForeignText::Terraform { has_task: true } => DESCRIBE,
        ForeignText::Terraform { has_task: false } => {
            "pass the file that contains the task definition"
        }
        ForeignText::Jsonnet => {
            "pass the JSON that it generates: jsonnet FILE | needs-exec-role - (of ecspresso: ecspresso render taskdef)"
        }
        ForeignText::Cdk => {
            "run cdk synth and pass cdk.out, or pass the output of aws ecs describe-task-definition"
        }
    }
}

fn document_kind(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::KubernetesManifest => "a Kubernetes manifest",
        DocumentKind::Service => "an ECS service",
        DocumentKind::DescribedServices => "a response of DescribeServices",
        DocumentKind::TaskOverrides => "a set of overrides for RunTask",
        DocumentKind::DescribedTasks => "a task as aws ecs describe-tasks prints it",
        DocumentKind::TaskList => "a list of tasks",
        DocumentKind::RunTaskInput => "the input of aws ecs run-task",
        DocumentKind::StartTaskInput => "the input of aws ecs start-task",
        DocumentKind::LaunchInput => "the input of aws ecs run-task or create-service",
        DocumentKind::TaskDefinitionList => "a list of task definitions",
        DocumentKind::IamPolicy => "an IAM policy",
        DocumentKind::IamRole => "an IAM role",
        DocumentKind::EcsAppSpec | DocumentKind::HostAppSpec => "a CodeDeploy AppSpec",
        DocumentKind::Buildspec => "a CodeBuild buildspec",
        DocumentKind::ImageDetail => "an image detail file of a pipeline",
        DocumentKind::ImageDefinitions => "an image definitions file of a pipeline",
        DocumentKind::GithubWorkflow => "a GitHub Actions workflow",
        DocumentKind::PackageJson => "a package.json",
        DocumentKind::CdkSettings => "the settings of an AWS CDK app",
        DocumentKind::CdkOutput => "a file that AWS CDK writes for itself",
        DocumentKind::BatchJobDefinition | DocumentKind::BatchJobOnEks => {
            "an AWS Batch job definition"
        }
        DocumentKind::BatchContainer => "the `containerProperties` of an AWS Batch job definition",
        DocumentKind::SubmittedBatchJob => "a job that is submitted to AWS Batch",
        DocumentKind::ExpressService => {
            "the input of aws ecs create-express-gateway-service without a `primaryContainer`"
        }
        DocumentKind::ServerlessFile => "a Serverless Framework file",
        DocumentKind::JsonSchema => "a JSON schema",
        DocumentKind::ParameterFile => "a parameter file of CloudFormation",
        DocumentKind::ComposeFile => "a Compose file",
        DocumentKind::ComposeForEcs => "a Compose file for Docker's integration with ECS",
        DocumentKind::EcsCliParameters => "the ecs-params.yml of the ECS CLI",
        DocumentKind::CopilotManifest => "an AWS Copilot manifest",
        DocumentKind::EcspressoSettings => "the settings of ecspresso",
        DocumentKind::AnsiblePlaybook => "an Ansible playbook",
        DocumentKind::AnsibleTaskDefinition => "a use of Ansible's module `ecs_taskdefinition`",
        DocumentKind::VariableList => "a list of variables",
    }
}

fn document_help(kind: DocumentKind) -> Option<&'static str> {
    Some(match kind {
        DocumentKind::Service
        | DocumentKind::DescribedServices
        | DocumentKind::TaskOverrides
        | DocumentKind::RunTaskInput
        | DocumentKind::StartTaskInput
        | DocumentKind::LaunchInput
        | DocumentKind::ExpressService
        | DocumentKind::EcsAppSpec => "pass the file of the task definition that it runs",
        DocumentKind::DescribedTasks => {
            "look up why a task stopped: needs-exec-role explain \"its stoppedReason\"; check what it runs: aws ecs describe-task-definition --task-definition ARN > taskdef.json"
        }
        DocumentKind::TaskList => {
            "describe one of them with aws ecs describe-tasks, and then its task definition: aws ecs describe-task-definition --task-definition ARN > taskdef.json"
        }
        DocumentKind::TaskDefinitionList => {
            "describe one of them: aws ecs describe-task-definition --task-definition NAME > taskdef.json"
        }
        DocumentKind::EcspressoSettings => {
            "pass the file that `task_definition` names, or what this prints: ecspresso render taskdef"
        }
        DocumentKind::CopilotManifest => {
            "pass the template that this prints: copilot svc package (of a job: copilot job package)"
        }
        DocumentKind::ServerlessFile => {
            "run serverless package and pass the template that it writes to .serverless/"
        }
        DocumentKind::BatchContainer | DocumentKind::SubmittedBatchJob => {
            "pass the job definition, or what this prints: aws batch describe-job-definitions --job-definition-name NAME --status ACTIVE > job.json"
        }
        DocumentKind::CdkSettings => "run cdk synth and pass cdk.out",
        DocumentKind::CdkOutput => "pass the templates next to it, or the folder: cdk.out",
        DocumentKind::ComposeFile | DocumentKind::EcsCliParameters => {
            "create the task definition with ecs-cli compose create, and check what is registered: aws ecs describe-task-definition --task-definition NAME > taskdef.json"
        }
        DocumentKind::ComposeForEcs => {
            "pass the template that docker compose convert printed, or check what is deployed: aws ecs describe-task-definition --task-definition NAME > taskdef.json"
        }
        DocumentKind::AnsibleTaskDefinition => {
            "run the playbook, and check what it registers: aws ecs describe-task-definition --task-definition NAME > taskdef.json"
        }
        _ => return None,
    })
}

fn terraform_kind(kind: TerraformKind) -> &'static str {
    match kind {
        TerraformKind::Plan => "a Terraform plan",
        TerraformKind::State => "a Terraform state",
        TerraformKind::Resources => "a list of Terraform resources",
    }
}

fn document_shape(shape: &DocumentShape) -> String {
    match shape {
        DocumentShape::Object { keys, .. } if keys.is_empty() => "an empty object".into(),
        DocumentShape::Object { keys, has_more } => {
            let mut shown: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
            shown.extend(has_more.then(|| "more".to_owned()));
            format!("an object with {}", list(&shown))
        }
        DocumentShape::EmptyArray => "an empty array".into(),
        DocumentShape::ArrayOf(kind) => match kind.split_once(' ') {
            Some((_, noun)) => format!("an array of {noun}s"),
            None => "an array".into(),
        },
        DocumentShape::MixedArray => "an array".into(),
        DocumentShape::Other(kind) => (*kind).to_owned(),
    }
}
