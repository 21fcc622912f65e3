//! The options that the ECS API describes, for an editor to offer: others are let pass.

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
