"""The scripts of a release: what they write, and what they refuse."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent))

import archive
import check_version
import release_notes

ROOT = archive.ROOT
LINUX = "x86_64-unknown-linux-musl"
WINDOWS = "aarch64-pc-windows-msvc"
# Answers `completions` as the program does: its page refers to the pages of two commands.
PROGRAM = r"""#!/bin/sh
[ "$1" = completions ] || exit 2
shift
if [ "$*" = --man ]; then echo 'needs\-exec\-role\-check(1)'; echo 'needs\-exec\-role\-policy(1)'; else echo "$@"; fi
"""
CONTENTS = [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "completions/_needs-exec-role",
    "completions/_needs-exec-role.ps1",
    "completions/needs-exec-role.bash",
    "completions/needs-exec-role.elv",
    "completions/needs-exec-role.fish",
    "needs-exec-role",
    "needs-exec-role-check.1",
    "needs-exec-role-policy.1",
    "needs-exec-role.1",
]


class Scratch(unittest.TestCase):
    """A folder that is removed after the test."""

    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def write(self, path: str, text: str) -> Path:
        """Writes a file of the folder."""
        whole = self.folder / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        whole.write_text(text, encoding="utf-8")
        return whole

    def script(self, path: str, text: str) -> Path:
        """Writes a file that can be run."""
        whole = self.write(path, text)
        whole.chmod(0o755)
        return whole


class Archives(Scratch):
    """The archive of a target."""

    def make(self, target: str, out: str) -> Path:
        program = self.script("program", PROGRAM)
        return archive.write_archive(target, program, self.folder / out)

    def test_the_tar_has_one_folder_with_everything(self) -> None:
        path = self.make(LINUX, "out")
        folder = f"needs-exec-role-{archive.version()}-{LINUX}"
        self.assertEqual(path.name, f"{folder}.tar.gz")
        with tarfile.open(path) as tar:
            self.assertEqual(tar.getnames(), [f"{folder}/{name}" for name in CONTENTS])
            modes = {entry.name.removeprefix(f"{folder}/"): entry.mode for entry in tar}
            page = tar.extractfile(f"{folder}/needs-exec-role-policy.1")
            self.assertEqual(page and page.read(), b"--man policy\n")
        self.assertEqual([name for name, mode in modes.items() if mode == 0o755], ["needs-exec-role"])

    def test_the_zip_of_windows_has_the_same_and_a_program_with_its_suffix(self) -> None:
        path = self.make(WINDOWS, "out")
        folder = f"needs-exec-role-{archive.version()}-{WINDOWS}"
        self.assertEqual(path.name, f"{folder}.zip")
        renamed = [name + ".exe" * (name == "needs-exec-role") for name in CONTENTS]
        with zipfile.ZipFile(path) as packed:
            self.assertEqual(packed.namelist(), sorted(f"{folder}/{name}" for name in renamed))
            self.assertEqual(packed.read(f"{folder}/needs-exec-role.exe"), PROGRAM.encode())

    def test_the_same_inputs_give_the_same_bytes(self) -> None:
        for target in (LINUX, WINDOWS):
            first, second = self.make(target, "first"), self.make(target, "second")
            os.utime(self.folder / "program", (0, 0))
            self.assertEqual(first.read_bytes(), second.read_bytes())

    def test_a_program_that_prints_no_page_makes_no_archive(self) -> None:
        program = self.script("program", "#!/bin/sh\nexit 2\n")
        with self.assertRaises(subprocess.CalledProcessError):
            archive.write_archive(LINUX, program, self.folder / "out")
        self.assertFalse((self.folder / "out").exists())


class Tags(unittest.TestCase):
    """The tag of a release."""

    CHANGELOG = "## [Unreleased]\n\n## [1.2.3] - 2026-01-02\n\n- A.\n\n## [1.2.2]\n"

    def count(self, tag: str, changelog: str = CHANGELOG) -> int:
        """How many problems there are with version 1.2.3."""
        return len(check_version.problems("1.2.3", changelog, tag))

    def test_only_the_version_with_a_v_passes(self) -> None:
        self.assertEqual(self.count("v1.2.3"), 0)
        for tag in ("1.2.3", "v1.2.4", "v1.2.3-rc.1", ""):
            self.assertEqual(self.count(tag), 1, tag)

    def test_a_release_has_notes(self) -> None:
        for changelog in ("## [Unreleased]\n\n- A.\n", "## [1.2.30]\n\n- A.\n", "## [1.2.3]\n\n## [1.2.2]\n\n- A.\n"):
            self.assertEqual(self.count("v1.2.3", changelog), 1, changelog)

    def test_the_present_version_can_be_released(self) -> None:
        changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
        version = archive.version()
        self.assertEqual(check_version.problems(version, changelog, f"v{version}"), [])


class Notes(unittest.TestCase):
    """The notes of a release."""

    def test_a_section_ends_at_the_next(self) -> None:
        changelog = "# Changelog\n\n## [1.1.0] - 2026\n\n### Added\n\n- A.\n\n## [1.0.0]\n\n- B.\n"
        self.assertEqual(release_notes.notes(changelog, "1.1.0"), "### Added\n\n- A.\n")
        self.assertEqual(release_notes.notes(changelog, "1.0.0"), "- B.\n")
        self.assertIsNone(release_notes.notes(changelog, "1.0"))


class Targets(unittest.TestCase):
    """The targets of the workflow and those of the packages."""

    def test_npm_has_a_package_for_each_target_that_is_built(self) -> None:
        workflow = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
        rows = workflow["jobs"]["build"]["strategy"]["matrix"]["include"]
        listed = json.loads((ROOT / "packaging/npm/platforms.json").read_text(encoding="utf-8"))
        self.assertEqual(
            sorted(row["target"] for row in rows), sorted(platform["target"] for platform in listed)
        )


@unittest.skipUnless(shutil.which("node"), "no Node")
class Npm(Scratch):
    """Publishing to npm, with a registry that knows one package."""

    def publish(self, published: str, fails: str = "none") -> tuple[int, list[str]]:
        """The exit code, and the folders that `npm publish` ran in, with its arguments."""
        for name in ("a-linux", "needs-exec-role", "win32-x64"):
            self.write(f"packages/{name}/package.json", json.dumps({"name": name, "version": "1.2.3"}))
        self.script(
            "bin/npm",
            "#!/bin/sh\n"
            f'[ "$1" = view ] && {{ [ "$2" = "{published}" ] && echo 1.2.3; exit 0; }}\n'
            'echo "${PWD##*/}: $*" >>"$CALLS"\n'
            f'case $PWD in *{fails}) exit 1 ;; esac\n',
        )
        environment = os.environ | {
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            "CALLS": str(self.folder / "calls"),
            "GITHUB_SERVER_URL": "https://example.test",
            "GITHUB_REPOSITORY": "owner/name",
        }
        command = [ROOT / "packaging/release/publish_npm.sh", self.folder / "packages"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        calls = self.folder / "calls"
        return done.returncode, calls.read_text().splitlines() if calls.exists() else []

    def test_the_launcher_is_the_last_and_what_is_published_is_passed_over(self) -> None:
        code, calls = self.publish("a-linux@1.2.3")
        address = "pkg set repository.type=git repository.url=git+https://example.test/owner/name.git"
        publish = "publish --provenance --access public"
        self.assertEqual(code, 0)
        self.assertEqual(
            calls,
            [
                f"win32-x64: {address}",
                f"win32-x64: {publish}",
                f"needs-exec-role: {address}",
                f"needs-exec-role: {publish}",
            ],
        )

    def test_a_package_that_fails_keeps_the_launcher_back(self) -> None:
        code, calls = self.publish("none@0", fails="win32-x64")
        self.assertNotEqual(code, 0)
        self.assertFalse([call for call in calls if call.startswith("needs-exec-role")])


@unittest.skipUnless(shutil.which("node"), "no Node")
class Vscode(Scratch):
    """The packages of the extension, without making them."""

    PACKAGE = "editors/vscode/package.mjs"

    def package(self, fails: str = "none") -> tuple[int, list[str]]:
        """The exit code, and the arguments of each package, with what is made and read by its name."""
        self.script(
            "bin/node",
            "#!/bin/sh\n"
            f'case $1 in *{self.PACKAGE}) ;; *) exec {shutil.which("node")} "$@" ;; esac\n'
            'echo "${2##*/} $3 ${4#"$PROGRAMS"/}" >>"$CALLS"\n'
            f"case $3 in {fails}) exit 1 ;; esac\n",
        )
        environment = os.environ | {
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            "CALLS": str(self.folder / "calls"),
            "PROGRAMS": str(self.folder / "programs"),
        }
        command = [ROOT / "packaging/release/package_vscode.sh", self.folder / "programs", self.folder / "out"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, (self.folder / "calls").read_text().splitlines()

    def test_there_is_one_for_every_platform_and_one_with_each_program(self) -> None:
        code, calls = self.package()
        name = f"needs-exec-role-{archive.version()}"
        expected = {
            "darwin-arm64": "aarch64-apple-darwin/needs-exec-role",
            "darwin-x64": "x86_64-apple-darwin/needs-exec-role",
            "linux-arm64": "aarch64-unknown-linux-gnu/needs-exec-role",
            "alpine-arm64": "aarch64-unknown-linux-musl/needs-exec-role",
            "linux-x64": "x86_64-unknown-linux-gnu/needs-exec-role",
            "alpine-x64": "x86_64-unknown-linux-musl/needs-exec-role",
            "win32-arm64": "aarch64-pc-windows-msvc/needs-exec-role.exe",
            "win32-x64": "x86_64-pc-windows-msvc/needs-exec-role.exe",
        }
        each = [f"{name}-{platform}.vsix {platform} {name}-{program}" for platform, program in expected.items()]
        self.assertEqual((code, [call.strip() for call in calls]), (0, [f"{name}.vsix", *each]))

    def test_one_that_fails_fails_all(self) -> None:
        code, calls = self.package(fails="darwin-x64")
        self.assertNotEqual(code, 0)
        self.assertEqual(len(calls), 3)


if __name__ == "__main__":
    unittest.main()
