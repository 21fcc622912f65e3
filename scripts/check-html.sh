#!/usr/bin/env bash
# Opens the pages of the cases in headless Chromium: no message in its console, nothing that is loaded or run, what is
# wrong read first, every row reached with the keyboard, no width scrolled sideways, everything printed. It needs
# Chromium and Node. With CI set it installs what is absent from Debian's packages.
#
#   scripts/check-html.sh [FOLDER]
#
# FOLDER gets screenshots in light, dark and on a phone, and the printed pages: look at them when the style changes.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(chromium nodejs)
is_complete() { command -v chromium >/dev/null && command -v node >/dev/null; }

if ! is_complete && [ -n "${CI:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >/dev/null 2>&1 || true
fi
if ! is_complete; then
    echo "skipped: no Chromium or no Node, run: apt-get install ${packages[*]}"
    exit 0
fi

# A page is one to the browser by its name.
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
cp fixtures/formats/html-report/stdout "$pages/report.html"
cp fixtures/formats/html-rows/verbose.stdout "$pages/verbose.html"
cp fixtures/formats/html-rows/empty.stdout "$pages/empty.html"
cp fixtures/formats/hostile/html.stdout "$pages/hostile.html"
timeout 120 node scripts/check-html.mjs chromium "${1:-}" "$pages"/*.html
