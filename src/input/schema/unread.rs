//! The fields that no built-in rule reads.

/// The fields of a task definition that no built-in rule reads, as CloudFormation spells them: what is under them
/// decides nothing, so that its conditions are not checked separately. `tests/rules.rs` compares the lists with the
/// rules.
pub const UNREAD_OF_TASK: [&str; 3] = ["EnableFaultInjection", "Family", "Tags"];

/// The same for container definitions.
pub const UNREAD_OF_CONTAINER: [&str; 24] = [
    "Command",
    "Cpu",
    "DependsOn",
    "DockerLabels",
    "EntryPoint",
    "Environment",
    "Essential",
    "HealthCheck",
    "Interactive",
    "Memory",
    "MemoryReservation",
    "MountPoints",
    "Name",
    "PortMappings",
    "PseudoTerminal",
    "ReadonlyRootFilesystem",
    "RestartPolicy",
    "StartTimeout",
    "StopTimeout",
    "SystemControls",
    "Ulimits",
    "User",
    "VolumesFrom",
    "WorkingDirectory",
];

/// Whether no rule reads a field of a task definition, in either spelling.
pub(in crate::input) fn is_unread_of_task(key: &str) -> bool {
    UNREAD_OF_TASK.iter().any(|field| field.eq_ignore_ascii_case(key))
}

/// The same for a field of a container definition.
pub(in crate::input) fn is_unread_of_container(key: &str) -> bool {
    UNREAD_OF_CONTAINER.iter().any(|field| field.eq_ignore_ascii_case(key))
}
