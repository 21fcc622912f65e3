//! ARNs of managed policies: those that AWS does not have, and the ones that were meant.

use super::managed;
use crate::aws::account;
use crate::aws::arn::{Arn, ArnParse};
use crate::base::suggest;
use crate::base::text::Text;
use crate::base::truth::Truth;
use std::cmp::Ordering;

/// What follows `policy/` in the ARN of every policy of AWS, by name. Source: AWS managed policy reference guide,
/// `policy-list`, in November 2026. They are in the order of their names in lower case.
static PATHS: &str = include_str!("managed/paths.txt");

/// How many slips lead to another name.
const MOST_SLIPS: usize = 2;

/// What names of AWS policies end in: people leave it out, or add it.
const ENDS: [&str; 2] = ["Policy", "Access"];

/// What is wrong with the ARN of a managed policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManagedArnFault {
    /// It is not the ARN of a policy.
    NotAnArn,
    /// AWS has the policy under this path: `service-role/`, or none.
    OtherPath(&'static str),
    /// AWS has a policy of a similar name.
    Misspelled,
    /// It is of another partition than the task.
    OtherPartition {
        /// Its partition.
        own: String,
        /// That of the task.
        of_task: String,
    },
}

/// The ARN of a managed policy that cannot be attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongManagedArn {
    /// As it is written.
    pub written: String,
    /// What is wrong with it.
    pub fault: ManagedArnFault,
    /// The ARN that was meant.
    pub meant: String,
}

/// The ARN of the policy of AWS that has a name.
pub fn of_aws(name: &str) -> Option<String> {
    Some(arn("aws", of_name(name)?))
}

/// What is wrong with the ARN of a managed policy, where that is known; `partition` is that of the task.
pub fn check(written: &Text<'_>, partition: Option<&str>) -> Option<WrongManagedArn> {
    let shown = written.to_string();
    let wrong = |fault, meant| WrongManagedArn { written: shown.clone(), fault, meant };
    let Some(parts) = PolicyArnParts::of(written) else {
        let path = of_name(name_of(written.as_literal()?))?;
        let meant = arn(partition.unwrap_or("aws"), path);
        return Some(wrong(ManagedArnFault::NotAnArn, meant));
    };
    let own = parts.partition.as_ref().and_then(Text::as_literal);
    if let Some((fault, path)) = parts.path.as_ref()?.as_literal().and_then(misplaced) {
        return Some(wrong(fault, arn(partition.or(own).unwrap_or("aws"), path)));
    }
    let (own, of_task) = (own?, partition?);
    if own == of_task {
        return None;
    }
    let meant = shown.replacen(own, of_task, 1);
    let (own, of_task) = (own.to_owned(), of_task.to_owned());
    Some(wrong(ManagedArnFault::OtherPartition { own, of_task }, meant))
}

/// The ARN of a policy, as far as it counts here; what is open is nothing.
#[derive(Default)]
struct PolicyArnParts<'w> {
    partition: Option<Text<'w>>,
    /// What follows `policy/`: empty in a policy that is not one of AWS.
    path: Option<Text<'w>>,
}

impl<'w> PolicyArnParts<'w> {
    /// The parts of an ARN; none where it cannot be that of a policy.
    fn of(written: &Text<'w>) -> Option<Self> {
        let arn = match Arn::read(written) {
            ArnParse::Arn(arn) => arn,
            ArnParse::Unknown => return Some(Self::default()),
            ArnParse::NotAnArn | ArnParse::Malformed => return None,
        };
        let is_policy = arn.service.equals("iam") != Truth::False
            && arn.resource.starts_with("policy/") != Truth::False
            && arn.region.equals("") != Truth::False;
        let (is_of_aws, may_be_own) = (arn.account.equals("aws"), account::may_be(&arn.account));
        if !is_policy || (is_of_aws == Truth::False && !may_be_own) {
            return None;
        }
        let path = arn.resource.split_once('/').map(|(_, path)| path);
        let path = if is_of_aws == Truth::True { path } else { Some(Text::default()) };
        Some(Self { partition: Some(arn.partition), path })
    }
}

/// Why AWS has no policy of a path, and the path of the one that it has.
fn misplaced(written: &str) -> Option<(ManagedArnFault, &'static str)> {
    let folder = folder_of(written);
    if let Some(known) = of_name(name_of(written)) {
        let is_there = folder_of(known) == folder;
        return (!is_there).then(|| (ManagedArnFault::OtherPath(folder_of(known)), known));
    }
    let name = name_of(written);
    // A name that goes on may be that of a newer policy.
    let is_newer = |known: &str| name.strip_prefix(known).is_some_and(|it| !ENDS.contains(&it));
    let known = managed::paths().filter(|known| !is_newer(name_of(known)));
    let mut shortened = known.clone().filter(|known| {
        let known = name_of(known);
        let differs = |end: &&str| {
            name.strip_suffix(end) == Some(known) || known.strip_suffix(end) == Some(name)
        };
        ENDS.iter().any(differs)
    });
    let near = || suggest::fewest_slips(name, known.clone().map(name_of), MOST_SLIPS);
    let meant = shortened.next().or_else(|| near().and_then(of_name))?;
    Some((ManagedArnFault::Misspelled, meant))
}

/// The path of a policy of AWS, by its name. IAM distinguishes no names by their case.
fn of_name(name: &str) -> Option<&'static str> {
    let mut rest = PATHS;
    while !rest.is_empty() {
        // The line in the middle, and what is before and after it.
        let (before, after) = rest.split_at(rest.floor_char_boundary(rest.len() / 2));
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').map_or(rest.len(), |at| before.len() + at);
        let (path, next) = (rest.get(start..end)?, rest.get(end + 1..).unwrap_or_default());
        match lower(name_of(path)).cmp(lower(name)) {
            Ordering::Equal => return Some(path),
            Ordering::Less => rest = next,
            Ordering::Greater => rest = rest.get(..start)?,
        }
    }
    None
}

fn lower(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().map(|it| it.to_ascii_lowercase())
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What is before the name, with its slash.
fn folder_of(path: &str) -> &str {
    path.get(..path.len() - name_of(path).len()).unwrap_or_default()
}

fn arn(partition: &str, path: &str) -> String {
    format!("arn:{partition}:iam::aws:policy/{path}")
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that fails may say so by a panic")]
mod tests {
    use super::{ManagedArnFault, PATHS, WrongManagedArn, name_of, of_name};
    use crate::base::text::{Spelling, Text};
    use crate::iam::managed;

    fn check(written: &str, partition: Option<&str>) -> Option<WrongManagedArn> {
        super::check(&Text::read(written, Spelling::Identifier), partition)
    }

    #[test]
    fn each_name_is_found_and_each_copy_at_its_path() {
        let names: Vec<_> = PATHS.lines().map(|it| name_of(it).to_ascii_lowercase()).collect();
        assert!(names.is_sorted_by(|one, next| one < next), "each once, and in order");
        for path in PATHS.lines() {
            assert_eq!(of_name(&name_of(path).to_uppercase()), Some(path));
        }
        for name in ["", "0", "zzz", "AdministratorAcces", "AdministratorAccesss"] {
            assert_eq!(of_name(name), None);
        }
        for path in managed::paths() {
            assert_eq!(of_name(name_of(path)), Some(path));
        }
    }

    #[test]
    fn what_aws_has_under_another_path() {
        for (written, folder, meant) in [
            (
                "AmazonECSTaskExecutionRolePolicy",
                "service-role/",
                "service-role/AmazonECSTaskExecutionRolePolicy",
            ),
            (
                "aws-service-role/AmazonECSTaskExecutionRolePolicy",
                "service-role/",
                "service-role/AmazonECSTaskExecutionRolePolicy",
            ),
            ("service-role/CloudWatchLogsFullAccess", "", "CloudWatchLogsFullAccess"),
            ("service-role/AmazonSSMReadOnlyAccess", "", "AmazonSSMReadOnlyAccess"),
            (
                "AmazonEC2ContainerServiceforEC2Role",
                "service-role/",
                "service-role/AmazonEC2ContainerServiceforEC2Role",
            ),
            ("ViewOnlyAccess", "job-function/", "job-function/ViewOnlyAccess"),
        ] {
            let found = check(&format!("arn:aws:iam::aws:policy/{written}"), None).expect(written);
            assert_eq!(found.fault, ManagedArnFault::OtherPath(folder), "{written}");
            assert_eq!(found.meant, format!("arn:aws:iam::aws:policy/{meant}"));
        }
    }

    #[test]
    fn what_is_misspelled_or_no_arn() {
        let right = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
        for written in [
            "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRole",
            "arn:aws:iam::aws:policy/AmazonECSTaskExecutionRole",
            "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExectionRolePolicy",
        ] {
            let found = check(written, None).expect(written);
            assert_eq!((found.fault, found.meant.as_str()), (ManagedArnFault::Misspelled, right));
        }
        for (written, meant) in [
            ("AmazonEC2ContainerRegistryReadOnlyAccess", "AmazonEC2ContainerRegistryReadOnly"),
            ("PowerUser", "PowerUserAccess"),
        ] {
            let found = check(&format!("arn:aws:iam::aws:policy/{written}"), None).expect(written);
            assert_eq!(found.meant, format!("arn:aws:iam::aws:policy/{meant}"));
        }
        for written in [
            "AmazonECSTaskExecutionRolePolicy",
            "service-role/AmazonECSTaskExecutionRolePolicy",
            "arn:aws:iam::aws:role/service-role/AmazonECSTaskExecutionRolePolicy",
            "arn:aws:iam:::policy/service-role/AmazonECSTaskExecutionRolePolicy",
            "arn:aws:iam:aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
        ] {
            let found = check(written, None).expect(written);
            assert_eq!((found.fault, found.meant.as_str()), (ManagedArnFault::NotAnArn, right));
        }
    }

    #[test]
    fn what_may_be_right_is_left_alone() {
        for written in [
            "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
            "arn:aws:iam::aws:policy/CloudWatchFullAccess",
            "arn:aws:iam::aws:policy/SomethingThatIsNew",
            "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicyV2",
            "arn:aws:iam::111122223333:policy/AmazonECSTaskExecutionRolePolicy",
            "arn:aws:iam::${AWS::AccountId}:policy/AmazonECSTaskExecutionRolePolicy",
            "arn:${P}:iam::aws:policy/ReadOnlyAccess",
            "arn:aws:iam::aws:policy/${Name}",
            "${PolicyArn}",
            "my-policy",
        ] {
            assert_eq!(check(written, None), None, "{written}");
            assert_eq!(check(written, Some("aws")), None, "{written}");
        }
    }

    #[test]
    fn the_partition_is_that_of_the_task() {
        let found =
            check("arn:aws:iam::aws:policy/ReadOnlyAccess", Some("aws-cn")).expect("a fault");
        assert_eq!(found.meant, "arn:aws-cn:iam::aws:policy/ReadOnlyAccess");
    }
}
