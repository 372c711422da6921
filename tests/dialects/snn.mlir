// RUN: nacre-opt --verify-roundtrip %s | FileCheck %s
// RUN: nacre-opt --emit-bytecode %s | nacre-opt | FileCheck %s

// CHECK-LABEL: snn.network @lenet
// CHECK-SAME: attributes {promise = "exact in spike counts"}
snn.network @lenet attributes {promise = "exact in spike counts"} {
  // CHECK: snn.input {zero_point = 0 : i32} : tensor<1x8x8xi16>
  %image = snn.input {zero_point = 0 : i32} : tensor<1x8x8xi16>
  // CHECK: snn.conv2d {{.*}} : tensor<1x8x8xi16> -> tensor<2x4x4xi32>
  %i1 = snn.conv2d %image {weight = dense<-8> : tensor<2x1x3x3xi8>, weight_bits = 4 : i32,
      strides = array<i64: 2, 2>, pads = array<i64: 1, 1, 1, 1>}
      : tensor<1x8x8xi16> -> tensor<2x4x4xi32>
  // CHECK: snn.neuron "conv1" "if"({{.*}}) {bias = array<i32: 1, -1>, theta = array<i32: 100>, v0 = array<i32: 50>}
  %s1 = snn.neuron "conv1" "if" (%i1)
      {theta = array<i32: 100>, v0 = array<i32: 50>, bias = array<i32: 1, -1>}
      : tensor<2x4x4xi32> -> tensor<2x4x4xi1>
  %i2 = snn.linear %s1 {weight = dense<1> : tensor<3x32xi8>, weight_bits = 2 : i32}
      : tensor<2x4x4xi1> -> tensor<3x1x1xi32>
  // CHECK: "recurrent" "lif"({{.*}}, {{.*}}) {
  // CHECK-SAME: input_shift = 6
  // CHECK-SAME: leak_shift = 3
  // CHECK-SAME: rate = 2.500000e-01 : f64
  // CHECK-SAME: reset = #snn<reset to_value>, reset_value = -5
  // CHECK-SAME: strict
  %s2 = snn.neuron "recurrent" "lif" (%i2, %back)
      {theta = array<i32: 7>, v0 = array<i32: 0>, bias = array<i32: 0>, leak_shift = 3 : i32, input_shift = 6 : i32,
       reset = #snn<reset to_value>, reset_value = -5 : i32, strict,
       unit = array<f64: 0.5, 0.5, 0.25>, amplitude = 2.0, rate = 0.25}
      : tensor<3x1x1xi32>, tensor<3x1x1xi32> -> tensor<3x1x1xi1>
  // CHECK: snn.delay {{.*}} {steps = 2 : i64} : tensor<3x1x1xi1>
  %late = snn.delay %s2 {steps = 2 : i64} : tensor<3x1x1xi1>
  %back = snn.linear %late {weight = dense<-1> : tensor<3x3xi8>, weight_bits = 1 : i32}
      : tensor<3x1x1xi1> -> tensor<3x1x1xi32>
  %copied = snn.conv2d %s2 {weight = dense<1> : tensor<3x1x1x1xi8>, weight_bits = 2 : i32,
      groups = 3 : i64} : tensor<3x1x1xi1> -> tensor<3x1x1xi32>
  // CHECK: "recurrent.relay" "if"({{.*}}) {bias = array<i32: 0>, relay, theta = array<i32: 1>
  %repeated = snn.neuron "recurrent.relay" "if" (%copied)
      {theta = array<i32: 1>, v0 = array<i32: 0>, bias = array<i32: 0>, relay}
      : tensor<3x1x1xi32> -> tensor<3x1x1xi1>
  // CHECK: snn.sparse {{.*}} {offsets = dense<[0, 2, 2, 3]> : tensor<4xi32>
  // CHECK-SAME: : tensor<3x1x1xi1> -> tensor<2x1x1xi32>
  %i4 = snn.sparse %repeated {offsets = dense<[0, 2, 2, 3]> : tensor<4xi32>,
      targets = dense<[0, 1, 1]> : tensor<3xi32>, weight = dense<[3, -4, 1]> : tensor<3xi8>,
      weight_bits = 3 : i32} : tensor<3x1x1xi1> -> tensor<2x1x1xi32>
  %i3 = snn.linear %s2 {weight = dense<5> : tensor<2x3xi8>, weight_bits = 8 : i32}
      : tensor<3x1x1xi1> -> tensor<2x1x1xi32>
  // CHECK: snn.readout "scores"({{.*}}, {{.*}}) {bias = array<i32: 0, 4>, v0 = array<i32: 0>}
  snn.readout "scores" (%i3, %i4) {v0 = array<i32: 0>, bias = array<i32: 0, 4>}
      : tensor<2x1x1xi32>, tensor<2x1x1xi32>
}

// Spikes are used like those of neurons.
// CHECK-LABEL: snn.network @events
snn.network @events {
  // CHECK: snn.input : tensor<2x4x4xi1>
  %events = snn.input : tensor<2x4x4xi1>
  %late = snn.delay %events {steps = 1 : i64} : tensor<2x4x4xi1>
  %i = snn.linear %late {weight = dense<1> : tensor<3x32xi8>, weight_bits = 2 : i32}
      : tensor<2x4x4xi1> -> tensor<3x1x1xi32>
  // CHECK: snn.neuron "currents" "cuba"({{.*}}) {
  // CHECK-SAME: current_leak_multiplier = 3072
  // CHECK-SAME: current_leak_scale_bits = 12
  %s = snn.neuron "currents" "cuba" (%i)
      {theta = array<i32: 640>, v0 = array<i32: 0>, bias = array<i32: 0>, input_shift = 6 : i32,
       leak_multiplier = 3968 : i32, leak_scale_bits = 12 : i32,
       current_leak_multiplier = 3072 : i32, current_leak_scale_bits = 12 : i32}
      : tensor<3x1x1xi32> -> tensor<3x1x1xi1>
  snn.readout "scores" (%i) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<3x1x1xi32>
}

// Driven by its biases, without input and readout; where its neurons are is given.
// CHECK-LABEL: snn.network @driven
snn.network @driven {
  // CHECK: snn.neuron "a" "if"() {bias = array<i32: 0, 1, 2, 3>, cores = array<i32: 5, 5, 0, 0>
  %a = snn.neuron "a" "if" () {theta = array<i32: 4>, v0 = array<i32: 0>,
      bias = array<i32: 0, 1, 2, 3>, cores = array<i32: 5, 5, 0, 0>} : -> tensor<2x2x1xi1>
  // CHECK: weight = dense<-300> : tensor<1x4xi16>, weight_bits = 10
  %l = snn.linear %a {weight = dense<-300> : tensor<1x4xi16>, weight_bits = 10 : i32}
      : tensor<2x2x1xi1> -> tensor<1x1x1xi32>
  %b = snn.neuron "b" "if" (%l) {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 9>,
      cores = array<i32: 5>} : tensor<1x1x1xi32> -> tensor<1x1x1xi1>
}
