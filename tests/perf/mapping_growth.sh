#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# mapping_growth.sh [PICTURE.svg]: time and memory of `nacre compile`, from module to verified image,
# over the size of the network. Build //tools/... before; the picture needs gnuplot.
set -euo pipefail
cd "$(dirname "$0")/../.."
picture=$(realpath -m "${1:-growth.svg}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The chip of 64 x 64 cores that a million neurons of a sheet need.
tests/edit_chip.py hw_models/chips/generic.yaml name=large columns=64 rows=64 axons_in=16384 \
  axons_out=16384 synapse_memory_kib=256 >"$scratch/sheet.yaml"

# measure FILE NETWORK NEURONS -- NETWORK_OPTION... -- COMPILE_OPTION...: a line of FILE.
measure() {
  python3 - "$scratch" "$@" <<'END'
import resource, subprocess, sys, time
scratch, table, network, neurons = sys.argv[1:5]
_, *options = sys.argv[5:]
cut = options.index("--")
nacre, module = "bazel-bin/tools/nacre", f"{scratch}/{network}.mlirbc"
subprocess.run([nacre, "network", network, "-o", module, *options[:cut]], check=True,
               stdout=subprocess.DEVNULL)
# Of the children so far nacre network is far smaller than nacre compile.
before = resource.getrusage(resource.RUSAGE_CHILDREN)
start = time.monotonic()
run = subprocess.run([nacre, "compile", module, "-o", f"{scratch}/image.nacre", *options[cut + 1:]],
                     capture_output=True, text=True)
wall = time.monotonic() - start
if run.returncode:
    sys.exit(run.stderr)
after = resource.getrusage(resource.RUSAGE_CHILDREN)
cores = [line for line in run.stderr.splitlines() + run.stdout.splitlines() if "at least" in line]
seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
line = f"{neurons} {seconds:.2f} {wall:.2f} {after.ru_maxrss / 1024:.0f}"
with open(f"{scratch}/{table}", "a") as out:
    print(line, file=out)
name = network if table == "cnn" else f"{network} --neurons {neurons}"
print(f"| `{name}` | {int(neurons):,} | {cores[0].split('remark: ')[-1]} "
      f"| {seconds:.1f} | {wall:.1f} | {after.ru_maxrss / 1024:,.0f} |", flush=True)
END
}

echo "| network | neurons | cores | seconds of processor | by the clock | MiB |"
echo "|---|---:|---|---:|---:|---:|"
neurons_of() { bazel-bin/tools/nacre network --list | awk -v n="$1" '$1 == n { print $2 }'; }
for network in lenet5:1x1 resnet20-cifar:4x4 vgg16-cifar:4x4 resnet18-cifar:4x4 resnet18:12x12 \
  resnet34:12x12 mobilenetv1:12x12 resnet50:16x12 resnet101:16x16 resnet152:20x20; do
  name=${network%:*}
  measure cnn "$name" "$(neurons_of "$name")" -- -- --chip unit --chips "${network#*:}"
done
for neurons in 10000 100000 1000000; do
  measure sheet sheet "$neurons" -- --neurons "$neurons" --fan-out 100 -- \
    --chip "$scratch/sheet.yaml"
done

gnuplot <<END
set terminal svg size 820,380 font "sans-serif,12" background "white"
set output "$picture"
set multiplot layout 1,2
set logscale xy
set format xy "10^{%L}"
set xlabel "neurons"
set key bottom right
set xrange [5e3:5e7]
set grid lc rgb "#dddddd"
set ylabel "seconds of one core"
plot "$scratch/cnn" using 1:2 with points pt 7 lc rgb "#0072b2" title "CNNs, weights shared", \
     "$scratch/sheet" using 1:2 with linespoints pt 7 lc rgb "#d55e00" title "sheet, 100 synapses a neuron", \
     x * 4e-6 with lines dt 2 lc rgb "#888888" title "linear"
set ylabel "MiB"
set yrange [10:1e4]
plot "$scratch/cnn" using 1:4 with points pt 7 lc rgb "#0072b2" notitle, \
     "$scratch/sheet" using 1:4 with linespoints pt 7 lc rgb "#d55e00" notitle, \
     x * 4e-4 with lines dt 2 lc rgb "#888888" notitle
END
