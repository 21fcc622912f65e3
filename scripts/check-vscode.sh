#!/usr/bin/env bash
# Checks, bundles, tests and packages the extension for VS Code (`editors/vscode`). The tests start the debug build of the
# program, which is built if it is absent, or the program that NEEDS_EXEC_ROLE names. It requires Node 20 or newer with
# npm. With CI set it installs the packages that the lock names; otherwise it skips what is absent, and prints the command.
#
#   scripts/check-vscode.sh
#
# The package is `editors/vscode/out/needs-exec-role.vsix`.
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
timeout 120 npm test --silent
npm run --silent package

# Nothing else is in the package, and everything of it is there. `bin/` is in packages for one platform.
expected="LICENSE.txt README.md icon.png out/configuration-v1.schema.json out/extension.js package.json"
packaged=$(node_modules/.bin/vsce ls --no-dependencies | grep -v '^bin/' | LC_ALL=C sort | tr '\n' ' ')
[ "$packaged" = "$expected " ] || { echo "in the package: $packaged" && exit 1; }
echo "$(wc -c <out/needs-exec-role.vsix) bytes"
