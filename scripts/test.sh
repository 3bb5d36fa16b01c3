#!/usr/bin/env bash
# All checks, in the order in which they are cheap; ends with one line that counts the tests of all runners.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

scripts/setup-tests.sh
say "Format"
cargo fmt --all --check
say "Lints"
cargo clippy --profile checks --workspace --all-targets --quiet -- -D warnings
say "Build"
cargo build --profile checks --quiet -p nexxo-cli -p nexxo-lsp
say "VS Code extension"
NEXXO_BIN="${CARGO_TARGET_DIR:-target}/checks/nexxo" scripts/extension.sh
say "Tests"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
cargo test --profile checks --workspace --no-fail-fast -- --test-threads "$(nproc)" 2>&1 | tee "$log" || status=$?
awk '/^test result: / { passed += $4; failed += $6 } END { printf "%d passed, %d failed\n", passed, failed }' "$log"
exit "$status"
