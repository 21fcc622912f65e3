#!/usr/bin/env bash
# The step of the action that checks: runs the program once, with the annotations on standard output and the other
# formats in files. Its exit code is that of the program.
#
# Every input comes through the environment and reaches the program as one argument: nothing is split at spaces,
# expanded as a pattern or run by the shell. It runs in the Bash 3.2 of macOS, too.
set -euo pipefail
# shellcheck source=packaging/github-action/common.sh
. "${BASH_SOURCE[0]%/*}/common.sh"

# Appends each line of a text that is not empty to `lines`.
lines=()
split_lines() {
    local line
    lines=()
    while IFS= read -r line || [ -n "$line" ]; do
        line=${line%$'\r'}
        [ -z "$line" ] || lines+=("$line")
    done <<<"$1"
}

is_on() {
    case $1 in
        true) return 0 ;;
        false) return 1 ;;
        *) fail "$2: expected true or false, found $1" ;;
    esac
}

arguments=(check --format github)
[ -z "$INPUT_FAIL_ON" ] || arguments+=("--fail-on=$INPUT_FAIL_ON")

sarif=
if is_on "$INPUT_SARIF" sarif; then
    command -v jq >/dev/null || fail "sarif: the runner has no jq; install it, or set sarif to false"
    sarif=$RUNNER_TEMP/needs-exec-role.sarif
    arguments+=(-o "sarif=$sarif")
fi
summary=
if is_on "$INPUT_JOB_SUMMARY" job-summary; then
    summary=$RUNNER_TEMP/needs-exec-role.md
    arguments+=(-o "markdown=$summary")
fi
rm -f "$RUNNER_TEMP"/needs-exec-role.{sarif,md}

split_lines "$INPUT_ARGUMENTS"
arguments+=(${lines[@]+"${lines[@]}"})
split_lines "$INPUT_PATHS"
# What follows `--` is a path, whatever it begins with.
arguments+=(-- ${lines[@]+"${lines[@]}"})

code=0
"$PROGRAM" "${arguments[@]}" || code=$?

if [ -n "$summary" ] && [ -s "$summary" ]; then
    cat "$summary" >>"$GITHUB_STEP_SUMMARY"
fi
if [ -n "$sarif" ] && [ -s "$sarif" ]; then
    # Code scanning does not read `suppressions`: it would open an alert for what is suppressed.
    jq 'del(.runs[].results[] | select(.suppressions != []))' "$sarif" >"$sarif.shown"
    mv "$sarif.shown" "$sarif"
    echo "sarif-file=$sarif" >>"$GITHUB_OUTPUT"
fi
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
exit "$code"
