# shellcheck shell=bash
# Compares an installed program with the release build, in answers and exit codes: `same_answers COMMAND...`. It is
# sourced, and uses what check-install.sh exports.

# What a command prints and its exit code, for a file, from standard input, and for an option that does not exist.
answers() {
    local code arguments
    for arguments in "$EXAMPLE" "--format json $EXAMPLE" "--fail-on never $EXAMPLE" "-" "--no-such-option"; do
        code=0
        # Arguments are separated by spaces on purpose.
        # shellcheck disable=SC2086
        "$@" $arguments <"$EXAMPLE" 2>&1 || code=$?
        echo "exit code $code"
    done
}

same_answers() {
    if ! diff <(answers "$PROGRAM") <(answers "$@"); then
        echo "$*: not the answers of $PROGRAM"
        return 1
    fi
}
