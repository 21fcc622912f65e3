//! From the rule file as written to a rule that can be asked: names are looked up, versions and dates read.

use super::file::{
    AttributeFile, CellFile, FindingFile, HintFile, LeastFile, Need, PermissionFile, RuleFile, When,
};
use super::path::Path;
use super::permission::Template;
use super::value::{Read, Reader, Test};
use super::{Attribute, Body, Hint, Least, NeedCell, OwnFinding, Period, Permission, Rule};
use crate::aws::launch_type::LaunchType;
use crate::base::date::Date;
use crate::base::problem::Severity;
use crate::base::version::Version;

/// What is wrong with a rule file, and where: the keys and indices that lead there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) path: Vec<String>,
    pub(super) message: String,
    /// The word that was found and those that could stand there, for a suggestion.
    pub(super) near: Option<(String, Vec<String>)>,
}

type Checked<T> = Result<T, Fault>;

/// Compiles a rule file. The error names the first thing that is wrong with it.
pub(super) fn compile(file: RuleFile) -> Checked<Rule> {
    check_prose(&file)?;
    Ok(Rule {
        id: file.id.clone().into(),
        each: paths(file.each.0.iter().map(String::as_str))?,
        switch: file.assume.as_ref().map(|switch| switch.name.clone().into()),
        text: "",
        page: "",
        body: Box::new(body(file)?).into(),
    })
}

/// Compiles what a rule asks and says.
pub(super) fn body(file: RuleFile) -> Checked<Body> {
    let read = compile_reads(&file)?;
    let names = Names(&read);
    let at = file.at.as_deref().map(|name| names.index(name, &["at"])).transpose()?;
    Ok(Body {
        when: names.tests(&file.when, &["when"])?,
        need: compile_need(&file.need, &names)?,
        permissions: each_of(&file.permissions.0, "permissions", |it, at| {
            permission(it, &names, at)
        })?,
        least: compile_least(&file.least.0, &names)?,
        attributes: each_of(&file.attributes.0, "attributes", |it, at| attribute(it, &names, at))?,
        hints: each_of(&file.hint.0, "hint", |it, at| hint(it, &names, at))?,
        findings: each_of(&file.findings.0, "findings", |it, at| {
            finding(it, &file.id, &names, at)
        })?,
        period: period(file.since.as_deref(), file.until.as_deref(), &[])?,
        at,
        read,
        file,
    })
}

/// The paths of `each`.
pub(super) fn paths<'a>(texts: impl Iterator<Item = &'a str>) -> Checked<Vec<Path>> {
    texts.map(|text| Path::parse(text).map_err(|message| Fault::at(&["each"], message))).collect()
}

impl Fault {
    pub(super) fn at(path: &[&str], message: impl Into<String>) -> Self {
        let path = path.iter().map(|&step| step.to_owned()).collect();
        Self { path, message: message.into(), near: None }
    }

    fn near(mut self, found: &str, known: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.near = Some((found.to_owned(), known.into_iter().map(Into::into).collect()));
        self
    }
}

/// The values that a rule reads, by name.
struct Names<'a>(&'a [Read]);

impl Names<'_> {
    fn index(&self, name: &str, at: &[&str]) -> Checked<usize> {
        self.0.iter().position(|read| read.name == name).ok_or_else(|| {
            let known = self.0.iter().map(|read| read.name.clone());
            Fault::at(at, format!("`{name}` is not a name under `read`")).near(name, known)
        })
    }

    fn tests(&self, when: &When, at: &[&str]) -> Checked<Vec<Test>> {
        let test = |(key, wanted): (&String, &super::file::Wanted)| {
            let at = [at, &[key.as_str()]].concat();
            let (name, part) = match key.split_once('.') {
                Some((name, part)) => (name, Some(part)),
                None => (key.as_str(), None),
            };
            let value = self.index(name, &at)?;
            let reader = self.0.get(value).map_or(Reader::Text, |read| read.reader);
            check_test(reader, part, &wanted.0, &at)?;
            Ok(Test { value, part: part.map(str::to_owned), wanted: wanted.0.clone() })
        };
        when.0.iter().map(test).collect()
    }
}

fn check_test(
    reader: Reader,
    part: Option<&str>,
    wanted: &[Option<String>],
    at: &[&str],
) -> Checked<()> {
    if let Some(part) = part {
        let known = reader.parts();
        let fault =
            || Fault::at(at, format!("no part `{part}` is read here")).near(part, known.to_vec());
        return known.contains(&part).then_some(()).ok_or_else(fault);
    }
    let known = reader.kinds();
    let unknown = wanted.iter().flatten().find(|word| !known.contains(&word.as_str()));
    match unknown {
        Some(word) if !known.is_empty() => {
            let kinds = known.join(", ");
            Err(Fault::at(
                at,
                format!("`{word}` is not a kind of this value; the kinds are: {kinds}"),
            )
            .near(word, known.to_vec()))
        }
        _ => Ok(()),
    }
}

fn check_prose(file: &RuleFile) -> Checked<()> {
    let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if file.id.is_empty() || !file.id.chars().all(is_id) {
        return Err(Fault::at(&["id"], "an id is in lower case, with hyphens"));
    }
    if let Some(link) = file.docs.0.iter().find(|link| !link.starts_with("https://")) {
        return Err(Fault::at(&["docs"], format!("`{link}` is not an https link")));
    }
    if file.each.is_empty() && file.assume.is_none() {
        let asks = [
            ("read", file.read.is_empty()),
            ("when", file.when.is_empty()),
            ("attributes", file.attributes.is_empty()),
            ("findings", file.findings.is_empty()),
        ];
        if let Some((key, _)) = asks.into_iter().find(|(_, empty)| !empty) {
            return Err(Fault::at(&[key], format!("`{key}` wants `each`: the places to look at")));
        }
    } else if file.need.is_empty() && file.findings.is_empty() {
        return Err(Fault::at(&["id"], "a rule says what follows: add `need` or `findings`"));
    }
    Ok(())
}

fn compile_reads(file: &RuleFile) -> Checked<Vec<Read>> {
    let compile = |(name, text): (&String, &String)| {
        let at = ["read", name.as_str()];
        let (path, reader) = match text.split_once(" as ") {
            Some((path, reader)) => (path.trim(), reader.trim()),
            None => (text.trim(), "text"),
        };
        let fault = || {
            let readers: Vec<_> = Reader::names().collect();
            Fault::at(
                &at,
                format!("`{reader}` is not a reader; the readers are: {}", readers.join(", ")),
            )
            .near(reader, readers)
        };
        let reader = Reader::from_name(reader).ok_or_else(fault)?;
        let path = Path::parse(path).map_err(|message| Fault::at(&at, message))?;
        if path.has_items() {
            return Err(Fault::at(&at, "`*` stands in `each` only: a name is for one value"));
        }
        Ok(Read { name: name.clone(), path, reader })
    };
    file.read.iter().map(compile).collect()
}

fn compile_need(need: &Need, names: &Names<'_>) -> Checked<[Vec<NeedCell>; 4]> {
    for key in need.0.keys().filter(|key| *key != Need::ANY) {
        launch_type(key, &["need", key])?;
    }
    let mut cells = [const { Vec::new() }; 4];
    for (slot, launch_type) in cells.iter_mut().zip(LaunchType::ALL) {
        let key = [launch_type.name(), Need::ANY].into_iter().find(|key| need.0.contains_key(*key));
        let Some(key) = key else { continue };
        let files = need.0.get(key).map(|many| many.0.as_slice()).unwrap_or_default();
        *slot = each_of_at(files, &["need", key], |file, at| cell(file, names, at))?;
    }
    Ok(cells)
}

fn cell(file: &CellFile, names: &Names<'_>, at: &[&str]) -> Checked<NeedCell> {
    Ok(NeedCell {
        is: file.is,
        when: names.tests(&file.when, &[at, &["when"]].concat())?,
        assume: file.assume.clone(),
        period: period(file.since.as_deref(), file.until.as_deref(), at)?,
    })
}

fn permission(file: &PermissionFile, names: &Names<'_>, at: &[&str]) -> Checked<Permission> {
    let bad_action =
        |action: &&String| action.split(':').filter(|part| !part.is_empty()).count() != 2;
    if let Some(action) = file.allow.0.iter().find(bad_action) {
        let message = format!("`{action}` is not an action: write `service:Action`");
        return Err(Fault::at(&[at, &["allow"]].concat(), message));
    }
    let template = |text: &String| {
        Template::parse(text, names.0, file.unseen.is_some())
            .map_err(|message| Fault::at(&[at, &["resource"]].concat(), message))
    };
    Ok(Permission {
        actions: file.allow.0.clone(),
        resources: file.resource.0.iter().map(template).collect::<Checked<_>>()?,
        when: names.tests(&file.when, &[at, &["when"]].concat())?,
        condition: file.condition.clone(),
        documented: file.documented,
        unseen: file.unseen.clone(),
        via: file.via.clone(),
    })
}

/// The entries about the container agent; those about Fargate platforms are for `explain` only.
fn compile_least(files: &[LeastFile], names: &Names<'_>) -> Checked<Vec<Least>> {
    let all = each_of(files, "least", |file, at| least(file, names, at))?;
    Ok(all.into_iter().flatten().collect())
}

fn least(file: &LeastFile, names: &Names<'_>, at: &[&str]) -> Checked<Option<Least>> {
    let when = names.tests(&file.when, &[at, &["when"]].concat())?;
    let windows = match file.os.as_deref() {
        None => None,
        Some("windows") => Some(true),
        Some("linux") => Some(false),
        Some(other) => {
            let at = [at, &["os"]].concat();
            let fault =
                Fault::at(&at, format!("`{other}` is not an operating system: linux or windows"));
            return Err(fault.near(other, ["linux", "windows"]));
        }
    };
    let Some(agent) = file.agent.as_deref() else { return Ok(None) };
    let agent = agent.parse::<Version>();
    let agent = agent.map_err(|error| Fault::at(&[at, &["agent"]].concat(), error.to_string()))?;
    Ok(Some(Least { agent, when, with_role: file.with_role, windows }))
}

fn attribute(file: &AttributeFile, names: &Names<'_>, at: &[&str]) -> Checked<Attribute> {
    let when = names.tests(&file.when, &[at, &["when"]].concat())?;
    Ok(Attribute { name: file.name.clone(), when, with_role: file.with_role })
}

fn hint(file: &HintFile, names: &Names<'_>, at: &[&str]) -> Checked<Hint> {
    Ok(Hint {
        say: file.say.clone(),
        when: names.tests(&file.when, &[at, &["when"]].concat())?,
        unless: names.tests(&file.unless, &[at, &["unless"]].concat())?,
    })
}

fn finding(file: &FindingFile, id: &str, names: &Names<'_>, at: &[&str]) -> Checked<OwnFinding> {
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let severity = severities.into_iter().find(|severity| severity.name() == file.severity);
    let severity = severity.ok_or_else(|| {
        let message = format!("`{}` is not a severity: error, warning or advice", file.severity);
        Fault::at(&[at, &["severity"]].concat(), message)
            .near(&file.severity, severities.map(Severity::name))
    })?;
    let on = |name: &String| launch_type(name, &[at, &["on"]].concat());
    Ok(OwnFinding {
        code: file.code.clone().unwrap_or_else(|| id.to_owned()),
        severity,
        say: file.say.clone(),
        help: file.help.clone(),
        unless: names.tests(&file.unless, &[at, &["unless"]].concat())?,
        when: names.tests(&file.when, &[at, &["when"]].concat())?,
        on: file.on.0.iter().map(on).collect::<Checked<_>>()?,
        with_role: file.with_role,
    })
}

fn launch_type(name: &str, at: &[&str]) -> Checked<LaunchType> {
    let names = LaunchType::ALL.map(LaunchType::name);
    LaunchType::from_name(name).ok_or_else(|| {
        let message = format!("`{name}` is not a launch type: {}", names.join(", "));
        Fault::at(at, message).near(name, names)
    })
}

fn period(since: Option<&str>, until: Option<&str>, at: &[&str]) -> Checked<Period> {
    let date = |key: &str, text: Option<&str>| {
        let parse = |text: &str| text.parse::<Date>();
        text.map(parse)
            .transpose()
            .map_err(|error| Fault::at(&[at, &[key]].concat(), error.to_string()))
    };
    Ok(Period { since: date("since", since)?, until: date("until", until)? })
}

fn each_of<F, T>(
    files: &[F],
    key: &str,
    compile: impl Fn(&F, &[&str]) -> Checked<T>,
) -> Checked<Vec<T>> {
    each_of_at(files, &[key], compile)
}

/// Compiles each item, telling it where it stands. A single item may stand without a list.
fn each_of_at<F, T>(
    files: &[F],
    at: &[&str],
    compile: impl Fn(&F, &[&str]) -> Checked<T>,
) -> Checked<Vec<T>> {
    let numbered = files.iter().enumerate();
    numbered.map(|(index, file)| compile(file, &[at, &[&index.to_string()]].concat())).collect()
}
