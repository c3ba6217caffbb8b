#!/usr/bin/env bash
# Runs the steps of `make test`, all of them or those that are named:
#
#   scripts/test.sh
#   scripts/test.sh lint unit
#
# Prints how long each took, stops at the first that fails, and keeps each one's log.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

# What fails fastest comes first. `build` stands alone so that its time is not the browser tests'.
all=(fmt-check lint lint-wasm doc deny unit parity build faults browser)
steps=("$@")
(($#)) || steps=("${all[@]}")

begin=$(now)
mkdir -p "$logs"
export GENGGAM_NOTES=$logs/notes
: >"$GENGGAM_NOTES"
# A full run starts clean; a single step replaces its own log only.
(($#)) || rm -f "$logs"/*.log
for step in "${steps[@]}"; do rm -f "$logs/$step.log"; done

scripts/tools.sh test

summary=()
failed=
for step in "${steps[@]}"; do
  say "Step: $step"
  start=$(now)
  status=0
  # Standard input is closed: nothing here may wait for an answer.
  scripts/step.sh "$step" </dev/null 2>&1 | tee "$logs/$step.log" || status=$?
  if ((status)); then
    summary+=("$(printf '%-10s FAILED  %14s   log: %s' "$step" "$(took "$start")" "$logs/$step.log")")
    failed=$step
    break
  fi
  summary+=("$(printf '%-10s ok      %14s' "$step" "$(took "$start")")")
done

say 'Summary'
printf '%s\n' "${summary[@]}"
while IFS= read -r line; do printf 'note: %s\n' "$line"; done <"$GENGGAM_NOTES"
tests=$(scripts/count.sh "${steps[@]}")
[[ $tests == '0 passed, 0 failed' ]] || printf 'tests: %s\n' "$tests"
if [[ $failed ]]; then
  printf 'FAILED at step %s after %s; no later step ran. To repeat this one: make %s\n' \
    "$failed" "$(took "$begin")" "$failed"
  exit 1
fi
printf 'All of it passed in %s.\n' "$(took "$begin")"
