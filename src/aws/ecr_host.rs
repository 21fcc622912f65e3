//! The host names of private ECR registries: `ACCOUNT.SERVICE.REGION.SUFFIX`.
//!
//! Source: the ECR credential helper and kubernetes/cloud-provider-aws, which do not pair `dkr.ecr` and
//! `dkr-ecr` with their suffixes either.

use super::{account, partition, tokens};
use crate::base::text::pattern::{CharSet, Element, possibly};
use crate::base::text::{DeploymentPart, Piece, Placeholder, Text};
use crate::base::truth::Truth;

const SERVICES: [&str; 4] = ["dkr.ecr", "dkr.ecr-fips", "dkr-ecr", "dkr-ecr-fips"];

/// The characters of a label of a host.
const LABEL: &CharSet = &CharSet::ALPHANUMERIC.with(&CharSet::of("_-"));
const PORT: &CharSet = &CharSet::DIGITS.with(&CharSet::of(":"));
const NO_SLASH: &CharSet = &CharSet::ALL.without(&CharSet::of("/"));

/// A host that literally names the service, cut into its parts. Only `is_ecr` says whether it is one.
pub(super) struct EcrHost<'s> {
    /// What is before the service, a word turned into a placeholder: one label, where it is right.
    account: Text<'s>,
    /// The label after the service, a word turned into a placeholder.
    region: Text<'s>,
    suffix: Text<'s>,
}

impl<'s> EcrHost<'s> {
    /// Cuts a host (without a port); none if no service of ECR is in it.
    pub(super) fn read(host: &Text<'s>) -> Option<Self> {
        let (first, rest) = host.split_once('.')?;
        let (account, rest, service_labels) = match service_labels(tokens::head(&rest)) {
            Some(service_labels) => (first, rest, service_labels),
            None => after_more_labels(&first, &rest)?,
        };
        let mut labels = rest.split('.', service_labels + 2).into_iter().skip(service_labels);
        let account = tokens::account(account);
        let region = labels.next()?;
        let suffix = labels.next().unwrap_or_default().map_literals(str::to_ascii_lowercase);
        // A Region's case is only lowered where it is one; a word stays as it is.
        let lower = region.map_literals(str::to_ascii_lowercase);
        let is_region = lower.as_literal().is_some_and(partition::looks_like_region);
        let region = tokens::region(if is_region { lower } else { region });
        Some(Self { account, region, suffix })
    }

    /// Whether every way of filling the placeholders makes it the host of a private registry: what is before the
    /// service makes no difference, since ECS goes by the service.
    pub(super) fn is_ecr(&self) -> bool {
        self.suffix.as_literal().is_some_and(|suffix| partition::of_suffix(suffix).is_some())
    }

    /// What is wrong with the account or the Region.
    pub(super) fn error(&self) -> Option<String> {
        if account::is_account(&self.account) == Truth::False {
            return Some(format!("the account ID `{}` does not have 12 digits", self.account));
        }
        let is_wrong = !is_region(&self.region);
        is_wrong.then(|| format!("`{}` is not a Region", self.region))
    }

    /// The account; what cannot be one is left open.
    pub(super) fn account_or_open(&self) -> Text<'s> {
        match account::is_account(&self.account) {
            Truth::False => Text::placeholder(Placeholder::unspecified(DeploymentPart::Account)),
            _ => self.account.clone(),
        }
    }

    /// The Region; what cannot be one is left open.
    pub(super) fn region_or_open(&self) -> Text<'s> {
        if is_region(&self.region) {
            self.region.clone()
        } else {
            Text::placeholder(Placeholder::unspecified(DeploymentPart::Region))
        }
    }

    /// The partition: that of the Region, or else of the suffix.
    pub(super) fn partition(&self) -> Option<&'static str> {
        self.partition_of_region().or_else(|| partition::of_suffix(self.suffix.as_literal()?))
    }

    /// The partition of the Region, as far as the Region is known.
    fn partition_of_region(&self) -> Option<&'static str> {
        let region = tokens::head(&self.region);
        // `us-` and a placeholder may continue as `us-gov-…`; the prefix decides about anything longer.
        let tells = !self.region.has_placeholders() || region.matches('-').count() > 1;
        tells.then(|| partition::of_region(region)).flatten()
    }
}

fn is_region(region: &Text<'_>) -> bool {
    let is_near = region.as_literal().is_some_and(partition::is_near_region);
    !region.is_empty() && !is_near && tokens::made_of(region, tokens::is_word)
}

/// The account, the rest from the service on and the labels of the service, where more than one label is before it.
#[cold]
fn after_more_labels<'s>(first: &Text<'s>, rest: &Text<'s>) -> Option<(Text<'s>, Text<'s>, usize)> {
    let labels = rest.split('.', usize::MAX);
    (1..labels.len()).find_map(|at| {
        let (before, after) = labels.split_at_checked(at)?;
        let rest = Text::join(after, '.');
        let found = service_labels(tokens::head(&rest))?;
        let before = Text::join(before, '.');
        Some((Text::join(&[first.clone(), before], '.'), rest, found))
    })
}

/// Whether a host may name the service of a private registry.
pub(super) fn is_marked(host: &str) -> bool {
    mark(host).is_some()
}

/// Where the name of the service may begin in a host.
fn mark(host: &str) -> Option<usize> {
    let bytes = host.as_bytes();
    let dots = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'.').map(|(at, _)| at);
    let is_mark =
        |at: &usize| bytes.get(*at..*at + 4).is_some_and(|mark| mark.eq_ignore_ascii_case(b".dkr"));
    dots.into_iter().find(is_mark)
}

/// Whether a host is that of a private registry without a doubt: an account, the service, a Region, a suffix.
pub(super) fn is_plain(host: &str) -> bool {
    let Some((id, rest)) = host.split_once('.') else { return false };
    let Some(service) = SERVICES.iter().find_map(|service| rest.strip_prefix(service)) else {
        return false;
    };
    let region = service.strip_prefix('.').and_then(|rest| rest.split_once('.'));
    account::is_id(id)
        && region.is_some_and(|(region, suffix)| {
            partition::looks_like_region(region) && partition::of_suffix(suffix).is_some()
        })
}

/// The Region and the suffix of a host that names the service, without its port.
pub(super) fn place(host: &str) -> Option<(&str, &str)> {
    let at = mark(host)? + 1;
    let rest = host.get(at..)?;
    let rest = SERVICES.iter().find_map(|service| rest.strip_prefix(service)?.strip_prefix('.'))?;
    let (region, suffix) = rest.split_once('.')?;
    Some((region, suffix.split(':').next().unwrap_or(suffix)))
}

/// How many labels the service of ECR has that stands, with a dot after it, at the beginning of a text.
fn service_labels(text: &str) -> Option<usize> {
    let begins = |service: &&&str| {
        let (begin, rest) = text.split_at_checked(service.len()).unwrap_or_default();
        begin.eq_ignore_ascii_case(service) && rest.starts_with('.')
    };
    SERVICES.iter().find(begins).map(|service| service.split('.').count())
}

/// Whether some way of filling the placeholders makes an image one in a private ECR registry.
pub(super) fn may_be_private(image: &Text<'_>) -> bool {
    let image = with_account_as_placeholder(image);
    if !image.has_placeholders() {
        // There is one way to fill it, which [`EcrHost::is_ecr`] has covered.
        return false;
    }
    let value = elements(&image);
    let mut hosts = SERVICES.iter().flat_map(|service| {
        partition::ecr_suffixes().map(move |suffix| private_host(service, suffix))
    });
    hosts.any(|host| {
        // The host alone is no image, but one of this registry was meant.
        let alone = [
            host.clone(),
            [host.as_slice(), &[Element::Char(':'), Element::Many(NO_SLASH)]].concat(),
            [host.as_slice(), &[Element::Char('@'), Element::Many(NO_SLASH)]].concat(),
        ];
        possibly(&below(host), &value) || alone.iter().any(|host| possibly(host, &value))
    })
}

/// Whether some way of filling the placeholders makes an image one in the registry at `host`. One without placeholders
/// is compared by its host.
pub(super) fn may_be_at(image: &Text<'_>, host: &str) -> bool {
    image.has_placeholders() && possibly(&below(literal(host).collect()), &elements(image))
}

/// A word before a literal `.dkr` can only be an account. Elsewhere it is a word: `registry.${DOMAIN}/app`
/// is not in ECR.
fn with_account_as_placeholder<'s>(image: &Text<'s>) -> Text<'s> {
    match image.split_once('.') {
        Some((first, rest)) if begins_with_dkr(tokens::head(&rest)) => {
            Text::join(&[tokens::account(first), rest], '.')
        }
        _ => image.clone(),
    }
}

fn begins_with_dkr(text: &str) -> bool {
    text.get(..3).is_some_and(|begin| begin.eq_ignore_ascii_case("dkr"))
}

fn literal(text: &str) -> impl Iterator<Item = Element> {
    text.chars().map(Element::Char)
}

fn private_host(service: &str, suffix: &str) -> Vec<Element> {
    // However many digits there are, ECS takes it for ECR.
    let mut host = vec![Element::Many(&CharSet::DIGITS)];
    host.extend(literal(&format!(".{service}.")));
    host.push(Element::Many(LABEL));
    host.extend(literal(&format!(".{suffix}")));
    host
}

/// References to anything at a host.
fn below(mut host: Vec<Element>) -> Vec<Element> {
    host.extend([Element::Many(PORT), Element::Char('/'), Element::ANY_TEXT]);
    host
}

/// An image as what its placeholders may be filled with. The case of letters does not matter.
///
/// A placeholder may bring a registry and a path where nothing shows that it is only a part of a host: where
/// there is no slash, or no dot before the first one.
fn elements(image: &Text<'_>) -> Vec<Element> {
    let is_part_of_host = image
        .split_once('/')
        .is_some_and(|(first, _)| tokens::literals(&first).any(|run| run.contains('.')));
    let filling = if is_part_of_host { NO_SLASH } else { &CharSet::ALL };
    let mut elements = Vec::new();
    for piece in image.pieces() {
        match piece {
            Piece::Literal(run) => {
                elements.extend(run.chars().map(|c| Element::Char(c.to_ascii_lowercase())));
            }
            Piece::Placeholder(_) => elements.push(Element::Many(filling)),
        }
    }
    elements
}
