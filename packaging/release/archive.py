"""Writes the archive of a release for one target: the program, its pages, licenses and completions in one folder.

    python3 packaging/release/archive.py TARGET PROGRAM OUT

OUT gets `needs-exec-role-VERSION-TARGET.tar.gz`, or `.zip` for Windows. PROGRAM is run for its manual pages and
completions, so this runs on a machine of the target. The same inputs give the same bytes.
"""

import gzip
import io
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = "needs-exec-role"
PAGES = ("README.md", "LICENSE-APACHE", "LICENSE-MIT")
# The shells, and the file name that each looks for.
SHELLS = {
    "bash": f"{NAME}.bash",
    "elvish": f"{NAME}.elv",
    "fish": f"{NAME}.fish",
    "powershell": f"_{NAME}.ps1",
    "zsh": f"_{NAME}",
}
# How the page of the program refers to that of a command.
COMMAND = re.compile(rb"needs\\-exec\\-role\\-(\w+)\(1\)")
# The first day that a zip archive can store.
EPOCH = (1980, 1, 1, 0, 0, 0)


def version() -> str:
    """The version of the package, which is that of the release."""
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))
    return manifest["package"]["version"]


def printed(program: Path, *arguments: str) -> bytes:
    """What `completions` of the program prints."""
    command = [program, "completions", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def contents(program: Path, is_windows: bool) -> dict[str, tuple[bytes, bool]]:
    """Path in the folder → its bytes, and whether it can be executed."""
    files = {f"{NAME}.exe" if is_windows else NAME: (program.read_bytes(), True)}
    for page in PAGES:
        files[page] = ((ROOT / page).read_bytes(), False)
    files[f"{NAME}.1"] = (printed(program, "--man"), False)
    for command in COMMAND.findall(files[f"{NAME}.1"][0]):
        name = command.decode()
        files[f"{NAME}-{name}.1"] = (printed(program, "--man", name), False)
    for shell, file in SHELLS.items():
        files[f"completions/{file}"] = (printed(program, shell), False)
    return dict(sorted(files.items()))


def write_tar(path: Path, folder: str, files: dict[str, tuple[bytes, bool]]) -> None:
    """A `.tar.gz` without the names, times and users of this machine."""
    with path.open("wb") as raw:
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
            with tarfile.open(mode="w", fileobj=packed, format=tarfile.USTAR_FORMAT) as tar:
                for name, (data, can_run) in files.items():
                    entry = tarfile.TarInfo(f"{folder}/{name}")
                    entry.size = len(data)
                    entry.mode = 0o755 if can_run else 0o644
                    tar.addfile(entry, io.BytesIO(data))


def write_zip(path: Path, folder: str, files: dict[str, tuple[bytes, bool]]) -> None:
    """The same as a `.zip`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (data, can_run) in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if can_run else 0o644) << 16
            archive.writestr(entry, data)


def write_archive(target: str, program: Path, out: Path) -> Path:
    """Writes the archive, and returns its path."""
    is_windows = "windows" in target
    folder = f"{NAME}-{version()}-{target}"
    files = contents(program.resolve(), is_windows)
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{folder}{'.zip' if is_windows else '.tar.gz'}"
    (write_zip if is_windows else write_tar)(path, folder, files)
    return path


def main() -> int:
    """Arguments in, exit code out."""
    if len(sys.argv) != 4:
        print("usage: archive.py TARGET PROGRAM OUT", file=sys.stderr)
        return 2
    target, program, out = sys.argv[1:]
    print(write_archive(target, Path(program), Path(out)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
