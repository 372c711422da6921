#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# mapping_quality.sh [NETWORK...]: placements compared on built-in networks, each neuron firing once
# a sample, on chips like `generic` with larger cores. Build //tools/... and
# //tests/perf:PlacementBenchmark before; needs gpmetis (Debian package `metis`).
# Default: vgg16-cifar resnet18-cifar sheet resnet50, of which the last takes an hour.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

chip_with() { tests/edit_chip.py hw_models/chips/generic.yaml name=large "$@"; }

wide=(bias_bits=32 threshold_bits=32 membrane_bits=32 accumulator_bits=32)
chip_with columns=8 rows=8 cores_per_tile=4 neurons=4096 axons_in=32768 axons_out=65536 \
  targets_per_neuron=256 synapse_memory_kib=256 "${wide[@]}" >"$scratch/large.yaml"
# A hundred synapses a neuron: 16,384 axons are what 1024 of them need.
chip_with columns=11 rows=11 axons_in=16384 axons_out=16384 synapse_memory_kib=256 "${wide[@]}" \
  >"$scratch/sheet.yaml"

compare() { # NETWORK CHIP OPTION...
  local network=$1 chip=$2
  shift 2
  bazel-bin/tests/perf/PlacementBenchmark "$scratch/$network.mlirbc" "$scratch/$chip.yaml" "$@"
}

for name in "${@:-vgg16-cifar resnet18-cifar sheet resnet50}"; do
  for network in $name; do
    options=()
    [ "$network" = sheet ] && options=(--neurons 100000 --fan-out 100)
    bazel-bin/tools/nacre network "$network" "${options[@]}" -o "$scratch/$network.mlirbc"
    case $network in
    sheet) compare sheet sheet --cycle-steps 20 ;;
    resnet50) compare resnet50 large --chips 4x3 --efforts fast,normal --cycle-steps 1 ;;
    *) compare "$network" large --cycle-steps 2 ;;
    esac
  done
done
