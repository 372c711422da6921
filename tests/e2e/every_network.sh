#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The unit chip with each topology and each policy that serves it, with and without multicast and
# packets of several flits: the same network makes the same spikes, on cores chosen at random.
. tests/e2e/lib.sh

# chip_with TOPOLOGY POLICY MULTICAST FLITS >chip.yaml: fails unless each line was there to change.
chip_with() {
  python3 - "$root/hw_models/chips/unit.yaml" "$@" <<'END'
import re, sys
text, (topology, policy, multicast, flits) = open(sys.argv[1]).read(), sys.argv[2:]
size = {"tree": (3, 3), "ring": (5, 3)}.get(topology, (4, 4))
for key, value in dict(topology=topology, policy=policy, multicast=multicast, packet_flits=flits,
                       columns=size[0], rows=size[1], targets_per_neuron=27).items():
    text, count = re.subn(rf"(  {key}: *{{value: )[^,]*", rf"\g<1>{value}", text)
    assert count == 1, key
print(text, end="")
END
}

data=(--samples 3 --time-steps 3)
succeeds nacre evaluate "$models/digits.mlir" "${data[@]}" --spikes expected.csv --output net.json
runs=0
for network in mesh:xy mesh:yx mesh:o1turn mesh:west-first mesh:odd-even torus:dateline \
  ring:hub-dateline tree:up-down; do
  topology=${network%:*} policy=${network#*:}
  for variant in "false 1" "false 3" "true 1" "true 2"; do
    chip_with "$topology" "$policy" $variant >chip.yaml || fail "unit.yaml lacks a key"
    one_path="xy yx up-down"
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
[ "$runs" -eq 22 ] || fail "$runs networks ran"
finish
