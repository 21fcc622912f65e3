//! The context of a request: the condition keys that are known, known to be absent, or neither.

use crate::aws::arn::{Arn, ArnParse};
use crate::aws::launch_type::LaunchType;
use crate::aws::partition;
use crate::base::text::{DeploymentPart, Placeholder, PlaceholderKind, Text};
use std::cell::LazyCell;

/// What is known of the condition keys of one request.
#[derive(Clone, Debug, Default)]
pub struct Context {
    keys: Vec<(String, KeyState)>,
    /// A key that is not spoken of is absent, rather than unknown.
    closed: bool,
}

#[derive(Clone, Debug)]
enum KeyState {
    Values(Vec<Text<'static>>),
    Present,
    Absent,
}

/// What is known of one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known<'c> {
    /// The request has it, with these values; a value may have placeholders.
    Values(&'c [Text<'static>]),
    /// The request has it; its value is not known.
    Present,
    /// The request does not have it.
    Absent,
    /// Nothing is known.
    Unknown,
}

/// A context that is made once a condition asks for it: most policies have none.
pub struct LazyContext<F>(LazyCell<Context, F>);

impl<F: FnOnce() -> Context> LazyContext<F> {
    /// The context that `make` gives.
    pub fn new(make: F) -> Self {
        Self(LazyCell::new(make))
    }
}

impl<F: FnOnce() -> Context> AsRef<Context> for LazyContext<F> {
    fn as_ref(&self) -> &Context {
        &self.0
    }
}

impl AsRef<Self> for Context {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Context {
    /// A context in which every key that is not spoken of is absent.
    #[cfg(feature = "internals")]
    pub fn closed() -> Self {
        Self { closed: true, ..Self::default() }
    }

    /// The same, with a key that has one value.
    #[must_use]
    pub fn with(self, key: &str, value: Text<'static>) -> Self {
        self.with_values(key, vec![value])
    }

    /// The same, with a key that has several values.
    #[must_use]
    pub fn with_values(self, key: &str, values: Vec<Text<'static>>) -> Self {
        self.with_state(key, KeyState::Values(values))
    }

    /// The same, with a key that is there with a value that is not known.
    #[must_use]
    pub fn with_present(self, key: &str) -> Self {
        self.with_state(key, KeyState::Present)
    }

    /// The same, without a key.
    #[must_use]
    pub fn without(self, key: &str) -> Self {
        self.with_state(key, KeyState::Absent)
    }

    /// What is known of a key. Names of keys ignore case.
    pub fn get(&self, key: &str) -> Known<'_> {
        let found = self.keys.iter().rev().find(|(name, _)| {
            let prefix =
                name.strip_suffix('*').and_then(|prefix| key.get(..prefix.len()).zip(Some(prefix)));
            prefix.is_some_and(|(start, prefix)| start.eq_ignore_ascii_case(prefix))
                || name.eq_ignore_ascii_case(key)
        });
        match found {
            Some((_, KeyState::Values(values))) => Known::Values(values),
            Some((_, KeyState::Present)) => Known::Present,
            Some((_, KeyState::Absent)) => Known::Absent,
            None if self.closed => Known::Absent,
            None => Known::Unknown,
        }
    }

    fn with_state(mut self, key: &str, state: KeyState) -> Self {
        self.keys.push((key.to_owned(), state));
        self
    }

    fn with_known(self, key: &str, value: Option<&Text<'_>>) -> Self {
        match value {
            Some(value) => self.with(key, value.clone().into_owned()),
            None => self.with_present(key),
        }
    }
}

/// What is known about the call for which a permission is required.
#[derive(Clone, Debug, Default)]
pub struct EcsCall<'c> {
    /// The role's ARN.
    pub role: Option<Text<'c>>,
    /// The role's tags, if they are known.
    pub tags: Option<Vec<(String, String)>>,
    /// The Region in which the task runs; the Region of a resource's ARN is before it.
    pub region: Option<Text<'c>>,
    /// The launch type, where the answer is for one.
    pub launch_type: Option<LaunchType>,
    /// The service that makes the call for ECS: `secretsmanager`, `ssm`, `s3`.
    pub via: Option<&'c str>,
    /// The ARN of the secret or parameter for whose sake `kms:Decrypt` is called.
    pub subject: Option<Text<'c>>,
}

/// The condition keys of the call `action` on `resource`.
///
/// Sources: IAM user guide, `reference_policies_condition-keys`; KMS developer guide, `conditions-kms`;
/// ECS developer guide, `task_execution_IAM_role`, for the token that Fargate fetches past any endpoint.
pub fn of_call(action: &str, resource: &Text<'_>, call: &EcsCall<'_>) -> Context {
    let arn = match Arn::read(resource) {
        ArnParse::Arn(arn) => Some(arn),
        _ => None,
    };
    let context = Context::default()
        .with("aws:SecureTransport", Text::literal("true"))
        .with_present("aws:CurrentTime")
        .with_present("aws:EpochTime")
        // A service that assumes a role is no user and shows no second factor.
        .without("aws:username")
        .without("aws:MultiFactorAuthPresent")
        .without("aws:MultiFactorAuthAge");
    let context = of_principal(context, call);
    let context = of_place(context, action, arn.as_deref(), call);
    let context = of_key(context, action, arn.as_deref(), call);
    let on_fargate = call.launch_type == Some(LaunchType::Fargate);
    if on_fargate && action.eq_ignore_ascii_case("ecr:GetAuthorizationToken") {
        return context.without("aws:SourceVpce").without("aws:SourceVpc");
    }
    context
}

fn of_principal(context: Context, call: &EcsCall<'_>) -> Context {
    let account = match call.role.as_ref().map(Arn::read) {
        Some(ArnParse::Arn(arn)) => Some(arn.account),
        _ => None,
    };
    let context = context
        .with_known("aws:PrincipalArn", call.role.as_ref())
        .with_known("aws:PrincipalAccount", account.as_ref());
    let Some(tags) = &call.tags else { return context };
    // Once the tags are known, those that are not among them are absent; what is added last counts first.
    tags.iter().fold(context.without("aws:PrincipalTag/*"), |context, (name, value)| {
        context.with(&format!("aws:PrincipalTag/{name}"), Text::literal(value.clone()))
    })
}

fn of_place(context: Context, action: &str, arn: Option<&Arn<'_>>, call: &EcsCall<'_>) -> Context {
    let is_s3 = service_of(action).eq_ignore_ascii_case("s3");
    let own = arn.map(|arn| &arn.region).filter(|region| !region.is_empty());
    // A bucket may be in another Region than the task, and its ARN does not say.
    let region = own.or(call.region.as_ref().filter(|_| !is_s3));
    let context = context.with_known("aws:RequestedRegion", region);
    match arn.map(|arn| &arn.account).filter(|account| !account.is_empty()) {
        Some(account) => context.with("aws:ResourceAccount", account.clone().into_owned()),
        None => context,
    }
}

/// What the service that calls KMS to decrypt passes to it. Sources: Secrets Manager user guide,
/// `security-encryption`; KMS developer guide, `services-parameter-store`.
fn of_key(context: Context, action: &str, arn: Option<&Arn<'_>>, call: &EcsCall<'_>) -> Context {
    let Some(via) = call.via.filter(|_| service_of(action).eq_ignore_ascii_case("kms")) else {
        return context;
    };
    let own = arn.map(|arn| &arn.region).filter(|region| !region.is_empty());
    let host = via_host(via, own.or(call.region.as_ref()));
    let context = context.with("kms:ViaService", host);
    let (key, others) = match via {
        "secretsmanager" => ("SecretARN", Some("SecretVersionId")),
        "ssm" => ("PARAMETER_ARN", None),
        _ => return context,
    };
    let names = std::iter::once(key).chain(others).map(Text::literal).collect();
    let context = others.into_iter().fold(context, |context, name| {
        context.with_present(&format!("kms:EncryptionContext:{name}"))
    });
    let context = context.with_values("kms:EncryptionContextKeys", names);
    context.with_known(&format!("kms:EncryptionContext:{key}"), call.subject.as_ref())
}

/// The value of `kms:ViaService`: `secretsmanager.REGION.amazonaws.com`. Source: KMS developer guide,
/// `conditions-kms`.
pub(super) fn via_service(service: &str, region: &Text<'_>) -> Text<'static> {
    host(service, region, partition::dns_suffix("aws"))
}

/// The same, where the Region may be unknown. No source says whether partitions with a domain of their own use that
/// one: there only what both domains begin with is known.
fn via_host(service: &str, region: Option<&Text<'_>>) -> Text<'static> {
    let unspecified = || Text::placeholder(Placeholder::unspecified(DeploymentPart::Region));
    let Some(region) = region else { return via_service(service, &unspecified()) };
    let of_aws = partition::dns_suffix("aws");
    let own = region.as_literal().and_then(partition::of_region);
    let own = own.map_or(of_aws, partition::dns_suffix);
    if own == of_aws {
        return host(service, region, own);
    }
    let shared = of_aws.chars().zip(own.chars()).take_while(|(one, other)| one == other);
    let shared: String = shared.map(|(letter, _)| letter).collect();
    let mut host = host(service, region, &shared);
    host.push_placeholder(Placeholder::named(PlaceholderKind::RequestValue, "suffix"));
    host
}

fn host(service: &str, region: &Text<'_>, domain: &str) -> Text<'static> {
    let mut host = Text::literal(format!("{service}."));
    host.push_text(&region.clone().into_owned());
    host.push_literal(format!(".{domain}").into());
    host
}

fn service_of(action: &str) -> &str {
    action.split_once(':').map_or(action, |(service, _)| service)
}

#[cfg(test)]
mod tests {
    use super::via_host;
    use crate::base::text::Text;
    use crate::base::truth::Truth::{self, False, True, Unknown};

    #[test]
    fn the_domain_of_another_partition_may_be_its_own() {
        for (region, domain, expected) in [
            ("eu-west-1", "amazonaws.com", True),
            ("us-gov-west-1", "amazonaws.com", True),
            ("eu-west-1", "amazonaws.eu", False),
            ("cn-north-1", "amazonaws.com.cn", Unknown),
            ("eusc-de-east-1", "amazonaws.eu", Unknown),
            ("us-iso-east-1", "c2s.ic.gov", Unknown),
            ("eusc-de-east-1", "c2s.ic.gov", False),
        ] {
            let host = via_host("ssm", Some(&Text::literal(region)));
            let is: Truth = host.equals(&format!("ssm.{region}.{domain}"));
            assert_eq!(is, expected, "{region} {domain}");
        }
    }
}
