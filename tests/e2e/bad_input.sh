#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What users get wrong: one clear error, the right exit code, nothing half-written.
. tests/e2e/lib.sh

succeeds nacre compile "$models/digits.mlir" --chip unit -o good.nacre

# Data files. MNIST's magic numbers are 2051 for images and 2049 for labels.
be32() { printf "\\x$(printf %02x $(($1 >> 24 & 255)))\\x$(printf %02x $(($1 >> 16 & 255)))\\x$(printf %02x $(($1 >> 8 & 255)))\\x$(printf %02x $(($1 & 255)))"; }
images() { be32 2051; be32 "$1"; be32 28; be32 28; head -c "$2" /dev/zero; }
labels() { be32 2049; be32 "$1"; head -c "$2" /dev/zero; }
mkdir truncated mismatch
images 3 $((3 * 784 - 1)) >truncated/t10k-images-idx3-ubyte
labels 3 3 >truncated/t10k-labels-idx1-ubyte
images 3 $((3 * 784)) >mismatch/t10k-images-idx3-ubyte
labels 2 2 >mismatch/t10k-labels-idx1-ubyte
for command in "simulate good.nacre" "evaluate $models/digits.mlir"; do
  refuses 1 t10k-images-idx3-ubyte nacre $command --dataset mnist --data truncated
  refuses 1 t10k-labels-idx1-ubyte nacre $command --dataset mnist --data mismatch
  refuses 1 nowhere nacre $command --dataset mnist --data nowhere
done

# Chip files.
chip() { nacre chips "$1" >/dev/null && cp "$root/hw_models/chips/$1.yaml" "$1-copy.yaml"; }
chip unit
sed 's/^  neurons:/  nuerons:/' unit-copy.yaml >unknown_key.yaml
sed 's/^  synaptic_op_fj:/  synaptic_op:/' unit-copy.yaml >no_unit.yaml
cmp -s unit-copy.yaml unknown_key.yaml && fail "the chip file has no key 'neurons' to misspell"
cmp -s unit-copy.yaml no_unit.yaml && fail "the chip file has no key 'synaptic_op_fj'"
refuses 1 nuerons nacre compile "$models/digits.mlir" --chip unknown_key.yaml -o out.nacre
refuses 1 "synaptic_op" nacre compile "$models/digits.mlir" --chip no_unit.yaml -o out.nacre
refuses 2 loihi nacre compile "$models/digits.mlir" --chip loihy -o out.nacre

# Modules, methods and options.
scores=$(sed -n 's/.*qann.output \(%[0-9]*\).*/\1/p' "$models/digits.mlir")
sed "/qann.output/d; s/return %[0-9]*/return $scores/" "$models/digits.mlir" >no_output.mlir
refuses 1 "no qann.output" nacre compile no_output.mlir -o out.nacre
refuses 1 "qann.output" nacre evaluate no_output.mlir
refuses 2 "unknown conversion method 'noise-adapter'" \
  nacre compile "$models/digits.mlir" --method noise-adapter -o out.nacre
refuses 2 "unknown packing" nacre compile "$models/digits.mlir" --packing best -o out.nacre
refuses 2 "unknown placement" nacre compile "$models/digits.mlir" --placement best -o out.nacre
refuses 2 "unknown objective 'hops'" \
  nacre compile "$models/digits.mlir" --objective energy+hops -o out.nacre
refuses 2 "unknown effort 'most'" nacre compile "$models/digits.mlir" --effort most -o out.nacre
refuses 2 "--placement-seconds" nacre compile "$models/digits.mlir" --placement-seconds 0 -o out.nacre
refuses 1 "choose --objective spike-hops" \
  nacre compile "$models/digits.mlir" --chip paicore --objective energy -o out.nacre
refuses 2 "unknown data set 'digit'" \
  nacre compile "$models/digits.mlir" --calibrate digit -o out.nacre
refuses 2 "--time-steps has no use without --calibrate" \
  nacre compile "$models/digits.mlir" --time-steps 4 -o out.nacre
refuses 2 "--samples asks for 99999" \
  nacre compile "$models/digits.mlir" --calibrate digits --samples 99999 -o out.nacre
refuses 2 "chp" nacre compile "$models/digits.mlir" --chp unit -o out.nacre
refuses 2 compil nacre compil "$models/digits.mlir"
refuses 1 absent.mlir nacre compile absent.mlir -o out.nacre
echo 'func.func @f() { return' >broken.mlir
refuses 1 broken.mlir:1:24 nacre compile broken.mlir -o out.nacre

# Files without a network, with several, and at a later level than asked for.
touch empty.mlir
echo 'module {}' >module.mlir
for file in empty.mlir module.mlir; do
  refuses 1 "holds no network" nacre compile $file -o out.nacre
  refuses 1 "holds no network" nacre evaluate $file
  refuses 1 "$file" nacre simulate $file
  refuses 1 "$file" nacre inspect $file
done
tiny=$root/docs/examples/tiny.mlir
network() { # NAME
  cat <<END
snn.network @$1 {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x8x8xi16>
  %i = snn.conv2d %x {weight = dense<1> : tensor<1x1x1x1xi8>, weight_bits = 2 : i32} : tensor<1x8x8xi16> -> tensor<1x8x8xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 9>, v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<1x8x8xi32> -> tensor<1x8x8xi1>
  %o = snn.linear %a {weight = dense<1> : tensor<10x64xi8>, weight_bits = 2 : i32} : tensor<1x8x8xi1> -> tensor<10x1x1xi32>
  snn.readout "out"(%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<10x1x1xi32>
}
END
}
network one >snn.mlir
succeeds nacre compile snn.mlir --packing none --stop-after map -o chip.mlir
refuses 2 "the module holds an snn.network" nacre compile snn.mlir --stop-after fold -o out.mlir
refuses 2 "the module holds an snn.network" nacre compile snn.mlir --stop-after convert -o out.mlir
refuses 2 "the module holds a chip.design" nacre compile chip.mlir --stop-after map -o out.mlir
refuses 2 "'snn.mlir' is converted to spikes already" nacre compile snn.mlir --method qcfs -o out.nacre
refuses 2 "'chip.mlir' is mapped already" nacre compile chip.mlir --placement random -o out.nacre
refuses 2 "'chip.mlir' is mapped already" nacre compile chip.mlir --packing none -o out.nacre
refuses 2 "'chip.mlir' is mapped already" nacre compile chip.mlir --seed 2 -o out.nacre
refuses 2 "'chip.mlir' is mapped already" \
  nacre compile chip.mlir --calibrate digits -o out.nacre
refuses 2 "--calibrate has no use" \
  nacre compile "$tiny" --stop-after fold --calibrate digits -o out.mlir
refuses 2 "--objective has no use" \
  nacre compile "$tiny" --stop-after convert --objective energy -o out.mlir
refuses 2 "--chip has no use" nacre compile "$tiny" --stop-after convert --chip unit -o out.mlir
refuses 2 "--seed has no use" nacre compile "$tiny" --stop-after fold --seed 2 -o out.mlir
refuses 2 "--stop-after needs a value" nacre compile snn.mlir --stop-after '' -o out.mlir
refuses 1 "mapped onto chip 'loihi', not onto 'unit'" nacre compile chip.mlir --chip unit -o out.nacre
refuses 1 "chip.design" nacre evaluate chip.mlir
sed 's/"loihi"/"nosuch"/' chip.mlir >nosuch.mlir
refuses 1 "unknown chip 'nosuch'" nacre compile nosuch.mlir -o out.nacre
sed 's/chip.core 1 {/chip.core 1000 {/; s/ to 1 of/ to 1000 of/' chip.mlir >core.mlir
refuses 1 "core 1000 does not exist" nacre compile core.mlir -o out.nacre
cat "$tiny" snn.mlir >levels.mlir
refuses 1 "several levels, a qann.output and an snn.network" nacre compile levels.mlir -o out.nacre
refuses 1 "several levels" nacre evaluate levels.mlir
(cat snn.mlir && network two) >several.mlir
refuses 1 "several networks" nacre compile several.mlir -o out.nacre
refuses 1 "more than one snn.network" nacre evaluate several.mlir
cat module.mlir module.mlir >modules.mlir
refuses 1 "holds further modules" nacre compile modules.mlir -o out.nacre
sed 's/a" "if"/a" "iff"/' snn.mlir >model.mlir
refuses 1 "model.mlir:4:8: " nacre compile model.mlir -o out.nacre

# Networks on chip without sense.
refuses 2 "a rate must lie above 0" nacre noc --rate 0.1,0
refuses 2 "as many rows as columns" nacre noc --columns 4 --rows 2 --traffic transpose
refuses 2 "unknown traffic pattern 'uniforn'" nacre noc --traffic uniforn
refuses 2 "unknown routing policy" nacre noc --routing zigzag
refuses 2 "routing 'xy' does not serve a torus" nacre noc --topology torus --routing xy
refuses 2 "no routing that is given serves a tree" nacre noc --topology mesh,tree --routing xy
refuses 2 "unknown topology 'hypercube'" nacre noc --topology hypercube
refuses 2 "has no size COLUMNSxROWS" nacre noc --topology tree:4
refuses 2 "a tree has 2 to 60 children" nacre noc --topology tree --columns 1
refuses 2 "traffic 'tornado' needs columns and rows" nacre noc --topology tree --traffic tornado
printf 'router,tile,next\n0,1,1\n' >table.csv
refuses 1 "table.csv:2: there is no tile 1" nacre noc --topology mesh:1x1 --routing-table table.csv
refuses 1 "table.csv: a packet from tile 1 to 0 has no way" nacre noc --topology mesh:2x1 --routing-table table.csv
refuses 2 "for one topology" nacre noc --topology mesh,tree --routing-table table.csv
refuses 1 "none.csv" nacre noc --routing-table none.csv
refuses 2 "one routing table is written" nacre noc --routing xy,yx --write-routing-table out.csv
refuses 2 "table.csv' is named twice" nacre noc --routing-table table.csv --write-routing-table ./table.csv
refuses 2 "a multiple of 2 virtual channels" nacre noc --routing o1turn --virtual-channels 3
refuses 2 "must be a whole number" nacre noc --seed 18446744073709551616
refuses 2 "must be a whole number" nacre noc --columns 0x10
refuses 2 "must be a whole number" nacre simulate good.nacre --samples -1
refuses 2 "must be a whole number" nacre simulate good.nacre --cycle-samples 99999999999999999999
refuses 2 "must be a whole number" nacre compile "$tiny" --seed -1 -o out.nacre
refuses 2 "must end with .svg" nacre noc --plot plot.png
refuses 2 "packets are too many" nacre noc --cycles 100000000
refuses 2 "flits of all buffers" nacre noc --columns 64 --rows 64 --virtual-channels 8 --buffer-flits 4096
refuses 2 "buffer flits must lie in" nacre noc --buffer-flits 0

# A reference that the chip does not meet: the report is written, and scripts notice.
succeeds nacre evaluate "$models/digits.mlir" --samples 10 --output reference.json
succeeds nacre simulate good.nacre --samples 10 --reference reference.json --output met
sed 's/"spikes": /"spikes": 1/' reference.json >other.json
nacre simulate good.nacre --samples 10 --reference other.json --output unmet >.out 2>.err
[ $? -eq 1 ] && grep -q "the chip differs" .err || fail "a chip that differs: $(cat .err)"
[ -s unmet/report.json ] || fail "no report of a chip that differs"

# One file for two purposes.
refuses 2 "snn.mlir' is named twice" nacre compile snn.mlir -o ./snn.mlir
refuses 2 "e.json' is named twice" nacre evaluate snn.mlir --output e.json --spikes e.json
refuses 2 "good.nacre' is named twice" nacre simulate good.nacre --spikes good.nacre
refuses 2 "r/report.json' is named twice" nacre simulate good.nacre --spikes r/report.json --output r
refuses 2 "r.svg' is named twice" \
  nacre simulate good.nacre --observe raster=r.svg,heatmap=./r.svg

# Observers.
refuses 2 "unknown observer 'rastre'" nacre simulate good.nacre --observe rastre=r.svg
refuses 2 "must end with .vcd" nacre simulate good.nacre --observe raster=r.svg,vcd=r.txt
refuses 2 "--observe vcd names no file" nacre simulate good.nacre --observe vcd
refuses 2 "--observe needs a value" nacre simulate good.nacre --observe ''
refuses 2 "--cycle-samples" nacre simulate good.nacre --cycle-samples 0 --observe heatmap=h.csv
refuses 2 "the run has 10 samples" \
  nacre simulate good.nacre --samples 10 --observe raster=r.svg --observe-sample 10
refuses 2 "--observe-sample has no use" nacre simulate good.nacre --observe-sample 1

# Places that cannot be written.
touch file
mkdir folder
refuses 1 "file/out.nacre" nacre compile "$tiny" -o file/out.nacre
refuses 1 "'folder'" nacre compile "$tiny" -o folder
refuses 1 "file/report.json" nacre simulate good.nacre --output file
refuses 1 "'folder'" nacre simulate good.nacre --spikes folder
refuses 1 "file/r.svg" nacre simulate good.nacre --observe raster=file/r.svg
refuses 1 "'folder/'" nacre evaluate snn.mlir --output folder/
refuses 1 "file/spikes.csv" nacre evaluate snn.mlir --spikes file/spikes.csv
refuses 1 "file/01-fold.mlir" nacre compile "$tiny" -o out.nacre --dump-stages file

# Reports of a mapping.
mkdir folder.svg
for command in "compile $tiny --chip unit -o out.nacre" "inspect good.nacre --mapping"; do
  refuses 2 "known: .dot, .html, .json, .svg, .txt" nacre $command --report mapping.pdf
  refuses 1 "file/mapping.svg" nacre $command --report file/mapping.svg
  refuses 1 "'folder.svg'" nacre $command --report folder.svg
done
refuses 2 "named twice" nacre compile "$tiny" --chip unit -o out.svg --report out.svg
refuses 2 "--report has no use" nacre compile "$tiny" -o out.mlir --stop-after map --report out.svg
refuses 2 "--mapping" nacre inspect good.nacre --report out.svg
refuses 2 "--mapping" nacre inspect good.nacre --mapping --core 0
refuses 1 loihi nacre inspect good.nacre --mapping --chip loihi

# Files of other tools.
refuses 2 "name it with --format: nir" nacre export snn.mlir -o out.txt
refuses 2 "unknown format 'nri'" nacre export snn.mlir --format nri -o out.nir
refuses 2 "one spiking network" nacre export "$models/digits.mlir" -o out.nir
refuses 1 "'snn.mlir' cannot be exported" nacre export snn.mlir -o out.nir
refuses 1 "file/out.nir" nacre export snn.mlir -o file/out.nir

# Whether it fits.
succeeds nacre check "$models/digits.mlir" --chip unit
grep -q "fits chip 'unit': 4 of 64 cores" .out || fail "check of what fits: $(cat .out)"
nacre check "$models/digits.mlir" --chip truenorth >.out 2>.err
[ $? -eq 3 ] || fail "exit code of a check of what does not fit"
[ "$(grep -c "distinct weights per neuron" .out)" -eq 3 ] || fail "not all layers: $(cat .out)"
[ -s .err ] && fail "an error besides: $(cat .err)"
refuses 2 "'chip.mlir' is mapped already" nacre check chip.mlir
refuses 2 "--method has no use" nacre check snn.mlir --method qcfs
refuses 1 "holds no network" nacre check empty.mlir
refuses 2 "unknown packing" nacre check "$tiny" --packing best
refuses 2 loihi nacre check "$tiny" --chip loihy

# What does not fit is refused with code 3, and nothing is written.
refuses 3 "does not fit" nacre compile "$models/digits.mlir" --chip truenorth -o out.nacre

# Images: one flipped byte, cut short, another chip, no image at all.
size=$(stat -c %s good.nacre)
for offset in 0 9 20 70 $((size / 2)) $((size - 1)); do
  cp good.nacre flipped.nacre
  byte=$(od -An -tu1 -j "$offset" -N 1 good.nacre)
  printf "\\x$(printf %02x $((byte ^ 1)))" | dd of=flipped.nacre bs=1 seek="$offset" conv=notrunc status=none
  refuses 1 flipped.nacre nacre simulate flipped.nacre
  refuses 1 flipped.nacre nacre inspect flipped.nacre
done
head -c $((size / 2)) good.nacre >short.nacre
refuses 1 short.nacre nacre simulate short.nacre
refuses 1 loihi nacre simulate good.nacre --chip loihi
refuses 1 broken.mlir nacre simulate broken.mlir

# A full disk: a report larger than the file size limit, in a folder that keeps its old report.
mkdir report
echo old >report/report.json
# With SIGXFSZ ignored the write fails as on a full disk. The summary on stdout is no file.
full() { (trap '' XFSZ && ulimit -f 2 && exec "$@" >/dev/null); }
refuses 1 "report/report" full nacre simulate good.nacre --samples 2 --output report
[ "$(cat report/report.json)" = old ] || fail "a report was replaced by a failed one"
refuses 1 out.nacre full nacre compile "$models/digits.mlir" --chip unit -o out.nacre

finish
