#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Include directions, file sizes and licence lines of all sources. Runs outside the sandbox, because
# it reads the checkout that its own link leads to.
set -u
cd "$(dirname "$(readlink -f "$0")")/../.." || exit 1
failures=0
# forbid FOLDER PATTERN: no source of FOLDER includes PATTERN, except under EXCEPT.
forbid() {
  local folder=$1 pattern=$2 except=${3:-^$}
  local found
  found=$(printf '%s\n' "${sources[@]}" | grep -E "^$folder/" | grep -vE "$except" |
    xargs grep -nE "#include [<\"]($pattern)" /dev/null)
  [ -z "$found" ] && return
  echo "$folder/ must not include $pattern:"
  echo "$found"
  failures=$((failures + 1))
}
mapfile -t sources < <(
  find support hw_models dialects compiler simulator tools tests \
    \( -name '*.cpp' -o -name '*.h' -o -name '*.td' -o -name '*.sh' \) | sort
)
[ ${#sources[@]} -gt 50 ] || { echo "only ${#sources[@]} sources seen"; exit 1; }
forbid support 'hw_models/|dialects/|compiler/|simulator/|mlir/|llvm/'
forbid hw_models 'dialects/|compiler/|simulator/|mlir/|llvm/'
forbid simulator 'dialects/|compiler/|mlir/|llvm/'
forbid dialects 'compiler/|simulator/'
forbid compiler 'simulator/'
forbid compiler 'torch/' '^compiler/training/'

for file in "${sources[@]}"; do
  lines=$(wc -l <"$file")
  if [ "$lines" -gt 800 ]; then
    echo "$file has $lines lines; split it (800 at most)"
    failures=$((failures + 1))
  fi
  case $file in
    *.cpp | *.h | *.td)
      head -1 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception' || {
        echo "$file lacks the SPDX line"
        failures=$((failures + 1))
      } ;;
  esac
done
exit $((failures > 0))
