//! Launch types, and what a rule says for them, in words.

use crate::aws::launch_type::LaunchType;
use crate::base::words;
use crate::rules::RoleRequirement;

/// Launch types in a sentence: "FARGATE and EC2".
pub fn launch_types(launch_types: &[LaunchType]) -> String {
    words::list(&launch_types.iter().map(|it| it.name()).collect::<Vec<_>>())
}

/// What a rule says for the launch types in question: "required on FARGATE; on EC2 the container
/// instance role is used". What goes without saying, where there is one launch type only, is not said; what the instance role
/// does only where `with_instance_role` asks for it.
pub fn requirement(
    cells: &[(LaunchType, RoleRequirement)],
    is_choice: bool,
    with_instance_role: bool,
) -> String {
    let mut groups: Vec<(RoleRequirement, Vec<LaunchType>)> = Vec::new();
    for (launch_type, cell) in cells {
        match groups.iter_mut().find(|(known, _)| known == cell) {
            Some((_, on)) => on.push(*launch_type),
            None => groups.push((*cell, vec![*launch_type])),
        }
    }
    let words = groups.into_iter().filter_map(|(cell, on)| {
        let names = launch_types(&on);
        match cell {
            RoleRequirement::Required => is_choice.then(|| format!("required on {names}")),
            RoleRequirement::RequiredUnlessInstanceRole => {
                Some(format!("required on {names} unless the container instance role allows it"))
            }
            RoleRequirement::Unknown => Some(format!("unknown for {names}")),
            RoleRequirement::InstanceRole => (with_instance_role && is_choice)
                .then(|| format!("on {names} the container instance role is used")),
            RoleRequirement::NotNeeded | RoleRequirement::Unsupported => None,
        }
    });
    words.collect::<Vec<_>>().join("; ")
}
