#!/usr/bin/env bash
# Adds up the tests in the logs of the last run of scripts/test.sh, of all steps or of those that
# are named: "N passed, N failed"; flaky is what passed at its second try (end2end/playwright.config.ts).
# It reads what the runners said themselves: cargo test, Playwright, and plain lines of that form.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

steps=("$@")
(($#)) || steps=(unit parity faults browser)

# plain STEP: the log without colours, or nothing where that step did not run or is not asked for.
plain() {
  [[ " ${steps[*]} " != *" $1 "* || ! -f $logs/$1.log ]] || sed -E 's/\x1b\[[0-9;]*[A-Za-z]//g' "$logs/$1.log"
}

{
  plain unit | grep -E '^test result: ' || true
  # Playwright's closing lines: "  12 passed (3.4s)", "  1 failed", "  2 did not run".
  plain browser | grep -E '^ +[0-9]+ (passed|failed|flaky|skipped|interrupted|did not run)( |$)' || true
  for own in parity faults; do
    plain "$own" | grep -E '^([A-Za-z-]+: )?[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' || true
  done
} | awk '
  /^test result: / {
    sub(/^test result: [A-Za-z]+\. /, "")
    passed += $1; failed += $3; skipped += $5
    next
  }
  / passed, / {
    sub(/^[A-Za-z-]+: /, "")
    passed += $1; failed += $3; skipped += $5
    next
  }
  $2 == "passed" { passed += $1; next }
  $2 == "skipped" { skipped += $1; next }
  $2 == "did" { skipped += $1; next }
  $2 == "flaky" { passed += $1; flaky += $1; next }
  # An interrupted one told nothing: it may not pass for a success.
  { failed += $1 }
  END {
    printf "%d passed, %d failed", passed, failed
    if (skipped) printf ", %d skipped", skipped
    if (flaky) printf ", %d flaky", flaky
    printf "\n"
  }'
