//! Named values of a place, read in three values, and the tests over them.

use super::path::{Found, Path, Scope};
use crate::aws::{self, Reading};
use crate::base::source::Span;
use crate::base::text::{Placeholder, Spelling, Text};
use crate::base::truth::Truth;
use crate::syntax::{Node, Value};
use std::cell::OnceCell;
use std::rc::Rc;

/// How a value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reader {
    /// Text; numbers and booleans as they are written.
    Text,
    /// An array: `empty` or `some`.
    List,
    /// A container image.
    Image,
    /// `valueFrom`: an SSM parameter or a Secrets Manager secret.
    ParameterOrSecret,
    /// A Secrets Manager secret, by ARN or by name.
    Secret,
    /// The ARN of an object in S3.
    S3Object,
    /// A gMSA credential spec.
    CredentialSpec,
    /// `operatingSystemFamily`.
    OperatingSystem,
    /// An AWS Region.
    Region,
}

/// A value that a rule names: where it is, and how it is read.
#[derive(Clone, Debug)]
pub struct Read {
    /// Its name in the rule.
    pub name: String,
    /// Where it is.
    pub path: Path,
    /// How it is read.
    pub reader: Reader,
}

/// A value of a place. Its text is read when a test asks for it: of most values nothing is asked.
#[derive(Clone, Debug)]
pub struct Bound<'t> {
    /// What was found.
    pub found: Found<'t>,
    reader: Reader,
    text: OnceCell<Option<Text<'t>>>,
    reading: OnceCell<Option<Reading<'t>>>,
}

/// A place where rules look, and what they read there: each value once, when a test asks for it.
#[derive(Debug)]
pub struct Place<'t> {
    root: &'t Node<'t>,
    scope: Scope<'t>,
    reads: &'t [Read],
    bound: Vec<OnceCell<Bound<'t>>>,
}

/// The values of a place that one rule names.
#[derive(Clone, Debug)]
pub struct Values<'t> {
    place: Rc<Place<'t>>,
    slots: &'t [usize],
}

/// A test of one value.
#[derive(Clone, Debug)]
pub struct Test {
    /// Index of the value.
    pub value: usize,
    /// A part of it, instead of the value itself.
    pub part: Option<String>,
    /// What it may be: any of these; nothing stands for a value that is not there.
    pub wanted: Vec<Option<String>>,
}

impl Reader {
    const ALL: [(&'static str, Self); 9] = [
        ("text", Self::Text),
        ("list", Self::List),
        ("image", Self::Image),
        ("parameter-or-secret", Self::ParameterOrSecret),
        ("secret", Self::Secret),
        ("s3-object", Self::S3Object),
        ("credential-spec", Self::CredentialSpec),
        ("operating-system", Self::OperatingSystem),
        ("region", Self::Region),
    ];

    /// The reader of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(reader, _)| *reader == name).map(|(_, reader)| reader)
    }

    /// The names of all readers.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(|(name, _)| name)
    }

    /// The kinds that a test over such a value may name; none where it tests the text itself.
    pub fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Text | Self::Region => &[],
            Self::List => &["empty", "some"],
            Self::Image => aws::image::KINDS,
            Self::ParameterOrSecret | Self::Secret => aws::secret_ref::KINDS,
            Self::S3Object => aws::s3_object::KINDS,
            Self::CredentialSpec => aws::credential_spec::KINDS,
            Self::OperatingSystem => aws::os_family::KINDS,
        }
    }

    /// The parts that a template or a test may name.
    pub fn parts(self) -> &'static [&'static str] {
        match self {
            Self::Text | Self::List | Self::OperatingSystem => &[],
            Self::Region => &["partition"],
            Self::Image => aws::image::PARTS,
            Self::ParameterOrSecret | Self::Secret => aws::secret_ref::PARTS,
            Self::S3Object => aws::s3_object::PARTS,
            Self::CredentialSpec => aws::credential_spec::PARTS,
        }
    }

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
            other => other,
        }
    }

    fn spelling(self) -> Spelling {
        match self {
            Self::Text | Self::List | Self::OperatingSystem => Spelling::Anywhere,
            _ => Spelling::Identifier,
        }
    }

    fn read<'t>(self, text: &Text<'t>) -> Option<Reading<'t>> {
        Some(match self {
            Self::Text | Self::List => return None,
            Self::Image => aws::image::read(text),
            Self::ParameterOrSecret => aws::secret_ref::read_value_from(text),
            Self::Secret => aws::secret_ref::read_secret(text),
            Self::S3Object => aws::s3_object::read(text),
            Self::CredentialSpec => aws::credential_spec::read(text),
            Self::OperatingSystem => aws::os_family::read(text),
            Self::Region => aws::partition::read_region(text),
        })
    }
}

impl Read {
    /// Finds the value in a place.
    fn bind<'t>(&self, root: &'t Node<'t>, scope: Scope<'t>) -> Bound<'t> {
        Bound {
            found: self.path.find(root, scope),
            reader: self.reader,
            text: OnceCell::new(),
            reading: OnceCell::new(),
        }
    }
}

impl<'t> Place<'t> {
    /// A place of a tree, and what may be read there.
    pub fn new(root: &'t Node<'t>, scope: Scope<'t>, reads: &'t [Read]) -> Self {
        let bound = reads.iter().map(|_| OnceCell::new()).collect();
        Self { root, scope, reads, bound }
    }
}

impl<'t> Values<'t> {
    /// The values in those `slots` of a place.
    pub fn new(place: Rc<Place<'t>>, slots: &'t [usize]) -> Self {
        Self { place, slots }
    }

    /// The value of that index among those that the rule names.
    pub fn get(&self, index: usize) -> Option<&Bound<'t>> {
        self.slots.get(index).and_then(|slot| self.bound(*slot))
    }

    /// All of them, in the order in which the rule names them.
    pub fn iter(&self) -> impl Iterator<Item = &Bound<'t>> {
        self.slots.iter().filter_map(|slot| self.bound(*slot))
    }

    fn bound(&self, slot: usize) -> Option<&Bound<'t>> {
        let Place { root, scope, reads, bound } = self.place.as_ref();
        let (read, bound) = reads.get(slot).zip(bound.get(slot))?;
        Some(bound.get_or_init(|| read.bind(root, *scope)))
    }
}

impl<'t> Bound<'t> {
    /// Its text, where it has one.
    pub fn text(&self) -> Option<&Text<'t>> {
        let read = || text_of(self.node()?, self.reader.spelling());
        self.text.get_or_init(read).as_ref()
    }

    /// What its reader makes of it, where that is more than text.
    fn reading(&self) -> Option<&Reading<'t>> {
        let read = || match (self.reader, &self.node()?.resolved().value) {
            (Reader::List, Value::List(items)) => Some(list_reading(items)),
            (reader, _) => reader.read(self.text()?),
        };
        self.reading.get_or_init(read).as_ref()
    }

    fn node(&self) -> Option<&'t Node<'t>> {
        match self.found {
            Found::Present(node) | Found::Hidden(node) => Some(node),
            Found::Absent | Found::Behind(_) => None,
        }
    }

    /// The text of the value, or of a part of it.
    pub fn text_or_part(&self, part: Option<&str>) -> Option<&Text<'t>> {
        match part {
            None => self.text(),
            Some(part) => self.part(part),
        }
    }

    fn part(&self, part: &str) -> Option<&Text<'t>> {
        self.reading()?.part(part)
    }

    /// What is wrong with it, for people.
    pub fn fault(&self) -> Option<&str> {
        self.reading()?.fault.as_deref()
    }

    /// The placeholders that leave the value open: those in it, or the one that hides it.
    pub fn placeholders(&self) -> Vec<Placeholder<'t>> {
        let hiding = match self.found {
            Found::Behind(node) => std::slice::from_ref(node),
            // Whether an array is empty hangs on the items that may be there.
            Found::Present(node) => node.as_list().unwrap_or_default(),
            Found::Absent | Found::Hidden(_) => &[],
        };
        let is_whole = matches!(self.found, Found::Behind(_));
        let hiding =
            hiding.iter().filter(|it| is_whole || matches!(it.value, Value::Placeholder(_)));
        let hiding: Vec<_> = hiding.filter_map(|it| text_of(it, Spelling::Anywhere)).collect();
        self.text().into_iter().chain(&hiding).flat_map(Text::placeholders).cloned().collect()
    }

    /// Where it stands.
    pub fn span(&self) -> Option<Span> {
        self.found.span()
    }
}

impl Test {
    /// Whether it holds; `assumed` stands for `{assume}`.
    pub fn holds(&self, reader: Reader, bound: &Bound<'_>, assumed: Option<&str>) -> Truth {
        Truth::any(self.wanted.iter().map(|wanted| match wanted {
            None => match bound.found {
                Found::Absent => Truth::True,
                Found::Hidden(_) | Found::Behind(_) => Truth::Unknown,
                Found::Present(_) => Truth::False,
            },
            Some(wanted) => match assumed {
                Some(value) => self.is(&wanted.replace("{assume}", value), reader, bound),
                None => self.is(wanted, reader, bound),
            },
        }))
    }

    fn is(&self, wanted: &str, reader: Reader, bound: &Bound<'_>) -> Truth {
        let hidden = matches!(bound.found, Found::Hidden(_) | Found::Behind(_));
        match &self.part {
            None if reader.kinds().is_empty() => {
                let text = bound.text();
                text.map_or(Truth::possible(hidden), |text| matches(text, wanted))
            }
            None if hidden => Truth::Unknown,
            None => bound.reading().map_or(Truth::False, |reading| reading.is(wanted)),
            Some(part) => match bound.part(part) {
                Some(text) => matches(text, wanted),
                None => Truth::possible(hidden || !bound.placeholders().is_empty()),
            },
        }
    }
}

/// Whether a text is `wanted`; a `*` at its end stands for any rest.
fn matches(text: &Text<'_>, wanted: &str) -> Truth {
    match wanted.strip_suffix('*') {
        Some(prefix) => text.starts_with(prefix),
        None => text.equals(wanted),
    }
}

/// The text of a scalar, with the placeholders that a spelling lets stand in a string.
pub fn text_of<'t>(node: &'t Node<'t>, spelling: Spelling) -> Option<Text<'t>> {
    node.scalar_text(|text| Text::read(text, spelling))
}

/// An item that is a placeholder may stand for none, one or several.
fn list_reading(items: &[Node<'_>]) -> Reading<'static> {
    let is_placeholder = |item: &Node<'_>| matches!(item.resolved().value, Value::Placeholder(_));
    let some = items.iter().any(|item| !is_placeholder(item));
    let (empty, some) = match (items.is_empty(), some) {
        (true, _) => (Truth::True, Truth::False),
        (false, true) => (Truth::False, Truth::True),
        (false, false) => (Truth::Unknown, Truth::Unknown),
    };
    Reading::default().with_kind("empty", empty).with_kind("some", some)
}
