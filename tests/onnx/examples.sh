#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# docs/examples/*.onnx are what write_examples writes. --update, in the source tree, rewrites them.
set -uo pipefail
if [ "${1:-}" = --update ]; then
  exec bazel-bin/tests/onnx/write_examples docs/examples
fi
tests/onnx/write_examples "$TEST_TMPDIR" || exit 1
for file in tiny.onnx sigmoid.onnx; do
  cmp "$TEST_TMPDIR/$file" "docs/examples/$file" || {
    echo "FAILED: docs/examples/$file: tests/onnx/examples.sh --update"
    exit 1
  }
done
