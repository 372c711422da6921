#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Users' own images and event files: what they get wrong, and that files say the same as the set
# that ships.
. tests/e2e/lib.sh

# The digits from a file of one's own give the result of the digits that ship.
digits=$models/digits.mlir
evaluate() { nacre evaluate "$digits" --time-steps 2 --format json "$@" | grep -v '"dataset"'; }
mkdir own
gunzip -c "$root/simulator/data/digits/digits.csv.gz" | tail -360 >own/test.csv
evaluate >shipped.json || fail "the shipped digits"
evaluate --dataset csv --data own --image-shape 1x8x8 --label-column last >own.json || fail "own digits"
same shipped.json own.json
# In any order, too; the seed is said.
nacre evaluate "$digits" --time-steps 2 --shuffle --seed 3 --format json >shuffled.json
grep -q '"dataset": "digits test, shuffled by seed 3"' shuffled.json || fail "the seed is not said"
grep -v '"dataset"' shuffled.json | cmp - shipped.json || fail "another order, another result"

refuses 2 "--seed requires --shuffle" nacre evaluate "$digits" --seed 3
refuses 2 "say it with --image-shape" nacre evaluate "$digits" --dataset csv --data own
refuses 2 "--image-shape means nothing" nacre evaluate "$digits" --image-shape 1x8x8
refuses 2 "--bin-us means nothing" nacre evaluate "$digits" --bin-us 500
refuses 2 "--label-column means nothing" nacre evaluate "$digits" --dataset nmnist --data . --label-column last
refuses 2 "unknown data set" nacre evaluate "$digits" --dataset mnits
refuses 2 "--label-column says which" \
  nacre evaluate "$digits" --dataset csv --data own --image-shape 1x8x8
refuses 1 "own/test.csv:1: expected 63 pixels" \
  nacre evaluate "$digits" --dataset csv --data own --image-shape 1x7x9 --label-column last
refuses 1 "own/train.csv.gz" \
  nacre evaluate "$digits" --dataset csv --data own --image-shape 1x8x8 --split train
refuses 2 "--image-shape has no use without --calibrate" \
  nacre compile "$digits" --image-shape 1x8x8 -o out.nacre

# Event files. One event at (5, 7), on, at 1000 us.
printf '\x05\x07\x80\x03\xe8' >one.bs2
succeeds nacre events one.bs2 --size 34x34 --csv one.csv
printf 'time_us,x,y,polarity\n1000,5,7,1\n' | cmp - one.csv || fail "one.csv"
nacre events one.bs2 --format json | grep -q '"first_us": 1000' || fail "no JSON"
gzip -k one.bs2
nacre events one.bs2.gz | grep -q '1 on, 0 off' || fail "a gzipped file"

refuses 1 absent.bs2 nacre events absent.bs2
printf '\x05\x07\x80\x03\xe8\x01' >damaged.bs2
refuses 1 "expected records of 5 bytes, found 6 bytes" nacre events damaged.bs2
refuses 2 "--input-format names the format" nacre events one.csv
refuses 2 "unknown event format 'evt4'" nacre events one.bs2 --input-format evt4
refuses 2 "--size: expected WIDTHxHEIGHT, found '34'" nacre events one.bs2 --size 34
refuses 1 "outside the sensor of 5x5 pixels" nacre events one.bs2 --size 5x5
refuses 2 "--frames needs time steps" nacre events one.bs2 --frames out.npy
refuses 2 "--shrink needs time steps" nacre events one.bs2 --shrink 2
refuses 2 "--size WIDTHxHEIGHT says it" nacre events one.bs2 --bins 4
refuses 2 "is named twice" nacre events one.bs2 --csv out --picture out
refuses 2 "--bin-us" nacre events one.bs2 --bin-us 0
refuses 2 "--sensor means nothing" nacre events one.bs2 --sensor dvs128
finish
