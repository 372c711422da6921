#!/bin/bash
# every_rule_tested.sh FILE... : each label that a .td file states must be expected by a negative
# test, the .mlir files among the arguments.
set -euo pipefail
stated=() tests=()
for file in "$@"; do
  case $file in
    *.td) stated+=("$file") ;;
    *_invalid.mlir) tests+=("$file") ;;
  esac
done
missing=0
for label in $(grep -oh '\* \[[A-Z]*-[A-Z][0-9]*\]' "${stated[@]}" | grep -o '\[.*' | sort -u); do
  if ! grep -qF "expected-error" <(grep -hF "$label" "${tests[@]}"); then
    echo "FAILED: no negative test expects $label"
    missing=1
  fi
done
[ "${#stated[@]}" != 0 ] && exit $missing
