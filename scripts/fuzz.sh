#!/usr/bin/env bash
# `make fuzz`: tries to break the readers of what strangers send: heads of requests to /files, photos and PDFs.
# MINUTES=10 for each; needs a nightly compiler and cargo-fuzz. What it finds goes into fuzz/corpus, made small; the
# ordinary tests try all of it again.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

command -v cargo-fuzz >/dev/null || die "cargo-fuzz is missing: cargo install --locked cargo-fuzz --version $cargo_fuzz_version"
rustup run nightly rustc --version >/dev/null || die 'a nightly compiler is missing: rustup toolchain install nightly'
export RUSTUP_TOOLCHAIN=nightly
# Not where everything else is built: another compiler, other flags.
export CARGO_TARGET_DIR=$CARGO_TARGET_DIR/fuzz
# The very versions that are shipped; libfuzzer-sys comes on top.
cp Cargo.lock fuzz/Cargo.lock

seconds=$((60 * ${MINUTES:-10}))
targets=("$@")
(($#)) || targets=(head content)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for target in "${targets[@]}"; do
  most=4096
  [[ $target == head ]] || most=32768
  common=(-max_len="$most" -timeout=10 -rss_limit_mb=2048)
  mkdir -p "$work/$target"
  say "Fuzzing $target for $seconds s"
  # New inputs gather beside the corpus; what falls is kept in fuzz/artifacts, and ends this.
  cargo fuzz run "$target" "$work/$target" "fuzz/corpus/$target" -- \
    "${common[@]}" -dict="fuzz/$target.dict" -max_total_time="$seconds" -print_final_stats=1
  # Only those come along without which some line would not be reached.
  cargo fuzz run "$target" "fuzz/corpus/$target" "$work/$target" -- \
    "${common[@]}" -use_counters=0 -set_cover_merge=1 2>&1 | tail -n 3
  say "Corpus of $target: $(find "fuzz/corpus/$target" -type f | wc -l) files, $(du -sh --apparent-size "fuzz/corpus/$target" | cut -f1)"
done
