// RUN: nacre-opt --verify-roundtrip %s | FileCheck %s
// RUN: nacre-opt --emit-bytecode %s | nacre-opt | FileCheck %s

// Sparse synapses: neurons 0 and 2 have some, neuron 1 has none and is not sent.
chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  // CHECK: chip.population @a [3, 1, 1] {{.*}} order = dense<[2, 0, 1]> : tensor<3xi32>
  chip.population @a [3, 1, 1] {depth = 0 : i64, model = "if", theta = array<i32: 2>,
      v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32,
      order = dense<[2, 0, 1]> : tensor<3xi32>}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  // CHECK: chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]>
  // CHECK-SAME: targets = dense<[1, 0, 1]>
  chip.weights @w dense<[1, -2, 3]> : tensor<3xi8> {bits = 4 : i32, offsets = dense<[0, 1, 1, 3]> : tensor<4xi32>,
      targets = dense<[1, 0, 1]> : tensor<3xi32>}
  chip.core 0 {
    chip.slice @a [0, 3, 0, 1, 0, 1] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      // CHECK: chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
      chip.synapses from @a [0, 3, 0, 1, 0, 1] weights @w sparse {delay = 1 : i64}
    }
  }
  // CHECK: chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.flow @f 0 to 0 of @a [0, 3, 0, 1, 0, 1] neurons [0, 2]
  chip.route @f via [0]
}
