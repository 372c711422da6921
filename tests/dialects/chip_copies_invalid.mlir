// RUN: nacre-opt %s --split-input-file --verify-diagnostics

// A copy is no neuron of the network's: it needs a slice that is none.
chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  // expected-error @+1 {{[CHIP-D4] has 2 neurons but the slices hold 0}}
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @b [2, 1, 1] {depth = 1 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 2 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] copy {}
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

// -----

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
    // expected-error @+1 {{[CHIP-S2] a readout has no copies}}
    chip.slice @r [0, 2, 0, 1, 0, 1] copy {
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

// -----

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
    // expected-error @+1 {{[CHIP-S2] lies in the core of another slice with the same neurons}}
    chip.slice @a [0, 1, 0, 1, 1, 2] copy {}
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

// -----

// Both send to core 1.
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
  chip.flow @e 0 to 1 of @a [0, 1, 0, 1, 0, 1]
  // expected-error @+1 {{[CHIP-F3] sends neurons of 'a' to core 1 that another flow sends there too}}
  chip.flow @g 1 to 1 of @a [0, 1, 0, 1, 0, 2]
  chip.flow @h 0 to 1 of @b [0, 1, 0, 1, 0, 1]
  chip.flow @i 1 to 1 of @b [1, 2, 0, 1, 0, 1]
  chip.route @f via [0]
  chip.route @g via [1]
  chip.route @h via [0, 1]
  chip.route @i via [1]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @b [2, 1, 1] {depth = 1 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 2 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @s dense<1> : tensor<2xi8> {bits = 4 : i32, offsets = dense<[0, 1, 2]> : tensor<3xi32>,
      targets = dense<[0, 1]> : tensor<2xi32>}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @b [0, 1, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.core 1 {
    // expected-error @+1 {{[CHIP-S2] a copy must have no sparse synapses}}
    chip.slice @a [0, 1, 0, 1, 0, 2] copy {
      chip.synapses from @b [0, 2, 0, 1, 0, 1] weights @s sparse {delay = 1 : i64}
    }
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
