#!/usr/bin/env bash
# Checks, bundles and packs the VS Code extension: target/nexxo.vsix, or what the first argument names. NEXXO_BIN is the
# executable that bundles it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

npm_install vscode-extension
vsix=$(realpath -m "${1:-${CARGO_TARGET_DIR:-target}/nexxo.vsix}")
nexxo=$(realpath "${NEXXO_BIN:-${CARGO_TARGET_DIR:-target}/release/nexxo}")
mkdir -p "$(dirname "$vsix")"
cd vscode-extension
node_modules/.bin/tsc
"$nexxo" build . --log-level warning
cp ../docs/nexxo.config.schema.json dist/
node_modules/.bin/vsce package --no-dependencies --out "$vsix" >/dev/null
say "The extension is $vsix"
