#!/usr/bin/env bash
# How long until a photograph is at the office, over a link of packets (link.py). What is measured stands in sent.mjs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../scripts/env.sh
source "$here/../scripts/env.sh"

export GENGGAM_BIN=${GENGGAM_BIN:-$genggam}
[[ -x $GENGGAM_BIN ]] || die "There is no program to measure: $GENGGAM_BIN. Build it with 'make build'."
BENCH_TMP=$(mktemp -d "${TMPDIR:-/tmp}/genggam-sent-XXXXXX")
export BENCH_TMP
trap 'rm -rf "$BENCH_TMP"' EXIT
apart=(unshare --net --pid --fork --kill-child --mount-proc)
((EUID == 0)) || apart+=(--user --map-root-user)
sent="node benches/sent.mjs"
"${apart[@]}" bash -c 'python3 benches/link.py up && exec python3 benches/link.py run --kbit 128 --rtt 400 --far "$1" --near "$2"' \
  _ "$sent far 10.77.0.2 ${1:-}" "$sent near 10.77.0.2 ${1:-}"
