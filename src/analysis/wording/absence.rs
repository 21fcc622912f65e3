//! Messages for a file without a task definition.

use crate::base::words::list;
use crate::input::{AbsenceFault, DocumentShape, ForeignText, TerraformAbsence, TerraformKind};

/// What a task definition is.
const EXPECTED: &str = "a task definition is an object with `family` and `containerDefinitions`";

/// The help for a kind of file that is not supported: check the task definition that ECS returns.
const DESCRIBE: &str = "check what is deployed: aws ecs describe-task-definition --task-definition NAME > taskdef.json";

/// The help for a file without a task definition of its own.
const ELSEWHERE: &str = "pass the file that contains the task definition";

pub(super) fn message(fault: &AbsenceFault) -> String {
    match fault {
        AbsenceFault::Foreign(text) => foreign(*text).to_owned(),
        AbsenceFault::OtherKind { kind, runs, .. } => {
            let quoted: Vec<_> = runs.iter().map(|name| format!("`{name}`")).collect();
            let runs = if runs.is_empty() { String::new() } else { format!(" that runs {}", list(&quoted)) };
            let is_not = kind.is_not.map(|it| format!(", not {it}")).unwrap_or_default();
            format!("this is {}{runs}{is_not}", kind.is)
        }
        AbsenceFault::ResourceWithoutTemplate => {
            "this is a resource of a CloudFormation template, without the template: expected resources under `Resources`".into()
        }
        AbsenceFault::ModuleWithoutTask { unread } => {
            let mut said = "this Terraform module has no ECS task definition".to_owned();
            if !unread.is_empty() {
                let named: Vec<_> =
                    unread.iter().map(|(name, source)| format!("`{name}` ({source})")).collect();
                let (noun, verb) = match unread.as_slice() {
                    [_] => ("module", "is"),
                    _ => ("modules", "are"),
                };
                let named = list(&named);
                said.push_str(&format!("; {noun} {named}, which {verb} not read, may have one"));
            }
            said
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
        AbsenceFault::Terraform { kind, why } => {
            format!("this is {}{}", terraform_kind(*kind), terraform_absence(*kind, why))
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
        AbsenceFault::OtherKind { kind, only, .. } => {
            let name = only.as_deref().unwrap_or("NAME");
            return kind.help.map(|help| help.replace("NAME", name));
        }
        AbsenceFault::ResourceWithoutTemplate => {
            "pass the whole template, which defines what this resource refers to"
        }
        AbsenceFault::Terraform { kind, why } => terraform_help(*kind, why),
        AbsenceFault::OtherName { key } if key.contains('_') => {
            "write every key as in RegisterTaskDefinition: `containerDefinitions`, `executionRoleArn`, …"
        }
        AbsenceFault::OtherName { .. } => "write `containerDefinitions`",
        AbsenceFault::OneContainer => {
            "put it in brackets, or in the `containerDefinitions` of a task definition"
        }
        AbsenceFault::NoContainers(_)
        | AbsenceFault::NoContainersInAny
        | AbsenceFault::NothingButComments => EXPECTED,
        AbsenceFault::MissingContainers { is_open: true } => {
            "render the template and pass the result: for ecspresso, ecspresso render taskdef | needs-exec-role -"
        }
        AbsenceFault::TemplateWithoutTask => "pass the template that contains the task definition",
        AbsenceFault::ModuleWithoutTask { unread } if unread.is_empty() => {
            "pass the folder of the module that contains the task definition"
        }
        AbsenceFault::ModuleWithoutTask { .. } => DESCRIBE,
        AbsenceFault::MissingContainers { is_open: false } => "add `containerDefinitions`",
        AbsenceFault::TemplateWithBatchJob { .. } => return None,
    };
    Some(help.to_owned())
}

fn foreign(text: ForeignText) -> &'static str {
    match text {
        ForeignText::Empty => "this file is empty",
        ForeignText::Binary => "this is not text",
        ForeignText::Utf16 => "this may be UTF-16, but it has no byte order mark",
        ForeignText::Terraform => "this is Terraform code without a task definition",
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
        ForeignText::Terraform => ELSEWHERE,
        ForeignText::Jsonnet => {
            "pass the JSON that it generates: jsonnet FILE | needs-exec-role - (of ecspresso: ecspresso render taskdef)"
        }
        ForeignText::Cdk => {
            "run cdk synth and pass cdk.out, or pass the output of aws ecs describe-task-definition"
        }
    }
}

fn terraform_kind(kind: TerraformKind) -> &'static str {
    match kind {
        TerraformKind::Plan => "a Terraform plan",
        TerraformKind::State => "a Terraform state",
        TerraformKind::Resources => "a list of Terraform resources",
        TerraformKind::Configuration => "Terraform code",
        TerraformKind::Values => "a file of Terraform variables",
    }
}

fn terraform_absence(kind: TerraformKind, why: &TerraformAbsence) -> String {
    match why {
        TerraformAbsence::NoTask => " without an `aws_ecs_task_definition`".to_owned(),
        TerraformAbsence::NoneExists if kind == TerraformKind::Plan => {
            " that keeps no `aws_ecs_task_definition`".to_owned()
        }
        TerraformAbsence::NoneExists => {
            " without an `aws_ecs_task_definition` of its own".to_owned()
        }
        TerraformAbsence::Version(version) => {
            format!(" of version {version}, which is not supported")
        }
        TerraformAbsence::Form => " in a form that is not supported".to_owned(),
        TerraformAbsence::LeftOut => {
            ": needs-exec-role was built without support for Terraform".to_owned()
        }
    }
}

fn terraform_help(kind: TerraformKind, why: &TerraformAbsence) -> &'static str {
    match (kind, why) {
        (_, TerraformAbsence::NoTask | TerraformAbsence::NoneExists) => ELSEWHERE,
        (_, TerraformAbsence::LeftOut) => "build it with the feature `terraform`",
        (TerraformKind::Plan, TerraformAbsence::Version(_)) => {
            "check the directory of the configuration instead"
        }
        (TerraformKind::State, _) => "pass what this prints: terraform show -json > state.json",
        _ => "pass what this prints: terraform show -json tfplan > plan.json",
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
