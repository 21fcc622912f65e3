//! What the files of a unit give each other: exports, outputs of nested templates, and the parameters passed to them.

use crate::base::text::pattern::{elements, possibly};
use crate::base::text::{Piece, PlaceholderKind, Text};
use std::collections::HashMap;
use std::ops::BitOr;

/// How many letters and digits of a name must be known before it leads to an export whose name is known in part.
const LEAST_KNOWN: usize = 4;

/// What a file may get from others, and give to them: a set of the constants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sharing(u8);

impl Sharing {
    /// It names what others export.
    pub const IMPORTS: Self = Self(1);
    /// It nests others: it gives them their parameters, and gets their outputs.
    pub const NESTS: Self = Self(2);
    /// It exports.
    pub const EXPORTS: Self = Self(4);
    /// It has outputs.
    pub const OUTPUTS: Self = Self(8);
    /// It has task definitions that depend on parameters.
    pub const PARAMETERS: Self = Self(16);

    /// Whether it does any of this.
    pub fn is_any(self) -> bool {
        self.0 != 0
    }

    /// Whether it does one of these.
    pub fn has(self, one_of: Self) -> bool {
        self.0 & one_of.0 != 0
    }

    /// The set, with one more where that is so.
    #[must_use]
    pub fn with(self, more: Self, is_so: bool) -> Self {
        if is_so { self | more } else { self }
    }

    /// Whether it depends on others by what it says itself.
    pub fn takes(self) -> bool {
        self.has(Self::IMPORTS | Self::NESTS)
    }
}

impl BitOr for Sharing {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A value of one file, as another one gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedValue {
    /// What it is.
    pub text: Text<'static>,
    /// The role that it is the ARN or the name of, by its number among those of the unit.
    pub role: Option<usize>,
}

impl SharedValue {
    /// Whether the text means the same in every file: it holds no name that only its own file has.
    pub fn is_the_same_everywhere(&self) -> bool {
        self.text.placeholders().all(|it| {
            it.kind() == PlaceholderKind::PseudoParameter && !it.name().starts_with("AWS::Stack")
        })
    }
}

/// The name of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportName {
    /// As the defaults of the parameters have it.
    pub by_default: Text<'static>,
    /// As it is whatever the parameters are.
    pub open: Text<'static>,
}

/// What the files of a unit give each other. The default is that of a file by itself: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitValues {
    /// What is exported.
    pub exports: Vec<(ExportName, SharedValue)>,
    /// The outputs of the templates that others nest, by the path of the file and the name of the output.
    pub outputs: HashMap<(String, String), SharedValue>,
    /// What is passed to the parameters of nested templates, by the path of the file, then the name of the parameter;
    /// none where two templates pass different values.
    pub parameters: HashMap<String, HashMap<String, Option<SharedValue>>>,
}

impl UnitValues {
    /// The one export that a name leads to; none where several may be meant.
    pub fn export(&self, name: &ExportName) -> Option<&SharedValue> {
        let is_same = |it: &ExportName| {
            it.by_default.as_literal().is_some() && it.by_default == name.by_default
        };
        let is_alike = |it: &ExportName| is_written_alike(&it.open, &name.open);
        let may_be = |it: &ExportName| may_be_same(&it.open, &name.open);
        let tests: [&dyn Fn(&ExportName) -> bool; 3] = [&is_same, &is_alike, &may_be];
        tests.iter().find_map(|test| {
            let mut found = self.exports.iter().filter(|(name, _)| test(name));
            let first = found.next()?;
            // What several files export under one name is none of them in particular, unless they agree.
            Some(found.all(|other| other.1 == first.1).then_some(&first.1))
        })?
    }

    /// The output of a nested template.
    pub fn output(&self, file: &str, name: &str) -> Option<&SharedValue> {
        self.outputs.get(&(file.to_owned(), name.to_owned()))
    }

    /// What the templates that nest a file pass to one of its parameters.
    pub fn parameter(&self, file: &str, name: &str) -> Option<&SharedValue> {
        self.parameters.get(file)?.get(name)?.as_ref()
    }

    /// The parameters of a file whose values are known as text.
    pub fn variables(&self, file: &str) -> Vec<(String, String)> {
        let own = self.parameters.get(file).into_iter().flatten();
        let literal =
            |value: &Option<SharedValue>| Some(value.as_ref()?.text.as_literal()?.to_owned());
        let found = own.filter_map(|(name, value)| Some((name.clone(), literal(value)?)));
        let mut found: Vec<_> = found.collect();
        found.sort_unstable();
        found
    }
}

/// Whether two names have the same text, and placeholders at the same places.
fn is_written_alike(one: &Text<'_>, other: &Text<'_>) -> bool {
    let parts = one.pieces().iter().zip(other.pieces());
    one.pieces().len() == other.pieces().len()
        && known(one) >= LEAST_KNOWN
        && parts.into_iter().all(|pair| match pair {
            (Piece::Literal(one), Piece::Literal(other)) => one == other,
            (Piece::Placeholder(_), Piece::Placeholder(_)) => true,
            _ => false,
        })
}

/// Whether two names may be the same, and enough of both is known.
fn may_be_same(one: &Text<'_>, other: &Text<'_>) -> bool {
    known(one).min(known(other)) >= LEAST_KNOWN
        && possibly(&elements(one, false), &elements(other, false))
}

/// How many letters and digits of a name are known.
fn known(text: &Text<'_>) -> usize {
    let count = |piece: &Piece<'_>| match piece {
        Piece::Literal(run) => run.chars().filter(|c| c.is_alphanumeric()).count(),
        Piece::Placeholder(_) => 0,
    };
    text.pieces().iter().map(count).sum()
}

/// A path that is in a file, from where that file's own path is taken.
pub fn beside(file: &str, path: &str) -> String {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    if path.starts_with('/') || folder.is_empty() {
        return path.trim_start_matches("./").to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| *step != ".").collect();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::{ExportName, SharedValue, UnitValues, beside};
    use crate::base::text::{Spelling, Text};

    #[test]
    fn paths_are_taken_from_the_file_that_holds_them() {
        for (file, path, expected) in [
            ("stacks/app.yaml", "./net.yaml", "stacks/net.yaml"),
            ("stacks/app.yaml", "../shared/net.yaml", "shared/net.yaml"),
            ("../app.yaml", "../net.yaml", "../../net.yaml"),
            ("app.yaml", "./net.yaml", "net.yaml"),
            ("./app.yaml", "net.yaml", "net.yaml"),
            ("./a/app.yaml", "../net.yaml", "net.yaml"),
            ("app.yaml", "../net.yaml", "../net.yaml"),
            ("/srv/app.yaml", "net.yaml", "/srv/net.yaml"),
            ("a/app.yaml", "/srv/net.yaml", "/srv/net.yaml"),
        ] {
            assert_eq!(beside(file, path), expected, "{path} in {file}");
        }
    }

    fn name(text: &str) -> ExportName {
        let open = Text::read(text, Spelling::Anywhere).into_owned();
        ExportName { by_default: open.clone(), open }
    }

    #[test]
    fn a_name_leads_to_the_one_export_that_it_can_mean() {
        for (exports, import, expected) in [
            (["a-role", "b-role"].as_slice(), "b-role", Some(1)),
            (&["${Stack}-exec-role", "${Stack}-task-role"], "${Network}-exec-role", Some(0)),
            (&["${Stack}-exec-role", "net-exec-role"], "net-exec-role", Some(1)),
            (&["${Stack}-exec-role"], "net-exec-role", Some(0)),
            (&["net-exec-role"], "${Stack}-exec-role", Some(0)),
            // Any of them may be meant, or one that is not here.
            (&["dev-exec-role", "prod-exec-role"], "${Stack}-exec-role", None),
            (&["${Stack}-exec-role"], "${Name}", None),
            (&["${Stack}-exec-role"], "${Stack}-task-role", None),
        ] {
            let shared = |at: usize| SharedValue { text: Text::default(), role: Some(at) };
            let exports = exports.iter().enumerate().map(|(at, it)| (name(it), shared(at)));
            let values = UnitValues { exports: exports.collect(), ..UnitValues::default() };
            let found = values.export(&name(import)).and_then(|it| it.role);
            assert_eq!(found, expected, "{import}");
        }
    }
}
