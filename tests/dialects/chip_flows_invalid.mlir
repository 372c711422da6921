// RUN: nacre-opt --split-input-file --verify-diagnostics %s -o /dev/null
// Each case is one small correct design with one fault.

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  // expected-error @+1 {{[CHIP-F1] there is no core 7}}
  chip.flow @f 0 to 7 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  // expected-error @+1 {{[CHIP-F1] unknown population 'b'}}
  chip.flow @f 0 to 0 of @b [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  // expected-error @+1 {{[CHIP-F1] box must be six bounds of neurons within 1 x 1 x 2 but is [0, 1, 0, 2, 0, 2]}}
  chip.flow @f 0 to 0 of @a [0, 1, 0, 2, 0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @b [1, 1, 1] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.core 1 {
    chip.slice @b [0, 1, 0, 1, 0, 1] {}
  }
  // expected-error @+1 {{[CHIP-F1] no slice of core 1 holds the neurons [0, 1, 0, 1, 0, 2] of 'a'}}
  chip.flow @f 1 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 1] weights @w dense {delay = 1 : i64}
    }
  }
  // expected-error @+1 {{[CHIP-F2] core 0 has no synapses from the neurons [0, 1, 0, 1, 1, 2] of 'a'}}
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  chip.route @f via [0]
}

// -----

// expected-error @+1 {{[CHIP-F3] no flow sends the neurons [0, 1, 0, 1, 1, 2] of 'a' to core 0, which has synapses from them}}
chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 1]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  // expected-error @+1 {{[CHIP-F3] sends neurons of 'a' to core 0 that another flow sends there too}}
  chip.flow @g 0 to 0 of @a [0, 1, 0, 1, 1, 2]
  chip.route @f via [0]
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  // expected-error @+1 {{[CHIP-R1] tiles must not be empty}}
  chip.route @f via []
}

// -----

chip.design @d on "unit" attributes {chip_hash = 0 : ui64, image_shape = array<i64: 1, 1, 2>,
    input_zero_point = 0 : i32} {
  chip.population @a [1, 1, 2] {depth = 0 : i64, model = "if",
      theta = array<i32: 2>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.population @r [2, 1, 1] {depth = 1 : i64, model = "",
      theta = array<i32>, v0 = array<i32: 0>, bias = array<i32: 0>, membrane_bits = 8 : i32}
  chip.weights @w dense<1> : tensor<2x2xi8> {bits = 4 : i32}
  chip.core 0 {
    chip.slice @a [0, 1, 0, 1, 0, 2] {}
    chip.slice @r [0, 2, 0, 1, 0, 1] {
      chip.synapses from @a [0, 1, 0, 1, 0, 2] weights @w dense {delay = 1 : i64}
    }
  }
  chip.flow @f 0 to 0 of @a [0, 1, 0, 1, 0, 2]
  // expected-error @+1 {{[CHIP-R1] unknown flow 'g'}}
  chip.route @g via [0]
}
