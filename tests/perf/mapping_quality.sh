#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# mapping_quality.sh [NETWORK...]: placements compared on built-in networks, each neuron firing once
# a sample, on a chip like `generic` with larger cores. Build //tools/... and
# //tests/perf:PlacementBenchmark before. Default: vgg16-cifar resnet18-cifar.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 - hw_models/chips/generic.yaml >"$scratch/large.yaml" <<'END'
import re, sys
text = open(sys.argv[1]).read().replace("name: generic", "name: large")
for key, value in dict(columns=8, rows=8, cores_per_tile=4, neurons=4096, axons_in=32768,
                       axons_out=65536, targets_per_neuron=256, synapse_memory_kib=256,
                       bias_bits=32, threshold_bits=32, membrane_bits=32,
                       accumulator_bits=32).items():
    text, count = re.subn(rf"(  {key}: *{{value: )[^,]*", rf"\g<1>{value}", text)
    assert count == 1, key
print(text, end="")
END
for network in "${@:-vgg16-cifar resnet18-cifar}"; do
  for name in $network; do
    bazel-bin/tools/nacre network "$name" -o "$scratch/$name.mlirbc"
    bazel-bin/tests/perf/PlacementBenchmark "$scratch/$name.mlirbc" "$scratch/large.yaml" \
      --cycle-steps 2
  done
done
