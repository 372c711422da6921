#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# ONNX's node tests: none may fail, and docs/onnx-operators.md says which pass. --update, in the
# source tree, rewrites that page with bazel-bin/tests/onnx/backend_nodes.
set -uo pipefail
data=/usr/share/libonnx-testdata/data/node
[ -d "$data" ] || { echo "FAILED: no $data: install libonnx-testdata (tools/setup.sh)"; exit 1; }
if [ "${1:-}" = --update ]; then
  exec bazel-bin/tests/onnx/backend_nodes "$data" >docs/onnx-operators.md
fi
tests/onnx/backend_nodes "$data" >"$TEST_TMPDIR/page.md" || { echo "FAILED: see above"; exit 1; }
if ! diff -u docs/onnx-operators.md "$TEST_TMPDIR/page.md"; then
  echo "FAILED: docs/onnx-operators.md is out of date: tests/onnx/backend_nodes.sh --update"
  exit 1
fi
