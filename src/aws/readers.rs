//! The readers that a rule may name: `read: { image: image as image }`. Each is a file next to this one and
//! a row here.

use super::{
    Classification, credential_spec, fargate_sizes, go_bool, image, launch_types, list, os_family,
    partition, s3_object, secret_ref,
};
use crate::base::text::{Spelling, Text};
use crate::syntax::Node;

/// How a value of a task definition is read.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// Its name in a rule.
    pub name: &'static str,
    /// The kinds that a test over such a value may name; none if it tests the text itself.
    pub kinds: &'static [&'static str],
    /// The parts that a resource or a test may name.
    pub parts: &'static [&'static str],
    /// Which spellings are placeholders in its text.
    pub spelling: Spelling,
    /// What reads the value.
    pub method: Method,
}

/// What a reader looks at.
#[derive(Clone, Copy, Debug)]
pub enum Method {
    /// The text itself; numbers and booleans as they are written.
    Itself,
    /// What the text stands for.
    Text(for<'s> fn(&Text<'s>) -> Classification<'s>),
    /// The items of an array.
    Items(for<'s> fn(&[Node<'s>]) -> Classification<'s>),
}

/// All readers.
pub static READERS: [Reader; 12] = {
    use Method::{Items, Itself, Text};
    use Spelling::{Anywhere, Identifier};
    let secret = (secret_ref::KINDS, secret_ref::PARTS);
    [
        row("text", (&[], &[]), Anywhere, Itself),
        row("list", (list::KINDS, &[]), Anywhere, Items(list::read)),
        row("go-bool", (go_bool::KINDS, &[]), Anywhere, Text(go_bool::read)),
        row("image", (image::KINDS, image::PARTS), Identifier, Text(image::read)),
        row("parameter-or-secret", secret, Identifier, Text(secret_ref::read_value_from)),
        row("secret", secret, Identifier, Text(secret_ref::read_secret)),
        row("s3-object", (s3_object::KINDS, s3_object::PARTS), Identifier, Text(s3_object::read)),
        row(
            "credential-spec",
            (credential_spec::KINDS, credential_spec::PARTS),
            Identifier,
            Text(credential_spec::read),
        ),
        row("launch-types", (launch_types::KINDS, &[]), Anywhere, Items(launch_types::read)),
        row("task-cpu", (fargate_sizes::KINDS, &[]), Anywhere, Text(fargate_sizes::read_cpu)),
        row("operating-system", (os_family::KINDS, &[]), Anywhere, Text(os_family::read)),
        row("region", (&[], partition::REGION_PARTS), Identifier, Text(partition::read_region)),
    ]
};

type Words = &'static [&'static str];

const fn row(
    name: &'static str,
    (kinds, parts): (Words, Words),
    spelling: Spelling,
    method: Method,
) -> Reader {
    Reader { name, kinds, parts, spelling, method }
}

impl Reader {
    /// The reader of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        READERS.iter().find(|reader| reader.name == name)
    }
}

/// A reader is its row.
impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Reader {}

/// A kind in words for people, with its article: "a secret".
pub fn noun(kind: &str) -> &str {
    match kind {
        "bare" => "a bare name",
        "secret" => "a secret",
        "parameter" => "a parameter",
        "reference" => "a parameter that refers to a secret",
        "whole-secret" => "a whole secret",
        "part-of-secret" => "a part of a secret",
        "s3" => "a spec in S3",
        "ssm" => "a spec in SSM",
        "domainless" => "a domainless spec",
        "ecr" => "a private ECR image",
        "object" => "an object in S3",
        "ecr-public" => "an ECR Public image",
        "env-file" => "an object whose name ends in .env",
        "file" => "a spec in a local file",
        "joined" => "a spec for an instance that has joined the domain",
        "some" => "a list with items",
        "empty" => "an empty list",
        "windows" => "Windows",
        "linux" => "Linux",
        "below-one-vcpu" => "less than 1 vCPU",
        other => other,
    }
}
