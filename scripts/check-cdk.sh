#!/usr/bin/env bash
# Holds what aws-cdk-lib makes against this tool: no false alarm on what CDK grants, an alarm where it grants
# nothing. A check for development: it requires Node, and aws-cdk-lib from npm in a folder outside of the repository.
# With CI set it installs that.
set -euo pipefail
cd "$(dirname "$0")/.."

library=${CDK_CHECK_FOLDER:-${XDG_CACHE_HOME:-$HOME/.cache}/needs-exec-role/cdk-check}
install=(npm install --silent --prefix "$library" aws-cdk-lib constructs)
program=${NEEDS_EXEC_ROLE:-target/debug/needs-exec-role}

if [ ! -d "$library/node_modules/aws-cdk-lib" ] && [ -n "${CI:-}" ] && command -v npm >/dev/null; then
  mkdir -p "$library"
  "${install[@]}"
fi
if [ ! -d "$library/node_modules/aws-cdk-lib" ]; then
  echo "skipped: no aws-cdk-lib, run: mkdir -p $library && ${install[*]}"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "aws-cdk-lib $(node -p "require('$library/node_modules/aws-cdk-lib/package.json').version")"
NODE_PATH="$library/node_modules" node scripts/cdk/synthesise.js "$work/out"

if [ ! -x "$program" ]; then
  cargo build --quiet --locked
fi
wrong=0
count=0
for template in "$work"/out/*.template.json; do
  name=$(basename "$template" .template.json)
  count=$((count + 1))
  code=0
  said=$("$program" --format compact --color never --fail-on warning "$template") || code=$?
  case "$name:$code" in
  right-*:0 | alarm-*:1) ;;
  *)
    wrong=$((wrong + 1))
    echo "$name: exit code $code"
    echo "$said"
    ;;
  esac
done
# The folder as a whole gives what its templates give: CDK's own files in it are passed over.
totals() {
  "$program" --format json --fail-on never "$@" \
    | node -p 'const { taskDefinitions, errors, warnings } = JSON.parse(require("fs").readFileSync(0)).summary; [taskDefinitions, errors, warnings].join(" ")'
}
if [ "$(totals "$work/out")" != "$(totals "$work"/out/*.template.json)" ]; then
  wrong=$((wrong + 1))
  echo "the folder: $(totals "$work/out"), its templates: $(totals "$work"/out/*.template.json)"
fi
echo "$count task definitions, $wrong not as expected"
[ "$wrong" = 0 ]
