// RUN: nacre-opt --verify-roundtrip %s | FileCheck %s
// RUN: nacre-opt --emit-bytecode %s | nacre-opt | FileCheck %s

// A chip that routes by tables: trees instead of routes.
// CHECK: chip.flow @f 0 to 1
// CHECK-NEXT: chip.tree 0 to [1] over [0, 0]
chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
  }
  chip.core 1 {
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 1 of @a [0, 1, 0, 1, 0, 2]
  chip.tree 0 to [1] over [0, 0]
}
