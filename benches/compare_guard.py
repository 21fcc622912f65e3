#!/usr/bin/env python3
"""Measures templates beside cfn-guard, and prints a table: benches/compare_guard.py [--fast].

cfn-guard is asked only whether an ExecutionRoleArn is there (fargate-role.guard); this program judges every
rule, and the role of the template. It is asked for its shortest and for its longest answer.

Wants cfn-guard in the PATH (`cargo install cfn-guard`). Each number is the least of many runs, the programs
taking turns. Linux, Python 3.9.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import compare
import generate

HERE = Path(__file__).resolve().parent


def main():
    guard = shutil.which("cfn-guard")
    if guard is None:
        sys.exit("cfn-guard is not in the PATH: cargo install cfn-guard")
    compare.cargo("build", "--release", "--bin", "needs-exec-role")
    program = compare.ROOT / "target" / "release" / "needs-exec-role"
    rules = HERE / "fargate-role.guard"
    with tempfile.TemporaryDirectory() as folder:
        templates = Path(folder) / "templates"
        generate.write(templates, 1000, as_template=True)
        one = sorted(templates.iterdir())[0]
        compare.row("what is measured", "cfn-guard", "compact", "graphical", "json")
        compare.row("---", "---", "---", "---", "---")
        for what, path, runs in (("1,000 templates", templates, 10), ("one template", one, 200)):
            runs = max(runs // 5, 3) if compare.FEW else runs
            commands = [[guard, "validate", "--data", path, "--rules", rules]]
            for name in ("compact", "graphical", "json"):
                commands.append([program, "--format", name, path])
            times = compare.least(commands, runs)
            base = times[0][1]
            told = [f"{wall:.1f} ms ({base / wall:.1f} × less), {cpu:.1f} ms of CPU" for cpu, wall in times]
            compare.row(what, *told)
            peaks = [compare.peak(command) for command in commands]
            compare.row(f"{what}, peak memory", *(f"{peak:.1f} MB" for peak in peaks))


if __name__ == "__main__":
    main()
