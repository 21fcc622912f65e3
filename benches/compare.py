#!/usr/bin/env python3
"""Measures what a check costs, and prints a table: benches/compare.py [--fast] [--no-build].

(a) one task definition of 5 KB, as a process, against a Rust program that does nothing;
(b) 1,000 task definitions in a directory, against a program that only reads and parses them;
(c) the peak memory for 100 and for 5,000 files;
(d) the size of the binary, and what a clean build of it takes (--no-build leaves the build out).

CPU is user and system time as the kernel counts it, of all threads. Each number is the least of many runs
(--fast: of fewer), the programs taking turns: what disturbs a run only adds to it. Linux, Python 3.9.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import generate

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ["graphical", "compact", "json"]
FEW = "--fast" in sys.argv
# The profile of Cargo.toml, so that the two differ in nothing but the program.
EMPTY = """[package]
name = "empty"
version = "0.0.0"
edition = "2024"
[workspace]
[profile.release]
"""


def main():
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder))


def compare(folder):
    row("what is measured", "limit", "measured")
    row("---", "---", "---")
    build(folder)
    target = ROOT / "target" / "release"
    program, parse_only = target / "needs-exec-role", target / "examples" / "parse_only"
    # Both as they are installed, by a copy: a linker leaves a file in pieces that take longer to load.
    installed = [shutil.copy(it, folder / f"installed-{it.name}") for it in (program, empty_program(folder))]
    one_file(*installed)
    many_files(program, parse_only, folder)
    memory(program, folder)
    size = program.stat().st_size / 1e6
    row("(d) the binary", "8.7 MB", f"{size:.2f} MB")


def build(folder):
    """Builds what is measured; the program from nothing, so that it can be told what that takes."""
    if "--no-build" not in sys.argv:
        begin, before = time.monotonic(), children_cpu()
        cargo("build", "--release", "--target-dir", str(folder / "clean"))
        wall, cpu = time.monotonic() - begin, children_cpu() - before
        row("(d) a clean release build", "120 s", f"{wall:.0f} s ({cpu:.0f} s of CPU)")
    # Apart: what the example is tested with would lend its features to the program.
    cargo("build", "--release", "--example", "parse_only")
    cargo("build", "--release", "--bin", "needs-exec-role")


def one_file(program, empty):
    path = ROOT / "benches" / "task-definition.json"
    commands = [[empty]] + [[program, "--format", name, path] for name in FORMATS]
    (base_cpu, base_wall), *checks = least(commands, runs=100 if FEW else 1000)
    row("(a) an empty program", "", f"{base_cpu:.2f} ms of CPU, {base_wall:.2f} ms")
    for name, (cpu, wall) in zip(FORMATS, checks):
        both = f"{cpu:.2f} ms of CPU, {wall:.2f} ms"
        row(f"(a) one file, {name}", "1.6 ×", f"{both}: {cpu / base_cpu:.2f} ×, {wall / base_wall:.2f} ×")


def many_files(program, parse_only, folder):
    generate.write(folder / "1000", 1000)
    commands = [[parse_only, folder / "1000"]]
    commands += [[program, "--format", name, folder / "1000"] for name in FORMATS]
    (base_cpu, base_wall), *checks = least(commands, runs=5 if FEW else 50)
    row("(b) parsing 1,000 files", "", f"{base_cpu:.1f} ms of CPU, {base_wall:.1f} ms")
    for name, (cpu, wall) in zip(FORMATS, checks):
        both = f"{cpu:.1f} ms of CPU, {wall:.1f} ms"
        row(f"(b) checking them, {name}", "1.5 ×", f"{both}: {cpu / base_cpu:.2f} ×, {wall / base_wall:.2f} ×")


def memory(program, folder):
    for name in FORMATS:
        peaks = []
        for count in (100, 5000):
            generate.write(folder / str(count), count)
            peaks.append(max(peak([program, "--format", name, folder / str(count)]) for _ in range(5)))
        few, many = peaks
        row(f"(c) peak memory, {name}", "alike", f"{few:.1f} MB for 100 files, {many:.1f} MB for 5,000")


def empty_program(folder):
    """A program that does nothing, built as ours is."""
    manifest = (ROOT / "Cargo.toml").read_text()
    profile = manifest.split("[profile.release]\n")[1].split("\n[")[0]
    source = folder / "empty" / "src"
    source.mkdir(parents=True)
    (source.parent / "Cargo.toml").write_text(EMPTY + profile)
    (source / "main.rs").write_text("fn main() {}\n")
    cargo("build", "--release", "--target-dir", str(folder / "empty" / "target"), cwd=source.parent)
    return folder / "empty" / "target" / "release" / "empty"


def least(commands, runs):
    """Least CPU and wall time of each command, in milliseconds."""
    times = [[] for _ in commands]
    for _ in range(runs):
        for command, own in zip(commands, times):
            own.append(run(command))
    return [(min(cpu for cpu, _ in own), min(wall for _, wall in own)) for own in times]


def run(command):
    arguments = [str(argument) for argument in command]
    begin = time.perf_counter()
    _, _, usage = os.wait4(start(arguments), 0)
    wall = time.perf_counter() - begin
    return (usage.ru_utime + usage.ru_stime) * 1000, wall * 1000


def start(arguments):
    to_null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    return os.posix_spawn(arguments[0], arguments, os.environ, file_actions=to_null)


def peak(command):
    """The most memory that was ever resident, in megabytes, asked for as long as the program runs: what
    `wait4` tells counts what this script had in memory when it started the program."""
    process = start([str(argument) for argument in command])
    highest = 0
    while os.waitpid(process, os.WNOHANG) == (0, 0):
        status = Path(f"/proc/{process}/status").read_text()
        lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
        highest = max([highest, *(int(line.split()[1]) for line in lines)])
    return highest / 1000


def children_cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def cargo(*arguments, cwd=ROOT):
    subprocess.run(["cargo", *arguments, "--quiet"], cwd=cwd, check=True)


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
