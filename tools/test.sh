#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Installs what is missing, builds everything and runs all tests; further arguments go to Bazel,
# say --config=asan. The last line counts test programs: "N passed, N failed".
set -uo pipefail
. "$(dirname "$0")/setup.sh"
install_missing || exit 1

log=$(mktemp)
trap 'rm -f "$log"' EXIT
bazel test //... --keep_going "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
link_command

passed=$(grep -cE '^//.* +(\(cached\) )?PASSED' "$log")
failed=$(grep -cE '^//.* +(\(cached\) )?(FAILED|TIMEOUT|FLAKY|NO STATUS|INCOMPLETE)' "$log")
# A build that fails before any test is a failure too.
[ "$status" -ne 0 ] && [ "$failed" -eq 0 ] && failed=1
echo "$passed passed, $failed failed"
[ "$passed" -gt 0 ] && exit "$status"
exit 1
