#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# From nothing to a spiking network on a modelled chip:
#   tools/quickstart.sh               install what is missing, build, run the digits on loihi
#   tools/quickstart.sh --no-install  only list the packages that are missing
set -euo pipefail
case "${1:-}" in
  "" | --no-install) ;;
  --help | -h) sed -n '3,5s/^# //p' "$0"; exit 0 ;;
  *) echo "error: unknown option '$1'; known: --no-install, --help" >&2; exit 2 ;;
esac
. "$(dirname "$0")/setup.sh"
install_missing "${1:-}"
[ "${1:-}" = --no-install ] && exit 0

bazel build //tools/...
link_command
echo "The command is $PWD/bin/nacre"

nacre=bin/nacre out=out/quickstart
$nacre compile models/digits.mlir --chip loihi --output $out/digits.nacre
for steps in 4 8; do
  echo
  $nacre evaluate models/digits.mlir --dataset digits --time-steps $steps \
    --output $out/T$steps/reference.json >/dev/null
  $nacre simulate $out/digits.nacre --dataset digits --time-steps $steps --cycle-samples 360 \
    --reference $out/T$steps/reference.json --output $out/T$steps
done
