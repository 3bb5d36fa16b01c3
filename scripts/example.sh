#!/usr/bin/env bash
# Builds Nexxo, and with it the example app.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

need_toolchain
npm_install examples/react-app
say "Building nexxo (the first time takes some minutes)"
cargo build --release --quiet -p nexxo-cli
cargo run --release --quiet -p nexxo-cli -- build examples/react-app --minify --sourcemap
say "The app is in examples/react-app/dist. To look at it:"
echo "  node scripts/serve.mjs examples/react-app/dist"
