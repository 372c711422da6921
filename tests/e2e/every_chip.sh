#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Each shipped chip takes a small network, and makes the interpreter's spikes with both engines.
. tests/e2e/lib.sh

head='snn.network @net {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x8x8xi16>'
cat >readout.mlir <<END
$head
  %o = snn.linear %x {weight = dense<1> : tensor<10x64xi8>, weight_bits = 2 : i32} : tensor<1x8x8xi16> -> tensor<10x1x1xi32>
  snn.readout "out"(%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<10x1x1xi32>
}
END
cat >net.mlir <<END
$head
  %i = snn.conv2d %x {weight = dense<3> : tensor<2x1x1x1xi8>, weight_bits = 3 : i32} : tensor<1x8x8xi16> -> tensor<2x8x8xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 40>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<2x8x8xi32> -> tensor<2x8x8xi1>
  %o = snn.linear %a {weight = dense<1> : tensor<10x128xi8>, weight_bits = 2 : i32} : tensor<2x8x8xi1> -> tensor<10x1x1xi32>
  snn.readout "out"(%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<10x1x1xi32>
}
END
data=(--samples 3 --time-steps 6)
for net in readout net; do
  succeeds nacre evaluate $net.mlir "${data[@]}" --spikes $net.csv --output $net.json
done
[ "$(wc -l <net.csv)" -gt 500 ] || fail "hardly any spikes"

chips=$(nacre chips --format json | python3 -c 'import json, sys; print(*(c["name"] for c in json.load(sys.stdin)))')
[ "$(wc -w <<<"$chips")" -ge 9 ] || fail "few chips: $chips"
for chip in $chips; do
  succeeds nacre chips "$chip"
  for net in readout net; do
    succeeds nacre compile $net.mlir --chip "$chip" -o chip.nacre
    succeeds nacre simulate chip.nacre "${data[@]}" --cycle-samples 3 --reference $net.json --spikes chip.csv
    same $net.csv chip.csv
    rm chip.nacre
  done
done
finish
