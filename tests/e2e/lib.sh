# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Sourced by the end-to-end tests: `nacre` on PATH, a scratch folder, and how to expect a refusal.
set -uo pipefail
root=$PWD
PATH="$root/tools:$PATH"
models=$root/models
cd "$(mktemp -d -p "${TEST_TMPDIR:-/tmp}")" || exit 1
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# refuses CODE TEXT COMMAND...: the command ends with the exit code, says TEXT on stderr, prints one
# error, nothing on stdout, and leaves the folder's files as they were.
refuses() {
  local code=$1 text=$2 before after status
  shift 2
  before=$(find . -type f ! -name .err ! -name .out | sort)
  "$@" >.out 2>.err
  status=$?
  after=$(find . -type f ! -name .err ! -name .out | sort)
  [ "$status" -eq "$code" ] || fail "exit code $status instead of $code: $*"
  grep -qF -- "$text" .err || fail "'$text' not said by: $* -- it said: $(cat .err)"
  [ "$(grep -cE '(^|: )error: ' .err)" -ge 1 ] || fail "no error line from: $*"
  [ -s .out ] && fail "a refusal printed to stdout: $*"
  [ "$before" = "$after" ] || fail "files left behind by: $*: $after"
}

# chip_with CHANGE... >chip.yaml: the unit chip with changes (tests/edit_chip.py).
chip_with() { python3 "$root/tests/edit_chip.py" "$root/hw_models/chips/unit.yaml" "$@"; }

# same FILE FILE: the same bytes.
same() { cmp "$1" "$2" || fail "$1 and $2 differ"; }

# succeeds COMMAND...
succeeds() {
  "$@" >.out 2>.err || fail "exit code $? from: $*: $(cat .err)"
}

finish() {
  [ "$failures" -eq 0 ] || exit 1
  echo "all as expected"
}
