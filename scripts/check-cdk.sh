#!/usr/bin/env bash
# Holds what aws-cdk-lib makes against this tool: no false alarm on what CDK grants, an alarm where it grants
# nothing. A development check: it installs aws-cdk-lib from npm in a folder of its own, and needs Node.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm init -y >/dev/null && npm install --silent aws-cdk-lib constructs)
echo "aws-cdk-lib $(node -p "require('$work/node_modules/aws-cdk-lib/package.json').version")"
NODE_PATH="$work/node_modules" node scripts/cdk/synthesise.js "$work/out"

cargo build --quiet --release
wrong=0
count=0
for template in "$work"/out/*.template.json; do
  name=$(basename "$template" .template.json)
  count=$((count + 1))
  code=0
  said=$(target/release/needs-exec-role --format compact --color never --fail-on warning "$template") || code=$?
  case "$name:$code" in
  right-*:0 | alarm-*:1) ;;
  *)
    wrong=$((wrong + 1))
    echo "$name: exit code $code"
    echo "$said"
    ;;
  esac
done
echo "$count task definitions, $wrong not as expected"
[ "$wrong" = 0 ]
