#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The unit chip with each topology and each policy that serves it, with and without multicast and
# packets of several flits: the same network makes the same spikes, on cores chosen at random.
. tests/e2e/lib.sh

# chip_with TOPOLOGY POLICY MULTICAST FLITS [ENTRIES] >chip.yaml: fails unless each line was there to change.
chip_with() {
  python3 - "$root/hw_models/chips/unit.yaml" "$@" <<'END'
import re, sys
text, (topology, policy, multicast, flits) = open(sys.argv[1]).read(), sys.argv[2:6]
size = {"tree": (3, 3), "ring": (5, 3)}.get(topology, (4, 4))
for key, value in dict(topology=topology, policy=policy, multicast=multicast, packet_flits=flits,
                       columns=size[0], rows=size[1], targets_per_neuron=27).items():
    text, count = re.subn(rf"(  {key}: *{{value: )[^,]*", rf"\g<1>{value}", text)
    assert count == 1, key
if policy == "table":
    entries = sys.argv[6] if len(sys.argv) > 6 else 1000
    line = f"  routing_table_entries: {{value: {entries}, source: nacre, provenance: definition}}\n"
    assert text.count("limits:\n") == 1
    text = text.replace("limits:\n", "limits:\n" + line)
print(text, end="")
END
}

data=(--samples 3 --time-steps 3)
succeeds nacre evaluate "$models/digits.mlir" "${data[@]}" --spikes expected.csv --output net.json
runs=0
for network in mesh:xy mesh:yx mesh:o1turn mesh:west-first mesh:odd-even torus:dateline \
  ring:hub-dateline tree:up-down mesh:table torus:table ring:table tree:table; do
  topology=${network%:*} policy=${network#*:}
  for variant in "false 1" "false 3" "true 1" "true 2"; do
    chip_with "$topology" "$policy" $variant >chip.yaml || fail "unit.yaml lacks a key"
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
chip_with mesh table true 1 1 >chip.yaml
refuses 3 "routing tables do not fit chip 'unit'" "${map[@]}" --placement sequential
chip_with mesh table true 1 >chip.yaml
succeeds "${map[@]}" --placement random --seed 7 --routing policy
finish
