"""Prints the section of the changelog for one version: the notes of its release.

    python3 packaging/release/release_notes.py VERSION
"""

import sys
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"


def notes(changelog: str, version: str) -> str | None:
    """What is below the heading `## [VERSION]`, up to the next one of that level; none if there is nothing."""
    lines = iter(changelog.splitlines())
    if not any(line.startswith(f"## [{version}]") for line in lines):
        return None
    section = []
    for line in lines:
        if line.startswith("## "):
            break
        section.append(line)
    text = "\n".join(section).strip()
    return f"{text}\n" if text else None


def main() -> int:
    """Arguments in, exit code out."""
    if len(sys.argv) != 2:
        print("usage: release_notes.py VERSION", file=sys.stderr)
        return 2
    text = notes(CHANGELOG.read_text(encoding="utf-8"), sys.argv[1])
    if text is None:
        print(f"CHANGELOG.md: expected a section [{sys.argv[1]}]", file=sys.stderr)
        return 1
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
