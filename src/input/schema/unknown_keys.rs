//! What a key that the API does not have at a place was meant to be.

use super::{
    Field, KeyDiagnostic, KeyFault, KeyHome, KeyRemedy, KeySubject, is_filled_in, misspelt,
};
use crate::base::diagnostic::{BuiltIn, Diagnostic, Severity};
use crate::base::sorting::sort_by_key;
use crate::base::suggest;
use crate::base::text::{Spelling, Text};
use crate::input::holder::TaskHolder;
use crate::input::naming::Naming;
use crate::syntax::{Entry, Map};

/// Longer keys are no slips of the pen, and comparing them takes time.
const LONGEST: usize = 64;

/// A name with more homes than this says nothing about where it belongs: `name`, `value`, `type`.
const MOST_HOMES: usize = 3;

/// Fields of services and of `RunTask` that people put into a task definition.
const OF_SERVICES: [&str; 12] = [
    "capacityProviderStrategy",
    "cluster",
    "containerOverrides",
    "deploymentConfiguration",
    "desiredCount",
    "enableExecuteCommand",
    "launchType",
    "loadBalancers",
    "networkConfiguration",
    "overrides",
    "platformVersion",
    "serviceName",
];

/// What the ECS API and AWS Batch call the same: who writes the one meant the other.
const SAME: [(&str, &str); 3] = [
    ("requirescompatibilities", "platformcapabilities"),
    ("taskrolearn", "jobrolearn"),
    ("containerdefinitions", "containers"),
];

/// A key, and where it was met.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnknownKey<'a, 't> {
    /// The entry.
    pub entry: &'a Entry<'t>,
    /// The object that contains it.
    pub map: &'a Map<'t>,
    /// The objects around it, the task definition first, that of `map` last.
    pub path: &'a [&'static Field],
    /// Whose names are spoken.
    pub naming: Naming,
    /// What the whole is.
    pub holder: TaskHolder,
    /// Whether the task definition could name its execution role, and does not.
    pub role_is_missing: bool,
}

impl UnknownKey<'_, '_> {
    /// What there is to report about it, if anything.
    pub(super) fn diagnostic(self) -> Option<KeyDiagnostic> {
        let (here, around) = self.path.split_last()?;
        let key = self.entry.key.as_ref();
        let is_root = around.is_empty();
        if is_comment(key) {
            let comment = self.unknown(here, Some(KeyRemedy::RemoveComment));
            return Some(comment.with_severity(Severity::Note));
        }
        let is_of_aws =
            || self.naming == Naming::EcsApi && self.holder.written_by_aws().contains(&key);
        if (is_root && is_of_aws()) || has_placeholder(key) {
            return None;
        }
        if key.len() > LONGEST {
            return Some(self.unknown(here, None));
        }
        let is_home = here.field("executionRoleArn").is_some();
        if is_role(key) && (!is_home || self.role_is_missing) {
            return Some(self.role(here, is_home));
        }
        let plain = normalized(key);
        let found = same_name(here, &plain).or_else(|| other_name(here, &plain));
        let found = found.map(|field| self.misspelt(here, field));
        let found = found.or_else(|| self.misplaced(here, around, &plain));
        let found = found.or_else(|| Some(self.misspelt(here, close_name(here, &plain)?)));
        Some(found.unwrap_or_else(|| self.unknown(here, self.elsewhere(here, around, &plain))))
    }

    /// The field that it was meant to be, where the object does not have that one, and it is not the execution role.
    pub(super) fn meant(self) -> Option<&'static Field> {
        let (here, around) = self.path.split_last()?;
        let key = self.entry.key.as_ref();
        if is_comment(key) || key.len() > LONGEST || is_role(key) || has_placeholder(key) {
            return None;
        }
        let plain = normalized(key);
        let found = same_name(here, &plain).or_else(|| other_name(here, &plain));
        let is_misplaced = || self.misplaced(here, around, &plain).is_some();
        let close = || if is_misplaced() { None } else { close_name(here, &plain) };
        let found = found.or_else(close)?;
        (found.name != "executionRoleArn" && !self.is_there(found)).then_some(found)
    }

    /// Whether the object has the field as well.
    fn is_there(self, field: &Field) -> bool {
        self.map.entries.iter().any(|it| it.key == field.name && !is_filled_in(it))
    }

    /// Whether it can only mean the execution role.
    pub(in crate::input) fn is_role(self) -> bool {
        is_role(&self.entry.key)
    }

    fn with(self, code: BuiltIn, fault: KeyFault, remedy: Option<KeyRemedy>) -> KeyDiagnostic {
        Diagnostic::new(code, KeySubject::new(fault, self.naming, remedy), self.entry.key_span)
    }

    fn unknown(self, here: &Field, remedy: Option<KeyRemedy>) -> KeyDiagnostic {
        let fault = KeyFault::Unknown { key: shown(&self.entry.key), object: here.object() };
        self.with(BuiltIn::UnknownKey, fault, remedy).with_severity(Severity::Warning)
    }

    /// A key that was meant to name the execution role.
    fn role(self, here: &Field, is_home: bool) -> KeyDiagnostic {
        if is_home {
            let remedy = KeyRemedy::rename(&self.naming.word("executionRoleArn"));
            let code = BuiltIn::MisspeltExecutionRole;
            return misspelt(code, self.entry, here, self.naming, remedy);
        }
        let (code, remedy) = if self.role_is_missing {
            (BuiltIn::MisspeltExecutionRole, KeyRemedy::MoveRole)
        } else {
            (BuiltIn::MisplacedKey, KeyRemedy::RemoveRole)
        };
        self.with(code, KeyFault::MisplacedRole { object: here.object() }, Some(remedy))
    }

    /// A field of this object, in another spelling.
    fn misspelt(self, here: &Field, field: &Field) -> KeyDiagnostic {
        let name = field.name_in(self.naming);
        let remedy = if self.is_there(field) {
            KeyRemedy::remove_duplicate(name)
        } else {
            KeyRemedy::Suggestion(name.to_owned())
        };
        misspelt(BuiltIn::UnknownKey, self.entry, here, self.naming, remedy)
    }

    /// A field of an object around this one, within it, or next to it.
    fn misplaced(self, here: &Field, around: &[&Field], plain: &str) -> Option<KeyDiagnostic> {
        if plain.starts_with("awslogs") && self.entry.key.contains('-') {
            return Some(self.belongs_in(KeyHome::LogOptions));
        }
        if homes(around.first().unwrap_or(&here), plain).len() > MOST_HOMES {
            return None;
        }
        let outer = around.iter().rev().find(|object| same_name(object, plain).is_some());
        let inner = || nearest(homes(here, plain));
        let beside = || {
            let siblings = around.last()?.fields.iter();
            siblings.filter(|object| same_name(object, plain).is_some()).collect::<Vec<_>>().pop()
        };
        let home = outer.copied().or_else(inner).or_else(beside)?;
        Some(self.belongs_in(KeyHome::Object(home.object())))
    }

    fn belongs_in(self, home: KeyHome) -> KeyDiagnostic {
        let key = self.entry.key.clone().into_owned();
        let found = self.with(BuiltIn::MisplacedKey, KeyFault::Misplaced { key, home }, None);
        // Terraform's provider drops what it does not know: nothing fails for it.
        let is_dropped = self.naming == Naming::Terraform;
        if is_dropped { found.with_severity(Severity::Warning) } else { found }
    }

    /// Where else the API has a key that is unknown here.
    fn elsewhere(self, here: &Field, around: &[&Field], plain: &str) -> Option<KeyRemedy> {
        let is_of_services = |name: &&str| self.naming.word(name) == self.entry.key;
        if OF_SERVICES.iter().any(is_of_services) {
            return Some(KeyRemedy::FieldOfServices);
        }
        match homes(around.first().unwrap_or(&here), plain).as_slice() {
            [(_, home)] => Some(KeyRemedy::FieldOf(home.object())),
            _ => None,
        }
    }
}

/// A key as messages show it: not without end.
pub(in crate::input) fn shown(key: &str) -> String {
    match key.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", key.get(..at).unwrap_or_default()),
        None => key.to_owned(),
    }
}

/// A key without what spellings differ in.
pub(in crate::input) fn normalized(key: &str) -> String {
    let letters = key.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '.'));
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

fn has_placeholder(key: &str) -> bool {
    key.contains(['$', '{', '<', '%']) && Text::read(key, Spelling::Anywhere).has_placeholders()
}

fn is_comment(key: &str) -> bool {
    let is_variable = key.starts_with("${") || key.starts_with("$(");
    (key.starts_with(['$', '_', '#']) && !is_variable)
        || key.starts_with("//")
        || key.starts_with("x-")
        || ["comment", "comments"].iter().any(|word| key.eq_ignore_ascii_case(word))
}

/// Whether a key that is no field can only mean the execution role.
pub(in crate::input) fn is_role(key: &str) -> bool {
    if !(8..40).contains(&key.len()) {
        return false;
    }
    let plain = normalized(key);
    let bare = plain.strip_prefix("ecs").unwrap_or(&plain);
    let bare = bare.strip_prefix("task").unwrap_or(bare);
    let names_both = bare.starts_with("exec") && bare.contains("role");
    names_both
        || ["executionrole", "executionrolearn"].iter().any(|word| suggest::slips(bare, word) <= 2)
}

fn same_name<'s>(object: &'s Field, plain: &str) -> Option<&'s Field> {
    object.fields.iter().find(|field| {
        let mut letters = field.name.chars().map(|c| c.to_ascii_lowercase());
        plain.chars().all(|c| letters.next() == Some(c)) && letters.next().is_none()
    })
}

/// The field that another API calls so.
fn other_name<'s>(object: &'s Field, plain: &str) -> Option<&'s Field> {
    let (ecs, batch) = SAME.iter().find(|(ecs, batch)| *ecs == plain || *batch == plain)?;
    same_name(object, if *ecs == plain { batch } else { ecs })
}

/// From this length on, the beginning of a name says which is meant.
const TELLING: usize = 9;

/// The field whose name is a slip away: three letters in a long one, one in a short one; or whose name begins so.
fn close_name<'s>(object: &'s Field, plain: &str) -> Option<&'s Field> {
    let allowed = |name: &str| match name.len().min(plain.len()) {
        0..4 => 0,
        4..7 => 1,
        7..16 => 2,
        _ => 3,
    };
    let mut begin_so = object.fields.iter().filter(|field| {
        plain.len() >= TELLING && field.name.to_ascii_lowercase().starts_with(plain)
    });
    if let (Some(only), None) = (begin_so.next(), begin_so.next()) {
        return Some(only);
    }
    let distance = |field: &Field| {
        let name = field.name.to_ascii_lowercase();
        if format!("{plain}arn") == name { 1 } else { suggest::slips(plain, &name) }
    };
    let near = object.fields.iter().map(|field| (distance(field), field));
    let near = near.filter(|(distance, field)| *distance <= allowed(field.name));
    near.min_by_key(|(distance, _)| *distance).map(|(_, field)| field)
}

/// The objects at or below an object that have a field of that name, and how deep they lie.
fn homes<'s>(object: &'s Field, plain: &str) -> Vec<(usize, &'s Field)> {
    fn collect<'s>(
        object: &'s Field,
        plain: &str,
        depth: usize,
        homes: &mut Vec<(usize, &'s Field)>,
    ) {
        if same_name(object, plain).is_some() {
            homes.push((depth, object));
        }
        for field in object.fields {
            collect(field, plain, depth + 1, homes);
        }
    }
    let mut homes = Vec::new();
    collect(object, plain, 0, &mut homes);
    homes
}

/// The home that lies least deep, where there is but one such.
fn nearest(mut homes: Vec<(usize, &Field)>) -> Option<&Field> {
    sort_by_key(&mut homes, |(depth, _)| *depth);
    match homes.as_slice() {
        [(_, home)] => Some(home),
        [(first, home), (second, _), ..] if first < second => Some(home),
        _ => None,
    }
}
