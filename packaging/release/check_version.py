"""Checks that the tag of a release is the version of the package, and that the changelog has its section.

    python3 packaging/release/check_version.py [TAG]

Prints the version. That every other file has it is what `cargo test --test packaging` checks, without a tag.
"""

import sys

from archive import ROOT, version
from release_notes import notes


def problems(package: str, changelog: str, tag: str) -> list[str]:
    """What a release of the package with this tag lacks."""
    found = []
    if tag != f"v{package}":
        found.append(f"the tag is {tag}, and the version of Cargo.toml is {package}: expected v{package}")
    if not notes(changelog, package):
        found.append(f"CHANGELOG.md: expected a section [{package}] with notes")
    return found


def main() -> int:
    """Arguments in, exit code out."""
    if len(sys.argv) > 2:
        print("usage: check_version.py [TAG]", file=sys.stderr)
        return 2
    package = version()
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = problems(package, changelog, sys.argv[1]) if len(sys.argv) == 2 else []
    for problem in found:
        print(problem, file=sys.stderr)
    print(package)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
