//! Messages for the files that are passed with `--role` and `--boundary`.

use super::syntax;
use crate::iam::role_files::{
    HeldRoles, KnownFile, Lookalike, OutputField, RoleFileFault, RoleNotGiven,
};

pub(super) fn fault(fault: &RoleFileFault) -> String {
    match fault {
        RoleFileFault::Empty => "this file is empty".into(),
        RoleFileFault::NotJson(fault) => format!("this is not JSON: {}", syntax::fault(fault)),
        RoleFileFault::Template => "this is a template, not AWS CLI output".into(),
        RoleFileFault::NotOfARole(like) => {
            format!("this file does not describe a role: it looks like {}", lookalike(like))
        }
        RoleFileFault::CutOff => "this output is truncated: pass all of it".into(),
        RoleFileFault::NotAnArray { field, kind } => {
            format!("expected an array for {}, found {kind}", self::field(*field))
        }
        RoleFileFault::NotAName { field, kind } => {
            format!("expected a string for {}, found {kind}", self::field(*field))
        }
        RoleFileFault::MissingField(key) => {
            format!("missing {key}, which the AWS CLI always prints")
        }
        RoleFileFault::NoPolicyDocument => "missing PolicyDocument".into(),
        RoleFileFault::ListWithoutRole => {
            "can't tell which role this belongs to: pass the output of get-role immediately before it".into()
        }
        RoleFileFault::VersionWithoutPolicy => {
            "this policy version has no ARN: pass the output of get-policy immediately before it".into()
        }
        RoleFileFault::VersionWithoutDocument => "the policy version has no Document".into(),
        RoleFileFault::NoDocumentInString => "this string contains no policy document".into(),
        RoleFileFault::ResourcePolicy => {
            "this is a resource-based policy: it has principals, but does not let them assume a role"
                .into()
        }
        RoleFileFault::SecondTrustPolicy => {
            "the role's trust policy was already passed: pass it only once".into()
        }
        RoleFileFault::SeveralBoundaries => {
            "a role has one permissions boundary, but this file contains several policies".into()
        }
        RoleFileFault::TrustForBoundary => {
            "this is a trust policy, not a permissions boundary".into()
        }
        RoleFileFault::NoBoundary => {
            "this file contains no policy that could be a permissions boundary".into()
        }
    }
}

pub(super) fn help(fault: &RoleFileFault) -> Option<String> {
    let help = match fault {
        RoleFileFault::NotJson(_) => {
            "pass the output of the AWS CLI with --output json, or a policy document"
        }
        RoleFileFault::NotOfARole(_) => {
            "pass the output of `aws iam get-role`, list-attached-role-policies, list-role-policies, get-role-policy, get-policy and get-policy-version, or of get-account-authorization-details, or policy documents"
        }
        _ => return None,
    };
    Some(help.into())
}

pub(super) fn not_given(why: &RoleNotGiven) -> String {
    match why {
        RoleNotGiven::NoRole => "the files passed with --role contain no role".into(),
        RoleNotGiven::VersionWithoutPolicy => {
            "a policy version in the files passed with --role has no ARN: pass the output of get-policy immediately before it".into()
        }
        RoleNotGiven::NoneNamed(held) => format!(
            "the files passed with --role contain several roles ({}), and no role is set here",
            names(held)
        ),
        RoleNotGiven::MayBeSeveral { stated } => {
            format!("`{stated}` matches several of the roles in the files passed with --role")
        }
        RoleNotGiven::NotHeld { stated, held } => {
            format!(
                "the files passed with --role do not contain `{stated}`; they contain {}",
                names(held)
            )
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
        KnownFile::DescribeTaskDefinition => "the output of describe-task-definition",
        KnownFile::CloudFormation => "a CloudFormation template",
        KnownFile::ListRoles => {
            "the output of list-roles, which omits the policies: pass the output of get-role"
        }
        KnownFile::ListPolicyVersions => {
            "the output of list-policy-versions, which omits the documents: pass the output of get-policy-version"
        }
        KnownFile::ListPolicies => {
            "the output of list-policies, which omits the documents: pass the output of get-policy-version"
        }
        KnownFile::ListEntitiesForPolicy => {
            "the output of list-entities-for-policy: pass the output of get-role"
        }
        KnownFile::GetInstanceProfile => {
            "the output of get-instance-profile: pass the output of get-role"
        }
        KnownFile::GetUser => "the output of get-user: pass the output of get-role",
        KnownFile::AccountWithoutRoles => {
            "account details without roles: request them with --filter Role"
        }
        KnownFile::GetGroup => "the output of get-group: pass the output of get-role",
        KnownFile::GetCallerIdentity => {
            "the output of sts get-caller-identity: pass the output of get-role"
        }
        KnownFile::SimulatePrincipalPolicy => {
            "the output of simulate-principal-policy: pass the policies"
        }
        KnownFile::KeyOrBucketPolicy => "the policy of a key or a bucket, not of a role",
        KnownFile::SecretPolicy => "the policy of a secret, not of a role",
        KnownFile::Terraform => "a Terraform plan or state",
        KnownFile::Services => "the output of describe-services, or a Compose file",
        KnownFile::Statement => {
            "a single statement: put it in {\"Version\": …, \"Statement\": […]}"
        }
        KnownFile::Statements => {
            "the statements of a policy: put them in {\"Version\": …, \"Statement\": […]}"
        }
        KnownFile::Lowercase => {
            "a policy document, but IAM writes its elements in upper case: Version, Statement, Effect, Action, Resource"
        }
        KnownFile::Kubernetes => "a Kubernetes manifest",
        KnownFile::Error => "an error that AWS printed",
    }
}
