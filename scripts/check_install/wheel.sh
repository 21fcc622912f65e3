#!/usr/bin/env bash
# Makes the wheel and the source distribution, checks what they contain, and runs the program from an empty environment.
# Run by check-install.sh.
set -euo pipefail
# shellcheck source=scripts/check_install/same_answers.sh
source "$ROOT/scripts/check_install/same_answers.sh"

wheels=$WORK/wheels
maturin() {
    (cd "$ROOT" && "$TOOLS/bin/maturin" "$@") >"$WORK/maturin.txt" 2>&1 || {
        cat "$WORK/maturin.txt"
        return 1
    }
}

# The wheel holds the release build: a second one would take minutes, and would not be what the other checks saw.
maturin build --release --out "$wheels"
if grep -F Compiling "$WORK/maturin.txt"; then
    echo "maturin did not use the release build"
    exit 1
fi
python3 -m venv "$WORK/wheel-environment"
"$WORK/wheel-environment/bin/pip" install --quiet --disable-pip-version-check --no-index --find-links "$wheels" \
    "needs-exec-role==$VERSION"
installed=$WORK/wheel-environment/bin/needs-exec-role
cmp "$PROGRAM" "$installed"
same_answers "$installed"
"$WORK/wheel-environment/bin/python" "$ROOT/scripts/check_install/metadata.py" "$ROOT" "$VERSION"

# The source distribution has the files of the crate, and its lock file fits its Cargo.toml.
maturin sdist --out "$WORK"
tar xzf "$WORK/needs_exec_role-$VERSION.tar.gz" -C "$WORK"
source_distribution=$WORK/needs_exec_role-$VERSION
while read -r file; do
    case $file in
    Cargo.toml) test -f "$source_distribution/$file" ;;
    Cargo.toml.orig | .cargo_vcs_info.json) ;;
    *) cmp "$ROOT/$file" "$source_distribution/$file" ;;
    esac
done < <(cargo package --list --allow-dirty --quiet --manifest-path "$ROOT/Cargo.toml")
cargo metadata --locked --format-version 1 --manifest-path "$source_distribution/Cargo.toml" >/dev/null
echo "wheel: $(basename "$wheels"/*.whl), $(wc -c <"$(echo "$wheels"/*.whl)") bytes"
