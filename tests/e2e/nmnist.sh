#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# From a NIR file and recordings of an event camera to a simulated chip: the same spikes everywhere.
. tests/e2e/lib.sh

nir=${NACRE_DATA:-}/nir/cnn_sinabs.nir recordings=${NACRE_DATA:-}/nmnist_small
if [ ! -f "$nir" ] || [ ! -d "$recordings" ]; then
  echo "SKIPPED: no $nir or $recordings (NACRE_DATA)"
  exit 0
fi
data=(--dataset nmnist --data "$recordings" --time-steps 320)
succeeds nacre import "$nir" --nir-reset subtract -o net.mlirbc
succeeds nacre evaluate net.mlirbc "${data[@]}" --format json
mv .out all.json
right=$(python3 -c 'import json; print(json.load(open("all.json"))["snn"]["correct_after_step"][-1])')
# 97 in real numbers; weights of eight bits decide one recording otherwise (tests/nir).
[ "$right" = 98 ] || fail "$right of 100 recordings are right, not 98"

succeeds nacre compile net.mlirbc --chip loihi -o chip.nacre
succeeds nacre evaluate net.mlirbc "${data[@]}" --samples 4 --spikes expected.csv --output net.json
succeeds nacre simulate chip.nacre "${data[@]}" --samples 4 --cycle-samples 1 --threads 2 \
  --reference net.json --spikes chip.csv --output report
same expected.csv chip.csv
refuses 1 "the image takes spikes, digits test has pixels" nacre simulate chip.nacre --dataset digits
refuses 1 "the network takes spikes, digits test has images" nacre evaluate net.mlirbc \
  --dataset digits
finish
