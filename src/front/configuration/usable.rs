//! Settings of which some may be wrong: the others count, and of each that is wrong it is said which and why.

use super::{Configuration, Setting, decode};
use crate::base::source::{Source, Span};
use crate::base::words;
use crate::front::checker::Checker;
use crate::front::source_file::SourceFile;
use crate::syntax::object::DataFault;
use crate::syntax::{Node, yaml};
use std::fmt;
use std::sync::Arc;

/// A setting that is wrong, where others count.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnusableSetting {
    /// The keys that lead to it, such as `parameters[0].values`; empty if it is all of them.
    pub key: String,
    /// What is wrong, and how to fix it: one sentence.
    pub message: String,
}

impl fmt::Display for UnusableSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key.as_str() {
            "" => f.write_str(&self.message),
            key => write!(f, "`{key}`: {}", self.message),
        }
    }
}

impl Configuration {
    /// Reads settings that are no file of a repository, such as those of an editor: what is wrong with one of them does
    /// not concern the others.
    pub fn read_usable(file: &SourceFile) -> (Self, Vec<UnusableSetting>) {
        let source = &file.source;
        let (configuration, wrong) = decode::decode(&yaml::read(source.text()).documents, source);
        let wrong = all_unusable(source, &wrong);
        (configuration, wrong)
    }

    /// Leaves out the codes and assumptions that there are not, by the rules of a checker.
    pub fn drop_unknown_names(&mut self, checker: &Checker) -> Vec<UnusableSetting> {
        let wrong = self.wrong_names(checker);
        let is_wrong = |span: Span| wrong.iter().any(|it| it.span == span);
        self.assume.retain(|it| !is_wrong(it.span));
        self.severities.retain(|it| !is_wrong(it.span));
        self.exceptions.retain(|it| !is_wrong(it.exception.span));
        all_unusable(&self.source, &wrong)
    }

    /// What is wrong with a setting of it.
    pub fn unusable<T>(&self, setting: &Setting<T>, message: impl Into<String>) -> UnusableSetting {
        let documents = yaml::read(self.source.text()).documents;
        unusable(&documents, &DataFault::new(setting.span, message))
    }
}

fn all_unusable(source: &Arc<Source>, wrong: &[DataFault]) -> Vec<UnusableSetting> {
    if wrong.is_empty() {
        return Vec::new();
    }
    let documents = yaml::read(source.text()).documents;
    wrong.iter().map(|it| unusable(&documents, it)).collect()
}

fn unusable(documents: &[Node<'_>], fault: &DataFault) -> UnusableSetting {
    let mut key = String::new();
    if let Some(root) = documents.first() {
        find_key(root, fault.span, &mut key);
    }
    let message = fault.message.trim_end_matches('.');
    let message = match &fault.help {
        Some(help) => format!("{message}; {}", words::uncapitalized(help)),
        None => message.to_owned(),
    };
    UnusableSetting { key, message }
}

/// Finds the keys that lead to a place. A key that is wrong itself is in the message.
fn find_key(node: &Node<'_>, at: Span, key: &mut String) {
    let is_in = |it: &Node<'_>| it.span == at || it.span.contains(at);
    if node.span == at {
        return;
    }
    if let Some(entries) = node.as_map().map(|it| &it.entries) {
        if let Some(entry) = entries.iter().find(|it| is_in(&it.value)) {
            if !key.is_empty() {
                key.push('.');
            }
            key.push_str(&entry.key);
            find_key(&entry.value, at, key);
        }
    } else if let Some(items) = node.as_list()
        && let Some(index) = items.iter().position(is_in)
    {
        key.push_str(&format!("[{index}]"));
        items.get(index).into_iter().for_each(|it| find_key(it, at, key));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]

    use super::Configuration;
    use crate::front::checker::Checker;
    use crate::front::options::Options;
    use crate::front::source_file::SourceFile;

    #[test]
    fn one_that_is_wrong_leaves_the_others() {
        let text = r#"{"region": "eu-west-1", "exlude": ["x"], "account": 1, "launch-types": ["fargat"],
            "parameters": [{"values": {"A": "b"}}, {"value": {}}, {"values": {"A": []}}],
            "severity": {"syntax": "off", "unknown-kye": "note", "unknown-key": "warning"},
            "exceptions": [{"reason": "x"}, {"code": "syntax"}], "assume": {"instance-role-pulls": true, "no": true}}"#;
        let (mut read, mut wrong) = Configuration::read_usable(&SourceFile::new("x", text));
        let checker = Checker::new(&Options::default()).unwrap();
        wrong.extend(read.drop_unknown_names(&checker));
        let said: Vec<_> = wrong.iter().map(ToString::to_string).collect();
        let begins = |start: &str| said.iter().any(|it| it.starts_with(start));
        for start in [
            "`exlude` is not a key of a configuration; expected one of ",
            "`account`: expected a string, found a number; put it in quotes",
            "`launch-types[0]`: `fargat` is not a launch type; ",
            "`parameters[1]`: `value` is not a key of an item of `parameters`; ",
            "`parameters[2].values.A`: expected a string, a number or a boolean, found an array",
            "`severity.syntax`: `off` is not a severity: no finding is switched off; write ",
            "`severity`: `unknown-kye` is not the code of a finding or of a problem with a file; did you mean `unknown-key`?",
            "`exceptions[0]`: an exception requires at least one of ",
            "`assume`: `no` is not an assumption; ",
        ] {
            assert!(begins(start), "{start}: {said:#?}");
        }
        assert_eq!(said.len(), 9, "{said:#?}");
        assert_eq!(read.region.unwrap().value, "eu-west-1");
        assert_eq!((read.parameters.len(), read.exceptions.len(), read.assume.len()), (1, 1, 1));
        assert_eq!(read.severities.len(), 1);
        let (read, wrong) = Configuration::read_usable(&SourceFile::new("x", "[1]"));
        assert_eq!(
            wrong.first().unwrap().to_string(),
            "a configuration: expected an object, found an array"
        );
        assert!(read.region.is_none());
    }
}
