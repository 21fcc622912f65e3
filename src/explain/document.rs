//! The reasons that documents of AWS hold: what its CLI prints of tasks, services and stacks, and its events.

use crate::syntax::{Node, json};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// Any text.
    Text,
    /// What `aws ecs describe-tasks` prints, and `run-task`.
    DescribeTasks,
    /// What `aws ecs describe-services` prints.
    DescribeServices,
    /// What `aws cloudformation describe-stack-events` prints.
    StackEvents,
    /// An event of `EventBridge`: ECS Task State Change.
    TaskStateChange,
    /// A record of `CloudTrail`.
    CloudTrail,
    /// JSON of another kind.
    Other,
}

/// A reason, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// The text.
    pub text: String,
    /// The task, service or resource.
    pub task: Option<String>,
    /// The container.
    pub container: Option<String>,
    /// When.
    pub at: Option<String>,
}

impl TextKind {
    /// The name in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text | Self::Other => "text",
            Self::DescribeTasks => "describe-tasks",
            Self::DescribeServices => "describe-services",
            Self::StackEvents => "stack-events",
            Self::TaskStateChange => "task-state-change",
            Self::CloudTrail => "cloudtrail",
        }
    }
}

/// What a text is, and each distinct reason that it holds. A text that is no JSON is its own reason.
pub fn reasons(text: &str) -> (TextKind, Vec<Reason>) {
    let bare = text.trim_start_matches('\u{feff}').trim();
    let plain = || (TextKind::Text, vec![Reason { text: text.to_owned(), ..Reason::default() }]);
    if !bare.starts_with(['{', '[']) {
        return plain();
    }
    let parsed = json::read(bare);
    let Some(root) = parsed.documents.first().filter(|_| parsed.problems.is_empty()) else {
        return plain();
    };
    let (input, all) = of_document(root);
    let mut distinct: Vec<Reason> = Vec::new();
    for reason in all.into_iter().filter(|it| !it.text.trim().is_empty()) {
        if !distinct.iter().any(|known| known.text == reason.text) {
            distinct.push(reason);
        }
    }
    (input, distinct)
}

fn of_document(root: &Node<'_>) -> (TextKind, Vec<Reason>) {
    let list = |key: &str| root.get(key).and_then(Node::as_list);
    if let Some(tasks) = list("tasks") {
        let failures =
            list("failures").unwrap_or_default().iter().map(|it| reason(it, "reason", "arn"));
        return (TextKind::DescribeTasks, tasks.iter().flat_map(of_task).chain(failures).collect());
    }
    if let Some(services) = list("services") {
        return (TextKind::DescribeServices, services.iter().flat_map(of_service).collect());
    }
    if let Some(events) = list("StackEvents") {
        let failed = events.iter().map(|it| Reason {
            at: text_of(it, "Timestamp"),
            ..reason(it, "ResourceStatusReason", "LogicalResourceId")
        });
        return (TextKind::StackEvents, failed.collect());
    }
    if let Some(detail) = root.get("detail") {
        let is_record = detail.get("eventName").is_some();
        let input = if is_record { TextKind::CloudTrail } else { TextKind::TaskStateChange };
        return (input, if is_record { of_record(detail) } else { of_task(detail) });
    }
    if let Some(records) = list("Records") {
        return (TextKind::CloudTrail, records.iter().flat_map(of_record).collect());
    }
    if root.get("eventName").is_some() || root.get("errorMessage").is_some() {
        return (TextKind::CloudTrail, of_record(root));
    }
    if root.get("stoppedReason").is_some() || root.get("taskArn").is_some() {
        return (TextKind::DescribeTasks, of_task(root));
    }
    (TextKind::Other, Vec::new())
}

fn text_of(node: &Node<'_>, key: &str) -> Option<String> {
    node.get(key)?.as_str().map(str::to_owned)
}

fn reason(node: &Node<'_>, key: &str, name: &str) -> Reason {
    Reason {
        text: text_of(node, key).unwrap_or_default(),
        task: text_of(node, name),
        ..Reason::default()
    }
}

fn of_task(task: &Node<'_>) -> Vec<Reason> {
    let at = text_of(task, "stoppedAt");
    let own = Reason { at: at.clone(), ..reason(task, "stoppedReason", "taskArn") };
    let containers = task.get("containers").and_then(Node::as_list).unwrap_or_default();
    let of_containers = containers.iter().map(|container| Reason {
        text: text_of(container, "reason").unwrap_or_default(),
        task: own.task.clone(),
        container: text_of(container, "name"),
        at: at.clone(),
    });
    let of_containers: Vec<_> = of_containers.collect();
    std::iter::once(own).chain(of_containers).collect()
}

fn of_service(service: &Node<'_>) -> Vec<Reason> {
    let name = text_of(service, "serviceName");
    let list = |key: &str| service.get(key).and_then(Node::as_list).unwrap_or_default();
    let each = |key: &'static str, text: &'static str, at: &'static str| {
        let name = name.clone();
        list(key).iter().map(move |it| Reason {
            text: text_of(it, text).unwrap_or_default(),
            task: name.clone(),
            container: None,
            at: text_of(it, at),
        })
    };
    let deployments = each("deployments", "rolloutStateReason", "updatedAt");
    each("events", "message", "createdAt").chain(deployments).collect()
}

/// A record of `CloudTrail`: its error with the operation, so that the call is known without the sentence.
fn of_record(record: &Node<'_>) -> Vec<Reason> {
    let part = |key: &str| text_of(record, key);
    let (code, message) = (part("errorCode"), part("errorMessage"));
    if code.is_none() && message.is_none() {
        return Vec::new();
    }
    let caller = record.get("userIdentity").and_then(|it| text_of(it, "arn"));
    let has = |word: &str| message.as_deref().is_some_and(|it| it.contains(word));
    let mut text = String::new();
    if let Some(operation) = part("eventName").filter(|_| !has("perform")) {
        let code = code.as_deref().unwrap_or("error");
        text += &format!("An error occurred ({code}) when calling the {operation} operation: ");
    }
    if let Some(caller) = caller.filter(|_| !has("arn:")) {
        text += &format!("User: {caller} ");
    }
    text += message.as_deref().or(code.as_deref()).unwrap_or_default();
    vec![Reason { text, task: part("eventName"), container: None, at: part("eventTime") }]
}
