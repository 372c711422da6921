// RUN: nacre-opt "--map=chip=loihi packing=none" %s | nacre-translate --chip-to-image | nacre-translate --image-to-chip > %t.back
// RUN: nacre-opt "--map=chip=loihi packing=none" %s > %t.design
// RUN: diff -B %t.design %t.back
// RUN: FileCheck %s < %t.design
// RUN: nacre-opt "--map=chip=unit packing=none" %s | sed 's/sparse {/sparse {codebook, /' > %t.codebook
// RUN: grep '{codebook, ' %t.codebook
// RUN: nacre-translate --chip-to-image %t.codebook | nacre-translate --image-to-chip | diff -B %t.codebook -
// RUN: nacre-opt "--map=chip=spinnaker2 packing=none" %s > %t.trees
// RUN: FileCheck %s --check-prefix=TREES < %t.trees
// RUN: nacre-translate --chip-to-image %t.trees | nacre-translate --image-to-chip | diff -B %t.trees -

// TREES: chip.flow @f0
// TREES-NOT: chip.route
// TREES: chip.tree

// Everything an image can say comes back as it was: leaks, resets, groups, pads, delays, dense and
// shared weights, synapses in rows, shared and sparse.
// CHECK: weights @w1 convolution stored shared {delay
// CHECK: weights @w2 dense {delay
// CHECK: weights @w3 dense stored sparse {delay
snn.network @all {
  %x = snn.input {zero_point = 7 : i32} : tensor<2x4x4xi16>
  %i = snn.conv2d %x {weight = dense<-3> : tensor<4x1x3x3xi8>, weight_bits = 5 : i32, groups = 2 : i64, pads = array<i64: 1, 1, 1, 1>, strides = array<i64: 2, 2>} : tensor<2x4x4xi16> -> tensor<4x2x2xi32>
  %a = snn.neuron "a" "lif"(%i) {theta = array<i32: 5, 6, 7, 8>, v0 = array<i32: 2>, bias = array<i32: -9, 0, 1, 2>, leak_shift = 3 : i32, input_shift = 2 : i32, strict, amplitude = 0.75 : f64} : tensor<4x2x2xi32> -> tensor<4x2x2xi1>
  %ab = snn.conv2d %a {weight = dense<1> : tensor<2x4x2x2xi8>, weight_bits = 2 : i32, dilations = array<i64: 1, 1>} : tensor<4x2x2xi1> -> tensor<2x1x1xi32>
  %b = snn.neuron "b" "cuba"(%ab) {theta = array<i32: 1>, v0 = array<i32: 0>, bias = array<i32: 0>, leak_multiplier = 3 : i32, leak_scale_bits = 2 : i32, current_leak_multiplier = 5 : i32, current_leak_scale_bits = 4 : i32, reset = #snn<reset to_value>, reset_value = -4 : i32} : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %bo = snn.linear %b {weight = dense<[[1, -1], [2, -2], [3, -3]]> : tensor<3x2xi8>, weight_bits = 8 : i32} : tensor<2x1x1xi1> -> tensor<3x1x1xi32>
  %ao = snn.linear %a {weight = dense<"0x04000000000000000000000000000000FC00000000000000000000000000000000000000000700000000000000000000"> : tensor<3x16xi8>, weight_bits = 8 : i32} : tensor<4x2x2xi1> -> tensor<3x1x1xi32>
  snn.readout "out"(%bo, %ao) {v0 = array<i32: 0>, bias = array<i32: 5, 6, 7>} : tensor<3x1x1xi32>, tensor<3x1x1xi32>
}
