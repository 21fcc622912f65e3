#!/usr/bin/env python3
"""Measures every format on 10,000 task definitions, and prints a table: benches/compare_formats.py [PROGRAM] [--fast].

The time of each on task definitions of which half have a finding, compared to that of `graphical`; and the peak memory
for 1,000 and for 10,000 files of that kind, and of files without a finding. PROGRAM is target/release/needs-exec-role,
built with `cargo build --release`. Each time is the least of many runs (--fast: of fewer), the formats taking turns.
Linux, Python 3.9.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import generate
from compare import ROOT, least, peak, row

FEW, MANY = 1_000, 10_000
RUNS = 3 if "--fast" in sys.argv else 15
REPORTS = ["sarif", "github", "markdown"]


def main():
    paths = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    program = paths[0] if paths else ROOT / "target" / "release" / "needs-exec-role"
    with tempfile.TemporaryDirectory() as folder:
        compare(program, Path(folder))


def compare(program, folder):
    for count in (FEW, MANY):
        generate.write(folder / f"findings-{count}", count)
        without_findings(folder / f"none-{count}", count)
    formats = names(program)
    commands = [[program, "--format", name] for name in formats]
    commands.append([program, "-o" + REPORTS[0] + "=-"])
    commands[-1] += [f"-o{name}={folder / name}" for name in REPORTS[1:]]
    times = least([command + [folder / f"findings-{MANY}"] for command in commands], RUNS)
    base_cpu, base_wall = times[formats.index("graphical")]
    row("format", "CPU", "time", "peak memory, 1,000 and 10,000 files", "the same without findings")
    row("---", "---", "---", "---", "---")
    for name, command, (cpu, wall) in zip([*formats, ", ".join(REPORTS)], commands, times):
        row(
            name,
            f"{cpu:.0f} ms ({cpu / base_cpu:.2f} ×)",
            f"{wall:.0f} ms ({wall / base_wall:.2f} ×)",
            memory(command, folder, "findings"),
            memory(command, folder, "none"),
        )


def memory(command, folder, kind):
    """The peak for few and for many files."""
    folders = [folder / f"{kind}-{count}" for count in (FEW, MANY)]
    few, many = (max(peak(command + [it]) for _ in range(3)) for it in folders)
    return f"{few:.1f} MB, {many:.1f} MB"


def without_findings(folder, count):
    """The same files, each with an execution role."""
    for path in generate.write(folder, count):
        definition = json.loads(path.read_text())
        definition.setdefault("executionRoleArn", f"arn:aws:iam::{generate.ACCOUNT}:role/exec")
        path.write_text(json.dumps(definition, indent=2))


def names(program):
    """The formats that the program has."""
    refused = subprocess.run([program, "--format", "?"], capture_output=True, text=True)
    return re.search(r"possible values: (.*)\]", refused.stderr)[1].split(", ")


if __name__ == "__main__":
    main()
