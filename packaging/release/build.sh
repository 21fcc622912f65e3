#!/usr/bin/env bash
# Builds one target of a release on a machine that can run it: the wheel and the archive, which hold the same program.
#
#   packaging/release/build.sh TARGET OUT [OPTION OF MATURIN]...    with --release unless options are passed
#
# It needs maturin (build-requirements.txt) and the target in the toolchain of Rust.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
target=$1
out=$2
shift 2
[ $# -gt 0 ] || set -- --release

mkdir -p "$out"
out=$(cd "$out" && pwd)

# Zig links against the oldest glibc that Rust supports, and against musl; maturin checks the symbols of the result.
case $target in
    *-linux-gnu) set -- --zig --compatibility manylinux2014 "$@" ;;
    *-linux-musl) set -- --zig --compatibility musllinux_1_2 "$@" ;;
esac
(cd "$here" && maturin build --locked --target "$target" --out "$out" "$@")

# Maturin leaves what it has packed under the name of the profile.
folder=debug
case " $* " in *" --release "*) folder=release ;; esac
program=${CARGO_TARGET_DIR:-$here/target}/$target/$folder/needs-exec-role
[ -e "$program.exe" ] && program=$program.exe

"$program" --version
code=0
"$program" "$here/fixtures/readme/web.json" >/dev/null || code=$?
[ "$code" = 1 ] || { echo "expected exit code 1 for a file with an error, found $code" >&2 && exit 1; }

python3 "$here/packaging/release/archive.py" "$target" "$program" "$out"
