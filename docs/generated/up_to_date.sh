#!/bin/bash
# up_to_date.sh COMMITTED GENERATED : fails if the committed page is stale.
if ! diff -u "$1" "$2"; then
  echo "FAILED: $1 is stale; refresh it: bazel run //docs/generated:update"
  exit 1
fi
