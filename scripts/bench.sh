#!/usr/bin/env bash
# Compares Nexxo with other bundlers; arguments go to benches/compare.mjs.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

need_toolchain
npm_install benches
cargo build --release --quiet -p nexxo-cli
target=$(cargo metadata --format-version 1 --no-deps | node -p 'JSON.parse(require("node:fs").readFileSync(0)).target_directory')
exec node benches/compare.mjs --nexxo "$target/release/nexxo" "$@"
