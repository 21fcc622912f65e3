"""Checks that everything of a release has the version of its tag.

    python3 packaging/release/check_version.py [TAG]

Prints the version. Without TAG, the version of Cargo.toml is what the others must have.
"""

import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def cargo_version(root: Path) -> str:
    """The version of the package of Rust, which the wheel has by `dynamic`."""
    return tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))["package"]["version"]


def npm_versions(root: Path) -> dict[str, str]:
    """The version of the package of npm, and of each package that it depends on."""
    path = root / "packaging/npm/needs-exec-role/package.json"
    if not path.exists():
        return {}
    manifest = json.loads(path.read_text(encoding="utf-8"))
    versions = {"packaging/npm/needs-exec-role/package.json": manifest["version"]}
    for name, version in manifest.get("optionalDependencies", {}).items():
        versions[f"packaging/npm/needs-exec-role/package.json: {name}"] = version
    return versions


def pre_commit_versions(root: Path) -> dict[str, str]:
    """The version of the wheel that the hook installs."""
    path = root / "packaging/pre-commit/pyproject.toml"
    if not path.exists():
        return {}
    project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
    return {
        "packaging/pre-commit/pyproject.toml": text.partition("==")[2].strip()
        for text in project["dependencies"]
        if text.startswith("needs-exec-role")
    }


def gitlab_versions(root: Path) -> dict[str, str]:
    """The version of the program that the component of GitLab installs by default."""
    path = root / "packaging/gitlab/templates/needs-exec-role.yml"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = re.search(r'^    version:\n      description: .*\n      default: "(.*)"$', text, re.MULTILINE)
    return {"packaging/gitlab/templates/needs-exec-role.yml": found[1] if found else ""} if text else {}


def problems(root: Path, tag: str | None) -> list[str]:
    """What does not have the version of the release."""
    version = cargo_version(root)
    found = []
    if tag is not None and tag != f"v{version}":
        found.append(f"the tag is {tag}, and the version of Cargo.toml is {version}: expected v{version}")
    others = npm_versions(root) | pre_commit_versions(root) | gitlab_versions(root)
    for place, other in others.items():
        if other != version:
            found.append(f"{place}: expected {version}, found {other or 'no version'}")
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    if tag is not None and not re.search(rf"^## \[{re.escape(version)}\]", changelog, re.MULTILINE):
        found.append(f"CHANGELOG.md: expected a section [{version}]")
    return found


def main() -> int:
    """Arguments in, exit code out."""
    if len(sys.argv) > 2:
        print("usage: check_version.py [TAG]", file=sys.stderr)
        return 2
    found = problems(ROOT, sys.argv[1] if len(sys.argv) == 2 else None)
    for problem in found:
        print(problem, file=sys.stderr)
    print(cargo_version(ROOT))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
