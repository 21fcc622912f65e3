#!/usr/bin/env bash
# Builds the module for pages (`playground/wasm`) and runs it under Node on a fixture: prints the verdict, the policy
# and an explanation. It needs a compiler with the standard library for wasm32-unknown-unknown, or with its sources
# and a linker, and Node. With CI set it installs what is absent from Debian's packages.
#
#   scripts/check-wasm.sh [TASK DEFINITION]
set -euo pipefail
cd "$(dirname "$0")/.."

target=wasm32-unknown-unknown
packages=(rustc-web cargo-web rust-web-src lld nodejs)
file=${1:-fixtures/readme/web.json}

has_std() { [ -d "$("$1" --print target-libdir --target "$target" 2>/dev/null)" ]; }
has_sources() { [ -d "$("$1" --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library/std" ]; }
# LLVM's linker, whatever version is in its name.
find_linker() { compgen -c | grep -E '^wasm-ld(-[0-9]+)?$' | sort -V | tail -1; }

# A compiler and how it makes the standard library: `PATH_OF_RUSTC ready` or `PATH_OF_RUSTC sources`.
find_compiler() {
    local rustc
    for rustc in "$(command -v rustc || true)" /usr/bin/rustc; do
        [ -x "$rustc" ] || continue
        if has_std "$rustc"; then echo "$rustc ready" && return; fi
        if has_sources "$rustc" && [ -n "$(find_linker)" ]; then echo "$rustc sources" && return; fi
    done
}

is_complete() { [ -n "$(find_compiler)" ] && command -v node >/dev/null; }

if ! is_complete && [ -n "${CI:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >/dev/null 2>&1 || true
fi
if ! is_complete; then
    echo "skipped: no compiler for $target or no Node, run: apt-get install ${packages[*]}"
    exit 0
fi

read -r rustc way <<<"$(find_compiler)"
cargo=$(dirname "$rustc")/cargo
arguments=(build --locked --release --quiet --manifest-path playground/wasm/Cargo.toml --target "$target")
if [ "$way" = sources ]; then
    # Only a nightly compiler may build its own library, or one that is configured like one.
    arguments+=("-Zbuild-std=std,panic_abort")
    export RUSTC_BOOTSTRAP=1
    linker=$(find_linker)
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker
fi
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}/wasm
RUSTC=$rustc "$cargo" "${arguments[@]}"
module=$CARGO_TARGET_DIR/$target/release/needs_exec_role_wasm.wasm
node playground/wasm/check.mjs "$module" "$file"
echo "$(wc -c <"$module") bytes"
