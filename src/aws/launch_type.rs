//! The launch types that a task definition can be validated against.

use std::fmt;

/// A launch type of Amazon ECS, in the order in which reports name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LaunchType {
    /// AWS Fargate.
    Fargate,
    /// Container instances on Amazon EC2.
    Ec2,
    /// ECS Anywhere: registered external instances.
    External,
    /// Amazon ECS Managed Instances.
    ManagedInstances,
}

impl LaunchType {
    /// All of them, each at the index that it has as a number.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Fargate, Self::Ec2, Self::External, Self::ManagedInstances];

    /// How many there are. The match names each, so that a new one does not compile until it is counted;
    /// then `ALL` does not compile until it holds it.
    pub const COUNT: usize = match Self::Fargate {
        Self::Fargate | Self::Ec2 | Self::External | Self::ManagedInstances => 4,
    };

    /// The name in the API: `FARGATE`, `EC2`, `EXTERNAL`, `MANAGED_INSTANCES`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fargate => "FARGATE",
            Self::Ec2 => "EC2",
            Self::External => "EXTERNAL",
            Self::ManagedInstances => "MANAGED_INSTANCES",
        }
    }

    /// The name as a value of an option: `fargate`, `managed-instances`.
    pub fn option(self) -> &'static str {
        match self {
            Self::Fargate => "fargate",
            Self::Ec2 => "ec2",
            Self::External => "external",
            Self::ManagedInstances => "managed-instances",
        }
    }

    /// The launch type of that name in the API.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|launch_type| launch_type.name() == name)
    }

    /// Since when it exists, as `YYYY-MM-DD` or a part of it (source: document history of the
    /// ECS developer guide; EXTERNAL 2021-05-27, Managed Instances 2025-09). Nothing for those that
    /// are older than the rules.
    pub fn since(self) -> Option<&'static str> {
        match self {
            Self::Fargate | Self::Ec2 => None,
            Self::External => Some("2021-05-27"),
            Self::ManagedInstances => Some("2025-09"),
        }
    }

    /// Whether its container agent is one that the user installs and updates.
    pub fn has_own_agent(self) -> bool {
        matches!(self, Self::Ec2 | Self::External)
    }
}

impl fmt::Display for LaunchType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::LaunchType;

    #[test]
    fn each_stands_at_its_own_index_and_is_found_by_its_name() {
        for (index, launch_type) in LaunchType::ALL.into_iter().enumerate() {
            assert_eq!(launch_type as usize, index);
            assert_eq!(LaunchType::from_name(launch_type.name()), Some(launch_type));
            let option = launch_type.name().to_lowercase().replace('_', "-");
            assert_eq!(launch_type.option(), option);
        }
    }
}
