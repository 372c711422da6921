#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# same_spikes.sh MODEL DATASET SAMPLES: every spike of the snn interpreter, and of the chip with both
# engines (nacre simulate compares them for each sample it runs cycle by cycle), for two chips and two
# placements; and the same bytes on a second run with another number of threads.
. tests/e2e/lib.sh
model=$models/$1 dataset=$2 samples=$3
if [ "$dataset" != digits ] && [ ! -d "${NACRE_DATA:-}/$dataset" ]; then
  echo "SKIPPED: needs the data set '$dataset' in \$NACRE_DATA/$dataset ('${NACRE_DATA:-}')"
  exit 0
fi
data=(--dataset "$dataset" --samples "$samples" --time-steps 4)

succeeds nacre evaluate "$model" "${data[@]}" --spikes interpreter.csv --output reference.json
[ "$(wc -l <interpreter.csv)" -gt "$samples" ] || fail "hardly any spikes"
for chip in unit loihi; do
  for placement in sequential random annealing; do
    succeeds nacre compile "$model" --chip $chip --placement $placement --seed 5 -o net.nacre
    succeeds nacre simulate net.nacre "${data[@]}" --cycle-samples "$samples" --threads 1 \
      --reference reference.json --spikes chip.csv --output one
    same interpreter.csv chip.csv
  done
  succeeds nacre simulate net.nacre "${data[@]}" --cycle-samples "$samples" --threads 3 \
    --reference reference.json --spikes again.csv --output three
  same chip.csv again.csv
  for file in report.json report.html; do
    same one/$file three/$file
  done
done
succeeds nacre compile "$model" --chip loihi --placement "$placement" --seed 5 -o again.nacre
same net.nacre again.nacre
finish
