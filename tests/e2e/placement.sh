#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# nacre compile's options of placement: what they change, that placement can be ended early, and
# that the chip computes the same all the time.
. tests/e2e/lib.sh

data=(--samples 2 --time-steps 3)
succeeds nacre evaluate "$models/digits.mlir" "${data[@]}" --spikes expected.csv
same_spikes() {
  succeeds nacre simulate "$1" --chip "${2:-loihi}" "${data[@]}" --spikes chip.csv
  same expected.csv chip.csv
}

# Cores of 16 neurons, 400 and more of them.
sed -e 's/^name: unit/name: tiny_cores/' -e 's/\(columns: *{value: \)8/\132/' \
  -e 's/\(rows: *{value: \)8/\132/' -e 's/^  neurons: *{value: [0-9]*/  neurons: {value: 16/' \
  "$root/hw_models/chips/unit.yaml" >tiny_cores.yaml

for options in "--placement greedy" "--placement spectral" "--placement force-directed" \
  "--placement annealing --effort fast --objective energy+2*worst-link"; do
  # shellcheck disable=SC2086
  succeeds nacre compile "$models/digits.mlir" --chip tiny_cores.yaml $options -o net.nacre
  grep -q "placement was ended" .err && fail "$options: said $(cat .err)"
  same_spikes net.nacre tiny_cores.yaml
done

# Rates: measured, kept in the module, and enough to place alike later.
calibrate=(--calibrate digits --samples 20 --time-steps 3)
place=(--placement annealing --effort fast)
succeeds nacre compile "$models/digits.mlir" "${calibrate[@]}" --stop-after convert -o rated.mlir
[ "$(grep -c 'snn.neuron.* rate = ' rated.mlir)" -eq 3 ] || fail "three layers fire and have a rate"
succeeds nacre compile rated.mlir --chip tiny_cores.yaml "${place[@]}" -o later.nacre
succeeds nacre compile "$models/digits.mlir" "${calibrate[@]}" --threads 2 --chip tiny_cores.yaml \
  "${place[@]}" -o once.nacre
same later.nacre once.nacre
same_spikes once.nacre tiny_cores.yaml
succeeds nacre compile "$models/digits.mlir" --chip tiny_cores.yaml "${place[@]}" -o unrated.nacre
cmp -s once.nacre unrated.nacre && fail "rates changed nothing"

# Ended early, by time and by an interrupt.
long=(--chip tiny_cores.yaml --placement annealing --effort best)
succeeds nacre compile "$models/digits.mlir" "${long[@]}" --placement-seconds 0.2 -o short.nacre
grep -q "placement was ended after 0.2 s; the best so far is used" .err ||
  fail "--placement-seconds said: $(cat .err)"
same_spikes short.nacre tiny_cores.yaml
interrupted=false
for seconds in 1 2 4 8; do # on a slow machine placement begins late; before it, Ctrl-C just ends
  rm -f cut.nacre
  # Not in the background, where bash lets commands ignore SIGINT.
  timeout --signal INT $seconds nacre compile "$models/digits.mlir" "${long[@]}" -o cut.nacre \
    >.out 2>.err
  if grep -q "placement was ended by an interrupt; the best so far is used" .err; then
    interrupted=true
    break
  fi
done
$interrupted || fail "no interrupt ended placement: $(cat .err)"
[ -s cut.nacre ] && same_spikes cut.nacre tiny_cores.yaml || fail "no image after an interrupt"
finish
