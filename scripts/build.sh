#!/usr/bin/env bash
# Builds what people get: the optimised server and the site it serves, split and compressed.
#
# cargo-leptos empties the site and makes its WebAssembly anew each time, even if nothing changed.
# So this script remembers two fingerprints: of everything the build read, and of everything it
# wrote. If both still hold, there is nothing to do.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

begin=$(now)
stamp=$CARGO_TARGET_DIR/genggam-build.stamp

# Files that no build reads. Everything else in the checkout counts, so that a new folder is
# never forgotten; the price is a needless build now and then, not a stale one.
unread=(':!docs' ':!end2end' ':!benches' ':!scripts' ':!.ci' ':!Makefile' ':!deny.toml' ':!rustfmt.toml'
  ':!*.md' ':!LICENSE-*' ':!.gitignore' ':!.editorconfig')

inputs() {
  # The compiler and the tools, what steers them from outside, and where all of this stands.
  rustc --version
  printf '%s\n' "$root" "$LEPTOS_SITE_ROOT" "$cargo_leptos_version" "$wasm_bindgen_version" "$binaryen_version"
  env | grep -E '^(RUSTFLAGS|CARGO_ENCODED_RUSTFLAGS|CARGO_BUILD_|CARGO_PROFILE_|CARGO_TARGET_[^D]|LEPTOS_|SERVER_FN_)' |
    grep -v '^LEPTOS_SITE_ADDR=' | sort || true
  # Files that git knows or would add, by content: times of files tell nothing after a clone.
  git ls-files -z --cached --others --exclude-standard -- . "${unread[@]}" |
    sort -zu | while IFS= read -r -d '' file; do
    # A file that is deleted but not yet committed is no input.
    if [[ -f $file ]]; then printf '%s\0' "$file"; fi
  done | xargs -0 sha256sum
  sha256sum scripts/build.sh scripts/reader.sh
}
outputs() {
  # The server learns the hashed names of the site's files from a list that lies beside it.
  find "${genggam%/*}" -maxdepth 1 \( -name genggam -o -name hash.txt \) -printf '%p %s %T@\n' | sort
  find "$LEPTOS_SITE_ROOT" -type f -printf '%p %s %T@\n' | sort
}
fingerprint() { "$1" 2>/dev/null | sha256sum | cut -d' ' -f1; }

# Without git, as in an unpacked archive, nothing tells which files are inputs: build each time.
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
  before=$(fingerprint inputs)
else
  before=unknown
fi
if [[ $before != unknown && -f $stamp && -x $genggam && $(<"$stamp") == "$before $(fingerprint outputs)" ]]; then
  say "Build: nothing changed since the last one ($(took "$begin"))"
  exit
fi

say "Building the optimised server and site (the first time takes some minutes)"
rm -f "$stamp"
scripts/reader.sh
cargo leptos build --release --split --precompress "${cargo_locked[@]/#--locked/--cargo-locked}"
[[ -x $genggam ]] || die "the build left no $genggam."
# What was read before the build counts: a file saved while it ran makes the next one build again.
if [[ $before != unknown && $(fingerprint inputs) == "$before" ]]; then
  printf '%s' "$before $(fingerprint outputs)" >"$stamp"
fi
size=$(du -sh --apparent-size "$genggam" | cut -f1)
say "Built $genggam ($size) and $LEPTOS_SITE_ROOT in $(took "$begin")"
