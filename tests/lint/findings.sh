#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Every code that the importers can say has a page in docs/findings, and every page a code. Runs
# outside the sandbox, as walls.sh does.
set -u
cd "$(dirname "$(readlink -f "$0")")/../.." || exit 1
said=$(grep -rhoE '"NCR[0-9]{4}"' compiler --include='*.cpp' --exclude='*Test.cpp' | tr -d '"' | sort -u)
pages=$(cd docs/findings && ls NCR*.md | sed 's/\.md$//' | sort)
[ -n "$said" ] || { echo "no code found"; exit 1; }
if ! diff <(echo "$said") <(echo "$pages"); then
  echo "FAILED: '<' is said but has no page in docs/findings, '>' is a page of no finding"
  exit 1
fi
failures=0
for code in $said; do
  grep -rqE "$code" compiler tests --include='*Test.cpp' || { echo "no test provokes $code"; failures=1; }
done
for page in docs/findings/NCR*.md; do
  head -1 "$page" | grep -qE "^# $(basename "$page" .md): [A-Z]" || { echo "$page: no title"; failures=1; }
done
exit $failures
