# Shared by the scripts here: what is missing is installed where that is possible, and named where it is not.

say() { printf '\033[1m%s\033[0m\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# need_debian COMMAND PACKAGE...: installs the packages unless the command is there.
need_debian() {
  local command=$1
  shift
  has "$command" && return
  if has apt-get && [ "$(id -u)" = 0 ]; then
    say "Installing $*"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  else
    fail "$command is missing. On Debian: sudo apt-get install $*"
  fi
}

# libclang-cpp, which other packages bring, is another library.
has_libclang() {
  [ -n "${LIBCLANG_PATH:-}" ] || ldconfig -p 2>/dev/null | grep -qE 'libclang(-[0-9]+)?\.so' ||
    ls /usr/lib/llvm-*/lib/ 2>/dev/null | grep -qE '^libclang(-[0-9]+)?\.so'
}

need_toolchain() {
  need_debian cc build-essential
  # RocksDB's bindings are made from its headers by libclang.
  has_libclang || need_debian libclang.so libclang-dev
  has cargo || fail "Rust is missing: install it with rustup (rust-toolchain.toml names the version)"
  has node || fail "Node.js 20 or later is missing"
  has npm || fail "npm is missing: it comes with Node.js"
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || fail "Node.js $(node --version) is too old: 20 or later is needed"
}

# npm_install FOLDER: what its package-lock.json says, once.
npm_install() {
  local stamp="$1/node_modules/.installed-lock"
  cmp -s "$1/package-lock.json" "$stamp" && return
  say "Installing the npm packages of $1"
  # `npm ci` refuses a lock without some other system's optional package; `npm install` takes the same versions.
  npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=silent ||
    npm install --prefix "$1" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error
  cp "$1/package-lock.json" "$stamp"
}
