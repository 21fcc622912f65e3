//! The options of a request: those of the command line, by their names there.

use needs_exec_role::{LaunchType, Options, PolicyForm, PolicyOptions, Severity, SourceFile};
use serde_json::{Map, Value};

/// What is wrong with a request.
pub(crate) type Fault = String;

/// The options of a request, each of which is taken out once it is known. What is left is unknown.
pub(crate) struct Given {
    values: Map<String, Value>,
}

impl Given {
    pub(crate) fn new(values: Value) -> Result<Self, Fault> {
        match values {
            Value::Object(values) => Ok(Self { values }),
            Value::Null => Ok(Self { values: Map::new() }),
            _ => Err("`options` is not an object".to_owned()),
        }
    }

    /// What is asked of the files.
    pub(crate) fn inputs(&mut self) -> Result<Options, Fault> {
        Ok(Options {
            launch_types: self.launch_types()?,
            agent_version: self.text("agent-version")?,
            as_of: self.text("as-of")?,
            variables: self.pairs("var")?,
            parameters: self.files("parameters")?,
            images: self.pairs("image")?,
            execution_role: self.text("execution-role")?,
            assume: self.texts("assume")?.iter().map(|text| assumption(text)).collect(),
            account: self.text("account")?,
            region: self.text("region")?,
            partition: self.text("partition")?,
            rules: self.files("rules")?,
            ..Options::default()
        })
    }

    /// Adds the role that is to be checked.
    pub(crate) fn role(&mut self, options: &mut Options) -> Result<(), Fault> {
        options.roles = self.files("role")?;
        options.boundary = self.values.remove("boundary").as_ref().map(file).transpose()?;
        options.unneeded = self.flag("unneeded")?;
        Ok(())
    }

    /// The lowest severity for which the exit code is 1.
    pub(crate) fn fail_on(&mut self) -> Result<Option<Severity>, Fault> {
        match self.text("fail-on")?.as_deref() {
            None | Some("error") => Ok(Some(Severity::Error)),
            Some("warning") => Ok(Some(Severity::Warning)),
            Some("never") => Ok(None),
            Some(other) => Err(unknown("fail-on", other, "error, warning, never")),
        }
    }

    /// How a policy is printed; `is_role` is whether a whole role is.
    pub(crate) fn policy(&mut self, is_role: bool) -> Result<PolicyOptions, Fault> {
        let form = self.text("format")?.unwrap_or_else(|| "json".to_owned());
        let known = || PolicyForm::names().map(|(name, _)| name).collect::<Vec<_>>().join(", ");
        Ok(PolicyOptions {
            form: PolicyForm::named(&form).ok_or_else(|| unknown("format", &form, &known()))?,
            include: self.texts("include")?,
            scope: self.texts("scope")?,
            name: self.text("name")?,
            confused_deputy: is_role && self.flag("confused-deputy")?,
            managed: is_role && self.flag("managed")?,
        })
    }

    /// Nothing may be left.
    pub(crate) fn finish(self) -> Result<(), Fault> {
        match self.values.keys().next() {
            Some(name) => Err(format!("unknown option `{name}`")),
            None => Ok(()),
        }
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, Fault> {
        match self.values.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(format!("`{name}` is not a string")),
        }
    }

    fn flag(&mut self, name: &str) -> Result<bool, Fault> {
        match self.values.remove(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(_) => Err(format!("`{name}` is not a boolean")),
        }
    }

    /// A list of strings; one string is a list of one.
    fn texts(&mut self, name: &str) -> Result<Vec<String>, Fault> {
        let text = |value| match value {
            Value::String(text) => Ok(text),
            _ => Err(format!("`{name}` is not a list of strings")),
        };
        self.list(name).into_iter().map(text).collect()
    }

    pub(crate) fn files(&mut self, name: &str) -> Result<Vec<SourceFile>, Fault> {
        self.list(name).iter().map(file).collect()
    }

    fn list(&mut self, name: &str) -> Vec<Value> {
        match self.values.remove(name) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(items)) => items,
            Some(other) => vec![other],
        }
    }

    fn launch_types(&mut self) -> Result<Vec<LaunchType>, Fault> {
        let known = || LaunchType::ALL.map(LaunchType::name).join(", ");
        let read =
            |text: &String| launch_type(text).ok_or_else(|| unknown("launch-type", text, &known()));
        self.texts("launch-type")?.iter().map(read).collect()
    }

    /// An object whose values are strings.
    fn pairs(&mut self, name: &str) -> Result<Vec<(String, String)>, Fault> {
        let fault = || format!("`{name}` is not an object of strings");
        let pairs = match self.values.remove(name) {
            None | Some(Value::Null) => return Ok(Vec::new()),
            Some(Value::Object(pairs)) => pairs,
            Some(_) => return Err(fault()),
        };
        let pair = |(name, value)| match value {
            Value::String(value) => Ok((name, value)),
            _ => Err(fault()),
        };
        pairs.into_iter().map(pair).collect()
    }
}

/// A file: an object with its `name` and its `text`.
pub(crate) fn file(value: &Value) -> Result<SourceFile, Fault> {
    let field = |name| value.get(name).and_then(Value::as_str);
    match (field("name"), field("text")) {
        (Some(name), Some(text)) => Ok(SourceFile::new(name, text)),
        _ => Err("expected a file as an object with `name` and `text`".to_owned()),
    }
}

/// A launch type as the API or the command line writes it.
fn launch_type(text: &str) -> Option<LaunchType> {
    LaunchType::from_name(&text.to_ascii_uppercase().replace('-', "_"))
}

fn assumption(text: &str) -> (String, Option<String>) {
    match text.split_once('=') {
        Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
        None => (text.to_owned(), None),
    }
}

fn unknown(option: &str, value: &str, known: &str) -> Fault {
    format!("`{option}` is `{value}`; expected one of: {known}")
}
