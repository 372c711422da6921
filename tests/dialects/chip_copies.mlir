// RUN: nacre-opt %s --verify-roundtrip | FileCheck %s

// Both neurons of b have a core of their own; a copy of a serves the second.
// CHECK: chip.core 1
// CHECK: chip.slice @a [0, 1, 0, 1, 0, 2] copy
chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @b [2, 1, 1] {depth = 1 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 2 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @b [0, 1, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.core 1 {
    chip.slice @a [0, 1, 0, 1, 0, 2] copy {}
    chip.slice @b [1, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @b [0, 2, 0, 1, 0, 1] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.flow @g 1 to 1 of @a [0, 1, 0, 1, 0, 2]
  chip.flow @h 0 to 1 of @b [0, 1, 0, 1, 0, 1]
  chip.flow @i 1 to 1 of @b [1, 2, 0, 1, 0, 1]
  chip.route @f via [0]
  chip.route @g via [1]
  chip.route @h via [0, 1]
  chip.route @i via [1]
}
