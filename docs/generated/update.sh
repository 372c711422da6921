#!/bin/bash
# update.sh PAGE... : copies the generated pages into this folder of the source tree.
set -euo pipefail
: "${BUILD_WORKSPACE_DIRECTORY:?run it as: bazel run //docs/generated:update}"
for page in "$@"; do
  install -m 644 "$page" "$BUILD_WORKSPACE_DIRECTORY/docs/generated/"
done
