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
python3 - hw_models/chips/generic.yaml >"$scratch/large.yaml" <<'END'
import re, sys
text = open(sys.argv[1]).read().replace("name: generic", "name: large")
for key, value in dict(columns=8, rows=8, cores_per_tile=4, neurons=4096, axons_in=32768,
                       axons_out=65536, targets_per_neuron=256, synapse_memory_kib=256,
                       bias_bits=32, threshold_bits=32, membrane_bits=32, accumulator_bits=32,
                       multicast="true", policy="table").items():
    text, count = re.subn(rf"(  {key}:\s*{{value: )[^,]*", rf"\g<1>{value}", text)
    assert count == 1, key
entries = "routing_table_entries: {value: 1000000, source: model, provenance: definition}"
print(text.replace("limits:\n", f"limits:\n  {entries}\n"), end="")
END
for name in "${@:-vgg16-cifar resnet18-cifar}"; do
  for network in $name; do
    bazel-bin/tools/nacre network "$network" -o "$scratch/$network.mlirbc"
    for packets in "" --unicast; do
      bazel-bin/tests/perf/RoutingBenchmark "$scratch/$network.mlirbc" "$scratch/large.yaml" \
        --cycle-steps 2 $packets
    done
  done
done
