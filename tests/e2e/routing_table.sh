#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A policy written as a table routes as before; an edited table routes otherwise.
. tests/e2e/lib.sh

mesh=(--topology mesh:4x4 --rate 0.4 --cycles 1000 --progress never)
succeeds nacre noc "${mesh[@]}" --write-routing-table xy.csv
succeeds nacre noc "${mesh[@]}" --routing xy,yx --routing-table xy.csv --format json
python3 - <<'END' || fail "the table of xy does not route as xy"
import json
xy, yx, table = json.load(open(".out"))["curves"]
assert table["routing"] == "xy.csv"
assert table["points"] == xy["points"] != yx["points"]
END

# From tile 0 to 5 by tile 4.
sed 's/^0,5,1$/0,5,4/' xy.csv >edited.csv
cmp -s xy.csv edited.csv && fail "no entry was edited"
succeeds nacre noc "${mesh[@]}" --routing-table edited.csv
finish
