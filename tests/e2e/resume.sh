#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A simulation that is killed several times, once in the middle of a write, and resumed with other
# numbers of threads ends with the bytes of one that was left alone.
. tests/e2e/lib.sh

succeeds nacre compile "$models/digits.mlir" --chip loihi -o net.nacre
succeeds nacre compile "$models/digits.mlir" --chip loihi --placement random --seed 3 -o other.nacre
options() {
  echo --dataset digits --split "${split:-train}" --samples "${samples:-400}" \
    --time-steps "${steps:-6}" --cycle-samples "${timed:-100}" --progress never
}
alone=(nacre simulate net.nacre $(options))
observed() { echo --observe "heatmap=$1/load.json,raster=$1/raster.svg"; }
files=(--spikes two/spikes.csv --output two --checkpoint state $(observed two))
resumable=("${alone[@]}" "${files[@]}")
checkpoint=state/simulation.checkpoint partial=two/spikes.csv.partial

succeeds "${alone[@]}" --spikes one/spikes.csv --output one $(observed one)
cp .out one/text

# killed OPTIONS...: kills the run as soon as it has written a checkpoint.
killed() {
  local before process
  before=$(cksum $checkpoint 2>/dev/null)
  "${resumable[@]}" --threads 1 "$@" >/dev/null 2>killed.err &
  process=$!
  while [ "$(cksum $checkpoint 2>/dev/null)" = "$before" ] && kill -0 $process; do :; done
  kill -KILL $process
  wait $process 2>/dev/null
  [ $? -eq 137 ] && [ -s $checkpoint ] && [ -e $partial ] && [ ! -e two/report.json ] ||
    fail "not killed in the middle: $(cat killed.err)"
}

# Killed by the write that makes a file too large, in the middle of a chunk's spikes.
cut() { # KILOBYTES OPTIONS...
  local kilobytes=$1
  shift
  { (ulimit -f "$kilobytes" && exec "${resumable[@]}" "$@"); } >/dev/null 2>&1
  [ $? -gt 128 ] || fail "not killed by the limit of the file size"
  [ "$(stat -c %s $partial)" -eq $((kilobytes * 1024)) ] || fail "$partial is not cut short"
}

killed
refuses 2 "there already is a checkpoint" "${resumable[@]}"
cut $(($(stat -c %s one/spikes.csv) / 3072)) --resume --threads 3
killed --resume

# Checkpoints of another run, and damaged ones.
another() { # NAME OPTIONS...: is refused naming what differs, and nothing else.
  local name=$1
  shift
  refuses 1 "is of another run: $name is '" nacre simulate "$@" "${files[@]}" --resume
  grep -q "here, " .err && fail "more differs than $name: $(cat .err)"
}
another cycle-samples net.nacre $(timed=99 options)
another time-steps net.nacre $(steps=5 options)
another "image's checksum" other.nacre $(options)
refuses 1 ", samples is '400' there and '399' here" \
  nacre simulate net.nacre $(samples=399 options) "${files[@]}" --resume
refuses 1 ", split is 'train' there and 'test' here" \
  nacre simulate net.nacre $(split=test samples=300 options) "${files[@]}" --resume
refuses 1 "spikes is 'recorded' there" "${alone[@]}" --checkpoint state --resume
cp $checkpoint good.checkpoint
head -c 1000 good.checkpoint >$checkpoint
refuses 1 "$checkpoint' is damaged" "${resumable[@]}" --resume
cp good.checkpoint $checkpoint

# To the end, after which nothing is left to resume.
succeeds "${resumable[@]}" --resume --threads 2
grep -qE "^resuming after [1-9][0-9]* of 400 samples$" .err || fail "not resumed: $(cat .err)"
sed 's:two/:one/:' .out >two/text
for file in text spikes.csv report.json report.html load.json raster.svg; do
  same one/$file two/$file
done
[ -z "$(ls state)" ] || fail "left in the folder of the checkpoint: $(ls state)"
[ -e $partial ] && fail "the partial spikes are still there"
refuses 1 "$checkpoint" "${resumable[@]}" --resume
refuses 2 "--resume needs" "${alone[@]}" --resume
refuses 2 "device or pipe" "${alone[@]}" --spikes /dev/null --checkpoint state
refuses 2 "--checkpoint needs a value" "${alone[@]}" --checkpoint ''
finish
