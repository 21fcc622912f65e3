//! What is said about the files of a role that is given.

use super::syntax;
use crate::iam::role_files::{
    HeldRoles, KnownFile, Lookalike, OutputField, RoleFileFault, RoleNotGiven,
};

pub(super) fn fault(fault: &RoleFileFault) -> String {
    match fault {
        RoleFileFault::Empty => "this file is empty".into(),
        RoleFileFault::NotJson(fault) => format!("this is not JSON: {}", syntax::fault(fault)),
        RoleFileFault::Template => "this is a template, not what the AWS CLI prints".into(),
        RoleFileFault::NotOfARole(like) => {
            format!("this tells nothing about a role: it looks like {}", lookalike(like))
        }
        RoleFileFault::CutOff => "this output is cut off: give all of it".into(),
        RoleFileFault::NotAnArray { field, kind } => {
            format!("{} is {kind}, not an array", self::field(*field))
        }
        RoleFileFault::NotAName { field, kind } => {
            format!("{} is {kind}, not a name", self::field(*field))
        }
        RoleFileFault::MissingField(key) => {
            format!("there is no {key}, which the AWS CLI always prints")
        }
        RoleFileFault::NoPolicyDocument => "there is no PolicyDocument".into(),
        RoleFileFault::ListWithoutRole => {
            "this does not say which role it is of: give get-role right before it".into()
        }
        RoleFileFault::VersionWithoutPolicy => {
            "this policy version bears no ARN: give what get-policy prints right before it".into()
        }
        RoleFileFault::VersionWithoutDocument => "the policy version has no Document".into(),
        RoleFileFault::NoDocumentInString => "this string holds no policy document".into(),
        RoleFileFault::ResourcePolicy => {
            "this is the policy of a resource: it names principals, and does not let them assume a role"
                .into()
        }
        RoleFileFault::SecondTrustPolicy => {
            "the role's trust policy is given already: give it once".into()
        }
        RoleFileFault::SeveralBoundaries => {
            "a role has one permissions boundary, and here are several policies".into()
        }
        RoleFileFault::TrustForBoundary => {
            "this is a trust policy, not a permissions boundary".into()
        }
        RoleFileFault::NoBoundary => {
            "this holds no policy that could be a permissions boundary".into()
        }
    }
}

pub(super) fn help(fault: &RoleFileFault) -> Option<String> {
    let help = match fault {
        RoleFileFault::NotJson(_) => {
            "give what the AWS CLI prints with --output json, or a policy document"
        }
        RoleFileFault::NotOfARole(_) => {
            "give what `aws iam get-role`, list-attached-role-policies, list-role-policies, get-role-policy, get-policy and get-policy-version print, or get-account-authorization-details, or policy documents"
        }
        _ => return None,
    };
    Some(help.into())
}

pub(super) fn not_given(why: &RoleNotGiven) -> String {
    match why {
        RoleNotGiven::NoRole => "the files given with --role hold no role".into(),
        RoleNotGiven::NoneNamed(held) => format!(
            "the files given with --role hold several roles ({}), and none is named here",
            names(held)
        ),
        RoleNotGiven::MayBeSeveral { stated } => {
            format!("`{stated}` may be several of the roles in the files given with --role")
        }
        RoleNotGiven::NotHeld { stated, held } => {
            format!("the files given with --role do not hold `{stated}`; they hold {}", names(held))
        }
    }
}

fn names(held: &HeldRoles) -> String {
    let mut shown: Vec<_> = held.first.iter().map(|name| format!("`{name}`")).collect();
    if held.more > 0 {
        shown.push(format!("{} more", held.more));
    }
    if shown.is_empty() { "no role".to_owned() } else { shown.join(", ") }
}

fn field(field: OutputField) -> &'static str {
    match field {
        OutputField::Key(key) => key,
        OutputField::AttachedPolicies => "the list of attached policies",
        OutputField::PolicyName => "a policy's name",
    }
}

fn lookalike(like: &Lookalike) -> String {
    match like {
        Lookalike::Known(file) => known(*file).to_owned(),
        Lookalike::Object(keys) if keys.is_empty() => "an empty object".to_owned(),
        Lookalike::Object(keys) => {
            let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
            format!("an object with {}", keys.join(", "))
        }
        Lookalike::Other(kind) => (*kind).to_owned(),
    }
}

fn known(file: KnownFile) -> &'static str {
    match file {
        KnownFile::TaskDefinition => "a task definition",
        KnownFile::DescribeTaskDefinition => "what describe-task-definition prints",
        KnownFile::CloudFormation => "a CloudFormation template",
        KnownFile::ListRoles => {
            "what list-roles prints, which leaves out the policies: give get-role"
        }
        KnownFile::ListPolicyVersions => {
            "what list-policy-versions prints, which holds no documents: give get-policy-version"
        }
        KnownFile::ListPolicies => {
            "what list-policies prints, which holds no documents: give get-policy-version"
        }
        KnownFile::ListEntitiesForPolicy => "what list-entities-for-policy prints: give get-role",
        KnownFile::GetInstanceProfile => "what get-instance-profile prints: give get-role",
        KnownFile::GetUser => "what get-user prints: give get-role",
        KnownFile::AccountWithoutRoles => {
            "account details without roles: ask for them with --filter Role"
        }
        KnownFile::GetGroup => "what get-group prints: give get-role",
        KnownFile::GetCallerIdentity => "what sts get-caller-identity prints: give get-role",
        KnownFile::SimulatePrincipalPolicy => {
            "what simulate-principal-policy prints: give the policies"
        }
        KnownFile::KeyOrBucketPolicy => "the policy of a key or a bucket, not of a role",
        KnownFile::SecretPolicy => "the policy of a secret, not of a role",
        KnownFile::Terraform => "a Terraform plan or state",
        KnownFile::Services => "what describe-services prints, or a compose file",
        KnownFile::Statement => {
            "a single statement: put it into {\"Version\": …, \"Statement\": […]}"
        }
        KnownFile::Kubernetes => "a Kubernetes manifest",
        KnownFile::Error => "an error that AWS printed",
    }
}
