//! Tests of images: tables.

use super::{is_plain, read};
use crate::base::text::{Spelling, Text};
use crate::base::truth::Truth::{self, False, True, Unknown};

fn kind(value: &str, kind: &str) -> Truth {
    read(&Text::read(value, Spelling::Identifier)).is(kind)
}

fn part(value: &str, part: &str) -> Option<String> {
    read(&Text::read(value, Spelling::Identifier)).part(part).map(ToString::to_string)
}

#[test]
fn private_registries_of_every_partition_and_form() {
    for (host, partition, region) in [
        ("123456789012.dkr.ecr.us-east-1.amazonaws.com", "aws", "us-east-1"),
        ("123456789012.dkr.ecr-fips.us-east-1.amazonaws.com", "aws", "us-east-1"),
        ("123456789012.dkr-ecr.eu-west-1.on.aws", "aws", "eu-west-1"),
        ("123456789012.dkr-ecr-fips.us-east-2.on.aws", "aws", "us-east-2"),
        ("123456789012.dkr.ecr.us-gov-west-1.amazonaws.com", "aws-us-gov", "us-gov-west-1"),
        ("123456789012.dkr-ecr-fips.us-gov-east-1.on.aws", "aws-us-gov", "us-gov-east-1"),
        ("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "aws-cn", "cn-north-1"),
        ("123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn", "aws-cn", "cn-north-1"),
        ("210987654321.dkr.ecr.cn-north-1.on.amazonwebservices.com.cn", "aws-cn", "cn-north-1"),
        ("123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu", "aws-eusc", "eusc-de-east-1"),
        ("123456789012.dkr.ecr-fips.eusc-de-east-1.amazonaws.eu", "aws-eusc", "eusc-de-east-1"),
        ("123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov", "aws-iso", "us-iso-east-1"),
        ("123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov", "aws-iso-b", "us-isob-east-1"),
        ("123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk", "aws-iso-e", "eu-isoe-west-1"),
        ("123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov", "aws-iso-f", "us-isof-south-1"),
        ("123456789012.DKR.ECR.US-EAST-1.AMAZONAWS.COM", "aws", "us-east-1"),
        ("123456789012.dkr.ecr.us-east-1.amazonaws.com:443", "aws", "us-east-1"),
        ("123456789012.dkr.ecr.${Region}.amazonaws.com.cn", "aws-cn", "${Region}"),
        ("123456789012.dkr.ecr.us-gov-${X}.amazonaws.com", "aws-us-gov", "us-gov-${X}"),
        ("123456789012.dkr.ecr.us-${X}.amazonaws.com", "aws", "us-${X}"),
        ("123456789012.dkr.ecr.REGION.amazonaws.com", "aws", "REGION"),
    ] {
        let image = format!("{host}/team/app:v1");
        assert_eq!(kind(&image, "ecr"), True, "{image}");
        assert_eq!(kind(&image, "ecr-public"), False, "{image}");
        assert_eq!(kind(&image, "other"), False, "{image}");
        assert_eq!(part(&image, "partition").as_deref(), Some(partition), "{image}");
        assert_eq!(part(&image, "region").as_deref(), Some(region), "{image}");
        assert_eq!(part(&image, "repository").as_deref(), Some("team/app"), "{image}");
        assert_eq!(part(&image, "tag").as_deref(), Some("v1"), "{image}");
    }
}

#[test]
fn look_alikes_are_other_registries() {
    for image in [
        "123456789012.dkr.ecr.r.amazonaws.com.evil.example/app",
        "123456789012.dkr.ecr.cn-north-1.on.aws.com.cn/app",
        "x/123456789012.dkr.ecr.us-east-1.amazonaws.com/app",
        "${A}.dkr.ecr.${R}.amazonaws.com.evil.example/app",
        "123456789012.dkr.s3.us-east-1.amazonaws.com/${X}",
        "nginx",
        "nginx:${TAG}",
        "nginx${X}",
        "registry.${DOMAIN}/app",
        "myorg/${APP}:v1",
        "docker.io/${X}",
        "ghcr.io/${ORG}/${APP}@sha256:${D}",
        "localhost:5000/app",
        "example.com:5000",
    ] {
        assert_eq!(kind(image, "ecr"), False, "{image}");
        assert_eq!(kind(image, "ecr-public"), False, "{image}");
        assert_eq!(kind(image, "other"), True, "{image}");
        assert_eq!(part(image, "repository"), None, "{image}");
    }
}

#[test]
fn what_stands_around_the_service_does_not_hide_the_registry() {
    for image in [
        "12345678901.dkr.ecr.us-east-1.amazonaws.com/app",
        "1234567890123.dkr.ecr.r.amazonaws.com/app",
        ".dkr.ecr.us-east-1.amazonaws.com/app",
        "team.registry.dkr-ecr.us-east-1.on.aws/app",
        "1234${X}.dkr.ecr.us-east-1.amazonaws.com/app",
        "123456789012.dkr.ecr..amazonaws.com/app",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com:443",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/",
        "https://123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1",
        "docker://123456789012.dkr.ecr.us-east-1.amazonaws.com/app",
        " 123456789012.dkr.ecr.us-east-1.amazonaws.com/app",
    ] {
        assert_eq!(kind(image, "ecr"), True, "{image}");
        assert_eq!(kind(image, "other"), False, "{image}");
        let is_whole = image.contains("${");
        assert_eq!(kind(image, "malformed"), if is_whole { Unknown } else { True }, "{image}");
        let account = part(image, "account").unwrap_or_default();
        assert!(["<account>", "123456789012", "1234${X}"].contains(&account.as_str()), "{image}");
        let repository = part(image, "repository");
        assert!(repository.is_none_or(|it| it == "app"), "{image}");
    }
}

#[test]
fn placeholders_for_account_and_region_do_not_hide_the_registry() {
    for (image, account) in [
        ("ACCOUNT_ID.dkr.ecr.REGION.amazonaws.com/app", "ACCOUNT_ID"),
        ("XXXXXXXXXXXX.dkr.ecr.us-east-1.amazonaws.com/app", "XXXXXXXXXXXX"),
        ("<aws-account>.dkr.ecr.<region>.amazonaws.com/app", "<aws-account>"),
        ("your-account-id.dkr.ecr.aws_region.amazonaws.com/app", "your-account-id"),
        ("${A}.dkr.ecr.${R}.amazonaws.com/${REPO}", "${A}"),
        ("acct${A}.dkr.ecr.us-east-1.amazonaws.com/app", "acct${A}"),
        ("{{ acct }}.dkr.ecr.{region}.amazonaws.com/[repo]", "{{ acct }}"),
    ] {
        assert_eq!(kind(image, "ecr"), True, "{image}");
        let classification = read(&Text::read(image, Spelling::Identifier));
        let placeholder = classification.part("account").and_then(Text::as_placeholder);
        assert_eq!(placeholder.map(ToString::to_string).as_deref(), Some(account), "{image}");
    }
}

#[test]
fn what_a_placeholder_leaves_open() {
    for image in [
        "${Image}",
        "${Image}:${Tag}",
        "${Image}:v1.2",
        "${REGISTRY}/app:v1",
        "${REGISTRY}:443/app",
        "${PREFIX}app/foo",
        "${A}${B}",
        "1234${X}",
    ] {
        assert_eq!(kind(image, "ecr"), Unknown, "{image}");
        assert_eq!(kind(image, "other"), Unknown, "{image}");
        assert_eq!(kind(image, "malformed"), Unknown, "{image}");
    }
    for image in ["${Image}", "${REGISTRY}/app:v1", "public.ecr.${X}/app", "${X}.aws.com/a/b"] {
        assert_eq!(kind(image, "ecr-public"), Unknown, "{image}");
    }
    for image in [
        "${REGISTRY}.amazonaws.com/app",
        "1234${X}.dkr.${SERVICE}.us-east-1.amazonaws.com/app",
        "${ACCOUNT}.dkr.ecr.${REGION}.${SUFFIX}/app",
        "${A}.${SERVICE}.${R}.amazonaws.com/app",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com${PATH}",
    ] {
        assert_eq!(kind(image, "ecr"), Unknown, "{image}");
        assert_eq!(kind(image, "ecr-public"), False, "{image}");
    }
    assert_eq!(part("${REGISTRY}/app:v1", "repository").as_deref(), Some("app"));
    assert_eq!(part("${REGISTRY}/app:v1", "host").as_deref(), Some("${REGISTRY}"));
    assert_eq!(part("1234${X}.dkr.ecr.us-east-1.on.aws/a", "region").as_deref(), Some("us-east-1"));
    assert_eq!(part("${Image}:${Tag}", "repository"), None);
}

#[test]
fn public_registries() {
    for image in ["public.ecr.aws/x/y:1", "ecr-public.aws.com/x/y", "PUBLIC.ecr.aws/${X}"] {
        assert_eq!(kind(image, "ecr-public"), True, "{image}");
        assert_eq!(kind(image, "ecr"), False, "{image}");
        assert_eq!(kind(image, "other"), False, "{image}");
    }
}

#[test]
fn digests_and_tags() {
    let image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:v1@sha256:abc";
    assert_eq!(part(image, "repository").as_deref(), Some("app"));
    assert_eq!(part(image, "tag").as_deref(), Some("v1"));
    assert_eq!(part(image, "digest").as_deref(), Some("sha256:abc"));
    assert_eq!(part("1${X}.dkr.ecr.r.on.aws/${R}", "tag"), None);
}

#[test]
fn what_cannot_be_an_image() {
    for image in [
        "",
        "my image",
        "${X} ${Y}",
        "host.example/",
        "/app",
        "a//b",
        "${X}//b",
        "myorg/App",
        "${X}/APP",
        "Nginx",
        "nginx:",
        "a:b:c",
        "nginx@",
        "https://123456789012.dkr.ecr.us-east-1.amazonaws.com/app",
        "my\"app",
        "nginx\n",
        "docker://nginx",
        "MyOrg/app",
        "_app",
        "app-",
        "a___b",
        "a..b",
        "my_host.example/app",
        "host.example:port/app",
        "app@sha256:abc",
        "app:.tag",
        "public.ecr.aws",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "12345678901.dkr.ecr.us-east-1.amazonaws.com/app",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ] {
        assert_eq!(kind(image, "malformed"), True, "{image}");
        let classification = read(&Text::read(image, Spelling::Identifier));
        assert!(classification.error.is_some(), "{image}");
        assert!(!is_plain(image), "{image}");
    }
    for image in ["nginx", "a/b/c:V1.0_x", "localhost/app", "Host.example/app", "a__b/c-d--e.f"] {
        assert_eq!(kind(image, "malformed"), False, "{image}");
        assert!(is_plain(image), "{image}");
    }
    for image in ["App${X}", "${X}", "a/${X}"] {
        assert_eq!(kind(image, "malformed"), Unknown, "{image}");
    }
}
