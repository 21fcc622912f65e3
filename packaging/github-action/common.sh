# What both steps of the action use. Not run by itself.
# shellcheck shell=bash

# Reports an error as an annotation of the run, and stops with the exit code of a usage error. What an input holds
# must not become a workflow command of its own.
fail() {
    local message=$1
    message=${message//'%'/%25}
    message=${message//$'\r'/%0D}
    message=${message//$'\n'/%0A}
    printf '::error title=needs-exec-role::%s\n' "$message"
    exit 2
}
