#!/usr/bin/env bash
# Makes the packages of npm, installs them from a registry on this machine, and runs the launcher. Run by
# check-install.sh.
set -euo pipefail
# shellcheck source=scripts/check_install/same_answers.sh
source "$ROOT/scripts/check_install/same_answers.sh"

here=$ROOT/scripts/check_install
packages=$WORK/npm/packages
host=$(rustc -vV | sed -n 's/^host: //p')
read -r platform < <(node -p "require('$ROOT/packaging/npm/platforms.json').find((it) => it.target === '$host').name")

# Archives of a release, unpacked: only the program of this platform is one, so npm has to choose it.
node -p "require('$ROOT/packaging/npm/platforms.json').map((it) => it.target).join('\n')" | while read -r target; do
    archive=$WORK/npm/programs/needs-exec-role-$VERSION-$target
    mkdir -p "$archive"
    for name in needs-exec-role needs-exec-role.exe; do
        echo "not for this platform" >"$archive/$name"
    done
done
cp "$PROGRAM" "$WORK/npm/programs/needs-exec-role-$VERSION-$host/needs-exec-role"
mkdir -p "$packages"
node "$ROOT/packaging/npm/make.mjs" "$WORK/npm/programs" "$packages"

# Installs into an empty folder; npm sees nothing but the packages of this repository.
install() {
    mkdir -p "$1"
    (cd "$1" && node "$here/registry.mjs" "$packages" \
        npm install --silent --no-audit --no-fund --cache "$WORK/npm/cache" "needs-exec-role@$VERSION" "${@:2}")
}

install "$WORK/npm/user"
launcher=$WORK/npm/user/node_modules/.bin/needs-exec-role
installed=$WORK/npm/user/node_modules/@needs-exec-role
# Before npm read `libc`, it installed the packages of both C libraries.
for folder in "$installed"/*; do
    [[ $(basename "$folder") == "$(node -p 'process.platform + "-" + process.arch')"* ]] || {
        echo "$folder is not for this platform"
        exit 1
    }
done
cmp "$PROGRAM" "$installed/$platform/bin/needs-exec-role"
same_answers "$launcher"
by_npx() { (cd "$WORK/npm/user" && npx needs-exec-role "$@"); }
same_answers by_npx
node "$here/signals.mjs" "$launcher"

# One sentence says what to do where the package of the platform is absent, and where there is none: `complains COMMAND
# SENTENCE`.
complains() {
    local code=0 said
    said=$("${@:1:$#-1}" 2>&1) || code=$?
    [ "$code" = 2 ] && [ "$said" = "needs-exec-role: ${*: -1}" ] || { echo "exit code $code: $said" && exit 1; }
}
pretend() { node -e "$1; require(process.argv[1])" "$WORK/npm/bare/node_modules/needs-exec-role/bin/needs-exec-role.js"; }
again='install again on this machine, with optional dependencies (without `--omit=optional`)'
install "$WORK/npm/bare" --omit=optional
complains "$WORK/npm/bare/node_modules/.bin/needs-exec-role" "$EXAMPLE" \
    "the package @needs-exec-role/$platform is not installed: $again"
complains pretend 'Object.defineProperty(process, "platform", { value: "freebsd" })' \
    "there is no npm package for freebsd on $(node -p process.arch): build it with Rust, by \`cargo install needs-exec-role --locked\`"
complains pretend 'Object.defineProperty(process, "platform", { value: "linux" }); process.report.getReport = () => ({ header: {} })' \
    "the package @needs-exec-role/linux-$(node -p process.arch)-musl is not installed: $again"
archives=("$packages"/*.tgz)
echo "npm: ${#archives[@]} packages, $platform installed"
