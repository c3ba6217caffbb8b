#!/usr/bin/env bash
# `make dev`: builds without optimisation, serves, and reloads the page whenever a file is saved.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

scripts/tools.sh
# Its site lies apart, so that the optimised one stays what `make run` built.
export LEPTOS_SITE_ROOT=$CARGO_TARGET_DIR/site-dev

# As `watch` builds: Leptos is compiled differently for it, and that shouldn't happen twice.
export LEPTOS_WATCH=true
say 'Building without optimisation (the first time takes some minutes)'
cargo leptos build --split
say 'Filling the demonstration office (Leptos.toml says where its data goes)'
"$CARGO_TARGET_DIR/debug/genggam" demo --config Leptos.toml

# Not watched: after a change in crates/reader run scripts/reader.sh again.
scripts/reader.sh

say "Watching; Ctrl-C ends it"
exec cargo leptos watch --split -- serve --config Leptos.toml
