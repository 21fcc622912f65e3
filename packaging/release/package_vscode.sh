#!/usr/bin/env bash
# Packages the extension for VS Code: for every platform, and for each one of VS Code with the program of its archive.
#
#   packaging/release/package_vscode.sh PROGRAMS OUT
#
# PROGRAMS holds the unpacked archives of a release. The extension is bundled already (`npm run bundle` there); whom it
# names as publisher and repository, its package.mjs takes from the variables of the workflow.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
programs=$1
out=$2

version=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).version' "$here/editors/vscode/package.json")
package() { node "$here/editors/vscode/package.mjs" "$@"; }

# VS Code names a Linux with musl after Alpine.
platforms() {
    node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).map(({ os, cpu, libc, target }) =>
        [(libc === "musl" ? "alpine" : os) + "-" + cpu, target].join(" ")).join("\n")' "$here/packaging/npm/platforms.json"
}

package "$out/needs-exec-role-$version.vsix"
platforms | while read -r platform target; do
    program=$programs/needs-exec-role-$version-$target/needs-exec-role
    case $platform in win32-*) program=$program.exe ;; esac
    package "$out/needs-exec-role-$version-$platform.vsix" "$platform" "$program"
done
