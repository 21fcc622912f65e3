#!/usr/bin/env bash
# Holds the printed policies against linters that are not ours. A check for development: it wants the network
# once, for three packages of PyPI, which go to a folder outside of the repository.
#
#   scripts/check-policies.sh [FILE OR FOLDER]...    beside the fixtures: more task definitions to print for
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
venv=${POLICY_CHECK_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/needs-exec-role/policy-check}
program=${NEEDS_EXEC_ROLE:-$here/target/debug/needs-exec-role}

if [ ! -x "$venv/bin/cfn-lint" ]; then
    python3 -m venv "$venv"
    # parliament asks for pkg_resources, which newer versions of setuptools lack.
    "$venv/bin/pip" install --quiet 'setuptools<81' parliament==1.6.4 cfn-lint==1.58.0 python-hcl2==8.1.4
fi
if [ ! -x "$program" ]; then
    cargo build --quiet --manifest-path "$here/Cargo.toml"
fi
exec "$venv/bin/python" "$here/scripts/check_policies.py" "$program" "$here" "$@"
