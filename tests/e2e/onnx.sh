#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# ONNX files on the command line: each command that takes a module takes one, all that is wrong comes
# at once, and a published network keeps its accuracy down to the chip.
. tests/e2e/lib.sh
examples=$root/docs/examples
tiny=$examples/tiny.onnx sigmoid=$examples/sigmoid.onnx

# The same network as its module by hand: the same image, from the file, or over a module.
succeeds nacre import "$tiny" --pixel-scale 0.0625 -o tiny.mlirbc
succeeds nacre compile "$examples/tiny.mlir" --chip unit -o by-hand.nacre
succeeds nacre compile "$tiny" --pixel-scale 0.0625 --chip unit -o from-file.nacre
succeeds nacre compile tiny.mlirbc --chip unit -o over-module.nacre
same by-hand.nacre from-file.nacre
same by-hand.nacre over-module.nacre
succeeds nacre check "$tiny" --chip unit
[ "$(grep -c 'note: ' .err)" = 3 ] || fail "nacre check does not say what the import decided: $(cat .err)"

# What cannot become spikes: all of it, in text and as JSON, with a page for each code.
nacre check "$sigmoid" --chip unit >list.txt 2>list.err && fail "nacre check accepts a sigmoid"
for finding in "NCR1211: node 'sum'" "NCR1217: node 'act'" "NCR1211: node 'scores'"; do
  grep -qF "$finding" list.txt || fail "not said: $finding: $(cat list.txt)"
done
nacre check "$sigmoid" --chip unit --format json >list.json 2>/dev/null
python3 - <<'PY' || fail "list.json"
import json
found = json.load(open("list.json"))
assert [f["node"] for f in found["findings"]] == ["sum", "act", "scores"], found
assert all(f["code"].startswith("NCR") and f["reason"] and f["remedy"] for f in found["findings"])
PY
for code in $(grep -oE 'NCR[0-9]{4}' list.txt | sort -u); do
  succeeds nacre explain "$code"
  grep -q "^# $code: " .out || fail "no page for $code"
done
refuses 2 "did you mean NCR1201" nacre explain NCR120
refuses 1 "NCR1211" nacre import "$sigmoid" -o out.mlir
refuses 1 "NCR1211" nacre evaluate "$sigmoid" --samples 1
refuses 1 "NCR1211" nacre compile "$sigmoid" -o out.nacre

# Files and options.
head -c 200 "$tiny" >cut.onnx
refuses 1 "NCR1101" nacre import cut.onnx -o out.mlir
refuses 1 "NCR1101" nacre import absent.onnx -o out.mlir
refuses 2 "cannot tell the format of" nacre import tiny.mlirbc -o out.mlir
refuses 2 "a module's name ends in" nacre import "$tiny" -o out.onnx
refuses 2 "--pixel-scale" nacre import "$tiny" --pixel-scale 0 -o out.mlir
refuses 2 "--image" nacre import "$tiny" --image 8x8 -o out.mlir

refuses 2 "--range has no use without --calibrate" nacre import "$tiny" --range max -o out.mlir
refuses 2 "unknown range 'maximum'" \
  nacre import "$sigmoid" --calibrate digits --range maximum -o out.mlir
refuses 2 "unknown data set" nacre import "$sigmoid" --calibrate digit -o out.mlir
refuses 1 "NCR1217" nacre import "$sigmoid" --calibrate digits -o out.mlir
succeeds nacre import "$tiny" --pixel-scale 0.0625 --calibrate digits -o quantized.mlirbc
grep -q "is quantized already" .out || fail "not said that --calibrate changes nothing: $(cat .out)"

# A published 2-bit network, on all test images.
tfc=${NACRE_DATA:-}/qonnx/TFC_2W2A.onnx
if [ ! -f "$tfc" ] || [ ! -d "${NACRE_DATA:-}/mnist" ]; then
  echo "SKIPPED: the published network needs \$NACRE_DATA/qonnx/TFC_2W2A.onnx and \$NACRE_DATA/mnist" \
    "('${NACRE_DATA:-}')"
  finish
  exit
fi
mnist=(--dataset mnist --time-steps 4)
succeeds nacre evaluate "$tfc" "${mnist[@]}" --output reference.json
succeeds nacre compile "$tfc" --chip loihi -o tfc.nacre
succeeds nacre simulate tfc.nacre "${mnist[@]}" --cycle-samples 10 --reference reference.json \
  --format json
python3 - reference.json <<'PY' || fail "the accuracy of TFC_2W2A"
import json, sys
result = json.load(open(sys.argv[1]))
quantized = result["qann"]["correct"] / result["samples"]
assert abs(quantized - 0.9660) <= 0.0005, quantized  # its card in the model zoo
spiking = [correct / result["samples"] for correct in result["snn"]["correct_after_step"]]
assert spiking[3] > quantized - 0.005, spiking
PY
finish
