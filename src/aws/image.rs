//! Container images: the kind of their registry, and their names in it.
//!
//! Source of the rules for references: `distribution/reference`, as the ECS agent vendors it.

use super::Classification;
use super::ecr_host::{self, EcrHost};
use super::tokens;
use crate::base::text::Text;
use crate::base::truth::Truth;

/// The kinds that a value may be of.
pub const KINDS: &[&str] = &["ecr", "ecr-public", "other", "malformed"];

/// The parts that a value may have.
pub const PARTS: &[&str] =
    &["host", "partition", "region", "account", "repository", "tag", "digest"];

/// The registries of Amazon ECR Public.
const PUBLIC_HOSTS: [&str; 2] = ["public.ecr.aws", "ecr-public.aws.com"];

/// A reference cut into its parts.
struct ImageReference<'s> {
    /// What is before the first slash, where there is one.
    first: Option<Text<'s>>,
    /// What follows that slash (all of it if there is none), without tag and digest.
    path: Text<'s>,
    tag: Option<Text<'s>>,
    digest: Option<Text<'s>>,
}

/// Reads the `image` of a container.
///
/// Exactly one of these kinds holds: `ecr` (a private ECR registry), `ecr-public`, `other` (any other
/// registry). They go by the host alone; `malformed` says besides whether it cannot be an image at all.
/// What is or may be `ecr` has those of these parts that are known: `host`, `partition`, `region`,
/// `account`, `repository`, `tag`, `digest`.
pub fn read<'s>(value: &Text<'s>) -> Classification<'s> {
    let reference = ImageReference::read(value);
    let host = reference.first.as_ref().map(without_port);
    let ecr_host = host.as_ref().and_then(EcrHost::read);

    let is_ecr = ecr_host.as_ref().is_some_and(EcrHost::is_ecr);
    let ecr = settle(is_ecr, || ecr_host::may_be_private(value));
    let is_public = host.as_ref().and_then(Text::as_literal).is_some_and(is_public_host);
    let public =
        settle(is_public, || PUBLIC_HOSTS.iter().any(|host| ecr_host::may_be_at(value, host)));
    let other = !ecr.or(public);
    let error = reference.error(value);
    let malformed = settle(error.is_some(), || value.has_placeholders());

    let classification = Classification { error, ..Classification::default() }
        .with_kind("ecr", ecr)
        .with_kind("ecr-public", public)
        .with_kind("other", other)
        .with_kind("malformed", malformed);
    if ecr == Truth::False {
        classification
    } else {
        with_parts(classification, reference, ecr_host)
    }
}

fn settle(is: bool, may_be: impl FnOnce() -> bool) -> Truth {
    if is { Truth::True } else { Truth::possible(may_be()) }
}

fn is_public_host(host: &str) -> bool {
    PUBLIC_HOSTS.iter().any(|public| host.eq_ignore_ascii_case(public))
}

fn without_port<'s>(first: &Text<'s>) -> Text<'s> {
    first.split_once(':').map_or_else(|| first.clone(), |(host, _)| host)
}

fn with_parts<'s>(
    mut classification: Classification<'s>,
    reference: ImageReference<'s>,
    host: Option<EcrHost<'s>>,
) -> Classification<'s> {
    if let Some(host) = host {
        if let Some(partition) = host.partition() {
            classification = classification.with_part("partition", Text::literal(partition));
        }
        classification =
            classification.with_part("region", host.region).with_part("account", host.account);
    }
    // Without a slash, what looks like a repository may contain the registry too.
    if let Some(first) = reference.first {
        let host = without_port(&first).map_literals(str::to_ascii_lowercase);
        classification =
            classification.with_part("host", host).with_part("repository", reference.path);
    }
    if let Some(tag) = reference.tag {
        classification = classification.with_part("tag", tag);
    }
    match reference.digest {
        Some(digest) => classification.with_part("digest", digest),
        None => classification,
    }
}

impl<'s> ImageReference<'s> {
    fn read(value: &Text<'s>) -> Self {
        let (first, rest) = match value.split_once('/') {
            Some((first, rest)) => (Some(first), rest),
            None => (None, value.clone()),
        };
        let (name, digest) = cut(&rest, '@');
        let (path, tag) = cut(&name, ':');
        Self { first, path, tag, digest }
    }

    /// Why this cannot be an image, whatever its placeholders are filled with.
    fn error(&self, value: &Text<'_>) -> Option<String> {
        if value.is_empty() {
            return Some("it is empty".to_owned());
        }
        let any = |test: fn(char) -> bool| !tokens::made_of(value, |c| !test(c));
        if any(char::is_whitespace) {
            return Some("an image cannot contain white space".to_owned());
        }
        if tokens::literals(value).any(|run| run.contains("://")) {
            return Some("an image is not a URL: remove everything up to ://".to_owned());
        }
        self.path_error().or_else(|| self.tag_error())
    }

    fn path_error(&self) -> Option<String> {
        // With a placeholder in it, and no slash, it may be a host whose path is in the placeholder.
        let is_path = self.first.is_some() || !self.path.has_placeholders();
        let first = self.first.iter().filter(|first| is_path_component(first)).cloned();
        let segments: Vec<_> = first.chain(self.path.split('/', usize::MAX)).collect();
        if self.first.as_ref().is_some_and(Text::is_empty) || segments.iter().any(Text::is_empty) {
            return Some("a part of its name is empty".to_owned());
        }
        if is_path && !tokens::made_of(&self.path, |c| !c.is_ascii_uppercase()) {
            return Some(format!("the repository `{}` is not in lowercase", self.path));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
        if !segments.iter().all(|part| tokens::made_of(part, plain)) {
            return Some(format!(
                "`{}` contains a character that is not allowed in a repository name",
                self.path
            ));
        }
        let is_id = |name: &str| name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit());
        let alone = self.first.is_none() && self.tag.is_none() && self.digest.is_none();
        (alone && self.path.as_literal().is_some_and(is_id))
            .then(|| "it is the ID of an image, not a name".to_owned())
    }

    fn tag_error(&self) -> Option<String> {
        let tag = self.tag.as_ref();
        if tag.is_some_and(Text::is_empty) {
            return Some("the tag after the colon is missing".to_owned());
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
        if let Some(tag) = tag.filter(|tag| !tokens::made_of(tag, plain)) {
            return Some(format!("`{tag}` is not a tag"));
        }
        let digest = self.digest.as_ref();
        digest.is_some_and(Text::is_empty).then(|| "the digest after the @ is missing".to_owned())
    }
}

/// Cuts off what follows `mark`, where there is one.
fn cut<'s>(text: &Text<'s>, mark: char) -> (Text<'s>, Option<Text<'s>>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text.clone(), None),
    }
}

/// Whether what is before the first slash is surely no host: a host is `localhost`, or has a dot, a
/// colon or an upper-case letter.
fn is_path_component(first: &Text<'_>) -> bool {
    let is_hostly = |c: char| matches!(c, '.' | ':') || c.is_ascii_uppercase();
    first.as_literal().is_some_and(|first| first != "localhost" && !first.contains(is_hostly))
}

#[cfg(test)]
#[path = "image_tests.rs"]
mod tests;
