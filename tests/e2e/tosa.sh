#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# TOSA modules on the command line: as text and bytecode they are the network written by hand, down to
# its spikes, and what has no form is refused with a code.
. tests/e2e/lib.sh
examples=$root/docs/examples
tosa=$examples/tiny-tosa.mlir

succeeds nacre import "$tosa" -o tiny.mlirbc
python3 - <<'PY'
import random
random.seed(1)
with open("images.csv", "w") as images:
    for i in range(20):
        print(*[random.randint(0, 16) for _ in range(64)], i % 2, sep=",", file=images)
PY
data="--dataset csv --data images.csv --image-shape 1x8x8 --label-column last"
succeeds nacre evaluate "$examples/tiny.mlir" $data --spikes by-hand.csv
[ "$(wc -l <by-hand.csv)" -gt 20 ] || fail "no spikes to compare"
for file in "$tosa" tiny.mlirbc; do
  succeeds nacre evaluate "$file" $data --spikes spikes.csv
  same by-hand.csv spikes.csv
done

# Through the chip.
succeeds nacre compile "$tosa" --chip unit -o tiny.nacre
succeeds nacre simulate tiny.nacre $data --spikes chip.csv
same by-hand.csv chip.csv

sed 's/min_val = -128 : i8, max_val = -125/min_val = -125 : i8, max_val = -128/' "$tosa" >clamp.mlir
refuses 1 "NCR1601: clamp.mlir:15:14: 'tosa.clamp' op expected min_val" nacre import clamp.mlir -o out.mlir
sed 's/tosa.matmul %flat, %eye/tosa.matmul %flat, %eyes/' "$tosa" >undefined.mlir
refuses 1 "NCR1601" nacre import undefined.mlir -o out.mlir
succeeds nacre check "$tosa" --chip unit
succeeds nacre explain NCR1601
finish
