"""Checks what the installed wheel says about itself against the repository: metadata.py ROOT VERSION."""

import importlib.metadata
import pathlib
import sys

root, version = pathlib.Path(sys.argv[1]), sys.argv[2]
wheel = importlib.metadata.distribution("needs-exec-role")
described = wheel.metadata

assert wheel.version == version, wheel.version
assert described["License-Expression"] == "MIT OR Apache-2.0", described["License-Expression"]
assert described["Summary"] in (root / "Cargo.toml").read_text(), described["Summary"]
page = (root / "packaging/pypi/page.md").read_text()
assert described.get_payload().strip() == page.strip(), "the page is not that of packaging/pypi/page.md"
texts = {file.name: file.locate().read_text() for file in wheel.files if "licenses" in file.parts}
for name in ["LICENSE-APACHE", "LICENSE-MIT"]:
    assert texts.pop(name) == (root / name).read_text(), name
assert not texts, texts.keys()
