#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A mapped network of SANA-FE through all commands and back; what users get wrong on the way.
. tests/e2e/lib.sh
pair=$root/docs/examples/pair.yaml architecture=$root/docs/examples/pair-chip.yaml

succeeds nacre import "$pair" --sana-fe-architecture "$architecture" --chip-output chip.yaml -o pair.mlirbc
succeeds nacre compile pair.mlirbc --chip chip.yaml -o pair.nacre
nacre evaluate pair.mlirbc --dataset none --time-steps 100 --spikes interpreter.csv --format json \
  >reference.json || fail "the interpreter"
nacre simulate pair.nacre --chip chip.yaml --dataset none --time-steps 100 --spikes chip.csv \
  --reference reference.json --output . >report.txt || fail "the chip"
same interpreter.csv chip.csv
succeeds nacre inspect pair.nacre
succeeds nacre inspect pair.nacre --mapping --chip chip.yaml
grep -q "The chip agrees" report.txt || fail "agreement is not said"
grep -qi accuracy report.txt && ! grep -q "agrees with the snn interpreter in accuracy" report.txt &&
  fail "accuracy of a network without classes"

# Neurons stay where they are: 5 and 4 pixels on two cores of tile 0, the lines on tile 3.
nacre inspect pair.nacre --format json >image.json || fail "inspect"
cores=$(python3 -c 'import json; print(sorted(core["id"] for core in json.load(open("image.json"))["cores"]))')
[ "$cores" = "[0, 1, 6]" ] || fail "cores are $cores"

# There and back: the same file once more.
succeeds nacre compile pair.mlirbc --chip chip.yaml --stop-after map -o mapped.mlirbc
succeeds nacre export mapped.mlirbc --format sana-fe --chip chip.yaml --architecture-output out-chip.yaml -o out.yaml
succeeds nacre import out.yaml --sana-fe-architecture out-chip.yaml --chip-output again.yaml -o again.mlirbc
succeeds nacre compile again.mlirbc --chip again.yaml --stop-after map -o mapped2.mlirbc
succeeds nacre export mapped2.mlirbc --format sana-fe --chip again.yaml --architecture-output again-chip.yaml -o again-out.yaml
same out.yaml again-out.yaml
nacre evaluate again.mlirbc --dataset none --time-steps 100 --spikes again.csv >again.txt || fail "again"
same interpreter.csv again.csv

refuses 1 "its biases alone drive it" nacre evaluate pair.mlirbc
refuses 2 "its biases alone drive it" nacre simulate pair.nacre --chip chip.yaml
refuses 2 "--chip-output has no use without" nacre import "$pair" --chip-output new.yaml -o new.mlirbc
refuses 2 "is named twice" nacre import "$pair" --sana-fe-architecture "$architecture" --chip-output new.mlirbc -o new.mlirbc
cp "$pair" other.yaml
refuses 1 "NCR1507" nacre import "$pair" --sana-fe-architecture other.yaml -o new.mlirbc
sed 's/columns: {value: 2/columns: {value: 1/; s/rows: {value: 2/rows: {value: 1/' chip.yaml >small.yaml
refuses 3 "mapped to core 6, chip" nacre compile pair.mlirbc --chip small.yaml -o new.nacre
refuses 2 "mapped to a chip, which this module is not" nacre export pair.mlirbc --format sana-fe -o new.yaml
refuses 2 "mapped to another chip" nacre export mapped.mlirbc --format sana-fe --chip loihi -o new.yaml
refuses 2 "--architecture-output" nacre export "$root/docs/examples/tiny.nir" --nir-reset subtract --nir-dt 0.001 --architecture-output new.yaml -o new.nir
finish
