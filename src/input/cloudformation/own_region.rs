//! The Region of a stack, where its own log groups show it: the driver writes to them in a Region that is written.

use super::function::{Call, Name};
use super::template::Resource;
use crate::aws::partition;
use crate::syntax::Node;

const TASK: &str = "AWS::ECS::TaskDefinition";
const LOG_GROUP: &str = "AWS::Logs::LogGroup";

/// The Region that every log configuration with a log group of the template writes, if they agree. What is under a
/// condition says nothing: it may be meant for one Region.
pub(super) fn of_log_groups<'t>(resources: &[Resource<'t>]) -> Option<&'t str> {
    let groups: Vec<_> = resources.iter().filter(|it| it.kind == LOG_GROUP).collect();
    if groups.is_empty() {
        return None;
    }
    let tasks = resources.iter().filter(|it| it.kind == TASK);
    let containers = tasks.filter_map(|it| it.property("ContainerDefinitions")?.as_list());
    let mut regions = containers.flatten().filter_map(|container| {
        let logs = container.get("LogConfiguration")?;
        let options = logs.get("Options")?;
        let group = options.get("awslogs-group")?;
        let is_own = || groups.iter().any(|it| is_group(group, it));
        let region = options.get("awslogs-region")?.as_str()?;
        let is_driver = logs.get("LogDriver").and_then(Node::as_str) == Some("awslogs");
        (is_driver && partition::looks_like_region(region) && is_own()).then_some(region)
    });
    let first = regions.next()?;
    regions.all(|it| it == first).then_some(first)
}

/// Whether a value is a log group of the template: a reference to it, or its name.
fn is_group(value: &Node<'_>, group: &Resource<'_>) -> bool {
    match Call::read(value) {
        Some(call) if call.name == Name::Ref => call.literal() == Some(group.name),
        Some(call) if call.name == Name::GetAtt => {
            call.attribute().is_some_and(|(name, ..)| name == group.name)
        }
        _ => group.property("LogGroupName").is_some_and(|name| is_same(value, name)),
    }
}

/// Whether two texts are written the same, in a `Sub` or without.
fn is_same(one: &Node<'_>, other: &Node<'_>) -> bool {
    match (Call::read(one), Call::read(other)) {
        (Some(one), Some(other)) => {
            one.name == other.name && one.literal().is_some() && one.literal() == other.literal()
        }
        (None, None) => one.as_str().is_some() && one.as_str() == other.as_str(),
        _ => false,
    }
}
