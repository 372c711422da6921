#!/bin/bash
# The dispatcher: finds the programs beside it, says what it does not know, passes arguments on.
set -u
nacre="$(dirname "$0")/nacre"
failures=0

expect() { # NAME EXIT_CODE PATTERN COMMAND...
  local name=$1 code=$2 pattern=$3 output got
  shift 3
  output=$("$@" 2>&1)
  got=$?
  if [ "$got" != "$code" ] || ! grep -qE "$pattern" <<<"$output"; then
    echo "$name: expected exit code $code and /$pattern/, got $got and: $output"
    failures=1
  fi
}

expect "help lists commands" 0 "^  simulate +Simulate" "$nacre" --help
expect "help lists commands" 0 "^  inspect +Show" "$nacre" --help
expect "no command" 2 "Usage:" "$nacre"
expect "version" 0 "^nacre [0-9]+\.[0-9]+\.[0-9]+$" "$nacre" --version
expect "nearest command" 2 "did you mean 'simulate'" "$nacre" simualte
expect "unknown command" 2 "unknown command 'fly'" "$nacre" fly
expect "no way out of the folder" 2 "unknown command" "$nacre" ../tools/nacre-inspect
expect "unknown option" 2 "unknown option '--chip'" "$nacre" --chip
expect "arguments are passed on" 2 "did you mean '--format'" "$nacre" inspect x.nacre --formt json
expect "exit codes are passed on" 1 "nowhere.nacre" "$nacre" inspect nowhere.nacre

link="$TEST_TMPDIR/nacre"
ln -sf "$(realpath "$nacre")" "$link"
expect "behind a link" 1 "nowhere.nacre" "$link" inspect nowhere.nacre
expect "full disk" 1 "cannot write to standard output" bash -c "'$nacre' --version > /dev/full"
exit $failures
