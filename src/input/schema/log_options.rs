//! The options that the ECS API describes, for an editor to offer: others are let pass, if they are no slip of the pen.

use super::unknown_keys::normalized;
use crate::base::suggest;
use crate::syntax::Map;
use std::borrow::Cow;

/// An option.
#[derive(Clone, Copy, Debug)]
pub(super) struct DescribedOption {
    pub(super) name: &'static str,
    /// The words that are listed for it, if they are.
    pub(super) words: &'static [&'static str],
}

const fn option(name: &'static str, words: &'static [&'static str]) -> DescribedOption {
    DescribedOption { name, words }
}

/// Those of the log driver awslogs: `LogConfiguration` of botocore. Whether it has a `mode` of its own is up to the driver:
/// others pass on what is written.
static AWSLOGS: [DescribedOption; 8] = [
    option("awslogs-group", &[]),
    option("awslogs-region", &[]),
    option("awslogs-stream-prefix", &[]),
    option("awslogs-create-group", &["true", "false"]),
    option("awslogs-datetime-format", &[]),
    option("awslogs-multiline-pattern", &[]),
    option("mode", &["non-blocking", "blocking"]),
    option("max-buffer-size", &[]),
];

/// Those of the log router: `FirelensConfiguration` of botocore.
static FIRELENS: [DescribedOption; 3] = [
    option("enable-ecs-log-metadata", &["true", "false"]),
    option("config-file-type", &["s3", "file"]),
    option("config-file-value", &[]),
];

/// The options in an object of the API.
pub(super) fn of(object: &str) -> &'static [DescribedOption] {
    match object {
        "logConfiguration" => &AWSLOGS,
        "firelensConfiguration" => &FIRELENS,
        _ => &[],
    }
}

/// What moby's driver `awslogs` knows besides (`ValidateLogOpt`).
const OF_MOBY: [&str; 7] = [
    "awslogs-stream",
    "awslogs-create-stream",
    "awslogs-endpoint",
    "awslogs-credentials-endpoint",
    "awslogs-force-flush-interval-seconds",
    "awslogs-max-buffered-events",
    "awslogs-format",
];

/// The option of a log driver that a key was meant to be, if it is none.
pub(super) fn meant(key: &str, driver: Option<&str>) -> Option<&'static str> {
    let mut known = AWSLOGS.iter().map(|it| it.name).chain(OF_MOBY);
    if driver != Some("awslogs") || key.len() > 64 || known.any(|name| name == key) {
        return None;
    }
    let plain = normalized(key);
    let own = AWSLOGS.iter().map(|it| it.name).filter(|name| name.starts_with("awslogs-"));
    let near = own.map(|name| (suggest::slips(&plain, &normalized(name)), name));
    near.filter(|(slips, _)| *slips <= 2).min_by_key(|(slips, _)| *slips).map(|(_, name)| name)
}

/// Has a misspelled option count as the one that was meant.
pub(super) fn put_right(options: &mut Map<'_>, driver: Option<&str>) {
    for at in 0..options.entries.len() {
        let name = options.entries.get(at).and_then(|entry| meant(&entry.key, driver));
        let Some(name) = name.filter(|name| options.get(name).is_none()) else { continue };
        if let Some(entry) = options.entries.get_mut(at) {
            entry.key = Cow::Borrowed(name);
        }
    }
}
