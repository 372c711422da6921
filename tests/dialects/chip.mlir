// RUN: nacre-opt --verify-roundtrip %s | FileCheck %s
// RUN: nacre-opt --emit-bytecode %s | nacre-opt | FileCheck %s

// Two cores: a convolution layer on core 0, split populations on core 5.
// CHECK-LABEL: chip.design @tiny on "unit"
chip.design @tiny on "unit" attributes {chip_hash = 18446744073709551615 : ui64,
    image_shape = array<i64: 1, 4, 4>, input_zero_point = 0 : i32} {
  // CHECK: chip.population @conv [2, 2, 2] {
  // CHECK-SAME: model = "if"
  chip.population @conv [2, 2, 2] {depth = 0 : i64, model = "if", theta = array<i32: 9, 8>,
      v0 = array<i32: 4>, bias = array<i32: 0>, membrane_bits = 16 : i32}
  chip.population @hidden [3, 1, 1] {depth = 1 : i64, model = "lif", theta = array<i32: 5>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 16 : i32, leak_shift = 2 : i32,
      input_shift = 6 : i32,
      reset = 1 : i32, reset_value = -3 : i32}
  chip.population @scores [2, 1, 1] {depth = 2 : i64, model = "", theta = array<i32>,
      v0 = array<i32: 0>, bias = array<i32: 1, 2>, membrane_bits = 24 : i32}
  // CHECK: chip.weights @w0 dense<1> : tensor<2x1x3x3xi8> {bits = 4 : i32}
  chip.weights @w0 dense<1> : tensor<2x1x3x3xi8> {bits = 4 : i32}
  chip.weights @w1 dense<-1> : tensor<3x8xi8> {bits = 1 : i32}
  chip.weights @w2 dense<7> : tensor<2x3xi8> {bits = 4 : i32}
  // CHECK: chip.host_synapses to @conv weights @w0 convolution {pads = array<i64: 1, 1>, strides = array<i64: 2, 2>}
  chip.host_synapses to @conv weights @w0 convolution {strides = array<i64: 2, 2>,
      pads = array<i64: 1, 1>}
  // CHECK: chip.core 0 {
  chip.core 0 {
    // CHECK: chip.slice @conv [0, 2, 0, 2, 0, 2]
    chip.slice @conv [0, 2, 0, 2, 0, 2] {}
    chip.slice @hidden [0, 1, 0, 1, 0, 1] {
      // CHECK: chip.synapses from @conv [0, 2, 0, 2, 0, 2] weights @w1 dense {delay = 1 : i64}
      chip.synapses from @conv [0, 2, 0, 2, 0, 2] weights @w1 dense {delay = 1 : i64}
    }
  }
  chip.core 5 {
    chip.slice @hidden [1, 3, 0, 1, 0, 1] {
      chip.synapses from @conv [0, 2, 0, 2, 0, 2] weights @w1 dense {delay = 1 : i64}
    }
    chip.slice @scores [0, 2, 0, 1, 0, 1] {
      // CHECK: chip.synapses from @hidden [0, 3, 0, 1, 0, 1] weights @w2 dense stored sparse {codebook, delay = 1 : i64}
      chip.synapses from @hidden [0, 3, 0, 1, 0, 1] weights @w2 dense stored sparse {codebook, delay = 1 : i64}
    }
  }
  // CHECK: chip.flow @f0 0 to 0 of @conv [0, 2, 0, 2, 0, 2]
  chip.flow @f0 0 to 0 of @conv [0, 2, 0, 2, 0, 2]
  chip.flow @f1 0 to 5 of @conv [0, 2, 0, 2, 0, 2]
  chip.flow @f2 0 to 5 of @hidden [0, 1, 0, 1, 0, 1]
  chip.flow @f3 5 to 5 of @hidden [1, 3, 0, 1, 0, 1]
  // CHECK: chip.route @f0 via [0]
  chip.route @f0 via [0]
  chip.route @f1 via [0, 1]
  chip.route @f2 via [0, 1]
  chip.route @f3 via [1]
}
