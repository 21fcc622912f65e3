//! The host names of private ECR registries: `ACCOUNT.SERVICE.REGION.SUFFIX`.
//!
//! Source: the ECR credential helper and kubernetes/cloud-provider-aws, which do not pair `dkr.ecr` and
//! `dkr-ecr` with their suffixes either.

use super::{partition, tokens};
use crate::base::text::{Piece, Text};
use crate::base::truth::Truth;

const SERVICES: [&str; 4] = ["dkr.ecr", "dkr.ecr-fips", "dkr-ecr", "dkr-ecr-fips"];

/// A host that literally names the service, cut into its parts. Only `is_ecr` says whether it is one.
pub(super) struct EcrHost<'s> {
    /// The first label, a word turned into a placeholder.
    pub(super) account: Text<'s>,
    /// The label after the service, a word turned into a placeholder.
    pub(super) region: Text<'s>,
    suffix: Text<'s>,
}

impl<'s> EcrHost<'s> {
    /// Cuts a host (without a port); none where no service of ECR stands in its place.
    pub(super) fn read(host: &Text<'s>) -> Option<Self> {
        let (account, rest) = host.split_once('.')?;
        let service_labels = service_labels(tokens::head(&rest))?;
        let mut labels = rest.split('.', service_labels + 2).into_iter().skip(service_labels);
        let account = tokens::account(account);
        let region = labels.next()?;
        let suffix = labels.next().unwrap_or_default().map_literals(str::to_ascii_lowercase);
        // A Region's case is only lowered where it is one; a word stays as it stands.
        let lower = region.map_literals(str::to_ascii_lowercase);
        let is_region = lower.as_literal().is_some_and(partition::looks_like_region);
        let region = tokens::region(if is_region { lower } else { region });
        Some(Self { account, region, suffix })
    }

    /// Whether every way of filling the placeholders makes it the host of a private registry.
    pub(super) fn is_ecr(&self) -> bool {
        tokens::is_account(&self.account) == Truth::True
            && !self.region.is_empty()
            && tokens::made_of(&self.region, tokens::is_word)
            && self.suffix.as_literal().is_some_and(|suffix| partition::of_suffix(suffix).is_some())
    }

    /// The partition: the Region tells it, else the suffix.
    pub(super) fn partition(&self) -> Option<&'static str> {
        let region = tokens::head(&self.region);
        // `us-` and a placeholder may go on as `us-gov-…`; what is longer than that is told by its prefix.
        let tells = !self.region.has_placeholders() || region.matches('-').count() > 1;
        let by_region = tells.then(|| partition::of_region(region)).flatten();
        by_region.or_else(|| partition::of_suffix(self.suffix.as_literal()?))
    }
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
        // There is one way to fill it, and [`EcrHost::is_ecr`] has told of that.
        return false;
    }
    let mut hosts = SERVICES.iter().flat_map(|service| {
        partition::ecr_suffixes().map(move |suffix| private_host(service, suffix))
    });
    hosts.any(|host| could_match(&image, host))
}

/// Whether some way of filling the placeholders makes an image one in the registry at `host`. One without placeholders
/// is compared by its host.
pub(super) fn may_be_at(image: &Text<'_>, host: &str) -> bool {
    image.has_placeholders() && could_match(image, literal(host).collect())
}

/// A word before a literal `.dkr` can only be an account. Elsewhere it is a word: `registry.${DOMAIN}/app`
/// is not in ECR.
fn with_account_as_placeholder<'s>(image: &Text<'s>) -> Text<'s> {
    match image.split_once('.') {
        Some((first, rest)) if begins_with_dkr(tokens::head(&rest)) => {
            tokens::join(&[tokens::account(first), rest], '.')
        }
        _ => image.clone(),
    }
}

fn begins_with_dkr(text: &str) -> bool {
    text.get(..3).is_some_and(|begin| begin.eq_ignore_ascii_case("dkr"))
}

/// A class of characters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Is(char),
    Digit,
    Label,
    Port,
    Any,
}

impl Class {
    fn holds(self, c: char) -> bool {
        match self {
            Self::Is(expected) => c == expected,
            Self::Digit => c.is_ascii_digit(),
            Self::Label => tokens::is_word(c),
            Self::Port => c == ':' || c.is_ascii_digit(),
            Self::Any => true,
        }
    }
}

/// One step of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Exactly one character.
    One(Class),
    /// Any number of characters, none included.
    Many(Class),
}

fn literal(text: &str) -> impl Iterator<Item = Step> {
    text.chars().map(|c| Step::One(Class::Is(c)))
}

fn private_host(service: &str, suffix: &str) -> Vec<Step> {
    let mut steps = vec![Step::One(Class::Digit); 12];
    steps.extend(literal(&format!(".{service}.")));
    steps.extend([Step::One(Class::Label), Step::Many(Class::Label)]);
    steps.extend(literal(&format!(".{suffix}")));
    steps
}

/// Whether some filling of the placeholders makes `image` a reference to something at `host`.
///
/// Walks the pattern with the set of steps it may stand at, one bit a step: patterns have fewer than 100.
fn could_match(image: &Text<'_>, mut host: Vec<Step>) -> bool {
    let slash = Step::One(Class::Is('/'));
    host.extend([Step::Many(Class::Port), slash, Step::Many(Class::Any)]);
    let holds_slash = placeholders_may_hold_slash(image);
    let mut at = 1_u128;
    for piece in image.pieces() {
        match piece {
            Piece::Literal(run) => {
                for c in run.chars() {
                    at = after_char(at, &host, c.to_ascii_lowercase());
                }
            }
            Piece::Placeholder(_) => {
                at = after_placeholder(at, &host, |step| holds_slash || step != slash)
            }
        }
        if at == 0 {
            return false;
        }
    }
    at >> host.len() & 1 == 1
}

/// A placeholder may bring a registry and a path where nothing shows that it is only a part of a host: where
/// there is no slash, or no dot before the first one.
fn placeholders_may_hold_slash(image: &Text<'_>) -> bool {
    image
        .split_once('/')
        .is_none_or(|(first, _)| !tokens::literals(&first).any(|run| run.contains('.')))
}

fn after_char(mut at: u128, steps: &[Step], c: char) -> u128 {
    let mut next = 0;
    while at != 0 {
        let index = at.trailing_zeros() as usize;
        at &= at - 1;
        match steps.get(index) {
            Some(Step::One(class)) if class.holds(c) => next |= entered(index + 1, steps),
            Some(Step::Many(class)) if class.holds(c) => next |= entered(index, steps),
            _ => {}
        }
    }
    next
}

/// A step, and those after it as far as what stands before them may be left out.
fn entered(index: usize, steps: &[Step]) -> u128 {
    let is_optional = |step: &&Step| matches!(step, Step::Many(_));
    let optional = steps.iter().skip(index).take_while(is_optional).count();
    ((2 << optional) - 1) << index
}

fn after_placeholder(mut at: u128, steps: &[Step], passes: impl Fn(Step) -> bool) -> u128 {
    for (index, step) in steps.iter().enumerate() {
        if at >> index & 1 == 1 && (matches!(step, Step::Many(_)) || passes(*step)) {
            at |= 1 << (index + 1);
        }
    }
    at
}
