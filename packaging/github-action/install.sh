#!/usr/bin/env bash
# The step of the action that installs: downloads the archive of a release for this runner, compares it with the
# release's SHA256SUMS and unpacks it. Its output is `program`, the path of the program, and `version`.
#
# The checksums detect a broken or mixed-up download, not a release that somebody replaced: the pages say how to
# verify the provenance. It runs in the Bash 3.2 of macOS, too.
set -euo pipefail
# shellcheck source=packaging/github-action/common.sh
. "${BASH_SOURCE[0]%/*}/common.sh"

# The version of the action itself, so that a workflow which pins the action by its hash pins the program as well.
own_version() {
    sed -n 's/^version = "\(.*\)"$/\1/p' "${BASH_SOURCE[0]%/*}/../../Cargo.toml" | head -n 1
}

# On Linux the program without a C library, which runs on every distribution.
find_target() {
    case $RUNNER_OS-$RUNNER_ARCH in
        Linux-X64) echo x86_64-unknown-linux-musl ;;
        Linux-ARM64) echo aarch64-unknown-linux-musl ;;
        macOS-X64) echo x86_64-apple-darwin ;;
        macOS-ARM64) echo aarch64-apple-darwin ;;
        Windows-X64) echo x86_64-pc-windows-msvc ;;
        Windows-ARM64) echo aarch64-pc-windows-msvc ;;
    esac
}

download() {
    # A redirect must not leave HTTPS.
    curl --fail --silent --show-error --location --proto-redir =https --retry 3 --output "$2" "$1" ||
        fail "download failed: $1"
}

sha256() {
    if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

# The checksum of one file in SHA256SUMS, which marks files that were read as binary with an asterisk.
listed_sha256() {
    awk -v name="$1" '$2 == name || $2 == "*" name { print $1 }' "$2"
}

version=${INPUT_VERSION:-$(own_version)}
version=${version#v}
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] ||
    fail "version: expected a version such as 1.2.3, found $version"
target=$(find_target)
[ -n "$target" ] || fail "no program is built for $RUNNER_OS on $RUNNER_ARCH"

# An action of the same repository (`uses: ./`) has no repository of its own.
repository=${ACTION_REPOSITORY:-$GITHUB_REPOSITORY}
releases=$GITHUB_SERVER_URL/$repository/releases/download/v$version
folder=needs-exec-role-$version-$target
case $target in
    *windows*) archive=$folder.zip program=needs-exec-role.exe ;;
    *) archive=$folder.tar.gz program=needs-exec-role ;;
esac

temp=$RUNNER_TEMP
if command -v cygpath >/dev/null; then temp=$(cygpath --unix "$temp"); fi
temp=$temp/needs-exec-role-action
rm -rf "$temp"
mkdir -p "$temp"

download "$releases/SHA256SUMS" "$temp/SHA256SUMS"
download "$releases/$archive" "$temp/$archive"
expected=$(listed_sha256 "$archive" "$temp/SHA256SUMS")
[ -n "$expected" ] || fail "SHA256SUMS of $version does not list $archive"
found=$(sha256 <"$temp/$archive")
[ "$found" = "$expected" ] || fail "$archive: the checksum is $found, and SHA256SUMS lists $expected"

case $archive in
    *.zip) unzip -q "$temp/$archive" -d "$temp" ;;
    *) tar -xzf "$temp/$archive" -C "$temp" ;;
esac
program=$temp/$folder/$program
[ -x "$program" ] || fail "$archive does not contain $folder/${program##*/}"
{
    echo "program=$program"
    echo "version=$version"
} >>"$GITHUB_OUTPUT"
