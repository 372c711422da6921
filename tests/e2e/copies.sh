#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# On a chip that sends a neuron's spikes to one core only, layers whose readers need several are held
# as often, which changes no spike.
. tests/e2e/lib.sh

cat >net.mlir <<'END'
snn.network @wide {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x8x8xi16>
  %i = snn.conv2d %x {weight = dense<1> : tensor<4x1x3x3xi8>, weight_bits = 2 : i32,
      strides = array<i64: 2, 2>} : tensor<1x8x8xi16> -> tensor<4x3x3xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 40, 60, 80, 100>, v0 = array<i32: 0>,
      bias = array<i32: 0>} : tensor<4x3x3xi32> -> tensor<4x3x3xi1>
  %ab = snn.linear %a {weight = dense<1> : tensor<30x36xi8>, weight_bits = 2 : i32}
      : tensor<4x3x3xi1> -> tensor<30x1x1xi32>
  %b = snn.neuron "b" "if"(%ab) {theta = array<i32: 11>, v0 = array<i32: 2>,
      bias = array<i32: 0>} : tensor<30x1x1xi32> -> tensor<30x1x1xi1>
  %bc = snn.linear %b {weight = dense<1> : tensor<30x30xi8>, weight_bits = 2 : i32}
      : tensor<30x1x1xi1> -> tensor<30x1x1xi32>
  %c = snn.neuron "c" "if"(%bc) {theta = array<i32: 21>, v0 = array<i32: 1>,
      bias = array<i32: 0>} : tensor<30x1x1xi32> -> tensor<30x1x1xi1>
  %co = snn.linear %c {weight = dense<1> : tensor<10x30xi8>, weight_bits = 2 : i32}
      : tensor<30x1x1xi1> -> tensor<10x1x1xi32>
  snn.readout "out"(%co) {v0 = array<i32: 0>,
      bias = array<i32: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9>} : tensor<10x1x1xi32>
}
END

data=(--samples 12 --time-steps 5)
succeeds nacre evaluate net.mlir "${data[@]}" --spikes expected.csv --output net.json
for layer in a b c; do grep -q ",$layer," expected.csv || fail "$layer is silent"; done

for most in 1 2; do
  chip_with neurons=20 targets_per_neuron=$most >chip.yaml || fail "unit.yaml lacks a key"
  succeeds nacre compile net.mlir --chip chip.yaml -o chip.nacre --packing none
  cat .out .err >said
  succeeds nacre simulate chip.nacre --chip chip.yaml "${data[@]}" --cycle-samples 12 \
    --reference net.json --spikes chip.csv --output report
  same expected.csv chip.csv
  copies=$(python3 -c 'import json
report = json.load(open("report/report.json"))
assert report["reference"]["agrees"], "the report sees other spikes"
print(", ".join("%s: %d" % (l["name"], l["neurons"]) for l in report["layers"] if l["copy"]))')
  # Each layer takes two cores. Those of b are copied for the second of c; four cores then read a.
  case $most in
  1)
    [ "$copies" = "a (copies): 108, b (copies): 30" ] &&
      grep -q "138 copies of neurons on 8 cores, since a neuron's spikes go to 1 cores" said
    ;;
  2) [ -z "$copies" ] && ! grep -q copies said ;;
  esac || fail "with $most targets the copies are '$copies': $(cat said)"
done
finish
