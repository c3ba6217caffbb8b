#!/usr/bin/env bash
# `make run`: from a clean clone to a served demonstration office.
# Every part of it is quick when there is nothing to do, so the second start takes seconds.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

begin=$(now)
scripts/tools.sh
scripts/build.sh

say "Filling the demonstration office (Leptos.toml says where its data goes)"
"$genggam" demo --config Leptos.toml

say "Ready to serve after $(took "$begin"); Ctrl-C ends it"
exec "$genggam" serve --config Leptos.toml
