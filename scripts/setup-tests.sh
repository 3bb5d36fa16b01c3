#!/usr/bin/env bash
# Everything that the tests need: Chromium, the npm packages that they bundle, and the editors that they drive.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

need_toolchain
if [ -z "${CHROMIUM:-}" ]; then
  has chromium-browser || has google-chrome || need_debian chromium chromium
fi
npm_install tests/apps
npm_install examples/react-app
npm_install vscode-extension
scripts/setup-editors.sh
