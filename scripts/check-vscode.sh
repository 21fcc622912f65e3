#!/usr/bin/env bash
# Checks, bundles, packages and tests the extension for VS Code (`editors/vscode`). The tests start the debug build of the
# program, which is built if it is absent, or the program that NEEDS_EXEC_ROLE names. It requires Node 20 or newer with
# npm. With CI set it installs the packages that the lock names; otherwise it skips what is absent, and prints the command.
#
#   scripts/check-vscode.sh
#
# The packages are `needs-exec-role.vsix`, for every platform, and `needs-exec-role-bundled.vsix`, for this one and with
# the program, in `editors/vscode/out/`.
set -euo pipefail
cd "$(dirname "$0")/.."

has() { command -v "$1" >/dev/null 2>&1; }
has_node() { has node && has npm && [ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ]; }

if ! has_node && [ -n "${CI:-}" ] && [ "$(id -u)" = 0 ] && has apt-get; then
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm; } >/dev/null 2>&1 || true
fi
if ! has_node; then
    echo "skipped: no Node 20 or newer with npm, run: apt-get install nodejs npm"
    exit 0
fi

if [ -n "${CI:-}" ]; then
    npm --prefix editors/vscode ci --silent
elif [ ! -d editors/vscode/node_modules ]; then
    echo "skipped: no packages, run: npm --prefix editors/vscode ci"
    exit 0
fi

if [ -z "${NEEDS_EXEC_ROLE:-}" ]; then
    NEEDS_EXEC_ROLE=${CARGO_TARGET_DIR:-target}/debug/needs-exec-role
    [ -x "$NEEDS_EXEC_ROLE" ] || cargo build --locked --quiet
fi
NEEDS_EXEC_ROLE=$(realpath "$NEEDS_EXEC_ROLE")
export NEEDS_EXEC_ROLE

cd editors/vscode
npm run --silent check
npm run --silent bundle
npm run --silent package -- out/needs-exec-role.vsix
npm run --silent package -- out/needs-exec-role-bundled.vsix "$(node -p 'process.platform + "-" + process.arch')" "$NEEDS_EXEC_ROLE"
timeout 120 npm test --silent
