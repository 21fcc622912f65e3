#!/usr/bin/env bash
# Publishes the packages of npm that packaging/npm/make.mjs wrote, the launcher last: whoever installs it finds the
# packages that it depends on. What is on the registry already is passed over, so that a failed job can be run again.
#
#   packaging/release/publish_npm.sh FOLDER
#
# Provenance requires the address of the repository in each package: it is that of the workflow.
set -euo pipefail
packages=$1
launcher=needs-exec-role
repository=git+${GITHUB_SERVER_URL:?}/${GITHUB_REPOSITORY:?}.git

field() { node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))[process.argv[2]]' "$1/package.json" "$2"; }

publish() {
    local name version
    name=$(field "$1" name)
    version=$(field "$1" version)
    if [ "$(npm view "$name@$version" version 2>/dev/null)" = "$version" ]; then
        echo "published already: $name@$version"
        return
    fi
    (cd "$1" && npm pkg set repository.type=git "repository.url=$repository" && npm publish --provenance --access public)
}

for folder in "$packages"/*/; do
    [ "$(field "$folder" name)" = "$launcher" ] || publish "$folder"
done
publish "$packages/$launcher"
