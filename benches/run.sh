#!/usr/bin/env bash
# `make bench`: measures the optimised build and prints one table. README.md says what each column means.
#
# Where the kernel lets us, everything runs in network and process namespaces of its own: nothing but the
# bench can be reached from inside, no port is taken, and when the outermost process ends, however it ends,
# the kernel ends all others and removes the devices.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../scripts/env.sh
source "$here/../scripts/env.sh"

export GENGGAM_BIN=${GENGGAM_BIN:-$genggam}
[[ -x $GENGGAM_BIN ]] || die "There is no program to measure: $GENGGAM_BIN. Build it with 'make build'."
[[ -d $LEPTOS_SITE_ROOT ]] || die "There is no site to measure: $LEPTOS_SITE_ROOT. Build it with 'make build'."
[[ -d end2end/node_modules/@playwright/test ]] || die "Playwright is missing. Install it with 'make tools'."
command -v python3 >/dev/null || die 'python3 is missing. It fills the database and carries the packets.'

# What search is compared with. Without it, and without a network to get it from, its number is carried over.
svelte=$here/svelte
if ! cmp -s "$svelte/package-lock.json" "$svelte/node_modules/.lock"; then
  # Not "npm ci": it wants packages for platforms that the lock file (written on Linux) does not name.
  npm install --no-save --prefix "$svelte" --no-audit --no-fund --loglevel=error &&
    cp "$svelte/package-lock.json" "$svelte/node_modules/.lock" || say 'npm could not install SvelteKit'
fi

BENCH_TMP=$(mktemp -d "${TMPDIR:-/tmp}/genggam-bench-XXXXXX")
export BENCH_TMP
main=
clean() {
  # The whole group; what runs in the namespaces ends with it.
  [[ -z $main ]] || kill -KILL -- "-$main" 2>/dev/null || true
  rm -rf "$BENCH_TMP"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# BENCH_LINK=browser does without a link of packets, for machines where something is amiss with it.
apart=(unshare --net --pid --fork --kill-child --mount-proc)
((EUID == 0)) || apart+=(--user --map-root-user)
reason=
if [[ ${BENCH_LINK:-packets} == packets ]] &&
  reason=$("${apart[@]}" python3 benches/link.py try 2>&1); then
  export BENCH_LINK=packets
else
  [[ ${BENCH_LINK:-} == browser ]] || say "No link of packets on this machine: ${reason##*$'\n'}"
  export BENCH_LINK=browser
  apart=()
fi

# A session of its own, so that one signal ends it all; in the background, so that this shell hears signals.
setsid ${apart[@]+"${apart[@]}"} node benches/main.mjs </dev/null &
main=$!
wait "$main"
