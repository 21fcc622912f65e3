//! Container images: the kind of their registry, and their names in it.
//!
//! Source of the rules for references: `distribution/reference`, as the ECS agent vendors it.

use super::Classification;
use super::ecr_host::{self, EcrHost};
use super::ecr_slip;
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
/// registry). They go by the host alone, also where a scheme is before it or no repository after it; `malformed`
/// says besides whether it cannot be an image at all.
/// What is or may be `ecr` has those of these parts that are known: `host`, `partition`, `region`,
/// `account`, `repository`, `tag`, `digest`.
pub fn read<'s>(value: &Text<'s>) -> Classification<'s> {
    let meant = without_scheme(value);
    let reference = ImageReference::read(&meant);
    let host = reference.host();
    let ecr_host = host.as_ref().and_then(EcrHost::read);

    let is_ecr = ecr_host.as_ref().is_some_and(EcrHost::is_ecr);
    let ecr = settle(is_ecr, || ecr_host::may_be_private(&meant));
    let is_public = host.as_ref().and_then(Text::as_literal).is_some_and(is_public_host);
    // What is a private registry whatever the placeholders stand for is no public one.
    let may_be_public =
        || !is_ecr && PUBLIC_HOSTS.iter().any(|host| ecr_host::may_be_at(&meant, host));
    let public = settle(is_public, may_be_public);
    let other = !ecr.or(public);
    let private_host = ecr_host.filter(|_| is_ecr);
    let is_plain = value.as_literal().is_some_and(is_plain);
    let error =
        if is_plain { None } else { reference.error(value, private_host.as_ref(), is_public) };
    let malformed = settle(error.is_some(), || value.has_placeholders());

    let classification = Classification { error, ..Classification::default() }
        .with_kind("ecr", ecr)
        .with_kind("ecr-public", public)
        .with_kind("other", other)
        .with_kind("malformed", malformed);
    if ecr == Truth::False {
        classification
    } else {
        let host = private_host.or_else(|| host.as_ref().and_then(EcrHost::read));
        with_parts(classification, reference, host)
    }
}

/// Whether a text is an image without a doubt, so that nothing has to be read: no placeholder, no word in capitals,
/// no account of the wrong length.
pub fn is_plain(text: &str) -> bool {
    let Some(slash) = text.bytes().position(|byte| byte == b'/') else {
        let path = text.split([':', '@']).next().unwrap_or_default();
        let is_id = matches!(path, "sha256" | "sha512") || is_hex(path);
        return is_plain_path(text)
            && !is_id
            && !ecr_host::is_marked(path)
            && !is_public_host(path);
    };
    let (first, path) = text.split_at(slash);
    is_plain_path(path.get(1..).unwrap_or_default())
        && if ecr_host::is_marked(first) {
            ecr_host::is_plain(first)
        } else if is_hostly(first) {
            is_host(first) && !ecr_slip::may_be(first)
        } else {
            is_component(first)
        }
}

/// The host of a private registry that a plain image begins with: its account has twelve digits.
pub fn plain_registry(text: &str) -> Option<&str> {
    let is_marked = text.as_bytes().get(12..16) == Some(b".dkr");
    if is_marked { Some(text.split_once('/')?.0) } else { None }
}

/// Whether what follows the host is a path without a doubt, with or without tag and digest: each byte is looked at once.
pub fn is_plain_path(path: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut separators = 0_usize;
    let mut before = b'/';
    for (at, byte) in path.bytes().enumerate() {
        if is_plain(byte) {
            separators = 0;
        } else {
            let after = || path.get(at + 1..).unwrap_or_default();
            separators += 1;
            let goes_on = match byte {
                b'-' if before == b'-' => true,
                b'_' if before == b'_' => separators == 2,
                b'-' | b'_' | b'.' | b'/' => is_plain(before),
                b':' => return is_plain(before) && is_plain_tag(after()),
                b'@' => return is_plain(before) && is_digest(after()),
                _ => false,
            };
            if !goes_on {
                return false;
            }
        }
        before = byte;
    }
    is_plain(before)
}

fn is_plain_tag(rest: &str) -> bool {
    match rest.split_once('@') {
        Some((tag, digest)) => is_tag(tag) && is_digest(digest),
        None => is_tag(rest),
    }
}

/// Where a word in capitals stands for the name or a part of it, with these words as placeholders; nothing if there is
/// none. A tag may be in capitals.
#[cold]
pub fn with_words<'s>(value: &Text<'s>) -> Option<Text<'s>> {
    let reference = ImageReference::read(value);
    let mut has_words = false;
    let mut put = |part: &Text<'s>, may_be_word: bool| {
        let is_token = part.as_literal().is_some_and(|part| {
            tokens::is_between_marks(part) || may_be_word && tokens::is_capital_word(part)
        });
        has_words |= is_token;
        if is_token { tokens::as_placeholder(part) } else { part.clone() }
    };
    let segments = reference.first.iter().cloned().chain(reference.path.split('/', usize::MAX));
    let segments: Vec<_> = segments.map(|segment| put(&segment, true)).collect();
    let mut words = Text::join(&segments, '/');
    for (mark, part) in [(':', &reference.tag), ('@', &reference.digest)] {
        if let Some(part) = part {
            words.push_char(mark);
            words.push_text(&put(part, false));
        }
    }
    has_words.then_some(words)
}

/// The image after what people copy along from an address: a scheme, white space.
fn without_scheme<'s>(value: &Text<'s>) -> Text<'s> {
    let head = tokens::head(value);
    let colon = head.bytes().position(|byte| byte == b':');
    let scheme = colon.filter(|at| head.get(*at..).is_some_and(|it| it.starts_with("://")));
    let scheme = scheme.map(|at| at + 3);
    let blank = head.len() - head.trim_start().len();
    match scheme.or((blank > 0).then_some(blank)) {
        Some(len) => {
            let prefix = head.get(..len).unwrap_or_default().to_owned();
            let rest = tokens::strip_prefix(value, &prefix).unwrap_or_else(|| value.clone());
            rest.map_literals(|run| run.trim().to_owned())
        }
        None if tokens::tail(value).ends_with(char::is_whitespace) => {
            value.map_literals(|run| run.trim_end().to_owned())
        }
        None => value.clone(),
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
        // What cannot be an account or a Region is left open.
        classification = classification
            .with_part("region", host.region_or_open())
            .with_part("account", host.account_or_open());
    }
    // Without a slash, what looks like a repository may contain the registry too.
    if let Some(first) = reference.first {
        let host = without_port(&first).map_literals(str::to_ascii_lowercase);
        classification = classification.with_part("host", host);
        if !reference.path.is_empty() {
            classification = classification.with_part("repository", reference.path);
        }
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

    /// The host of its registry; or all of its name where nothing follows, since that may be the host alone.
    fn host(&self) -> Option<Text<'s>> {
        match &self.first {
            Some(first) => Some(without_port(first)),
            None => (!self.path.is_empty()).then(|| self.path.clone()),
        }
    }

    /// Why this cannot be an image, whatever its placeholders are filled with.
    fn error(
        &self,
        value: &Text<'_>,
        in_ecr: Option<&EcrHost<'_>>,
        is_public: bool,
    ) -> Option<String> {
        if value.is_empty() {
            return Some("it is empty".to_owned());
        }
        if !tokens::made_of(value, |c| !c.is_whitespace()) {
            return Some("it contains white space".to_owned());
        }
        if tokens::literals(value).any(|run| run.contains("://")) {
            return Some("it is a URL: remove everything up to ://".to_owned());
        }
        let is_host_alone = match &self.first {
            None => in_ecr.is_some() || is_public,
            Some(_) => self.path.is_empty(),
        };
        if is_host_alone {
            return Some("no repository name follows the host".to_owned());
        }
        let own = in_ecr.and_then(EcrHost::error);
        own.or_else(|| self.host_error(in_ecr))
            .or_else(|| self.path_error())
            .or_else(|| self.tag_error())
    }

    fn host_error(&self, in_ecr: Option<&EcrHost<'_>>) -> Option<String> {
        let first = self.first.as_ref().filter(|_| in_ecr.is_none())?.as_literal()?;
        let is_wrong = !first.is_empty() && is_hostly(first) && !is_host(first);
        if is_wrong {
            return Some(format!("`{first}` is not a host name"));
        }
        let host = first.split(':').next().unwrap_or(first).to_ascii_lowercase();
        ecr_slip::error(&host)
    }

    fn path_error(&self) -> Option<String> {
        // With a placeholder in it, and no slash, it may be a host whose path is in the placeholder.
        let is_path = self.first.is_some() || !self.path.has_placeholders();
        let is_of_path =
            |first: &&Text<'_>| first.as_literal().is_some_and(|first| !is_hostly(first));
        let first = self.first.iter().filter(is_of_path).cloned();
        let segments: Vec<_> = first.chain(self.path.split('/', usize::MAX)).collect();
        if self.first.as_ref().is_some_and(Text::is_empty) || segments.iter().any(Text::is_empty) {
            return Some("a part of its name is empty".to_owned());
        }
        let is_lower = |part: &Text<'_>| tokens::made_of(part, |c| !c.is_ascii_uppercase());
        if is_path && let Some(part) = segments.iter().find(|part| !is_lower(part)) {
            return Some(format!("`{part}` is not in lowercase"));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if let Some(part) = segments.iter().find(|part| !tokens::made_of(part, plain)) {
            return Some(format!(
                "`{part}` contains a character that is not allowed in a repository name"
            ));
        }
        let is_wrong = |part: &&Text<'_>| part.as_literal().is_some_and(|part| !is_component(part));
        if let Some(part) = segments.iter().find(is_wrong).filter(|_| is_path) {
            return Some(format!(
                "`{part}` does not begin and end in a letter or digit, or has separators in a row"
            ));
        }
        let path = self.path.as_literal().filter(|_| self.first.is_none())?;
        let is_id = is_id(path, self.tag.is_some(), self.digest.is_some());
        is_id.then(|| "it is the ID of an image, not a name".to_owned())
    }

    fn tag_error(&self) -> Option<String> {
        let tag = self.tag.as_ref();
        if tag.is_some_and(Text::is_empty) {
            return Some("the tag after the colon is missing".to_owned());
        }
        let is_wrong = |tag: &&Text<'_>| {
            !tokens::made_of(tag, is_of_tag) || tag.as_literal().is_some_and(|tag| !is_tag(tag))
        };
        if let Some(tag) = tag.filter(is_wrong) {
            return Some(format!("`{tag}` is not a tag"));
        }
        let digest = self.digest.as_ref()?;
        if digest.is_empty() {
            return Some("the digest after the @ is missing".to_owned());
        }
        let is_wrong = digest.as_literal().is_some_and(|digest| !is_digest(digest));
        is_wrong.then(|| format!("`{digest}` is not a digest"))
    }
}

/// Whether what is before the first slash is a host: it is `localhost`, or has a dot or a colon.
fn is_hostly(first: &str) -> bool {
    first == "localhost" || first.contains(['.', ':'])
}

/// Labels of letters, digits and hyphens with dots between them, or an IPv6 address; then a port.
fn is_host(first: &str) -> bool {
    if first.starts_with('[') {
        return first.contains(']');
    }
    // Each byte is looked at once: a label has hyphens only within it.
    let (mut before, mut bytes) = (b'.', first.bytes());
    for byte in bytes.by_ref() {
        let is_whole = before.is_ascii_alphanumeric();
        match byte {
            b'.' | b':' if !is_whole => return false,
            b':' => return bytes.len() > 0 && bytes.all(|it| it.is_ascii_digit()),
            b'.' => {}
            b'-' if before != b'.' => {}
            _ if byte.is_ascii_alphanumeric() => {}
            _ => return false,
        }
        before = byte;
    }
    before.is_ascii_alphanumeric()
}

/// A step of a path: lower-case letters and digits, with one dot, one or two underscores, or hyphens between them.
fn is_component(part: &str) -> bool {
    let bytes = part.as_bytes();
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut separators = 0_usize;
    let mut before = b'.';
    for &byte in bytes {
        if is_plain(byte) {
            separators = 0;
        } else {
            separators += 1;
            let goes_on = match byte {
                b'-' => separators == 1 || before == b'-',
                b'_' => separators == 1 || separators == 2 && before == b'_',
                b'.' => separators == 1,
                _ => false,
            };
            if !goes_on {
                return false;
            }
        }
        before = byte;
    }
    bytes.first().is_some_and(|byte| is_plain(*byte)) && separators == 0
}

fn is_of_tag(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')
}

fn is_tag(tag: &str) -> bool {
    !tag.is_empty()
        && tag.len() <= 128
        && tag.chars().all(is_of_tag)
        && !tag.starts_with(['.', '-'])
}

/// An algorithm and at least 32 hexadecimal digits.
fn is_digest(digest: &str) -> bool {
    digest.split_once(':').is_some_and(|(algorithm, hex)| {
        algorithm.starts_with(|c: char| c.is_ascii_alphabetic())
            && algorithm.bytes().all(|it| it.is_ascii_alphanumeric() || b"+._-".contains(&it))
            && hex.len() >= 32
            && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Whether a name is the ID of an image: 64 hexadecimal digits, or its algorithm where they stand as a tag.
fn is_id(path: &str, has_tag: bool, has_digest: bool) -> bool {
    !has_digest && if has_tag { matches!(path, "sha256" | "sha512") } else { is_hex(path) }
}

fn is_hex(path: &str) -> bool {
    path.len() == 64 && path.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Cuts off what follows `mark`, where there is one.
fn cut<'s>(text: &Text<'s>, mark: char) -> (Text<'s>, Option<Text<'s>>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text.clone(), None),
    }
}

#[cfg(test)]
#[path = "image_tests.rs"]
mod tests;
