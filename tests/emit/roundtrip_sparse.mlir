// RUN: nacre-opt --map=chip=unit %s > %t.design
// RUN: nacre-translate --chip-to-image %t.design | nacre-translate --image-to-chip | diff -B %t.design -
// RUN: FileCheck %s < %t.design
// RUN: nacre-translate --snn-to-hypergraph %s | FileCheck %s --check-prefix=HGR
// RUN: sed 's/snn.sparse/snn.linear/; s/offsets = [^]]*\]> : tensor<9xi32>, targets = [^]]*\]> : tensor<4xi32>, //; s/dense<\[1, 2, -3, 4\]> : tensor<4xi8>/dense<1> : tensor<3x8xi8>/' %s | not nacre-translate --snn-to-hypergraph 2>&1 | FileCheck %s --check-prefix=NONE

// Sparse synapses, and the flows that send just the neurons that have some.
// CHECK: weights @w1 sparse {{(stored sparse )?}}{delay
// CHECK: of @a {{.*}} neurons [
// HGR: % 'a': 1 to 8
// HGR-NEXT: % 'out': 9 to 11
// HGR-NEXT: 3 11
// HGR-NEXT: 1 11
// HGR-NEXT: 3 9 10
// HGR-NEXT: 5 11
// NONE: error: the network has no sparse synapses, so no hypergraph
snn.network @sparse {
  %x = snn.input {zero_point = 0 : i32} : tensor<2x2x2xi16>
  %i = snn.conv2d %x {weight = dense<3> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32} : tensor<2x2x2xi16> -> tensor<2x2x2xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 4>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<2x2x2xi32> -> tensor<2x2x2xi1>
  %o = snn.sparse %a {offsets = dense<[0, 1, 1, 3, 3, 4, 4, 4, 4]> : tensor<9xi32>, targets = dense<[2, 0, 1, 2]> : tensor<4xi32>, weight = dense<[1, 2, -3, 4]> : tensor<4xi8>, weight_bits = 4 : i32} : tensor<2x2x2xi1> -> tensor<3x1x1xi32>
  snn.readout "out"(%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}
