#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A network that needs several chips makes the same spikes there, and its flits pay for the borders.
. tests/e2e/lib.sh

# counter NAME FILE.json
counter() { python3 -c "import json, sys; print(json.load(open(sys.argv[2]))$1)" - "$2"; }

chip_with columns=2 rows=1 hop_border_fj=1000 >small.yaml || fail "unit.yaml lacks a key"
data=(--samples 3 --time-steps 3)
succeeds nacre evaluate "$models/digits.mlir" "${data[@]}" --spikes expected.csv --output net.json
refuses 3 "cores needed" nacre compile "$models/digits.mlir" --chip small.yaml -o one.nacre
for chips in 4x2 2x4 8x1; do
  succeeds nacre compile "$models/digits.mlir" --chip small.yaml --chips $chips -o chips.nacre \
    --placement random --seed 5
  grep -q "on chip" .out || fail "no summary"
  succeeds nacre simulate chips.nacre --chip small.yaml "${data[@]}" --cycle-samples 3 \
    --reference net.json --spikes chip.csv --output report
  same expected.csv chip.csv
  [ "$(counter '["counters"]["hops_border"]' report/report.json)" -gt 0 ] || fail "no border passed"
done
nacre inspect chips.nacre | grep -q "for 8x1 chips" || fail "inspect does not name the chips"

# Slower borders make longer steps, dearer ones cost more.
latency() { counter '["time"]["cycles"]' report/report.json; }
before=$(latency)
chip_with columns=2 rows=1 hop_border_fj=1000 link_border_cycles=500 >slow.yaml
succeeds nacre compile "$models/digits.mlir" --chip slow.yaml --chips 8x1 -o slow.nacre \
  --placement random --seed 5
succeeds nacre simulate slow.nacre --chip slow.yaml "${data[@]}" --cycle-samples 3 --output report
[ "$(latency)" -gt "$before" ] || fail "slow borders cost no time"

refuses 1 "another version" nacre simulate chips.nacre --chip slow.yaml "${data[@]}"
refuses 2 "says nothing of links between chips" \
  nacre compile "$models/digits.mlir" --chip odin --chips 2x1 -o no.nacre
refuses 2 "no arrangement of chips" \
  nacre compile "$models/digits.mlir" --chip small.yaml --chips 4 -o no.nacre
succeeds nacre compile "$models/digits.mlir" --chip small.yaml --chips 4x2 --stop-after map \
  -o mapped.mlir
refuses 2 "is mapped already" nacre compile mapped.mlir --chip small.yaml --chips 4x2 -o no.nacre
succeeds nacre compile mapped.mlir --chip small.yaml -o mapped.nacre
finish
