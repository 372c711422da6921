// RUN: nacre-opt --map=chip=unit %s > %t.design
// RUN: nacre-translate --chip-to-image %t.design | nacre-translate --image-to-chip | diff -B %t.design -
// RUN: FileCheck %s < %t.design

// Sparse synapses, and the flows that send just the neurons that have some.
// CHECK: weights @w1 sparse {{(stored sparse )?}}{delay
// CHECK: of @a {{.*}} neurons [
snn.network @sparse {
  %x = snn.input {zero_point = 0 : i32} : tensor<2x2x2xi16>
  %i = snn.conv2d %x {weight = dense<3> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32} : tensor<2x2x2xi16> -> tensor<2x2x2xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 4>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<2x2x2xi32> -> tensor<2x2x2xi1>
  %o = snn.sparse %a {offsets = dense<[0, 1, 1, 3, 3, 4, 4, 4, 4]> : tensor<9xi32>, targets = dense<[2, 0, 1, 2]> : tensor<4xi32>, weight = dense<[1, 2, -3, 4]> : tensor<4xi8>, weight_bits = 4 : i32} : tensor<2x2x2xi1> -> tensor<3x1x1xi32>
  snn.readout "out"(%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}
