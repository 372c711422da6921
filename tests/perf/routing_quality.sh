#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# routing_quality.sh [NETWORK...]: routings by tables compared on built-in networks, each neuron
# firing once a sample, with and without multicast, on the chip of mapping_quality.sh with tables of
# any size. Build //tools/... and //tests/perf:RoutingBenchmark before. Default: vgg16-cifar
# resnet18-cifar.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tests/edit_chip.py hw_models/chips/generic.yaml name=large columns=8 rows=8 cores_per_tile=4 \
  neurons=4096 axons_in=32768 axons_out=65536 targets_per_neuron=256 synapse_memory_kib=256 \
  bias_bits=32 threshold_bits=32 membrane_bits=32 accumulator_bits=32 multicast=true policy=table \
  +limits.routing_table_entries=1000000 >"$scratch/large.yaml"
for name in "${@:-vgg16-cifar resnet18-cifar}"; do
  for network in $name; do
    bazel-bin/tools/nacre network "$network" -o "$scratch/$network.mlirbc"
    for packets in "" --unicast; do
      bazel-bin/tests/perf/RoutingBenchmark "$scratch/$network.mlirbc" "$scratch/large.yaml" \
        --cycle-steps 2 $packets
    done
  done
done
