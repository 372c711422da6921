#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# fuzz.sh BINARY [SECONDS]: runs a fuzz target from its own seeds. What breaks it is shown.
set -u
corpus=$(mktemp -d "${TEST_TMPDIR:-/tmp}/corpus.XXXXXX")
trap 'rm -rf "$corpus"' EXIT
"$1" -max_total_time="${2:-20}" -timeout=10 -rss_limit_mb=3072 -seed=1 \
  -print_final_stats=1 -verbosity=0 -artifact_prefix="${TEST_UNDECLARED_OUTPUTS_DIR:-.}/" "$corpus"
