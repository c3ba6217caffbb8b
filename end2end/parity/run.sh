#!/usr/bin/env bash
# The validator on 10,000 generated inputs, natively and in WebAssembly: the reports must be equal.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-$PWD/target}
cargo build --quiet -p parity
cargo build --quiet -p parity --lib --target wasm32-unknown-unknown
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
wasm-bindgen --target nodejs --out-dir "$out" "$target/wasm32-unknown-unknown/debug/parity.wasm"
node end2end/parity/compare.mjs "$target/debug/parity" "$out/parity.js" "${PARITY_SEED:-20261121}" "${PARITY_COUNT:-10000}"
