#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The unit chip with each topology and each policy that serves it, with and without multicast and
# packets of several flits: the same network makes the same spikes, on cores chosen at random.
. tests/e2e/lib.sh

# network_with TOPOLOGY POLICY MULTICAST FLITS [ENTRIES] >chip.yaml
network_with() {
  local columns=4 rows=4 entries=()
  case $1 in
  tree) columns=3 rows=3 ;;
  ring) columns=5 rows=3 ;;
  esac
  [ "$2" = table ] && entries=("+limits.routing_table_entries=${5:-1000}")
  chip_with topology="$1" policy="$2" multicast="$3" packet_flits="$4" columns=$columns rows=$rows \
    targets_per_neuron=27 "${entries[@]}"
}

data=(--samples 3 --time-steps 3)
succeeds nacre evaluate "$models/digits.mlir" "${data[@]}" --spikes expected.csv --output net.json
runs=0
for network in mesh:xy mesh:yx mesh:o1turn mesh:west-first mesh:odd-even torus:dateline \
  ring:hub-dateline tree:up-down mesh:table torus:table ring:table tree:table; do
  topology=${network%:*} policy=${network#*:}
  for variant in "false 1" "false 3" "true 1" "true 2"; do
    network_with "$topology" "$policy" $variant >chip.yaml || fail "unit.yaml lacks a key"
    one_path="xy yx up-down table"
    if [[ $variant == true* && " $one_path " != *" $policy "* ]]; then
      refuses 1 multicast nacre compile "$models/digits.mlir" --chip chip.yaml -o chip.nacre
      continue
    fi
    succeeds nacre compile "$models/digits.mlir" --chip chip.yaml -o chip.nacre \
      --packing none --placement random --seed 7
    succeeds nacre simulate chip.nacre --chip chip.yaml "${data[@]}" --cycle-samples 3 --threads 2 \
      --reference net.json --spikes chip.csv
    same expected.csv chip.csv
    rm -f chip.nacre
    runs=$((runs + 1))
  done
done
[ "$runs" -eq 38 ] || fail "$runs networks ran"

# Tables have a size.
map=(nacre compile "$models/digits.mlir" --chip chip.yaml -o chip.nacre --packing none)
network_with mesh table true 1 1 >chip.yaml
refuses 3 "routing tables do not fit chip 'unit'" "${map[@]}" --placement sequential
network_with mesh table true 1 >chip.yaml
succeeds "${map[@]}" --placement random --seed 7 --routing policy
finish
