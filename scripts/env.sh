# shellcheck shell=bash disable=SC2034 # the variables are for those who source it
# What every script agrees on: where things are, which versions are pinned, how time is told.
# Sourced, never run; it leaves the shell in the root of the checkout.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1

say() { printf '\n==> %s\n' "$*"; }
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Pinned tools. Two of the versions stand elsewhere already and are read from there.
rust_version=$(sed -nE 's/^channel = "(.*)"$/\1/p' rust-toolchain.toml)
wasm_bindgen_version=$(sed -nE 's/^wasm-bindgen = .*"=([0-9.]+)".*$/\1/p' Cargo.toml)
cargo_leptos_version=0.3.10
cargo_deny_version=0.20.2
cargo_fuzz_version=0.13.1
binaryen_version=132.0.0
[[ $rust_version ]] || die 'rust-toolchain.toml names no channel = "x.y.z".'
[[ $wasm_bindgen_version ]] || die 'Cargo.toml must pin wasm-bindgen = "=x.y.z": the command line tool has to be the very same version.'

# Tools built from source live outside the checkout, once per machine, one folder per version:
# an old checkout and a new one don't take each other's tools away.
export GENGGAM_TOOLS=${GENGGAM_TOOLS:-${HOME:-/tmp}/.cache/genggam/tools}

# rustup's folder is missing from PATH in shells that read no profile.
cargo_bin=${CARGO_HOME:-${HOME:-}/.cargo}/bin
if [[ -d $cargo_bin && :$PATH: != *:$cargo_bin:* ]]; then
  PATH=$cargo_bin:$PATH
fi
PATH=$GENGGAM_TOOLS/cargo-leptos-$cargo_leptos_version/bin:$PATH
PATH=$GENGGAM_TOOLS/wasm-bindgen-cli-$wasm_bindgen_version/bin:$PATH
PATH=$GENGGAM_TOOLS/cargo-deny-$cargo_deny_version/bin:$PATH
PATH=$GENGGAM_TOOLS/binaryen-$binaryen_version/node_modules/.bin:$PATH
export PATH

# A machine may hold the pinned compiler under the name "stable" only.
# It is the same compiler, so use it rather than fetch a second copy of it.
if [[ -z ${RUSTUP_TOOLCHAIN:-} ]] && command -v rustup >/dev/null; then
  installed=$(rustup toolchain list 2>/dev/null || true)
  if ! grep -q "^$rust_version-" <<<"$installed" && grep -q '^stable-' <<<"$installed" &&
    [[ $(rustup run stable rustc --version 2>/dev/null) == "rustc $rust_version "* ]]; then
    export RUSTUP_TOOLCHAIN=stable
  fi
  unset installed
fi

# Everything that is built goes below one folder, which may lie outside the checkout.
CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
[[ $CARGO_TARGET_DIR == /* ]] || CARGO_TARGET_DIR=$root/$CARGO_TARGET_DIR
export CARGO_TARGET_DIR
# Two checkouts may take turns with that folder. Cargo goes by the times of files alone, so it would run what the other
# one compiled, with the other's paths and perhaps its older text in it: every file is new to who comes second.
owner=$CARGO_TARGET_DIR/genggam-checkout
if [[ $(cat "$owner" 2>/dev/null) != "$root" ]]; then
  if [[ -d $CARGO_TARGET_DIR ]] && git rev-parse --git-dir >/dev/null 2>&1; then
    git ls-files -z -- . ':!docs' | xargs -0 touch -c --
  fi
  mkdir -p "$CARGO_TARGET_DIR"
  printf '%s' "$root" >"$owner"
fi
unset owner
# The files that browsers get. The server reads the same variable, so both always agree.
export LEPTOS_SITE_ROOT=${LEPTOS_SITE_ROOT:-$CARGO_TARGET_DIR/site}
export LEPTOS_OUTPUT_NAME=genggam
genggam=$CARGO_TARGET_DIR/release/genggam
logs=$CARGO_TARGET_DIR/genggam-logs

# CI takes Cargo.lock as it is committed; a developer who adds a crate may change it.
cargo_locked=()
[[ -z ${CI:-} ]] || cargo_locked=(--locked)

# Chromium for the browser tests.
if [[ -z ${CHROMIUM:-} ]]; then
  CHROMIUM=/usr/bin/chromium
  for name in chromium chromium-browser google-chrome; do
    if found=$(command -v "$name"); then
      CHROMIUM=$found
      break
    fi
  done
  unset name found
fi
export CHROMIUM

# pyHanko, which reads the signatures of letters.
export GENGGAM_PYHANKO=${GENGGAM_PYHANKO:-$GENGGAM_TOOLS/pyhanko-0.38.0}
# aiosmtpd, the mail server that the tests send to.
export GENGGAM_AIOSMTPD=${GENGGAM_AIOSMTPD:-$GENGGAM_TOOLS/aiosmtpd-1.4.6}
# The Python client of the tus protocol, for the browser tests' independent clients.
export GENGGAM_TUSPY=${GENGGAM_TUSPY:-$GENGGAM_TOOLS/tuspy-1.1.0}

# `make -j` would hand cargo a job server that is already closed.
unset MAKEFLAGS MFLAGS

# now: a moment; took MOMENT: how long ago that was, for people.
now() { printf '%s' "${EPOCHREALTIME/[.,]/}"; }
took() {
  local ms=$((($(now) - $1) / 1000))
  if ((ms < 60000)); then
    printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
  else
    printf '%d min %02d s' $((ms / 60000)) $((ms % 60000 / 1000))
  fi
}

# The folder of PostgreSQL's server programs. Debian keeps them off PATH, one folder per version.
postgres_bin() {
  local dir
  for dir in ${GENGGAM_POSTGRES_BIN:+"$GENGGAM_POSTGRES_BIN"} \
    $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -Vr) \
    $(pg_config --bindir 2>/dev/null || true); do
    if [[ -x $dir/initdb && -x $dir/postgres && -x $dir/pg_ctl ]]; then
      printf '%s' "$dir"
      return
    fi
  done
  return 1
}
