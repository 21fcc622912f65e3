//! A runner of GitHub as the action sees it: the steps of `action.yml` with their environment, releases in a folder
//! instead of on a server, and a program that writes down how it was called.

use serde_yaml::Value;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository of the releases; the one that is checked is another.
const ACTION_REPOSITORY: &str = "owner/needs-exec-role";

/// Writes its arguments down, each ended by a zero byte, writes the files of `-o`, and exits with the code in `code`.
const RECORDING_PROGRAM: &str = r#"#!/usr/bin/env bash
printf '%s\0' "$@" >"$RUNNER_TEMP/arguments"
for argument in "$@"; do
    case $argument in
        sarif=*) echo '{"runs":[{"results":[{"suppressions":[]},{"suppressions":[{"kind":"inSource"}]}]}]}' >"${argument#*=}" ;;
        markdown=*) echo '## verdicts' >"${argument#*=}" ;;
    esac
done
echo '::error file=a.json::an annotation'
exit "$(cat "$RUNNER_TEMP/code")"
"#;

/// What is set up before the action runs.
pub struct Stage {
    root: PathBuf,
    inputs: BTreeMap<String, String>,
    system: (&'static str, &'static str),
    action_repository: String,
}

/// One step of the action that has run.
pub struct Step {
    /// Its exit code.
    pub code: i32,
    /// What it printed: the runner reads workflow commands from standard output.
    pub printed: String,
    /// What it wrote to `GITHUB_OUTPUT`.
    pub outputs: BTreeMap<String, String>,
}

impl Stage {
    /// Without a release; the inputs have their defaults.
    pub fn new(name: &str) -> Self {
        let root = std::env::temp_dir()
            .join(format!("needs-exec-role-action-{}-{name}", std::process::id()));
        drop(fs::remove_dir_all(&root));
        for folder in ["temp", "workspace", "server"] {
            fs::create_dir_all(root.join(folder)).expect("a folder");
        }
        fs::write(root.join("temp/code"), "0").expect("written");
        let declared = action()["inputs"].as_mapping().expect("inputs").clone();
        let inputs = declared.iter().map(|(input, about)| {
            let default = about["default"].as_str().expect("a default");
            (input.as_str().expect("a name").to_owned(), default.to_owned())
        });
        let inputs = inputs.collect();
        let action_repository = ACTION_REPOSITORY.to_owned();
        Self { root, inputs, system: ("Linux", "X64"), action_repository }
    }

    /// With a release of that version for Linux, whose program records its arguments.
    pub fn with_release(name: &str, version: &str) -> Self {
        let stage = Self::new(name);
        stage.release(version, RECORDING_PROGRAM);
        stage
    }

    /// Sets an input, as `with:` does.
    pub fn input(mut self, name: &str, value: &str) -> Self {
        let known = self.inputs.insert(name.to_owned(), value.to_owned());
        assert!(known.is_some(), "action.yml has no input {name}");
        self
    }

    /// The runner's system and processor.
    pub fn on(mut self, system: &'static str, processor: &'static str) -> Self {
        self.system = (system, processor);
        self
    }

    /// The action is used from the repository that is checked: `uses: ./`.
    pub fn used_by_its_own_repository(mut self) -> Self {
        self.action_repository = String::new();
        self
    }

    /// The exit code of the recording program.
    pub fn exits_with(self, code: i32) -> Self {
        fs::write(self.root.join("temp/code"), code.to_string()).expect("written");
        self
    }

    /// The folder where the repository is checked out.
    pub fn workspace(&self) -> PathBuf {
        self.root.join("workspace")
    }

    /// The folder of a version's release.
    pub fn release_folder(&self, version: &str) -> PathBuf {
        self.root.join(format!("server/{ACTION_REPOSITORY}/releases/download/v{version}"))
    }

    /// Publishes a release for Linux whose program is this script.
    pub fn release(&self, version: &str, program: &str) {
        let folder = format!("needs-exec-role-{version}-x86_64-unknown-linux-musl");
        let packed = self.root.join("packed");
        fs::create_dir_all(packed.join(&folder)).expect("a folder");
        let path = packed.join(&folder).join("needs-exec-role");
        fs::write(&path, program).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("executable");
        let release = self.release_folder(version);
        fs::create_dir_all(&release).expect("a folder");
        let archive = format!("{folder}.tar.gz");
        shell(&packed, &format!("tar -czf '{}' '{folder}'", release.join(&archive).display()));
        shell(&release, "sha256sum -- *.tar.gz >SHA256SUMS");
    }

    /// The step that installs.
    pub fn install(&self) -> Step {
        self.run("install", &BTreeMap::new())
    }

    /// Both steps; the first must succeed.
    pub fn check(&self) -> Step {
        let installed = self.install();
        assert_eq!(installed.code, 0, "{}", installed.printed);
        self.run("check", &installed.outputs)
    }

    /// The arguments that the recording program got.
    pub fn arguments(&self) -> Vec<String> {
        let bytes = fs::read(self.root.join("temp/arguments")).expect("the program has run");
        let text = String::from_utf8(bytes).expect("UTF-8");
        text.split_terminator('\0').map(str::to_owned).collect()
    }

    /// The summary of the job.
    pub fn summary(&self) -> String {
        fs::read_to_string(self.root.join("summary")).unwrap_or_default()
    }

    /// Every file below the stage, for what must not be there.
    pub fn files(&self) -> Vec<String> {
        let listed = Command::new("find").arg(&self.root).output().expect("find runs");
        String::from_utf8(listed.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
    }

    fn run(&self, id: &str, installed: &BTreeMap<String, String>) -> Step {
        let action = action();
        let steps = action["runs"]["steps"].as_sequence().expect("steps");
        let step = steps.iter().find(|step| step["id"] == id).expect("the step");
        let folder = step.get("working-directory").map_or(".", |it| it.as_str().expect("text"));
        let output = self.root.join("output");
        fs::write(&output, "").expect("written");
        let root = env!("CARGO_MANIFEST_DIR");
        let mut command = Command::new("bash");
        command
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c"])
            .arg(step["run"].as_str().expect("a script"))
            .current_dir(self.workspace().join(self.value(folder, installed)))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("GITHUB_ACTION_PATH", root)
            .env("GITHUB_OUTPUT", &output)
            .env("GITHUB_REPOSITORY", "somebody/service")
            .env("GITHUB_SERVER_URL", format!("file://{}", self.root.join("server").display()))
            .env("GITHUB_STEP_SUMMARY", self.root.join("summary"))
            .env("RUNNER_ARCH", self.system.1)
            .env("RUNNER_OS", self.system.0)
            .env("RUNNER_TEMP", self.root.join("temp"));
        for (name, value) in step["env"].as_mapping().expect("an environment") {
            let value = self.value(value.as_str().expect("text"), installed);
            command.env(name.as_str().expect("a name"), value);
        }
        let done = command.output().expect("bash runs");
        let outputs = fs::read_to_string(&output).expect("outputs");
        let outputs = outputs.lines().map(|line| line.split_once('=').expect("NAME=VALUE"));
        Step {
            code: done.status.code().expect("no signal"),
            printed: [done.stdout, done.stderr]
                .map(|it| String::from_utf8_lossy(&it).into_owned())
                .concat(),
            outputs: outputs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        }
    }

    /// What the runner puts in place of an expression; other text stays as it is.
    fn value(&self, text: &str, installed: &BTreeMap<String, String>) -> String {
        let Some(expression) = text.strip_prefix("${{ ").and_then(|it| it.strip_suffix(" }}"))
        else {
            return text.to_owned();
        };
        if let Some(input) = expression.strip_prefix("inputs.") {
            return self.inputs[input].clone();
        }
        if let Some(output) = expression.strip_prefix("steps.install.outputs.") {
            return installed[output].clone();
        }
        assert_eq!(expression, "github.action_repository", "the stage does not know this");
        self.action_repository.clone()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.root));
    }
}

fn action() -> Value {
    let text = fs::read_to_string("action.yml").expect("action.yml");
    serde_yaml::from_str(&text).expect("YAML")
}

/// Runs a line of shell in a folder.
pub fn shell(folder: &Path, line: &str) {
    let status = Command::new("sh").args(["-c", line]).current_dir(folder).status();
    assert!(status.expect("a shell").success(), "{line}");
}
