#!/usr/bin/env bash
# Makes the packages of PyPI and npm from one release build, installs them and the pre-commit hook into empty
# environments, and compares their answers with those of the release build. It compiles nothing if
# `cargo build --release --locked` was run before.
#
# It requires Python, Node with npm, Git, and maturin and pre-commit in an environment below `target/`. With CI set it
# installs what is absent; otherwise it skips what requires it, and prints the command.
set -euo pipefail
cd "$(dirname "$0")/.."

# What the checks of single packages use: the program, and folders for what is made and for the tools.
ROOT=$PWD
PROGRAM=$ROOT/target/release/needs-exec-role
WORK=$ROOT/target/check-install/work
TOOLS=$ROOT/target/check-install/tools
VERSION=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
EXAMPLE=$ROOT/fixtures/readme/web.json
packages=(maturin==1.16.0 pre-commit==4.7.0)
export ROOT PROGRAM WORK TOOLS VERSION EXAMPLE

has() { command -v "$1" >/dev/null 2>&1; }
is_ci_of_debian() { [ -n "${CI:-}" ] && [ "$(id -u)" = 0 ] && has apt-get; }
apt_install() { { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null 2>&1 || true; }
has_tools() { [ -x "$TOOLS/bin/maturin" ] && [ -x "$TOOLS/bin/pre-commit" ]; }

install_tools() {
    if ! python3 -m venv --clear "$TOOLS" >/dev/null 2>&1 && is_ci_of_debian; then
        apt_install python3 python3-venv
        python3 -m venv --clear "$TOOLS"
    fi
    "$TOOLS/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"
}

check() {
    local start=$SECONDS
    "scripts/check_install/$1.sh"
    echo "$1: $((SECONDS - start)) s"
}

rm -rf "$WORK"
mkdir -p "$WORK"
cargo build --release --locked --quiet
if ! has_tools && [ -n "${CI:-}" ]; then
    install_tools
fi
if has_tools; then
    check wheel
    check pre_commit
else
    echo "skipped: no maturin and pre-commit, run: python3 -m venv $TOOLS && $TOOLS/bin/pip install ${packages[*]}"
fi
if ! has npm && is_ci_of_debian; then
    apt_install nodejs npm
fi
if has npm; then
    check npm
else
    echo "skipped: no npm, run: apt-get install nodejs npm"
fi
