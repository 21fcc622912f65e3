//! What the attributes of resources give, by type: names, ARNs and addresses.
//!
//! Source: Terraform Registry, provider `hashicorp/aws` (and `hashicorp/awscc`), "Attribute Reference" of each
//! resource and data source.

/// A row: what some attributes of a type of resource give.
#[derive(Debug)]
pub(super) struct AttributeRow {
    /// Whether it is about a data source: the rows of these have `data.` before the type.
    pub(super) is_data: bool,
    /// The type.
    pub(super) kind: &'static str,
    /// The attributes, with a blank between two.
    attributes: &'static str,
    /// What they give. In braces is a part of where the resource is made (`partition`, `region`, `account`, `suffix`,
    /// and `registry`, the account of a registry), or an argument of the resource: `{a}`. `{a|b}` is the argument `a`, else
    /// `b` and what is generated after it, else a name that is generated; `{!a}` is always generated. `{path}` is `/`
    /// where there is none, `{bare:a}` begins without a slash, and `{secret}` is the ARN of the secret that the arguments
    /// name.
    pub(super) text: &'static str,
}

const fn row(kind: &'static str, attributes: &'static str, text: &'static str) -> AttributeRow {
    match kind.as_bytes() {
        [b'd', b'a', b't', b'a', b'.', ..] => {
            let (_, kind) = kind.split_at("data.".len());
            AttributeRow { is_data: true, kind, attributes, text }
        }
        _ => AttributeRow { is_data: false, kind, attributes, text },
    }
}

#[rustfmt::skip]
pub(super) static ALL: [AttributeRow; 102] = [
    row("aws_cloudwatch_event_connection", "secret_arn", "arn:{partition}:secretsmanager:{region}:{account}:secret:events!connection/{!secret_name}-??????"),
    row("aws_cloudwatch_log_group", "arn", "arn:{partition}:logs:{region}:{account}:log-group:{name|name_prefix}"),
    row("aws_cloudwatch_log_group", "name id", "{name|name_prefix}"),
    row("data.aws_cloudwatch_log_group", "arn", "arn:{partition}:logs:{region}:{account}:log-group:{name}"),
    row("data.aws_cloudwatch_log_group", "name id", "{name}"),
    row("data.aws_caller_identity", "account_id id", "{account}"),
    row("aws_db_instance", "master_user_secret.secret_arn", "arn:{partition}:secretsmanager:{region}:{account}:secret:rds!db-{!secret_name}-??????"),
    row("aws_docdb_cluster", "master_user_secret.secret_arn", "arn:{partition}:secretsmanager:{region}:{account}:secret:{!secret_name}-??????"),
    row("aws_ecr_repository", "repository_url", "{registry}.dkr.ecr.{region}.{suffix}/{name}"),
    row("aws_ecr_repository", "arn", "arn:{partition}:ecr:{region}:{registry}:repository/{name}"),
    row("aws_ecr_repository", "name id", "{name}"),
    row("aws_ecr_repository", "registry_id", "{registry}"),
    row("data.aws_ecr_repository", "repository_url", "{registry}.dkr.ecr.{region}.{suffix}/{name}"),
    row("data.aws_ecr_repository", "arn", "arn:{partition}:ecr:{region}:{registry}:repository/{name}"),
    row("data.aws_ecr_repository", "name id", "{name}"),
    row("data.aws_ecr_repository", "registry_id", "{registry}"),
    row("data.aws_ecr_image", "image_uri", "{registry}.dkr.ecr.{region}.{suffix}/{repository_name}@{image_digest}"),
    row("data.aws_ecr_image", "repository_name", "{repository_name}"),
    row("data.aws_ecr_image", "registry_id", "{registry}"),
    row("data.aws_ecr_authorization_token", "proxy_endpoint", "https://{registry}.dkr.ecr.{region}.{suffix}"),
    row("aws_ecrpublic_repository", "repository_uri", "public.ecr.aws/{!registry_alias}/{repository_name}"),
    row("aws_ecrpublic_repository", "arn", "arn:{partition}:ecr-public::{account}:repository/{repository_name}"),
    row("aws_ecrpublic_repository", "repository_name id", "{repository_name}"),
    row("aws_ecs_cluster", "arn id", "arn:{partition}:ecs:{region}:{account}:cluster/{name}"),
    row("aws_ecs_cluster", "name", "{name}"),
    row("data.aws_ecs_cluster", "arn id", "arn:{partition}:ecs:{region}:{account}:cluster/{cluster_name}"),
    row("data.aws_ecs_cluster", "cluster_name", "{cluster_name}"),
    row("aws_efs_file_system", "arn", "arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{!id}"),
    row("aws_efs_file_system", "id", "{!id}"),
    row("aws_efs_access_point", "arn", "arn:{partition}:elasticfilesystem:{region}:{account}:access-point/{!id}"),
    row("aws_efs_access_point", "id", "{!id}"),
    row("aws_iam_group", "arn", "arn:{partition}:iam::{account}:group{path}{name}"),
    row("aws_iam_group", "name id", "{name}"),
    row("aws_iam_instance_profile", "arn", "arn:{partition}:iam::{account}:instance-profile{path}{name|name_prefix}"),
    row("aws_iam_instance_profile", "name id", "{name|name_prefix}"),
    row("aws_iam_policy", "arn id", "arn:{partition}:iam::{account}:policy{path}{name|name_prefix}"),
    row("aws_iam_policy", "name", "{name|name_prefix}"),
    row("aws_iam_role", "arn", "arn:{partition}:iam::{account}:role{path}{name|name_prefix}"),
    row("aws_iam_role", "name id", "{name|name_prefix}"),
    row("data.aws_iam_role", "name id", "{name}"),
    row("aws_iam_user", "arn", "arn:{partition}:iam::{account}:user{path}{name}"),
    row("aws_iam_user", "name id", "{name}"),
    row("aws_kms_alias", "arn", "arn:{partition}:kms:{region}:{account}:{name|name_prefix}"),
    row("aws_kms_alias", "name id", "{name|name_prefix}"),
    row("aws_kms_key", "arn", "arn:{partition}:kms:{region}:{account}:key/{!key_id}"),
    row("aws_kms_key", "key_id id", "{!key_id}"),
    row("aws_kms_replica_key", "arn", "arn:{partition}:kms:{region}:{account}:key/{!key_id}"),
    row("aws_kms_replica_key", "key_id id", "{!key_id}"),
    row("aws_kms_external_key", "arn", "arn:{partition}:kms:{region}:{account}:key/{!id}"),
    row("aws_kms_external_key", "id", "{!id}"),
    row("data.aws_partition", "partition id", "{partition}"),
    row("data.aws_partition", "dns_suffix", "{suffix}"),
    row("aws_rds_cluster", "master_user_secret.secret_arn", "arn:{partition}:secretsmanager:{region}:{account}:secret:rds!cluster-{!secret_name}-??????"),
    row("aws_redshift_cluster", "master_password_secret_arn", "arn:{partition}:secretsmanager:{region}:{account}:secret:redshift!{!secret_name}-??????"),
    row("aws_redshiftserverless_namespace", "admin_password_secret_arn", "arn:{partition}:secretsmanager:{region}:{account}:secret:redshift!{!secret_name}-??????"),
    row("data.aws_region", "name id region", "{region}"),
    row("aws_s3_bucket", "arn", "arn:{partition}:s3:::{bucket|bucket_prefix}"),
    row("aws_s3_bucket", "bucket id", "{bucket|bucket_prefix}"),
    row("data.aws_s3_bucket", "arn", "arn:{partition}:s3:::{bucket}"),
    row("data.aws_s3_bucket", "bucket id", "{bucket}"),
    row("aws_s3_object", "arn", "arn:{partition}:s3:::{bucket}/{key}"),
    row("aws_s3_object", "bucket", "{bucket}"),
    row("aws_s3_object", "key id", "{key}"),
    row("aws_s3_bucket_object", "arn", "arn:{partition}:s3:::{bucket}/{key}"),
    row("aws_s3_bucket_object", "bucket", "{bucket}"),
    row("aws_s3_bucket_object", "key id", "{key}"),
    row("aws_secretsmanager_secret", "arn id", "arn:{partition}:secretsmanager:{region}:{account}:secret:{name|name_prefix}-??????"),
    row("aws_secretsmanager_secret", "name", "{name|name_prefix}"),
    row("aws_secretsmanager_secret_policy", "id", "{secret}"),
    row("aws_secretsmanager_secret_policy", "secret_arn", "{secret}"),
    row("aws_secretsmanager_secret_rotation", "id", "{secret}"),
    row("aws_secretsmanager_secret_rotation", "secret_id", "{secret_id}"),
    row("aws_secretsmanager_secret_version", "arn", "{secret}"),
    row("aws_secretsmanager_secret_version", "secret_id", "{secret_id}"),
    row("data.aws_secretsmanager_secret", "arn id", "{secret}"),
    row("data.aws_secretsmanager_secret", "name", "{name}"),
    row("data.aws_secretsmanager_secret_version", "arn", "{secret}"),
    row("data.aws_secretsmanager_secret_version", "secret_id", "{secret_id}"),
    row("aws_ssm_parameter", "arn", "arn:{partition}:ssm:{region}:{account}:parameter/{bare:name}"),
    row("aws_ssm_parameter", "name id", "{name}"),
    row("data.aws_ssm_parameter", "arn", "arn:{partition}:ssm:{region}:{account}:parameter/{bare:name}"),
    row("data.aws_ssm_parameter", "name id", "{name}"),
    row("aws_timestreaminfluxdb_db_instance", "influx_auth_parameters_secret_arn", "arn:{partition}:secretsmanager:{region}:{account}:secret:{!secret_name}-??????"),
    row("aws_timestreaminfluxdb_db_cluster", "influx_auth_parameters_secret_arn", "arn:{partition}:secretsmanager:{region}:{account}:secret:{!secret_name}-??????"),
    row("awscc_ecr_repository", "repository_uri", "{account}.dkr.ecr.{region}.{suffix}/{repository_name|}"),
    row("awscc_ecr_repository", "arn", "arn:{partition}:ecr:{region}:{account}:repository/{repository_name|}"),
    row("awscc_ecr_repository", "repository_name id", "{repository_name|}"),
    row("awscc_ecs_cluster", "arn", "arn:{partition}:ecs:{region}:{account}:cluster/{cluster_name|}"),
    row("awscc_ecs_cluster", "cluster_name id", "{cluster_name|}"),
    row("awscc_iam_role", "arn", "arn:{partition}:iam::{account}:role{path}{role_name|}"),
    row("awscc_iam_role", "role_name id", "{role_name|}"),
    row("awscc_kms_key", "arn", "arn:{partition}:kms:{region}:{account}:key/{!key_id}"),
    row("awscc_kms_key", "key_id id", "{!key_id}"),
    row("awscc_logs_log_group", "arn", "arn:{partition}:logs:{region}:{account}:log-group:{log_group_name|}:*"),
    row("awscc_logs_log_group", "log_group_name id", "{log_group_name|}"),
    row("awscc_s3_bucket", "arn", "arn:{partition}:s3:::{bucket_name|}"),
    row("awscc_s3_bucket", "bucket_name id", "{bucket_name|}"),
    row("awscc_secretsmanager_secret", "secret_id id", "arn:{partition}:secretsmanager:{region}:{account}:secret:{name|}-??????"),
    row("awscc_secretsmanager_secret", "name", "{name|}"),
    row("awscc_ssm_parameter", "name id", "{name|}"),
    row("docker_registry_image", "name id", "{name}"),
    row("docker_image", "name", "{name}"),
];

impl AttributeRow {
    /// The attributes, each by its path without indexes.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &'static str> {
        self.attributes.split(' ')
    }

    /// Whether it is about a type of resource or data source.
    pub(super) fn is_of(&self, is_data: bool, kind: &str) -> bool {
        self.is_data == is_data && self.kind == kind
    }
}

/// The row of an attribute, by its path without indexes.
pub(super) fn find(is_data: bool, kind: &str, attribute: &str) -> Option<&'static AttributeRow> {
    ALL.iter().find(|it| it.is_of(is_data, kind) && it.attributes().any(|own| own == attribute))
}
