"""Brings the newest models to a folder: through pip and npm, with whatever registries these are set up for."""

import datetime
import fnmatch
import gzip
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from check_facts.packages import PACKAGES, Package, Release, Releases, day, write_releases
from check_facts.problem import Problem


def fetch(models: Path) -> Releases:
    """Downloads every package and keeps the files that the surveys read. What the folder had of them is replaced."""
    models.mkdir(parents=True, exist_ok=True)
    found: dict[str, Release] = {}
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as scratch:
            archive = download(package, Path(scratch))
            kept = models / package.folder
            shutil.rmtree(kept, ignore_errors=True)
            unpack(package, archive, kept)
            found[package.name] = release(package, archive)
    releases = Releases(datetime.date.today(), found)
    write_releases(models, releases)
    return releases


def download(package: Package, scratch: Path) -> Path:
    """The archive of the newest release."""
    if package.source == "pip":
        run(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
            "--dest", str(scratch), package.name)
    else:
        run("npm", "pack", "--silent", "--pack-destination", str(scratch), package.name)
    archives = list(scratch.iterdir())
    if len(archives) != 1:
        raise Problem(f"{package.name}: expected one archive, found {len(archives)}")
    return archives[0]


def unpack(package: Package, archive: Path, kept: Path) -> None:
    """Writes the files that the surveys read; each pattern must fit one at least."""
    missing = {pattern for pattern, _ in package.files}
    for path, content in files_of(archive):
        for pattern, target in package.files:
            if fnmatch.fnmatchcase(path, pattern):
                missing.discard(pattern)
                written = kept / target.format(name=Path(path).name)
                written.parent.mkdir(parents=True, exist_ok=True)
                written.write_bytes(gzip.decompress(content) if path.endswith(".gz") else content)
    if missing:
        raise Problem(f"{archive.name}: no file fits {', '.join(sorted(missing))}; see packages.py")


def files_of(archive: Path) -> Iterator[tuple[str, bytes]]:
    """The paths and contents of the JSON and JavaScript files of a wheel or a tarball."""
    wanted = (".json", ".json.gz", ".js")
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for name in wheel.namelist():
                if name.endswith(wanted):
                    yield name, wheel.read(name)
    else:
        with tarfile.open(archive) as tarball:
            for member in tarball:
                file = tarball.extractfile(member) if member.isfile() and member.name.endswith(wanted) else None
                if file is not None:
                    yield member.name, file.read()


def release(package: Package, archive: Path) -> Release:
    """The version in the archive's name or its manifest, and the day of its newest file or of its publication."""
    if package.source == "pip":
        with zipfile.ZipFile(archive) as wheel:
            newest = max(info.date_time for info in wheel.infolist())
        return Release(archive.name.split("-")[1], datetime.date(*newest[:3]))
    manifest = next((content for path, content in files_of(archive) if path == "package/package.json"), b"{}")
    version = json.loads(manifest)["version"]
    # The files of a tarball of npm have no dates of their own.
    times = json.loads(run("npm", "view", f"{package.name}@{version}", "time", "--json"))
    return Release(version, day(times[version][:10]))


def run(*command: str) -> str:
    """What a command prints; a problem if it fails or is not installed."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise Problem(f"{command[0]} is not installed") from error
    if done.returncode != 0:
        raise Problem(f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout
