#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# docs/examples/tiny.nir is what write_examples writes. --update, in the source tree, rewrites it.
set -uo pipefail
if [ "${1:-}" = --update ]; then
  exec bazel-bin/tests/nir/write_examples docs/examples
fi
tests/nir/write_examples "$TEST_TMPDIR" || exit 1
cmp "$TEST_TMPDIR/tiny.nir" docs/examples/tiny.nir || {
  echo "FAILED: docs/examples/tiny.nir: tests/nir/examples.sh --update"
  exit 1
}
