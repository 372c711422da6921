#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Synapses used twice, by one layer and by two, and layers whose names mean something elsewhere: a
# symbol of the chip dialect, a separator and a quote of CSV. The chip makes the interpreter's spikes.
. tests/e2e/lib.sh

cat >net.mlir <<'END'
snn.network @net {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x8x8xi16>
  %i = snn.conv2d %x {weight = dense<3> : tensor<2x1x1x1xi8>, weight_bits = 4 : i32} : tensor<1x8x8xi16> -> tensor<2x8x8xi32>
  %a = snn.neuron "w0" "if"(%i, %i) {theta = array<i32: 40>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<2x8x8xi32>, tensor<2x8x8xi32> -> tensor<2x8x8xi1>
  %c = snn.conv2d %a {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32} : tensor<2x8x8xi1> -> tensor<2x8x8xi32>
  %b = snn.neuron "f0" "if"(%c) {theta = array<i32: 2>, v0 = array<i32: 1>, bias = array<i32: 0>} : tensor<2x8x8xi32> -> tensor<2x8x8xi1>
  %d = snn.neuron "a,b \22q\22" "if"(%c, %c) {theta = array<i32: 5>, v0 = array<i32: 1>, bias = array<i32: 0>} : tensor<2x8x8xi32>, tensor<2x8x8xi32> -> tensor<2x8x8xi1>
  %e = snn.linear %b {weight = dense<1> : tensor<10x128xi8>, weight_bits = 4 : i32} : tensor<2x8x8xi1> -> tensor<10x1x1xi32>
  %f = snn.linear %d {weight = dense<1> : tensor<10x128xi8>, weight_bits = 4 : i32} : tensor<2x8x8xi1> -> tensor<10x1x1xi32>
  snn.readout "out"(%e, %f) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<10x1x1xi32>, tensor<10x1x1xi32>
}
END
data=(--samples 3 --time-steps 6)
succeeds nacre evaluate net.mlir "${data[@]}" --spikes interpreter.csv
for chip in unit loihi; do
  succeeds nacre compile net.mlir --chip $chip -o net.nacre
  succeeds nacre simulate net.nacre "${data[@]}" --cycle-samples 1 --spikes chip.csv
  same interpreter.csv chip.csv
done
names=$(python3 -c 'import csv; print(sorted({row["population"] for row in csv.DictReader(open("chip.csv", newline=""))}))')
[ "$names" = "['a,b \"q\"', 'f0', 'w0']" ] || fail "a CSV reader sees the layers $names"
finish
