// RUN: nacre-opt "--map=chip=truenorth packing=none" %s | FileCheck %s

// Binary weights and a fan-out of one core: what TrueNorth can hold.
// CHECK: chip.design @fits on "truenorth"
// CHECK: chip.flow @f0 0 to 1 of @a [0, 1, 0, 1, 0, 200]
snn.network @fits {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x1x200xi16>
  %i = snn.conv2d %x {weight = dense<1> : tensor<1x1x1x1xi8>, weight_bits = 2 : i32} : tensor<1x1x200xi16> -> tensor<1x1x200xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 5>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<1x1x200xi32> -> tensor<1x1x200xi1>
  %o = snn.linear %a {weight = dense<1> : tensor<2x200xi8>, weight_bits = 2 : i32} : tensor<1x1x200xi1> -> tensor<2x1x1xi32>
  snn.readout "out"(%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
}

// Two layers read a, each with a core of its own, and a neuron of a sends to one core.
// CHECK: chip.design @copied on "truenorth"
// CHECK: chip.slice @a [{{.*}}] copy {
snn.network @copied {
  %x = snn.input {zero_point = 0 : i32} : tensor<1x1x200xi16>
  %i = snn.conv2d %x {weight = dense<1> : tensor<1x1x1x1xi8>, weight_bits = 2 : i32} : tensor<1x1x200xi16> -> tensor<1x1x200xi32>
  %a = snn.neuron "a" "if"(%i) {theta = array<i32: 5>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<1x1x200xi32> -> tensor<1x1x200xi1>
  %ab = snn.linear %a {weight = dense<1> : tensor<200x200xi8>, weight_bits = 2 : i32} : tensor<1x1x200xi1> -> tensor<200x1x1xi32>
  %b = snn.neuron "b" "if"(%ab) {theta = array<i32: 50>, v0 = array<i32: 2>, bias = array<i32: 0>} : tensor<200x1x1xi32> -> tensor<200x1x1xi1>
  %ac = snn.linear %a {weight = dense<-1> : tensor<200x200xi8>, weight_bits = 2 : i32} : tensor<1x1x200xi1> -> tensor<200x1x1xi32>
  %c = snn.neuron "c" "if"(%ac) {theta = array<i32: 50>, v0 = array<i32: 2>, bias = array<i32: 9>} : tensor<200x1x1xi32> -> tensor<200x1x1xi1>
  %cd = snn.linear %c {weight = dense<1> : tensor<50x200xi8>, weight_bits = 2 : i32} : tensor<200x1x1xi1> -> tensor<50x1x1xi32>
  %d = snn.neuron "d" "if"(%cd) {theta = array<i32: 50>, v0 = array<i32: 2>, bias = array<i32: 9>} : tensor<50x1x1xi32> -> tensor<50x1x1xi1>
  %bo = snn.linear %b {weight = dense<1> : tensor<2x200xi8>, weight_bits = 2 : i32} : tensor<200x1x1xi1> -> tensor<2x1x1xi32>
  %do = snn.linear %d {weight = dense<1> : tensor<2x50xi8>, weight_bits = 2 : i32} : tensor<50x1x1xi1> -> tensor<2x1x1xi32>
  snn.readout "out"(%bo, %do) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>, tensor<2x1x1xi32>
}
