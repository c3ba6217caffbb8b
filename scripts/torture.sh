#!/usr/bin/env bash
# `make torture`: cuts, kills and measures the uploads of the optimised server, beside @tus/server, and writes
# docs/reports/torture.md. FULL=1 takes the targets' own numbers, which takes an hour or so; SEED=7 another seed.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

begin=$(now)
binary=${GENGGAM_BIN:-$genggam}
if [[ $binary == "$genggam" ]]; then
  scripts/tools.sh test
  scripts/build.sh
fi
cargo build --release --package torture "${cargo_locked[@]}"

table=$(mktemp)
trap 'rm -f "$table"' EXIT
how=(--seed "${SEED:-1}")
# shellcheck disable=SC2016 # backquotes are Markdown's
numbers='the quick numbers; `FULL=1 make torture` takes the targets'"'"' own'
if [[ ${FULL:-} == 1 ]]; then
  how+=(--full)
  numbers="the targets' own numbers"
fi
status=0
# Words after the script name only some runs.
"$CARGO_TARGET_DIR/release/torture" --binary "$binary" "${how[@]}" --report "$table" "$@" || status=$?

commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
[[ -z $(git status --porcelain --untracked-files=no 2>/dev/null) ]] || commit+=', with changes'
processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
memory=$(awk '/^MemTotal:/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)
mkdir -p docs/reports
# shellcheck disable=SC2016
{
  printf '# Uploads under torture\n\n'
  printf 'Written by `make torture`; `benches/torture/README.md` says what each row does.\n\n'
  printf -- '- commit: %s, server: %s\n' "$commit" "$("$binary" --version)"
  printf -- '- when: %s, in %s, with %s, seed %s\n' "$(date -u '+%Y-%m-%d %H:%M UTC')" "$(took "$begin")" "$numbers" "${SEED:-1}"
  printf -- '- machine: %s, %s cores, %s, Linux %s; load when it ended: %s\n\n' \
    "$processor" "$(nproc)" "$memory" "$(uname -r)" "$(cut -d' ' -f1-3 /proc/loadavg)"
  cat "$table"
} >docs/reports/torture.md
say "Wrote docs/reports/torture.md after $(took "$begin")"
exit "$status"
