#!/usr/bin/env bash
# One step of `make test`. Call scripts/test.sh, which installs tools, keeps time and keeps logs.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

# Everything that runs on the machine itself.
# `frontend` stays out: it asks `app` for the browser's side, and cargo would then build both
# sides into one `app`, which is neither.
native=(--workspace --exclude frontend --features app/ssr "${cargo_locked[@]}")

step_fmt-check() {
  cargo fmt --all --check
}

step_lint() {
  cargo clippy "${native[@]}" --all-targets -- -D warnings
}

step_lint-wasm() {
  cargo clippy --package domain --package app --package frontend --package reader --features app/hydrate \
    "${cargo_locked[@]}" --target wasm32-unknown-unknown -- -D warnings
}

step_doc() {
  RUSTDOCFLAGS="${RUSTDOCFLAGS:-} -D warnings" cargo doc "${native[@]}" --no-deps --document-private-items
}

step_deny() {
  cargo deny "${cargo_locked[@]}" check licenses bans sources
  # The list of known holes lies on another server, which not every network reaches.
  local reason
  if reason=$(timeout 120 cargo deny fetch db 2>&1); then
    cargo deny --offline check advisories
  else
    printf '%s\n' "$reason" | tail -n 5
    note 'advisories NOT checked: the advisory database could not be fetched from here'
  fi
}

step_unit() {
  scripts/with-postgres.sh cargo test "${native[@]}" --no-fail-fast
}

step_parity() {
  [[ -f end2end/parity/run.sh ]] || die 'end2end/parity/run.sh is missing.'
  bash end2end/parity/run.sh
}

step_build() {
  scripts/build.sh
}

step_browser() {
  # The browser tests need the site that people would get.
  scripts/build.sh
  (cd end2end && npx --no-install playwright test)
}

step_faults() {
  # The server that people would get, cut and killed: the quick half. `make torture` runs all of it.
  scripts/build.sh
  cargo build --release --package torture "${cargo_locked[@]}"
  "$CARGO_TARGET_DIR/release/torture" --binary "$genggam" faults
}

# note TEXT: something the summary must repeat, so that it is not lost in the log.
note() {
  printf 'NOTE: %s\n' "$1"
  [[ -z ${GENGGAM_NOTES:-} ]] || printf '%s\n' "$1" >>"$GENGGAM_NOTES"
}

declare -F "step_${1:-}" >/dev/null || die "unknown step: ${1:-}"
"step_$1"
