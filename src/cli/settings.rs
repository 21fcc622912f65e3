//! `--show-settings`: what counts for a file and where it is set, and what of its configuration matches nothing.

use super::Failure;
use super::args::{CheckArguments, SharedArguments};
use super::files::{self, is_stdin};
use super::output::Output;
use crate::workspace::{ConfiguredFile, FoundConfiguration, MatchingItems, Workspace};
use needs_exec_role::{Date, Exception, Options, Outcome, Setting};
use std::path::{Path, PathBuf};

/// A setting that counts.
struct SettingRow {
    key: &'static str,
    value: String,
    from: String,
}

/// Prints the settings of a file.
pub(super) fn show(
    shared: &SharedArguments,
    given: &CheckArguments,
    options: &Options,
    file: &Path,
) -> Result<Outcome, Failure> {
    let name = files::name(file);
    if !is_stdin(file) && !file.is_file() {
        let why = if file.is_dir() { "is a directory: pass a file" } else { "no such file" };
        return Err(Failure(format!("--show-settings {name}: {why}")));
    }
    let workspace = Workspace::new(shared.configuration(), options.clone(), &shared.rules)?;
    let found = workspace.configuration_of(file)?;
    let mut text = format!("file:           {name}\n");
    let mut rows = of_command_line(shared, given);
    let mut wrong = Vec::new();
    match &found {
        None => text.push_str("configuration:  none\n"),
        Some(file) => {
            let found = &file.found;
            text.push_str(&format!("configuration:  {}\n", found.configuration.name()));
            if let Some(pattern) = file.excluded_by() {
                text.push_str(&format!(
                    "excluded:       by `{pattern}`; it is only checked if it is passed by name\n"
                ));
            }
            rows.extend(of_configuration(file, options));
            wrong = found.matching_nothing(&workspace.discovery);
        }
    }
    // What is wrong with the options or the names in the configuration is an error here, too.
    if !wrong.iter().any(|it| it.is_about_rules) {
        workspace.checker_here()?;
    }
    text.push_str(&table(rows));
    if !wrong.is_empty() {
        text.push_str("\nmatches nothing:\n");
        text.extend(wrong.iter().map(|it| format!("  {}: {}\n", it.place, it.what)));
    }
    let mut output = Output::open(given.show.file()?)?;
    output.write(&visible(&text))?;
    output.finish()?;
    Ok(Outcome::Clean)
}

/// The keys, in the order in which they are printed.
const KEYS: [&str; 16] = [
    "launch-types",
    "agent-version",
    "as-of",
    "account",
    "region",
    "partition",
    "execution-role",
    "assume",
    "parameters",
    "image",
    "roles",
    "boundary",
    "rules",
    "exclude",
    "severity",
    "exceptions",
];

/// The rows in columns: the longest, what is set, comes last.
fn table(mut rows: Vec<SettingRow>) -> String {
    if rows.is_empty() {
        return "\nnothing is set\n".to_owned();
    }
    rows.sort_by_key(|row| KEYS.iter().position(|key| *key == row.key).unwrap_or(KEYS.len()));
    let width = |of: fn(&SettingRow) -> &str| rows.iter().map(|it| of(it).chars().count()).max();
    let key = width(|it| it.key).unwrap_or_default();
    let from = width(|it| &it.from).unwrap_or_default();
    let line = |it: &SettingRow| format!("{:key$}  {:from$}  {}\n", it.key, it.from, it.value);
    format!("\n{}", rows.iter().map(line).collect::<String>())
}

/// What the options of the command line set.
fn of_command_line(shared: &SharedArguments, given: &CheckArguments) -> Vec<SettingRow> {
    let (inputs, role) = (&given.inputs, &given.role);
    let path = |it: &PathBuf| it.to_string_lossy().into_owned();
    let one = |it: &Option<String>| it.iter().cloned().collect::<Vec<_>>();
    let launch_types = inputs.launch_type.iter().map(|it| it.option()).collect::<Vec<_>>();
    let rows: [(&'static str, &'static str, Vec<String>); 15] = [
        ("launch-types", "--launch-type", joined(&launch_types)),
        ("agent-version", "--agent-version", one(&inputs.agent_version)),
        ("as-of", "--as-of", one(&inputs.as_of)),
        ("account", "--account", one(&inputs.account)),
        ("region", "--region", one(&inputs.region)),
        ("partition", "--partition", one(&inputs.partition)),
        ("execution-role", "--execution-role", one(&inputs.execution_role)),
        ("assume", "--assume", inputs.assume.clone()),
        ("parameters", "--var", inputs.var.clone()),
        ("parameters", "--parameters", inputs.parameters.iter().map(path).collect()),
        ("image", "--image", inputs.image.clone()),
        ("roles", "--role", role.role.iter().map(path).collect()),
        ("boundary", "--boundary", role.boundary.iter().map(path).collect()),
        ("rules", "--rules", shared.rules.iter().map(path).collect()),
        ("exclude", "--exclude", given.paths.exclude.clone()),
    ];
    let rows = rows.into_iter().flat_map(|(key, from, values)| {
        values.into_iter().map(move |value| SettingRow { key, value, from: from.to_owned() })
    });
    rows.collect()
}

/// The words of a list as one value.
fn joined(words: &[&str]) -> Vec<String> {
    if words.is_empty() { Vec::new() } else { vec![words.join(", ")] }
}

/// What a configuration sets that no option of the command line replaces.
fn of_configuration(file: &ConfiguredFile, options: &Options) -> Vec<SettingRow> {
    let (found, items) = (file.found.as_ref(), file.items());
    let configuration = &found.configuration;
    let mut rows = ConfiguredRows { found, rows: Vec::new() };
    if let (true, Some(types)) = (options.launch_types.is_empty(), &configuration.launch_types) {
        let words: Vec<_> = types.value.iter().map(|it| it.option()).collect();
        for value in joined(&words) {
            rows.add("launch-types", types, value);
        }
    }
    for (key, option, setting) in [
        ("agent-version", &options.agent_version, &configuration.agent_version),
        ("account", &options.account, &configuration.account),
        ("region", &options.region, &configuration.region),
        ("partition", &options.partition, &configuration.partition),
        ("fix.execution-role", &options.inserted_role, &configuration.inserted_role),
    ] {
        if let (None, Some(setting)) = (option, setting) {
            rows.add(key, setting, setting.value.clone());
        }
    }
    for it in &configuration.assume {
        let (name, value) = &it.value;
        if !options.assume.iter().any(|(own, _)| own == name) {
            let value = value.as_ref().map(|value| format!("={value}")).unwrap_or_default();
            rows.add("assume", it, format!("{name}{value}"));
        }
    }
    rows.add_parameters(&items, options);
    rows.add_roles(&items, options);
    for it in &configuration.rules {
        rows.add("rules", it, it.value.clone());
    }
    for it in &configuration.exclude {
        rows.add("exclude", it, it.value.clone());
    }
    for it in &configuration.severities {
        rows.add("severity", it, format!("{}: {}", it.value.0, it.value.1.name()));
    }
    let today = options.today.as_deref().and_then(|day| day.parse().ok());
    for exception in file.exceptions().iter() {
        if let Some(it) = found.exception(exception.number) {
            rows.add("exceptions", it, described(exception, today));
        }
    }
    rows.rows
}

/// Rows of a configuration.
struct ConfiguredRows<'f> {
    found: &'f FoundConfiguration,
    rows: Vec<SettingRow>,
}

impl ConfiguredRows<'_> {
    fn add<T>(&mut self, key: &'static str, setting: &Setting<T>, value: String) {
        self.rows.push(SettingRow { key, value, from: self.found.place(setting) });
    }

    /// The files, and the values that none after them sets once more.
    fn add_parameters(&mut self, items: &MatchingItems, options: &Options) {
        let found = self.found;
        let all = &found.configuration.parameters;
        let all: Vec<_> = items.parameters.iter().filter_map(|index| all.get(*index)).collect();
        for it in all.iter().flat_map(|it| &it.files) {
            self.add("parameters", it, it.value.clone());
        }
        let values: Vec<_> = all.iter().flat_map(|it| &it.values).collect();
        for (index, it) in values.iter().enumerate() {
            let (name, value) = &it.value;
            let is_name = |other: &str| other == name;
            let mut later = values.iter().skip(index + 1).map(|it| it.value.0.as_str());
            let is_replaced = options.variables.iter().any(|(own, _)| is_name(own));
            if !is_replaced && !later.any(is_name) {
                self.add("parameters", it, format!("{name}={value}"));
            }
        }
    }

    fn add_roles(&mut self, items: &MatchingItems, options: &Options) {
        if !options.roles.is_empty() {
            return;
        }
        let found = self.found;
        let all = &found.configuration.roles;
        let all: Vec<_> = items.roles.iter().filter_map(|index| all.get(*index)).collect();
        for it in all.iter().flat_map(|it| &it.files) {
            self.add("roles", it, it.value.clone());
        }
        let boundary = all.iter().filter_map(|it| it.boundary.as_ref()).next_back();
        if let (None, Some(it)) = (&options.boundary, boundary) {
            self.add("boundary", it, it.value.clone());
        }
    }
}

/// An exception in a few words.
fn described(exception: &Exception, today: Option<Date>) -> String {
    let mut words = vec![exception.code.clone().unwrap_or_else(|| "any code".to_owned())];
    words.extend(exception.family.iter().map(|it| format!("family {it}")));
    words.extend(exception.container.iter().map(|it| format!("container {it}")));
    words.extend(exception.expires.map(|expires| match today {
        Some(today) if expires.is_over_on(today) => format!("expired {expires}"),
        _ => format!("expires {expires}"),
    }));
    let reason = exception.reason.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
    words.join(", ") + &reason
}

/// A text without control characters, which a terminal would obey.
fn visible(text: &str) -> String {
    let one = |c: char| match c {
        '\n' => c.to_string(),
        _ if c.is_control() => c.escape_default().to_string(),
        _ => c.to_string(),
    };
    text.chars().map(one).collect()
}
