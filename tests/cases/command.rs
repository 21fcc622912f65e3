//! The file `cmd` of a case: how the program is called, and the exit code it must end with.

/// One call of the program.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Invocation {
    pub(crate) args: Vec<String>,
    /// Added to the environment that every case has.
    pub(crate) env: Vec<(String, String)>,
    /// The file of the case's folder that is its standard input.
    pub(crate) stdin: Option<String>,
    /// The folder with the files that it changes, as they are afterwards: it runs in a copy of the case's folder.
    pub(crate) changes: Option<String>,
    /// The files of that copy that cannot be written.
    pub(crate) read_only: Vec<String>,
    pub(crate) exit: i32,
}

impl Invocation {
    /// Reads a `cmd` file, or reports the line that is wrong.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut invocation = Self::default();
        let mut seen = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            let wrong = |why: &str| format!("cmd: {why}: {line}");
            let (key, value) = line.split_once(':').ok_or_else(|| wrong("expected KEY: VALUE"))?;
            let value = value.trim();
            if !["env", "read-only"].contains(&key) && seen.contains(&key) {
                return Err(wrong("duplicate key"));
            }
            seen.push(key);
            match key {
                "args" => invocation.args = words(value).ok_or_else(|| wrong("unclosed quote"))?,
                "env" => {
                    let (name, value) =
                        value.split_once('=').ok_or_else(|| wrong("expected NAME=VALUE"))?;
                    invocation.env.push((name.to_owned(), value.to_owned()));
                }
                "stdin" => invocation.stdin = Some(value.to_owned()),
                // Whoever copies the inputs knows it by its name.
                "changes" if value == "expected" || value.ends_with(".expected") => {
                    invocation.changes = Some(value.to_owned());
                }
                "changes" => return Err(wrong("expected a folder NAME.expected")),
                "read-only" => invocation.read_only.push(value.to_owned()),
                "exit" => {
                    invocation.exit = value.parse().map_err(|_| wrong("expected a number"))?;
                }
                _ => return Err(wrong("expected args, env, stdin, changes, read-only, or exit")),
            }
        }
        if seen.contains(&"args") { Ok(invocation) } else { Err("cmd: no args".to_owned()) }
    }
}

/// The text of a `cmd` file with another exit code; everything else stays as it was written.
pub(crate) fn with_exit(text: &str, exit: i32) -> String {
    let others = text.lines().filter(|line| !line.starts_with("exit:"));
    let mut lines: Vec<_> = others.map(str::to_owned).collect();
    if exit != 0 {
        lines.push(format!("exit: {exit}"));
    }
    lines.join("\n") + "\n"
}

/// The words of a line, as a shell reads blanks and quotes; none if a quote is not closed.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            '\'' | '"' => {
                let (quoted, rest) = characters.as_str().split_once(character)?;
                word.get_or_insert_default().push_str(quoted);
                characters = rest.chars();
            }
            ' ' | '\t' => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Some(words)
}
