// RUN: nacre-opt "--map=chip=loihi packing=none" %s > %t.design
// RUN: FileCheck %s < %t.design
// RUN: nacre-translate --chip-to-image %t.design | nacre-translate --image-to-chip > %t.back
// RUN: diff -B %t.design %t.back

// Layers named like weights and flows, and one with characters that mean something elsewhere;
// synapses with the same weights store them once, also the same operation used twice.
// CHECK: chip.population @w1 [
// CHECK: chip.population @f0 [
// CHECK: chip.population @"a,b \22q\22" [
// CHECK: chip.weights @w0 {{.*}}tensor<2x1x1x1xi8> {bits = 4 : i32}
// CHECK-NEXT: chip.weights @w1_ {{.*}}tensor<2x2x1x1xi8> {bits = 4 : i32}
// CHECK-NEXT: chip.weights @w2 {{.*}}tensor<10x128xi8> {bits = 4 : i32}
// CHECK-NEXT: chip.weights @w3 {{.*}}tensor<10x128xi8> {bits = 5 : i32}
// CHECK-NEXT: chip.host_synapses to @w1 weights @w0
// CHECK-NEXT: chip.host_synapses to @w1 weights @w0
// CHECK: chip.synapses from @w1 {{.*}}weights @w1_
// CHECK: chip.synapses from @w1 {{.*}}weights @w1_
// CHECK: chip.flow @f0_ 0 to 1 of @w1
// CHECK: chip.flow @f1 0 to 2 of @w1
// CHECK: chip.route @f0_ via
snn.network @names {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x8x8xi16>
  %i = snn.conv2d %x {weight = dense<3> : tensor<2x1x1x1xi8>, weight_bits = 4 : i32} : tensor<1x8x8xi16> -> tensor<2x8x8xi32>
  %a = snn.neuron "w1" "if"(%i, %i) {theta = array<i32: 40>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<2x8x8xi32>, tensor<2x8x8xi32> -> tensor<2x8x8xi1>
  %c = snn.conv2d %a {weight = dense<1> : tensor<2x2x1x1xi8>, weight_bits = 4 : i32} : tensor<2x8x8xi1> -> tensor<2x8x8xi32>
  %b = snn.neuron "f0" "if"(%c) {theta = array<i32: 1>, v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x8x8xi32> -> tensor<2x8x8xi1>
  %d = snn.neuron "a,b \22q\22" "if"(%c) {theta = array<i32: 2>, v0 = array<i32: 1>, bias = array<i32: 0>} : tensor<2x8x8xi32> -> tensor<2x8x8xi1>
  %e = snn.linear %b {weight = dense<1> : tensor<10x128xi8>, weight_bits = 4 : i32} : tensor<2x8x8xi1> -> tensor<10x1x1xi32>
  %f = snn.linear %d {weight = dense<1> : tensor<10x128xi8>, weight_bits = 4 : i32} : tensor<2x8x8xi1> -> tensor<10x1x1xi32>
  %g = snn.linear %d {weight = dense<1> : tensor<10x128xi8>, weight_bits = 5 : i32} : tensor<2x8x8xi1> -> tensor<10x1x1xi32>
  snn.readout "out"(%e, %f, %g) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<10x1x1xi32>, tensor<10x1x1xi32>, tensor<10x1x1xi32>
}
