#!/usr/bin/env bash
# Makes sure that what the project is built with is there, at the pinned versions.
#
#   scripts/tools.sh        what `make run` needs
#   scripts/tools.sh test   also what `make test` needs: node packages, cargo-deny, Chromium, nginx,
#                           Caddy, PostgreSQL, tuspy, pyHanko, aiosmtpd, poppler, zbar, openssl, strace
#
# Quick when nothing is missing. A tool of the right version that is found on PATH is used;
# otherwise it is built once per machine, below $GENGGAM_TOOLS.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

purpose=${1:-run}
[[ $purpose == run || $purpose == test ]] || die "usage: scripts/tools.sh [test]"
begin=$(now)
installed=0

# get WHAT COMMAND...: runs the command and says how long it took.
get() {
  local what=$1 start
  shift
  start=$(now)
  say "Installing $what"
  "$@" || die "could not install $what (the command was: $*)"
  say "Installed $what in $(took "$start")"
  installed=$((installed + 1))
}

# is LINE PROGRAM: does the program say that it is exactly this version?
is() { [[ $("$2" --version 2>/dev/null) == "$1" ]]; }

# want LINE PROGRAM COMMAND...: unless it is this version already, the command installs it.
want() {
  local line=$1 program=$2
  shift 2
  is "$line" "$program" && return
  alone
  is "$line" "$program" && return
  get "$line (once per machine)" "$@"
  hash -r
  is "$line" "$program" || die "$program should be \"$line\" now, but says: $("$program" --version 2>&1)"
}

apt_updated=
apt_install() {
  command -v apt-get >/dev/null ||
    die "$* missing, and this is no Debian where apt-get could install it. Install it by hand and start again."
  local sudo=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "$* missing. Install it as root: apt-get install $*"
    sudo=(sudo)
  fi
  if [[ -z $apt_updated ]]; then
    "${sudo[@]}" apt-get update -q
    apt_updated=yes
  fi
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

# unpack PACKAGE FOLDER: a Debian package's files, without making it part of the system.
unpack() {
  command -v apt-get >/dev/null || die "$1 missing, and this is no Debian. Install it by hand and start again."
  local at
  at=$(mktemp -d)
  (cd "$at" && apt-get download -q "$1" && mkdir -p "$2" && dpkg-deb -x ./*.deb "$2")
  rm -rf "$at"
}

# cargo_tool CRATE VERSION [FLAG...]: builds it in a folder of its own.
# Not at full optimisation: these tools work for seconds, but take minutes to build.
# With the dependencies its authors locked; where a registry mirror has not got one of those yet,
# with the newest that fit.
cargo_tool() {
  local crate=$1 version=$2 dir=$GENGGAM_TOOLS/$1-$2
  shift 2
  local install=(
    env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS -u CARGO_BUILD_TARGET
    RUSTUP_TOOLCHAIN="${RUSTUP_TOOLCHAIN:-$rust_version}"
    CARGO_TARGET_DIR="$dir/build"
    CARGO_PROFILE_RELEASE_LTO=off
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1
    CARGO_PROFILE_RELEASE_DEBUG=false
    cargo install --quiet --root "$dir" "$@" "$crate@$version"
  )
  mkdir -p "$dir" || return
  (
    # Outside the checkout, so that its settings don't apply to somebody else's program.
    cd "$dir" || exit
    "${install[@]}" --locked || {
      echo "$crate $version cannot be built with its locked dependencies here; trying the newest that fit."
      "${install[@]}"
    }
  ) || return
  rm -rf "$dir/build"
}

# python_environment FOLDER LIST: a virtual environment with exactly what the list pins.
python_environment() {
  rm -rf "$1"
  mkdir -p "${1%/*}" || return
  python3 -m venv "$1" || return
  "$1/bin/pip" install --quiet --no-deps --requirement "$2" || return
  cp "$2" "$1/requirements.txt"
}

# Two runs at once must not build the same tool twice: the second waits, then finds it there.
alone() {
  [[ -z ${tools_lock:-} ]] || return 0
  mkdir -p "$GENGGAM_TOOLS"
  exec {tools_lock}>"$GENGGAM_TOOLS/lock"
  flock --nonblock "$tools_lock" || {
    say 'Another run is installing tools; waiting for it'
    flock "$tools_lock"
  }
}

# --- A linker, and a C compiler for SQLite.
if ! command -v cc >/dev/null || ! command -v make >/dev/null; then
  get 'a C compiler' apt_install build-essential
fi

# --- Rust, and the target that browsers run.
wasm_target_there() {
  local libdir
  libdir=$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) && [[ -d $libdir ]]
}
if command -v rustup >/dev/null; then
  if [[ -z ${RUSTUP_TOOLCHAIN:-} ]] && ! rustup toolchain list | grep -q "^$rust_version-"; then
    get "Rust $rust_version" rustup toolchain install "$rust_version" --profile minimal \
      --component rustfmt --component clippy --target wasm32-unknown-unknown
  fi
  wasm_target_there || get 'the wasm32 target' rustup target add wasm32-unknown-unknown
  cargo fmt --version >/dev/null 2>&1 || get rustfmt rustup component add rustfmt
  cargo clippy --version >/dev/null 2>&1 || get clippy rustup component add clippy
else
  command -v rustc >/dev/null || die "Rust is missing. Install rustup first; it then fetches Rust $rust_version by itself."
  [[ $(rustc --version) == "rustc $rust_version "* ]] || die "this project is built with Rust $rust_version, here is $(rustc --version)."
  wasm_target_there || die 'this Rust cannot build for wasm32-unknown-unknown; with rustup it could.'
fi

# --- Node, whose npm brings wasm-opt and the browser tests.
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  die 'Node 20 or newer with npm is missing.'
fi

# --- What turns crates into a site.
want "cargo-leptos $cargo_leptos_version" cargo-leptos \
  cargo_tool cargo-leptos "$cargo_leptos_version" --features no_downloads
want "wasm-bindgen $wasm_bindgen_version" wasm-bindgen \
  cargo_tool wasm-bindgen-cli "$wasm_bindgen_version"
want "wasm-opt version ${binaryen_version%%.*} (version_${binaryen_version%%.*})" wasm-opt \
  npm install --no-audit --no-fund --no-save --loglevel=error \
  --prefix "$GENGGAM_TOOLS/binaryen-$binaryen_version" "binaryen@$binaryen_version"

# --- What `make test` needs besides.
if [[ $purpose == test ]]; then
  want "cargo-deny $cargo_deny_version" cargo-deny cargo_tool cargo-deny "$cargo_deny_version"

  # The mark holds the lock file that was installed: any other lock file means `npm ci` again.
  mark=end2end/node_modules/.genggam-installed
  if ! cmp -s end2end/package-lock.json "$mark"; then
    # The browser is Debian's own; Playwright must not look for another one.
    export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
    get 'node packages of end2end' npm ci --prefix end2end --no-audit --no-fund --loglevel=error
    cp end2end/package-lock.json "$mark"
  fi

  if ! [[ -x $CHROMIUM ]]; then
    get Chromium apt_install chromium fonts-liberation
    [[ -x $CHROMIUM ]] || die "Chromium is not at $CHROMIUM. Set CHROMIUM to where it is."
  fi
  # Off PATH for anybody but root.
  if ! [[ -x /usr/sbin/nginx ]] && ! command -v nginx >/dev/null; then
    get nginx apt_install nginx-light
  fi
  # Unpacked, not installed: Debian's package would start it.
  if ! [[ -x $GENGGAM_TOOLS/caddy/usr/bin/caddy ]] && ! command -v caddy >/dev/null; then
    get Caddy unpack caddy "$GENGGAM_TOOLS/caddy"
  fi
  # tuspy, in an environment of its own; the mark tells which list it was made from.
  wanted=end2end/clients/requirements.txt
  if ! cmp -s "$wanted" "$GENGGAM_TUSPY/requirements.txt"; then
    # Debian's python3 has venv but not what it needs to put pip inside.
    python3 -c 'import ensurepip, venv' 2>/dev/null || get "Python's venv" apt_install python3-venv
    get 'tuspy' python_environment "$GENGGAM_TUSPY" "$wanted"
  fi
  # pyHanko reads the signatures of letters; poppler draws letters, and reads them too.
  wanted=crates/letters/tests/letters/requirements.txt
  if ! cmp -s "$wanted" "$GENGGAM_PYHANKO/requirements.txt"; then
    python3 -c 'import ensurepip, venv' 2>/dev/null || get "Python's venv" apt_install python3-venv
    get 'pyHanko' python_environment "$GENGGAM_PYHANKO" "$wanted"
  fi
  # The mail server that messages are sent to.
  wanted=crates/backend/src/tests/messages/requirements.txt
  if ! cmp -s "$wanted" "$GENGGAM_AIOSMTPD/requirements.txt"; then
    python3 -c 'import ensurepip, venv' 2>/dev/null || get "Python's venv" apt_install python3-venv
    get 'aiosmtpd' python_environment "$GENGGAM_AIOSMTPD" "$wanted"
  fi
  command -v pdfsig >/dev/null || get poppler apt_install poppler-utils
  # And zbar their QR codes.
  command -v zbarimg >/dev/null || get zbar apt_install zbar-tools
  command -v openssl >/dev/null || get openssl apt_install openssl

  # strace shows in which order the server syncs and answers.
  command -v strace >/dev/null || get strace apt_install strace

  # With GENGGAM_TEST_POSTGRES the tests use a server that is already running.
  if [[ -z ${GENGGAM_TEST_POSTGRES:-} ]] && ! postgres_bin >/dev/null; then
    get PostgreSQL apt_install postgresql
  fi
fi

if ((installed)); then
  say "Tools: $installed installed, all there now ($(took "$begin"))"
else
  say "Tools: all there ($(took "$begin"))"
fi
