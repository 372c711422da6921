#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Each event format and each reader of networks has a fuzz target. Runs outside the sandbox, on the
# checkout that its own link leads to.
set -u
cd "$(dirname "$(readlink -f "$0")")/../.." || exit 1
failures=0
for format in $(grep -l "registry.add(" simulator/events/formats/*.cpp); do
  name=$(basename "$format" .cpp)
  [ -f "tests/fuzz/${name}Fuzz.cpp" ] || {
    echo "$format has no tests/fuzz/${name}Fuzz.cpp"
    failures=1
  }
done
for reader in compiler/import/*/*Reader.cpp; do
  name=$(basename "$(dirname "$reader")")
  find tests/fuzz/networks -iname "${name}*Fuzz.cpp" | grep -q . || {
    echo "$reader has no target in tests/fuzz/networks"
    failures=1
  }
done
exit $failures
