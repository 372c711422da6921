#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# docs/examples/tiny.net is what write_examples writes. --update, in the source tree, rewrites it.
set -uo pipefail
if [ "${1:-}" = --update ]; then
  exec bazel-bin/tests/netx/write_examples docs/examples
fi
tests/netx/write_examples "$TEST_TMPDIR" || exit 1
cmp "$TEST_TMPDIR/tiny.net" docs/examples/tiny.net || {
  echo "FAILED: docs/examples/tiny.net: tests/netx/examples.sh --update"
  exit 1
}
