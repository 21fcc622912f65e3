//! What a JSON or YAML file without a task definition is instead.

use super::identify::{
    DocumentKind, ForeignText, Holds, Signature, find, identify, identify_cdk_output,
};
use super::schema::unknown_keys::{normalized, shown};
use super::{READS_TERRAFORM, runs};
use crate::base::diagnostic::{BuiltIn, Diagnostic};
use crate::base::source::Span;
use crate::base::suggest;
use crate::syntax::{Aliases, Entry, Map, Node, Value};

/// Why a file contains no task definition, at the place that shows it.
pub type AbsenceDiagnostic = Diagnostic<AbsenceFault>;

/// Why a file contains no task definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AbsenceFault {
    /// It is neither JSON nor YAML.
    Foreign(ForeignText),
    /// It is something else that is known.
    OtherKind {
        /// What.
        kind: &'static DocumentKind,
        /// The task definitions that it runs, as it names them.
        runs: Vec<String>,
        /// The only one, where its name is written out.
        only: Option<String>,
    },
    /// A resource of a template is without the template.
    ResourceWithoutTemplate,
    /// A template has no task definition.
    TemplateWithoutTask,
    /// A template has no task definition, but a job definition of AWS Batch that does not run on ECS.
    TemplateWithBatchJob {
        /// Whether it runs on EKS.
        on_eks: bool,
    },
    /// A module of Terraform has no task definition.
    ModuleWithoutTask {
        /// The modules that it calls, that are not read, and that may have one: the name of each, and its source.
        unread: Vec<(String, String)>,
    },
    /// It is one of Terraform's files.
    Terraform {
        /// Which.
        kind: TerraformKind,
        /// Why nothing is found in it.
        why: TerraformAbsence,
    },
    /// `containerDefinitions` has another name.
    OtherName {
        /// That name.
        key: String,
    },
    /// A container definition without a task definition.
    OneContainer,
    /// A task definition has no `containerDefinitions`.
    MissingContainers {
        /// Whether a placeholder may stand for them.
        is_open: bool,
    },
    /// There is nothing but comments or null.
    NothingButComments,
    /// There is no `containerDefinitions`, and what is there is of no known kind.
    NoContainers(DocumentShape),
    /// There is no `containerDefinitions` in any of several documents.
    NoContainersInAny,
}

/// A file of Terraform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerraformKind {
    /// A plan.
    Plan,
    /// A state.
    State,
    /// Something else that lists resources.
    Resources,
    /// A configuration, or a file of it.
    Configuration,
    /// Values of variables.
    Values,
}

/// Why no task definition is found in a file of Terraform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TerraformAbsence {
    /// It names none.
    NoTask,
    /// Those that it names do not exist after it, or are those of others.
    NoneExists,
    /// Its version is none that is read.
    Version(String),
    /// It is not what `terraform show -json` prints.
    Form,
    /// This build reads no Terraform.
    LeftOut,
}

/// What a value of no known kind looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentShape {
    /// An object.
    Object {
        /// Its first keys, cut where they are long.
        keys: Vec<String>,
        /// Whether it has more.
        has_more: bool,
    },
    /// An array without items.
    EmptyArray,
    /// An array whose items are all of this kind, as the tree calls it.
    ArrayOf(&'static str),
    /// An array of different items.
    MixedArray,
    /// Anything else, as the tree calls it.
    Other(&'static str),
}

/// What a template has at its top.
const TEMPLATE: [Signature<()>; 3] = [
    Signature::new((), "AWSTemplateFormatVersion"),
    Signature::new((), "Transform").holding(Holds::TextFrom("AWS::")),
    Signature::new((), "Resources").holding(Holds::MemberWhere("Type", &["AWS::"])),
];

/// What a container definition has, and few other objects with an image.
const CONTAINER: [Signature<()>; 1] = [Signature::new((), "image").beside_any(&[
    "essential",
    "portMappings",
    "logConfiguration",
    "mountPoints",
    "memoryReservation",
    "environmentFiles",
    "entryPoint",
    "volumesFrom",
])];

/// How many keys of an object are shown.
const SHOWN_KEYS: usize = 3;

impl AbsenceFault {
    /// It, at a place.
    fn at(self, span: Span) -> AbsenceDiagnostic {
        Diagnostic::new(self.code(), self, span)
    }

    /// It, about the file as a whole.
    pub(super) fn of_file(self) -> AbsenceDiagnostic {
        Diagnostic::whole(self.code(), self)
    }

    fn code(&self) -> BuiltIn {
        match self {
            Self::Foreign(ForeignText::Empty) | Self::NothingButComments => BuiltIn::EmptyFile,
            Self::Foreign(ForeignText::Binary | ForeignText::Utf16) => BuiltIn::NotText,
            Self::Foreign(ForeignText::Jsonnet | ForeignText::Cdk)
            | Self::Terraform {
                why:
                    TerraformAbsence::Version(_) | TerraformAbsence::Form | TerraformAbsence::LeftOut,
                ..
            } => BuiltIn::NotReadYet,
            _ => BuiltIn::NotATaskDefinition,
        }
    }
}

impl TerraformKind {
    /// Says that this build does not read it.
    pub(super) fn left_out(self) -> AbsenceDiagnostic {
        AbsenceFault::Terraform { kind: self, why: TerraformAbsence::LeftOut }.of_file()
    }
}

/// What the documents of a file are. Nothing where syntax errors left too little to say.
pub(super) fn explain(documents: &[Node<'_>], is_broken: bool) -> Option<AbsenceDiagnostic> {
    let found = first(documents, recognized);
    // Past a syntax error the containers may have been there.
    if is_broken {
        let is_without = |it: &AbsenceDiagnostic| {
            matches!(
                it.subject,
                AbsenceFault::TemplateWithoutTask | AbsenceFault::TemplateWithBatchJob { .. }
            )
        };
        return found.filter(|it| !is_without(it));
    }
    if found.is_some() {
        return found;
    }
    first(documents, without_containers).or_else(|| Some(generic(documents)))
}

fn first(
    documents: &[Node<'_>],
    explain: fn(&Node<'_>) -> Option<AbsenceDiagnostic>,
) -> Option<AbsenceDiagnostic> {
    let mut numbered = documents.iter().enumerate();
    numbered.find_map(|(index, document)| Some(explain(document)?.in_document(index)))
}

fn recognized(document: &Node<'_>) -> Option<AbsenceDiagnostic> {
    let of_kind = |(kind, span)| {
        let (runs, only) = runs::names(document);
        AbsenceFault::OtherKind { kind, runs, only }.at(span)
    };
    identify_cdk_output(document)
        .map(of_kind)
        .or_else(|| cloudformation(document))
        .or_else(|| terraform(document))
        .or_else(|| near_miss(document))
        .or_else(|| identify(document).map(of_kind))
        .or_else(|| one_container(document))
}

/// Templates of `CloudFormation` and SAM, and parts of them.
fn cloudformation(document: &Node<'_>) -> Option<AbsenceDiagnostic> {
    let is_type = |entry: &Entry<'_>, prefix: &str| {
        entry.key == "Type" && entry.value.as_str().is_some_and(|name| name.starts_with(prefix))
    };
    let task = find_entry(document, |entry| is_type(entry, "AWS::ECS::TaskDefinition"));
    if let Some(task) = task {
        return Some(AbsenceFault::ResourceWithoutTemplate.at(task.value.span));
    }
    let job = find_entry(document, |entry| is_type(entry, "AWS::Batch::JobDefinition"));
    if let Some(job) = job {
        let on_eks = find_entry(document, |entry| entry.key == "EksProperties").is_some();
        return Some(AbsenceFault::TemplateWithBatchJob { on_eks }.at(job.value.span));
    }
    let ((), mark) = find(&TEMPLATE, document.as_map()?)?;
    Some(AbsenceFault::TemplateWithoutTask.at(mark))
}

/// Terraform's plans and states, and whatever else lists its resources.
fn terraform(document: &Node<'_>) -> Option<AbsenceDiagnostic> {
    const TASK: &str = "aws_ecs_task_definition";
    let map = document.as_map()?;
    let is_plan = map.get("resource_changes").is_some() || map.get("planned_values").is_some();
    let version = map.entry("terraform_version").or_else(|| map.entry("format_version"));
    let kind = match (is_plan, version) {
        (true, Some(_)) => TerraformKind::Plan,
        (false, Some(_)) => TerraformKind::State,
        (_, None) => TerraformKind::Resources,
    };
    let task = find_entry(document, |it| it.key == TASK || it.value.as_str() == Some(TASK));
    let mark = task.or(version)?;
    let why = match task {
        None => TerraformAbsence::NoTask,
        Some(_) if !READS_TERRAFORM => TerraformAbsence::LeftOut,
        Some(_) => why_unread(map),
    };
    Some(AbsenceFault::Terraform { kind, why }.at(mark.key_span))
}

/// Why a plan or a state that names task definitions has none.
fn why_unread(map: &Map<'_>) -> TerraformAbsence {
    let version = |key: &str| map.get(key).and_then(Node::as_scalar);
    let major = |version: &str| version.split('.').next().unwrap_or_default().to_owned();
    let version_4 = version("version").filter(|_| map.get("resources").is_some());
    let has_values = map.get("planned_values").or_else(|| map.get("values")).is_some();
    match (version("format_version"), version("version")) {
        (Some(format), _) if !matches!(major(format).as_str(), "0" | "1") => {
            TerraformAbsence::Version(format.to_owned())
        }
        (None, Some(version)) if version != "4" => TerraformAbsence::Version(version.to_owned()),
        _ if has_values || version_4.is_some() => TerraformAbsence::NoneExists,
        _ => TerraformAbsence::Form,
    }
}

/// `containerDefinitions` in another spelling, wherever it stands.
fn near_miss(document: &Node<'_>) -> Option<AbsenceDiagnostic> {
    let is_near = |entry: &Entry<'_>| {
        let key = entry.key.as_ref();
        let is_close = key.starts_with(['c', 'C'])
            && (17..28).contains(&key.len())
            && suggest::slips(&normalized(key), "containerdefinitions") <= 2;
        is_close && !matches!(entry.value.resolved().value, Value::Number(_) | Value::Bool(_))
    };
    let near = find_entry(document, is_near)?;
    Some(other_name(near))
}

fn other_name(entry: &Entry<'_>) -> AbsenceDiagnostic {
    AbsenceFault::OtherName { key: entry.key.clone().into_owned() }.at(entry.key_span)
}

/// A container definition without its brackets.
fn one_container(document: &Node<'_>) -> Option<AbsenceDiagnostic> {
    let ((), image) = find(&CONTAINER, document.as_map()?)?;
    Some(AbsenceFault::OneContainer.at(image))
}

/// A task definition that lost its containers, at the top or in its wrapper.
fn without_containers(document: &Node<'_>) -> Option<AbsenceDiagnostic> {
    const OWN: [&str; 4] = ["family", "requirescompatibilities", "executionrolearn", "taskrolearn"];
    const SHARED: [&str; 6] =
        ["cpu", "memory", "networkmode", "runtimeplatform", "volumes", "containers"];
    let outer = document.as_map()?;
    let inner = outer.get("taskDefinition").or_else(|| outer.get("task_definition"));
    let map = inner.and_then(Node::as_map).unwrap_or(outer);
    let among = |entry: &Entry<'_>, names: &[&str]| {
        entry.key.len() < 32 && names.contains(&normalized(&entry.key).as_str())
    };
    let own: Vec<_> = map.entries.iter().filter(|entry| among(entry, &OWN)).collect();
    let shared = map.entries.iter().filter(|entry| among(entry, &SHARED)).count();
    let first = own.first()?;
    if own.len() + shared < 2 {
        return None;
    }
    if let Some(containers) = map.entry("containers") {
        return Some(other_name(containers));
    }
    Some(AbsenceFault::MissingContainers { is_open: map.open.is_some() }.at(first.key_span))
}

/// What it is, if its purpose is unknown.
fn generic(documents: &[Node<'_>]) -> AbsenceDiagnostic {
    let mut full = documents.iter().filter(|it| !matches!(it.value, Value::Null));
    let fault = match (full.next(), full.count()) {
        (None, _) => AbsenceFault::NothingButComments,
        (Some(only), 0) => AbsenceFault::NoContainers(DocumentShape::of(only)),
        (Some(_), _) => AbsenceFault::NoContainersInAny,
    };
    fault.of_file()
}

impl DocumentShape {
    fn of(node: &Node<'_>) -> Self {
        match &node.resolved().value {
            Value::List(items) => Self::of_list(items),
            Value::Map(map) => Self::of_map(map),
            _ => Self::Other(node.kind()),
        }
    }

    fn of_list(items: &[Node<'_>]) -> Self {
        let Some(kind) = items.first().map(Node::kind) else { return Self::EmptyArray };
        let are_alike = items.iter().all(|item| item.kind() == kind);
        if are_alike { Self::ArrayOf(kind) } else { Self::MixedArray }
    }

    fn of_map(map: &Map<'_>) -> Self {
        let keys = map.entries.iter().take(SHOWN_KEYS).map(|entry| shown(&entry.key)).collect();
        Self::Object { keys, has_more: map.entries.len() > SHOWN_KEYS }
    }
}

/// The first entry that fits, in the order of the text.
fn find_entry<'n, 't>(
    node: &'n Node<'t>,
    fits: impl Fn(&Entry<'t>) -> bool,
) -> Option<&'n Entry<'t>> {
    node.walk(Aliases::Written).entries().find(|entry| fits(entry))
}
