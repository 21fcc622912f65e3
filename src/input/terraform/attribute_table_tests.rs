//! The table of attributes, row by row: a module, and what the attribute gives in it.

use super::super::ParsedModules;
use super::super::attribute_table;
use super::super::choices::ConditionAnswers;
use super::super::configuration::TerraformConfiguration;
use super::super::evaluator::ModuleEvaluator;
use crate::aws::deployment::Deployment;
use crate::base::source::Source;
use crate::base::text::Text;
use crate::input::inputs::Inputs;
use crate::input::json_files::JsonFiles;
use std::collections::BTreeSet;

/// A type (a data source with `data.` before it), attributes with a blank between two, arguments, and what the
/// attributes give.
type Case = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const CASES: [Case; 124] = [
    ("aws_cloudwatch_event_connection", "secret_arn", "", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:events!connection/${aws_cloudwatch_event_connection.it.secret_name}-??????"),
    ("aws_cloudwatch_log_group", "arn", "name = \"/ecs/app\"", "arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/app"),
    ("aws_cloudwatch_log_group", "name id", "name = \"/ecs/app\"", "/ecs/app"),
    ("aws_cloudwatch_log_group", "name id", "name_prefix = \"app-\"", "app-<generated for aws_cloudwatch_log_group.it>"),
    ("aws_cloudwatch_log_group", "name id", "", "${aws_cloudwatch_log_group.it.name}"),
    ("data.aws_cloudwatch_log_group", "arn", "name = \"/ecs/app\"", "arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/app"),
    ("data.aws_cloudwatch_log_group", "name id", "name = \"/ecs/app\"", "/ecs/app"),
    ("data.aws_caller_identity", "account_id id", "", "111122223333"),
    ("aws_db_instance", "master_user_secret[0].secret_arn master_user_secret.0.secret_arn master_user_secret[*].secret_arn[0]", "manage_master_user_password = true", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-${aws_db_instance.it.secret_name}-??????"),
    ("aws_docdb_cluster", "master_user_secret[0].secret_arn", "", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:${aws_docdb_cluster.it.secret_name}-??????"),
    ("aws_rds_cluster", "master_user_secret[0].secret_arn", "", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!cluster-${aws_rds_cluster.it.secret_name}-??????"),
    ("aws_redshift_cluster", "master_password_secret_arn", "", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:redshift!${aws_redshift_cluster.it.secret_name}-??????"),
    ("aws_redshiftserverless_namespace", "admin_password_secret_arn", "", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:redshift!${aws_redshiftserverless_namespace.it.secret_name}-??????"),
    ("aws_timestreaminfluxdb_db_instance", "influx_auth_parameters_secret_arn", "", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:${aws_timestreaminfluxdb_db_instance.it.secret_name}-??????"),
    ("aws_timestreaminfluxdb_db_cluster", "influx_auth_parameters_secret_arn", "", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:${aws_timestreaminfluxdb_db_cluster.it.secret_name}-??????"),
    ("aws_ecr_repository", "repository_url", "name = \"team/app\"", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app"),
    ("aws_ecr_repository", "arn", "name = \"team/app\"", "arn:aws:ecr:eu-west-1:111122223333:repository/team/app"),
    ("aws_ecr_repository", "name id", "name = \"team/app\"", "team/app"),
    ("aws_ecr_repository", "registry_id", "name = \"team/app\"", "111122223333"),
    ("data.aws_ecr_repository", "repository_url", "name = \"team/app\"", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app"),
    ("data.aws_ecr_repository", "arn", "name = \"team/app\"", "arn:aws:ecr:eu-west-1:111122223333:repository/team/app"),
    ("data.aws_ecr_repository", "name id", "name = \"team/app\"", "team/app"),
    ("data.aws_ecr_repository", "registry_id", "name = \"team/app\"", "111122223333"),
    ("data.aws_ecr_repository", "repository_url", "name = \"app\"\n  registry_id = \"444455556666\"", "444455556666.dkr.ecr.eu-west-1.amazonaws.com/app"),
    ("aws_ecr_repository", "repository_url", "name = \"app\"\n  region = \"cn-north-1\"", "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/app"),
    ("data.aws_ecr_image", "image_uri", "repository_name = \"app\"", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app@${data.aws_ecr_image.it.image_digest}"),
    ("data.aws_ecr_image", "repository_name", "repository_name = \"app\"", "app"),
    ("data.aws_ecr_image", "registry_id", "repository_name = \"app\"", "111122223333"),
    ("data.aws_ecr_authorization_token", "proxy_endpoint", "", "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com"),
    ("aws_ecrpublic_repository", "repository_uri", "repository_name = \"app\"", "public.ecr.aws/${aws_ecrpublic_repository.it.registry_alias}/app"),
    ("aws_ecrpublic_repository", "arn", "repository_name = \"app\"", "arn:aws:ecr-public::111122223333:repository/app"),
    ("aws_ecrpublic_repository", "repository_name id", "repository_name = \"app\"", "app"),
    ("aws_ecs_cluster", "arn id", "name = \"main\"", "arn:aws:ecs:eu-west-1:111122223333:cluster/main"),
    ("aws_ecs_cluster", "name", "name = \"main\"", "main"),
    ("data.aws_ecs_cluster", "arn id", "cluster_name = \"main\"", "arn:aws:ecs:eu-west-1:111122223333:cluster/main"),
    ("data.aws_ecs_cluster", "cluster_name", "cluster_name = \"main\"", "main"),
    ("aws_efs_file_system", "arn", "", "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/${aws_efs_file_system.it.id}"),
    ("aws_efs_file_system", "id", "", "${aws_efs_file_system.it.id}"),
    ("aws_efs_access_point", "arn", "", "arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/${aws_efs_access_point.it.id}"),
    ("aws_efs_access_point", "id", "", "${aws_efs_access_point.it.id}"),
    ("aws_iam_group", "arn", "name = \"team\"", "arn:aws:iam::111122223333:group/team"),
    ("aws_iam_group", "name id", "name = \"team\"", "team"),
    ("aws_iam_instance_profile", "arn", "name = \"web\"\n  path = \"/app/\"", "arn:aws:iam::111122223333:instance-profile/app/web"),
    ("aws_iam_instance_profile", "name id", "name = \"web\"", "web"),
    ("aws_iam_policy", "arn id", "name = \"read\"\n  path = \"/app/\"", "arn:aws:iam::111122223333:policy/app/read"),
    ("aws_iam_policy", "arn id", "name = \"read\"", "arn:aws:iam::111122223333:policy/read"),
    ("aws_iam_policy", "name", "name = \"read\"", "read"),
    ("aws_iam_role", "arn", "name = \"task\"", "arn:aws:iam::111122223333:role/task"),
    ("aws_iam_role", "arn", "name = \"task\"\n  path = \"/app/\"", "arn:aws:iam::111122223333:role/app/task"),
    ("aws_iam_role", "arn", "name_prefix = \"task-\"", "arn:aws:iam::111122223333:role/task-<generated for aws_iam_role.it>"),
    ("aws_iam_role", "arn", "", "arn:aws:iam::111122223333:role/${aws_iam_role.it.name}"),
    ("aws_iam_role", "name id", "name = \"task\"", "task"),
    ("aws_iam_role", "unique_id", "name = \"task\"", "${aws_iam_role.it.unique_id}"),
    ("data.aws_iam_role", "name id", "name = \"task\"", "task"),
    ("data.aws_iam_role", "arn", "name = \"task\"", "${data.aws_iam_role.it.arn}"),
    ("aws_iam_user", "arn", "name = \"ci\"", "arn:aws:iam::111122223333:user/ci"),
    ("aws_iam_user", "name id", "name = \"ci\"", "ci"),
    ("aws_kms_alias", "arn", "name = \"alias/app\"", "arn:aws:kms:eu-west-1:111122223333:alias/app"),
    ("aws_kms_alias", "name id", "name = \"alias/app\"", "alias/app"),
    ("aws_kms_key", "arn", "", "arn:aws:kms:eu-west-1:111122223333:key/${aws_kms_key.it.key_id}"),
    ("aws_kms_key", "key_id id", "", "${aws_kms_key.it.key_id}"),
    ("aws_kms_replica_key", "arn", "", "arn:aws:kms:eu-west-1:111122223333:key/${aws_kms_replica_key.it.key_id}"),
    ("aws_kms_replica_key", "key_id id", "", "${aws_kms_replica_key.it.key_id}"),
    ("aws_kms_external_key", "arn", "", "arn:aws:kms:eu-west-1:111122223333:key/${aws_kms_external_key.it.id}"),
    ("aws_kms_external_key", "id", "", "${aws_kms_external_key.it.id}"),
    ("data.aws_partition", "partition id", "", "aws"),
    ("data.aws_partition", "dns_suffix", "", "amazonaws.com"),
    ("data.aws_region", "name id region", "", "eu-west-1"),
    ("data.aws_region", "name id region", "name = \"us-east-2\"", "us-east-2"),
    ("aws_s3_bucket", "arn", "bucket = \"env\"", "arn:aws:s3:::env"),
    ("aws_s3_bucket", "bucket id", "bucket = \"env\"", "env"),
    ("aws_s3_bucket", "bucket id", "bucket_prefix = \"env-\"", "env-<generated for aws_s3_bucket.it>"),
    ("aws_s3_bucket", "bucket id", "", "${aws_s3_bucket.it.bucket}"),
    ("data.aws_s3_bucket", "arn", "bucket = \"env\"", "arn:aws:s3:::env"),
    ("data.aws_s3_bucket", "bucket id", "bucket = \"env\"", "env"),
    ("aws_s3_object", "arn", "bucket = \"env\"\n  key = \"app.env\"", "arn:aws:s3:::env/app.env"),
    ("aws_s3_object", "bucket", "bucket = \"env\"\n  key = \"app.env\"", "env"),
    ("aws_s3_object", "key id", "bucket = \"env\"\n  key = \"app.env\"", "app.env"),
    ("aws_s3_bucket_object", "arn", "bucket = \"env\"\n  key = \"app.env\"", "arn:aws:s3:::env/app.env"),
    ("aws_s3_bucket_object", "bucket", "bucket = \"env\"\n  key = \"app.env\"", "env"),
    ("aws_s3_bucket_object", "key id", "bucket = \"env\"\n  key = \"app.env\"", "app.env"),
    ("aws_secretsmanager_secret", "arn id", "name = \"prod/db\"", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-??????"),
    ("aws_secretsmanager_secret", "arn id", "name_prefix = \"db-\"", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-<generated for aws_secretsmanager_secret.it>-??????"),
    ("aws_secretsmanager_secret", "arn id", "", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:${aws_secretsmanager_secret.it.name}-??????"),
    ("aws_secretsmanager_secret", "name", "name = \"prod/db\"", "prod/db"),
    ("aws_secretsmanager_secret_policy", "secret_arn id", "secret_arn = \"arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf\"", "arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf"),
    ("aws_secretsmanager_secret_rotation", "id", "secret_id = \"prod/db\"", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-??????"),
    ("aws_secretsmanager_secret_rotation", "secret_id", "secret_id = \"prod/db\"", "prod/db"),
    ("aws_secretsmanager_secret_version", "arn", "secret_id = \"arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf\"", "arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf"),
    ("aws_secretsmanager_secret_version", "arn", "secret_id = \"prod/db\"", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-??????"),
    ("aws_secretsmanager_secret_version", "arn", "secret_id = var.secret", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:<name of aws_secretsmanager_secret_version.it>-??????"),
    ("aws_secretsmanager_secret_version", "secret_id", "secret_id = \"prod/db\"", "prod/db"),
    ("data.aws_secretsmanager_secret_version", "arn", "secret_id = \"arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf\"", "arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf"),
    ("data.aws_secretsmanager_secret_version", "arn", "secret_id = \"prod/db\"", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-??????"),
    ("data.aws_secretsmanager_secret_version", "arn", "secret_id = var.secret", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:<name of data.aws_secretsmanager_secret_version.it>-??????"),
    ("data.aws_secretsmanager_secret_version", "secret_id", "secret_id = \"prod/db\"", "prod/db"),
    ("data.aws_secretsmanager_secret", "arn id", "name = \"prod/db\"", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-??????"),
    ("data.aws_secretsmanager_secret", "arn id", "name = var.secret", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:${var.secret}-??????"),
    ("data.aws_secretsmanager_secret", "arn id", "arn = \"arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf\"", "arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf"),
    ("data.aws_secretsmanager_secret", "name", "name = \"prod/db\"", "prod/db"),
    ("aws_ssm_parameter", "arn", "name = \"/app/key\"", "arn:aws:ssm:eu-west-1:111122223333:parameter/app/key"),
    ("aws_ssm_parameter", "arn", "name = \"key\"", "arn:aws:ssm:eu-west-1:111122223333:parameter/key"),
    ("aws_ssm_parameter", "name id", "name = \"/app/key\"", "/app/key"),
    ("data.aws_ssm_parameter", "arn", "name = \"/app/key\"", "arn:aws:ssm:eu-west-1:111122223333:parameter/app/key"),
    ("data.aws_ssm_parameter", "arn", "name = \"key\"", "arn:aws:ssm:eu-west-1:111122223333:parameter/key"),
    ("data.aws_ssm_parameter", "name id", "name = \"/app/key\"", "/app/key"),
    ("awscc_ecr_repository", "repository_uri", "repository_name = \"app\"", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app"),
    ("awscc_ecr_repository", "arn", "repository_name = \"app\"", "arn:aws:ecr:eu-west-1:111122223333:repository/app"),
    ("awscc_ecr_repository", "repository_name id", "", "${awscc_ecr_repository.it.repository_name}"),
    ("awscc_ecs_cluster", "arn", "cluster_name = \"main\"", "arn:aws:ecs:eu-west-1:111122223333:cluster/main"),
    ("awscc_ecs_cluster", "cluster_name id", "cluster_name = \"main\"", "main"),
    ("awscc_iam_role", "arn", "role_name = \"task\"", "arn:aws:iam::111122223333:role/task"),
    ("awscc_iam_role", "role_name id", "role_name = \"task\"", "task"),
    ("awscc_kms_key", "arn", "", "arn:aws:kms:eu-west-1:111122223333:key/${awscc_kms_key.it.key_id}"),
    ("awscc_kms_key", "key_id id", "", "${awscc_kms_key.it.key_id}"),
    ("awscc_logs_log_group", "arn", "log_group_name = \"app\"", "arn:aws:logs:eu-west-1:111122223333:log-group:app:*"),
    ("awscc_logs_log_group", "log_group_name id", "log_group_name = \"app\"", "app"),
    ("awscc_s3_bucket", "arn", "bucket_name = \"env\"", "arn:aws:s3:::env"),
    ("awscc_s3_bucket", "bucket_name id", "bucket_name = \"env\"", "env"),
    ("awscc_secretsmanager_secret", "secret_id id", "name = \"db\"", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-??????"),
    ("awscc_secretsmanager_secret", "name", "name = \"db\"", "db"),
    ("awscc_ssm_parameter", "name id", "name = \"/app/key\"", "/app/key"),
    ("docker_registry_image", "name id", "name = \"registry.example.com/app:1\"", "registry.example.com/app:1"),
    ("docker_image", "name", "name = \"registry.example.com/app:1\"", "registry.example.com/app:1"),
];

/// What an expression of a module gives, in the Region and the account of the options.
fn given(module: &str, expression: &str, inputs: &Inputs) -> String {
    let text = format!("{module}\nlocals {{\n  value = {expression}\n}}\n");
    let source = Source::new("main.tf", text.as_str());
    let json = JsonFiles::default();
    let (modules, problems) = ParsedModules::read(&source, &json);
    assert!(problems.is_empty(), "{text}: {problems:?}");
    let configuration = TerraformConfiguration::of(&source, modules.root.clone(), &modules.files);
    let assigned = ConditionAnswers::default();
    let evaluator = ModuleEvaluator::new(&configuration, inputs, &assigned);
    let value = evaluator.local(&evaluator.root, "value");
    let text = value.and_then(|it| evaluator.text(&it));
    text.map(|it| it.to_string()).unwrap_or_default()
}

fn inputs() -> Inputs {
    let deployment = Deployment {
        region: Some(Text::literal("eu-west-1")),
        account: Some(Text::literal("111122223333")),
        ..Deployment::default()
    };
    Inputs { deployment, ..Inputs::default() }
}

/// A block, and the expression for an attribute of it.
fn block(kind: &str, arguments: &str) -> String {
    match kind.strip_prefix("data.") {
        Some(kind) => format!("data \"{kind}\" \"it\" {{\n  {arguments}\n}}\n"),
        None => format!("resource \"{kind}\" \"it\" {{\n  {arguments}\n}}\n"),
    }
}

#[test]
fn each_attribute_gives_the_text_of_its_row() {
    for (kind, attributes, arguments, expected) in CASES {
        for attribute in attributes.split(' ') {
            let module = format!("variable \"secret\" {{}}\n{}", block(kind, arguments));
            let found = given(&module, &format!("{kind}.it.{attribute}"), &inputs());
            assert_eq!(found, expected, "{kind}.{attribute}");
        }
    }
}

#[test]
fn each_row_is_tested() {
    let tested: BTreeSet<_> = CASES
        .iter()
        .flat_map(|(kind, attributes, ..)| attributes.split(' ').map(move |it| (*kind, it)))
        .map(|(kind, attribute)| (kind, attribute.replace("[0]", "")))
        .collect();
    for row in &attribute_table::ALL {
        for attribute in row.attributes() {
            let prefix = if row.is_data { "data." } else { "" };
            let kind = format!("{prefix}{}", row.kind);
            assert!(tested.contains(&(kind.as_str(), attribute.to_owned())), "{kind} {attribute}");
        }
    }
}

#[test]
fn what_the_source_does_not_declare_has_what_its_type_gives() {
    for (expression, expected) in [
        (
            "aws_ecr_repository.app.repository_url",
            "<account>.dkr.ecr.<region>.amazonaws.com/${aws_ecr_repository.app.name}",
        ),
        ("aws_iam_role.task.arn", "arn:aws:iam::<account>:role/${aws_iam_role.task.name}"),
        (
            "data.aws_secretsmanager_secret.db.arn",
            "arn:aws:secretsmanager:<region>:<account>:secret:<name of data.aws_secretsmanager_secret.db>-??????",
        ),
        ("data.aws_region.current.name", "<region>"),
        ("data.aws_caller_identity.current.account_id", "<account>"),
        (
            "\"${aws_ecr_repository.app.repository_url}:${var.tag}\"",
            "<account>.dkr.ecr.<region>.amazonaws.com/${aws_ecr_repository.app.name}:${var.tag}",
        ),
        ("data.aws_ami.it.id", "${data.aws_ami.it.id}"),
    ] {
        assert_eq!(given("", expression, &Inputs::default()), expected, "{expression}");
    }
}

#[test]
fn a_provider_decides_where_its_resources_are() {
    let module = r#"
provider "aws" {
  region              = "us-gov-west-1"
  allowed_account_ids = ["444455556666"]
}
provider "aws" {
  alias  = "main"
  region = "us-east-1"
}
provider "aws" {
  alias   = "other"
  region  = "cn-north-1"
  profile = "other"
}
resource "aws_ecr_repository" "here" {
  name = "a"
}
resource "aws_ecr_repository" "main" {
  name     = "b"
  provider = aws.main
}
resource "aws_ecr_repository" "other" {
  name     = "c"
  provider = aws.other
}
"#;
    for (name, expected) in [
        ("here", "444455556666.dkr.ecr.us-gov-west-1.amazonaws.com/a"),
        ("main", "444455556666.dkr.ecr.us-east-1.amazonaws.com/b"),
        ("other", "<account of aws.other>.dkr.ecr.cn-north-1.amazonaws.com.cn/c"),
    ] {
        let expression = format!("aws_ecr_repository.{name}.repository_url");
        assert_eq!(given(module, &expression, &Inputs::default()), expected);
    }
}

#[test]
fn functions_of_texts_know_what_attributes_give() {
    let module = r#"
resource "aws_ecr_repository" "app" {
  name = "Team/App"
}
"#;
    for (expression, expected) in [
        (
            r#"split("/", aws_ecr_repository.app.repository_url)[0]"#,
            "111122223333.dkr.ecr.eu-west-1.amazonaws.com",
        ),
        ("lower(aws_ecr_repository.app.name)", "team/app"),
        (r#"trimprefix(aws_ecr_repository.app.name, "Team/")"#, "App"),
        (r#"join("-", ["x", aws_ecr_repository.app.name])"#, "x-Team/App"),
        (r#"coalesce("", aws_ecr_repository.app.name)"#, "Team/App"),
    ] {
        assert_eq!(given(module, expression, &inputs()), expected, "{expression}");
    }
}

#[test]
fn two_resources_are_never_the_same() {
    let module = r#"
resource "aws_secretsmanager_secret" "a" {}
resource "aws_secretsmanager_secret" "b" {}
"#;
    let text = |name: &str| {
        given(module, &format!("aws_secretsmanager_secret.{name}.arn"), &Inputs::default())
    };
    assert_ne!(text("a"), text("b"));
    assert_eq!(text("a"), text("a"));
}

#[test]
fn names_that_lead_to_themselves_stay_open() {
    let module = r#"
resource "aws_s3_bucket" "a" {
  bucket = aws_s3_bucket.b.bucket
}
resource "aws_s3_bucket" "b" {
  bucket = aws_s3_bucket.a.bucket
}
"#;
    let found = given(module, "aws_s3_bucket.a.arn", &Inputs::default());
    assert!(found.starts_with("arn:aws:s3:::${aws_s3_bucket."), "{found}");
}
