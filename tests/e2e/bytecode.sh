#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Text, bytecode, text: the same module, for every built-in network of less than five million
# parameters, trained and imported ones, and their spiking forms.
. tests/e2e/lib.sh

# survives MODULE.mlir: it comes back from bytecode as it is.
survives() {
  succeeds nacre-opt "$1" --emit-bytecode -o once.mlirbc
  succeeds nacre-opt once.mlirbc -o again.mlir
  same "$1" again.mlir
}

names=$(nacre network --list | awk '$3 > 0 && $3 < 5000000 { print $1 }')
[ "$(wc -w <<<"$names")" -ge 4 ] || fail "few networks are listed: $names"
for name in $names; do
  succeeds nacre network "$name" -o "$name.mlir"
  survives "$name.mlir"
  # The same network, written as bytecode at once.
  succeeds nacre network "$name" -o "$name.mlirbc"
  succeeds nacre-opt "$name.mlirbc" -o from-bytecode.mlir
  same "$name.mlir" from-bytecode.mlir
done
succeeds nacre network sheet --neurons 1000 --fan-out 20 -o sheet.mlir
survives sheet.mlir

succeeds nacre import "$root/docs/examples/tiny.onnx" -o onnx.mlir
survives onnx.mlir
succeeds nacre import "$root/docs/examples/tiny.nir" --nir-reset subtract --nir-dt 0.001 -o nir.mlir
survives nir.mlir
succeeds nacre-opt "$models/digits.mlir" -o trained.mlir
survives trained.mlir
for stage in fold convert; do
  succeeds nacre compile "$models/digits.mlir" --stop-after "$stage" -o "$stage.mlir"
  survives "$stage.mlir"
done

# A module that differs is seen.
sed '0,/levels = [0-9]*/s//levels = 77/' trained.mlir >other.mlir
cmp -s trained.mlir other.mlir && fail "the comparison has nothing to compare"

finish
