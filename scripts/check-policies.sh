#!/usr/bin/env bash
# Checks the printed policies with external linters. A check for development: it requires three packages of
# PyPI in a folder outside of the repository. With CI set it installs them.
#
#   scripts/check-policies.sh [FILE OR FOLDER]...    next to the fixtures: more task definitions to print for
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
venv=${POLICY_CHECK_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/needs-exec-role/policy-check}
# parliament asks for pkg_resources, which newer versions of setuptools lack.
packages=('setuptools<81' parliament==1.6.4 cfn-lint==1.58.0 python-hcl2==8.1.4)
program=${NEEDS_EXEC_ROLE:-$here/target/debug/needs-exec-role}

if [ ! -x "$venv/bin/cfn-lint" ] && [ -n "${CI:-}" ]; then
    if ! python3 -m venv "$venv" && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv; } >/dev/null 2>&1
        python3 -m venv --clear "$venv"
    fi
    "$venv/bin/pip" install --quiet "${packages[@]}"
fi
if [ ! -x "$venv/bin/cfn-lint" ]; then
    echo "skipped: no linters, run: python3 -m venv $venv && $venv/bin/pip install ${packages[*]@Q}"
    exit 0
fi
if [ ! -x "$program" ]; then
    cargo build --quiet --locked --manifest-path "$here/Cargo.toml"
fi
exec "$venv/bin/python" "$here/scripts/check_policies.py" "$program" "$here" "$@"
