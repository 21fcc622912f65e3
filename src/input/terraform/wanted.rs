//! What a module needs that is not in its source: the folders of the modules that it calls, and the files that it reads.

use super::files::{ModuleFile, ModuleFiles, joined, normalized};
use super::requests::{FileRequests, MANIFEST, PathBase};
use crate::base::maps::{HashMap, HashSet};
#[cfg(test)]
use crate::base::source::Source;
use std::collections::VecDeque;

/// How many calls are followed from the root module: a key leads to each, so that one folder may be called often.
const MOST_CALLS: usize = 10_000;

/// A path that a module wants, as the user would write it from where they are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WantedPath {
    /// The configuration of a folder.
    Module(String),
    /// The text of a file.
    File(String),
}

impl WantedPath {
    /// The path.
    pub fn path(&self) -> &str {
        match self {
            Self::Module(path) | Self::File(path) => path,
        }
    }
}

/// What a source wants that it does not have, in the order of the calls.
#[cfg(test)]
fn wanted(source: &Source) -> Vec<WantedPath> {
    let files =
        source.files().map(|(name, span)| ModuleFile { name, text: source.slice(span), span });
    let files: Vec<_> = files.map(|it| (it, FileRequests::read(it.name, it.text))).collect();
    wanted_by(files.iter().map(|(file, requests)| (*file, requests)))
}

/// The same, where it is known what each file asks for.
pub fn wanted_by<'f>(
    files: impl Iterator<Item = (ModuleFile<'f>, &'f FileRequests)>,
) -> Vec<WantedPath> {
    let known: Vec<_> = files.collect();
    let mut search = WantedSearch {
        files: ModuleFiles::of_files(known.iter().map(|(file, _)| *file)),
        requests: known.iter().map(|(file, requests)| (file.name, *requests)).collect(),
        ..WantedSearch::default()
    };
    search.follow_calls();
    search.wanted
}

/// A search through the calls of a module, from its root.
#[derive(Default)]
struct WantedSearch<'f> {
    files: ModuleFiles<'f>,
    /// By the name of the file.
    requests: HashMap<&'f str, &'f FileRequests>,
    /// The folders that were met, and those of them that were met by a key under which something was downloaded.
    met: HashSet<(usize, Option<String>)>,
    /// The folders to look into, each with the key that leads there.
    waiting: VecDeque<(usize, String)>,
    wanted: Vec<WantedPath>,
    is_wanted: HashSet<WantedPath>,
}

impl<'f> WantedSearch<'f> {
    fn follow_calls(&mut self) {
        let root = self.root_folder();
        self.meet(0, String::new());
        for _ in 0..MOST_CALLS {
            let Some((folder, key)) = self.waiting.pop_front() else { break };
            self.look_into(folder, &key, root);
        }
    }

    /// The folder of the root module, as it is written.
    fn root_folder(&self) -> &'f str {
        let root = self.files.root();
        let first = root.and_then(|it| it.configuration.first());
        first.map_or("", |it| super::files::folder_of(it.file.name))
    }

    fn look_into(&mut self, folder: usize, key: &str, root: &'f str) {
        let Some(found) = self.files.numbered(folder) else { return };
        let configuration: Vec<_> = found.configuration.iter().map(|it| it.file.name).collect();
        for name in configuration {
            let Some(requests) = self.requests.get(name).copied() else { continue };
            let own = super::files::folder_of(name);
            for it in &requests.paths {
                let base = if it.base == PathBase::Module { own } else { root };
                self.want_file(joined(base, &it.path));
            }
            for call in &requests.calls {
                let key =
                    if key.is_empty() { call.name.clone() } else { format!("{key}.{}", call.name) };
                match &call.folder {
                    Some(path) => self.follow(joined(own, path), key),
                    None => self.follow_downloaded(key, root),
                }
            }
        }
    }

    /// Goes on in the folder of a call, or wants it.
    fn follow(&mut self, path: String, key: String) {
        let number = self.files.number(&path);
        let has_configuration =
            |it: &usize| self.files.numbered(*it).is_some_and(|it| !it.configuration.is_empty());
        match number.filter(has_configuration) {
            Some(number) => self.meet(number, key),
            None => self.want(WantedPath::Module(path)),
        }
    }

    /// The same for a module that is no local one.
    fn follow_downloaded(&mut self, key: String, root: &str) {
        match self.downloaded(root) {
            None => self.want_file(joined(root, MANIFEST)),
            Some(folders) => {
                if let Some(path) = folders.get(&key) {
                    self.follow(joined(root, path), key);
                }
            }
        }
    }

    /// Meets a folder: each once, and once for each key of a module that was downloaded, below which others may be.
    fn meet(&mut self, folder: usize, key: String) {
        let is_listed = || {
            let folders = self.downloaded(self.root_folder());
            folders.is_some_and(|folders| folders.contains_key(&key))
        };
        let by_key = is_listed().then(|| key.clone());
        let is_first = self.met.insert((folder, None));
        let is_first_by_key = by_key.is_some_and(|key| self.met.insert((folder, Some(key))));
        if is_first || is_first_by_key {
            self.waiting.push_back((folder, key));
        }
    }

    /// The folders of the modules that were downloaded, if the file that lists them is there.
    fn downloaded(&self, root: &str) -> Option<&'f HashMap<String, String>> {
        let manifest = self.files.file(&joined(root, MANIFEST))?;
        Some(&self.requests.get(manifest.name)?.downloaded)
    }

    fn want_file(&mut self, path: String) {
        if self.files.file(&path).is_none() {
            self.want(WantedPath::File(path));
        }
    }

    fn want(&mut self, path: WantedPath) {
        let place = match &path {
            WantedPath::Module(path) => WantedPath::Module(normalized(path)),
            WantedPath::File(path) => WantedPath::File(normalized(path)),
        };
        if self.is_wanted.insert(place) {
            self.wanted.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{WantedPath, wanted};
    use crate::base::source::Source;

    fn source(files: &[(&str, &str)]) -> Source {
        let files: Vec<_> = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
        Source::of_files("module", &files)
    }

    /// What is wanted, a folder with a slash at its end.
    fn paths(files: &[(&str, &str)]) -> Vec<String> {
        let path = |it: WantedPath| match it {
            WantedPath::Module(path) => path + "/",
            WantedPath::File(path) => path,
        };
        wanted(&source(files)).into_iter().map(path).collect()
    }

    fn call(source: &str) -> String {
        format!("module \"task\" {{\n  source = \"{source}\"\n}}\n")
    }

    #[test]
    fn local_modules_are_wanted_from_where_the_user_is() {
        for (file, source, expected) in [
            ("main.tf", "./modules/task", "modules/task/"),
            ("./main.tf", "./modules/task", "./modules/task/"),
            ("infra/main.tf", "../shared", "shared/"),
            ("infra/main.tofu", "../../shared", "../shared/"),
            ("/srv/infra/main.tf", "../shared", "/srv/shared/"),
        ] {
            assert_eq!(paths(&[(file, &call(source))]), [expected], "{source} in {file}");
        }
        let json = r#"{"module": [{"a": {"source": "./a"}}, {"b": [{"source": "../b"}]}]}"#;
        assert_eq!(paths(&[("infra/main.tf.json", json)]), ["infra/a/", "b/"]);
    }

    #[test]
    fn files_are_wanted_where_terraform_reads_them() {
        let child = "locals {\n  x = file(\"x.json\")\n  y = file(\"${path.module}/y.json\")\n}\n";
        let root = call("../task");
        let all = [("infra/main.tf", root.as_str()), ("task/main.tf", child)];
        assert_eq!(paths(&all), ["infra/x.json", "task/y.json"]);
        for (expression, expected) in [
            ("file(\"a.json\")", Some("infra/a.json")),
            ("file(\"./a.json\")", Some("infra/a.json")),
            ("jsondecode(file(\"${path.module}/../a.json\"))", Some("a.json")),
            ("fileexists(\"${path.root}/a\") ? 1 : 2", Some("infra/a")),
            ("[for k in var.x : filebase64(\"${path.cwd}/a\")]", Some("infra/a")),
            ("\"%{ if true }${templatefile(\"a.tftpl\", {})}%{ endif }\"", Some("infra/a.tftpl")),
            ("merge({ (file(\"a\")) = 1 }, var.y)", Some("infra/a")),
            ("file  (\"a\")", Some("infra/a")),
            // What only evaluation tells, or is not to be read at all.
            ("file(\"${var.name}.json\")", None),
            ("file(\"${path.module}${var.name}\")", None),
            ("file(\"/etc/passwd\")", None),
            ("file(\"~/.ssh/id_rsa\")", None),
            ("file(path.module)", None),
            ("filesha256(\"a\")", None),
            ("profile(\"a\")", None),
            ("file()", None),
        ] {
            let text = format!("locals {{\n  it = {expression}\n}}\n");
            let expected: Vec<_> = expected.into_iter().collect();
            assert_eq!(paths(&[("infra/main.tf", &text)]), expected, "{expression}");
        }
        let json = r#"{"locals": {"x": "${jsondecode(file(\"${path.module}/a.json\"))}"}}"#;
        assert_eq!(paths(&[("infra/main.tf.json", json)]), ["infra/a.json"]);
    }

    #[test]
    fn what_is_there_is_not_wanted() {
        let root = call("./task") + "locals {\n  x = file(\"x.json\")\n}\n";
        let files = [("main.tf", root.as_str()), ("task/main.tf", ""), ("x.json", "{}")];
        assert!(paths(&files).is_empty());
        // A text in a folder is no module there.
        let files = [("main.tf", root.as_str()), ("task/x.json", "{}"), ("./x.json", "{}")];
        assert_eq!(paths(&files), ["task/"]);
        assert_eq!(paths(&[("main.tf", &(root.clone() + &root))]), ["x.json", "task/"]);
    }

    #[test]
    fn only_what_is_reached_from_the_root_is_looked_into() {
        let (root, other) = (call("./a"), call("./b"));
        let files = [("main.tf", root.as_str()), ("a/main.tf", ""), ("c/main.tf", &other)];
        assert!(paths(&files).is_empty());
        let files = [("main.tf", root.as_str()), ("main.tofu", ""), ("a/main.tf", &other)];
        assert!(paths(&files).is_empty(), "main.tofu stands for main.tf");
        let files = [("main.tf", root.as_str()), ("a/main.tf", other.as_str())];
        assert_eq!(paths(&files), ["a/b/"]);
        // A module that calls itself.
        assert!(paths(&[("a/main.tf", &call("../a"))]).is_empty());
    }

    const MANIFEST: &str = r#"{"Modules": [
        {"Key": "", "Source": "", "Dir": "."},
        {"Key": "task", "Source": "registry.terraform.io/x/y/aws", "Dir": ".terraform/modules/task/sub"},
        {"Key": "task.inner", "Source": "git::https://example.com/z", "Dir": ".terraform/modules/task.inner"},
        {"Key": "other", "Source": "x/y/aws", "Dir": "../elsewhere"}
    ]}"#;

    #[test]
    fn other_modules_are_wanted_where_they_were_downloaded() {
        let root = call("x/y/aws");
        let own = ("infra/main.tf", root.as_str());
        let manifest = ("infra/.terraform/modules/modules.json", MANIFEST);
        assert_eq!(paths(&[own]), [manifest.0]);
        assert_eq!(paths(&[own, manifest]), ["infra/.terraform/modules/task/sub/"]);
        let inner = "module \"inner\" {\n  source = \"git::https://example.com/z\"\n}\n\
                     module \"unknown\" {\n  source = \"x/z/aws\"\n}\n";
        let task = ("infra/.terraform/modules/task/sub/main.tf", inner);
        assert_eq!(paths(&[own, manifest, task]), ["infra/.terraform/modules/task.inner/"]);
        // A source that is evaluated is somewhere else as well.
        let open = "module \"task\" {\n  source = \"./${var.name}\"\n}\n";
        assert_eq!(paths(&[("infra/main.tf", open)]), [manifest.0]);
    }

    #[test]
    fn one_folder_is_called_under_several_keys() {
        let root = "module \"a\" {\n  source = \"./x\"\n}\nmodule \"b\" {\n  source = \"./x\"\n}\n";
        let manifest = r#"{"Modules": [
            {"Key": "a", "Dir": "x"}, {"Key": "b", "Dir": "x"},
            {"Key": "a.task", "Dir": ".terraform/modules/a.task"},
            {"Key": "b.task", "Dir": ".terraform/modules/b.task"}
        ]}"#;
        let remote = call("x/y/aws");
        let files = [
            ("main.tf", root),
            ("x/main.tf", remote.as_str()),
            (".terraform/modules/modules.json", manifest),
        ];
        let expected = [".terraform/modules/a.task/", ".terraform/modules/b.task/"];
        assert_eq!(paths(&files), expected);
    }

    #[test]
    fn circles_and_many_calls_come_to_an_end() {
        let many: String =
            (0..500).map(|at| format!("module \"m{at}\" {{\n  source = \"../a\"\n}}\n")).collect();
        let keys = |depth: usize| vec!["m0"; depth].join(".");
        let listed: Vec<_> = (1..200)
            .map(|at| format!("{{\"Key\": \"{}\", \"Dir\": \"../a\"}}", keys(at)))
            .collect();
        let manifest = format!("{{\"Modules\": [{}]}}", listed.join(","));
        let files =
            [("a/main.tf", many.as_str()), ("a/.terraform/modules/modules.json", &manifest)];
        assert!(paths(&files).is_empty());
    }
}
