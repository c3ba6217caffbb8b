#!/usr/bin/env bash
# Builds the small module of pages that are read (crates/reader) into public/reader. cargo-leptos builds one module only,
# but it copies and compresses whatever lies in public/. Names change with content, as those of its own files do.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

target=$CARGO_TARGET_DIR/reader
cargo build --quiet --package reader --profile wasm-release --target wasm32-unknown-unknown --target-dir "$target" "${cargo_locked[@]}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wasm-bindgen --target web --no-typescript --out-dir "$work" --out-name reader \
  "$target/wasm32-unknown-unknown/wasm-release/reader.wasm"
wasm-opt -Oz --strip-producers --strip-target-features --enable-bulk-memory --enable-bulk-memory-opt --enable-multivalue --enable-mutable-globals \
  --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext \
  "$work/reader_bg.wasm" -o "$work/reader.wasm"
# What the script says to developers is not for phones.
sed -i -E '/^ *(\/\*\*|\*|\/\/)/d; s/^ +//' "$work/reader.js"

out=$root/public/reader
rm -rf "$out"
mkdir -p "$out"
for kind in js wasm; do
  hash=$(node -e 'process.stdout.write(require("crypto").createHash("md5").update(require("fs").readFileSync(process.argv[1])).digest("base64url"))' "$work/reader.$kind")
  cp "$work/reader.$kind" "$out/reader.$hash.$kind"
done
