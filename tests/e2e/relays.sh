#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Shortcuts longer than the chip's axonal delays go through relays, which change no spike.
. tests/e2e/lib.sh

# The shortcuts from a wait two and three steps, or come through relays.
cat >net.mlir <<'END'
snn.network @shortcuts {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x8x8xi16>
  %i = snn.conv2d %x {weight = dense<1> : tensor<4x1x3x3xi8>, weight_bits = 2 : i32,
      strides = array<i64: 2, 2>} : tensor<1x8x8xi16> -> tensor<4x3x3xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 40, 60, 80, 100>, v0 = array<i32: 0>,
      bias = array<i32: 0>} : tensor<4x3x3xi32> -> tensor<4x3x3xi1>
  %ab = snn.linear %a {weight = dense<1> : tensor<6x36xi8>, weight_bits = 2 : i32}
      : tensor<4x3x3xi1> -> tensor<6x1x1xi32>
  %b = snn.neuron "b" "if"(%ab) {theta = array<i32: 9, 11, 13, 15, 17, 19>, v0 = array<i32: 2>,
      bias = array<i32: 0>} : tensor<6x1x1xi32> -> tensor<6x1x1xi1>
  %bc = snn.linear %b {weight = dense<2> : tensor<5x6xi8>, weight_bits = 4 : i32}
      : tensor<6x1x1xi1> -> tensor<5x1x1xi32>
  %ac = snn.linear %a {weight = dense<-1> : tensor<5x36xi8>, weight_bits = 2 : i32}
      : tensor<4x3x3xi1> -> tensor<5x1x1xi32>
  %c = snn.neuron "c" "if"(%bc, %ac) {theta = array<i32: 1, 2, 3, 4, 5>, v0 = array<i32: 1>,
      bias = array<i32: 9>} : tensor<5x1x1xi32>, tensor<5x1x1xi32> -> tensor<5x1x1xi1>
  %co = snn.linear %c {weight = dense<1> : tensor<10x5xi8>, weight_bits = 2 : i32}
      : tensor<5x1x1xi1> -> tensor<10x1x1xi32>
  %ao = snn.linear %a {weight = dense<1> : tensor<10x36xi8>, weight_bits = 2 : i32}
      : tensor<4x3x3xi1> -> tensor<10x1x1xi32>
  snn.readout "out"(%co, %ao) {v0 = array<i32: 0>,
      bias = array<i32: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9>}
      : tensor<10x1x1xi32>, tensor<10x1x1xi32>
}
END

data=(--samples 12 --time-steps 5)
succeeds nacre evaluate net.mlir "${data[@]}" --spikes expected.csv --output net.json
for layer in a b c; do grep -q ",$layer," expected.csv || fail "$layer is silent"; done

for longest in 1 2 3; do
  chip_with axonal_delay_steps=$longest >chip.yaml || fail "unit.yaml lacks a key"
  succeeds nacre compile net.mlir --chip chip.yaml -o chip.nacre --packing none
  cat .out .err >said
  succeeds nacre simulate chip.nacre --chip chip.yaml "${data[@]}" --cycle-samples 12 \
    --reference net.json --spikes chip.csv --output report
  same expected.csv chip.csv
  relays=$(python3 -c 'import json
print(*[l["name"] for l in json.load(open("report/report.json"))["layers"] if l["relay"]])')
  # a waits (longest) steps once, or twice.
  case $longest in
  1) [ "$relays" = "a.relay a.relay2" ] && grep -q "2 relay layers of 72 neurons" said ;;
  2) [ "$relays" = "a.relay" ] && grep -q "1 relay layers of 36 neurons" said ;;
  3) [ -z "$relays" ] && ! grep -q relay said ;;
  esac || fail "with delays up to $longest the relays are '$relays': $(cat said)"
done
finish
